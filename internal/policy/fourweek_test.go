package policy

import (
	"slices"
	"strings"
	"testing"

	"footbridge/internal/calendar"
	"footbridge/internal/nhs"

	"pgregory.net/rapid"
)

func days(iso ...string) (list []calendar.Date) {
	for _, s := range iso {
		list = append(list, day(s))
	}
	return list
}

func seen(iso string, m nhs.Mechanism) Contact {
	return Contact{On: day(iso), Mechanism: m, Attended: true}
}

// whole is a spell received on 1 June 2026 of which every part is there, the
// last on the day last.
func whole(last string) Spell {
	return Spell{
		Requests: []Request{{Received: day("2026-06-01")}},
		Contacts: []Contact{seen("2026-06-03", nhs.Telephone)}, Outcomes: days("2026-06-04"),
		Assessments: days("2026-06-05"), Plans: days(last),
	}
}

func TestClockWithinFourWeeks(t *testing.T) {
	for _, tt := range []struct {
		last   string
		days   int
		within bool
	}{
		{"2026-06-05", 4, true},
		{"2026-06-28", 27, true},
		{"2026-06-29", 28, true}, // day 28 counts
		{"2026-06-30", 29, false},
	} {
		s := Clock(whole(tt.last), day("2026-12-01"))
		if !s.Stopped || s.Stop != day(tt.last) || s.Days != tt.days || s.Within != tt.within || s.Ended || len(s.Missing()) != 0 {
			t.Errorf("%s: %+v", tt.last, s)
		}
	}
	if s := Clock(whole("2026-06-29"), day("2026-12-01")); s.Sentence != "The clock stopped on 29 June 2026 after 28 days, within four weeks" || s.Due() != day("2026-06-29") {
		t.Errorf("%q", s.Sentence)
	}
}

func TestClockRunsUntilEveryPartIsThere(t *testing.T) {
	for _, tt := range []struct {
		name    string
		change  func(*Spell)
		missing string
	}{
		{"no assessment", func(s *Spell) { s.Assessments = nil }, "meaningful assessment"},
		{"no outcome", func(s *Spell) { s.Outcomes = nil }, "outcome score"},
		{"no plan", func(s *Spell) { s.Plans = nil }, "agreed care plan or intervention"},
		{"an intervention will do", func(s *Spell) { s.Interventions, s.Plans = s.Plans, nil }, ""},
		{"no contact", func(s *Spell) { s.Contacts = nil }, "first contact"},
		{"email never counts", func(s *Spell) { s.Contacts[0].Mechanism = nhs.Email }, "first contact"},
		{"text never counts", func(s *Spell) { s.Contacts[0].Mechanism = nhs.TextMessage }, "first contact"},
		{"chat never counts", func(s *Spell) { s.Contacts[0].Mechanism = nhs.ChatRoom }, "first contact"},
		{"did not attend", func(s *Spell) { s.Contacts[0].Attended = false }, "first contact"},
		{"indirect is no contact for adults", func(s *Spell) { s.Contacts[0].Indirect = true }, "first contact"},
		{"before the spell", func(s *Spell) { s.Outcomes = days("2026-05-31") }, "outcome score"},
		{"after today", func(s *Spell) { s.Outcomes = days("2026-06-21") }, "outcome score"},
		{"nothing", func(s *Spell) { *s = Spell{Requests: s.Requests} }, "first contact, outcome score, meaningful assessment, agreed care plan or intervention"},
	} {
		spell := whole("2026-06-06")
		tt.change(&spell)
		s := Clock(spell, day("2026-06-20"))
		if got := strings.Join(s.Missing(), ", "); got != tt.missing || s.Stopped != (tt.missing == "") || !s.Stopped && (!s.Stop.IsZero() || s.Days != 19 || !s.Within) {
			t.Errorf("%s: missing %q, %+v", tt.name, got, s)
		}
		if tt.missing != "" && !strings.HasSuffix(s.Sentence, "missing: "+tt.missing) {
			t.Errorf("%s: %q", tt.name, s.Sentence)
		}
	}
}

func TestClockRunsLate(t *testing.T) {
	spell := Spell{Requests: []Request{{Received: day("2024-06-03")}}}
	for _, tt := range []struct {
		days, over int
		within     bool
	}{
		{0, 0, true}, {28, 0, true}, {29, 0, false}, {364, 0, false}, {365, 52, false}, {546, 52, false},
		{547, 78, false}, {728, 78, false}, {729, 104, false},
	} {
		s := Clock(spell, day("2024-06-03").AddDays(tt.days))
		if s.Days != tt.days || s.OverWeeks != tt.over || s.Within != tt.within {
			t.Errorf("after %d days: %+v", tt.days, s)
		}
	}
	s := Clock(spell, day("2024-07-02"))
	if !strings.HasPrefix(s.Sentence, "The clock has run for 29 days, longer than four weeks") {
		t.Error(s.Sentence)
	}
	if s := Clock(spell, day("2024-06-02")); !s.Start.IsZero() || len(s.Parts) != 0 || s.Sentence == "" {
		t.Errorf("the clock runs before the request: %+v", s)
	}
}

func TestTransition(t *testing.T) {
	for _, tt := range []struct {
		received, contact string
		required          bool
	}{
		{"2024-03-01", "2024-03-31", false},
		{"2024-03-01", "2024-04-01", true}, // both must be before
		{"2024-03-31", "2024-03-31", false},
		{"2024-04-01", "2024-04-01", true},
	} {
		spell := Spell{
			Requests: []Request{{Received: day(tt.received)}}, Contacts: []Contact{seen(tt.contact, nhs.FaceToFace)},
			Outcomes: days("2024-04-10"), Plans: days("2024-04-10"),
		}
		s := Clock(spell, day("2024-05-01"))
		if s.Stopped == tt.required || s.Parts[2].Required != tt.required || (s.Parts[2].Why == "") != tt.required {
			t.Errorf("%+v: %+v", tt, s)
		}
	}
	// Without a contact yet, the assessment is still asked for.
	if s := Clock(Spell{Requests: []Request{{Received: day("2024-03-01")}}}, day("2024-05-01")); !s.Parts[2].Missing() {
		t.Errorf("%+v", s)
	}
	// An assessment that is not required does not hold the stop back.
	spell := Spell{
		Requests: []Request{{Received: day("2024-03-01")}}, Contacts: []Contact{seen("2024-03-05", nhs.Video)},
		Outcomes: days("2024-03-06"), Plans: days("2024-03-07"), Assessments: days("2024-06-01"),
	}
	if s := Clock(spell, day("2024-07-01")); s.Stop != day("2024-03-07") {
		t.Errorf("%+v", s)
	}
}

func TestChildrenAndYoungPeople(t *testing.T) {
	spell := whole("2026-06-06")
	spell.Variant, spell.Assessments = CYP, nil
	if s := Clock(spell, day("2026-07-01")); !s.Stopped || len(s.Parts) != 3 {
		t.Errorf("%+v", s)
	}
	spell.Contacts = []Contact{{On: day("2026-06-08"), Indirect: true}}
	if s := Clock(spell, day("2026-07-01")); s.Stop != day("2026-06-08") {
		t.Errorf("indirect activity: %+v", s)
	}
	for age, want := range map[int]string{0: "children and young people", 17: "children and young people", 18: "adults", 90: "adults"} {
		if v, ok := VariantFor(age); !ok || v.String() != want {
			t.Errorf("%d years: %s", age, v)
		}
	}
	if _, ok := VariantFor(-1); ok {
		t.Error("an unknown age has a measure")
	}
}

func TestSpans(t *testing.T) {
	for _, tt := range []struct {
		name     string
		requests []Request
		want     string
	}{
		{"none", nil, ""},
		{"one open", []Request{{day("2026-06-01"), calendar.Date{}}}, "2026-06-01–"},
		{"five days apart", []Request{{day("2026-06-01"), day("2026-06-10")}, {day("2026-06-15"), day("2026-06-20")}}, "2026-06-01–2026-06-20"},
		{"six days apart", []Request{{day("2026-06-01"), day("2026-06-10")}, {day("2026-06-16"), day("2026-06-20")}}, "2026-06-01–2026-06-10 2026-06-16–2026-06-20"},
		{"in any order", []Request{{day("2026-06-16"), day("2026-06-20")}, {day("2026-06-01"), day("2026-06-10")}}, "2026-06-01–2026-06-10 2026-06-16–2026-06-20"},
		{"one inside", []Request{{day("2026-06-01"), day("2026-06-30")}, {day("2026-06-05"), day("2026-06-06")}, {day("2026-07-05"), calendar.Date{}}}, "2026-06-01–"},
		{"open swallows", []Request{{day("2026-06-01"), calendar.Date{}}, {day("2026-08-01"), day("2026-08-02")}}, "2026-06-01–"},
		{"without a day", []Request{{Ended: day("2026-06-01")}}, ""},
	} {
		var got []string
		for _, s := range Spans(tt.requests) {
			got = append(got, s.Start.String()+"–"+s.End.String())
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestClockOfTheLatestSpell(t *testing.T) {
	spell := whole("2026-06-06")
	spell.Requests = []Request{{day("2026-06-01"), day("2026-06-10")}, {Received: day("2026-06-16")}}
	if s := Clock(spell, day("2026-06-20")); s.Start != day("2026-06-16") || s.Stopped || len(s.Missing()) != 4 {
		t.Errorf("a new spell took what was done in the old one: %+v", s)
	}
	spell.Requests[1].Received = day("2026-06-15")
	if s := Clock(spell, day("2026-06-20")); s.Start != day("2026-06-01") || !s.Stopped {
		t.Errorf("a reopened spell lost what was done: %+v", s)
	}
	// What comes after the end of the spell can't stop its clock.
	spell = whole("2026-06-12")
	spell.Requests[0].Ended = day("2026-06-10")
	s := Clock(spell, day("2026-06-20"))
	if s.Stopped || !s.Ended || s.Days != 9 || s.Sentence != "The spell ended after 9 days and the clock never stopped; missing: agreed care plan or intervention" {
		t.Errorf("%+v", s)
	}
}

func TestClockProperties(t *testing.T) {
	start := day("2026-01-01")
	some := func(t *rapid.T, label string) (list []calendar.Date) {
		for _, n := range rapid.SliceOfN(rapid.IntRange(-10, 60), 0, 4).Draw(t, label) {
			list = append(list, start.AddDays(n))
		}
		return list
	}
	rapid.Check(t, func(t *rapid.T) {
		spell := Spell{
			Variant: Variant(rapid.IntRange(0, 1).Draw(t, "variant")), Requests: []Request{{Received: start}},
			Outcomes: some(t, "outcomes"), Assessments: some(t, "assessments"), Plans: some(t, "plans"), Interventions: some(t, "interventions"),
		}
		for _, d := range some(t, "contacts") {
			spell.Contacts = append(spell.Contacts, Contact{On: d, Mechanism: nhs.FaceToFace, Attended: true})
		}
		today := start.AddDays(rapid.IntRange(0, 70).Draw(t, "today"))
		s := Clock(spell, today)
		if s.Days < 0 || s.Days > today.DaysSince(start) || s.Stopped != (len(s.Missing()) == 0) || s.Within != (s.Days <= 28) {
			t.Fatalf("%+v", s)
		}
		latest := calendar.Date{}
		for _, p := range s.Parts {
			if p.On.After(latest) {
				latest = p.On
			}
		}
		if s.Stopped && s.Stop != latest {
			t.Fatalf("stopped on %s, the latest part is of %s", s.Stop, latest)
		}
		// Once stopped, it stays stopped on the same day.
		if later := Clock(spell, today.AddDays(5)); s.Stopped && later.Stop != s.Stop {
			t.Fatalf("stopped on %s, and then on %s", s.Stop, later.Stop)
		}
		// Written messages change nothing.
		for _, m := range []nhs.Mechanism{nhs.Email, nhs.TextMessage, nhs.InstantMessage, nhs.MessageBoard, nhs.ChatRoom, nhs.OtherMechanism, ""} {
			with := spell
			with.Contacts = append(slices.Clone(spell.Contacts), Contact{On: start, Mechanism: m, Attended: true})
			if other := Clock(with, today); other.Stop != s.Stop || other.Sentence != s.Sentence {
				t.Fatalf("mechanism %q changed %q to %q", m, s.Sentence, other.Sentence)
			}
		}
	})
}
