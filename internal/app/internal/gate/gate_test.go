package gate

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

func open(t *testing.T, dsn string) *Gate {
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
	if err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
		if err == nil {
			_, err = tx.Exec("INSERT INTO counter (id, n) VALUES (1, 0)")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return &Gate{DB: d, Clock: calendar.Fixed(calendar.MustInstant("2026-11-23T08:02:00Z")), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

type bump struct {
	Silent, Unnamed bool
	Wrong           error
}

func (b bump) Needs() access.Permission {
	if b.Unnamed {
		return "no.such"
	}
	return access.Book
}

func (b bump) Do(_ context.Context, tx *Tx) (int, error) {
	n, err := db.One[int](tx.Tx, "counter", "SELECT n FROM counter WHERE id = 1")
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE counter SET n = $1 WHERE id = 1", n+1); err != nil {
		return 0, err
	}
	if b.Wrong != nil {
		return 0, b.Wrong
	}
	if !b.Silent {
		tx.Touched("counter", "1", "person-1", "bumped")
	}
	return n + 1, nil
}

type look struct{ Silent bool }

func (look) Needs() access.Permission { return access.SeePerson }

func (l look) Ask(_ context.Context, tx *Tx) (int, error) {
	if !l.Silent {
		tx.Saw("person-1", "the counter")
	}
	return db.One[int](tx.Tx, "counter", "SELECT n FROM counter WHERE id = 1")
}

var (
	reception = access.Actor{ID: "u1", Name: "Reception", Grants: []access.Grant{{Role: access.Reception, Place: access.Practice, Code: "L81001"}}}
	icb       = access.Actor{ID: "u2", Name: "ICB", Grants: []access.Grant{{Role: access.Commissioner, Place: access.ICB, Code: "QUY"}}}
	placeless = access.Actor{ID: "u3", Name: "Reception of nowhere", Grants: []access.Grant{{Role: access.Reception, Place: access.Practice}}}
)

func count(t *testing.T, g *Gate) (n int, lines int64) {
	t.Helper()
	err := g.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		if n, err = db.One[int](tx, "counter", "SELECT n FROM counter WHERE id = 1"); err != nil {
			return err
		}
		lines, err = db.One[int64](tx, "count", "SELECT count(*) FROM audit")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n, lines
}

func TestTheDoor(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		g, ctx := open(t, dsn), context.Background()
		boom := errors.New("boom")
		for _, c := range []struct {
			name  string
			run   func() error
			kind  fault.Kind
			n     int
			lines int64
		}{
			{"a command of a role that may is done and leaves a line", func() error { _, err := Do(ctx, g, reception, bump{}); return err }, -1, 1, 1},
			{"another role is refused and leaves nothing", func() error { _, err := Do(ctx, g, icb, bump{}); return err }, fault.Denied, 1, 1},
			{"a role held nowhere is refused", func() error { _, err := Do(ctx, g, placeless, bump{}); return err }, fault.Denied, 1, 1},
			{"the zero actor is refused", func() error { _, err := Do(ctx, g, access.Actor{}, bump{}); return err }, fault.Denied, 1, 1},
			{"an unknown permission answers no", func() error { _, err := Do(ctx, g, reception, bump{Unnamed: true}); return err }, fault.Internal, 1, 1},
			{"a command that touched nobody and says so nowhere does not commit", func() error { _, err := Do(ctx, g, reception, bump{Silent: true}); return err }, fault.Internal, 1, 1},
			{"a command that fails leaves nothing", func() error { _, err := Do(ctx, g, reception, bump{Wrong: boom}); return err }, fault.Internal, 1, 1},
			{"a query leaves a line before its answer is handed over", func() error { _, err := Ask(ctx, g, reception, look{}); return err }, -1, 1, 2},
			{"a query that does not say whom it showed is not answered", func() error { _, err := Ask(ctx, g, reception, look{Silent: true}); return err }, fault.Internal, 1, 2},
			{"a query of another role is refused", func() error { _, err := Ask(ctx, g, icb, look{}); return err }, fault.Denied, 1, 2},
			{"a commit that fails leaves nothing", func() error {
				g.FailCommits(boom)
				defer g.FailCommits(nil)
				_, err := Do(ctx, g, reception, bump{})
				return err
			}, fault.Internal, 1, 2},
		} {
			err := c.run()
			if c.kind == -1 && err != nil || c.kind != -1 && (err == nil || fault.KindOf(err) != c.kind) {
				t.Errorf("%s: got %v", c.name, err)
			}
			if n, lines := count(t, g); n != c.n || lines != c.lines {
				t.Errorf("%s: counter %d, %d audit lines; want %d and %d", c.name, n, lines, c.n, c.lines)
			}
		}
	})
}

func TestOneKeyHappensOnce(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		g := open(t, dsn)
		ctx := WithKey(context.Background(), "form-1")
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if n, err := Do(ctx, g, reception, bump{}); err != nil || n != 1 {
					t.Errorf("got %d, %v; every sending is answered with the first", n, err)
				}
			})
		}
		wg.Wait()
		if n, lines := count(t, g); n != 1 || lines != 1 {
			t.Errorf("counter %d with %d lines after eight sendings of one form", n, lines)
		}
	})
}

// The lost update: each of 21 bumps reads the counter in Go and writes it back.
func TestWritesAreSerial(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		g, ctx := open(t, dsn), context.Background()
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for range 7 {
					if _, err := Do(ctx, g, reception, bump{}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n, _ := count(t, g); n != 21 {
			t.Errorf("21 bumps made %d", n)
		}
		if c, err := g.Verify(ctx); err != nil || c.Broken != 0 || c.Lines != 21 {
			t.Errorf("chain: %+v, %v", c, err)
		}
	})
}

func TestAuditIsAppendOnly(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		g, ctx := open(t, dsn), context.Background()
		for range 5 {
			if _, err := Do(ctx, g, reception, bump{}); err != nil {
				t.Fatal(err)
			}
		}
		for _, q := range []string{"UPDATE audit SET detail = 'x' WHERE seq = 3", "DELETE FROM audit WHERE seq = 3"} {
			err := g.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(q); return err })
			if err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", q, err)
			}
		}
	})
}

// Somebody with the file in hand can drop the triggers; the chain tells.
func TestVerifyNamesTheFirstBrokenLine(t *testing.T) {
	for _, c := range []struct{ name, tamper, want string }{
		{"changed", "UPDATE audit SET actor_name = 'somebody else' WHERE seq = 3", "line 3 was changed"},
		{"removed", "DELETE FROM audit WHERE seq = 2", "line 2 is missing"},
		{"cut off", "DELETE FROM audit WHERE seq >= 4", "ends at line 3, but 5"},
		{"exchanged", "UPDATE audit SET person = 'person-2' WHERE seq = 5", "line 5 was changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, dsn string) {
				g, ctx := open(t, dsn), context.Background()
				for range 5 {
					if _, err := Do(ctx, g, reception, bump{}); err != nil {
						t.Fatal(err)
					}
				}
				drop := []string{"DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"}
				if g.DB.Engine == db.Postgres {
					drop = []string{"DROP TRIGGER audit_no_change ON audit"}
				}
				for _, q := range append(drop, c.tamper) {
					if err := g.DB.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(q); return err }); err != nil {
						t.Fatal(err)
					}
				}
				chain, err := g.Verify(ctx)
				if err != nil || !strings.Contains(chain.Why, c.want) {
					t.Errorf("got %+v, %v; want %q", chain, err, c.want)
				}
			})
		})
	}
}
