package message

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// Batch is one kind of message to many people, each by the first of the
// channels that they agreed to. Key makes it one batch: the same key and
// person is never queued twice.
type Batch struct {
	People   []string
	Kind     string
	Channels []string // in order of preference
	Key      string
}

// Line is one person of a batch.
type Line struct {
	Person  person.Person
	Preview Preview // May says whether it goes; otherwise Why of each channel
	Why     string  // why it doesn't go, "" when it does
}

// PreviewBatch asks what a batch would send to whom, and to whom nothing and
// why.
type PreviewBatch struct{ Batch }

// Needs names the permission.
func (PreviewBatch) Needs() access.Permission { return access.SendMessages }

// Ask composes; nothing is written.
func (q PreviewBatch) Ask(_ context.Context, tx *gate.Tx) ([]Line, error) {
	lines, _, err := q.lines(tx)
	tx.Listed("message", "batch to be sent", len(lines))
	return lines, err
}

// QueueBatch queues a batch. Seals are those of the previews that were seen,
// by person; without one for each that goes, nothing is queued.
type QueueBatch struct {
	Batch
	Seals map[string]string
}

// BatchDone is what became of a batch.
type BatchDone struct {
	Queued, Already int
	Not             []string // ids of the people to whom nothing goes
}

// Needs names the permission.
func (QueueBatch) Needs() access.Permission { return access.SendMessages }

// Do queues each.
func (c QueueBatch) Do(_ context.Context, tx *gate.Tx) (BatchDone, error) {
	var done BatchDone
	if c.Key == "" {
		return done, fault.Wrong("key", "A batch needs a key")
	}
	lines, d, err := c.lines(tx)
	if err != nil {
		return done, err
	}
	for _, l := range lines {
		if l.Why != "" {
			done.Not = append(done.Not, l.Person.ID)
			continue
		}
		if l.Preview.Seal() != c.Seals[l.Person.ID] {
			return BatchDone{}, fault.Moved("The message to %s has changed since you saw it. Read the list again, then send it", l.Person.Name())
		}
		q, err := d.Queue(Order{Person: l.Person, Kind: c.Kind, Channel: l.Preview.Channel, Key: "batch:" + c.Key + ":" + l.Person.ID})
		if err != nil {
			return BatchDone{}, err
		}
		if q.New {
			done.Queued++
		} else {
			done.Already++
		}
	}
	if done.Queued == 0 {
		tx.Nobody("nothing was queued")
	}
	return done, nil
}

func (b Batch) lines(tx *gate.Tx) ([]Line, *Prepared, error) {
	if !slices.Contains(ByHand, b.Kind) {
		return nil, nil, fault.Wrong("kind", "Choose a message")
	}
	if len(b.People) > 1000 {
		return nil, nil, fault.Wrong("people", "At most 1,000 people at once")
	}
	people, err := person.Many(tx, b.People)
	if err != nil {
		return nil, nil, err
	}
	var list []person.Person
	seen := map[string]bool{}
	for _, id := range b.People {
		p, ok := people[id]
		if !ok {
			return nil, nil, fault.Missing("person")
		}
		if !seen[p.ID] {
			seen[p.ID] = true
			list = append(list, p)
		}
	}
	d, err := Prepare(tx, list)
	if err != nil {
		return nil, nil, err
	}
	var out []Line
	for _, p := range list {
		l := Line{Person: p, Why: "No way to send it was chosen"}
		for i, ch := range b.Channels {
			v, err := d.Preview(Order{Person: p, Kind: b.Kind, Channel: ch})
			if err != nil {
				return nil, nil, err
			}
			if v.May {
				l.Preview, l.Why = v, ""
				break
			}
			if why := ChannelText(ch) + ": " + v.Why; i == 0 {
				l.Why = why
			} else {
				l.Why += ". " + why
			}
		}
		out = append(out, l)
	}
	return out, d, nil
}
