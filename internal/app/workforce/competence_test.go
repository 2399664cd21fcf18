package workforce

import (
	"testing"

	"pgregory.net/rapid"

	"footbridge/internal/calendar"
)

func on(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	return calendar.MustDate(s)
}

// What holds on which day: both ends included, not from the day of an end.
func TestCompetenceHolds(t *testing.T) {
	for _, x := range []struct {
		name, gained, expires, ended, day string
		holds                             bool
		state                             string
	}{
		{"the day before it was gained", "2026-02-10", "2027-02-09", "", "2026-02-09", false, "Not yet"},
		{"the day on which it was gained", "2026-02-10", "2027-02-09", "", "2026-02-10", true, "Holds"},
		{"the day before it expires", "2026-02-10", "2027-02-09", "", "2027-02-08", true, "Holds"},
		{"the day on which it expires", "2026-02-10", "2027-02-09", "", "2027-02-09", true, "Holds"},
		{"the day after", "2026-02-10", "2027-02-09", "", "2027-02-10", false, "Expired"},
		{"a leap day", "2023-03-01", "2024-02-29", "", "2024-02-29", true, "Holds"},
		{"after a leap day", "2023-03-01", "2024-02-29", "", "2024-03-01", false, "Expired"},
		{"no expiry, years later", "2016-02-10", "", "", "2026-02-10", true, "Holds"},
		{"the day before its end", "2026-02-10", "", "2026-06-01", "2026-05-31", true, "Holds"},
		{"the day of its end", "2026-02-10", "", "2026-06-01", "2026-06-01", false, "Ended"},
	} {
		c := Competence{GainedOn: on(x.gained), ExpiresOn: on(x.expires), EndedOn: on(x.ended)}
		if got := c.On(on(x.day)); got != x.holds {
			t.Errorf("%s: %v", x.name, got)
		}
		if got := c.State(on(x.day)); got != x.state {
			t.Errorf("%s: %q, not %q", x.name, got, x.state)
		}
		if got := Judge([]Competence{c}, on(x.day)); got.Valid != x.holds || got.Words == "" {
			t.Errorf("%s: %+v", x.name, got)
		}
	}
	// Of two, the one that holds counts.
	two := []Competence{{GainedOn: on("2024-01-01"), ExpiresOn: on("2024-12-31")}, {GainedOn: on("2025-01-01"), ExpiresOn: on("2027-12-31")}}
	if s := Judge(two, on("2026-05-05")); !s.Valid || s.Words != "Holds until 31 December 2027" {
		t.Errorf("%+v", s)
	}
	if s := Judge(two, on("2028-01-01")); s.Valid || s.Words != "Expired on 31 December 2027" {
		t.Errorf("%+v", s)
	}
	if s := Judge(nil, on("2028-01-01")); s.Valid || s.Words != "No competence is recorded" {
		t.Errorf("%+v", s)
	}
}

// Warnings at 90, 30 and 7 days before the expiry.
func TestWarn(t *testing.T) {
	c := Competence{GainedOn: on("2025-01-01"), ExpiresOn: on("2026-12-31")}
	for day, want := range map[string]int{
		"2026-10-01": 0, "2026-10-02": 90, "2026-11-30": 90, "2026-12-01": 30, "2026-12-23": 30, "2026-12-24": 7, "2026-12-31": 7, "2027-01-01": 0, "2024-12-31": 0,
	} {
		if got := Warn(c, on(day)); got != want {
			t.Errorf("%s: %d, not %d", day, got, want)
		}
	}
	if Warn(Competence{GainedOn: on("2025-01-01")}, on("2026-12-31")) != 0 {
		t.Error("what never expires warns")
	}
	ended := c
	ended.EndedOn = on("2026-12-01")
	if Warn(ended, on("2026-12-24")) != 0 {
		t.Error("what was ended warns")
	}
}

// The nearer the expiry, the narrower the warning; and only what holds warns.
func TestWarnOnlyNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expires := on("2026-01-01").AddDays(rapid.IntRange(0, 1500).Draw(t, "expires"))
		c := Competence{GainedOn: on("2020-01-01"), ExpiresOn: expires}
		day := expires.AddDays(-rapid.IntRange(-5, 120).Draw(t, "before"))
		a, b := Warn(c, day), Warn(c, day.AddDays(1))
		if a != 0 && b != 0 && b > a {
			t.Fatalf("%s %s: %d then %d", expires, day, a, b)
		}
		if a != 0 && !c.On(day) {
			t.Fatal("what doesn't hold warns")
		}
	})
}

// What is asked for and isn't brief says why, and nothing else does.
func TestWhyNot(t *testing.T) {
	for words, want := range map[string]int{
		"counselling for depression": 1, "Counselling": 1, "DBT": 1, "dialectical behaviour": 1, "couns": 1, "dbt skills and counselling": 2, "": 0, "behavioural activation": 0, "sleep": 0,
	} {
		if got := WhyNot(words); len(got) != want {
			t.Errorf("%q: %v", words, got)
		}
	}
	for _, i := range Interventions {
		if len(WhyNot(i.Name)) > 0 {
			t.Errorf("%s is offered and not offered", i.Name)
		}
		if i.Source.Name == "" || i.Planned < 1 || i.Training == "" {
			t.Errorf("%s says too little", i.Name)
		}
		if i.Key == "sleep-hygiene" && i.Needs || i.Key == "cbt-i" && !i.Needs {
			t.Errorf("%s: needs a competence: %v", i.Name, i.Needs)
		}
	}
}
