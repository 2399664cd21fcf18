package diary

import (
	"context"
	"fmt"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// RemindAhead is how many working days before an appointment its reminder
// goes.
const RemindAhead = 2

// about is what the messages of a booking are about.
func (b Booking) about() string { return "booking:" + b.ID }

// order is the message about a booking that goes by a channel. A booking that
// was moved has none: the new booking has.
func (b Booking) order(p person.Person, places map[string]Place) message.Order {
	o := message.Order{Person: p, PCN: b.PCN, Kind: message.Confirmed, About: b.about(), Until: b.StartsAt,
		Values: message.Values{Day: b.Day.Long(), Time: b.StartsAt.Clock(), How: "at " + places[b.Place].Name}}
	switch b.Mode {
	case "telephone":
		o.Values.How = "by telephone: we ring you"
	case "video":
		o.Values.How = "by video"
	case "home visit":
		o.Values.How = "at your home"
	}
	switch {
	case b.State == "cancelled":
		o.Kind = message.Cancelled
	case b.MovedFrom != "":
		o.Kind = message.Changed
	}
	return o
}

// Confirmations asks how the message about a booking would look by each
// channel, and which there are already.
type Confirmations struct{ Booking string }

// Confirmation is the answer.
type Confirmation struct {
	Booking  Booking
	Person   person.Person
	Previews []message.Preview // none when there is nothing to tell any more
	Messages []message.Message // about this booking, newest first
}

// Needs names the permission.
func (Confirmations) Needs() access.Permission { return access.SendMessages }

// Ask composes; nothing is written.
func (q Confirmations) Ask(_ context.Context, tx *gate.Tx) (Confirmation, error) {
	b, p, err := load(tx, q.Booking)
	if err != nil {
		return Confirmation{}, err
	}
	tx.Saw(p.ID, "the messages about a booking")
	c := Confirmation{Booking: b, Person: p}
	if c.Messages, err = message.About(tx, b.about()); err != nil || !b.tellable(tx.Now) {
		return c, err
	}
	o, d, err := b.prepared(tx, p)
	if err != nil {
		return c, err
	}
	c.Previews, err = d.Each(o)
	return c, err
}

// tellable reports whether there is something to tell about a booking.
func (b Booking) tellable(now calendar.Instant) bool {
	return b.StartsAt.After(now) && (b.State == "cancelled" || b.State == "booked" && b.Happened == "")
}

func (b Booking) prepared(tx *gate.Tx, p person.Person) (message.Order, *message.Prepared, error) {
	_, by, err := places(tx, b.PCN)
	if err != nil {
		return message.Order{}, nil, err
	}
	d, err := message.Prepare(tx, []person.Person{p})
	return b.order(p, by), d, err
}

// Confirm sends the message about a booking: that it is confirmed, moved or
// cancelled. Seal is that of the preview that was seen. Each goes by one
// channel only once. It answers with the message's id.
type Confirm struct{ Booking, Channel, Seal string }

// Needs names the permission.
func (Confirm) Needs() access.Permission { return access.SendMessages }

// Do queues it.
func (c Confirm) Do(_ context.Context, tx *gate.Tx) (string, error) {
	b, p, err := load(tx, c.Booking)
	if err != nil {
		return "", err
	}
	if !b.tellable(tx.Now) {
		return "", fault.Moved("There is nothing to tell about this booking any more")
	}
	o, d, err := b.prepared(tx, p)
	if err != nil {
		return "", err
	}
	o.Channel = c.Channel
	o.Key = o.Kind + ":" + b.ID + ":" + c.Channel
	return message.Press(d, o, c.Seal)
}

// Remind queues the reminders of the appointments up to RemindAhead working
// days from now, for those who agreed to reminders: by text, or else by
// e-mail. A booking has at most one. The server does it every few hours; what
// was booked within the last day is not reminded of.
type Remind struct{}

// Reminded is how many reminders were queued, and how many bookings have none
// because the person did not agree or has no safe way.
type Reminded struct{ Queued, Not int }

// Needs names the permission.
func (Remind) Needs() access.Permission { return access.HandMessages }

// Do queues them.
func (Remind) Do(_ context.Context, tx *gate.Tx) (Reminded, error) {
	var r Reminded
	last, err := calendar.AddWorkingDays(tx.Today(), RemindAhead)
	if err != nil {
		return r, err
	}
	list, err := db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE day > $1 AND day <= $2 AND state = 'booked' AND booked_at < $3 ORDER BY starts_at, id", tx.Today(), last, tx.Now.Add(-24*time.Hour))
	if err != nil {
		return r, err
	}
	ids := make([]string, len(list))
	for i, b := range list {
		ids[i] = b.Person
	}
	people, err := person.ForMessages(tx, ids)
	if err != nil {
		return r, err
	}
	var known []person.Person
	for _, p := range people {
		known = append(known, p)
	}
	d, err := message.Prepare(tx, known)
	if err != nil {
		return r, err
	}
	byPCN := map[string]map[string]Place{}
	for _, b := range list {
		p, ok := people[b.Person]
		if !ok {
			continue
		}
		if byPCN[b.PCN] == nil {
			if _, byPCN[b.PCN], err = places(tx, b.PCN); err != nil {
				return r, err
			}
		}
		o := b.order(p, byPCN[b.PCN])
		o.Kind, o.ByItself, o.Key = message.Reminder, true, "reminder:"+b.ID
		done := false
		for _, o.Channel = range []string{message.Text, message.Email} {
			q, err := d.Queue(o)
			if err != nil {
				return r, err
			}
			if q.New {
				r.Queued++
			}
			if done = q.ID != ""; done {
				break
			}
		}
		if !done {
			r.Not++
		}
	}
	if r.Queued == 0 {
		tx.Nobody(fmt.Sprintf("no reminder was due; %d people have none", r.Not))
	}
	return r, nil
}

// takeBack withdraws what waits to be sent about a booking that ends.
func takeBack(tx *gate.Tx, b Booking, state string) error {
	return message.WithdrawAbout(tx, b.about(), "The booking was "+strings.TrimSpace(state))
}
