package chart

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strings"

	"footbridge/internal/spc"
	"footbridge/internal/web/nhsuk"
)

// Direction says which way a measure is meant to go.
type Direction uint8

// The directions. A measure such as the number of requests is meant to go
// neither way: a change is then only unusual.
const (
	NeitherIsBetter Direction = iota
	LowerIsBetter
	HigherIsBetter
)

// The words for a point at which a rule fires.
const (
	Improving   = "improving"
	WorthALook  = "worth a look"
	Unusual     = "unusual"
	noneUnusual = "" // no rule fires
)

// Period is one place on the axis of an SPC chart. One that is not Missing
// has the next point of the chart.
type Period struct {
	Label   string // "April 2025"
	Missing bool   // no data, which is not 0: the line has a gap
	Href    string // where the table links to: the rows behind the value
}

// SPCPoint is a value of a period, or the lack of one.
type SPCPoint struct {
	Label   string
	Value   float64
	Missing bool
	Step    string // why a new step begins here
	Href    string
}

// ReadPoints reads points of which some are missing. A step that begins where
// there is no data begins with the next point that has some; the reason of the
// very first point is left out, for nothing changed there. A series without
// any data is an Invalid fault, as it is of spc.Read.
func ReadPoints(points []SPCPoint, least int) (spc.Chart, []Period, error) {
	var read []spc.Point
	var periods []Period
	why := ""
	for _, p := range points {
		missing := p.Missing || !finite(p.Value)
		periods = append(periods, Period{p.Label, missing, p.Href})
		if p.Step != "" {
			why = p.Step
		}
		if missing {
			continue
		}
		if len(read) == 0 {
			why = ""
		}
		read = append(read, spc.Point{Label: p.Label, Value: p.Value, Step: why})
		why = ""
	}
	c, err := spc.Read(read, least)
	return c, periods, err
}

// SPC shows a series with its mean and its limits, and marks the points that
// are unlikely to be chance. With few points it is a run chart round the
// median, without limits and without marks.
type SPC struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; Says when left out
	PeriodHead  string // the table's first column; "Period" when left out
	ValueHead   string // what the values are, with the unit: stands at the axis
	Chart       spc.Chart
	Periods     []Period // all periods in order of time; those of the chart when left out
	Direction   Direction
	Target      *float64 // a line only where there is a target
	TargetWord  string   // "Target" when left out
	// Floor and Ceiling are the lowest and highest value that there can be,
	// such as 0 days or 100%: a limit beyond is not drawn.
	Floor, Ceiling *float64
	Empty          string // why there is no data
	Format         func(float64) string
}

func (c SPC) written(v float64) string {
	if c.Format != nil {
		return c.Format(v)
	}
	return written(v)
}

// periods gives each period with the number of its point, 0 for none.
func (c SPC) periods() (list []Period, numbers []int) {
	n := 0
	for _, p := range c.Periods {
		number := 0
		if !p.Missing && n < len(c.Chart.Points) {
			n++
			number = n
		}
		list, numbers = append(list, p), append(numbers, number)
	}
	for ; n < len(c.Chart.Points); n++ {
		list, numbers = append(list, Period{Label: c.Chart.Points[n].Label}), append(numbers, n+1)
	}
	return list, numbers
}

// stepOf gives the step in which a point stands.
func (c SPC) stepOf(n int) spc.Step {
	for _, s := range c.Chart.Steps {
		if n >= s.First && n <= s.Last {
			return s
		}
	}
	return spc.Step{}
}

// Word says how a point stands: Improving, Worth a look, Unusual, or nothing
// when no rule fires. Where one rule speaks well of a point and another does
// not, it is worth a look.
func (c SPC) Word(n int) string {
	word := noneUnusual
	for _, s := range c.Chart.At(n) {
		switch {
		case c.Direction == NeitherIsBetter:
			return Unusual
		case (s.Side < 0) == (c.Direction == LowerIsBetter) && word != WorthALook:
			word = Improving
		case (s.Side < 0) != (c.Direction == LowerIsBetter):
			word = WorthALook
		}
	}
	return word
}

// fires says in a few words what one rule found.
func (c SPC) fires(s spc.Signal) string {
	from, to := c.Chart.Points[s.From-1].Label, c.Chart.Points[s.To-1].Label
	side := "above"
	if s.Side < 0 {
		side = "below"
	}
	switch s.Rule {
	case spc.Outside:
		if s.Side > 0 {
			return "above the upper limit"
		}
		return "below the lower limit"
	case spc.Run:
		return fmt.Sprintf("%d in a row %s the mean, %s to %s", s.To-s.From+1, side, from, to)
	case spc.Trend:
		way := "rising"
		if s.Side < 0 {
			way = "falling"
		}
		return fmt.Sprintf("%d in a row %s, %s to %s", s.To-s.From+1, way, from, to)
	case spc.TwoOfThree:
		if s.Side > 0 {
			return "two of three near the upper limit"
		}
		return "two of three near the lower limit"
	}
	return string(s.Rule)
}

// Says tells in words what the chart shows: the last value and its mean, and
// what is unlikely to be chance.
func (c SPC) Says() string {
	points := c.Chart.Points
	if len(points) == 0 {
		return or(c.Empty, "There is no data to show yet")
	}
	last, step := points[len(points)-1], c.Chart.Steps[len(c.Chart.Steps)-1]
	b := fmt.Sprintf("Last value: %s, %s. ", last.Label, c.written(last.Value))
	if !step.Meaningful {
		b += fmt.Sprintf("The median of %d %s is %s. ", step.N, plural(step.N, "point", "points"), c.written(step.Median))
		b += c.needs(step)
	} else {
		b += fmt.Sprintf("The mean from %s on is %s, the limits are %s to %s. ",
			points[step.First-1].Label, c.written(step.Mean), c.limit(step.Lower), c.limit(step.Upper))
	}
	for _, s := range c.Chart.Steps {
		if s.First > 1 {
			b += fmt.Sprintf(" A new step begins with %s: %s.", points[s.First-1].Label, strings.TrimSuffix(s.Why, "."))
		}
	}
	for _, word := range []string{WorthALook, Improving, Unusual} {
		var labels []string
		for n := range points {
			if c.Word(n+1) == word {
				labels = append(labels, points[n].Label)
			}
		}
		if len(labels) > 0 {
			b += fmt.Sprintf(" %s: %s.", capital(word), few(labels))
		}
	}
	if len(c.Chart.Signals) == 0 && !c.Chart.IsRunChart() {
		b += " No rule fires: what goes up and down here may be chance."
	}
	if missing := c.missing(); len(missing) > 0 {
		b += fmt.Sprintf(" No data for %s.", few(missing))
	}
	if c.Target != nil {
		b += fmt.Sprintf(" %s: %s.", or(c.TargetWord, "Target"), c.written(*c.Target))
	}
	return strings.Join(strings.Fields(b), " ")
}

// needs says how many more points limits need.
func (c SPC) needs(s spc.Step) string {
	more := c.Chart.Least - s.N
	return fmt.Sprintf("Limits need %d points: %d more. Until then this is a run chart, and no rule is read off it.", c.Chart.Least, more)
}

func (c SPC) missing() (labels []string) {
	list, numbers := c.periods()
	for i, p := range list {
		if numbers[i] == 0 {
			labels = append(labels, p.Label)
		}
	}
	return labels
}

// reachable says whether a value can have a limit at all.
func (c SPC) reachable(v float64) bool {
	return (c.Floor == nil || v >= *c.Floor) && (c.Ceiling == nil || v <= *c.Ceiling)
}

// limit writes a limit; one that no value can reach is said to be none.
func (c SPC) limit(v float64) string {
	switch {
	case c.Floor != nil && v < *c.Floor:
		return "none (below " + c.written(*c.Floor) + ")"
	case c.Ceiling != nil && v > *c.Ceiling:
		return "none (above " + c.written(*c.Ceiling) + ")"
	}
	return c.written(v)
}

// few lists up to six things, and says how many more there are.
func few(labels []string) string {
	const most = 6
	if len(labels) > most {
		return strings.Join(labels[:most], ", ") + fmt.Sprintf(" and %d more", len(labels)-most)
	}
	return strings.Join(labels, ", ")
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// mark is how a point of a word looks.
type mark struct {
	word, says string
	look       look
	size       float64
}

// marks has the look of each word; none of them by colour alone.
var marks = []mark{
	{noneUnusual, "No rule fires", look{colour: "#4c6272", marker: "circle"}, 4.5},
	{Improving, "Improving: unlikely to be chance, in the wanted direction", look{colour: "#005eb8", marker: "diamond"}, 7},
	{WorthALook, "Worth a look: unlikely to be chance, against the wanted direction", look{colour: "#b25000", marker: "square"}, 7},
	{Unusual, "Unusual: unlikely to be chance", look{colour: "#7c2855", marker: "triangle"}, 8},
}

// edge is a line's name at the right edge of a picture.
type edge struct {
	y    float64
	text string
}

// apart moves names so that none is written over another.
func apart(list []edge, least, most float64) []edge {
	const line = 15
	slices.SortStableFunc(list, func(a, b edge) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	for i := range list {
		list[i].y = max(list[i].y, least)
		if i > 0 {
			list[i].y = max(list[i].y, list[i-1].y+line)
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		list[i].y = min(list[i].y, most)
		if i+1 < len(list) {
			list[i].y = min(list[i].y, list[i+1].y-line)
		}
	}
	return list
}

// extent gives the ends of what is drawn.
func (c SPC) extent() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	take := func(v float64) { low, high = min(low, v), max(high, v) }
	for _, p := range c.Chart.Points {
		take(p.Value)
	}
	for _, s := range c.Chart.Steps {
		for _, v := range []float64{s.Upper, s.Lower} {
			if s.Meaningful && c.reachable(v) {
				take(v)
			}
		}
	}
	if c.Target != nil && finite(*c.Target) {
		take(*c.Target)
	}
	if c.Floor != nil {
		take(*c.Floor)
	}
	return low, high
}

// HTML gives the figure.
func (c SPC) HTML() template.HTML {
	const left, right, top, bottom = 64.0, 128.0, 52.0, 36.0
	f := frame{id: identifier(c.ID, c.Title), title: c.Title, description: or(c.Description, c.Says()), width: 720, height: 380}
	if len(c.Chart.Points) == 0 {
		return f.empty("spc", c.Empty)
	}
	list, numbers := c.periods()
	from, to, tick := scale(c.extent())
	x := func(i int) float64 {
		if len(list) == 1 {
			return left + (f.width-left-right)/2
		}
		return left + 8 + float64(i)/float64(len(list)-1)*(f.width-left-right-16)
	}
	y := func(v float64) float64 { return f.height - bottom - (v-from)/(to-from)*(f.height-top-bottom) }
	place := make([]int, len(c.Chart.Points)+1) // of each point among the periods
	for i, n := range numbers {
		place[n] = i
	}

	var p, svg picture
	f.figure(&p, "spc")
	if c.Chart.IsRunChart() {
		step := c.Chart.Steps[len(c.Chart.Steps)-1]
		p.raw(`<p class="nhsuk-body-s">`, html.EscapeString(c.needs(step)), `</p>`)
	}
	c.legend(&p)
	f.picture(&svg)
	svg.text(8, 18, "start", "14", shorten(or(c.ValueHead, "Number"), 80))
	for n := 0; from+float64(n)*tick <= to+tick/2; n++ {
		v := from + float64(n)*tick
		svg.line(left, y(v), f.width-right, y(v), "#e8edee", "")
		svg.text(left-8, y(v)+5, "end", "14", c.written(v))
	}
	var labels []string
	for _, period := range list {
		labels = append(labels, period.Label)
	}
	axis(&svg, labels, x, f.height-bottom, f.width-right)
	c.lines(&svg, place, x, y, left, top-14, f.height-bottom, f.width-right)

	values := make([]float64, len(list))
	for i, n := range numbers {
		values[i] = math.NaN()
		if n > 0 {
			values[i] = c.Chart.Points[n-1].Value
		}
	}
	polyline(&svg, values, x, y)
	for i, n := range numbers {
		if n == 0 {
			svg.text(x(i), f.height-bottom-6, "middle", "14", "?")
			continue
		}
		m := marks[slices.IndexFunc(marks, func(m mark) bool { return m.word == c.Word(n) })]
		m.look.mark(&svg, x(i), y(c.Chart.Points[n-1].Value), m.size)
	}
	svg.raw(`</svg>`)
	return f.close(&p, &svg, c.table(list, numbers), c.rules())
}

// lines draws mean, limits, steps and target, and names those of the last
// step at the right edge.
func (c SPC) lines(svg *picture, place []int, x func(int) float64, y func(float64) float64, start, above, below, end float64) {
	var names []edge
	steps := c.Chart.Steps
	for i, s := range steps {
		first, last := x(place[s.First]), x(place[s.Last])
		if s.First > 1 { // the line stands between two steps
			first = (x(place[s.First]-1) + x(place[s.First])) / 2
		}
		if i+1 < len(steps) {
			last = (x(place[steps[i+1].First]-1) + x(place[steps[i+1].First])) / 2
		}
		if len(steps) == 1 || i == 0 {
			first -= 8
		}
		if i == len(steps)-1 {
			last = end
		}
		name := func(v float64, text string) {
			if i == len(steps)-1 {
				names = append(names, edge{y(v) + 5, text + " " + c.written(v)})
			}
		}
		if !s.Meaningful {
			svg.line(first, y(s.Median), last, y(s.Median), "#212b32", "12 4")
			name(s.Median, "Median")
		} else {
			svg.line(first, y(s.Mean), last, y(s.Mean), "#212b32", "")
			name(s.Mean, "Mean")
			for _, limit := range []struct {
				v    float64
				word string
			}{{s.Upper, "Upper limit"}, {s.Lower, "Lower limit"}} {
				if c.reachable(limit.v) {
					svg.line(first, y(limit.v), last, y(limit.v), "#4c6272", "6 4")
					name(limit.v, limit.word)
				}
			}
		}
		if s.First > 1 {
			svg.line(first, above, first, below, "#212b32", "2 3")
			// On the side with more room, and no longer than that.
			anchor, at, room := "start", first+4, end+100-first
			if first-start > room {
				anchor, at, room = "end", first-4, first-start
			}
			svg.halo(at, above+float64(i%2)*15-4, anchor, "13", shorten(or(s.Why, "New step"), int(room/7)))
		}
	}
	if c.Target != nil && finite(*c.Target) {
		svg.line(x(0)-8, y(*c.Target), end, y(*c.Target), "#00703c", "1 4")
		names = append(names, edge{y(*c.Target) + 5, shorten(or(c.TargetWord, "Target"), 10) + " " + c.written(*c.Target)})
	}
	for _, n := range apart(names, above+10, below) {
		svg.text(end+6, n.y, "start", "13", shorten(n.text, 20))
	}
}

// polyline joins the values; one that is no number breaks the line.
func polyline(svg *picture, values []float64, x func(int) float64, y func(float64) float64) {
	var line []string
	flush := func() {
		if len(line) > 1 {
			svg.raw(`<polyline points="`, strings.Join(line, " "), `" fill="none" stroke="#4c6272" stroke-width="2"/>`)
		}
		line = nil
	}
	for i, v := range values {
		if !finite(v) {
			flush()
			continue
		}
		line = append(line, number(x(i))+","+number(y(v)))
	}
	flush()
}

// axis names the places at the lower edge: the first, the last, and between
// them as many as have room.
func axis(svg *picture, labels []string, x func(int) float64, y, end float64) {
	const most = 18 // letters
	width := 0.0
	for _, l := range labels {
		width = max(width, 7.4*float64(len([]rune(shorten(l, most)))))
	}
	last := len(labels) - 1
	chosen := []int{0}
	for i := 1; i < last; i++ {
		if x(i)-x(chosen[len(chosen)-1]) >= width+12 && x(last)-x(i) >= width+12 {
			chosen = append(chosen, i)
		}
	}
	if last > 0 {
		chosen = append(chosen, last)
	}
	for _, i := range chosen {
		at, anchor := x(i), "middle"
		if i == last && last > 0 && at+width/2 > end+60 {
			anchor = "end"
		}
		svg.line(at, y, at, y+6, "#4c6272", "")
		svg.text(at, y+24, anchor, "14", shorten(labels[i], most))
	}
}

// legend names the marks that occur.
func (c SPC) legend(p *picture) {
	used := map[string]bool{}
	for n := range c.Chart.Points {
		used[c.Word(n+1)] = true
	}
	if len(used) < 2 && used[noneUnusual] {
		return
	}
	p.raw(`<ul class="nhsuk-list app-chart__legend">`)
	for _, m := range marks {
		if used[m.word] {
			p.raw(`<li><svg width="24" height="20" viewBox="0 0 24 20" aria-hidden="true" focusable="false">`)
			m.look.mark(p, 12, 10, m.size)
			p.raw(`</svg> `, m.says, `</li>`)
		}
	}
	p.raw(`</ul>`)
}

// table has a row for each period.
func (c SPC) table(list []Period, numbers []int) nhsuk.Table {
	t := nhsuk.Table{
		Caption:           nhsuk.TableCaption{Text: c.Title + ", as a table", Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden"},
		Head:              []nhsuk.Column{{Text: or(c.PeriodHead, "Period")}, {Text: or(c.ValueHead, "Number"), Format: nhsuk.FormatNumeric}},
		FirstCellIsHeader: true, Scroll: true,
	}
	limits := !c.Chart.IsRunChart()
	if limits {
		for _, head := range []string{"Mean", "Lower limit", "Upper limit"} {
			t.Head = append(t.Head, nhsuk.Column{Text: head, Format: nhsuk.FormatNumeric})
		}
		t.Head = append(t.Head, nhsuk.Column{Text: "What the rules say"})
	} else {
		t.Head = append(t.Head, nhsuk.Column{Text: "Median", Format: nhsuk.FormatNumeric})
		if len(c.Chart.Steps) > 1 {
			t.Head = append(t.Head, nhsuk.Column{Text: "New step"})
		}
	}
	for i, period := range list {
		n := numbers[i]
		if n == 0 {
			row := nhsuk.Cells(period.Label, noData)
			for range len(t.Head) - 2 {
				row = append(row, nhsuk.Cell{Text: "–"})
			}
			t.Rows = append(t.Rows, row)
			continue
		}
		s := c.stepOf(n)
		row := []nhsuk.Cell{{Text: period.Label}, {Text: c.written(c.Chart.Points[n-1].Value), Href: period.Href, HiddenText: linked(period.Href, period.Label, c.Title)}}
		var says []string
		if s.First == n && n > 1 {
			says = append(says, "New step: "+or(s.Why, "no reason given"))
		}
		if limits {
			if s.Meaningful {
				row = append(row, nhsuk.Cells(c.written(s.Mean), c.limit(s.Lower), c.limit(s.Upper))...)
			} else {
				row = append(row, nhsuk.Cells("Median "+c.written(s.Median), "Too few points", "Too few points")...)
			}
			if word := c.Word(n); word != noneUnusual {
				var found []string
				for _, g := range c.Chart.At(n) {
					found = append(found, c.fires(g))
				}
				says = append(says, capital(word)+": "+strings.Join(found, "; "))
			}
		} else {
			row = append(row, nhsuk.Cell{Text: c.written(s.Median)})
		}
		if limits || len(c.Chart.Steps) > 1 {
			row = append(row, nhsuk.Cell{Text: or(strings.Join(says, ". "), "–")})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// rules says beneath the table how each rule is counted.
func (c SPC) rules() template.HTML {
	if c.Chart.IsRunChart() {
		return ""
	}
	var b picture
	b.raw(`<ul class="nhsuk-list nhsuk-list--bullet">`)
	for _, r := range spc.Rules {
		fired := "It does not fire here."
		if slices.ContainsFunc(c.Chart.Signals, func(s spc.Signal) bool { return s.Rule == r }) {
			fired = "It fires here."
		}
		b.raw(`<li><strong>`, capital(string(r)), `</strong>: `, html.EscapeString(r.Says()), ` `, fired, `</li>`)
	}
	b.raw(`</ul><p class="nhsuk-body-s">`, html.EscapeString(spc.Source), `</p>`)
	return nhsuk.Details{Summary: "How the rules are counted", Markup: template.HTML(b.String())}.HTML()
}
