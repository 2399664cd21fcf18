package chart

import (
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
	"unicode"

	"footbridge/internal/web/nhsuk"
)

// longTable is the number of rows from which a table is folded away.
const longTable = 12

// noData stands for a value that is not there.
const noData = "No data"

// picture collects SVG.
type picture struct{ strings.Builder }

func (p *picture) raw(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// text writes text at a place; anchor is start, middle or end.
func (p *picture) text(x, y float64, anchor, size, s string) {
	p.raw(`<text x="`, number(x), `" y="`, number(y), `" text-anchor="`, anchor, `" font-size="`, size,
		`" fill="#212b32">`, html.EscapeString(s), `</text>`)
}

// halo writes text that stays readable across lines.
func (p *picture) halo(x, y float64, anchor, size, s string) {
	p.raw(`<text x="`, number(x), `" y="`, number(y), `" text-anchor="`, anchor, `" font-size="`, size,
		`" fill="#212b32" stroke="#f0f4f5" stroke-width="4" stroke-linejoin="round" paint-order="stroke">`, html.EscapeString(s), `</text>`)
}

// line writes a thin line.
func (p *picture) line(x1, y1, x2, y2 float64, stroke, dashes string) {
	p.raw(`<line x1="`, number(x1), `" y1="`, number(y1), `" x2="`, number(x2), `" y2="`, number(y2), `" stroke="`, stroke, `"`)
	if dashes != "" {
		p.raw(` stroke-dasharray="`, dashes, `"`)
	}
	p.raw(`/>`)
}

// number writes a coordinate with one decimal at most.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// frame is what all charts have in common.
type frame struct {
	id, title, description string
	width, height          float64
}

// picture writes the start of the picture.
func (f frame) picture(p *picture) {
	p.raw(`<svg class="app-chart__picture" role="img" aria-labelledby="`, f.id, `-title `, f.id, `-desc" width="`, number(f.width),
		`" height="`, number(f.height), `" viewBox="0 0 `, number(f.width), ` `, number(f.height),
		`" font-family="Arial, sans-serif"><title id="`, f.id, `-title">`, html.EscapeString(f.title),
		`</title><desc id="`, f.id, `-desc">`, html.EscapeString(f.description), `</desc>`)
}

// figure writes the start of the figure with its visible caption.
func (f frame) figure(p *picture, kind string) {
	p.raw(`<figure class="app-chart app-chart--`, kind, ` nhsuk-u-margin-left-0 nhsuk-u-margin-right-0" id="`, f.id, `"><figcaption class="nhsuk-heading-s" id="`,
		f.id, `-caption">`, html.EscapeString(f.title), `</figcaption>`)
}

// close writes the end of the figure: the picture, which scrolls sideways on
// a small screen, its table, and what else is said beneath.
func (f frame) close(p, drawn *picture, table nhsuk.Table, beneath ...template.HTML) template.HTML {
	p.raw(string(nhsuk.Scroll{Markup: template.HTML(drawn.String()), LabelledBy: f.id + "-caption"}.HTML()))
	p.raw(string(folded(table)))
	for _, h := range beneath {
		p.raw(string(h))
	}
	p.raw(`</figure>`)
	return template.HTML(p.String())
}

// folded shows a table, a long one inside a details element.
func folded(t nhsuk.Table) template.HTML {
	t.Compact = true
	if len(t.Rows) <= longTable {
		return t.HTML()
	}
	return nhsuk.Details{Summary: "Show the figures as a table", Markup: t.HTML()}.HTML()
}

// empty is a figure without data: it says why.
func (f frame) empty(kind, why string) template.HTML {
	if why == "" {
		why = "There is no data to show yet"
	}
	var p picture
	f.figure(&p, kind)
	p.raw(`<p class="nhsuk-body">`, html.EscapeString(why), `</p></figure>`)
	return template.HTML(p.String())
}

// identifier gives the id, or one made from the title, fit for an attribute.
func identifier(id, title string) string {
	if id == "" {
		id = "chart-" + title
	}
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '-' || r == '_':
			return unicode.ToLower(r)
		}
		return '-'
	}, id), "-")
}

// written gives a number as people write it: 52,380 or 12.5.
func written(v float64) string {
	s := strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
	whole, fraction, found := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}

// shorten cuts a label that is too long for its place; the table has all of
// it.
func shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// scale gives the ends of an axis and the distance of its ticks, so that
// there are about five of them at round numbers.
func scale(low, high float64) (from, to, step float64) {
	if high <= low {
		high = low + 1
	}
	rough := (high - low) / 5
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, m := range []float64{1, 2, 5, 10} {
		if step = m * power; step >= rough {
			break
		}
	}
	return math.Floor(low/step) * step, math.Ceil(high/step) * step, step
}

// finite says whether a value can be drawn.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// linked says to a screen reader what a number in a table leads to: numbers of
// several rows and tables are alike.
func linked(href, label, title string) string {
	switch {
	case href == "":
		return ""
	case label == "":
		return "in " + title
	}
	return label + ", " + title
}
