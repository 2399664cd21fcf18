package chart

import (
	"fmt"
	"html"
	"html/template"

	"footbridge/internal/web/nhsuk"
)

// State is what a square of a Grid says.
type State uint8

// The states. Unknown is the zero value: no data is never "none".
const (
	Unknown State = iota
	None
	Part
	Full
)

// drawings tell the states apart without colour: a tick on a full square, a
// half-filled square, an empty one with a cross, and a dashed one with a
// question mark.
var drawings = map[State]string{
	Full: `<rect x="1" y="1" width="26" height="26" fill="#005eb8" stroke="#003087" stroke-width="2"/>` +
		`<path d="M7 14l5 6 9-12" fill="none" stroke="#ffffff" stroke-width="3"/>`,
	Part: `<rect x="1" y="1" width="26" height="26" fill="#ffffff" stroke="#003087" stroke-width="2"/>` +
		`<path d="M1 1v26h26z" fill="#41b6e6"/><path d="M1 1l26 26" stroke="#003087" stroke-width="2"/>`,
	None: `<rect x="1" y="1" width="26" height="26" fill="#ffffff" stroke="#d5281b" stroke-width="2"/>` +
		`<path d="M8 8l12 12M20 8L8 20" stroke="#d5281b" stroke-width="3"/>`,
	Unknown: `<rect x="1" y="1" width="26" height="26" fill="#f0f4f5" stroke="#4c6272" stroke-width="2" stroke-dasharray="4 3"/>` +
		`<text x="14" y="20" text-anchor="middle" font-size="17" font-family="Arial, sans-serif" fill="#212b32">?</text>`,
}

// Square is one thing of a Grid, such as a primary care network.
type Square struct {
	Name   string
	State  State
	Detail string // in the title and the table: "1 of 2 posts filled"
	Href   string
}

// Group is the squares that belong together, such as those of an ICB.
type Group struct {
	Name    string
	Href    string
	Squares []Square
}

// Grid shows the state of very many things at a glance: one small square
// each, in groups. A square is a link whose name says what it is and how it
// stands, so the picture as a whole is a group, not an image. The squares
// flow like words and wrap on any screen.
type Grid struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; made from the data when left out
	Full        string // what a full square means, such as "Practitioner in post"
	Part        string
	None        string
	Unknown     string // "No data" when left out
	GroupHead   string // the table's columns: "Integrated care board"
	SquareHead  string // "Primary care network"
	Groups      []Group
	Empty       string // why there is no data
}

// Says gives the words for a state.
func (g Grid) Says(s State) string {
	switch s {
	case Full:
		return or(g.Full, "Yes")
	case Part:
		return or(g.Part, "In part")
	case None:
		return or(g.None, "No")
	}
	return or(g.Unknown, noData)
}

// counts counts the squares by state.
func (g Grid) counts() (by map[State]int, all int) {
	by = map[State]int{}
	for _, group := range g.Groups {
		for _, s := range group.Squares {
			by[s.State]++
			all++
		}
	}
	return by, all
}

// HTML gives the figure.
func (g Grid) HTML() template.HTML {
	f := frame{id: identifier(g.ID, g.Title), title: g.Title, description: g.Description}
	by, all := g.counts()
	if all == 0 {
		return f.empty("grid", g.Empty)
	}
	if f.description == "" {
		f.description = fmt.Sprintf("%d squares in %d groups.", all, len(g.Groups))
	}
	var p picture
	f.figure(&p, "grid")
	p.raw(`<p class="nhsuk-body-s" id="`, f.id, `-desc">`, html.EscapeString(f.description), `</p>`)
	g.symbols(&p, f.id)
	p.raw(`<ul class="nhsuk-list app-chart__legend">`)
	for _, s := range []State{Full, Part, None, Unknown} {
		if s == Unknown && by[s] == 0 {
			continue
		}
		p.raw(`<li>`)
		g.square(&p, f.id, s, "")
		p.raw(` `, html.EscapeString(g.Says(s)), ` (`, written(float64(by[s])), `)</li>`)
	}
	p.raw(`</ul><div role="group" aria-labelledby="`, f.id, `-caption" aria-describedby="`, f.id, `-desc">`)
	for _, group := range g.Groups {
		g.group(&p, f.id, group)
	}
	p.raw(`</div>`, string(folded(g.table())), `</figure>`)
	return template.HTML(p.String())
}

// symbols defines each drawing once, so that a square is a few bytes.
func (g Grid) symbols(p *picture, id string) {
	p.raw(`<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>`)
	for _, s := range []State{Full, Part, None, Unknown} {
		p.raw(`<symbol id="`, id, `-`, fmt.Sprint(int(s)), `" viewBox="0 0 28 28">`, drawings[s], `</symbol>`)
	}
	p.raw(`</defs></svg>`)
}

// square draws one square; with a title it is an image with that name.
func (g Grid) square(p *picture, id string, s State, title string) {
	p.raw(`<svg width="28" height="28"`)
	if title == "" {
		p.raw(` aria-hidden="true" focusable="false">`)
	} else {
		title = html.EscapeString(title)
		p.raw(` role="img" aria-label="`, title, `"><title>`, title, `</title>`)
	}
	p.raw(`<use href="#`, id, `-`, fmt.Sprint(int(min(s, Full))), `"/></svg>`)
}

func (g Grid) group(p *picture, id string, group Group) {
	p.raw(`<section class="app-chart__group"><h3 class="nhsuk-heading-xs">`)
	p.raw(string(link(group.Name, group.Href)))
	p.raw(`</h3><p class="app-chart__squares">`)
	for _, s := range group.Squares {
		title := s.Name + ": " + g.Says(s.State)
		if s.Detail != "" {
			title += ", " + s.Detail
		}
		var drawn picture
		g.square(&drawn, id, s.State, title)
		if s.Href == "" {
			p.raw(drawn.String(), "\n")
			continue
		}
		p.raw(`<a class="app-chart__square" href="`, html.EscapeString(nhsuk.SafeURL(s.Href)), `">`, drawn.String(), "</a>\n")
	}
	p.raw(`</p></section>`)
}

// link gives text as a link when there is an address.
func link(text, href string) template.HTML {
	if href == "" {
		return template.HTML(html.EscapeString(text))
	}
	return template.HTML(`<a href="` + html.EscapeString(nhsuk.SafeURL(href)) + `">` + html.EscapeString(text) + `</a>`)
}

func (g Grid) table() nhsuk.Table {
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: g.Title, Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden"},
		Head:    []nhsuk.Column{{Text: or(g.GroupHead, "Group")}, {Text: or(g.SquareHead, "Name")}, {Text: "State"}},
	}
	detailed := false
	for _, group := range g.Groups {
		for _, s := range group.Squares {
			detailed = detailed || s.Detail != ""
		}
	}
	if detailed {
		t.Head = append(t.Head, nhsuk.Column{Text: "Detail"})
	}
	for _, group := range g.Groups {
		for _, s := range group.Squares {
			row := []nhsuk.Cell{{Text: group.Name}, {Text: s.Name, Href: s.Href}, {Text: g.Says(s.State)}}
			if detailed {
				row = append(row, nhsuk.Cell{Text: or(s.Detail, "Not recorded")})
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}
