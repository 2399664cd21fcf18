package person

import (
	"slices"
	"strings"
	"time"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Twins gives, by person, who else on record may be the same one, by the rule
// of Alike: two statements for a page of people. It looks among those with the
// same date of birth, or with day and month swapped (an NHS number stands only
// once in a network); whoever opens one person's page for duplicates looks
// wider. People without anybody
// alike are left out.
func Twins(tx *gate.Tx, people []Person) (map[string][]Hit, error) {
	out := map[string][]Hit{}
	var born []string
	for _, p := range people {
		if !p.BornOn.IsZero() {
			born = append(born, p.BornOn.String())
			if p.BornOn.Day() <= 12 {
				born = append(born, calendar.NewDate(p.BornOn.Year(), time.Month(p.BornOn.Day()), int(p.BornOn.Month())).String())
			}
		}
	}
	if len(born) == 0 {
		return out, nil
	}
	slices.Sort(born)
	var a db.Args
	var days []string
	for _, d := range slices.Compact(born) {
		days = append(days, a.Add(calendar.MustDate(d)))
	}
	found, err := db.All[Person](tx.Tx, "SELECT "+list("p")+" FROM person p WHERE p.merged_into = '' AND p.born_on IN ("+strings.Join(days, ", ")+") AND "+Where(tx, &a, "p")+" ORDER BY p.sort_name, p.id", a.List...)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(found))
	for i, p := range found {
		ids[i] = p.ID
	}
	names, err := namesOf(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		d := Details{NHSNumber: p.NHSNumber, Given: p.Given, Family: p.Family, KnownAs: p.KnownAs, BornOn: p.BornOn, BornApprox: p.BornApprox}
		own := words(p.Given, p.Family, p.KnownAs)
		for _, o := range found {
			if o.ID == p.ID {
				continue
			}
			if why := alike(d, own, o, names[o.ID]); why != "" {
				out[p.ID] = append(out[p.ID], Hit{Person: o, Why: why})
			}
		}
	}
	return out, nil
}
