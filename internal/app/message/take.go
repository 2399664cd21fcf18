package message

import (
	"context"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// How a message was sent.
const (
	HowMail   = "mail server"
	HowText   = "text gateway"
	HowPosted = "posted"
	HowShown  = "shown in the demo"
	HowTold   = "a person says that it arrived"
)

// WayShown is the way of a channel in the demo.
const WayShown = "shown, not sent"

// move brings a message from the state that was read to another, if the table
// of states has it and nobody was faster.
func move(tx *gate.Tx, m Message, to, words string) error {
	if !Allowed(m.State, to) {
		return fault.Moved("This message is %s", strings.ToLower(m.StateText()))
	}
	n, err := tx.Exec(`UPDATE message SET state = $1, state_why = $2, version = $3, tries = $4, handing = $5, next_at = $6, lease_until = $7, changed_at = $8, changed_by = $9, sent_how = $10 WHERE id = $11 AND version = $12`,
		to, clip(words, 1000), m.Version+1, m.Tries, m.Handing, m.NextAt, m.LeaseUntil, tx.Now, tx.Actor.Name, m.SentHow, m.ID, m.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Moved("Somebody else was faster with this message")
	}
	tx.TouchedAt("message", m.ID, m.Person, m.PCN, m.State+" → "+to)
	return note(tx, m.ID, m.Version+1, m.State, to, m.Handing, words)
}

// Take gives the sender the next message that is due, marked as being handed
// over before anything is handed over. It first finds those whose handing over
// never had an answer and marks them not certain. Lease is how long an answer
// may take.
type Take struct {
	Channels []string
	Lease    time.Duration
}

// Taken is a message to hand over now; an empty ID says that nothing is due.
type Taken struct {
	Message
	Unsure int // handings over found without an answer
}

// Needs names the permission.
func (Take) Needs() access.Permission { return access.HandMessages }

// Do picks one.
func (c Take) Do(_ context.Context, tx *gate.Tx) (Taken, error) {
	var t Taken
	late, err := db.All[Message](tx.Tx, "SELECT "+columns+" FROM message WHERE state = 'handing over' AND lease_until < $1", tx.Now)
	if err != nil {
		return t, err
	}
	for _, m := range late {
		if err := move(tx, m, NotCertain, "Footbridge stopped between handing it over and the answer: perhaps it was sent, perhaps not"); err != nil {
			return t, err
		}
		t.Unsure++
	}
	touched := len(late) > 0
	for {
		var a db.Args
		list, err := db.All[Message](tx.Tx, "SELECT "+columns+" FROM message WHERE state IN ('waiting', 'failed') AND channel IN "+a.In(c.Channels)+" AND next_at <= "+a.Add(tx.Now)+" ORDER BY next_at, id LIMIT 20", a.List...)
		if err != nil {
			return t, err
		}
		if len(list) == 0 {
			if !touched {
				tx.Nobody("no message is due")
			}
			return t, nil
		}
		for _, m := range list {
			why, err := stillMay(tx, m)
			if err != nil {
				return t, err
			}
			touched = true
			if why != "" {
				if err := move(tx, m, Dead, why); err != nil {
					return t, err
				}
				continue
			}
			m.Handing++
			m.LeaseUntil = tx.Now.Add(c.Lease)
			if err := move(tx, m, Handing, "Handing over"); err != nil {
				return t, err
			}
			m.State, m.Version = Handing, m.Version+1
			t.Message = m
			return t, nil
		}
	}
}

// stillMay asks again, before a message is handed over, whether it may be
// sent; the answer is why not, "" when it may.
func stillMay(tx *gate.Tx, m Message) (string, error) {
	if !m.UntilAt.IsZero() && tx.Now.After(m.UntilAt) {
		return "It would come too late: it made sense until " + m.UntilAt.Long(), nil
	}
	if m.Staff != "" {
		return "", nil
	}
	people, err := person.ForMessages(tx, []string{m.Person})
	if err != nil {
		return "", err
	}
	p, ok := people[m.Person]
	if !ok {
		return "The record is not there any more", nil
	}
	return mayNow(tx, m, p)
}

func mayNow(tx *gate.Tx, m Message, p person.Person) (string, error) {
	answers, err := answersOf(tx, []string{p.ID})
	if err != nil {
		return "", err
	}
	ok, why := MaySend(p, answers[p.ID], m.Channel, m.ByItself)
	switch {
	case !ok:
		return "It may not be sent any more. " + why, nil
	case Addressed(p, m.Channel) != m.Address:
		return "The address on record has changed since it was written", nil
	}
	return "", nil
}

// What the other side answered.
const (
	Took        = "took it"        // sent
	Later       = "later"          // refused for the time being: certainly not sent
	Unreachable = "unreachable"    // nobody there, or no sign-in: certainly not sent
	Refused     = "refused"        // for good
	Unknown     = "not known"      // no answer: perhaps sent
	ShownOnly   = "shown"          // the demo
	NothingSaid = "nothing handed" // the program was told to stop before it began
)

// Waits is how long the sender waits after each refusal before it tries again.
// After the last one the message is dead, and a person sees it.
var Waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// Settle records what came of handing a message over. Handing is the number
// that Take gave: an answer to an earlier handing over is not taken.
type Settle struct {
	ID      string
	Handing int
	Outcome string
	How     string // one of the How constants, for what was sent
	Words   string // what the other side said, for people to read
}

// Needs names the permission.
func (Settle) Needs() access.Permission { return access.HandMessages }

// Do records it and answers with the message's state.
func (c Settle) Do(_ context.Context, tx *gate.Tx) (string, error) {
	m, err := db.One[Message](tx.Tx, "message", "SELECT "+columns+" FROM message WHERE id = $1", c.ID)
	if err != nil {
		return "", err
	}
	if m.Handing != c.Handing || m.State != Handing && (m.State != NotCertain || c.Outcome != Took) {
		return "", fault.Moved("This handing over is settled already")
	}
	m.LeaseUntil = calendar.Instant{}
	to := NotCertain
	switch c.Outcome {
	case Took, ShownOnly:
		to, m.SentHow = Sent, c.How
	case Refused:
		to = Dead
	case Later, Unreachable, NothingSaid:
		to = Failed
		wait := time.Second
		if c.Outcome != NothingSaid {
			if m.Tries >= len(Waits) {
				to = Dead
				c.Words = "Tried often enough. " + c.Words
				break
			}
			wait = Waits[m.Tries]
			m.Tries++
		}
		m.NextAt = tx.Now.Add(wait)
	}
	return to, move(tx, m, to, c.Words)
}

// SayEvery is how often a sender says again how it reaches a channel.
const SayEvery = 5 * time.Minute

// SayWay records how the sender reaches a channel, and what trouble it has
// with it. An empty way is none, and holds only when no other program has said
// lately that it has one.
type SayWay struct {
	Channel, Way, Trouble string
}

// Needs names the permission.
func (SayWay) Needs() access.Permission { return access.HandMessages }

// Do writes it.
func (c SayWay) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("how messages are sent")
	if !slices.Contains([]string{Email, Text}, c.Channel) {
		return false, fault.Wrong("channel", "There is no such channel")
	}
	if c.Way == "" {
		all, err := ways(tx)
		if err != nil {
			return false, err
		}
		if w := all[c.Channel]; w.Way != "" && w.SaidAt.After(tx.Now.Add(-3*SayEvery)) {
			return false, nil // another program has a server, and said so just now
		}
	}
	var since calendar.Instant
	if c.Trouble != "" {
		since = tx.Now
	}
	_, err := tx.Exec(`INSERT INTO message_way (channel, way, said_at, trouble, trouble_at) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (channel) DO UPDATE SET way = excluded.way, said_at = excluded.said_at, trouble = excluded.trouble, trouble_at = excluded.trouble_at`, c.Channel, c.Way, tx.Now, clip(c.Trouble, 500), since)
	return true, err
}

// Way is how a channel is reached.
type Way struct {
	Channel   string
	Way       string // "" for none
	SaidAt    calendar.Instant
	Trouble   string
	TroubleAt calendar.Instant
}

// ways gives how e-mail and text are reached.
func ways(tx *gate.Tx) (map[string]Way, error) {
	list, err := db.All[Way](tx.Tx, "SELECT channel, way, said_at, trouble, trouble_at FROM message_way")
	out := map[string]Way{}
	for _, w := range list {
		out[w.Channel] = w
	}
	return out, err
}
