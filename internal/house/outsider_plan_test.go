package house

import (
	"footbridge/internal/app/assessment"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/written"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/outline"
)

// planTries are the commands and queries of the assessment and of the plans.
func planTries(v victim, now calendar.Instant) []try {
	today := now.Date()
	entry := func(kind string) written.Entry {
		return written.Entry{Person: v.person, Kind: kind, On: today, With: "x", Body: outline.Body{Words: map[string]string{"about": "x", assessment.Matters: "x"}}}
	}
	return []try{
		cmd(assessment.Complete{Entry: entry(assessment.Kind)}), cmd(assessment.Withdraw{ID: v.assessed, Why: "x"}),
		qry(assessment.Kept{Person: v.person}), qry(assessment.One{ID: v.assessed}), qry(assessment.Desk{Person: v.person}), qry(assessment.Which{ID: v.assessed}),
		cmd(plan.Record{Entry: entry(plan.Support), Agreed: "yes", AgreedOn: today}), cmd(plan.HandOver{Give: written.Give{ID: v.plan, How: "paper", On: today}}), cmd(plan.Withdraw{ID: v.plan, Why: "x"}),
		qry(plan.Kept{Person: v.person}), qry(plan.One{ID: v.plan}), qry(plan.Desk{Person: v.person, Kind: plan.Support}), qry(plan.Which{ID: v.goal}), qry(plan.Reviews{PCN: demo.PCN}),
		cmd(plan.SetGoal{Person: v.person, Words: "x", ChosenBy: "person", On: today}), cmd(plan.RateGoals{Person: v.person, On: today, Met: map[string]int{v.goal: 5}}), cmd(plan.EndGoal{ID: v.goal, How: plan.Met, On: today}),
		qry(plan.Goals{Person: v.person}), qry(plan.OneGoal{ID: v.goal}), qry(plan.OneAction{ID: v.action}), cmd(plan.SayAction{ID: v.action, State: plan.StateDone, On: today}),
	}
}
