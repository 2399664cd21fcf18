package discharge

import "footbridge/internal/app/internal/gate"

// BulkGoodbyes writes the goodbyes of a simulated year. Their episodes are
// written as closed already, and no loose ends were carried over.
func BulkGoodbyes(tx *gate.Tx, list []Said) error {
	m := tx.Many("goodbye ("+saidColumns+")", "(@,@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		s := &list[i]
		if err := m.Add(s.ID, s.Episode, s.Person, s.PCN, s.Why, s.Destination, s.Onward, s.Told, s.At, s.ByID, s.ByName); err != nil {
			return err
		}
	}
	return m.Done()
}
