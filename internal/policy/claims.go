package policy

import (
	"fmt"
	"strings"

	"footbridge/internal/calendar"
)

// ClaimRule says how claims are made.
type ClaimRule struct {
	Cycle       string // "monthly"
	CutOffDay   int    // of the next month; 0 is not set
	ApprovedBy  string
	Overtime    string
	Leave       string
	MinMonths   int // that a post lasts, unless it is temporary cover
	VacantGrace int // months that a vacant baseline post is tolerated
}

func (c ClaimRule) String() string {
	cut := "cut-off day not set"
	if c.CutOffDay > 0 {
		cut = fmt.Sprintf("by day %d of the next month", c.CutOffDay)
	}
	return fmt.Sprintf("%s, %s, approved by the %s; %s; %s; posts last %d months or more; a vacant baseline post is tolerated for %d months",
		c.Cycle, cut, c.ApprovedBy, c.Overtime, c.Leave, c.MinMonths, c.VacantGrace)
}

// Claims is the rule about claiming.
var Claims = Rule[ClaimRule]{
	ID: "arrs_claims", Title: "How claims are made",
	What: "A network claims through the national portal and the ICB approves. The cut-off day, how part months are counted and an official list of evidence were not found: ask the ICB.",
	Versions: []Version[ClaimRule]{
		{day("2021-04-01"), calendar.Date{}, ClaimRule{
			Cycle: "monthly", ApprovedBy: "ICB",
			Overtime:  "extra hours at plain-time rate only",
			Leave:     "parental and sick leave continues, reduced with the pay that is actually paid, and cover for it can't be claimed",
			MinMonths: 6, VacantGrace: 3,
		}, Source{Name: "Pulse, PCNs can claim overtime pay from ARRS; Suffolk and North East Essex Training Hub, ARRS", URL: "https://sneetraininghub.org.uk/arrs", Confidence: Medium}},
	},
}

// Deadline is a day by which something is due.
type Deadline struct{ Due calendar.Date }

func (d Deadline) String() string { return "due by " + d.Due.Medium() }

// PlanDeadline is the rule about the yearly workforce plan.
var PlanDeadline = Rule[Deadline]{
	ID: "workforce_plan_deadline", Title: "When the workforce plan is due",
	What: "Until when a network hands in its plan for the year. Later years were not found: ask the ICB.",
	Versions: []Version[Deadline]{
		{day("2022-04-01"), day("2023-04-01"), Deadline{day("2022-08-31")}, desSlides},
		{day("2023-04-01"), day("2024-04-01"), Deadline{day("2022-10-31")}, desSlides},
	},
}

// Nwrs is the rule about the National Workforce Reporting Service.
var Nwrs = Rule[string]{
	ID: "nwrs", Title: "Reporting staff to the National Workforce Reporting Service",
	What: "All staff that the network is funded for go into the PCN module, even when the network does not employ them.",
	Versions: []Version[string]{
		{day("2021-07-01"), calendar.Date{}, "monthly, as on the last day of the month, in the PCN module", Source{
			Name: "NHS England Digital, guidance on the National Workforce Reporting Service", URL: "https://digital.nhs.uk", Confidence: High,
		}},
	},
}

// SupervisionRule says how often somebody is supervised at the least.
type SupervisionRule struct {
	EveryMonths int
	Kinds       Words
	Contractual bool
}

func (s SupervisionRule) String() string {
	return fmt.Sprintf("at least every %d month(s): %s; contractual: %t", s.EveryMonths, s.Kinds, s.Contractual)
}

// Supervision is the national rule about supervision.
var Supervision = Rule[SupervisionRule]{
	ID: "supervision", Title: "Supervision, at the least",
	What: "The national minimum for practitioners, by the provider or employer, and the kinds of supervision that guidance tells apart.",
	Versions: []Version[SupervisionRule]{
		{day("2023-05-16"), calendar.Date{}, SupervisionRule{
			EveryMonths: 1,
			Kinds:       Words{"practice, day to day", "clinical and professional", "educational"},
		}, quickReference.with(Medium, "Guidance, not contract. Published by May 2023; the day is that of the supervision guidance.")},
	},
}

// SupervisionLocal is how one area does it, a model that others may take.
var SupervisionLocal = Rule[Words]{
	ID: "supervision_local_bnssg", Title: "Supervision in Bristol, North Somerset and South Gloucestershire",
	What: "A local model: what the provider gives to a jointly funded practitioner there. The GP mentor is a “should” and is shown as missing, never blocking.",
	Versions: []Version[Words]{
		{day("2021-04-01"), calendar.Date{}, Words{
			"line management and clinical supervision by the provider", "a check-in with peers twice a week",
			"a team meeting every month", "a named GP mentor, who should be identified",
		}, bnssgPage.with(High, "Local. The page has no date; the role’s first day is taken.")},
	},
}

// LocalVariation is the rule about local changes to the contract.
var LocalVariation = Rule[string]{
	ID: "local_variation", Title: "Local variation of the contract",
	What: "Whether an ICB may vary the Network Contract. How far was not found.",
	Versions: []Version[string]{
		{day("2026-04-01"), calendar.Date{}, "An ICB may vary it by a local variation agreement", Source{Name: "bhp.co.uk, blog of 1 May 2026", Confidence: Low}},
	},
}

// QofYear is the mental health indicators of one year's Quality and Outcomes
// Framework.
type QofYear struct {
	Points          map[string]int // nil is not set
	Retired         Words
	IncomeProtected Words
}

// qofOrder is the order in which indicators are shown.
var qofOrder = []string{"MH001", "MH002", "MH003", "MH006", "MH007", "MH011", "MH012", "MH021"}

func (q QofYear) String() string {
	var parts []string
	total := 0
	for _, id := range qofOrder {
		if p, ok := q.Points[id]; ok {
			parts = append(parts, fmt.Sprintf("%s %d", id, p))
			total += p
		}
	}
	s := "points not set"
	if q.Points != nil {
		s = fmt.Sprintf("%d points (%s)", total, strings.Join(parts, ", "))
	}
	if len(q.Retired) > 0 {
		s += "; retired: " + q.Retired.String()
	}
	if len(q.IncomeProtected) > 0 {
		s += "; income protected: " + q.IncomeProtected.String()
	}
	return s
}

// QofMentalHealth is the points per indicator and year.
var QofMentalHealth = Rule[QofYear]{
	ID: "qof_mh", Title: "QOF points for mental health",
	What: "Points per indicator for people with severe mental illness. 2021/22, 2022/23 and 2026/27 were not found.",
	Versions: []Version[QofYear]{
		{day("2023-04-01"), day("2024-04-01"), QofYear{Points: map[string]int{"MH001": 4, "MH002": 5, "MH003": 3, "MH006": 3, "MH007": 3, "MH011": 7, "MH012": 7, "MH021": 6}},
			Source{Name: "Management in Practice, Maximising your QOF income: mental health", URL: "https://managementinpractice.com", Confidence: MediumHigh}},
		{day("2024-04-01"), day("2025-04-01"), QofYear{IncomeProtected: Words{"MH001", "MH021"}},
			Source{Name: "Primary Care IT, What is income protected", URL: "https://support.primarycareit.co.uk", Confidence: Medium}},
		{day("2025-04-01"), day("2026-04-01"), QofYear{Points: map[string]int{"MH002": 5, "MH003": 3, "MH006": 3, "MH007": 3, "MH011": 7, "MH012": 7}, Retired: Words{"MH001", "MH021"}},
			Source{Name: "QOF indicator tool", URL: "https://github.com/ninam-q/qof-indicator-tool", Confidence: Medium}},
	},
}

// PhysicalHealthCheck is the yearly check of people with severe mental
// illness.
var PhysicalHealthCheck = Rule[Words]{
	ID: "smi_check", Title: "The physical health check for severe mental illness",
	What: "What is checked every 12 months for everybody on the register who is not in remission.",
	Versions: []Version[Words]{
		{day("2024-04-01"), calendar.Date{}, Words{"alcohol", "glucose or HbA1c", "lipids", "blood pressure", "body mass index", "smoking"}, Source{
			Name:       "NHS England Digital, Physical health checks for people with severe mental illness",
			URL:        "https://digital.nhs.uk/data-and-information/publications/statistical/physical-health-checks-for-people-with-severe-mental-illness/supporting-information",
			Confidence: High, Note: "The day is that of the quarterly extract which replaced the manual collection.",
		}},
	},
}
