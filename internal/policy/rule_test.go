package policy

import (
	"strings"
	"testing"

	"footbridge/internal/calendar"

	"pgregory.net/rapid"
)

// TestEveryRuleIsWhole holds what a page and a reader rely on: versions in
// order, none overlapping, every gap explained, and each with a source.
func TestEveryRuleIsWhole(t *testing.T) {
	ids := map[string]bool{}
	for _, r := range All() {
		if r.ID == "" || r.Title == "" || !strings.HasSuffix(r.What, ".") || ids[r.ID] {
			t.Errorf("%q: no ID, title or explanation, or there twice", r.ID)
		}
		ids[r.ID] = true
		for _, problem := range problems(r) {
			t.Errorf("%s: %s", r.ID, problem)
		}
		for _, v := range r.Versions {
			if v.Value == "" || strings.Contains(v.Value, "%!") {
				t.Errorf("%s from %s: value %q", r.ID, v.From, v.Value)
			}
			if v.Source.Name == "" || !knownConfidence(v.Source.Confidence) {
				t.Errorf("%s from %s: source %+v", r.ID, v.From, v.Source)
			}
			if v.Source.URL == "" && v.Source.Confidence != Low {
				t.Errorf("%s from %s: a source that nobody can find is of low confidence", r.ID, v.From)
			}
		}
	}
	if len(ids) < 20 {
		t.Errorf("only %d rules are listed", len(ids))
	}
}

func knownConfidence(c string) bool {
	return c == High || c == MediumHigh || c == Medium || c == Low
}

// problems finds overlaps and gaps that nobody explained.
func problems(r Listing) (list []string) {
	for i, v := range r.Versions {
		if v.From.IsZero() || !v.To.IsZero() && !v.To.After(v.From) {
			list = append(list, "a version without a time, from "+v.From.String())
		}
		if i == 0 {
			continue
		}
		before := r.Versions[i-1]
		switch {
		case before.To.IsZero() || before.To.After(v.From):
			list = append(list, "versions overlap on "+v.From.String())
		case before.To != v.From && !explained(r.Gaps, before.To, v.From):
			list = append(list, "an unexplained gap on "+before.To.String())
		}
	}
	return list
}

func explained(gaps []Gap, from, to calendar.Date) bool {
	for _, g := range gaps {
		if g.From == from && g.To == to && g.Why != "" {
			return true
		}
	}
	return false
}

func TestProblemsAreFound(t *testing.T) {
	version := func(from, to string) Version[string] { return Version[string]{From: day(from), To: day(to)} }
	for name, r := range map[string]Rule[string]{
		"overlap":    {Versions: []Version[string]{version("2021-04-01", "2022-04-02"), version("2022-04-01", "")}},
		"open":       {Versions: []Version[string]{version("2021-04-01", ""), version("2022-04-01", "")}},
		"gap":        {Versions: []Version[string]{version("2021-04-01", "2022-03-31"), version("2022-04-01", "")}},
		"backwards":  {Versions: []Version[string]{version("2021-04-01", "2021-04-01")}},
		"wrong gap":  {Versions: []Version[string]{version("2021-04-01", "2022-03-31"), version("2022-04-01", "")}, Gaps: []Gap{{day("2022-03-30"), day("2022-04-01"), "x"}}},
		"unreasoned": {Versions: []Version[string]{version("2021-04-01", "2022-03-31"), version("2022-04-01", "")}, Gaps: []Gap{{day("2022-03-31"), day("2022-04-01"), ""}}},
	} {
		if len(problems(r.List())) == 0 {
			t.Errorf("%s was not found", name)
		}
	}
	good := Rule[string]{
		Versions: []Version[string]{version("2021-04-01", "2022-03-31"), version("2022-04-01", "")},
		Gaps:     []Gap{{day("2022-03-31"), day("2022-04-01"), "nothing was published"}},
	}
	if p := problems(good.List()); len(p) != 0 {
		t.Error(p)
	}
}

func TestOnIsHalfOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day("2020-01-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "d"))
		held := 0
		for _, v := range Posts.Versions {
			if v.Holds(d) {
				held++
			}
		}
		want := 1
		if d.Before(day("2021-04-01")) {
			want = 0
		}
		if _, ok := Posts.On(d); held != want || ok != (want == 1) {
			t.Fatalf("%d versions hold on %s", held, d)
		}
	})
	if v, _ := Posts.On(day("2022-03-31")); v.From != day("2021-04-01") {
		t.Error("31 March is not in the old version")
	}
	if v, _ := Posts.On(day("2022-04-01")); v.From != day("2022-04-01") {
		t.Error("1 April is not in the new version")
	}
	if _, ok := Posts.On(calendar.Date{}); ok {
		t.Error("a rule holds on no day")
	}
}

func TestFigure(t *testing.T) {
	for f, want := range map[Figure]string{
		{}: "not set", pounds(0): "£0", pounds(22_671): "£22.671", pounds(16_700): "£16.70",
		pounds(1_711_000_000_000): "£1,711,000,000", pounds(500_900_000): "£500,900", pounds(999_010): "£999.01",
	} {
		if f.String() != want {
			t.Errorf("got %s, want %s", f, want)
		}
	}
	if _, ok := (Figure{}).Thousandths(); ok {
		t.Error("an unset figure has an amount")
	}
}
