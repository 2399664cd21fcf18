package account

import (
	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// Colleague is somebody who signs in, with one of their roles and where they
// hold it.
type Colleague struct {
	ID, Name string
	Role     access.Role
	Code     string
}

// Colleagues gives who holds one of some roles in a network or one of its
// practices, by name. The caller has made sure that the network is within the
// scope.
func Colleagues(tx *gate.Tx, pcn string, practices []string, roles []access.Role) ([]Colleague, error) {
	var a db.Args
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return db.All[Colleague](tx.Tx, "SELECT u.id, u.name, g.role, g.code FROM app_user u JOIN user_grant g ON g.user_id = u.id WHERE u.active AND g.role IN "+a.In(names)+
		" AND (g.place = 'network' AND g.code = "+a.Add(pcn)+" OR g.place = 'practice' AND g.code IN "+a.In(practices)+") ORDER BY u.name, u.id, g.role", a.List...)
}
