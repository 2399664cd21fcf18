package house

import (
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

// hiringTries are the commands and queries of posts, eligibility, hiring,
// inductions and the library.
func hiringTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	return []try{
		qry(workforce.PostPage{PCN: pcn, Post: v.post}), qry(workforce.EligibilityOf{PCN: pcn, Practitioner: v.practitioner}), qry(workforce.EndingSoon{PCN: pcn, Within: -1}), qry(workforce.LivedExperience{PCN: pcn}), qry(workforce.Models{PCN: pcn}),
		cmd(workforce.GradeAnew{PCN: pcn, Post: v.post, From: today.AddDays(1), Band: "8a", Why: "x"}),
		cmd(workforce.ChangePost{PCN: pcn, Post: v.post, RoleKey: "nurse", Model: network.Joint, Provider: demo.Provider, Service: "adult", Band: "6", WTEPercent: 50, Why: "x"}),
		cmd(workforce.AddCredential{PCN: pcn, Practitioner: v.practitioner, Kind: "qualification", Name: "x", From: today}), cmd(workforce.EndCredential{PCN: pcn, Practitioner: v.practitioner, ID: v.credential, From: today, Why: "x"}),
		cmd(workforce.SetRenewal{PCN: pcn, Kind: "dbs", Months: 12, Why: "x"}), cmd(workforce.RecordLived{PCN: pcn, Who: "x", On: today, Words: "x", Owner: "x"}),

		qry(hiring.Vacancies{PCN: pcn}), qry(hiring.VacancyOf{ID: v.vacancy}), qry(hiring.SheetOf{Vacancy: v.vacancy, Number: 1}), qry(hiring.Entitled{PCN: pcn}),
		cmd(hiring.OpenVacancy{PCN: pcn, RoleKey: "nurse", Provider: demo.Provider, Model: network.Joint, Service: "adult", Band: "6", WTEPercent: 50, Basis: "hand", Why: "x", RetainUntil: today.AddDays(90)}),
		cmd(hiring.WriteText{Vacancy: v.vacancy, Version: 1, Text: hiring.Text{Summary: "x", Advert: "x", Duties: []string{"x"}, Essential: []string{"x"}, Questions: []string{"x"}}}),
		cmd(hiring.Advertise{Vacancy: v.vacancy, Version: 1, ClosesOn: today}), cmd(hiring.Step{Vacancy: v.vacancy, Version: 1, To: hiring.Withdrawn, Why: "x"}), cmd(hiring.Offer{Vacancy: v.vacancy, Version: 1, Number: 1}),
		cmd(hiring.NoteCheck{Vacancy: v.vacancy, Item: hiring.CheckItems[0], On: today, Words: "x"}), cmd(hiring.Start{Vacancy: v.vacancy, Version: 1, Name: "x", From: today}),
		cmd(hiring.SetMembers{Vacancy: v.vacancy, Task: "panel", Users: []string{v.user, "x"}}), cmd(hiring.EnterApplications{Vacancy: v.vacancy, List: []hiring.Entry{{Name: "x", Contact: "x", Answers: []string{"x"}}}}),
		cmd(hiring.WithdrawApplication{Vacancy: v.vacancy, Number: 1}), cmd(hiring.GiveMarks{Vacancy: v.vacancy, Number: 1}), cmd(hiring.Decide{Vacancy: v.vacancy, Number: 1, Yes: true}), cmd(hiring.Forget{}),

		qry(hiring.Inductions{PCN: pcn}), cmd(hiring.Begin{PCN: pcn, Post: v.post}), cmd(hiring.TickItem{PCN: pcn, Induction: v.induction, On: today}), cmd(hiring.SettleIn{PCN: pcn, Induction: v.induction, Version: 1, Mentor: "x"}),
		qry(hiring.Library{PCN: pcn}), qry(hiring.DocumentOf{PCN: pcn, ID: v.document}), qry(hiring.FileOf{PCN: pcn, ID: v.document}),
		cmd(hiring.KeepDocument{PCN: pcn, Kind: hiring.DocumentKinds[0], Title: "x", Owner: "x", Words: "x", ReviewOn: today.AddDays(9)}), cmd(hiring.HaveRead{PCN: pcn, ID: v.document, Version: 1}),
	}
}
