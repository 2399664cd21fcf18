package message

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// house is an open Footbridge with the network A01 (practice P10001) and B01.
// Dean and Marta are registered at P10001; both agreed to everything, and
// everything is safe. It is Wednesday 4 November 2026, 10:45.
type house struct {
	*gate.Gate
	t           testing.TB
	clock       *calendar.Manual
	dean, marta string
}

var (
	manager   = actor("u-man", "Max Manager", access.Manager, access.Network, "A01", "A01")
	reception = actor("u-rec", "Ruth Reed", access.Reception, access.Practice, "P10001", "A01")
	stranger  = actor("u-out", "Otto Utter", access.Reception, access.Practice, "P20001", "B01")
	machine   = access.System("the sender")
)

func actor(id, name string, role access.Role, place access.Place, code string, networks ...string) access.Actor {
	return access.Actor{ID: id, Name: name, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: networks}}}
}

func open(t testing.TB, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	clock := calendar.NewManual(calendar.MustInstant("2026-11-04T10:45:00Z"))
	h := &house{Gate: &gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, t: t, clock: clock}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			"INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('practice','P10001','OLD MARKET SURGERY','','2026-04-01'), ('practice','P20001','HILL VIEW','','2026-04-01'), ('pcn','A01','BRIDGE PCN','','2026-04-01'), ('pcn','B01','HILL PCN','','2026-04-01')",
			"INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2026-04-01'), ('P20001','B01','15C','QUY','Y58','','2026-04-01')",
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	do(h, manager, SetSender{PCN: "A01", Phone: "01934 700 100", Address: "Old Market Surgery\n1 High Street"})
	h.dean = h.add("Dean", "07700 900123")
	h.marta = h.add("Marta", "07700 900124")
	return h
}

func (h *house) add(given, phone string) string {
	id := do(h, reception, person.Add{Sure: true, Details: person.Details{Given: given, Family: "Ashworth", BornOn: calendar.MustDate("1979-11-02"), Practice: "P10001",
		Phone: phone, Email: given + "@example.org", Address: "3 Low Lane", Postcode: "BS23 3QA"}})
	do(h, reception, person.SetNeeds{ID: id, Version: 1, SafePhone: "yes", SafeText: "yes", SafeLetter: "yes"})
	do(h, reception, Agree{Person: id, Answers: map[string]string{Text: "yes", Email: "yes", Letter: "yes", Reminders: "yes"}})
	return id
}

func do[R any](h *house, who access.Actor, c gate.Command[R]) R {
	h.t.Helper()
	r, err := gate.Do(context.Background(), h.Gate, who, c)
	if err != nil {
		h.t.Fatalf("%s: %v", gate.Name(c), err)
	}
	return r
}

func try[R any](h *house, who access.Actor, c gate.Command[R]) (R, error) {
	return gate.Do(context.Background(), h.Gate, who, c)
}

func ask[R any](h *house, who access.Actor, q gate.Query[R]) R {
	h.t.Helper()
	r, err := gate.Ask(context.Background(), h.Gate, who, q)
	if err != nil {
		h.t.Fatalf("%s: %v", gate.Name(q), err)
	}
	return r
}

// send sends a message to somebody by hand.
func (h *house) send(to, kind, channel string) string {
	h.t.Helper()
	return do(h, reception, Send{Person: to, Kind: kind, Channel: channel, Seal: h.seal(to, kind, channel)})
}

func (h *house) seal(to, kind, channel string) string {
	h.t.Helper()
	for _, p := range ask(h, reception, Compose{Person: to, Kind: kind}).Previews {
		if p.Channel == channel {
			return p.Seal()
		}
	}
	return ""
}

func (h *house) one(id string) Opened { h.t.Helper(); return ask(h, reception, One{ID: id}) }

func (h *house) take(channels ...string) Taken {
	h.t.Helper()
	return do(h, machine, Take{Channels: channels, Lease: time.Minute})
}

func (h *house) settle(m Taken, outcome string) string {
	h.t.Helper()
	return do(h, machine, Settle{ID: m.ID, Handing: m.Handing, Outcome: outcome, How: HowMail, Words: "said the server"})
}

// order queues an order as another room would.
type order struct{ Order }

func (order) Needs() access.Permission { return access.SendMessages }

func (o order) Do(_ context.Context, tx *gate.Tx) (Queued, error) {
	p, err := person.Load(tx, o.Person.ID)
	if err != nil {
		return Queued{}, err
	}
	o.Person = p
	q, err := Queue(tx, o.Order)
	if !q.New {
		tx.Nobody("nothing new")
	}
	return q, err
}
