// Package disclosure hides small numbers in tables of counts, and as many
// others as it takes that no subtraction gives a hidden one back.
//
// A count from 1 to Under-1 is hidden: behind so few people somebody may be
// recognised. Nought is shown, for it is about nobody. Row totals, column
// totals and the grand total are counts as well. Whoever reads the table knows
// that every hidden number is at least 1 and that rows and columns add up;
// Protect hides more until each hidden number could be another one for all
// that they know.
package disclosure

import "fmt"

// Under is the smallest count that is shown beside nought, unless a table asks
// for another: counts of 1 to 4 are hidden.
const Under = 5

// Cell is one count as it may be shown.
type Cell struct {
	N      int
	Hidden bool
}

// String is the count, or why it isn't there.
func (c Cell) String() string {
	if c.Hidden {
		return "hidden"
	}
	return fmt.Sprint(c.N)
}

// Table is a table of counts as it may be shown, with its totals.
type Table struct {
	Cells   [][]Cell
	Rows    []Cell // the total of each row
	Columns []Cell // the total of each column
	Total   Cell
}

// Protect says which counts of a table may be shown, with the totals that go
// with them. Every row has as many counts as the first.
func Protect(counts [][]int, under int) Table {
	g := newGrid(counts)
	for r := range g.n {
		for c := range g.n[r] {
			g.hidden[r][c] = g.n[r][c] > 0 && g.n[r][c] < under
		}
	}
	for {
		r, c, known := g.determined()
		if !known || !g.hideBeside(r, c) {
			break
		}
	}
	return g.table()
}

// List is Protect for a single row of counts with its total.
func List(counts []int, under int) (shown []Cell, total Cell) {
	if len(counts) == 0 {
		return nil, Cell{}
	}
	// The single row and its total are the same line: the column totals would
	// only say every count again.
	g := newGrid([][]int{counts})
	g.single = true
	for c := range g.n[0] {
		g.hidden[0][c] = g.n[0][c] > 0 && g.n[0][c] < under
	}
	for {
		r, c, known := g.determined()
		if !known || !g.hideBeside(r, c) {
			break
		}
	}
	t := g.table()
	return t.Cells[0], t.Rows[0]
}

// grid is a table with its totals as a last row and a last column.
type grid struct {
	n      [][]int
	hidden [][]bool
	single bool // one row, without column totals
}

func newGrid(counts [][]int) *grid {
	rows, columns := len(counts), 0
	if rows > 0 {
		columns = len(counts[0])
	}
	g := &grid{n: make([][]int, rows+1), hidden: make([][]bool, rows+1)}
	for r := range g.n {
		g.n[r], g.hidden[r] = make([]int, columns+1), make([]bool, columns+1)
	}
	for r, row := range counts {
		for c, n := range row {
			g.n[r][c] = n
			g.n[r][columns] += n
			g.n[rows][c] += n
			g.n[rows][columns] += n
		}
	}
	return g
}

func (g *grid) rows() int    { return len(g.n) - 1 }
func (g *grid) columns() int { return len(g.n[0]) - 1 }

// lowest is what a reader knows a hidden number to be at least.
func (g *grid) lowest() int {
	for r := range g.n {
		for c := range g.n[r] {
			if g.hidden[r][c] && g.n[r][c] == 0 {
				return 0
			}
		}
	}
	return 1
}

// determined finds a hidden number that can be worked out from what is shown.
//
// Every line adds up to its total, so what is hidden may change only along
// closed ways: one number up, the next one in its row or column down, and so
// on, until the way closes; a number never falls below the lowest one. A
// number through which no such way leads can be only what it is. A total
// stands on the other side of its line, so it moves the opposite way.
func (g *grid) determined() (r, c int, known bool) {
	low := g.lowest()
	for r := range g.n {
		for c := range g.n[r] {
			if g.hidden[r][c] && !g.reach(r, c, true, low) && !g.reach(r, c, false, low) {
				return r, c, true
			}
		}
	}
	return 0, 0, false
}

// flipped says that a number stands on the other side of its lines.
func (g *grid) flipped(r, c int) bool { return (r == g.rows()) != (c == g.columns()) }

// may says whether a number may go up (or down) by one, as it counts in its
// lines.
func (g *grid) may(r, c int, up bool, low int) bool {
	if g.single && r == g.rows() {
		return true // column totals of a single row are not shown, so they bind nothing
	}
	if !g.hidden[r][c] {
		return false
	}
	return up != g.flipped(r, c) || g.n[r][c] > low
}

// reach says whether a closed way begins by moving one number up or down.
func (g *grid) reach(r, c int, up bool, low int) bool {
	cost, _ := g.way(r, c, up, low, false)
	return cost == 0
}

const never = 1 << 60

// way looks for the cheapest closed way that begins by moving a hidden number
// up or down. A hidden number costs nothing; a shown one can be on the way,
// where more may be hidden, at the cost of hiding it: the number itself,
// totals dearer than counts, and nought dearest of all.
func (g *grid) way(r, c int, up bool, low int, more bool) (int, [][2]int) {
	if !g.may(r, c, up, low) {
		return never, nil
	}
	price := func(i, j int, up bool) int {
		if g.may(i, j, up, low) {
			return 0
		}
		if !more || g.hidden[i][j] || up == g.flipped(i, j) && g.n[i][j] <= low {
			return never
		}
		p := g.n[i][j] + 1
		if g.n[i][j] == 0 {
			p = 1 << 40
		}
		if i == g.rows() || j == g.columns() {
			p += 1 << 30
		}
		return p
	}
	// Nodes are rows, then columns. A number going up leads from its row to its
	// column, one going down from its column to its row.
	rows, all := g.rows()+1, g.rows()+1+g.columns()+1
	from, to := r, rows+c
	if !up {
		from, to = to, from
	}
	cost, by, done := make([]int, all), make([]int, all), make([]bool, all)
	for i := range cost {
		cost[i], by[i] = never, -1
	}
	cost[to] = 0
	for {
		at := -1
		for i := range cost {
			if !done[i] && cost[i] < never && (at < 0 || cost[i] < cost[at]) {
				at = i
			}
		}
		if at < 0 {
			return never, nil
		}
		done[at] = true
		if at == from {
			break
		}
		step := func(next, i, j int, up bool) {
			if i == r && j == c {
				return
			}
			if p := price(i, j, up); p < never && cost[at]+p < cost[next] {
				cost[next], by[next] = cost[at]+p, at
			}
		}
		if at < rows {
			for j := range g.n[0] {
				step(rows+j, at, j, true)
			}
		} else {
			for i := range g.n {
				step(i, i, at-rows, false)
			}
		}
	}
	var cells [][2]int
	for at := from; by[at] >= 0; at = by[at] {
		a, b := at, by[at]
		if a >= rows {
			a, b = b, a
		}
		cells = append(cells, [2]int{a, b - rows})
	}
	return cost[from], cells
}

// hideBeside hides what it takes for a hidden number to be another one for all
// that a reader knows, as little as possible. False when everything is hidden.
func (g *grid) hideBeside(r, c int) bool {
	low := g.lowest()
	cost, cells := g.way(r, c, true, low, true)
	if other, down := g.way(r, c, false, low, true); other < cost {
		cost, cells = other, down
	}
	hid := false
	hide := func(i, j int) {
		if !g.hidden[i][j] && !(g.single && i == g.rows()) {
			g.hidden[i][j], hid = true, true
		}
	}
	if cost < never {
		for _, x := range cells {
			hide(x[0], x[1])
		}
	}
	for i := 0; i < len(g.n) && !hid; i++ { // no way at all: one more, whichever
		for j := 0; j < len(g.n[i]) && !hid; j++ {
			hide(i, j)
		}
	}
	return hid
}

func (g *grid) table() Table {
	cell := func(r, c int) Cell {
		if g.hidden[r][c] {
			return Cell{Hidden: true}
		}
		return Cell{N: g.n[r][c]}
	}
	var t Table
	for r := range g.rows() {
		row := make([]Cell, g.columns())
		for c := range row {
			row[c] = cell(r, c)
		}
		t.Cells, t.Rows = append(t.Cells, row), append(t.Rows, cell(r, g.columns()))
	}
	for c := range g.columns() {
		t.Columns = append(t.Columns, cell(g.rows(), c))
	}
	t.Total = cell(g.rows(), g.columns())
	return t
}
