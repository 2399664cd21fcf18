package liaison_test

import (
	"strings"
	"sync"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func question(h *house, personID string) liaison.AskAdvice {
	return liaison.AskAdvice{Person: personID, Question: "On olanzapine, 14 kg more, stopped taking it. What now?", Soon: "Soon"}
}

func answer(id string, version int) liaison.GiveAnswer {
	return liaison.GiveAnswer{ID: id, Version: version, Question: "Stopped olanzapine after gaining 14 kg: what now?", Advice: "See within the week; no restart by telephone", WhoDoes: "Pharmacist: medication review. GP: bloods, weight, blood pressure", AskAgain: "If sleep goes, or after the review", Minutes: 12}
}

func item(h *house, who, id string) liaison.Item { return ask(h, who, liaison.Thread{ID: id}).Item }

func TestAdviceFromQuestionToRecord(t *testing.T) {
	each(t, func(h *house) {
		her := h.People[0]
		h.same("a question without anything", refuses(h, "gp", liaison.AskAdvice{}), "question soon")
		h.same("reception asks", refuses(h, "reception", question(h, her)), "denied")
		h.same("another practice asks about her", refuses(h, "milton", question(h, her)), "not found")
		id := as(h, "gp", question(h, her))
		i := item(h, "gp", id)
		h.same("owner", i.Owner, liaison.Owner{Kind: "desk", Name: "The advice desk", Deputy: "the provider’s team lead"})
		h.same("target", i.TargetDays, 0)
		h.same("due", i.DueOn.IsZero(), true)
		h.same("needed by", i.NeededBy, "2026-12-01")
		h.same("consent", i.Consent, "none")
		h.same("another practice reads", hides(h, "milton", liaison.Thread{ID: id}), "not found")
		h.same("the outsider reads", hides(h, "outsider", liaison.Thread{ID: id}), "not found")
		h.same("reception reads", hides(h, "reception", liaison.Thread{ID: id}), "denied")

		// Unread marks are one for each side.
		h.same("new for the desk", item(h, "leah", id).Unread, true)
		h.same("new for the practice", item(h, "gp", id).Unread, false)
		as(h, "leah", liaison.ReadThread{ID: id})
		h.same("read by the desk", item(h, "tomasz", id).Unread, false)
		h.same("nothing", refuses(h, "leah", liaison.WriteMessage{ID: id}), "words")
		h.at("2026-11-24T12:50:00Z")
		as(h, "leah", liaison.WriteMessage{ID: id, Words: "Since when has she not taken it?"})
		h.same("new for the practice", item(h, "gp", id).Unread, true)
		h.same("not for the writer", item(h, "leah", id).Unread, false)
		h.same("a supervisor writes", refuses(h, "supervisor", liaison.WriteMessage{ID: id, Words: "x"}), "denied")
		h.same("counted", ask(h, "gp", liaison.Desk{PCN: demo.PCN}).Counts[liaison.ShowUnread], 1)

		// Taken by one; the slower one is told who has it.
		as(h, "leah", liaison.Take{ID: id, Version: 1})
		h.same("the slower one", refuses(h, "tomasz", liaison.Take{ID: id, Version: 1}), "conflict")
		h.same("again", refuses(h, "leah", liaison.Take{ID: id, Version: 2}), "conflict")
		h.same("owner", item(h, "gp", id).Owner.Name, "Leah Whitcombe")
		h.same("put back without a word", refuses(h, "leah", liaison.PutBack{ID: id, Version: 2}), "back")
		h.same("put back by another", refuses(h, "tomasz", liaison.PutBack{ID: id, Version: 2, Why: "x"}), "conflict")
		as(h, "leah", liaison.PutBack{ID: id, Version: 2, Why: "On leave from tomorrow"})
		h.same("owner", item(h, "gp", id).Owner.Kind, "desk")

		// Four parts, minutes once; then copied, once in each record.
		h.same("an empty answer", refuses(h, "leah", liaison.GiveAnswer{ID: id, Version: 3}), "question advice who again minutes")
		h.same("the GP answers", refuses(h, "gp", answer(id, 3)), "denied")
		h.same("copied before there is one", refuses(h, "gp", liaison.MarkCopied{ID: id, Record: "gp"}), "record")
		h.at("2026-11-24T15:10:00Z")
		first := as(h, "leah", answer(id, 3))
		f := ask(h, "gp", liaison.Thread{ID: id})
		h.same("state", f.Standing(), "Answered")
		h.same("owner", f.Owner.Name, "Dr Helen Marsh")
		text := f.Last().Text()
		last := -1
		for _, part := range []string{"Leah Whitcombe, Community mental health nurse, 24 November 2026", "Question: Stopped", "Advice: See", "Who does what: Pharmacist", "When to ask again: If sleep"} {
			at := strings.Index(text, part)
			if at <= last {
				t.Errorf("%q does not stand in its place in:\n%s", part, text)
			}
			last = at
		}
		h.same("to copy", ask(h, "gp", liaison.Desk{PCN: demo.PCN}).Counts[liaison.ShowToCopy], 1)
		second := answer(id, 4)
		second.Minutes, second.Advice = 99, "See within three days"
		newest := as(h, "leah", second)
		h.same("an old answer copied", refuses(h, "gp", liaison.MarkCopied{ID: id, Answer: first, Record: "gp"}), "conflict")
		as(h, "gp", liaison.MarkCopied{ID: id, Answer: newest, Record: "gp"})
		h.same("twice", refuses(h, "gp", liaison.MarkCopied{ID: id, Answer: newest, Record: "gp"}), "conflict")
		as(h, "leah", liaison.MarkCopied{ID: id, Answer: newest, Record: "provider"})
		f = ask(h, "gp", liaison.Thread{ID: id})
		h.same("copied by", f.CopiedTo("gp").ByName+", "+f.CopiedTo("provider").ByName, "Dr Helen Marsh, Leah Whitcombe")
		h.same("minutes", f.Answers[0].Minutes+f.Answers[1].Minutes, 12)

		// Nothing about a person ends without a word of who told them.
		h.same("without a word", refuses(h, "gp", liaison.CloseAdvice{ID: id, Version: f.Version}), "told")
		h.same("both", refuses(h, "gp", liaison.CloseAdvice{ID: id, Version: f.Version, Telling: liaison.Telling{Told: "I rang", Untold: "No need"}}), "untold")
		as(h, "gp", liaison.CloseAdvice{ID: id, Version: f.Version, Telling: liaison.Telling{Told: "I rang her"}})
		h.same("ended", item(h, "gp", id).EndedWhy, "Answered")
		h.same("a message after", refuses(h, "gp", liaison.WriteMessage{ID: id, Words: "x"}), "conflict")
		h.same("listed", len(ask(h, "gp", liaison.Desk{PCN: demo.PCN, Show: liaison.ShowEnded}).List), 1)
	})
}

// Nothing is moved by a job: with whom a question stands is read from the
// records, and an agreed target is in working days.
func TestDeputyAndTarget(t *testing.T) {
	each(t, func(h *house) {
		today := calendar.MustDate("2026-11-24")
		h.same("a GP sets", refuses(h, "gp", liaison.SetTarget{PCN: demo.PCN, Practice: "L81016", Days: 2, Why: "x"}), "denied")
		h.same("zero days", refuses(h, "manager", liaison.SetTarget{PCN: demo.PCN, Practice: "L81016", Days: -1}), "days why")
		h.same("backwards", refuses(h, "manager", liaison.SetTarget{PCN: demo.PCN, Practice: "L81016", Days: 2, From: today.AddDays(-1), Why: "x"}), "from")
		h.same("another network", refuses(h, "outsider", liaison.SetTarget{PCN: demo.PCN, Practice: "L81016", Days: 2, Why: "x"}), "not found")
		as(h, "manager", liaison.SetTarget{PCN: demo.PCN, Practice: "L81016", Days: 2, Why: "Agreed on 3 November"})
		as(h, "manager", liaison.SetTarget{PCN: demo.PCN, Practice: "L81016", Days: 5, From: today.AddDays(7), Why: "Over Christmas"})
		id := as(h, "gp", question(h, ""))
		h.same("due", item(h, "gp", id).DueOn, "2026-11-26")
		other := as(h, "milton", question(h, ""))
		h.same("no promise", item(h, "milton", other).TargetDays, 0)
		h.same("one for themselves", refuses(h, "lead", liaison.SetDeputy{PCN: demo.PCN, Practitioner: h.Practitioners["leah"], Deputy: h.Practitioners["leah"], Why: "x"}), "deputy")
		as(h, "lead", liaison.SetDeputy{PCN: demo.PCN, Deputy: h.Practitioners["leah"], Why: "Team meeting"})
		as(h, "lead", liaison.SetDeputy{PCN: demo.PCN, Practitioner: h.Practitioners["leah"], Deputy: h.Practitioners["tomasz"], Why: "Team meeting"})
		h.same("not yet", item(h, "gp", id).Owner, liaison.Owner{Kind: "desk", Name: "The advice desk", Deputy: "Leah Whitcombe"})
		as(h, "leah", liaison.Take{ID: id, Version: 1})
		h.at("2026-11-26T23:30:00Z")
		h.same("on the last day", item(h, "gp", id).Owner.Name, "Leah Whitcombe")
		h.at("2026-11-27T08:00:00Z")
		h.same("the day after", item(h, "gp", id).Owner, liaison.Owner{Kind: "deputy", ID: h.Practitioners["tomasz"], Name: "Tomasz Wolski"})
		d := ask(h, "tomasz", liaison.Desk{PCN: demo.PCN})
		h.same("counts", []int{d.Counts[liaison.ShowOpen], d.Counts[liaison.ShowMine], d.Counts[liaison.ShowLate], d.Counts[liaison.ShowDeputy]}, []int{2, 1, 1, 1})
		for show, n := range d.Counts {
			h.same("the list of "+show, len(ask(h, "tomasz", liaison.Desk{PCN: demo.PCN, Show: show}).List), n)
		}
		as(h, "tomasz", liaison.Take{ID: id, Version: 2}) // its day has passed
		h.same("the deputy of the deputy", item(h, "gp", id).Owner.Name, "Leah Whitcombe")
		as(h, "lead", liaison.SetDeputy{PCN: demo.PCN, Why: "Nobody any more"})
		h.same("nobody named", item(h, "gp", id).Owner.Kind, "team lead")
		s := ask(h, "manager", liaison.Settings{PCN: demo.PCN})
		set := 0
		for _, p := range s.Practices {
			if p.Days > 0 {
				set++
			}
		}
		h.same("set, lines", []int{set, len(s.All)}, []int{1, 5})
	})
}

// A question becomes a request once, received when it was asked.
func TestAdviceBecomesARequestOnce(t *testing.T) {
	each(t, func(h *house) {
		her, him := h.People[0], h.People[1]
		id := as(h, "gp", question(h, her))
		none := as(h, "gp", question(h, ""))
		h.at("2026-11-26T09:00:00Z")
		c := liaison.ToTriage{ID: id, Version: 1, Asked: triage.Questions[0], Response: "Soon", Why: "Agreed with the GP"}
		h.same("without a word", refuses(h, "leah", c), "told")
		c.Told = "The GP told her on the telephone"
		h.same("about nobody", refuses(h, "gp", liaison.ToTriage{ID: none, Version: 1}), "turn")
		request := as(h, "leah", c)
		r := ask(h, "leah", triage.ByID{ID: request})
		h.same("received", r.Request.ReceivedAt.Long(), "Tuesday 24 November 2026, 12:40")
		h.same("response counts from the question", r.Record.DueOn, "2026-12-01")
		h.same("words", r.Request.Words, question(h, "").Question)
		i := item(h, "gp", id)
		h.same("standing, request", i.Standing()+i.Request, "Became a request"+request)
		h.same("a second one", refuses(h, "leah", liaison.ToTriage{ID: id, Version: 2, Asked: triage.Questions[0], Response: "Soon", Why: "x", Telling: c.Telling}), "conflict")
		h.same("a booking of it", refuses(h, "leah", liaison.ToBooking{ID: id, Version: 2, Slot: "x", Telling: c.Telling}), "conflict")
		h.same("the queue", len(ask(h, "leah", triage.Queue{PCN: demo.PCN}).List), 1)
		as(h, "gp", liaison.WriteMessage{ID: id, Words: "Thank you"}) // the thread goes on

		id = as(h, "gp", question(h, him))
		h.at("2026-11-27T10:00:00Z")
		w := ask(h, "gp", liaison.Turning{ID: id})
		b := liaison.ToBooking{ID: id, Version: 1, Slot: w.Found.Offers[0].ID, Mode: w.Found.Offers[0].ModeList()[0], Telling: liaison.Telling{Told: "He is here"}}
		booking := as(h, "gp", b)
		ask(h, "gp", diary.ByID{ID: booking})
		list := ask(h, "gp", triage.OfPerson{Person: him})
		h.same("one request", len(list), 1)
		h.same("received", list[0].Request.ReceivedAt.Long(), "Thursday 26 November 2026, 09:00")
		i = item(h, "gp", id)
		h.same("linked", []string{i.Booking, i.Request}, []string{booking, list[0].Request.ID})
		h.same("again", refuses(h, "gp", liaison.ToBooking{ID: id, Version: 2, Slot: w.Found.Offers[1].ID, Mode: "telephone", Telling: b.Telling}), "conflict")
	})
}

// Two turn the same question at once: one request.
func TestTwoTurnAtOnce(t *testing.T) {
	each(t, func(h *house) {
		id := as(h, "gp", question(h, h.People[0]))
		var all sync.WaitGroup
		done := make(chan bool, 8)
		for i := range 8 {
			who := []string{"gp", "leah"}[i%2]
			all.Go(func() {
				_, err := app.Do(t.Context(), h.App, h.actor(who), liaison.ToTriage{ID: id, Version: 1, Asked: triage.Questions[0], Response: "Soon", Why: "x", Telling: liaison.Telling{Told: "I did"}})
				done <- err == nil
			})
		}
		all.Wait()
		n := 0
		for range 8 {
			if <-done {
				n++
			}
		}
		h.same("done", n, 1)
		h.same("requests", len(ask(h, "leah", triage.OfPerson{Person: h.People[0]})), 1)
	})
}

func TestConsentAndWritingDownForOthers(t *testing.T) {
	each(t, func(h *house) {
		her := h.People[0]
		as(h, "gp", person.Share{ID: her, With: person.WithNetwork, Topic: person.Topics[0], Answer: "no"})
		h.same("after a no", refuses(h, "gp", question(h, her)), "why")
		c := question(h, her)
		c.Why = "She is not safe today, and was told that I ask"
		id := as(h, "gp", c)
		h.same("kept", item(h, "gp", id).Consent+": "+item(h, "gp", id).ConsentWhy, "no: "+c.Why)
		h.same("the practitioner must say for whom", refuses(h, "leah", question(h, "")), "practice from")
		c = question(h, "")
		c.Practice, c.From = "L81058", "Dr Gray, in the corridor"
		id = as(h, "leah", c)
		i := item(h, "milton", id)
		h.same("asker", i.Asker(), "Dr Gray, in the corridor, written down by Leah Whitcombe")
		h.same("new for the practice", i.Unread, true)
		h.same("ended without an answer or a reason", refuses(h, "milton", liaison.CloseAdvice{ID: id, Version: 1}), "why")
		as(h, "milton", liaison.CloseAdvice{ID: id, Version: 1, Why: "It has solved itself"})
		h.same("about nobody nobody has to be told", item(h, "milton", id).EndedWhy, "It has solved itself")
	})
}
