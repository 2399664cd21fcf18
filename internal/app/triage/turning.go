package triage

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Moving is somebody who moves on from a service for children and young people
// to the one for adults.
type Moving struct {
	Who      person.Person
	Eighteen calendar.Date // the birthday; zero when the date of birth is not known
	Holder   string        // who holds them in the young people's service here, "" when they are held elsewhere
	Request  string        // the transition, "" when nobody has planned one
	Owner    string        // who holds the transition; "" when nobody has taken it
	Planned  calendar.Date // the day on which the adult service takes over
	From     string        // who hands over
}

// Missing says what the plan lacks: a transition with a date and an owner.
func (m Moving) Missing() string {
	switch {
	case m.Request == "":
		return "No hand-over is planned"
	case m.Owner == "":
		return "Nobody on the adult side has taken it"
	}
	return ""
}

// Movings asks who in a network moves on at 18: everybody whom its service for
// young people holds and who is 17 or older, and every open transition. The
// first birthday comes first. Moving on is planned by people, with a date and
// an owner; nothing moves anybody by itself.
type Movings struct{ PCN string }

// Needs names the permission.
func (Movings) Needs() access.Permission { return access.SeeEpisode }

// Ask gathers them in a fixed number of statements.
func (q Movings) Ask(_ context.Context, tx *gate.Tx) ([]Moving, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	young, err := episode.OpenInService(tx, q.PCN, "cyp")
	if err != nil {
		return nil, err
	}
	requests, err := episode.OpenRequests(tx, q.PCN)
	if err != nil {
		return nil, err
	}
	requests = slices.DeleteFunc(requests, func(r episode.Request) bool { return r.Way != episode.Transition })
	planned, err := cards(tx, q.PCN, requests)
	if err != nil {
		return nil, err
	}
	var ids, holders []string
	for _, e := range young {
		ids = append(ids, e.Person)
		if e.Holder != "" {
			holders = append(holders, e.Holder)
		}
	}
	who, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	names, err := workforce.Known(tx, holders)
	if err != nil {
		return nil, err
	}
	out := map[string]Moving{}
	for _, e := range young {
		p, seen := who[e.Person]
		if !seen || !p.BornOn.IsZero() && p.Age(tx.Today()) < 17 {
			continue
		}
		out[p.ID] = Moving{Who: p, Holder: names[e.Holder].Name}
	}
	for _, c := range planned {
		m := out[c.Who.ID]
		m.Who, m.Request, m.Owner, m.Planned, m.From = c.Who, c.Request.ID, c.Name, c.Record.PlannedOn, c.Record.FromWhom
		out[c.Who.ID] = m
	}
	list := make([]Moving, 0, len(out))
	for _, m := range out {
		if !m.Who.BornOn.IsZero() {
			m.Eighteen = m.Who.BornOn.AddYears(18)
		}
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b Moving) int {
		if c := a.Eighteen.Compare(b.Eighteen); c != 0 {
			return c
		}
		return strings.Compare(a.Who.ID, b.Who.ID)
	})
	tx.Listed("person", "who moves on at 18, network "+q.PCN, len(list))
	return list, nil
}
