package chart

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/spc"
)

// series has eight points round 10, a gap, then eight round 5 after a step:
// each step has at least the eight points asked for.
//
// First step: 10 11 10 11 10 11 10 31. Mean 104 ÷ 8 = 13; moving ranges 1, six
// times, and 21: 27 ÷ 7; limits 13 ± 2.66 × 27 ÷ 7 = 13 ± 10.26, so 31 is
// outside 23.26, and the seven before it are a run below 13. Second step: 5 6 5 6 5 6 5 6: mean 5.5, limits 5.5 ± 2.66.
func series(t *testing.T) SPC {
	t.Helper()
	var list []SPCPoint
	for i, v := range []float64{10, 11, 10, 11, 10, 11, 10, 31, math.NaN(), 5, 6, 5, 6, 5, 6, 5, 6} {
		p := SPCPoint{Label: fmt.Sprintf("Month %d", i+1), Value: v, Missing: math.IsNaN(v)}
		if i == 0 {
			p.Step = "Nothing came before"
		}
		if i == 8 { // it falls on the month without data
			p.Step = "A second practitioner"
		}
		list = append(list, p)
	}
	c, periods, err := ReadPoints(list, 8)
	if err != nil {
		t.Fatal(err)
	}
	zero := 0.0
	return SPC{Title: "Wait", ValueHead: "Days", Chart: c, Periods: periods, Direction: LowerIsBetter, Floor: &zero}
}

func TestSPC(t *testing.T) {
	c := series(t)
	if n := len(c.Chart.Steps); n != 2 || c.Chart.Steps[0].Why != "" || c.Chart.Steps[1].Why != "A second practitioner" {
		t.Fatalf("steps: %+v", c.Chart.Steps)
	}
	for d, want := range map[Direction]string{LowerIsBetter: WorthALook, HigherIsBetter: Improving, NeitherIsBetter: Unusual} {
		c.Direction = d
		if got := c.Word(8); got != want || c.Word(10) != "" {
			t.Errorf("direction %d: the eighth point is %q, want %q", d, got, want)
		}
	}
	c.Direction = LowerIsBetter
	got := cells(t, c.HTML())
	for row, want := range map[int][]string{
		0:  {"Month 1", "10", "13", "2.74", "23.26", "Improving: 7 in a row below the mean, Month 1 to Month 7"},
		7:  {"Month 8", "31", "13", "2.74", "23.26", "Worth a look: above the upper limit"},
		8:  {"Month 9", "No data", "–", "–", "–", "–"},
		9:  {"Month 10", "5", "5.5", "2.84", "8.16", "New step: A second practitioner"},
		16: {"Month 17", "6", "5.5", "2.84", "8.16", "–"},
	} {
		if fmt.Sprint(got[6*row:6*row+6]) != fmt.Sprint(want) {
			t.Errorf("row %d is %q, want %q", row, got[6*row:6*row+6], want)
		}
	}
	want := "Last value: Month 17, 6. The mean from Month 10 on is 5.5, the limits are 2.84 to 8.16. " +
		"A new step begins with Month 10: A second practitioner. Worth a look: Month 8. " +
		"Improving: Month 1, Month 2, Month 3, Month 4, Month 5, Month 6 and 1 more. No data for Month 9."
	if c.Says() != want || text(elements(t, c.HTML(), "desc")[0]) != want {
		t.Errorf("it says %q, want %q", c.Says(), want)
	}
	if n := len(elements(t, c.HTML(), "polyline")); n != 2 {
		t.Errorf("%d strokes, want 2: the gap parts the line", n)
	}
	page := string(c.HTML())
	if strings.Contains(page, "Target") || !strings.Contains(page, "Two or three of three points") {
		t.Error("there is a target nobody set, or the rules aren't told")
	}
	target := 14.0
	c.Target, c.TargetWord = &target, "Agreed"
	if !strings.Contains(string(c.HTML()), ">Agreed 14<") {
		t.Error("the target has no line with its name")
	}
}

// 0 1 0 1 …: mean 0.5, limits 0.5 ± 2.66. No number of days is below 0, so
// there is no lower limit.
func TestALimitThatNoValueCanReachIsNotDrawn(t *testing.T) {
	var list []SPCPoint
	for i := range 12 {
		list = append(list, SPCPoint{Label: fmt.Sprint(i), Value: float64(i % 2)})
	}
	c, periods, err := ReadPoints(list, 0)
	if err != nil {
		t.Fatal(err)
	}
	zero := 0.0
	chart := SPC{Title: "x", Chart: c, Periods: periods, Floor: &zero}
	if got := cells(t, chart.HTML())[3]; got != "none (below 0)" {
		t.Errorf("the lower limit is %q", got)
	}
	for _, n := range elements(t, chart.HTML(), "text") {
		if strings.HasPrefix(text(n), "Lower limit") {
			t.Error("the lower limit is drawn")
		}
	}
	if !strings.Contains(chart.Says(), "No rule fires") {
		t.Error(chart.Says())
	}
}

// Four points where twelve are needed: a run chart round the median of 4, 8,
// 5 and 9, which is 6.5; eight more.
func TestRunChart(t *testing.T) {
	c, err := spc.Read([]spc.Point{{Label: "a", Value: 4}, {Label: "b", Value: 8}, {Label: "c", Value: 5}, {Label: "d", Value: 9}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := SPC{Title: "x", Chart: c}.HTML()
	if fmt.Sprint(cells(t, got)) != "[a 4 6.5 b 8 6.5 c 5 6.5 d 9 6.5]" {
		t.Errorf("the table has %q", cells(t, got))
	}
	page := string(got)
	for _, want := range []string{"Limits need 12 points: 8 more.", ">Median 6.5<"} {
		if !strings.Contains(page, want) {
			t.Errorf("it doesn't say %q", want)
		}
	}
	for _, not := range []string{"Mean", "limit 1", "Worth a look", "How the rules are counted"} {
		if strings.Contains(page, not) {
			t.Errorf("it says %q", not)
		}
	}
}

// Where one rule speaks well of a point and another does not, it is worth a
// look: a run of seven above the mean, of which six fall.
func TestRulesThatDisagree(t *testing.T) {
	values := []float64{1, 2, 1, 2, 1, 2, 1, 20, 19, 18, 17, 16, 15, 14}
	var list []spc.Point
	for _, v := range values {
		list = append(list, spc.Point{Label: "x", Value: v})
	}
	c, err := spc.Read(list, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := (SPC{Chart: c, Direction: LowerIsBetter}).Word(14); got != WorthALook {
		t.Errorf("the last point is %q", got)
	}
}

func TestSPCOfNothingSaysWhy(t *testing.T) {
	if _, _, err := ReadPoints([]SPCPoint{{Label: "a", Missing: true}}, 0); err == nil {
		t.Error("nothing was read")
	}
	got := SPC{Title: attack, Empty: "Nobody was seen yet"}.HTML()
	if !strings.Contains(string(got), "Nobody was seen yet") || strings.Contains(string(got), "<svg") {
		t.Error(got)
	}
}

// Around a mean of a half, of 100: 95% limits are 0.5 ± 1.96 × 0.05 = 0.402 to
// 0.598, the 99.8% limits 0.5 ± 3.09 × 0.05 = 0.345 to 0.655.
func funnel() Funnel {
	return Funnel{
		Title: "Seen in time", LabelHead: "Practice", SizeHead: "People", ValueHead: "Share", Mean: 0.5,
		Limits: func(size, z float64) spc.Limits { return spc.FunnelProportion(0.5, int(size), z) },
		Places: []Place{
			{Label: "Oak", Size: 100, Value: 0.59}, {Label: "Ash", Size: 100, Value: 0.66, Href: "/ash"},
			{Label: "Elm", Size: 100, Value: 0.39, Within: &spc.Interval{Value: 0.39, Lower: 0.3, Upper: 0.49}},
			{Label: "Fir", Size: 4, Hidden: "Hidden, small number"},
		},
	}
}

func TestFunnel(t *testing.T) {
	got := funnel().HTML()
	want := []string{
		"Ash in Seen in time", "100", "0.66", "–", "Outside the 99.8% limits, above",
		"Elm", "100", "0.39", "0.3 to 0.49", "Outside the 95% limits, below",
		"Fir", "Hidden, small number", "Hidden, small number", "–", "–",
		"Oak", "100", "0.59", "–", "Inside the limits",
	}
	if fmt.Sprint(cells(t, got)) != fmt.Sprint(want) {
		t.Errorf("the table has %q", cells(t, got))
	}
	var named []string
	for _, n := range elements(t, got, "text") {
		named = append(named, text(n))
	}
	if !slices.Contains(named, "Ash") || !slices.Contains(named, "Elm") || slices.Contains(named, "Oak") {
		t.Errorf("the picture names %q", named)
	}
	d := text(elements(t, got, "desc")[0])
	if !strings.HasPrefix(d, "Funnel plot of 3 places round the mean of 0.5: 1 inside the limits, 1 outside the 95% limits, 1 outside the 99.8% limits. "+
		"Outside the 99.8% limits: Ash. 1 without a value") {
		t.Error(d)
	}
	empty := funnel()
	empty.Places, empty.Empty = empty.Places[3:], "Too few people"
	if !strings.Contains(string(empty.HTML()), "Too few people") {
		t.Error("an empty funnel doesn't say why")
	}
}

func histogram() Histogram {
	return Histogram{
		Title: "Waits", BinHead: "Days", CountHead: "People",
		Markers: []Marker{{"Median, 10 days", 10}, {"Four weeks", 28}},
		Bins: []Bin{
			{Label: "0 to 13", To: 14, Count: 40, Href: "/a"}, {Label: "14 to 27", From: 14, To: 28, Count: 20},
			{Label: "28 to 41", From: 28, To: 42, Hidden: true, Count: 3}, {Label: "42 or more", From: 42, Count: 0},
		},
	}
}

func TestHistogram(t *testing.T) {
	got := histogram().HTML()
	if fmt.Sprint(cells(t, got)) != "[0 to 13 40 0 to 13, Waits 14 to 27 20 28 to 41 Hidden, small number 42 or more 0]" {
		t.Errorf("the table has %q", cells(t, got))
	}
	d := text(elements(t, got, "desc")[0])
	if d != "Distribution of Days: 60 shown in 4 bars, most in 0 to 13 (40). 1 bar is hidden, for the numbers are small. Median, 10 days. Four weeks." {
		t.Error(d)
	}
	if strings.Contains(string(got), ">3<") {
		t.Error("the hidden number can be read")
	}
	// 10 days are ten fourteenths of the first bin; 28 days are where the third
	// begins; more than 42 has no end, so a value stands in its middle.
	for v, want := range map[float64]float64{10: 10.0 / 14, 28: 2, 50: 3.5, -1: 0} {
		if got := histogram().place(v); got != want {
			t.Errorf("%v stands at %v, want %v", v, got, want)
		}
	}
}

func TestShares(t *testing.T) {
	c := Shares{Title: "Where", LabelHead: "Ending", CountHead: "People", Parts: []Share{{Label: "Here", Count: 92}, {Label: "GP", Count: 5}, {Label: "Hospital", Count: 3}}}
	if got := fmt.Sprint(cells(t, c.HTML())); got != "[Here 92 92% GP 5 5.0% Hospital 3 3.0% All 100 100%]" {
		t.Error(got)
	}
	// A share of a whole that is not told gives nothing back.
	c.Parts[2].Hidden = true
	if got := fmt.Sprint(cells(t, c.HTML())); got != "[Here 92 – GP 5 – Hospital Hidden, small number –]" {
		t.Error(got)
	}
}

func TestTheProofKeepsTheRules(t *testing.T) {
	hostile := series(t)
	hostile.Title, hostile.ValueHead, hostile.TargetWord, hostile.PeriodHead = attack, attack, attack, attack
	hostile.Chart.Points[0].Label, hostile.Chart.Steps[1].Why, hostile.Periods[0] = attack, attack, Period{Label: attack, Href: "javascript:x"}
	target := 3.0
	hostile.Target = &target
	funnelled := funnel()
	funnelled.Title, funnelled.SizeHead, funnelled.Places[1] = attack, attack, Place{Label: attack, Size: 50, Value: 0.9, Href: "javascript:x"}
	spread := histogram()
	spread.Title, spread.BinHead, spread.Bins[0].Label, spread.Bins[0].Href, spread.Markers[0].Label = attack, attack, attack, "javascript:x", attack
	for name, c := range map[string]interface{ HTML() template.HTML }{
		"spc": series(t), "spc, hostile": hostile, "funnel": funnel(), "funnel, hostile": funnelled, "histogram": histogram(),
		"histogram, hostile": spread, "shares, hostile": Shares{Title: attack, Parts: []Share{{Label: attack, Count: 3, Href: "javascript:x"}}},
		"empty spc": SPC{Title: "x"}, "empty funnel": Funnel{Title: "x"}, "empty histogram": Histogram{Title: "x"}, "empty shares": Shares{Title: "x"},
	} {
		keepsTheRules(t, name, c.HTML())
	}
}
