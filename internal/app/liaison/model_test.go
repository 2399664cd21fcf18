package liaison_test

import (
	"context"
	"flag"
	"slices"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

// Whatever is done with a question and an ask, by whomever, in whatever order:
// nothing ends about a person without a word of who told them or why not, all
// that is open has an owner, what came back has a new day and somebody by
// name, and a question becomes at most one request, received when it was
// asked.
func TestNothingIsLost(t *testing.T) {
	was := flag.Lookup("rapid.checks").Value.String()
	if was == "100" { // each check goes through a database
		if err := flag.Set("rapid.checks", "15"); err != nil {
			t.Fatal(err)
		}
	}
	each(t, func(h *house) {
		as(h, "lead", liaison.SetDeputy{PCN: demo.PCN, Deputy: h.Practitioners["tomasz"], Why: "x"})
		rapid.Check(h.t.(*testing.T), func(r *rapid.T) { live(h, r) })
	})
}

func live(h *house, r *rapid.T) {
	someone := h.People[rapid.IntRange(0, len(h.People)-1).Draw(r, "person")]
	if rapid.Bool().Draw(r, "nobody") {
		someone = ""
	}
	requests := len(ask(h, "leah", triage.Queue{PCN: demo.PCN, Booked: false}).List)
	q := as(h, "gp", liaison.AskAdvice{Person: someone, Question: "What now?", Soon: "Soon"})
	asked := h.clock.Now()
	owner := rapid.SampledFrom([]string{"pharmacist", "link worker", "clinician@L81016", "user:" + h.actor("leah").ID}).Draw(r, "owner")
	a := as(h, "leah", liaison.GiveAsk{PCN: demo.PCN, Person: someone, Owner: owner, Question: "Please", DueOn: calendar.Today(h.clock).AddDays(3)})
	turned := 0
	whom := []string{"gp", "gp", "leah", "leah", "tomasz", "pharmacist", "link", "reception", "outsider"}
	words := []string{"", "so", "so"}
	for range rapid.IntRange(4, 14).Draw(r, "steps") {
		who := rapid.SampledFrom(whom).Draw(r, "who")
		word := rapid.SampledFrom(words).Draw(r, "word")
		telling := liaison.Telling{Told: rapid.SampledFrom(words).Draw(r, "told"), Untold: rapid.SampledFrom(words).Draw(r, "untold")}
		thread := ask(h, "leah", liaison.Thread{ID: q})
		before := ask(h, "leah", liaison.AskByID{ID: a})
		v, av := thread.Version, before.Version
		if rapid.IntRange(0, 9).Draw(r, "stale") == 0 {
			v, av = v-1, av-1
		}
		day := calendar.Today(h.clock).AddDays(rapid.IntRange(-1, 4).Draw(r, "day"))
		actor := h.actor(who)
		try := func(err error) bool {
			if err != nil && fault.KindOf(err) == fault.Internal {
				r.Fatalf("%v", err)
			}
			return err == nil
		}
		switch rapid.IntRange(0, 11).Draw(r, "what") {
		case 0:
			try(run(h, actor, liaison.Take{ID: q, Version: v}))
		case 1:
			try(run(h, actor, liaison.PutBack{ID: q, Version: v, Why: word}))
		case 2:
			c := answer(q, v)
			c.AskAgain = word
			try(run(h, actor, c))
		case 3:
			try(run(h, actor, liaison.CloseAdvice{ID: q, Version: v, Why: word, Telling: telling}))
		case 4:
			if try(run(h, actor, liaison.ToTriage{ID: q, Version: v, Asked: triage.Questions[0], Response: "Soon", Why: word, Telling: telling})) {
				turned++
			}
		case 5:
			h.clock.Set(mustAt(calendar.Today(h.clock).AddDays(rapid.IntRange(1, 5).Draw(r, "days"))))
		case 6:
			try(run(h, actor, liaison.Accept{ID: a, Version: av}))
		case 7:
			try(run(h, actor, liaison.AnswerAsk{ID: a, Version: av, Answer: word, Telling: telling}))
		case 8:
			if try(run(h, actor, liaison.ReturnAsk{ID: a, Version: av, Why: word, DueOn: day})) {
				now := ask(h, "leah", liaison.AskByID{ID: a})
				if now.OwnerUser == "" || now.DueOn != day || day.Before(calendar.Today(h.clock)) {
					r.Fatalf("it came back to %q by %s", now.OwnerName, now.DueOn)
				}
			}
		case 9:
			try(run(h, actor, liaison.PassOn{ID: a, Version: av, Owner: owner, DueOn: day}))
		case 10:
			try(run(h, actor, liaison.EndAsk{ID: a, Version: av, Why: word, Telling: telling}))
		case 11:
			try(run(h, actor, liaison.WriteMessage{ID: q, Words: word}))
		}
		check(h, r, q, a)
	}
	thread := ask(h, "leah", liaison.Thread{ID: q})
	if turned > 1 || (turned == 1) != (thread.Request != "") {
		r.Fatalf("%d times a request, %q in the end", turned, thread.Request)
	}
	if now := len(ask(h, "leah", triage.Queue{PCN: demo.PCN}).List); turned == 1 {
		if now < requests { // several requests of one person stand in the queue as one
			r.Fatalf("%d requests wait, before there were %d", now, requests)
		}
		if at := ask(h, "leah", triage.ByID{ID: thread.Request}).Request.ReceivedAt; at != asked {
			r.Fatalf("received %s, asked %s", at, asked)
		}
	}
}

func run[R any](h *house, who access.Actor, c app.Command[R]) error {
	_, err := app.Do(context.Background(), h.App, who, c)
	return err
}

func check(h *house, r *rapid.T, q, a string) {
	thread := ask(h, "leah", liaison.Thread{ID: q})
	ended := slices.Contains([]string{liaison.Turned, liaison.Closed}, thread.State)
	if ended && thread.Person != "" && (thread.Told == "") == (thread.Untold == "") {
		r.Fatalf("a question ended with told %q, not told because %q", thread.Told, thread.Untold)
	}
	if ended && thread.EndedWhy == "" {
		r.Fatal("a question ended without an answer or a reason")
	}
	if !ended && thread.Owner.Name == "" || thread.Owner.Kind == "desk" && thread.Owner.Deputy == "" {
		r.Fatalf("a question has no owner: %+v", thread.Owner)
	}
	if thread.Late && thread.Owner.Kind != "deputy" && thread.Owner.Kind != "team lead" {
		r.Fatalf("past its day it stands with %+v", thread.Owner)
	}
	f := ask(h, "leah", liaison.AskByID{ID: a})
	if f.OwnerName == "" || f.OwnerRole == "" && f.OwnerUser == "" {
		r.Fatal("an ask has no owner")
	}
	if !f.Live() && (f.Answer == "" || f.Person != "" && (f.Told == "") == (f.Untold == "")) {
		r.Fatalf("an ask ended with %q, told %q, not told because %q", f.Answer, f.Told, f.Untold)
	}
	if f.State == liaison.Returned && (f.OwnerUser == "" || f.ReturnedWhy == "") {
		r.Fatal("an ask came back to nobody by name, or without a reason")
	}
}

func mustAt(day calendar.Date) calendar.Instant {
	i, err := calendar.On(day, calendar.NewTime(9, 0))
	if err != nil {
		panic(err)
	}
	return i
}
