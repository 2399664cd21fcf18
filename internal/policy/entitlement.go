package policy

import (
	"fmt"

	"footbridge/internal/calendar"
)

// Threshold is the list size up to and including which a network is entitled
// to the smaller number of posts.
const Threshold = 100_000

// NoLimit is a maximum that isn't one.
const NoLimit = -1

// PostRange is how many whole-time equivalent posts: at least Min, at most
// Max, which may be NoLimit.
type PostRange struct{ Min, Max int }

func (p PostRange) String() string {
	switch {
	case p.Max == NoLimit:
		return fmt.Sprintf("at least %d", p.Min)
	case p.Max == p.Min:
		return fmt.Sprint(p.Min)
	default:
		return fmt.Sprintf("%d to %d", p.Min, p.Max)
	}
}

// PostRule says how many posts a network is entitled to. Posts are whole-time
// equivalents.
type PostRule struct {
	AtOrBelow, Above PostRange // up to and including Threshold; above it
	ByAgreement      bool      // more than Min needs the provider's agreement
}

// For gives the range for a list of so many patients.
func (p PostRule) For(patients int) PostRange {
	if patients > Threshold {
		return p.Above
	}
	return p.AtOrBelow
}

func (p PostRule) String() string {
	s := fmt.Sprintf("%s up to and including 100,000 patients, %s above", p.AtOrBelow, p.Above)
	if p.ByAgreement {
		s += "; more than the minimum by agreement"
	}
	return s
}

// Posts is the rule about how many posts a network is entitled to.
var Posts = Rule[PostRule]{
	ID:    "mhp_entitlement",
	Title: "How many posts a network is entitled to",
	What: "Whole-time equivalent mental health practitioners per network, by registered list size. More is always possible by agreement. " +
		listNote,
	Versions: []Version[PostRule]{
		{day("2021-04-01"), day("2022-04-01"), PostRule{AtOrBelow: PostRange{1, 1}, Above: PostRange{2, 2}},
			mipArrs.with(MediumHigh, "The letter of January 2021 says “less than 100,000”; it leaves open what exactly 100,000 is.")},
		{day("2022-04-01"), day("2023-04-01"), PostRule{AtOrBelow: PostRange{1, 2}, Above: PostRange{2, 4}, ByAgreement: true}, gponline},
		{day("2023-04-01"), calendar.Date{}, PostRule{AtOrBelow: PostRange{1, NoLimit}, Above: PostRange{2, NoLimit}, ByAgreement: true},
			nhsePage.with(Medium, "The page itself is sure about the minimum, with data of winter 2022/23. That it began in April 2023 is from Wessex LMCs, PCC and the North Central London Training Hub; that it still holds from 2024/25 on is not confirmed.")},
	},
}

// PostsPlanned is the plan of January 2021, which was overtaken. It is shown
// beside the rule and never applied.
var PostsPlanned = Rule[PostRule]{
	ID:    "mhp_entitlement_planned_2021",
	Title: "What was planned in January 2021, and was overtaken",
	What:  "The growth that the letter of January 2021 announced “subject to review”. It is shown beside the rule, and is never the rule.",
	Versions: []Version[PostRule]{
		{day("2022-04-01"), day("2023-04-01"), PostRule{AtOrBelow: PostRange{2, 2}, Above: PostRange{4, 4}}, mipArrs.with(Medium, "A plan, subject to review. 2022/23 came out as 1 to 2 and 2 to 4.")},
		{day("2023-04-01"), day("2024-04-01"), PostRule{AtOrBelow: PostRange{3, 3}, Above: PostRange{6, 6}}, mipArrs.with(Medium, "A plan, subject to review. It was overtaken by the minimum of 1 and 2.")},
	},
}

// listNote says which list size is meant.
const listNote = "The sources do not say whether the raw or the weighted list counts, nor on which day; the raw registered list is used."

// wordingNote says how the wording differs.
const wordingNote = "Wording differs: NHS England says “up to 100,000”, which includes 100,000; the letter of January 2021 and the Greater Manchester page say “less than 100,000”. Exactly 100,000 gives the smaller number here."

// EntitlementAnswer is what one rule set says about a network.
type EntitlementAnswer struct {
	ID       string // the rule's ID
	RuleSet  string // "2021/22", "2023/24 onwards", "Plan of January 2021 for 2023/24"
	From, To calendar.Date
	Posts    PostRange // whole-time equivalents
	// ByAgreement: more than Posts.Min needs the provider's agreement.
	ByAgreement bool
	// Plan: announced, overtaken, never a rule.
	Plan     bool
	Applies  bool // the one that holds on the day
	Sentence string
	Source   Source
}

// Entitlements is every rule set's answer for one network, side by side.
type Entitlements struct {
	On       calendar.Date
	Patients int
	// Known is false when there is no list size; then there are no answers.
	Known   bool
	Answers []EntitlementAnswer
	// Sentence says what applies on the day, or that nothing does.
	Sentence string
	Notes    []string
}

// Applies gives the answer that holds on the day; ok is false before
// 1 April 2021 and when the list size is not known.
func (e Entitlements) Applies() (a EntitlementAnswer, ok bool) {
	for _, a := range e.Answers {
		if a.Applies {
			return a, true
		}
	}
	return EntitlementAnswer{}, false
}

// Entitlement gives what each rule set says about a network with so many
// registered patients, and which one holds on the day on. A number of
// patients below 1 means that the list size is not known.
func Entitlement(patients int, on calendar.Date) Entitlements {
	e := Entitlements{On: on, Patients: patients, Known: patients > 0, Notes: []string{listNote, wordingNote}}
	if !e.Known {
		e.Sentence = "The list size is not known, so nobody can say what the network is entitled to"
		return e
	}
	size := grouped(int64(patients)) + " registered patients"
	for _, v := range Posts.Versions {
		a := EntitlementAnswer{
			ID: Posts.ID, RuleSet: years(v.From, v.To), From: v.From, To: v.To, Posts: v.Value.For(patients),
			ByAgreement: v.Value.ByAgreement, Applies: v.Holds(on), Source: v.Source,
		}
		a.Sentence = fmt.Sprintf("%s: %s whole-time equivalent for %s", a.RuleSet, a.Posts, size)
		if a.ByAgreement {
			a.Sentence += "; more than " + fmt.Sprint(a.Posts.Min) + " by agreement between the network and the provider"
		}
		e.Answers = append(e.Answers, a)
	}
	for _, v := range PostsPlanned.Versions {
		a := EntitlementAnswer{
			ID: PostsPlanned.ID, RuleSet: "Plan of January 2021 for " + years(v.From, v.To), From: v.From, To: v.To,
			Posts: v.Value.For(patients), Plan: true, Source: v.Source,
		}
		a.Sentence = fmt.Sprintf("%s: %s for %s. It was overtaken and never became a rule", a.RuleSet, a.Posts, size)
		e.Answers = append(e.Answers, a)
	}
	if a, ok := e.Applies(); ok {
		e.Sentence = a.Sentence
	} else {
		e.Sentence = "No entitlement on " + on.Medium() + ": the role began on 1 April 2021"
	}
	return e
}
