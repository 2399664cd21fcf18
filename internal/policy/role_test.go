package policy

import "testing"

func TestRoleOf(t *testing.T) {
	for s, want := range map[string]Role{
		"CPN": "community psychiatric nurse", " Peer-Support  Worker ": "peer support worker", "occupational_therapist": "mental health occupational therapist",
		"mental health social worker": "mental health social worker",
	} {
		if r, named := RoleOf(s); r != want || !named {
			t.Errorf("%q: %q, %v", s, r, named)
		}
	}
	if r, named := RoleOf("Art Therapist"); r != "art therapist" || named {
		t.Errorf("%q, %v", r, named)
	}
	for _, r := range roleWords {
		if _, named := RoleOf(string(r)); !named {
			t.Errorf("%q is named by no rule", r)
		}
	}
}
