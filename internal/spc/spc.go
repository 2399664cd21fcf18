// Package spc reads a series of values as a statistical process control chart
// of single values with moving ranges (XmR), by the rules of NHS England's
// “Making Data Count”. It says which points are unlikely to be chance; it
// doesn't say why, and it compares nobody.
package spc

import (
	"math"
	"slices"

	"footbridge/internal/fault"
)

// Source says where the method is published.
const Source = "NHS England, Making Data Count; limits as in nhs-r-community/NHSRplotthedots (XmR, 2.66 × mean moving range)"

// The constants of the method.
const (
	Factor    = 2.66 // limits stand so many mean moving ranges from the mean: 3 ÷ 1.128
	MinPoints = 12   // fewer points give trial limits only
	RunOf     = 7    // points on one side of the mean
	TrendOf   = 6    // points, each higher (or each lower) than the one before: five rises
)

// Rule is one way in which points are unlikely to be chance.
type Rule string

// The rules. Each is looked for within one step; no rule looks across.
const (
	Outside    Rule = "outside"
	Run        Rule = "run"
	Trend      Rule = "trend"
	TwoOfThree Rule = "two of three"
)

// Rules lists the rules in the order in which they are told.
var Rules = []Rule{Outside, Run, Trend, TwoOfThree}

// Says gives the rule in words, with exactly how it is counted.
func (r Rule) Says() string {
	switch r {
	case Outside:
		return "A point above the upper or below the lower limit; a point on a limit is inside."
	case Run:
		return "Seven or more points in a row on the same side of the mean; a point exactly on the mean ends the run."
	case Trend:
		return "Six or more points in a row of which each is higher than the one before, or each is lower: six points are five rises. Two equal values end the trend."
	case TwoOfThree:
		return "Two or three of three points in a row that are more than two thirds of the way from the mean to the same limit, points beyond that limit included; the points that are so far out are marked."
	}
	return ""
}

// Point is one value, in order of time. Step is why a new step begins with
// it, "" when none does.
type Point struct {
	Label string
	Value float64
	Step  string
}

// Step is a stretch of points with its own mean and limits.
type Step struct {
	First, Last int // numbers of points, from 1
	Why         string
	N           int
	Mean        float64
	Median      float64
	Ranges      int     // how many moving ranges there are: N - 1
	MeanRange   float64 // mean moving range
	Upper       float64 // Mean + 2.66 × MeanRange
	Lower       float64 // Mean - 2.66 × MeanRange; it may be below 0
	// Meaningful: there are enough points for limits that can be relied on.
	// Otherwise it is a run chart: Mean and limits are trial ones, and no
	// rule is read off them.
	Meaningful bool
}

// Signal is a rule that fires at a point.
type Signal struct {
	Point int // from 1
	Rule  Rule
	// Side is +1 above (or rising), -1 below (or falling).
	Side int
	// From and To are the points that make the pattern.
	From, To int
}

// Chart is a series that was read.
type Chart struct {
	Points  []Point
	Steps   []Step
	Signals []Signal // in order of point, then of rule
	Least   int      // how many points a step needs for limits
}

// IsRunChart reports whether no step has limits that can be relied on.
func (c Chart) IsRunChart() bool {
	return !slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Meaningful })
}

// At gives the signals at the point with the number n.
func (c Chart) At(n int) (list []Signal) {
	for _, s := range c.Signals {
		if s.Point == n {
			list = append(list, s)
		}
	}
	return list
}

// Read reads the points. least is how many points a step needs for limits
// that can be relied on, MinPoints when 0; below 3 is an Invalid fault, as are
// no points at all and a value that is no number.
func Read(points []Point, least int) (Chart, error) {
	if least == 0 {
		least = MinPoints
	}
	if least < 3 {
		return Chart{}, fault.Wrong("min-points", "Limits need at least 3 points")
	}
	if len(points) == 0 {
		return Chart{}, fault.Wrong("values", "There are no values")
	}
	for i, p := range points {
		if math.IsNaN(p.Value) || math.Abs(p.Value) > 1e15 {
			return Chart{}, fault.Wrong("values", "Value %d is not a number that can be drawn", i+1)
		}
	}
	c := Chart{Points: points, Least: least}
	for first := 0; first < len(points); {
		last := first + 1
		for last < len(points) && points[last].Step == "" {
			last++
		}
		s := step(points[first:last], least)
		s.First, s.Last, s.Why = first+1, last, points[first].Step
		c.Steps = append(c.Steps, s)
		if s.Meaningful {
			c.Signals = append(c.Signals, signals(points[first:last], s)...)
		}
		first = last
	}
	slices.SortStableFunc(c.Signals, func(a, b Signal) int {
		if a.Point != b.Point {
			return a.Point - b.Point
		}
		return slices.Index(Rules, a.Rule) - slices.Index(Rules, b.Rule)
	})
	return c, nil
}

func step(points []Point, least int) Step {
	s := Step{N: len(points), Ranges: len(points) - 1, Meaningful: len(points) >= least}
	var values []float64
	var ranges float64
	for i, p := range points {
		values = append(values, p.Value)
		s.Mean += p.Value / float64(len(points))
		if i > 0 {
			ranges += math.Abs(p.Value - points[i-1].Value)
		}
	}
	if s.Ranges > 0 {
		s.MeanRange = ranges / float64(s.Ranges)
	}
	slices.Sort(values)
	s.Median = (values[(s.N-1)/2] + values[s.N/2]) / 2
	s.Mean = clean(s.Mean)
	s.Upper, s.Lower = clean(s.Mean+Factor*s.MeanRange), clean(s.Mean-Factor*s.MeanRange)
	return s
}

// clean takes away what binary fractions add: 0.1 + 0.2 is 0.3. A value that
// stands on a limit or on the mean is then found to stand there.
func clean(v float64) float64 {
	r := math.Round(v*1e9) / 1e9
	if math.Abs(r-v) < 1e-9 {
		return r
	}
	return v
}

func side(v, of float64) int {
	switch v = clean(v); {
	case v > of:
		return 1
	case v < of:
		return -1
	default:
		return 0
	}
}

func signals(points []Point, s Step) (list []Signal) {
	n := len(points)
	number := func(i int) int { return s.First + i }
	beyond := make([]int, n) // outside the limits
	sides := make([]int, n)  // of the mean
	far := make([]int, n)    // more than two thirds of the way to a limit
	way := clean(2 * (s.Upper - s.Mean) / 3)
	for i, p := range points {
		sides[i] = side(p.Value, s.Mean)
		if side(p.Value, s.Upper) > 0 {
			beyond[i] = 1
		} else if side(p.Value, s.Lower) < 0 {
			beyond[i] = -1
		}
		if side(math.Abs(p.Value-s.Mean), way) > 0 {
			far[i] = sides[i]
		}
		if beyond[i] != 0 {
			list = append(list, Signal{number(i), Outside, beyond[i], number(i), number(i)})
		}
	}
	for _, stretch := range stretches(sides, RunOf) {
		for i := stretch.from; i <= stretch.to; i++ {
			list = append(list, Signal{number(i), Run, sides[i], number(stretch.from), number(stretch.to)})
		}
	}
	steps := make([]int, n-1) // from each point to the next
	for i := range steps {
		steps[i] = side(points[i+1].Value, clean(points[i].Value))
	}
	for _, stretch := range stretches(steps, TrendOf-1) {
		for i := stretch.from; i <= stretch.to+1; i++ {
			list = append(list, Signal{number(i), Trend, steps[stretch.from], number(stretch.from), number(stretch.to + 1)})
		}
	}
	marked := make([]bool, n)
	for i := 0; i+2 < n; i++ {
		for _, up := range []int{1, -1} {
			count := 0
			for j := i; j < i+3; j++ {
				if far[j] == up {
					count++
				}
			}
			for j := i; j < i+3 && count >= 2; j++ {
				if far[j] == up && !marked[j] {
					marked[j] = true
					list = append(list, Signal{number(j), TwoOfThree, up, number(i), number(i + 2)})
				}
			}
		}
	}
	return list
}

type stretch struct{ from, to int }

// stretches finds where the same sign, not 0, stands at least so often in a
// row.
func stretches(signs []int, least int) (list []stretch) {
	for from := 0; from < len(signs); {
		to := from
		for to+1 < len(signs) && signs[to+1] == signs[from] {
			to++
		}
		if signs[from] != 0 && to-from+1 >= least {
			list = append(list, stretch{from, to})
		}
		from = to + 1
	}
	return list
}
