package workforce

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// HoldersOf gives who holds or held each post of a network, by the post,
// without looking at the scope.
func HoldersOf(tx *gate.Tx, pcn string) (map[string]string, error) {
	list, err := db.All[Post](tx.Tx, "SELECT "+postColumns+" FROM post WHERE pcn = $1", pcn)
	out := make(map[string]string, len(list))
	for _, p := range list {
		out[p.ID] = p.Practitioner
	}
	return out, err
}
