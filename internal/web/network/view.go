// Package network shows the published facts: coverage of England, of an ICB,
// of one network; the numbers with the rows behind them; what was imported.
package network

import (
	"embed"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

// view is what the address says: the day and the area.
type view struct {
	At    calendar.Date
	Asked bool // the address names the day; else it is today
	ICB   string
	Reg   string
	PCN   string
	form  *form.Form
}

// look reads the address. The date form sends three fields; they become one
// in an address that can be kept. moved is true when the visitor was sent
// there.
func look(v *site.Visit) (s view, moved bool, err error) {
	f := v.Form()
	s = view{At: v.App.Today(), ICB: f.Text("icb"), Reg: f.Text("region"), PCN: f.Text("pcn"), form: f}
	if f.Raw("at-day")+f.Raw("at-month")+f.Raw("at-year") != "" {
		if d, ok := f.Date("at", "Date"); ok {
			return s, true, v.To(again(v, d.String()))
		}
		return s, false, nil // the form says what is wrong; the page shows today
	}
	if _, sent := v.R.Form["at-day"]; sent {
		return s, true, v.To(again(v, ""))
	}
	if at := f.Text("at"); at != "" {
		if s.At, err = calendar.ParseDate(at); err != nil {
			return s, false, fault.Wrong("at", "%s", fault.Says(err))
		}
		s.Asked = true
	}
	f.SetDate("at", s.At)
	return s, false, nil
}

// again is the present address with another day.
func again(v *site.Visit, at string) string {
	q := v.R.URL.Query()
	for _, name := range []string{"at-day", "at-month", "at-year", "at", "page"} {
		q.Del(name)
	}
	if at != "" {
		q.Set("at", at)
	}
	for name := range q {
		if q.Get(name) == "" {
			q.Del(name)
		}
	}
	return withQuery(v.R.URL.Path, q)
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// to gives an address that keeps the day; pairs are names and values, empty
// values are left out.
func (s view) to(path string, pairs ...string) string {
	q := url.Values{}
	if s.Asked {
		q.Set("at", s.At.String())
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return withQuery(path, q)
}

// area gives the area's own parameters in front of others.
func (s view) area(path string, pairs ...string) string {
	return s.to(path, append([]string{"icb", s.ICB, "region", s.Reg}, pairs...)...)
}

// To is to, for templates.
func (s view) To(path string, pairs ...string) string { return s.to(path, pairs...) }

// Area is area, for templates.
func (s view) Area(path string, pairs ...string) string { return s.area(path, pairs...) }

// Explain is the address of the rows behind a number of the area.
func (s view) Explain(number string) string {
	return s.area("/coverage/explain", "number", number, "pcn", s.PCN)
}

// List is the address of the networks of a status in the area.
func (s view) List(status string) string { return s.area("/coverage/networks", "status", status) }

// Hidden gives the address's other parameters, for a form that changes one.
func hidden(v *site.Visit, without ...string) (out []struct{ Name, Value string }) {
	q := v.R.URL.Query()
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if slices.Contains(without, name) || strings.HasPrefix(name, "at-") || name == "at" && slices.Contains(without, "at") || name == "page" || q.Get(name) == "" {
			continue
		}
		out = append(out, struct{ Name, Value string }{name, q.Get(name)})
	}
	return out
}

// page is what every page of this room has.
type page struct {
	View        view
	Facts       network.Facts
	Why         string
	Form        *form.Form
	Hidden      []struct{ Name, Value string }
	Attribution string
}

func newPage(v *site.Visit, s view, f network.Facts, why string) page {
	return page{View: s, Facts: f, Why: why, Form: s.form, Hidden: hidden(v, "at"), Attribution: network.Attribution}
}

// crumbs leads from England to where one is.
func (s view) crumbs(more ...site.Crumb) []site.Crumb {
	return append([]site.Crumb{{Text: "Coverage of England", Href: s.to("/coverage")}}, more...)
}

// pages cuts a list into pages of a hundred and gives the links between them.
func pages[T any](v *site.Visit, list []T) (part []T, links nhsuk.Pagination, first, last int) {
	const size = 100
	all := max(1, (len(list)+size-1)/size)
	n, err := strconv.Atoi(v.Form().Text("page"))
	if err != nil || n < 1 {
		n = 1
	}
	n = min(n, all)
	at := func(i int) string {
		q := v.R.URL.Query()
		q.Del("page")
		if i > 1 {
			q.Set("page", strconv.Itoa(i))
		}
		return withQuery(v.R.URL.Path, q)
	}
	from, to := (n-1)*size, min(n*size, len(list))
	if all > 1 {
		for i := 1; i <= all; i++ {
			links.Items = append(links.Items, nhsuk.PageItem{Number: i, Href: at(i), Current: i == n})
		}
		if n > 1 {
			links.Previous = nhsuk.PageLink{Href: at(n - 1)}
		}
		if n < all {
			links.Next = nhsuk.PageLink{Href: at(n + 1)}
		}
	}
	return list[from:to], links, from + 1, to
}
