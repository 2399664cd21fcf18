package person

import (
	"slices"
	"strings"
	"unicode/utf8"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

var columns = []string{
	"id", "nhs_number", "title", "given", "family", "known_as", "born_on", "born_approx", "sex", "practice", "pcn",
	"phone", "email", "address", "postcode", "language", "interpreter", "format", "adjustments",
	"safe_phone", "safe_voicemail", "safe_text", "safe_letter", "safe_note", "died", "merged_into", "version",
	"created_at", "changed_at", "changed_by",
}

// list gives the columns of a person under a table alias.
func list(alias string) string {
	out := ""
	for i, c := range columns {
		if i > 0 {
			out += ", "
		}
		out += alias + "." + c
	}
	return out
}

// Where gives the transaction's scope as a condition on the table person
// under an alias: the people of the actor's practices and whole networks. It
// is in brackets and nobody fits it when the scope reaches no people.
func Where(tx *gate.Tx, a *db.Args, alias string) string {
	return "(" + alias + ".practice IN " + a.In(tx.Scope.Practices) + " OR " + alias + ".pcn IN " + a.In(tx.Scope.PCNs) + ")"
}

// NowIn gives those of many ids whose people are registered in a network now,
// without looking at the scope.
func NowIn(tx *gate.Tx, pcn string, ids []string) ([]string, error) {
	var out []string
	for part := range slices.Chunk(ids, 4000) { // an engine takes only so many parameters
		var a db.Args
		found, err := db.All[string](tx.Tx, "SELECT id FROM person WHERE pcn = "+a.Add(pcn)+" AND id IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// Load gives one person within the transaction's scope. The id of a record
// that was merged gives the surviving record. Anybody else is NotFound. The
// caller says whom it saw or touched.
func Load(tx *gate.Tx, id string) (Person, error) {
	people, err := Many(tx, []string{id})
	if err != nil {
		return Person{}, err
	}
	p, ok := people[id]
	if !ok {
		return Person{}, fault.Missing("person")
	}
	return p, nil
}

// Many gives the people with these ids who are within the transaction's
// scope, by the id that was asked for: the id of a merged record gives the
// surviving one. Those outside the scope are left out.
func Many(tx *gate.Tx, ids []string) (map[string]Person, error) {
	type row struct {
		Asked string
		Person
	}
	out := make(map[string]Person, len(ids))
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { // PostgreSQL takes no such text
		return strings.ContainsRune(id, 0) || !utf8.ValidString(id)
	})
	for part := range slices.Chunk(ids, 5000) { // an engine takes only so many parameters
		var a db.Args
		q := `WITH RECURSIVE up (asked, id, next) AS (
			SELECT p.id, p.id, p.merged_into FROM person p WHERE p.id IN ` + a.In(part) + `
			UNION SELECT up.asked, p.id, p.merged_into FROM up JOIN person p ON p.id = up.next)
			SELECT up.asked, ` + list("p") + ` FROM up JOIN person p ON p.id = up.id WHERE up.next = '' AND ` + Where(tx, &a, "p")
		rows, err := db.All[row](tx.Tx, q, a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Asked] = r.Person
		}
	}
	return out, nil
}

// Same gives every id under which this person's records may stand: the
// surviving one first, then those that were merged into it. Other rooms look
// up their rows by all of them. The person must be within the scope, or it is
// NotFound.
func Same(tx *gate.Tx, id string) ([]string, error) {
	p, err := Load(tx, id)
	if err != nil {
		return nil, err
	}
	return sameAs(tx, p.ID)
}

// sameAs gives a surviving record's id and those merged into it.
func sameAs(tx *gate.Tx, survivor string) ([]string, error) {
	merged, err := db.All[string](tx.Tx, `WITH RECURSIVE down (id) AS (
		SELECT p.id FROM person p WHERE p.merged_into = $1 AND p.merged_into <> ''
		UNION SELECT p.id FROM down JOIN person p ON p.merged_into = down.id AND p.merged_into <> '')
		SELECT id FROM down ORDER BY id`, survivor)
	return append([]string{survivor}, merged...), err
}
