package workforce

import "footbridge/internal/app/internal/gate"

// BulkPractitioners writes the practitioners of a simulated network and their
// posts, each with its first version.
func BulkPractitioners(tx *gate.Tx, people []Practitioner, posts []Post, details []Detail) error {
	m := tx.Many("practitioner ("+columns+")", "(@,@,@,@,@,@,@,@,true,1)")
	for _, p := range people {
		if err := m.Add(p.ID, p.UserID, p.Name, p.RoleType, p.Gender, p.RingsFrom, p.Does, p.DoesNot); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("post ("+postColumns+")", "(@,@,@,@,@,@,@,@,@,NULL)")
	for _, p := range posts {
		if err := m.Add(p.ID, p.Practitioner, p.PCN, p.Provider, p.Model, p.Service, p.Band, p.WTEPercent, p.FromDay); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("post_version ("+detailColumns+")", "(@,1,@,@,@,@,@,@,@,@,@,@,@,@,@,@)")
	for _, d := range details {
		if err := m.Add(d.Post, d.PCN, d.RoleKey, d.Model, d.Provider, d.Employer, d.Service, d.Band, d.WTEPercent, d.Sites, d.Agreement, d.Why, d.At, d.ByID, d.ByName); err != nil {
			return err
		}
	}
	return m.Done()
}
