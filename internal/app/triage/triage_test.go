package triage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

func handOver(id string) HandOver {
	return HandOver{Person: id, Words: "Low since the redundancy", Asked: "Triage", Response: "Routine", Why: "Safe, supported at home"}
}

func signed(id string, version int, holder string) SignNote {
	return SignNote{ID: id, Version: version, Holder: holder, Without: "A GP appointment", Parts: Parts{
		Identity: "checked", Consent: "yes", Situation: "Lost the job in spring; sleeps four hours.", Now: "no", Net: "yes", Outcome: "appointment",
		Safety:   map[string]string{"thoughts": Asked, "plans": Asked, "intent": NotAsked, "means": Declined},
		NextStep: "Ring to offer a first talk", StepOn: calendar.MustDate("2026-11-06"), Response: "Same day", Why: "Wants to be rung today",
	}}
}

func queue(t testing.TB, h *house, who access.Actor, q Queue) Queued {
	t.Helper()
	q.PCN = "A01"
	return ask(t, h, who, q)
}

func names(list []Card) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Who.Given)
	}
	return strings.Join(out, " ")
}

func TestHandOver(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		young := h.add(t, "Yusuf", "Young", "2009-01-12", "P10001")
		var id string
		h.left(t, "a hand-over", []string{"do triage.HandOver episode: opened", "do triage.HandOver request: hand-over"}, func() {
			id = do(t, h, clinician, handOver(kasia))
		})
		f := ask(t, h, clinician, ByID{id})
		if f.Standing() != "Not taken yet" || f.Record.Due() != calendar.MustDate("2026-11-16") || f.Record.ResponseName != "Gita Patel" || !f.Request.ReceivedAt.Equal(h.clock.Now()) {
			t.Errorf("%+v", f.Card)
		}
		if s := ask(t, h, reception, HandOverForm{kasia}); len(s.Open) != 1 || len(s.Times) != 2 || len(s.Ways) != 2 {
			t.Errorf("%+v", s)
		}
		for field, c := range map[string]HandOver{
			"words": {Person: kasia, Asked: "Triage", Response: "Routine", Why: "x"}, "asked": {Person: kasia, Words: "x", Response: "Routine", Why: "x"},
			"response": {Person: kasia, Words: "x", Asked: "Triage", Response: "Whenever", Why: "x"}, "why": {Person: kasia, Words: "x", Asked: "Triage", Response: "Routine"},
			"way": {Person: kasia, Way: episode.StepDown, From: "x", Words: "x", Asked: "Triage", Response: "Routine", Why: "x"},
		} {
			if err := fails(t, h, clinician, c); len(fault.FieldsOf(err)) != 1 || fault.FieldsOf(err)[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		// A practitioner enters a step-down and a transition; 17 to 25 is 17 to 25.
		c := handOver(kasia)
		c.Way, c.From = episode.Transition, "CAMHS, Ann"
		c.Planned = calendar.MustDate("2027-01-12")
		if err := fails(t, h, mo, c); fault.FieldsOf(err)[0].Name != "way" {
			t.Error(err)
		}
		c.Person, c.Planned = young, calendar.Date{}
		if err := fails(t, h, mo, c); fault.FieldsOf(err)[0].Name != "planned" {
			t.Error(err)
		}
		c.Planned, c.Mine = calendar.MustDate("2027-01-12"), true
		moving := ask(t, h, mo, ByID{do(t, h, mo, c)})
		if moving.Request.Service != "adult" || moving.Name != "Mo Healey" || moving.Record.PlannedOn != c.Planned {
			t.Errorf("%+v", moving.Card)
		}
		c.Way, c.Person, c.From = episode.StepDown, kasia, ""
		if err := fails(t, h, mo, c); fault.FieldsOf(err)[0].Name != "from" {
			t.Error(err)
		}
		c.From = "Recovery team"
		if f := ask(t, h, mo, ByID{do(t, h, mo, c)}); f.Name != "Mo Healey" { // she was held by nobody
			t.Errorf("%+v", f.Card)
		}
		// The practice's own people only.
		if err := fails(t, h, otherGP, handOver(kasia)); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

func TestQueue(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		a, b, c, d := h.add(t, "Ann", "A", "1980-01-01", "P10001"), h.add(t, "Bea", "B", "1980-01-01", "P10002"), h.add(t, "Cy", "C", "1980-01-01", "P10001"), h.add(t, "Di", "D", "1980-01-01", "P10001")
		ra := do(t, h, clinician, handOver(a))
		h.clock.Advance(time.Hour)
		do(t, h, otherGP, handOver(b))
		h.clock.Advance(time.Minute)
		booked := h.book(t, reception, c, h.mo, "first", calendar.MustDate("2026-11-03"))
		soon := handOver(d)
		soon.Response = "Same day"
		h.clock.Advance(time.Hour)
		do(t, h, clinician, soon)

		h.left(t, "the queue", []string{"ask triage.Queue request list: network A01: 3"}, func() {
			if q := queue(t, h, mo, Queue{}); names(q.List) != "Ann Bea Di" || q.Without != 3 || q.With != 1 || q.All != 3 || q.List[0].Step() != "A practitioner takes it" {
				t.Errorf("%s %+v", names(q.List), q)
			}
		})
		if q := queue(t, h, mo, Queue{Booked: true}); names(q.List) != "Cy" || q.List[0].Standing() != "Booked" || q.List[0].Name != "Mo Healey" {
			t.Errorf("%s", names(q.List))
		}
		if q := queue(t, h, mo, Queue{Sort: "due"}); names(q.List) != "Di Ann Bea" {
			t.Errorf("%s", names(q.List))
		}
		if q := queue(t, h, otherGP, Queue{}); names(q.List) != "Bea" { // a practice sees its own people
			t.Errorf("%s", names(q.List))
		}
		do(t, h, nia, Claim{ra, 1})
		do(t, h, mo, PassUp{ra, 2, "Needs the psychiatrist"})
		h.at("2026-11-03T08:00:00Z")

		// Every count opens exactly its list, whatever else is chosen.
		total := 0
		for _, who := range []access.Actor{mo, nia, clinician, lead} {
			for _, way := range append([]string{""}, episode.Ways...) {
				for _, practice := range []string{"", "P10001", "P10002"} {
					for _, second := range []bool{false, true} {
						base := queue(t, h, who, Queue{Booked: second, Way: way, Practice: practice})
						for _, show := range Shows {
							q := queue(t, h, who, Queue{Booked: second, Way: way, Practice: practice, Show: show})
							if base.Counts[show] != len(q.List) || second && q.With != len(q.List) || !second && q.Without != len(q.List) {
								t.Errorf("%s %s %s %q: count %d, list %d", who.Name, way, practice, show, base.Counts[show], len(q.List))
							}
							total += len(q.List)
						}
					}
				}
			}
		}
		if total < 50 {
			t.Errorf("only %d rows were counted", total)
		}
		q := queue(t, h, mo, Queue{})
		if q.Counts[ShowNobodys] != 2 || q.Counts[ShowPassed] != 1 || q.Counts[ShowLate] != 1 || q.Counts[ShowMine] != 0 || q.Counts[ShowUnset] != 0 {
			t.Errorf("%v", q.Counts)
		}
		// Who comes again while they wait stands where they stood, once.
		again := h.book(t, reception, d, h.mo, "first", calendar.MustDate("2026-11-04"))
		if q := queue(t, h, mo, Queue{Booked: true}); names(q.List) != "Cy Di" || len(q.List[1].Again) != 1 || q.With != 2 || q.Without != 2 {
			t.Errorf("%s %+v", names(q.List), q.List)
		}
		h.write(t, cancelled(again.ID))
		if q := queue(t, h, mo, Queue{}); q.All != 3 {
			t.Errorf("%d wait", q.All)
		}
		// Whoever was seen is in the queue no longer; whoever did not attend is again.
		h.at("2026-11-03T12:00:00Z")
		if q := queue(t, h, mo, Queue{}); names(q.List) != "Ann Bea Cy Di" {
			t.Errorf("after the time of a booking without a note: %s", names(q.List))
		}
		h.sign(t, mo, booked, "Seen.")
		if q := queue(t, h, mo, Queue{}); names(q.List) != "Ann Bea Di" || q.With != 0 {
			t.Errorf("%s", names(q.List))
		}
		if _, err := gate.Ask(context.Background(), h.Gate, outsider, Queue{PCN: "A01"}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	})
}

// Ten practitioners press at once: one gets it, the others are told who.
func TestClaimRace(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for round := range 5 {
			id := do(t, h, clinician, handOver(h.add(t, fmt.Sprintf("P%d", round), "Race", "1980-01-01", "P10001")))
			var mu sync.Mutex
			won := map[string]int{}
			var told []string
			var all sync.WaitGroup
			for i := range 8 {
				who := []access.Actor{mo, nia}[i%2]
				all.Go(func() {
					_, err := gate.Do(context.Background(), h.Gate, who, Claim{id, 1})
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						won[who.Name]++
						return
					}
					if !fault.Is(err, fault.Conflict) {
						t.Errorf("%v", err)
					}
					told = append(told, fault.Says(err))
				})
			}
			all.Wait()
			owner := ask(t, h, lead, ByID{id}).Name
			if len(won) != 1 || won[owner] != 1 {
				t.Fatalf("won by %v, held by %q", won, owner)
			}
			for _, s := range told {
				if !strings.Contains(s, owner+" has taken this request") && s != "You have taken this request already" {
					t.Errorf("told %q, held by %s", s, owner)
				}
			}
		}
	})
}

func TestGiveBackAndPassUp(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, clinician, handOver(h.add(t, "Ann", "A", "1980-01-01", "P10001")))
		h.left(t, "a claim", []string{"do triage.Claim request: taken"}, func() { do(t, h, mo, Claim{id, 1}) })
		if err := fails(t, h, nia, GiveBack{id, 2, "x"}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if err := fails(t, h, mo, GiveBack{id, 2, " "}); fault.FieldsOf(err)[0].Name != "back" {
			t.Error(err)
		}
		h.left(t, "giving back", []string{"do triage.GiveBack request: given back to the queue"}, func() { do(t, h, mo, GiveBack{id, 2, "On leave from tomorrow"}) })
		f := ask(t, h, nia, ByID{id})
		if f.Owner != "" || !f.Record.TakenAt.IsZero() || len(f.Events) != 2 || f.Events[1].Words != "On leave from tomorrow" {
			t.Errorf("%+v", f)
		}
		// Nia still has the page from before open.
		if err := fails(t, h, nia, Claim{id, 1}); !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Says(err), "Mo Healey changed this request") {
			t.Error(err)
		}
		do(t, h, nia, Claim{id, 3})

		// Once, and it declines nothing.
		if err := fails(t, h, mo, PassUp{id, 4, ""}); fault.FieldsOf(err)[0].Name != "up" {
			t.Error(err)
		}
		var mu sync.Mutex
		done := 0
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := gate.Do(context.Background(), h.Gate, nia, PassUp{id, 4, "Two services say no"}); err == nil {
					mu.Lock()
					done++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		f = ask(t, h, lead, ByID{id})
		if done != 1 || f.Request.State != "open" || f.Owner != h.nia || f.Record.PassedWhy != "Two services say no" {
			t.Errorf("%d times: %+v", done, f.Card)
		}
		if err := fails(t, h, mo, PassUp{id, f.Record.Version, "again"}); !strings.Contains(fault.Says(err), "Nia Bell has passed this request up already") {
			t.Error(err)
		}
		if err := fails(t, h, mo, AnswerPassed{id, f.Record.Version, "x", ""}); !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
		h.left(t, "an answer", []string{"do triage.AnswerPassed request: answered by the team lead, given to Mo Healey"}, func() {
			do(t, h, lead, AnswerPassed{id, f.Record.Version, "We see her; Mo has room", h.mo})
		})
		if err := fails(t, h, lead, AnswerPassed{id, f.Record.Version + 1, "x", ""}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if f = ask(t, h, lead, ByID{id}); f.Name != "Mo Healey" || f.Record.Answer == "" {
			t.Errorf("%+v", f.Card)
		}
		// Whoever was seen, or has a booking to come, does not go back.
		b := h.book(t, mo, f.Who.ID, h.mo, "first", calendar.MustDate("2026-11-03"))
		if err := fails(t, h, mo, GiveBack{id, f.Record.Version, "x"}); !strings.Contains(fault.Says(err), "There is an appointment on") {
			t.Error(err)
		}
		h.at("2026-11-03T15:00:00Z")
		h.sign(t, mo, b, "Seen.")
		if err := fails(t, h, mo, GiveBack{id, f.Record.Version, "x"}); !strings.Contains(fault.Says(err), "seen this person") {
			t.Error(err)
		}
	})
}

func TestTriageNote(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		id := do(t, h, clinician, handOver(kasia))
		for field, spoil := range map[string]func(*SignNote){
			"situation": func(c *SignNote) { c.Parts.Situation = " " }, "safety-means": func(c *SignNote) {
				c.Parts.Safety = map[string]string{"thoughts": Asked, "plans": Asked, "intent": Asked}
			},
			"now": func(c *SignNote) { c.Parts.Now = "" }, "contacted": func(c *SignNote) { c.Parts.Now = "unsure" }, "outcome": func(c *SignNote) { c.Parts.Outcome = "" },
			"ends": func(c *SignNote) { c.Parts.Ended, c.Parts.EndedWhy, c.Parts.Told = true, episode.Reasons[0], "x" },
			"next": func(c *SignNote) { c.Parts.NextStep = "" }, "step": func(c *SignNote) { c.Parts.StepOn = calendar.Date{} }, "holder": func(c *SignNote) { c.Holder = "" },
			"without": func(c *SignNote) { c.Without = "" }, "net": func(c *SignNote) { c.Parts.Net = "" }, "identity": func(c *SignNote) { c.Parts.Identity = "" },
			"decision": func(c *SignNote) { c.Answers = []episode.Answer{{Key: "dementia", Met: "no"}} }, "response": func(c *SignNote) { c.Parts.Response = "Whenever" },
			"why": func(c *SignNote) { c.Parts.Why = "" },
			"told": func(c *SignNote) {
				c.Parts.Outcome, c.Parts.Ended, c.Parts.EndedWhy = "advice", true, episode.Reasons[0]
			},
			"ending": func(c *SignNote) { c.Parts.Outcome, c.Parts.Ended, c.Parts.Told = "advice", true, "x" },
		} {
			c := signed(id, 1, h.nia)
			spoil(&c)
			err := fails(t, h, mo, c)
			if !slices.ContainsFunc(fault.FieldsOf(err), func(f fault.Field) bool { return f.Name == field }) || len(fault.FieldsOf(err)) != 1 {
				t.Errorf("%s: %v %v", field, err, fault.FieldsOf(err))
			}
		}
		// A draft of another window is neither lost nor signed over.
		do(t, h, mo, account.SaveDraft{Kind: DraftTriage, Subject: id, Body: "situation=Something+else"})
		if err := fails(t, h, mo, signed(id, 1, h.nia)); !fault.Is(err, fault.Conflict) || h.rows(t, "draft") != 1 || h.rows(t, "triage_note") != 0 {
			t.Error(err)
		}
		c := signed(id, 1, h.nia)
		c.Saves = 1
		h.left(t, "a note", []string{"do triage.SignNote request: triage note signed"}, func() { do(t, h, mo, c) })
		f := ask(t, h, mo, ByID{id})
		if len(f.Notes) != 1 || f.Notes[0].Parts.Safety["means"] != Declined || f.Notes[0].ByName != "Mo Healey" || f.Notes[0].ByRole == "" || f.Name != "Nia Bell" || h.rows(t, "draft") != 0 ||
			f.Record.Response != "Same day" || f.Step() != "Ring to offer a first talk" || f.Record.Due() != calendar.MustDate("2026-11-06") || f.Record.Without != "A GP appointment" {
			t.Errorf("%+v", f)
		}
		if len(f.Notes[0].Parts.Criteria) != 2 || f.Notes[0].Parts.Criteria[0].Met != "yes" || f.Notes[0].Parts.Criteria[1].Met != "not known" {
			t.Errorf("%v", f.Notes[0].Parts.Criteria)
		}
		// A receptionist sees the request, not the notes; a clinician reads them.
		if f := ask(t, h, reception, ByID{id}); len(f.Notes) != 0 || len(f.Events) != 1 {
			t.Errorf("%+v", f)
		}
		if f := ask(t, h, clinician, ByID{id}); len(f.Notes) != 1 {
			t.Errorf("%+v", f)
		}
		// What would have happened is asked once.
		c = signed(id, 2, h.nia)
		if err := fails(t, h, nia, c); !strings.Contains(fault.Says(err), "Mo Healey has asked this already") {
			t.Error(err)
		}
		// A triage is no contact: the request still waits.
		if q := queue(t, h, mo, Queue{}); names(q.List) != "Katarzyna" {
			t.Error(names(q.List))
		}
		// It ends when somebody told the person; not while a booking is to come.
		c.Without, c.Parts.Outcome, c.Parts.Ended, c.Parts.EndedWhy = "", "talking therapies", true, episode.Reasons[2]
		c.Parts.Told, c.Parts.Response, c.Parts.Why = "I told her by telephone today", "", ""
		b := h.book(t, nia, kasia, h.nia, "first", calendar.MustDate("2026-11-04"))
		if err := fails(t, h, nia, c); fault.FieldsOf(err)[0].Name != "ends" {
			t.Error(err)
		}
		h.write(t, cancelled(b.ID))
		h.left(t, "an ending", []string{"do triage.SignNote request: triage note signed", "do triage.SignNote episode: closed: Goes on with NHS Talking Therapies"}, func() { do(t, h, nia, c) })
		f = ask(t, h, nia, ByID{id})
		if f.Standing() != "Ended" || f.Request.Told != "I told her by telephone today" || len(f.Notes) != 2 {
			t.Errorf("%+v", f)
		}
		if err := fails(t, h, nia, Claim{id, f.Record.Version}); !strings.Contains(fault.Says(err), "ended meanwhile") {
			t.Error(err)
		}
	})
}

// While another request of the episode is open, ending one leaves the episode.
func TestOneOfTwoEnds(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", calendar.MustDate("2026-11-02"))
		h.at("2026-11-02T14:00:00Z")
		h.sign(t, mo, b, "Seen.")
		h.clock.Advance(time.Minute)
		second := do(t, h, clinician, handOver(kasia))
		f := ask(t, h, mo, ByID{second})
		if f.Name != "Mo Healey" || f.Seen {
			t.Errorf("%+v", f.Card)
		}
		c := signed(second, f.Record.Version, "")
		c.Parts.Outcome, c.Parts.Ended, c.Parts.EndedWhy, c.Parts.Told = "advice", true, "Advice was given, and that was enough", "Told by telephone"
		h.left(t, "an ending", []string{"do triage.SignNote request: triage note signed", "do triage.SignNote request: ended: Advice was given, and that was enough"}, func() { do(t, h, mo, c) })
		list := ask(t, h, mo, OfPerson{kasia})
		if len(list) != 2 || list[0].Request.State != "ended" || list[1].Request.State != "open" || !list[1].Seen || list[1].Owner != h.mo {
			t.Errorf("%+v", list)
		}
	})
}

// When a practitioner leaves, what they held is nobody's and can be taken.
func TestWhoLeaves(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(t, h, clinician, handOver(h.add(t, "Ann", "A", "1980-01-01", "P10001")))
		do(t, h, nia, Claim{id, 1})
		for _, m := range ask(t, h, manager, workforce.Members{PCN: "A01"}) {
			if m.Practitioner.ID == h.nia {
				do(t, h, manager, endPost{"A01", m.Post.ID, calendar.Today(h.clock)})
			}
		}
		if f := ask(t, h, mo, ByID{id}); f.Name != "Nia Bell" {
			t.Errorf("on the last day: %+v", f.Card)
		}
		h.at("2026-11-03T08:00:00Z")
		q := queue(t, h, mo, Queue{Show: ShowNobodys})
		if names(q.List) != "Ann" || q.List[0].Left != "Nia Bell" || q.List[0].Standing() != "Not taken yet" {
			t.Errorf("%+v", q.List)
		}
		do(t, h, mo, Claim{id, 2})
		if f := ask(t, h, mo, ByID{id}); f.Name != "Mo Healey" || f.Left != "" {
			t.Errorf("%+v", f.Card)
		}
	})
}

func TestFocus(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		h.left(t, "setting", []string{"do triage.SetFocus focus: set", "do triage.SetFocus focus: set"}, func() {
			do(t, h, mo, SetFocus{Person: kasia, Groups: []string{"stable", "first"}})
		})
		if err := fails(t, h, nia, SetFocus{Person: kasia, Groups: []string{"older"}}); !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
		if err := fails(t, h, nia, SetFocus{Person: kasia, Was: []string{"first", "stable"}, Groups: []string{"first"}}); fault.FieldsOf(err)[0].Name != "why" {
			t.Error(err)
		}
		if err := fails(t, h, nia, SetFocus{Person: kasia, Was: []string{"first", "stable"}, Groups: []string{"else"}}); fault.FieldsOf(err)[0].Name != "groups" {
			t.Error(err)
		}
		h.left(t, "taking back", []string{"do triage.SetFocus focus: taken back"}, func() {
			do(t, h, nia, SetFocus{Person: kasia, Was: []string{"first", "stable"}, Groups: []string{"first"}, Why: "Entered for somebody else"})
		})
		f := ask(t, h, clinician, Focus{kasia})
		if !slices.Equal(f.Keys(), []string{"first"}) || len(f.Past) != 1 || f.Past[0].TakenName != "Nia Bell" || f.Past[0].Text() != "Severe mental illness that is stable" {
			t.Errorf("%+v", f)
		}
		// Set again after it was taken back.
		do(t, h, mo, SetFocus{Person: kasia, Was: []string{"first"}, Groups: []string{"first", "stable"}})
	})
}

// endPost ends a post without asking who is still held, as it was before
// anybody asked.
type endPost struct {
	pcn, id string
	last    calendar.Date
}

func (endPost) Needs() access.Permission { return access.EditWorkforce }

func (c endPost) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	p, err := workforce.PostByID(tx, c.pcn, c.id)
	if err != nil {
		return false, err
	}
	return true, workforce.EndPost(tx, p, c.last)
}
