package supervision

import (
	"fmt"

	"footbridge/internal/calendar"
)

// The rule of what is due, stated once and shown on the page:
//
//   - A line of a plan asks for a number of sessions in each week (Monday to
//     Sunday), calendar month or calendar quarter. Only sessions that were held
//     count; one that was offered and not attended, or missed, is shown beside.
//   - Never more is asked for than there were days at work: working days in
//     post and not on leave. A month that was leave from end to end asks for
//     nothing; a week with one day at work asks for one check-in.
//   - The plan of a week, month or quarter is the one that stood on its last
//     day, or stands today while it runs.
//   - Due: something is still to be held before the present one ends. Overdue:
//     the last one that ended fell short, and nothing was held since.
//   - A line “as agreed” has no number and is never due.

// DueRule is the rule in words.
const DueRule = "Counted in whole weeks (Monday to Sunday), months and quarters. Only what was held counts. Never more is asked for than there were days at work, so a month of leave asks for nothing. Overdue means: the last whole week, month or quarter fell short, and nothing was held since."

// Window is one week, month or quarter, both days included.
type Window struct{ First, Last calendar.Date }

// WindowOf gives the window of a day.
func WindowOf(per string, day calendar.Date) Window {
	switch per {
	case Week:
		return Window{day.Monday(), day.Monday().AddDays(6)}
	case Quarter:
		m := calendar.MonthOf(day)
		for (int(m.First().Month())-1)%3 != 0 {
			m = m.Add(-1)
		}
		return Window{m.First(), m.Add(2).Last()}
	}
	m := calendar.MonthOf(day)
	return Window{m.First(), m.Last()}
}

// Windows gives the windows that begin on any day from the one to the other.
func Windows(per string, from, last calendar.Date) []Window {
	var out []Window
	w := WindowOf(per, from)
	if w.First.Before(from) {
		w = WindowOf(per, w.Last.AddDays(1))
	}
	for ; !w.First.After(last); w = WindowOf(per, w.Last.AddDays(1)) {
		out = append(out, w)
	}
	return out
}

// Expected says how many sessions of a line a window asks for.
func Expected(l Line, w Window, atWork func(calendar.Date) bool) int {
	if l.Per == Agreed {
		return 0
	}
	days := 0
	for d := w.First; !d.After(w.Last) && days < l.Times; d = d.AddDays(1) {
		if calendar.IsWorkingDay(d) && atWork(d) {
			days++
		}
	}
	return min(l.Times, days)
}

// Standing is how a line of a plan stands today.
type Standing struct {
	Line
	LastOn   calendar.Date // on which one was held last; zero when never
	Expected int           // in the present window
	Held     int           // in the present window
	Until    calendar.Date // its last day
	Short    int           // by how many the last whole window fell short
	Overdue  bool
}

// Due says whether something is still to be held before the window ends.
func (s Standing) Due() bool { return s.Held < s.Expected }

// Words says how it stands.
func (s Standing) Words() string {
	switch {
	case s.Per == Agreed && s.LastOn.IsZero():
		return "As agreed. None is written down"
	case s.Per == Agreed:
		return "As agreed"
	case s.Overdue:
		return fmt.Sprintf("Overdue: the last %s was short by %d", s.Per, s.Short)
	case s.Due():
		return fmt.Sprintf("%d of %d this %s, the rest by %s", s.Held, s.Expected, s.Per, s.Until.Medium())
	case s.Expected == 0:
		return "Nothing is asked for this " + s.Per + ": no days at work"
	}
	return fmt.Sprintf("%d of %d this %s", s.Held, s.Expected, s.Per)
}

// Stand works out how a kind stands on a day. planned gives the line of the
// plan on a day, held are the days on which one was held, atWork says whether
// the practitioner was in post and not on leave.
func Stand(kind string, planned func(calendar.Date) (Line, bool), held []calendar.Date, atWork func(calendar.Date) bool, today calendar.Date) (Standing, bool) {
	line, ok := planned(today)
	s := Standing{Line: line}
	for _, d := range held {
		if !d.After(today) && d.After(s.LastOn) {
			s.LastOn = d
		}
	}
	if !ok || line.Per == Agreed {
		return s, ok
	}
	now := WindowOf(line.Per, today)
	s.Until, s.Expected, s.Held = now.Last, Expected(line, now, atWork), within(held, now, today)
	before := WindowOf(line.Per, now.First.AddDays(-1))
	if was, ok := planned(before.Last); ok && was.Per == line.Per {
		s.Short = max(0, Expected(was, before, atWork)-within(held, before, today))
		s.Overdue = s.Short > 0 && s.Held == 0
	}
	return s, true
}

func within(days []calendar.Date, w Window, today calendar.Date) (n int) {
	for _, d := range days {
		if !d.Before(w.First) && !d.After(w.Last) && !d.After(today) {
			n++
		}
	}
	return n
}

// QuarterOf gives the quarter of a day as a page writes it: "2026-Q3".
func QuarterOf(day calendar.Date) string {
	return fmt.Sprintf("%04d-Q%d", day.Year(), (int(day.Month())+2)/3)
}

// ParseQuarter reads "2026-Q3"; false when it is none.
func ParseQuarter(s string) (Window, bool) {
	var year, q int
	if n, err := fmt.Sscanf(s, "%4d-Q%1d", &year, &q); n != 2 || err != nil || len(s) != 7 || q < 1 || q > 4 || year < 2000 {
		return Window{}, false
	}
	m := calendar.MonthOf(calendar.NewDate(year, 1, 1)).Add(3 * (q - 1))
	return Window{m.First(), m.Add(2).Last()}, true
}

// Words says the quarter: "July to September 2026".
func (w Window) Words() string {
	return w.First.Month().String() + " to " + calendar.MonthOf(w.Last).Long()
}
