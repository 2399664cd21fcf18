package mdt

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
)

// Candidate is somebody who belongs on the list of the next meeting.
type Candidate struct {
	Who     person.Person
	Reasons []Reason
	flags   []string
}

// candidates gives everybody of a network who belongs on a list today, each
// once with every reason: by the first reason, then by its day.
func candidates(ctx context.Context, tx *gate.Tx, pcn string) ([]Candidate, error) {
	type found struct {
		person string
		Reason
		flag string
	}
	var all []found
	add := func(who string, r Reason) { all = append(all, found{who, r, ""}) }
	today := tx.Today()

	open, err := db.All[Decision](tx.Tx, "SELECT "+decisionColumns+" FROM mdt_decision WHERE pcn = $1 AND state = 'open' ORDER BY due_on, id", pcn)
	if err != nil {
		return nil, err
	}
	if err := withAsks(tx, open); err != nil {
		return nil, err
	}
	for _, d := range open {
		if d.Undone() {
			says := "Decided on " + d.At.Date().Medium() + ": " + d.What + ". " + d.OwnerName + ", by " + d.DueOn.Medium()
			if d.Late(today) {
				says += " (that day has passed)"
			}
			if d.Asked != nil && d.Asked.State == liaison.Returned {
				says += ". The ask came back: " + d.Asked.ReturnedWhy
			}
			add(d.Person, Reason{Kind: "undone", Text: says, Href: "/decisions/" + d.ID, On: d.DueOn, ID: d.ID})
		}
	}
	entries, err := db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM mdt_entry WHERE pcn = $1 AND standing IN ('decided', 'none') AND told_on IS NULL AND not_told = '' AND tell_on < $2", pcn, today)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		add(e.Person, Reason{Kind: "untold", Text: e.Teller + " was to tell them by " + e.TellOn.Medium() + " what was decided on " + e.ChangedAt.Date().Medium(), Href: "/meetings/" + e.Meeting + "/person/" + strconv.Itoa(e.Nr) + "/told", On: e.TellOn})
	}
	// Not reached, and not on the list of a later meeting that was held.
	missed, err := db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM mdt_entry e WHERE pcn = $1 AND standing = 'carried' AND NOT EXISTS (SELECT 1 FROM mdt_entry l WHERE l.person = e.person AND l.changed_at > e.changed_at)", pcn)
	if err != nil {
		return nil, err
	}
	for _, e := range missed {
		add(e.Person, Reason{Kind: "missed", Text: "Not reached on " + e.ChangedAt.Date().Medium(), Href: "/meetings/" + e.Meeting, On: e.ChangedAt.Date()})
	}
	flags, err := db.All[Flag](tx.Tx, "SELECT id, person, pcn, question, at, by_id, by_name, entry FROM mdt_flag WHERE pcn = $1 AND entry = '' ORDER BY at, id", pcn)
	if err != nil {
		return nil, err
	}
	for _, f := range flags {
		all = append(all, found{f.Person, Reason{Kind: "flag", Text: f.ByName + " asks: " + f.Question, On: f.At.Date(), ID: f.ID}, f.ID})
	}
	back, err := onward.CameBackIn(tx, pcn)
	if err != nil {
		return nil, err
	}
	for _, r := range back {
		says := r.ServiceName + " sent it back"
		if !r.DeclinedOn.IsZero() {
			says += " on " + r.DeclinedOn.Medium()
		}
		if r.Reason != "" {
			says += ": " + r.Reason
		}
		add(r.Person, Reason{Kind: "bounce", Text: says, Href: "/onward/" + r.ID, On: r.DeclinedOn})
	}
	if err := asksAndWaits(ctx, tx, pcn, add); err != nil {
		return nil, err
	}

	ids := make([]string, len(all))
	for i, f := range all {
		ids[i] = f.person
	}
	people := map[string]person.Person{}
	for part := range slices.Chunk(ids, 5000) {
		some, err := person.Many(tx, part)
		if err != nil {
			return nil, err
		}
		for id, p := range some {
			people[id] = p
		}
	}
	byID := map[string]*Candidate{}
	var order []string
	for _, f := range all {
		p, ok := people[f.person]
		if !ok || p.PCN != pcn || !p.Died.IsZero() && f.Kind != "undone" {
			continue
		}
		c := byID[p.ID]
		if c == nil {
			c = &Candidate{Who: p}
			byID[p.ID] = c
			order = append(order, p.ID)
		}
		c.Reasons = append(c.Reasons, f.Reason)
		if f.flag != "" {
			c.flags = append(c.flags, f.flag)
		}
	}
	out := make([]Candidate, 0, len(order))
	for _, id := range order {
		c := *byID[id]
		slices.SortStableFunc(c.Reasons, byKind)
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		if x := byKind(a.Reasons[0], b.Reasons[0]); x != 0 {
			return x
		}
		return strings.Compare(a.Who.FormalName()+a.Who.ID, b.Who.FormalName()+b.Who.ID)
	})
	return out, nil
}

func byKind(a, b Reason) int {
	if x := rank(a.Kind) - rank(b.Kind); x != 0 {
		return x
	}
	return a.On.Compare(b.On)
}

func asksAndWaits(ctx context.Context, tx *gate.Tx, pcn string, add func(string, Reason)) error {
	today := tx.Today()
	rules, err := rulesOf(tx, pcn)
	if err != nil {
		return err
	}
	asks, err := liaison.LiveAbout(tx, pcn)
	if err != nil {
		return err
	}
	given, err := db.All[string](tx.Tx, "SELECT ask FROM mdt_decision WHERE pcn = $1 AND state = 'open' AND ask <> ''", pcn)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, id := range given {
		own[id] = true // it is there as a decision already
	}
	for _, r := range asks {
		says := ""
		switch {
		case own[r.ID]:
		case r.State == liaison.Returned:
			says = "An ask came back to " + r.OwnerName + ": " + r.Question
		case r.Late(today):
			says = r.OwnerName + " was asked by " + r.DueOn.Medium() + ": " + r.Question
		}
		if says != "" {
			add(r.Person, Reason{Kind: "ask", Text: says, On: r.DueOn})
		}
	}
	long := func(since calendar.Date) bool { return !since.IsZero() && today.DaysSince(since) >= 7*rules.WaitWeeks }
	weeks := func(since calendar.Date) string {
		return strconv.Itoa(today.DaysSince(since)/7) + " weeks, since " + since.Medium()
	}
	queue, err := triage.Queue{PCN: pcn}.Ask(ctx, tx)
	if err != nil {
		return err
	}
	for _, c := range queue.List {
		if since := c.Request.ReceivedAt.Date(); long(since) {
			add(c.Who.ID, Reason{Kind: "wait", Text: "Waits for a first talk for " + weeks(since), Href: "/requests/" + c.Request.ID, On: since})
		}
	}
	slots, err := diary.WaitingListOf{PCN: pcn}.Ask(ctx, tx)
	if err != nil {
		return err
	}
	for _, w := range slots.List {
		if since := w.Since.Date(); long(since) {
			add(w.Person, Reason{Kind: "wait", Text: "Waits for a slot for " + weeks(since), On: since})
		}
	}
	services, err := onward.Waiting(tx, pcn)
	for _, w := range services {
		if long(w.SentOn) {
			add(w.Person, Reason{Kind: "wait", Text: "Waits for " + w.ServiceName + " for " + weeks(w.SentOn), Href: "/onward/" + w.ID, On: w.SentOn})
		}
	}
	return err
}

// enter puts candidates who are not on the list of a meeting yet under it.
func enter(ctx context.Context, tx *gate.Tx, m Meeting) (int, error) {
	list, err := candidates(ctx, tx, m.PCN)
	if err != nil {
		return 0, err
	}
	there, err := db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM mdt_entry WHERE meeting = $1", m.ID)
	if err != nil {
		return 0, err
	}
	on := map[string]bool{}
	nr := 0
	for _, e := range there {
		on[e.Person] = true
		nr = max(nr, e.Nr)
	}
	n := 0
	for _, c := range list {
		if on[c.Who.ID] {
			continue
		}
		nr++
		n++
		id, err := put(tx, m, nr, c.Who, c.Reasons)
		if err != nil {
			return n, err
		}
		for _, f := range c.flags {
			if _, err := tx.Exec("UPDATE mdt_flag SET entry = $1 WHERE id = $2", id, f); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

func put(tx *gate.Tx, m Meeting, nr int, p person.Person, reasons []Reason) (string, error) {
	text, err := json.Marshal(reasons)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("meeting list", id, p.ID, p.PCN, "put on the list of the meeting of "+m.OnDay.Medium())
	_, err = tx.Exec("INSERT INTO mdt_entry ("+entryColumns+") VALUES ($1,$2,$3,$4,$5,$6,'waiting','','',NULL,NULL,'','','',$7,$8,1)", id, m.ID, nr, p.ID, p.PCN, string(text), tx.Now, tx.Actor.Name)
	return id, err
}
