package supervision_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// house is the demo's network with some people and no history, on Monday 23
// November 2026, 8:02.
type house struct {
	*app.App
	*demo.Cast
	clock     *calendar.Manual
	leah, tom string // posts
}

const pcn = demo.PCN

func open(t testing.TB, dsn string) *house {
	t.Helper()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c, err := demo.Stage(context.Background(), a, 3)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{App: a, Cast: c, clock: clock}
	for _, m := range ask(t, h, "lead", workforce.Members{PCN: pcn}) {
		if m.Practitioner.ID == c.Practitioners["leah"] {
			h.leah = m.Post.ID
		} else {
			h.tom = m.Post.ID
		}
	}
	return h
}

func do[R any](t testing.TB, h *house, as string, c app.Command[R]) R {
	t.Helper()
	r, err := app.Do(context.Background(), h.App, h.Actors[as], c)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(c), err)
	}
	return r
}

func ask[R any](t testing.TB, h *house, as string, q app.Query[R]) R {
	t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.Actors[as], q)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(q), err)
	}
	return r
}

func fails[R any](t testing.TB, h *house, as, field string, c app.Command[R]) {
	t.Helper()
	_, err := app.Do(context.Background(), h.App, h.Actors[as], c)
	if err == nil {
		t.Fatalf("%s was done", app.NameOf(c))
	}
	if f := fault.FieldsOf(err); field != "" && (len(f) == 0 || f[0].Name != field) {
		t.Errorf("%s: %v, not %s", app.NameOf(c), f, field)
	}
}

func on(s string) calendar.Date { return calendar.MustDate(s) }

func (h *house) session(post, day, state string) supervision.Entry {
	e := supervision.Entry{Kind: "clinical", On: on(day), LedBy: "Dr Anita Rao", Places: []supervision.Place{{Post: post, State: state}}}
	switch state {
	case supervision.Held:
		e.Minutes, e.Themes, e.Words = 60, "Endings", "Two people in depth"
	case supervision.Missed:
		e.Places[0].MissedBy, e.Places[0].Why = "supervisor", "Ill"
	case supervision.Offered:
		e.Places[0].Why = "A duty call"
	}
	return e
}

func record(entries ...supervision.Entry) supervision.Record {
	return supervision.Record{PCN: pcn, Entries: entries}
}

func TestPlan(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		p := ask(t, h, "supervisor", supervision.PostOf{PCN: pcn, Post: h.leah})
		if p.Plan.Version != 0 || len(p.Plan.Lines) != 5 {
			t.Fatalf("the plan of the model is %+v", p.Plan)
		}
		model := p.Plan.Lines
		save := supervision.SavePlan{PCN: pcn, Post: h.leah, From: on("2026-10-01"), Lines: model}
		fails(t, h, "manager", "", save)
		fails(t, h, "leah", "", save)
		do(t, h, "supervisor", save)
		fails(t, h, "lead", "", save) // somebody was there first
		save.Version = 1
		fails(t, h, "lead", "why", save)
		save.Lines = []supervision.Line{{Kind: "clinical", Times: 0, Per: "month"}}
		save.Why = "Agreed"
		fails(t, h, "lead", "times-clinical", save)
		save.Lines = []supervision.Line{{Kind: "clinical", Times: 2, Per: "month", Who: "Dr Rao"}}
		save.From = on("2026-09-01")
		fails(t, h, "lead", "from", save)
		save.From = on("2026-11-01")
		do(t, h, "lead", save)
		p = ask(t, h, "leah", supervision.PostOf{PCN: pcn, Post: h.leah})
		if p.Plan.Version != 2 || len(p.Standings) != 1 || p.Standings[0].Expected != 2 || len(p.Versions) != 2 {
			t.Fatalf("%+v", p.Plan)
		}
		// What October asked for is still what was agreed for October.
		if s := p.Standings[0]; !s.Overdue || s.Short != 1 {
			t.Errorf("October stands as %+v", s)
		}

		// A GP mentor who is missing is shown and stops nothing.
		if f := ask(t, h, "manager", supervision.Board{PCN: pcn}); !f.NoMentor {
			t.Error("nobody is missed")
		}
		name := supervision.NameMentor{PCN: pcn, Practice: "L81016", Name: "Dr Helen Marsh", From: on("2026-03-01")}
		do(t, h, "manager", name)
		fails(t, h, "manager", "practice", supervision.NameMentor{PCN: pcn, Practice: "L81031", Name: "x", From: on("2026-03-01")})
		gone := supervision.NameMentor{PCN: pcn, Practice: "L81016", From: on("2026-06-01")}
		fails(t, h, "manager", "why", gone)
		gone.Why = "Left"
		do(t, h, "manager", gone)
		f := ask(t, h, "manager", supervision.Board{PCN: pcn})
		if m := f.Missing(); len(m) != 1 || m[0].FromDay != on("2026-06-01") || !f.NoMentor {
			t.Errorf("missing are %+v", m)
		}
		do(t, h, "supervisor", record(h.session(h.leah, "2026-11-20", supervision.Held)))
	})
}

func TestSessions(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for field, change := range map[string]func(*supervision.Entry){
			"on":      func(e *supervision.Entry) { e.On = on("2026-11-24") },
			"minutes": func(e *supervision.Entry) { e.Minutes = 0 },
			"themes":  func(e *supervision.Entry) { e.Themes = "" },
			"places":  func(e *supervision.Entry) { e.Places[0].Post = "nobody" },
			"why": func(e *supervision.Entry) {
				*e = h.session(h.leah, "2026-11-20", supervision.Offered)
				e.Places[0].Why = ""
			},
			"missed": func(e *supervision.Entry) {
				*e = h.session(h.leah, "2026-11-20", supervision.Missed)
				e.Places[0].MissedBy = ""
			},
			"action": func(e *supervision.Entry) { e.Actions = []supervision.Action{{What: "x"}} },
			"state":  func(e *supervision.Entry) { e.Places[0].State = "lost" },
		} {
			e := h.session(h.leah, "2026-11-20", supervision.Held)
			change(&e)
			fails(t, h, "supervisor", field, record(e))
		}
		number := h.session(h.leah, "2026-11-20", supervision.Held)
		number.Themes = "999 123 4567"
		fails(t, h, "supervisor", "themes", record(number))
		fails(t, h, "tomasz", "", record(h.session(h.leah, "2026-11-20", supervision.Held)))
		fails(t, h, "manager", "", record(h.session(h.leah, "2026-11-20", supervision.Held)))

		id := do(t, h, "supervisor", record(h.session(h.leah, "2026-11-20", supervision.Held)))[0]
		d := ask(t, h, "leah", supervision.SessionOf{ID: id})
		if w := d.Waits(); len(w) != 1 || w[0] != "practitioner" || !d.MaySign || d.Text.Words == "" {
			t.Fatalf("waits for %v", w)
		}
		// A colleague does not find it; the manager reads the themes only.
		if _, err := app.Ask(context.Background(), h.App, h.Actors["tomasz"], supervision.SessionOf{ID: id}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		if m := ask(t, h, "manager", supervision.SessionOf{ID: id}); m.Text.Themes == "" || m.Text.Words != "" || len(m.Texts) != 0 || m.MaySign {
			t.Errorf("the manager reads %+v", m)
		}
		// Nobody signs for both, and not what has changed since.
		fails(t, h, "supervisor", "", supervision.Sign{Session: id, Version: 1})
		do(t, h, "supervisor", supervision.Amend{Session: id, Version: 1, Themes: "Endings, again", Words: "More", Why: "Forgotten"})
		fails(t, h, "leah", "", supervision.Sign{Session: id, Version: 1})
		do(t, h, "leah", supervision.Sign{Session: id, Version: 2})
		if w := ask(t, h, "leah", supervision.SessionOf{ID: id}).Waits(); len(w) != 0 {
			t.Errorf("waits for %v", w)
		}
		fails(t, h, "leah", "", supervision.Sign{Session: id, Version: 2})

		// Written down by the practitioner, it waits for the other side.
		own := do(t, h, "leah", record(h.session(h.leah, "2026-11-10", supervision.Held)))[0]
		if w := ask(t, h, "supervisor", supervision.Board{PCN: pcn}).Unsigned; len(w) != 1 || w[0].ID != own || w[0].Waits()[0] != "supervisor" {
			t.Errorf("unsigned: %+v", w)
		}
		// Planned, and then settled once.
		plan := do(t, h, "supervisor", record(h.session(h.leah, "2026-11-23", supervision.Planned)))[0]
		settle := h.session(h.leah, "2026-11-23", supervision.Held)
		settle.Session, settle.Version = plan, 1
		settle.Actions = []supervision.Action{{What: "Book the course", Owner: "Leah", DueOn: on("2026-12-01")}}
		do(t, h, "supervisor", record(settle))
		fails(t, h, "supervisor", "", record(settle))
		f := ask(t, h, "leah", supervision.Board{PCN: pcn})
		if len(f.Actions) != 1 {
			t.Fatalf("to be done: %+v", f.Actions)
		}
		if m := ask(t, h, "manager", supervision.Board{PCN: pcn}); len(m.Actions) != 0 {
			t.Error("the manager reads what is to be done")
		}
		do(t, h, "leah", supervision.Done{Action: f.Actions[0].ID})
		fails(t, h, "leah", "", supervision.Done{Action: f.Actions[0].ID})
		// In error: it counts nowhere and stays readable.
		fails(t, h, "supervisor", "back", supervision.TakeBack{Session: own, Version: 1})
		do(t, h, "leah", supervision.TakeBack{Session: own, Version: 1, Why: "Another day"})
		if d := ask(t, h, "leah", supervision.SessionOf{ID: own}); d.State() != supervision.TakenOut || len(d.Texts) != 2 {
			t.Errorf("%+v", d)
		}
	})
}

// What was talked about is linked, not copied: whoever may not see care reads
// how many, and the themes can't name the person.
func TestCases(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		who := h.People[0]
		do(t, h, "leah", care.SignContact{Person: who, Mechanism: nhs.FaceToFace, StartedAt: h.Now().Add(-2_000_000_000_000), Minutes: 30, Note: "x", Words: "x"})
		flag := do(t, h, "leah", supervision.Raise{Person: who, Question: "What do we work on?"})
		family := ask(t, h, "supervisor", supervision.ByID{ID: flag}).Who.Family
		e := h.session(h.leah, "2026-11-23", supervision.Held)
		e.Cases = []supervision.Case{{Kind: "flag", ID: flag, Version: 1, Words: "Ask them"}}
		e.Themes = "The story of " + strings.ToUpper(family)
		fails(t, h, "supervisor", "themes", record(e))
		e.Themes = "Aims"
		wrong := e
		wrong.Places = []supervision.Place{{Post: h.tom, State: supervision.Held}}
		fails(t, h, "supervisor", "", record(wrong)) // another's question
		fails(t, h, "lead", "", record(e))           // the supervisor says so
		id := do(t, h, "supervisor", record(e))[0]
		if x := ask(t, h, "leah", supervision.ByID{ID: flag}); x.State != supervision.Talked || x.Words != "Ask them" {
			t.Errorf("the question is %+v", x.Flag)
		}
		if d := ask(t, h, "leah", supervision.SessionOf{ID: id}); len(d.Flag) != 1 || d.Flags != 1 {
			t.Errorf("leah sees %+v", d)
		}
		m := ask(t, h, "manager", supervision.SessionOf{ID: id})
		if m.Flags != 1 || len(m.Flag) != 0 || m.Text.Words != "" {
			t.Errorf("the manager sees %+v", m)
		}
		if b := ask(t, h, "manager", supervision.Board{PCN: pcn}); len(b.Flags) != 0 || b.MaySee {
			t.Errorf("the manager sees %+v", b.Flags)
		}
	})
}

// A quarter's sheet: each figure is the length of the list behind it.
func TestPack(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		var list []supervision.Entry
		for _, d := range []string{"2026-07-06", "2026-08-10", "2026-09-07"} {
			list = append(list, h.session(h.leah, d, supervision.Held))
		}
		list = append(list, h.session(h.tom, "2026-08-11", supervision.Held), h.session(h.tom, "2026-09-08", supervision.Offered), h.session(h.tom, "2026-09-15", supervision.Missed), h.session(h.tom, "2026-10-01", supervision.Held))
		group := func(day string, came, not string) supervision.Entry {
			return supervision.Entry{Kind: "peer", On: on(day), Minutes: 30, Places: []supervision.Place{{Post: came, State: supervision.Held}, {Post: not, State: supervision.Offered, Why: "Did not come"}}}
		}
		// 2 July is in a week that began in the quarter before; 1 October in one that began in this.
		early := group("2026-07-02", h.leah, h.tom)
		early.Places = early.Places[:1]
		list = append(list, early, group("2026-07-28", h.leah, h.tom), group("2026-10-01", h.tom, h.leah))
		do(t, h, "supervisor", record(list...))
		row := func(p supervision.Pack, kind string) supervision.Row {
			for _, r := range p.Rows {
				if r.Kind.Key == kind {
					return r
				}
			}
			t.Fatalf("no row %s", kind)
			return supervision.Row{}
		}
		whole := supervision.PackOf{PCN: pcn, Quarter: "2026-Q3"}
		p := ask(t, h, "manager", whole)
		// Leah is in post all quarter; Tomasz from 23 July on.
		if r := row(p, "clinical"); r.Expected != 6 || r.Held != 4 || r.Offered != 1 || r.Missed != 1 || r.Signed != 0 || r.Short() != 0 {
			t.Errorf("clinical: %+v", r)
		}
		if r := row(p, "peer"); r.Expected != 26 || r.Held != 2 || r.Short() != 24 {
			t.Errorf("peer: %+v", r)
		}
		if p.Waits != 4 || len(p.Bare) != 2 {
			t.Errorf("%d wait, without a plan %v", p.Waits, p.Bare)
		}
		tom := ask(t, h, "tomasz", whole)
		if r := row(tom, "peer"); tom.Post == nil || r.Held != 1 || r.Offered != 1 {
			t.Errorf("tomasz: %+v", r)
		}
		for _, post := range []string{"", h.leah, h.tom} {
			p := ask(t, h, "supervisor", supervision.PackOf{PCN: pcn, Quarter: "2026-Q3", Post: post})
			for _, r := range p.Rows {
				for state, n := range map[string]int{supervision.Held: r.Held, supervision.Missed: r.Missed, supervision.Offered: r.Offered} {
					if got := ask(t, h, "supervisor", supervision.Rows{PCN: pcn, Quarter: "2026-Q3", Post: post, Kind: r.Kind.Key, State: state}); len(got.Sessions) != n {
						t.Errorf("%s %s %q: %d opens %d", r.Kind.Key, state, post, n, len(got.Sessions))
					}
				}
			}
			if got := ask(t, h, "supervisor", supervision.Rows{PCN: pcn, Quarter: "2026-Q3", Post: post, State: "unsigned"}); len(got.Sessions) != p.Waits {
				t.Errorf("%d wait, %d opened", p.Waits, len(got.Sessions))
			}
		}
		if b := ask(t, h, "icb", supervision.BoardOf{ICB: demo.Board}); b.Posts != 2 || len(b.Bare) != 1 || b.Bare[0].LastOn != on("2026-09-07") {
			t.Errorf("without supervision: %+v", b)
		}
	})
}

func TestConcernsAndReviews(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		c := supervision.AddConcern{PCN: pcn, Post: h.leah, Kind: "safeguarding", On: on("2026-11-20"), Words: "What happened", Told: "The safeguarding lead, at once"}
		for _, who := range []string{"leah", "manager", "icb", "gp"} {
			fails(t, h, who, "", c)
			if _, err := app.Ask(context.Background(), h.App, h.Actors[who], supervision.Concerns{PCN: pcn}); err == nil {
				t.Errorf("%s reads concerns", who)
			}
		}
		bad := c
		bad.Told = ""
		fails(t, h, "lead", "told", bad)
		id := do(t, h, "lead", c)
		do(t, h, "supervisor", supervision.AddToConcern{ID: id, Version: 1, Words: "Settled with the family", Told: "Both", Settled: true})
		fails(t, h, "lead", "", supervision.AddToConcern{ID: id, Version: 1, Words: "x", Told: "x"})
		l := ask(t, h, "lead", supervision.Concerns{PCN: pcn}).List
		if len(l) != 1 || l[0].State != "settled" || len(l[0].Entries) != 2 {
			t.Fatalf("%+v", l)
		}
		review := supervision.AddReview{PCN: pcn, Post: h.leah, On: on("2026-11-20"), People: 31, Words: "Three are ready for a goodbye"}
		fails(t, h, "leah", "", review)
		do(t, h, "supervisor", review)
		if p := ask(t, h, "manager", supervision.PostOf{PCN: pcn, Post: h.leah}); len(p.Reviews) != 0 {
			t.Error("the manager reads what was agreed")
		}
		if p := ask(t, h, "manager", supervision.PackOf{PCN: pcn, Quarter: "2026-Q4"}); p.Concerns != 1 || p.Reviews != 1 || p.Incidents != 0 || !p.Running {
			t.Errorf("%+v", p)
		}
	})
}
