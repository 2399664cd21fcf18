package person

import (
	"context"
	"fmt"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// Realign lets people follow their practice when an import has moved it to
// another network, or out of every network. The server does it at its start
// and every few hours. It answers with how many practices moved.
type Realign struct{}

// Needs names the permission.
func (Realign) Needs() access.Permission { return access.Import }

// Do compares each practice at which people are registered with the published
// membership of today. A practice that is published no longer keeps its
// people where they were: they are somebody's until somebody moves them.
func (Realign) Do(_ context.Context, tx *gate.Tx) (int, error) {
	type at struct {
		Practice string
		PCN      string `db:"pcn"`
	}
	list, err := db.All[at](tx.Tx, "SELECT DISTINCT practice, pcn FROM person ORDER BY practice, pcn")
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, p := range list {
		now, err := network.NetworkOf(tx, p.Practice, tx.Today())
		if fault.Is(err, fault.NotFound) || err == nil && now == p.PCN {
			continue
		}
		if err != nil {
			return moved, err
		}
		n, err := tx.Exec("UPDATE person SET pcn = $1, version = version + 1 WHERE practice = $2 AND pcn = $3", now, p.Practice, p.PCN)
		if err != nil {
			return moved, err
		}
		if _, err := tx.Exec("UPDATE person_name SET pcn = $1 WHERE practice = $2 AND pcn = $3", now, p.Practice, p.PCN); err != nil {
			return moved, err
		}
		moved++
		tx.TouchedAt("practice", p.Practice, "", now, fmt.Sprintf("moved from network %q to %q: %d people follow", p.PCN, now, n))
	}
	if moved == 0 {
		tx.Nobody("every practice is where it was")
	}
	return moved, nil
}
