// Package safety is the room of keeping safe, in its order: an assessment told
// as a narrative, a formulation that is a shared understanding, and a plan in
// the person's own words. None of them has a value, a label or a colour that
// says how much of a danger somebody is; NICE NG225 1.6.1 to 1.6.4 and "Staying
// safe from suicide" (NHS England, 2025) say why.
package safety

// The three kinds, in the order in which they are made.
const (
	Assessment  = "assessment"
	Formulation = "formulation"
	Plan        = "plan"
)

// Shape says how a part of an outline is filled in.
type Shape string

// The shapes of a part.
const (
	Words    Shape = "words"    // text
	Asked    Shape = "asked"    // asked, not asked or declined; with text
	Agreed   Shape = "agreed"   // yes, partly or no; with why
	Rows     Shape = "rows"     // lines of several columns
	Services Shape = "services" // services of the practice that the person chose, and own ones as rows
)

// The answers to "was it asked?". Nothing chosen is refused: not asking is an
// answer, and a blank is none.
const (
	WasAsked  = "asked"
	NotAsked  = "not asked"
	WasntTold = "declined"
)

// Part is one heading of an outline.
type Part struct {
	Key   string
	Title string
	Help  string
	Shape Shape
	Step  int // of the ladder, 0 outside it
	Cols  []Col
}

// Col is one column of a part that has rows. Choices are pairs of value and
// text, for a column in which one is chosen; Said is what a line says for each.
// Before stands before the cell in a line.
type Col struct {
	Key, Title string
	Choices    []string
	Said       map[string]string
	Before     string
}

// Outline is what one kind asks about, in order. The headings are this
// software's own words.
type Outline struct {
	Kind  string
	Name  string // "safety plan"
	Title string // "Safety plan"
	Parts []Part
}

// Part gives the part with a key.
func (o Outline) Part(key string) (Part, bool) {
	for _, p := range o.Parts {
		if p.Key == key {
			return p, true
		}
	}
	return Part{}, false
}

// Outlines are the three, in order.
var Outlines = []Outline{assessment, formulation, plan}

// OutlineOf gives the outline of a kind.
func OutlineOf(kind string) (Outline, bool) {
	for _, o := range Outlines {
		if o.Kind == kind {
			return o, true
		}
	}
	return Outline{}, false
}

var assessment = Outline{Kind: Assessment, Name: "safety assessment", Title: "Safety assessment", Parts: []Part{
	{Key: "present", Title: "Who was there, and who else was spoken with", Help: "Listening to the family needs no consent", Shape: Words},
	{Key: "says", Title: "What the person says, in their own words", Shape: Words},
	{Key: "thoughts", Title: "Thoughts of ending life or of self-harm", Shape: Asked},
	{Key: "plans", Title: "Plans", Shape: Asked},
	{Key: "intent", Title: "Intent: what they mean to do", Shape: Asked},
	{Key: "means", Title: "Means: what is within reach", Shape: Asked},
	{Key: "past", Title: "What happened before", Help: "Earlier times, what led to them, what followed, what helped", Shape: Words},
	{Key: "changed", Title: "What changed lately", Shape: Words},
	{Key: "harder", Title: "What makes it harder now", Shape: Words},
	{Key: "easier", Title: "What makes it easier now", Shape: Words},
	{Key: "hopes", Title: "Hopes and reasons for living", Shape: Words},
	{Key: "view", Title: "The professional’s view", Help: "What this means for this person, and what is needed now. In sentences", Shape: Words},
	{Key: "differs", Title: "The person’s view, where it differs", Shape: Words},
	{Key: "missing", Title: "What is not known yet", Help: "Records not seen, people not reached", Shape: Words},
}}

var formulation = Outline{Kind: Formulation, Name: "safety formulation", Title: "Safety formulation", Parts: []Part{
	{Key: "problem", Title: "What is difficult now, in words that we share", Shape: Words},
	{Key: "longstanding", Title: "What has been there for a long time", Shape: Words},
	{Key: "recent", Title: "What happened lately", Shape: Words},
	{Key: "changeable", Title: "What can change, and what would change it", Shape: Rows, Cols: []Col{{Key: "what", Title: "What can change"}, {Key: "how", Title: "What would change it", Before: "what would change it: "}}},
	{Key: "strengths", Title: "Strengths, and what protects", Shape: Words},
	{Key: "foreseen", Title: "What could change, and what we would do then", Shape: Rows, Cols: []Col{{Key: "if", Title: "If", Before: "If "}, {Key: "then", Title: "then", Before: "then "}}},
	{Key: "agreed", Title: "Is this how the person sees it?", Shape: Agreed},
}}

// plan has the six-step structure of the Stanley-Brown intervention. The words
// are this software's own; what stands under them is the person's.
var plan = Outline{Kind: Plan, Name: "safety plan", Title: "Safety plan", Parts: []Part{
	{Key: "matters", Title: "What matters to me, and what I live for", Shape: Words},
	{Key: "signs", Title: "How I notice that it is getting harder", Help: "Thoughts, feelings, places, what I do or stop doing", Shape: Words, Step: 1},
	{Key: "alone", Title: "What I can do on my own", Shape: Words, Step: 2},
	{Key: "company", Title: "People and places that take my mind off it", Help: "I don’t have to tell them why", Shape: Words, Step: 3},
	{Key: "help", Title: "People I can ask for help", Shape: Rows, Step: 4, Cols: []Col{{Key: "name", Title: "Name"}, {Key: "reach", Title: "How to reach them"},
		{Key: "agreed", Title: "Have they agreed?", Choices: []string{"", "Not said", "yes", "Yes", "not yet", "Not asked yet", "no", "No"}, Said: map[string]string{"yes": "has agreed", "not yet": "not asked yet", "no": "has not agreed"}}}},
	{Key: "services", Title: "Professionals and services I can turn to", Shape: Services, Step: 5, Cols: []Col{{Key: "name", Title: "Who"}, {Key: "reach", Title: "How to reach them"}, {Key: "hours", Title: "When they are there"}}},
	{Key: "around", Title: "Making things around me safer", Shape: Rows, Step: 6, Cols: []Col{{Key: "what", Title: "What"}, {Key: "who", Title: "Who does it", Before: "who: "}, {Key: "when", Title: "By when", Before: "by when: "}}},
	{Key: "feelsafe", Title: "What helps me feel safe", Shape: Words},
	{Key: "enough", Title: "If this plan is not enough", Help: "What I want to happen then", Shape: Words},
}}
