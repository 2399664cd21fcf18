package caseload_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

// A whole caseload is handed over or nobody is; who goes is told; after a
// leave those go back whom nobody has changed since.
func TestHandOver(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 4)
		var bookings []string
		for _, p := range h.People[:3] {
			bookings = append(bookings, h.book(t, "leah", p).ID)
		}
		flag := do(t, h, "leah", supervision.Raise{Person: h.People[0], Question: "Is it time?"})
		c := h.plan(t, h.leah, h.tom, caseload.Leave)
		for _, wrong := range []func(*caseload.HandOver){
			func(c *caseload.HandOver) { c.Choices = c.Choices[:2] },
			func(c *caseload.HandOver) { c.Choices[1].To = h.leah },
			func(c *caseload.HandOver) { c.Choices[0].To = "nobody" },
			func(c *caseload.HandOver) { c.Why = " " },
			func(c *caseload.HandOver) { c.Kind = "" },
			func(c *caseload.HandOver) { c.BackOn = calendar.Today(h.clock) },
		} {
			x := c
			x.Choices = slices.Clone(c.Choices)
			wrong(&x)
			if err := fails(t, h, "lead", x); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", x, err)
			}
		}
		stale := c
		stale.Choices = slices.Clone(c.Choices)
		stale.Choices[2].Version = 9
		if err := fails(t, h, "lead", stale); !fault.Is(err, fault.Conflict) {
			t.Errorf("stale: %v", err)
		}
		if n := h.of(t, "lead", h.leah, "").All; n != 3 {
			t.Fatalf("%d are held after nothing was done", n)
		}
		if err := fails(t, h, "tomasz", c); !fault.Is(err, fault.NotFound) {
			t.Errorf("another practitioner's caseload: %v", err)
		}
		s := ask(t, h, "lead", caseload.Sheet{PCN: demo.PCN, Practitioner: h.leah})
		for _, m := range s.Held {
			if len(m.Coming) != 1 || !m.Coming[0].Again {
				t.Errorf("a booking with who goes has to be made again: %+v", m.Coming)
			}
		}
		id := do(t, h, "leah", c) // one's own
		if a, b := h.of(t, "lead", h.leah, "").All, h.of(t, "tomasz", h.tom, "").All; a != 0 || b != 3 {
			t.Fatalf("%d and %d are held", a, b)
		}
		if f := ask(t, h, "tomasz", supervision.ByID{ID: flag}); f.Practitioner != h.tom {
			t.Error("the question stayed behind")
		}
		d := ask(t, h, "tomasz", caseload.ByID{ID: id})
		if len(d.People) != 3 || d.Told != 0 || len(d.People[0].Coming) != 1 {
			t.Fatalf("%+v", d)
		}
		fails(t, h, "tomasz", caseload.Told{Handover: id, Episode: d.People[0].Episode})
		do(t, h, "tomasz", caseload.Told{Handover: id, Episode: d.People[0].Episode, How: "I rang"})
		if err := fails(t, h, "tomasz", caseload.Told{Handover: id, Episode: d.People[0].Episode, How: "again"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		// One goes on to somebody else meanwhile: back to Leah by the lead, and
		// so it has changed since.
		third := d.People[2].Who.ID
		two := h.plan(t, h.tom, h.leah, caseload.Leaver)
		_ = two
		own := ask(t, h, "leah", caseload.OfPerson{Person: third})
		if len(own.Handed) != 1 || own.Handed[0].From != "Leah Whitcombe" || own.Handed[0].Why != "moves away" {
			t.Errorf("the person's own story: %+v", own.Handed)
		}
		r := do(t, h, "leah", caseload.GiveBack{ID: id})
		if r.Back != 3 || r.Stay != 0 {
			t.Errorf("%+v", r)
		}
		if err := fails(t, h, "leah", caseload.GiveBack{ID: id}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if f := ask(t, h, "leah", supervision.ByID{ID: flag}); f.Practitioner != h.leah {
			t.Error("the question did not come back")
		}

		// Changed since: handed on for good while the leave lasts.
		id = do(t, h, "lead", h.plan(t, h.leah, h.tom, caseload.Leave))
		do(t, h, "lead", h.plan(t, h.tom, h.leah, caseload.Leaver))
		if r := do(t, h, "lead", caseload.GiveBack{ID: id}); r.Back != 0 || r.Stay != 3 {
			t.Errorf("whoever was handed on since stays: %+v", r)
		}

		// A leaver signs first; nobody leaves who still holds people.
		do(t, h, "leah", account.SaveDraft{Kind: care.DraftContact, Subject: bookings[0], Body: "note=x"})
		if err := fails(t, h, "lead", h.plan(t, h.leah, h.tom, caseload.Leaver)); !strings.Contains(err.Error(), "not signed") {
			t.Errorf("a draft: %v", err)
		}
		today := calendar.Today(h.clock)
		if err := fails(t, h, "manager", caseload.EndPost{PCN: demo.PCN, ID: h.post(t, h.leah), Last: today}); !strings.Contains(err.Error(), "3 people are still held") {
			t.Errorf("%v", err)
		}
		if n := ask(t, h, "manager", caseload.Handing{PCN: demo.PCN, Post: h.post(t, h.leah)}); n != 3 {
			t.Errorf("%d", n)
		}
		do(t, h, "manager", caseload.EndPost{PCN: demo.PCN, ID: h.post(t, h.leah), Last: today.AddDays(5)})
		do(t, h, "leah", account.DropDraft{Kind: care.DraftContact, Subject: bookings[0]})
		do(t, h, "lead", h.plan(t, h.leah, h.tom, caseload.Leaver))
		do(t, h, "manager", caseload.EndPost{PCN: demo.PCN, ID: h.post(t, h.leah), Last: today})
	})
}

// A pause has a reason and an end, leaves the clock alone, and keeps a holder.
func TestPause(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn, 2)
		p := h.People[0]
		today := calendar.Today(h.clock)
		good := caseload.Begin{Person: p, Why: caseload.PauseReasons[0], Until: today.AddDays(10), Told: "I, by telephone"}
		if err := fails(t, h, "leah", good); !fault.Is(err, fault.NotFound) {
			t.Errorf("nothing is open: %v", err)
		}
		h.book(t, "leah", p)
		for name, wrong := range map[string]func(*caseload.Begin){
			"no reason": func(c *caseload.Begin) { c.Why = "" }, "words": func(c *caseload.Begin) { c.Why = caseload.PauseReasons[5] },
			"no end": func(c *caseload.Begin) { c.Until = calendar.Date{} }, "today": func(c *caseload.Begin) { c.Until = today },
			"too long": func(c *caseload.Begin) { c.Until = today.AddDays(7*caseload.MaxPauseWeeks + 1) }, "not told": func(c *caseload.Begin) { c.Told = "" },
		} {
			c := good
			wrong(&c)
			if err := fails(t, h, "leah", c); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		before := ask(t, h, "leah", care.ClockOf{Person: p})
		id := do(t, h, "leah", good)
		after := ask(t, h, "leah", care.ClockOf{Person: p})
		if fmt.Sprint(before.State) != fmt.Sprint(after.State) || !after.Running() {
			t.Errorf("the clock changed: %+v, %+v", before.State, after.State)
		}
		if err := fails(t, h, "leah", good); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		c := h.of(t, "leah", "", caseload.Paused)
		if len(c.Rows) != 1 || c.Rows[0].Holder == "" || c.Counts[caseload.Paused] != 1 || c.Rows[0].Pause.Over(today) != -10 {
			t.Errorf("%+v", c.Rows)
		}
		h.clock.Advance(15 * 24 * time.Hour)
		later := ask(t, h, "leah", care.ClockOf{Person: p})
		if later.Days != before.Days+15 {
			t.Errorf("the clock stood still: %d after %d", later.Days, before.Days)
		}
		if r := h.of(t, "leah", "", caseload.Paused).Rows[0]; r.Pause.Over(calendar.Today(h.clock)) != 5 {
			t.Errorf("overdue by %d", r.Pause.Over(calendar.Today(h.clock)))
		}
		if err := fails(t, h, "leah", caseload.End{ID: id, Version: 2, Why: "back"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		fails(t, h, "leah", caseload.End{ID: id, Version: 1})
		do(t, h, "leah", caseload.End{ID: id, Version: 1, Why: "back"})
		if n := len(h.of(t, "leah", "", caseload.Paused).Rows); n != 0 {
			t.Errorf("%d are paused", n)
		}
	})
}

// Every count is the length of its list, whoever looks, in the demo's network
// with its whole history; each list is what it says.
func TestCountsAreTheirLists(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		clock := calendar.NewManual(calendar.MustInstant("2026-11-25T09:15:00Z"))
		a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if _, err := demo.Make(context.Background(), a, 7); err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for _, who := range []string{"Leah Whitcombe", "Mark Holloway", "Dr Anita Rao"} {
			actor := persona(t, a, who)
			for _, practice := range []string{"", "L81016"} {
				for _, weeks := range caseload.QuietWeeks[:2] {
					var first caseload.Caseload
					for _, l := range caseload.Lists {
						c, err := app.Ask(context.Background(), a, actor, caseload.Of{PCN: demo.PCN, List: l, Practice: practice, Weeks: weeks})
						if err != nil {
							t.Fatal(err)
						}
						if l == "" {
							first = c
						}
						if first.Counts[l] != len(c.Rows) || c.Counts[l] != len(c.Rows) {
							t.Errorf("%s, %q, %q, %d: counted %d, listed %d", who, l, practice, weeks, first.Counts[l], len(c.Rows))
						}
						seen[l] += len(c.Rows)
						for _, r := range c.Rows {
							if !r.On(l, weeks, clock.Now().Date()) || practice != "" && r.Who.Practice != practice {
								t.Errorf("%q has somebody who is not on it", l)
							}
						}
					}
				}
			}
		}
		for _, l := range caseload.Lists {
			if seen[l] == 0 && l != caseload.Clock28 {
				t.Logf("the demo has nobody on the list %q", l)
			}
		}
		// Somebody who may see only their own sees no other's and not the team.
		leah := persona(t, a, "Leah Whitcombe")
		if _, err := app.Ask(context.Background(), a, leah, caseload.Of{PCN: demo.PCN, Practitioner: caseload.Everybody}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the team, by a practitioner: %v", err)
		}
	})
}

// Whatever happens in whatever order, nobody who is held ends up without a
// practitioner in post.
func TestNobodyIsLeftBehind(t *testing.T) {
	dsn := t.TempDir() + "/one.db"
	h := open(t, dsn, 40)
	next := 0
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			from, to := h.leah, h.tom
			if rapid.Bool().Draw(rt, "other way") {
				from, to = to, from
			}
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				if next < len(h.People) {
					key := rapid.SampledFrom([]string{"leah", "tomasz"}).Draw(rt, "who")
					h.book(t, key, h.People[next])
					next++
				}
			case 1:
				c := h.plan(t, from, to, rapid.SampledFrom([]string{caseload.Leave, caseload.Leaver}).Draw(rt, "kind"))
				if len(c.Choices) > 0 && rapid.Bool().Draw(rt, "leave one out") {
					c.Choices = c.Choices[1:]
				}
				for i := range c.Choices {
					c.Choices[i].To = rapid.SampledFrom([]string{to, to, to, to, from, ""}).Draw(rt, "to")
				}
				_, _ = app.Do(context.Background(), h.App, h.who("lead"), c)
			case 2:
				if list := ask(t, h, "lead", caseload.Handovers{PCN: demo.PCN}); len(list) > 0 {
					x := rapid.SampledFrom(list).Draw(rt, "hand-over")
					_, _ = app.Do(context.Background(), h.App, h.who("lead"), caseload.GiveBack{ID: x.ID})
				}
			case 3:
				if c := h.of(t, "lead", from, ""); len(c.Rows) > 0 {
					_, err := app.Do(context.Background(), h.App, h.who("manager"), caseload.EndPost{PCN: demo.PCN, ID: h.post(t, from), Last: calendar.Today(h.clock)})
					if err == nil {
						rt.Fatal("a post ended with people who are held")
					}
				}
			}
			h.clock.Advance(time.Minute)
			all := h.of(t, "lead", caseload.Everybody, "")
			if n := all.Counts[caseload.Nobodys]; n != 0 || all.All != next {
				rt.Fatalf("%d of %d have nobody; %d came", n, all.All, next)
			}
		}
	})
}
