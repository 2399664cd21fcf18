package disclosure

import (
	"fmt"
	"testing"
)

func TestParts(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   string
	}{
		{[]int{10, 20}, "[10 20]"},
		{[]int{10, 3, 20}, "[hidden hidden 20]"},    // 3 alone would be the rest
		{[]int{3, 2, 20}, "[hidden hidden 20]"},     // 5 in two ways or more
		{[]int{1, 1, 20}, "[hidden hidden hidden]"}, // 2 of two is one each
		{[]int{1, 1, 20, 30}, "[hidden hidden hidden 30]"},
		{[]int{0, 3, 0}, "[hidden hidden 0]"}, // 3 may be in either
		{[]int{0, 0, 7}, "[0 0 7]"},
		{[]int{4, 4, 4, 9}, "[hidden hidden hidden hidden]"}, // 12 of three is four each
		{nil, "[]"},
		{[]int{4}, "[hidden]"},
	} {
		if got := fmt.Sprint(Parts(c.counts, Under)); got != c.want {
			t.Errorf("%v: %s, not %s", c.counts, got, c.want)
		}
	}
}

// An attack with the printed note in hand, "numbers below 5 are hidden, and
// one more with them": whoever knows the total and the parts that are shown
// subtracts, and tries everything that is left. Each hidden small part must be
// able to have at least two sizes.
func TestPartsAttack(t *testing.T) {
	var try func(counts []int)
	tried := 0
	try = func(counts []int) {
		if len(counts) > 1 {
			tried++
			attack(t, counts)
		}
		if len(counts) == 4 {
			return
		}
		for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 9} {
			try(append(append([]int(nil), counts...), n))
		}
	}
	try(nil)
	if tried < 4000 {
		t.Errorf("only %d sets were tried", tried)
	}
}

func attack(t *testing.T, counts []int) {
	t.Helper()
	shown := Parts(counts, Under)
	sum, total := 0, 0
	var hidden []int
	for i, c := range shown {
		total += c.N
		if c.Hidden {
			hidden = append(hidden, i)
			sum += c.N
		}
	}
	if len(hidden) == 0 || total < Under { // a small whole is not shown at all
		return
	}
	none := false // a part of none is hidden, which the reader cannot know but may suppose
	for _, i := range hidden {
		none = none || counts[i] == 0
	}
	possible := map[int]map[int]bool{}
	guess := append([]int(nil), counts...)
	var fill func(at, left int)
	fill = func(at, left int) {
		if at == len(hidden)-1 {
			guess[hidden[at]] = left
			few := 0
			for _, i := range hidden {
				if guess[i] > 0 && guess[i] < Under {
					few++
				} else if guess[i] == 0 && !none {
					return
				}
			}
			if few < len(hidden)-1 {
				return
			}
			for _, i := range hidden {
				if possible[i] == nil {
					possible[i] = map[int]bool{}
				}
				possible[i][guess[i]] = true
			}
			return
		}
		for n := 0; n <= left; n++ {
			guess[hidden[at]] = n
			fill(at+1, left-n)
		}
	}
	fill(0, sum)
	for _, i := range hidden {
		if counts[i] > 0 && counts[i] < Under && len(possible[i]) < 2 {
			t.Errorf("%v is shown as %v: part %d can only be %d", counts, shown, i, counts[i])
		}
	}
}
