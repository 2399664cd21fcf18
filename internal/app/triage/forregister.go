package triage

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// Records gives what triage knows of requests, by the request's id, without
// looking at the scope.
func Records(tx *gate.Tx, requests []string) (map[string]Record, error) {
	out := map[string]Record{}
	for part := range slices.Chunk(requests, 4000) {
		var a db.Args
		list, err := db.All[Record](tx.Tx, "SELECT "+recordColumns+" FROM triage_request WHERE request IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			out[r.Request] = r
		}
	}
	return out, nil
}

// InGroup gives the people of a network for whom a focus group holds, without
// looking at the scope.
func InGroup(tx *gate.Tx, pcn, group string) ([]Fact, error) {
	return db.All[Fact](tx.Tx, "SELECT id, person, pcn, grp, set_by, set_name, set_at, taken_name, taken_why, taken_at FROM focus_fact WHERE pcn = $1 AND grp = $2 AND taken_at IS NULL ORDER BY set_at, id", pcn, group)
}
