package onward

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Telling is what the person was told: the words, by whom and how; or why
// nobody told them.
type Telling struct{ Told, By, How, NotTold string }

func (t *Telling) check(check *fault.Check, needed bool) {
	for _, s := range []*string{&t.Told, &t.By, &t.How, &t.NotTold} {
		*s = strings.TrimSpace(*s)
	}
	if t.Told != "" {
		check.Require(t.By != "", "told-by", "Say who told the person")
		check.Require(t.How != "", "told-how", "Say how the person was told, for example by telephone")
	} else {
		check.Require(!needed || t.NotTold != "", "told", "Write what the person was told, with who told them and how; or why nobody told them")
	}
	check.Require(t.Told == "" || t.NotTold == "", "not-told", "Either the person was told, or it is said why not")
	for _, f := range [][2]string{{"told", t.Told}, {"told-by", t.By}, {"told-how", t.How}, {"not-told", t.NotTold}} {
		check.Require(len([]rune(f[1])) <= 1000, f[0], "This must be at most 1,000 characters")
	}
}

// dayOf checks the day on which something happened.
func dayOf(check *fault.Check, on, from, today calendar.Date) {
	check.Require(!on.IsZero(), "on", "Enter the day")
	check.Require(!on.After(today), "on", "The day must be today or in the past")
	check.Require(on.IsZero() || from.IsZero() || !on.Before(from), "on", "The day must not be before %s, the day of what was recorded last", from.Medium())
}

// lastDay is the day of the last change of state that holds.
func (h *held) lastDay() calendar.Date {
	var d calendar.Date
	for _, e := range Holding(h.Events) {
		if _, ok := allowed[e.What]; ok || e.What == Ready {
			d = e.OnDay
		}
	}
	return d
}

// MarkSent says that a prepared request went out: when, and with the service's
// own reference when it was entered in their system. It answers with the
// request's id, like every command here.
type MarkSent struct {
	ID        string
	Version   int
	On        calendar.Date
	Reference string
}

// Needs names the permission.
func (MarkSent) Needs() access.Permission { return access.TrackOnward }

// Do writes it.
func (c MarkSent) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if !h.may(Sent) {
		return "", fault.Moved("This onward request was sent already, on %s", h.SentOn.Medium())
	}
	c.Reference = strings.TrimSpace(c.Reference)
	var check fault.Check
	dayOf(&check, c.On, h.PreparedAt.Date(), tx.Today())
	check.Require(h.Way != "system" || c.Reference != "", "reference", "Enter the reference that their system gave")
	check.Require(len([]rune(c.Reference)) <= 100, "reference", "The reference must be at most 100 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	return h.happened(tx, Event{What: Sent, OnDay: c.On, Source: tx.Actor.Name, How: h.Way, Words: c.Reference}, "sent an onward request")
}

// Note records what became of a request: received, accepted, on their waiting
// list, declined, first seen, done. Source says who told us, How by which way.
// Faults name the form's fields.
type Note struct {
	ID       string
	Version  int
	What     string
	On       calendar.Date
	Source   string
	How      string
	Reason   string // of Declined
	Words    string // theirs
	Telling  Telling
	Expected calendar.Date // when the person is expected to be seen
	Next     calendar.Date // when the person is told again how it stands
}

// Needs names the permission.
func (Note) Needs() access.Permission { return access.TrackOnward }

// Do checks and writes.
func (c Note) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	c.Source, c.How, c.Words = strings.TrimSpace(c.Source), strings.TrimSpace(c.How), strings.TrimSpace(c.Words)
	var check fault.Check
	if a, ok := allowed[c.What]; !ok || c.What == Sent || c.What == Ended {
		check.Fail("what", "Choose what happened")
	} else {
		check.Require(h.may(c.What), "what", "It stands at “%s”: “%s” can’t follow from there", strings.ToLower(StateText(h.State)), strings.ToLower(StateText(a.to)))
	}
	dayOf(&check, c.On, h.lastDay(), tx.Today())
	check.Require(c.Source != "", "source", "Say who told us")
	check.Require(c.How != "", "how", "Say how, for example by letter")
	for _, f := range [][2]string{{"source", c.Source}, {"how", c.How}} {
		check.Require(len([]rune(f[1])) <= maxLine, f[0], "This must be at most 300 characters")
	}
	check.Require(len([]rune(c.Words)) <= maxText, "words", "Their words must be at most 4,000 characters")
	if c.What == Declined {
		check.Require(has(Reasons, c.Reason), "reason", "Choose why it came back")
		check.Require(c.Words != "", "words", "Write down why, in their words")
	} else {
		c.Reason = ""
	}
	c.Telling.check(&check, c.What == Waits || c.What == Done)
	if c.What == Waits {
		check.Require(!c.Next.IsZero(), "next", "Enter the day by which the person is told again how it stands")
	}
	if c.What != Waits && c.What != Accepted {
		c.Expected, c.Next = calendar.Date{}, calendar.Date{}
	}
	check.Require(c.Next.IsZero() || !c.Next.Before(tx.Today()), "next", "The day must be today or later")
	check.Require(c.Expected.IsZero() || !c.Expected.Before(c.On), "expected", "The day must not be before the day of the news")
	if err := check.Err(); err != nil {
		return "", err
	}
	e := Event{What: c.What, OnDay: c.On, Source: c.Source, How: c.How, Reason: c.Reason, Words: c.Words, Told: c.Telling.Told, ToldBy: c.Telling.By, ToldHow: c.Telling.How, NotTold: c.Telling.NotTold, ExpectedOn: c.Expected, NextOn: c.Next}
	if c.What == Declined {
		rules, err := rulesOf(tx, h.PCN)
		if err != nil {
			return "", err
		}
		if e.DueOn, err = calendar.AddWorkingDays(tx.Today(), rules.ReturnDays); err != nil {
			return "", err
		}
		if e.Owner, err = holder(tx, h.Who, h.Sender); err != nil {
			return "", err
		}
	}
	return h.happened(tx, e, "recorded what became of an onward request: "+c.What)
}

// Tell records what the person was told about an open request: that it came
// back, or how it stands while they wait. Next is when they are told again.
type Tell struct {
	ID       string
	Version  int
	On       calendar.Date
	Telling  Telling
	Next     calendar.Date
	Expected calendar.Date
}

// Needs names the permission.
func (Tell) Needs() access.Permission { return access.TrackOnward }

// Do writes it.
func (c Tell) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if !h.Open() {
		return "", fault.Moved("This onward request has ended")
	}
	back := h.State == CameBack
	var check fault.Check
	from := h.PreparedAt.Date()
	if back {
		from = h.DeclinedOn
	}
	dayOf(&check, c.On, from, tx.Today())
	c.Telling.check(&check, true)
	check.Require(back || c.Telling.NotTold == "", "not-told", "Write what the person was told")
	if back {
		c.Next, c.Expected = calendar.Date{}, calendar.Date{}
	} else {
		check.Require(!c.Next.IsZero(), "next", "Enter the day by which the person is told again how it stands")
	}
	check.Require(c.Next.IsZero() || !c.Next.Before(tx.Today()), "next", "The day must be today or later")
	if err := check.Err(); err != nil {
		return "", err
	}
	what := Update
	if back {
		what = Told
	}
	return h.happened(tx, Event{What: what, OnDay: c.On, Source: c.Telling.By, How: c.Telling.How, Told: c.Telling.Told, ToldBy: c.Telling.By, ToldHow: c.Telling.How, NotTold: c.Telling.NotTold, NextOn: c.Next, ExpectedOn: c.Expected}, "recorded what the person was told about an onward request")
}

// End ends a request that is not done: another door, kept here, the person
// doesn't want it, or other with words. No request ends before the person was
// told, or it is said why not.
type End struct {
	ID      string
	Version int
	How     string // of the Endings
	Words   string
	Telling Telling // may be empty when the person was told already that it came back
}

// Needs names the permission.
func (End) Needs() access.Permission { return access.TrackOnward }

// Do checks and writes.
func (c End) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if !h.Open() {
		return "", fault.Moved("This onward request has ended already, on %s", h.EndedOn.Medium())
	}
	back := h.State == CameBack
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(has(Endings, c.How), "end", "Choose how it ends")
	check.Require(back || c.How != "door" && c.How != "kept", "end", "Nobody has sent this back. It can end because the person does not want it, or for another reason in words")
	check.Require(c.How != "other" || c.Words != "", "end-words", "Say how it ends")
	check.Require(len([]rune(c.Words)) <= maxText, "end-words", "This must be at most 4,000 characters")
	if c.How == "door" {
		next, err := nextOf(tx, h.ID)
		if err != nil {
			return "", err
		}
		check.Require(next != "", "end", "There is no other door yet: choose a service first and prepare the new onward request")
	}
	c.Telling.check(&check, !(back && h.AnsweredFor))
	if err := check.Err(); err != nil {
		return "", err
	}
	return h.happened(tx, Event{What: Ended, OnDay: tx.Today(), Source: tx.Actor.Name, How: c.How, Words: c.Words, Told: c.Telling.Told, ToldBy: c.Telling.By, ToldHow: c.Telling.How, NotTold: c.Telling.NotTold}, "ended an onward request")
}

// nextOf gives the request that followed one that came back, "".
func nextOf(tx *gate.Tx, id string) (string, error) {
	next, _, err := db.Maybe[string](tx.Tx, "SELECT id FROM onward_request WHERE came_from = $1 ORDER BY prepared_at DESC, id DESC LIMIT 1", id)
	return next, err
}

// Pass gives a request to somebody else who is in post, or to the team lead.
type Pass struct {
	ID      string
	Version int
	To      string // a practitioner, or Lead
	Why     string
}

// Needs names the permission.
func (Pass) Needs() access.Permission { return access.TrackOnward }

// Do writes it.
func (c Pass) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if !h.Open() {
		return "", fault.Moved("This onward request has ended")
	}
	team, err := workforce.InPost(tx, h.PCN, tx.Today())
	if err != nil {
		return "", err
	}
	c.Why = strings.TrimSpace(c.Why)
	known := c.To == Lead
	for _, t := range team {
		known = known || t.ID == c.To
	}
	var check fault.Check
	check.Require(known, "to", "Choose who looks after it from now on")
	check.Require(c.Why != "", "pass-why", "Say why, for whoever looks after it now")
	check.Require(len([]rune(c.Why)) <= maxLine, "pass-why", "This must be at most 300 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	return h.happened(tx, Event{What: Passed, OnDay: tx.Today(), Source: tx.Actor.Name, Words: c.Why, Owner: c.To}, "passed an onward request on")
}

// Correct marks the last thing that was recorded as an error, with a reason.
// It stays readable; the request stands where it stood before.
type Correct struct {
	ID      string
	Version int
	Event   string
	Why     string
}

// Needs names the permission.
func (Correct) Needs() access.Permission { return access.TrackOnward }

// Do writes the correction.
func (c Correct) Do(_ context.Context, tx *gate.Tx) (string, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	list := Holding(h.Events)
	e := list[len(list)-1]
	if e.ID != c.Event {
		for _, other := range h.Events {
			if other.ID == c.Event {
				return "", fault.Moved("Something was recorded after that. Correct the last entry first")
			}
		}
		return "", fault.Missing("entry")
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(e.What != Ready, "wrong-why", "A prepared request is not corrected: end it, and say why")
	check.Require(c.Why != "", "wrong-why", "Say why this was entered in error")
	check.Require(len([]rune(c.Why)) <= maxLine, "wrong-why", "The reason must be at most 300 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	return h.happened(tx, Event{What: Wrong, OnDay: tx.Today(), Source: tx.Actor.Name, Words: c.Why, Corrects: e.ID}, "marked as entered in error: "+e.What)
}
