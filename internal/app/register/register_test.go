package register_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/app/physical"
	"footbridge/internal/app/register"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

// house is the demo's network with some people and no history, on Monday 23
// November 2026, 8:02.
type house struct {
	*app.App
	*demo.Cast
	clock *calendar.Manual
}

func open(t testing.TB, dsn string, people int) *house {
	t.Helper()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c, err := demo.Stage(context.Background(), a, people)
	if err != nil {
		t.Fatal(err)
	}
	return &house{a, c, clock}
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func do[R any](t failer, h *house, as string, c app.Command[R]) R {
	t.Helper()
	r, err := app.Do(context.Background(), h.App, h.Actors[as], c)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(c), err)
	}
	return r
}

func fails[R any](t failer, h *house, as string, c app.Command[R]) error {
	t.Helper()
	_, err := app.Do(context.Background(), h.App, h.Actors[as], c)
	if err == nil {
		t.Fatalf("%s was done", app.NameOf(c))
	}
	return err
}

func ask[R any](t failer, h *house, as string, q app.Query[R]) R {
	t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.Actors[as], q)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(q), err)
	}
	return r
}

func (h *house) today() calendar.Date { return calendar.Today(h.clock) }

func (h *house) stepDown(t failer, who string, mine bool) string {
	t.Helper()
	return do(t, h, "leah", triage.HandOver{Person: who, Way: episode.StepDown, From: "Recovery team, Ann Price", Words: "Steady for two years", Asked: "A brief intervention", Response: "Routine", Why: "Stable", Mine: mine})
}

func (h *house) row(t failer, who string) (register.Row, bool) {
	t.Helper()
	for _, r := range ask(t, h, "lead", register.Bridge{PCN: demo.PCN}).Rows {
		if r.Who.ID == who {
			return r, true
		}
	}
	return register.Row{}, false
}

func TestWhoStandsOnTheRegister(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 4)
		a, b, c := h.People[0], h.People[1], h.People[2]
		young := do(t, h, "leah", person.Add{Sure: true, Details: person.Details{Given: "Nel", Family: "Young", Sex: "female", BornOn: h.today().AddYears(-18), Practice: "L81016"}})

		// A step-down that nobody took is the alarm; taken, it is none.
		r := h.stepDown(t, a, false)
		if n := ask(t, h, "manager", register.Alarm{PCN: demo.PCN}); n != 1 {
			t.Errorf("the alarm says %d", n)
		}
		if l := ask(t, h, "lead", register.Bridge{PCN: demo.PCN, Show: register.Nobody}); len(l.Rows) != 1 || l.Counts[register.Nobody] != 1 {
			t.Errorf("%d are held by nobody", len(l.Rows))
		}
		do(t, h, "leah", triage.Claim{ID: r, Version: 1})
		if row, ok := h.row(t, a); !ok || row.Nobody() || row.Holder != "Leah Whitcombe" {
			t.Errorf("after it was taken: %+v", row)
		}
		// A transition is held where it comes from until the planned day.
		do(t, h, "tomasz", triage.HandOver{Person: young, Way: episode.Transition, From: "Children’s service, Dele", Words: "x", Asked: "Triage", Response: "Routine", Why: "Planned", Planned: h.today().AddDays(3)})
		if row, _ := h.row(t, young); row.Nobody() || row.Holder != "Children’s service, Dele" || row.NextOn != h.today().AddDays(3) {
			t.Errorf("the transition: %+v", row)
		}
		// Severe mental illness: the practice, unless secondary care is responsible; nobody when it is not known.
		for i, held := range []string{"gp", "secondary", ""} {
			who := []string{b, c, h.People[3]}[i]
			do(t, h, "leah", physical.SetFlag{Person: who, State: "on", On: h.today(), Source: "GP record", Held: held})
			row, on := h.row(t, who)
			if on != (held != "secondary") || on && (row.Holder == "") != (held == "") || on && row.Nobody() != (held == "") {
				t.Errorf("held by %q: on the register %v, %+v", held, on, row)
			}
		}
		h.clock.Set(calendar.MustInstant("2026-11-27T09:00:00Z"))
		if row, _ := h.row(t, young); !row.Nobody() {
			t.Error("after the planned day somebody still holds the transition on paper")
		}
		// Paused; and the counts are the lists.
		do(t, h, "leah", caseload.Begin{Person: a, Why: caseload.PauseReasons[0], Until: h.today().AddDays(10), Told: "I"})
		all := ask(t, h, "lead", register.Bridge{PCN: demo.PCN})
		for show, n := range all.Counts {
			if l := ask(t, h, "lead", register.Bridge{PCN: demo.PCN, Show: show}); len(l.Rows) != n {
				t.Errorf("%q: counted %d, listed %d", show, n, len(l.Rows))
			}
		}
		if all.Counts["paused"] != 1 || all.Counts["step-down"] != 1 || all.Counts["smi"] != 2 || all.Counts["transition"] != 1 {
			t.Errorf("counts %v", all.Counts)
		}
		// Six calendar months: still there on the last day, gone on the next.
		h.clock.Set(calendar.MustInstant("2027-05-23T09:00:00Z"))
		if row, _ := h.row(t, a); !row.Is("step-down") {
			t.Error("six months to the day it is gone")
		}
		h.clock.Set(calendar.MustInstant("2027-05-24T09:00:00Z"))
		if row, _ := h.row(t, a); row.Is("step-down") {
			t.Error("after six months it is still there")
		}
	})
}

// Whatever happens to requests, whoever stands on the register has a holder
// for each reason, or is on the list of those without one, which the alarm
// counts; and taking them is enough.
func TestNobodyIsForgotten(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 6)
		rapid.Check(t, func(t *rapid.T) {
			h.clock.Advance(3_600_000_000_000)
			ctx := context.Background()
			try := func(_ any, err error) {
				if err != nil && fault.KindOf(err) == fault.Internal {
					t.Fatalf("%v", err)
				}
			}
			for range rapid.IntRange(1, 6).Draw(t, "steps") {
				who := h.People[rapid.IntRange(0, 5).Draw(t, "who")]
				as := []string{"leah", "tomasz"}[rapid.IntRange(0, 1).Draw(t, "as")]
				cards := ask(t, h, as, triage.OfPerson{Person: who})
				switch rapid.IntRange(0, 4).Draw(t, "what") {
				case 0:
					try(app.Do(ctx, h.App, h.Actors[as], triage.HandOver{Person: who, Way: episode.StepDown, From: "The team", Words: "x", Asked: "Triage", Response: "Routine", Why: "x", Mine: rapid.Bool().Draw(t, "mine")}))
				case 1:
					if len(cards) > 0 {
						try(app.Do(ctx, h.App, h.Actors[as], triage.Claim{ID: cards[0].Request.ID, Version: cards[0].Record.Version}))
					}
				case 2:
					if len(cards) > 0 {
						try(app.Do(ctx, h.App, h.Actors[as], triage.GiveBack{ID: cards[0].Request.ID, Version: cards[0].Record.Version, Why: "x"}))
					}
				case 3:
					try(app.Do(ctx, h.App, h.Actors[as], caseload.Begin{Person: who, Why: caseload.PauseReasons[0], Until: h.today().AddDays(9), Told: "I"}))
				case 4:
					s := ask(t, h, "leah", physical.Of{Person: who})
					was := ""
					if s.Flag != nil {
						was = s.Flag.ID
					}
					try(app.Do(ctx, h.App, h.Actors["leah"], physical.SetFlag{Person: who, Was: was, State: "on", On: h.today(), Source: "GP record", Held: []string{"gp", ""}[rapid.IntRange(0, 1).Draw(t, "held")], Why: "x"}))
				}
			}
			all := ask(t, h, "lead", register.Bridge{PCN: demo.PCN})
			alone := ask(t, h, "lead", register.Bridge{PCN: demo.PCN, Show: register.Nobody})
			if n := ask(t, h, "lead", register.Alarm{PCN: demo.PCN}); n != len(alone.Rows) {
				t.Fatalf("the alarm says %d, the list %d", n, len(alone.Rows))
			}
			for _, r := range all.Rows {
				if len(r.Lines) == 0 {
					t.Fatalf("%s stands there without a reason", r.Who.Name())
				}
				without := slices.ContainsFunc(r.Lines, func(l register.Line) bool { return l.Holder == "" })
				listed := slices.ContainsFunc(alone.Rows, func(x register.Row) bool { return x.Who.ID == r.Who.ID })
				if without != listed {
					t.Fatalf("%s: without a holder %v, on the list %v", r.Who.Name(), without, listed)
				}
				if r.Holder == "" && !listed {
					t.Fatalf("%s has nobody and is not on the list", r.Who.Name())
				}
			}
			for _, r := range alone.Rows {
				for _, c := range ask(t, h, "leah", triage.OfPerson{Person: r.Who.ID}) {
					if c.Request.State == "open" && c.Owner == "" {
						do(t, h, "leah", triage.Claim{ID: c.Request.ID, Version: c.Record.Version})
						break
					}
				}
			}
			for _, r := range ask(t, h, "lead", register.Bridge{PCN: demo.PCN, Show: register.Nobody}).Rows {
				for _, l := range r.Lines {
					if l.Kind != "smi" && l.Holder == "" {
						t.Fatalf("%s was taken and is still held by nobody: %+v", r.Who.Name(), l)
					}
				}
			}
		})
	})
}

func TestWaitingWell(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 4)
		p := h.People
		for _, who := range p[:3] {
			do(t, h, "gp", triage.HandOver{Person: who, Words: "Low", Asked: "Triage", Response: "Routine", Why: "x"})
		}
		do(t, h, "manager", message.SetSender{PCN: demo.PCN, Phone: "01934 555 0100", Address: "Pier Health\n22 Graham Road\nWeston"})
		agreed := do(t, h, "reception", message.Agree{Person: p[0], Answers: map[string]string{message.Text: "yes"}})
		_ = agreed
		h.clock.Set(calendar.MustInstant("2026-12-15T09:00:00Z"))
		if w := ask(t, h, "reception", register.Well{PCN: demo.PCN, Show: "quiet"}); len(w.List) != 3 || w.Counts["never"] != 3 {
			t.Fatalf("%d have not been told for three weeks: %v", len(w.List), w.Counts)
		}
		tell := register.Tell{Person: p[1], On: h.today(), By: "Leah", How: "by telephone", Said: "About four weeks", Support: "The evening café", Next: h.today().AddDays(14)}
		for _, c := range []struct {
			change func(*register.Tell)
			says   string
		}{
			{func(c *register.Tell) { c.Said = "" }, "what was said"},
			{func(c *register.Tell) { c.By = "" }, "who told them"},
			{func(c *register.Tell) { c.Next = calendar.Date{} }, "told again"},
			{func(c *register.Tell) { c.Next = h.today() }, "after today"},
			{func(c *register.Tell) { c.On = h.today().AddDays(1) }, "today or in the past"},
			{func(c *register.Tell) { c.Person = p[3] }, "does not wait"},
		} {
			x := tell
			c.change(&x)
			if err := fails(t, h, "leah", x); !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		}
		do(t, h, "leah", tell)
		w := ask(t, h, "reception", register.Of{Person: p[1]})
		if w.Told != "About four weeks" || w.Support != "The evening café" || w.NextOn != h.today().AddDays(14) || len(w.Updates) != 1 {
			t.Errorf("reception reads %+v", w)
		}
		quiet := ask(t, h, "leah", register.Well{PCN: demo.PCN, Show: "quiet"})
		if len(quiet.List) != 2 {
			t.Fatalf("%d are quiet", len(quiet.List))
		}
		// The batch: what goes, what does not and why; a second time it is the same batch.
		b := message.Batch{People: []string{p[0], p[2]}, Kind: message.StillWaits, Channels: []string{message.Text, message.Letter}, Key: "key-1"}
		lines := ask(t, h, "leah", register.Preview{Batch: b})
		seals, goes := map[string]string{}, 0
		for _, l := range lines {
			if l.Why == "" {
				goes++
				seals[l.Person.ID] = l.Preview.Seal()
			} else if !strings.Contains(register.Ring(l.Person), "telephone") && !strings.Contains(register.Ring(l.Person), "Ring") {
				t.Errorf("what to do instead: %q", register.Ring(l.Person))
			}
		}
		c := register.Send{Next: h.today().AddDays(21), Support: "The evening café"}
		c.Batch, c.Seals = b, seals
		done := do(t, h, "leah", c)
		if done.Queued != goes || len(done.Not) != 2-goes {
			t.Errorf("queued %d of %d, not %d", done.Queued, goes, len(done.Not))
		}
		do(t, h, "leah", c)
		if o := ask(t, h, "leah", register.Of{Person: p[0]}); len(o.Updates) != goes {
			t.Errorf("%d updates are stored for %d messages", len(o.Updates), goes)
		}
		if _, err := app.Do(context.Background(), h.App, h.Actors["reception"], c); !fault.Is(err, fault.Denied) {
			t.Errorf("reception sends: %v", err)
		}
	})
}
