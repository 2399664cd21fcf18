package person

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// ForMessages gives the people with these ids, by the id that was asked for;
// the id of a merged record gives the surviving one. It doesn't look at people
// and places: only work that the server itself does for all of them, with the
// whole installation as its scope, gets an answer; anybody else none.
func ForMessages(tx *gate.Tx, ids []string) (map[string]Person, error) {
	out := make(map[string]Person, len(ids))
	if !tx.Scope.England {
		return out, nil
	}
	type row struct {
		Asked string
		Person
	}
	for part := range slices.Chunk(ids, 5000) {
		var a db.Args
		rows, err := db.All[row](tx.Tx, `WITH RECURSIVE up (asked, id, next) AS (
			SELECT p.id, p.id, p.merged_into FROM person p WHERE p.id IN `+a.In(part)+`
			UNION SELECT up.asked, p.id, p.merged_into FROM up JOIN person p ON p.id = up.next)
			SELECT up.asked, `+list("p")+` FROM up JOIN person p ON p.id = up.id WHERE up.next = ''`, a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Asked] = r.Person
		}
	}
	return out, nil
}

// Standing gives, for each id under which a record of these surviving people
// may stand, the surviving id: their own and those merged into them. The
// caller has the people within its scope already.
func Standing(tx *gate.Tx, survivors []string) (map[string]string, error) {
	type row struct{ ID, Top string }
	out := make(map[string]string, len(survivors))
	for part := range slices.Chunk(survivors, 5000) {
		var a db.Args
		rows, err := db.All[row](tx.Tx, `WITH RECURSIVE down (id, top) AS (
			SELECT p.id, p.id FROM person p WHERE p.id IN `+a.In(part)+`
			UNION SELECT p.id, down.top FROM down JOIN person p ON p.merged_into = down.id AND p.merged_into <> '')
			SELECT id, top FROM down`, a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ID] = r.Top
		}
	}
	return out, nil
}
