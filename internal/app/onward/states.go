package onward

import "footbridge/internal/app/episode"

// The states of an onward request.
const (
	Ready     = "ready"
	Sent      = "sent"
	Received  = "received"
	Accepted  = "accepted"
	Waits     = "waiting"
	CameBack  = "came back"
	FirstSeen = "first seen"
	Done      = "done"
	Ended     = "ended"
)

// States lists them with the words of a page, in their order.
var States = [][2]string{
	{Ready, "Prepared, not sent"}, {Sent, "Sent"}, {Received, "Received"}, {Accepted, "Accepted"}, {Waits, "On their waiting list"},
	{CameBack, "Came back"}, {FirstSeen, "First seen"}, {Done, "Done"}, {Ended, "Ended"},
}

// StateText is a state in words.
func StateText(state string) string { return textOf(States, state) }

// open reports whether somebody still has to do something.
func open(state string) bool { return state != Done && state != Ended && state != "" }

// allowed says from which states an event leads where.
var allowed = map[string]struct {
	from []string
	to   string
}{
	Sent:      {[]string{Ready}, Sent},
	Received:  {[]string{Sent}, Received},
	Accepted:  {[]string{Sent, Received, Waits}, Accepted},
	Waits:     {[]string{Sent, Received, Accepted}, Waits},
	Declined:  {[]string{Sent, Received, Accepted, Waits}, CameBack},
	FirstSeen: {[]string{Sent, Received, Accepted, Waits}, FirstSeen},
	Done:      {[]string{FirstSeen}, Done},
	Ended:     {[]string{Ready, Sent, Received, Accepted, Waits, CameBack, FirstSeen}, Ended},
}

// Moves are all the ways in which an onward request goes from one state to
// another. docs/states.md is written from these.
var Moves = []episode.Move{
	{Of: "onward request", From: "", To: "ready", By: []string{"onward.Prepare"}, When: "What the service wants to know is written; the person’s answer about sharing is recorded, or why it is shared without one. It has an owner from here on: who holds the episode, else who prepared it."},
	{Of: "onward request", From: "ready", To: "sent", By: []string{"onward.MarkSent"}, When: "Somebody says when it went, and with their reference when it was entered in their system."},
	{Of: "onward request", From: "sent", To: "received", By: []string{"onward.Note"}, When: "Each of these says who told us and how."},
	{Of: "onward request", From: "sent, received, accepted", To: "waiting", By: []string{"onward.Note"}, When: "With what the person was told, when it is expected, and when the person is told again how it stands."},
	{Of: "onward request", From: "sent, received, waiting", To: "accepted", By: []string{"onward.Note"}, When: "They take the person on."},
	{Of: "onward request", From: "sent, received, accepted, waiting", To: "came back", By: []string{"onward.Note"}, When: "Duplicate, inappropriate, incomplete or other, with their words. It goes to a named owner with a day by which somebody looks after it: who holds the episode, else who sent it, else the team lead."},
	{Of: "onward request", From: "sent, received, accepted, waiting", To: "first seen", By: []string{"onward.Note"}, When: "The service has seen the person."},
	{Of: "onward request", From: "first seen", To: "done", By: []string{"onward.Note"}, When: "It says who told the person that it is finished, and how, or why nobody did."},
	{Of: "onward request", From: "came back", To: "ended", By: []string{"onward.End"}, When: "Not before the person was told, or it is said why not: another door (with the new onward request), kept here, the person does not want it, or other with words."},
	{Of: "onward request", From: "ready, sent, received, accepted, waiting, first seen", To: "ended", By: []string{"onward.End"}, When: "The person does not want it, or other with words; the person was told, or it is said why not."},
	{Of: "onward request", From: "any but ready", To: "the one before", By: []string{"onward.Correct"}, When: "The last thing that was recorded is marked as an error, with a reason; it stays readable, and so on backwards. Nothing is overwritten."},
}
