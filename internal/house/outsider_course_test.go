package house

import (
	"footbridge/internal/app/course"
	"footbridge/internal/app/physical"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/nhs"
)

// courseTries are the commands and queries of competences, courses, groups and
// physical health.
func courseTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	const pcn = demo.PCN
	high, low := 120.0, 80.0
	return []try{
		qry(workforce.Kinds{PCN: pcn}), cmd(workforce.AddKind{PCN: pcn, Name: "x"}), qry(workforce.Competences{PCN: pcn, Practitioner: v.practitioner}), qry(workforce.Expiring{PCN: pcn}),
		cmd(workforce.AddCompetence{PCN: pcn, Practitioner: v.practitioner, Kind: workforce.Prescriber, Qualification: "x", Supervisor: "x", Gained: today}),
		cmd(workforce.EndCompetence{PCN: pcn, ID: v.competence, From: today, Why: "x"}),

		qry(course.OfPerson{Person: v.person}), qry(course.One{ID: v.course}), qry(course.Form{Person: v.person}), qry(course.Sheet{Course: v.course}),
		cmd(course.Start{Person: v.person, Kind: "psychoeducation", Planned: 1, ReviewAt: 1, Goals: "x"}), cmd(course.RecordSession{Course: v.course, Attended: course.Absent, On: today}),
		cmd(course.RecordReview{Course: v.course, Decision: "continue", Words: "x"}), cmd(course.Finish{Course: v.course, Outcome: course.Outcomes[0], Words: "x", Told: "x"}),
		cmd(course.WithdrawSession{Course: v.course, ID: v.session, Why: "x"}),
		qry(course.Groups{PCN: pcn}), qry(course.OneGroup{ID: v.group}), qry(course.RegisterOf{Meeting: v.meeting}), qry(course.Overrides{PCN: pcn, All: true}),
		cmd(course.MakeGroup{PCN: pcn, Name: "x", Kind: "group-cbt-i", Place: "x", Capacity: 8, ReviewAt: 1, Practitioners: []string{v.practitioner}, Days: []calendar.Date{today}, Starts: calendar.NewTime(9, 0)}),
		cmd(course.Join{Group: v.group, Person: v.person, Agreed: true, Told: "x", Goals: "x"}),
		cmd(course.SaveRegister{Meeting: v.meeting, Mechanism: nhs.FaceToFace, Starts: calendar.NewTime(8, 0), Minutes: 60, Content: "x"}), cmd(course.MarkOverride{ID: v.override, Mark: "seen"}),

		qry(physical.Of{Person: v.person}), qry(physical.OneCheck{ID: v.check}), qry(physical.List{PCN: pcn}), qry(physical.Qof{PCN: pcn}),
		cmd(physical.SetFlag{Person: v.person, State: "on", On: today, Source: "x"}), cmd(physical.RecordCheck{Person: v.person, Element: "bp", Answer: physical.Done, On: today, First: &high, Second: &low, Source: "us"}),
		cmd(physical.WithdrawCheck{ID: v.check, Why: "x"}), cmd(physical.AskFor{Person: v.person, Elements: []string{"bp"}, Whom: "x", Due: today}), cmd(physical.EndAsk{ID: v.asked, Why: "x"}),
	}
}
