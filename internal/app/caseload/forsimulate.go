package caseload

import "footbridge/internal/app/internal/gate"

// BulkPauses writes the pauses of a simulated year.
func BulkPauses(tx *gate.Tx, list []Pause) error {
	m := tx.Many("caseload_pause ("+pauseColumns+")", "(@,@,@,@,@,'',@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		p := &list[i]
		if err := m.Add(p.ID, p.Episode, p.Person, p.PCN, p.Why, p.FromDay, p.UntilDay, p.Told, p.At, p.ByID, p.ByName, p.EndedAt, p.EndedName, p.EndedWhy, p.Version); err != nil {
			return err
		}
	}
	return m.Done()
}
