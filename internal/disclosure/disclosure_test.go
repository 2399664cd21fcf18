package disclosure

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func text(t Table) string {
	var b strings.Builder
	for r, row := range t.Cells {
		for _, c := range row {
			fmt.Fprint(&b, short(c), " ")
		}
		fmt.Fprintln(&b, "|", short(t.Rows[r]))
	}
	for _, c := range t.Columns {
		fmt.Fprint(&b, short(c), " ")
	}
	fmt.Fprint(&b, "| ", short(t.Total))
	return b.String()
}

func short(c Cell) string {
	if c.Hidden {
		return "*"
	}
	return fmt.Sprint(c.N)
}

// Worked by hand.
func TestProtect(t *testing.T) {
	for _, c := range []struct {
		what   string
		counts [][]int
		want   string
	}{
		{"nothing is small", [][]int{{7, 9}, {12, 5}}, "7 9 | 16\n12 5 | 17\n19 14 | 33"},
		{"nought is shown", [][]int{{0, 9}, {12, 0}}, "0 9 | 9\n12 0 | 12\n12 9 | 21"},
		// The 3 alone would come back as 12 - 9, and as 15 - 12. With the 9 and
		// the 12 hidden, 20 is hidden too: else 9 = 29 - 20.
		{"one small number takes three with it", [][]int{{3, 9}, {12, 20}}, "* * | 12\n* * | 32\n15 29 | 44"},
		// 1 + 1 = 2 with both known to be at least 1 would give both back, so
		// the 2 must go, and it is small itself.
		{"a row of two ones", [][]int{{1, 1}, {30, 40}}, "* * | *\n* * | *\n31 41 | 72"},
	} {
		if got := text(Protect(c.counts, Under)); c.want != "" && got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.what, got, c.want)
		}
	}
}

func TestList(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   string
	}{
		{[]int{10, 20, 30}, "10 20 30 | 60"},
		{[]int{3, 20, 30}, "* * 30 | 53"}, // else 3 = 53 - 50
		{[]int{3, 2, 30}, "* * 30 | 35"},  // 5 between two: 1 and 4, 2 and 3, 3 and 2, 4 and 1
		{[]int{1, 1, 30}, "* * * | 32"},   // 2 between two that are at least 1 is 1 and 1
		{[]int{0, 2, 0}, "0 * 0 | *"},
		{nil, "| 0"},
	} {
		cells, total := List(c.counts, Under)
		var b strings.Builder
		for _, x := range cells {
			fmt.Fprint(&b, short(x), " ")
		}
		fmt.Fprint(&b, "| ", short(total))
		if b.String() != c.want {
			t.Errorf("%v: %s, want %s", c.counts, b.String(), c.want)
		}
	}
}

// The attack: somebody who sees the table narrows every hidden number between
// a least and a greatest value, line by line, until nothing moves any more, and
// then tries every value that is left. No hidden number may turn out to be
// only one, and no small number may be shown.
func TestAttack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(2, 4).Draw(t, "columns")
		counts := make([][]int, rows)
		for r := range counts {
			counts[r] = rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 1, 2, 3, 4, 5, 6, 9, 14}), columns, columns).Draw(t, "row")
		}
		shown := Protect(counts, Under)
		n := newGrid(counts).n
		cells := make([][]Cell, rows+1)
		for r := range rows {
			cells[r] = append(append([]Cell{}, shown.Cells[r]...), shown.Rows[r])
		}
		cells[rows] = append(append([]Cell{}, shown.Columns...), shown.Total)
		low := 1
		for r := range cells {
			for c, x := range cells[r] {
				if !x.Hidden && (x.N != n[r][c] || x.N > 0 && x.N < Under) {
					t.Fatalf("%d stands there for %d", x.N, n[r][c])
				}
				if x.Hidden && n[r][c] == 0 {
					low = 0
				}
			}
		}
		most := n[rows][columns] + 60
		for r := range cells {
			for c, x := range cells[r] {
				if !x.Hidden {
					continue
				}
				found := map[int]bool{}
				for v := low; v <= most && len(found) < 2; v++ {
					if possible(cells, low, most, r, c, v) {
						found[v] = true
					}
				}
				if len(found) < 2 {
					t.Fatalf("the number in row %d, column %d can only be %v:\n%s\nof %v", r, c, found, text(shown), counts)
				}
			}
		}
	})
}

// possible says whether a table with this value fits all that is shown.
func possible(cells [][]Cell, low, most, r, c, v int) bool {
	rows, columns := len(cells), len(cells[0])
	least, greatest := make([][]int, rows), make([][]int, rows)
	for i := range cells {
		least[i], greatest[i] = make([]int, columns), make([]int, columns)
		for j, x := range cells[i] {
			least[i][j], greatest[i][j] = low, most
			if !x.Hidden {
				least[i][j], greatest[i][j] = x.N, x.N
			}
		}
	}
	least[r][c], greatest[r][c] = v, v
	return fits(least, greatest)
}

// fits narrows line by line; what stays open is tried out.
func fits(least, greatest [][]int) bool {
	rows, columns := len(least)-1, len(least[0])-1
	type at struct{ r, c int }
	var lines [][]at // the parts, then their total
	for r := range rows + 1 {
		var l []at
		for c := range columns + 1 {
			l = append(l, at{r, c})
		}
		lines = append(lines, l)
	}
	for c := range columns + 1 {
		var l []at
		for r := range rows + 1 {
			l = append(l, at{r, c})
		}
		lines = append(lines, l)
	}
	for moved := true; moved; {
		moved = false
		set := func(a at, lo, hi int) bool {
			if lo > least[a.r][a.c] {
				least[a.r][a.c], moved = lo, true
			}
			if hi < greatest[a.r][a.c] {
				greatest[a.r][a.c], moved = hi, true
			}
			return least[a.r][a.c] <= greatest[a.r][a.c]
		}
		for _, l := range lines {
			total := l[len(l)-1]
			lo, hi := 0, 0
			for _, a := range l[:len(l)-1] {
				lo, hi = lo+least[a.r][a.c], hi+greatest[a.r][a.c]
			}
			if !set(total, lo, hi) {
				return false
			}
			for _, a := range l[:len(l)-1] {
				restLo, restHi := lo-least[a.r][a.c], hi-greatest[a.r][a.c]
				if !set(a, least[total.r][total.c]-restHi, greatest[total.r][total.c]-restLo) {
					return false
				}
				lo, hi = restLo+least[a.r][a.c], restHi+greatest[a.r][a.c]
			}
		}
	}
	for r := range least {
		for c := range least[r] {
			if least[r][c] == greatest[r][c] {
				continue
			}
			for v := least[r][c]; v <= greatest[r][c]; v++ {
				a, b := clone(least), clone(greatest)
				a[r][c], b[r][c] = v, v
				if fits(a, b) {
					return true
				}
			}
			return false
		}
	}
	return true
}

func clone(m [][]int) [][]int {
	out := make([][]int, len(m))
	for i := range m {
		out[i] = append([]int{}, m[i]...)
	}
	return out
}
