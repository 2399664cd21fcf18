package measures

import (
	"context"
	"fmt"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Kinds of a measure that is due.
const (
	Baseline = "first"
	Review   = "review"
)

// A Rule says when a measure is due. The rules are local; no national rule
// says how often.
type Rule struct{ Kind, Title, When string }

// Rules are the two.
var Rules = []Rule{
	{Baseline, "First one", "Due on the day on which somebody was first seen, while no questionnaire with a total is on record in the episode."},
	{Review, "Review", "Due so many weeks after the last total in the episode, while it is open. The network says how many under Inbox settings."},
}

// Due asks whose measure is due in a network. Practitioner, Kind and Ahead
// narrow it: Ahead counts those too that become due in the next two weeks.
type Due struct {
	PCN, Practitioner, Kind string
	Ahead                   bool
}

// DueList is the answer to Due.
type DueList struct {
	Rows        []DueRow // the longest due first
	Total       int      // without Practitioner and Kind
	ByHolder    []HolderCount
	ReviewWeeks int
	Set         bool // the network has said how many weeks; otherwise it is the beginning
}

// HolderCount is how many are due with a practitioner, as the list counts
// them.
type HolderCount struct {
	ID, Name string
	Count    int
}

// DueRow is one person whose measure is due.
type DueRow struct {
	Who    person.Person
	Holder workforce.Practitioner
	Kind   string
	On     calendar.Date
	Days   int           // since then; below 0 when it is ahead
	LastOn calendar.Date // of the last total in the episode
	Last   string        // its questionnaire
	Asked  string        // what was handed out and has not come back, ""
	NextAt calendar.Instant
}

// KindWords is the kind in words.
func (r DueRow) KindWords() string {
	for _, k := range Rules {
		if k.Kind == r.Kind {
			return k.Title
		}
	}
	return r.Kind
}

// Needs names the permission.
func (Due) Needs() access.Permission { return access.SeeCare }

// Ask works it out, in a fixed number of statements.
func (q Due) Ask(_ context.Context, tx *gate.Tx) (DueList, error) {
	var out DueList
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	rota, err := rotaOf(tx, q.PCN)
	if err != nil {
		return out, err
	}
	out.ReviewWeeks, out.Set = rota.ReviewWeeks, rota.Set
	open, err := episode.OpenIn(tx, q.PCN)
	if err != nil {
		return out, err
	}
	var ids, episodes []string
	for _, e := range open {
		ids, episodes = append(ids, e.Person), append(episodes, e.ID)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return out, err
	}
	seen, err := diary.Standings(tx, q.PCN, ids)
	if err != nil {
		return out, err
	}
	last, err := lastTotals(tx, episodes)
	if err != nil {
		return out, err
	}
	given, err := givenTo(tx, q.PCN)
	if err != nil {
		return out, err
	}
	var holders []string
	for _, e := range open {
		holders = append(holders, e.Holder)
	}
	names, err := workforce.Known(tx, holders)
	if err != nil {
		return out, err
	}
	limit := tx.Today()
	if q.Ahead {
		limit = limit.AddDays(14)
	}
	counts := map[string]int{}
	for _, e := range open {
		who, ok := people[e.Person]
		if !ok || !who.Died.IsZero() {
			continue
		}
		r := DueRow{Who: who, Holder: names[e.Holder], Kind: Review, NextAt: seen[e.Person].NextAt, Asked: given[e.ID]}
		if l, ok := last[e.ID]; ok {
			r.LastOn, r.Last, r.On = l.OnDay, l.Name, l.OnDay.AddDays(7*rota.ReviewWeeks)
		} else if first := seen[e.Person].LastSeen; !first.IsZero() && !first.Before(e.OpenedAt.Date()) {
			r.Kind, r.On = Baseline, first
		} else {
			continue
		}
		if r.On.After(limit) {
			continue
		}
		r.Days = tx.Today().DaysSince(r.On)
		out.Total++
		if q.Kind == "" || q.Kind == r.Kind {
			counts[r.Holder.ID]++
		}
		if (q.Practitioner == "" || q.Practitioner == r.Holder.ID) && (q.Kind == "" || q.Kind == r.Kind) {
			out.Rows = append(out.Rows, r)
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b DueRow) int { return a.On.Compare(b.On) })
	for id, n := range counts {
		out.ByHolder = append(out.ByHolder, HolderCount{id, or(names[id].Name, "Nobody holds them yet"), n})
	}
	slices.SortFunc(out.ByHolder, func(a, b HolderCount) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	tx.Listed("measure due", fmt.Sprintf("%s %s %s", q.PCN, q.Practitioner, q.Kind), len(out.Rows))
	return out, nil
}

type total struct {
	Episode, Code string
	OnDay         calendar.Date
	Name          string `db:"-"`
}

// lastTotals gives the last total that holds of each episode.
func lastTotals(tx *gate.Tx, episodes []string) (map[string]total, error) {
	out := make(map[string]total, len(episodes))
	if len(episodes) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[total](tx.Tx, "SELECT episode, code, on_day FROM measure_taken WHERE episode IN "+a.In(episodes)+" AND total IS NOT NULL AND withdrawn_at IS NULL ORDER BY on_day, recorded_at", a.List...)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, t := range list {
		if !slices.Contains(codes, t.Code) {
			codes = append(codes, t.Code)
		}
	}
	tools, err := known(tx, codes)
	for _, t := range list {
		t.Name = t.Code
		if x, ok := tools[t.Code]; ok {
			t.Name = x.Name
		}
		out[t.Episode] = t
	}
	return out, err
}

// givenTo says of each episode what was handed out and may still come back.
func givenTo(tx *gate.Tx, pcn string) (map[string]string, error) {
	list, err := db.All[Asked](tx.Tx, "SELECT "+askedColumns+" FROM measure_asked WHERE pcn = $1 AND ended_at IS NULL ORDER BY asked_at", pcn)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := describe(tx, list); err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, a := range list {
		if a.Outstanding() {
			how := "by private link"
			if a.How == "paper" {
				how = "on paper"
			}
			out[a.Episode] = a.Name + " given " + how + ", " + a.AskedAt.Medium()
		}
	}
	return out, nil
}
