// Package caseload is the room of whom a practitioner holds: who has not been
// seen, what is due, who has no next step; pauses; and how a caseload is
// handed over so that nobody is left without somebody who holds them. Every
// list only orders what a person then looks at. None decides who is seen.
package caseload

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// The lists of a caseload.
const (
	Everyone  = ""
	NotSeen   = "not-seen"   // nobody has seen or reached them since they came
	Quiet     = "quiet"      // not seen for some weeks
	NotBetter = "not-better" // a true pair of scores without reliable improvement
	Long      = "long"       // held for LongWeeks or longer
	Clock14   = "clock-14"
	Clock21   = "clock-21"
	Clock28   = "clock-28"
	Unsigned  = "unsigned"
	Measures  = "measures" // a follow-up measure is due
	Safety    = "safety"   // the review of a safety plan is due
	PlanDue   = "plan"     // the review of a care plan is due
	Paused    = "paused"
	Flagged   = "flagged"
	Nobodys   = "nobody" // nobody in post holds them
)

// Lists are all lists, in the order of the page.
var Lists = []string{Everyone, NotSeen, Quiet, Clock14, Clock21, Clock28, Unsigned, Measures, Safety, PlanDue, NotBetter, Long, Paused, Flagged, Nobodys}

// Sorts are the orders to choose from, beside a list's own.
var Sorts = []string{"", "name", "opened", "seen", "next"}

// LongWeeks is from when somebody stands on the list of the longest held.
const LongWeeks = 12

// QuietWeeks are after how many weeks somebody is not seen for long, to choose
// from; the first is the one that a link opens.
var QuietWeeks = []int{4, 2, 6, 8}

// Everybody is the practitioner of Of that stands for the whole team.
const Everybody = "team"

// Of asks for a caseload. A practitioner sees their own; a supervisor and the
// team lead any practitioner's, and the team's.
type Of struct {
	PCN          string
	Practitioner string // one's own when left out, or the team for those who have none; Everybody
	List         string // one of Lists
	Weeks        int    // for Quiet; one of QuietWeeks
	Practice     string
	Sort         string // one of Sorts
}

// Row is one person of a caseload, with what each list looks at.
type Row struct {
	Episode    episode.Episode
	Who        person.Person
	Holder     string // the name, "" when nobody in post holds them
	Left       string // the name of the practitioner who held them and has left
	Days       int    // since the episode was opened
	SeenOn     calendar.Date
	NextAt     calendar.Instant
	Waiting    bool
	Clock      policy.State
	Pairs      []measures.Pair
	NotBetter  bool
	Unsigned   []diary.Booking // took place, and nobody has signed a note
	Begun      []account.Begun // drafts about them that are older than a day
	MeasureOn  calendar.Date   // when a follow-up measure is due, zero when none is
	MeasureFor string
	SafetyOn   calendar.Date // when the safety plan is to be looked at again
	PlanOn     calendar.Date // when the care plan is
	Pause      *Pause
	Flags      []supervision.Flag
}

// Running reports whether the person's clock runs.
func (r Row) Running() bool { return !r.Clock.Start.IsZero() && !r.Clock.Stopped && !r.Clock.Ended }

// On says whether a row stands on a list today.
func (r Row) On(list string, weeks int, today calendar.Date) bool {
	due := func(d calendar.Date) bool { return !d.IsZero() && !d.After(today) }
	switch list {
	case Everyone:
		return true
	case NotSeen:
		return r.SeenOn.IsZero()
	case Quiet:
		return !r.SeenOn.IsZero() && today.DaysSince(r.SeenOn) >= 7*weeks
	case NotBetter:
		return r.NotBetter
	case Long:
		return r.Days >= 7*LongWeeks
	case Clock14:
		return r.Running() && r.Clock.Days >= 14
	case Clock21:
		return r.Running() && r.Clock.Days >= 21
	case Clock28:
		return r.Running() && r.Clock.Days >= 28
	case Unsigned:
		return len(r.Unsigned)+len(r.Begun) > 0
	case Measures:
		return due(r.MeasureOn)
	case Safety:
		return due(r.SafetyOn)
	case PlanDue:
		return due(r.PlanOn)
	case Paused:
		return r.Pause != nil
	case Flagged:
		return len(r.Flags) > 0
	case Nobodys:
		return r.Holder == ""
	}
	return false
}

// Caseload is the answer to Of.
type Caseload struct {
	PCN          string
	Practitioner string // Everybody for the team
	Name         string
	Own          bool
	Team         []workforce.Practitioner // in post
	May          bool                     // see others'
	Rows         []Row                    // of the list that was asked for
	Counts       map[string]int           // by list, of the same practitioner and practice
	Weeks        int
	All          int // of the practitioner, at any practice
	Agreed       workforce.Capacity
	HeldBy       map[string]int // by practitioner in post, for those who may see others
	Capacities   map[string]workforce.Capacity
	Places       map[string]string // names of practices
	Paused       int               // of All
}

// Needs names the permission.
func (Of) Needs() access.Permission { return access.SeeCaseload }

// Ask gathers it, in a fixed number of statements, however many are held.
func (q Of) Ask(ctx context.Context, tx *gate.Tx) (Caseload, error) {
	c := Caseload{PCN: q.PCN, Counts: map[string]int{}, HeldBy: map[string]int{}, Places: map[string]string{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return c, fault.Missing("network")
	}
	if !slices.Contains(QuietWeeks, q.Weeks) {
		q.Weeks = QuietWeeks[0]
	}
	c.Weeks = q.Weeks
	own, err := q.whose(tx, &c)
	if err != nil {
		return c, err
	}
	c.Own = own != "" && c.Practitioner == own
	open, err := episode.OpenIn(tx, q.PCN)
	if err != nil {
		return c, err
	}
	inPost := map[string]bool{}
	for _, p := range c.Team {
		inPost[p.ID] = true
	}
	var mine []episode.Episode
	for _, e := range open {
		if inPost[e.Holder] {
			c.HeldBy[e.Holder]++
		}
		if c.Practitioner == Everybody || e.Holder == c.Practitioner {
			mine = append(mine, e)
		}
	}
	if !c.May {
		c.HeldBy = nil
	}
	if c.Capacities, err = workforce.Capacities(tx, q.PCN); err != nil {
		return c, err
	}
	c.Agreed = c.Capacities[c.Practitioner]
	rows, err := Rows(ctx, tx, q.PCN, mine)
	if err != nil {
		return c, err
	}
	c.All = len(rows)
	for _, r := range rows {
		if r.Pause != nil {
			c.Paused++
		}
		c.Places[r.Who.Practice] = ""
		if q.Practice != "" && r.Who.Practice != q.Practice {
			continue
		}
		for _, l := range Lists {
			if r.On(l, q.Weeks, tx.Today()) {
				c.Counts[l]++
			}
		}
		if r.On(q.List, q.Weeks, tx.Today()) {
			c.Rows = append(c.Rows, r)
		}
	}
	order(c.Rows, q.List, q.Sort)
	practices, err := network.PracticesOf(tx, q.PCN, tx.Today())
	for _, p := range practices {
		if _, any := c.Places[p.Code]; any {
			c.Places[p.Code] = p.Name
		}
	}
	tx.Listed("episode", strings.TrimSpace("caseload "+c.Name+" "+q.List+", "+q.PCN), len(c.Rows))
	return c, err
}

// whose finds whose caseload it is; somebody else's is not found for those who
// may see only their own.
func (q Of) whose(tx *gate.Tx, c *Caseload) (own string, err error) {
	if c.Team, err = workforce.InPost(tx, q.PCN, tx.Today()); err != nil {
		return "", err
	}
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return "", err
	}
	c.May = MaySeeAll(tx.Actor)
	c.Practitioner = q.Practitioner
	if c.Practitioner == "" && own != "" {
		c.Practitioner = own
	}
	if c.Practitioner == "" && c.May {
		c.Practitioner = Everybody
	}
	if !c.May && c.Practitioner != own || c.Practitioner == "" {
		return "", fault.Missing("caseload")
	}
	if c.Practitioner == Everybody {
		c.Name = "the team"
		return own, nil
	}
	p, err := workforce.InNetwork(tx, q.PCN, c.Practitioner)
	c.Name = p.Name
	return own, err
}

// MaySeeAll reports whether somebody may look at caseloads that are not their
// own.
func MaySeeAll(a access.Actor) bool { return a.Holds(access.Supervisor) || a.Holds(access.TeamLead) }

func order(rows []Row, list, by string) {
	name := func(a, b Row) int {
		return cmp.Or(strings.Compare(a.Who.FormalName(), b.Who.FormalName()), strings.Compare(a.Episode.ID, b.Episode.ID))
	}
	opened := func(a, b Row) int { return a.Episode.OpenedAt.Compare(b.Episode.OpenedAt) }
	day := func(of func(Row) calendar.Date) func(a, b Row) int {
		return func(a, b Row) int {
			x, y := of(a), of(b)
			switch {
			case x == y:
				return 0
			case x.Before(y):
				return -1
			}
			return 1
		}
	}
	seen := day(func(r Row) calendar.Date { return r.SeenOn })
	next := func(a, b Row) int {
		switch {
		case a.NextAt.IsZero() != b.NextAt.IsZero():
			if a.NextAt.IsZero() {
				return -1
			}
			return 1
		default:
			return a.NextAt.Compare(b.NextAt)
		}
	}
	first := opened
	switch {
	case by == "name":
		first = name
	case by == "opened":
	case by == "seen":
		first = seen
	case by == "next":
		first = next
	case list == Everyone:
		first = name
	case list == Quiet:
		first = seen
	case list == Clock14 || list == Clock21 || list == Clock28:
		first = func(a, b Row) int { return b.Clock.Days - a.Clock.Days }
	case list == Measures:
		first = day(func(r Row) calendar.Date { return r.MeasureOn })
	case list == Safety:
		first = day(func(r Row) calendar.Date { return r.SafetyOn })
	case list == PlanDue:
		first = day(func(r Row) calendar.Date { return r.PlanOn })
	case list == Paused:
		first = day(func(r Row) calendar.Date { return r.Pause.UntilDay })
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Or(first(a, b), name(a, b)) })
}

// part is how many people are looked up at a time: an engine takes only so
// many parameters.
const part = 3000

// Rows gives what a caseload shows of open episodes of a network; those of
// people outside the scope are left out.
func Rows(ctx context.Context, tx *gate.Tx, pcn string, open []episode.Episode) ([]Row, error) {
	if len(open) == 0 {
		return nil, nil
	}
	due, err := dueOf(ctx, tx, pcn)
	if err != nil {
		return nil, err
	}
	out := make([]Row, 0, len(open))
	for chunk := range slices.Chunk(open, part) {
		rows, err := rowsOf(tx, pcn, chunk, due)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

func rowsOf(tx *gate.Tx, pcn string, open []episode.Episode, due dues) ([]Row, error) {
	ids, holders, episodes := make([]string, len(open)), make([]string, len(open)), make([]string, len(open))
	for i, e := range open {
		ids[i], holders[i], episodes[i] = e.Person, e.Holder, e.ID
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	facts, err := care.Facts(tx, people, open)
	if err != nil {
		return nil, err
	}
	pairs, err := measures.PairsOf(tx, episodes)
	if err != nil {
		return nil, err
	}
	k, err := look(tx, pcn, people, episodes)
	if err != nil {
		return nil, err
	}
	names, err := workforce.Known(tx, slices.Compact(slices.Sorted(slices.Values(holders))))
	if err != nil {
		return nil, err
	}
	inPost, err := workforce.InPost(tx, pcn, tx.Today())
	if err != nil {
		return nil, err
	}
	stays := map[string]bool{}
	for _, p := range inPost {
		stays[p.ID] = true
	}
	out := make([]Row, 0, len(open))
	for _, e := range open {
		p, ok := people[e.Person]
		if !ok {
			continue
		}
		f := facts[e.ID]
		r := Row{Episode: e, Who: p, Days: tx.Today().DaysSince(e.OpenedAt.Date()), SeenOn: f.SeenOn, Clock: f.Clock, Pairs: pairs[e.ID], Pause: k.pauses[e.ID]}
		if stays[e.Holder] {
			r.Holder = names[e.Holder].Name
		} else {
			r.Left = names[e.Holder].Name
		}
		r.NotBetter = slices.ContainsFunc(r.Pairs, measures.Pair.NotBetter)
		k.fill(&r, tx.Today())
		due.fill(&r)
		out = append(out, r)
	}
	return out, nil
}
