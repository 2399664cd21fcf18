package network

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// AgreementVersion asks for one version of an agreement: one that has ended,
// was withdrawn, or begins later, as much as the one in force.
type AgreementVersion struct{ ID string }

// Version is the answer to AgreementVersion.
type Version struct {
	Agreement
	PCNName   string
	Provider  string     // the provider's name
	Practices []Practice // the member practices today
}

// Names gives the names of the member practices by code.
func (v Version) Names() map[string]string { return Standing{Practices: v.Practices}.Names() }

// Needs names the permission.
func (AgreementVersion) Needs() access.Permission { return access.SeeAgreement }

// Ask gives it, under the same reach as the agreement's own page.
func (q AgreementVersion) Ask(_ context.Context, tx *gate.Tx) (Version, error) {
	list, err := agreements(tx, "id = $1", q.ID)
	if err != nil {
		return Version{}, err
	}
	if len(list) == 0 {
		return Version{}, fault.Missing("agreement")
	}
	all, err := readable(tx, list[0].PCN)
	if fault.Is(err, fault.NotFound) {
		return Version{}, fault.Missing("agreement")
	}
	if err != nil {
		return Version{}, err
	}
	for _, a := range all {
		if a.ID != q.ID {
			continue
		}
		v := Version{Agreement: a}
		if v.Provider, err = ProviderName(tx, a.Provider); err != nil {
			return v, err
		}
		v.PCNName, v.Practices, err = membersToday(tx, a.PCN)
		tx.Listed("agreement", a.PCN+", version of "+a.FromDay.Medium(), 1)
		return v, err
	}
	return Version{}, fault.Missing("agreement")
}
