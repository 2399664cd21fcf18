package policy

import (
	"fmt"
	"slices"

	"footbridge/internal/calendar"
)

// Band is an Agenda for Change band: "4", "5", "8a". The empty Band is no
// limit in a rule and not known about a person.
type Band string

// Bands lists the bands in order.
var Bands = []Band{"1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9"}

// rank gives the band's place in the order, -1 when it is no band.
func (b Band) rank() int { return slices.Index(Bands, b) }

// IsKnown reports whether b is one of Bands.
func (b Band) IsKnown() bool { return b.rank() >= 0 }

// Role is what somebody is by profession, in words: "peer support worker".
type Role string

// EligibilityRule says who may hold a jointly funded post.
type EligibilityRule struct {
	MinBand, MaxBand     Band // MaxBand "" is no limit
	RegistrationRequired bool
	Named                []Role // the roles that the text names; others are possible
}

func (e EligibilityRule) String() string {
	s := "Band " + string(e.MinBand) + " or above"
	if e.MaxBand != "" {
		s = fmt.Sprintf("Band %s to %s", e.MinBand, e.MaxBand)
	}
	if e.RegistrationRequired {
		return s + ", registered clinical roles only"
	}
	return s + ", registered or not, with mental health expertise"
}

// NamedRoles are the roles that the wider rule names as examples.
var NamedRoles = []Role{
	"peer support worker", "community psychiatric nurse", "clinical psychologist",
	"mental health social worker", "mental health occupational therapist", "mental health community connector",
}

// Eligibility is the rule about who may hold a jointly funded post.
var Eligibility = Rule[EligibilityRule]{
	ID:    "mhp_eligibility",
	Title: "Who may hold a jointly funded post",
	What:  "The band and registration that the Network Contract asks of a mental health practitioner who is reimbursed.",
	Versions: []Version[EligibilityRule]{
		{day("2021-04-01"), day("2022-04-01"), EligibilityRule{
			MinBand: "5", RegistrationRequired: true,
			Named: []Role{"community psychiatric nurse", "clinical psychologist", "mental health occupational therapist"},
		}, bnssgPage.with(High, "B14.1 in 2021/22: a registered clinical role at band 5 or above, as agreed between the network and the provider.")},
		{day("2022-04-01"), calendar.Date{}, EligibilityRule{MinBand: "4", MaxBand: "8a", Named: NamedRoles},
			nhsePage.with(High, "The start in April 2022 is from training hub pages (medium confidence); one page says March 2022.")},
	},
}

// RoleTypes is the rule about which kinds of post there are.
var RoleTypes = Rule[string]{
	ID:    "mhp_role_types",
	Title: "Kinds of post",
	What:  "Which people a post may serve. A post for children and young people is optional and is funded on the same joint basis.",
	Versions: []Version[string]{
		{day("2021-04-01"), calendar.Date{}, "Adults and older adults; children and young people", nhsePage},
	},
}

// EligibilityAnswer is what one rule set says about somebody.
type EligibilityAnswer struct {
	RuleSet  string // "2021/22", "2022/23 onwards"
	From, To calendar.Date
	InForce  bool // on the day that was asked about
	Eligible bool
	Sentence string
	Source   Source
}

// Eligible asks every rule set whether somebody of this role and band may
// hold a jointly funded post, and marks the one that is in force on the day
// on. Before 1 April 2021 none is. It says whether the post can be claimed,
// not whether the person is good for it: independently employed
// practitioners are outside the rule.
func Eligible(role Role, band Band, registered bool, on calendar.Date) []EligibilityAnswer {
	var answers []EligibilityAnswer
	for _, v := range Eligibility.Versions {
		a := EligibilityAnswer{RuleSet: years(v.From, v.To), From: v.From, To: v.To, InForce: v.Holds(on), Source: v.Source}
		a.Eligible, a.Sentence = v.Value.allows(role, band, registered)
		answers = append(answers, a)
	}
	return answers
}

// allows says whether the rule set allows it, and why.
func (e EligibilityRule) allows(role Role, band Band, registered bool) (bool, string) {
	switch {
	case !band.IsKnown():
		return false, "The band is not known, so nobody can say whether the post can be claimed"
	case band.rank() < e.MinBand.rank():
		return false, fmt.Sprintf("No: band %s is below band %s", band, e.MinBand)
	case e.MaxBand != "" && band.rank() > e.MaxBand.rank():
		return false, fmt.Sprintf("No: band %s is above band %s", band, e.MaxBand)
	case e.RegistrationRequired && !registered:
		return false, "No: only a registered clinical role counts"
	}
	if slices.Contains(e.Named, role) {
		return true, fmt.Sprintf("Yes: band %s, and the rule names a %s", band, role)
	}
	return true, fmt.Sprintf("Yes for band %s, as agreed between the network and the provider: the rule does not name this role", band)
}

// years says a time in contract years: "2021/22", "2022/23 onwards",
// "2024/25 to 2025/26".
func years(from, to calendar.Date) string {
	first := calendar.ContractYearOf(from).String()
	if to.IsZero() {
		return first + " onwards"
	}
	if last := calendar.ContractYearOf(to.AddDays(-1)).String(); last != first {
		return first + " to " + last
	}
	return first
}
