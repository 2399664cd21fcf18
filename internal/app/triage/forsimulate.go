package triage

import "footbridge/internal/app/internal/gate"

// BulkRecords writes what is known of the requests of a simulated year, each
// with the one event that made its first version.
func BulkRecords(tx *gate.Tx, list []Record, events []Event) error {
	m := tx.Many("triage_request ("+recordColumns+")", "(@,@,@,@,@,NULL,@,@,@,@,@,@,'',NULL,@,NULL,'','',NULL,'','',@,@,@,@)")
	for i := range list {
		r := &list[i]
		if err := m.Add(r.Request, r.Person, r.PCN, r.Asked, r.FromWhom, r.Response, r.ResponseDays, r.ResponseWhy, r.ResponseName, r.ResponseAt, r.DueOn, r.TakenAt,
			r.Without, r.WithoutName, r.WithoutAt, r.Version); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("triage_event ("+eventColumns+")", "(@,@,@,@,@,@,@,@)")
	for i := range events {
		e := &events[i]
		if err := m.Add(e.ID, e.Request, e.Version, e.What, e.Words, e.ByID, e.ByName, e.At); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkFocus writes for which groups the people of a simulated year are there.
func BulkFocus(tx *gate.Tx, list []Fact) error {
	m := tx.Many("focus_fact (id, person, pcn, grp, set_by, set_name, set_at, taken_name, taken_why, taken_at)", "(@,@,@,@,@,@,@,'','',NULL)")
	for _, f := range list {
		if err := m.Add(f.ID, f.Person, f.PCN, f.Grp, f.SetBy, f.SetName, f.SetAt); err != nil {
			return err
		}
	}
	return m.Done()
}
