package liaison_test

import (
	"strings"
	"testing"

	"footbridge/internal/app/liaison"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func TestAskFromOwnerToOwner(t *testing.T) {
	each(t, func(h *house) {
		her := h.People[0]
		day := calendar.MustDate("2026-11-27")
		h.same("without anything", refuses(h, "leah", liaison.GiveAsk{PCN: demo.PCN}), "question due owner")
		h.same("a role that nobody holds", refuses(h, "leah", liaison.GiveAsk{Person: her, Owner: "care coordinator", Question: "x", DueOn: day}), "owner")
		h.same("reception of a practice that can't see her", refuses(h, "leah", liaison.GiveAsk{Person: her, Owner: "reception@L81058", Question: "x", DueOn: day}), "owner")
		h.same("about somebody else's", refuses(h, "outsider", liaison.GiveAsk{Person: her, Owner: "pharmacist", Question: "x", DueOn: day}), "not found")
		id := as(h, "leah", liaison.GiveAsk{Person: her, Owner: "pharmacist", Question: "Medication review", DueOn: day})
		h.same("on her list", len(ask(h, "pharmacist", liaison.AskList{PCN: demo.PCN}).List), 1)
		h.same("not on the link worker's", len(ask(h, "link", liaison.AskList{PCN: demo.PCN}).List), 0)
		h.same("nor can they open it", hides(h, "link", liaison.AskByID{ID: id}), "not found")
		h.same("nor reception", hides(h, "reception", liaison.AskByID{ID: id}), "not found")
		h.same("the outsider", hides(h, "outsider", liaison.AskByID{ID: id}), "not found")
		h.same("somebody else accepts", refuses(h, "gp", liaison.Accept{ID: id, Version: 1}), "denied")
		as(h, "pharmacist", liaison.Accept{ID: id, Version: 1})
		h.same("an old page", refuses(h, "pharmacist", liaison.AnswerAsk{ID: id, Version: 1, Answer: "x"}), "conflict")
		h.same("without a word of who told her", refuses(h, "pharmacist", liaison.AnswerAsk{ID: id, Version: 2, Answer: "Done"}), "told")
		h.same("late", ask(h, "pharmacist", liaison.AskList{PCN: demo.PCN}).Counts[liaison.AsksLate], 0)
		h.at("2026-11-30T09:00:00Z")
		h.same("late", ask(h, "pharmacist", liaison.AskList{PCN: demo.PCN}).Counts[liaison.AsksLate], 1)

		// It comes back to somebody by name, with a new day.
		h.same("without why", refuses(h, "pharmacist", liaison.ReturnAsk{ID: id, Version: 2}), "back")
		h.same("to a role", refuses(h, "pharmacist", liaison.ReturnAsk{ID: id, Version: 2, Why: "x", To: "link worker"}), "to")
		h.same("into the past", refuses(h, "pharmacist", liaison.ReturnAsk{ID: id, Version: 2, Why: "x", DueOn: day}), "due")
		as(h, "pharmacist", liaison.ReturnAsk{ID: id, Version: 2, Why: "The recovery team still prescribes"})
		f := ask(h, "leah", liaison.AskByID{ID: id})
		h.same("with", f.OwnerName+" "+f.DueOn.String(), "Leah Whitcombe 2026-12-02")
		h.same("it can't be answered by her", refuses(h, "leah", liaison.AnswerAsk{ID: id, Version: 3, Answer: "x", Telling: liaison.Telling{Told: "x"}}), "conflict")
		h.same("nor returned again", refuses(h, "leah", liaison.ReturnAsk{ID: id, Version: 3, Why: "x"}), "conflict")
		as(h, "leah", liaison.PassOn{ID: id, Version: 3, Owner: "clinician@L81016", DueOn: calendar.MustDate("2026-12-04"), Words: "Please ask their prescriber"})
		h.same("any GP of the practice", len(ask(h, "gp", liaison.AskList{PCN: demo.PCN}).List), 1)
		h.same("not another practice's", len(ask(h, "milton", liaison.AskList{PCN: demo.PCN}).List), 0)
		as(h, "gp", liaison.AnswerAsk{ID: id, Version: 4, Answer: "They change it next week", Telling: liaison.Telling{Untold: "They tell her themselves on Monday"}})
		h.same("ended", ask(h, "leah", liaison.AskByID{ID: id}).Standing(), "Answered")
		h.same("once more", refuses(h, "gp", liaison.AnswerAsk{ID: id, Version: 5, Answer: "x"}), "conflict")
		h.same("events", len(ask(h, "leah", liaison.AskByID{ID: id}).Events), 5)

		// About nobody in particular, and ended without an answer.
		id = as(h, "reception", liaison.GiveAsk{PCN: demo.PCN, Owner: "link worker", Question: "Leaflets for the desk?", DueOn: calendar.MustDate("2026-12-09")})
		h.same("whoever is asked can't end it", refuses(h, "link", liaison.EndAsk{ID: id, Version: 1, Why: "x"}), "denied")
		h.same("no reason", refuses(h, "reception", liaison.EndAsk{ID: id, Version: 1}), "why")
		as(h, "reception", liaison.EndAsk{ID: id, Version: 1, Why: "Found some"})
		h.same("mine", len(ask(h, "link", liaison.AskList{PCN: demo.PCN}).List), 0)
		h.same("what ended", len(ask(h, "reception", liaison.AskList{PCN: demo.PCN, Show: liaison.AsksEnded}).List), 1)
	})
}

func TestLocalNotesNameNobody(t *testing.T) {
	each(t, func(h *house) {
		about := as(h, "gp", question(h, h.People[0]))
		as(h, "leah", answer(about, 1))
		note := liaison.NoteForm{Title: "Weight on olanzapine", Words: "Look for the cause first. The pharmacist reviews.", Tags: "Olanzapine, weight; weight", ReviewOn: calendar.MustDate("2027-11-24")}
		h.same("about a person", refuses(h, "leah", liaison.KeepNote{Advice: about, NoteForm: note}), "denied")
		id := as(h, "gp", question(h, ""))
		h.same("not answered yet", refuses(h, "leah", liaison.KeepNote{Advice: id, NoteForm: note}), "words")
		as(h, "leah", answer(id, 1))
		h.same("the GP", refuses(h, "gp", liaison.KeepNote{Advice: id, NoteForm: note}), "denied")
		for words, field := range map[string]string{"999 000 0026": "words", "born 3 April 1991": "words", "ring 07700 900101": "words", "in BS23 1AA": "words", "a.b@example.org": "words", "Abigail Abbott-Abbott asked": "words words", "ABBOTT, abigail": "words"} {
			bad := note
			bad.Words = "As with " + words
			if got := refuses(h, "leah", liaison.KeepNote{Advice: id, NoteForm: bad}); !strings.HasPrefix(got, "words") {
				t.Errorf("%q: refused in %q, not in %s", words, got, field)
			}
		}
		bad := note
		bad.Title, bad.ReviewOn = "Mrs Abbott", calendar.MustDate("2026-11-24")
		h.same("title and day", refuses(h, "leah", liaison.KeepNote{Advice: id, NoteForm: bad}), "review title")
		made := as(h, "leah", liaison.KeepNote{Advice: id, NoteForm: note})
		h.same("a second one", refuses(h, "leah", liaison.KeepNote{Advice: id, NoteForm: note}), "conflict")
		for words, n := range map[string]int{"": 1, "WEIGHT olanz": 1, "lithium": 0, "review cause": 1} {
			h.same("found with "+words, len(ask(h, "milton", liaison.Notes{PCN: demo.PCN, Words: words}).List), n)
		}
		h.same("reception", hides(h, "reception", liaison.Notes{PCN: demo.PCN}), "denied")
		h.same("the outsider", hides(h, "outsider", liaison.NoteByID{ID: made}), "not found")
		h.same("counted", as(h, "pharmacist", liaison.AskedAgain{ID: made}), 1)
		h.same("counted", as(h, "gp", liaison.AskedAgain{ID: made}), 2)
		h.same("no reason", refuses(h, "tomasz", liaison.ReviseNote{ID: made, Number: 1, NoteForm: note}), "why")
		note.Words = "Look for the cause first. Ask for the weight chart."
		as(h, "tomasz", liaison.ReviseNote{ID: made, Number: 1, Why: "There is a chart now", NoteForm: note})
		h.same("an old page", refuses(h, "leah", liaison.WithdrawNote{ID: made, Number: 1, Why: "x"}), "conflict")
		f := ask(h, "gp", liaison.NoteByID{ID: made})
		h.same("the note", []any{f.Number, f.OwnerName, f.Again, len(f.Versions), f.Tags}, []any{2, "Tomasz Wolski", 2, 2, "olanzapine, weight"})
		h.at("2027-12-01T09:00:00Z")
		h.same("its review is due", ask(h, "gp", liaison.Notes{PCN: demo.PCN}).Due, 1)
		as(h, "leah", liaison.WithdrawNote{ID: made, Number: 2, Why: "New guidance"})
		h.same("found", len(ask(h, "gp", liaison.Notes{PCN: demo.PCN}).List), 0)
		h.same("still read", ask(h, "gp", liaison.NoteByID{ID: made}).WithdrawnWhy, "New guidance")
		h.same("asked again", refuses(h, "gp", liaison.AskedAgain{ID: made}), "conflict")
	})
}

func TestHandOverInTheRoom(t *testing.T) {
	each(t, func(h *house) {
		her, him := h.People[0], h.People[1]
		h.at("2026-11-25T09:20:00Z") // Wednesday: Leah is at Graham Road until 12:30, Tomasz nowhere
		r := ask(h, "gp", liaison.InTheRoom{Person: her})
		h.same("free", []any{len(r.Free), r.Free[0].Name, len(r.Others), len(r.Duty)}, []any{1, "Leah Whitcombe", 1, 0})
		h.same("without anything", refuses(h, "gp", liaison.HandOverInRoom{Person: her}), "situation wanted to")
		h.same("to somebody who is not there", refuses(h, "gp", liaison.HandOverInRoom{Person: her, To: h.Practitioners["tomasz"], Situation: "x", Wanted: "x"}), "conflict")
		h.same("somebody else's", refuses(h, "milton", liaison.HandOverInRoom{Person: her, To: h.Practitioners["leah"], Situation: "x", Wanted: "x"}), "not found")
		id := as(h, "gp", liaison.HandOverInRoom{Person: her, To: h.Practitioners["leah"], Situation: "In tears", Wanted: "See her now"})
		list := ask(h, "leah", triage.OfPerson{Person: her})
		h.same("requests", len(list), 1)
		h.same("both names", []string{list[0].Name, list[0].Record.FromWhom}, []string{"Leah Whitcombe", "Dr Helen Marsh, in the room"})
		h.same("waits", len(ask(h, "leah", liaison.HandedOver{PCN: demo.PCN, Open: true})), 1)
		h.same("the GP can't say so", refuses(h, "gp", liaison.Met{ID: id}), "denied")
		h.same("the outsider", refuses(h, "outsider", liaison.Met{ID: id}), "not found")
		as(h, "leah", liaison.Met{ID: id})
		h.same("twice", refuses(h, "leah", liaison.Met{ID: id}), "conflict")
		h.same("waits", len(ask(h, "leah", liaison.HandedOver{PCN: demo.PCN, Open: true})), 0)

		// Nobody is free and no duty slot is left: the next one is shown.
		h.at("2026-11-25T17:00:00Z")
		r = ask(h, "gp", liaison.InTheRoom{Person: him})
		h.same("nobody", []int{len(r.Free), len(r.Duty)}, []int{0, 0})
		h.same("the next duty slot", r.Next.StartsAt.Long(), "Thursday 26 November 2026, 08:30")

		// A duty slot of today, with one press.
		h.at("2026-11-26T08:05:00Z")
		r = ask(h, "gp", liaison.InTheRoom{Person: him})
		h.same("duty", len(r.Duty), 2)
		id = as(h, "gp", liaison.HandOverInRoom{Person: him, To: "slot:" + r.Duty[0].ID, Situation: "Jumps at every noise", Wanted: "A first word"})
		h.same("the same slot", refuses(h, "gp", liaison.HandOverInRoom{Person: her, To: "slot:" + r.Duty[0].ID, Situation: "x", Wanted: "x"}), "conflict")
		w := ask(h, "leah", liaison.HandedOver{PCN: demo.PCN})
		h.same("both names, booking", []any{w[0].FromName, w[0].ToName, w[0].Booking != "", w[0].Request != ""}, []any{"Dr Helen Marsh", "Leah Whitcombe", true, true})
		h.same("not met, no reason", refuses(h, "leah", liaison.Met{ID: id, Not: true}), "why")
		as(h, "leah", liaison.Met{ID: id, Not: true, Why: "He had to go"})
		h.same("the request stays", len(ask(h, "leah", triage.OfPerson{Person: him})), 1)
	})
}

func TestTeaching(t *testing.T) {
	each(t, func(h *house) {
		day := calendar.MustDate("2026-11-23")
		six := []liaison.Audience{{Who: liaison.Audiences[0], N: 6}, {Who: liaison.Audiences[5], N: 0}}
		h.same("without anything", refuses(h, "leah", liaison.GiveSession{PCN: demo.PCN}), "on topic place minutes audience")
		h.same("tomorrow", refuses(h, "leah", liaison.GiveSession{PCN: demo.PCN, OnDay: day.AddDays(9), Topic: "x", Place: "x", Minutes: 30, Audience: six, Practices: []string{"L81031"}}), "on practices")
		h.same("a GP", refuses(h, "gp", liaison.GiveSession{PCN: demo.PCN}), "denied")
		id := as(h, "leah", liaison.GiveSession{PCN: demo.PCN, OnDay: day, Topic: "Staying well", Place: "By video", Minutes: 30, Audience: six, Practices: []string{"L81016"}})
		h.same("more answers than people", refuses(h, "leah", liaison.SessionFeedback{ID: id, Version: 1, AgainYes: 5, AgainNo: 2}), "yes")
		as(h, "leah", liaison.SessionFeedback{ID: id, Version: 1, AgainYes: 5, Feedback: "Good", NextQuestion: "Who does the bloods?"})
		h.same("the outsider", hides(h, "outsider", liaison.SessionByID{ID: id}), "not found")
		f := ask(h, "leah", liaison.AdviceForm{Teaching: id})
		h.same("the next question", f.Question, "Who does the bloods?")
		q := as(h, "leah", liaison.AskAdvice{Question: f.Question, Soon: "Routine", Practice: "L81016", From: f.From, Teaching: id})
		h.same("linked", ask(h, "manager", liaison.SessionByID{ID: id}).Advice, q)
		g := ask(h, "manager", liaison.Teaching{PCN: demo.PCN})
		h.same("sums", []int{g.Sessions, g.People, g.Minutes, g.AgainYes}, []int{1, 6, 30, 5})
		as(h, "leah", liaison.WithdrawSession{ID: id, Version: 2, Why: "Twice"})
		h.same("counts for nothing", ask(h, "manager", liaison.Teaching{PCN: demo.PCN}).Sessions, 0)
		h.same("after that", refuses(h, "leah", liaison.SessionFeedback{ID: id, Version: 3, Feedback: "x"}), "conflict")
	})
}
