package person

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// Hit is somebody who was found, and why when it is not plain to see.
type Hit struct {
	Person
	PracticeName string
	Why          string // "Same name and date of birth", "Similar name" … or ""
}

// Alike asks who on record may be the person with these details: the same NHS
// number, a similar name with the same date of birth, or the same name with a
// date of birth that is nearly the same. Only people within the scope.
type Alike struct{ Details }

// Needs names the permission.
func (Alike) Needs() access.Permission { return access.EditPerson }

// Ask looks for them.
func (q Alike) Ask(_ context.Context, tx *gate.Tx) ([]Hit, error) {
	d := q.Details.checked(&fault.Check{}, tx.Today())
	hits, err := alikeTo(tx, d)
	if err != nil {
		return nil, err
	}
	if err := practiceNames(tx, hits); err != nil {
		return nil, err
	}
	tx.Listed("person", "alike to "+clip(strings.TrimSpace(d.Given+" "+d.Family), 100)+", born "+d.BornOn.String(), len(hits))
	return hits, nil
}

// alikeTo looks among those with the same number, the same date of birth, or
// a word of the name in common and a birth year nearby.
func alikeTo(tx *gate.Tx, d Details) ([]Hit, error) {
	own := words(d.Given, d.Family, d.KnownAs)
	var a db.Args
	some := "p.born_on = " + a.Add(d.BornOn)
	if d.NHSNumber != "" {
		some += " OR p.nhs_number = " + a.Add(d.NHSNumber)
	}
	if !d.BornOn.IsZero() && len(own) > 0 {
		some += " OR (p.born_on >= " + a.Add(d.BornOn.AddYears(-10)) + " AND p.born_on <= " + a.Add(d.BornOn.AddYears(10)) +
			" AND p.id IN (SELECT n.person_id FROM person_name n WHERE n.token IN " + a.In(words(d.Family)) + "))"
	}
	people, err := db.All[Person](tx.Tx, "SELECT "+list("p")+" FROM person p WHERE p.merged_into = '' AND ("+some+") AND "+Where(tx, &a, "p")+" ORDER BY p.sort_name, p.id", a.List...)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	names, err := namesOf(tx, ids)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, p := range people {
		if why := alike(d, own, p, names[p.ID]); why != "" {
			hits = append(hits, Hit{Person: p, Why: why})
		}
	}
	return hits, nil
}

// alike says in which way a person on record may be the one with these
// details, "" when in none.
func alike(d Details, own []string, p Person, names []string) string {
	if d.NHSNumber != "" && d.NHSNumber == p.NHSNumber {
		return "Same NHS number"
	}
	family := slices.Equal(words(d.Family), words(p.Family))
	given := slices.Equal(words(d.Given), words(p.Given))
	if d.BornOn == p.BornOn {
		switch {
		case family && given:
			return "Same name and date of birth"
		case family:
			return "Same family name and date of birth"
		case inCommon(own, names):
			return "Similar name, same date of birth"
		}
		return ""
	}
	guess := (d.BornApprox || p.BornApprox) && abs(d.BornOn.Year()-p.BornOn.Year()) <= 5
	if family && given && (guess || nearly(d.BornOn, p.BornOn)) {
		return "Same name, nearly the same date of birth"
	}
	return ""
}

// inCommon reports whether a word of one name is a word of the other, or one
// slip away from it. Initials don't count.
func inCommon(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if len(x) > 1 && nhs.Near(x, y) {
				return true
			}
		}
	}
	return false
}

// nearly reports whether two dates differ in a way that typing explains: day
// and month swapped, or only one of day, month and year different.
func nearly(a, b calendar.Date) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	day, month, year := a.Day() == b.Day(), a.Month() == b.Month(), a.Year() == b.Year()
	swapped := year && a.Day() == int(b.Month()) && b.Day() == int(a.Month())
	return swapped || day && month || day && year || month && year
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
