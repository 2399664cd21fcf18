// Package measure holds questionnaires: their items as far as the licence
// lets us ship them, how they are scored, what their published bands are, and
// when a change is reliable. It scores and compares; it never computes a risk,
// never diagnoses, and nothing may gate or rank people by what it says.
package measure

import "slices"

// Instrument is one version of one questionnaire.
type Instrument struct {
	Code    string // "phq-9"; stable, lower case
	Name    string // "PHQ-9"
	Title   string
	Version string // of the instrument as defined here; results of different versions are never compared

	Notice      string // licence and attribution, shown wherever items are shown or printed
	Period      string // what time the answers are about
	Instruction string // what stands above the items

	// WordingIncluded: Items have the exact text. Otherwise Text is empty,
	// Theme only says what an item is about and is not to be put to the
	// person, and the answers are entered from paper.
	WordingIncluded bool
	Items           []Item
	Options         []Option // of every item that has none of its own
	Extras          []Item   // asked, and never scored

	Max            int // the highest total; the lowest is 0
	HigherIsBetter bool
	// MayMiss is how many answers may be missing for a total that is then
	// prorated and labelled; 0 for most.
	MayMiss   int
	Bands     []Band // published severity bands, in order; none for some
	Case      Cut    // the published cut-off for caseness; zero when there is none
	Subscales []SubscaleDef
	// Safety is the number of the item that a named human acknowledges when
	// its answer is above 0; 0 when there is none.
	Safety     int
	Thresholds []Threshold // for reliable change; the first is the default

	Snomed     string // SNOMED CT concept of the score; "" when not found
	LoincPanel string
	LoincTotal string
	Source     string // of the scoring
	Notes      []string
}

// Item is one question.
type Item struct {
	Number   int // from 1, as on paper
	Text     string
	Theme    string // what it is about, in our words
	Reversed bool   // scored from the other end
	Loinc    string
	Options  []Option // nil: the instrument's
	// Inform is what to tell when the answer is above 0, for an item that
	// deserves a question by a human and is no safety item.
	Inform string
}

// Option is one answer.
type Option struct {
	Value int
	Text  string
	Loinc string
}

// Band is a published severity band of the questionnaire: totals from Min up
// to the next band. It describes answers, not a person.
type Band struct {
	Min  int
	Name string
}

// Cut is a published cut-off: At or more counts.
type Cut struct {
	At     int // 0 is none
	Source string
}

// Threshold is by how much a total must change for the change to be reliable.
type Threshold struct {
	Key    string // names the choice where sources differ: "manual", "national"
	By     int    // inclusive
	Source string
}

// SubscaleDef is a part of the items that is looked at on its own.
type SubscaleDef struct {
	Key, Title  string
	First, Last int   // item numbers
	Items       []int // instead of First to Last, where they don't stand in a row
	// Present and Needed, where set, describe a symptom pattern: an item is
	// present when answered with Present or more, and Needed of them must be.
	Present, Needed int
	// OfferAt and Offer: at this score or more, this instrument is offered.
	OfferAt int
	Offer   string
}

// OptionsOf gives the answers of an item.
func (inst *Instrument) OptionsOf(item Item) []Option {
	if item.Options != nil {
		return item.Options
	}
	return inst.Options
}

// highest gives the highest value that an item can have.
func (inst *Instrument) highest(item Item) int {
	top := 0
	for _, o := range inst.OptionsOf(item) {
		top = max(top, o.Value)
	}
	return top
}

// allows reports whether value is one of the item's answers.
func (inst *Instrument) allows(item Item, value int) bool {
	return slices.ContainsFunc(inst.OptionsOf(item), func(o Option) bool { return o.Value == value })
}

// has reports whether the item with the number belongs to the subscale.
func (def SubscaleDef) has(number int) bool {
	if def.Items != nil {
		return slices.Contains(def.Items, number)
	}
	return number >= def.First && number <= def.Last
}

// band gives the name of the band that total is in, "" when there are none.
func (inst *Instrument) band(total int) string {
	name := ""
	for _, b := range inst.Bands {
		if total >= b.Min {
			name = b.Name
		}
	}
	return name
}

// ThresholdBy gives the threshold with the key; "" is the default one.
func (inst *Instrument) ThresholdBy(key string) (t Threshold, ok bool) {
	for _, t := range inst.Thresholds {
		if key == "" || t.Key == key {
			return t, true
		}
	}
	return Threshold{}, false
}

// All lists the built-in instruments in the order in which they are offered.
func All() []*Instrument { return []*Instrument{PHQ9, GAD7, PHQ4, CORE10, YPCORE, PCL5, Goal} }

// ByCode gives the built-in instrument with the code.
func ByCode(code string) (*Instrument, bool) {
	for _, inst := range All() {
		if inst.Code == code {
			return inst, true
		}
	}
	return nil, false
}
