package chart

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"footbridge/internal/spc"
	"footbridge/internal/web/nhsuk"
)

// Place is one point of a Funnel, such as a practice.
type Place struct {
	Label  string
	Size   float64 // how many its value is of
	Value  float64
	Within *spc.Interval // its own confidence interval, if there is one
	Hidden string        // why it has no value to be shown, such as "hidden" for a small number
	Href   string        // where the table links to
}

// Funnel compares places of different sizes without a league table: a place
// is inside the limits, where its difference from the mean may be chance, or
// outside. The table is in order of name.
type Funnel struct {
	ID          string // of the figure; made from the title when left out
	Title       string
	Description string // what one sees; Says when left out
	LabelHead   string // the table's first column: what the places are
	SizeHead    string // what the size counts: stands at the lower axis
	ValueHead   string // what the values are, with the unit: stands at the axis
	Places      []Place
	Mean        float64 // of all together, in the unit of the values
	// Limits gives the ends between which a value of a given size is not
	// unusual, z normal deviates from the mean: spc.FunnelProportion, or
	// spc.FunnelRate times the mean.
	Limits func(size, z float64) spc.Limits
	// Floor and Ceiling are the lowest and highest value that there can be,
	// such as 0 and 100%: the axis goes no further, and covers a tenth of what
	// lies between them at least.
	Floor, Ceiling *float64
	Empty          string // why there is no data
	Format         func(float64) string
}

// Standing is where a place stands against the limits.
type Standing uint8

// The standings.
const (
	NotShown Standing = iota
	Inside
	Outside95
	Outside998
)

// shown says whether a place has a value that is drawn.
func (p Place) shown() bool {
	return p.Hidden == "" && p.Size > 0 && finite(p.Size) && finite(p.Value)
}

// Stands gives where a place stands, and on which side: +1 above, -1 below.
// A value on a limit is inside.
func (c Funnel) Stands(p Place) (Standing, int) {
	if !p.shown() {
		return NotShown, 0
	}
	side := func(l spc.Limits) int {
		const close = 1e-9 // what binary fractions add
		switch {
		case p.Value > l.Upper+close:
			return 1
		case p.Value < l.Lower-close:
			return -1
		}
		return 0
	}
	if s := side(c.Limits(p.Size, spc.Z998)); s != 0 {
		return Outside998, s
	}
	if s := side(c.Limits(p.Size, spc.Z95)); s != 0 {
		return Outside95, s
	}
	return Inside, 0
}

// stands says it in words.
func (c Funnel) stands(p Place) string {
	s, side := c.Stands(p)
	where := "above"
	if side < 0 {
		where = "below"
	}
	switch s {
	case Inside:
		return "Inside the limits"
	case Outside95:
		return "Outside the 95% limits, " + where
	case Outside998:
		return "Outside the 99.8% limits, " + where
	}
	return "–"
}

func (c Funnel) written(v float64) string {
	if c.Format != nil {
		return c.Format(v)
	}
	return written(v)
}

// Says tells in words what the chart shows.
func (c Funnel) Says() string {
	counts := map[Standing]int{}
	var outside []string
	for _, p := range c.byName() {
		s, _ := c.Stands(p)
		counts[s]++
		if s == Outside998 {
			outside = append(outside, p.Label)
		}
	}
	all := len(c.Places) - counts[NotShown]
	if all == 0 {
		return or(c.Empty, "There is no data to show yet")
	}
	b := fmt.Sprintf("Funnel plot of %s %s round the mean of %s: %s inside the limits, %s outside the 95%% limits, %s outside the 99.8%% limits.",
		written(float64(all)), plural(all, "place", "places"), c.written(c.Mean), written(float64(counts[Inside])),
		written(float64(counts[Outside95])), written(float64(counts[Outside998])))
	if len(outside) > 0 {
		b += " Outside the 99.8% limits: " + few(outside) + "."
	}
	if n := counts[NotShown]; n > 0 {
		b += fmt.Sprintf(" %d without a value that can be shown.", n)
	}
	return b + " About 1 place in 20 is outside the 95% limits by chance alone."
}

// byName gives the places in order of name, never of value.
func (c Funnel) byName() []Place {
	list := slices.Clone(c.Places)
	slices.SortStableFunc(list, func(a, b Place) int { return strings.Compare(a.Label, b.Label) })
	return list
}

// stood is how a place is drawn, by standing.
var stood = map[Standing]struct {
	look look
	size float64
}{
	Inside:     {look{colour: "#4c6272", marker: "circle"}, 4},
	Outside95:  {look{colour: "#7c2855", marker: "square"}, 5.5},
	Outside998: {look{colour: "#b25000", marker: "triangle"}, 8},
}

// HTML gives the figure.
func (c Funnel) HTML() template.HTML {
	const left, right, top, bottom = 64.0, 96.0, 36.0, 56.0
	f := frame{id: identifier(c.ID, c.Title), title: c.Title, description: or(c.Description, c.Says()), width: 720, height: 440}
	low, high, largest := c.Mean, c.Mean, 0.0
	smallest, drawn := math.Inf(1), 0
	for _, p := range c.Places {
		if p.shown() {
			low, high, drawn = min(low, p.Value), max(high, p.Value), drawn+1
			largest, smallest = max(largest, p.Size), min(smallest, p.Size)
		}
	}
	if drawn == 0 {
		return f.empty("funnel", c.Empty)
	}
	// The limits of the smallest places are wide; the picture follows them no
	// further than a little beyond the values.
	room := max((high-low)*0.25, math.Abs(c.Mean)*0.1)
	at := c.Limits(smallest, spc.Z998)
	bottomAt, topAt := max(min(at.Lower, low), low-room), min(max(at.Upper, high), high+room)
	if c.Floor != nil && c.Ceiling != nil {
		if least := (*c.Ceiling - *c.Floor) / 10; topAt-bottomAt < least {
			bottomAt, topAt = bottomAt-least/2, topAt+least/2
		}
		bottomAt, topAt = max(bottomAt, *c.Floor), min(topAt, *c.Ceiling)
	}
	from, to, tick := scale(bottomAt, topAt)
	fromSize, toSize, sizeTick := scale(0, largest)
	x := func(size float64) float64 {
		return left + (size-fromSize)/(toSize-fromSize)*(f.width-left-right)
	}
	y := func(v float64) float64 {
		return f.height - bottom - (min(max(v, from), to)-from)/(to-from)*(f.height-top-bottom)
	}

	var p, svg picture
	f.figure(&p, "funnel")
	c.legend(&p)
	f.picture(&svg)
	svg.text(8, 18, "start", "14", shorten(or(c.ValueHead, "Value"), 80))
	for n := 0; from+float64(n)*tick <= to+tick/2; n++ {
		v := from + float64(n)*tick
		svg.line(left, y(v), f.width-right, y(v), "#e8edee", "")
		svg.text(left-8, y(v)+5, "end", "14", c.written(v))
	}
	for n := 0; fromSize+float64(n)*sizeTick <= toSize+sizeTick/2; n++ {
		v := fromSize + float64(n)*sizeTick
		svg.line(x(v), f.height-bottom, x(v), f.height-bottom+6, "#4c6272", "")
		svg.text(x(v), f.height-bottom+22, "middle", "14", written(v))
	}
	svg.text((left+f.width-right)/2, f.height-8, "middle", "14", shorten(or(c.SizeHead, "Size"), 80))
	c.limits(&svg, max(smallest*0.9, largest/200), toSize, from, to, x, y, f.width-right)
	c.points(&svg, drawn, x, y, left, f.width-right)
	svg.raw(`</svg>`)
	return f.close(&p, &svg, c.table())
}

// limits draws mean and limits, and names them at the right edge.
func (c Funnel) limits(svg *picture, smallest, largest, from, to float64, x, y func(float64) float64, end float64) {
	const strokes = 80
	svg.line(x(0), y(c.Mean), end, y(c.Mean), "#212b32", "")
	names := []edge{{y(c.Mean) + 5, "Mean " + c.written(c.Mean)}}
	for _, l := range []struct {
		z            float64
		dashes, name string
	}{{spc.Z95, "6 4", "95% limit"}, {spc.Z998, "2 3", "99.8% limit"}} {
		for _, upper := range []bool{true, false} {
			var line []string
			last := 0.0
			for n := 0; n <= strokes; n++ {
				// Closer together where the places are small and the line bends.
				size := smallest * math.Pow(largest/smallest, float64(n)/strokes)
				v := c.Limits(size, l.z).Lower
				if upper {
					v = c.Limits(size, l.z).Upper
				}
				if !finite(v) || v > to || v < from {
					continue
				}
				line, last = append(line, number(x(size))+","+number(y(v))), v
			}
			if len(line) < 2 {
				continue
			}
			svg.raw(`<polyline points="`, strings.Join(line, " "), `" fill="none" stroke="#4c6272" stroke-width="1.5" stroke-dasharray="`, l.dashes, `"/>`)
			names = append(names, edge{y(last) + 5, l.name})
		}
	}
	for _, n := range apart(names, y(to), y(from)) {
		svg.text(end+6, n.y, "start", "13", n.text)
	}
}

// points draws the places, those outside last and with their names, as far as
// there is room; the table names all.
func (c Funnel) points(svg *picture, drawn int, x, y func(float64) float64, left, end float64) {
	const most = 40 // intervals of more places would hide one another
	type box struct{ x1, y1, x2, y2 float64 }
	var taken []box
	free := func(b box) bool {
		return b.x1 >= left && b.x2 <= end && b.y1 > 20 && !slices.ContainsFunc(taken, func(o box) bool {
			return b.x1 < o.x2 && o.x1 < b.x2 && b.y1 < o.y2 && o.y1 < b.y2
		})
	}
	list := c.byName()
	for _, standing := range []Standing{Inside, Outside95, Outside998} {
		for _, p := range list {
			if s, _ := c.Stands(p); s != standing {
				continue
			}
			px, py := x(p.Size), y(p.Value)
			if p.Within != nil && drawn <= most && finite(p.Within.Lower) && finite(p.Within.Upper) {
				svg.line(px, y(p.Within.Lower), px, y(p.Within.Upper), "#768692", "")
			}
			m := stood[standing]
			m.look.mark(svg, px, py, m.size)
			if standing != Inside {
				taken = append(taken, box{px - m.size, py - m.size, px + m.size, py + m.size})
			}
		}
	}
	for _, standing := range []Standing{Outside998, Outside95} {
		for _, p := range list {
			s, side := c.Stands(p)
			if s != standing {
				continue
			}
			name := shorten(p.Label, 28)
			width, px, py := 6.6*float64(len([]rune(name))), x(p.Size), y(p.Value)
			below := py + 20
			if side > 0 {
				below = py - 10
			}
			for _, t := range []struct {
				anchor string
				x, y   float64
			}{{"start", px + 11, py + 5}, {"end", px - 11, py + 5}, {"middle", px, below}} {
				b := box{t.x, t.y - 11, t.x + width, t.y + 3}
				switch t.anchor {
				case "end":
					b.x1, b.x2 = t.x-width, t.x
				case "middle":
					b.x1, b.x2 = t.x-width/2, t.x+width/2
				}
				if free(b) {
					taken = append(taken, b)
					svg.halo(t.x, t.y, t.anchor, "13", name)
					break
				}
			}
		}
	}
}

// legend says what the marks mean.
func (c Funnel) legend(p *picture) {
	p.raw(`<ul class="nhsuk-list app-chart__legend">`)
	for _, s := range []struct {
		standing Standing
		says     string
	}{{Inside, "Inside the limits: may be chance"}, {Outside95, "Outside the 95% limits"}, {Outside998, "Outside the 99.8% limits: worth asking why"}} {
		p.raw(`<li><svg width="24" height="20" viewBox="0 0 24 20" aria-hidden="true" focusable="false">`)
		m := stood[s.standing]
		m.look.mark(p, 12, 10, m.size)
		p.raw(`</svg> `, s.says, `</li>`)
	}
	p.raw(`</ul>`)
}

func (c Funnel) table() nhsuk.Table {
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: c.Title + ", as a table", Size: nhsuk.SizeS, Classes: "nhsuk-u-visually-hidden"},
		Head: []nhsuk.Column{
			{Text: or(c.LabelHead, "Name")}, {Text: or(c.SizeHead, "Size"), Format: nhsuk.FormatNumeric},
			{Text: or(c.ValueHead, "Value"), Format: nhsuk.FormatNumeric},
		},
		FirstCellIsHeader: true, Scroll: true,
	}
	intervals := slices.ContainsFunc(c.Places, func(p Place) bool { return p.Within != nil })
	if intervals {
		t.Head = append(t.Head, nhsuk.Column{Text: "95% confidence interval", Format: nhsuk.FormatNumeric})
	}
	t.Head = append(t.Head, nhsuk.Column{Text: "Against the limits"})
	for _, p := range c.byName() {
		row := []nhsuk.Cell{{Text: p.Label, Href: p.Href, HiddenText: linked(p.Href, "", c.Title)}}
		if !p.shown() {
			why := or(p.Hidden, noData)
			row = append(row, nhsuk.Cells(why, why)...)
			if intervals {
				row = append(row, nhsuk.Cell{Text: "–"})
			}
			t.Rows = append(t.Rows, append(row, nhsuk.Cell{Text: "–"}))
			continue
		}
		row = append(row, nhsuk.Cells(written(p.Size), c.written(p.Value))...)
		if intervals {
			own := "–"
			if p.Within != nil {
				own = c.written(p.Within.Lower) + " to " + c.written(p.Within.Upper)
			}
			row = append(row, nhsuk.Cell{Text: own})
		}
		t.Rows = append(t.Rows, append(row, nhsuk.Cell{Text: c.stands(p)}))
	}
	return t
}
