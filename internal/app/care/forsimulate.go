package care

import "footbridge/internal/app/internal/gate"

// BulkContacts writes the contacts of a simulated year, each with the first
// version of its text.
func BulkContacts(tx *gate.Tx, list []Contact, notes []string) error {
	m := tx.Many("contact ("+contactColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,1,@,@,@,NULL,'','','')")
	for i := range list {
		c := &list[i]
		if err := m.Add(c.ID, c.Person, c.Episode, c.PCN, c.Practice, c.Booking, c.Practitioner, c.Mechanism, c.Day, c.StartedAt, c.Minutes, c.SignedAt, c.SignedBy, c.SignedName); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("contact_text ("+textColumns+")", "(@,1,@,@,@,@,'',@,@,@)")
	for i := range list {
		c := &list[i]
		if err := m.Add(c.ID, c.Mechanism, c.StartedAt, c.Minutes, notes[i], c.SignedBy, c.SignedName, c.SignedAt); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkAssessments writes the assessments of a simulated year, in a few words.
func BulkAssessments(tx *gate.Tx, list []Assessment) error {
	m := tx.Many("assessment ("+assessmentColumns+")", "(@,@,@,@,@,@,@,@,@,NULL,'','','','')")
	for i := range list {
		a := &list[i]
		if err := m.Add(a.ID, a.Person, a.Episode, a.PCN, a.OnDay, a.Note, a.RecordedAt, a.ByID, a.ByName); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkPlans writes the care plans of a simulated year, in a few words.
func BulkPlans(tx *gate.Tx, list []Plan) error {
	m := tx.Many("care_plan ("+planColumns+")", "(@,@,@,@,@,@,@,@,@,@,NULL,'','','','')")
	for i := range list {
		p := &list[i]
		if err := m.Add(p.ID, p.Person, p.Episode, p.PCN, p.OnDay, p.Summary, p.Goals, p.RecordedAt, p.ByID, p.ByName); err != nil {
			return err
		}
	}
	return m.Done()
}
