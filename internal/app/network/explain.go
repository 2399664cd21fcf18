package network

import (
	"context"
	"fmt"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Number is a figure that can explain itself.
type Number string

// The numbers of an area (England, an ICB, a region) or of one network.
const (
	NumberNetworks    Number = "networks"
	NumberCovered     Number = "covered"
	NumberNone        Number = "none"
	NumberNoReturn    Number = "no-return"
	NumberPractices   Number = "practices"  // of the networks
	NumberRegistered  Number = "registered" // of the networks
	NumberUnallocated Number = "in-no-network"
	NumberTotal       Number = "total-registered"
	NumberFTE         Number = "fte"
	NumberAdult       Number = "adult-fte"
	NumberCYP         Number = "cyp-fte"
	NumberEntitlement Number = "entitlement"
)

// Numbers lists them in the order of a page.
func Numbers() []Number {
	return []Number{
		NumberNetworks, NumberCovered, NumberNone, NumberNoReturn, NumberPractices, NumberRegistered,
		NumberUnallocated, NumberTotal, NumberFTE, NumberAdult, NumberCYP, NumberEntitlement,
	}
}

// meaning is what doesn't depend on the day.
type meaning struct {
	title, definition  string
	includes, excludes []string
	source             string // "sizes", "workforce" or "rule"
	counts             string // what a row is worth: "one", "patients", "fte", "posts"
}

var meanings = map[Number]meaning{
	NumberNetworks: {"Networks", "Primary care networks with at least one practice on the date.",
		[]string{"Each network once, also when its practices are in two ICBs"}, []string{"The placeholder U, under which practices without a network are published"}, "mapping", "one"},
	NumberCovered: {"Networks with a practitioner", "Networks that reported more than 0 full-time equivalent mental health practitioners.",
		[]string{"Practitioners for adults and for children and young people", "Contracted services, where the trust employs the practitioner"},
		[]string{"Networks that made no return: it is not known whether they have one", "Roles without “Mental Health Practitioner” at the end of their title, such as Community Mental Health Nurse alone"}, "workforce", "one"},
	NumberNone: {"Networks that report none", "Networks that made a return without a mental health practitioner in it.",
		[]string{"Only networks that made a return"}, []string{"Networks that made no return"}, "workforce", "one"},
	NumberNoReturn: {"Networks that made no return", "Networks with a practice on the date that are not in the workforce publication at all. Nothing is known about them; it is not 0.",
		[]string{"Networks without a single line in the publication"}, []string{"Networks that made a return without a practitioner"}, "workforce", "one"},
	NumberPractices: {"Practices in networks", "Practices that belong to a network on the date.",
		[]string{"All practices of these networks, also those in another ICB"}, []string{"Practices published with the placeholder U"}, "mapping", "one"},
	NumberRegistered: {"Registered patients of networks", "The raw registered lists of the practices that belong to a network, added up.",
		[]string{"All practices of these networks, also those in another ICB", "The raw list: each registered patient counts once"},
		[]string{"Practices published with the placeholder U", "Weighted lists", "Practices whose list size was not published for that day: not known, not 0"}, "sizes", "patients"},
	NumberUnallocated: {"Practices in no network", "Practices that are published with the placeholder network U (“Unallocated”).",
		[]string{"Practices of the area that are in no network"}, []string{"They count in no network's list and in no entitlement, only in the total"}, "sizes", "one"},
	NumberTotal: {"All registered patients", "The raw registered lists of all practices in the area, added up.",
		[]string{"Practices in networks, and practices in none"}, []string{"Practices outside the area, even when their network has others in it"}, "sizes", "patients"},
	NumberFTE: {"Mental health practitioners, full-time equivalent", "Full-time equivalents of every role whose title ends “(Mental Health Practitioner - Adult)” or “(Mental Health Practitioner - Children and Young People)”.",
		[]string{"The networks' own staff, and contracted services"}, []string{"Other roles", "Networks that made no return"}, "workforce", "fte"},
	NumberAdult: {"Practitioners for adults, full-time equivalent", "Full-time equivalents of every role whose title ends “(Mental Health Practitioner - Adult)”.",
		[]string{"The networks' own staff, and contracted services"}, []string{"Practitioners for children and young people", "Networks that made no return"}, "workforce", "fte"},
	NumberCYP: {"Practitioners for children and young people, full-time equivalent", "Full-time equivalents of every role whose title ends “(Mental Health Practitioner - Children and Young People)”.",
		[]string{"The networks' own staff, and contracted services"}, []string{"Practitioners for adults", "Networks that made no return"}, "workforce", "fte"},
	NumberEntitlement: {"Posts by the rule in force", "The minimum that the rule in force gives each network: by its registered patients, exactly 100,000 counting as not above.",
		[]string{"The raw registered list"}, []string{"What a network adopted beyond it", "Practices in no network"}, "rule", "posts"},
}

// ExplainRow is one row behind a number. Worth is what it adds.
type ExplainRow struct {
	Code, Name string
	PCN        string // the network that the row's page is
	Detail     string
	Worth      float64
}

// Explanation is a number with its definition, its source and exactly the
// rows that make it.
type Explanation struct {
	Number             Number
	Title, Area        string
	At                 calendar.Date
	Known              bool
	Why                string // why it isn't known
	Value              float64
	Fractional         bool // FTE: shown with decimals
	Definition, Source string
	SourceURL          string
	Includes, Excludes []string
	RowsAre            string // "networks", "practices", "roles"
	Rows               []ExplainRow
}

// Explain asks for the rows behind a number of an area or of one network.
type Explain struct {
	Number Number
	At     calendar.Date
	ICB    string
	Region string
	PCN    string
}

// Needs is access.SeeCoverage.
func (Explain) Needs() access.Permission { return access.SeeCoverage }

// Ask answers.
func (q Explain) Ask(_ context.Context, tx *gate.Tx) (Explanation, error) {
	tx.Nobody(publishedFacts)
	m, ok := meanings[q.Number]
	if !ok {
		return Explanation{}, fault.Missing("number to explain")
	}
	e := Explanation{Number: q.Number, Title: m.title, At: q.At, Definition: m.definition, Includes: m.includes, Excludes: m.excludes, Fractional: m.counts == "fte"}
	c, err := coverageOf(tx, CoverageAt{At: q.At, ICB: q.ICB, Region: q.Region})
	if err != nil {
		return e, err
	}
	if e.Area = c.Area; !c.Facts.Known() {
		e.Why = c.Why
		return e, nil
	}
	if q.PCN != "" {
		c.Networks = slices.DeleteFunc(c.Networks, func(n NetworkCoverage) bool { return n.Code != q.PCN })
		if len(c.Networks) == 0 {
			return e, fault.Missing("network on " + q.At.Medium())
		}
		e.Area = c.Networks[0].Name
	}
	order(c.Networks, "name")
	e.source(m.source, c.Facts, q.At)
	if !e.Known {
		return e, nil
	}
	if err := e.rows(tx, q, m, c); err != nil {
		return e, err
	}
	for _, r := range e.Rows {
		e.Value += r.Worth
	}
	e.Value = round(e.Value)
	return e, nil
}

const (
	listSizesPage = "https://digital.nhs.uk/data-and-information/publications/statistical/patients-registered-at-a-gp-practice"
	workforcePage = "https://digital.nhs.uk/data-and-information/publications/statistical/primary-care-network-workforce"
)

// source names the publication and the day, or why there is none.
func (e *Explanation) source(kind string, f Facts, at calendar.Date) {
	e.Known = true
	switch kind {
	case "workforce":
		e.Source, e.SourceURL = "NHS England, Primary Care Network Workforce, census of "+f.Workforce.Medium()+"; networks as of "+f.Mapping.Medium(), workforcePage
		if f.Workforce.IsZero() {
			e.Known, e.Why, e.Source = false, "No workforce census on or before "+at.Medium()+" was imported", "NHS England, Primary Care Network Workforce"
		}
	case "mapping":
		e.Source, e.SourceURL = "NHS England, Patients Registered at a GP Practice, mapping of "+f.Mapping.Medium(), listSizesPage
	default:
		e.Source, e.SourceURL = "NHS England, Patients Registered at a GP Practice, list sizes of "+f.Sizes.Medium()+"; networks as of "+f.Mapping.Medium(), listSizesPage
		if f.Sizes.IsZero() {
			e.Known, e.Why, e.Source = false, "No list sizes of a day on or before "+at.Medium()+" were imported", "NHS England, Patients Registered at a GP Practice"
		}
	}
	if kind == "rule" && e.Known {
		rule, ok := policy.Posts.On(at)
		if !ok {
			e.Known, e.Why = false, "No entitlement on "+at.Medium()+": the role began on 1 April 2021"
			return
		}
		e.Source, e.SourceURL = rule.Source.Name+" (“"+rule.Value.String()+"”); list sizes of "+f.Sizes.Medium(), rule.Source.URL
	}
}

func (e *Explanation) rows(tx *gate.Tx, q Explain, m meaning, c Coverage) error {
	switch q.Number {
	case NumberPractices, NumberRegistered, NumberUnallocated, NumberTotal:
		return e.practiceRows(tx, q, m, c)
	}
	e.RowsAre = "networks"
	for _, n := range c.Networks {
		r := ExplainRow{Code: n.Code, Name: n.Name, PCN: n.Code, Detail: n.Status.Words(), Worth: 1}
		show := true
		switch q.Number {
		case NumberCovered:
			show, r.Detail = n.Status == Covered, FTE(n.FTE())+" FTE"
		case NumberNone:
			show = n.Status == None
		case NumberNoReturn:
			show = n.Status == NoReturn
		case NumberFTE:
			show, r.Worth, r.Detail = n.Status == Covered, n.FTE(), fmt.Sprintf("%s for adults, %s for children and young people", FTE(n.AdultFTE), FTE(n.CYPFTE))
		case NumberAdult:
			show, r.Worth, r.Detail = n.AdultFTE > 0, n.AdultFTE, FTE(n.AdultFTE)+" FTE"
		case NumberCYP:
			show, r.Worth, r.Detail = n.CYPFTE > 0, n.CYPFTE, FTE(n.CYPFTE)+" FTE"
		case NumberEntitlement:
			show, r.Worth, r.Detail = n.HasRule, float64(n.Posts.Min), count(n.Registered)+" registered patients"
		}
		if show {
			e.Rows = append(e.Rows, r)
		}
	}
	return nil
}

func (e *Explanation) practiceRows(tx *gate.Tx, q Explain, m meaning, c Coverage) error {
	e.RowsAre = "practices"
	ask := PracticesAt{At: q.At, PCN: q.PCN}
	switch q.Number {
	case NumberPractices, NumberRegistered:
		ask.InNetworks = true // of the area's networks, wherever the practice is
	case NumberUnallocated:
		ask.Unallocated, ask.ICB, ask.Region = true, q.ICB, q.Region
	case NumberTotal:
		ask.ICB, ask.Region = q.ICB, q.Region
	}
	list, err := practicesAt(tx, c.Facts, ask)
	if err != nil {
		return err
	}
	of := map[string]bool{}
	for _, n := range c.Networks {
		of[n.Code] = true
	}
	for _, p := range list {
		if ask.InNetworks && !of[p.PCN] {
			continue
		}
		r := ExplainRow{Code: p.Code, Name: p.Name, PCN: p.PCN, Detail: p.PCNName, Worth: 1}
		if p.PCN == "" {
			r.Detail = "In no network"
		}
		if m.counts == "patients" {
			if !p.HasSize() {
				continue
			}
			r.Worth = float64(p.Patients)
		}
		e.Rows = append(e.Rows, r)
	}
	return nil
}
