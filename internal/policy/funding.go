package policy

import (
	"fmt"
	"strings"

	"footbridge/internal/calendar"
)

// FundingRule says how the cost of a post is shared. Shares are percent of
// salary with the employer's national insurance and pension. What the scheme
// reimburses never exceeds the maximum for the band, see ReimbursableCap.
type FundingRule struct {
	EveryPost bool // the same for every post; First then is for all
	// First is the scheme's share of the first post, and Later the most that
	// it pays of a later one.
	First, Later int
	// Agreement: a share above First needs a written agreement of network
	// and provider.
	Agreement bool
	// FirstCountedBy says what "first" counts within; "" is not set, and the
	// network is asked once.
	FirstCountedBy string
}

func (f FundingRule) String() string {
	if f.EveryPost {
		return fmt.Sprintf("%d%% from the scheme and %d%% from the provider for every post", f.First, 100-f.First)
	}
	s := fmt.Sprintf("%d%% from the scheme for the first post, up to %d%% for a later one with a written agreement", f.First, f.Later)
	if f.FirstCountedBy == "" {
		return s + "; what “first” counts within is not set"
	}
	return s + "; the first is counted per " + f.FirstCountedBy
}

// Funding is the rule about who pays for a post.
var Funding = Rule[FundingRule]{
	ID:    "mhp_funding",
	Title: "Who pays for a post",
	What:  "How the cost of a jointly funded practitioner is shared between the provider and the Additional Roles Reimbursement Scheme (ARRS).",
	Versions: []Version[FundingRule]{
		{day("2021-04-01"), day("2024-04-01"), FundingRule{EveryPost: true, First: 50, Later: 50}, nhsePage},
		{day("2024-04-01"), day("2025-04-01"), FundingRule{First: 50, Later: 100, Agreement: true}, pulse2425},
		{day("2025-04-01"), day("2026-04-01"), FundingRule{First: 50, Later: 100, Agreement: true}, Source{
			Name: "No text found; taken as continuing from 2024/25", Confidence: Low, Note: "An inference. Ask the ICB before relying on it.",
		}},
		{day("2026-04-01"), calendar.Date{}, FundingRule{First: 50, Later: 100, Agreement: true, FirstCountedBy: "band"},
			haresign.with(Medium, "One source. Maximum amounts are in tables 3a (first) and 3b (later) of the specification.")},
	},
}

// FundingAnswer is what the rule says about the funding of one post.
type FundingAnswer struct {
	// Blocked: nothing can be claimed until what Sentence asks for is there.
	Blocked bool
	// SchemeMax is the most that the scheme pays, in percent of the cost;
	// ProviderMin is the rest. Both mean nothing when Blocked.
	SchemeMax, ProviderMin int
	Sentence               string
	Source                 Source
}

// FundingOf says what the scheme pays of a post on the day on. first: it is
// the network's first post, counted as the network records. agreement: there
// is a written agreement of network and provider for a larger share.
func FundingOf(on calendar.Date, first, agreement bool) FundingAnswer {
	v, ok := Funding.On(on)
	if !ok {
		return FundingAnswer{Blocked: true, Sentence: "There is no funding rule for " + on.Medium() + ": the role began on 1 April 2021"}
	}
	share := v.Value.Later
	if first || v.Value.EveryPost {
		share = v.Value.First
	} else if v.Value.Agreement && !agreement {
		return FundingAnswer{
			Blocked: true, Source: v.Source,
			Sentence: "A later post needs a written agreement between the network and the provider before it can be claimed; ask the ICB",
		}
	}
	a := FundingAnswer{SchemeMax: share, ProviderMin: 100 - share, Source: v.Source}
	if share == 100 {
		a.Sentence = "Up to 100% from the scheme, as the written agreement says"
	} else {
		a.Sentence = fmt.Sprintf("%d%% from the scheme and %d%% from the provider", share, 100-share)
	}
	return a
}

// Sum is the money of the scheme in one contract year.
type Sum struct {
	PerPatient Figure // per weighted patient of the network
	Derived    bool   // PerPatient is arithmetic of ours, not published
	ListDate   calendar.Date
	Total      Figure // England
	Extra      string // further pots, in words
}

func (s Sum) String() string {
	t := "per weighted patient: " + s.PerPatient.String()
	if s.Derived {
		t += " (derived)"
	}
	t += "; England: " + s.Total.String()
	if s.Extra != "" {
		t += "; " + s.Extra
	}
	return t
}

// ArrsSum is the money of the scheme, per contract year. A version may hold
// while its figures are not set.
var ArrsSum = Rule[Sum]{
	ID:    "arrs_sum",
	Title: "The ARRS sum",
	What:  "What a network can be reimbursed in a contract year for all additional roles together: the amount per weighted patient times the weighted list on 1 January before.",
	Versions: []Version[Sum]{
		{day("2021-04-01"), day("2022-04-01"), Sum{Total: pounds(746_000_000_000)}, Source{Name: "Pulse Intelligence, ARRS for 2021/22 explained", URL: "https://pulse-intelligence.co.uk/guide/the-additional-roles-reimbursement-scheme-for-2021-22-explained", Confidence: Medium}},
		{day("2022-04-01"), day("2023-04-01"), Sum{PerPatient: pounds(16_700), Derived: true, Total: pounds(1_026_000_000_000)}, gponline.with(Low, "Article 1751565. Derived from £500,900 for 30,000 and £834,800 for 50,000 patients.")},
		{day("2023-04-01"), day("2024-04-01"), Sum{PerPatient: pounds(22_671), ListDate: day("2023-01-01")}, nelArrs.with(Medium, "")},
		{day("2024-04-01"), day("2025-04-01"), Sum{PerPatient: pounds(22_894), ListDate: day("2024-01-01"), Extra: "£1.303 per patient more for GPs from 1 October 2024 to 31 March 2025, ring-fenced"}, Source{Name: "Pulse PCN, PCNs can claim more for ARRS staff", URL: "https://pulsetoday.co.uk/pulse-pcn/", Confidence: Medium}},
		{day("2025-04-01"), day("2026-04-01"), Sum{PerPatient: pounds(26_631), ListDate: day("2025-01-01"), Total: pounds(1_711_000_000_000), Extra: "one pot with GPs, £186,000,000 of it"}, humberside},
		{day("2026-04-01"), day("2027-04-01"), Sum{Total: pounds(1_754_000_000_000)}, surreySussex},
	},
}

// Allowed is a yes or no.
type Allowed bool

func (a Allowed) String() string {
	if a {
		return "allowed"
	}
	return "not allowed"
}

// CarryForward is the rule about money that was not claimed by 31 March.
var CarryForward = Rule[Allowed]{
	ID: "arrs_carry_forward", Title: "Taking unclaimed money into the next year",
	What: "Whether a network keeps what it did not claim.",
	Versions: []Version[Allowed]{
		{day("2021-04-01"), calendar.Date{}, false, Source{Name: "Doncaster LMC; Gloucestershire primary care, PCN DES", URL: "https://glosprimarycare.co.uk/pcn-des", Confidence: Medium}},
	},
}

// Redistribution is the rule about bidding for what other networks leave.
var Redistribution = Rule[Allowed]{
	ID: "arrs_redistribution", Title: "Bidding for what other networks leave",
	What: "Whether money that a network will not use can go to another one in the year. Before 2022/23 nothing was found.",
	Versions: []Version[Allowed]{
		{day("2022-04-01"), day("2024-04-01"), true, desSlides.with(Medium, "In 2022/23 identified by 30 September 2022.")},
		{day("2024-04-01"), calendar.Date{}, false, pulse2425},
	},
}

// Words is a list that prints with commas.
type Words []string

func (w Words) String() string { return strings.Join(w, ", ") }

// ReimbursableElements is the rule about what of the cost counts.
var ReimbursableElements = Rule[Words]{
	ID: "reimbursable_elements", Title: "What can be reimbursed",
	What: "The elements of cost that count. The lower of the actual cost and the maximum is paid.",
	Versions: []Version[Words]{
		{day("2021-04-01"), calendar.Date{}, Words{"salary", "employer’s national insurance", "employer’s pension contribution"}, Source{
			Name: "PCC; Greater Manchester primary care careers, Mental health practitioner", URL: "https://gmprimarycarecareers.org.uk/generalpractice/new-roles/mental-health-practitioner", Confidence: MediumHigh,
		}},
	},
}

// ReimbursableCap is the maximum amount per band. No value was found for any
// year: every version is loaded by the administrator, and until then a claim
// is blocked with a reason, never paid without limit and never zero.
var ReimbursableCap = Rule[Figure]{
	ID: "reimbursable_cap", Title: "The most that is reimbursed for a whole-time equivalent",
	What: "Per role type, band, first or later post, and London supplement. Not found for mental health practitioners in any year: ask the ICB for the table of the specification and load it.",
}

// capChanges are the days on which maximum amounts changed.
var capChanges = []calendar.Date{
	day("2021-04-01"), day("2022-04-01"), day("2023-04-01"), day("2023-07-01"),
	day("2024-04-01"), day("2024-10-01"), day("2025-04-01"), day("2026-04-01"),
}

// CapPeriod gives the time around d in which one set of maximum amounts
// holds: from, and to exclusive, which is zero while no later change is
// known. ok is false before 1 April 2021. It gives no amounts.
func CapPeriod(d calendar.Date) (from, to calendar.Date, ok bool) {
	for i, start := range capChanges {
		if d.Before(start) {
			return from, start, i > 0
		}
		from = start
	}
	return from, calendar.Date{}, true
}

// Uplift is maximum amounts that were published after they took effect.
type Uplift struct {
	Effective, Portal calendar.Date // from when they hold; when they could be claimed
	Months            []calendar.Month
}

func (u Uplift) String() string {
	return fmt.Sprintf("from %s, in the portal from %s: one adjustment claim for %s to %s, after the staff were paid",
		u.Effective.Medium(), u.Portal.Medium(), u.Months[0].Long(), u.Months[len(u.Months)-1].Long())
}

// CapUplift is how late maximum amounts are caught up with.
var CapUplift = Rule[Uplift]{
	ID: "reimbursable_cap_uplift", Title: "Maximum amounts that came late",
	What: "Claims already made keep their old maximum. The network first pays its staff, then sends one adjustment claim for the difference to the ICB.",
	Versions: []Version[Uplift]{
		{day("2025-04-01"), day("2026-04-01"), Uplift{
			day("2025-04-01"), day("2025-08-01"), calendar.ContractYear(2025).Months()[:4],
		}, Source{Name: "North East London ICB, notification of ARRS maximum reimbursement rates", URL: "https://primarycare.northeastlondon.icb.nhs.uk/comms-news/", Confidence: MediumHigh}},
	},
}
