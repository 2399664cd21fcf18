package diary

import (
	"fmt"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// How a booking counts.
const (
	CountsAllowance = "allowance" // against the practice's allowance of its week
	CountsReleased  = "released"  // a slot that had been opened to all
	CountsOver      = "over"      // over the limit, with a reason
	CountsOwn       = "own"       // the practitioner's own booking: a follow-up, a duty call
)

// Allowance is where a practice stands in one week.
type Allowance struct {
	Practice string
	Name     string
	Week     calendar.Date // its Monday
	Agreed   int
	Set      bool // false when the agreement names no allowance for the practice
	Used     int  // direct bookings that count against it
	Over     int  // booked over the limit, with a reason
	Released int  // free slots of the week that are open to all by now
}

// Left is what is left of the allowance, never below zero.
func (a Allowance) Left() int { return max(0, a.Agreed-a.Used) }

// Sentence says where the practice stands, as reception reads it.
func (a Allowance) Sentence() string {
	if !a.Set {
		return fmt.Sprintf("%s: no allowance is agreed", a.Name)
	}
	s := fmt.Sprintf("%s: %d of %d used in the week of %s, %d left", a.Name, a.Used, a.Agreed, a.Week.Medium(), a.Left())
	if a.Over > 0 {
		s += fmt.Sprintf("; %d over the limit", a.Over)
	}
	return s
}

// Verdict says whether a direct booking may be made, and how it counts.
type Verdict struct {
	Counts string // one of the Counts constants; "" when it may not be made
	Reason bool   // a reason has to be given
	Says   string
}

// Judge is the rule of the allowance. A slot that starts within the release
// hours is open to every member practice and counts against nobody. Otherwise
// the practice's allowance of the slot's week counts; over it the agreement's
// rule decides. used counts bookings that are not released.
func Judge(t network.Terms, practice string, used int, startsAt, now calendar.Instant) Verdict {
	if startsAt.Sub(now).Hours() <= float64(t.ReleaseHours) {
		return Verdict{Counts: CountsReleased, Says: "Open to every practice now"}
	}
	agreed, set := t.PerWeek(practice)
	if set && used < agreed {
		return Verdict{Counts: CountsAllowance, Says: "Within the allowance"}
	}
	if t.OverLimit == "reason" {
		return Verdict{Counts: CountsOver, Reason: true, Says: "Over the allowance of that week: it can be booked with a reason, and is counted"}
	}
	return Verdict{Says: "The allowance of that week is used up. The person can go on the waiting list, or take a slot that opens to all later"}
}

// used counts, per week, a practice's direct bookings against its allowance
// and over it. A booking that was moved or cancelled no longer counts.
func used(tx *gate.Tx, pcn, practice string, from, to calendar.Date) (map[calendar.Date]Allowance, error) {
	type row struct {
		Week   calendar.Date
		Counts string
		N      int
	}
	list, err := db.All[row](tx.Tx, `SELECT week, counts, count(*) AS n FROM booking
		WHERE pcn = $1 AND practice = $2 AND week >= $3 AND week <= $4 AND state = 'booked' AND counts IN ('allowance', 'over') GROUP BY week, counts`,
		pcn, practice, from.Monday(), to.Monday())
	if err != nil {
		return nil, err
	}
	out := map[calendar.Date]Allowance{}
	for _, r := range list {
		a := out[r.Week]
		a.Used += r.N
		if r.Counts == CountsOver {
			a.Over += r.N
		}
		out[r.Week] = a
	}
	return out, nil
}

// standing gives where a practice stands this week and in the weeks after it,
// for n weeks.
func standing(tx *gate.Tx, t network.Terms, pcn, practice, service string, n int) ([]Allowance, error) {
	monday := tx.Today().Monday()
	last := monday.AddDays(7 * (n - 1))
	byWeek, err := used(tx, pcn, practice, monday, last)
	if err != nil {
		return nil, err
	}
	name, err := network.NameOf(tx, network.KindPractice, practice, tx.Today())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	released, err := db.All[struct {
		Day calendar.Date
		N   int
	}](tx.Tx, `SELECT day, count(*) AS n FROM slot WHERE pcn = $1 AND kind = 'first' AND service = $2 AND state = 'free' AND starts_at > $3 AND starts_at <= $4 GROUP BY day`,
		pcn, service, tx.Now, tx.Now.Add(hours(t.ReleaseHours)))
	if err != nil {
		return nil, err
	}
	out := make([]Allowance, n)
	for i := range out {
		week := monday.AddDays(7 * i)
		a := byWeek[week]
		a.Practice, a.Name, a.Week = practice, name, week
		a.Agreed, a.Set = t.PerWeek(practice)
		for _, r := range released {
			if r.Day.Monday() == week {
				a.Released += r.N
			}
		}
		out[i] = a
	}
	return out, nil
}
