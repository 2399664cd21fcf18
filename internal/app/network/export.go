package network

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"footbridge/internal/calendar"
	"footbridge/internal/policy"
	cells "footbridge/internal/table"
)

// Columns are those of the coverage CSV. icb_code of a network in two ICBs
// has both, sorted, with a semicolon between: "QJK;QT6". entitlement is the
// minimum that the rule in force gives. What is not known is empty, never 0:
// the three FTE columns of a network that made no return, registered and
// entitlement of one without list sizes.
var Columns = []string{"pcn_code", "pcn_name", "icb_code", "practices", "registered", "entitlement", "mhp_fte", "adult_fte", "cyp_fte", "status"}

// Line is a network as a line of a file, in the order of Columns.
func Line(n NetworkCoverage) []string {
	row := []string{n.Code, n.Name, n.ICB(), strconv.Itoa(n.Practices), "", "", "", "", "", string(n.Status)}
	if n.HasSize {
		row[4] = strconv.Itoa(n.Registered)
	}
	if n.HasRule {
		row[5] = strconv.Itoa(n.Posts.Min)
	}
	if n.Returned() {
		row[6], row[7], row[8] = exact(n.FTE()), exact(n.AdultFTE), exact(n.CYPFTE)
	}
	return row
}

// WriteCSV writes the networks of an answer as RFC 4180, UTF-8, with a head
// line.
func WriteCSV(out io.Writer, c Coverage) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if err := w.Write(Columns); err != nil {
		return err
	}
	for _, n := range c.Networks {
		row := Line(n)
		for i := range row {
			row[i] = cells.Safe(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func exact(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

type (
	jsonRule struct {
		RuleSet  string        `json:"rule_set"`
		From     calendar.Date `json:"from"`
		To       calendar.Date `json:"to"` // first day on which it no longer holds; "" while open
		Min      int           `json:"min"`
		Max      *int          `json:"max"` // null: no limit
		Plan     bool          `json:"plan_never_a_rule"`
		Applies  bool          `json:"applies"`
		Source   string        `json:"source"`
		URL      string        `json:"source_url"`
		Sentence string        `json:"sentence"`
	}
	jsonAdopted struct {
		Figure    float64       `json:"figure"`
		From      calendar.Date `json:"from"`
		DecidedBy string        `json:"decided_by"`
		Reason    string        `json:"reason"`
		Recorded  string        `json:"recorded_at"`
		Version   int           `json:"version"`
	}
	jsonNetwork struct {
		Code        string       `json:"pcn_code"`
		Name        string       `json:"pcn_name"`
		ICB         string       `json:"icb_code"`
		ICBs        []string     `json:"icb_codes"`
		Practices   int          `json:"practices"`
		WithoutSize int          `json:"practices_without_list_size"`
		Registered  *int         `json:"registered"`
		Entitlement *int         `json:"entitlement"`
		FTE         *float64     `json:"mhp_fte"`
		Adult       *float64     `json:"adult_fte"`
		CYP         *float64     `json:"cyp_fte"`
		Status      Status       `json:"status"`
		Adopted     *jsonAdopted `json:"adopted"`
		Rules       []jsonRule   `json:"rules"`
	}
	jsonSummary struct {
		Date        calendar.Date  `json:"date"`
		Area        string         `json:"area"`
		Known       bool           `json:"known"`
		Message     string         `json:"message,omitempty"`
		Numerator   *int           `json:"numerator"`
		Denominator *int           `json:"denominator"`
		Share       *float64       `json:"share"`
		Means       string         `json:"numerator_and_denominator"`
		Statuses    map[Status]int `json:"status"`
		Mapping     *calendar.Date `json:"practices_as_of"`
		Sizes       *calendar.Date `json:"list_sizes_as_of"`
		Workforce   *calendar.Date `json:"workforce_as_of"`
		Networks    *int           `json:"pcns"`
		Practices   *int           `json:"practices"`
		Registered  *int           `json:"registered"`
		NoNetwork   *jsonUnplaced  `json:"in_no_pcn"`
		Outside     *jsonUnplaced  `json:"of_these_pcns_but_in_another_icb,omitempty"`
		AllPractice *int           `json:"total_practices"`
		All         *int           `json:"total_registered"`
		FTE         *float64       `json:"mhp_fte"`
		Adult       *float64       `json:"adult_fte"`
		CYP         *float64       `json:"cyp_fte"`
		Entitlement *int           `json:"entitlement"`
		Above       *int           `json:"pcns_above_100000"`
		Listed      int            `json:"listed"`
		Published   []jsonPoint    `json:"published_points"`
		Differ      string         `json:"why_denominators_differ"`
		Attribution string         `json:"attribution"`
	}
	jsonUnplaced struct {
		Practices  int    `json:"practices"`
		Registered int    `json:"registered"`
		Note       string `json:"note"`
	}
	jsonPoint struct {
		From     calendar.Date `json:"from"`
		To       calendar.Date `json:"to"`
		Value    string        `json:"value"`
		Unit     string        `json:"unit"`
		Sentence string        `json:"sentence"`
		Derived  bool          `json:"derived"`
		Source   string        `json:"source"`
		URL      string        `json:"source_url"`
	}
)

// MeaningOfCoverage says what the coverage figure counts.
const MeaningOfCoverage = "Networks that reported more than 0 full-time equivalent mental health practitioners, of all networks with a practice on the date. A network that made no return is in the denominator and not in the numerator: it is not known whether it has one."

// WhereUnallocatedGo says what becomes of practices in no network.
const WhereUnallocatedGo = "Published with the placeholder network U: in no network, so in no network's list and in no entitlement; counted in the total only."

// WriteJSON writes an answer as one object: pcns, and a summary that names
// numerator, denominator and the days of the facts. What is not known is null.
func WriteJSON(out io.Writer, c Coverage) error {
	nets := make([]jsonNetwork, 0, len(c.Networks))
	for _, n := range c.Networks {
		j := jsonNetwork{Code: n.Code, Name: n.Name, ICB: n.ICB(), ICBs: n.ICBs, Practices: n.Practices, WithoutSize: n.WithoutSize, Status: n.Status, Rules: []jsonRule{}}
		if n.HasSize {
			j.Registered = &n.Registered
		}
		if n.HasRule {
			j.Entitlement = &n.Posts.Min
		}
		if n.Returned() {
			fte := n.FTE()
			j.FTE, j.Adult, j.CYP = &fte, &n.AdultFTE, &n.CYPFTE
		}
		if a := n.Adopted; a != nil {
			j.Adopted = &jsonAdopted{a.Figure, a.FromDay, a.DecidedBy, a.Reason, a.RecordedAt.String(), a.Version}
		}
		for _, a := range n.Rules().Answers {
			r := jsonRule{RuleSet: a.RuleSet, From: a.From, To: a.To, Min: a.Posts.Min, Plan: a.Plan, Applies: a.Applies, Source: a.Source.Name, URL: a.Source.URL, Sentence: a.Sentence}
			if a.Posts.Max != policy.NoLimit {
				r.Max = &a.Posts.Max
			}
			j.Rules = append(j.Rules, r)
		}
		nets = append(nets, j)
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Summary jsonSummary   `json:"summary"`
		PCNs    []jsonNetwork `json:"pcns"`
	}{summaryJSON(c), nets})
}

func summaryJSON(c Coverage) jsonSummary {
	s := &c.Summary
	j := jsonSummary{
		Date: c.At, Area: c.Area, Known: c.Facts.Known(), Message: c.Why, Means: MeaningOfCoverage, Listed: len(c.Networks),
		Differ: policy.Denominators, Attribution: Attribution, Published: []jsonPoint{},
	}
	for _, p := range policy.Points() {
		j.Published = append(j.Published, jsonPoint{p.From, p.To, p.Value, p.Unit, p.Sentence, p.Derived, p.Source.Name, p.Source.URL})
	}
	if !j.Known {
		return j
	}
	j.Mapping, j.Denominator, j.Networks = &c.Facts.Mapping, &s.Networks, &s.Networks
	j.Practices, j.AllPractice, j.Above = &s.Practices, &s.TotalPractices, &s.AboveThreshold
	j.Statuses = map[Status]int{Covered: s.Covered, None: s.None, NoReturn: s.NoReturn}
	if s.NotKnown > 0 {
		j.Statuses = map[Status]int{NotKnown: s.NotKnown}
	}
	if !c.Facts.Sizes.IsZero() {
		j.Sizes, j.Registered, j.All, j.Entitlement = &c.Facts.Sizes, &s.Registered, &s.TotalRegistered, &s.Posts
		if _, ok := policy.Posts.On(c.At); !ok {
			j.Entitlement = nil
		}
		j.NoNetwork = &jsonUnplaced{s.Unallocated, s.UnallocatedPatients, WhereUnallocatedGo}
		if s.Outside > 0 {
			j.Outside = &jsonUnplaced{s.Outside, s.OutsidePatients, "A network in two ICBs is listed whole in both; these practices of it are in the other one and not in the total."}
		}
	}
	if !c.Facts.Workforce.IsZero() {
		fte := s.FTE()
		j.Workforce, j.Numerator, j.FTE, j.Adult, j.CYP = &c.Facts.Workforce, &s.Covered, &fte, &s.AdultFTE, &s.CYPFTE
		if share, ok := s.Share(); ok {
			share = round(share)
			j.Share = &share
		}
	}
	return j
}
