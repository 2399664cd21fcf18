package network

import (
	"cmp"
	"slices"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// reported is a network's FTE by age group.
type reported struct {
	PCN, AgeGroup string
	FTE           float64
	Lines         int
}

// coverageOf works out the networks of an area, unfiltered and unsorted.
func coverageOf(tx *gate.Tx, q CoverageAt) (Coverage, error) {
	c := Coverage{At: q.At, Area: "England"}
	if q.At.IsZero() {
		return c, fault.Wrong("at", "Enter the date that you want to see")
	}
	var err error
	if c.Facts, err = factsOn(tx, q.At); err != nil {
		return c, err
	}
	if !c.Facts.Known() {
		c.Why, c.Empty, err = missing(tx, q.At)
		return c, err
	}
	parts, err := belongings(tx, c.Facts, q.At)
	if err != nil {
		return c, err
	}
	names, err := namesOn(tx, q.At)
	if err != nil {
		return c, err
	}
	if q.ICB != "" || q.Region != "" {
		key := orgKey{KindICB, q.ICB}
		if q.ICB == "" {
			key = orgKey{KindRegion, q.Region}
		}
		if c.Area = names[key]; c.Area == "" {
			return c, fault.Missing(map[string]string{KindICB: "integrated care board", KindRegion: "region"}[key.Kind] + " on this date")
		}
	}
	inside := func(b belonging) bool {
		return (q.ICB == "" || b.ICB == q.ICB) && (q.Region == "" || b.Region == q.Region)
	}
	nets := gather(parts, names, q.At)
	elsewhere, err := addWorkforce(tx, c.Facts.Workforce, nets)
	if err != nil {
		return c, err
	}
	if err := addAdopted(tx, q.At, nets); err != nil {
		return c, err
	}
	boards := map[string]*Board{}
	for _, b := range parts {
		if !inside(b) {
			continue
		}
		if b.PCN == "" {
			c.Summary.Unallocated += b.Practices
			c.Summary.UnallocatedPatients += b.Patients
			c.Summary.WithoutSize += b.Practices - b.Sized
		}
		c.Summary.TotalPractices += b.Practices
		c.Summary.TotalRegistered += b.Patients
		addBoard(boards, b, nets[b.PCN], names)
	}
	for _, b := range boards {
		b.AdultFTE, b.CYPFTE, b.Below = round(b.AdultFTE), round(b.CYPFTE), round(b.Below)
		c.Boards = append(c.Boards, *b)
	}
	slices.SortFunc(c.Boards, func(a, b Board) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) })
	for _, n := range nets {
		if q.ICB != "" && !slices.Contains(n.ICBs, q.ICB) || q.Region != "" && !slices.Contains(n.Regions, q.Region) {
			continue
		}
		c.Networks = append(c.Networks, *n)
		c.Summary.add(n)
	}
	s := &c.Summary
	s.AdultFTE, s.CYPFTE = round(s.AdultFTE), round(s.CYPFTE)
	s.Outside = s.Practices + s.Unallocated - s.TotalPractices
	s.OutsidePatients = s.Registered + s.UnallocatedPatients - s.TotalRegistered
	if q.ICB == "" && q.Region == "" {
		s.ReturnsFromElsewhere = elsewhere
	}
	return c, nil
}

// gather puts the parts of each network together.
func gather(parts []belonging, names map[orgKey]string, at calendar.Date) map[string]*NetworkCoverage {
	nets := map[string]*NetworkCoverage{}
	rule, hasRule := policy.Posts.On(at)
	for _, b := range parts {
		if b.PCN == "" {
			continue
		}
		n := nets[b.PCN]
		if n == nil {
			n = &NetworkCoverage{Code: b.PCN, Name: names[orgKey{KindPCN, b.PCN}], Status: NotKnown, at: at}
			nets[b.PCN] = n
		}
		if !slices.Contains(n.ICBs, b.ICB) {
			n.ICBs = append(n.ICBs, b.ICB)
			n.ICBNames = append(n.ICBNames, names[orgKey{KindICB, b.ICB}])
		}
		if !slices.Contains(n.Regions, b.Region) {
			n.Regions = append(n.Regions, b.Region)
		}
		n.Practices += b.Practices
		n.WithoutSize += b.Practices - b.Sized
		n.Registered += b.Patients
		n.HasSize = n.HasSize || b.Sized > 0
	}
	for _, n := range nets {
		if n.HasRule = hasRule && n.HasSize; n.HasRule {
			n.Posts = rule.Value.For(n.Registered)
		}
	}
	return nets
}

// addWorkforce adds what the networks reported in a census.
func addWorkforce(tx *gate.Tx, census calendar.Date, nets map[string]*NetworkCoverage) (elsewhere int, err error) {
	if census.IsZero() {
		return 0, nil
	}
	returned, err := db.All[string](tx.Tx, "SELECT pcn FROM workforce_return WHERE as_of = $1", census)
	if err != nil {
		return 0, err
	}
	for _, n := range nets {
		n.Status = NoReturn
	}
	for _, pcn := range returned {
		if n := nets[pcn]; n != nil {
			n.Status = None
		} else {
			elsewhere++
		}
	}
	list, err := db.All[reported](tx.Tx, `SELECT pcn, age_group, sum(fte) AS fte, sum(posts)::bigint AS lines FROM workforce_fte
		WHERE as_of = $1 AND family = $2 GROUP BY pcn, age_group`, census, FamilyMHP)
	for _, r := range list {
		n := nets[r.PCN]
		if n == nil {
			continue
		}
		if r.AgeGroup == Adult {
			n.AdultFTE = round(r.FTE)
		} else {
			n.CYPFTE = round(r.FTE)
		}
		n.ReportedRows += r.Lines
		if n.FTE() > 0 {
			n.Status = Covered
		}
	}
	return elsewhere, err
}

func addBoard(boards map[string]*Board, b belonging, n *NetworkCoverage, names map[orgKey]string) {
	x := boards[b.ICB]
	if x == nil {
		x = &Board{Code: b.ICB, Name: names[orgKey{KindICB, b.ICB}], Region: names[orgKey{KindRegion, b.Region}]}
		boards[b.ICB] = x
	}
	x.Practices += b.Practices
	x.Registered += b.Patients
	if n == nil {
		x.Unallocated += b.Practices
		x.UnallocatedRegistered += b.Patients
		return
	}
	x.Networks++
	switch n.Status {
	case Covered:
		x.Covered++
	case None:
		x.None++
	case NoReturn:
		x.NoReturn++
	}
	x.AdultFTE += n.AdultFTE
	x.CYPFTE += n.CYPFTE
	if f, ok := n.Figure(); ok {
		x.Posts += f
	}
	if gap, ok := n.Below(); ok {
		x.Below += gap
	}
}

func (s *Summary) add(n *NetworkCoverage) {
	s.Networks++
	switch n.Status {
	case Covered:
		s.Covered++
	case None:
		s.None++
	case NoReturn:
		s.NoReturn++
	default:
		s.NotKnown++
	}
	s.Practices += n.Practices
	s.Registered += n.Registered
	s.WithoutSize += n.WithoutSize
	s.AdultFTE += n.AdultFTE
	s.CYPFTE += n.CYPFTE
	if n.HasRule {
		s.Posts += n.Posts.Min
	}
	if n.Registered > policy.Threshold {
		s.AboveThreshold++
	}
}

// Sorts lists what coverage can be sorted by.
func Sorts() []string {
	return []string{"name", "code", "icb", "practices", "registered", "entitlement", "fte", "adult", "cyp", "status", "below"}
}

// order sorts networks. What is not known comes last, up or down; equal
// values are in order of name and code.
func order(list []NetworkCoverage, by string) {
	down := strings.HasPrefix(by, "-")
	by = strings.TrimPrefix(by, "-")
	number := func(n NetworkCoverage) (float64, bool) {
		switch by {
		case "practices":
			return float64(n.Practices), true
		case "registered":
			return float64(n.Registered), n.HasSize
		case "entitlement":
			return float64(n.Posts.Min), n.HasRule
		case "fte":
			return n.FTE(), n.Returned()
		case "adult":
			return n.AdultFTE, n.Returned()
		case "cyp":
			return n.CYPFTE, n.Returned()
		case "below":
			return n.Below()
		case "status":
			return float64(slices.Index(Statuses(), n.Status)), true
		}
		return 0, true
	}
	words := func(n NetworkCoverage) string {
		switch by {
		case "code":
			return n.Code
		case "icb":
			return strings.Join(n.ICBNames, " ")
		case "name", "":
			return n.Name
		}
		return ""
	}
	if by != "" && !slices.Contains(Sorts(), by) {
		by = "name"
	}
	slices.SortFunc(list, func(a, b NetworkCoverage) int {
		x, xok := number(a)
		y, yok := number(b)
		if xok != yok {
			if xok {
				return -1
			}
			return 1
		}
		first := cmp.Or(cmp.Compare(x, y), cmp.Compare(words(a), words(b)))
		if down {
			first = -first
		}
		return cmp.Or(first, cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
}
