package measure

import (
	"slices"
	"strings"
	"testing"

	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

// n repeats a value.
func n(times, value int) []int { return slices.Repeat([]int{value}, times) }

func score(t *testing.T, inst *Instrument, answers ...int) Result {
	t.Helper()
	r, err := Score(inst, answers)
	if err != nil {
		t.Fatalf("%s %v: %v", inst.Name, answers, err)
	}
	return r
}

// TestPublishedVectors holds totals, bands and safety against published
// examples and arithmetic.
func TestPublishedVectors(t *testing.T) {
	for _, tt := range []struct {
		name    string
		inst    *Instrument
		answers []int
		total   int
		band    string
		safety  Safety
	}{
		{"US Core example", PHQ9, []int{2, 2, 2, 2, 1, 1, 2, 0, 0}, 12, "moderate", SafetyZero},
		{"SDC example, which states 13", PHQ9, []int{0, 0, 0, 1, 2, 1, 3, 2, 1}, 10, "moderate", SafetyPositive},
		{"MII example", PHQ9, n(9, 3), 27, "severe", SafetyPositive},
		{"personal health record example", PHQ9, []int{0, 0, 1, 1, 1, 0, 0, 0, 0}, 3, "none or minimal", SafetyZero},
		{"arithmetic", PHQ9, []int{0, 1, 2, 3, 0, 1, 2, 3, 0}, 12, "moderate", SafetyZero},
		{"below mild", PHQ9, []int{1, 1, 1, 1, 0, 0, 0, 0, 0}, 4, "none or minimal", SafetyZero},
		{"mild", PHQ9, []int{1, 1, 1, 1, 1, 0, 0, 0, 0}, 5, "mild", SafetyZero},
		{"mild, nine ones", PHQ9, n(9, 1), 9, "mild", SafetyPositive},
		{"moderate", PHQ9, append(n(8, 1), 2), 10, "moderate", SafetyPositive},
		{"top of moderate", PHQ9, []int{2, 2, 2, 2, 2, 2, 2, 0, 0}, 14, "moderate", SafetyZero},
		{"moderately severe", PHQ9, []int{2, 2, 2, 2, 2, 2, 2, 1, 0}, 15, "moderately severe", SafetyZero},
		{"top of moderately severe", PHQ9, []int{3, 3, 2, 2, 2, 2, 2, 2, 1}, 19, "moderately severe", SafetyPositive},
		{"severe", PHQ9, []int{3, 3, 3, 2, 2, 2, 2, 2, 1}, 20, "severe", SafetyPositive},
		{"only item 9", PHQ9, append(n(8, 0), 1), 1, "none or minimal", SafetyPositive},
		{"personal health record example", GAD7, []int{0, 0, 1, 1, 0, 1, 0}, 3, "minimal", SafetyNone},
		{"all threes", GAD7, n(7, 3), 21, "severe", SafetyNone},
		{"mild", GAD7, []int{1, 1, 1, 1, 1, 0, 0}, 5, "mild", SafetyNone},
		{"moderate", GAD7, []int{3, 3, 3, 1, 0, 0, 0}, 10, "moderate", SafetyNone},
		{"severe", GAD7, []int{3, 3, 3, 3, 3, 0, 0}, 15, "severe", SafetyNone},
		{"normal", PHQ4, []int{1, 1, 0, 0}, 2, "normal", SafetyNone},
		{"severe", PHQ4, []int{3, 3, 3, 0}, 9, "severe", SafetyNone},
		{"all not at all is not 0", CORE10, n(10, 0), 8, "low", SafetyZero},
		{"all most of the time", CORE10, n(10, 4), 32, "severe", SafetyPositive},
		{"well", CORE10, []int{0, 4, 4, 0, 0, 0, 0, 0, 0, 0}, 0, "healthy", SafetyZero},
		{"all sometimes", CORE10, n(10, 2), 20, "moderate", SafetyPositive},
		{"low", CORE10, []int{1, 3, 3, 1, 1, 0, 1, 1, 1, 1}, 9, "low", SafetyZero},
		{"mild", CORE10, []int{1, 3, 3, 1, 1, 1, 1, 1, 1, 2}, 11, "mild", SafetyPositive},
		{"worst", CORE10, []int{4, 0, 0, 4, 4, 4, 4, 4, 4, 4}, 40, "severe", SafetyPositive},
		// CamCOPS tests, which state values after reversal: 4, 4 is raw 4, 0.
		{"CamCOPS 1", CORE10, []int{4, 0, 4, 0, 0, 0, 0, 0, 0, 0}, 8, "low", SafetyZero},
		{"CamCOPS 2", CORE10, []int{0, 4, 4, 0, 0, 0, 1, 1, 0, 0}, 2, "healthy", SafetyZero},
		{"CamCOPS 3", CORE10, []int{0, 4, 1, 3, 0, 0, 0, 0, 0, 0}, 6, "low", SafetyZero},
		{"CamCOPS 4", CORE10, []int{0, 4, 2, 1, 0, 0, 0, 0, 0, 0}, 3, "healthy", SafetyZero},
		{"CamCOPS 5, item 6 at a total of 4", CORE10, []int{0, 4, 4, 0, 2, 2, 0, 0, 0, 0}, 4, "healthy", SafetyPositive},
		{"CamCOPS 6", CORE10, []int{0, 4, 4, 0, 0, 0, 0, 0, 1, 3}, 4, "healthy", SafetyZero},
		{"well", YPCORE, []int{0, 0, 4, 0, 4, 0, 0, 0, 0, 4}, 0, "", SafetyZero},
		{"item 4", YPCORE, []int{0, 0, 4, 1, 4, 0, 0, 0, 0, 4}, 1, "", SafetyPositive},
		{"all ones", PCL5, n(20, 1), 20, "", SafetyNone},
		{"all twos", PCL5, n(20, 2), 40, "", SafetyNone},
		{"fully met", Goal, []int{10}, 10, "", SafetyNone},
	} {
		r := score(t, tt.inst, tt.answers...)
		if r.Total == nil || *r.Total != tt.total || r.Band != tt.band || r.Safety != tt.safety || !r.Complete || r.Prorated {
			t.Errorf("%s, %s: %+v (total %v)", tt.inst.Name, tt.name, r, r.Total)
		}
	}
}

func TestCaseness(t *testing.T) {
	for _, tt := range []struct {
		inst    *Instrument
		answers []int
		want    Case
	}{
		{PHQ9, n(9, 1), CaseBelow}, // 9
		{PHQ9, append(n(8, 1), 2), CaseAt},
		{GAD7, n(7, 1), CaseBelow}, // 7
		{GAD7, append(n(6, 1), 2), CaseAt},
		{CORE10, []int{1, 3, 3, 1, 1, 1, 1, 1, 1, 1}, CaseBelow}, // 10
		{CORE10, []int{1, 3, 3, 1, 1, 1, 1, 1, 1, 2}, CaseAt},
		{PCL5, append(n(16, 2), 0, 0, 0, 0), CaseBelow}, // 32
		{PCL5, append(n(16, 2), 1, 0, 0, 0), CaseAt},
		{PHQ4, n(4, 3), CaseUnknown},
		{PHQ9, append(n(8, 3), NotAnswered), CaseUnknown},
	} {
		if r := score(t, tt.inst, tt.answers...); r.Case != tt.want {
			t.Errorf("%s %v: %q, want %q", tt.inst.Name, tt.answers, r.Case, tt.want)
		}
	}
}

func TestMissingAnswers(t *testing.T) {
	r := score(t, PHQ9, 1, 1, 1, 1, 1, 1, 1, NotAnswered, 1)
	if r.Total != nil || r.Band != "" || r.Complete || r.Answered != 8 || r.Why != "incomplete, 8 of 9" || r.Safety != SafetyPositive {
		t.Errorf("%+v", r)
	}
	if r := score(t, PHQ9, append(n(8, 0), NotAnswered)...); r.Safety != SafetyNotAnswered || r.Total != nil {
		t.Errorf("a blank safety item: %+v", r)
	}
	// CORE-10: one may be missing, and is labelled; two may not.
	r = score(t, CORE10, 2, 2, 2, 2, 2, NotAnswered, 2, 2, 2, 3)
	if r.Total == nil || *r.Total != 21 || !r.Prorated || r.Complete || r.Safety != SafetyNotAnswered ||
		r.Why != "prorated: 9 of 10 answered, 19 × 10 ÷ 9 = 21.1, rounded" {
		t.Errorf("%+v (total %v)", r, r.Total)
	}
	if r := score(t, CORE10, 2, 2, 2, 2, 2, NotAnswered, 2, 2, 2, NotAnswered); r.Total != nil || r.Prorated || r.Why != "incomplete, 8 of 10" {
		t.Errorf("%+v", r)
	}
	if r := score(t, CORE10, 0, NotAnswered, 4, 0, 0, 0, 0, 0, 0, 0); *r.Total != 0 {
		t.Errorf("a missing reversed item counts: %+v", r)
	}
	for _, inst := range All() {
		if r := score(t, inst, n(len(inst.Items), NotAnswered)...); r.Total != nil || r.Answered != 0 || r.PatternMet != nil {
			t.Errorf("%s without answers: %+v", inst.Name, r)
		}
	}
}

func TestWrongAnswers(t *testing.T) {
	for _, tt := range []struct {
		inst    *Instrument
		answers []int
	}{
		{PHQ9, n(8, 0)},
		{PHQ9, n(10, 0)},
		{PHQ9, append(n(8, 0), 4)},
		{PHQ9, append(n(8, 0), -2)},
		{CORE10, append(n(9, 0), 5)},
		{Goal, []int{11}},
	} {
		if r, err := Score(tt.inst, tt.answers); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s %v: %+v, %v", tt.inst.Name, tt.answers, r, err)
		}
	}
}

func TestPCL5Pattern(t *testing.T) {
	with := func(items ...int) []int {
		a := n(20, 0)
		for _, i := range items {
			a[i-1] = 2
		}
		return a
	}
	for _, tt := range []struct {
		answers []int
		total   int
		met     bool
	}{
		{with(1, 6, 8, 9, 15, 16), 12, true}, // met below the cut-point: both are shown
		{with(1, 6, 8, 15, 16), 10, false},
		{with(6, 7, 8, 9, 15, 16), 12, false},
		{with(1, 2, 8, 9, 15, 16), 12, false},
		{n(20, 1), 20, false},
		{n(20, 2), 40, true},
	} {
		r := score(t, PCL5, tt.answers...)
		if *r.Total != tt.total || r.PatternMet == nil || *r.PatternMet != tt.met {
			t.Errorf("%v: total %d, %+v", tt.answers, *r.Total, r)
		}
	}
	r := score(t, PCL5, with(1, 6, 8, 9, 15, 16)...)
	if len(r.Information) != 1 || !strings.HasPrefix(r.Information[0], "Item 16") {
		t.Errorf("information = %q", r.Information)
	}
	var got []int
	for _, s := range r.Subscales {
		got = append(got, *s.Score, s.Max)
	}
	if !slices.Equal(got, []int{2, 20, 2, 8, 4, 28, 4, 24}) {
		t.Errorf("clusters = %v", got)
	}
	if r := score(t, PCL5, append(n(19, 2), NotAnswered)...); r.PatternMet != nil || r.Subscales[3].Score != nil || *r.Subscales[0].Score != 10 {
		t.Errorf("incomplete: %+v", r)
	}
}

func TestPHQ4Offers(t *testing.T) {
	r := score(t, PHQ4, 2, 1, 1, 1)
	if *r.Subscales[0].Score != 3 || r.Subscales[0].Offer != "gad-7" || *r.Subscales[1].Score != 2 || r.Subscales[1].Offer != "" || r.Subscales[0].Max != 6 {
		t.Errorf("%+v", r.Subscales)
	}
	if r := score(t, PHQ4, 0, 0, 3, 0); r.Subscales[1].Offer != "phq-9" {
		t.Errorf("%+v", r.Subscales)
	}
}

func TestFromTotal(t *testing.T) {
	r, err := FromTotal(PHQ9, 16)
	if err != nil || *r.Total != 16 || r.Band != "moderately severe" || r.Case != CaseAt || r.Safety != SafetyNotAnswered || !r.ScoreOnly || r.Complete {
		t.Errorf("%+v, %v", r, err)
	}
	if r, _ := FromTotal(GAD7, 0); r.Safety != SafetyNone {
		t.Errorf("%+v", r)
	}
	for _, total := range []int{-1, 28} {
		if _, err := FromTotal(PHQ9, total); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d is a total", total)
		}
	}
}

func TestScoreProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inst := rapid.SampledFrom(All()).Draw(t, "instrument")
		answers := make([]int, len(inst.Items))
		for i, item := range inst.Items {
			answers[i] = rapid.IntRange(NotAnswered, inst.highest(item)).Draw(t, "answer")
		}
		r, err := Score(inst, answers)
		if err != nil {
			t.Fatal(err)
		}
		missing := r.Items - r.Answered
		if r.Complete != (missing == 0) || (r.Total == nil) != (missing > inst.MayMiss) || r.Prorated != (r.Total != nil && missing > 0) {
			t.Fatalf("%+v", r)
		}
		if r.Total == nil {
			return
		}
		if *r.Total < 0 || *r.Total > inst.Max {
			t.Fatalf("total %d of %d", *r.Total, inst.Max)
		}
		// One answer higher: never lower in total, but for a reversed item.
		at := rapid.IntRange(0, len(answers)-1).Draw(t, "at")
		if answers[at] == NotAnswered || answers[at] == inst.highest(inst.Items[at]) {
			return
		}
		more := slices.Clone(answers)
		more[at]++
		higher, err := Score(inst, more)
		if err != nil {
			t.Fatal(err)
		}
		rise := *higher.Total - *r.Total
		if inst.Items[at].Reversed {
			rise = -rise
		}
		if rise < 0 || r.Complete && rise != 1 || rise > 2 {
			t.Fatalf("item %d up by one moved the total by %d", at+1, rise)
		}
	})
}
