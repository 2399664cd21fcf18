package episode

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// FirstWays gives, by episode, the way in which its first request came, for
// the episodes of a network, without looking at the scope.
func FirstWays(tx *gate.Tx, pcn string) (map[string]string, error) {
	type row struct{ Episode, Way string }
	list, err := db.All[row](tx.Tx, "SELECT episode, way FROM request WHERE pcn = $1 AND episode <> '' ORDER BY received_at, id", pcn)
	out := map[string]string{}
	for _, r := range list {
		if out[r.Episode] == "" {
			out[r.Episode] = r.Way
		}
	}
	return out, err
}
