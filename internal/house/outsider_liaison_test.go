package house

import (
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

// liaisonTries are the commands and queries of the advice desk, of asks, of
// hand-overs in the room, of local notes and of teaching.
func liaisonTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	told := liaison.Telling{Told: "x"}
	note := liaison.NoteForm{Title: "x", Words: "x", ReviewOn: today.AddDays(9)}
	return []try{
		qry(liaison.Desk{PCN: pcn}), qry(liaison.Thread{ID: v.advice}), qry(liaison.OfPerson{Person: v.person}), qry(liaison.AdviceForm{Person: v.person}), qry(liaison.Turning{ID: v.advice}), qry(liaison.Settings{PCN: pcn}),
		cmd(liaison.AskAdvice{Person: v.person, Question: "x", Soon: "Soon"}), cmd(liaison.WriteMessage{ID: v.advice, Words: "x"}), cmd(liaison.ReadThread{ID: v.advice}), cmd(liaison.Take{ID: v.advice, Version: 1}), cmd(liaison.PutBack{ID: v.advice, Version: 1, Why: "x"}),
		cmd(liaison.GiveAnswer{ID: v.advice, Version: 1, Question: "x", Advice: "x", WhoDoes: "x", AskAgain: "x", Minutes: 5}), cmd(liaison.MarkCopied{ID: v.advice, Record: "gp"}), cmd(liaison.CloseAdvice{ID: v.advice, Version: 1, Why: "x", Telling: told}),
		cmd(liaison.ToTriage{ID: v.advice, Version: 1, Asked: triage.Questions[0], Response: "Soon", Why: "x", Telling: told}), cmd(liaison.ToBooking{ID: v.advice, Version: 1, Slot: v.slot, Mode: "telephone", Telling: told}),
		cmd(liaison.SetTarget{PCN: pcn, Practice: "L81016", Days: 1, Why: "x"}), cmd(liaison.SetDeputy{PCN: pcn, Deputy: v.practitioner, Why: "x"}),

		qry(liaison.Notes{PCN: pcn}), qry(liaison.NoteByID{ID: v.localNote}), cmd(liaison.KeepNote{Advice: v.advice, NoteForm: note}), cmd(liaison.ReviseNote{ID: v.localNote, Number: 1, Why: "x", NoteForm: note}),
		cmd(liaison.WithdrawNote{ID: v.localNote, Number: 1, Why: "x"}), cmd(liaison.AskedAgain{ID: v.localNote}),

		qry(liaison.InTheRoom{Person: v.person}), qry(liaison.HandedOver{PCN: pcn}), cmd(liaison.HandOverInRoom{Person: v.person, To: v.practitioner, Situation: "x", Wanted: "x"}), cmd(liaison.Met{ID: v.warm}),

		qry(liaison.AskList{PCN: pcn}), qry(liaison.AskByID{ID: v.ask}), qry(liaison.AskForm{PCN: pcn, Person: v.person}), cmd(liaison.GiveAsk{PCN: pcn, Person: v.person, Owner: "pharmacist", Question: "x", DueOn: today}),
		cmd(liaison.Accept{ID: v.ask, Version: 1}), cmd(liaison.AnswerAsk{ID: v.ask, Version: 1, Answer: "x", Telling: told}), cmd(liaison.ReturnAsk{ID: v.ask, Version: 1, Why: "x"}),
		cmd(liaison.PassOn{ID: v.ask, Version: 1, Owner: "pharmacist", DueOn: today}), cmd(liaison.EndAsk{ID: v.ask, Version: 1, Why: "x", Telling: told}),

		qry(liaison.Teaching{PCN: pcn}), qry(liaison.SessionByID{ID: v.taught}), cmd(liaison.GiveSession{PCN: pcn, OnDay: today, Topic: "x", Place: "x", Minutes: 30, Audience: []liaison.Audience{{Who: liaison.Audiences[0], N: 1}}}),
		cmd(liaison.SessionFeedback{ID: v.taught, Version: 1, Feedback: "x"}), cmd(liaison.WithdrawSession{ID: v.taught, Version: 1, Why: "x"}),
	}
}
