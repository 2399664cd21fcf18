package care

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
	"footbridge/internal/policy"
)

// Clock is the four-part clock of a person, with what it was worked out from.
// It is never stopped by hand: only by what happened.
type Clock struct {
	policy.State
	Person   person.Person
	Requests []episode.Request // of the spell, the first one first
	Open     bool              // an episode is open
	AgeKnown bool              // else the measure for adults is shown
}

// Running reports whether there is a clock and it runs.
func (c Clock) Running() bool { return !c.Start.IsZero() && !c.Stopped && !c.Ended }

// ClockOf asks for the clock of a person's latest spell.
type ClockOf struct{ Person string }

// Needs names the permission.
func (ClockOf) Needs() access.Permission { return access.SeeEpisode }

// Ask works it out.
func (q ClockOf) Ask(_ context.Context, tx *gate.Tx) (Clock, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return Clock{}, err
	}
	tx.Saw(p.ID, "the four-part clock")
	return clockOf(tx, p)
}

// clockOf gives the clock of the person's latest episode.
func clockOf(tx *gate.Tx, p person.Person) (Clock, error) {
	out := Clock{Person: p, AgeKnown: !p.BornOn.IsZero()}
	g, err := gather(tx, map[string]person.Person{p.ID: p})
	if err != nil {
		return out, err
	}
	last, found := episode.Episode{}, false
	for _, e := range g.episodes {
		if e.State == "open" {
			out.Open = true
		}
		if !found || e.State == "open" && last.State != "open" || e.State == last.State && e.OpenedAt.After(last.OpenedAt) {
			last, found = e, true
		}
	}
	if !found {
		out.State = policy.Clock(policy.Spell{}, tx.Today())
		return out, nil
	}
	out.State = g.clock(last, tx.Today())
	for _, e := range g.group(last) {
		for _, r := range g.requests[e.ID] {
			if !r.ReceivedAt.Date().Before(out.Start) {
				out.Requests = append(out.Requests, r)
			}
		}
	}
	return out, nil
}

// Clocks gives the clocks of episodes, by their ids, in a handful of
// statements for all of them. Episodes of people outside the scope are left
// out.
func Clocks(tx *gate.Tx, episodes []string) (map[string]policy.State, error) {
	out := make(map[string]policy.State, len(episodes))
	if len(episodes) == 0 {
		return out, nil
	}
	list, err := episode.ByID(tx, episodes)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range list {
		ids = append(ids, e.Person)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	g, err := gather(tx, people)
	if err != nil {
		return nil, err
	}
	for id, e := range list {
		if _, ok := g.who[e.Person]; ok {
			out[id] = g.clock(e, tx.Today())
		}
	}
	return out, nil
}

// happened is one thing that counts for a clock.
type happened struct {
	Episode   string
	Part      string // "contact", "outcome", "assessment", "plan"
	ID        string
	Booking   string
	Day       calendar.Date
	Mechanism nhs.Mechanism
}

// gathered is everything that the clocks of some people are worked out from.
type gathered struct {
	who      map[string]person.Person // by every id of a record
	records  map[string][]string      // every id of a person, by the surviving one
	episodes []episode.Episode
	requests map[string][]episode.Request // by episode
	events   map[string][]happened        // by episode
	groups   map[string][]episode.Episode // by person and network
	byPerson map[string][]episode.Episode // by the surviving id

	standings map[string]diary.Standing // by every id of a record; only Today needs them
}

// gather reads it, for people by whatever id they were asked for.
func gather(tx *gate.Tx, people map[string]person.Person) (gathered, error) {
	g := gathered{who: map[string]person.Person{}}
	var survivors []string
	once := make(map[string]bool, len(people))
	for _, p := range people {
		if !once[p.ID] {
			once[p.ID] = true
			survivors = append(survivors, p.ID)
		}
	}
	slices.Sort(survivors)
	var err error
	if g.records, err = person.Records(tx, survivors); err != nil {
		return g, err
	}
	var ids []string
	for _, p := range people {
		for _, id := range g.records[p.ID] {
			if _, done := g.who[id]; !done {
				g.who[id] = p
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	if g.episodes, err = episode.OfPeople(tx, ids); err != nil || len(g.episodes) == 0 {
		return g, err
	}
	list := make([]string, len(g.episodes))
	g.groups, g.byPerson = map[string][]episode.Episode{}, map[string][]episode.Episode{}
	for i, e := range g.episodes {
		list[i] = e.ID
		id := g.who[e.Person].ID
		g.byPerson[id] = append(g.byPerson[id], e)
		g.groups[id+" "+e.PCN] = append(g.groups[id+" "+e.PCN], e)
	}
	if g.requests, err = episode.Requests(tx, list); err != nil {
		return g, err
	}
	events, err := eventsOf(tx, list)
	g.events = map[string][]happened{}
	for _, x := range events {
		g.events[x.Episode] = append(g.events[x.Episode], x)
	}
	return g, err
}

// eventsOf reads what holds: what was withdrawn and what
// has no total doesn't count.
func eventsOf(tx *gate.Tx, episodes []string) ([]happened, error) {
	var a db.Args
	in := " WHERE episode IN " + a.In(episodes) + " AND withdrawn_at IS NULL"
	list, err := db.All[happened](tx.Tx, `SELECT episode, 'contact' AS part, id, booking, day, mechanism FROM contact`+in+`
		UNION ALL SELECT episode, 'assessment', id, '', on_day, '' FROM assessment`+in+`
		UNION ALL SELECT episode, 'plan', id, '', on_day, '' FROM care_plan`+in, a.List...)
	if err != nil {
		return nil, err
	}
	outcomes, err := measures.Outcomes(tx, episodes)
	for _, o := range outcomes {
		list = append(list, happened{Episode: o.Episode, Part: "outcome", ID: o.ID, Day: o.OnDay})
	}
	return list, err
}

// group gives the episodes of the same person in the same network: the spell
// of the measure is counted per provider, and a network has one service
// with its provider.
func (g gathered) group(e episode.Episode) []episode.Episode {
	return g.groups[g.who[e.Person].ID+" "+e.PCN]
}

// spell gathers what happened in episodes of the same person in the same
// network.
func (g gathered) spell(group []episode.Episode) (s policy.Spell) {
	for _, x := range group {
		for _, r := range g.requests[x.ID] {
			q := policy.Request{Received: r.ReceivedAt.Date()}
			switch {
			case !r.EndedAt.IsZero():
				q.Ended = r.EndedAt.Date()
			case x.State == "closed":
				q.Ended = x.ClosedAt.Date()
			}
			s.Requests = append(s.Requests, q)
		}
		for _, h := range g.events[x.ID] {
			switch h.Part {
			case "contact":
				s.Contacts = append(s.Contacts, policy.Contact{On: h.Day, Mechanism: h.Mechanism, Attended: true})
			case "outcome":
				s.Outcomes = append(s.Outcomes, h.Day)
			case "assessment":
				s.Assessments = append(s.Assessments, h.Day)
			case "plan":
				s.Plans = append(s.Plans, h.Day)
			}
		}
	}
	return s
}

// clock works out the clock of the spell in which an episode is.
func (g gathered) clock(e episode.Episode, today calendar.Date) policy.State {
	s := g.spell(g.group(e))
	own := e.OpenedAt.Date() // a day on which the spell of this episode surely ran
	// An earlier spell is left to itself: later requests are not its own.
	for _, span := range policy.Spans(s.Requests) {
		if !own.Before(span.Start) && (span.End.IsZero() || !own.After(span.End)) {
			s.Requests = slices.DeleteFunc(s.Requests, func(r policy.Request) bool {
				return !span.End.IsZero() && r.Received.After(span.End)
			})
			break
		}
	}
	start := today
	for _, r := range s.Requests {
		if r.Received.Before(start) {
			start = r.Received
		}
	}
	if spans := policy.Spans(s.Requests); len(spans) > 0 {
		start = spans[len(spans)-1].Start
	}
	s.Variant, _ = policy.VariantFor(g.who[e.Person].Age(start))
	return policy.Clock(s, today)
}
