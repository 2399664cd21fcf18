package discharge_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

type house struct {
	*app.App
	*demo.Cast
	clock *calendar.Manual
}

func open(t testing.TB, dsn string) *house {
	t.Helper()
	clock := calendar.NewManual(calendar.MustInstant("2026-11-23T08:02:00Z"))
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c, err := demo.Stage(context.Background(), a, 3)
	if err != nil {
		t.Fatal(err)
	}
	return &house{a, c, clock}
}

func (h *house) who(key string) access.Actor { return h.Actors[key] }

func do[R any](t testing.TB, h *house, as string, c app.Command[R]) R {
	t.Helper()
	r, err := app.Do(context.Background(), h.App, h.who(as), c)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(c), err)
	}
	return r
}

func fails[R any](t testing.TB, h *house, as string, c app.Command[R]) error {
	t.Helper()
	_, err := app.Do(context.Background(), h.App, h.who(as), c)
	if err == nil {
		t.Fatalf("%s was done", app.NameOf(c))
	}
	return err
}

func ask[R any](t testing.TB, h *house, as string, q app.Query[R]) R {
	t.Helper()
	r, err := app.Ask(context.Background(), h.App, h.who(as), q)
	if err != nil {
		t.Fatalf("%s: %v", app.NameOf(q), err)
	}
	return r
}

func (h *house) book(t testing.TB, p string) diary.Booking {
	t.Helper()
	f := ask(t, h, "leah", diary.Search{PCN: demo.PCN, Person: p, Practitioner: h.Practitioners["leah"]})
	return do(t, h, "leah", diary.Book{Person: p, Slot: f.Offers[0].ID, Mode: f.Offers[0].ModeList()[0], Words: "Can’t stop crying"})
}

// see lets a booking take place, with a signed note.
func (h *house) see(t testing.TB, b diary.Booking) string {
	t.Helper()
	h.clock.Set(b.EndsAt)
	return do(t, h, "leah", care.SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: "Talked about the nights.\n\nAgreed on a walk."})
}

func (h *house) bye(t testing.TB, p string) discharge.SayGoodbye {
	t.Helper()
	d := ask(t, h, "leah", discharge.Before{Person: p})
	c := discharge.SayGoodbye{Person: p, Version: d.Episode.Version, Why: episode.Reasons[0], Destination: discharge.Destinations[1], Onward: "Dr Marsh expects her", Teller: "Leah", How: discharge.ToldWays[0], ToldOn: calendar.Today(h.clock)}
	for _, l := range d.Of(discharge.Carry) {
		c.Carry = append(c.Carry, discharge.Carried{Key: l.Key(), Owner: "Dr Marsh", Why: "Talked through"})
	}
	return c
}

// Each loose end by itself: what blocks, what is carried, what ends; and
// nobody is closed without having been told.
func TestLooseEnds(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		p := h.People[0]
		if err := fails(t, h, "leah", discharge.SayGoodbye{Person: p, Version: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("nothing is open: %v", err)
		}
		kinds := func() (out []string) {
			for _, l := range ask(t, h, "leah", discharge.Before{Person: p}).Ends {
				out = append(out, l.How+" "+l.Kind)
				if l.Says == "" || l.ID == "" {
					t.Errorf("says nothing: %+v", l)
				}
			}
			slices.Sort(out)
			return out
		}
		want := func(what string, list ...string) {
			t.Helper()
			slices.Sort(list)
			if got := kinds(); !slices.Equal(got, list) {
				t.Errorf("%s: %q, not %q", what, got, list)
			}
		}
		b := h.book(t, p)
		want("a booking to come", "settle booking")
		if err := fails(t, h, "leah", h.bye(t, p)); !strings.Contains(err.Error(), "Settle this first: A booking on") {
			t.Error(err)
		}
		h.clock.Set(b.EndsAt)
		do(t, h, "leah", diary.Happened{Booking: b.ID, Version: 1, Happened: "yes"})
		want("no note", "settle unsigned")
		fails(t, h, "leah", h.bye(t, p))
		do(t, h, "leah", account.SaveDraft{Kind: care.DraftContact, Subject: b.ID, Body: "note=x"})
		want("a draft", "settle unsigned", "settle draft")
		do(t, h, "leah", account.DropDraft{Kind: care.DraftContact, Subject: b.ID})
		do(t, h, "tomasz", account.SaveDraft{Kind: care.DraftPlan, Subject: "person:" + p, Body: "summary=x"})
		want("somebody else's draft", "settle unsigned", "settle draft")
		for _, l := range ask(t, h, "leah", discharge.Before{Person: p}).Of(discharge.Settle) {
			if l.Kind == discharge.Draft && (l.Own || l.Name != "Tomasz Wolski") {
				t.Errorf("whose draft it is: %+v", l)
			}
		}
		do(t, h, "tomasz", account.DropDraft{Kind: care.DraftPlan, Subject: "person:" + p})
		do(t, h, "leah", care.SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: "x"})
		want("signed")
		do(t, h, "leah", diary.Wait{Person: p, Words: "x"})
		want("waits", "settle waiting")
		w := ask(t, h, "leah", diary.OfPerson{Person: p}).Waiting
		do(t, h, "leah", diary.StopWaiting{ID: w.ID, Version: w.Version, Why: "booked"})
		today := calendar.Today(h.clock)
		do(t, h, "leah", safety.Record{Person: p, Kind: safety.Plan, On: today, With: "Her", ReviewOn: today.AddDays(28), Body: safety.Body{Words: map[string]string{"signs": "The canal path"}}})
		do(t, h, "leah", supervision.Raise{Person: p, Question: "Is it time?"})
		do(t, h, "leah", caseload.Begin{Person: p, Why: caseload.PauseReasons[0], Until: today.AddDays(7), Told: "I"})
		do(t, h, "leah", measures.GivePaper{Person: p, Instrument: "phq-9"})
		do(t, h, "leah", liaison.GiveAsk{Person: p, Question: "Can she come down from it?", Owner: string(access.Pharmacist), DueOn: today.AddDays(7)})
		do(t, h, "gp", liaison.AskAdvice{Person: p, Question: "May I go on with the tablets?", Soon: "Routine"})
		want("all that is carried", "carry safety", "carry flag", "ends pause", "carry questionnaire", "carry ask", "carry advice")
		for name, wrong := range map[string]func(*discharge.SayGoodbye){
			"nobody has the review": func(c *discharge.SayGoodbye) { c.Carry[0].Owner = " " }, "why": func(c *discharge.SayGoodbye) { c.Carry[1].Why = "" }, "left out": func(c *discharge.SayGoodbye) { c.Carry = c.Carry[1:] },
			"reason": func(c *discharge.SayGoodbye) { c.Why = "because" }, "destination": func(c *discharge.SayGoodbye) { c.Destination = "" }, "told": func(c *discharge.SayGoodbye) { c.Teller = "" },
			"how": func(c *discharge.SayGoodbye) { c.How = "somehow" }, "when": func(c *discharge.SayGoodbye) { c.ToldOn = today.AddDays(1) }, "which": func(c *discharge.SayGoodbye) { c.Destination, c.Onward = "Another service", "" },
		} {
			c := h.bye(t, p)
			wrong(&c)
			if err := fails(t, h, "leah", c); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		stale := h.bye(t, p)
		stale.Version++
		if err := fails(t, h, "leah", stale); !fault.Is(err, fault.Conflict) {
			t.Errorf("stale: %v", err)
		}
		e := do(t, h, "leah", h.bye(t, p))
		g := ask(t, h, "leah", discharge.OfPerson{Person: p})
		if len(g.Past) != 1 || g.Past[0].Episode.ID != e || len(g.Past[0].Said.Carried) != 5 || g.Past[0].Said.Carried[0].Owner != "Dr Marsh" || !strings.Contains(g.Past[0].Episode.Told, "Leah, in the room, 2") {
			t.Errorf("%+v", g.Past)
		}
		if x := ask(t, h, "leah", caseload.OfPerson{Person: p}); x.Paused() != nil || x.Pauses[0].EndedAt.IsZero() {
			t.Error("the pause goes on")
		}

		// After a death nobody has to be told, and nobody is asked who has what.
		q := h.People[1]
		bq := h.book(t, q)
		do(t, h, "leah", diary.Cancel{Booking: bq.ID, Version: 1, AskedBy: "the practice", Why: "died"})
		do(t, h, "leah", discharge.SayGoodbye{Person: q, Version: 1, Why: "Died"})
	})
}

// The two summaries: from the record, in versions, given and copied; of safety
// only what may be shared.
func TestSummaries(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		p := h.People[0]
		h.see(t, h.book(t, p))
		today := calendar.Today(h.clock)
		do(t, h, "leah", care.CompleteAssessment{Person: p, On: today, Note: "Low mood since spring"})
		do(t, h, "leah", care.AgreePlan{Person: p, On: today, Summary: "A walk every day", Goals: "Sleep through"})
		do(t, h, "leah", measures.Take{Person: p, Instrument: "phq-9", On: today, ScoreOnly: true, Total: 18})
		first := ask(t, h, "leah", discharge.Before{Person: p}).Episode.ID
		if s := ask(t, h, "leah", discharge.Summary{Episode: first, Kind: discharge.ForGP}); !strings.Contains(s.Ready, "PHQ-9: 18") || !strings.Contains(s.Ready, "once: nothing can be said of a change") {
			t.Errorf("one score is no pair, and stands there as one: %q", s.Ready)
		}
		h.clock.Advance(24 * time.Hour)
		do(t, h, "leah", measures.Take{Person: p, Instrument: "phq-9", On: calendar.Today(h.clock), ScoreOnly: true, Total: 7})
		do(t, h, "leah", safety.Record{Person: p, Kind: safety.Plan, On: calendar.Today(h.clock), With: "Her", Body: safety.Body{Words: map[string]string{"signs": "The canal path"}}})
		e := do(t, h, "leah", h.bye(t, p))
		gp := func() discharge.Sheets {
			return ask(t, h, "leah", discharge.Summary{Episode: e, Kind: discharge.ForGP})
		}
		s := gp()
		at := -1
		for _, part := range []string{"Why they came, in their words: Can’t stop crying", "Found, ", "Done: 1 contact", "Agreed, ", "PHQ-9 went from 18 to 7", "How it ended: Done", "Next: The GP practice: Dr Marsh expects her", "The person was told: Leah", "Way back: They book straight back in, without a new request, until"} {
			i := strings.Index(s.Ready, part)
			if i <= at {
				t.Errorf("%q is missing or out of its order:\n%s", part, s.Ready)
			}
			at = i
		}
		if strings.Contains(s.Ready, "Safety plan") || !s.Plan || s.Share != "" {
			t.Error("safety is shared without a yes")
		}
		do(t, h, "leah", person.Share{ID: p, With: person.WithPractice, Topic: person.Topics[2], Answer: "yes"})
		if s = gp(); !strings.Contains(s.Ready, "Safety plan: made") || strings.Contains(s.Ready, "canal") {
			t.Errorf("what may be shared: %s", s.Ready)
		}
		if n := strings.Count(s.Ready, "\n") + 1; n > care.MaxGPLines {
			t.Errorf("%d lines", n)
		}
		her := ask(t, h, "leah", discharge.Summary{Episode: e, Kind: discharge.ForPerson})
		for _, part := range []string{"Dear ", "WHAT YOU CAME WITH", "We talked once", "A walk every day", "Sleep through", "HOW TO COME BACK"} {
			if !strings.Contains(her.Ready, part) {
				t.Errorf("%q is missing:\n%s", part, her.Ready)
			}
		}
		if strings.Contains(her.Ready, "canal") || strings.Contains(her.Ready, "18") {
			t.Error("the safety plan or a score is in the person's summary")
		}
		save := discharge.SaveSummary{Episode: e, Kind: discharge.ForGP, Body: s.Ready}
		id := do(t, h, "leah", save)
		if err := fails(t, h, "leah", save); !fault.Is(err, fault.Conflict) {
			t.Errorf("saved over another version: %v", err)
		}
		save.Version, save.Body = 1, s.Ready+"\nMedicines: unchanged"
		second := do(t, h, "leah", save)
		if err := fails(t, h, "leah", discharge.SaveSummary{Episode: e, Kind: discharge.ForGP, Version: 2, Body: strings.Repeat("x", discharge.MaxSummary+1)}); !fault.Is(err, fault.Invalid) {
			t.Error(err)
		}
		do(t, h, "leah", discharge.MarkCopied{ID: id, System: care.Systems[0]})
		do(t, h, "leah", discharge.Give{ID: second, How: discharge.GivenWays[0], On: calendar.Today(h.clock)})
		fails(t, h, "leah", discharge.Give{ID: second, How: discharge.GivenWays[0], On: calendar.Today(h.clock).AddDays(-1)})
		s = gp()
		if len(s.Versions) != 2 || s.Versions[1].Body != s.Ready || len(s.Copies) != 1 || s.Copies[0].OfVersion != 1 || len(s.Given) != 1 || s.Given[0].ToWhom != "The GP practice" {
			t.Errorf("%+v %+v %+v", s.Versions, s.Copies, s.Given)
		}
		if _, err := app.Ask(context.Background(), h.App, h.who("other"), discharge.OfPerson{Person: p}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

// Within the agreed weeks somebody comes straight back: no criteria, the same
// practitioner, a new episode that knows the one before. After them, and where
// nothing is agreed, in the usual way.
func TestQuickReturn(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		p := h.People[0]
		if d := ask(t, h, "reception", discharge.Back{Person: p}); d.Can || d.Last != nil {
			t.Error("who was never here comes back")
		}
		h.see(t, h.book(t, p))
		if d := ask(t, h, "reception", discharge.Back{Person: p}); d.Can {
			t.Error("who is held comes back")
		}
		e := do(t, h, "leah", h.bye(t, p))
		d := ask(t, h, "reception", discharge.Back{Person: p})
		if !d.Can || !d.Same || d.Weeks != 8 || len(d.Offers) == 0 || d.Until != calendar.Today(h.clock).AddDays(56) {
			t.Fatalf("%+v", d.Way)
		}
		for _, o := range d.Offers {
			if o.Practitioner != h.Practitioners["leah"] {
				t.Error("somebody else is proposed")
			}
		}
		offer := d.Offers[len(d.Offers)-1]
		back := discharge.Return{Person: p, Slot: offer.ID, Mode: offer.ModeList()[0], Words: "The nights again", OverWhy: "comes back"}
		fails(t, h, "reception", discharge.Return{Person: p, Slot: offer.ID, Mode: offer.ModeList()[0]})
		b := do(t, h, "reception", back)
		if b.Episode == e || b.Practitioner != h.Practitioners["leah"] {
			t.Errorf("%+v", b)
		}
		g := ask(t, h, "reception", discharge.OfPerson{Person: p})
		if g.Now == nil || g.Now.BeforeEpisode != e || g.Now.Episode != b.Episode || len(g.Past) != 1 || g.Past[0].Episode.ClosedWhy != "" || g.Past[0].Said != nil {
			t.Errorf("%+v, %+v", g.Now, g.Past)
		}
		if c := ask(t, h, "leah", care.ClockOf{Person: p}); c.Requests[len(c.Requests)-1].Way != episode.QuickReturn {
			t.Errorf("%+v", c.Requests)
		}
		if err := fails(t, h, "reception", back); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		do(t, h, "leah", diary.Cancel{Booking: b.ID, Version: 1, AskedBy: "the person", Why: "better"})
		do(t, h, "leah", h.bye(t, p))
		h.clock.Advance(57 * 24 * time.Hour)
		if d := ask(t, h, "reception", discharge.Back{Person: p}); d.Can {
			t.Error("after the agreed weeks")
		}
		if err := fails(t, h, "reception", back); !strings.Contains(err.Error(), "ended on") {
			t.Error(err)
		}
	})
}

// A contact as a text: its parts in their order, at most so many lines, marked
// as copied in its version; safety only with a yes.
func TestTextForTheRecord(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		p := h.People[0]
		id := h.see(t, h.book(t, p))
		today := calendar.Today(h.clock)
		answers := []int{1, 1, 1, 1, 1, 1, 1, 1, 1}
		do(t, h, "leah", measures.Take{Person: p, Instrument: "phq-9", On: today, Answers: answers, Told: "the duty doctor", Done: "stayed"})
		r := ask(t, h, "gp", care.TextOf{ID: id})
		if !strings.Contains(r.Text, "45 minutes") || !strings.Contains(r.Text, "Note: Talked about the nights.\nAgreed on a walk.") || !strings.Contains(r.Text, "PHQ-9 9") || strings.Contains(r.Text, "duty doctor") || !r.Left {
			t.Errorf("%+v", r)
		}
		do(t, h, "leah", person.Share{ID: p, With: person.WithPractice, Topic: person.Topics[2], Answer: "yes"})
		if r = ask(t, h, "gp", care.TextOf{ID: id}); !strings.Contains(r.Text, "duty doctor") || r.Left {
			t.Errorf("%s", r.Text)
		}
		left := care.NotCopied{PCN: demo.PCN, Practitioner: h.Practitioners["leah"]}
		if n := len(ask(t, h, "leah", left)); n != 1 {
			t.Errorf("%d are not copied", n)
		}
		fails(t, h, "leah", care.MarkCopied{ID: id, System: "a drawer"})
		do(t, h, "leah", care.MarkCopied{ID: id, System: care.Systems[0]})
		if n, day := len(ask(t, h, "leah", left)), ask(t, h, "leah", care.Today{PCN: demo.PCN}); n != 0 || day.NotCopied != 0 {
			t.Errorf("%d are not copied", n)
		}
		do(t, h, "leah", care.AmendContact{ID: id, Version: 1, Mechanism: nhs.FaceToFace, StartedAt: h.clock.Now().Add(-45 * time.Minute), Minutes: 45, Note: "Other words", Why: "wrong words"})
		if n, day := len(ask(t, h, "leah", left)), ask(t, h, "leah", care.Today{PCN: demo.PCN}); n != 1 || day.NotCopied != 1 {
			t.Errorf("an amended note is to be copied again: %d, %d", n, day.NotCopied)
		}
		c := ask(t, h, "leah", care.ContactByID{ID: id})
		if len(c.Copies) != 1 || c.Copies[0].ByName != "Leah Whitcombe" || c.Copies[0].OfVersion != 1 {
			t.Errorf("%+v", c.Copies)
		}
	})
}
