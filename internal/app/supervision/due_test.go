package supervision

import (
	"testing"

	"pgregory.net/rapid"

	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
)

func days(list ...string) (out []calendar.Date) {
	for _, s := range list {
		out = append(out, calendar.MustDate(s))
	}
	return out
}

// What is due and what is overdue, worked out by hand. 5 November 2026 is a
// Thursday.
func TestStand(t *testing.T) {
	monthly, twice, weekly, quarterly, agreed := Line{Kind: "clinical", Times: 1, Per: Month}, Line{Kind: "clinical", Times: 2, Per: Month}, Line{Kind: "peer", Times: 2, Per: Week}, Line{Kind: "line", Times: 1, Per: Quarter}, Line{Kind: "mentor"}
	for _, c := range []struct {
		name         string
		line         Line
		held         []calendar.Date
		away         [2]string
		expected, in int
		due, overdue bool
		short        int
	}{
		{"held last month, not yet this one", monthly, days("2026-10-14"), [2]string{}, 1, 0, true, false, 0},
		{"held this month", monthly, days("2026-10-14", "2026-11-02"), [2]string{}, 1, 1, false, false, 0},
		{"nothing last month", monthly, days("2026-09-30"), [2]string{}, 1, 0, true, true, 1},
		{"nothing last month, held since", monthly, days("2026-09-30", "2026-11-03"), [2]string{}, 1, 1, false, false, 1},
		{"more than asked for does not carry over", monthly, days("2026-09-01", "2026-09-15"), [2]string{}, 1, 0, true, true, 1},
		{"last month was leave", monthly, nil, [2]string{"2026-10-01", "2026-10-31"}, 1, 0, true, false, 0},
		{"this month is leave", monthly, days("2026-10-30"), [2]string{"2026-11-01", "2026-11-30"}, 0, 0, false, false, 0},
		{"one day at work last month asks for one of two", twice, days("2026-10-30"), [2]string{"2026-10-01", "2026-10-29"}, 2, 0, true, false, 0},
		{"a day ahead does not count", monthly, days("2026-10-14", "2026-11-20"), [2]string{}, 1, 0, true, false, 0},
		{"check-ins: two last week, one this", weekly, days("2026-10-27", "2026-10-29", "2026-11-03"), [2]string{}, 2, 1, true, false, 0},
		{"check-ins: one last week, none since", weekly, days("2026-10-27"), [2]string{}, 2, 0, true, true, 1},
		{"check-ins: a Sunday belongs to the week before", weekly, days("2026-10-27", "2026-11-01"), [2]string{}, 2, 0, true, false, 0},
		{"check-ins: leave last week", weekly, nil, [2]string{"2026-10-26", "2026-11-01"}, 2, 0, true, false, 0},
		{"check-ins: a day at work this week", weekly, days("2026-10-27", "2026-10-29"), [2]string{"2026-11-03", "2026-11-08"}, 1, 0, true, false, 0},
		{"quarterly, held in the one before", quarterly, days("2026-08-03"), [2]string{}, 1, 0, true, false, 0},
		{"quarterly, none in the one before", quarterly, days("2026-06-30"), [2]string{}, 1, 0, true, true, 1},
		{"as agreed is never due", agreed, nil, [2]string{}, 0, 0, false, false, 0},
	} {
		atWork := func(d calendar.Date) bool {
			return c.away[0] == "" || d.Before(calendar.MustDate(c.away[0])) || d.After(calendar.MustDate(c.away[1]))
		}
		s, ok := Stand(c.line.Kind, func(calendar.Date) (Line, bool) { return c.line, true }, c.held, atWork, calendar.MustDate("2026-11-05"))
		if !ok || s.Expected != c.expected || s.Held != c.in || s.Due() != c.due || s.Overdue != c.overdue || s.Short != c.short {
			t.Errorf("%s: expected %d, held %d, due %t, overdue %t, short %d", c.name, s.Expected, s.Held, s.Due(), s.Overdue, s.Short)
		}
	}
}

// Whatever was held: holding one more never makes anything due or overdue that
// was not, leave never asks for more, and every day is in one window.
func TestStandProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.MustDate("2026-11-05").AddDays(rapid.IntRange(0, 400).Draw(t, "today"))
		line := Line{Kind: "clinical", Times: rapid.IntRange(1, 6).Draw(t, "times"), Per: rapid.SampledFrom([]string{Week, Month, Quarter}).Draw(t, "per")}
		var held []calendar.Date
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			held = append(held, today.AddDays(-rapid.IntRange(0, 120).Draw(t, "back")))
		}
		off := rapid.IntRange(0, 60).Draw(t, "off")
		leave := func(d calendar.Date) bool { return d.Before(today.AddDays(-off)) }
		always := func(calendar.Date) bool { return true }
		plan := func(calendar.Date) (Line, bool) { return line, true }
		a, _ := Stand(line.Kind, plan, held, always, today)
		b, _ := Stand(line.Kind, plan, append([]calendar.Date{today}, held...), always, today)
		c, _ := Stand(line.Kind, plan, held, leave, today)
		if b.Due() && !a.Due() || b.Overdue || b.Held != a.Held+1 {
			t.Fatalf("one more held: %+v, then %+v", a, b)
		}
		if c.Expected > a.Expected || c.Short > a.Short || c.Overdue && !a.Overdue {
			t.Fatalf("leave asks for more: %+v, then %+v", a, c)
		}
		w := WindowOf(line.Per, today)
		if today.Before(w.First) || today.After(w.Last) || WindowOf(line.Per, w.Last.AddDays(1)).First != w.Last.AddDays(1) {
			t.Fatalf("%s is in %+v", today, w)
		}
	})
}

func TestQuarters(t *testing.T) {
	for day, want := range map[string]string{"2026-01-01": "2026-Q1", "2026-03-31": "2026-Q1", "2026-04-01": "2026-Q2", "2026-09-30": "2026-Q3", "2026-12-31": "2026-Q4"} {
		q := QuarterOf(calendar.MustDate(day))
		w, ok := ParseQuarter(q)
		if q != want || !ok || calendar.MustDate(day).Before(w.First) || calendar.MustDate(day).After(w.Last) {
			t.Errorf("%s is in %s, %v", day, q, w)
		}
	}
	for _, s := range []string{"", "2026-Q0", "2026-Q5", "2026-Q1x", "26-Q1", "1999-Q1", "2026Q1"} {
		if _, ok := ParseQuarter(s); ok {
			t.Errorf("%q is a quarter", s)
		}
	}
	if n := len(Windows(Week, calendar.MustDate("2026-07-01"), calendar.MustDate("2026-09-30"))); n != 13 {
		t.Errorf("%d weeks begin in the quarter", n)
	}
}

// The plan follows the model, and each line says where it is written.
func TestFromModel(t *testing.T) {
	for m, want := range map[network.Model]int{network.Joint: 5, network.VCSE: 5, network.Independent: 3} {
		list := FromModel(m)
		if len(list) != want {
			t.Errorf("%s has %d lines", m, len(list))
		}
		for _, l := range list {
			if l.Source == "" || l.Text() == "" || l.Kind == "clinical" && (l.Per != Month || l.Below()) {
				t.Errorf("%s: %+v", m, l)
			}
		}
	}
}
