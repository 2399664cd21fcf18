package house

import (
	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/demo"
)

// fundingTries are the commands and queries of the money.
func fundingTries(v victim, now calendar.Instant) []try {
	const pcn = demo.PCN
	today := now.Date()
	m := calendar.MonthOf(today).Add(-1)
	year := calendar.ContractYearOf(today)
	rates := []funding.Rate{{WTE: 10_000, Salary: 4_000_000}}
	return []try{
		qry(funding.ClaimOf{PCN: pcn, Key: m.String()}), qry(funding.ClaimOf{Key: v.claim}), qry(funding.Claims{PCN: pcn, Year: year}), qry(funding.YearOf{PCN: pcn, Year: year}), qry(funding.BothWays{PCN: pcn}), qry(funding.Board{ICB: demo.Board, Year: year}),
		qry(funding.SettingsOf{PCN: pcn}), qry(funding.SettingsOf{ICB: demo.Board}), qry(funding.Late{PCN: pcn}), qry(funding.LastPay{PCN: pcn, Post: v.post, Before: m}), qry(funding.Caps{}), qry(funding.ReturnCheck{PCN: pcn, File: "role,age_group,fte\nx,adult,1\n"}),
		cmd(funding.EnterPay{PCN: pcn, Post: v.post, Month: m, Version: 1, Rates: rates}), cmd(funding.SetTerms{PCN: pcn, Terms: funding.Terms{Post: v.post, Version: 1, FromMonth: m, Position: claim.First, London: claim.NoLondon, Why: "x"}}),
		cmd(funding.AddAbsence{PCN: pcn, Post: v.post, Kind: "sickness", From: today, Last: today}), cmd(funding.WithdrawAbsence{PCN: pcn, ID: v.claim, Why: "x"}), cmd(funding.NoteEvidence{PCN: pcn, Month: m, Post: v.post, Items: []funding.Noted{{Item: "Contract of employment", There: "no"}}}),
		cmd(funding.SetFirst{PCN: pcn, Version: 1, CountedBy: "band", Why: "x"}), cmd(funding.SetWants{Wants: funding.Wants{ICB: demo.Board, Version: 1, FromMonth: m, Basis: claim.CalendarDays, Why: "x"}}),
		cmd(funding.SetSum{Sum: funding.Sum{PCN: pcn, ContractYear: year, Version: 1, Weighted: 1, ListDay: today, Source: "x"}}), cmd(funding.LoadCaps{ICB: demo.Board, Name: "x", Source: "x", Published: today, Table: "band,from,annual\n6,2026-04-01,1\n"}),
		cmd(funding.DecideCaps{ID: v.load, Version: 1, Approve: true, Why: "x"}), cmd(funding.MakeComplete{PCN: pcn, Month: m}), cmd(funding.Reopen{ID: v.claim, Version: 3, Why: "x"}), cmd(funding.Submit{ID: v.claim, Version: 3}), cmd(funding.Answer{ID: v.claim, Version: 3, Words: "x"}),
		cmd(funding.Query{ID: v.claim, Version: 3, Words: "x"}), cmd(funding.Approve{ID: v.claim, Version: 3}), cmd(funding.Receive{ID: v.claim, Version: 3, On: today, Amount: 1, Reference: "x"}), cmd(funding.PayStaff{PCN: pcn, Post: v.post, From: m, To: m, On: today, Amount: 1, Note: "x"}), cmd(funding.DraftAdjustment{PCN: pcn}),
	}
}

func init() { answers["funding.Caps"] = true } // empty: see the secrets
