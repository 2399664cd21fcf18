package spc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

func points(values ...float64) (list []Point) {
	for _, v := range values {
		list = append(list, Point{Value: v})
	}
	return list
}

// fired says what fires as "8:outside+ 9:run-".
func fired(c Chart) string {
	var list []string
	for _, s := range c.Signals {
		sign := "+"
		if s.Side < 0 {
			sign = "-"
		}
		list = append(list, fmt.Sprintf("%d:%s%s", s.Point, s.Rule, sign))
	}
	return strings.Join(list, " ")
}

// TestByHand: twelve values 10, 12, 10, 12 … sum to 132, so the mean is 11.
// Each of the eleven moving ranges is 2, so their mean is 2, and the limits
// are 11 ± 2.66 × 2 = 11 ± 5.32: 16.32 and 5.68.
func TestByHand(t *testing.T) {
	c, err := Read(points(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12), 0)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Steps[0]
	if len(c.Steps) != 1 || s.Mean != 11 || s.MeanRange != 2 || s.Upper != 16.32 || s.Lower != 5.68 || s.Median != 11 || !s.Meaningful || s.N != 12 || s.Ranges != 11 {
		t.Errorf("%+v", s)
	}
	if len(c.Signals) != 0 || c.IsRunChart() {
		t.Errorf("fires %s", fired(c))
	}
}

func TestRules(t *testing.T) {
	for _, tt := range []struct {
		name   string
		values []float64
		want   string
	}{
		// Sum 10×6 + 12×6 + 24 = 156, mean 12. Ranges: eleven of 2 and one of
		// 12: 34 ÷ 12 = 2.8333…; limits 12 ± 7.5367: 4.463 and 19.537. 24 is
		// above; two of three needs a second one.
		{"a point outside", []float64{10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 24}, "13:outside+"},
		// Nine of each, mean 10. Ranges: seven of 2 and ten of 0: 14 ÷ 17 =
		// 0.8235, limits 10 ± 2.19; two thirds are 1.46. Six in a row below,
		// six above.
		{"six on a side are no run", []float64{9, 11, 9, 11, 9, 11, 9, 9, 9, 9, 9, 9, 11, 11, 11, 11, 11, 11}, ""},
		// 7 of 9 in a row, then 7 of 11, between swings that widen the limits:
		// 2, 18, 2, 18 sum to 40, the rest to 140: mean 180 ÷ 18 = 10. Ranges:
		// 16, 16, 16, 9, 6 × 0, 2, 6 × 0 = 59 ÷ 17 = 3.47; limits 10 ± 9.23:
		// 0.77 and 19.23. Two thirds of 9.23 is 6.15: 2 and 18 are 8 away.
		// Points 1 to 3 hold two low ones (1, 3), 2 to 4 two high ones (2, 4).
		{"a run below and one above", []float64{2, 18, 2, 18, 9, 9, 9, 9, 9, 9, 9, 11, 11, 11, 11, 11, 11, 11},
			"1:two of three- 2:two of three+ 3:two of three- 4:two of three+ " +
				"5:run- 6:run- 7:run- 8:run- 9:run- 10:run- 11:run- 12:run+ 13:run+ 14:run+ 15:run+ 16:run+ 17:run+ 18:run+"},
		// The same with the mean itself in the middle: 9 9 9 10 9 9 9.
		{"a point on the mean ends a run", []float64{2, 18, 2, 18, 9, 9, 9, 10, 9, 9, 9, 11, 11, 11, 10, 11, 11, 11},
			"1:two of three- 2:two of three+ 3:two of three- 4:two of three+"},
	} {
		c, err := Read(points(tt.values...), 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := fired(c); got != tt.want {
			t.Errorf("%s: %s, want %s (%+v)", tt.name, got, tt.want, c.Steps)
		}
	}
}

// TestTrend: six points are five rises. The swings of 10 round 20 keep the
// limits wide, and no side of the mean lasts for seven points.
func TestTrend(t *testing.T) {
	base := []float64{30, 10, 30, 10, 30, 10}
	// 17, 18, 19, 21, 22, 23 sum to 120, the swings to 120: mean 20. Ranges:
	// 10→17 is 7, five swings 20 = 100, then 1, 1, 2, 1, 1: 113 ÷ 11 = 10.27,
	// limits 20 ± 27.3; two thirds are 18.2, and nothing is so far out.
	rising := append(slices.Clone(base), 17, 18, 19, 21, 22, 23)
	c, _ := Read(points(rising...), 0)
	if got := fired(c); got != "7:trend+ 8:trend+ 9:trend+ 10:trend+ 11:trend+ 12:trend+" && got != "6:trend+ 7:trend+ 8:trend+ 9:trend+ 10:trend+ 11:trend+ 12:trend+" {
		t.Errorf("rising: %s", got)
	}
	// 10 before 17 is a rise, too: the trend has seven points, 6 to 12.
	if c.Signals[0].From != 6 || c.Signals[0].To != 12 {
		t.Errorf("%+v", c.Signals[0])
	}
	for name, tail := range map[string][]float64{
		"five points":         {31, 18, 19, 21, 22, 23, 9},
		"two equal values":    {31, 18, 19, 19, 21, 22, 23, 9},
		"five points falling": {9, 23, 22, 21, 19, 18, 31},
	} {
		c, _ := Read(points(append(slices.Clone(base), tail...)...), 0)
		if got := fired(c); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	c, _ = Read(points(append(slices.Clone(base), 9, 23, 22, 21, 19, 18, 17, 31)...), 0)
	if got := fired(c); got != "8:trend- 9:trend- 10:trend- 11:trend- 12:trend- 13:trend-" {
		t.Errorf("falling: %s", got)
	}
}

// TestTwoOfThree: eleven moving ranges of 2 and values round 11 as in
// TestByHand would put the limits at 5.32 from the mean, and two thirds of
// that are 3.5467.
func TestTwoOfThree(t *testing.T) {
	// 10, 12 × 6 and 16, 12, 16: sum 132 + 44 = 176 ÷ 15 = 11.7333. Ranges:
	// 11 × 2 + 4 + 4 + 4 = 34 ÷ 14 = 2.4286, × 2.66 = 6.46; two thirds are
	// 4.3067, so what is above 16.04 or below 7.4267 is far out: nothing.
	c, _ := Read(points(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 16, 12, 16), 0)
	if got := fired(c); got != "" {
		t.Errorf("not far enough: %s", got)
	}
	// With 17: sum 178 ÷ 15 = 11.8667; ranges 22 + 5 + 5 + 5 = 37 ÷ 14 =
	// 2.6429, × 2.66 = 7.03; two thirds are 4.6867: above 16.5533 is far out.
	c, _ = Read(points(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 17, 12, 17), 0)
	if got := fired(c); got != "13:two of three+ 15:two of three+" {
		t.Errorf("two of three: %s", got)
	}
	// One above and one below are not near the same limit.
	c, _ = Read(points(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 17, 12, 6), 0)
	if got := fired(c); got != "" {
		t.Errorf("one on each side: %s", got)
	}
	// One of three.
	c, _ = Read(points(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 17, 12, 12, 17), 0)
	if got := fired(c); got != "" {
		t.Errorf("one of three: %s", got)
	}
}

func TestFewPoints(t *testing.T) {
	c, err := Read(points(3, 1, 2, 90), 0)
	if err != nil || !c.IsRunChart() || len(c.Signals) != 0 || c.Steps[0].Median != 2.5 || c.Steps[0].Meaningful {
		t.Errorf("%+v, %v", c, err)
	}
	if c, _ := Read(points(5), 0); c.Steps[0].MeanRange != 0 || c.Steps[0].Mean != 5 || c.Steps[0].Median != 5 {
		t.Errorf("%+v", c)
	}
	if c, _ := Read(points(1, 2, 1, 2, 9), 5); !c.Steps[0].Meaningful {
		t.Errorf("%+v", c)
	}
}

// TestSteps: each step has its own mean; no moving range and no rule goes
// across.
func TestSteps(t *testing.T) {
	series := points(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 22)
	series[12].Step = "second practitioner started"
	c, err := Read(series, 0)
	if err != nil || len(c.Steps) != 2 || c.Steps[0].Mean != 11 || c.Steps[1].Mean != 21 || c.Steps[1].MeanRange != 2 ||
		c.Steps[1].First != 13 || c.Steps[1].Last != 24 || c.Steps[1].Why == "" || len(c.Signals) != 0 {
		t.Errorf("%+v, %v, %s", c.Steps, err, fired(c))
	}
	series[23].Value = 40
	if c, _ := Read(series, 0); !strings.Contains(fired(c), "24:outside+") || c.Steps[0].Mean != 11 {
		t.Errorf("%s", fired(c))
	}
}

func TestWrong(t *testing.T) {
	if _, err := Read(nil, 0); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := Read(points(1, 2, 3), 2); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ints := rapid.SliceOfN(rapid.IntRange(-50, 50), 1, 40).Draw(t, "values")
		var series []Point
		for _, v := range ints {
			series = append(series, Point{Value: float64(v)})
		}
		c, err := Read(series, 0)
		if err != nil {
			t.Fatal(err)
		}
		s := c.Steps[0]
		if s.Lower > s.Mean || s.Upper < s.Mean || !s.Meaningful && len(c.Signals) > 0 {
			t.Fatalf("%+v", s)
		}
		// Turned over, the same rules fire on the other side.
		var over []Point
		for _, p := range series {
			over = append(over, Point{Value: -p.Value})
		}
		d, _ := Read(over, 0)
		if len(d.Signals) != len(c.Signals) {
			t.Fatalf("%s, turned over %s", fired(c), fired(d))
		}
		for i, g := range c.Signals {
			if g.Side != -d.Signals[i].Side || g.Rule != d.Signals[i].Rule || g.Point != d.Signals[i].Point {
				t.Fatalf("%s, turned over %s", fired(c), fired(d))
			}
			v := series[g.Point-1].Value
			if g.Rule == Outside && v <= s.Upper && v >= s.Lower {
				t.Fatalf("%v is inside", v)
			}
			if g.Rule == Run && g.To-g.From+1 < RunOf || g.Rule == Trend && g.To-g.From+1 < TrendOf {
				t.Fatalf("%+v is too short", g)
			}
		}
	})
}
