package diary

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

func askErr[R any](h *house, q gate.Query[R]) (R, error) {
	return gate.Ask(ctx, h.Gate, manager, q)
}

func TestPlay(t *testing.T) {
	terms := network.Terms{ReleaseHours: 48, OverLimit: "refuse", Allowances: []network.Allowance{{Practice: "P10001", PerWeek: 2}, {Practice: "P10002", PerWeek: 0}}}
	practices := []network.Practice{{Code: "P10001", Name: "Old Market"}, {Code: "P10002", Name: "Riverside"}}
	monday := day("2026-11-30")
	booked := func(practice, on, clock string, before time.Duration) Past {
		s := at(on, clock)
		return Past{Practice: practice, Week: day(on).Monday(), StartsAt: s, BookedAt: s.Add(-before)}
	}
	past := []Past{
		booked("P10001", "2026-12-04", "09:00", hours(100)), // the third of its week
		booked("P10001", "2026-12-01", "09:00", hours(200)),
		booked("P10001", "2026-12-02", "09:00", hours(150)),
		booked("P10001", "2026-12-08", "09:00", hours(300)), // the week after: a new allowance
		booked("P10002", "2026-12-01", "10:00", hours(48)),  // open to all by then
		booked("P10002", "2026-12-01", "11:00", hours(49)),  // an hour too early
		booked("P99999", "2026-12-01", "12:00", hours(90)),  // a practice that has left
	}
	r := Play(terms, past, practices)
	want := []PracticeReplay{
		{Practice: "P10001", Name: "Old Market", PerWeek: 2, Set: true, Asked: 4, Within: 3, Away: 1},
		{Practice: "P10002", Name: "Riverside", Set: true, Asked: 2, Released: 1, Away: 1},
		{Practice: "P99999", Name: "P99999", Asked: 1, Away: 1},
	}
	if fmt.Sprint(r.Practices) != fmt.Sprint(want) || r.Asked != 7 || r.Away != 3 || r.Over != 0 {
		t.Errorf("got %+v", r)
	}
	terms.OverLimit = "reason"
	if r := Play(terms, past, practices); r.Away != 0 || r.Over != 3 {
		t.Errorf("with reasons: %+v", r)
	}
	if monday.IsZero() || (Replay{}).Sentence() != "No direct bookings were made in these weeks, so there is nothing to play again." {
		t.Error("no bookings, no sentence")
	}
}

// Played again under the terms that were in force, every booking counts as it
// did when it was made: the replay's rule is the booking's rule.
func TestReplayIsTheRuleOfBooking(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.clinic(time.Monday, time.Tuesday, time.Wednesday, time.Thursday)
		k.Ends = clock("18:00")
		k.Firsts = 12
		made := do(t, h, manager, AddClinic{Clinic: k})
		r := rand.New(rand.NewPCG(7, 11))
		counted := map[string]int{}
		var free []Slot
		for _, s := range h.slots(t, made.ID, "") {
			if s.Kind == "first" && s.Day.Before(day("2026-12-14")) {
				free = append(free, s)
			}
		}
		for range 24 {
			i := r.IntN(len(free))
			s := free[i]
			free = append(free[:i], free[i+1:]...)
			who := []access.Actor{reception, riverside}[r.IntN(2)]
			if !s.StartsAt.After(h.Clock.Now()) {
				continue
			}
			counted[h.book(t, who, s.ID).Counts]++
			h.clock.Advance(time.Duration(r.IntN(8)) * time.Hour)
		}
		if counted[CountsAllowance] == 0 || counted[CountsOver] == 0 || counted[CountsReleased] == 0 {
			t.Fatalf("the bookings are all alike: %v", counted)
		}
		h.clock.Set(calendar.MustInstant("2027-01-05T09:00:00Z"))
		play := ask(t, h, manager, ReplayTerms{PCN: "A01", Terms: h.agreed})
		within, released := 0, 0
		for _, p := range play.Practices {
			within, released = within+p.Within, released+p.Released
		}
		if within != counted[CountsAllowance] || released != counted[CountsReleased] || play.Over != counted[CountsOver] || play.Away != 0 || play.WouldBe != play.Empty || play.Empty == 0 {
			t.Errorf("replayed %+v, booked %v", play, counted)
		}
		// With nothing agreed and no way over the limit, all but the released
		// are turned away, and their slots stay empty.
		strict := h.agreed
		strict.OverLimit, strict.Allowances = "refuse", nil
		play = ask(t, h, lead, ReplayTerms{PCN: "A01", Terms: strict})
		if away := counted[CountsAllowance] + counted[CountsOver]; play.Away != away || play.WouldBe != play.Empty+away {
			t.Errorf("strict: %+v, booked %v", play, counted)
		}
		hidden(t, h, ReplayTerms{PCN: "A01", Terms: h.agreed})
		if _, err := gate.Ask(ctx, h.Gate, reception, ReplayTerms{PCN: "A01", Terms: h.agreed}); !fault.Is(err, fault.NotFound) {
			t.Errorf("one practice replays all: %v", err)
		}
	})
}
