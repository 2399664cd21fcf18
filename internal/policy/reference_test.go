package policy

import (
	"strings"
	"testing"

	"footbridge/internal/nhs"
)

// The test cases that the reference on policy asks for bear their number in
// their name: 1, 2, 7 and 8 here, 3 to 6 in package claim, and through the room
// of the money in package funding.

// 1. A network of exactly 100,000 patients has a minimum of 1; 100,001 has 2.
func TestReferenceCase1Threshold(t *testing.T) {
	for patients, want := range map[int]int{100_000: 1, 100_001: 2} {
		if a, ok := Entitlement(patients, day("2026-07-01")).Applies(); !ok || a.Posts.Min != want {
			t.Errorf("%d patients: %+v", patients, a)
		}
	}
}

// 2. Not registered, band 4: refused on 31 March 2022, allowed on 1 April.
func TestReferenceCase2Unregistered(t *testing.T) {
	for on, want := range map[string]bool{"2022-03-31": false, "2022-04-01": true} {
		found := false
		for _, a := range Eligible("peer support worker", "4", false, day(on)) {
			if a.InForce {
				found = true
				if a.Eligible != want || a.Source.Name == "" {
					t.Errorf("%s: %+v", on, a)
				}
			}
		}
		if !found {
			t.Errorf("%s: no rule is in force", on)
		}
	}
}

// 7. A clock that stops on day 28 counts, on day 29 it does not. A request that
// comes again after 5 days is the same spell, after 6 a new one.
func TestReferenceCase7DayTwentyEight(t *testing.T) {
	for last, want := range map[string]bool{"2026-06-29": true, "2026-06-30": false} { // received on 1 June
		if s := Clock(whole(last), day("2026-12-01")); !s.Stopped || s.Within != want {
			t.Errorf("%s: %+v", last, s)
		}
	}
	for again, want := range map[string]int{"2026-06-15": 1, "2026-06-16": 2} { // the first ended on 10 June
		s := whole("2026-06-06")
		s.Requests = []Request{{day("2026-06-01"), day("2026-06-10")}, {Received: day(again)}}
		if all := Spells(s, day("2026-06-20")); len(all) != want {
			t.Errorf("again on %s: %d spells", again, len(all))
		}
	}
}

// 8. A contact, a plan and an outcome, and no assessment, in a spell that began
// after 1 April 2024: the clock runs, and names the part that is missing.
func TestReferenceCase8NoAssessment(t *testing.T) {
	s := Clock(Spell{
		Requests: []Request{{Received: day("2026-06-01")}},
		Contacts: []Contact{seen("2026-06-03", nhs.Telephone)}, Outcomes: days("2026-06-04"), Plans: days("2026-06-05"),
	}, day("2026-06-20"))
	if s.Stopped || strings.Join(s.Missing(), ", ") != "meaningful assessment" || !strings.HasSuffix(s.Sentence, "missing: meaningful assessment") {
		t.Errorf("%+v", s)
	}
}
