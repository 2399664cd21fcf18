package claim

import (
	"fmt"
	"slices"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Position says whether a post is the network's first or a later one. What
// “first” counts within (network, band, adult or children) is for the network
// to say; before 1 April 2024 it makes no difference.
type Position string

// Unsaid blocks a claim from April 2024 on.
const (
	Unsaid Position = ""
	First  Position = "first"
	Later  Position = "later"
)

// London is in which high cost area a post is.
type London string

// NoLondon is outside London.
const (
	NoLondon London = "none"
	Inner    London = "inner"
	Outer    London = "outer"
)

// Basis is how a part of a month is counted.
type Basis string

// CalendarDays is the default: days in post ÷ days of the month. WorkingDays
// counts Monday to Friday without bank holidays in the same way.
const (
	CalendarDays Basis = "calendar days"
	WorkingDays  Basis = "working days"
)

// BasisNote says that the basis is a setting.
const BasisNote = "No national rule was found for part months: counting by calendar days is Footbridge’s default, and the ICB may ask for working days."

// Employment is how a post is employed.
type Employment string

// Independent posts are paid by a practice in full and are never claimed.
const (
	Joint       Employment = "jointly funded"
	Independent Employment = "independently employed"
)

// Pay is the cost of the post from a day on, a year's worth. The first row
// holds from the start of the post.
type Pay struct {
	From                           calendar.Date
	WTE                            Decimal
	Salary, NI, Pension, LondonPay Pence // LondonPay is London weighting
}

// Absence is sickness or leave, both days included. What is really paid of
// the cost is Percent, or Paid pence for the days of it in the month.
type Absence struct {
	Kind       string
	From, Last calendar.Date
	Percent    Decimal
	Paid       *Pence
}

// Cap is one dated maximum for a whole-time equivalent and a year. It holds
// from From to Last, both included, and until a later row begins. An empty
// Band, Position or London is for any.
type Cap struct {
	From, Last calendar.Date
	Band       policy.Band
	Position   Position
	London     London
	Annual     Pence
	// Supplement is what London adds to Annual; nil where it isn't set or
	// Annual has it already, for a row of one London area.
	Supplement *Pence
	Published  calendar.Date // when it could first be claimed; zero: always
	Source     string
}

// Grade is the band of a post from a day on, after its first one.
type Grade struct {
	From calendar.Date
	Band policy.Band
}

// Original is the claim that was made for the month before.
type Original struct {
	Scheme *Pence        // what was claimed; nil: worked out from MadeOn
	MadeOn calendar.Date // with the maximum amounts that were published then
}

// Input is everything about one post and one month.
type Input struct {
	Month      calendar.Month
	Role       policy.Role
	Band       policy.Band
	Grades     []Grade // bands that followed, in order of their first day
	Registered *bool   // nil: not said
	Employment Employment
	Start, End calendar.Date // End is the last day, zero while open
	Position   Position
	CountedBy  string // what “first” counts within, as the network says
	Agreement  bool   // a written agreement of network and provider is there
	Share      *Decimal
	London     London
	Pay        []Pay
	AsWorked   bool // amounts are for the hours worked, not for whole time
	Absences   []Absence
	Cover      bool // the person stands in for somebody who is absent
	Temporary  bool // temporary cover, which may be shorter than six months
	Caps       []Cap
	Basis      Basis
	// A baseline post of this role is vacant since then, and refilled on.
	VacantSince, Refilled calendar.Date
	Original              *Original
	StaffPaid             calendar.Date // the arrears reached the staff on; zero: not recorded
	Adjusted              []Pence       // adjustments that were claimed for the month already
}

const most Pence = 1_000_000_000 // £10 million a year: beyond it something else is meant

// check says everything that is wrong with the input.
func (in *Input) check() error {
	var c fault.Check
	c.Require(!in.Month.IsZero(), "month", "Say which month, like 2025-05")
	c.Require(!in.Start.IsZero(), "start", "Say on which day the post began")
	c.Require(in.End.IsZero() || !in.End.Before(in.Start), "end", "The post ends before it starts")
	c.Require(in.Band == "" || in.Band.IsKnown(), "band", "%q is no Agenda for Change band", in.Band)
	for i, g := range in.Grades {
		field := fmt.Sprintf("grade %d", i+1)
		c.Require(in.Band != "", "band", "The post is graded anew: say its band before")
		c.Require(g.Band.IsKnown(), field, "%q is no Agenda for Change band", g.Band)
		c.Require(!g.From.IsZero() && (i == 0 || g.From.After(in.Grades[i-1].From)), field, "Bands are in order of their first day")
	}
	c.Require(slices.Contains([]Position{Unsaid, First, Later}, in.Position), "position", "A post is the first or a later one")
	c.Require(slices.Contains([]Basis{CalendarDays, WorkingDays}, in.Basis), "proration", "A part of a month is counted by calendar days or by working days")
	c.Require(slices.Contains([]Employment{Joint, Independent}, in.Employment), "employment", "A post is jointly funded or independently employed")
	c.Require(slices.Contains([]London{NoLondon, Inner, Outer}, in.London), "london", "London is none, inner or outer")
	c.Require(in.Share == nil || *in.Share >= 0 && *in.Share <= hundred, "shares", "A share goes from 0 to 100 percent")
	c.Require(len(in.Pay) > 0, "salary", "Say what the post costs")
	for i, p := range in.Pay {
		field := fmt.Sprintf("pay %d", i+1)
		for _, amount := range []Pence{p.Salary, p.NI, p.Pension, p.LondonPay} {
			c.Require(amount >= 0 && amount <= most, field, "An amount in pence goes from 0 to %d", int64(most))
		}
		c.Require(p.Salary > 0, field, "The salary is missing")
		c.Require(p.WTE > 0 && p.WTE <= 2*one, field, "WTE is more than 0 and at most 2")
		c.Require(p.LondonPay == 0 || in.London != NoLondon, field, "There is London weighting, and the post is not said to be in London")
		c.Require(i == 0 || p.From.After(in.Pay[i-1].From), field, "Rows of pay are in order of their first day")
	}
	for i, a := range in.Absences {
		field := fmt.Sprintf("absence %d", i+1)
		c.Require(!a.From.IsZero() && !a.Last.IsZero() && !a.Last.Before(a.From), field, "An absence has a first and a last day")
		c.Require(a.Percent >= 0 && a.Percent <= hundred, field, "What is paid goes from 0 to 100 percent")
		c.Require(a.Paid == nil || *a.Paid >= 0 && *a.Paid <= most, field, "What was paid is an amount in pence")
		for _, b := range in.Absences[:i] {
			c.Require(a.From.After(b.Last) || a.Last.Before(b.From), field, "Two absences overlap")
		}
	}
	for i, k := range in.Caps {
		field := fmt.Sprintf("cap %d", i+1)
		c.Require(!k.From.IsZero(), field, "A maximum has a first day")
		c.Require(k.Last.IsZero() || !k.Last.Before(k.From), field, "A maximum ends before it begins")
		c.Require(k.Annual > 0 && k.Annual <= most, field, "A maximum is more than 0; leave the row out while the amount is not set")
		c.Require(k.Supplement == nil || *k.Supplement >= 0 && *k.Supplement <= most, field, "A London supplement is an amount in pence")
		c.Require(k.Band == "" || in.Band != "", "band", "The maximum amounts are per band: say the band of the post")
		for _, other := range in.Caps[:i] {
			if k.From == other.From && in.both(k, other) && k.Published == other.Published {
				c.Fail(field, "Two maximum amounts begin on %s", k.From.Medium())
			}
		}
	}
	c.Require(in.Refilled.IsZero() || !in.VacantSince.IsZero() && !in.Refilled.Before(in.VacantSince), "baseline_refilled_on", "A post that was refilled was vacant before")
	if in.Basis == WorkingDays && !in.Month.IsZero() {
		c.Require(calendar.HolidaysKnown(in.Month.First()), "proration", "The bank holidays of %d are not known, so working days can’t be counted", in.Month.Year)
	}
	if o := in.Original; o != nil {
		c.Require(o.Scheme != nil || !o.MadeOn.IsZero(), "original", "Say what was claimed, or when, to be worked out with the maximum amounts of then")
		c.Require(o.Scheme == nil || *o.Scheme >= 0 && *o.Scheme <= most, "original", "What was claimed is an amount in pence")
	}
	return c.Err()
}

// bandOn gives the band of a day.
func (in *Input) bandOn(d calendar.Date) policy.Band {
	band := in.Band
	for _, g := range in.Grades {
		if !g.From.After(d) {
			band = g.Band
		}
	}
	return band
}

// takes reports whether a maximum is for this kind of post at a band.
func (in *Input) takes(k Cap, band policy.Band) bool {
	return (k.Band == "" || k.Band == band) && (k.Position == Unsaid || k.Position == in.Position) && (k.London == "" || k.London == in.London)
}

// both reports whether two maximum amounts are for the same band of this post.
func (in *Input) both(a, b Cap) bool {
	for _, band := range in.bands() {
		if in.takes(a, band) && in.takes(b, band) {
			return true
		}
	}
	return false
}

func (in *Input) bands() []policy.Band {
	list := []policy.Band{in.Band}
	for _, g := range in.Grades {
		list = append(list, g.Band)
	}
	return list
}

// capOn gives the maximum for a day by what was published on known (zero:
// everything): the row that began last, and of those the one published last.
func (in *Input) capOn(d, known calendar.Date) (at int, ok bool) {
	at = -1
	band := in.bandOn(d)
	for i, k := range in.Caps {
		if !in.takes(k, band) || k.From.After(d) || !k.Last.IsZero() && k.Last.Before(d) || !known.IsZero() && k.Published.After(known) {
			continue
		}
		if at < 0 || k.From.After(in.Caps[at].From) || k.From == in.Caps[at].From && k.Published.After(in.Caps[at].Published) {
			at = i
		}
	}
	return at, at >= 0
}

func (in *Input) payOn(d calendar.Date) int {
	at := 0
	for i, p := range in.Pay {
		if i > 0 && !p.From.After(d) {
			at = i
		}
	}
	return at
}

func (in *Input) absenceOn(d calendar.Date) int {
	return slices.IndexFunc(in.Absences, func(a Absence) bool { return !d.Before(a.From) && !d.After(a.Last) })
}

// weight is what a day counts.
func (in *Input) weight(d calendar.Date) int64 {
	if in.Basis == WorkingDays && !calendar.IsWorkingDay(d) {
		return 0
	}
	return 1
}

func (in *Input) unit(n int64) string {
	s := "day"
	if in.Basis == WorkingDays {
		s = "working day"
	}
	if n != 1 {
		s += "s"
	}
	return s
}
