package physical

import (
	"fmt"
	"html"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/app/physical"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

// count is a number with the link to exactly its list.
type count struct {
	Text, Href string
	Of         string // of which indicator
	N          int
	Now        bool
}

func showText(show string) string {
	if key, ok := strings.CutPrefix(show, physical.ShowDue+"-"); ok {
		e, _ := physical.ElementOf(key)
		return "Due: " + strings.ToLower(e.Text[:1]) + e.Text[1:]
	}
	return map[string]string{physical.ShowAll: "On the register", physical.ShowDue: "Something is due", physical.ShowNothing: "Nothing is due", physical.ShowAsked: "Somebody was asked", physical.ShowLate: "Asked, and the day has passed", physical.ShowRemission: "In remission"}[show]
}

func query(v *site.Visit) physical.List {
	f := v.Form()
	year, _ := strconv.Atoi(f.Text("year"))
	q := physical.List{PCN: v.Network(), Practice: f.Text("practice"), Show: f.Text("show"), Indicator: f.Text("indicator"), State: f.Text("state"), Year: year}
	if !slices.Contains(physical.Shows(), q.Show) {
		q.Show = ""
	}
	return q
}

func places(list map[string]string) []form.Choice {
	out := form.Choices("", "Every practice")
	for _, code := range slices.SortedFunc(maps.Keys(list), func(a, b string) int { return strings.Compare(list[a], list[b]) }) {
		out = append(out, form.Choice{Value: code, Text: list[code]})
	}
	return out
}

func with(path string, q url.Values, name, value string) string {
	out := url.Values{}
	for k, list := range q {
		if k != "page" && k != name {
			out[k] = list
		}
	}
	if value != "" {
		out.Set(name, value)
	}
	if len(out) == 0 {
		return path
	}
	return path + "?" + out.Encode()
}

// List shows who is on the register and who is missing what.
func List(v *site.Visit) error {
	q := query(v)
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	u := v.R.URL.Query()
	var counts []count
	for _, s := range physical.Shows() {
		counts = append(counts, count{Text: showText(s), Href: with("/physical", u, "show", s), N: l.Counts[s], Now: s == q.Show})
	}
	part, links, first, last := pages(v, l.Rows)
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "People", Classes: "nhsuk-u-visually-hidden"}, Responsive: true, FirstCellIsHeader: true,
		Head: []nhsuk.Column{{Text: "Person"}, {Text: "Practice"}, {Text: "Due"}, {Text: "Asked"}}}
	if q.Indicator != "" {
		t.Head = append(t.Head, nhsuk.Column{Text: "Why"})
	}
	for _, r := range part {
		needs := ""
		if n := r.Person.Needs(); len(n) > 0 {
			needs = "<br><strong><bdi>" + html.EscapeString(strings.Join(n, "; ")) + "</bdi></strong>"
		}
		number := r.Person.Number()
		if number == "" {
			number = "not known"
		}
		name := `<a href="/people/` + url.PathEscape(r.Person.ID) + `/physical"><bdi>` + html.EscapeString(r.Person.FormalName()) + `</bdi></a><br>NHS number <span class="app-nowrap">` + html.EscapeString(number) + `</span>` + needs
		due := strings.Join(r.DueNames(), ", ")
		switch {
		case r.Flag != nil && r.Flag.State == "remission":
			due = "In remission"
		case due == "":
			due = "Nothing"
		}
		var asked []string
		for _, a := range r.OpenAsks() {
			text := a.Whom + ", by " + a.DueOn.Medium()
			if a.DueOn.Before(r.Today) {
				text += " (that day has passed)"
			}
			asked = append(asked, text)
		}
		row := []nhsuk.Cell{{Markup: template.HTML(name)}, {Text: r.PracticeName}, {Text: due}, {Text: strings.Join(asked, "; ")}}
		if q.Indicator != "" {
			row = append(row, nhsuk.Cell{Text: r.Verdict.Why})
		}
		t.Rows = append(t.Rows, row)
	}
	state := ""
	for _, s := range physical.Standings {
		if s[0] == q.State {
			state = strings.ToLower(s[1][:1]) + s[1][1:]
		}
	}
	year := q.Year
	if year == 0 {
		year = int(calendar.ContractYearOf(v.App.Today()))
	}
	return v.Show(site.Page{Title: "Physical health in severe mental illness", Wide: true, Print: true, Form: v.Form()}, listPage, map[string]any{
		"Form": v.Form(), "Rows": part, "Table": t.HTML(), "Pages": links.HTML(), "Many": len(links.Items) > 0, "FirstRow": first, "LastRow": last, "All": len(l.Rows), "Counts": counts,
		"Narrowed": q.Show+q.Practice+q.Indicator != "", "Places": places(l.Places), "CSV": with("/physical.csv", u, "page", ""), "Indicator": q.Indicator, "Year": calendar.ContractYear(year).String(), "StateText": state,
	})
}

// ListCSV gives the same list as a file.
func ListCSV(v *site.Visit) error {
	q := query(v)
	q.Export = true
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	v.W.Header().Set("Content-Disposition", `attachment; filename="physical-health-`+v.App.Today().String()+`.csv"`)
	return physical.WriteCSV(v.W, l)
}

// pages cuts a list into pages of fifty and gives the links between them.
func pages[T any](v *site.Visit, list []T) (part []T, links nhsuk.Pagination, first, last int) {
	const size = 50
	all := max(1, (len(list)+size-1)/size)
	n, err := strconv.Atoi(v.Form().Text("page"))
	if err != nil || n < 1 {
		n = 1
	}
	n = min(n, all)
	at := func(i int) string { return with(v.R.URL.Path, v.R.URL.Query(), "page", strconv.Itoa(i)) }
	from, to := (n-1)*size, min(n*size, len(list))
	if all > 1 {
		for i := 1; i <= all; i++ {
			links.Items = append(links.Items, nhsuk.PageItem{Number: i, Href: at(i), Current: i == n})
		}
	}
	return list[from:to], links, from + 1, to
}

// tally is one indicator as the page shows it.
type tally struct {
	physical.Tally
	Share  string
	Counts []count
}

// Qof shows the indicators of a year.
func Qof(v *site.Visit) error {
	f := v.Form()
	year, _ := strconv.Atoi(f.Text("year"))
	q, err := site.Ask(v, physical.Qof{PCN: v.Network(), Practice: f.Text("practice"), Year: year})
	if err != nil {
		return err
	}
	var list []tally
	for _, t := range q.List {
		x := tally{Tally: t, Share: "Nobody counts"}
		if p, ok := t.Percent(); ok {
			x.Share = fmt.Sprintf("%d of %d who count have it: %d.%d per cent", t.N[physical.Met], t.Counted(), p/10, p%10)
		}
		for _, s := range physical.Standings {
			c := count{Text: s[1], Of: t.ID, N: t.N[s[0]]}
			if c.N > 0 {
				u := url.Values{"indicator": {t.ID}, "state": {s[0]}, "year": {strconv.Itoa(int(q.Year))}}
				if p := f.Text("practice"); p != "" {
					u.Set("practice", p)
				}
				c.Href = "/physical?" + u.Encode()
			}
			x.Counts = append(x.Counts, c)
		}
		list = append(list, x)
	}
	var years []count
	for _, y := range q.Years {
		years = append(years, count{Text: y.String(), Href: with("/physical/qof", v.R.URL.Query(), "year", strconv.Itoa(int(y))), Now: y == q.Year})
	}
	return v.Show(site.Page{Title: "QOF " + q.Year.String() + ": severe mental illness", Back: "/physical", BackText: "Physical health", Print: true, Form: f}, qofPage, map[string]any{
		"Q": q, "List": list, "Years": years, "Form": f, "Places": places(q.Places),
	})
}
