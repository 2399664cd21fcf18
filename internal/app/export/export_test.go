package export_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/export"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

var ctx = context.Background()

// house is the demo's network without a history. It is Wednesday 4 November
// 2026, 10:00.
type house struct {
	t     *testing.T
	app   *app.App
	clock *calendar.Manual
	raw   *sql.DB
	cast  *demo.Cast
}

func start(t *testing.T, dsn string) *house {
	t.Helper()
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
	if h.cast, err = demo.Stage(ctx, h.app, 1); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) worker() *export.Worker {
	return &export.Worker{App: h.app, Log: slog.New(slog.DiscardHandler)}
}

func (h *house) text(q string) (s string) {
	h.t.Helper()
	if err := h.raw.QueryRow(q).Scan(&s); err != nil {
		h.t.Fatalf("%s: %v", q, err)
	}
	return s
}

func do[R any](h *house, who string, c app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(ctx, h.app, h.cast.Actors[who], c)
	if err != nil {
		h.t.Fatalf("%T: %v", c, err)
	}
	return r
}

func ask[R any](h *house, who string, q app.Query[R]) R {
	h.t.Helper()
	r, err := app.Ask(ctx, h.app, h.cast.Actors[who], q)
	if err != nil {
		h.t.Fatalf("%T: %v", q, err)
	}
	return r
}

func (h *house) fails(err error, kind fault.Kind, field string) {
	h.t.Helper()
	if !fault.Is(err, kind) {
		h.t.Fatalf("%v, not %v", err, kind)
	}
	if f := fault.FieldsOf(err); field != "" && (len(f) == 0 || f[0].Name != field) {
		h.t.Fatalf("%+v, not %s", f, field)
	}
}

func (h *house) step(want bool) {
	h.t.Helper()
	if did, err := h.worker().Step(ctx); err != nil || did != want {
		h.t.Fatalf("a step: %v, %v", did, err)
	}
}

// download takes a file whole.
func (h *house) download(who, id, source string) (string, error) {
	taken, err := app.Do(ctx, h.app, h.cast.Actors[who], export.Download{ID: id, Source: source})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i := range taken.Parts {
		part, err := app.Ask(ctx, h.app, h.cast.Actors[who], export.PartOf{ID: id, Source: source, Seq: i})
		if err != nil {
			return "", err
		}
		b.WriteString(part)
	}
	if b.Len() != taken.Bytes {
		h.t.Errorf("%d bytes, not %d", b.Len(), taken.Bytes)
	}
	return b.String(), nil
}

func records(t *testing.T, file string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// From asking to the file: what it has, who may have it, what the audit says,
// and that it is gone after a week.
func TestFile(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := start(t, dsn)
		month := calendar.MonthOf(h.app.Today())
		for range 7 {
			do(h, "reception", feedback.Enter{PCN: demo.PCN, Practice: "L81016", Month: month, Service: "adult", Answers: feedback.Answers{Overall: "good", Listened: "yes", NextStep: "yes"}})
		}
		p := export.Params{"pcn": demo.PCN, "quarter": "2026-Q4"}
		quarter := ask(h, "manager", export.Choices{PCN: demo.PCN, Source: "feedback"})[0].Fields[0].Options[0].Value
		p["quarter"] = quarter
		for _, x := range []struct {
			who   string
			c     export.Prepare
			kind  fault.Kind
			field string
		}{
			{"manager", export.Prepare{Source: "feedback", Params: p}, fault.Invalid, "why"},
			{"manager", export.Prepare{Source: "everything", Params: p, Why: "x"}, fault.Invalid, "source"},
			{"manager", export.Prepare{Source: "feedback", Params: export.Params{"pcn": demo.PCN, "quarter": "1999-Q1"}, Why: "x"}, fault.Invalid, "quarter"},
			{"manager", export.Prepare{Source: "feedback", Params: export.Params{"pcn": demo.Other, "quarter": quarter}, Why: "x"}, fault.NotFound, ""},
			{"reception", export.Prepare{Source: "feedback", Params: p, Why: "x"}, fault.Denied, ""},
			{"reception", export.Prepare{Source: "coverage", Params: p, Why: "x"}, fault.Denied, ""}, // may see it, may not take it away
			{"icb", export.Prepare{Source: "feedback", Params: p, Why: "x"}, fault.Denied, ""},
		} {
			_, err := app.Do(ctx, h.app, h.cast.Actors[x.who], x.c)
			h.fails(err, x.kind, x.field)
		}
		if n := h.text("SELECT count(*) FROM export_job"); n != "0" {
			t.Fatalf("%s files were asked for", n)
		}
		h.step(false)
		id := do(h, "manager", export.Prepare{Source: "feedback", Params: p, Why: "=For the board"})
		if j := ask(h, "manager", export.One{ID: id}); j.State != export.Waiting || !strings.Contains(j.Words, "Quarter: October to December 2026") {
			t.Errorf("asked: %+v", j)
		}
		_, err := h.download("manager", id, "feedback")
		h.fails(err, fault.Conflict, "")
		h.step(true)
		h.step(false)
		if j := ask(h, "manager", export.One{ID: id}); j.State != export.Ready || j.Done != j.Total || j.Done == 0 || j.Bytes == 0 {
			t.Errorf("ready: %+v", j)
		}
		file, err := h.download("manager", id, "feedback")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(file, "\ufeffFile,Experience") || !strings.Contains(file, "\r\nWhy,'=For the board\r\n\r\nquestion,practice,answer,people\r\n") {
			t.Errorf("%.900s", file)
		}
		found := false
		for _, r := range records(t, file) {
			found = found || len(r) == 4 && r[0] == feedback.Overall && r[1] == "All practices" && r[2] == "Good" && r[3] == "7"
		}
		if !found {
			t.Errorf("seven people said good: %s", file)
		}
		// Nobody else has it: not a colleague of the same network, not the same
		// person under another kind of file, not after they have moved.
		_, err = h.download("lead", id, "feedback")
		h.fails(err, fault.NotFound, "")
		_, err = h.download("manager", id, "coverage")
		h.fails(err, fault.NotFound, "")
		moved := h.cast.Actors["manager"]
		moved.Grants = []access.Grant{{Role: access.Manager, Place: access.Network, Code: demo.Other, Networks: []string{demo.Other}}}
		_, err = app.Do(ctx, h.app, moved, export.Download{ID: id, Source: "feedback"})
		h.fails(err, fault.NotFound, "")
		_, err = app.Ask(ctx, h.app, moved, export.PartOf{ID: id, Source: "feedback"})
		h.fails(err, fault.NotFound, "")
		if got := ask(h, "lead", export.Mine{}); len(got) != 0 {
			t.Errorf("somebody else's list: %+v", got)
		}
		if got := ask(h, "manager", export.Mine{}); len(got) != 1 {
			t.Errorf("one's own list: %+v", got)
		}
		// Who, what and why; once for asking, once for the one download.
		for action, want := range map[string]string{"export.Prepare": "asked for", "export.Download": "downloaded", "export.Finish": "prepared"} {
			line := h.text("SELECT count(*) || ' ' || max(actor_name) || ': ' || max(detail) || ' at ' || max(org) FROM audit WHERE subject = '" + id + "' AND action = '" + action + "'")
			if !strings.HasPrefix(line, "1 ") || !strings.Contains(line, want+" the file “Experience") || !strings.HasSuffix(line, " at "+demo.PCN) || action != "export.Finish" && !strings.Contains(line, "Grace Adeyemi") || action != "export.Finish" && !strings.Contains(line, "because: =For the board") {
				t.Errorf("%s: %s", action, line)
			}
		}
		// After a week it is gone, first for its owner and then for good.
		h.clock.Advance(export.KeptDays*24*time.Hour - time.Second)
		if _, err := h.download("manager", id, "feedback"); err != nil {
			t.Errorf("in the last second: %v", err)
		}
		h.clock.Advance(time.Second)
		_, err = h.download("manager", id, "feedback")
		h.fails(err, fault.Conflict, "")
		if n, err := app.Do(ctx, h.app, export.Self, export.Forget{}); err != nil || n != 1 || h.text("SELECT count(*) FROM export_part") != "0" {
			t.Errorf("forgotten: %d, %v", n, err)
		}
		if j := ask(h, "manager", export.One{ID: id}); j.State != export.Over {
			t.Errorf("over: %+v", j)
		}
	})
}

// many is a source of n lines that breaks off at one, once.
func many(n int, at func(line int) error) export.Source {
	return export.Source{
		Key: "many", Title: "Many lines", Definition: "Numbers, for a test.", Needs: access.SeeCoverage, Alone: true, Columns: []string{"number", "name"},
		Check: func(context.Context, *gate.Tx, export.Params) (string, error) { return "", nil },
		Rows: func(context.Context, *gate.Tx, export.Params) (export.Rows, error) {
			var each iter.Seq2[[]string, error] = func(yield func([]string, error) bool) {
				for i := range n {
					if err := at(i); err != nil {
						yield(nil, err)
						return
					}
					if !yield([]string{fmt.Sprint(i), "é=" + strings.Repeat("x", i%7)}, nil) {
						return
					}
				}
			}
			return export.Rows{Total: n, Each: each}, nil
		},
	}
}

// A hundred thousand lines, and the process dies in the middle: another one
// takes the file up again when it has heard nothing for two minutes, and not
// before; every line is there once.
func TestRestart(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := start(t, dsn)
		dies, stop := context.WithCancel(ctx)
		died := false
		largest := 0
		defer export.With(many(100_000, func(line int) error {
			if line == 60_000 && !died {
				died = true
				stop()
				return dies.Err()
			}
			return nil
		}))()
		id := do(h, "icb", export.Prepare{Source: "many", Why: "To see whether it holds"})
		if _, err := h.worker().Step(dies); !errors.Is(err, context.Canceled) {
			t.Fatalf("the process that dies: %v", err)
		}
		j := ask(h, "icb", export.One{ID: id})
		if j.State != export.Running || j.Done == 0 || j.Done > 60_000 || j.Total != 100_000 || j.Percent() < 0 {
			t.Fatalf("in the middle: %+v", j)
		}
		h.clock.Advance(time.Minute)
		h.step(false) // it may be alive
		h.clock.Advance(2 * time.Minute)
		h.step(true)
		if j = ask(h, "icb", export.One{ID: id}); j.State != export.Ready || j.Done != 100_000 || j.Attempts != 2 {
			t.Fatalf("after all: %+v", j)
		}
		file, err := h.download("icb", id, "many")
		if err != nil {
			t.Fatal(err)
		}
		rows := records(t, file)
		lines := rows[len(rows)-100_000:]
		for i, r := range lines {
			if r[0] != fmt.Sprint(i) || r[1] != "é="+strings.Repeat("x", i%7) {
				t.Fatalf("line %d: %v", i, r)
			}
		}
		// No part is much larger than it should be, and each ends where a line does.
		var sizes []int
		list, err := h.raw.Query("SELECT length(body), substr(body, length(body)) FROM export_part ORDER BY seq")
		if err != nil {
			t.Fatal(err)
		}
		defer list.Close()
		for list.Next() {
			var n int
			var last string
			if err := list.Scan(&n, &last); err != nil {
				t.Fatal(err)
			}
			if last != "\n" {
				t.Errorf("a part ends with %q", last)
			}
			sizes = append(sizes, n)
			largest = max(largest, n)
		}
		if len(sizes) < 10 || largest > export.PartBytes+8192 {
			t.Errorf("%d parts, the largest of %d", len(sizes), largest)
		}
	})
}

// Two processes never prepare one file both, a file that is cut off again and
// again is given up, and one that can't be made says so.
func TestOneProcess(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := start(t, dsn)
		defer export.With(many(10, func(line int) error { return errors.New("a defect") }))()
		id := do(h, "icb", export.Prepare{Source: "many", Why: "x"})
		a, err := app.Do(ctx, h.app, export.Self, export.Take{Worker: "a"})
		if err != nil || a.ID != id {
			t.Fatalf("%+v, %v", a, err)
		}
		if b, err := app.Do(ctx, h.app, export.Self, export.Take{Worker: "b"}); err != nil || b.ID != "" {
			t.Fatalf("taken twice: %+v, %v", b, err)
		}
		h.clock.Advance(3 * time.Minute)
		if b, err := app.Do(ctx, h.app, export.Self, export.Take{Worker: "b"}); err != nil || b.ID != id {
			t.Fatalf("not taken up again: %+v, %v", b, err)
		}
		// The first one wakes up: what it writes is refused.
		_, err = app.Do(ctx, h.app, export.Self, export.Put{Job: id, Worker: "a", Body: "x"})
		h.fails(err, fault.Conflict, "")
		_, err = app.Do(ctx, h.app, export.Self, export.Finish{Job: id, Worker: "a"})
		h.fails(err, fault.Conflict, "")
		for range export.MaxTries {
			h.clock.Advance(3 * time.Minute)
			if _, err := app.Do(ctx, h.app, export.Self, export.Take{Worker: "c"}); err != nil {
				t.Fatal(err)
			}
		}
		if j := ask(h, "icb", export.One{ID: id}); j.State != export.Failed || !strings.Contains(j.Failed, "cut off") {
			t.Errorf("cut off again and again: %+v", j)
		}
		second := do(h, "icb", export.Prepare{Source: "many", Why: "x"})
		h.step(true)
		if j := ask(h, "icb", export.One{ID: second}); j.State != export.Failed || strings.Contains(j.Failed, "defect") || h.text("SELECT count(*) FROM export_part") != "0" {
			t.Errorf("a defect: %+v", j)
		}
		for range export.MaxOpen {
			do(h, "icb", export.Prepare{Source: "many", Why: "x"})
		}
		_, err = app.Do(ctx, h.app, h.cast.Actors["icb"], export.Prepare{Source: "many", Why: "x"})
		h.fails(err, fault.Conflict, "")
		_, err = app.Do(ctx, h.app, h.cast.Actors["manager"], export.Take{Worker: "m"})
		h.fails(err, fault.Denied, "")
	})
}

// Every source that has no choice to make becomes a file, with a definition
// and its columns.
func TestCoverage(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := start(t, dsn)
		if got := ask(h, "icb", export.Choices{}); len(got) != 3 || got[0].Key != "coverage" || got[1].Key != "board-figures" || got[2].Key != "board-breakdowns" {
			t.Errorf("an ICB may have: %+v", got)
		}
		if got := ask(h, "manager", export.Choices{PCN: demo.PCN}); len(got) != len(export.Keys())-2 { // all but the ICB’s
			t.Errorf("a manager may have: %+v", got)
		}
		id := do(h, "icb", export.Prepare{Source: "coverage", Why: "The gaps"})
		h.step(true)
		file, err := h.download("icb", id, "coverage")
		if err != nil {
			t.Fatal(err)
		}
		rows := records(t, file)
		if n := len(rows); n != 5+1298 || !bytes.Contains([]byte(file), []byte("pcn_code,pcn_name")) {
			t.Errorf("%d lines: %.600s", n, file)
		}
	})
}
