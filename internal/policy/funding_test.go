package policy

import (
	"strings"
	"testing"
)

func TestFundingOf(t *testing.T) {
	for _, tt := range []struct {
		on               string
		first, agreement bool
		blocked          bool
		share            int
		confidence       string
	}{
		{"2021-03-31", true, true, true, 0, ""},
		{"2021-04-01", true, false, false, 50, High},
		{"2024-03-31", false, true, false, 50, High}, // every post, agreement or not
		{"2024-03-31", false, false, false, 50, High},
		{"2024-04-01", true, false, false, 50, Medium},
		{"2024-04-01", true, true, false, 50, Medium}, // the first one stays at half
		{"2024-04-01", false, true, false, 100, Medium},
		{"2024-04-01", false, false, true, 0, Medium},
		{"2025-06-01", false, true, false, 100, Low},
		{"2026-04-01", false, false, true, 0, Medium},
		{"2026-04-01", false, true, false, 100, Medium},
	} {
		a := FundingOf(day(tt.on), tt.first, tt.agreement)
		if a.Blocked != tt.blocked || a.SchemeMax != tt.share || a.Source.Confidence != tt.confidence || a.Sentence == "" {
			t.Errorf("%+v: %+v", tt, a)
		}
		if !a.Blocked && a.SchemeMax+a.ProviderMin != 100 {
			t.Errorf("%+v: the shares are %d and %d", tt, a.SchemeMax, a.ProviderMin)
		}
		if a.Blocked && strings.HasPrefix(tt.on, "2024") && !strings.Contains(a.Sentence, "ask the ICB") {
			t.Errorf("%+v: %q", tt, a.Sentence)
		}
	}
	for on, want := range map[string]string{"2024-04-01": "", "2026-03-31": "", "2026-04-01": "band"} {
		if v, _ := Funding.On(day(on)); v.Value.FirstCountedBy != want {
			t.Errorf("on %s the first is counted by %q", on, v.Value.FirstCountedBy)
		}
	}
}

func TestWhatIsNotSetIsNotZero(t *testing.T) {
	if v, ok := ReimbursableCap.On(day("2025-06-01")); ok {
		t.Errorf("there is a maximum: %v", v.Value)
	}
	for on, want := range map[string]string{
		"2021-06-01": "not set", "2022-06-01": "£16.70", "2023-06-01": "£22.671",
		"2024-06-01": "£22.894", "2025-06-01": "£26.631", "2026-06-01": "not set",
	} {
		v, ok := ArrsSum.On(day(on))
		if !ok || v.Value.PerPatient.String() != want {
			t.Errorf("%s: %s, want %s", on, v.Value.PerPatient, want)
		}
	}
	if _, ok := ArrsSum.On(day("2027-04-01")); ok {
		t.Error("the sum of 2027/28 is known")
	}
	if v, _ := Claims.On(day("2025-06-01")); v.Value.CutOffDay != 0 || !strings.Contains(v.Value.String(), "cut-off day not set") {
		t.Errorf("claims = %s", v.Value)
	}
	if v, _ := QofMentalHealth.On(day("2024-06-01")); v.Value.Points != nil || !strings.HasPrefix(v.Value.String(), "points not set") {
		t.Errorf("QOF 2024/25 = %s", v.Value)
	}
	if _, ok := QofMentalHealth.On(day("2026-06-01")); ok {
		t.Error("the QOF of 2026/27 is known")
	}
}

func TestQofTotals(t *testing.T) {
	for on, want := range map[string]int{"2023-06-01": 38, "2025-06-01": 28} {
		v, _ := QofMentalHealth.On(day(on))
		total := 0
		for id, p := range v.Value.Points {
			total += p
			if !strings.Contains(v.Value.String(), id) {
				t.Errorf("%s is not shown", id)
			}
		}
		if total != want {
			t.Errorf("%s: %d points, want %d", on, total, want)
		}
	}
}

func TestCapPeriod(t *testing.T) {
	for _, tt := range []struct{ on, from, to string }{
		{"2021-03-31", "", ""},
		{"2021-04-01", "2021-04-01", "2022-04-01"},
		{"2023-06-30", "2023-04-01", "2023-07-01"}, // June and July 2023 differ
		{"2023-07-01", "2023-07-01", "2024-04-01"},
		{"2024-10-01", "2024-10-01", "2025-04-01"},
		{"2026-07-01", "2026-04-01", ""},
	} {
		from, to, ok := CapPeriod(day(tt.on))
		if ok != (tt.from != "") || ok && (from != day(tt.from) || to != day(tt.to)) {
			t.Errorf("%s: %s to %s, %v", tt.on, from, to, ok)
		}
	}
}

func TestCapUplift(t *testing.T) {
	v, ok := CapUplift.On(day("2025-05-31"))
	if want := "from 1 April 2025, in the portal from 1 August 2025: one adjustment claim for April 2025 to July 2025, after the staff were paid"; !ok || v.Value.String() != want {
		t.Errorf("%s", v.Value)
	}
}

func TestRedistribution(t *testing.T) {
	for on, want := range map[string]string{"2022-04-01": "allowed", "2024-03-31": "allowed", "2024-04-01": "not allowed"} {
		if v, ok := Redistribution.On(day(on)); !ok || v.Value.String() != want {
			t.Errorf("%s: %s", on, v.Value)
		}
	}
	if _, ok := Redistribution.On(day("2021-06-01")); ok {
		t.Error("2021/22 is known")
	}
}
