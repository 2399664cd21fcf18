package person

import (
	"context"
	"log/slog"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
)

// house is an open Footbridge with two networks: A01 with the practices
// P10001 and P10002, and B01 with the practice P20001. P30001 is in none.
type house struct {
	*gate.Gate
	clock *calendar.Manual
}

func open(t testing.TB, dsn string) house {
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
	// Whatever a test does, the words of names stand where the people do.
	t.Cleanup(func() {
		if err := d.Read(ctx, func(tx *db.Tx) error {
			astray, err := db.All[string](tx, "SELECT n.token FROM person_name n JOIN person p ON p.id = n.person_id WHERE n.practice <> p.practice OR n.pcn <> p.pcn")
			if len(astray) > 0 {
				t.Errorf("words of names that stand elsewhere than their people: %s", astray)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	h := house{&gate.Gate{DB: d, Clock: clock, Log: slog.New(slog.DiscardHandler)}, clock}
	h.write(t, func(tx *db.Tx) error {
		for _, o := range [][3]string{{"practice", "P10001", "OLD MARKET SURGERY"}, {"practice", "P10002", "RIVERSIDE"}, {"practice", "P20001", "HILL VIEW"}, {"practice", "P30001", "ISLAND"}, {"pcn", "A01", "BRIDGE PCN"}, {"pcn", "B01", "HILL PCN"}} {
			if _, err := tx.Exec("INSERT INTO organisation (kind, code, name, postcode, from_day) VALUES ($1,$2,$3,'',$4)", o[0], o[1], o[2], "2026-04-01"); err != nil {
				return err
			}
		}
		for _, m := range [][2]string{{"P10001", "A01"}, {"P10002", "A01"}, {"P20001", "B01"}, {"P30001", ""}} {
			if _, err := tx.Exec("INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day) VALUES ($1,$2,'15C','QUY','Y58','',$3)", m[0], m[1], "2026-04-01"); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func (h house) write(t testing.TB, fn func(*db.Tx) error) {
	t.Helper()
	if err := h.DB.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// lines counts the audit lines.
func (h house) lines(t testing.TB) (n int) {
	t.Helper()
	if err := h.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = db.One[int](tx, "count", "SELECT count(*) FROM audit")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func actor(id, name string, role access.Role, place access.Place, code string, networks ...string) access.Actor {
	return access.Actor{ID: id, Name: name, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: networks}}}
}

var (
	reception    = actor("u-rec", "Ruth Reed", access.Reception, access.Practice, "P10001", "A01")
	riverside    = actor("u-riv", "Rob River", access.Reception, access.Practice, "P10002", "A01")
	practitioner = actor("u-mhp", "Mo Healey", access.Practitioner, access.Network, "A01", "A01")
	lead         = actor("u-lead", "Lee Dent", access.TeamLead, access.Provider, "RXX", "A01", "B01")
	outsider     = actor("u-out", "Otto Utter", access.Practitioner, access.Network, "B01", "B01")
	commissioner = actor("u-icb", "Ida Board", access.Commissioner, access.ICB, "QUY")
)

// do and ask run a command or a query that must succeed.
func do[R any](t testing.TB, h house, who access.Actor, cmd gate.Command[R]) R {
	t.Helper()
	r, err := gate.Do(context.Background(), h.Gate, who, cmd)
	if err != nil {
		t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

func ask[R any](t testing.TB, h house, who access.Actor, q gate.Query[R]) R {
	t.Helper()
	r, err := gate.Ask(context.Background(), h.Gate, who, q)
	if err != nil {
		t.Fatalf("%T: %v", q, err)
	}
	return r
}

func TestSchema(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) { open(t, dsn) })
}
