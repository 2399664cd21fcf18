package impact

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
	"footbridge/internal/spc"
)

// Reach is how many people of a list, or of several, were first seen in the
// window, against what the list's own age and sex would lead one to expect.
type Reach struct {
	Key, Label string
	Practice   network.Practice // of a line for a practice
	People     int              // registered; 0 is not known
	Seen       int
	Rate       spc.Interval // per 1,000 registered, standardised
	Known      bool
	Hidden     bool
	Clinic     bool    // a clinic is held there
	Km         float64 // to the nearest clinic, in a straight line
	Far        bool    // Km is known
	Fifth      int     // of deprivation, 1 the most deprived; 0 is not set
	expected   float64
}

// Fair is who is reached.
type Fair struct {
	AsOf      calendar.Date // of the published ages; zero when none is loaded
	Year      int           // of the deprivation index; 0 when none is loaded
	Postcodes bool          // a directory of postcodes is loaded
	Crude     float64       // all together, per 1,000 registered
	Practices []Reach
	Fifths    []Reach
	Ages      []Reach // by sex and age: per 1,000 registered of that sex and age
	Without   int     // practices without a clinic
	Hides     bool
}

// Reached asks who is reached in a network. First and Last are the window of
// the report.
type Reached struct{ PCN string }

// Needs names the permission.
func (Reached) Needs() access.Permission { return access.SeeImpact }

// Ask works it out.
func (q Reached) Ask(_ context.Context, tx *gate.Tx) (Fair, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return Fair{}, fault.Missing("network")
	}
	tx.Nobody("figures, in which nobody is named")
	r := Report{Place: access.Network, Code: q.PCN}
	if err := r.make(tx, []string{q.PCN}); err != nil || r.None {
		return Fair{}, err
	}
	return r.fair(tx, []string{q.PCN})
}

// BoardReached is Reached for the networks of an ICB, by deprivation only.
type BoardReached struct{ ICB string }

// Needs names the permission.
func (BoardReached) Needs() access.Permission { return access.BoardImpact }

// Ask works it out.
func (q BoardReached) Ask(_ context.Context, tx *gate.Tx) (Fair, error) {
	if !slices.Contains(tx.Scope.ICBs, q.ICB) {
		return Fair{}, fault.Missing("ICB")
	}
	tx.Nobody("figures, in which nobody is named")
	list, err := network.NetworksIn(tx, q.ICB, tx.Today())
	if err != nil {
		return Fair{}, err
	}
	r := Report{Place: access.ICB, Code: q.ICB}
	if err := r.make(tx, list); err != nil || r.None {
		return Fair{}, err
	}
	return r.fair(tx, list)
}

// Standardise gives each list's rate per 1,000, indirectly standardised by age
// and sex: what was seen there, against what would be seen if each band of
// its people came as often as that band does everywhere. seen is by
// "female 25", the band's first year; all is everybody seen, whose sex or age
// may not be known. Lists without published ages have no rate.
func Standardise(lists []Reach, bands map[string][]network.Band, seen map[string]int, all int) (crude float64) {
	people, known := map[string]int{}, 0
	total := 0
	for _, l := range lists {
		for _, b := range bands[l.Key] {
			people[string(b.Sex)+" "+strconv.Itoa(b.From)] += b.Patients
			total += b.Patients
		}
	}
	for _, n := range seen {
		known += n
	}
	if total == 0 {
		return 0
	}
	crude = 1000 * float64(all) / float64(total)
	if known == 0 {
		return crude
	}
	scale := float64(all) / float64(known)
	for i := range lists {
		var own []spc.Band
		for _, b := range bands[lists[i].Key] {
			lists[i].People += b.Patients
			key := string(b.Sex) + " " + strconv.Itoa(b.From)
			if people[key] > 0 {
				own = append(own, spc.Band{People: float64(b.Patients), Rate: scale * float64(seen[key]) / float64(people[key])})
			}
		}
		lists[i].expected = spc.Expected(own)
		lists[i].Rate, lists[i].Known = spc.Standardised(lists[i].Seen, lists[i].expected, crude)
	}
	return crude
}

// ages are the groups into which the published five-year bands are put.
var ages = []struct{ from, to int }{{0, 14}, {15, 24}, {25, 34}, {35, 44}, {45, 54}, {55, 64}, {65, 74}, {75, 200}}

// byAge gives, for each sex and age, how many were seen per 1,000 registered.
func byAge(bands map[string][]network.Band, seen map[string]int) (list []Reach) {
	for _, sex := range []network.Sex{network.Female, network.Male} {
		for _, a := range ages {
			l := Reach{Key: fmt.Sprintf("%s %d", sex, a.from), Label: fmt.Sprintf("%s, %d to %d", sentence(string(sex)), a.from, a.to)}
			if a.to == 200 {
				l.Label = fmt.Sprintf("%s, %d and over", sentence(string(sex)), a.from)
			}
			for _, own := range bands {
				for _, b := range own {
					if b.Sex == sex && b.From >= a.from && b.From <= a.to {
						l.People += b.Patients
					}
				}
			}
			for from := a.from; from <= min(a.to, 95); from += 5 {
				l.Seen += seen[string(sex)+" "+strconv.Itoa(from)]
			}
			if l.People > 0 {
				l.Rate, l.Known = spc.Rate(l.Seen, float64(l.People), 1000), true
			}
			list = append(list, l)
		}
	}
	return list
}

func (r *Report) fair(tx *gate.Tx, networks []string) (Fair, error) {
	var f Fair
	x, _ := ByKey("first-median")
	opens := r.opens[x.Rows]
	whole := r.Whole()
	clinics := map[string]bool{}
	var practices []network.Practice
	for _, pcn := range networks {
		own, err := network.PracticesOf(tx, pcn, r.Today)
		if err != nil {
			return f, err
		}
		practices = append(practices, own...)
		with, err := diary.PracticesWithClinic(tx, pcn, r.Today)
		if err != nil {
			return f, err
		}
		for _, p := range with {
			clinics[p] = true
		}
	}
	codes := make([]string, len(practices))
	for i, p := range practices {
		codes[i] = p.Code
	}
	bands, asOf, err := network.Bands(tx, codes, r.Today)
	if err != nil {
		return f, err
	}
	f.AsOf = asOf
	poor, err := network.DeprivationOf(tx, codes, r.Today)
	if err != nil {
		return f, err
	}
	counted := 0
	for _, p := range practices {
		line := Reach{Key: p.Code, Label: p.Name, Practice: p, Seen: whole.N("seen|practice=" + p.Code), Clinic: clinics[p.Code], Fifth: poor[p.Code].Fifth}
		counted += line.Seen
		if d, ok := poor[p.Code]; ok {
			f.Year = d.Year
		}
		if !line.Clinic {
			f.Without++
		}
		f.Practices = append(f.Practices, line)
	}
	seen := map[string]int{}
	for band, c := range whole.Tags("seen", "band") {
		seen[band] = c.N
	}
	f.Crude = Standardise(f.Practices, bands, seen, counted)
	f.Ages = byAge(bands, seen)
	if err := f.distances(tx); err != nil {
		return f, err
	}
	for fifth := 1; fifth <= 5; fifth++ {
		line := Reach{Key: strconv.Itoa(fifth), Label: fmt.Sprintf("Fifth %d", fifth), Fifth: fifth}
		switch fifth {
		case 1:
			line.Label += ", the most deprived"
		case 5:
			line.Label += ", the least deprived"
		}
		any := false
		for _, p := range f.Practices {
			if p.Fifth == fifth {
				any = true
				line.Seen, line.People, line.expected = line.Seen+p.Seen, line.People+p.People, line.expected+p.expected
			}
		}
		line.Rate, line.Known = spc.Standardised(line.Seen, line.expected, f.Crude)
		if any {
			f.Fifths = append(f.Fifths, line)
		}
	}
	if !opens {
		f.conceal()
	}
	if r.Place == access.ICB {
		f.Practices = nil
	}
	return f, nil
}

// conceal hides lists of which few were seen. Practices make fifths, so that a
// fifth is hidden when what is hidden in it could be had from the others.
func (f *Fair) conceal() {
	of := make([]Line, len(f.Ages))
	for i, a := range f.Ages {
		of[i] = Line{N: a.Seen}
	}
	hide(of)
	for i := range of {
		f.Ages[i].Hidden = of[i].Hidden
		f.Hides = f.Hides || of[i].Hidden
	}
	lines := make([]Line, len(f.Practices))
	for i, p := range f.Practices {
		lines[i] = Line{N: p.Seen}
	}
	hide(lines)
	hidden := map[int]int{}
	for i := range lines {
		f.Practices[i].Hidden = lines[i].Hidden
		if lines[i].Hidden {
			hidden[f.Practices[i].Fifth]++
			f.Hides = true
		}
	}
	for i := range f.Fifths {
		own := &f.Fifths[i]
		own.Hidden = small(own.Seen) || hidden[own.Fifth] == 1
		f.Hides = f.Hides || own.Hidden
	}
	n := 0
	for _, l := range f.Fifths {
		if l.Hidden {
			n++
		}
	}
	if n == 1 { // the rest of the total: another one is hidden with it
		for i := range f.Fifths {
			if !f.Fifths[i].Hidden && f.Fifths[i].Seen > 0 {
				f.Fifths[i].Hidden = true
				break
			}
		}
	}
}

// distances gives how far each practice is from the nearest clinic.
func (f *Fair) distances(tx *gate.Tx) error {
	var codes []nhs.Postcode
	postcode := func(p network.Practice) nhs.Postcode {
		c, err := nhs.ParsePostcode(p.Postcode)
		if err != nil {
			return ""
		}
		return c
	}
	for _, p := range f.Practices {
		if c := postcode(p.Practice); c != "" {
			codes = append(codes, c)
		}
	}
	points, err := network.PointsOf(tx, codes)
	if err != nil {
		return err
	}
	f.Postcodes = len(points) > 0
	for i := range f.Practices {
		p := &f.Practices[i]
		if p.Clinic {
			p.Far, p.Km = true, 0
			continue
		}
		from, ok := points[postcode(p.Practice)]
		if !ok {
			continue
		}
		for _, other := range f.Practices {
			to, known := points[postcode(other.Practice)]
			if !other.Clinic || !known {
				continue
			}
			if km := network.Kilometres(from, to); !p.Far || km < p.Km {
				p.Far, p.Km = true, km
			}
		}
	}
	return nil
}
