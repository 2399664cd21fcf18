package network

import (
	"html/template"

	"footbridge/internal/app/network"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var explainPage = site.Parse(files, "explain.html", "when.html")

// Explain shows what a number means, where it comes from, and exactly its
// rows.
func Explain(v *site.Visit) error {
	s, moved, err := look(v)
	if err != nil || moved {
		return err
	}
	e, err := site.Ask(v, network.Explain{Number: network.Number(s.form.Text("number")), At: s.At, ICB: s.ICB, Region: s.Reg, PCN: s.PCN})
	if err != nil {
		return err
	}
	part, links, first, last := pages(v, e.Rows)
	d := struct {
		page
		E           network.Explanation
		Value       string
		Table       template.HTML
		Pages       template.HTML
		First, Last int
	}{page: newPage(v, s, network.Facts{}, ""), E: e, First: first, Last: last}
	worth := func(x float64) string {
		if e.Fractional {
			return network.FTE(x)
		}
		return number(int(x))
	}
	d.Value = worth(e.Value)
	if len(part) > 0 {
		t := nhsuk.Table{
			ID: "rows", Caption: nhsuk.TableCaption{Text: "The rows behind it", Size: nhsuk.SizeM, ID: "rows-caption"}, Scroll: true, Compact: true,
			Head: []nhsuk.Column{{Text: map[string]string{"practices": "Practice", "networks": "Network"}[e.RowsAre]}, {Text: "Code"}, {Text: "What"}, num("Counts as")},
		}
		for _, r := range part {
			c := nhsuk.Cell{Text: network.PlainName(r.Name)}
			if r.PCN != "" {
				c.Href = s.to("/coverage/networks/" + r.PCN)
			}
			t.Rows = append(t.Rows, []nhsuk.Cell{c, {Text: r.Code}, {Text: r.Detail}, {Text: worth(r.Worth)}})
		}
		d.Table = t.HTML()
		if len(links.Items) > 0 {
			d.Pages = links.HTML()
		}
	}
	p := site.Page{Title: e.Title + ": " + e.Area, Form: s.form, Crumbs: s.crumbs()}
	switch {
	case s.PCN != "":
		p.Crumbs = s.crumbs(site.Crumb{Text: e.Area, Href: s.to("/coverage/networks/" + s.PCN)})
	case s.ICB != "":
		p.Crumbs = s.crumbs(site.Crumb{Text: shortBoard(e.Area), Href: s.to("/coverage/icb/" + s.ICB)})
	}
	return v.Show(p, explainPage, d)
}
