package network

import (
	"html/template"
	"strconv"

	"footbridge/internal/app/network"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	importsPage = site.Parse(files, "imports.html")
	importPage  = site.Parse(files, "import.html")
)

// Imports lists what was imported, newest first.
func Imports(v *site.Visit) error {
	runs, err := site.Ask(v, network.Imports{})
	if err != nil {
		return err
	}
	postcodes := ""
	for _, r := range runs {
		if r.Kind == "postcodes" {
			postcodes = network.PostcodeAttribution
		}
	}
	return v.Show(site.Page{Title: "Imports", Wide: true, Back: "/admin", BackText: "Administration"}, importsPage,
		map[string]any{"Runs": runs, "Attribution": network.Attribution, "Postcodes": postcodes})
}

type outcome struct {
	Name    network.Outcome
	Count   int
	Href    string
	Current bool
}

// Import shows the report of one import, line by line.
func Import(v *site.Visit) error {
	const size = 200
	f := v.Form()
	n, err := strconv.Atoi(f.Text("page"))
	if err != nil || n < 1 {
		n = 1
	}
	q := network.ImportLines{Run: v.Path("run"), Outcome: network.Outcome(f.Text("outcome")), Limit: size, Offset: (n - 1) * size}
	r, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	s := view{form: f}
	path := "/imports/" + r.ID
	all := 0
	var outcomes []outcome
	for _, o := range network.Outcomes() {
		all += r.Counts[o]
		outcomes = append(outcomes, outcome{o, r.Counts[o], s.to(path, "outcome", string(o)), o == q.Outcome})
	}
	var links nhsuk.Pagination
	last := max(1, (r.Total+size-1)/size)
	at := func(i int) string {
		if i == 1 {
			return s.to(path, "outcome", string(q.Outcome))
		}
		return s.to(path, "outcome", string(q.Outcome), "page", strconv.Itoa(i))
	}
	if n > 1 {
		links.Previous = nhsuk.PageLink{Href: at(n - 1)}
	}
	if n < last {
		links.Next = nhsuk.PageLink{Href: at(n + 1)}
	}
	var markup template.HTML
	if last > 1 {
		markup = links.HTML()
	}
	return v.Show(site.Page{Title: r.Summary(), Wide: true, Back: "/imports", BackText: "All imports", Print: true}, importPage, map[string]any{
		"R": r, "Outcomes": outcomes, "All": all, "AllHref": path, "Every": q.Outcome == "", "Pages": markup,
		"First": (n-1)*size + 1, "Last": (n-1)*size + len(r.Lines),
	})
}
