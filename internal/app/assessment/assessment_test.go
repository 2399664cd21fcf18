package assessment_test

import (
	"context"
	"database/sql"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/assessment"
	"footbridge/internal/app/care"
	"footbridge/internal/app/written"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
	"footbridge/internal/outline"
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

func (h *house) full(version int) assessment.Complete {
	return assessment.Complete{Entry: written.Entry{Person: h.dean, Version: version, On: h.today(), Body: outline.Body{
		Words: map[string]string{assessment.Matters: "To sing again", "alcohol": "Two glasses on Fridays", assessment.Children: "Not with him in the room"},
		Said:  map[string]string{"drugs": outline.None, assessment.Children: outline.Declined, assessment.Capacity: "assumed"},
	}}}
}

// The clock's part stops on the day that is written, when the assessment is
// marked complete and not before, and runs again when it was entered in error.
func TestCompleteStopsTheClock(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		do(h, "leah", account.SaveDraft{Kind: "full assessment", Subject: "full-assessment:" + h.dean, Body: "matters=To+sing"})
		if !h.part("assessment").IsZero() {
			t.Fatal("a draft stopped the clock")
		}
		first := h.full(0)
		first.On, first.Saves = h.today().AddDays(-1), 1
		id := do(h, "leah", first)
		if h.part("assessment") != h.today().AddDays(-1) {
			t.Errorf("stopped on %s", h.part("assessment"))
		}
		if ask(h, "leah", assessment.Desk{Person: h.dean}).Draft != nil {
			t.Error("the draft outlived what was sent")
		}
		// Another version later: the first day counts.
		next := h.full(1)
		next.From = id
		two := do(h, "leah", next)
		if h.part("assessment") != h.today().AddDays(-1) {
			t.Errorf("the first one counts: %s", h.part("assessment"))
		}
		s := ask(h, "gp", assessment.One{ID: two})
		if s.Version != 2 || s.Before == nil || s.Before.ID != id {
			t.Errorf("%+v", s.Text)
		}
		// It can't be taken back behind the version's back.
		if err := fails(h, "leah", care.Withdraw{Kind: care.KindAssessment, ID: s.Care, Why: "x"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		do(h, "leah", assessment.Withdraw{ID: id, Why: "Another Dean"})
		if h.part("assessment") != h.today() {
			t.Errorf("the second one counts now: %s", h.part("assessment"))
		}
		do(h, "leah", assessment.Withdraw{ID: two, Why: "Another Dean"})
		if !h.part("assessment").IsZero() {
			t.Error("the clock does not run again")
		}
		if err := fails(h, "leah", assessment.Withdraw{ID: two, Why: "Again"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if k := ask(h, "leah", assessment.Kept{Person: h.dean}); k.Present != nil || len(k.Versions) != 2 {
			t.Errorf("%+v", k)
		}
		for _, table := range []string{"assessment_text", "assessment_withdrawn"} {
			for _, q := range []string{"UPDATE " + table + " SET by_name = 'x'", "DELETE FROM " + table} {
				if _, err := h.raw.Exec(q); err == nil || !strings.Contains(err.Error(), "followed by a new version") {
					t.Errorf("%s: %v", q, err)
				}
			}
		}
		// Somebody without an open episode has not come yet.
		alone := h.full(0)
		alone.Person = h.People[1]
		if f := fault.FieldsOf(fails(h, "leah", alone)); len(f) != 1 || f[0].Name != "person" {
			t.Errorf("%v", f)
		}
	})
}

// What was not asked, declined and none comes back as it was kept, in the next
// version's form too.
func TestWhatWasAnsweredIsKeptApart(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		s := ask(h, "leah", assessment.One{ID: do(h, "leah", h.full(0))})
		want := map[string][2]string{
			"alcohol": {outline.WasAsked, "Asked, and answered|Two glasses on Fridays"}, "drugs": {outline.None, "Asked: none"}, assessment.Children: {outline.Declined, "Asked: declined to say|Not with him in the room"},
			assessment.Physical: {outline.NotAsked, "Not asked"}, assessment.Capacity: {"assumed", "No reason to doubt it"},
		}
		for key, w := range want {
			p, _ := assessment.Outline.Part(key)
			if s.Body.Said[key] != w[0] {
				t.Errorf("%s is kept as %q", key, s.Body.Said[key])
			}
			if lines := strings.Join(s.Body.LinesOf(p), "|"); lines != w[1] {
				t.Errorf("%s reads %q", key, lines)
			}
		}
		again := outline.Read(assessment.Outline, s.Body.Fields(assessment.Outline).Get).Settle(assessment.Outline)
		for _, p := range assessment.Outline.Parts {
			if again.Said[p.Key] != s.Body.Said[p.Key] || again.Words[p.Key] != s.Body.Words[p.Key] {
				t.Errorf("%s: %q %q in the next form", p.Key, again.Said[p.Key], again.Words[p.Key])
			}
		}
	})
}

func TestSafeguarding(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		with := func(row ...string) assessment.Complete {
			c := h.full(0)
			c.Body.Rows = map[string][][]string{assessment.Safeguarding: {row}}
			return c
		}
		for name, x := range map[string]struct{ row, field string }{
			"nobody said so":      {"Her brother takes her pension|||||", "safeguarding-1-told"},
			"made, and not where": {"Her brother takes her pension|She, today|made||SG-1|", "safeguarding-1-why"},
			"not made, not why":   {"Her brother takes her pension|She, today|not made|||", "safeguarding-1-why"},
		} {
			f := fault.FieldsOf(fails(h, "leah", with(strings.Split(x.row, "|")...)))
			if !slices.ContainsFunc(f, func(f fault.Field) bool { return f.Name == x.field }) {
				t.Errorf("%s: %v", name, f)
			}
		}
		c := with("Her brother takes her pension", "She, today", "not made", "She has asked us to wait until her sister is here", "", "We speak again on Friday")
		s := ask(h, "leah", assessment.One{ID: do(h, "leah", c)})
		if s.Body.Said[assessment.Safeguarding] != outline.WasAsked || len(s.Body.Rows[assessment.Safeguarding]) != 1 {
			t.Errorf("%+v", s.Body)
		}
		if p, _ := assessment.Outline.Part(assessment.Safeguarding); !p.Private {
			t.Error("safeguarding is for no online view")
		}
	})
}

// Two who began from the same version: one of them is told, and nothing is
// overwritten. What was written elsewhere is not thrown away.
func TestNothingIsOverwritten(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		do(h, "leah", h.full(0))
		if err := fails(h, "tomasz", h.full(0)); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "recorded version 1") {
			t.Error(err)
		}
		do(h, "leah", account.SaveDraft{Kind: "full assessment", Subject: "full-assessment:" + h.dean, Body: "matters=To+sing+loudly"})
		if err := fails(h, "leah", h.full(1)); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "another window") {
			t.Error(err)
		}
		if h.rows("assessment_text") != 1 || h.rows("assessment") != 1 || h.rows("draft") != 1 {
			t.Error("a refused version left something")
		}
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() { _, errs[i] = app.Do(context.Background(), h.App, h.Actors["tomasz"], h.full(1)) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			}
		}
		if won != 1 || h.rows("assessment_text") != 2 {
			t.Errorf("%d of them wrote version 2: %v", won, errs)
		}
	})
}

func TestWhoMay(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(h, "leah", h.full(0))
		for _, who := range []string{"reception", "other", "manager"} {
			for name, err := range map[string]error{
				"Complete": fails(h, who, h.full(1)), "Withdraw": fails(h, who, assessment.Withdraw{ID: id, Why: "x"}),
				"One": refused(h, who, assessment.One{ID: id}), "Kept": refused(h, who, assessment.Kept{Person: h.dean}), "Desk": refused(h, who, assessment.Desk{Person: h.dean}), "Which": refused(h, who, assessment.Which{ID: id}),
			} {
				if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Denied) {
					t.Errorf("%s by %s: %v", name, who, err)
				}
			}
		}
		if err := fails(h, "gp", h.full(1)); !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
		ask(h, "gp", assessment.Kept{Person: h.dean})
		if _, err := app.Ask(context.Background(), h.App, access.Nobody(), assessment.One{ID: id}); err == nil {
			t.Error("nobody reads it")
		}
	})
}

func refused[R any](h *house, who string, q app.Query[R]) error {
	_, err := app.Ask(context.Background(), h.App, h.Actors[who], q)
	return err
}
