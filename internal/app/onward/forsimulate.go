package onward

import (
	"encoding/json"

	"footbridge/internal/app/internal/gate"
)

// BulkServices writes the directory of a simulated network.
func BulkServices(tx *gate.Tx, list []Service) error {
	m := tx.Many("service_entry ("+serviceColumns+")", "(@,@,@,@,@,1,@,@,'',@,@,NULL,'','')")
	for _, s := range list {
		body, err := json.Marshal(s.Body)
		if err != nil {
			return err
		}
		if err := m.Add(s.ID, s.PCN, s.Kind, s.Name, string(body), s.ConfirmedOn, s.ConfirmedName, s.ChangedAt, s.ChangedName); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkRequests writes the onward requests of a simulated year. What follows
// Owner is read from the events, which belong to the request of the same
// place in the list and stand in their order.
func BulkRequests(tx *gate.Tx, list []Request, events [][]Event) error {
	m := tx.Many("onward_request ("+requestColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,'','','',@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		r := &list[i]
		r.fold(events[i])
		body, err := json.Marshal(r.Parts)
		if err != nil {
			return err
		}
		if err := m.Add(r.ID, r.Person, r.PCN, r.Practice, r.Service, r.ServiceName, r.Kind, r.SentTo, r.Way, string(body), r.OwnWords, r.Consent, r.PreparedAt, r.ByID, r.ByName, r.Sender, r.Owner,
			r.State, r.Reference, r.SentOn, r.RepliedOn, r.Reply, r.Reason, r.DeclinedOn, r.DueOn, r.ExpectedOn, r.NextOn, r.LastTold, r.ToldOn, r.AnsweredFor, r.EndedHow, r.EndedOn, len(events[i])); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("onward_event ("+eventColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,'',@,@,@)")
	for i := range list {
		for n, e := range events[i] {
			if err := m.Add(e.ID, list[i].ID, n+1, e.What, e.OnDay, e.Source, e.How, e.Reason, e.Words, e.Told, e.ToldBy, e.ToldHow, e.NotTold, e.ExpectedOn, e.NextOn, e.DueOn, e.Owner, e.At, e.ByID, e.ByName); err != nil {
				return err
			}
		}
	}
	return m.Done()
}
