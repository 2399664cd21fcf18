package message

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// Shows are the lists of messages, in their order: what somebody has to look
// at comes first. Each names its condition.
var Shows = [][3]string{
	{"look", "Somebody has to decide", "m.state IN ('dead', 'not certain')"},
	{"dead", "Not sent", "m.state = 'dead'"},
	{"not-certain", "Not certain", "m.state = 'not certain'"},
	{"print", "Letters to print", "m.channel = 'letter' AND m.state = 'waiting'"},
	{"waiting", "Waiting", "m.channel <> 'letter' AND m.state IN ('waiting', 'failed', 'handing over')"},
	{"sent", "Sent", "m.state = 'sent'"},
	{"withdrawn", "Taken back", "m.state = 'withdrawn'"},
}

// List asks for messages within the visitor's places. Show is one of the
// Shows, the first when empty. Counts are those of the same filter.
type List struct {
	PCN                 string
	Show, Channel, Kind string
	Offset              int
}

// PageSize is how many messages a page of a list has.
const PageSize = 50

// Listed is a page of a list, with the count of each.
type Listed struct {
	Rows   []Message
	Counts map[string]int
	Ways   map[string]Way
	More   bool
}

// Needs names the permission.
func (List) Needs() access.Permission { return access.SeeMessages }

func (q List) where(tx *gate.Tx, a *db.Args) string {
	w := "m.pcn = " + a.Add(q.PCN) + " AND (m.practice IN " + a.In(tx.Scope.Practices) + " OR m.pcn IN " + a.In(tx.Scope.PCNs) + ")"
	if q.Channel != "" {
		w += " AND m.channel = " + a.Add(q.Channel)
	}
	if q.Kind != "" {
		w += " AND m.kind = " + a.Add(q.Kind)
	}
	return w
}

// Ask reads the list and the counts.
func (q List) Ask(_ context.Context, tx *gate.Tx) (Listed, error) {
	i := max(0, slices.IndexFunc(Shows, func(s [3]string) bool { return s[0] == q.Show }))
	out := Listed{Counts: map[string]int{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	type count struct {
		State, Channel string
		N              int
	}
	var c db.Args
	counts, err := db.All[count](tx.Tx, "SELECT m.state, m.channel, count(*) AS n FROM message m WHERE "+q.where(tx, &c)+" GROUP BY m.state, m.channel", c.List...)
	if err != nil {
		return out, err
	}
	for _, x := range counts {
		for _, show := range shownIn(x.State, x.Channel) {
			out.Counts[show] += x.N
		}
	}
	var a db.Args
	order := "m.queued_at DESC, m.id DESC"
	if s := Shows[i][0]; s != "sent" && s != "withdrawn" {
		order = "m.queued_at, m.id"
	}
	out.Rows, err = db.All[Message](tx.Tx, "SELECT "+columns+" FROM message m WHERE "+q.where(tx, &a)+" AND "+Shows[i][2]+" ORDER BY "+order+" LIMIT "+a.Add(PageSize+1)+" OFFSET "+a.Add(max(0, q.Offset)), a.List...)
	if err != nil {
		return out, err
	}
	if out.More = len(out.Rows) > PageSize; out.More {
		out.Rows = out.Rows[:PageSize]
	}
	out.Ways, err = ways(tx)
	tx.Listed("message", Shows[i][0], len(out.Rows))
	return out, err
}

// shownIn names the lists in which a message of a state and channel stands.
func shownIn(state, channel string) []string {
	switch {
	case state == Dead:
		return []string{"look", "dead"}
	case state == NotCertain:
		return []string{"look", "not-certain"}
	case state == Sent:
		return []string{"sent"}
	case state == Withdrawn:
		return []string{"withdrawn"}
	case channel == Letter && state == Waiting:
		return []string{"print"}
	case channel == Letter:
		return nil
	}
	return []string{"waiting"}
}

// One asks for one message with everything that happened to it.
type One struct{ ID string }

// Opened is the answer.
type Opened struct {
	Message
	Who    *person.Person // nil for somebody who works here, or a record out of reach
	Events []Event
	Ways   map[string]Way
}

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeMessages }

// Ask reads it.
func (q One) Ask(_ context.Context, tx *gate.Tx) (Opened, error) {
	var o Opened
	var err error
	if o.Message, err = load(tx, q.ID); err != nil {
		return o, err
	}
	if o.Person != "" {
		people, err := person.Many(tx, []string{o.Person})
		if err != nil {
			return o, err
		}
		if p, ok := people[o.Person]; ok {
			o.Who = &p
		}
		tx.Saw(o.Person, "a message")
	} else {
		tx.Nobody("a message to somebody who works here")
	}
	if o.Events, err = db.All[Event](tx.Tx, "SELECT id, message, nr, at, from_state, to_state, handing, words, by_id, by_name FROM message_event WHERE message = $1 ORDER BY nr", o.Message.ID); err != nil {
		return o, err
	}
	o.Ways, err = ways(tx)
	return o, err
}

// OfPerson asks for a person's messages, newest first, and for what they
// answered about messages.
type OfPerson struct {
	Person string
	Limit  int // 0 for all
}

// Standing is the answer.
type Standing struct {
	Person   person.Person
	Answers  Answers
	Messages []Message
	May      []Preview // by channel: May, Why and Address only
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeMessages }

// Ask reads them.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (Standing, error) {
	var s Standing
	var err error
	if s.Person, err = person.Load(tx, q.Person); err != nil {
		return s, err
	}
	tx.Saw(s.Person.ID, "messages")
	all, err := answersOf(tx, []string{s.Person.ID})
	if err != nil {
		return s, err
	}
	s.Answers = all[s.Person.ID]
	for _, c := range Channels {
		p := Preview{Channel: c[0], Address: Addressed(s.Person, c[0])}
		p.May, p.Why = MaySend(s.Person, s.Answers, c[0], false)
		s.May = append(s.May, p)
	}
	ids, err := person.Same(tx, s.Person.ID)
	if err != nil {
		return s, err
	}
	if q.Limit == 0 {
		q.Limit = 500
	}
	var a db.Args
	s.Messages, err = db.All[Message](tx.Tx, "SELECT "+columns+" FROM message WHERE person IN "+a.In(ids)+" ORDER BY queued_at DESC, id DESC LIMIT "+a.Add(q.Limit), a.List...)
	return s, err
}

// About gives the messages about something, newest first, without looking at
// the scope: the caller has it within its own.
func About(tx *gate.Tx, about string) ([]Message, error) {
	return db.All[Message](tx.Tx, "SELECT "+columns+" FROM message WHERE about = $1 ORDER BY queued_at DESC, id DESC", about)
}

// Compose asks how a message of a kind to a person would look by each
// channel, and whether it may be sent.
type Compose struct{ Person, Kind string }

// Composed is the answer.
type Composed struct {
	Person   person.Person
	Previews []Preview // one for each channel; none without a kind
	Ways     map[string]Way
}

// Needs names the permission.
func (Compose) Needs() access.Permission { return access.SendMessages }

// Ask composes; nothing is written.
func (q Compose) Ask(_ context.Context, tx *gate.Tx) (Composed, error) {
	var c Composed
	var err error
	if c.Person, err = person.Load(tx, q.Person); err != nil {
		return c, err
	}
	tx.Saw(c.Person.ID, "a message to be written")
	if c.Ways, err = ways(tx); err != nil || !slices.Contains(ByHand, q.Kind) {
		return c, err
	}
	d, err := Prepare(tx, []person.Person{c.Person})
	if err != nil {
		return c, err
	}
	c.Previews, err = d.Each(Order{Person: c.Person, Kind: q.Kind})
	return c, err
}

// Each composes a message for every channel.
func (d *Prepared) Each(o Order) ([]Preview, error) {
	var out []Preview
	for _, ch := range Channels {
		o.Channel = ch[0]
		p, err := d.Preview(o)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// ToPrint asks for the letters that wait to be printed, at most 100, the
// oldest first, with the people to whom they go. With IDs it is these only.
type ToPrint struct {
	PCN string
	IDs []string
}

// Print is one letter ready for paper.
type Print struct {
	Message
	Who    *person.Person
	Return string // where it comes from
}

// Needs names the permission.
func (ToPrint) Needs() access.Permission { return access.SendMessages }

// Ask reads them. Those that may not be sent any more are left out, and stay
// on the list of letters.
func (q ToPrint) Ask(_ context.Context, tx *gate.Tx) ([]Print, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	var a db.Args
	w := List{PCN: q.PCN}.where(tx, &a)
	if len(q.IDs) > 0 {
		w += " AND m.id IN " + a.In(q.IDs)
	}
	list, err := db.All[Message](tx.Tx, "SELECT "+columns+" FROM message m WHERE "+w+" AND m.channel = 'letter' AND m.state = 'waiting' ORDER BY m.queued_at, m.id LIMIT 100", a.List...)
	if err != nil {
		return nil, err
	}
	tx.Listed("message", "letters to print", len(list))
	ids := []string{}
	for _, m := range list {
		ids = append(ids, m.Person)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	set, err := senders(tx, q.PCN)
	if err != nil {
		return nil, err
	}
	var out []Print
	for _, m := range list {
		x := Print{Message: m, Return: signed(set, m.Practice).Address}
		if p, ok := people[m.Person]; ok {
			x.Who = &p
		}
		out = append(out, x)
	}
	return out, nil
}
