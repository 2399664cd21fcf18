package register

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/message"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// maxText is how long what is written may be, in characters.
const maxText = 1_000

// Update is what somebody who waits was told.
type Update struct {
	ID      string
	Person  string
	PCN     string `db:"pcn"`
	ToldOn  calendar.Date
	ToldBy  string
	How     string
	Said    string
	Support string // what was offered meanwhile, "" for nothing
	NextOn  calendar.Date
	Batch   string // the batch that sent it, "" for none
	At      calendar.Instant
	ByID    string
	ByName  string
}

const updateColumns = "id, person, pcn, told_on, told_by, how, said, support, next_on, batch, at, by_id, by_name"

// lastTold gives the latest update of people by the ids of their records,
// without looking at the scope.
func lastTold(tx *gate.Tx, ids []string) (map[string]Update, error) {
	out := map[string]Update{}
	for part := range slices.Chunk(ids, 5000) {
		var a db.Args
		list, err := db.All[Update](tx.Tx, "SELECT "+updateColumns+" FROM waiting_update WHERE person IN "+a.In(part)+" ORDER BY told_on, at, id", a.List...)
		if err != nil {
			return nil, err
		}
		for _, u := range list {
			out[u.Person] = u
		}
	}
	return out, nil
}

// Wait is one thing for which somebody waits.
type Wait struct {
	Text  string
	Since calendar.Date
	Href  string
}

// Waiter is somebody who waits, and what they know of it.
type Waiter struct {
	Who     person.Person
	Waits   []Wait        // the longest first
	ToldOn  calendar.Date // zero when nobody has recorded it
	Told    string        // what they were told last
	ToldBy  string
	Support string        // what was offered meanwhile
	NextOn  calendar.Date // when they are told again, zero when no day is set
	Days    int           // since they were told, or since they began to wait
}

// Due reports whether the day has come on which they are told again.
func (w Waiter) Due(today calendar.Date) bool { return !w.NextOn.IsZero() && !w.NextOn.After(today) }

// Weeks are after how many weeks without an update somebody is chosen for a
// batch; the first is the one that a page opens with.
var Weeks = []int{3, 1, 2, 4, 6, 8}

// Well asks who waits in a network, and what each was told.
type Well struct {
	PCN      string
	Practice string
	Show     string // "due": told again today or earlier; "quiet": not told for Weeks weeks; "never": nobody has recorded that they were told
	Weeks    int
}

// Waiters is the answer to Well.
type Waiters struct {
	List   []Waiter
	Counts map[string]int    // by Show, within the practice
	Places map[string]string // names of practices by code
	Weeks  int
}

// Needs names the permission.
func (Well) Needs() access.Permission { return access.SeeWaiting }

// Ask lists them, the longest without an update first. A practice sees its
// own people.
func (q Well) Ask(ctx context.Context, tx *gate.Tx) (Waiters, error) {
	out := Waiters{Counts: map[string]int{}, Places: map[string]string{}, Weeks: q.Weeks}
	if !slices.Contains(Weeks, out.Weeks) {
		out.Weeks = Weeks[0]
	}
	all, err := waiters(ctx, tx, q.PCN)
	if err != nil {
		return out, err
	}
	practices, err := network.PracticesOf(tx, q.PCN, tx.Today())
	if err != nil {
		return out, err
	}
	for _, w := range all {
		if out.Places[w.Who.Practice] == "" {
			out.Places[w.Who.Practice] = w.Who.Practice
			for _, p := range practices {
				if p.Code == w.Who.Practice {
					out.Places[p.Code] = network.PlainName(p.Name)
				}
			}
		}
		if q.Practice != "" && w.Who.Practice != q.Practice {
			continue
		}
		for _, show := range []string{"", "due", "quiet", "never"} {
			if w.shows(show, out.Weeks, tx.Today()) {
				out.Counts[show]++
			}
		}
		if w.shows(q.Show, out.Weeks, tx.Today()) {
			out.List = append(out.List, w)
		}
	}
	tx.Listed("waiting", strings.TrimSpace("waiting well "+q.PCN+" "+q.Practice+" "+q.Show), len(out.List))
	return out, nil
}

func (w Waiter) shows(show string, weeks int, today calendar.Date) bool {
	switch show {
	case "due":
		return w.Due(today)
	case "quiet":
		return w.Days >= 7*weeks
	case "never":
		return w.ToldOn.IsZero()
	}
	return true
}

// waiters gathers everybody who waits: for a first talk, for a slot, for a
// service; people outside the scope are left out.
func waiters(ctx context.Context, tx *gate.Tx, pcn string) ([]Waiter, error) {
	if !tx.Scope.InNetwork(pcn) {
		return nil, fault.Missing("network")
	}
	byID := map[string]*Waiter{}
	add := func(p person.Person, w Wait) {
		if !p.Died.IsZero() {
			return
		}
		if byID[p.ID] == nil {
			byID[p.ID] = &Waiter{Who: p}
		}
		byID[p.ID].Waits = append(byID[p.ID].Waits, w)
	}
	queue, err := triage.Queue{PCN: pcn}.Ask(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, c := range queue.List {
		text := "A first talk; nobody has taken the request yet"
		if c.Owner != "" {
			text = "A first talk with " + c.Name
		}
		add(c.Who, Wait{text, c.Request.ReceivedAt.Date(), "/requests/" + c.Request.ID})
	}
	slots, err := diary.WaitingListOf{PCN: pcn}.Ask(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, w := range slots.List {
		add(w.Who, Wait{"A slot, on the waiting list", w.Since.Date(), ""})
	}
	services, err := onward.Waiting(tx, pcn)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, w := range services {
		ids = append(ids, w.Person)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, w := range services {
		p, ok := people[w.Person]
		if !ok {
			continue
		}
		text := w.ServiceName
		if !w.ExpectedOn.IsZero() {
			text += ", expected " + w.ExpectedOn.Medium()
		}
		add(p, Wait{text, w.SentOn, "/onward/" + w.ID})
		if x := byID[p.ID]; x != nil && w.LastTold != "" && !w.ToldOn.Before(x.ToldOn) {
			x.ToldOn, x.Told, x.ToldBy, x.NextOn = w.ToldOn, w.LastTold, "", w.NextOn
		}
	}
	if err := told(tx, byID); err != nil {
		return nil, err
	}
	out := make([]Waiter, 0, len(byID))
	for _, w := range byID {
		slices.SortStableFunc(w.Waits, func(a, b Wait) int { return a.Since.Compare(b.Since) })
		from := w.Waits[0].Since
		if !w.ToldOn.IsZero() {
			from = w.ToldOn
		}
		w.Days = max(0, tx.Today().DaysSince(from))
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b Waiter) int {
		if a.Days != b.Days {
			return b.Days - a.Days
		}
		return strings.Compare(a.Who.FormalName()+a.Who.ID, b.Who.FormalName()+b.Who.ID)
	})
	return out, nil
}

// told adds what was recorded here, and the messages that told people how it
// stands.
func told(tx *gate.Tx, byID map[string]*Waiter) error {
	survivors := make([]string, 0, len(byID))
	for id := range byID {
		survivors = append(survivors, id)
	}
	slices.Sort(survivors)
	for part := range slices.Chunk(survivors, 2000) {
		records, err := person.Records(tx, part)
		if err != nil {
			return err
		}
		var ids []string
		for _, list := range records {
			ids = append(ids, list...)
		}
		updates, err := lastTold(tx, ids)
		if err != nil {
			return err
		}
		messages, err := message.LastUpdates(tx, ids)
		if err != nil {
			return err
		}
		for survivor, list := range records {
			w := byID[survivor]
			for _, id := range list {
				if m, ok := messages[id]; ok && m.QueuedAt.Date().After(w.ToldOn) {
					w.ToldOn, w.Told, w.ToldBy = m.QueuedAt.Date(), message.KindText(m.Kind), strings.ToLower(message.ChannelText(m.Channel))
				}
			}
			for _, id := range list {
				if u, ok := updates[id]; ok {
					w.Support = u.Support
					if !u.ToldOn.Before(w.ToldOn) {
						w.ToldOn, w.Told, w.ToldBy, w.NextOn = u.ToldOn, u.Said, u.ToldBy+", "+u.How, u.NextOn
					}
				}
			}
		}
	}
	return nil
}

// Of asks for one person who waits, with everything that they were told.
type Of struct{ Person string }

// One is the answer to Of.
type One struct {
	Waiter
	Updates []Update // the latest first
	Waiting bool
}

// Needs names the permission.
func (Of) Needs() access.Permission { return access.SeeWaiting }

// Ask gathers it.
func (q Of) Ask(ctx context.Context, tx *gate.Tx) (One, error) {
	var out One
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "what somebody who waits was told")
	out.Who = p
	all, err := waiters(ctx, tx, p.PCN)
	if err != nil {
		return out, err
	}
	for _, w := range all {
		if w.Who.ID == p.ID {
			out.Waiter, out.Waiting = w, true
		}
	}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	var a db.Args
	out.Updates, err = db.All[Update](tx.Tx, "SELECT "+updateColumns+" FROM waiting_update WHERE person IN "+a.In(ids)+" ORDER BY told_on DESC, at DESC, id DESC", a.List...)
	return out, err
}

// Tell records what somebody who waits was told. Faults name the fields on,
// by, how, said, support and next.
type Tell struct {
	Person                 string
	On                     calendar.Date
	By, How, Said, Support string
	Next                   calendar.Date
}

// Needs names the permission.
func (Tell) Needs() access.Permission { return access.KeepWaiting }

// Do checks and writes.
func (c Tell) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	all, err := waiters(ctx, tx, p.PCN)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(all, func(w Waiter) bool { return w.Who.ID == p.ID }) {
		return "", fault.Moved("%s does not wait for anything any more", p.Name())
	}
	var check fault.Check
	for _, x := range []struct {
		value          *string
		field, missing string
	}{{&c.By, "by", "Say who told them"}, {&c.How, "how", "Say how they were told"}, {&c.Said, "said", "Write what was said"}, {&c.Support, "support", ""}} {
		*x.value = strings.TrimSpace(*x.value)
		check.Require(*x.value != "" || x.missing == "", x.field, "%s", x.missing)
		check.Require(len([]rune(*x.value)) <= maxText, x.field, "This must be at most 1,000 characters")
	}
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	nextDay(&check, tx, c.Next)
	if err := check.Err(); err != nil {
		return "", err
	}
	return Update{Person: p.ID, PCN: p.PCN, ToldOn: c.On, ToldBy: c.By, How: c.How, Said: c.Said, Support: c.Support, NextOn: c.Next}.write(tx)
}

func nextDay(check *fault.Check, tx *gate.Tx, day calendar.Date) {
	check.Require(!day.IsZero(), "next", "Enter the day by which they are told again")
	check.Require(day.IsZero() || day.After(tx.Today()), "next", "The day must be after today")
}

func (u Update) write(tx *gate.Tx) (string, error) {
	u.ID = tx.NewID()
	tx.TouchedAt("waiting update", u.ID, u.Person, u.PCN, "told how it stands: "+u.How)
	_, err := tx.Exec("INSERT INTO waiting_update ("+updateColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
		u.ID, u.Person, u.PCN, u.ToldOn, u.ToldBy, u.How, u.Said, u.Support, u.NextOn, u.Batch, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return u.ID, err
}

// Ring is somebody who can't be written to, and what to do instead.
func Ring(p person.Person) string {
	out := "Ring them"
	switch {
	case p.SafePhone == "no":
		out = "Not by telephone either: ask their practice how they can be reached"
	case p.Phone == "":
		out = "No telephone number is recorded: ask their practice"
	case p.SafePhone == "":
		out = "Ring them, and ask first whether it is safe to talk"
	}
	if p.Interpreter {
		out += "; with an interpreter, " + p.Language
	} else if p.Language != "" {
		out += "; their language is " + p.Language
	}
	return out
}

// Preview asks what a batch of updates would say to whom.
type Preview struct{ message.Batch }

// Needs names the permission.
func (Preview) Needs() access.Permission { return access.KeepWaiting }

// Ask composes; nothing is written.
func (q Preview) Ask(ctx context.Context, tx *gate.Tx) ([]message.Line, error) {
	return message.PreviewBatch{Batch: q.Batch}.Ask(ctx, tx)
}

// Send queues a batch of updates, and records for each what they were told
// and when they are told again. Seals are those of the previews that were
// read. Faults name the fields people and next.
type Send struct {
	message.QueueBatch
	Support string // what everybody of the batch was offered meanwhile
	Next    calendar.Date
}

// Needs names the permission.
func (Send) Needs() access.Permission { return access.KeepWaiting }

// Do queues and records.
func (c Send) Do(ctx context.Context, tx *gate.Tx) (message.BatchDone, error) {
	var check fault.Check
	check.Require(len(c.People) > 0, "people", "Tick at least one person")
	nextDay(&check, tx, c.Next)
	c.Support = strings.TrimSpace(c.Support)
	check.Require(len([]rune(c.Support)) <= maxText, "support", "This must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return message.BatchDone{}, err
	}
	lines, err := message.PreviewBatch{Batch: c.Batch}.Ask(ctx, tx)
	if err != nil {
		return message.BatchDone{}, err
	}
	done, err := c.QueueBatch.Do(ctx, tx)
	if err != nil {
		return done, err
	}
	for _, l := range lines {
		if l.Why != "" {
			continue
		}
		was, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM waiting_update WHERE batch = $1 AND person = $2", c.Key, l.Person.ID)
		if err != nil {
			return done, err
		}
		if was > 0 {
			continue
		}
		said := l.Preview.Body
		if r := []rune(said); len(r) > maxText {
			said = string(r[:maxText-1]) + "…"
		}
		if _, err := (Update{Person: l.Person.ID, PCN: l.Person.PCN, ToldOn: tx.Today(), ToldBy: tx.Actor.Name, How: strings.ToLower(l.Preview.ChannelText()), Said: said, Support: c.Support, NextOn: c.Next, Batch: c.Key}).write(tx); err != nil {
			return done, err
		}
	}
	return done, nil
}

// Not tells how many of a batch could not be written to, in words.
func Not(d message.BatchDone) string {
	if len(d.Not) == 0 {
		return ""
	}
	return strconv.Itoa(len(d.Not)) + " could not be written to: ring them"
}
