package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/impact"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/nhs"
	"footbridge/internal/policy"

	"pgregory.net/rapid"
)

// request is one request as the model has it.
type request struct {
	id             ids
	open           bool
	passed, answer bool
	without        bool // the counterfactual was asked
}

// life is one person's time on the bridge as the model has it.
type life struct {
	w        *world
	id       ids
	open     bool   // an episode is open
	holder   string // key of the practitioner, "" when nobody has taken it
	requests []*request
	booking  ids // the last one, while it is neither cancelled nor settled
	booked   bool
	with     string           // whose slot
	starts   calendar.Instant // of the booking
	version  int
	contacts int  // signed in the open episode
	outcome  bool // an outcome was scored since the open episode began
	assessed bool // and an assessment completed
	planned  bool // and a plan agreed
	paused   bool
	pause    ids
	came     calendar.Date // the day on which the open episode's first request was received
	seen     bool          // somebody has ever been seen since the open episode began
	ended    calendar.Date // the day on which the episode before ended
	merged   bool          // it ended so shortly before that by the published measure both are one spell
}

// tick lets a minute pass, so that no two things happen at one moment.
func (l *life) tick(f func(*rapid.T)) func(*rapid.T) {
	return func(t *rapid.T) {
		l.w.clock.Advance(time.Minute)
		f(t)
	}
}

// now is the present of both engines.
func (l *life) now() calendar.Instant { return l.w.clock.Now() }

// coming says that a booking is ahead.
func (l *life) coming() bool { return l.booked && l.starts.After(l.now()) }

// pick chooses one of the requests that fit; nil when none does.
func (l *life) pick(t *rapid.T, fits func(*request) bool) *request {
	var some []*request
	for _, r := range l.requests {
		if fits(r) {
			some = append(some, r)
		}
	}
	if len(some) == 0 {
		return nil
	}
	return some[rapid.IntRange(0, len(some)-1).Draw(t, "request")]
}

func isOpen(r *request) bool { return r.open }

func practitioner(t *rapid.T) string {
	return rapid.SampledFrom([]string{"leah", "tomasz"}).Draw(t, "practitioner")
}

// receive takes in what every way of coming has in common.
func (l *life) receive(holder string) {
	if !l.open {
		l.open, l.holder, l.contacts, l.seen = true, holder, 0, false
		l.outcome, l.assessed, l.planned, l.paused, l.came = false, false, false, false, l.now().Date()
		l.merged = !l.ended.IsZero() && l.came.DaysSince(l.ended) <= policy.MergeGapDays
	} else if l.holder == "" && holder != "" {
		l.holder = holder
	}
}

// learn finds the newest request of the person, which the model does not know
// yet.
func (l *life) learn(t *rapid.T) {
	var id ids
	for e := range 2 {
		for _, c := range ask(t, l.w, e, "leah", triage.OfPerson{Person: l.id[e]}) {
			if !slices.ContainsFunc(l.requests, func(r *request) bool { return r.id[e] == c.Request.ID }) {
				id[e] = c.Request.ID
			}
		}
	}
	if id[0] != "" || id[1] != "" {
		l.requests = append(l.requests, &request{id: id, open: true})
	}
}

// full is a request as engine e has it.
func (l *life) full(t *rapid.T, e int, r *request) triage.Full {
	return ask(t, l.w, e, "leah", triage.ByID{ID: r.id[e]})
}

// count keeps the sums up to date in one engine or in both: pages count the
// rest themselves.
func (l *life) count(t *rapid.T) {
	which := rapid.IntRange(0, 2).Draw(t, "engine")
	for e, a := range l.w.apps {
		if which != e {
			if _, err := impact.CountUp(context.Background(), a, rapid.IntRange(0, 9).Draw(t, "full") == 0, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (l *life) wait(t *rapid.T) {
	l.w.clock.Advance(time.Duration(rapid.IntRange(1, 40).Draw(t, "hours")) * time.Hour)
}

func (l *life) handOver(t *rapid.T) {
	who := rapid.SampledFrom([]string{"gp", "leah"}).Draw(t, "who")
	mine := who == "leah" && rapid.Bool().Draw(t, "mine")
	made := must(t, l.w, who, func(e int) app.Command[string] {
		return triage.HandOver{Person: l.id[e], Words: "Low since the redundancy", Asked: "Triage", Response: "Soon", Why: "Supported at home", Mine: mine}
	})
	holder := ""
	if mine {
		holder = "leah"
	}
	l.receive(holder)
	l.requests = append(l.requests, &request{id: ids(made), open: true})
}

func (l *life) book(t *rapid.T) {
	slot, with, ok := l.w.slots(t, "reception", l.id, "first", rapid.IntRange(0, 5).Draw(t, "slot"))
	if !ok {
		t.Skip("no free slot")
	}
	command := func(e int) app.Command[diary.Booking] {
		return diary.Book{Person: l.id[e], Slot: slot[e], Mode: "telephone", Words: "Can’t sleep", OverWhy: "The week is full and she can’t wait"}
	}
	if l.coming() {
		never(t, l.w, "reception", "a second appointment beside one that is to come", command)
		return
	}
	made, err := try(t, l.w, "reception", command)
	if err != nil {
		t.Skip("refused: " + says(err))
	}
	l.receive(with)
	l.booked, l.booking, l.with, l.starts, l.version = true, ids{made[0].ID, made[1].ID}, with, made[0].StartsAt, made[0].Version
	l.learn(t)
}

func (l *life) cancel(t *rapid.T) {
	if !l.coming() {
		t.Skip("nothing to cancel")
	}
	must(t, l.w, "reception", func(e int) app.Command[diary.Slot] {
		return diary.Cancel{Booking: l.booking[e], Version: l.version, AskedBy: "the person", Why: "Can’t come"}
	})
	l.booked = false
}

func (l *life) move(t *rapid.T) {
	if !l.coming() {
		t.Skip("nothing to move")
	}
	slot, with, ok := l.w.slots(t, "leah", l.id, "first", rapid.IntRange(0, 5).Draw(t, "slot"))
	if !ok {
		t.Skip("no free slot")
	}
	made, err := try(t, l.w, "reception", func(e int) app.Command[diary.Booking] {
		return diary.Move{Booking: l.booking[e], Version: l.version, Slot: slot[e], AskedBy: "the person", Why: "Works that day", OverWhy: "Has to be this week"}
	})
	if err != nil {
		t.Skip("refused: " + says(err))
	}
	l.booking, l.with, l.starts, l.version = ids{made[0].ID, made[1].ID}, with, made[0].StartsAt, made[0].Version
}

// comes lets the clock reach the appointment, and the person comes or not.
func (l *life) comes(t *rapid.T) {
	if !l.booked {
		t.Skip("no appointment")
	}
	if l.coming() {
		l.w.clock.Set(l.starts.Add(20 * time.Minute))
	}
	if rapid.IntRange(0, 3).Draw(t, "comes") == 0 {
		made := must(t, l.w, l.with, func(e int) app.Command[diary.Booking] {
			return diary.Arrive{Booking: l.booking[e], Version: l.version, Arrival: "did not attend"}
		})
		l.booked, l.version = false, made[0].Version
		return
	}
	must(t, l.w, l.with, func(e int) app.Command[string] {
		return care.SignContact{Booking: l.booking[e], Mechanism: nhs.Telephone, StartedAt: l.starts, Minutes: 30, Note: "Talked through the last weeks."}
	})
	never(t, l.w, l.with, "a second note of one appointment", func(e int) app.Command[string] {
		return care.SignContact{Booking: l.booking[e], Mechanism: nhs.Telephone, StartedAt: l.starts, Minutes: 30, Note: "Again."}
	})
	l.booked = false
	if l.open {
		l.contacts++
		l.seen = true
		if l.holder == "" {
			l.holder = l.with
		}
	}
}

func (l *life) walkIn(t *rapid.T) {
	who := practitioner(t)
	must(t, l.w, who, func(e int) app.Command[string] {
		return care.SignContact{Person: l.id[e], Mechanism: nhs.FaceToFace, StartedAt: l.now().Add(-20 * time.Minute), Minutes: 15, Note: "Came to the desk.", Words: "I can’t face work"}
	})
	known := l.open
	l.receive(who)
	if !known {
		l.learn(t)
	}
	l.contacts++
	l.seen = true
}

func (l *life) claim(t *rapid.T) {
	r := l.pick(t, isOpen)
	if r == nil {
		t.Skip("no request")
	}
	who := practitioner(t)
	command := func(e int) app.Command[bool] {
		return triage.Claim{ID: r.id[e], Version: l.full(t, e, r).Record.Version}
	}
	if l.holder != "" {
		never(t, l.w, who, l.holder+" holds it", command)
		return
	}
	must(t, l.w, who, command)
	l.holder = who
}

func (l *life) stale(t *rapid.T) {
	r := l.pick(t, isOpen)
	if r == nil {
		t.Skip("no request")
	}
	never(t, l.w, practitioner(t), "a version that was never read", func(e int) app.Command[bool] {
		return triage.PassUp{ID: r.id[e], Version: l.full(t, e, r).Record.Version + 1, Why: "x"}
	})
}

func (l *life) giveBack(t *rapid.T) {
	r := l.pick(t, isOpen)
	if r == nil {
		t.Skip("no request")
	}
	who := practitioner(t)
	command := func(e int) app.Command[bool] {
		return triage.GiveBack{ID: r.id[e], Version: l.full(t, e, r).Record.Version, Why: "Away next week"}
	}
	if l.holder != who || l.contacts > 0 || l.coming() {
		never(t, l.w, who, fmt.Sprintf("held by %q, %d contacts, a booking to come: %v", l.holder, l.contacts, l.coming()), command)
		return
	}
	must(t, l.w, who, command)
	l.holder = ""
}

func (l *life) passUp(t *rapid.T) {
	r := l.pick(t, isOpen)
	if r == nil {
		t.Skip("no request")
	}
	command := func(e int) app.Command[bool] {
		return triage.PassUp{ID: r.id[e], Version: l.full(t, e, r).Record.Version, Why: "Two services have said no"}
	}
	if r.passed {
		never(t, l.w, "leah", "passed up once already", command)
		return
	}
	must(t, l.w, "leah", command)
	r.passed = true
}

func (l *life) answer(t *rapid.T) {
	r := l.pick(t, isOpen)
	if r == nil {
		t.Skip("no request")
	}
	to := rapid.SampledFrom([]string{"", "leah", "tomasz"}).Draw(t, "to")
	command := func(e int) app.Command[bool] {
		return triage.AnswerPassed{ID: r.id[e], Version: l.full(t, e, r).Record.Version, Answer: "We see them first", Holder: l.w.cast[e].Practitioners[to]}
	}
	if !r.passed || r.answer {
		never(t, l.w, "lead", "not passed up, or answered", command)
		return
	}
	must(t, l.w, "lead", command)
	r.answer = true
	if to != "" {
		l.holder = to
	}
}

func (l *life) note(t *rapid.T, ends bool) {
	r := l.pick(t, isOpen)
	if r == nil {
		t.Skip("no request")
	}
	who, to := practitioner(t), practitioner(t)
	told := ""
	if rapid.IntRange(0, 3).Draw(t, "told") > 0 {
		told = "I rang today"
	}
	command := func(e int) app.Command[string] {
		if ends {
			return l.ending(t, e, r, told)
		}
		n := l.noteOf(t, e, r)
		n.Holder = l.w.cast[e].Practitioners[to]
		n.Parts.Outcome, n.Parts.NextStep, n.Parts.StepOn = "appointment", "Ring to offer a talk", l.now().Date().AddDays(3)
		return n
	}
	others := 0
	for _, x := range l.requests {
		if x.open && x != r {
			others++
		}
	}
	switch {
	case ends && told == "":
		never(t, l.w, who, "nobody told the person", command)
		return
	case ends && others == 0 && l.coming():
		never(t, l.w, who, "a booking is to come", command)
		return
	}
	must(t, l.w, who, command)
	r.without = true
	if !ends {
		l.holder = to
		return
	}
	r.open = false
	if l.holder == "" {
		l.holder = who
	}
	if others == 0 {
		l.open, l.ended = false, l.now().Date()
	}
	never(t, l.w, who, "it has ended", func(e int) app.Command[bool] {
		return triage.PassUp{ID: r.id[e], Version: 1, Why: "x"}
	})
}

// measured takes a questionnaire in the room.
func (l *life) measured(t *rapid.T) {
	who := practitioner(t)
	command := func(e int) app.Command[string] {
		return measures.Take{Person: l.id[e], Instrument: "gad-7", On: l.now().Date(), Answers: []int{1, 2, 1, 0, 2, 1, 3}}
	}
	if !l.open {
		never(t, l.w, who, "no episode is open", command)
		return
	}
	must(t, l.w, who, command)
	l.outcome = true
}

func (l *life) assess(t *rapid.T) {
	who := practitioner(t)
	command := func(e int) app.Command[string] {
		return care.CompleteAssessment{Person: l.id[e], On: l.now().Date(), Note: "Anxious at work since March"}
	}
	if !l.open {
		never(t, l.w, who, "no episode is open", command)
		return
	}
	must(t, l.w, who, command)
	l.assessed = true
}

func (l *life) plan(t *rapid.T) {
	who := practitioner(t)
	command := func(e int) app.Command[string] {
		return care.AgreePlan{Person: l.id[e], On: l.now().Date(), Summary: "Four talks; the choir"}
	}
	if !l.open {
		never(t, l.w, who, "no episode is open", command)
		return
	}
	must(t, l.w, who, command)
	l.planned = true
}

// rests pauses the episode, or ends the pause. It never touches the clock.
func (l *life) rests(t *rapid.T) {
	if l.paused {
		must(t, l.w, "leah", func(e int) app.Command[bool] {
			return caseload.End{ID: l.pause[e], Version: 1, Why: "Back from the sea"}
		})
		l.paused = false
		return
	}
	command := func(e int) app.Command[string] {
		return caseload.Begin{Person: l.id[e], Why: caseload.PauseReasons[0], Until: l.now().Date().AddDays(14), Told: "I did, on the telephone"}
	}
	if !l.open || l.holder == "" {
		never(t, l.w, "leah", "nobody holds them", command)
		return
	}
	made, err := try(t, l.w, "leah", command)
	if err != nil {
		t.Skip("refused: " + says(err))
	}
	l.paused, l.pause = true, ids(made)
}

// goodbye closes the episode with all its requests; nothing that blocks may be
// open, and the person was told.
func (l *life) goodbye(t *rapid.T) {
	who := practitioner(t)
	told := rapid.IntRange(0, 3).Draw(t, "told") > 0
	command := func(e int) app.Command[string] {
		c := discharge.SayGoodbye{Person: l.id[e], Why: episode.Reasons[0], Destination: discharge.Destinations[0], How: discharge.ToldWays[0], ToldOn: l.now().Date()}
		if l.open {
			c.Version = ask(t, l.w, e, who, discharge.Before{Person: l.id[e]}).Episode.Version
		}
		if told {
			c.Teller = "Leah"
		}
		return c
	}
	switch {
	case !l.open:
		never(t, l.w, who, "no episode is open", command)
	case !told:
		never(t, l.w, who, "nobody told the person", command)
	case l.coming():
		never(t, l.w, who, "a booking is to come", command)
	default:
		if _, err := try(t, l.w, who, command); err != nil {
			t.Skip("refused: " + says(err)) // an appointment that is over and was not settled
		}
		l.open, l.paused, l.ended = false, false, l.now().Date()
		for _, r := range l.requests {
			r.open = false
		}
	}
}

// farewell ends all that is open: there is a way out of every state.
func (l *life) farewell(t *rapid.T) {
	if l.coming() {
		l.cancel(t)
	}
	for _, r := range l.requests {
		if !r.open {
			continue
		}
		l.w.clock.Advance(time.Minute)
		must(t, l.w, "leah", func(e int) app.Command[string] { return l.ending(t, e, r, "I rang today") })
		r.open, r.without = false, true
	}
	l.open = false
	l.holds(t)
}

// ending is a note that ends a request.
func (l *life) ending(t *rapid.T, e int, r *request, told string) triage.SignNote {
	n := l.noteOf(t, e, r)
	n.Parts.Outcome, n.Parts.Ended, n.Parts.EndedWhy, n.Parts.Told = "gp", true, episode.Reasons[1], told
	return n
}

// noteOf is a triage note about a request, without what it leads to.
func (l *life) noteOf(t *rapid.T, e int, r *request) triage.SignNote {
	n := triage.SignNote{ID: r.id[e], Version: l.full(t, e, r).Record.Version, Parts: triage.Parts{
		Identity: "checked", Consent: "yes", Situation: "Lost the job in spring", Now: "no", Net: "yes", Response: "Routine", Why: "Supported",
		Safety: map[string]string{"thoughts": triage.Asked, "plans": triage.Asked, "intent": triage.NotAsked, "means": triage.Declined},
	}}
	if !r.without {
		n.Without = "A GP appointment"
	}
	return n
}

// holds is what must be true on both engines whatever happened.
func (l *life) holds(t *rapid.T) {
	var stories [2]string
	for e := range 2 {
		cards := ask(t, l.w, e, "leah", triage.OfPerson{Person: l.id[e]})
		if len(cards) != len(l.requests) {
			t.Fatalf("%d requests, the model has %d", len(cards), len(l.requests))
		}
		lines := make([]string, len(l.requests)) // of one moment the order may differ
		for _, c := range cards {
			i := slices.IndexFunc(l.requests, func(r *request) bool { return r.id[e] == c.Request.ID })
			if i < 0 {
				t.Fatalf("a request that the model does not know: %+v", c.Request)
			}
			r := l.requests[i]
			if (c.Request.State == "open") != r.open {
				t.Fatalf("request %d is %s, the model says open: %v", i, c.Request.State, r.open)
			}
			if !r.open && (c.Request.EndedWhy == "" || c.Request.Told == "" || c.Request.EndedAt.IsZero()) {
				t.Fatalf("ended without a reason, a time, or anybody having told the person: %+v", c.Request)
			}
			if r.open && c.Name != l.w.names[l.holder] {
				t.Fatalf("held by %q, the model says %q", c.Name, l.holder)
			}
			if c.Booked() != l.coming() {
				t.Fatalf("booked: %v, the model says %v", c.Booked(), l.coming())
			}
			lines[i] = fmt.Sprintln(i, c.Request.Way, c.Request.State, c.Standing(), c.Step(), c.Name, c.Record.Version, c.Request.EndedWhy, c.Request.Told, c.Days)
		}
		// Nobody is lost: whoever is open and not seen stands in the queue, once.
		q := ask(t, l.w, e, "leah", triage.Queue{PCN: demo.PCN})
		b := ask(t, l.w, e, "leah", triage.Queue{PCN: demo.PCN, Booked: true})
		stands := 0
		for _, c := range append(q.List, b.List...) {
			if c.Who.ID == l.id[e] {
				stands++
			}
		}
		if l.open && !l.seen && stands == 0 {
			t.Fatalf("open, never seen, and not in the queue")
		}
		if !l.open && stands > 0 {
			t.Fatalf("in the queue %d times with nothing open", stands)
		}
		c := ask(t, l.w, e, "leah", care.ClockOf{Person: l.id[e]})
		if c.Open != l.open {
			t.Fatalf("an episode is open: %v, the model says %v", c.Open, l.open)
		}
		if all := l.contacts > 0 && l.outcome && l.assessed && l.planned; l.open && !l.merged && c.Stopped != all {
			t.Fatalf("the clock stopped: %v, and by the model (seen %d times, scored %v, assessed %v, agreed %v): %+v", c.Stopped, l.contacts, l.outcome, l.assessed, l.planned, c.State)
		}
		if l.open && !l.merged && c.Start != l.came {
			t.Fatalf("the clock began on %s, the model says on %s", c.Start, l.came)
		}
		if l.contacts > 0 && l.open && slices.Contains(c.Missing(), c.Parts[0].Title) {
			t.Fatalf("seen %d times, and the clock misses the contact: %+v", l.contacts, c.State)
		}
		// Whatever was counted up to now, and by whom: a page shows what the
		// records say.
		figures := ask(t, l.w, e, "system", impact.Check{PCN: demo.PCN})
		if figures.Pending || figures.Figures == 0 && len(l.requests) > 0 || len(figures.Differ) > 0 {
			t.Fatalf("%d figures, pending: %v, and of these differ: %s", figures.Figures, figures.Pending, strings.Join(figures.Differ, "\n"))
		}
		stories[e] = strings.Join(lines, "") + fmt.Sprintln(stands, c.Sentence)
	}
	if stories[0] != stories[1] {
		t.Fatalf("the engines tell different stories\nSQLite:\n%s\nPostgreSQL:\n%s", stories[0], stories[1])
	}
}

// Whatever is done to somebody, in whatever order: they have an owner or stand
// in the queue, nothing ends without somebody having told them, what has ended
// stays ended, and both engines tell one story.
func TestLifeOfAnEpisode(t *testing.T) {
	fewer(t, 14)
	w := open(t)
	for _, a := range w.apps {
		if _, err := impact.CountUp(context.Background(), a, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		w.clock.Advance(time.Hour)
		if now := w.clock.Now(); now.Date().DaysSince(calendar.MustDate("2026-10-05"))%7 == 0 {
			for e := range 2 {
				if _, err := app.Do(context.Background(), w.apps[e], w.actor(e, "admin"), diary.Extend{}); err != nil {
					t.Fatal(err)
				}
			}
		}
		l := &life{w: w, id: w.somebody(t)}
		acts := map[string]func(*rapid.T){
			"wait": l.wait, "hand over": l.handOver, "book": l.book, "cancel": l.cancel, "move": l.move, "comes": l.comes, "walk in": l.walkIn,
			"measure": l.measured, "assess": l.assess, "plan": l.plan, "rest": l.rests, "goodbye": l.goodbye,
			"count": l.count, "claim": l.claim, "stale": l.stale, "give back": l.giveBack, "pass up": l.passUp, "answer": l.answer,
			"note": func(t *rapid.T) { l.note(t, false) }, "note that ends": func(t *rapid.T) { l.note(t, true) },
		}
		for name, act := range acts {
			acts[name] = l.tick(act)
		}
		acts[""] = l.holds
		t.Repeat(acts)
		l.farewell(t)
	})
	for e, a := range w.apps {
		if _, err := impact.CountUp(context.Background(), a, false, nil); err != nil {
			t.Error(err)
		}
		for _, q := range []app.Query[impact.Checked]{impact.Check{PCN: demo.PCN}, impact.CheckUnion{Union: impact.Union{Place: access.ICB, Code: demo.Board}}, impact.CheckUnion{Union: impact.Union{Place: access.Provider, Code: demo.Provider}}} {
			if c, err := app.Ask(context.Background(), a, access.System("test"), q); err != nil || c.Own || c.Pending || len(c.Differ) > 0 || c.Figures == 0 {
				t.Errorf("engine %d, %T: %v %+v", e, q, err, c)
			}
		}
		if c, err := a.Verify(context.Background()); err != nil {
			t.Errorf("engine %d: the audit chain: %v, %+v", e, err, c)
		}
	}
}
