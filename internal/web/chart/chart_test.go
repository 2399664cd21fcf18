package chart

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/calendar"

	"golang.org/x/net/html"
)

const attack = `"'><script>alert(1)</script>`

func day(n int) calendar.Date { return calendar.MustDate("2026-03-01").AddDays(n) }

// elements gives every element with a name; "" gives all.
func elements(t *testing.T, source template.HTML, name string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<body>" + string(source)))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			out = append(out, n)
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// cells gives the texts of the table's body.
func cells(t *testing.T, source template.HTML) []string {
	var out []string
	for _, n := range elements(t, source, "tbody") {
		for d := range n.Descendants() {
			if d.Data == "td" || d.Data == "th" {
				out = append(out, text(d))
			}
		}
	}
	return out
}

func bar() Bar {
	return Bar{Title: "Appointments", LabelHead: "Practice", ValueHead: "Booked", Items: []BarItem{
		{Label: "Elm Street", Value: 1200, Href: "/people?practice=A1"}, {Label: "Oak Lane", Value: 0},
		{Label: "Ash Road", Missing: true}, {Label: "Fir Close", Value: 600},
	}}
}

func line() Line {
	return Line{Title: "PHQ-9", ValueHead: "Score", Series: []Series{
		{Name: "Ann", Points: []Point{{On: day(28), Value: 9}, {On: day(0), Value: 20}, {On: day(7), Value: 18}, {On: day(14), Missing: true}, {On: day(21), Value: 12, Special: true}}},
		{Name: "Goal", Points: []Point{{On: day(0), Value: 3}, {On: day(28), Value: 5}}},
	}, References: []Reference{{"Cut-off", 10}}, Min: 0, Max: 27}
}

func grid() Grid {
	return Grid{Title: "Coverage", Full: "In post", Part: "Recruiting", None: "None", Groups: []Group{
		{Name: "North ICB", Href: "/icb/n", Squares: []Square{
			{Name: "Alder PCN", State: Full, Detail: "2 of 2", Href: "/pcn/a"}, {Name: "Birch PCN", State: Part, Href: "/pcn/b"},
		}},
		{Name: "South ICB", Squares: []Square{{Name: "Cedar PCN", State: None, Href: "/pcn/c"}, {Name: "Dogwood PCN"}}},
	}}
}

func TestEveryChartKeepsTheRules(t *testing.T) {
	hostileBar, hostileLine, hostileGrid := bar(), line(), grid()
	hostileBar.Title, hostileBar.Description, hostileBar.Items[0] = attack, attack, BarItem{Label: attack, Value: 1, Href: "javascript:x"}
	hostileBar.ID, hostileBar.LabelHead = attack, attack
	hostileLine.Title, hostileLine.Series[0].Name, hostileLine.References[0].Label, hostileLine.ValueHead = attack, attack, attack, attack
	hostileGrid.Title, hostileGrid.Groups[0].Name, hostileGrid.Full, hostileGrid.Groups[0].Href = attack, attack, attack, "javascript:x"
	hostileGrid.Groups[0].Squares[0] = Square{Name: attack, Detail: attack, Href: "javascript:x"}
	for name, c := range map[string]interface{ HTML() template.HTML }{
		"bar": bar(), "line": line(), "grid": grid(), "bar, hostile": hostileBar, "line, hostile": hostileLine,
		"grid, hostile": hostileGrid, "empty bar": Bar{Title: attack, Empty: attack}, "empty line": Line{Title: "x"}, "empty grid": Grid{Title: "y"},
	} {
		keepsTheRules(t, name, c.HTML())
	}
}

// keepsTheRules checks what every chart keeps: no script, no style, no id
// twice, no reference to nothing, one figure with one caption.
func keepsTheRules(t *testing.T, name string, source template.HTML) {
	t.Helper()
	ids, refs := map[string]bool{}, []string{}
	for _, n := range elements(t, source, "") {
		if n.Data == "script" || n.Data == "style" {
			t.Errorf("%s has a %s element", name, n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s has the attribute %s", name, a.Key)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("%s has the id %q twice", name, a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "href" && strings.HasPrefix(a.Val, "javascript:"):
				t.Errorf("%s runs a script from an address", name)
			case strings.HasPrefix(a.Key, "aria-labelledby") || strings.HasPrefix(a.Key, "aria-describedby"):
				refs = append(refs, strings.Fields(a.Val)...)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#") && a.Val != "#unsafe-url":
				refs = append(refs, a.Val[1:])
			}
			if strings.Contains(a.Val, "NaN") || strings.Contains(a.Val, "Inf") {
				t.Errorf("%s draws %s=%q", name, a.Key, a.Val)
			}
		}
	}
	for _, ref := range refs {
		if !ids[ref] {
			t.Errorf("%s points to the id %q, which is not there", name, ref)
		}
	}
	if len(elements(t, source, "figure")) != 1 || len(elements(t, source, "figcaption")) != 1 {
		t.Errorf("%s is not one figure with one caption", name)
	}
}

func TestBar(t *testing.T) {
	got := bar().HTML()
	want := []string{"Elm Street", "1,200", "Oak Lane", "0", "Ash Road", "No data", "Fir Close", "600"}
	if fmt.Sprint(cells(t, got)) != fmt.Sprint(want) {
		t.Errorf("the table has %q, want %q", cells(t, got), want)
	}
	if d := text(elements(t, got, "desc")[0]); d != "Bar chart with 4 bars. Highest: Elm Street, 1,200. Lowest: Oak Lane, 0." {
		t.Errorf("desc: %s", d)
	}
	rects := elements(t, got, "rect")
	if len(rects) != 3 {
		t.Fatalf("%d bars, want 3: one has no data", len(rects))
	}
	width := func(n int) float64 {
		w, err := strconv.ParseFloat(attr(rects[n], "width"), 64)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	if width(0) != 2*width(2) || width(1) != 0 || width(0) == 0 {
		t.Errorf("the widths are %v, %v and %v", width(0), width(1), width(2))
	}
	if links := elements(t, got, "a"); len(links) != 1 || attr(links[0], "href") != "/people?practice=A1" {
		t.Error("the number does not link to its list")
	}
	svg := elements(t, got, "svg")[0]
	if attr(svg, "role") != "img" {
		t.Error("the picture is not announced as one")
	}
	odd := Bar{Title: "x", Items: []BarItem{{Label: "a", Value: math.NaN()}, {Label: "b", Value: math.Inf(1)}, {Label: "c", Value: -5}}}
	if c := cells(t, odd.HTML()); c[1] != "No data" || c[3] != "No data" || c[5] != "-5" {
		t.Errorf("odd values: %q", c)
	}
}

func TestLine(t *testing.T) {
	got := line().HTML()
	want := []string{
		"1 March 2026", "20", "3", "8 March 2026", "18", "No data", "15 March 2026", "No data", "No data",
		"22 March 2026", "12 (special)", "No data", "29 March 2026", "9", "5",
	}
	if fmt.Sprint(cells(t, got)) != fmt.Sprint(want) {
		t.Errorf("the table has %q, want %q", cells(t, got), want)
	}
	lines := elements(t, got, "polyline")
	if len(lines) != 3 {
		t.Fatalf("%d strokes, want 3: the gap parts the first line in two", len(lines))
	}
	first := strings.Fields(attr(lines[0], "points"))
	if len(first) != 2 || !strings.HasPrefix(first[0], "64,") {
		t.Errorf("the first stroke is %v", first)
	}
	if attr(lines[0], "stroke-dasharray") == attr(lines[2], "stroke-dasharray") || attr(lines[0], "stroke") == attr(lines[2], "stroke") {
		t.Error("the two lines look the same")
	}
	d := text(elements(t, got, "desc")[0])
	if !strings.Contains(d, "Ann: from 20 on 1 March 2026 to 9 on 29 March 2026.") || !strings.Contains(d, "Cut-off: 10.") {
		t.Errorf("desc: %s", d)
	}
	var named []string
	for _, n := range elements(t, got, "text") {
		if strings.HasSuffix(text(n), "2026") {
			named = append(named, text(n))
		}
	}
	if fmt.Sprint(named) != "[1 March 2026 8 March 2026 15 March 2026 29 March 2026]" {
		t.Errorf("the axis names %q", named)
	}
	one := Line{Title: "x", Series: []Series{{"a", []Point{{On: day(0), Value: 4}}}}}
	if len(elements(t, one.HTML(), "circle")) != 1 || len(elements(t, one.HTML(), "polyline")) != 0 {
		t.Error("a single point is one marker and no line")
	}
}

func TestGrid(t *testing.T) {
	got := grid().HTML()
	names := map[string]string{}
	for _, a := range elements(t, got, "a") {
		for d := range a.Descendants() {
			if d.Data == "svg" {
				names[attr(a, "href")] = attr(d, "aria-label")
			}
		}
	}
	for href, want := range map[string]string{
		"/pcn/a": "Alder PCN: In post, 2 of 2", "/pcn/b": "Birch PCN: Recruiting", "/pcn/c": "Cedar PCN: None",
	} {
		if names[href] != want {
			t.Errorf("%s is called %q, want %q", href, names[href], want)
		}
	}
	want := []string{
		"North ICB", "Alder PCN", "In post", "2 of 2", "North ICB", "Birch PCN", "Recruiting", "Not recorded",
		"South ICB", "Cedar PCN", "None", "Not recorded", "South ICB", "Dogwood PCN", "No data", "Not recorded",
	}
	if fmt.Sprint(cells(t, got)) != fmt.Sprint(want) {
		t.Errorf("the table has %q, want %q", cells(t, got), want)
	}
	seen := map[string]State{}
	for s, drawing := range drawings {
		bare := drawing
		for _, colour := range []string{"#005eb8", "#003087", "#ffffff", "#41b6e6", "#d5281b", "#f0f4f5", "#4c6272", "#212b32"} {
			bare = strings.ReplaceAll(bare, colour, "")
		}
		if other, ok := seen[bare]; ok {
			t.Errorf("states %d and %d differ by colour alone", s, other)
		}
		seen[bare] = s
	}
}

func TestALongTableIsFolded(t *testing.T) {
	for n, want := range map[int]int{longTable: 0, longTable + 1: 1} {
		c := Bar{Title: "x"}
		for i := range n {
			c.Items = append(c.Items, BarItem{Label: fmt.Sprint(i)})
		}
		if got := len(elements(t, c.HTML(), "details")); got != want {
			t.Errorf("%d rows: %d details elements, want %d", n, got, want)
		}
	}
}

func TestEmptySaysWhy(t *testing.T) {
	for _, c := range []struct {
		got  template.HTML
		want string
	}{
		{Bar{Title: "x", Empty: "No practice has booked yet"}.HTML(), "No practice has booked yet"},
		{Line{Title: "x", Series: []Series{{"a", []Point{{On: day(0), Missing: true}}}}}.HTML(), "There is no data to show yet"},
		{Grid{Title: "x", Groups: []Group{{Name: "North"}}}.HTML(), "There is no data to show yet"},
	} {
		if !strings.Contains(string(c.got), c.want) || strings.Contains(string(c.got), "<table") {
			t.Errorf("want %q in %s", c.want, c.got)
		}
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct{ low, high, from, to, step float64 }{
		{0, 27, 0, 30, 10}, {0, 5, 0, 5, 1}, {0, 1, 0, 1, 0.2}, {0, 0, 0, 1, 0.2}, {-3, 7, -4, 8, 2}, {0, 52380, 0, 60000, 20000},
	} {
		from, to, step := scale(c.low, c.high)
		if math.Abs(from-c.from) > 1e-9 || math.Abs(to-c.to) > 1e-9 || math.Abs(step-c.step) > 1e-9 {
			t.Errorf("scale(%v, %v) = %v, %v, %v", c.low, c.high, from, to, step)
		}
	}
}

func TestWritten(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", -1234567.891: "-1,234,567.89", 12.5: "12.5", 0.004: "0"} {
		if got := written(v); got != want {
			t.Errorf("written(%v) = %q, want %q", v, got, want)
		}
	}
}
