package network

import (
	"testing"

	"pgregory.net/rapid"

	"footbridge/internal/calendar"
)

// TestMonthsInAnyOrder: whatever the order in which months are placed, each
// day says what the latest month on or before it said.
func TestMonthsInAnyOrder(t *testing.T) {
	start := calendar.MustDate("2026-01-01")
	rapid.Check(t, func(t *rapid.T) {
		var spans []span[int]
		months := map[int]*int{} // day offset → what was said; nil: not there
		for range rapid.IntRange(1, 12).Draw(t, "imports") {
			at := rapid.IntRange(0, 9).Draw(t, "day")
			var v *int
			if rapid.Bool().Draw(t, "there") {
				n := rapid.IntRange(1, 3).Draw(t, "value")
				v = &n
			}
			next := calendar.Date{}
			for d := at + 1; d < 10; d++ {
				if _, ok := months[d]; ok {
					next = start.AddDays(d)
					break
				}
			}
			months[at] = v
			spans = place(spans, start.AddDays(at), next, v)
		}
		for d := range 12 {
			var want *int
			for m := d; m >= 0; m-- {
				if v, ok := months[m]; ok {
					want = v
					break
				}
			}
			got, ok := valueOn(spans, start.AddDays(d))
			if ok != (want != nil) || ok && got != *want {
				t.Fatalf("day %d: %v %v, want %v; %v", d, got, ok, want, spans)
			}
		}
		for i := 1; i < len(spans); i++ {
			if spans[i-1].To.IsZero() || spans[i].From.Before(spans[i-1].To) || spans[i-1].To == spans[i].From && spans[i-1].V == spans[i].V {
				t.Fatalf("not in order, overlapping or not merged: %v", spans)
			}
		}
	})
}
