package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestContractYear(t *testing.T) {
	for _, tt := range []struct{ date, want string }{
		{"2026-03-31", "2025/26"}, {"2026-04-01", "2026/27"}, {"2026-12-31", "2026/27"}, {"2000-01-01", "1999/00"},
	} {
		if got := ContractYearOf(MustDate(tt.date)).String(); got != tt.want {
			t.Errorf("%s is in %s, want %s", tt.date, got, tt.want)
		}
	}
	y, err := ParseContractYear("2026/27")
	if err != nil || y.Start().String() != "2026-04-01" || y.End().String() != "2027-03-31" {
		t.Errorf("2026/27 = %s to %s, %v", y.Start(), y.End(), err)
	}
	if m := y.Months(); len(m) != 12 || m[0].String() != "2026-04" || m[11].String() != "2027-03" {
		t.Errorf("months = %v", m)
	}
	for _, s := range []string{"", "2026/28", "2026-27", "26/27", "2026/2027", "0000/01"} {
		if got, err := ParseContractYear(s); err == nil {
			t.Errorf("ParseContractYear(%q) = %v", s, got)
		}
	}
	if y.Contains(Date{}) {
		t.Error("an unset date is in a year")
	}
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "d")
		y := ContractYearOf(d)
		if !y.Contains(d) || d.Before(y.Start()) || d.After(y.End()) || ContractYearOf(y.End().AddDays(1)) != y+1 {
			t.Fatalf("%s is in %s", d, y)
		}
		if back, err := ParseContractYear(y.String()); err != nil || back != y {
			t.Fatalf("%s came back as %s, %v", y, back, err)
		}
	})
}

func TestMonth(t *testing.T) {
	m, err := ParseMonth("2028-02")
	if err != nil || m.First().String() != "2028-02-01" || m.Last().String() != "2028-02-29" || m.Days() != 29 || m.Long() != "February 2028" {
		t.Errorf("February 2028: %v, %v", m, err)
	}
	if m.Add(11).String() != "2029-01" || m.Add(-2).String() != "2027-12" || !m.Before(m.Add(1)) || m.Before(m) {
		t.Error("months don't add up")
	}
	if !m.Contains(MustDate("2028-02-29")) || m.Contains(MustDate("2028-03-01")) || m.Contains(MustDate("2027-02-01")) {
		t.Error("days of the month")
	}
	for _, s := range []string{"", "2028-2", "2028-13", "2028-02-01", "Feb 2028"} {
		if got, err := ParseMonth(s); err == nil {
			t.Errorf("ParseMonth(%q) = %v", s, got)
		}
	}
	var got Month
	if err := got.Scan("2028-02"); err != nil || got != m {
		t.Errorf("Scan = %v, %v", got, err)
	}
	if v, _ := m.Value(); v != "2028-02" {
		t.Errorf("Value = %v", v)
	}
	if err := got.Scan(nil); err != nil || !got.IsZero() || got.String() != "" {
		t.Errorf("Scan(nil) = %v, %v", got, err)
	}
}

func TestPattern(t *testing.T) {
	p := Pattern{
		Weekdays: []time.Weekday{time.Thursday, time.Tuesday}, Every: 2,
		From: MustDate("2026-07-02"), To: MustDate("2026-08-11"), Except: []Date{MustDate("2026-07-16")},
	}
	var got []string
	for _, d := range p.Dates(MustDate("2026-01-01"), MustDate("2026-12-31")) {
		got = append(got, d.String())
	}
	// Tuesday 30 June is before the pattern begins; its week still counts as the first.
	want := []string{"2026-07-02", "2026-07-14", "2026-07-28", "2026-07-30", "2026-08-11"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p.String() != "Every 2 weeks on Tuesday and Thursday" {
		t.Errorf("words = %q", p)
	}
	if s := (Pattern{Weekdays: []time.Weekday{0, 1, 3}, Every: 1}).String(); s != "Every Monday, Wednesday and Sunday" {
		t.Errorf("words = %q", s)
	}
	text, err := json.Marshal(p)
	var back Pattern
	if err != nil || json.Unmarshal(text, &back) != nil {
		t.Fatalf("JSON %s, %v", text, err)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("%s came back different: %s", text, diff)
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]Pattern{
		"no weekday":           {Every: 1, From: p.From},
		"no weekday like that": {Weekdays: []time.Weekday{7}, Every: 1, From: p.From},
		"no weeks":             {Weekdays: p.Weekdays, From: p.From},
		"no start":             {Weekdays: p.Weekdays, Every: 1},
		"backwards":            {Weekdays: p.Weekdays, Every: 1, From: p.From, To: p.From.AddDays(-1)},
	} {
		if bad.Check() == nil {
			t.Errorf("%s is a pattern", name)
		}
	}
	if n := len((Pattern{Weekdays: p.Weekdays, Every: 1}).Dates(p.From, p.To)); n != 0 {
		t.Errorf("a pattern without a start has %d days", n)
	}
}

func TestPatternProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Pattern{
			Weekdays: rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) time.Weekday {
				return time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
			}), 1, 7, rapid.ID).Draw(t, "weekdays"),
			Every: rapid.IntRange(1, 6).Draw(t, "every"),
			From:  anyDate(t, "from"),
		}
		if rapid.Bool().Draw(t, "ends") {
			p.To = p.From.AddDays(rapid.IntRange(0, 400).Draw(t, "length"))
		}
		from := p.From.AddDays(rapid.IntRange(-50, 50).Draw(t, "window"))
		to := from.AddDays(rapid.IntRange(0, 200).Draw(t, "window length"))
		days := p.Dates(from, to)
		for i, d := range days {
			if d.Before(from) || d.After(to) || d.Before(p.From) || !p.To.IsZero() && d.After(p.To) || !p.Includes(d) {
				t.Fatalf("%s is outside", d)
			}
			if i > 0 && !days[i-1].Before(d) {
				t.Fatalf("%s is not after %s", d, days[i-1])
			}
		}
		// The same window cut in two gives the same days.
		cut := from.AddDays(rapid.IntRange(0, to.DaysSince(from)).Draw(t, "cut"))
		if got := append(p.Dates(from, cut), p.Dates(cut.AddDays(1), to)...); len(got) != len(days) {
			t.Fatalf("%d days in two parts, %d in one", len(got), len(days))
		}
		// An open window of Every weeks has each weekday exactly once.
		if p.To.IsZero() {
			first := p.From.Monday().AddDays(7 * p.Every)
			if n := len(p.Dates(first, first.AddDays(7*p.Every-1))); n != len(p.Weekdays) {
				t.Fatalf("%d days in %d weeks, want %d", n, p.Every, len(p.Weekdays))
			}
		}
		// An exception takes exactly that day away.
		if len(days) > 0 {
			p.Except = []Date{days[len(days)/2]}
			if n := len(p.Dates(from, to)); n != len(days)-1 {
				t.Fatalf("%d days with one exception, %d without", n, len(days))
			}
		}
	})
}

func TestDaysWords(t *testing.T) {
	for n, want := range map[int]string{0: "today", -1: "yesterday", -3: "3 days ago", 1: "tomorrow", 3: "in 3 days"} {
		if got := DaysWords(n); got != want {
			t.Errorf("%d = %q, want %q", n, got, want)
		}
	}
}
