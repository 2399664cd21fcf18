package policy

import (
	"testing"

	"footbridge/internal/calendar"

	"pgregory.net/rapid"
)

func TestSpells(t *testing.T) {
	spell := whole("2026-06-06")
	spell.Requests = []Request{{day("2026-06-01"), day("2026-06-10")}, {Received: day("2026-06-16")}}
	all := Spells(spell, day("2026-06-20"))
	if len(all) != 2 || !all[0].Stopped || all[0].Days != 5 || all[1].Start != day("2026-06-16") || all[1].Stopped {
		t.Errorf("%+v", all)
	}
	// Five days apart is one spell.
	spell.Requests[1].Received = day("2026-06-15")
	if all := Spells(spell, day("2026-06-20")); len(all) != 1 || !all[0].Stopped {
		t.Errorf("%+v", all)
	}
	// On the day before it came, the second request is not there.
	if all := Spells(spell, day("2026-06-14")); len(all) != 1 || all[0].Start != day("2026-06-01") {
		t.Errorf("%+v", all)
	}
	if all := Spells(Spell{}, day("2026-06-14")); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func TestTheLastSpellIsTheClock(t *testing.T) {
	start := day("2026-01-01")
	rapid.Check(t, func(t *rapid.T) {
		var s Spell
		for range rapid.IntRange(0, 5).Draw(t, "requests") {
			r := Request{Received: start.AddDays(rapid.IntRange(0, 60).Draw(t, "received"))}
			if rapid.Bool().Draw(t, "ended") {
				r.Ended = r.Received.AddDays(rapid.IntRange(0, 20).Draw(t, "after"))
			}
			s.Requests = append(s.Requests, r)
		}
		for range rapid.IntRange(0, 4).Draw(t, "events") {
			d := start.AddDays(rapid.IntRange(0, 60).Draw(t, "on"))
			s.Contacts = append(s.Contacts, Contact{On: d, Mechanism: "01", Attended: true})
			s.Outcomes, s.Assessments, s.Plans = append(s.Outcomes, d), append(s.Assessments, d), append(s.Plans, d)
		}
		today := start.AddDays(rapid.IntRange(0, 70).Draw(t, "today"))
		all := Spells(s, today)
		clock := Clock(s, today)
		if len(all) == 0 {
			if !clock.Start.IsZero() {
				t.Fatalf("no spells, and a clock %+v", clock)
			}
			return
		}
		if last := all[len(all)-1]; last.Sentence != clock.Sentence || last.Start != clock.Start {
			t.Fatalf("%+v is not %+v", last, clock)
		}
		before := calendar.Date{}
		for _, state := range all {
			if !state.Start.After(before) {
				t.Fatalf("spells out of order: %+v", all)
			}
			before = state.Start
		}
	})
}

func TestAdultScope(t *testing.T) {
	for _, tt := range []struct {
		provider, team string
		want           bool
	}{
		{"RXX", "", true},
		{"RXX", "A05", true},
		{"", "a06", true},
		{"RXX", "C03", true}, // counted as C10
		{"RXX", "A02", false},
		{"RXX", "F01", false},
		{"DFC", "A05", false},
		{"S9X2N", "", false},
	} {
		if in, why := AdultScope(tt.provider, tt.team); in != tt.want || in != (why == "") {
			t.Errorf("%+v: %v %q", tt, in, why)
		}
	}
}
