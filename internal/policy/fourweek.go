package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// Variant is which of the two published measures a spell is in.
type Variant int

// The measure for adults (18 and over when the request was received) and the
// one for children and young people (0 to 17).
const (
	Adult Variant = iota
	CYP
)

func (v Variant) String() string {
	if v == CYP {
		return "children and young people"
	}
	return "adults"
}

// VariantFor gives the variant for an age in years on the day on which the
// request was received; ok is false when the age is not known (below 0).
func VariantFor(age int) (v Variant, ok bool) {
	if age < 0 {
		return Adult, false
	}
	if age < 18 {
		return CYP, true
	}
	return Adult, true
}

// The constants of the measure.
const (
	WithinDays   = 28 // inclusive: day 28 counts, day 29 doesn't
	MergeGapDays = 5  // a request that comes so many days after the last one ended belongs to the same spell
)

// assessmentRequiredFrom is the day before which a spell must have begun, and
// its first contact been, for the assessment not to be required.
var assessmentRequiredFrom = day("2024-04-01")

// longWaitWeeks are the long waits that are published.
var longWaitWeeks = []int{104, 78, 52}

// ClockRule describes the four-week measure for a page; Clock computes it.
type ClockRule struct {
	Teams     Words             // in scope; empty: any but those that the source leaves out
	Recode    map[string]string // a team that counts as another one
	LeftOut   Words             // providers that the source leaves out
	StopsWhen Words
	Refsets   Words // SNOMED CT reference sets and concepts, imported by the site
}

func (c ClockRule) String() string {
	s := fmt.Sprintf("within %d days of the request being received, day %d included; stops on the latest of: %s", WithinDays, WithinDays, c.StopsWhen)
	if len(c.Teams) > 0 {
		s += "; teams " + c.Teams.String()
	}
	for _, from := range slices.Sorted(maps.Keys(c.Recode)) {
		s += ", " + from + " counted as " + c.Recode[from]
	}
	if len(c.LeftOut) > 0 {
		s += "; without the providers " + c.LeftOut.String()
	}
	return s
}

// FourWeekAdult is the four-week measure for adults.
var FourWeekAdult = Rule[ClockRule]{
	ID: "four_week_wait_adult", Title: "The four-week measure for adults",
	What: "How long people wait for community mental health care. It is measured and published, and is not a performance standard. Requests that overlap, or begin 5 days or less after the last one ended, are one spell.",
	Versions: []Version[ClockRule]{
		{day("2024-04-01"), calendar.Date{}, ClockRule{
			Teams:     Words{"A05", "A06", "A08", "A09", "A12", "A13", "A16", "C10"},
			Recode:    map[string]string{"C03": "C10"},
			LeftOut:   Words{"DFC", "S9X2N"},
			StopsWhen: Words{"first contact", "first outcome score", "first meaningful assessment", "first agreed care plan or intervention"},
			Refsets:   Words{"1853441000000109", "1853461000000105", "1853481000000101", "1853451000000107"},
		}, mhmsCode},
	},
}

// FourWeekCYP is the four-week measure for children and young people.
var FourWeekCYP = Rule[ClockRule]{
	ID: "four_week_wait_cyp", Title: "The four-week measure for children and young people",
	What: "As for adults, without the assessment; indirect activity counts as a contact, and an assessment for autism or ADHD as an intervention.",
	Versions: []Version[ClockRule]{
		{day("2024-04-01"), calendar.Date{}, ClockRule{
			StopsWhen: Words{"first contact, direct or indirect", "first outcome score", "first agreed care plan or intervention"},
			Refsets:   Words{"1085671000000109", "1914891000000100"},
		}, mhmsCode},
	},
}

// Request is one request: when it was received, and when it ended, zero while
// it is open.
type Request struct{ Received, Ended calendar.Date }

// Span is one spell: its requests joined. End is zero while it is open.
type Span struct{ Start, End calendar.Date }

// Spans joins the requests for one person at one provider into spells, in
// order of time. Requests without a day of receipt are left out.
func Spans(requests []Request) []Span {
	sorted := slices.DeleteFunc(slices.Clone(requests), func(r Request) bool { return r.Received.IsZero() })
	slices.SortFunc(sorted, func(a, b Request) int { return a.Received.Compare(b.Received) })
	var spans []Span
	for _, r := range sorted {
		if n := len(spans); n > 0 {
			last := &spans[n-1]
			if last.End.IsZero() || r.Received.DaysSince(last.End) <= MergeGapDays {
				if !last.End.IsZero() && (r.Ended.IsZero() || r.Ended.After(last.End)) {
					last.End = r.Ended
				}
				continue
			}
		}
		spans = append(spans, Span{r.Received, r.Ended})
	}
	return spans
}

// Contact is one contact, or one piece of indirect activity.
type Contact struct {
	On        calendar.Date
	Mechanism nhs.Mechanism
	Attended  bool
	// Indirect activity, about the person and without them, counts as a
	// contact for children and young people only.
	Indirect bool
}

// Spell is what the clock is computed from: everything that happened for one
// person at one provider.
type Spell struct {
	Variant       Variant
	Requests      []Request
	Contacts      []Contact
	Outcomes      []calendar.Date // an outcome measure was scored
	Assessments   []calendar.Date // a meaningful assessment was recorded
	Plans         []calendar.Date // a care plan was agreed
	Interventions []calendar.Date // an intervention was recorded
}

// Part is one of the things that must all have happened.
type Part struct {
	Key, Title string        // Key: contact, outcome, assessment, plan
	On         calendar.Date // zero while missing
	Required   bool
	Why        string // why it is not required
}

// Missing reports whether the part is required and has not happened.
func (p Part) Missing() bool { return p.Required && p.On.IsZero() }

// State is where the clock of one spell stands at the end of a day.
type State struct {
	Variant Variant
	Start   calendar.Date // zero when there is no request
	Parts   []Part
	Stopped bool
	Stop    calendar.Date // when Stopped
	Ended   bool          // the spell ended before the clock stopped
	Days    int           // from Start to Stop, to the end of the spell, or to the day
	Within  bool          // Days is 28 or less
	// OverWeeks is 52, 78 or 104 when the wait is longer than that, else 0.
	OverWeeks int
	Sentence  string
}

// Missing gives the titles of the parts that are required and missing.
func (s State) Missing() []string {
	var titles []string
	for _, p := range s.Parts {
		if p.Missing() {
			titles = append(titles, p.Title)
		}
	}
	return titles
}

// Due gives the last day that is within four weeks.
func (s State) Due() calendar.Date { return s.Start.AddDays(WithinDays) }

// Clock gives the state of the latest spell at the end of the day today, by
// the published logic (notebooks/02_Specific_Prepare/02_4w_waits). What is
// dated before the spell, after its end or after today is ignored. Whether
// team, residence and provider are in scope is for the caller to know.
func Clock(events Spell, today calendar.Date) State {
	requests := slices.DeleteFunc(slices.Clone(events.Requests), func(r Request) bool { return r.Received.After(today) })
	spans := Spans(requests)
	if len(spans) == 0 {
		return State{Variant: events.Variant, Sentence: "There is no request, so no clock runs"}
	}
	span := spans[len(spans)-1]
	until := today
	if !span.End.IsZero() && span.End.Before(today) {
		until = span.End
	}
	s := State{Variant: events.Variant, Start: span.Start}
	s.Parts = parts(events, span.Start, until)
	s.Stopped = true
	for _, p := range s.Parts {
		if p.Missing() {
			s.Stopped = false
		}
		if p.Required && p.On.After(s.Stop) {
			s.Stop = p.On
		}
	}
	if s.Stopped {
		until = s.Stop
	} else {
		s.Stop = calendar.Date{}
		s.Ended = !span.End.IsZero() && !span.End.After(today)
	}
	s.Days = max(0, until.DaysSince(s.Start))
	s.Within = s.Days <= WithinDays
	for _, weeks := range longWaitWeeks {
		if s.Days > 7*weeks {
			s.OverWeeks = weeks
			break
		}
	}
	s.Sentence = s.sentence()
	return s
}

// parts finds the first of each part from start to until, both included.
func parts(e Spell, start, until calendar.Date) []Part {
	first := func(days ...calendar.Date) (earliest calendar.Date) {
		for _, d := range days {
			if !d.Before(start) && !d.After(until) && (earliest.IsZero() || d.Before(earliest)) {
				earliest = d
			}
		}
		return earliest
	}
	var contacts []calendar.Date
	for _, c := range e.Contacts {
		switch {
		case c.Indirect:
			if e.Variant == CYP {
				contacts = append(contacts, c.On)
			}
		case c.Attended && c.Mechanism.CountsForClock():
			contacts = append(contacts, c.On)
		}
	}
	contact := Part{Key: "contact", Title: "first contact", On: first(contacts...), Required: true}
	list := []Part{contact, {Key: "outcome", Title: "outcome score", On: first(e.Outcomes...), Required: true}}
	if e.Variant == Adult {
		assessment := Part{Key: "assessment", Title: "meaningful assessment", On: first(e.Assessments...), Required: true}
		if start.Before(assessmentRequiredFrom) && !contact.On.IsZero() && contact.On.Before(assessmentRequiredFrom) {
			assessment.Required = false
			assessment.Why = "not required: the spell began and the first contact was before " + assessmentRequiredFrom.Medium()
		}
		list = append(list, assessment)
	}
	return append(list, Part{Key: "plan", Title: "agreed care plan or intervention", On: first(append(slices.Clone(e.Plans), e.Interventions...)...), Required: true})
}

func (s State) sentence() string {
	n := fmt.Sprintf("%d days", s.Days)
	if s.Days == 1 {
		n = "1 day"
	}
	within := "within four weeks"
	if !s.Within {
		within = "later than four weeks"
	}
	missing := strings.Join(s.Missing(), ", ")
	switch {
	case s.Stopped:
		return fmt.Sprintf("The clock stopped on %s after %s, %s", s.Stop.Medium(), n, within)
	case s.Ended:
		return fmt.Sprintf("The spell ended after %s and the clock never stopped; missing: %s", n, missing)
	case s.Within:
		return fmt.Sprintf("The clock has run for %s and is due by %s; missing: %s", n, s.Due().Medium(), missing)
	default:
		return fmt.Sprintf("The clock has run for %s, longer than four weeks; missing: %s", n, missing)
	}
}
