package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"footbridge/internal/fault"
)

// Pattern is a weekly pattern: on these weekdays, every so many weeks, from
// one day to another, except on some days. Weeks are counted from the week
// (Monday to Sunday) that From is in. Both ends belong to the pattern; a zero
// To is open. In JSON a weekday is a number, 0 for Sunday.
type Pattern struct {
	Weekdays []time.Weekday `json:"weekdays"`
	Every    int            `json:"every"`
	From     Date           `json:"from"`
	To       Date           `json:"to"`
	Except   []Date         `json:"except,omitempty"`
}

// Check says what is wrong with the pattern, as an Invalid fault.
func (p Pattern) Check() error {
	var c fault.Check
	c.Require(len(p.Weekdays) > 0, "weekdays", "Choose at least one weekday")
	for _, w := range p.Weekdays {
		c.Require(w >= time.Sunday && w <= time.Saturday, "weekdays", "There is no such weekday")
	}
	c.Require(p.Every >= 1 && p.Every <= 52, "every", "Weeks between must be from 1 to 52")
	c.Require(!p.From.IsZero(), "from", "Enter the first day")
	c.Require(p.To.IsZero() || !p.To.Before(p.From), "to", "The last day must not be before the first")
	return c.Err()
}

// Includes reports whether the pattern falls on d. A pattern without From,
// or with Every below 1, falls on no day.
func (p Pattern) Includes(d Date) bool {
	if d.IsZero() || p.From.IsZero() || p.Every < 1 || d.Before(p.From) || (!p.To.IsZero() && d.After(p.To)) {
		return false
	}
	weeks := d.Monday().DaysSince(p.From.Monday()) / 7
	return weeks%p.Every == 0 && slices.Contains(p.Weekdays, d.Weekday()) && !slices.Contains(p.Except, d)
}

// Dates gives the days from the day from up to and including the day to on
// which the pattern falls, in order.
func (p Pattern) Dates(from, to Date) []Date {
	if from.IsZero() || from.Before(p.From) {
		from = p.From
	}
	if !p.To.IsZero() && to.After(p.To) {
		to = p.To
	}
	var days []Date
	if from.IsZero() {
		return days
	}
	for d := from; !d.After(to); d = d.AddDays(1) {
		if p.Includes(d) {
			days = append(days, d)
		}
	}
	return days
}

// String says the pattern in words: "Every Tuesday and Thursday", "Every
// 2 weeks on Monday".
func (p Pattern) String() string {
	var names []string
	for i := range 7 {
		if w := time.Weekday((i + 1) % 7); slices.Contains(p.Weekdays, w) {
			names = append(names, w.String())
		}
	}
	days := "no day"
	switch n := len(names); {
	case n == 1:
		days = names[0]
	case n > 1:
		days = strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	if p.Every > 1 {
		return fmt.Sprintf("Every %d weeks on %s", p.Every, days)
	}
	return "Every " + days
}
