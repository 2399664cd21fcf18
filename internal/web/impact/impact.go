// Package impact is the front room of the proof: what became of those who
// came, month by month, for a network, a provider and an ICB. Every figure
// leads to its definition and to the rows behind it.
package impact

import (
	"embed"
	"html/template"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/impact"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/spc"
	"footbridge/internal/web/chart"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	monthPage     = site.Parse(files, "month.html", "behind.html", "table.html")
	groupPage     = site.Parse(files, "group.html", "behind.html", "breakdown.html", "fair.html")
	figurePage    = site.Parse(files, "figure.html", "behind.html", "breakdown.html")
	rowsPage      = site.Parse(files, "rows.html")
	cataloguePage = site.Parse(files, "catalogue.html")
)

// view is a report with where it stands among the pages.
type view struct {
	impact.Report
	at  string // "", "provider" or "board"
	pcn string // the network that was chosen in the address, if any
}

// open reads the report that an address is about: the network's own, or with
// "at" that of the provider or of the ICB.
func open(v *site.Visit) (view, error) {
	at := v.Form().Text("at")
	if at == "" && v.Network() == "" {
		at = "board"
	}
	return read(v, at)
}

func read(v *site.Visit, at string) (w view, err error) {
	w.at, w.pcn = at, v.Form().Raw("pcn")
	switch at {
	case "":
		last, _ := calendar.ParseMonth(v.Form().Text("month"))
		w.Report, err = site.Ask(v, impact.OfNetwork{PCN: v.Network(), Last: last})
	case "provider":
		w.Report, err = site.Ask(v, impact.OfProvider{Provider: v.Place(access.Provider)})
	case "board":
		w.Report, err = site.Ask(v, impact.OfBoard{ICB: v.Place(access.ICB)})
	default:
		err = fault.Missing("page")
	}
	return w, err
}

// Home is the address of the month's page.
func (w view) Home() string {
	switch w.at {
	case "provider":
		return "/impact/provider"
	case "board":
		return "/impact/board"
	}
	return w.To("/impact")
}

// To is an address that stays with the same place.
func (w view) To(path string, pairs ...string) string {
	u := url.Values{}
	if w.at != "" {
		u.Set("at", w.at)
	} else if w.pcn != "" {
		u.Set("pcn", w.pcn)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			u.Set(pairs[i], pairs[i+1])
		}
	}
	if len(u) == 0 {
		return path
	}
	return path + "?" + u.Encode()
}

// Rows is the address of the rows behind a point, "" for who may not open
// them.
func (w view) Rows(s impact.Series, p impact.Point, part, tag string) string {
	if !s.Opens || w.at != "" || !p.Known {
		return ""
	}
	return w.To("/impact/rows", "figure", s.Key, "from", p.First.String(), "to", p.Last.String(), "part", part, "tag", tag)
}

// RowsOf is the address of the rows of the whole window under a tag.
func (w view) RowsOf(key, tag string) string {
	x, ok := impact.ByKey(key)
	if !ok || !w.Opens(x) || w.at != "" {
		return ""
	}
	return w.To("/impact/rows", "figure", key, "from", w.First.String(), "to", w.Last.String(), "part", "n", "tag", tag)
}

// Figure is the address of an indicator's page.
func (w view) Figure(key string) string { return w.To("/impact/figure/" + key) }

// number writes a figure with its unit.
func number(unit string) func(float64) string {
	return func(v float64) string {
		switch unit {
		case "%":
			return strconv.FormatFloat(math.Round(v), 'f', -1, 64) + "%"
		case "days", "minutes":
			return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
		}
		if v == math.Trunc(v) {
			return site.Thousands(int(v))
		}
		return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	}
}

// written is a point in words: "82%", "12.5 days", "hidden".
func written(x impact.Indicator, p impact.Point) string {
	if !p.Known {
		return p.Why
	}
	text := number(x.Unit)(p.Figure)
	if x.Unit == "days" || x.Unit == "minutes" {
		text += " " + x.Unit
	}
	return text
}

var directions = map[impact.Direction]chart.Direction{impact.Lower: chart.LowerIsBetter, impact.Higher: chart.HigherIsBetter, impact.Neither: chart.NeitherIsBetter}

func label(p impact.Point) string {
	if p.First == p.Last {
		return p.Last.Long()[:3] + " " + p.Last.String()[:4]
	}
	return p.First.Long()[:3] + "–" + p.Last.Long()[:3] + " " + p.Last.String()[:4]
}

// drawn is the SPC chart of a series, or the run chart of a short one.
func (w view) drawn(s impact.Series) template.HTML {
	var points []chart.SPCPoint
	for _, p := range s.Points {
		points = append(points, chart.SPCPoint{Label: label(p), Value: p.Figure, Missing: !p.Known, Step: p.Step, Href: w.Rows(s, p, "n", "")})
	}
	head := s.Unit
	if head == "%" {
		head = "%, " + strings.ToLower(s.Name[:1]) + s.Name[1:]
	} else {
		head = s.Name
		if !strings.Contains(strings.ToLower(s.Name), s.Unit) {
			head += " (" + s.Unit + ")"
		}
	}
	none := 0.0
	c := chart.SPC{ID: "figure-" + s.Key, Title: s.Name, PeriodHead: map[int]string{1: "Month", 3: "Three months"}[s.Span], ValueHead: head, Direction: directions[s.Direction], Floor: &none, Format: number(s.Unit), Empty: s.Hidden}
	if s.Unit == "%" {
		whole := 100.0
		c.Ceiling = &whole
	}
	if c.Empty == "" {
		c.Empty = "Nothing is counted yet: the first whole month with figures comes first."
	}
	if len(s.Points) > 0 && !slices.ContainsFunc(s.Points, func(p impact.Point) bool { return p.Known }) {
		c.Empty = "Of " + s.Points[0].Label() + ": " + strings.ToLower(s.Points[0].Why[:1]) + s.Points[0].Why[1:] + "."
	}
	if read, periods, err := chart.ReadPoints(points, 0); err == nil {
		c.Chart, c.Periods = read, periods
	}
	return c.HTML()
}

// funnel compares places in a share.
func funnel(x impact.Indicator, head string, list []impact.Compared, href func(string) string) template.HTML {
	n, of := 0, 0
	none, all := 0.0, 100.0
	f := chart.Funnel{Floor: &none, Ceiling: &all, ID: "compare-" + x.Key, Title: x.Name + ", compared", LabelHead: head, SizeHead: "Of how many", ValueHead: "%", Format: number("%"), Empty: "There is nothing to compare yet."}
	for _, c := range list {
		p := chart.Place{Label: c.Name, Size: float64(c.Of)}
		switch {
		case c.Hidden:
			p.Hidden = "hidden"
		case c.Of > 0:
			p.Value = 100 * float64(c.N) / float64(c.Of)
			own := spc.Wilson(c.N, c.Of, 1.96)
			p.Within = &spc.Interval{Value: p.Value, Lower: 100 * own.Lower, Upper: 100 * own.Upper}
			n, of = n+c.N, of+c.Of
		}
		if href != nil {
			p.Href = href(c.Code)
		}
		f.Places = append(f.Places, p)
	}
	if of > 0 {
		mean := float64(n) / float64(of)
		f.Mean = 100 * mean
		f.Limits = func(size, z float64) spc.Limits {
			l := spc.FunnelProportion(mean, int(size), z)
			return spc.Limits{Lower: 100 * l.Lower, Upper: 100 * l.Upper}
		}
		return f.HTML()
	}
	f.Places = nil
	return f.HTML()
}

// row is one indicator in the table of a month.
type row struct {
	impact.Series
	Now, Usual, Before string
	Says               string
	Class              string
	Href               string
}

// group is a group of the table.
type group struct {
	Name impact.Group
	Href string
	Rows []row
}

// slugs are the addresses of the groups.
var slugs = map[string]impact.Group{"waiting": impact.Waiting, "went": impact.Went, "outcomes": impact.Outcomes, "experience": impact.Experience, "use": impact.Use, "fairness": impact.Fairness}

// Slug is the last part of a group's address.
func Slug(g impact.Group) string {
	for s, x := range slugs {
		if x == g {
			return s
		}
	}
	return ""
}

// words are what the month's page says before any table.
type words struct {
	Better, Worse, Other []string
	Same, Early, Hidden  []string
}

func (w view) table() (groups []group, say words) {
	for _, g := range impact.Groups {
		one := group{Name: g, Href: w.To("/impact/" + Slug(g))}
		for _, s := range w.All(g) {
			r := row{Series: s, Now: "–", Before: "–", Usual: "–", Href: w.Figure(s.Key)}
			v := s.Reads()
			n := len(s.Points)
			if n > 0 {
				r.Now = written(s.Indicator, s.Points[n-1])
			}
			if n > 1 {
				r.Before = written(s.Indicator, s.Points[n-2])
			}
			if s.Span == 3 && n > 0 { // not a month's: it says so
				if s.Points[n-1].Known {
					r.Now += ", 3 months"
				}
				if n > 1 && s.Points[n-2].Known {
					r.Before += ", 3 months"
				}
			}
			if c := s.SPC(); c != nil {
				step := c.Steps[len(c.Steps)-1]
				middle := step.Mean
				if !step.Meaningful {
					middle = step.Median
				}
				r.Usual = number(s.Unit)(middle)
			}
			if s.Hidden != "" {
				r.Says = s.Hidden
			}
			name := s.Name
			switch {
			case s.Span == 0 || n == 0:
				say.Hidden = append(say.Hidden, name)
				r.Says = s.Hidden
			case !v.Enough:
				say.Early = append(say.Early, name)
				r.Says = "Too early to say"
			case v.Changed:
				text := name + ": " + r.Now + ", usually " + r.Usual + " (" + v.Says + ")"
				switch {
				case v.Better > 0:
					say.Better, r.Class, r.Says = append(say.Better, text), "better", "Improving: "+v.Says
				case v.Better < 0:
					say.Worse, r.Class, r.Says = append(say.Worse, text), "worse", "Worth a look: "+v.Says
				default:
					say.Other, r.Class, r.Says = append(say.Other, text), "other", "Unusual: "+v.Says
				}
			default:
				say.Same = append(say.Same, name)
				r.Says = "No more than chance"
			}
			one.Rows = append(one.Rows, r)
		}
		groups = append(groups, one)
	}
	return groups, say
}

// Month shows the page of a month for the network.
func Month(v *site.Visit) error { return month(v, "") }

// Provider shows it for the provider's networks.
func Provider(v *site.Visit) error { return month(v, "provider") }

// Board shows it for the ICB's networks.
func Board(v *site.Visit) error { return month(v, "board") }

func month(v *site.Visit, at string) error {
	w, err := read(v, at)
	if err != nil {
		return err
	}
	groups, say := w.table()
	data := map[string]any{"W": w, "Groups": groups, "Say": say, "Form": v.Form(), "Went": w.went(), "Saves": w.saves(), "Files": w.files(v)}
	if w.May && at == "" && !w.Begun.IsZero() {
		var months []form.Choice
		for m := calendar.MonthOf(w.Today).Add(-1); !m.Before(w.Begun) && len(months) < 36; m = m.Add(-1) {
			months = append(months, form.Choice{Value: m.String(), Text: m.Long()})
		}
		v.Form().Set("month", w.Last.String())
		data["Months"] = months
	}
	if at != "" && !w.None {
		var compare []template.HTML
		for _, key := range []string{"first-28", "attended", "returned", "paired"} {
			x, _ := impact.ByKey(key)
			compare = append(compare, funnel(x, "Network", w.Networkwise(x), nil))
		}
		data["Compare"] = compare
		x, _ := impact.ByKey("requests")
		data["Came"], data["Each"] = w.NetworkLines(x), at == "provider"
	}
	return v.Show(site.Page{Title: "The month: " + w.Last.Long() + ", " + w.Name, Wide: true, Print: true}, monthPage, data)
}

// files are the files that can be had of the figures.
func (w view) files(v *site.Visit) (list []tab) {
	if !v.May(access.PrepareFiles) {
		return nil
	}
	switch w.at {
	case "":
		return []tab{{Text: "A file of the figures", Href: "/files/new?source=figures"}, {Text: "A file of the breakdowns", Href: "/files/new?source=breakdowns"}, {Text: "A file of who is reached", Href: "/files/new?source=reach"}}
	case "board":
		return []tab{{Text: "A file of the figures", Href: "/files/new?source=board-figures"}, {Text: "A file of the breakdowns", Href: "/files/new?source=board-breakdowns"}}
	}
	return nil
}

// went shows where the people of the window went.
func (w view) went() template.HTML {
	if w.None {
		return ""
	}
	return w.shares("closed", "closed", "to", "Where people went", "Where", "People", impact.Destinations)
}

// shares draws a whole in parts.
func (w view) shares(key, measure, tag, title, head, count string, names [][2]string) template.HTML {
	x, _ := impact.ByKey(key)
	var order []string
	for _, n := range names {
		order = append(order, n[0])
	}
	b := w.By(x, measure, tag, order...)
	c := chart.Shares{ID: "parts-" + measure + "-" + tag, Title: title + ", " + w.WindowWords(), LabelHead: head, CountHead: count, Empty: "Nobody is counted here yet."}
	if !b.Small {
		c.Total = b.Total
	}
	for _, l := range b.Lines {
		text := l.Label
		for _, n := range names {
			if n[0] == l.Key {
				text = n[1]
			}
		}
		part := chart.Share{Label: sentence(text), Count: l.N, Hidden: l.Hidden}
		if l.N > 0 {
			part.Href = w.RowsOf(key, tag+"="+l.Key)
		}
		c.Parts = append(c.Parts, part)
	}
	if b.Total == 0 {
		c.Parts = nil
	}
	return c.HTML()
}

func sentence(s string) string {
	if s == "" {
		return "Not known"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Group shows a group of indicators, each with its chart.
func Group(v *site.Visit) error {
	g, ok := slugs[v.Path("group")]
	if !ok {
		return fault.Missing("page")
	}
	w, err := open(v)
	if err != nil {
		return err
	}
	type drawn struct {
		impact.Series
		Chart template.HTML
		Href  string
	}
	var list []drawn
	for _, s := range w.All(g) {
		list = append(list, drawn{s, w.drawn(s), w.Figure(s.Key)})
	}
	data := map[string]any{"W": w, "Group": g, "List": list, "Groups": w.others(g), "Form": v.Form(), "Files": w.files(v)}
	if err := w.more(v, g, data); err != nil {
		return err
	}
	return v.Show(site.Page{Title: string(g) + ": " + w.Name, Wide: true, Print: true, Form: v.Form(), Back: w.Home(), BackText: "The month"}, groupPage, data)
}

// tab is a link to another group.
type tab struct {
	Text, Href string
	Here       bool
}

func (w view) others(here impact.Group) (list []tab) {
	for _, g := range impact.Groups {
		list = append(list, tab{string(g), w.To("/impact/" + Slug(g)), g == here})
	}
	return list
}

// Figure shows one indicator: its chart, its exact definition, practices or
// networks compared, and what the network knows of a change.
func Figure(v *site.Visit) error { return figure(v) }

func figure(v *site.Visit) error {
	x, ok := impact.ByKey(v.Path("key"))
	if !ok {
		return fault.Missing("figure")
	}
	w, err := open(v)
	if err != nil {
		return err
	}
	s := w.Of(x)
	data := map[string]any{"W": w, "S": s, "Chart": w.drawn(s), "Form": v.Form(), "Reads": s.Reads(), "Versions": x.Versions,
		"Written": func(p impact.Point) string { return written(x, p) }, "MayKeep": w.at == "" && v.May(access.KeepImpact)}
	if x.Kind == impact.Share && !w.None {
		switch {
		case w.at != "":
			data["Compare"] = funnel(x, "Network", w.Networkwise(x), nil)
		case slices.Contains([]string{"first-28", "attended", "returned", "paired", "four-week"}, x.Key):
			data["Compare"] = funnel(x, "Practice", w.Practicewise(x), func(code string) string {
				if !s.Opens {
					return ""
				}
				return w.RowsOf(x.Key, "practice="+code)
			})
		}
	}
	if w.at == "" && !w.None && x.Kind != impact.Stock && x.Num != "slot|state=booked" && x.Den == "" {
		measure, _, _ := strings.Cut(x.Num, "|")
		if measure == x.Num {
			data["Practices"] = w.practices(x, measure)
		}
	}
	var steps []impact.Step
	for _, st := range w.Steps {
		if st.Indicator == x.Key {
			steps = append(steps, st)
		}
	}
	data["Steps"] = steps
	data["Months"] = w.assumable()[1:]
	return v.Show(site.Page{Title: x.Name + ": " + w.Name, Wide: true, Print: true, Form: v.Form(), Back: w.To("/impact/" + Slug(x.Group)), BackText: string(x.Group)}, figurePage, data)
}

// part is a line of a breakdown with where it leads.
type part struct {
	impact.Line
	Href string
	Says string // in the place of the number
}

// parts is a breakdown with where its lines lead.
type parts struct {
	Title, Head string
	Lines       []part
	Shown       string
	Hides       bool
	Note        string
}

func (w view) practices(x impact.Indicator, measure string) parts {
	var order []string
	names := map[string]string{"": "No practice"}
	for _, p := range w.Practices {
		order = append(order, p.Code)
		names[p.Code] = p.Name
	}
	return w.parts(x, measure, "practice", "By practice", "Practice", names, order...)
}

func (w view) parts(x impact.Indicator, measure, tag, title, head string, names map[string]string, order ...string) parts {
	b := w.By(x, measure, tag, order...)
	out := parts{Title: title + ", " + w.WindowWords(), Head: head, Shown: b.Shown(), Hides: b.Hides}
	for _, l := range b.Lines {
		if name, ok := names[l.Key]; ok {
			l.Label = name
		}
		l.Label = sentence(l.Label)
		p := part{Line: l}
		if l.N > 0 {
			p.Href = w.RowsOf(x.Key, tag+"="+l.Key)
		}
		out.Lines = append(out.Lines, p)
	}
	if b.Total == 0 {
		out.Lines = nil
	}
	return out
}

// DoStep notes from which month on a figure is different.
func DoStep(v *site.Visit) error {
	f := v.Form()
	m, _ := calendar.ParseMonth(f.Text("from"))
	key := v.Path("key")
	_, err := site.Do(v, impact.NoteStep{PCN: v.Network(), Indicator: key, Month: m, Why: f.Text("why")})
	if v.Again(err) {
		return figure(v)
	}
	if err != nil {
		return err
	}
	return v.ToWith("/impact/figure/"+key, "The change is noted; the chart begins anew there.")
}

// DoStrike takes a note back.
func DoStrike(v *site.Visit) error {
	key, err := site.Do(v, impact.StrikeStep{PCN: v.Network(), ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.ToWith("/impact/figure/"+key, "The note is struck out; it stays on record.")
}

// DoAssume sets what is assumed about a GP appointment.
func DoAssume(v *site.Visit) error {
	f := v.Form()
	minutes, _ := strconv.Atoi(f.Text("minutes"))
	m, _ := calendar.ParseMonth(f.Text("from"))
	_, err := site.Do(v, impact.Assume{PCN: v.Network(), Minutes: minutes, Source: f.Text("source"), From: m})
	if v.Again(err) {
		v.R.SetPathValue("group", "went")
		return Group(v)
	}
	if err != nil {
		return err
	}
	return v.ToWith("/impact/went", "Set. Earlier months keep what was assumed for them.")
}

// Rows shows what stands behind a figure.
func Rows(v *site.Visit) error {
	f := v.Form()
	from, err := calendar.ParseMonth(f.Text("from"))
	if err != nil {
		return fault.Missing("figure")
	}
	to, err := calendar.ParseMonth(f.Text("to"))
	if err != nil {
		return fault.Missing("figure")
	}
	e, err := site.Ask(v, impact.Explain{PCN: v.Network(), Indicator: f.Text("figure"), First: from, Last: to, Part: f.Text("part"), Tag: f.Text("tag")})
	if err != nil {
		return err
	}
	period := e.Last.Long()
	if e.First != e.Last {
		period = e.First.Long() + " to " + e.Last.Long()
	}
	tag, value, _ := strings.Cut(f.Text("tag"), "=")
	if name, ok := e.Practices[value]; ok && tag == "practice" {
		value = name
	}
	return v.Show(site.Page{Title: e.Indicator.Name + ": what stands behind it", Wide: true, Print: true, Back: "/impact/figure/" + e.Key, BackText: e.Indicator.Name}, rowsPage, map[string]any{
		"E": e, "Period": period, "Tag": value,
	})
}

// Catalogue shows every indicator with its definition.
func Catalogue(v *site.Visit) error {
	type part struct {
		Name impact.Group
		List []impact.Indicator
	}
	var list []part
	for _, g := range impact.Groups {
		list = append(list, part{g, impact.In(g)})
	}
	at := ""
	if v.Network() == "" {
		at = "board"
	}
	w := view{at: at}
	return v.Show(site.Page{Title: "Catalogue of figures", Wide: true, Print: true, Back: w.Home(), BackText: "The month"}, cataloguePage, map[string]any{"List": list, "W": w})
}
