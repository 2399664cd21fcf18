package mdt

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Held asks for the meetings of a network.
type Held struct{ PCN string }

// Meetings is the answer: those to come or open, the next one first, and
// those that are over, the latest first.
type Meetings struct {
	Coming, Past []Meeting
	Rules        Rules
	Undone       int // decisions that are not done, of people within the scope
	ToTell       int // people whom somebody still has to tell
}

// Needs names the permission.
func (Held) Needs() access.Permission { return access.SeeCare }

// Ask lists them.
func (q Held) Ask(_ context.Context, tx *gate.Tx) (Meetings, error) {
	var out Meetings
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	all, err := db.All[Meeting](tx.Tx, "SELECT "+meetingColumns+" FROM mdt_meeting WHERE pcn = $1 ORDER BY on_day, starts, id", q.PCN)
	if err != nil {
		return out, err
	}
	for _, m := range all {
		if m.State == Planned || m.State == Opened {
			out.Coming = append(out.Coming, m)
		} else {
			out.Past = append(out.Past, m)
		}
	}
	slices.Reverse(out.Past)
	if out.Rules, err = rulesOf(tx, q.PCN); err != nil {
		return out, err
	}
	open, err := decided(tx, "d.pcn = $1 AND d.state = 'open'", q.PCN)
	if err != nil {
		return out, err
	}
	for _, d := range open {
		if d.Undone() {
			out.Undone++
		}
	}
	tell, err := db.All[string](tx.Tx, "SELECT person FROM mdt_entry WHERE pcn = $1 AND standing IN ('decided', 'none') AND told_on IS NULL AND not_told = ''", q.PCN)
	if err != nil {
		return out, err
	}
	people, err := person.Many(tx, tell)
	for _, id := range tell {
		if _, ok := people[id]; ok {
			out.ToTell++
		}
	}
	tx.Nobody("meetings, and how many of their decisions are open")
	return out, err
}

// Line is a decision with its person.
type Line struct {
	Decision
	Who   person.Person
	OnDay calendar.Date // of the meeting
	Mine  bool
}

// decided reads decisions whose people are within the scope, with their asks.
func decided(tx *gate.Tx, where string, args ...any) ([]Line, error) {
	type row struct {
		Decision
		OnDay calendar.Date
	}
	cols := "d." + strings.ReplaceAll(decisionColumns, ", ", ", d.")
	list, err := db.All[row](tx.Tx, "SELECT "+cols+", m.on_day FROM mdt_decision d JOIN mdt_meeting m ON m.id = d.meeting WHERE "+where+" ORDER BY d.due_on, d.at, d.id", args...)
	if err != nil {
		return nil, err
	}
	ids, plain := make([]string, len(list)), make([]Decision, len(list))
	for i, d := range list {
		ids[i], plain[i] = d.Person, d.Decision
	}
	if err := withAsks(tx, plain); err != nil {
		return nil, err
	}
	people, err := person.Many(tx, ids)
	var out []Line
	for i, d := range list {
		if p, ok := people[d.Person]; ok {
			out = append(out, Line{plain[i], p, d.OnDay, d.mine(tx.Actor)})
		}
	}
	return out, err
}

// Seated is a person on the list, with what was decided.
type Seated struct {
	Entry
	Who       person.Person
	Decisions []Line
}

// One asks for one meeting.
type One struct{ ID string }

// Full is the answer to One.
type Full struct {
	Meeting
	Present []Present
	List    []Seated    // people within the scope
	Next    []Candidate // who would stand on the list, while it is planned
	Counts  map[string]int
	Owners  []string // names of owners of decisions, each once
	Rules   Rules
}

// First gives the number of the first who was not talked about, 0 when
// everybody was.
func (f Full) First() int {
	for _, e := range f.List {
		if e.Standing == Waiting {
			return e.Nr
		}
	}
	return 0
}

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q One) Ask(ctx context.Context, tx *gate.Tx) (Full, error) {
	f := Full{Counts: map[string]int{}}
	var err error
	if f.Meeting, err = loadMeeting(tx, q.ID); err != nil {
		return f, err
	}
	if f.Rules, err = rulesOf(tx, f.PCN); err != nil {
		return f, err
	}
	if f.Present, err = db.All[Present](tx.Tx, "SELECT id, meeting, name, role, organisation, at, by_name, struck_at, struck_name FROM mdt_present WHERE meeting = $1 AND struck_at IS NULL ORDER BY at, id", f.ID); err != nil {
		return f, err
	}
	entries, err := db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM mdt_entry WHERE meeting = $1 ORDER BY nr", f.ID)
	if err != nil {
		return f, err
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.Person
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return f, err
	}
	lines, err := decided(tx, "d.meeting = $1", f.ID)
	if err != nil {
		return f, err
	}
	of := map[string][]Line{}
	for _, l := range lines {
		of[l.Entry] = append(of[l.Entry], l)
		if !slices.Contains(f.Owners, l.OwnerName) && l.State != Replaced {
			f.Owners = append(f.Owners, l.OwnerName)
		}
	}
	slices.Sort(f.Owners)
	for _, e := range entries {
		if p, ok := people[e.Person]; ok {
			f.List = append(f.List, Seated{e, p, of[e.ID]})
			f.Counts[e.Standing]++
		}
	}
	if f.State == Planned {
		if f.Next, err = candidates(ctx, tx, f.PCN); err != nil {
			return f, err
		}
	}
	tx.Listed("meeting list", "team meeting of "+f.OnDay.Medium(), len(f.List)+len(f.Next))
	return f, nil
}

// Seat asks for one person of a meeting's list, by their number.
type Seat struct {
	Meeting string
	Nr      int
}

// Place is the answer to Seat.
type Place struct {
	Seated
	Meeting  Meeting
	All      int    // how many stand on the list
	Next     int    // the number of the next one who was not talked about, 0 for none
	Before   []Line // what was decided earlier and is not done
	Consents []person.Consent
	Owners   []liaison.Owned
	Holder   string // who holds them, "" when nobody does
	Events   []Event
}

// Event is one thing that happened.
type Event struct {
	OfID, What, Words string
	At                calendar.Instant
	ByName            string
}

// Needs names the permission.
func (Seat) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Seat) Ask(_ context.Context, tx *gate.Tx) (Place, error) {
	var out Place
	id, err := db.One[string](tx.Tx, "person on the list", "SELECT id FROM mdt_entry WHERE meeting = $1 AND nr = $2", q.Meeting, q.Nr)
	if err != nil {
		return out, err
	}
	if out.Entry, out.Meeting, out.Who, err = loadEntry(tx, id); err != nil {
		return out, err
	}
	tx.Saw(out.Who.ID, "a person’s page of the team meeting")
	list, err := db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM mdt_entry WHERE meeting = $1 ORDER BY nr", out.Meeting.ID)
	if err != nil {
		return out, err
	}
	out.All = len(list)
	// The next one after this, else the first that was left out.
	for _, e := range append(slices.Clone(list[min(q.Nr, len(list)):]), list...) {
		if e.Standing == Waiting && e.ID != id {
			out.Next = e.Nr
			break
		}
	}
	same, err := person.Same(tx, out.Who.ID)
	if err != nil {
		return out, err
	}
	var a db.Args
	lines, err := decided(tx, "d.person IN "+a.In(same), a.List...)
	if err != nil {
		return out, err
	}
	for _, l := range lines {
		switch {
		case l.Entry == id:
			out.Decisions = append(out.Decisions, l)
		case l.Undone():
			out.Before = append(out.Before, l)
		}
	}
	if out.Consents, err = person.Consents(tx, out.Who.ID); err != nil {
		return out, err
	}
	out.Consents = slices.DeleteFunc(out.Consents, func(c person.Consent) bool { return !c.Holds() })
	if out.Owners, err = choices(tx, out.Who); err != nil {
		return out, err
	}
	open, err := episode.OfPeople(tx, same)
	if err != nil {
		return out, err
	}
	for _, e := range open {
		if e.State != "open" || e.Holder == "" {
			continue
		}
		names, err := workforce.Known(tx, []string{e.Holder})
		if err != nil {
			return out, err
		}
		out.Holder = names[e.Holder].Name
	}
	out.Events, err = db.All[Event](tx.Tx, "SELECT of_id, what, words, at, by_name FROM mdt_event WHERE of_id = $1 ORDER BY at, id", id)
	return out, err
}

// Decisions asks for the decisions of a network: those that are not done, or
// all; of one owner, by name. Those who don't read care records get their own.
type Decisions struct {
	PCN     string
	Owner   string // a name
	Meeting string
	All     bool
}

// DecisionList is the answer to Decisions.
type DecisionList struct {
	List   []Line
	Owners []string // to choose from
	Own    bool     // only one's own are shown
	Undone int
	Late   int
}

// Needs names the permission.
func (Decisions) Needs() access.Permission { return access.TeamMeeting }

// Ask lists them, the first day first.
func (q Decisions) Ask(_ context.Context, tx *gate.Tx) (DecisionList, error) {
	var out DecisionList
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	where, args := "d.pcn = $1 AND d.state <> 'replaced'", []any{q.PCN}
	if q.Meeting != "" {
		where, args = where+" AND d.meeting = $2", append(args, q.Meeting)
	} else if !q.All {
		where += " AND d.state = 'open'"
	}
	lines, err := decided(tx, where, args...)
	if err != nil {
		return out, err
	}
	out.Own = !tx.Actor.May(access.SeeCare)
	for _, l := range lines {
		if out.Own && !l.Mine || !q.All && !l.Undone() {
			continue
		}
		if !slices.Contains(out.Owners, l.OwnerName) {
			out.Owners = append(out.Owners, l.OwnerName)
		}
		if q.Owner != "" && q.Owner != l.OwnerName {
			continue
		}
		if l.Undone() {
			out.Undone++
		}
		if l.Late(tx.Today()) {
			out.Late++
		}
		out.List = append(out.List, l)
	}
	slices.Sort(out.Owners)
	tx.Listed("decision", strings.TrimSpace("of the team meetings of "+q.PCN+" "+q.Owner), len(out.List))
	return out, nil
}

// Single asks for one decision.
type Single struct{ ID string }

// Whole is the answer to Single.
type Whole struct {
	Line
	Owners []liaison.Owned
	Events []Event
}

// Needs names the permission.
func (Single) Needs() access.Permission { return access.TeamMeeting }

// Ask reads it.
func (q Single) Ask(_ context.Context, tx *gate.Tx) (Whole, error) {
	d, p, err := loadDecision(tx, q.ID)
	if err != nil {
		return Whole{}, err
	}
	tx.Saw(p.ID, "a decision of the team meeting")
	out := Whole{Line: Line{Decision: d, Who: p, Mine: d.mine(tx.Actor)}}
	m, err := loadMeeting(tx, d.Meeting)
	if err != nil {
		return out, err
	}
	out.OnDay = m.OnDay
	if out.Owners, err = choices(tx, p); err != nil {
		return out, err
	}
	out.Events, err = db.All[Event](tx.Tx, "SELECT of_id, what, words, at, by_name FROM mdt_event WHERE of_id = $1 ORDER BY at, id", d.ID)
	return out, err
}

// OfPerson asks for what stands on a person's page about team meetings.
type OfPerson struct{ Person string }

// Story is the answer to OfPerson.
type Story struct {
	Decisions []Line // that are not done, then the others, the latest first
	Flags     []Flag // that wait for the next meeting
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (Story, error) {
	var out Story
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "what team meetings decided")
	same, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	var a, b db.Args
	if out.Decisions, err = decided(tx, "d.state <> 'replaced' AND d.person IN "+a.In(same), a.List...); err != nil {
		return out, err
	}
	slices.SortStableFunc(out.Decisions, func(x, y Line) int {
		if x.Undone() != y.Undone() {
			if x.Undone() {
				return -1
			}
			return 1
		}
		return y.At.Compare(x.At)
	})
	out.Flags, err = db.All[Flag](tx.Tx, "SELECT id, person, pcn, question, at, by_id, by_name, entry FROM mdt_flag WHERE entry = '' AND person IN "+b.In(same)+" ORDER BY at, id", b.List...)
	return out, err
}
