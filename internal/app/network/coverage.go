package network

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// Status says what a network reported about mental health practitioners.
type Status string

// The statuses. NotKnown is for a day before the first workforce census.
const (
	Covered  Status = "covered"   // more than 0 FTE reported
	None     Status = "none"      // made a return without one
	NoReturn Status = "no return" // made no return: not known, never 0
	NotKnown Status = "not known"
)

// Statuses lists them in the order of a page.
func Statuses() []Status { return []Status{Covered, None, NoReturn, NotKnown} }

// Words says a status to somebody who doesn't know the list.
func (s Status) Words() string {
	switch s {
	case Covered:
		return "Has a practitioner"
	case None:
		return "Reports none"
	case NoReturn:
		return "Made no return"
	}
	return "Not known"
}

// Facts says which publications an answer rests on: the latest on or before
// the day. A zero date means that there is none.
type Facts struct {
	Mapping   calendar.Date // who belongs where
	Sizes     calendar.Date // list sizes
	Workforce calendar.Date // census day
}

// Known reports whether anything can be said: it is known which networks
// there are.
func (f Facts) Known() bool { return !f.Mapping.IsZero() }

// Coverage is what is known about networks on a day.
type Coverage struct {
	At    calendar.Date
	Facts Facts
	// Why says why nothing is known; "" when something is.
	Why string
	// Empty: nothing was ever imported, for no date.
	Empty    bool
	Networks []NetworkCoverage // those that the filters leave, sorted
	Boards   []Board           // the ICBs of the area, by name
	Summary  Summary           // of the whole area, before the other filters
	Area     string            // "England", or the name of the ICB or region
}

// NetworkCoverage is one PCN on a day.
type NetworkCoverage struct {
	Code, Name   string
	ICBs         []string // codes, sorted; nearly always one
	ICBNames     []string // in the order of ICBs
	Regions      []string
	Practices    int
	WithoutSize  int // practices whose list size is not known
	Registered   int // raw registered list; without those practices
	HasSize      bool
	Posts        policy.PostRange // what the rule in force gives
	HasRule      bool
	Adopted      *Adopted // what the network follows, nil when it recorded nothing
	AdultFTE     float64
	CYPFTE       float64
	ReportedRows int // lines of the publication behind the FTE
	Status       Status
	at           calendar.Date
}

// FTE is adults' and children's FTE together; it means nothing unless the
// network made a return.
func (n NetworkCoverage) FTE() float64 { return round(n.AdultFTE + n.CYPFTE) }

// Returned reports whether the network made a return, so that FTE is known.
func (n NetworkCoverage) Returned() bool { return n.Status == Covered || n.Status == None }

// ICB joins the codes of the network's ICBs: "QUY", or "QJK;QT6".
func (n NetworkCoverage) ICB() string { return strings.Join(n.ICBs, ";") }

// Figure is the number of posts that the network should have: what it
// adopted, else the minimum of the rule in force; ok is false when neither is
// known.
func (n NetworkCoverage) Figure() (figure float64, ok bool) {
	if n.Adopted != nil {
		return n.Adopted.Figure, true
	}
	return float64(n.Posts.Min), n.HasRule
}

// Below is how much FTE is missing to the figure, 0 when it is reached; ok is
// false when one of the two is not known.
func (n NetworkCoverage) Below() (gap float64, ok bool) {
	f, ok := n.Figure()
	if !ok || !n.Returned() {
		return 0, false
	}
	return round(max(0, f-n.FTE())), true
}

// Rules gives what every dated rule set says about the network, and which one
// holds on the day.
func (n NetworkCoverage) Rules() policy.Entitlements {
	if !n.HasSize {
		return policy.Entitlement(0, n.at)
	}
	return policy.Entitlement(n.Registered, n.at)
}

// Board is one ICB: its networks by status. A network in two ICBs counts in
// both here, and once in England.
type Board struct {
	Code, Name, Region                 string
	Networks, Covered, None, NoReturn  int
	Practices, Registered              int // of the practices that are in the ICB
	Unallocated, UnallocatedRegistered int // of these, in no network
	AdultFTE, CYPFTE, Posts, Below     float64
}

// Summary is an area in numbers.
type Summary struct {
	Networks int // the denominator
	Covered  int // the numerator
	None     int
	NoReturn int
	NotKnown int

	Practices            int // of the networks
	Registered           int // of the networks, whole
	Unallocated          int // practices of the area in no network: not a network's
	UnallocatedPatients  int
	Outside              int // practices of the networks that are in another ICB
	OutsidePatients      int
	TotalPractices       int // of the area: Practices + Unallocated − Outside
	TotalRegistered      int
	WithoutSize          int // practices without a known list size
	AdultFTE, CYPFTE     float64
	Posts                int // sum of the rule's minimum
	AboveThreshold       int // networks above 100,000 patients
	ReturnsFromElsewhere int // returns of networks that no mapping of the day knows (England only)
}

// FTE is adults' and children's FTE together.
func (s Summary) FTE() float64 { return round(s.AdultFTE + s.CYPFTE) }

// Share is Covered of Networks, from 0 to 1; ok is false without networks or
// without a census.
func (s Summary) Share() (share float64, ok bool) {
	if s.Networks == 0 || s.NotKnown == s.Networks {
		return 0, false
	}
	return float64(s.Covered) / float64(s.Networks), true
}

// CoverageAt asks for the networks of England, of an ICB or of a region on a
// day. The facts are those of the latest publications on or before it; with
// none, the answer says so and has no numbers.
type CoverageAt struct {
	At     calendar.Date
	ICB    string // the area: this ICB …
	Region string // … or this region; else England
	Status Status // only these
	Posts  int    // only networks to which the rule in force gives so many at least; 0 for all
	Find   string // only those whose name or code has these words
	Sort   string // a name of Sorts, with "-" in front for descending; "name" when unknown
}

// Needs is access.SeeCoverage.
func (CoverageAt) Needs() access.Permission { return access.SeeCoverage }

const publishedFacts = "published facts about organisations"

// Ask answers.
func (q CoverageAt) Ask(_ context.Context, tx *gate.Tx) (Coverage, error) {
	tx.Nobody(publishedFacts)
	c, err := coverageOf(tx, q)
	if err != nil {
		return Coverage{}, err
	}
	c.Networks = slices.DeleteFunc(c.Networks, func(n NetworkCoverage) bool { return !q.shows(n) })
	order(c.Networks, q.Sort)
	return c, nil
}

func (q CoverageAt) shows(n NetworkCoverage) bool {
	if q.Status != "" && n.Status != q.Status || q.Posts > 0 && (!n.HasRule || n.Posts.Min != q.Posts) {
		return false
	}
	name := strings.ToLower(n.Code + " " + n.Name)
	for _, word := range strings.Fields(strings.ToLower(q.Find)) {
		if !strings.Contains(name, word) {
			return false
		}
	}
	return true
}

// factsOn finds the publications that count on a day.
func factsOn(tx *gate.Tx, day calendar.Date) (f Facts, err error) {
	type row struct {
		Kind string
		Last calendar.Date
	}
	list, err := db.All[row](tx.Tx, "SELECT kind, max(as_of) AS last FROM network_extract WHERE as_of <= $1 GROUP BY kind", day)
	for _, r := range list {
		switch r.Kind {
		case "mapping":
			f.Mapping = r.Last
		case "sizes":
			f.Sizes = r.Last
		case "workforce":
			f.Workforce = r.Last
		}
	}
	return f, err
}

// missing says why there are no facts for a day, and whether there are none
// for any.
func missing(tx *gate.Tx, day calendar.Date) (why string, empty bool, err error) {
	first, ok, err := db.Maybe[calendar.Date](tx.Tx, "SELECT as_of FROM network_extract WHERE kind = 'mapping' ORDER BY as_of LIMIT 1")
	if err != nil {
		return "", false, err
	}
	if !ok {
		return "No facts for this date: nothing was imported yet", true, nil
	}
	return "No facts for this date: the first publication that was imported is of " + first.Medium() + ", after " + day.Medium(), false, nil
}

// belonging is how many practices and patients a network has in one ICB.
type belonging struct {
	PCN, ICB, Region           string
	Practices, Sized, Patients int
}

func belongings(tx *gate.Tx, f Facts, day calendar.Date) ([]belonging, error) {
	return db.All[belonging](tx.Tx, `SELECT m.pcn, m.icb, m.region, count(*) AS practices, count(s.patients) AS sized,
		coalesce(sum(s.patients), 0)::bigint AS patients
		FROM membership m LEFT JOIN list_size s ON s.as_of = $2 AND s.practice = m.practice
		WHERE `+inForce("m", "$1")+` GROUP BY m.pcn, m.icb, m.region ORDER BY m.pcn, m.icb, m.region`, day, f.Sizes)
}

// namesOn gives the names of all PCNs, ICBs and regions on a day.
func namesOn(tx *gate.Tx, day calendar.Date) (map[orgKey]string, error) {
	type row struct{ Kind, Code, Name string }
	list, err := db.All[row](tx.Tx, "SELECT o.kind, o.code, o.name FROM organisation o WHERE o.kind IN ('pcn', 'icb', 'region') AND "+inForce("o", "$1"), day)
	out := make(map[orgKey]string, len(list))
	for _, r := range list {
		out[orgKey{r.Kind, r.Code}] = r.Name
	}
	return out, err
}
