package triage

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// HandOver hands a person over in writing; no slot is needed. It makes a
// request, received now, which waits in the queue until a practitioner takes
// it. Where the agreement lets people ask for themselves, their own words are
// written down in the same way. A practitioner may also enter a step-down from secondary care and a
// transition from children's services, and take it at once. It answers with
// the request's id. Nobody is refused here for who they are: whether this is
// the right place is decided by a person, in the triage.
//
// Faults name the fields way, words, asked, from, response, why and planned.
type HandOver struct {
	Person   string
	Way      string // one of the Ways open to the actor; a hand-over when left out
	Words    string // the reason, in words
	Asked    string // one of Questions
	From     string // who hands over, when somebody else writes it down
	Response string // how soon, from the service's own list
	Why      string // why so soon
	Planned  calendar.Date
	Mine     bool // the practitioner who enters it takes it
}

// Needs names the permission.
func (HandOver) Needs() access.Permission { return access.Book }

// WaysFor gives the ways in which an actor may hand over under the terms of an
// agreement. People ask for themselves only where that was agreed.
func WaysFor(a access.Actor, t network.Terms) []string {
	ways := []string{episode.HandOver}
	if t.SelfReferral {
		ways = append(ways, episode.SelfReferral)
	}
	if a.Holds(access.Practitioner) {
		ways = append(ways, episode.StepDown, episode.Transition)
	}
	return ways
}

// Do checks and writes.
func (c HandOver) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	a, err := mayHandOver(tx, p)
	if err != nil {
		return "", err
	}
	if c.Way == "" {
		c.Way = episode.HandOver
	}
	var check fault.Check
	check.Require(slices.Contains(WaysFor(tx.Actor, a.Terms), c.Way), "way", "Choose how the person comes")
	c.Words = strings.TrimSpace(c.Words)
	check.Require(c.Words != "", "words", "Write down the reason, in words")
	check.Require(len([]rune(c.Words)) <= 4000, "words", "The reason must be at most 4,000 characters")
	check.Require(slices.Contains(Questions, c.Asked), "asked", "Choose what you ask for")
	check.Require(slices.ContainsFunc(a.Terms.ResponseTimes, func(t network.ResponseTime) bool { return t.Name == c.Response }), "response", "Choose how soon, from the service’s own list")
	line(&check, &c.Why, "why", "Say why this response time")
	line(&check, &c.From, "from", "")
	check.Require(c.From != "" || c.Way == episode.HandOver || c.Way == episode.SelfReferral, "from", "Write down who hands over: the team, and a name")
	service := care.ServiceFor(p, tx.Today())
	switch c.Way {
	case episode.Transition:
		age := p.Age(tx.Today())
		check.Require(age >= 17 && age <= 25, "way", "A transition is for people from 17 to 25. %s is not, or the date of birth is not known", p.Name())
		check.Require(!c.Planned.IsZero(), "planned", "Enter the day on which the adult service is to take over")
		check.Require(c.Planned.IsZero() || !c.Planned.Before(tx.Today()), "planned", "The day must be today or later")
		service = "adult"
	default:
		c.Planned = calendar.Date{}
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	holder := ""
	if c.Mine && tx.Actor.Holds(access.Practitioner) {
		own, err := me(tx)
		if err != nil {
			return "", err
		}
		holder = own.ID
	}
	r, err := episode.Receive(tx, episode.Request{Person: p.ID, PCN: p.PCN, Practice: p.Practice, Way: c.Way, Service: service, Words: c.Words}, holder)
	if err != nil {
		return "", err
	}
	h, err := load(tx, r.ID)
	if err != nil {
		return "", err
	}
	h.Record.Asked, h.Record.FromWhom, h.Record.PlannedOn = c.Asked, c.From, c.Planned
	if err := h.respond(tx, a.Terms, c.Response, c.Why); err != nil {
		return "", err
	}
	if holder != "" && h.Episode.Holder == "" { // the episode was open, and nobody held it
		if err := episode.Hold(tx, h.Episode.ID, holder); err != nil {
			return "", err
		}
		h.Episode.Holder = holder
	}
	if h.Episode.Holder != "" {
		h.Record.TakenAt = tx.Now
	}
	return r.ID, h.keep(tx)
}

// mayHandOver says whether the actor may hand this person over, and gives the
// agreement whose list of response times holds.
func mayHandOver(tx *gate.Tx, p person.Person) (network.Agreement, error) {
	if !p.Died.IsZero() {
		return network.Agreement{}, fault.Refused("%s has died, so nothing can be handed over", p.Name())
	}
	if p.PCN == "" {
		return network.Agreement{}, fault.Refused("This person's practice is in no network, so nobody can take a request")
	}
	a, err := network.AgreementOn(tx, p.PCN, tx.Today())
	if err != nil {
		return a, fault.Refused("No agreement is in force for this network, so nobody can take a request")
	}
	if !tx.Actor.Holds(access.Practitioner) && !slices.ContainsFunc(a.Terms.Bookers, tx.Actor.Holds) {
		return a, fault.Refused("The agreement does not let your role hand over")
	}
	return a, nil
}

// HandOverForm asks for what the form of a hand-over needs.
type HandOverForm struct{ Person string }

// Sheet is the answer: the service's own list, and what is open already, so
// that nobody is handed over twice unawares.
type Sheet struct {
	Person person.Person
	Times  []network.ResponseTime
	Ways   []string
	Open   []Card
}

// Needs names the permission.
func (HandOverForm) Needs() access.Permission { return access.Book }

// Ask gathers it.
func (q HandOverForm) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	var s Sheet
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return s, err
	}
	tx.Saw(p.ID, "the form for a hand-over")
	a, err := mayHandOver(tx, p)
	if err != nil {
		return s, err
	}
	s.Person, s.Times, s.Ways = p, a.Terms.ResponseTimes, WaysFor(tx.Actor, a.Terms)
	cards, err := cardsOf(tx, p)
	for _, c := range cards {
		if c.Request.State == "open" {
			s.Open = append(s.Open, c)
		}
	}
	return s, err
}
