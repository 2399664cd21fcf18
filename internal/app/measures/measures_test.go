package measures_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/link"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// A questionnaire that asks about safety goes out only for days on which
// somebody reads, and is taken only while somebody does.
func TestMonitoredInbox(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		leah, today := h.as("leah"), h.app.Today()
		phq := measures.GiveLink{Person: h.kasia, Instrument: "phq-9", Until: today}
		if err := fails(h, leah, phq, fault.Invalid, "until"); !strings.Contains(err.Error(), "has not said who reads") {
			t.Errorf("without a rota: %v", err)
		}
		// One without a safety item needs no rota.
		do(h, "leah", measures.GiveLink{Person: h.kasia, Instrument: "gad-7", Until: today.AddDays(10)})
		fails(h, leah, measures.GiveLink{Person: h.kasia, Instrument: "gad-7", Until: today.AddDays(15)}, fault.Invalid, "until")
		fails(h, leah, measures.GiveLink{Person: h.kasia, Instrument: "gad-7", Until: today.AddDays(-1)}, fault.Invalid, "until")
		fails(h, leah, measures.GiveLink{Person: h.kasia, Instrument: "yp-core", Until: today}, fault.Invalid, "instrument")
		h.rota()
		do(h, "leah", phq)
		friday := calendar.MustDate("2026-11-06")
		phq.Until = friday.AddDays(1)
		if err := fails(h, leah, phq, fault.Invalid, "until"); !strings.Contains(err.Error(), "Nobody reads the inbox on Saturday 7 November 2026") {
			t.Errorf("over the weekend: %v", err)
		}
		phq.Until = friday
		m := do(h, "leah", phq)
		if want := calendar.MustInstant("2026-11-06T16:00:00Z"); m.Until != want {
			t.Errorf("it works until %s", m.Until.Long())
		}
		// After the reading of a day nothing is taken, and nothing is lost.
		who := h.holder(m, h.kasia)
		h.at("2026-11-04T16:00:00Z")
		who = again(h, m, who)
		doAs(h, who, measures.Tick{Key: "item-9", Value: "1"})
		if p := askAs(h, who, measures.Sheet{}); p.Reader != "" || p.Next.String() != "2026-11-05" || !p.Asks {
			t.Errorf("after the time somebody reads: %+v", p)
		}
		fails(h, who, measures.Send{}, fault.Invalid, "send")
		if h.number("SELECT count(*) FROM measure_answer") != 0 {
			t.Error("it was taken all the same")
		}
		phq.Until = today
		fails(h, leah, phq, fault.Invalid, "until")
		h.at("2026-11-05T08:00:00Z")
		who = again(h, m, who)
		if s := doAs(h, who, measures.Send{}); !s.Talk || s.Reader != "Leah Whitcombe" || s.ReadUntil != "16:00" {
			t.Errorf("%+v", s)
		}
		// A bank holiday is a day on which nobody reads.
		h.at("2026-12-24T09:00:00Z")
		phq.Until = calendar.MustDate("2026-12-25")
		if err := fails(h, leah, phq, fault.Invalid, "until"); !strings.Contains(err.Error(), "Christmas Day") {
			t.Errorf("%v", err)
		}
	})
}

// again opens the same link in another browser, an hour or more later.
func again(h *house, m link.Made, _ access.Actor) access.Actor { return h.holder(m, h.kasia) }

// What was answered with a safety item above 0 is no score, no outcome for the
// clock and no follow-up until a named person has acknowledged it.
func TestUnattendedPositive(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.rota()
		m := do(h, "leah", measures.GiveLink{Person: h.kasia, Instrument: "phq-9", Until: h.app.Today()})
		who := h.holder(m, h.kasia)
		fails(h, who, measures.Send{}, fault.Invalid, "send")
		for i, v := range []string{"0", "0", "0", "0", "0", "0", "0", "0", "1"} {
			doAs(h, who, measures.Tick{Key: fmt.Sprintf("item-%d", i+1), Value: v})
		}
		fails(h, who, measures.Tick{Key: "item-9", Value: "4"}, fault.Invalid, "answer")
		fails(h, who, measures.Tick{Key: "item-19", Value: ""}, fault.Invalid, "answer")
		if s := doAs(h, who, measures.Send{}); !s.Talk {
			t.Error("nobody would talk about it")
		}
		fails(h, who, measures.Send{}, fault.NotFound, "")
		if n := h.number("SELECT count(*) FROM measure_taken"); n != 0 {
			t.Fatalf("%d scores before anybody saw it", n)
		}
		kept := ask(h, "leah", measures.Kept{Person: h.kasia})
		if len(kept.Scores) != 0 || len(kept.Inbox) != 1 {
			t.Errorf("%d scores, %d waiting", len(kept.Scores), len(kept.Inbox))
		}
		in := ask(h, "tomasz", measures.Inbox{PCN: demo.PCN})
		if len(in.List) != 1 || in.List[0].State != "waiting" || in.List[0].Words != "Item 9 was answered “Several days”" || in.Own || !strings.Contains(in.Owner, "Leah Whitcombe reads today until 16:00") {
			t.Fatalf("the inbox: %+v", in)
		}
		if !ask(h, "leah", measures.Inbox{PCN: demo.PCN}).Own {
			t.Error("today's reader is not the owner")
		}
		h.at("2026-11-04T16:01:00Z")
		if in := ask(h, "tomasz", measures.Inbox{PCN: demo.PCN}); !in.Own || !strings.Contains(in.Owner, "Tomasz Wolski stands in") {
			t.Errorf("after the time: %q", in.Owner)
		}
		id := in.List[0].ID
		do(h, "tomasz", measures.Deal{ID: id, Take: true})
		fails(h, h.as("leah"), measures.Deal{ID: id, Take: true}, fault.Conflict, "")
		for _, c := range []measures.Deal{{ID: id}, {ID: id, Told: "Her"}, {ID: id, Done: "Rang"}, {ID: id, Told: " ", Done: " "}} {
			fails(h, h.as("tomasz"), c, fault.Invalid, "")
		}
		if h.number("SELECT count(*) FROM measure_taken") != 0 {
			t.Fatal("saved silently")
		}
		do(h, "tomasz", measures.Deal{ID: id, Told: "Her, by telephone", Done: "Talked; comes in tomorrow"})
		fails(h, h.as("leah"), measures.Deal{ID: id, Told: "x", Done: "x"}, fault.Conflict, "")
		kept = ask(h, "leah", measures.Kept{Person: h.kasia})
		if len(kept.Scores) != 1 || *kept.Scores[0].Total != 1 || kept.Scores[0].AckName != "Tomasz Wolski" || kept.Scores[0].How != measures.ByLink || kept.Scores[0].OnDay != h.app.Today() || len(kept.Inbox) != 0 {
			t.Errorf("%+v", kept.Scores)
		}
		if in := ask(h, "leah", measures.Inbox{PCN: demo.PCN}); len(in.List) != 0 {
			t.Error("it still waits")
		}
		if in := ask(h, "leah", measures.Inbox{PCN: demo.PCN, Done: true}); len(in.List) != 1 {
			t.Error("it is nowhere")
		}
	})
}

// Without a safety item above 0 it is a score at once, and new until seen. A
// blank is never 0.
func TestAnsweredByLink(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		m := do(h, "leah", measures.GiveLink{Person: h.kasia, Instrument: "gad-7", Until: h.app.Today().AddDays(3)})
		who := h.holder(m, h.kasia)
		for i := 1; i <= 6; i++ {
			doAs(h, who, measures.Tick{Key: fmt.Sprintf("item-%d", i), Value: "3"})
		}
		doAs(h, who, measures.Tick{Key: "item-7", Value: ""})
		if s := doAs(h, who, measures.Send{}); s.Talk {
			t.Error("there is nothing to talk about today")
		}
		s := ask(h, "leah", measures.Kept{Person: h.kasia}).Scores
		if len(s) != 1 || s[0].Result.Total != nil || s[0].Result.Why != "incomplete, 6 of 7" || s[0].By != "The person, by private link" {
			t.Fatalf("%+v", s)
		}
		in := ask(h, "leah", measures.Inbox{PCN: demo.PCN})
		if len(in.List) != 1 || in.List[0].State != "new" {
			t.Fatalf("%+v", in.List)
		}
		do(h, "leah", measures.Deal{ID: in.List[0].ID})
		if n := h.number("SELECT count(*) FROM measure_taken"); n != 1 {
			t.Errorf("%d scores", n)
		}
	})
}

func TestImportedInstrument(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		lead, raw := h.as("lead"), read(t, "phq9-lforms.json")
		add := measures.AddInstrument{PCN: demo.PCN, Questionnaire: raw, LicenceHolder: "The trust", Notice: "With permission"}
		fails(h, lead, measures.AddInstrument{PCN: demo.PCN, Questionnaire: "{\n\"resourceType\": ,\n}", LicenceHolder: "x", Notice: "x"}, fault.Invalid, "questionnaire")
		fails(h, lead, measures.AddInstrument{PCN: demo.PCN, Questionnaire: raw, Notice: "x"}, fault.Invalid, "holder")
		fails(h, h.as("leah"), add, fault.Denied, "")
		id := do(h, "lead", add)
		fails(h, lead, add, fault.Invalid, "questionnaire") // the same version twice
		fails(h, h.as("leah"), measures.Take{Person: h.kasia, Instrument: id, On: h.app.Today(), Answers: make([]int, 9)}, fault.NotFound, "")
		fails(h, h.as("manager"), measures.ConfirmInstrument{ID: id, Version: 1}, fault.Denied, "")
		do(h, "supervisor", measures.ConfirmInstrument{ID: id, Version: 1})
		one := ask(h, "lead", measures.OneInstrument{ID: id})
		if one.ConfirmedName != "Dr Anita Rao" || !one.InUse() {
			t.Errorf("%+v", one.Instrument)
		}
		// Its scores are its own: never paired with the built-in one.
		take := measures.Take{Person: h.kasia, Instrument: id, On: h.app.Today(), Answers: []int{1, 1, 1, 1, 1, 1, 1, 1, 1}}
		fails(h, h.as("leah"), take, fault.Invalid, "told")
		take.Told, take.Done = "x", "x"
		do(h, "leah", take)
		do(h, "leah", measures.Take{Person: h.kasia, Instrument: "phq-9", On: h.app.Today(), Answers: make([]int, 9)})
		for _, s := range ask(h, "leah", measures.Kept{Person: h.kasia}).Scores {
			if s.SincePrior != nil {
				t.Errorf("%s is paired with another instrument", s.Code)
			}
			if s.Code == id && (s.Result.Total == nil || *s.Result.Total != 9 || s.Result.Safety != measure.SafetyPositive) {
				t.Errorf("%+v", s.Result)
			}
		}
		fails(h, lead, measures.SwitchOff{ID: id, Version: 2}, fault.Invalid, "why")
		do(h, "lead", measures.SwitchOff{ID: id, Version: 2, Why: "The licence ended"})
		fails(h, h.as("leah"), take, fault.NotFound, "")
		if s := ask(h, "leah", measures.Kept{Person: h.kasia}).Scores; len(s) != 2 {
			t.Error("scores of what was switched off are gone")
		}
	})
}

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// small is a questionnaire whose sum is stated, with a total that a response
// may state wrongly.
const small = `{"resourceType":"Questionnaire","url":"http://example.org/q/small","version":"%s","title":"Small one","status":"active","copyright":"© A","item":[
{"linkId":"1","text":"I have felt flat","type":"choice","answerOption":[{"valueCoding":{"code":"a","display":"No"%s}},{"valueCoding":{"code":"b","display":"Yes"%s}}]},
{"linkId":"2","text":"I made plans to end my life","type":"choice","answerOption":[{"valueCoding":{"code":"a","display":"No"%[2]s}},{"valueCoding":{"code":"b","display":"Yes"%[3]s}}]},
{"linkId":"t","text":"Total score","type":"decimal","readOnly":true}]}`

func weight(n int) string {
	return fmt.Sprintf(`,"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":%d}]`, n)
}

// T2: an imported total is never trusted; the difference is shown and the
// safety item is raised.
func TestStatedTotalDiffers(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(h, "lead", measures.AddInstrument{PCN: demo.PCN, Questionnaire: fmt.Sprintf(small, "1", weight(0), weight(1)), LicenceHolder: "The trust"})
		do(h, "lead", measures.ConfirmInstrument{ID: id, Version: 1})
		c := measures.Take{Person: h.kasia, Instrument: id, On: h.app.Today(), Response: `{"resourceType":"QuestionnaireResponse","status":"completed","item":[
			{"linkId":"1","answer":[{"valueCoding":{"code":"a"}}]},{"linkId":"2","answer":[{"valueCoding":{"code":"b"}}]},{"linkId":"t","answer":[{"valueDecimal":5}]}]}`}
		fails(h, h.as("leah"), c, fault.Invalid, "told")
		c.Told, c.Done = "Her", "Talked"
		do(h, "leah", c)
		s := ask(h, "leah", measures.Kept{Person: h.kasia}).Scores[0]
		if *s.Total != 1 || s.Differs() != "The response stated 5; worked out from its answers it is 1" || s.AckName == "" {
			t.Errorf("%d %q", *s.Total, s.Differs())
		}
		c.Response = `{"resourceType":"QuestionnaireResponse","item":[{"linkId":"9"}]}`
		fails(h, h.as("leah"), c, fault.Invalid, "response")
	})
}

// A missing weight refuses to score, until a clinical lead says what it is.
// Another version is another questionnaire.
func TestScoringBlock(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := do(h, "lead", measures.AddInstrument{PCN: demo.PCN, Questionnaire: fmt.Sprintf(small, "1", "", ""), LicenceHolder: "The trust"})
		fails(h, h.as("lead"), measures.ConfirmInstrument{ID: id, Version: 1}, fault.Invalid, "scoring")
		w := map[string]int{"a": 0, "b": 4}
		block := &measures.Block{Items: []measures.BlockItem{{Link: "1", Weights: w}, {Link: "2", Weights: w, Safety: true}}, ChangeBy: 3}
		fails(h, h.as("lead"), measures.ConfirmInstrument{ID: id, Version: 1, Block: block}, fault.Invalid, "change")
		block.ChangeSource = "Its manual, 2019"
		half := &measures.Block{Items: []measures.BlockItem{{Link: "1", Weights: map[string]int{"a": 0}}, {Link: "2", Weights: w}}}
		fails(h, h.as("lead"), measures.ConfirmInstrument{ID: id, Version: 1, Block: half}, fault.Invalid, "scoring")
		do(h, "lead", measures.ConfirmInstrument{ID: id, Version: 1, Block: block})
		take := func(id string, first int) {
			h.clock.Advance(time.Hour)
			do(h, "leah", measures.Take{Person: h.kasia, Instrument: id, On: h.app.Today(), Answers: []int{first, 0}})
		}
		take(id, 4)
		take(id, 0)
		second := do(h, "lead", measures.AddInstrument{PCN: demo.PCN, Questionnaire: fmt.Sprintf(small, "2", weight(0), weight(4)), LicenceHolder: "The trust"})
		do(h, "lead", measures.ConfirmInstrument{ID: second, Version: 1})
		take(second, 4)
		s := ask(h, "leah", measures.Kept{Person: h.kasia}).Scores
		if s[0].Code != second || s[0].SincePrior != nil {
			t.Errorf("another version is paired: %+v", s[0].SincePrior)
		}
		if c := s[1].SincePrior; c == nil || c.By != -4 || c.Verdict != measure.Improved || c.Threshold.Source != "Its manual, 2019" {
			t.Errorf("%+v", c)
		}
	})
}

// Only a name, a version and a range: totals are recorded, who answered is
// kept, and different raters are never compared.
func TestTotalsOnly(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		c := measures.AddInstrument{PCN: demo.PCN, Name: "Some scale", Edition: "UK 2", Lowest: 7, Highest: 35, HigherBetter: true, LicenceHolder: "The trust", Notice: "© B", ChangeBy: 3, ChangeSource: "Its manual", SafetyItem: 4}
		for field, change := range map[string]func(*measures.AddInstrument){
			"name": func(c *measures.AddInstrument) { c.Name = "" }, "edition": func(c *measures.AddInstrument) { c.Edition = "" }, "highest": func(c *measures.AddInstrument) { c.Highest = 7 },
			"change": func(c *measures.AddInstrument) { c.ChangeSource = "" }, "notice": func(c *measures.AddInstrument) { c.Notice = "" },
		} {
			wrong := c
			change(&wrong)
			fails(h, h.as("lead"), wrong, fault.Invalid, field)
		}
		id := do(h, "lead", c)
		do(h, "lead", measures.ConfirmInstrument{ID: id, Version: 1})
		take := measures.Take{Person: h.kasia, Instrument: id, On: h.app.Today(), ScoreOnly: true, Total: 6}
		fails(h, h.as("leah"), take, fault.Invalid, "total")
		fails(h, h.as("leah"), measures.Take{Person: h.kasia, Instrument: id, On: h.app.Today()}, fault.Invalid, "total")
		for i, x := range []struct {
			total int
			rater string
		}{{10, ""}, {20, "clinician"}, {13, ""}} {
			h.clock.Advance(time.Duration(i+1) * time.Minute)
			take.Total, take.Rater = x.total, x.rater
			do(h, "leah", take)
		}
		s := ask(h, "leah", measures.Kept{Person: h.kasia}).Scores
		if c := s[0].SincePrior; c == nil || c.By != 3 || c.Verdict != measure.Improved {
			t.Errorf("%+v", c)
		}
		if s[1].SincePrior != nil || !strings.Contains(s[1].NotCompared, "somebody else") || s[1].SafetyWords() != "Item 4 is not known: ask" {
			t.Errorf("%+v %q", s[1].SincePrior, s[1].SafetyWords())
		}
	})
}

// CORE-10: the sources differ about reliable change, and both are said.
func TestBothThresholds(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		for _, first := range []int{4, 0} { // 8 and 13 before turning round: 13, then 8 points
			h.clock.Advance(time.Minute)
			do(h, "leah", measures.Take{Person: h.kasia, Instrument: "core-10", On: h.app.Today(), Answers: []int{first, 0, 0, min(first, 1), 0, 0, 0, 0, 0, 0}})
		}
		s := ask(h, "leah", measures.Kept{Person: h.kasia}).Scores[0]
		if s.SincePrior.By != -5 || s.SincePrior.Verdict != measure.NoReliableChange || len(s.ByOthers) != 1 || s.ByOthers[0].Verdict != measure.Improved {
			t.Errorf("%+v %+v", s.SincePrior, s.ByOthers)
		}
	})
}

func TestPaperAndDue(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		due := func(q measures.Due) measures.DueList { q.PCN = demo.PCN; return ask(h, "leah", q) }
		if l := due(measures.Due{}); len(l.Rows) != 0 || l.ReviewWeeks != measures.ReviewWeeks || l.Set {
			t.Errorf("%+v", l)
		}
		id := do(h, "leah", measures.GivePaper{Person: h.kasia, Instrument: "gad-7"})
		if a := ask(h, "leah", measures.Desk{Person: h.kasia}).Asked; len(a) != 1 || a[0].ID != id {
			t.Errorf("%+v", a)
		}
		do(h, "leah", measures.Take{Person: h.kasia, Instrument: "gad-7", On: h.app.Today(), Paper: true, Answers: make([]int, 7)})
		if a := ask(h, "leah", measures.Desk{Person: h.kasia}).Asked; len(a) != 0 {
			t.Error("it is still outstanding")
		}
		fails(h, h.as("leah"), measures.NotComing{ID: id}, fault.Conflict, "")
		h.at("2026-12-01T09:00:00Z")
		if l := due(measures.Due{}); len(l.Rows) != 0 {
			t.Error("due a day early")
		}
		if l := due(measures.Due{Ahead: true}); len(l.Rows) != 1 || l.Rows[0].Days != -1 {
			t.Errorf("%+v", l.Rows)
		}
		h.at("2026-12-02T09:00:00Z")
		l := due(measures.Due{Practitioner: h.cast.Practitioners["leah"]})
		if len(l.Rows) != 1 || l.Rows[0].Kind != measures.Review || l.Rows[0].Last != "GAD-7" || len(l.ByHolder) != 1 || l.ByHolder[0].Count != 1 {
			t.Errorf("%+v", l)
		}
		if l := due(measures.Due{Kind: measures.Baseline}); len(l.Rows) != 0 {
			t.Errorf("%+v", l.Rows)
		}
		h.rota()
		second := do(h, "leah", measures.GivePaper{Person: h.other, Instrument: "phq-9"})
		do(h, "leah", measures.NotComing{ID: second})
	})
}

func TestInboxSettings(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		good := measures.Day{Weekday: 1, Reader: h.cast.Practitioners["leah"], UntilTime: calendar.NewTime(16, 0)}
		for field, change := range map[string]func(*measures.SetInbox){
			"weeks": func(c *measures.SetInbox) { c.ReviewWeeks = 0 }, "reader-1": func(c *measures.SetInbox) { c.Days[0].Reader = "nobody" }, "until-1": func(c *measures.SetInbox) { c.Days[0].UntilTime = 0 },
			"deputy-1": func(c *measures.SetInbox) { c.Days[0].Deputy = good.Reader },
		} {
			c := measures.SetInbox{PCN: demo.PCN, ReviewWeeks: 6, Days: []measures.Day{good}}
			change(&c)
			fails(h, h.as("manager"), c, fault.Invalid, field)
		}
		c := measures.SetInbox{PCN: demo.PCN, ReviewWeeks: 6, Days: []measures.Day{good}}
		do(h, "lead", c)
		fails(h, h.as("manager"), c, fault.Conflict, "")
		c.Version = 1
		do(h, "manager", c)
		if s := ask(h, "manager", measures.Settings{PCN: demo.PCN}); s.ReviewWeeks != 6 || s.Version != 2 || len(s.Days) != 1 || s.Days[0].ReaderName != "Leah Whitcombe" {
			t.Errorf("%+v", s.Rota)
		}
		fails(h, h.as("leah"), c, fault.Denied, "")
		fails(h, h.as("manager"), measures.SetInbox{PCN: demo.Other}, fault.NotFound, "")
	})
}

// What somebody has answered is there after the server was killed.
func TestAnswersSurvive(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		m := do(h, "leah", measures.GiveLink{Person: h.kasia, Instrument: "gad-7", Until: h.app.Today()})
		who := h.holder(m, h.kasia)
		doAs(h, who, measures.Tick{Key: "item-2", Value: "3"})
		two, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: h.clock})
		if err != nil {
			t.Fatal(err)
		}
		defer two.Close()
		p, err := app.Ask(context.Background(), two, who, measures.Sheet{})
		if err != nil || p.Questions[1].Given != 3 || p.Questions[0].Given != measure.NotAnswered {
			t.Errorf("%v %+v", err, p.Questions)
		}
	})
}

// The reader on leave does not read: the deputy does, and when there is none
// nobody does.
func TestReaderOnLeave(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.rota()
		m := do(h, "leah", measures.GiveLink{Person: h.kasia, Instrument: "phq-9", Until: h.app.Today()})
		do(h, "manager", diary.AddAbsence{PCN: demo.PCN, Practitioner: h.cast.Practitioners["leah"], Kind: "leave", From: h.app.Now(), To: h.app.Now().Add(48 * time.Hour), Why: "leave"})
		who := h.holder(m, h.kasia)
		if p := askAs(h, who, measures.Sheet{}); p.Reader != "Tomasz Wolski" {
			t.Errorf("%q reads", p.Reader)
		}
		c := measures.SetInbox{PCN: demo.PCN, Version: 1, ReviewWeeks: 4, Days: []measures.Day{{Weekday: 3, Reader: h.cast.Practitioners["leah"], UntilTime: calendar.NewTime(16, 0)}}}
		do(h, "manager", c)
		doAs(h, who, measures.Tick{Key: "item-1", Value: "1"})
		fails(h, who, measures.Send{}, fault.Invalid, "send")
	})
}
