package measures

import (
	"context"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
)

// ToRead is how much of a network's inbox waits. Count is the number of rows
// of the inbox as it opens.
type ToRead struct {
	Count   int
	Waiting int // of them, with a safety item to acknowledge
	Words   string
	Owner   string // the practitioner's id, "" when nobody is down
}

// Waiting counts what came in and nobody has dealt with. The caller has
// checked that the actor may see the whole network.
func Waiting(tx *gate.Tx, pcn string) (ToRead, error) {
	type row struct {
		State string
		N     int
	}
	var out ToRead
	list, err := db.All[row](tx.Tx, "SELECT state, count(*) AS n FROM measure_answer WHERE pcn = $1 AND state <> 'done' GROUP BY state", pcn)
	if err != nil {
		return out, err
	}
	for _, r := range list {
		out.Count += r.N
		if r.State == "waiting" {
			out.Waiting = r.N
		}
	}
	if out.Count == 0 {
		return out, nil
	}
	rota, err := rotaOf(tx, pcn)
	out.Owner, out.Words = rota.Owner(tx.Now)
	return out, err
}

// Inbox asks for what came in over private links: what waits, or with Done
// what was dealt with in the last four weeks.
type Inbox struct {
	PCN  string
	Done bool
}

// InboxList is the answer to Inbox: what waits for an acknowledgement first,
// each part the oldest first; what was dealt with the newest first.
type InboxList struct {
	List  []Answer
	Rota  Rota
	Owner string // who answers for it at this moment, in words
	Own   bool   // the actor does
}

// Needs names the permission.
func (Inbox) Needs() access.Permission { return access.SeeCare }

// Ask lists it; the inbox belongs to the whole network.
func (q Inbox) Ask(_ context.Context, tx *gate.Tx) (InboxList, error) {
	var out InboxList
	if !tx.Scope.WholeNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	where, order := "state <> 'done'", " ORDER BY CASE WHEN state = 'waiting' THEN 0 ELSE 1 END, answered_at, id"
	var a db.Args
	pcn := a.Add(q.PCN)
	if q.Done {
		where, order = "state = 'done' AND answered_at >= "+a.Add(tx.Now.Add(-28*24*time.Hour)), " ORDER BY answered_at DESC, id DESC LIMIT 200"
	}
	list, err := db.All[Answer](tx.Tx, "SELECT "+answerColumns+" FROM measure_answer WHERE pcn = "+pcn+" AND "+where+order, a.List...)
	if err != nil {
		return out, err
	}
	if out.List, err = whose(tx, list); err != nil {
		return out, err
	}
	tx.Listed("answers by private link", q.PCN, len(out.List))
	if out.Rota, err = rotaOf(tx, q.PCN); err != nil {
		return out, err
	}
	owner, words := out.Rota.Owner(tx.Now)
	out.Owner = words
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		out.Own = owner != "" && me.ID == owner
	} else if !fault.Is(err, fault.NotFound) {
		return out, err
	}
	return out, nil
}

// whose reads answers of people whom the actor may see.
func whose(tx *gate.Tx, list []Answer) ([]Answer, error) {
	var ids, codes []string
	for _, a := range list {
		ids, codes = append(ids, a.Person), append(codes, a.Code)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	tools, err := known(tx, codes)
	if err != nil {
		return nil, err
	}
	var out []Answer
	for _, a := range list {
		p, ok := people[a.Person]
		if !ok {
			continue
		}
		a.Who = p
		if err := a.open(tools); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// OneAnswer asks for one answer, to read it and acknowledge it.
type OneAnswer struct{ ID string }

// Reading is the answer to OneAnswer.
type Reading struct {
	Answer
	Owner   string
	AckTold string
	AckDone string
}

// Needs names the permission.
func (OneAnswer) Needs() access.Permission { return access.SeeCare }

// Ask reads it; one of somebody outside the scope is not found.
func (q OneAnswer) Ask(_ context.Context, tx *gate.Tx) (Reading, error) {
	a, err := loadAnswer(tx, q.ID)
	if err != nil {
		return Reading{}, err
	}
	tx.Saw(a.Who.ID, "what came in over a private link")
	r := Reading{Answer: a}
	if a.State != "done" {
		rota, err := rotaOf(tx, a.PCN)
		if err != nil {
			return r, err
		}
		_, r.Owner = rota.Owner(tx.Now)
		return r, nil
	}
	if a.Score != "" {
		s, _, err := db.Maybe[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE id = $1", a.Score)
		r.AckTold, r.AckDone = s.AckTold, s.AckDone
		return r, err
	}
	return r, nil
}

func loadAnswer(tx *gate.Tx, id string) (Answer, error) {
	a, err := db.One[Answer](tx.Tx, "answer", "SELECT "+answerColumns+" FROM measure_answer WHERE id = $1", id)
	if err != nil {
		return a, err
	}
	list, err := whose(tx, []Answer{a})
	if err == nil && len(list) == 0 {
		err = fault.Missing("answer")
	}
	if err != nil {
		return a, err
	}
	return list[0], nil
}

// Deal is a named person dealing with what came in. With a safety item above 0
// they say who was told and what was done: it becomes a score then, and not
// before. Everything else was kept already and is marked as seen. Take only
// takes the same-day ask, so that others know who is ringing. Faults name told
// and done. It answers with the person's id.
type Deal struct {
	ID         string
	Take       bool
	Told, Done string
}

// Needs names the permission.
func (Deal) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Deal) Do(_ context.Context, tx *gate.Tx) (string, error) {
	a, err := loadAnswer(tx, c.ID)
	if err != nil {
		return "", err
	}
	if a.State == "done" {
		return "", fault.Moved("%s dealt with this already, %s", a.DoneName, a.DoneAt.Long())
	}
	if c.Take {
		if a.TakesName != "" && a.TakesID != tx.Actor.ID {
			return "", fault.Moved("%s took this already, %s", a.TakesName, a.TakesAt.Long())
		}
		tx.TouchedAt("measure", a.ID, a.Who.ID, a.PCN, "took what came in over a private link")
		_, err := tx.Exec("UPDATE measure_answer SET takes_at = $1, takes_id = $2, takes_name = $3 WHERE id = $4", tx.Now, tx.Actor.ID, tx.Actor.Name, a.ID)
		return a.Who.ID, err
	}
	score := a.Score
	if a.State == "waiting" {
		c.Told, c.Done = strings.TrimSpace(c.Told), strings.TrimSpace(c.Done)
		var check fault.Check
		check.Require(c.Told != "", "told", "Item %d was answered above 0: say who was told, or whom you talked with", a.Result.SafetyItem)
		check.Require(c.Done != "", "done", "Item %d was answered above 0: say what was done", a.Result.SafetyItem)
		check.Require(len([]rune(c.Told)) <= MaxWhy, "told", "Who was told must be at most 1,000 characters")
		check.Require(len([]rune(c.Done)) <= MaxWhy, "done", "What was done must be at most 1,000 characters")
		if err := check.Err(); err != nil {
			return "", err
		}
		k := kept{
			person: a.Person, episode: a.Episode, pcn: a.PCN, tool: a.Tool, answers: a.AnswersText, extras: a.ExtrasText, result: a.Result,
			on: a.AnsweredAt.Date(), how: ByLink, byID: "link:" + a.Link, byName: "The person, by private link", told: c.Told, done: c.Done,
		}
		if score, err = k.write(tx); err != nil {
			return "", err
		}
	}
	tx.TouchedAt("measure", a.ID, a.Who.ID, a.PCN, "dealt with what came in over a private link")
	_, err = tx.Exec("UPDATE measure_answer SET state = 'done', score = $1, done_at = $2, done_id = $3, done_name = $4 WHERE id = $5", score, tx.Now, tx.Actor.ID, tx.Actor.Name, a.ID)
	return a.Who.ID, err
}

// Kept asks for everything of this room about a person: scores, the newest
// first, and what was handed out.
type Kept struct{ Person string }

// History is the answer to Kept.
type History struct {
	Person person.Person
	Scores []Score
	Asked  []Asked
	Inbox  []Answer // what came in and waits to be acknowledged: no score yet
	Open   bool     // an episode is open
}

// Needs names the permission.
func (Kept) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Kept) Ask(_ context.Context, tx *gate.Tx) (History, error) {
	var h History
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return h, err
	}
	tx.Saw(p.ID, "scores of questionnaires")
	h.Person = p
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return h, err
	}
	if h.Scores, err = Of(tx, ids); err != nil {
		return h, err
	}
	if h.Asked, err = askedOf(tx, ids); err != nil {
		return h, err
	}
	var a db.Args
	waiting, err := db.All[Answer](tx.Tx, "SELECT "+answerColumns+" FROM measure_answer WHERE state = 'waiting' AND person IN "+a.In(ids)+" ORDER BY answered_at", a.List...)
	if err != nil {
		return h, err
	}
	if h.Inbox, err = whose(tx, waiting); err != nil {
		return h, err
	}
	h.Open, err = isOpen(tx, p)
	return h, err
}

func isOpen(tx *gate.Tx, p person.Person) (bool, error) {
	_, err := openFor(tx, p)
	if fault.Is(err, fault.Invalid) {
		return false, nil
	}
	return err == nil, err
}

// Desk asks for what the pages need on which a questionnaire is taken or
// given. Instrument is "" for the list of all of them.
type Desk struct{ Person, Instrument string }

// Table is the answer to Desk.
type Table struct {
	Person person.Person
	Open   bool
	Tools  []Tool
	Tool   Tool // the one that was asked for
	Age    int
	Draft  *account.Draft
	Asked  []Asked // outstanding
	Rota   Rota
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.WriteCare }

// Ask gathers it; a questionnaire that the network doesn't use is not found.
func (q Desk) Ask(ctx context.Context, tx *gate.Tx) (Table, error) {
	var t Table
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return t, err
	}
	tx.Saw(p.ID, "the form for a questionnaire")
	t.Person, t.Age = p, p.Age(tx.Today())
	if t.Open, err = isOpen(tx, p); err != nil {
		return t, err
	}
	if q.Instrument == "" {
		if t.Tools, err = Tools(tx, p.PCN); err != nil {
			return t, err
		}
	} else {
		if t.Tool, err = toolFor(tx, p.PCN, q.Instrument); err != nil {
			return t, err
		}
		d, err := account.ReadDraft{Kind: Draft, Subject: p.ID + ":" + q.Instrument}.Ask(ctx, tx)
		if err == nil {
			t.Draft = &d
		} else if !fault.Is(err, fault.NotFound) {
			return t, err
		}
	}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return t, err
	}
	all, err := askedOf(tx, ids)
	if err != nil {
		return t, err
	}
	t.Asked = slices.DeleteFunc(all, func(a Asked) bool { return !a.Outstanding() })
	t.Rota, err = rotaOf(tx, p.PCN)
	return t, err
}
