package house

import (
	"footbridge/internal/app/evidence"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func supervisionTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	quarter := supervision.WindowOf(supervision.Quarter, today).First
	entry := supervision.Entry{Kind: "peer", On: today, Minutes: 30, Places: []supervision.Place{{Post: v.post, State: supervision.Held}}}
	return []try{
		qry(supervision.Board{PCN: pcn}), qry(supervision.PostOf{PCN: pcn, Post: v.post}), qry(supervision.SessionOf{ID: v.supervised}), qry(supervision.PackOf{PCN: pcn}), qry(supervision.Rows{PCN: pcn}),
		qry(supervision.Concerns{PCN: pcn}), qry(supervision.BoardOf{ICB: demo.Board}), qry(evidence.Of{PCN: pcn, First: quarter}), qry(evidence.Of{PCN: demo.Other, Post: v.post, First: quarter}),
		cmd(supervision.Record{PCN: pcn, Entries: []supervision.Entry{entry}}), cmd(supervision.Record{PCN: demo.Other, Entries: []supervision.Entry{entry}}),
		cmd(supervision.SavePlan{PCN: pcn, Post: v.post, From: today, Lines: supervision.FromModel("joint")}), cmd(supervision.SavePlan{PCN: demo.Other, Post: v.post, From: today, Lines: supervision.FromModel("joint")}),
		cmd(supervision.NameMentor{PCN: pcn, Practice: "L81016", Name: "x", From: today}), cmd(supervision.AddReview{PCN: pcn, Post: v.post, On: today, Words: "x"}),
		cmd(supervision.Amend{Session: v.supervised, Version: 1, Themes: "x", Why: "x"}), cmd(supervision.Sign{Session: v.supervised, Version: 1}), cmd(supervision.TakeBack{Session: v.supervised, Version: 1, Why: "x"}),
		cmd(supervision.Done{Action: v.agreed}), cmd(supervision.AddConcern{PCN: pcn, Post: v.post, Kind: "concern", On: today, Words: "x", Told: "x"}), cmd(supervision.AddToConcern{ID: v.concern, Version: 1, Words: "x", Told: "x"}),
	}
}
