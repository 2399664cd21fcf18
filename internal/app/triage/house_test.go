package triage

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// house is an open Footbridge with the network A01 (practice P10001), its
// agreement with the provider RXX, the practitioners Mo and Nia with a clinic
// each on every weekday, and the network B01 with nobody in it. It is Monday
// 2 November 2026, 8:02.
type house struct {
	*gate.Gate
	clock   *calendar.Manual
	mo, nia string // the practitioners' ids
	place   string
}

var (
	admin     = access.System("test")
	manager   = actor("u-man", "Max Manager", access.Manager, access.Network, "A01", "A01")
	lead      = actor("u-lead", "Lee Dent", access.TeamLead, access.Provider, "RXX", "A01")
	reception = actor("u-rec", "Ruth Reed", access.Reception, access.Practice, "P10001", "A01")
	clinician = actor("u-gp", "Gita Patel", access.Clinician, access.Practice, "P10001", "A01")
	otherGP   = actor("u-gp2", "Gus Penn", access.Clinician, access.Practice, "P10002", "A01")
	mo        = actor("u-mo", "Mo Healey", access.Practitioner, access.Network, "A01", "A01")
	nia       = actor("u-nia", "Nia Bell", access.Practitioner, access.Network, "A01", "A01")
	outsider  = actor("u-out", "Otto Utter", access.Practitioner, access.Network, "B01", "B01")
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
	clock := calendar.NewManual(calendar.MustInstant("2026-11-02T08:02:00Z"))
	h := &house{Gate: &gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock: clock}
	h.write(t, func(tx *db.Tx) error {
		for _, o := range [][3]string{{"practice", "P10001", "OLD MARKET SURGERY"}, {"practice", "P10002", "RIVERSIDE"}, {"practice", "P20001", "HILL VIEW"}, {"pcn", "A01", "BRIDGE PCN"}, {"pcn", "B01", "HILL PCN"}} {
			if _, err := tx.Exec("INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ($1,$2,$3,'',$4)", o[0], o[1], o[2], "2026-04-01"); err != nil {
				return err
			}
		}
		for _, m := range [][2]string{{"P10001", "A01"}, {"P10002", "A01"}, {"P20001", "B01"}} {
			if _, err := tx.Exec("INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ($1,$2,'15C','QUY','Y58','',$3)", m[0], m[1], "2026-04-01"); err != nil {
				return err
			}
		}
		return nil
	})
	today := calendar.Today(clock)
	do(t, h, admin, network.AddProvider{Code: "RXX", Name: "Bridge Mental Health NHS Trust", Kind: "trust"})
	draft := do(t, h, manager, network.DraftAgreement{PCN: "A01", Provider: "RXX", From: today, Terms: network.Terms{
		Model: network.Joint, Services: []network.Service{{Key: "adult", Name: "Adults", Criteria: []network.Criterion{{Key: "age", Rule: "age from", Age: 18, Text: "18 or over", Onward: "CAMHS"}, {Key: "dementia", Rule: "ask", Text: "Without dementia", Onward: "The memory service"}}}, {Key: "cyp", Name: "Young people"}}, Functions: []string{"a"},
		Mechanism: "Straight into slots", Bookers: []access.Role{access.Reception, access.Clinician},
		Allowances:   []network.Allowance{{Practice: "P10001", PerWeek: 50}, {Practice: "P10002", PerWeek: 50}},
		ReleaseHours: 24, OverLimit: "reason", ResponseTimes: []network.ResponseTime{{Name: "Same day", WorkingDays: 0}, {Name: "Routine", WorkingDays: 10}}, HorizonWeeks: 12, SelfReferral: true, ReviewOn: today.AddDays(200),
	}})
	do(t, h, manager, network.SignAgreement{ID: draft, Version: 1})
	do(t, h, lead, network.SignAgreement{ID: draft, Version: 1})
	appoint := workforce.Appoint{UserID: mo.ID, Name: mo.Name, RoleType: "Community mental health nurse", PCN: "A01", Provider: "RXX", Model: network.Joint, Service: "adult", Band: "6", WTEPercent: 100, From: today}
	h.mo = do(t, h, manager, appoint)
	appoint.UserID, appoint.Name = nia.ID, nia.Name
	h.nia = do(t, h, manager, appoint)
	h.place = do(t, h, manager, diary.AddPlace{PCN: "A01", Name: "Old Market Surgery", Practice: "P10001"})
	for _, who := range []string{h.mo, h.nia} {
		do(t, h, manager, diary.AddClinic{Clinic: diary.Clinic{
			PCN: "A01", Practitioner: who, Place: h.place, Service: "adult", Purpose: "ongoing", Modes: []string{"face to face", "telephone"},
			Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(13, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 2, FromDay: today,
			Pattern: calendar.Pattern{Weekdays: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, Every: 1},
		}})
	}
	return h
}

// add puts somebody on record at a practice of A01.
func (h *house) add(t testing.TB, given, family, born, practice string) string {
	t.Helper()
	return do(t, h, mo, person.Add{Sure: true, Details: person.Details{Given: given, Family: family, BornOn: calendar.MustDate(born), Practice: practice}})
}

// book books somebody into a practitioner's next free slot of a kind on a day.
func (h *house) book(t testing.TB, who access.Actor, personID, practitioner, kind string, day calendar.Date) diary.Booking {
	t.Helper()
	week := ask(t, h, mo, diary.Week{PCN: "A01", Practitioner: practitioner, Monday: day, Days: 1})
	for _, c := range week.Days[0].Cells {
		if c.State == "free" && c.Kind == kind {
			return do(t, h, who, diary.Book{Person: personID, Slot: c.ID, Mode: "face to face", Words: "can't sleep, can't stop crying"})
		}
	}
	t.Fatalf("no free %s slot on %s", kind, day)
	return diary.Booking{}
}

// sign writes and signs the note of a booking as it began.
func (h *house) sign(t testing.TB, who access.Actor, b diary.Booking, note string) string {
	t.Helper()
	return do(t, h, who, care.SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: b.Minutes(), Note: note})
}

func (h *house) at(s string) { h.clock.Set(calendar.MustInstant(s)) }

func (h *house) write(t testing.TB, fn func(*db.Tx) error) {
	t.Helper()
	if err := h.DB.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// lines gives the audit lines after a number, as "way action kind detail".
func (h *house) lines(t testing.TB, after int64) []string {
	t.Helper()
	var out []string
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) error {
		list, err := db.All[gate.Entry](tx, "SELECT * FROM audit WHERE seq > $1 ORDER BY seq", after)
		for _, e := range list {
			out = append(out, e.Way+" "+e.Action+" "+e.Kind+": "+e.Detail)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func (h *house) seq(t testing.TB) (n int64) {
	t.Helper()
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) error {
		v, err := db.One[int](tx, "head", "SELECT seq FROM audit_head")
		n = int64(v)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// left says exactly which audit lines something must leave.
func (h *house) left(t testing.TB, what string, want []string, fn func()) {
	t.Helper()
	before := h.seq(t)
	fn()
	if got := h.lines(t, before); !slices.Equal(got, want) {
		t.Errorf("%s left %q, not %q", what, got, want)
	}
}

// rows counts the rows of a table.
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

// cancelled takes a booking away, as if the person had cancelled it.
func cancelled(id string) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE booking SET state = 'cancelled' WHERE id = $1", id)
		return err
	}
}
