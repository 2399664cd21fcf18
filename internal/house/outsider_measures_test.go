package house

import (
	"footbridge/internal/app/link"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/safety"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

// measuresTries are those of questionnaires and of private links.
func measuresTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	return []try{
		cmd(measures.Take{Person: v.person, Instrument: "phq-9", On: today, Answers: make([]int, 9)}), qry(measures.Kept{Person: v.person}), qry(measures.Desk{Person: v.person}),
		cmd(measures.GiveLink{Person: v.person, Instrument: "gad-7", Until: today}), cmd(measures.GivePaper{Person: v.person, Instrument: "gad-7"}), cmd(measures.NotComing{ID: v.given}),
		qry(measures.Inbox{PCN: pcn}), qry(measures.OneAnswer{ID: v.answer}), cmd(measures.Deal{ID: v.answer, Told: "x", Done: "x"}),
		qry(measures.Settings{PCN: pcn}), cmd(measures.SetInbox{PCN: pcn, Version: 1, ReviewWeeks: 1}), qry(measures.Due{PCN: pcn}),
		qry(measures.Instruments{PCN: pcn}), qry(measures.OneInstrument{ID: v.instrument}), cmd(measures.AddInstrument{PCN: pcn, Name: "x", Edition: "1", Highest: 9, Notice: "x", LicenceHolder: "x"}),
		cmd(measures.ConfirmInstrument{ID: v.instrument, Version: 1}), cmd(measures.SwitchOff{ID: v.instrument, Version: 2, Why: "x"}),
		qry(measures.Sheet{}), cmd(measures.Tick{Key: "item-1", Value: "1"}), cmd(measures.Send{}),
		qry(link.Look{Token: "guess"}), cmd(link.Guess{Address: "x"}), cmd(link.Confirm{Born: today}), qry(link.One{ID: v.link}), cmd(link.Withdraw{ID: v.link, Why: "x"}),
		cmd(safety.GiveLink{ID: v.safety, Until: today.AddDays(1)}), qry(safety.OnPhone{}), qry(safety.LinksOf{ID: v.safety}),
	}
}
