package safety

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// house is an open Footbridge with the network A01 (practice P10001) and B01.
// A01 has two urgent routes, one of them for staff only. Dean is registered at
// P10001. It is Wednesday 4 November 2026, 10:45.
type house struct {
	*gate.Gate
	clock *calendar.Manual
	dean  string
}

var (
	manager   = actor("u-man", "Max Manager", access.Manager, access.Network, "A01", "A01")
	reception = actor("u-rec", "Ruth Reed", access.Reception, access.Practice, "P10001", "A01")
	clinician = actor("u-gp", "Gita Patel", access.Clinician, access.Practice, "P10001", "A01")
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
	clock := calendar.NewManual(calendar.MustInstant("2026-11-04T10:45:00Z"))
	h := &house{Gate: &gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock: clock}
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
	do(t, h, manager, network.SetUrgent{PCN: "A01", Position: 1, Label: "NHS 111, mental health option", Number: "111, then option 2", Hours: "Always", Owner: "Max"})
	do(t, h, manager, network.SetUrgent{PCN: "A01", Position: 2, Label: "Duty doctor", Number: "Extension 200", StaffOnly: true, Owner: "Max"})
	h.dean = do(t, h, mo, person.Add{Sure: true, Details: person.Details{Given: "Dean", Family: "Ashworth", BornOn: calendar.MustDate("1979-11-02"), Practice: "P10001"}})
	return h
}

func (h *house) at(s string) { h.clock.Set(calendar.MustInstant(s)) }

func (h *house) today() calendar.Date { return calendar.Today(h.clock) }

// plan is a plan with two steps.
func (h *house) plan(version int) Record {
	return Record{Person: h.dean, Kind: Plan, Version: version, On: h.today(), With: "Dean", Body: Body{
		Words: map[string]string{"signs": "The canal path", "alone": "Walk the dog"},
		Rows:  map[string][][]string{"help": {{"Dad", "ring, not text", "yes"}}},
	}}
}

func (h *house) exec(t testing.TB, statement string) error {
	t.Helper()
	return h.DB.Write(context.Background(), func(tx *db.Tx) error { _, err := tx.Exec(statement); return err })
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

// left says exactly which audit lines something must leave.
func (h *house) left(t testing.TB, want []string, fn func()) {
	t.Helper()
	lines := func() (out []string) {
		if err := h.DB.Read(context.Background(), func(tx *db.Tx) error {
			list, err := db.All[gate.Entry](tx, "SELECT * FROM audit ORDER BY seq")
			for _, e := range list {
				out = append(out, e.Way+" "+e.Action+" "+e.Kind+": "+e.Detail)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	before := len(lines())
	fn()
	if got := lines()[before:]; !slices.Equal(got, want) {
		t.Errorf("left %q, not %q", got, want)
	}
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
