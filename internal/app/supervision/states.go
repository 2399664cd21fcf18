package supervision

import "footbridge/internal/app/episode"

// Moves are the ways in which a practitioner's place in a session goes from
// one state to another, for docs/states.md.
var Moves = []episode.Move{
	{Of: "supervision session", To: "planned", By: []string{"supervision.Record"}, When: "A day is agreed: today or later."},
	{Of: "supervision session", From: "nothing or planned", To: "held", By: []string{"supervision.Record"}, When: "On a day that is not ahead, with the minutes and the themes. Whoever writes it down signs for their side by it; clinical supervision and line management wait for the signature of the other side."},
	{Of: "supervision session", From: "nothing or planned", To: "missed", By: []string{"supervision.Record"}, When: "With by whom, and why."},
	{Of: "supervision session", From: "nothing or planned", To: "offered", By: []string{"supervision.Record"}, When: "It was offered and not attended, with why; it counts apart from held and missed."},
	{Of: "supervision session", From: "held", To: "held", By: []string{"supervision.Amend"}, When: "A later version of what was written, with the reason. Signatures of the version before do not hold for it."},
	{Of: "supervision session", From: "held", To: "held, signed by both", By: []string{"supervision.Sign"}, When: "The version is the one that was read; each side once. Nobody signs for both."},
	{Of: "supervision session", From: "planned, held, missed or offered", To: "withdrawn", By: []string{"supervision.TakeBack"}, When: "Entered in error, with the reason. It counts nowhere any more and stays readable."},
}
