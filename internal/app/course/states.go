package course

import "footbridge/internal/app/episode"

// Moves are the states of a course and of a group's session, and what moves
// them. docs/states.md is written from these.
var Moves = []episode.Move{
	{Of: "course", From: "", To: "going on", By: []string{"course.Start", "course.Join"}, When: "The person has an open episode. Who joins a group agreed to it and was told what it means; a full group takes nobody."},
	{Of: "course", From: "going on", To: "going on, review due", By: []string{"course.RecordSession", "course.SaveRegister"}, When: "As many sessions took place as stand before the review. A session belongs to one signed contact; without a competence that held on the day it needs a reason, which the supervisor sees."},
	{Of: "course", From: "going on, review due", To: "going on", By: []string{"course.RecordReview"}, When: "With words, and the number of sessions from then on."},
	{Of: "course", From: "going on", To: "ended", By: []string{"course.Finish"}, When: "With an outcome, in words, and how the person was told; after a death nobody has to be told. It never ends by time, nor by the number of sessions. It does not go on again: a new course is begun."},
	{Of: "session of a group", From: "", To: "planned", By: []string{"course.MakeGroup"}, When: "On its own day."},
	{Of: "session of a group", From: "planned", To: "register written", By: []string{"course.SaveRegister"}, When: "Once, after it began; a contact for each who came, all of them or none."},
	{Of: "session of a group", From: "register written", To: "a line entered in error", By: []string{"course.WithdrawSession", "care.Withdraw"}, When: "For one person, with a reason; it stays readable and no longer counts."},
}
