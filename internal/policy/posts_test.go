package policy

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEntitlement(t *testing.T) {
	for _, tt := range []struct {
		patients int
		on       string
		want     string // "" is none
	}{
		{100_000, "2026-07-01", "at least 1"}, // exactly: the smaller one
		{100_001, "2026-07-01", "at least 2"},
		{1, "2023-04-01", "at least 1"},
		{263_827, "2023-04-01", "at least 2"},
		{100_000, "2023-03-31", "1 to 2"},
		{100_001, "2022-04-01", "2 to 4"},
		{99_999, "2022-03-31", "1"},
		{100_000, "2021-04-01", "1"},
		{100_001, "2021-04-01", "2"},
		{100_001, "2021-03-31", ""},
	} {
		e := Entitlement(tt.patients, day(tt.on))
		a, ok := e.Applies()
		if ok != (tt.want != "") || ok && a.Posts.String() != tt.want {
			t.Errorf("%d patients on %s: %s (%v), want %q", tt.patients, tt.on, a.Posts, ok, tt.want)
		}
		if ok && (e.Sentence != a.Sentence || a.Source.Confidence == "" || a.Plan) {
			t.Errorf("%d patients on %s: %+v", tt.patients, tt.on, a)
		}
		if !ok && !strings.HasPrefix(e.Sentence, "No entitlement on 31 March 2021") {
			t.Errorf("%d patients on %s: %q", tt.patients, tt.on, e.Sentence)
		}
	}
}

func TestEntitlementSideBySide(t *testing.T) {
	e := Entitlement(100_001, day("2023-06-01"))
	var got []string
	for _, a := range e.Answers {
		line := a.RuleSet + ": " + a.Posts.String()
		if a.Plan {
			line += " plan"
		}
		if a.Applies {
			line += " applies"
		}
		got = append(got, line)
	}
	want := []string{
		"2021/22: 2", "2022/23: 2 to 4", "2023/24 onwards: at least 2 applies",
		"Plan of January 2021 for 2022/23: 4 plan", "Plan of January 2021 for 2023/24: 6 plan",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
	if a, _ := e.Applies(); a.Sentence != "2023/24 onwards: at least 2 whole-time equivalent for 100,001 registered patients; more than 2 by agreement between the network and the provider" {
		t.Error(a.Sentence)
	}
	if len(e.Notes) != 2 || !strings.Contains(e.Notes[0], "weighted") || !strings.Contains(e.Notes[1], "less than 100,000") {
		t.Errorf("notes = %q", e.Notes)
	}
	for _, n := range []int{0, -1} {
		if e := Entitlement(n, day("2023-06-01")); e.Known || len(e.Answers) != 0 || e.Sentence == "" {
			t.Errorf("an unknown list size (%d) has answers: %+v", n, e)
		}
	}
}

func TestEntitlementProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		patients := rapid.IntRange(1, 300_000).Draw(t, "patients")
		on := day("2021-04-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "on"))
		a, ok := Entitlement(patients, on).Applies()
		if !ok || a.Plan || a.Posts.Min < 1 || a.Posts.Max != NoLimit && a.Posts.Max < a.Posts.Min {
			t.Fatalf("%+v", a)
		}
		if more, _ := Entitlement(patients+1, on).Applies(); more.Posts.Min < a.Posts.Min {
			t.Fatalf("more patients, fewer posts: %+v", more)
		}
		applies := 0
		for _, a := range Entitlement(patients, on).Answers {
			if a.Applies {
				applies++
			}
		}
		if applies != 1 {
			t.Fatalf("%d rule sets apply on %s", applies, on)
		}
	})
}

func TestEligible(t *testing.T) {
	for _, tt := range []struct {
		role       Role
		band       Band
		registered bool
		on         string
		inForce    string // "" is none
		eligible   bool
	}{
		{"peer support worker", "4", false, "2022-03-31", "2021/22", false},
		{"peer support worker", "4", false, "2022-04-01", "2022/23 onwards", true},
		{"community psychiatric nurse", "5", true, "2021-04-01", "2021/22", true},
		{"community psychiatric nurse", "5", false, "2021-04-01", "2021/22", false},
		{"community psychiatric nurse", "4", true, "2021-04-01", "2021/22", false},
		{"clinical psychologist", "8b", true, "2022-03-31", "2021/22", true},
		{"clinical psychologist", "8b", true, "2022-04-01", "2022/23 onwards", false},
		{"clinical psychologist", "8a", true, "2022-04-01", "2022/23 onwards", true},
		{"art therapist", "6", true, "2026-01-01", "2022/23 onwards", true},
		{"peer support worker", "3", false, "2026-01-01", "2022/23 onwards", false},
		{"peer support worker", "", false, "2026-01-01", "2022/23 onwards", false},
		{"peer support worker", "Band 4", false, "2026-01-01", "2022/23 onwards", false},
		{"clinical psychologist", "7", true, "2021-03-31", "", false},
	} {
		answers := Eligible(tt.role, tt.band, tt.registered, day(tt.on))
		inForce := ""
		for _, a := range answers {
			if a.Sentence == "" || a.Eligible != strings.HasPrefix(a.Sentence, "Yes") {
				t.Errorf("%+v: %q", tt, a.Sentence)
			}
			if a.InForce {
				inForce += a.RuleSet
				if a.Eligible != tt.eligible {
					t.Errorf("%+v: %q", tt, a.Sentence)
				}
			}
		}
		if inForce != tt.inForce || len(answers) != 2 {
			t.Errorf("%+v: %q is in force", tt, inForce)
		}
	}
}

func TestFunctions(t *testing.T) {
	for on, want := range map[string]string{"2021-04-01": "abcd", "2023-03-31": "abcd", "2023-04-01": "abcde", "2026-07-01": "abcde"} {
		v, ok := Functions.On(day(on))
		got := ""
		for _, f := range v.Value {
			got += f.Key
		}
		if !ok || got != want {
			t.Errorf("on %s: %q, want %q", on, got, want)
		}
	}
}

func TestPoints(t *testing.T) {
	ids := map[string]bool{}
	derived := 0
	for _, p := range Points() {
		if ids[p.ID] || p.From.IsZero() || p.To.Before(p.From) || p.Value == "" || p.Unit == "" || p.Sentence == "" || p.Source.Name == "" || p.Source.URL == "" {
			t.Errorf("%+v", p)
		}
		if !strings.Contains(p.Sentence, strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(p.Value, "+"), "around "), "almost ")) {
			t.Errorf("the sentence of %s is about something else than %s", p.ID, p.Value)
		}
		ids[p.ID] = true
		if p.Derived {
			derived++
		}
	}
	if derived != 1 || !ids["mhps_2025_06"] || !ids["pcns_with_mhp_2022_23"] {
		t.Errorf("%d derived, %v", derived, ids)
	}
	if got := 717 * 100 / 62; got != 1156 || !strings.Contains(Denominators, "1,156") {
		t.Errorf("717 / 62%% = %d", got)
	}
}
