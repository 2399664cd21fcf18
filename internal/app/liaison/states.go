package liaison

import "footbridge/internal/app/episode"

// Moves are the ways in which a question to the advice desk and an ask go from
// one state to another, for docs/states.md.
var Moves = []episode.Move{
	{Of: "question to the advice desk", To: "open", By: []string{"liaison.AskAdvice"}, When: "Asked by a practice clinician, or written down by a practitioner for one. The day by which an answer is owed is counted in working days by the practice’s target; while none is agreed, it is the day by which the asker needs it."},
	{Of: "question to the advice desk", From: "open", To: "open, taken", By: []string{"liaison.Take"}, When: "The version is the one that was read. A question that somebody in post has taken is not taken from them before its day has passed."},
	{Of: "question to the advice desk", From: "open, taken", To: "open", By: []string{"liaison.PutBack"}, When: "By whoever took it, with a reason. The clock goes on."},
	{Of: "question to the advice desk", From: "open", To: "answered", By: []string{"liaison.GiveAnswer"}, When: "In four parts, with the minutes. Whoever asked owns it until it is copied and ended."},
	{Of: "question to the advice desk", From: "answered", To: "answered", By: []string{"liaison.GiveAnswer"}, When: "A correction is a further answer, and has to be copied again; the minutes stay as they are."},
	{Of: "question to the advice desk", From: "open or answered", To: "turned", By: []string{"liaison.ToTriage", "liaison.ToBooking"}, When: "About a person, and once: the request was received when the question was asked, and has the clock from there. It says who told the person, or why they need not be told."},
	{Of: "question to the advice desk", From: "answered", To: "closed", By: []string{"liaison.CloseAdvice"}, When: "About a person it says who told them, or why they need not be told."},
	{Of: "question to the advice desk", From: "open", To: "closed", By: []string{"liaison.CloseAdvice"}, When: "Without an answer only with a reason; about a person with the same word of who told them."},
	{Of: "ask", To: "asked", By: []string{"liaison.GiveAsk"}, When: "Of a role that somebody in the network holds, or of somebody by name, with a day."},
	{Of: "ask", From: "asked", To: "accepted", By: []string{"liaison.Accept"}, When: "By its owner, who then owns it by name."},
	{Of: "ask", From: "asked or accepted", To: "came back", By: []string{"liaison.ReturnAsk"}, When: "With a reason, to somebody by name and with a new day: whoever asked, unless another is chosen."},
	{Of: "ask", From: "came back, asked or accepted", To: "asked", By: []string{"liaison.PassOn"}, When: "Somebody else is asked, or the same again, with a new day."},
	{Of: "ask", From: "asked or accepted", To: "answered", By: []string{"liaison.AnswerAsk"}, When: "By its owner. About a person it says who told them, or why they need not be told."},
	{Of: "ask", From: "asked, accepted or came back", To: "ended", By: []string{"liaison.EndAsk"}, When: "By whoever asked, or to whom it came back, with a reason and the same word of who told the person."},
}
