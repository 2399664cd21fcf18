package onward

import (
	"fmt"
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Small is the number below which a count about people is not shown.
const Small = 5

// Answered is one onward request that a service answered.
type Answered struct {
	Service   string
	SentOn    calendar.Date
	RepliedOn calendar.Date
	Reply     string // "accepted", "waiting" or "declined"
	Reason    string // of a declined one
}

// Refusals says how often something was the reason.
type Refusals struct {
	Reason string // in words
	N      int
}

// Experience is what this network's own onward requests of the last twelve
// months say about a service, without numbers below Small. Whoever subtracts
// the numbers that are shown from each other learns none that is not.
type Experience struct {
	Replies  int // 0 when none, or when there are fewer than Small: see Few
	Few      bool
	Shown    bool // Accepted and Declined may be shown
	Accepted int  // taken on, or put on their waiting list
	Declined int
	Refused  []Refusals // empty when none may be shown
	Days     int        // median of the days from sending to the reply, rounded up
	Timed    bool       // Days is known and may be shown
}

// Words says it in one or two sentences.
func (e Experience) Words() string {
	switch {
	case e.Few:
		return fmt.Sprintf("Fewer than %d replies to us in the last twelve months: too few to say anything", Small)
	case e.Replies == 0:
		return "No replies to us yet in the last twelve months"
	case e.Shown:
		return fmt.Sprintf("Accepted %d of %d in the last twelve months", e.Accepted, e.Replies)
	}
	return fmt.Sprintf("%d replies to us in the last twelve months; how many were accepted is not shown, because one of the numbers is below %d", e.Replies, Small)
}

// Summarise makes the experience out of answered requests.
func Summarise(list []Answered) Experience {
	var e Experience
	counts := make([]int, len(Reasons))
	var days []int
	declined := 0
	for _, a := range list {
		if a.Reply == "declined" {
			declined++
			counts[slices.IndexFunc(Reasons, func(r [2]string) bool { return r[0] == a.Reason })]++
		}
		days = append(days, max(0, a.RepliedOn.DaysSince(a.SentOn)))
	}
	n := len(list)
	if n < Small {
		e.Few = n > 0
		return e
	}
	e.Replies = n
	slices.Sort(days)
	e.Timed, e.Days = true, (days[(n-1)/2]+days[n/2]+1)/2
	accepted := n - declined
	if accepted > 0 && accepted < Small || declined > 0 && declined < Small {
		return e
	}
	e.Shown, e.Accepted, e.Declined = true, accepted, declined
	e.Refused = suppress(counts)
	return e
}

// suppress shows the reasons with their numbers, the most frequent first, when
// none of them is below Small; otherwise none of them. To show some and put the
// others together would let whoever knows the rule work out a small number.
func suppress(counts []int) []Refusals {
	var out []Refusals
	for i, n := range counts {
		if n > 0 && n < Small {
			return nil
		}
		if n > 0 {
			out = append(out, Refusals{Reasons[i][1], n})
		}
	}
	slices.SortStableFunc(out, func(a, b Refusals) int { return b.N - a.N })
	return out
}

// experiences gives a network's experience with its services, or with one of
// them, by service: of everything that it sent in the last twelve months and
// that was answered.
func experiences(tx *gate.Tx, pcn, one string) (map[string]Experience, error) {
	var a db.Args
	q := "SELECT service, sent_on, replied_on, reply, reason FROM onward_request WHERE pcn = " + a.Add(pcn) + " AND sent_on >= " + a.Add(tx.Today().AddMonths(-12)) + " AND replied_on IS NOT NULL"
	if one != "" {
		q += " AND service = " + a.Add(one)
	}
	list, err := db.All[Answered](tx.Tx, q, a.List...)
	by := map[string][]Answered{}
	for _, x := range list {
		by[x.Service] = append(by[x.Service], x)
	}
	out := make(map[string]Experience, len(by))
	for service, list := range by {
		out[service] = Summarise(list)
	}
	return out, err
}
