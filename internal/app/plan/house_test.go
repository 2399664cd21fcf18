package plan_test

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/nhs"
)

// house is the demo's stage on Wednesday 4 November 2026, 10:45, with one
// person whom Leah rang the day before.
type house struct {
	*demo.Cast
	t     *testing.T
	raw   *sql.DB
	clock *calendar.Manual
	dean  string
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres://") {
		driver = "pgx"
	}
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-11-03T10:45:00Z"))}
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close(); a.Close() })
	if h.Cast, err = demo.Stage(ctx, a, 2); err != nil {
		t.Fatal(err)
	}
	h.dean = h.People[0]
	h.clock.Set(calendar.MustInstant("2026-11-03T11:00:00Z"))
	do(h, "leah", care.SignContact{Person: h.dean, Mechanism: nhs.Telephone, StartedAt: calendar.MustInstant("2026-11-03T10:50:00Z"), Minutes: 10, Note: "Rang", Words: "Can’t sleep"})
	h.clock.Set(calendar.MustInstant("2026-11-04T10:45:00Z"))
	return h
}

func (h *house) today() calendar.Date { return calendar.Today(h.clock) }

func do[R any](h *house, who string, cmd app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.App, h.Actors[who], cmd)
	if err != nil {
		h.t.Fatalf("%T: %v", cmd, err)
	}
	return r
}

func ask[R any](h *house, who string, q app.Query[R]) R {
	h.t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.Actors[who], q)
	if err != nil {
		h.t.Fatalf("%T: %v", q, err)
	}
	return r
}

func fails[R any](h *house, who string, cmd app.Command[R]) error {
	h.t.Helper()
	_, err := app.Do(context.Background(), h.App, h.Actors[who], cmd)
	if err == nil {
		h.t.Fatalf("%T was done", cmd)
	}
	return err
}

func (h *house) rows(table string) (n int) {
	h.t.Helper()
	if err := h.raw.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// part gives the day on which a part of the clock stopped, zero while it runs.
func (h *house) part(key string) calendar.Date {
	h.t.Helper()
	for _, p := range ask(h, "leah", care.ClockOf{Person: h.dean}).Parts {
		if p.Key == key {
			return p.On
		}
	}
	h.t.Fatalf("the clock has no part %q", key)
	return calendar.Date{}
}

func refused[R any](h *house, who string, q app.Query[R]) error {
	_, err := app.Ask(context.Background(), h.App, h.Actors[who], q)
	return err
}
