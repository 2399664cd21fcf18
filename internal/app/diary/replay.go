package diary

import (
	"context"
	"fmt"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Past is one direct booking of the weeks that are replayed.
type Past struct {
	Practice string
	Week     calendar.Date
	BookedAt calendar.Instant
	StartsAt calendar.Instant
	Counts   string
}

// PracticeReplay is what proposed terms would have meant for one practice.
type PracticeReplay struct {
	Practice string
	Name     string
	PerWeek  int
	Set      bool
	Asked    int // direct bookings that were made
	Within   int
	Released int
	Over     int // would have needed a reason
	Away     int // would have been turned away
}

// Replay is the last weeks played again under proposed terms.
type Replay struct {
	From, To  calendar.Date
	Practices []PracticeReplay
	Asked     int
	Away      int
	Over      int
	Empty     int // first-appointment slots that stayed empty as it was
	WouldBe   int // slots that would have stayed empty under the terms
}

// Sentence says the replay in words.
func (r Replay) Sentence() string {
	if r.Asked == 0 {
		return "No direct bookings were made in these weeks, so there is nothing to play again."
	}
	return fmt.Sprintf("Of %d direct bookings from %s to %s, %d would have been turned away and %d would have needed a reason. %d slots stayed empty; under these terms it would have been %d.",
		r.Asked, r.From.Medium(), r.To.Medium(), r.Away, r.Over, r.Empty, r.WouldBe)
}

// Play decides each booking anew under the terms, in the order in which they
// were made, by the same rule that booking uses.
func Play(t network.Terms, past []Past, practices []network.Practice) Replay {
	past = slices.Clone(past)
	slices.SortStableFunc(past, func(a, b Past) int { return a.BookedAt.Compare(b.BookedAt) })
	rows := map[string]*PracticeReplay{}
	var order []string
	row := func(code, name string) *PracticeReplay {
		r, ok := rows[code]
		if !ok {
			r = &PracticeReplay{Practice: code, Name: name}
			r.PerWeek, r.Set = t.PerWeek(code)
			rows[code] = r
			order = append(order, code)
		}
		return r
	}
	for _, p := range practices {
		row(p.Code, p.Name)
	}
	type weekOf struct {
		practice string
		week     calendar.Date
	}
	usedIn := map[weekOf]int{}
	var out Replay
	for _, b := range past {
		r := row(b.Practice, b.Practice)
		r.Asked++
		out.Asked++
		key := weekOf{b.Practice, b.Week}
		switch v := Judge(t, b.Practice, usedIn[key], b.StartsAt, b.BookedAt); v.Counts {
		case CountsReleased:
			r.Released++
		case CountsAllowance:
			r.Within++
			usedIn[key]++
		case CountsOver:
			r.Over++
			out.Over++
			usedIn[key]++
		default:
			r.Away++
			out.Away++
		}
	}
	for _, code := range order {
		out.Practices = append(out.Practices, *rows[code])
	}
	return out
}

// ReplayTerms plays the last twelve weeks of a network's direct bookings again
// under proposed terms, before anybody signs them.
type ReplayTerms struct {
	PCN   string
	Terms network.Terms
}

// Needs names the permission.
func (ReplayTerms) Needs() access.Permission { return access.SeeAgreement }

// Ask plays them.
func (q ReplayTerms) Ask(_ context.Context, tx *gate.Tx) (Replay, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return Replay{}, fault.Missing("network")
	}
	to := tx.Today().Monday().AddDays(-1)
	from := to.AddDays(-12*7 + 1)
	past, err := db.All[Past](tx.Tx, `SELECT practice, week, booked_at, starts_at, counts FROM booking
		WHERE pcn = $1 AND week >= $2 AND week <= $3 AND kind = 'first' AND counts <> 'own' AND state = 'booked' ORDER BY booked_at, id`, q.PCN, from, to)
	if err != nil {
		return Replay{}, err
	}
	practices, err := network.PracticesOf(tx, q.PCN, tx.Today())
	if err != nil {
		return Replay{}, err
	}
	r := Play(q.Terms, past, practices)
	r.From, r.To = from, to
	if r.Empty, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM slot WHERE pcn = $1 AND kind = 'first' AND state = 'free' AND day >= $2 AND day <= $3", q.PCN, from, to); err != nil {
		return Replay{}, err
	}
	r.WouldBe = r.Empty + r.Away
	tx.Listed("booking", "replay "+q.PCN, r.Asked)
	return r, nil
}
