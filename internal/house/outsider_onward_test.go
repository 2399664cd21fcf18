package house

import (
	"footbridge/internal/app/onward"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func onwardTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	body := onward.Body{Name: "x", Kind: "crisis", HowToAsk: "x", Phone: "1", Owner: "x"}
	file := "name,kind,how_to_ask,phone,owner\nx,crisis,x,1,x\n"
	return []try{
		qry(onward.Directory{PCN: pcn}), qry(onward.OneService{ID: v.service}), qry(onward.RulesOf{PCN: pcn}), qry(onward.PreviewCSV{PCN: pcn, File: file}), qry(onward.OpenReferral{PCN: pcn}),
		cmd(onward.SetRules{PCN: pcn, StaleDays: 90, QuietDays: 14, ReturnDays: 3}), cmd(onward.SaveService{PCN: pcn, Body: body}), cmd(onward.SaveService{PCN: demo.Other, ID: v.service, Version: 1, Body: body}),
		cmd(onward.ConfirmService{ID: v.service, Version: 1, Right: true}), cmd(onward.RetireService{ID: v.service, Version: 1, Why: "x"}), cmd(onward.ImportCSV{PCN: pcn, File: file}),
		qry(onward.Choose{Person: v.person}), qry(onward.ShortList{Person: v.person, Services: []string{v.service}}), cmd(onward.TellAbout{Person: v.person, Services: []string{v.service}, How: "said", On: today}),
		cmd(onward.TakeBackTold{Person: v.person, ID: v.onward, Why: "x"}),
		qry(onward.Desk{Person: v.person, Service: v.service}), cmd(onward.Prepare{Person: v.person, Service: v.service, Way: "letter", Answer: "yes", Texts: map[string]string{"reason": "x"}}),
		qry(onward.Board{PCN: pcn}), qry(onward.One{ID: v.onward}), qry(onward.OfPerson{Person: v.person}), qry(onward.Back{PCN: pcn}),
		cmd(onward.MarkSent{ID: v.onward, Version: 2, On: today}), cmd(onward.Note{ID: v.onward, Version: 3, What: onward.Accepted, On: today, Source: "x", How: "x"}),
		cmd(onward.Tell{ID: v.onward, Version: 3, On: today, Telling: onward.Telling{Told: "x", By: "x", How: "x"}, Next: today}), cmd(onward.End{ID: v.onward, Version: 3, How: "unwanted", Telling: onward.Telling{NotTold: "x"}}),
		cmd(onward.Pass{ID: v.onward, Version: 3, To: onward.Lead, Why: "x"}), cmd(onward.Correct{ID: v.onward, Version: 3, Why: "x"}),
	}
}
