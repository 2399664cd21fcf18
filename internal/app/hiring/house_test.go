package hiring_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// house is the demo's network without a history, on Tuesday 24 November 2026.
type house struct {
	*demo.Cast
	t     *testing.T
	clock *calendar.Manual
}

func each(t *testing.T, test func(h *house)) {
	engines.Each(t, func(t *testing.T, dsn string) {
		clock := calendar.NewManual(calendar.MustInstant("2026-11-24T12:40:00Z"))
		a, err := app.Open(t.Context(), app.Config{Database: dsn, Clock: clock, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		cast, err := demo.Stage(t.Context(), a, 0)
		if err != nil {
			t.Fatal(err)
		}
		test(&house{cast, t, clock})
	})
}

func try[R any](h *house, who string, c app.Command[R]) (R, error) {
	actor, ok := h.Actors[who]
	if who == "" {
		actor, ok = access.System("test"), true
	}
	if !ok {
		h.t.Fatalf("nobody is called %q", who)
	}
	return app.Do(context.Background(), h.App, actor, c)
}

func do[R any](h *house, who string, c app.Command[R]) R {
	h.t.Helper()
	r, err := try(h, who, c)
	if err != nil {
		h.t.Fatalf("%s as %s: %v", app.NameOf(c), who, err)
	}
	return r
}

func refused[R any](h *house, who string, c app.Command[R], words string) {
	h.t.Helper()
	_, err := try(h, who, c)
	if err == nil {
		h.t.Fatalf("%s as %s was not refused", app.NameOf(c), who)
	}
	all := fault.Says(err)
	for _, f := range fault.FieldsOf(err) {
		all += " " + f.Name + ": " + f.Message
	}
	if !strings.Contains(all, words) {
		h.t.Fatalf("%s as %s: %q does not say %q", app.NameOf(c), who, all, words)
	}
}

func ask[R any](h *house, who string, q app.Query[R]) R {
	h.t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.Actors[who], q)
	if err != nil {
		h.t.Fatalf("%s as %s: %v", app.NameOf(q), who, err)
	}
	return r
}

func unseen[R any](h *house, who string, q app.Query[R]) {
	h.t.Helper()
	if _, err := app.Ask(context.Background(), h.App, h.Actors[who], q); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Denied) {
		h.t.Fatalf("%s as %s: %v, not found was expected", app.NameOf(q), who, err)
	}
}

func (h *house) vacancy() string {
	return do(h, "manager", hiring.OpenVacancy{PCN: demo.PCN, RoleKey: "peer", Provider: demo.Provider, Model: network.Joint, Service: "adult", Band: "4", WTEPercent: 60, Basis: "hand", Why: "The provider agrees to a third post", RetainUntil: calendar.NewDate(2027, 6, 1)})
}

func (h *house) at(vacancy string) hiring.VacancyFile {
	return ask(h, "manager", hiring.VacancyOf{ID: vacancy})
}

func (h *house) step(vacancy string, to hiring.State) {
	h.t.Helper()
	do(h, "manager", hiring.Step{Vacancy: vacancy, Version: h.at(vacancy).Version, To: to, Why: "As planned"})
}

func (h *house) marked(who, vacancy string, number, mark int) {
	h.t.Helper()
	f := h.at(vacancy)
	n := len(f.Text.Criteria())
	if f.Task == "panel" {
		n = len(f.Text.Questions)
	}
	m := make([]int, n)
	for i := range m {
		m[i] = mark
	}
	do(h, who, hiring.GiveMarks{Vacancy: vacancy, Number: number, Marks: m, Words: []string{"Seen by " + who}})
}
