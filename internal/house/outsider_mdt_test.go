package house

import (
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/message"
	"footbridge/internal/app/register"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func mdtTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	inform := mdt.Informing{Teller: "x", TellOn: today}
	batch := message.Batch{People: []string{v.person}, Kind: message.StillWaits, Channels: []string{message.Letter}, Key: "x"}
	send := register.Send{Next: today.AddDays(7)}
	send.Batch, send.Seals = batch, map[string]string{}
	return []try{
		qry(mdt.Held{PCN: pcn}), qry(mdt.One{ID: v.team}), qry(mdt.Seat{Meeting: v.team, Nr: 1}), qry(mdt.Decisions{PCN: pcn}), qry(mdt.Single{ID: v.decision}), qry(mdt.OfPerson{Person: v.person}),
		cmd(mdt.SetRules{PCN: pcn, WaitWeeks: 3}), cmd(mdt.Plan{PCN: pcn, On: today, Starts: "13:00", Place: "x"}), cmd(mdt.Begin{ID: v.planned, Version: 1}), cmd(mdt.LookAgain{ID: v.team}),
		cmd(mdt.Arrive{ID: v.planned, Name: "x", Role: "x", Organisation: "x"}), cmd(mdt.Strike{ID: v.planned, Present: "x"}), cmd(mdt.End{ID: v.team, Version: 2}), cmd(mdt.Cancel{ID: v.planned, Version: 1, Why: "x"}),
		cmd(mdt.Bring{Person: v.person, Question: "x"}), cmd(mdt.Decide{Entry: v.entry, Version: 1, What: "x", Owner: "x", Due: today, Informing: inform}), cmd(mdt.NoDecision{Entry: v.entry, Version: 1, Why: "x", Informing: inform}),
		cmd(mdt.Tell{Entry: v.entry, Version: 1, On: today, How: "x"}), cmd(mdt.Settle{ID: v.decision, Version: 1, State: mdt.Done, Words: "x"}), cmd(mdt.Correct{ID: v.decision, Version: 1, What: "x", Owner: "x", Due: today, Why: "x"}),
		qry(register.Bridge{PCN: pcn}), qry(register.Alarm{PCN: pcn}), qry(register.Well{PCN: pcn}), qry(register.Of{Person: v.person}), qry(register.Preview{Batch: batch}),
		cmd(register.Tell{Person: v.person, On: today, By: "x", How: "x", Said: "x", Next: today.AddDays(7)}), cmd(send),
	}
}
