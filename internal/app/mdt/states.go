package mdt

import "footbridge/internal/app/episode"

// The states of a meeting.
const (
	Planned   = "planned"
	Opened    = "open"
	Over      = "ended"
	Cancelled = "cancelled"
)

// What became of a person on the list of a meeting.
const (
	Waiting = "waiting" // not talked about yet
	Decided = "decided"
	NoneWas = "none" // talked about, and no decision, with a reason
	Carried = "carried"
)

// The states of a decision.
const (
	Open     = "open"
	Done     = "done"
	Dropped  = "dropped"
	Replaced = "replaced"
)

// Moves are the ways in which a meeting, a person on its list and a decision
// go from one state to another, for docs/states.md.
var Moves = []episode.Move{
	{Of: "team meeting", To: "planned", By: []string{"mdt.Plan"}, When: "With its day, its time, and a place or a link."},
	{Of: "team meeting", From: "planned", To: "open", By: []string{"mdt.Begin"}, When: "The list is made: each person once, with every reason."},
	{Of: "team meeting", From: "planned", To: "cancelled", By: []string{"mdt.Cancel"}, When: "With a reason; whoever was brought stays for the next one."},
	{Of: "team meeting", From: "open", To: "ended", By: []string{"mdt.End"}, When: "Somebody is written down as having been there. Whoever was not reached is carried over."},
	{Of: "person at a meeting", To: "waiting", By: []string{"mdt.Begin", "mdt.LookAgain", "mdt.Bring"}, When: "By a reason that the records give, or brought by hand with a reason."},
	{Of: "person at a meeting", From: "waiting, decided or none", To: "decided", By: []string{"mdt.Decide"}, When: "What, who and until when; and who tells the person, until when."},
	{Of: "person at a meeting", From: "waiting", To: "none", By: []string{"mdt.NoDecision"}, When: "With a reason; and who tells the person, until when."},
	{Of: "person at a meeting", From: "waiting", To: "carried", By: []string{"mdt.End"}, When: "Stands on the list of the next meeting as not reached."},
	{Of: "person at a meeting", From: "decided or none", To: "the same, told", By: []string{"mdt.Tell"}, When: "How and on which day, or why not."},
	{Of: "decision", To: "open", By: []string{"mdt.Decide"}, When: "When its owner is somebody else, it is an ask at the same time."},
	{Of: "decision", From: "open", To: "done", By: []string{"mdt.Settle", "liaison.AnswerAsk"}, When: "With words; or its ask is answered."},
	{Of: "decision", From: "open", To: "dropped", By: []string{"mdt.Settle"}, When: "With words; its ask ends."},
	{Of: "decision", From: "open", To: "replaced", By: []string{"mdt.Correct"}, When: "With a reason, by a new decision; the old one stays readable, and its ask ends."},
}
