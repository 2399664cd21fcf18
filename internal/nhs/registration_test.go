package nhs

import "testing"

func TestRegistrationNumber(t *testing.T) {
	for _, tt := range []struct {
		body     Body
		in, want string
		ok       bool
	}{
		{NMC, "18A1234E", "18A1234E", true},
		{NMC, " 18a 1234 e", "18A1234E", true},
		{NMC, "18M1234E", "18M1234E", false}, // there is no thirteenth month
		{NMC, "8A1234E", "8A1234E", false},
		{NMC, "18A1234", "18A1234", false},
		{NMC, "18A12345E", "18A12345E", false},
		{NMC, "", "", false},
		{HCPC, "OT12345", "OT12345", true},
		{HCPC, "pyl-034567", "PYL034567", true},
		{HCPC, "12345", "12345", false},
		{HCPC, "O12345", "O12345", false},
		{SWE, "SW12345", "SW12345", true},
		{SWE, "sw 123456", "SW123456", true},
		{SWE, "SW123", "SW123", false},
		{SWE, "18A1234E", "18A1234E", false},
		{Body("GMC"), "1234567", "1234567", false},
	} {
		if got, ok := RegistrationNumber(tt.body, tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("%s %q: %q %v, want %q %v", tt.body, tt.in, got, ok, tt.want, tt.ok)
		}
	}
	for _, b := range Bodies() {
		if _, ok := RegistrationNumber(b, b.Example()); !ok || b.Name() == "" {
			t.Errorf("the example of %s: %q %q", b, b.Example(), b.Name())
		}
	}
}
