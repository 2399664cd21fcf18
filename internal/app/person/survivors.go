package person

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// Records gives, for people who stand under these surviving ids, every id
// under which a record of theirs may stand, by the surviving one: Same for
// many people, in one statement. It does not look at the scope; the ids come
// from Load or Many, which do.
func Records(tx *gate.Tx, survivors []string) (map[string][]string, error) {
	out := make(map[string][]string, len(survivors))
	for _, id := range survivors {
		out[id] = []string{id}
	}
	if len(survivors) == 0 {
		return out, nil
	}
	type pair struct{ Root, ID string }
	var a db.Args
	list, err := db.All[pair](tx.Tx, `WITH RECURSIVE down (root, id) AS (
		SELECT p.merged_into, p.id FROM person p WHERE p.merged_into <> '' AND p.merged_into IN `+a.In(survivors)+`
		UNION SELECT down.root, p.id FROM down JOIN person p ON p.merged_into = down.id AND p.merged_into <> '')
		SELECT root, id FROM down ORDER BY id`, a.List...)
	for _, p := range list {
		out[p.Root] = append(out[p.Root], p.ID)
	}
	return out, err
}
