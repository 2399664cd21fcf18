package spc

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(a, b float64) bool { return math.Abs(a-b) < 0.0006 }

// Wilson, E. B. (1927) as worked in Newcombe (1998), table I: 81 of 263, 15 of
// 148, 0 of 20 and 1 of 29, at 95%.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		x, n         int
		lower, upper float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		if got := Wilson(c.x, c.n, Z95); !near(got.Lower, c.lower) || !near(got.Upper, c.upper) {
			t.Errorf("%d of %d: %+v, want %v to %v", c.x, c.n, got, c.lower, c.upper)
		}
	}
}

// Byar's approximation beside the exact Poisson interval: for 10 the exact one
// is 4.80 to 18.39, for 100 it is 81.36 to 121.63.
func TestByar(t *testing.T) {
	for _, c := range []struct {
		n            int
		lower, upper float64
	}{{10, 4.80, 18.39}, {100, 81.36, 121.63}} {
		got := Byar(c.n, Z95)
		if math.Abs(got.Lower-c.lower) > 0.02 || math.Abs(got.Upper-c.upper) > 0.02 {
			t.Errorf("%d: %+v, want %v to %v", c.n, got, c.lower, c.upper)
		}
	}
	if got := Byar(0, Z95); got.Lower != 0 || math.Abs(got.Upper-3.69) > 0.1 {
		t.Errorf("none: %+v", got)
	}
}

// A list of 1,000 under 40 and 2,000 over, where the whole has 2 in 1,000
// under 40 and 5 in 1,000 over: expected 2 + 10 = 12. With 18 counted, and 4
// in 1,000 in the whole, the standardised rate is 18 ÷ 12 × 4 = 6 in 1,000.
func TestStandardised(t *testing.T) {
	e := Expected([]Band{{1000, 0.002}, {2000, 0.005}})
	r, ok := Standardised(18, e, 4)
	if e != 12 || !ok || !near(r.Value, 6) || r.Lower >= 6 || r.Upper <= 6 {
		t.Errorf("%v %+v %v", e, r, ok)
	}
	if _, ok := Standardised(3, 0, 4); ok {
		t.Error("against nothing expected")
	}
}

// Limits hold their mean, and are narrower where there are more.
func TestFunnels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 5000).Draw(t, "n")
		p := rapid.Float64Range(0.01, 0.99).Draw(t, "p")
		small, large := FunnelProportion(p, n, Z95), FunnelProportion(p, 2*n, Z95)
		wide := FunnelProportion(p, n, Z998)
		if small.Lower > p || small.Upper < p || large.Upper-large.Lower > small.Upper-small.Lower || wide.Upper < small.Upper {
			t.Fatalf("%v %v %v", small, large, wide)
		}
		e := rapid.Float64Range(0.5, 5000).Draw(t, "expected")
		a, b := FunnelRate(e, Z95), FunnelRate(2*e, Z95)
		if a.Lower > 1 || a.Upper < 1 || b.Upper-b.Lower > a.Upper-a.Lower {
			t.Fatalf("%v %v", a, b)
		}
	})
}
