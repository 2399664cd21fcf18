package diary

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// house is an open Footbridge with the networks A01 (practices P10001 and
// P10002) and B01 (P20001), and an agreement with the provider RVN in force
// in A01. It is Monday 23 November 2026, 08:02.
type house struct {
	*gate.Gate
	clock   *calendar.Manual
	mo      string // the practitioner
	place   string
	agreed  network.Terms
	numbers int
}

var (
	ctx          = context.Background()
	day          = calendar.MustDate
	clock        = calendar.MustTime
	reception    = someone("u-rec", access.Reception, access.Practice, "P10001", "A01")
	riverside    = someone("u-riv", access.Reception, access.Practice, "P10002", "A01")
	practitioner = someone("u-mhp", access.Practitioner, access.Network, "A01", "A01")
	manager      = someone("u-man", access.Manager, access.Network, "A01", "A01")
	lead         = someone("u-lead", access.TeamLead, access.Provider, "RVN", "A01")
	supervisor   = someone("u-sup", access.Supervisor, access.Provider, "RVN", "A01")
	outsiders    = []access.Actor{
		someone("o-man", access.Manager, access.Network, "B01", "B01"),
		someone("o-mhp", access.Practitioner, access.Network, "B01", "B01"),
		someone("o-lead", access.TeamLead, access.Provider, "RZZ", "B01"),
	}
)

func someone(id string, role access.Role, place access.Place, code string, networks ...string) access.Actor {
	return access.Actor{ID: id, Name: id, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: networks}}}
}

// each runs a test in a fresh house on each engine.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	engines.Each(t, func(t *testing.T, dsn string) { test(t, open(t, dsn)) })
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
	c := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	h := &house{Gate: &gate.Gate{DB: d, Clock: c, Log: slog.New(slog.DiscardHandler)}, clock: c}
	h.write(t, func(tx *db.Tx) error {
		for _, o := range [][3]string{{"practice", "P10001", "Old Market"}, {"practice", "P10002", "Riverside"}, {"practice", "P20001", "Hill View"}, {"pcn", "A01", "Bridge PCN"}, {"pcn", "B01", "Hill PCN"}} {
			if _, err := tx.Exec("INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ($1,$2,$3,'','2026-01-01')", o[0], o[1], o[2]); err != nil {
				return err
			}
		}
		for _, m := range [][2]string{{"P10001", "A01"}, {"P10002", "A01"}, {"P20001", "B01"}} {
			if _, err := tx.Exec("INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ($1,$2,'15C','QUY','Y58','','2026-01-01')", m[0], m[1]); err != nil {
				return err
			}
		}
		return nil
	})
	do(t, h, access.System("test"), network.AddProvider{Code: "RVN", Name: "The trust", Kind: "trust"})
	h.agree(t, nil)
	h.mo = h.appoint(t, "Mo Healey", "u-mhp")
	h.place = do(t, h, manager, AddPlace{PCN: "A01", Name: "Old Market Surgery", Practice: "P10001"})
	return h
}

// agree signs terms, changed as a test needs them, for both sides.
func (h *house) agree(t testing.TB, change func(*network.Terms)) {
	t.Helper()
	h.agreed = network.Terms{
		Model: network.Joint,
		Services: []network.Service{
			{Key: "adult", Name: "Adults", Criteria: []network.Criterion{{Key: "age", Rule: "age from", Age: 18, Text: "18 or over", Onward: "The young people’s service"}}},
			{Key: "cyp", Name: "Young people"},
		},
		Functions: []string{"a"}, Mechanism: "In Footbridge", Bookers: []access.Role{access.Reception, access.Clinician},
		Allowances:   []network.Allowance{{Practice: "P10001", PerWeek: 3}, {Practice: "P10002", PerWeek: 1}},
		ReleaseHours: 48, OverLimit: "reason", HorizonWeeks: 10,
		ResponseTimes: []network.ResponseTime{{Name: "Routine", WorkingDays: 20}}, ReviewOn: day("2027-11-01"),
	}
	if change != nil {
		change(&h.agreed)
	}
	id := do(t, h, manager, network.DraftAgreement{PCN: "A01", Provider: "RVN", From: h.Clock.Now().Date(), Terms: h.agreed})
	do(t, h, manager, network.SignAgreement{ID: id, Version: 1})
	do(t, h, lead, network.SignAgreement{ID: id, Version: 1})
}

func (h *house) appoint(t testing.TB, name, user string) string {
	t.Helper()
	return do(t, h, manager, workforce.Appoint{UserID: user, Name: name, RoleType: "Nurse", PCN: "A01", Provider: "RVN", Model: network.Joint, Service: "adult", WTEPercent: 100, From: day("2026-04-01")})
}

// clinic is a plain one: 09:00 to 12:00 from tomorrow, on the weekdays.
func (h *house) clinic(days ...time.Weekday) Clinic {
	return Clinic{
		PCN: "A01", Practitioner: h.mo, Place: h.place, Room: "Room 1", Service: "adult", Purpose: "ongoing", Modes: []string{"face to face", "telephone"},
		Pattern: calendar.Pattern{Weekdays: days, Every: 1}, Starts: clock("09:00"), Ends: clock("12:00"), FirstMinutes: 45, FollowMinutes: 30, Firsts: 4,
		FromDay: h.Clock.Now().Date().AddDays(1),
	}
}

// add puts an adult of a practice on record.
func (h *house) add(t testing.TB, who access.Actor) string {
	t.Helper()
	h.numbers++
	return do(t, h, who, person.Add{Sure: true, Details: person.Details{
		Given: "Ada", Family: fmt.Sprintf("Number%d", h.numbers), BornOn: day("1980-03-12"), Sex: "female", Practice: who.Grants[0].Code, NHSNumber: string(nhs.MakeInvented(h.numbers)),
	}})
}

// book books a new person of the actor's practice into a slot.
func (h *house) book(t testing.TB, who access.Actor, slot string) Booking {
	t.Helper()
	return do(t, h, who, Book{Person: h.add(t, who), Slot: slot, Mode: "telephone", Words: "Not sleeping", OverWhy: "asked for it", Answers: []episode.Answer{}})
}

// slots gives the slots of a clinic on a day, "" for all days.
func (h *house) slots(t testing.TB, clinic, on string) []Slot {
	t.Helper()
	return read[Slot](t, h, "SELECT "+slotColumns+" FROM slot WHERE clinic = $1 AND ($2 = '' OR CAST(day AS text) = $2) ORDER BY starts_at", clinic, on)
}

func read[T any](t testing.TB, h *house, query string, args ...any) (out []T) {
	t.Helper()
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		out, err = db.All[T](tx, query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func (h *house) write(t testing.TB, fn func(*db.Tx) error) {
	t.Helper()
	if err := h.DB.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// lines counts the audit lines.
func (h *house) lines(t testing.TB) int { return read[int](t, h, "SELECT count(*) FROM audit")[0] }

// do and ask run a command or a query that must succeed.
func do[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R]) R {
	t.Helper()
	r, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err != nil {
		t.Fatalf("%T as %s: %v", cmd, who.ID, err)
	}
	return r
}

func ask[R any](t testing.TB, h *house, who access.Actor, q gate.Query[R]) R {
	t.Helper()
	r, err := gate.Ask(context.Background(), h.Gate, who, q)
	if err != nil {
		t.Fatalf("%T as %s: %v", q, who.ID, err)
	}
	return r
}

// refuse runs a command that must fail with a kind and leave nothing.
func refuse[R any](t testing.TB, h *house, who access.Actor, cmd gate.Command[R], kind fault.Kind) error {
	t.Helper()
	before := h.lines(t)
	_, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if !fault.Is(err, kind) {
		t.Errorf("%T as %s: got %v, want %v", cmd, who.ID, err, kind)
	}
	if n := h.lines(t); n != before {
		t.Errorf("%T as %s left %d audit lines", cmd, who.ID, n-before)
	}
	return err
}

// hidden asks what must not be found, as every outsider.
func hidden[R any](t testing.TB, h *house, q gate.Query[R]) {
	t.Helper()
	for _, who := range outsiders {
		before := h.lines(t)
		_, err := gate.Ask(context.Background(), h.Gate, who, q)
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%T as %s: %v", q, who.ID, err)
		}
		if n := h.lines(t); n != before {
			t.Errorf("%T as %s left %d audit lines", q, who.ID, n-before)
		}
	}
}
