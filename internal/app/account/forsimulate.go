package account

import "footbridge/internal/app/internal/gate"

// BulkUsers writes the users of a simulated year, by the order of their
// grants. They have no passwords: outside a demo nobody signs in as one.
func BulkUsers(tx *gate.Tx, users []User, grants []Grant) error {
	m := tx.Many("app_user ("+userColumns+")", "(@,@,@,'',@,@,1,@,NULL)")
	for _, u := range users {
		if err := m.Add(u.ID, u.Username, u.Name, u.Persona, u.Active, u.CreatedAt); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("user_grant (user_id, role, place, code)", "(@,@,@,@)")
	for i, u := range users {
		if err := m.Add(u.ID, grants[i].Role, PlaceOf(grants[i].Role), grants[i].Code); err != nil {
			return err
		}
	}
	return m.Done()
}
