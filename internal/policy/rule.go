// Package policy holds dated national rules as data. Each version of a rule
// says from when to when it holds, where it is published and how sure we are.
// A rule is asked with a day: rule.On(day). What nobody has published is not
// set: the answer is ok=false or an unset Figure, never a guess and never
// zero. Where sources disagree each is kept, and the network decides which
// one it follows; nothing here decides about a person.
package policy

import (
	"fmt"

	"footbridge/internal/calendar"
)

// How sure we are of a source.
const (
	High       = "H"   // NHS England, NHS Digital, Parliament, or published NHS code
	MediumHigh = "M-H" // several good secondary sources that agree
	Medium     = "M"   // trade press, local medical committee, training hub or ICB page
	Low        = "L"   // one weak source, or arithmetic of our own
)

// Source says where something is published.
type Source struct {
	Name       string // as one would cite it
	URL        string // or public repository and path; "" when none is known
	Confidence string // High, MediumHigh, Medium or Low
	Note       string // what to know before relying on it
}

// with gives the source with a note and a confidence of its own.
func (s Source) with(confidence, note string) Source {
	s.Confidence, s.Note = confidence, note
	return s
}

// Version is what a rule says for a while. From is the first day; To is the
// first day on which it no longer holds, zero when that is open.
type Version[T any] struct {
	From, To calendar.Date
	Value    T
	Source   Source
}

// Holds reports whether the version holds on d.
func (v Version[T]) Holds(d calendar.Date) bool {
	return !d.IsZero() && !d.Before(v.From) && (v.To.IsZero() || d.Before(v.To))
}

// Rule is one national rule over time. ID is stable and is stored wherever
// somebody relied on the rule.
type Rule[T any] struct {
	ID, Title, What string
	Versions        []Version[T] // in order of From, not overlapping
	Gaps            []Gap        // every gap between versions, with its reason
}

// Gap is a time for which a rule has no version, and why.
type Gap struct {
	From, To calendar.Date
	Why      string
}

// On gives the version that holds on d; ok is false when there is none:
// before the first, in a gap, or when nothing was ever found.
func (r Rule[T]) On(d calendar.Date) (v Version[T], ok bool) {
	for _, v := range r.Versions {
		if v.Holds(d) {
			return v, true
		}
	}
	return Version[T]{}, false
}

// Listing is a rule for a page: the same for every type of value.
type Listing struct {
	ID, Title, What string
	Versions        []Listed
	Gaps            []Gap
}

// Listed is a version with its value in words.
type Listed struct {
	From, To calendar.Date
	Value    string
	Source   Source
}

// List gives the rule for a page.
func (r Rule[T]) List() Listing {
	l := Listing{ID: r.ID, Title: r.Title, What: r.What, Gaps: r.Gaps}
	for _, v := range r.Versions {
		l.Versions = append(l.Versions, Listed{v.From, v.To, fmt.Sprint(v.Value), v.Source})
	}
	return l
}

// All lists every rule, in the order in which a page shows them.
func All() []Listing {
	return []Listing{
		Eligibility.List(), RoleTypes.List(), Functions.List(), Employment.List(),
		Posts.List(), PostsPlanned.List(),
		Funding.List(), ArrsSum.List(), CarryForward.List(), Redistribution.List(),
		ReimbursableElements.List(), ReimbursableCap.List(), CapUplift.List(),
		Claims.List(), PlanDeadline.List(), Nwrs.List(),
		Supervision.List(), SupervisionLocal.List(),
		FourWeekAdult.List(), FourWeekCYP.List(),
		QofMentalHealth.List(), QofIndicators.List(), QofAdjustments.List(), PhysicalHealthCheck.List(), CheckInterval.List(), LocalVariation.List(),
	}
}

// Figure is an amount of money that may not be set.
type Figure struct {
	thousandths int64
	set         bool
}

// pounds gives a set Figure from thousandths of a pound.
func pounds(thousandths int64) Figure { return Figure{thousandths, true} }

// Thousandths gives the amount in thousandths of a pound; ok is false when
// nobody has published it.
func (f Figure) Thousandths() (amount int64, ok bool) { return f.thousandths, f.set }

// String gives "£22.671", "£1,711,000,000" or "not set".
func (f Figure) String() string {
	if !f.set {
		return "not set"
	}
	whole, rest := f.thousandths/1000, f.thousandths%1000
	switch {
	case rest == 0:
		return "£" + grouped(whole)
	case rest%10 == 0:
		return fmt.Sprintf("£%s.%02d", grouped(whole), rest/10)
	default:
		return fmt.Sprintf("£%s.%03d", grouped(whole), rest)
	}
}

// grouped gives 1711000 as "1,711,000".
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func day(iso string) calendar.Date {
	if iso == "" {
		return calendar.Date{}
	}
	return calendar.MustDate(iso)
}
