package policy

import (
	"strings"

	"footbridge/internal/calendar"
)

// Function is one of the things that a practitioner is there to do, under the
// letter that the contract gives it, in our own words.
type Function struct{ Key, Text string }

// FunctionList is every function of one text of the contract.
type FunctionList []Function

func (l FunctionList) String() string {
	var parts []string
	for _, f := range l {
		parts = append(parts, f.Key+" "+f.Text)
	}
	return strings.Join(parts, "; ")
}

// Functions is what the Network Contract says that a practitioner does
// (B14.2), summarised.
var Functions = Rule[FunctionList]{
	ID:    "mhp_functions",
	Title: "What a practitioner is there to do",
	What:  "The functions of section B14.2, summarised in our own words under the contract's letters. The same letter means different things in the two texts.",
	Versions: []Version[FunctionList]{
		{day("2021-04-01"), day("2023-04-01"), FunctionList{
			{"a", "one service of consultation, advice, triage and liaison, backed by the local community mental health provider"},
			{"b", "deciding together with people about self-management, opening the way to other services, and brief psychological interventions where qualified"},
			{"c", "working with the network’s other roles, such as clinical pharmacists and social prescribing link workers"},
			{"d", "seeing people without a formal GP referral, including some direct bookings, within volumes and by a way of booking that the network and the provider agree"},
		}, bnssgPage.with(High, "The text of 2021/22; the day on which the later text replaced it is not stated, 2023/24 at the latest.")},
		{day("2023-04-01"), calendar.Date{}, FunctionList{
			{"a", "advice, support, consultation and liaison, including being the first contact for people whose needs Talking Therapies cannot meet"},
			{"b", "opening the way to mental and physical health care, wellbeing services and biopsychosocial interventions"},
			{"c", "brief psychological interventions, where qualified"},
			{"d", "working as one team with the other professions of primary care"},
			{"e", "seeing people without a GP referral, including direct bookings, to agreed volumes and by an agreed way of booking"},
		}, bnssgPage.with(High, "The text of 2023/24. It depends on local context, supervision and governance. Later wording was not found.")},
	},
}

// Employment is the rule about who employs a practitioner.
var Employment = Rule[string]{
	ID:    "mhp_employment",
	Title: "Who employs a practitioner",
	What:  "Whom a jointly funded practitioner works for. Somebody whom a practice employs and pays in full is outside the scheme and can't be claimed.",
	Versions: []Version[string]{
		{day("2021-04-01"), day("2025-04-01"), "The mental health provider, or a voluntary organisation that it subcontracts; wholly deployed to the network", nhsePage},
		{day("2025-04-01"), calendar.Date{}, "The mental health provider, or a voluntary organisation that it subcontracts; wholly deployed to the network", nhsePage.with(Low, "The text of 2025/26 was not found; taken as continuing.")},
	},
}
