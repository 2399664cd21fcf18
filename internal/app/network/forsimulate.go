package network

import (
	"context"
	"encoding/json"

	"footbridge/internal/app/internal/gate"
)

// BulkAgreements writes the agreements of a simulated year, signed by both
// sides, with their providers.
func BulkAgreements(tx *gate.Tx, providers []Provider, list []Agreement) error {
	for _, p := range providers {
		if _, err := AddProvider(p).Do(context.Background(), tx); err != nil {
			return err
		}
	}
	m := tx.Many("agreement ("+agreementColumns+")", "(@,@,@,@,'signed',@,NULL,@,1,@,@,@,@,@,@)")
	for _, a := range list {
		terms, err := json.Marshal(a.Terms)
		if err != nil {
			return err
		}
		if err := m.Add(a.ID, a.PCN, a.Provider, a.Number, a.FromDay, string(terms), a.DraftedBy, a.DraftedAt, a.NetworkSignedBy, a.NetworkSignedAt, a.ProviderSignedBy, a.ProviderSignedAt); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkUrgent writes the urgent numbers of a simulated network.
func BulkUrgent(tx *gate.Tx, list []UrgentRoute) error {
	m := tx.Many("urgent_route ("+urgentColumns+")", "(@,@,'',@,@,@,@,@,false,@,@,@,@,NULL)")
	for _, r := range list {
		if err := m.Add(r.ID, r.PCN, r.Position, r.Label, r.Number, r.Hours, r.WhoFor, r.Owner, r.CheckedOn, r.CheckedBy, r.Since); err != nil {
			return err
		}
	}
	return m.Done()
}
