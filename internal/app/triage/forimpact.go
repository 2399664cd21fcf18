package triage

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// WithoutIn gives the answers, in a network, to what would have happened
// without the practitioner, by request; "" where nobody has asked.
func WithoutIn(tx *gate.Tx, pcn string) (map[string]string, error) {
	type row struct{ Request, Without string }
	list, err := db.All[row](tx.Tx, "SELECT request, without FROM triage_request WHERE pcn = $1", pcn)
	out := make(map[string]string, len(list))
	for _, r := range list {
		out[r.Request] = r.Without
	}
	return out, err
}

// GroupsIn gives the focus groups that hold in a network, by the id of the
// record, without looking at the scope.
func GroupsIn(tx *gate.Tx, pcn string) (map[string][]string, error) {
	type row struct{ Person, Grp string }
	list, err := db.All[row](tx.Tx, "SELECT person, grp FROM focus_fact WHERE pcn = $1 AND taken_at IS NULL ORDER BY grp, person", pcn)
	out := map[string][]string{}
	for _, r := range list {
		out[r.Person] = append(out[r.Person], r.Grp)
	}
	return out, err
}
