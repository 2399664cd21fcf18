package liaison

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/fault"
)

// turn loads a question that is to become a request, once.
func turn(tx *gate.Tx, id string, version int) (Advice, person.Person, error) {
	a, p, err := change(tx, id, version)
	if err != nil {
		return a, person.Person{}, err
	}
	if p == nil {
		return a, person.Person{}, fault.Wrong("turn", "This question is about nobody in particular. Ask about a person first")
	}
	if a.State == Turned {
		return a, *p, fault.Moved("This question has become a request already; there is never a second one of it")
	}
	if a.State == Closed {
		return a, *p, fault.Moved("This question has ended: %s", a.EndedWhy)
	}
	return a, *p, nil
}

// turned writes that a question has become a request or a booking: that is its
// end, and the request's clock is the question's.
func (a *Advice) turned(tx *gate.Tx, into, request, booking string, t Telling) error {
	a.State, a.Turned, a.Request, a.Booking = Turned, into, request, booking
	a.EndedAt, a.EndedName, a.EndedWhy, a.Told, a.Untold = tx.Now, tx.Actor.Name, a.Standing(), t.Told, t.Untold
	return a.keep(tx, strings.ToLower(a.Standing()), "")
}

// ToTriage turns a question about a person into a request, by the rule of a
// written hand-over. It was received when the question was asked, and the
// question ends with it: it is counted once. It answers with the request's id.
//
// Faults name the fields asked, response, why, told and untold.
type ToTriage struct {
	ID       string
	Version  int
	Asked    string // one of triage.Questions
	Response string // from the service's own list
	Why      string
	Telling
}

// Needs names the permission.
func (ToTriage) Needs() access.Permission { return access.AskAdvice }

// Do makes the request.
func (c ToTriage) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	a, p, err := turn(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	var check fault.Check
	c.Telling.check(&check, &p)
	if err := check.Err(); err != nil {
		return "", err
	}
	id, err := triage.FromAdvice(ctx, tx, triage.HandOver{Person: p.ID, Words: a.Question, Asked: c.Asked, Response: c.Response, Why: c.Why}, a.AskedAt)
	if err != nil {
		return "", err
	}
	return id, a.turned(tx, "triage", id, "", c.Telling)
}

// ToBooking turns a question about a person into a booking. The request that
// comes with it was received when the question was asked. It answers with the
// booking's id.
//
// Faults name the fields slot, mode, over, told and untold.
type ToBooking struct {
	ID      string
	Version int
	Slot    string
	Mode    string
	OverWhy string // why over the allowance, when it is
	Telling
}

// Needs names the permission.
func (ToBooking) Needs() access.Permission { return access.AskAdvice }

// Do books.
func (c ToBooking) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	a, p, err := turn(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(c.Slot != "", "slot", "Choose a slot")
	c.Telling.check(&check, &p)
	if err := check.Err(); err != nil {
		return "", err
	}
	way := episode.DirectBooking
	if tx.Actor.Holds(access.Practitioner) {
		way = episode.HandOver
	}
	b, err := diary.BookAs(ctx, tx, diary.Book{Person: p.ID, Slot: c.Slot, Mode: c.Mode, Words: a.Question, OverWhy: c.OverWhy}, way)
	if err != nil {
		return "", err
	}
	r, made, err := episode.MadeNow(tx, b.Episode)
	if err != nil {
		return "", err
	}
	if made {
		if err := episode.ReceivedEarlier(tx, r, a.AskedAt); err != nil {
			return "", err
		}
	}
	return b.ID, a.turned(tx, "booking", r.ID, b.ID, c.Telling)
}

// CloseAdvice ends a question: with its answer, or without one and with a
// reason. When it is about a person, it says who told them or why they need
// not be told.
type CloseAdvice struct {
	ID      string
	Version int
	Why     string // without an answer
	Telling
}

// Needs names the permission.
func (CloseAdvice) Needs() access.Permission { return access.AskAdvice }

// Do ends it. Faults name the fields why, told and untold.
func (c CloseAdvice) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, p, err := change(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if a.Ended() {
		return false, fault.Moved("This question has ended already: %s", a.EndedWhy)
	}
	var check fault.Check
	missing := ""
	if a.State == Open {
		missing = "Nobody has answered yet. Say why it ends without an answer"
	}
	line(&check, &c.Why, "why", missing)
	c.Telling.check(&check, p)
	if err := check.Err(); err != nil {
		return false, err
	}
	if c.Why == "" {
		c.Why = "Answered"
	}
	a.State, a.EndedAt, a.EndedName, a.EndedWhy, a.Told, a.Untold = Closed, tx.Now, tx.Actor.Name, c.Why, c.Told, c.Untold
	return true, a.keep(tx, "ended", c.Why)
}

// Turning asks for what is needed to turn a question into a booking or a
// request: the free slots, and the service's own list.
type Turning struct{ ID string }

// Ways is the answer to Turning.
type Ways struct {
	Advice Advice
	Person person.Person
	Form   triage.Sheet
	Found  diary.Found
}

// Needs names the permission.
func (Turning) Needs() access.Permission { return access.AskAdvice }

// Ask gathers it.
func (q Turning) Ask(ctx context.Context, tx *gate.Tx) (Ways, error) {
	var w Ways
	a, p, err := load(tx, q.ID)
	if err != nil {
		return w, err
	}
	if p == nil {
		return w, fault.Missing("person in this question")
	}
	w.Advice, w.Person = a, *p
	if w.Form, err = (triage.HandOverForm{Person: p.ID}).Ask(ctx, tx); err != nil {
		return w, err
	}
	w.Found, err = diary.FreeFirsts(ctx, tx, p.PCN, p.ID, "adult", 8)
	return w, err
}
