package impact

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/calendar"
	"footbridge/internal/measure"
	"footbridge/internal/nhs"
	"footbridge/internal/policy"
)

func at(day string) calendar.Instant {
	i, err := calendar.On(calendar.MustDate(day), calendar.NewTime(10, 0))
	if err != nil {
		panic(err)
	}
	return i
}

func on(day string) calendar.Date { return calendar.MustDate(day) }

func month(s string) calendar.Month {
	m, err := calendar.ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

// population is small enough to be counted by hand. Six people came in June
// and July 2026 to practices P1 and P2:
//
//	Ann   P1  came 1 June, seen 29 June (day 28) and 6 July; closed 31 July,
//	          done; PHQ-9 twice: reliable improvement. Back on 29 October, 90
//	          days later.
//	Bob   P1  came 1 June, seen 30 June (day 29); closed 31 July to secondary
//	          care. Answer: a referral to secondary care. It was made.
//	Cat   P2  came 10 June, e-mailed 12 June (no contact), seen 20 June (day
//	          10); closed 15 July, advice was enough; GAD-7 once. Answer: a
//	          referral to secondary care. It was not made.
//	Dan   P2  came 20 June, never seen; closed 20 July, not reached, after an
//	          onward request to a crisis service.
//	Eve   P2  came 5 July, still waiting. Answer: a GP appointment.
//	Fay   P1  came 6 July, seen 7 July; open. Needs an interpreter.
//	Ann2  P1  came 29 October (Ann again), open.
//
// today is 1 November 2026.
func population() records {
	r := records{pcn: "U1", today: on("2026-11-01"), people: map[string]person.Person{}, without: map[string]string{"r-bob": "A referral to secondary care", "r-cat": "A referral to secondary care", "r-eve": "A GP appointment", "r-fay": "Not known"}}
	come := func(id, who, practice, from, closed, why string) {
		e := episode.Episode{ID: "e-" + id, Person: who, Practice: practice, Service: "adult", OpenedAt: at(from), State: "open"}
		if closed != "" {
			e.State, e.ClosedAt, e.ClosedWhy = "closed", at(closed), why
		}
		r.episodes = append(r.episodes, e)
		r.requests = append(r.requests, episode.Request{ID: "r-" + id, Person: who, Practice: practice, Way: episode.DirectBooking, Service: "adult", ReceivedAt: at(from), Episode: e.ID})
	}
	come("ann", "ann", "P1", "2026-06-01", "2026-07-31", "Done: what was agreed is reached")
	come("bob", "bob", "P1", "2026-06-01", "2026-07-31", "Goes on with a secondary mental health team")
	come("cat", "cat", "P2", "2026-06-10", "2026-07-15", "Advice was given, and that was enough")
	come("dan", "dan", "P2", "2026-06-20", "2026-07-20", "Not reached after the agreed attempts")
	come("eve", "eve", "P2", "2026-07-05", "", "")
	come("fay", "fay", "P1", "2026-07-06", "", "")
	come("ann2", "ann", "P1", "2026-10-29", "", "")
	for id, sex := range map[string]string{"ann": "female", "bob": "male", "cat": "female", "dan": "male", "eve": "female", "fay": "female"} {
		r.people[id] = person.Person{ID: id, Sex: sex, BornOn: on("1990-01-01"), Interpreter: id == "fay"}
	}
	meet := func(id, day string, how nhs.Mechanism, minutes int) {
		r.contacts = append(r.contacts, care.Contact{ID: "c-" + id + day, Person: id, Episode: "e-" + id, Practice: "P1", Mechanism: how, Day: on(day), Minutes: minutes})
	}
	meet("cat", "2026-06-12", nhs.Email, 10)
	meet("cat", "2026-06-20", nhs.Telephone, 30)
	meet("ann", "2026-06-29", nhs.FaceToFace, 45)
	meet("bob", "2026-06-30", nhs.Video, 45)
	meet("ann", "2026-07-06", nhs.FaceToFace, 30)
	meet("fay", "2026-07-07", nhs.FaceToFace, 45)
	r.scored = []measures.Scored{
		{Episode: "e-ann", Person: "ann", Name: "PHQ-9", Version: "1", Paired: true, Verdict: measure.Improved},
		{Episode: "e-cat", Person: "cat", Name: "GAD-7", Version: "1"},
		{Episode: "e-bob", Person: "bob", Name: "PHQ-9", Version: "1", Paired: true, Verdict: measure.Deteriorated},
		{Episode: "e-bob", Person: "bob", Name: "ReQoL-10", Version: "1", Paired: true, Verdict: measure.NoStatement},
	}
	// Clocks: Ann's stopped on day 28, Bob's on day 29, Cat's ended unstopped,
	// Eve's and Fay's and Ann's second run.
	spell := func(i int, s policy.State) {
		r.spells = append(r.spells, care.Spell{State: s, Person: r.requests[i].Person, First: r.requests[i]})
	}
	missing := []policy.Part{{Title: "First outcome score", Required: true}}
	spell(0, policy.State{Start: on("2026-06-01"), Stopped: true, Stop: on("2026-06-29"), Days: 28, Within: true})
	spell(1, policy.State{Start: on("2026-06-01"), Stopped: true, Stop: on("2026-06-30"), Days: 29})
	spell(2, policy.State{Start: on("2026-06-10"), Ended: true, Days: 35, Parts: missing})
	spell(4, policy.State{Start: on("2026-07-05"), Days: 119, Parts: missing})
	spell(5, policy.State{Start: on("2026-07-06"), Days: 118, Parts: missing})
	spell(6, policy.State{Start: on("2026-10-29"), Days: 3, Parts: missing})

	book := func(id, day, state, arrival, happened, counts string) {
		r.bookings = append(r.bookings, diary.Booked{ID: id, Person: "ann", Practice: "P1", Mode: "face to face", Kind: "first", Day: on(day), StartsAt: at(day), EndsAt: at(day).Add(45 * 60e9), State: state, Arrival: arrival, Happened: happened, Counts: counts, OverWhy: "In tears at the desk"})
	}
	book("b1", "2026-06-29", "booked", "arrived", "yes", "allowance")
	book("b2", "2026-06-30", "booked", "late", "", "over")
	book("b3", "2026-06-30", "booked", "did not attend", "", "allowance")
	book("b4", "2026-06-30", "cancelled", "", "", "allowance")
	book("b5", "2026-06-30", "booked", "arrived", "no", "own") // came, and it did not take place
	book("b6", "2026-06-30", "booked", "", "", "own")          // nothing recorded
	r.slots = []diary.Slots{{Day: on("2026-06-29"), State: "booked", Kind: "first", N: 3}, {Day: on("2026-06-30"), State: "free", Kind: "first", N: 1}, {Day: on("2026-06-30"), State: "blocked", Kind: "first", N: 5}}
	r.pauses = []caseload.Pause{{ID: "p1", Person: "ann", FromDay: on("2026-06-15"), Why: "The person is away"}}
	r.goals = []plan.Ended{{ID: "g1", Person: "ann", How: "met", OnDay: on("2026-06-30")}, {ID: "g2", Person: "ann", How: "partly", OnDay: on("2026-06-30")}, {ID: "g3", Person: "bob", How: "let go", OnDay: on("2026-06-30")}}
	r.advice = []liaison.FirstAnswer{{ID: "a1", Practice: "P1", AskedAt: at("2026-06-01"), AnsweredAt: at("2026-06-03")}, {ID: "a2", Practice: "P1", AskedAt: at("2026-06-01"), AnsweredAt: at("2026-06-06")}}
	r.onward = []onward.Gone{{ID: "o1", Person: "dan", Practice: "P2", Kind: "crisis", SentOn: on("2026-07-01")}, {ID: "o2", Person: "ann", Practice: "P1", Kind: "voluntary", SentOn: on("2026-06-30")}}
	r.talked = []mdt.Discussed{{ID: "m1", Person: "bob", OnDay: on("2026-06-17"), Decided: true}}
	r.done = []liaison.Done{{Kind: "teaching", ID: "t1", OnDay: on("2026-06-18"), Minutes: 60}}
	june := month("2026-06")
	r.invited = []feedback.Invited{{Practice: "P1", Month: june, How: "link"}, {Practice: "P1", Month: june, How: "link"}, {Practice: "P2", Month: june, How: "link"}, {Practice: "P2", Month: june, How: "paper"}}
	r.answers = []feedback.Fact{{Practice: "P1", Month: june, How: "link", Overall: "very-good", Listened: "yes"}, {Practice: "P1", Month: june, How: "link", Overall: "poor", Listened: "partly"}, {Practice: "P2", Month: june, How: "paper", Listened: "no"}}
	return r
}

// every opens everything, so that nothing is hidden.
func every() map[access.Permission]bool {
	out := map[access.Permission]bool{}
	for _, x := range Catalogue {
		out[x.Rows] = true
	}
	return out
}

func report(r records) Report {
	return Report{Today: r.today, First: month("2026-06"), Last: month("2026-10"), months: r.count(), opens: every(), Practices: []network.Practice{{Code: "P1", Name: "One"}, {Code: "P2", Name: "Two"}}}
}

// Each indicator of the catalogue against the population above: one that is
// not worked out by hand here fails.
func TestByHand(t *testing.T) {
	type want struct {
		month  string
		n, of  int
		figure float64
	}
	by := map[string][]want{
		"requests":         {{"2026-06", 4, 0, 4}, {"2026-07", 2, 0, 2}, {"2026-10", 1, 0, 1}},
		"first-median":     {{"2026-06", 3, 0, 28}, {"2026-07", 1, 0, 1}},       // 10, 28, 29: the middle one is 28
		"first-28":         {{"2026-06", 2, 3, 66.667}, {"2026-07", 1, 1, 100}}, // day 28 is in, day 29 is not
		"waiting":          {{"2026-06", 1, 0, 1}, {"2026-07", 1, 0, 1}},        // Dan; then Eve, for Dan left
		"left":             {{"2026-06", 0, 0, 0}, {"2026-07", 1, 0, 1}},        // Dan
		"four-week":        {{"2026-06", 1, 2, 50}},                             // Ann; Bob is a day late
		"four-week-median": {{"2026-06", 2, 0, 28.5}},                           // 28 and 29
		"clocks-open":      {{"2026-06", 1, 0, 1}, {"2026-07", 2, 0, 2}},        // Cat; then Eve and Fay
		"pauses":           {{"2026-06", 1, 0, 1}},                              //
		"closed":           {{"2026-07", 4, 0, 4}},                              //
		"kept":             {{"2026-07", 2, 4, 50}},                             // Ann and Cat
		"to-secondary":     {{"2026-07", 1, 4, 25}},                             // Bob
		"returned":         {{"2026-07", 1, 4, 25}},                             // Ann, on day 90
		"avoided":          {{"2026-06", 1, 0, 1}},                              // Cat; Bob's was made
		"gp-instead":       {{"2026-06", 0, 0, 0}, {"2026-07", 1, 0, 1}},        // Eve
		"paired":           {{"2026-07", 2, 3, 66.667}},                         // Ann and Bob of those with a contact; Dan had none
		"improved":         {{"2026-07", 1, 2, 50}},                             // of the two pairs with a threshold
		"deteriorated":     {{"2026-07", 1, 2, 50}},                             //
		"goals":            {{"2026-06", 2, 3, 66.667}},                         //
		"friends":          {{"2026-06", 1, 2, 50}},                             // the third left it out
		"listened":         {{"2026-06", 1, 3, 33.333}},                         //
		"response":         {{"2026-06", 2, 3, 66.667}},                         //
		"attended":         {{"2026-06", 2, 3, 66.667}},                         // b1, b2 of b1 to b3
		"contacts":         {{"2026-06", 4, 0, 4}, {"2026-07", 2, 0, 2}},        // the e-mail is a contact
		"minutes":          {{"2026-06", 4, 0, 32.5}, {"2026-07", 2, 0, 37.5}},  // 130 over 4, 75 over 2
		"capacity":         {{"2026-06", 3, 4, 75}},                             // blocked slots offer nothing
		"over":             {{"2026-06", 1, 0, 1}},                              //
		"advice":           {{"2026-06", 2, 0, 2}},                              //
		"advice-days":      {{"2026-06", 2, 0, 3.5}},                            // 2 and 5
		"meetings":         {{"2026-06", 1, 0, 1}},                              //
		"onward":           {{"2026-06", 1, 0, 1}, {"2026-07", 1, 0, 1}},        //
		"teaching":         {{"2026-06", 1, 0, 1}},                              //
		"needs":            {{"2026-06", 0, 3, 0}, {"2026-07", 1, 1, 100}},      // Fay
	}
	r := report(population())
	for _, x := range Catalogue {
		list, ok := by[x.Key]
		if !ok {
			t.Errorf("%s is not worked out by hand", x.Key)
		}
		for _, w := range list {
			p := r.point(x, month(w.month), month(w.month))
			if !p.Known || p.N != w.n || p.Of != w.of || math.Abs(p.Figure-w.figure) > 0.001 {
				t.Errorf("%s in %s: %d of %d, %.3f (%v %s); by hand %d of %d, %.3f", x.Key, w.month, p.N, p.Of, p.Figure, p.Known, p.Why, w.n, w.of, w.figure)
			}
		}
	}
	// A month whose 90 days have not passed is not shown: those of August pass
	// on 29 November.
	returned, _ := ByKey("returned")
	if p := r.point(returned, month("2026-08"), month("2026-08")); p.Known || p.Why != "Known from 30 November 2026" {
		t.Errorf("%+v", p)
	}
	// Where they went: two kept, one secondary, Dan to a crisis service.
	closed, _ := ByKey("closed")
	got := ""
	for _, l := range r.By(closed, "closed", "to").Lines {
		got += fmt.Sprintf("%s %d, ", l.Key, l.N)
	}
	if got != "crisis 1, kept 2, secondary 1, " {
		t.Error(got)
	}
	// Who waits today: Eve and Ann, 119 and 3 days.
	waiting, _ := ByKey("waiting")
	b := r.StandingNow(waiting, "open")
	if b.Total != 2 || b.Lines[0].N != 1 || b.Lines[6].N != 1 {
		t.Errorf("%+v", b)
	}
	// Practices: of those first seen in P1 (Ann, Bob, Fay), two within 28 days.
	within, _ := ByKey("first-28")
	if c := r.Practicewise(within); c[0].N != 2 || c[0].Of != 3 || c[1].N != 1 || c[1].Of != 1 {
		t.Errorf("%+v", c)
	}
	// How long by way: three of the four first seen came within 28 days; 10, 28,
	// 29 and 1 days are 68, 17 on average.
	if w := r.WaitBy("way"); len(w) != 1 || w[0].N != 4 || w[0].Within != 3 || w[0].Mean != 17 || w[0].Hidden {
		t.Errorf("%+v", w)
	}
	// Without us: one referral avoided; four of seven answered, one of them "not
	// known", three were not asked: 4 of whom nobody knows.
	r.Assumed = []Assumption{{Version: 1, Minutes: 10, FromMonth: month("2026-07")}, {Version: 2, Minutes: 12, FromMonth: month("2026-08")}}
	s := r.Saves()
	if s.Low != 1 || s.Unknown != 4 || s.High != 5 || s.Percent() != 57 || s.GP != 1 || s.Minutes != 10 || s.Bare != 0 {
		t.Errorf("%+v", s)
	}
	tools, finished := r.ByTool()
	if finished != 3 || len(tools) != 3 || tools[1].Name != "PHQ-9 1" || tools[1].Scored != 2 || tools[1].Pairs != 2 || tools[1].Improved != 1 || tools[1].Worse != 1 || tools[2].Not != 1 {
		t.Errorf("%d %+v", finished, tools)
	}
}

// What stands at the end of a month is who came and had not been seen.
func TestStanding(t *testing.T) {
	r := population()
	x, _ := ByKey("waiting")
	got := ""
	for _, h := range r.standing(x, month("2026-07")) {
		got += h.Person + " "
	}
	if got != "eve " {
		t.Error(got)
	}
}

// Sums that are written and read again are the same.
func TestWritten(t *testing.T) {
	r := population()
	for m, s := range r.count() {
		head, detail := s.write()
		back := Sums{}
		back.parse(head)
		back.parse(detail)
		if fmt.Sprint(back) != fmt.Sprint(s) {
			t.Errorf("%s differs", m)
		}
	}
}

// A version of a definition begins in a month, and no month is without one.
func TestVersions(t *testing.T) {
	for _, x := range Catalogue {
		if x.Name == "" || x.Plain == "" || x.Unit == "" || x.Direction == "" || x.Source == "" || x.Rows == "" || len(x.Versions) == 0 || x.Kind == Share && x.Den == "" {
			t.Errorf("%s is not whole", x.Key)
		}
		for i, v := range x.Versions {
			if v.Number != i+1 || v.Exact == "" || v.Inclusions == "" || v.Exclusions == "" || i == 0 && v.From != begin || i > 0 && !x.Versions[i-1].From.Before(v.From) {
				t.Errorf("%s version %d: %+v", x.Key, i+1, v)
			}
		}
		if other, _ := ByKey(x.Key); other.Name != x.Name {
			t.Errorf("two are called %s", x.Key)
		}
	}
	four, _ := ByKey("four-week")
	if four.On(month("2024-03")).Number != 1 || four.On(month("2024-04")).Number != 2 {
		t.Error("the assessment is asked for from April 2024")
	}
	if versions(month("2024-03")) != "" || versions(month("2024-04")) != "four-week:2" {
		t.Errorf("%q, %q", versions(month("2024-03")), versions(month("2024-04")))
	}
}

// Two lists worked out by hand. 1,000 women of 25 to 29 and 1,000 of 65 to 69
// in all; One has 800 young and 200 old, Two 200 and 800. 20 young and 10 old
// were seen: 30 of 2,000, 15 per 1,000; rates 20 and 10 per 1,000. One expects
// 800×0.020 + 200×0.010 = 18, Two 12. Both saw 15: One 15/18×15 = 12.5, Two
// 15/12×15 = 18.75. Without the ages both would be 15.
func TestStandardise(t *testing.T) {
	lists := []Reach{{Key: "P1", Seen: 15}, {Key: "P2", Seen: 15}, {Key: "P3", Seen: 0}}
	band := func(young, old int) []network.Band {
		return []network.Band{{Sex: network.Female, From: 25, To: 29, Patients: young}, {Sex: network.Female, From: 65, To: 69, Patients: old}}
	}
	crude := Standardise(lists, map[string][]network.Band{"P1": band(800, 200), "P2": band(200, 800)}, map[string]int{"female 25": 20, "female 65": 10}, 30)
	if crude != 15 || math.Abs(lists[0].Rate.Value-12.5) > 1e-9 || math.Abs(lists[1].Rate.Value-18.75) > 1e-9 || lists[2].Known || lists[0].People != 1000 {
		t.Errorf("%v %+v", crude, lists)
	}
	if !(lists[0].Rate.Lower < 12.5 && 12.5 < lists[0].Rate.Upper) {
		t.Errorf("%+v", lists[0].Rate)
	}
	// Of three people one has no age on record: the rates are scaled, so that
	// what is expected adds up to what was seen.
	lists = []Reach{{Key: "P1", Seen: 2}, {Key: "P2", Seen: 1}}
	Standardise(lists, map[string][]network.Band{"P1": band(100, 0), "P2": band(100, 0)}, map[string]int{"female 25": 2}, 3)
	if sum := lists[0].expected + lists[1].expected; math.Abs(sum-3) > 1e-9 {
		t.Error(sum)
	}
}

// By sex and age: 10 of 2,000 women of 25 to 34, in two bands and two lists,
// are 5 per 1,000; nobody of none registered has no rate.
func TestByAge(t *testing.T) {
	bands := map[string][]network.Band{
		"P1": {{Sex: network.Female, From: 25, To: 29, Patients: 700}, {Sex: network.Female, From: 30, To: 34, Patients: 300}},
		"P2": {{Sex: network.Female, From: 30, To: 34, Patients: 1000}, {Sex: network.Male, From: 95, Patients: 4}},
	}
	for _, l := range byAge(bands, map[string]int{"female 25": 4, "female 30": 6, "male 95": 1}) {
		switch l.Label {
		case "Female, 25 to 34":
			if l.People != 2000 || l.Seen != 10 || l.Rate.Value != 5 || !l.Known {
				t.Errorf("%+v", l)
			}
		case "Male, 75 and over":
			if l.People != 4 || l.Seen != 1 || l.Rate.Value != 250 {
				t.Errorf("%+v", l)
			}
		default:
			if l.People != 0 || l.Seen != 0 || l.Known {
				t.Errorf("%+v", l)
			}
		}
	}
}

// Fifths are made of practices: where one practice of a fifth is hidden, the
// fifth is, too, and never a fifth alone.
func TestConcealedFifths(t *testing.T) {
	f := Fair{
		Practices: []Reach{{Seen: 3, Fifth: 1}, {Seen: 40, Fifth: 1}, {Seen: 6, Fifth: 2}, {Seen: 30, Fifth: 2}, {Seen: 50, Fifth: 3}},
		Fifths:    []Reach{{Seen: 43, Fifth: 1}, {Seen: 36, Fifth: 2}, {Seen: 50, Fifth: 3}},
	}
	f.conceal()
	got := ""
	for _, l := range append(f.Practices, f.Fifths...) {
		got += map[bool]string{true: "x", false: "."}[l.Hidden]
	}
	if got != "x.x..xx." {
		t.Error(got)
	}
}

// For who may not open the rows no point tells a small number, nor can one be
// had by taking another away; and the shortest time that keeps to it is shown.
func TestSmallSeries(t *testing.T) {
	closed, _ := ByKey("kept")
	months := Months{}
	for i := range 6 {
		s := Sums{}
		s.add("began", Cell{N: 1})
		s.add("closed", Cell{N: 12})
		kept := 6
		if i == 4 {
			kept = 9 // and 3 are not
		}
		s.add("closed|to=kept", Cell{N: kept})
		s.add("closed|to=gp", Cell{N: 12 - kept})
		months[month("2026-05").Add(i)] = s
	}
	r := Report{Today: on("2026-11-05"), First: month("2026-05"), Last: month("2026-10"), months: months, opens: map[access.Permission]bool{}}
	if s := r.Of(closed); s.Span != 3 || len(s.Points) != 2 || s.Points[1].N != 21 || s.Points[1].Of != 36 {
		t.Errorf("%+v", s)
	}
	r.opens = every()
	if s := r.Of(closed); s.Span != 1 || len(s.Points) != 6 {
		t.Errorf("%+v", s)
	}
	r.opens = map[access.Permission]bool{}
	months[month("2026-10")].add("closed|to=left", Cell{N: 1}) // one in three months is small as well
	months[month("2026-10")].add("closed", Cell{N: 1})
	if s := r.Of(closed); s.Span != 0 || len(s.Points) != 0 || s.Whole.Known {
		t.Errorf("%+v", s)
	}
}

// An attack on whole reports: whatever is counted, whoever may not open the
// rows finds no small number in any series, in what is left of its whole, in a
// breakdown, or by taking one from another.
func TestNothingSmallIsTold(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	shown, hidden := 0, 0
	for range 60 {
		months := Months{}
		most := 1 + r.IntN(40)
		for m := month("2024-11"); !month("2026-10").Before(m); m = m.Add(1) {
			s := Sums{}
			for _, measure := range []string{"began", "seen", "closed", "left", "contact"} {
				n := 0
				for _, tag := range []string{"to=kept", "to=gp", "to=secondary", "practice=P1", "practice=P2"} {
					if c := r.IntN(most); strings.HasPrefix(tag, "to=") {
						s.add(measure+"|"+tag, Cell{N: c})
						n += c
					}
				}
				for _, p := range []string{"P1", "P2"} {
					s.add(measure+"|practice="+p, Cell{N: n / 2})
				}
				within := r.IntN(n + 1)
				s.add(measure+"|within=yes", Cell{N: within})
				s.add(measure+"|within=no", Cell{N: n - within})
				s.add(measure, Cell{N: n})
			}
			months[m] = s
		}
		rep := Report{Today: on("2026-11-05"), First: month("2024-11"), Last: month("2026-10"), months: months, opens: map[access.Permission]bool{}, spans: &spans{}}
		for _, x := range Catalogue {
			s := rep.Of(x)
			for _, p := range append(s.Points, s.Whole) {
				if !p.Known {
					hidden++
					continue
				}
				shown++
				if small(p.N) && x.Kind != Median && x.Kind != Mean || x.Kind == Share && (small(p.Of) || small(p.Of-p.N)) {
					t.Fatalf("%s tells %d of %d in %s", x.Key, p.N, p.Of, p.Label())
				}
			}
		}
		for _, tag := range []string{"to", "within", "practice"} {
			x, _ := ByKey("closed")
			b := rep.By(x, "closed", tag)
			n := 0
			for _, l := range b.Lines {
				if l.Hidden {
					n++
				} else if small(l.N) {
					t.Fatalf("%s tells %+v", tag, l)
				}
			}
			if n == 1 && !b.Small {
				t.Fatalf("one part of %d is hidden alone: %+v", b.Total, b.Lines)
			}
		}
	}
	if shown < 1000 || hidden < 1000 {
		t.Errorf("%d shown, %d hidden: the test tries too little", shown, hidden)
	}
}
