package account

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// WorkingIn gives everybody who signs in for a network, one of its practices or
// a provider that serves it, each once with one of their roles, by name. The
// caller has made sure that the network is within the scope.
func WorkingIn(tx *gate.Tx, pcn string, practices, providers []string) ([]Colleague, error) {
	var a db.Args
	list, err := db.All[Colleague](tx.Tx, "SELECT u.id, u.name, g.role, g.code FROM app_user u JOIN user_grant g ON g.user_id = u.id WHERE u.active AND (g.place = 'network' AND g.code = "+a.Add(pcn)+
		" OR g.place = 'practice' AND g.code IN "+a.In(practices)+" OR g.place = 'provider' AND g.code IN "+a.In(providers)+") ORDER BY u.name, u.id, g.role", a.List...)
	list = slices.CompactFunc(list, func(x, y Colleague) bool { return x.ID == y.ID })
	return list, err
}
