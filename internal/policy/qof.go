package policy

import (
	"fmt"
	"strings"

	"footbridge/internal/calendar"
)

// Share is a whole number that may not be set: points, a threshold.
type Share struct {
	n   int
	set bool
}

func exactly(n int) Share { return Share{n, true} }

// Value gives the number; ok is false when nobody has published it here.
func (s Share) Value() (n int, ok bool) { return s.n, s.set }

// String gives the number, or "not set".
func (s Share) String() string {
	if !s.set {
		return "not set"
	}
	return fmt.Sprint(s.n)
}

// Indicator is one indicator of the Quality and Outcomes Framework about the
// physical health and the plan of people with severe mental illness.
type Indicator struct {
	ID        string // "MH003"
	Title     string // "Blood pressure"
	Text      string // what it counts, in our own words
	Element   string // the check that it counts, "plan" for a care plan, "all" for all six
	Months    int    // within so many months before the year's end
	Else      int    // for lipids: months for whom none of the reasons is true; 0 otherwise
	Points    Share
	From, To  Share  // lower and upper threshold, per cent
	Standing  string // "", "income protected" or "retired"
	OnlyHere  string // what this leaves out of the indicator, "" for nothing
	SinceDiag bool   // on or after the latest diagnosis
}

// Indicators are those of one year.
type Indicators []Indicator

func (l Indicators) String() string {
	var parts []string
	for _, i := range l {
		s := i.ID + " " + i.Title
		if i.Standing != "" {
			s += " (" + i.Standing + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

// qofBase are the definitions as they stood in every year that was found;
// MH021 joins them while it lived.
func qofBase() Indicators {
	return Indicators{
		{ID: "MH002", Title: "Care plan", Text: "A comprehensive care plan in the last 12 months, and on or after the latest diagnosis, agreed with the person, family or carers as appropriate", Element: "plan", Months: 12, SinceDiag: true},
		{ID: "MH003", Title: "Blood pressure", Text: "A record of blood pressure in the last 12 months", Element: "bp", Months: 12},
		{ID: "MH006", Title: "Body mass index", Text: "A record of body mass index in the last 12 months", Element: "bmi", Months: 12},
		{ID: "MH007", Title: "Alcohol", Text: "A record of alcohol consumption in the last 12 months", Element: "alcohol", Months: 12},
		{ID: "MH011", Title: "Lipids", Text: "A record of a lipid profile in the last 12 months for who takes antipsychotics (in the last six months), has cardiovascular disease, smokes or is overweight; in the last 24 months for others", Element: "lipids", Months: 12, Else: 24},
		{ID: "MH012", Title: "Glucose or HbA1c", Text: "A record of blood glucose or HbA1c in the last 12 months", Element: "glucose", Months: 12},
		{ID: "SMOK002", Title: "Smoking", Text: "A record of smoking status in the last 12 months", Element: "smoking", Months: 12, OnlyHere: "The indicator also counts people with other long-term conditions, whom this page does not know"},
	}
}

func qofYear(from string, extra Indicators, lower, upper, planLower Share, standing map[string]string) Indicators {
	list := append(qofBase(), extra...)
	points, _ := QofMentalHealth.On(day(from))
	for i := range list {
		if n, ok := points.Value.Points[list[i].ID]; ok {
			list[i].Points = exactly(n)
		}
		if list[i].ID != "SMOK002" {
			list[i].From, list[i].To = lower, upper
			if list[i].ID == "MH002" {
				list[i].From = planLower
			}
		}
		list[i].Standing = standing[list[i].ID]
	}
	return list
}

var qofAllSix = Indicator{ID: "MH021", Title: "All six checks", Text: "All six elements of the physical health check in the last 12 months", Element: "all", Months: 12}

// QofIndicators are the indicators of each year with their definitions,
// points and thresholds. Points are those of QofMentalHealth; a threshold or
// number of points that no source gives is not set.
var QofIndicators = Rule[Indicators]{
	ID: "qof_smi_indicators", Title: "QOF indicators: physical health in severe mental illness",
	What: "What each indicator counts, in our own words. The GP record is the source for QOF; nothing here is a claim.",
	Versions: []Version[Indicators]{
		{day("2023-04-01"), day("2024-04-01"), qofYear("2023-04-01", Indicators{qofAllSix}, Share{}, Share{}, Share{}, nil),
			Source{Name: "Management in Practice, Maximising your QOF income: mental health; SMOK002 from the QOF guidance", URL: "https://managementinpractice.com", Confidence: MediumHigh, Note: "Points as published there; thresholds, and the points of SMOK002, were not found."}},
		{day("2024-04-01"), day("2025-04-01"), qofYear("2024-04-01", Indicators{qofAllSix}, Share{}, Share{}, Share{}, map[string]string{"MH021": "income protected"}),
			Source{Name: "Primary Care IT, What is income protected", URL: "https://support.primarycareit.co.uk", Confidence: Medium, Note: "Points per indicator and thresholds were not found."}},
		{day("2025-04-01"), day("2026-04-01"), qofYear("2025-04-01", nil, exactly(50), exactly(90), exactly(40), nil),
			Source{Name: "QOF indicator tool; MH021 retired among 32 indicators (Pulse)", URL: "https://github.com/ninam-q/qof-indicator-tool", Confidence: Medium, Note: "MH021 ended on 1 April 2025. Points and thresholds of SMOK002 were not found."}},
		{day("2026-04-01"), calendar.Date{}, qofYear("2026-04-01", nil, Share{}, Share{}, Share{}, nil),
			Source{Name: "QOF 2026/27 was not found; the definitions of 2025/26 are carried on", Confidence: Low, Note: "Points and thresholds are not set. Ask the ICB, or whoever looks after the practice’s QOF."}},
	},
}

// QofExclusion is a reason for which somebody may be left out of an
// indicator: a personalised care adjustment.
type QofExclusion struct{ Key, Text string }

// QofExclusions are the reasons that the published rules name, in our words.
// The codes stand in Codes: which of them means which is not in the source.
type QofExclusions struct {
	Reasons       []QofExclusion
	InviteDays    int // between the two invitations, at least
	NewlyMonths   int // newly diagnosed within so many months before the year's end
	Codes         Words
	CodesUnsorted string
}

func (e QofExclusions) String() string {
	var parts []string
	for _, r := range e.Reasons {
		parts = append(parts, r.Text)
	}
	return strings.Join(parts, "; ")
}

// QofAdjustments are the personalised care adjustments.
var QofAdjustments = Rule[QofExclusions]{
	ID: "qof_smi_adjustments", Title: "QOF personalised care adjustments",
	What: "For which reasons somebody may be left out of an indicator. The practice decides and codes it; here it is only counted apart.",
	Versions: []Version[QofExclusions]{
		{day("2023-04-01"), calendar.Date{}, QofExclusions{
			Reasons:    []QofExclusion{{"not suitable", "not suitable for this person"}, {"declined", "the person declined"}, {"invited", "invited twice, at least 7 days apart, without an answer"}, {"newly", "newly diagnosed within 3 months before the year’s end"}},
			InviteDays: 7, NewlyMonths: 3, Codes: Words{"716301000000102", "717051000000101"},
			CodesUnsorted: "Two exception codes are published without saying here which of them stands for which reason.",
		}, Source{Name: "QOF business rules v50.0, as read by Hippo Labs", Confidence: Low, Note: "No address is known to us; the reading itself was good."}},
	},
}

// CheckInterval is after how many months a check of the six is due again.
var CheckInterval = Rule[int]{
	ID: "smi_check_interval", Title: "How often the six checks are due",
	What: "Months after which each of the six checks is due again.",
	Versions: []Version[int]{
		{day("2018-04-01"), calendar.Date{}, 12, Source{Name: "NHS England, Improving the physical health of people living with severe mental illness", URL: "https://www.england.nhs.uk", Confidence: High, Note: "Every 12 months. QOF asks for a record in the 12 months up to 31 March."}},
	},
}
