package person

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// Counted gives what is counted about the people with these ids: the day of
// birth, the sex, the practice and what they need, by every id that was asked
// for (a merged record gives the surviving one), without names and without
// looking at the scope.
func Counted(tx *gate.Tx, ids []string) (map[string]Person, error) {
	const columns = "id, born_on, died, sex, practice, pcn, language, interpreter, format, adjustments, postcode, merged_into"
	out := make(map[string]Person, len(ids))
	rows := map[string]Person{}
	for next := ids; len(next) > 0; {
		var on []string
		for part := range slices.Chunk(next, 4000) { // an engine takes only so many parameters
			var a db.Args
			list, err := db.All[Person](tx.Tx, "SELECT "+columns+" FROM person WHERE id IN "+a.In(part), a.List...)
			if err != nil {
				return nil, err
			}
			for _, p := range list {
				rows[p.ID] = p
				if _, known := rows[p.MergedInto]; p.MergedInto != "" && !known {
					on = append(on, p.MergedInto)
				}
			}
		}
		next = on
	}
	for _, id := range ids {
		p, ok := rows[id]
		for ok && p.MergedInto != "" {
			p, ok = rows[p.MergedInto]
		}
		if ok {
			out[id] = p
		}
	}
	return out, nil
}

// MergedWith gives ids with those of every record that was merged into the
// same person, or was once: a merge changes what is counted of each.
func MergedWith(tx *gate.Tx, ids []string) ([]string, error) {
	out := slices.Clone(ids)
	for part := range slices.Chunk(ids, 2000) {
		var a db.Args
		list, err := db.All[string](tx.Tx, "SELECT drop_id FROM person_merge WHERE keep_id IN "+a.In(part)+" UNION SELECT keep_id FROM person_merge WHERE drop_id IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// NetworksNow gives the networks in which people are registered now.
func NetworksNow(tx *gate.Tx, ids []string) ([]string, error) {
	var out []string
	for part := range slices.Chunk(ids, 4000) {
		var a db.Args
		list, err := db.All[string](tx.Tx, "SELECT DISTINCT pcn FROM person WHERE pcn <> '' AND id IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
