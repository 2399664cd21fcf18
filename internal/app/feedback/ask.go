package feedback

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/link"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// LinkPurpose is the purpose of a private link to the form; its subject is
// the ask.
const LinkPurpose = "feedback"

// LinkDays is how long such a link works, in days after today.
const LinkDays = 14

// Asked is that somebody was asked. Whether they answered is not known.
type Asked struct {
	ID      string
	How     string // "link" or "paper"
	Link    string
	AskedAt calendar.Instant
	ByName  string
	Works   bool `db:"-"` // the link still opens
}

// Offer asks what is known before somebody is asked.
type Offer struct{ Person string }

// Offered is the answer to Offer.
type Offered struct {
	Person  person.Person
	Asked   []Asked // the newest first
	Waiting bool    // they would like to be rung, and nobody has yet
	MayLink bool    // the date of birth is known for sure
}

// Needs names the permission.
func (Offer) Needs() access.Permission { return access.OfferFeedback }

// Ask loads it.
func (q Offer) Ask(_ context.Context, tx *gate.Tx) (Offered, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return Offered{}, err
	}
	tx.Saw(p.ID, "whether they were asked for feedback")
	o := Offered{Person: p, MayLink: !p.BornOn.IsZero() && !p.BornApprox && p.Died.IsZero()}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return o, err
	}
	var a db.Args
	if o.Asked, err = db.All[Asked](tx.Tx, "SELECT id, how, link, asked_at, by_name FROM feedback_asked WHERE person IN "+a.In(ids)+" ORDER BY asked_at DESC, id DESC", a.List...); err != nil {
		return o, err
	}
	var links []string
	for _, x := range o.Asked {
		if x.Link != "" {
			links = append(links, x.Link)
		}
	}
	of, err := link.Some(tx, links)
	if err != nil {
		return o, err
	}
	for i, x := range o.Asked {
		l, ok := of[x.Link]
		o.Asked[i].Works = ok && l.State(tx.Now) == link.Open
	}
	var b db.Args
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM feedback_call WHERE done_at IS NULL AND person IN "+b.In(ids), b.List...)
	o.Waiting = n > 0
	return o, err
}

// contactOf gives the service in which somebody was last seen or reached, and
// the month of it: this month while there was no contact.
func contactOf(tx *gate.Tx, p person.Person) (service string, month calendar.Month, err error) {
	month = calendar.MonthOf(tx.Today())
	episodes, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return "", month, err
	}
	var ids []string
	for _, e := range episodes {
		if e.PCN == p.PCN {
			ids = append(ids, e.ID)
			if service == "" {
				service = e.Service
			}
		}
	}
	last, err := care.LastContacts(tx, ids)
	var day calendar.Date
	for _, e := range episodes {
		if c, ok := last[e.ID]; ok && c.Day.After(day) {
			day, service = c.Day, e.Service
		}
	}
	if !day.IsZero() {
		month = calendar.MonthOf(day)
	}
	return service, month, err
}

func forAsking(tx *gate.Tx, id string) (person.Person, about, error) {
	p, err := person.Load(tx, id)
	if err != nil {
		return p, about{}, err
	}
	var check fault.Check
	check.Require(p.Died.IsZero(), "person", "%s has died", p.Name())
	check.Require(p.PCN != "", "person", "The practice of %s is in no network", p.Name())
	if err := check.Err(); err != nil {
		return p, about{}, err
	}
	x := about{PCN: p.PCN, Practice: p.Practice}
	x.Service, x.Month, err = contactOf(tx, p)
	return p, x, err
}

func note(tx *gate.Tx, id string, p person.Person, x about, linkID string) error {
	_, err := tx.Exec("INSERT INTO feedback_asked (id, person, pcn, practice, service, month, how, link, asked_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
		id, p.ID, x.PCN, x.Practice, x.Service, x.Month, x.How, linkID, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// GiveLink makes a private link to the form. The token is shown this once.
// Faults name person.
type GiveLink struct{ Person string }

// Needs names the permission.
func (GiveLink) Needs() access.Permission { return access.OfferFeedback }

// Do makes it.
func (c GiveLink) Do(_ context.Context, tx *gate.Tx) (link.Made, error) {
	p, x, err := forAsking(tx, c.Person)
	if err != nil {
		return link.Made{}, err
	}
	until, err := calendar.On(tx.Today().AddDays(LinkDays), calendar.NewTime(23, 59))
	if err != nil {
		return link.Made{}, err
	}
	id := tx.NewID()
	m, err := link.Make(tx, link.New{Person: p, Purpose: LinkPurpose, Subject: id, Label: "Feedback form", Once: true, Until: until})
	if err != nil {
		return m, err
	}
	x.How = "link"
	return m, note(tx, id, p, x, m.ID)
}

// Given is what is printed on a form: where it belongs, and nobody's name.
type Given struct {
	Practice, Service string
	Month             calendar.Month
}

// GivePaper records that somebody was given the form on paper.
type GivePaper struct{ Person string }

// Needs names the permission.
func (GivePaper) Needs() access.Permission { return access.OfferFeedback }

// Do records it.
func (c GivePaper) Do(_ context.Context, tx *gate.Tx) (Given, error) {
	p, x, err := forAsking(tx, c.Person)
	if err != nil {
		return Given{}, err
	}
	id := tx.NewID()
	tx.TouchedAt("feedback", id, p.ID, p.PCN, "gave the feedback form on paper")
	x.How = "paper"
	return Given{x.Practice, x.Service, x.Month}, note(tx, id, p, x, "")
}

// Sheet asks for the form behind a private link, for its holder.
type Sheet struct{}

// Paper is the answer to Sheet.
type Paper struct {
	Practice string
	Until    calendar.Instant
	Urgent   []network.UrgentRoute
}

// Needs names the permission.
func (Sheet) Needs() access.Permission { return access.UseLink }

// Ask loads it.
func (Sheet) Ask(_ context.Context, tx *gate.Tx) (Paper, error) {
	h, err := link.Held(tx, LinkPurpose)
	if err != nil {
		return Paper{}, err
	}
	tx.Saw(h.Person.ID, "opened the feedback form")
	p := Paper{Until: h.Link.ExpiresAt, Urgent: h.Urgent}
	if h.Person.Practice != "" {
		p.Practice, err = network.PlaceName(tx, access.Practice, h.Person.Practice, tx.Today())
	}
	return p, err
}

// Send is the holder of a private link sending the form. The audit says that
// the link was used, and nothing that leads to the answer. With Call they ask
// to be rung, About is what about; both are kept with their name, and apart
// from the answer.
type Send struct {
	Answers
	Call  bool
	About string
}

// Needs names the permission.
func (Send) Needs() access.Permission { return access.UseLink }

// Do keeps the answer and uses the link up.
func (c Send) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, err := link.Held(tx, LinkPurpose)
	if err != nil {
		return false, err
	}
	var check fault.Check
	c.About = strings.TrimSpace(c.About)
	a := c.Answers.checked(&check)
	check.Require(len([]rune(c.About)) <= MaxText, "about", "Please use at most 2,000 characters here")
	check.Require(c.Call || c.About == "", "call", "Tick the box if you would like to be rung, or leave the text out: it is kept with your name")
	if err := check.Err(); err != nil {
		return false, err
	}
	x, err := db.One[about](tx.Tx, "feedback form", "SELECT pcn, practice, service, month, how FROM feedback_asked WHERE id = $1", h.Link.Subject)
	if err != nil {
		return false, err
	}
	if err := keep(tx, x, a); err != nil {
		return false, err
	}
	if c.Call {
		if err := wants(tx, h.Person, x.PCN, c.About); err != nil {
			return false, err
		}
	}
	return true, link.Finish(tx, h)
}

// EnterForm asks what a paper form can be entered for.
type EnterForm struct{ PCN string }

// Entering is the answer to EnterForm.
type Entering struct {
	Practices []network.Practice
	Months    []calendar.Month // this one and the twelve before, the newest first
}

// Needs names the permission.
func (EnterForm) Needs() access.Permission { return access.OfferFeedback }

// Ask loads it.
func (q EnterForm) Ask(_ context.Context, tx *gate.Tx) (Entering, error) {
	tx.Nobody("practices and months are about nobody")
	return entering(tx, q.PCN)
}

func entering(tx *gate.Tx, pcn string) (Entering, error) {
	var e Entering
	if !tx.Scope.InNetwork(pcn) {
		return e, fault.Missing("network")
	}
	list, err := network.PracticesOf(tx, pcn, tx.Today())
	e.Practices = slices.DeleteFunc(list, func(p network.Practice) bool { return !tx.Scope.HasPerson(p.Code, pcn) })
	for i := range 13 {
		e.Months = append(e.Months, calendar.MonthOf(tx.Today()).Add(-i))
	}
	return e, err
}

// Enter enters a form that came back on paper. Nobody says whose it is. Faults
// name practice, month, service and the questions.
type Enter struct {
	PCN, Practice string
	Month         calendar.Month
	Service       string
	Answers
}

// Needs names the permission.
func (Enter) Needs() access.Permission { return access.OfferFeedback }

// Do keeps it.
func (c Enter) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	e, err := entering(tx, c.PCN)
	if err != nil {
		return false, err
	}
	var check fault.Check
	check.Require(slices.ContainsFunc(e.Practices, func(p network.Practice) bool { return p.Code == c.Practice }), "practice", "Choose the practice that stands on the form")
	check.Require(slices.Contains(e.Months, c.Month), "month", "Choose the month that stands on the form; forms older than a year are not entered")
	check.Require(slices.ContainsFunc(Services, func(o Option) bool { return o.Key == c.Service }), "service", "Choose one of the services")
	a := c.Answers.checked(&check)
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("feedback", "paper", "", c.Practice, "entered a feedback form that came back on paper, without a name")
	return true, keep(tx, about{c.PCN, c.Practice, c.Service, c.Month, "paper"}, a)
}
