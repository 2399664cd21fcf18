package chart

import (
	"fmt"
	"html/template"
	"strings"

	"footbridge/internal/web/nhsuk"
)

// Share is one part of a whole.
type Share struct {
	Label  string
	Count  int
	Hidden bool   // a small number that is not shown, which is not 0
	Href   string // where the table links to: the rows behind the number
}

// Shares shows the parts of a whole, such as where people went: a bar for
// each part, with its number and its share.
type Shares struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; made from the data when left out
	LabelHead   string // the table's first column: what the parts are
	CountHead   string // what is counted: "People"
	Parts       []Share
	// Total is what the shares are of; the sum of the parts when 0. With a
	// hidden part and no total there are no shares, for they would give it
	// back.
	Total int
	Empty string // why there is no data
}

// total gives what the shares are of, 0 when that cannot be said.
func (c Shares) total() int {
	sum := 0
	for _, p := range c.Parts {
		if p.Hidden && c.Total == 0 {
			return 0
		}
		sum += p.Count
	}
	if c.Total > 0 {
		return c.Total
	}
	return sum
}

func (p Share) written() string {
	if p.Hidden {
		return hidden
	}
	return written(float64(p.Count))
}

// share gives the part in percent, to one decimal when it is small.
func (p Share) share(total int) string {
	if p.Hidden || total == 0 {
		return "–"
	}
	v := 100 * float64(p.Count) / float64(total)
	if v < 10 {
		return fmt.Sprintf("%.1f%%", v)
	}
	return fmt.Sprintf("%.0f%%", v)
}

func (c Shares) describe() string {
	total := c.total()
	var parts []string
	for _, p := range c.Parts {
		s := p.Label + ": " + p.written()
		if share := p.share(total); share != "–" {
			s += " (" + share + ")"
		}
		parts = append(parts, s+".")
	}
	if total > 0 {
		return fmt.Sprintf("Shares of %s. %s", written(float64(total)), strings.Join(parts, " "))
	}
	return "Shares. " + strings.Join(parts, " ")
}

// HTML gives the figure.
func (c Shares) HTML() template.HTML {
	const left, right, top, row = 232.0, 120.0, 8.0, 34.0
	f := frame{id: identifier(c.ID, c.Title), title: c.Title, description: c.Description, width: 720}
	most, found := 0, false
	for _, p := range c.Parts {
		found = found || p.Hidden || p.Count > 0
		if !p.Hidden {
			most = max(most, p.Count)
		}
	}
	if !found {
		return f.empty("shares", c.Empty)
	}
	if f.description == "" {
		f.description = c.describe()
	}
	f.height = top*2 + row*float64(len(c.Parts))
	total := c.total()
	whole := float64(max(total, most, 1))
	x := func(v float64) float64 { return left + v/whole*(f.width-left-right) }

	var p, svg picture
	f.figure(&p, "shares")
	f.picture(&svg)
	for n, part := range c.Parts {
		y := top + row*float64(n)
		svg.text(left-8, y+row/2+5, "end", "14", shorten(part.Label, 29))
		if part.Hidden {
			svg.text(left+8, y+row/2+5, "start", "14", hidden)
			continue
		}
		if total > 0 { // the whole, of which the bar is a part
			svg.raw(`<rect x="`, number(left), `" y="`, number(y+5), `" width="`, number(x(whole)-left), `" height="`, number(row-10),
				`" fill="#ffffff" stroke="#aeb7bd" stroke-width="1"/>`)
		}
		svg.raw(`<rect x="`, number(left), `" y="`, number(y+5), `" width="`, number(x(float64(part.Count))-left), `" height="`, number(row-10), `" fill="#005eb8"/>`)
		text := part.written()
		if share := part.share(total); share != "–" {
			text += " (" + share + ")"
		}
		at := f.width - right + 8
		if total == 0 {
			at = x(float64(part.Count)) + 6
		}
		svg.text(at, y+row/2+5, "start", "14", text)
	}
	svg.line(left, top, left, f.height-top, "#212b32", "")
	svg.raw(`</svg>`)
	return f.close(&p, &svg, c.table(total))
}

func (c Shares) table(total int) nhsuk.Table {
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: c.Title, Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden"},
		Head: []nhsuk.Column{
			{Text: or(c.LabelHead, "Part")}, {Text: or(c.CountHead, "Number"), Format: nhsuk.FormatNumeric}, {Text: "Share", Format: nhsuk.FormatNumeric},
		},
		FirstCellIsHeader: true,
	}
	for _, p := range c.Parts {
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: p.Label}, {Text: p.written(), Href: p.Href, HiddenText: linked(p.Href, p.Label, c.Title)}, {Text: p.share(total)}})
	}
	if total > 0 {
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: "All"}, {Text: written(float64(total))}, {Text: "100%"}})
	}
	return t
}
