// Package plan is the room of what is decided and agreed with a person: goals
// in their words, options that were talked through, the personalised care and
// support plan with who does what until when, the plans that the person uses
// without us, and what was said about medicines. Texts stand in versions, and
// nothing is overwritten.
package plan

import (
	"footbridge/internal/app/written"
	"footbridge/internal/outline"
)

// The kinds of text.
const (
	Support   = "support"
	Options   = "options"
	Self      = "self"
	Well      = "well"
	Medicines = "medicines"
)

// Parts that the command fills in itself, and those from which it takes them.
const (
	partGoals      = "goals"
	partActions    = "actions"
	PartNew        = "new" // further actions
	PartOwn        = "own" // what a prescriber advised or prescribed themselves
	partPrescribed = "prescribed"
)

var contact = []outline.Col{{Key: "name", Title: "Who"}, {Key: "reach", Title: "How to reach them"}, {Key: "when", Title: "When they are there"}}

// Outlines are the kinds, in the order in which pages show them. The headings
// are this software's own words; what stands under them is the person's.
var Outlines = []outline.Outline{
	{Kind: Support, Name: "care and support plan", Title: "Personalised care and support plan", Own: "My care and support plan", Made: true, Parts: []outline.Part{
		{Key: "about", Title: "About me, and what matters to me", Shape: outline.Words},
		{Key: "strengths", Title: "What I am good at, and what helps me", Shape: outline.Words},
		{Key: "needs", Title: "What I need, and what worries me", Shape: outline.Words},
		{Key: partGoals, Title: "My goals", Shape: outline.Taken, Cols: []outline.Col{{Key: "words", Title: "Goal"}, {Key: "chosen", Title: "Chosen by"}, {Key: "met", Title: "How far it is met"}}},
		{Key: partActions, Title: "Who does what, and by when", Shape: outline.Taken, Cols: []outline.Col{{Key: "what", Title: "What"}, {Key: "who", Title: "Who"}, {Key: "by", Title: "By when", Day: true, Before: "by "}, {Key: "state", Title: "State"}}},
		{Key: PartNew, Title: "What else we agree to do", Help: "Each goes on the list of actions, where it can be ticked off", Shape: outline.Lines, Cols: []outline.Col{
			{Key: "what", Title: "What"}, {Key: "who", Title: "Who does it", Must: true, Choices: []string{"", "Choose", "person", "The person", "practitioner", "The practitioner", "other", "Somebody else"}},
			{Key: "name", Title: "Name, when it is somebody else"}, {Key: "by", Title: "By when", Day: true}}},
		{Key: "involved", Title: "Who else is involved, and what they should know", Shape: outline.Words},
		{Key: "harder", Title: "If things get harder", Help: "What I do, what others do. What keeps me safe stands in the safety plan", Shape: outline.Words},
	}},
	{Kind: Options, Name: "sheet of options", Title: "Options talked through", Own: "What I can choose from", Made: true, Each: true, Parts: []outline.Part{
		{Key: "about", Title: "What we decide about", Shape: outline.Words},
		{Key: "matters", Title: "What matters to me in this", Shape: outline.Words},
		{Key: "options", Title: "Options", Help: "Doing nothing for now is one of them", Shape: outline.Lines, Cols: []outline.Col{
			{Key: "option", Title: "Option"}, {Key: "for", Title: "What speaks for it, in my words", Before: "for it: ", Long: true}, {Key: "against", Title: "What speaks against it, in my words", Before: "against it: ", Long: true},
			{Key: "choice", Title: "Choice", Must: true, Choices: []string{"", "Choose", "chosen", "Chosen", "not now", "Not now", "no", "No", "open", "Still thinking"}},
			{Key: "who", Title: "Who chose", Choices: []string{"", "Choose", "person", "The person", "together", "Together", "practitioner", "The practitioner", "carer", "A carer"}, Before: "chosen by: "}}},
		{Key: "next", Title: "What happens next", Shape: outline.Words},
	}},
	{Kind: Self, Name: "self-management plan", Title: "Self-management plan", Own: "My self-management plan", Made: true, Parts: []outline.Part{
		{Key: "signs", Title: "How I notice that it is getting harder", Shape: outline.Words},
		{Key: "daily", Title: "What helps me from day to day", Shape: outline.Words},
		{Key: "when", Title: "What I do when …", Shape: outline.Lines, Cols: []outline.Col{{Key: "if", Title: "When", Before: "When "}, {Key: "then", Title: "then I"}}},
		{Key: "worse", Title: "What makes it worse, and what I leave out", Shape: outline.Words},
		{Key: "others", Title: "What others can do for me", Shape: outline.Words},
		{Key: "contact", Title: "Whom I contact", Shape: outline.Lines, Cols: contact},
	}},
	{Kind: Well, Name: "staying-well plan", Title: "Staying-well plan", Own: "My staying-well plan", Made: true, Parts: []outline.Part{
		{Key: "well", Title: "How I am when I am well", Shape: outline.Words},
		{Key: "keep", Title: "What I keep doing to stay well", Shape: outline.Words},
		{Key: "learned", Title: "What I have learned that helps", Shape: outline.Words},
		{Key: "throws", Title: "What can throw me", Shape: outline.Words},
		{Key: "signs", Title: "My early signs", Shape: outline.Words},
		{Key: "when", Title: "What I do when I notice them", Shape: outline.Lines, Cols: []outline.Col{{Key: "if", Title: "When", Before: "When "}, {Key: "then", Title: "then I"}}},
		{Key: "contact", Title: "Whom I contact, and how I come back", Shape: outline.Lines, Cols: contact},
	}},
	{Kind: Medicines, Name: "medication review note", Title: "Medication review note", Each: true, Parts: []outline.Part{
		{Key: "taken", Title: "What is taken, as told", Shape: outline.Lines, Cols: []outline.Col{{Key: "what", Title: "Medicine"}, {Key: "how", Title: "How it is taken, as told"}, {Key: "source", Title: "Who said so, or where it stands", Before: "source: ", Must: true}}},
		{Key: "talked", Title: "What we talked about", Help: "What it does for the person, side effects, what gets in the way", Shape: outline.Words},
		{Key: "question", Title: "Question, or advice that is asked for", Shape: outline.Words},
		{Key: "asked", Title: "Asked of", Shape: outline.Lines, Cols: []outline.Col{{Key: "who", Title: "Whom", Choices: []string{"", "Choose", "pharmacist", "Pharmacist", "gp", "GP", "other", "Somebody else"}}, {Key: "name", Title: "Name"}, {Key: "when", Title: "When", Day: true}, {Key: "answer", Title: "What came back", Long: true}}},
		{Key: "elsewhere", Title: "Advised or prescribed elsewhere", Help: "A record of what somebody else decided", Shape: outline.Lines, Cols: []outline.Col{{Key: "what", Title: "What", Long: true}, {Key: "who", Title: "By whom", Before: "by ", Must: true}, {Key: "when", Title: "When", Day: true, Must: true}}},
		{Key: partPrescribed, Title: "Advised or prescribed by a practitioner here", Shape: outline.Taken, Cols: []outline.Col{{Key: "what", Title: "What"}, {Key: "where", Title: "Where it was prescribed", Before: "written on: "}, {Key: "who", Title: "By whom", Before: "by "}, {Key: "when", Title: "When", Day: true}}},
		{Key: PartOwn, Title: "Advised or prescribed by me", Help: "Prescribe in the practice’s system or on paper first; this is a record of it", Shape: outline.Lines, Cols: []outline.Col{{Key: "what", Title: "What", Long: true}, {Key: "where", Title: "Where it was prescribed, or “advice only”", Must: true}}},
	}},
}

var store = written.Store{Texts: "plan_text", Handed: "plan_handed", Withdrawn: "plan_withdrawn", Outlines: Outlines, Draft: "plan"}
