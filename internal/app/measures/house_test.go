package measures_test

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/link"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// house is the demo's network without a history. It is Wednesday 4 November
// 2026, 10:00; Leah has spoken with the first two of its people.
type house struct {
	t     *testing.T
	app   *app.App
	clock *calendar.Manual
	raw   *sql.DB
	cast  *demo.Cast
	kasia string // a person with an open episode
	other string
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-11-04T10:00:00Z"))}
	var err error
	if h.app, err = app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres") {
		driver = "pgx"
	}
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close(); h.app.Close() })
	if h.cast, err = demo.Stage(ctx, h.app, 3); err != nil {
		t.Fatal(err)
	}
	h.kasia, h.other = h.cast.People[0], h.cast.People[1]
	for _, id := range h.cast.People[:2] {
		do(h, "leah", care.SignContact{Person: id, Mechanism: nhs.Telephone, StartedAt: h.app.Now(), Minutes: 10, Note: "Rang", Words: "Can’t sleep"})
	}
	return h
}

func (h *house) as(key string) access.Actor {
	h.t.Helper()
	a, ok := h.cast.Actors[key]
	if !ok {
		h.t.Fatalf("nobody is called %q", key)
	}
	return a
}

func (h *house) at(s string) { h.clock.Set(calendar.MustInstant(s)) }

func (h *house) number(q string) (n int) {
	h.t.Helper()
	if err := h.raw.QueryRow(q).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// rota has Leah read from Monday to Friday until 16:00, and Tomasz stand in.
func (h *house) rota() {
	h.t.Helper()
	c := measures.SetInbox{PCN: demo.PCN, ReviewWeeks: 4}
	for i := 1; i <= 5; i++ {
		c.Days = append(c.Days, measures.Day{Weekday: i, Reader: h.cast.Practitioners["leah"], UntilTime: calendar.NewTime(16, 0), Deputy: h.cast.Practitioners["tomasz"]})
	}
	do(h, "manager", c)
}

// born is the date of birth of one of the people.
func (h *house) born(id string) calendar.Date {
	var s string
	if err := h.raw.QueryRow("SELECT CAST(born_on AS TEXT) FROM person WHERE id = '" + id + "'").Scan(&s); err != nil {
		h.t.Fatal(err)
	}
	return calendar.MustDate(s[:10])
}

// holder opens a link with the date of birth.
func (h *house) holder(m link.Made, person string) access.Actor {
	h.t.Helper()
	seen := askAs(h, access.Nobody(), link.Look{Token: m.Token, Address: "a"})
	if !seen.Found || seen.Confirmed {
		h.t.Fatalf("the link is not found: %+v", seen)
	}
	c := doAs(h, access.HolderOf(seen.Link, ""), link.Confirm{Born: h.born(person)})
	if c.Pass == "" {
		h.t.Fatal("the date of birth is not accepted")
	}
	return access.HolderOf(seen.Link, link.Pass(c.Pass))
}

func do[R any](h *house, who string, c app.Command[R]) R { h.t.Helper(); return doAs(h, h.as(who), c) }

func doAs[R any](h *house, who access.Actor, c app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.app, who, c)
	if err != nil {
		h.t.Fatalf("%T: %v", c, err)
	}
	return r
}

func ask[R any](h *house, who string, q app.Query[R]) R {
	h.t.Helper()
	return askAs(h, h.as(who), q)
}

func askAs[R any](h *house, who access.Actor, q app.Query[R]) R {
	h.t.Helper()
	r, err := app.Ask(context.Background(), h.app, who, q)
	if err != nil {
		h.t.Fatalf("%T: %v", q, err)
	}
	return r
}

func fails[R any](h *house, who access.Actor, c app.Command[R], kind fault.Kind, field string) error {
	h.t.Helper()
	_, err := app.Do(context.Background(), h.app, who, c)
	if !fault.Is(err, kind) {
		h.t.Fatalf("%T: %v, not %v", c, err, kind)
	}
	if f := fault.FieldsOf(err); field != "" && (len(f) == 0 || f[0].Name != field) {
		h.t.Fatalf("%T: %+v, not %s", c, f, field)
	}
	return err
}
