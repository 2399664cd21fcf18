// Package outline describes what is written under headings: which parts there
// are, what may stand under each, and how two versions differ. It knows no
// room, no page and no table.
package outline

// Shape says how a part of an outline is filled in.
type Shape string

// The shapes of a part.
const (
	Words Shape = "words" // text that may stay empty
	Asked Shape = "asked" // one of the answers, with text; its lines, if it has columns, stand below
	Lines Shape = "lines" // lines of several columns
	Taken Shape = "taken" // lines that the command takes from elsewhere when it records, never from the form
)

// What was answered. Not asked, declined and none are three different things,
// and none of them is the same as text.
const (
	WasAsked = "asked" // and what was said stands in the text
	None     = "none"  // asked, and there is none
	Declined = "declined"
	NotAsked = "not asked"
)

// Answer is one answer to a part that is Asked. Must says that text belongs to
// it, May that text can stand with it.
type Answer struct {
	Value, Text string
	Must, May   bool
}

// ThreeWay are the answers to a question that has no others.
var ThreeWay = []Answer{
	{Value: WasAsked, Text: "Asked, and answered", Must: true, May: true},
	{Value: None, Text: "Asked: none"},
	{Value: Declined, Text: "Asked: declined to say", May: true},
	{Value: NotAsked, Text: "Not asked"},
}

// Part is one heading of an outline.
type Part struct {
	Key     string
	Title   string
	Help    string
	Section string // under which heading it stands; the parts of a section follow each other
	Shape   Shape
	Answers []Answer // of a part that is Asked; ThreeWay when left out
	Cols    []Col
	Private bool // never for the person's online view or somebody who acts for them
	Tall    bool // the text usually is long
}

// Offers gives the answers of a part that is Asked.
func (p Part) Offers() []Answer {
	if p.Shape != Asked {
		return nil
	}
	if p.Answers != nil {
		return p.Answers
	}
	return ThreeWay
}

// Answer gives the answer with a value.
func (p Part) Answer(value string) (Answer, bool) {
	for _, a := range p.Offers() {
		if a.Value == value {
			return a, true
		}
	}
	return Answer{}, false
}

// Col is one column of a part that has lines. Choices are pairs of value and
// text, for a column in which one is chosen. Before stands before the cell in
// a line that is read. Day is for a day, kept as 2026-12-04.
type Col struct {
	Key, Title string
	Choices    []string
	Before     string
	Long       bool // several lines of text
	Day        bool
	Must       bool // besides the first column, which always must be filled
}

// Says gives a cell in words.
func (c Col) Says(cell string) string {
	for i := 0; i+1 < len(c.Choices); i += 2 {
		if c.Choices[i] == cell && cell != "" {
			return c.Before + c.Choices[i+1]
		}
	}
	if c.Day {
		if d, err := ParseDay(cell); err == nil {
			return c.Before + d.Medium()
		}
	}
	return c.Before + cell
}

// Outline is what one kind of text is written under, in order.
type Outline struct {
	Kind  string
	Name  string // "self-management plan"
	Title string // "Self-management plan"
	Own   string // the person's heading, "My self-management plan"; "" when there is no sheet for the person
	Parts []Part
	Made  bool // says with whom it was made, and when it is looked at again
	Each  bool // each stands for itself, unless it was begun from an earlier one
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

// Find gives the outline of a kind.
func Find(list []Outline, kind string) (Outline, bool) {
	for _, o := range list {
		if o.Kind == kind {
			return o, true
		}
	}
	return Outline{}, false
}
