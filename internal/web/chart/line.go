package chart

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/web/nhsuk"
)

// Point is one value on a day.
type Point struct {
	On      calendar.Date
	Value   float64
	Missing bool   // no data, which is not 0: the line has a gap
	Special bool   // drawn large and marked in the table, such as a point outside limits
	Href    string // where the table links to
}

// Series is one line.
type Series struct {
	Name   string
	Points []Point // in any order
}

// Reference is a level line such as a mean, a limit or a target.
type Reference struct {
	Label string
	Value float64
}

// Line shows how values change over time.
type Line struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; made from the data when left out
	ValueHead   string // what the values are, with the unit: stands at the axis
	Series      []Series
	References  []Reference
	Min, Max    float64 // the ends of the axis when Max is greater; else from the data, and 0
	SpecialWord string  // after a special value in the table; "special" when left out
	Empty       string  // why there is no data
	Format      func(float64) string
}

// look is how a line differs from the others without its colour.
type look struct{ colour, dashes, marker string }

var looks = []look{
	{"#005eb8", "", "circle"},
	{"#d5281b", "8 4", "square"},
	{"#00703c", "2 4", "triangle"},
	{"#7c2855", "12 4 2 4", "diamond"},
	{"#212b32", "4 2", "circle"},
	{"#b25000", "16 4", "square"},
}

func (c Line) written(p Point) string {
	switch {
	case p.Missing || !finite(p.Value):
		return noData
	case c.Format != nil:
		return c.Format(p.Value)
	}
	return written(p.Value)
}

// sorted gives the series with their points in order, and every day once.
func (c Line) sorted() (series []Series, days []calendar.Date) {
	for _, s := range c.Series {
		points := slices.Clone(s.Points)
		slices.SortStableFunc(points, func(a, b Point) int { return a.On.Compare(b.On) })
		for _, p := range points {
			days = append(days, p.On)
		}
		series = append(series, Series{s.Name, points})
	}
	slices.SortFunc(days, calendar.Date.Compare)
	return series, slices.Compact(days)
}

// extent gives the lowest and the highest value that is drawn.
func (c Line) extent() (low, high float64, found bool) {
	take := func(v float64) {
		low, high, found = min(low, v), max(high, v), true
	}
	for _, s := range c.Series {
		for _, p := range s.Points {
			if !p.Missing && finite(p.Value) {
				take(p.Value)
			}
		}
	}
	for _, r := range c.References {
		if found && finite(r.Value) {
			take(r.Value)
		}
	}
	return low, high, found
}

// describe says in words what the picture shows.
func (c Line) describe(series []Series) string {
	var parts []string
	for _, s := range series {
		var known []Point
		for _, p := range s.Points {
			if !p.Missing && finite(p.Value) {
				known = append(known, p)
			}
		}
		if len(known) == 0 {
			parts = append(parts, s.Name+": no data.")
			continue
		}
		first, last := known[0], known[len(known)-1]
		parts = append(parts, fmt.Sprintf("%s: from %s on %s to %s on %s.",
			s.Name, c.written(first), first.On.Medium(), c.written(last), last.On.Medium()))
	}
	for _, r := range c.References {
		parts = append(parts, fmt.Sprintf("%s: %s.", r.Label, c.written(Point{Value: r.Value})))
	}
	return "Line chart. " + strings.Join(parts, " ")
}

// HTML gives the figure.
func (c Line) HTML() template.HTML {
	const left, right, top, bottom = 64.0, 24.0, 40.0, 36.0
	f := frame{id: identifier(c.ID, c.Title), title: c.Title, description: c.Description, width: 720, height: 360}
	series, days := c.sorted()
	low, high, found := c.extent()
	if !found {
		return f.empty("line", c.Empty)
	}
	if f.description == "" {
		f.description = c.describe(series)
	}
	if c.Max > c.Min {
		low, high = c.Min, c.Max
	}
	from, to, step := scale(low, high)
	span := max(days[len(days)-1].DaysSince(days[0]), 1)
	x := func(d calendar.Date) float64 {
		if len(days) == 1 {
			return left + (f.width-left-right)/2
		}
		return left + float64(d.DaysSince(days[0]))/float64(span)*(f.width-left-right)
	}
	y := func(v float64) float64 {
		return f.height - bottom - (min(max(v, from), to)-from)/(to-from)*(f.height-top-bottom)
	}

	var p, svg picture
	f.figure(&p, "line")
	c.legend(&p)
	f.picture(&svg)
	svg.text(8, 20, "start", "14", shorten(or(c.ValueHead, "Number"), 60))
	for n := 0; from+float64(n)*step <= to+step/2; n++ {
		v := from + float64(n)*step
		svg.line(left, y(v), f.width-right, y(v), "#d8dde0", "")
		svg.text(left-8, y(v)+5, "end", "14", written(v))
	}
	for _, d := range ticks(days, x) {
		anchor := "middle"
		if d == days[len(days)-1] && len(days) > 1 {
			anchor = "end" // or it would leave the picture
		}
		svg.line(x(d), f.height-bottom, x(d), f.height-bottom+6, "#4c6272", "")
		svg.text(x(d), f.height-12, anchor, "14", d.Medium())
	}
	for _, r := range c.References {
		if finite(r.Value) {
			svg.line(left, y(r.Value), f.width-right, y(r.Value), "#4c6272", "6 3")
			svg.text(f.width-right, y(r.Value)-5, "end", "13", shorten(r.Label, 40))
		}
	}
	for n, s := range series {
		looks[n%len(looks)].draw(&svg, s.Points, x, y)
	}
	svg.raw(`</svg>`)
	return f.close(&p, &svg, c.table(series, days))
}

// ticks chooses the days that are named at the axis: the first, the last, and
// between them as many as have room.
func ticks(days []calendar.Date, x func(calendar.Date) float64) []calendar.Date {
	const room = 130 // for "29 September 2026"
	first, last := days[0], days[len(days)-1]
	if first == last {
		return []calendar.Date{first}
	}
	chosen := []calendar.Date{first}
	for _, d := range days[1 : len(days)-1] {
		if x(d)-x(chosen[len(chosen)-1]) >= room && x(last)-x(d) >= room*1.5 {
			chosen = append(chosen, d)
		}
	}
	return append(chosen, last)
}

// draw draws a line with its markers; a point without data breaks it.
func (l look) draw(p *picture, points []Point, x func(calendar.Date) float64, y func(float64) float64) {
	var line []string
	flush := func() {
		if len(line) > 1 {
			p.raw(`<polyline points="`, strings.Join(line, " "), `" fill="none" stroke="`, l.colour, `" stroke-width="3"`)
			if l.dashes != "" {
				p.raw(` stroke-dasharray="`, l.dashes, `"`)
			}
			p.raw(`/>`)
		}
		line = nil
	}
	for _, point := range points {
		if point.Missing || !finite(point.Value) {
			flush()
			continue
		}
		line = append(line, number(x(point.On))+","+number(y(point.Value)))
	}
	flush()
	for _, point := range points {
		if !point.Missing && finite(point.Value) {
			size := 5.0
			if point.Special {
				size = 9
			}
			l.mark(p, x(point.On), y(point.Value), size)
		}
	}
}

// mark draws one marker.
func (l look) mark(p *picture, x, y, size float64) {
	corner := func(dx, dy float64) string { return number(x+dx*size) + "," + number(y+dy*size) + " " }
	switch l.marker {
	case "square":
		p.raw(`<rect x="`, number(x-size), `" y="`, number(y-size), `" width="`, number(2*size), `" height="`, number(2*size), `"`)
	case "triangle":
		p.raw(`<polygon points="`, corner(0, -1.2), corner(1.1, 0.9), corner(-1.1, 0.9), `"`)
	case "diamond":
		p.raw(`<polygon points="`, corner(0, -1.3), corner(1.3, 0), corner(0, 1.3), corner(-1.3, 0), `"`)
	default:
		p.raw(`<circle cx="`, number(x), `" cy="`, number(y), `" r="`, number(size), `"`)
	}
	p.raw(` fill="`, l.colour, `" stroke="#ffffff" stroke-width="1"/>`)
}

// legend names the lines, when there is more than one.
func (c Line) legend(p *picture) {
	if len(c.Series) < 2 {
		return
	}
	p.raw(`<ul class="nhsuk-list app-chart__legend">`)
	for n, s := range c.Series {
		l := looks[n%len(looks)]
		p.raw(`<li><svg width="48" height="16" viewBox="0 0 48 16" aria-hidden="true" focusable="false">`,
			`<line x1="0" y1="8" x2="48" y2="8" stroke="`, l.colour, `" stroke-width="3"`)
		if l.dashes != "" {
			p.raw(` stroke-dasharray="`, l.dashes, `"`)
		}
		p.raw(`/>`)
		l.mark(p, 24, 8, 5)
		p.raw(`</svg> `, template.HTMLEscapeString(s.Name), `</li>`)
	}
	p.raw(`</ul>`)
}

// table has a row for each day and a column for each line.
func (c Line) table(series []Series, days []calendar.Date) nhsuk.Table {
	t := nhsuk.Table{
		Caption:           nhsuk.TableCaption{Text: c.Title, Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden"},
		Head:              []nhsuk.Column{{Text: "Date"}},
		FirstCellIsHeader: true,
	}
	for _, s := range series {
		t.Head = append(t.Head, nhsuk.Column{Text: s.Name, Format: nhsuk.FormatNumeric})
	}
	for _, d := range days {
		row := []nhsuk.Cell{{Text: d.Medium()}}
		for _, s := range series {
			cell := nhsuk.Cell{Text: noData}
			var texts []string
			for _, p := range s.Points {
				if p.On != d {
					continue
				}
				text := c.written(p)
				if p.Special && text != noData {
					text += " (" + or(c.SpecialWord, "special") + ")"
				}
				texts = append(texts, text)
				cell.Href = p.Href
			}
			if len(texts) > 0 {
				cell.Text = strings.Join(texts, "; ")
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
