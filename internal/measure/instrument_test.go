package measure

import (
	"strings"
	"testing"

	"footbridge/internal/fault"
)

// TestInstrumentsAreWhole holds the definitions: numbering, ranges, notices.
func TestInstrumentsAreWhole(t *testing.T) {
	codes := map[string]bool{}
	for _, inst := range All() {
		if inst.Code == "" || codes[inst.Code] || inst.Name == "" || inst.Version == "" || inst.Period == "" || inst.Source == "" {
			t.Errorf("%q lacks something", inst.Code)
		}
		codes[inst.Code] = true
		if got, ok := ByCode(inst.Code); !ok || got != inst {
			t.Errorf("%s is not found by its code", inst.Code)
		}
		if inst.Notice == "" && inst != Goal {
			t.Errorf("%s has no notice", inst.Code)
		}
		top := 0
		for i, item := range inst.Items {
			if item.Number != i+1 || item.Theme == "" || (item.Text != "") != inst.WordingIncluded {
				t.Errorf("%s item %d: %+v", inst.Code, i+1, item)
			}
			if strings.TrimSpace(item.Text) != item.Text || strings.Contains(item.Text, "  ") {
				t.Errorf("%s item %d has stray spaces", inst.Code, i+1)
			}
			top += inst.highest(item)
			for j, o := range inst.OptionsOf(item) {
				if o.Value != j || o.Text == "" {
					t.Errorf("%s item %d: option %+v", inst.Code, i+1, o)
				}
			}
			if item.Loinc != "" && !luhn(strings.ReplaceAll(item.Loinc, "-", "")) {
				t.Errorf("%s item %d: LOINC %s", inst.Code, i+1, item.Loinc)
			}
		}
		if top != inst.Max {
			t.Errorf("%s goes to %d, not %d", inst.Code, top, inst.Max)
		}
		for i, b := range inst.Bands {
			if b.Name == "" || b.Min > inst.Max || i == 0 && b.Min != 0 || i > 0 && b.Min <= inst.Bands[i-1].Min {
				t.Errorf("%s: band %+v", inst.Code, b)
			}
			for _, label := range []string{"low risk", "high risk", "risk"} {
				if strings.Contains(b.Name, label) {
					t.Errorf("%s: a band is called %q", inst.Code, b.Name)
				}
			}
		}
		for _, th := range inst.Thresholds {
			if th.Key == "" || th.By < 1 || th.By > inst.Max || th.Source == "" {
				t.Errorf("%s: threshold %+v", inst.Code, th)
			}
		}
		if inst.Case.At > 0 && inst.Case.Source == "" || inst.Safety > len(inst.Items) {
			t.Errorf("%s: cut-off or safety item", inst.Code)
		}
		for _, code := range []string{inst.LoincPanel, inst.LoincTotal} {
			if code != "" && !luhn(strings.ReplaceAll(code, "-", "")) {
				t.Errorf("%s: LOINC %s", inst.Code, code)
			}
		}
		if inst.Snomed != "" && !verhoeff(inst.Snomed) {
			t.Errorf("%s: SNOMED CT %s", inst.Code, inst.Snomed)
		}
	}
	for _, c := range GoalConcepts {
		if !verhoeff(c) {
			t.Errorf("goal: SNOMED CT %s", c)
		}
	}
	if luhn("970062") || verhoeff("720433001") {
		t.Error("the checks let everything through")
	}
	if _, ok := ByCode("honos"); ok {
		t.Error("HoNOS is built in")
	}
}

// luhn is the check of LOINC codes: the last digit by modulus 10.
func luhn(digits string) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// verhoeff is the check of SNOMED CT identifiers.
func verhoeff(digits string) bool {
	multiply := func(a, b int) int { // in the dihedral group of order 10
		switch {
		case a < 5 && b < 5:
			return (a + b) % 5
		case a < 5:
			return 5 + (a+b)%5
		case b < 5:
			return 5 + (a-b+5)%5
		default:
			return (a - b + 5) % 5
		}
	}
	permute := [10]int{1, 5, 7, 6, 2, 8, 3, 0, 9, 4}
	c := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		for range i % 8 {
			d = permute[d]
		}
		c = multiply(c, d)
	}
	return c == 0
}

func TestSharedWording(t *testing.T) {
	if PHQ9.Items[8].Text != "Thoughts that you would be better off dead or of hurting yourself in some way" || PHQ9.Safety != 9 {
		t.Error("PHQ-9 item 9")
	}
	if CORE10.Items[5].Text != "I made plans to end my life" || CORE10.Safety != 6 {
		t.Error("CORE-10 item 6")
	}
	if PHQ9.Options[0].Text != "Not at all" || GAD7.Options[0].Text != "Not at all" {
		t.Error("the first answer is not at all, not “not at all sure”")
	}
	if !strings.Contains(PHQ9.Notice, "No permission required") || !strings.Contains(CORE10.Notice, "CC BY-ND 4.0") {
		t.Error("notices")
	}
}

func of(t *testing.T, inst *Instrument, total int) Result {
	t.Helper()
	r, err := FromTotal(inst, total)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		inst          *Instrument
		before, after int
		key           string
		want          Verdict
		from, to      Case
	}{
		{PHQ9, 16, 10, "", Improved, CaseAt, CaseAt}, // and still a case
		{PHQ9, 15, 10, "", NoReliableChange, CaseAt, CaseAt},
		{PHQ9, 10, 9, "", NoReliableChange, CaseAt, CaseBelow},
		{PHQ9, 9, 15, "", Deteriorated, CaseBelow, CaseAt},
		{GAD7, 12, 8, "", Improved, CaseAt, CaseAt},
		{GAD7, 12, 9, "", NoReliableChange, CaseAt, CaseAt},
		{CORE10, 20, 15, "", NoReliableChange, CaseAt, CaseAt},
		{CORE10, 20, 14, "", Improved, CaseAt, CaseAt},
		{CORE10, 20, 15, "national", Improved, CaseAt, CaseAt},
		{CORE10, 15, 20, "national", Deteriorated, CaseAt, CaseAt},
		{YPCORE, 20, 12, "", Improved, CaseUnknown, CaseUnknown},
		{PCL5, 40, 35, "", Improved, CaseAt, CaseAt},
		{PCL5, 40, 35, "meaningful", NoReliableChange, CaseAt, CaseAt},
		{Goal, 2, 5, "", Improved, CaseUnknown, CaseUnknown}, // higher is better
		{Goal, 5, 2, "", Deteriorated, CaseUnknown, CaseUnknown},
		{Goal, 5, 7, "", NoReliableChange, CaseUnknown, CaseUnknown},
		{PHQ4, 12, 0, "", NoStatement, CaseUnknown, CaseUnknown},
	} {
		c, err := CompareBy(tt.inst, of(t, tt.inst, tt.before), of(t, tt.inst, tt.after), tt.key)
		if err != nil || c.Verdict != tt.want || c.By != tt.after-tt.before || c.CaseBefore != tt.from || c.CaseAfter != tt.to || c.Sentence == "" {
			t.Errorf("%s from %d to %d: %+v, %v", tt.inst.Name, tt.before, tt.after, c, err)
		}
		if (c.Verdict == NoStatement) != (c.Threshold.Source == "") {
			t.Errorf("%s: a statement without a source: %+v", tt.inst.Name, c)
		}
	}
	if c, _ := Compare(CORE10, of(t, CORE10, 20), of(t, CORE10, 15)); c.Threshold.By != 6 || c.Sentence != "CORE-10 went from 20 to 15: no reliable change (a change of 6 or more is reliable)" {
		t.Errorf("%+v", c)
	}
}

func TestCompareRefuses(t *testing.T) {
	other := of(t, PHQ9, 10)
	other.Version = "2"
	incomplete := score(t, PHQ9, append(n(8, 0), NotAnswered)...)
	for name, pair := range map[string][2]Result{
		"another instrument": {of(t, PHQ9, 10), of(t, GAD7, 10)},
		"another version":    {of(t, PHQ9, 10), other},
		"an incomplete one":  {incomplete, of(t, PHQ9, 10)},
		"nothing":            {{}, of(t, PHQ9, 10)},
	} {
		if c, err := Compare(PHQ9, pair[0], pair[1]); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s was compared: %+v, %v", name, c, err)
		}
	}
	for _, inst := range []*Instrument{PHQ9, PHQ4} {
		if _, err := CompareBy(inst, of(t, inst, 10), of(t, inst, 4), "mine"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s was compared by a threshold that nobody published", inst.Name)
		}
	}
	prorated := score(t, CORE10, append(n(9, 2), NotAnswered)...)
	if c, err := Compare(CORE10, prorated, of(t, CORE10, 10)); err != nil || !c.Prorated {
		t.Errorf("%+v, %v", c, err)
	}
}
