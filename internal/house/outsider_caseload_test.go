package house

import (
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/triage"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

// caseloadTries are those of caseloads, supervision, goodbyes and of texts for
// the GP record.
func caseloadTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	return []try{
		qry(caseload.Of{PCN: pcn, Practitioner: v.practitioner}), qry(caseload.Of{PCN: pcn, Practitioner: caseload.Everybody}), qry(caseload.Sheet{PCN: pcn, Practitioner: v.practitioner}),
		qry(caseload.ByID{ID: v.handover}), qry(caseload.Handovers{PCN: pcn}), qry(caseload.Handing{PCN: pcn, Post: v.post}), qry(caseload.OfPerson{Person: v.person}),
		cmd(caseload.HandOver{PCN: pcn, Practitioner: v.practitioner, Kind: caseload.Leaver, Why: "x", Choices: []caseload.Choice{{Episode: v.episode, Version: 1, To: v.practitioner}}}),
		cmd(caseload.Told{Handover: v.handover, Episode: v.episode, How: "x"}), cmd(caseload.GiveBack{ID: v.handover}), cmd(caseload.EndPost{PCN: pcn, ID: v.post, Last: today}),
		cmd(caseload.Begin{Person: v.person, Why: caseload.PauseReasons[0], Until: today.AddDays(7), Told: "x"}), cmd(caseload.End{ID: v.pause, Version: 1, Why: "x"}),
		qry(supervision.List{PCN: pcn}), qry(supervision.OfPerson{Person: v.person}), qry(supervision.ByID{ID: v.flag}), cmd(supervision.Raise{Person: v.person, Question: "x"}),
		cmd(supervision.TalkedAbout{ID: v.flag, Version: 1, Words: "x", On: today}), cmd(supervision.Withdraw{ID: v.flag, Version: 1, Why: "x"}),
		qry(discharge.Before{Person: v.person}), qry(discharge.Summary{Episode: v.episode, Kind: discharge.ForGP}), qry(discharge.Back{Person: v.person}), qry(discharge.OfPerson{Person: v.person}),
		cmd(discharge.SayGoodbye{Person: v.person, Version: 1, Why: "Died"}), cmd(discharge.SaveSummary{Episode: v.episode, Kind: discharge.ForGP, Body: "x"}), cmd(discharge.Give{ID: v.summary, How: discharge.GivenWays[0], On: today}),
		cmd(discharge.MarkCopied{ID: v.summary, System: care.Systems[0]}), cmd(discharge.Return{Person: v.person, Slot: v.slot, Mode: "telephone", Words: "x"}),
		qry(care.TextOf{ID: v.contact}), qry(care.NotCopied{PCN: pcn, Practitioner: v.practitioner}), cmd(care.MarkCopied{ID: v.contact, System: care.Systems[0]}),
		qry(triage.TextOf{ID: v.note}), cmd(triage.MarkCopied{ID: v.note, System: care.Systems[0]}),
		qry(workforce.CapacityOf{PCN: pcn, Post: v.post}), cmd(workforce.SetCapacity{PCN: pcn, Post: v.post, People: 9}),
	}
}
