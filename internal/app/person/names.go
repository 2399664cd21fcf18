package person

import (
	"slices"
	"unicode/utf8"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/nhs"
)

// The words of names that are looked for. A name without a space may be long;
// an index row may not. Slips are forgiven in words of ordinary length.
const (
	maxWord                = 64
	shortestSlip, mostSlip = 4, 24
)

// words folds names into the words under which they are found.
func words(names ...string) []string {
	var out []string
	for _, n := range names {
		for _, w := range nhs.Fold(n) {
			if utf8.RuneCountInString(w) > maxWord {
				w = string([]rune(w)[:maxWord])
			}
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// variants gives a word and the word with each one letter left out. Two words
// that nhs.Near joins share at least one of them. It is empty for a word that
// is too short or too long for slips.
func variants(word string) []string {
	r := []rune(word)
	if len(r) < shortestSlip || len(r) > mostSlip {
		return nil
	}
	out := []string{word}
	for i := range r {
		v := string(r[:i]) + string(r[i+1:])
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// addNames writes the words of a person's names. Words of former names stay:
// people are looked for by the name that somebody remembers.
func addNames(tx *gate.Tx, p Person) error {
	for _, w := range words(p.Given, p.Family, p.KnownAs) {
		n, err := tx.Exec("INSERT INTO person_name (token, person_id, via, practice, pcn) VALUES ($1, $2, '', $3, $4) ON CONFLICT DO NOTHING", w, p.ID, p.Practice, p.PCN)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		vs := variants(w)
		if len(vs) == 0 {
			continue
		}
		known, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM name_variant WHERE variant = $1 AND token = $1", w)
		if err != nil {
			return err
		}
		if known > 0 {
			continue
		}
		var a db.Args
		q := "INSERT INTO name_variant (variant, token) VALUES "
		for i, v := range vs {
			if i > 0 {
				q += ", "
			}
			q += "(" + a.Add(v) + ", " + a.Add(w) + ")"
		}
		if _, err := tx.Exec(q+" ON CONFLICT DO NOTHING", a.List...); err != nil {
			return err
		}
	}
	return nil
}

// near gives the words of names that are one slip of the keyboard away.
func near(tx *gate.Tx, word string) ([]string, error) {
	vs := variants(word)
	if len(vs) == 0 {
		return nil, nil
	}
	var a db.Args
	found, err := db.All[string](tx.Tx, "SELECT DISTINCT token FROM name_variant WHERE variant IN "+a.In(vs), a.List...)
	return slices.DeleteFunc(found, func(w string) bool { return !nhs.Near(w, word) }), err
}

// namesOf gives the words of the names of several people, by id.
func namesOf(tx *gate.Tx, ids []string) (map[string][]string, error) {
	type row struct{ PersonID, Token string }
	out := map[string][]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var a db.Args
	rows, err := db.All[row](tx.Tx, "SELECT person_id, token FROM person_name WHERE person_id IN "+a.In(ids), a.List...)
	for _, r := range rows {
		out[r.PersonID] = append(out[r.PersonID], r.Token)
	}
	return out, err
}
