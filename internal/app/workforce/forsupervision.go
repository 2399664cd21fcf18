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

// ByUser gives the practitioner that each user is, of those who hold or held a
// post in a network, by the user, without looking at the scope.
func ByUser(tx *gate.Tx, pcn string) (map[string]string, error) {
	type row struct{ UserID, ID string }
	list, err := db.All[row](tx.Tx, "SELECT user_id, id FROM practitioner WHERE user_id <> '' AND id IN (SELECT practitioner FROM post WHERE pcn = $1) ORDER BY id", pcn)
	out := make(map[string]string, len(list))
	for _, r := range list {
		out[r.UserID] = r.ID
	}
	return out, err
}

// OfOthers gives the posts whose employer is a provider other than those
// named, for rooms that show a provider its own posts. Posts without a
// provider are nobody else's.
func OfOthers(tx *gate.Tx, providers []string) (map[string]bool, error) {
	var a db.Args
	list, err := db.All[string](tx.Tx, "SELECT id FROM post WHERE provider <> '' AND provider NOT IN "+a.In(providers), a.List...)
	out := make(map[string]bool, len(list))
	for _, id := range list {
		out[id] = true
	}
	return out, err
}
