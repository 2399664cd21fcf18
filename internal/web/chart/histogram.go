package chart

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"footbridge/internal/web/nhsuk"
)

// Bin is one bar of a Histogram: how many values are from From up to and
// excluding To. A To of 0 or less than From leaves it open: "91 days or more".
type Bin struct {
	Label    string // "0 to 6"
	From, To float64
	Count    int
	Hidden   bool   // a small number that is not shown, which is not 0
	Href     string // where the table links to: the rows behind the number
}

// Marker is a line at a value, such as the median or 28 days.
type Marker struct {
	Label string // "Median, 14 days"
	Value float64
}

// Histogram shows how values are spread, which a mean alone hides.
type Histogram struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; made from the data when left out
	BinHead     string // what is measured, with the unit: "Days from request to first contact"
	CountHead   string // what is counted: "People"
	Bins        []Bin  // in order of value
	Markers     []Marker
	Empty       string // why there is no data
}

// hidden stands for a small number that is not shown.
const hidden = "Hidden, small number"

func (b Bin) written() string {
	if b.Hidden {
		return hidden
	}
	return written(float64(b.Count))
}

// place gives where on the axis a value stands, in bins from the left.
func (c Histogram) place(v float64) float64 {
	for i, b := range c.Bins {
		switch {
		case v < b.From:
			return float64(i)
		case b.To <= b.From: // open
			return float64(i) + 0.5
		case v < b.To:
			return float64(i) + (v-b.From)/(b.To-b.From)
		}
	}
	return float64(len(c.Bins))
}

// describe says in words what the picture shows.
func (c Histogram) describe() string {
	sum, hidden, most := 0, 0, -1
	for i, b := range c.Bins {
		if b.Hidden {
			hidden++
			continue
		}
		sum += b.Count
		if most < 0 || b.Count > c.Bins[most].Count {
			most = i
		}
	}
	s := fmt.Sprintf("Distribution of %s", or(c.BinHead, c.Title))
	if most < 0 {
		return s + ": every number is too small to be shown."
	}
	s += fmt.Sprintf(": %s shown in %d bars, most in %s (%s).", written(float64(sum)), len(c.Bins), c.Bins[most].Label, c.Bins[most].written())
	if hidden > 0 {
		s += fmt.Sprintf(" %d %s hidden, for the numbers are small.", hidden, plural(hidden, "bar is", "bars are"))
	}
	for _, m := range c.Markers {
		s += " " + m.Label + "."
	}
	return s
}

// HTML gives the figure.
func (c Histogram) HTML() template.HTML {
	const left, right, bottom = 64.0, 24.0, 56.0
	top := 36 + 17*float64(len(c.Markers))
	f := frame{id: identifier(c.ID, c.Title), title: c.Title, description: c.Description, width: 720, height: 300 + top}
	high, found := 0.0, false
	for _, b := range c.Bins {
		found = found || b.Hidden || b.Count > 0
		if !b.Hidden {
			high = max(high, float64(b.Count))
		}
	}
	if !found {
		return f.empty("histogram", c.Empty)
	}
	if f.description == "" {
		f.description = c.describe()
	}
	_, to, tick := scale(0, max(high, 1))
	wide := (f.width - left - right) / float64(len(c.Bins))
	x := func(bins float64) float64 { return left + bins*wide }
	y := func(v float64) float64 { return f.height - bottom - v/to*(f.height-top-bottom) }

	var p, svg picture
	f.figure(&p, "histogram")
	f.picture(&svg)
	svg.text(8, 18, "start", "14", shorten(or(c.CountHead, "Number"), 80))
	for n := 0; float64(n)*tick <= to+tick/2; n++ {
		v := float64(n) * tick
		if v != math.Round(v) {
			continue // there is no half a person
		}
		svg.line(left, y(v), f.width-right, y(v), "#e8edee", "")
		svg.text(left-8, y(v)+5, "end", "14", written(v))
	}
	longest := 0.0
	for i, b := range c.Bins {
		from := x(float64(i))
		if b.Hidden {
			height := (f.height - top - bottom) * 0.06
			svg.raw(`<rect x="`, number(from+1.5), `" y="`, number(y(0)-height), `" width="`, number(wide-3), `" height="`, number(height),
				`" fill="#ffffff" stroke="#4c6272" stroke-width="1.5" stroke-dasharray="4 3"/>`)
			svg.text(from+wide/2, y(0)-height/2+5, "middle", "13", "?")
		} else {
			svg.raw(`<rect x="`, number(from+1), `" y="`, number(y(float64(b.Count))), `" width="`, number(wide-2), `" height="`,
				number(y(0)-y(float64(b.Count))), `" fill="#005eb8"/>`)
		}
		longest = max(longest, 7.4*float64(len([]rune(b.Label))))
	}
	svg.line(left, y(0), f.width-right, y(0), "#212b32", "")
	every := max(int(math.Ceil((longest+10)/wide)), 1)
	for i := len(c.Bins) - 1; i >= 0; i -= every { // the last, open one has its name
		svg.text(x(float64(i))+wide/2, y(0)+20, "middle", "14", c.Bins[i].Label)
	}
	svg.text((left+f.width-right)/2, f.height-8, "middle", "14", shorten(or(c.BinHead, "Value"), 80))
	dashes := []string{"6 4", "2 3", "12 4 2 4", ""}
	for n, m := range c.Markers {
		if !finite(m.Value) {
			continue
		}
		at, above := x(c.place(m.Value)), 36+17*float64(n)
		svg.line(at, above-8, at, y(0), "#212b32", dashes[n%len(dashes)])
		anchor, by := "start", 6.0
		if at > f.width*0.6 {
			anchor, by = "end", -6
		}
		svg.text(at+by, above+2, anchor, "14", shorten(m.Label, 48))
	}
	svg.raw(`</svg>`)
	return f.close(&p, &svg, c.table())
}

func (c Histogram) table() nhsuk.Table {
	var labels []string
	for _, m := range c.Markers {
		labels = append(labels, m.Label)
	}
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{
			Text: strings.Join(append([]string{c.Title}, labels...), ". "), Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden",
		},
		Head:              []nhsuk.Column{{Text: or(c.BinHead, "Value")}, {Text: or(c.CountHead, "Number"), Format: nhsuk.FormatNumeric}},
		FirstCellIsHeader: true,
	}
	for _, b := range c.Bins {
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: b.Label}, {Text: b.written(), Href: b.Href, HiddenText: linked(b.Href, b.Label, c.Title)}})
	}
	return t
}
