package chart

import (
	"fmt"
	"html/template"

	"footbridge/internal/web/nhsuk"
)

// BarItem is one bar.
type BarItem struct {
	Label   string
	Value   float64
	Missing bool   // no data, which is not 0
	Href    string // where the table links to: the list behind the number
}

// Bar compares amounts: one bar below the other, so that long names fit.
type Bar struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; made from the data when left out
	LabelHead   string // the table's first column: what the bars are
	ValueHead   string // the table's second column, with the unit
	Items       []BarItem
	Empty       string // why there is no data
	Format      func(float64) string
}

func (c Bar) written(i BarItem) string {
	switch {
	case i.Missing || !finite(i.Value):
		return noData
	case c.Format != nil:
		return c.Format(i.Value)
	}
	return written(i.Value)
}

// describe says in words what the picture shows.
func (c Bar) describe() string {
	var most, least *BarItem
	for i := range c.Items {
		item := &c.Items[i]
		if item.Missing || !finite(item.Value) {
			continue
		}
		if most == nil || item.Value > most.Value {
			most = item
		}
		if least == nil || item.Value < least.Value {
			least = item
		}
	}
	if most == nil {
		return fmt.Sprintf("Bar chart with %d bars, none of them with data.", len(c.Items))
	}
	return fmt.Sprintf("Bar chart with %d bars. Highest: %s, %s. Lowest: %s, %s.",
		len(c.Items), most.Label, c.written(*most), least.Label, c.written(*least))
}

// HTML gives the figure.
func (c Bar) HTML() template.HTML {
	const left, right, top, row = 220.0, 80.0, 8.0, 32.0
	f := frame{id: identifier(c.ID, c.Title), title: c.Title, description: c.Description, width: 720}
	if len(c.Items) == 0 {
		return f.empty("bar", c.Empty)
	}
	if f.description == "" {
		f.description = c.describe()
	}
	f.height = top*2 + row*float64(len(c.Items))
	low, high := 0.0, 0.0
	for _, i := range c.Items {
		if !i.Missing && finite(i.Value) {
			low, high = min(low, i.Value), max(high, i.Value)
		}
	}
	if high == low {
		high = low + 1
	}
	x := func(v float64) float64 { return left + (v-low)/(high-low)*(f.width-left-right) }

	var p, svg picture
	f.figure(&p, "bar")
	f.picture(&svg)
	for n, i := range c.Items {
		y := top + row*float64(n)
		svg.text(left-8, y+row/2+5, "end", "14", shorten(i.Label, 28))
		if i.Missing || !finite(i.Value) {
			svg.text(left+8, y+row/2+5, "start", "14", noData)
			continue
		}
		from, to := x(min(i.Value, 0)), x(max(i.Value, 0))
		svg.raw(`<rect x="`, number(from), `" y="`, number(y+4), `" width="`, number(to-from), `" height="`, number(row-8), `" fill="#005eb8"/>`)
		svg.text(to+6, y+row/2+5, "start", "14", c.written(i))
	}
	svg.line(x(0), top, x(0), f.height-top, "#212b32", "")
	svg.raw(`</svg>`)
	return f.close(&p, &svg, c.table())
}

func (c Bar) table() nhsuk.Table {
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: c.Title, Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden"},
		Head: []nhsuk.Column{
			{Text: or(c.LabelHead, "Name")}, {Text: or(c.ValueHead, "Number"), Format: nhsuk.FormatNumeric},
		},
		FirstCellIsHeader: true,
	}
	for _, i := range c.Items {
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: i.Label}, {Text: c.written(i), Href: i.Href}})
	}
	return t
}

// or gives text, or what stands for it when it is empty.
func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
