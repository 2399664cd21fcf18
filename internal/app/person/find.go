package person

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// most is how many people a search shows at once.
const most = 20

// Find asks who on record is meant. Words are typed as somebody says them:
// parts of names in any order, a date or year of birth in any usual form, an
// NHS number with or without spaces. Accents, apostrophes and one slip of the
// keyboard don't matter; names by which somebody is or was known count too.
// Only people within the scope are found. Too little to look for is an
// Invalid fault of the field words.
type Find struct {
	Words string
	Limit int // at most 20, and 20 when it is 0
}

// Found is the answer to Find, the likeliest first.
type Found struct {
	Hits  []Hit
	More  bool     // there are more than are shown
	Wrong string   // what is wrong with an NHS number that was typed, in a sentence
	Notes []string // what else to know about the answer, in sentences
	Start Details  // what was typed, as the beginning of a new record
}

// Needs names the permission.
func (Find) Needs() access.Permission { return access.FindPerson }

// Ask looks: by NHS number, then by words as they are typed, then with slips
// forgiven, then without the date of birth, then with one word left out. It
// goes on only while nothing, or little, is found.
func (f Find) Ask(_ context.Context, tx *gate.Tx) (Found, error) {
	if utf8.RuneCountInString(f.Words) > maxName {
		return Found{}, fault.Wrong("words", "Look for %d characters or fewer: this has %s", maxName, thousands(utf8.RuneCountInString(f.Words)))
	}
	q := understand(f.Words, tx.Today())
	if !q.enough() {
		return Found{}, fault.Wrong("words", "Enter at least 2 letters of a name, a date of birth or an NHS number")
	}
	s := &search{tx: tx, limit: most + 1}
	if f.Limit > 0 && f.Limit < most {
		s.limit = f.Limit + 1
	}
	out := Found{Wrong: q.Wrong, Notes: q.Notes, Start: q.start()}
	if err := s.run(q, &out); err != nil {
		return Found{}, err
	}
	out.Hits = s.hits
	if len(out.Hits) >= s.limit {
		out.Hits, out.More = out.Hits[:s.limit-1], true
	}
	if err := practiceNames(tx, out.Hits); err != nil {
		return Found{}, err
	}
	tx.Listed("person", "looked for "+clip(clean(f.Words), 200), len(out.Hits))
	return out, nil
}

// search gathers hits, each person once, until there are enough.
type search struct {
	tx    *gate.Tx
	limit int
	hits  []Hit
}

func (s *search) run(q asked, out *Found) error {
	if q.Number != "" {
		if err := s.number(q, out); err != nil || len(s.hits) > 0 {
			return err
		}
	}
	if len(q.Words)+len(q.Dates)+len(q.Years) == 0 {
		return nil
	}
	exact := make([][]string, len(q.Words)) // no slips forgiven
	if err := s.look(q, exact, len(q.Words), true, ""); err != nil || len(s.hits) >= 5 || len(q.Words) == 0 {
		return err
	}
	slips, any, err := slipsOf(s.tx, q.Words)
	if err != nil {
		return err
	}
	if any {
		if err := s.look(q, slips, len(q.Words), true, "Similar name"); err != nil {
			return err
		}
	}
	if len(s.hits) > 0 {
		return nil
	}
	dated := len(q.Dates)+len(q.Years) > 0
	if dated {
		if err := s.look(q, slips, len(q.Words), false, "Different date of birth"); err != nil {
			return err
		}
		if len(s.hits) > 0 {
			out.Notes = append(out.Notes, "Nobody of this name has this date of birth. These people have the name, and another date")
			return nil
		}
	}
	if less := len(q.Words) - 1; less > 0 && (dated || less > 1) {
		if dated {
			less = 1
		}
		if err := s.look(q, slips, less, true, "Part of the name"); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) number(q asked, out *Found) error {
	var a db.Args
	people, err := db.All[Person](s.tx.Tx, "SELECT "+list("p")+" FROM person p WHERE p.nhs_number = "+a.Add(q.Number)+
		" AND p.merged_into = '' AND "+Where(s.tx, &a, "p")+" ORDER BY p.sort_name, p.id", a.List...)
	if err != nil {
		return err
	}
	for _, p := range people {
		s.add(p, "")
	}
	if len(people) == 0 {
		out.Notes = append(out.Notes, "Nobody whom you can see has this NHS number")
		return nil
	}
	names, err := namesOf(s.tx, []string{people[0].ID})
	if err != nil {
		return err
	}
	if len(q.Words) > 0 && !nhs.Matches(q.Words, names[people[0].ID]) {
		out.Notes = append(out.Notes, "This NHS number is on record with another name than you typed: check before you go on")
	}
	if len(q.Dates) > 0 && !slices.Contains(q.Dates, people[0].BornOn) {
		out.Notes = append(out.Notes, "This NHS number is on record with another date of birth than you typed: check before you go on")
	}
	return nil
}

func (s *search) add(p Person, why string) {
	if !slices.ContainsFunc(s.hits, func(h Hit) bool { return h.ID == p.ID }) {
		s.hits = append(s.hits, Hit{Person: p, Why: why})
	}
}

// slipsOf gives for each word those on record that are one slip away.
func slipsOf(tx *gate.Tx, words []string) (slips [][]string, any bool, err error) {
	slips = make([][]string, len(words))
	for i, w := range words {
		if slips[i], err = near(tx, w); err != nil {
			return nil, false, err
		}
		any = any || len(slips[i]) > 0
	}
	return slips, any, nil
}

// look finds those whose names have at least so many of the words, as the
// beginning of a name or as one of the words that it may be a slip for, and
// who were born then. The names are gathered first, from their index alone,
// so that the time goes with those who fit and not with everybody.
func (s *search) look(q asked, slips [][]string, least int, dated bool, why string) error {
	var a db.Args
	from, order := "person p", "p.sort_name, p.born_on, p.id"
	if len(q.Words) > 0 {
		from = "("
		for i, w := range q.Words {
			if i > 0 {
				from += " UNION ALL "
			}
			from += "SELECT v.person_id, max(v.whole) AS whole FROM (" + withWord(s.tx, &a, w, slips[i]) + ") v GROUP BY v.person_id"
		}
		from = "(SELECT w.person_id, sum(w.whole) AS whole FROM " + from + ") w GROUP BY w.person_id HAVING count(*) >= " + strconv.Itoa(least) + ") m JOIN person p ON p.id = m.person_id"
		order = "m.whole DESC, " + order
	}
	where := "p.merged_into = '' AND " + Where(s.tx, &a, "p")
	if dated && len(q.Dates)+len(q.Years) > 0 {
		where += " AND (" + born(&a, q) + ")"
	}
	people, err := db.All[Person](s.tx.Tx, "SELECT "+list("p")+" FROM "+from+" WHERE "+where+" ORDER BY "+order+" LIMIT "+strconv.Itoa(s.limit), a.List...)
	for _, p := range people {
		s.add(p, why)
	}
	return err
}

// withWord gives those who have a word that begins so, or one of its slips,
// from the names of the scope: each part of it reads one stretch of an index.
func withWord(tx *gate.Tx, a *db.Args, word string, slips []string) string {
	whole := "SELECT n.person_id, CASE WHEN n.token = " + a.Add(word) + " THEN 1 ELSE 0 END AS whole FROM person_name n WHERE "
	begins := " AND n.token >= " + a.Add(word) + " AND n.token < " + a.Add(word+"\U0010FFFF")
	var parts []string
	for _, where := range []struct {
		column string
		codes  []string
	}{{"n.practice", tx.Scope.Practices}, {"n.pcn", tx.Scope.PCNs}} {
		if len(where.codes) == 0 {
			continue
		}
		parts = append(parts, whole+where.column+" IN "+a.In(where.codes)+begins)
		if len(slips) > 0 {
			parts = append(parts, whole+where.column+" IN "+a.In(where.codes)+" AND n.token IN "+a.In(slips))
		}
	}
	if len(parts) == 0 {
		return whole + "n.pcn IN (NULL)"
	}
	return strings.Join(parts, " UNION ALL ")
}

// born is the condition on the date of birth: one of the dates, or within one
// of the years.
func born(a *db.Args, q asked) string {
	out := ""
	for _, d := range q.Dates {
		out += " OR p.born_on = " + a.Add(d)
	}
	for _, y := range q.Years {
		out += " OR (p.born_on >= " + a.Add(calendar.NewDate(y, 1, 1)) + " AND p.born_on <= " + a.Add(calendar.NewDate(y, 12, 31)) + ")"
	}
	return out[len(" OR "):]
}
