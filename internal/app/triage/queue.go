package triage

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Card is a request as a list shows it.
type Card struct {
	Request episode.Request
	Who     person.Person
	Record  Record
	Owner   string // the practitioner who holds it, "" when nobody does
	Name    string // of the owner
	Left    string // who held it and is not in post any more: nobody holds it now
	Days    int    // since it was received
	NextAt  calendar.Instant
	Waiting bool              // on the waiting list for a slot
	Seen    bool              // somebody has seen or reached the person since
	Late    bool              // the day on which something was due has passed
	Again   []episode.Request // in the queue: when the person came again, and nothing more was asked
}

// Booked reports whether a booking is to come.
func (c Card) Booked() bool { return !c.NextAt.IsZero() }

// Standing says in a few words where an open request is, or how it ended.
func (c Card) Standing() string {
	switch {
	case c.Request.State != "open":
		return "Ended"
	case c.Seen:
		return "Being seen"
	case c.Booked():
		return "Booked"
	case c.Owner != "":
		return "Taken"
	}
	return "Not taken yet"
}

// Colour is the colour of the standing's tag.
func (c Card) Colour() string {
	switch c.Standing() {
	case "Being seen":
		return "green"
	case "Booked":
		return "blue"
	case "Taken":
		return "purple"
	case "Ended":
		return "grey"
	}
	return "yellow"
}

// Step says what is to happen next.
func (c Card) Step() string {
	switch {
	case c.Request.State != "open":
		return ""
	case c.Booked():
		return "Appointment on " + c.NextAt.Long()
	case c.Record.NextStep != "":
		return c.Record.NextStep
	case c.Waiting:
		return "On the waiting list for a slot"
	case c.Owner == "":
		return "A practitioner takes it"
	case c.Seen:
		return ""
	}
	return "First talk or triage"
}

// What the queue can be narrowed to.
const (
	ShowNobodys = "nobody"  // nobody has taken it
	ShowMine    = "mine"    // the visitor holds it
	ShowPassed  = "passed"  // passed up to the team lead, and not answered yet
	ShowLate    = "late"    // something was due before today
	ShowUnset   = "no-time" // nobody has chosen a response time
)

// Shows are the ways to narrow the queue, in the order of the page.
var Shows = []string{"", ShowNobodys, ShowMine, ShowPassed, ShowLate, ShowUnset}

// Queue asks for the open requests of a network that nobody has seen yet:
// those without a booking to come, or those with one. The longest wait comes
// first unless another order is asked for; no order is by a score.
type Queue struct {
	PCN      string
	Booked   bool   // those with a booking to come
	Show     string // one of Shows
	Way      string // one of episode.Ways
	Practice string
	Owner    string // a practitioner
	Sort     string // "": longest first; "due": what is due first
}

// Queued is the answer.
type Queued struct {
	List     []Card
	Counts   map[string]int // by Show, with the other filters as they are
	Without  int            // how many have no booking to come, with the other filters and Show as they are
	With     int            // how many have one
	All      int            // how many wait in the network without a booking, whatever is shown
	Team     []workforce.Practitioner
	Own      string            // the visitor's own practitioner, ""
	Places   map[string]string // the names of the practices of those who wait, by code
	Sentence string            // the filter, as the audit has it
}

// Needs names the permission.
func (Queue) Needs() access.Permission { return access.SeeEpisode }

// Ask gathers it in a fixed number of statements, however many wait.
func (q Queue) Ask(_ context.Context, tx *gate.Tx) (Queued, error) {
	out := Queued{Counts: map[string]int{}, Places: map[string]string{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	var err error
	if out.Team, err = workforce.InPost(tx, q.PCN, tx.Today()); err != nil {
		return out, err
	}
	if mine, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		out.Own = mine.ID
	} else if !fault.Is(err, fault.NotFound) {
		return out, err
	}
	requests, err := episode.OpenRequests(tx, q.PCN)
	if err != nil {
		return out, err
	}
	all, err := cards(tx, q.PCN, requests)
	if err != nil {
		return out, err
	}
	for _, c := range fold(all) {
		if !c.Booked() {
			out.All++
		}
		if _, named := out.Places[c.Request.Practice]; !named {
			if out.Places[c.Request.Practice], err = network.NameOf(tx, network.KindPractice, c.Request.Practice, tx.Today()); err != nil && !fault.Is(err, fault.NotFound) {
				return out, err
			}
		}
		if q.Way != "" && c.Request.Way != q.Way || q.Practice != "" && c.Request.Practice != q.Practice || q.Owner != "" && c.Owner != q.Owner {
			continue
		}
		shown := fits(c, q.Show, out.Own)
		if shown && c.Booked() {
			out.With++
		} else if shown {
			out.Without++
		}
		if c.Booked() != q.Booked {
			continue
		}
		for _, show := range Shows {
			if fits(c, show, out.Own) {
				out.Counts[show]++
			}
		}
		if shown {
			out.List = append(out.List, c)
		}
	}
	if q.Sort == "due" {
		slices.SortStableFunc(out.List, func(a, b Card) int {
			x, y := a.Record.Due(), b.Record.Due()
			if x.IsZero() != y.IsZero() {
				if x.IsZero() {
					return 1
				}
				return -1
			}
			return x.Compare(y)
		})
	}
	out.Sentence = q.sentence()
	tx.Listed("request", out.Sentence, len(out.List))
	return out, nil
}

// fold leaves out whoever was seen and is held by somebody, and puts a person who came again while
// they waited where they stood: nobody is counted twice. A later request that
// asks something of its own, with its own response time, stands for itself.
func fold(all []Card) []Card {
	var out []Card
	at := map[string]int{} // by episode
	for _, c := range all {
		if c.Seen && c.Owner != "" {
			continue
		}
		if i, waits := at[c.Request.Episode]; waits && c.Record.Version == 0 {
			out[i].Again = append(out[i].Again, c.Request)
			continue
		}
		if _, waits := at[c.Request.Episode]; !waits {
			at[c.Request.Episode] = len(out)
		}
		out = append(out, c)
	}
	return out
}

func (q Queue) sentence() string {
	parts := []string{"network " + q.PCN}
	if q.Booked {
		parts = append(parts, "booked")
	}
	for _, s := range []string{q.Show, q.Way, q.Practice, q.Owner} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func fits(c Card, show, own string) bool {
	switch show {
	case ShowNobodys:
		return c.Owner == ""
	case ShowMine:
		return own != "" && c.Owner == own
	case ShowPassed:
		return !c.Record.PassedAt.IsZero() && c.Record.AnsweredAt.IsZero()
	case ShowLate:
		return c.Late
	case ShowUnset:
		return c.Record.Response == ""
	}
	return true
}

func inPost(team []workforce.Practitioner, id string) bool {
	return slices.ContainsFunc(team, func(p workforce.Practitioner) bool { return p.ID == id })
}

// cards puts together what lists show of requests of one network; those
// whose people are not within the scope are left out.
func cards(tx *gate.Tx, pcn string, requests []episode.Request) ([]Card, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	ids, episodes, people := make([]string, len(requests)), make([]string, len(requests)), make([]string, len(requests))
	for i, r := range requests {
		ids[i], episodes[i], people[i] = r.ID, r.Episode, r.Person
	}
	who, err := person.Many(tx, people)
	if err != nil {
		return nil, err
	}
	list := make([]person.Person, 0, len(who))
	for _, p := range who {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b person.Person) int { return strings.Compare(a.ID, b.ID) })
	stand, err := standings(tx, pcn, list)
	if err != nil {
		return nil, err
	}
	seen, err := contacts(tx, episodes)
	if err != nil {
		return nil, err
	}
	holders, records := map[string]string{}, map[string]Record{}
	for part := range slices.Chunk(episodes, 4000) {
		found, err := episode.ByID(tx, part)
		if err != nil {
			return nil, err
		}
		for id, e := range found {
			holders[id] = e.Holder
		}
	}
	for part := range slices.Chunk(ids, 4000) {
		var a db.Args
		found, err := db.All[Record](tx.Tx, "SELECT "+recordColumns+" FROM triage_request WHERE request IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			records[r.Request] = r
		}
	}
	var owners []string
	for _, h := range holders {
		if h != "" && !slices.Contains(owners, h) {
			owners = append(owners, h)
		}
	}
	slices.Sort(owners)
	names, err := workforce.Known(tx, owners)
	if err != nil {
		return nil, err
	}
	team, err := workforce.InPost(tx, pcn, tx.Today())
	if err != nil {
		return nil, err
	}
	out := make([]Card, 0, len(requests))
	for _, r := range requests {
		p, ok := who[r.Person]
		if !ok {
			continue
		}
		s := stand[p.ID]
		c := Card{Request: r, Who: p, Record: records[r.ID], Owner: holders[r.Episode], Days: tx.Today().DaysSince(r.ReceivedAt.Date()), NextAt: s.NextAt, Waiting: s.Waiting}
		c.Name = names[c.Owner].Name
		if c.Owner != "" && r.State == "open" && !inPost(team, c.Owner) {
			c.Owner, c.Name, c.Left = "", "", c.Name
		}
		c.Seen = answered(r, seen[r.Episode], s)
		c.Late = r.State == "open" && !c.Seen && !c.Booked() && !c.Record.Due().IsZero() && c.Record.Due().Before(tx.Today())
		out = append(out, c)
	}
	return out, nil
}

// cardsOf gives the requests of a person, the newest first.
func cardsOf(tx *gate.Tx, p person.Person) ([]Card, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	requests, err := episode.RequestsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	return cards(tx, p.PCN, requests)
}

// OfPerson asks for a person's requests, the newest first.
type OfPerson struct{ Person string }

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeEpisode }

// Ask lists them.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) ([]Card, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return nil, err
	}
	tx.Saw(p.ID, "requests")
	return cardsOf(tx, p)
}

// ByID asks for one request with all that happened to it.
type ByID struct{ ID string }

// Full is the answer. Notes are there only for those who may read care.
type Full struct {
	Card
	Events []Event
	Notes  []Note
	Team   []workforce.Practitioner
	Own    string // the visitor's own practitioner, ""
}

// Needs names the permission.
func (ByID) Needs() access.Permission { return access.SeeEpisode }

// Ask gathers it.
func (q ByID) Ask(_ context.Context, tx *gate.Tx) (Full, error) {
	var f Full
	h, err := load(tx, q.ID)
	if err != nil {
		return f, err
	}
	tx.Saw(h.Who.ID, "a request")
	list, err := cards(tx, h.Request.PCN, []episode.Request{h.Request})
	if err != nil {
		return f, err
	}
	f.Card = list[0]
	if f.Events, err = db.All[Event](tx.Tx, "SELECT "+eventColumns+" FROM triage_event WHERE request = $1 ORDER BY version, id", q.ID); err != nil {
		return f, err
	}
	if tx.Actor.Scope(access.SeeCare).HasPerson(h.Who.Practice, h.Who.PCN) {
		if f.Notes, err = notesOf(tx, q.ID); err != nil {
			return f, err
		}
	}
	if f.Team, err = workforce.InPost(tx, h.Request.PCN, tx.Today()); err != nil {
		return f, err
	}
	if mine, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		f.Own = mine.ID
	} else if !fault.Is(err, fault.NotFound) {
		return f, err
	}
	return f, nil
}
