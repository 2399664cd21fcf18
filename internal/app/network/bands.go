package network

import (
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Sex is how the published list divides registered patients.
type Sex string

// The sexes of the publication. It has no line for anybody else.
const (
	Female Sex = "female"
	Male   Sex = "male"
)

// Band is the number of patients of one sex and five-year age band who are
// registered at a practice.
type Band struct {
	Sex      Sex
	From, To int // years of age, both included; To is 0 for the band without an upper end (95 and over)
	Patients int
}

// bandCount is the number of the publication's age bands: 0 to 4, 5 to 9 …
// 90 to 94, 95 and over.
const bandCount = 20

// People is a practice's registered patients by age band, youngest first.
type People struct{ Female, Male [bandCount]int }

// Bands gives them one by one, women and girls first.
func (p People) Bands() []Band {
	out := make([]Band, 0, 2*bandCount)
	for _, s := range []struct {
		sex  Sex
		list [bandCount]int
	}{{Female, p.Female}, {Male, p.Male}} {
		for i, n := range s.list {
			b := Band{s.sex, 5 * i, 5*i + 4, n}
			if i == bandCount-1 {
				b.To = 0
			}
			out = append(out, b)
		}
	}
	return out
}

// Total adds all bands up.
func (p People) Total() int {
	n := 0
	for i := range bandCount {
		n += p.Female[i] + p.Male[i]
	}
	return n
}

// bandAt reads the publication's name of an age band, "0_4" or "95+".
func bandAt(name string) (int, bool) {
	if name == "95+" {
		return bandCount - 1, true
	}
	from, to, ok := strings.Cut(name, "_")
	a, err := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if !ok || err != nil || err2 != nil || a < 0 || a%5 != 0 || b != a+4 || a/5 >= bandCount-1 {
		return 0, false
	}
	return a / 5, true
}

// counting gathers a practice's bands while its lines are read; it is whole
// when each of the forty was there once.
type counting struct {
	People
	have  [2][bandCount]bool
	lines int
	wrong bool
}

func (c *counting) add(sex, age, patients string) {
	c.lines++
	i, ok := bandAt(age)
	n, err := strconv.Atoi(patients)
	row, list := 0, &c.Female
	if sex == "MALE" {
		row, list = 1, &c.Male
	}
	if !ok || err != nil || n < 0 || n > 5_000_000 || sex != "MALE" && sex != "FEMALE" || c.have[row][i] {
		c.wrong = true
		return
	}
	c.have[row][i], list[i] = true, n
}

func (c *counting) whole() bool { return !c.wrong && c.lines == 2*bandCount }

// Bands gives the registered patients of practices by sex and age band, from
// the latest publication on or before a day that has them; asOf is the zero
// date when there is none. A practice that is missing from the answer is one
// whose ages are not known, which is not nobody. With nil practices it gives
// all of England's.
func Bands(tx *gate.Tx, practices []string, on calendar.Date) (bands map[string][]Band, asOf calendar.Date, err error) {
	bands = map[string][]Band{}
	asOf, known, err := db.Maybe[calendar.Date](tx.Tx, "SELECT as_of FROM list_band WHERE as_of <= $1 ORDER BY as_of DESC LIMIT 1", on)
	if err != nil || !known {
		return bands, calendar.Date{}, err
	}
	people, err := peopleOf(tx, asOf, practices)
	for p, v := range people {
		bands[p] = v.Bands()
	}
	return bands, asOf, err
}

// peopleOf reads the bands of one published day; nil practices are all.
func peopleOf(tx *gate.Tx, asOf calendar.Date, practices []string) (map[string]People, error) {
	out := map[string]People{}
	type row struct{ Practice, Sex, Patients string }
	take := func(where string, args ...any) error {
		list, err := db.All[row](tx.Tx, "SELECT practice, sex, patients FROM list_band WHERE as_of = $1"+where, append([]any{asOf}, args...)...)
		for _, r := range list {
			p := out[r.Practice]
			to := &p.Female
			if Sex(r.Sex) == Male {
				to = &p.Male
			}
			if *to, err = unpacked(r.Patients); err != nil {
				return err
			}
			out[r.Practice] = p
		}
		return err
	}
	if practices == nil {
		return out, take("")
	}
	for some := range slices.Chunk(practices, 400) {
		a := db.Args{List: []any{asOf}}
		marks := make([]string, len(some))
		for i, p := range some {
			marks[i] = a.Add(p)
		}
		if err := take(" AND practice IN ("+strings.Join(marks, ", ")+")", a.List[1:]...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func packed(list [bandCount]int) string {
	parts := make([]string, bandCount)
	for i, n := range list {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ",")
}

// unpacked reads what packed writes.
func unpacked(s string) (list [bandCount]int, err error) {
	parts := strings.Split(s, ",")
	if len(parts) != bandCount {
		return list, strconv.ErrSyntax
	}
	for i, p := range parts {
		if list[i], err = strconv.Atoi(p); err != nil {
			return list, err
		}
	}
	return list, nil
}

// writeBands replaces the day's age bands when anything differs. A practice
// whose ages this file doesn't have whole keeps what it had for the day.
func (w *work) writeBands(s *Sizes, day calendar.Date, again bool) error {
	before, err := peopleOf(w.tx, day, nil)
	if err != nil {
		return err
	}
	if n := len(s.Rows) - len(s.People); n > 0 {
		w.note("%s in %s without all %d lines by sex and age: who is registered there is not known by age", counted(n, "practice", "practices"), s.File, 2*bandCount)
	}
	apart := 0
	for _, r := range s.Rows {
		if p, ok := s.People[r.Practice]; ok && p.Total() != r.Patients {
			apart++
		}
	}
	if apart > 0 {
		w.note("For %s the ages don't add up to the list size; both are kept as published", counted(apart, "practice", "practices"))
	}
	same := true
	for p, v := range s.People {
		old, ok := before[p]
		same = same && ok && old == v
	}
	if same {
		return nil
	}
	if again {
		w.note("Registered patients by sex and age were taken over for %s", counted(len(s.People), "practice", "practices"))
		if _, err := w.tx.Exec("DELETE FROM list_band WHERE as_of = $1", day); err != nil {
			return err
		}
	}
	for p, v := range s.People {
		before[p] = v
	}
	var out rows
	for _, p := range sortedKeys(before) {
		out.add(day, p, string(Female), packed(before[p].Female))
		out.add(day, p, string(Male), packed(before[p].Male))
	}
	return w.write("Writing ages", "INSERT INTO list_band (as_of, practice, sex, patients)", &out)
}
