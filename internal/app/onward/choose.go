package onward

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Order says in words how services are ordered for a person. Nothing else
// orders them.
const Order = "By kind; within a kind those whose time to reply to us is known come first, then by name"

// Choice is a service beside a person.
type Choice struct {
	Service
	Verdicts []Verdict
	Stale    bool
	Ours     Experience
	Open     bool // an onward request of this person to it is open
}

// Of gives the verdicts with an answer.
func (c Choice) Of(answer string) (out []Verdict) {
	for _, v := range c.Verdicts {
		if v.Answer == answer {
			out = append(out, v)
		}
	}
	return out
}

// Choose asks which services there are for a person, and why not the others.
type Choose struct {
	Person string
	Kind   string // "" for all
	After  string // the request that came back, whose service is left out
}

// Choices is the answer to Choose.
type Choices struct {
	Person  person.Person
	Rules   Rules
	Fits    []Choice // nothing that can be checked speaks against it
	Unknown []Choice // something is not known yet
	Not     []Choice // something is not met
	Told    []Signposted
	Before  *Request
}

// Needs names the permission.
func (Choose) Needs() access.Permission { return access.Signpost }

// Ask gathers it.
func (q Choose) Ask(_ context.Context, tx *gate.Tx) (Choices, error) {
	var c Choices
	var err error
	if c.Person, err = person.Load(tx, q.Person); err != nil {
		return c, err
	}
	tx.Saw(c.Person.ID, "services to choose from")
	if c.Rules, err = rulesOf(tx, c.Person.PCN); err != nil {
		return c, err
	}
	requests, err := ofPerson(tx, c.Person)
	if err != nil {
		return c, err
	}
	busy := map[string]bool{}
	for i, r := range requests {
		busy[r.Service] = busy[r.Service] || r.Open()
		if r.ID == q.After {
			c.Before = &requests[i]
		}
	}
	if q.After != "" && c.Before == nil {
		return c, fault.Missing("onward request")
	}
	all, err := choices(tx, c.Person, c.Rules)
	if err != nil {
		return c, err
	}
	for _, x := range all {
		if q.Kind != "" && x.Kind != q.Kind || c.Before != nil && c.Before.Service == x.ID {
			continue
		}
		x.Open = busy[x.ID]
		switch Standing(x.Verdicts) {
		case Met:
			c.Fits = append(c.Fits, x)
		case NotKnown:
			c.Unknown = append(c.Unknown, x)
		default:
			c.Not = append(c.Not, x)
		}
	}
	c.Told, err = toldOf(tx, c.Person)
	return c, err
}

// choices gives every service in use beside a person, in the Order.
func choices(tx *gate.Tx, p person.Person, rules Rules) ([]Choice, error) {
	list, err := services(tx, p.PCN, false)
	if err != nil {
		return nil, err
	}
	ours, err := experiences(tx, p.PCN, "")
	if err != nil {
		return nil, err
	}
	out := make([]Choice, len(list))
	for i, s := range list {
		out[i] = Choice{Service: s, Verdicts: Fits(s.Body, p, tx.Today()), Stale: s.Stale(tx.Today(), rules.StaleDays), Ours: ours[s.ID]}
	}
	slices.SortStableFunc(out, func(a, b Choice) int {
		if c := kindAt(a.Kind) - kindAt(b.Kind); c != 0 {
			return c
		}
		if a.Ours.Timed != b.Ours.Timed {
			if a.Ours.Timed {
				return -1
			}
			return 1
		}
		return inOrder(a.Service, b.Service)
	})
	return out, nil
}

// GivenAs are the ways in which somebody is told about a service.
var GivenAs = [][2]string{{"said", "Said to them"}, {"list", "On a printed list"}, {"large", "On a printed list in large print"}, {"text", "As a text message"}, {"other", "Another way"}}

// Signposted says that somebody was told about a service.
type Signposted struct {
	ID, Service, ServiceName string
	Told, How                string
	OnDay                    calendar.Date
	RecordedAt               calendar.Instant
	ByName                   string
	WrongName, WrongWhy      string // who marked it as entered in error, and why; "" while it holds
}

// HowText is the way in words.
func (s Signposted) HowText() string { return textOf(GivenAs, s.How) }

func toldOf(tx *gate.Tx, p person.Person) ([]Signposted, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	return db.All[Signposted](tx.Tx, "SELECT t.id, t.service, t.service_name, t.told, t.how, t.on_day, t.recorded_at, t.by_name, w.by_name AS wrong_name, w.why AS wrong_why FROM onward_told t LEFT JOIN onward_told_wrong w ON w.told = t.id WHERE t.person IN "+a.In(ids)+" ORDER BY t.on_day DESC, t.recorded_at DESC, t.id DESC", a.List...)
}

// TellAbout records that a person was told about one or more services. It is
// signposting: nobody else is asked to do anything, and it is counted apart
// from onward access. Faults name the fields services, told, how and on. It
// answers with how many were recorded.
type TellAbout struct {
	Person   string
	Services []string
	Told     string // what they were told, beside the entry
	How      string
	On       calendar.Date
}

// Needs names the permission.
func (TellAbout) Needs() access.Permission { return access.Signpost }

// Do checks and writes.
func (c TellAbout) Do(_ context.Context, tx *gate.Tx) (int, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return 0, err
	}
	c.Told, c.Services = strings.TrimSpace(c.Told), trimmed(c.Services)
	var check fault.Check
	check.Require(len(c.Services) > 0, "services", "Choose at least one service")
	check.Require(len(c.Services) <= 20, "services", "Choose at most 20 services: nobody can do anything with more")
	check.Require(has(GivenAs, c.How), "how", "Choose how they were told")
	check.Require(c.How != "text" || p.SafeText != "no", "how", "“Do not text” is recorded for this person")
	check.Require(len([]rune(c.Told)) <= 1000, "told", "What they were told must be at most 1,000 characters")
	dayOf(&check, c.On, calendar.Date{}, tx.Today())
	if err := check.Err(); err != nil {
		return 0, err
	}
	for _, id := range c.Services {
		s, err := forPerson(tx, id, p)
		if err != nil {
			return 0, err
		}
		told := tx.NewID()
		tx.TouchedAt("signposting", told, p.ID, p.PCN, "recorded that the person was told about a service")
		if _, err := tx.Exec("INSERT INTO onward_told (id, person, pcn, service, service_name, told, how, on_day, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
			told, p.ID, p.PCN, s.ID, s.Name, c.Told, c.How, c.On, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
			return 0, err
		}
	}
	return len(c.Services), nil
}

// ShortList asks for the services of a printed list for a person, in the order
// of the directory.
type ShortList struct {
	Person   string
	Services []string
}

// ForPaper is the answer to ShortList.
type ForPaper struct {
	Person person.Person
	Rules  Rules
	List   []Service
	Urgent []network.UrgentRoute // for the person, when help is needed today
}

// Needs names the permission.
func (ShortList) Needs() access.Permission { return access.Signpost }

// Ask gathers it; services of another network are left out.
func (q ShortList) Ask(_ context.Context, tx *gate.Tx) (ForPaper, error) {
	var l ForPaper
	var err error
	if l.Person, err = person.Load(tx, q.Person); err != nil {
		return l, err
	}
	tx.Saw(l.Person.ID, "a list of services to print")
	if l.Rules, err = rulesOf(tx, l.Person.PCN); err != nil {
		return l, err
	}
	all, err := services(tx, l.Person.PCN, false)
	for _, s := range all {
		if slices.Contains(q.Services, s.ID) {
			l.List = append(l.List, s)
		}
	}
	if err != nil {
		return l, err
	}
	l.Urgent, err = network.RoutesFor(tx, l.Person.PCN, l.Person.Practice)
	l.Urgent = slices.DeleteFunc(l.Urgent, func(r network.UrgentRoute) bool { return r.StaffOnly })
	return l, err
}
