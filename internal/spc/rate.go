package spc

import "math"

// Interval is a value with the ends of its confidence interval.
type Interval struct{ Value, Lower, Upper float64 }

// z are the normal deviates of the intervals and limits that are drawn.
const (
	Z95  = 1.959963984540054 // two-sided 95%
	Z998 = 3.090232306167813 // two-sided 99.8%
)

// Wilson is a proportion of x in n with its interval by Wilson's score method,
// as public health bodies in England publish it (fingertips technical guide).
// n must be above 0.
func Wilson(x, n int, z float64) Interval {
	p, m := float64(x)/float64(n), float64(n)
	mid := (2*float64(x) + z*z) / (2 * (m + z*z))
	half := z * math.Sqrt(z*z+4*float64(x)*(1-p)) / (2 * (m + z*z))
	return Interval{p, math.Max(0, mid-half), math.Min(1, mid+half)}
}

// Byar is a count with its interval by Byar's approximation, the published
// method for counts and rates (Breslow and Day, 1987).
func Byar(count int, z float64) Interval {
	o := float64(count)
	lower := 0.0
	if count > 0 {
		lower = o * math.Pow(1-1/(9*o)-z/(3*math.Sqrt(o)), 3)
	}
	u := o + 1
	return Interval{o, math.Max(0, lower), u * math.Pow(1-1/(9*u)+z/(3*math.Sqrt(u)), 3)}
}

// Rate is a count per so many people, with its interval. people must be above
// 0.
func Rate(count int, people, per float64) Interval {
	b := Byar(count, Z95)
	k := per / people
	return Interval{b.Value * k, b.Lower * k, b.Upper * k}
}

// Band is a part of a list (an age band of one sex): how many people are
// registered, and the rate of the whole in this band.
type Band struct {
	People float64
	Rate   float64 // of the standard population, per person
}

// Expected is how many there would be if every band of a list had the rate of
// the whole.
func Expected(bands []Band) float64 {
	sum := 0.0
	for _, b := range bands {
		sum += b.People * b.Rate
	}
	return sum
}

// Standardised is the indirectly standardised rate: what was counted against
// what would be expected from the list's own age and sex, times the rate of
// the whole. ok is false where nothing is expected.
func Standardised(count int, expected, whole float64) (r Interval, ok bool) {
	if expected <= 0 {
		return Interval{}, false
	}
	b := Byar(count, Z95)
	k := whole / expected
	return Interval{b.Value * k, b.Lower * k, b.Upper * k}, true
}

// Limits are the ends between which a value of a given size is not unusual.
type Limits struct{ Lower, Upper float64 }

// FunnelProportion gives the limits of a funnel plot for a proportion around
// the mean of all, for a place with n cases: the values whose Wilson interval
// just touches the mean.
func FunnelProportion(mean float64, n int, z float64) Limits {
	m := float64(n)
	half := z * math.Sqrt(mean*(1-mean)/m)
	return Limits{math.Max(0, mean-half), math.Min(1, mean+half)}
}

// FunnelRate gives the limits of a funnel plot for a count around what is
// expected, as multiples of the expected: from the Poisson distribution by
// the square-root approximation with Anscombe's correction.
func FunnelRate(expected, z float64) Limits {
	if expected <= 0 {
		return Limits{0, math.Inf(1)}
	}
	at := func(sign float64) float64 {
		root := math.Sqrt(expected+3.0/8) + sign*z/2
		if root <= 0 {
			return 0
		}
		return math.Max(0, root*root-3.0/8) / expected
	}
	return Limits{at(-1), at(1)}
}
