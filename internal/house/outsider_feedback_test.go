package house

import (
	"footbridge/internal/app/feedback"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func feedbackTries(v victim, now calendar.Instant) []try {
	const pcn = demo.PCN
	month := calendar.MonthOf(now.Date())
	first := month.Add(-((int(month.First().Month()) - 1) % 3))
	return []try{
		qry(feedback.Offer{Person: v.person}), cmd(feedback.GiveLink{Person: v.person}), cmd(feedback.GivePaper{Person: v.person}), cmd(feedback.AskCall{Person: v.person, About: "x"}),
		qry(feedback.Sheet{}), cmd(feedback.Send{Answers: feedback.Answers{Overall: "poor"}}),
		qry(feedback.EnterForm{PCN: pcn}), cmd(feedback.Enter{PCN: pcn, Practice: "L81016", Month: month, Service: "adult", Answers: feedback.Answers{Overall: "poor"}}),
		cmd(feedback.Enter{PCN: demo.Other, Practice: "L81016", Month: month, Service: "adult", Answers: feedback.Answers{Overall: "poor"}}),
		qry(feedback.Calls{PCN: pcn}), cmd(feedback.Rang{ID: v.call, Version: 1, Outcome: "x"}),
		qry(feedback.ToRead{PCN: pcn, State: feedback.Waiting}), qry(feedback.OneText{ID: v.written}), cmd(feedback.Decide{ID: v.written, Version: 1, Show: "yes"}), cmd(feedback.Raise{ID: v.written, Version: 1, Told: "x", Done: "x"}),
		qry(feedback.Counts{PCN: pcn, First: first}),
	}
}
