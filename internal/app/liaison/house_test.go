package liaison_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// house is the demo's network without a history, with four people registered
// at L81016. It is Tuesday 24 November 2026, 12:40. Beside the demo's staff
// there are a GP of another practice of the network ("milton"), and somebody
// with every role in another network ("outsider").
type house struct {
	*demo.Cast
	t     testing.TB
	clock *calendar.Manual
}

func each(t *testing.T, test func(h *house)) {
	engines.Each(t, func(t *testing.T, dsn string) { test(open(t, dsn)) })
}

func open(t testing.TB, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-24T12:40:00Z"))
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	cast, err := demo.Stage(ctx, a, 4)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Cast: cast, t: t, clock: clock}
	id := do(h, access.System("test"), account.AddUser{Username: "milton", Name: "Dr Milton Gray", Persona: "x", Grants: []account.Grant{{Role: access.Clinician, Place: access.Practice, Code: "L81058"}}})
	h.Actors["milton"] = access.Actor{ID: id, Name: "Dr Milton Gray", Grants: []access.Grant{{Role: access.Clinician, Place: access.Practice, Code: "L81058", Networks: []string{demo.PCN}}}}
	outsider := access.Actor{ID: "outsider", Name: "Outsider"}
	for _, r := range access.Roles() {
		if r == access.Admin || r == access.Commissioner {
			continue
		}
		g := access.Grant{Role: r, Place: account.PlaceOf(r), Code: demo.Other, Networks: []string{demo.Other}}
		switch g.Place {
		case access.Practice:
			g.Code = "L81031"
		case access.Provider:
			g.Code = "OTHER"
		}
		outsider.Grants = append(outsider.Grants, g)
	}
	h.Actors["outsider"] = outsider
	return h
}

func (h *house) actor(who string) access.Actor {
	h.t.Helper()
	a, ok := h.Actors[who]
	if !ok {
		h.t.Fatalf("nobody is called %q", who)
	}
	return a
}

func (h *house) at(s string) { h.clock.Set(calendar.MustInstant(s)) }

func do[R any](h *house, who access.Actor, c app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.App, who, c)
	if err != nil {
		h.t.Fatalf("%s as %s: %v", app.NameOf(c), who.Name, err)
	}
	return r
}

func as[R any](h *house, who string, c app.Command[R]) R {
	h.t.Helper()
	return do(h, h.actor(who), c)
}

func ask[R any](h *house, who string, q app.Query[R]) R {
	h.t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.actor(who), q)
	if err != nil {
		h.t.Fatalf("%s as %s: %v", app.NameOf(q), who, err)
	}
	return r
}

// refuses does a command that must not be done, and gives the fields that are
// wrong, or else the kind of the fault.
func refuses[R any](h *house, who string, c app.Command[R]) string {
	h.t.Helper()
	_, err := app.Do(context.Background(), h.App, h.actor(who), c)
	return h.wrong(app.NameOf(c), err)
}

func hides[R any](h *house, who string, q app.Query[R]) string {
	h.t.Helper()
	_, err := app.Ask(context.Background(), h.App, h.actor(who), q)
	return h.wrong(app.NameOf(q), err)
}

func (h *house) wrong(name string, err error) string {
	h.t.Helper()
	if err == nil {
		h.t.Errorf("%s was done", name)
		return ""
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		h.t.Errorf("%s: %v", name, err)
		return ""
	}
	if f.Kind != fault.Invalid {
		return f.Kind.String()
	}
	said := ""
	for i, x := range f.Fields {
		if i > 0 {
			said += " "
		}
		said += x.Name
	}
	return said
}

func (h *house) same(what string, got, want any) {
	h.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		h.t.Errorf("%s: %v, not %v", what, got, want)
	}
}
