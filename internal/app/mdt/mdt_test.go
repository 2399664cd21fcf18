package mdt_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
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

// meeting plans one for today and opens it.
func (h *house) meeting(t failer) mdt.Full {
	t.Helper()
	id := do(t, h, "leah", mdt.Plan{PCN: demo.PCN, On: h.today(), Starts: "13.00", Place: "The hub"})
	do(t, h, "leah", mdt.Begin{ID: id, Version: 1})
	do(t, h, "leah", mdt.Arrive{ID: id, Name: "Leah", Role: "Practitioner", Organisation: "Pier Health"})
	return ask(t, h, "leah", mdt.One{ID: id})
}

func (h *house) informing() mdt.Informing {
	return mdt.Informing{Teller: "Leah", TellOn: h.today().AddDays(7)}
}

func (h *house) end(t failer, id string) {
	t.Helper()
	m := ask(t, h, "leah", mdt.One{ID: id})
	do(t, h, "leah", mdt.End{ID: id, Version: m.Version})
}

// pharmacist is what the pharmacist is called in a list of owners.
const pharmacist = string(access.Pharmacist)

func kinds(e mdt.Entry) string {
	var out []string
	for _, r := range e.Reasons() {
		out = append(out, r.Kind)
	}
	return strings.Join(out, " ")
}

func TestTheListBuildsItself(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 5)
		p := h.People
		do(t, h, "gp", mdt.Bring{Person: p[0], Question: "Who sees her first?"})
		do(t, h, "leah", liaison.GiveAsk{PCN: demo.PCN, Person: p[1], Owner: pharmacist, Question: "x", DueOn: h.today()})
		do(t, h, "gp", triage.HandOver{Person: p[2], Words: "Low for months", Asked: "Triage", Response: "Routine", Why: "Stable"})
		do(t, h, "gp", mdt.Bring{Person: p[2], Question: "And he?"})
		h.clock.Set(calendar.MustInstant("2027-01-04T09:00:00Z")) // six weeks on
		m := h.meeting(t)
		got := map[string]string{}
		for _, e := range m.List {
			if got[e.Person] != "" {
				t.Errorf("%s stands on the list twice", e.Who.Name())
			}
			got[e.Person] = kinds(e.Entry)
		}
		for i, want := range []string{"flag", "ask", "flag wait", "", ""} {
			if got[p[i]] != want {
				t.Errorf("person %d is there for %q, want %q", i, got[p[i]], want)
			}
		}
		if m.List[0].Person != p[0] && m.List[0].Person != p[2] || m.List[2].Person != p[1] {
			t.Error("the order is not that of the reasons")
		}
		// Somebody who is brought now comes at the end; looking again adds nobody twice.
		do(t, h, "gp", mdt.Bring{Person: p[3], Question: "Now?"})
		do(t, h, "leah", mdt.LookAgain{ID: m.ID})
		if m = ask(t, h, "leah", mdt.One{ID: m.ID}); len(m.List) != 4 || m.List[3].Person != p[3] {
			t.Fatalf("%d on the list", len(m.List))
		}
		// Nobody is reached: all of them are carried over, with their questions.
		h.end(t, m.ID)
		h.clock.Set(calendar.MustInstant("2027-01-11T09:00:00Z"))
		next := h.meeting(t)
		if len(next.List) != 4 || kinds(next.List[0].Entry) == "" || !strings.HasPrefix(kinds(next.List[0].Entry), "missed") {
			t.Fatalf("the next list has %d: %s", len(next.List), kinds(next.List[0].Entry))
		}
	})
}

func TestDecisions(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 3)
		do(t, h, "gp", mdt.Bring{Person: h.People[0], Question: "Her tablets?"})
		do(t, h, "gp", mdt.Bring{Person: h.People[1], Question: "And hers?"})
		m := h.meeting(t)
		e := m.List[0]
		for _, c := range []struct {
			d    mdt.Decide
			says string
		}{
			{mdt.Decide{Entry: e.ID, Version: 1, Owner: pharmacist, Due: h.today(), Informing: h.informing()}, "what was decided"},
			{mdt.Decide{Entry: e.ID, Version: 1, What: "x", Due: h.today(), Informing: h.informing()}, "who does it"},
			{mdt.Decide{Entry: e.ID, Version: 1, What: "x", Owner: pharmacist, Informing: h.informing()}, "by which it is done"},
			{mdt.Decide{Entry: e.ID, Version: 1, What: "x", Owner: pharmacist, Due: h.today().AddDays(-1), Informing: h.informing()}, "today or later"},
			{mdt.Decide{Entry: e.ID, Version: 1, What: "x", Owner: pharmacist, Due: h.today()}, "who tells the person"},
		} {
			if err := fails(t, h, "leah", c.d); !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		}
		id := do(t, h, "leah", mdt.Decide{Entry: e.ID, Version: 1, What: "Review her tablets", Owner: pharmacist, Due: h.today().AddDays(7), Informing: h.informing()})
		// Two minute-takers: the second is told, and nothing is lost.
		if err := fails(t, h, "tomasz", mdt.Decide{Entry: e.ID, Version: 1, What: "Other", Owner: pharmacist, Due: h.today(), Informing: h.informing()}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second minute-taker: %v", err)
		}
		own := do(t, h, "leah", mdt.Decide{Entry: e.ID, Version: 2, What: "Ring her", Owner: "user:" + h.Actors["leah"].ID, Due: h.today(), Informing: h.informing()})
		if d := ask(t, h, "leah", mdt.Single{ID: own}); d.Ask != "" {
			t.Error("one's own decision is an ask to oneself")
		}
		d := ask(t, h, "pharmacist", mdt.Single{ID: id})
		if d.Asked == nil || !d.Mine || !d.Undone() {
			t.Fatalf("the pharmacist has %+v", d)
		}
		if l := ask(t, h, "pharmacist", mdt.Decisions{PCN: demo.PCN}); !l.Own || len(l.List) != 1 {
			t.Errorf("the pharmacist's own list has %d", len(l.List))
		}
		// Corrected: the old one stays, its ask ends, the new one has its own.
		fails(t, h, "leah", mdt.Correct{ID: id, Version: 1, What: "Review all her tablets", Owner: pharmacist, Due: h.today().AddDays(9)})
		fresh := do(t, h, "leah", mdt.Correct{ID: id, Version: 1, What: "Review all her tablets", Owner: pharmacist, Due: h.today().AddDays(9), Why: "All of them"})
		if was := ask(t, h, "leah", mdt.Single{ID: id}); was.Standing() != "Corrected" || was.Asked.Live() {
			t.Errorf("what was corrected is %s, its ask %s", was.Standing(), was.Asked.State)
		}
		// The ask is answered: the decision is done.
		f := ask(t, h, "leah", mdt.Single{ID: fresh})
		do(t, h, "pharmacist", liaison.AnswerAsk{ID: f.Ask, Version: 1, Answer: "Halved one", Telling: liaison.Telling{Told: "I rang her"}})
		if f = ask(t, h, "leah", mdt.Single{ID: fresh}); !f.Done() || f.Result() != "Halved one" {
			t.Errorf("after the answer it is %s: %s", f.Standing(), f.Result())
		}
		// Nobody decides for the second: with a reason.
		second := m.List[1]
		fails(t, h, "leah", mdt.NoDecision{Entry: second.ID, Version: 1, Informing: h.informing()})
		do(t, h, "leah", mdt.NoDecision{Entry: second.ID, Version: 1, Why: "The GP is not here", Informing: h.informing()})
		h.end(t, m.ID)
		fails(t, h, "leah", mdt.Decide{Entry: e.ID, Version: 3, What: "Late", Owner: pharmacist, Due: h.today(), Informing: h.informing()})
		// Told: an open item until somebody says so.
		s := ask(t, h, "leah", mdt.Seat{Meeting: m.ID, Nr: 1})
		fails(t, h, "leah", mdt.Tell{Entry: s.ID, Version: s.Version})
		do(t, h, "leah", mdt.Tell{Entry: s.ID, Version: s.Version, On: h.today(), How: "Leah, by telephone"})
		h.clock.Set(calendar.MustInstant("2026-12-14T09:00:00Z"))
		next := h.meeting(t)
		got := map[string]string{}
		for _, e := range next.List {
			got[e.Person] = kinds(e.Entry)
		}
		if got[e.Person] != "undone" || got[second.Person] != "untold" {
			t.Errorf("the next list: %v", got)
		}
		do(t, h, "leah", mdt.Settle{ID: own, Version: 1, State: mdt.Done, Words: "Rang"})
		if l := ask(t, h, "leah", mdt.Decisions{PCN: demo.PCN}); l.Undone != 0 {
			t.Errorf("%d are not done", l.Undone)
		}
	})
}

// Whatever is done in whichever order: every person on a list of a meeting
// that has ended has a decision with an owner and a day, a stated reason, or
// stands on the next list; and what was decided and is not done comes back
// first.
func TestNothingIsLost(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 6)
		rapid.Check(t, func(t *rapid.T) {
			h.clock.Set(h.Now().Add(24 * 3_600_000_000_000))
			for _, m := range ask(t, h, "leah", mdt.Held{PCN: demo.PCN}).Coming {
				if m.State == mdt.Opened {
					h.end(t, m.ID)
				}
			}
			for range rapid.IntRange(0, 3).Draw(t, "brought") {
				do(t, h, "gp", mdt.Bring{Person: h.People[rapid.IntRange(0, 5).Draw(t, "who")], Question: "And now?"})
			}
			undone := map[string]bool{}
			for _, l := range ask(t, h, "leah", mdt.Decisions{PCN: demo.PCN}).List {
				undone[l.Person] = true
			}
			m := h.meeting(t)
			first := true
			for _, e := range m.List {
				is := slices.ContainsFunc(e.Reasons(), func(r mdt.Reason) bool { return r.Kind == "undone" })
				if is && !first {
					t.Fatalf("somebody with something not done stands after somebody without")
				}
				first = is
				if is {
					delete(undone, e.Person)
				}
			}
			if len(undone) > 0 {
				t.Fatalf("%d people with something not done are not on the list", len(undone))
			}
			for range rapid.IntRange(0, 8).Draw(t, "steps") {
				m = ask(t, h, "leah", mdt.One{ID: m.ID})
				if len(m.List) == 0 {
					break
				}
				e := m.List[rapid.IntRange(0, len(m.List)-1).Draw(t, "entry")]
				words := []string{"", "Do it"}[rapid.IntRange(0, 1).Draw(t, "words")]
				var due calendar.Date
				if rapid.Bool().Draw(t, "day") {
					due = h.today().AddDays(rapid.IntRange(0, 5).Draw(t, "due"))
				}
				owner := []string{"", pharmacist, "user:" + h.Actors["leah"].ID}[rapid.IntRange(0, 2).Draw(t, "owner")]
				try := func(_ any, err error) {
					if err != nil && fault.KindOf(err) == fault.Internal {
						t.Fatal(err)
					}
				}
				ctx, leah := context.Background(), h.Actors["leah"]
				switch rapid.IntRange(0, 4).Draw(t, "what") {
				case 0, 1:
					try(app.Do(ctx, h.App, leah, mdt.Decide{Entry: e.ID, Version: e.Version, What: words, Owner: owner, Due: due, Informing: h.informing()}))
				case 2:
					try(app.Do(ctx, h.App, leah, mdt.NoDecision{Entry: e.ID, Version: e.Version, Why: words, Informing: h.informing()}))
				case 3:
					if l := ask(t, h, "leah", mdt.Decisions{PCN: demo.PCN}); len(l.List) > 0 {
						try(app.Do(ctx, h.App, leah, mdt.Settle{ID: l.List[0].ID, Version: l.List[0].Version, State: mdt.Done, Words: words}))
					}
				case 4:
					if l := ask(t, h, "leah", mdt.Decisions{PCN: demo.PCN}); len(l.List) > 0 {
						try(app.Do(ctx, h.App, leah, mdt.Correct{ID: l.List[0].ID, Version: l.List[0].Version, What: words, Owner: owner, Due: due, Why: words}))
					}
				}
			}
			h.end(t, m.ID)
			m = ask(t, h, "leah", mdt.One{ID: m.ID})
			for _, e := range m.List {
				switch e.Standing {
				case mdt.Decided:
					if len(e.Decisions) == 0 {
						t.Fatal("decided without a decision")
					}
				case mdt.NoneWas:
					if e.NoWhy == "" {
						t.Fatal("no decision, and no reason")
					}
				case mdt.Carried:
				default:
					t.Fatalf("after the end somebody is %s", e.Standing)
				}
				for _, d := range e.Decisions {
					if d.What == "" || d.OwnerName == "" || d.DueOn.IsZero() {
						t.Fatalf("a decision without what, who or when: %+v", d.Decision)
					}
				}
			}
		})
	})
}
