package policy

import (
	"slices"
	"strings"
)

// roleWords are other words for the roles that the rules name.
var roleWords = map[string]Role{
	"peer worker": "peer support worker", "psw": "peer support worker",
	"cpn": "community psychiatric nurse", "community mental health nurse": "community psychiatric nurse",
	"psychologist":           "clinical psychologist",
	"social worker":          "mental health social worker",
	"occupational therapist": "mental health occupational therapist", "ot": "mental health occupational therapist", "mental health ot": "mental health occupational therapist",
	"community connector": "mental health community connector",
}

// RoleOf reads what somebody is: in any case, with hyphens or underscores for
// spaces, and by the usual short names. named is false for a role that no
// rule names; it is given back as it was written, in small letters.
func RoleOf(s string) (role Role, named bool) {
	s = strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(s))), " ")
	if r, ok := roleWords[s]; ok {
		return r, true
	}
	return Role(s), slices.Contains(NamedRoles, Role(s))
}
