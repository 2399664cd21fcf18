package person

import (
	"slices"
	"unicode/utf8"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/nhs"
)

// NamedIn gives the pairs of words in a text that stand next to each other
// and are both names of one person on record within the scope: "marta
// kowalska". It is for texts that must name nobody; a family name alone is
// too often an ordinary word to be told.
func NamedIn(tx *gate.Tx, text string) ([]string, error) {
	said := nhs.Fold(text)
	var distinct []string
	for _, w := range said {
		if n := utf8.RuneCountInString(w); n >= 2 && n <= maxWord && !slices.Contains(distinct, w) {
			distinct = append(distinct, w)
		}
	}
	type row struct{ Token, PersonID string }
	whose := map[string]map[string]bool{} // word → people
	for part := range slices.Chunk(distinct, 2000) {
		for _, place := range []struct {
			column string
			codes  []string
		}{{"pcn", tx.Scope.PCNs}, {"practice", tx.Scope.Practices}} {
			if len(place.codes) == 0 {
				continue
			}
			var a db.Args
			rows, err := db.All[row](tx.Tx, "SELECT token, person_id FROM person_name WHERE "+place.column+" IN "+a.In(place.codes)+" AND token IN "+a.In(part), a.List...)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				if whose[r.Token] == nil {
					whose[r.Token] = map[string]bool{}
				}
				whose[r.Token][r.PersonID] = true
			}
		}
	}
	var out []string
	for i := 0; i+1 < len(said); i++ {
		if said[i] == said[i+1] {
			continue
		}
		for id := range whose[said[i]] {
			if pair := said[i] + " " + said[i+1]; whose[said[i+1]][id] && !slices.Contains(out, pair) {
				out = append(out, pair)
			}
		}
	}
	return out, nil
}
