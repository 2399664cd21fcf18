package onward

import (
	"context"
	"log/slog"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// house is an open Footbridge with the network A01 (practices P10001 and
// P10002) and B01. Mo and Nia are in post in A01; Mo holds Dean, who is
// registered at P10001. It is Wednesday 4 November 2026, 10:45.
type house struct {
	*gate.Gate
	clock      *calendar.Manual
	dean       string
	team, shed string
}

var (
	manager   = actor("u-man", "Max Manager", access.Manager, access.Network, "A01", "A01")
	reception = actor("u-rec", "Ruth Reed", access.Reception, access.Practice, "P10001", "A01")
	mo        = actor("u-mo", "Mo Healey", access.Practitioner, access.Network, "A01", "A01")
	nia       = actor("u-nia", "Nia Bell", access.Practitioner, access.Network, "A01", "A01")
	lead      = actor("u-lead", "Lea Lead", access.TeamLead, access.Provider, "RXX", "A01")
	outsider  = actor("u-out", "Otto Utter", access.Practitioner, access.Network, "B01", "B01")
)

func actor(id, name string, role access.Role, place access.Place, code string, networks ...string) access.Actor {
	return access.Actor{ID: id, Name: name, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: networks}}}
}

func start(t testing.TB, dsn string) *house {
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
	h := &house{Gate: &gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock: clock}
	for _, q := range []string{
		"INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ('practice','P10001','OLD MARKET SURGERY','','2026-04-01'), ('practice','P10002','NEW MARKET SURGERY','','2026-04-01'), ('practice','P20001','HILL VIEW','','2026-04-01'), ('pcn','A01','BRIDGE PCN','','2026-04-01'), ('pcn','B01','HILL PCN','','2026-04-01')",
		"INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ('P10001','A01','15C','QUY','Y58','','2026-04-01'), ('P10002','A01','15C','QUY','Y58','','2026-04-01'), ('P20001','B01','15C','QUY','Y58','','2026-04-01')",
		"INSERT INTO practitioner (id, user_id, name, role_type, gender, rings_from, does, does_not, active, version) VALUES ('p-mo','u-mo','Mo Healey','Nurse','','','','',TRUE,1), ('p-nia','u-nia','Nia Bell','Nurse','','','','',TRUE,1), ('p-left','u-left','Lou Left','Nurse','','','','',TRUE,1), ('p-out','u-out','Otto Utter','Nurse','','','','',TRUE,1)",
		"INSERT INTO post (id, practitioner, pcn, provider, model, service, band, wte_percent, from_day, to_day) VALUES ('o-mo','p-mo','A01','RXX','joint','adult','6',100,'2026-04-01',NULL), ('o-nia','p-nia','A01','RXX','joint','adult','6',100,'2026-04-01',NULL), ('o-left','p-left','A01','RXX','joint','adult','6',100,'2026-04-01','2026-10-01')",
	} {
		h.exec(t, q)
	}
	h.dean = do(t, h, mo, person.Add{Sure: true, Details: person.Details{Given: "Dean", Family: "Ashworth", Sex: "male", BornOn: calendar.MustDate("1979-11-02"), Practice: "P10001", Postcode: "BS23 1AA"}})
	h.episode(t, h.dean, "p-mo")
	h.team = do(t, h, manager, SaveService{PCN: "A01", Body: body("Community team", "secondary")})
	h.shed = do(t, h, manager, SaveService{PCN: "A01", Body: body("The shed", "voluntary")})
	return h
}

func body(name, kind string) Body {
	return Body{Name: name, Kind: kind, HowToAsk: "By letter", Address: "1 High Street", Email: "team@example.org", Phone: "01632 960001", Owner: "Max", Wants: []string{"reason", "safety"}}
}

// episode opens an episode that a practitioner holds.
func (h *house) episode(t testing.TB, who, holder string) {
	t.Helper()
	if err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
		g := &gate.Tx{Tx: tx, Actor: mo, Scope: mo.Scope(access.WriteCare), Now: h.clock.Now()}
		_, err := episode.Receive(g, episode.Request{Person: who, PCN: "A01", Practice: "P10001", Way: episode.DirectBooking, Service: "adult", Words: "I can’t leave the house", ReceivedAt: h.clock.Now(), ReceivedBy: "Ruth"}, holder)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) at(s string)          { h.clock.Set(calendar.MustInstant(s)) }
func (h *house) today() calendar.Date { return calendar.Today(h.clock) }

func (h *house) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if err := h.try(statement, args...); err != nil {
		t.Fatal(err)
	}
}

func (h *house) try(statement string, args ...any) error {
	return h.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err })
}

func (h *house) rows(t testing.TB, table string) (n int) {
	t.Helper()
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = db.One[int](tx, "count", "SELECT count(*) FROM "+table)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// prepared is a request of Dean to a service, not sent yet.
func (h *house) prepared(t testing.TB, service, after string) Request {
	t.Helper()
	id := do(t, h, mo, Prepare{Person: h.dean, Service: service, After: after, Way: "letter", Answer: "yes", Again: true, Texts: map[string]string{"reason": "Please see him"}})
	return ask(t, h, mo, One{ID: id}).Request
}

// sent is one that went out today.
func (h *house) sent(t testing.TB, service string) Request {
	t.Helper()
	r := h.prepared(t, service, "")
	do(t, h, mo, MarkSent{ID: r.ID, Version: r.Version, On: h.today()})
	return ask(t, h, mo, One{ID: r.ID}).Request
}

var (
	tellingHim = Telling{Told: "They can’t take you on; we go on looking", By: "Mo", How: "by telephone"}
	refusal    = Note{What: Declined, Reason: "inappropriate", Words: "Not for us", Source: "Their panel", How: "in a letter"}
)

func (h *house) note(t testing.TB, r Request, n Note) Request {
	t.Helper()
	n.ID, n.Version, n.On = r.ID, r.Version, h.today()
	if n.Source == "" {
		n.Source, n.How = "Jo", "by telephone"
	}
	do(t, h, mo, n)
	return ask(t, h, mo, One{ID: r.ID}).Request
}

func do[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R]) R {
	t.Helper()
	r, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err != nil {
		t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

func ask[R any](t testing.TB, h *house, who access.Actor, q gate.Query[R]) R {
	t.Helper()
	r, err := gate.Ask(context.Background(), h.Gate, who, q)
	if err != nil {
		t.Fatalf("%T: %v", q, err)
	}
	return r
}

func fails[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R]) error {
	t.Helper()
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err == nil {
		t.Fatalf("%T was done", cmd)
	}
	return err
}
