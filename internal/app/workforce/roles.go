package workforce

import (
	"slices"
	"strings"

	"footbridge/internal/nhs"
	"footbridge/internal/policy"
)

// RoleType is a kind of professional who may hold a post.
type RoleType struct {
	Key, Name string
	Policy    policy.Role // the name under which the dated rules look it up
	Registers []nhs.Body  // where such a professional is registered; none when the role needs no registration
	Named     string      // who names it
}

const (
	namedByNHSE   = "NHS England, Mental health practitioners"
	namedByReturn = "Primary care workforce return, job titles ending in “Mental Health Practitioner”"
)

// RoleTypes lists the kinds: those that NHS England names, then those under
// which networks report practitioners in the published workforce return.
var RoleTypes = []RoleType{
	{"nurse", "Community psychiatric nurse", "community psychiatric nurse", []nhs.Body{nhs.NMC}, namedByNHSE},
	{"psychologist", "Clinical psychologist", "clinical psychologist", []nhs.Body{nhs.HCPC}, namedByNHSE},
	{"social-worker", "Mental health social worker", "mental health social worker", []nhs.Body{nhs.SWE}, namedByNHSE},
	{"ot", "Mental health occupational therapist", "mental health occupational therapist", []nhs.Body{nhs.HCPC}, namedByNHSE},
	{"peer", "Peer support worker", "peer support worker", nil, namedByNHSE},
	{"connector", "Mental health community connector", "mental health community connector", nil, namedByNHSE},
	{"wellbeing", "Mental health and wellbeing practitioner", "mental health and wellbeing practitioner", nil, namedByReturn},
	{"wellbeing-trainee", "Trainee mental health and wellbeing practitioner", "trainee mental health and wellbeing practitioner", nil, namedByReturn},
	{"cap", "Clinical associate in psychology", "clinical associate in psychology", nil, namedByReturn},
	{"counsellor", "Counsellor", "counsellor", nil, namedByReturn},
	{"therapist", "Another therapist", "therapist", nil, namedByReturn},
}

// RoleTypeOf gives a kind by its key.
func RoleTypeOf(key string) (RoleType, bool) {
	i := slices.IndexFunc(RoleTypes, func(r RoleType) bool { return r.Key == key })
	if i < 0 {
		return RoleType{}, false
	}
	return RoleTypes[i], true
}

// RoleTypeIn reads the kind from the words in which a post was entered, also
// before there was a list; false when none fits.
func RoleTypeIn(words string) (RoleType, bool) {
	role, _ := policy.RoleOf(words)
	for _, r := range RoleTypes {
		if r.Policy == role || strings.EqualFold(r.Name, strings.TrimSpace(words)) {
			return r, true
		}
	}
	return RoleType{}, false
}
