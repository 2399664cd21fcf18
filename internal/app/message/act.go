package message

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// Agree records what a person answered about messages, by matter: "yes" or
// "no"; what is left out stays as it is. An answer holds for the address that
// is on record now. It answers with how many were recorded. Faults name the
// matters and note.
type Agree struct {
	Person  string
	Answers map[string]string
	Note    string
}

// Needs names the permission.
func (Agree) Needs() access.Permission { return access.EditPerson }

// Do checks and writes.
func (c Agree) Do(_ context.Context, tx *gate.Tx) (int, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return 0, err
	}
	all, err := answersOf(tx, []string{p.ID})
	if err != nil {
		return 0, err
	}
	was := all[p.ID]
	c.Note = strings.TrimSpace(c.Note)
	var check fault.Check
	check.Require(len([]rune(c.Note)) <= 500, "note", "The note must be at most 500 characters")
	n := 0
	for _, m := range Matters {
		answer := c.Answers[m[0]]
		if answer == "" {
			continue
		}
		check.Require(answer == "yes" || answer == "no", m[0], "Choose yes or no")
		address := Addressed(p, m[0])
		check.Require(answer != "yes" || m[0] == Reminders || address != "", m[0], "%s: record first where it goes to, under Identity and contact", m[1])
		if err := check.Err(); err != nil {
			return 0, err
		}
		if was[m[0]].Answer == answer && was[m[0]].Address == address {
			continue
		}
		if _, err := tx.Exec("INSERT INTO message_consent (id, person, matter, answer, address, note, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
			tx.NewID(), p.ID, m[0], answer, address, c.Note, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
			return 0, err
		}
		n++
	}
	if err := check.Err(); err != nil {
		return 0, err
	}
	if n == 0 {
		tx.Nobody("every answer is on record already")
		return 0, nil
	}
	tx.TouchedAt("consent to messages", p.ID, p.ID, p.Practice, "recorded what the person answered about messages")
	return n, nil
}

// Send sends one message to one person, chosen by hand. Seal is that of the
// preview that was seen: what has changed since is shown again first. The same
// kind goes by one channel only once a day. It answers with the message's id.
type Send struct{ Person, Kind, Channel, Seal string }

// Needs names the permission.
func (Send) Needs() access.Permission { return access.SendMessages }

// Do queues it.
func (c Send) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(slices.Contains(ByHand, c.Kind), "kind", "Choose a message")
	check.Require(known(Channels, c.Channel), "channel", "Choose how it is sent")
	if err := check.Err(); err != nil {
		return "", err
	}
	d, err := Prepare(tx, []person.Person{p})
	if err != nil {
		return "", err
	}
	o := Order{Person: p, Kind: c.Kind, Channel: c.Channel, Key: "by hand:" + p.ID + ":" + c.Kind + ":" + c.Channel + ":" + tx.Today().String()}
	return Press(d, o, c.Seal)
}

// Press queues a message that somebody saw and pressed for. It says so when
// the message has changed since, may not be sent, or was queued already.
func Press(d *Prepared, o Order, seal string) (string, error) {
	p, err := d.Preview(o)
	if err != nil {
		return "", err
	}
	if !p.May {
		return "", fault.Moved("This can’t be sent now. %s", p.Why)
	}
	if p.Seal() != seal {
		return "", fault.Moved("The message has changed since you saw it. Read it again, then send it")
	}
	q, err := d.Queue(o)
	if err == nil && !q.New {
		return "", fault.Moved("This was sent already, and stands in the list of messages")
	}
	return q.ID, err
}

// load gives a message whose place, or whose person, is within the scope.
func load(tx *gate.Tx, id string) (Message, error) {
	m, err := db.One[Message](tx.Tx, "message", "SELECT "+columns+" FROM message WHERE id = $1", id)
	if err != nil {
		return m, err
	}
	if tx.Scope.HasPerson(m.Practice, m.PCN) {
		return m, nil
	}
	if m.Person != "" {
		if _, err := person.Load(tx, m.Person); err == nil {
			return m, nil
		}
	}
	return Message{}, fault.Missing("message")
}

// opened loads a message for a change and holds it against the version that
// was read.
func opened(tx *gate.Tx, id string, version int) (Message, error) {
	m, err := load(tx, id)
	if err == nil && m.Version != version {
		err = fault.Moved("This message has moved on: %s, %s by %s", strings.ToLower(m.StateText()), m.ChangedAt.Long(), m.ChangedBy)
	}
	return m, err
}

// Again sends a dead message again, or one that is not certain; the words
// stay. It is asked again whether it may be sent. Why says why, for one that
// is not certain: it may arrive twice.
type Again struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (Again) Needs() access.Permission { return access.SendMessages }

// Do puts it back.
func (c Again) Do(_ context.Context, tx *gate.Tx) (string, error) {
	m, err := opened(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	c.Why = strings.TrimSpace(c.Why)
	if err := words("why", "Why", c.Why, m.State == NotCertain, "It may arrive twice: say why it is sent again"); err != nil {
		return "", err
	}
	if !m.UntilAt.IsZero() && tx.Now.After(m.UntilAt) {
		return "", fault.Wrong("why", "It would come too late: it made sense until %s", m.UntilAt.Long())
	}
	if m.Person != "" {
		p, err := person.Load(tx, m.Person)
		if err != nil {
			return "", err
		}
		why, err := mayNow(tx, m, p)
		if err != nil {
			return "", err
		}
		if why != "" {
			return "", fault.Wrong("why", "%s", why)
		}
	}
	m.Tries, m.NextAt = 0, tx.Now
	return m.ID, move(tx, m, Waiting, "To be sent again. "+c.Why)
}

// Arrived records that a message that was not certain has arrived after all.
type Arrived struct {
	ID      string
	Version int
	Why     string // how it is known
}

// Needs names the permission.
func (Arrived) Needs() access.Permission { return access.SendMessages }

// Do records it.
func (c Arrived) Do(_ context.Context, tx *gate.Tx) (string, error) {
	m, err := opened(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if err := words("why", "How it is known", c.Why, true, "Say how you know that it arrived"); err != nil {
		return "", err
	}
	if m.State != NotCertain {
		return "", fault.Moved("This message is %s", strings.ToLower(m.StateText()))
	}
	m.SentHow = HowTold
	return m.ID, move(tx, m, Sent, "It arrived: "+strings.TrimSpace(c.Why))
}

// ToldAnotherWay records that the person was told another way: by telephone,
// face to face. The message is not sent any more.
type ToldAnotherWay struct {
	ID      string
	Version int
	Who     string // who was told
	How     string
}

// Needs names the permission.
func (ToldAnotherWay) Needs() access.Permission { return access.SendMessages }

// Do records it.
func (c ToldAnotherWay) Do(_ context.Context, tx *gate.Tx) (string, error) {
	m, err := opened(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if err := words("who", "Who was told", c.Who, true, "Say who was told"); err != nil {
		return "", err
	}
	if err := words("how", "How", c.How, true, "Say how, for example: by telephone"); err != nil {
		return "", err
	}
	return m.ID, move(tx, m, Withdrawn, "Told another way: "+strings.TrimSpace(c.Who)+", "+strings.TrimSpace(c.How))
}

// Withdraw takes a message back that was not sent, with a reason.
type Withdraw struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.SendMessages }

// Do takes it back.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (string, error) {
	m, err := opened(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if err := words("why", "Why", c.Why, true, "Say why it is not sent"); err != nil {
		return "", err
	}
	return m.ID, move(tx, m, Withdrawn, strings.TrimSpace(c.Why))
}

func words(field, what, said string, must bool, ask string) error {
	said = strings.TrimSpace(said)
	var check fault.Check
	check.Require(said != "" || !must, field, "%s", ask)
	check.Require(len([]rune(said)) <= 500, field, "%s must be at most 500 characters", what)
	return check.Err()
}

// Posted records that letters were posted, by whoever does it, now. It answers
// with how many. A letter that may not be sent any more stays on the list, and
// nothing is recorded: Faults name the field letters.
type Posted struct{ IDs []string }

// Needs names the permission.
func (Posted) Needs() access.Permission { return access.SendMessages }

// Do records it.
func (c Posted) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if len(c.IDs) == 0 || len(c.IDs) > 500 {
		return 0, fault.Wrong("letters", "Choose the letters that were posted")
	}
	for _, id := range c.IDs {
		m, err := load(tx, id)
		if err != nil {
			return 0, err
		}
		if m.Channel != Letter {
			return 0, fault.Wrong("letters", "Only letters are posted")
		}
		if m.State != Waiting {
			return 0, fault.Moved("The letter to %s is %s, by %s", m.ToName, strings.ToLower(m.StateText()), m.ChangedBy)
		}
		m.SentHow = HowPosted
		if err := move(tx, m, Sent, "Posted by "+tx.Actor.Name); err != nil {
			return 0, err
		}
	}
	return len(c.IDs), nil
}
