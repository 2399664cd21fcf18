// Package evidence is the front room of contract evidence: what counted
// towards each function of the contract in a quarter, and the rows behind it.
package evidence

import (
	"embed"
	"net/url"

	"footbridge/internal/app/evidence"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	sheetPage = site.Parse(files, "sheet.html")
	rowsPage  = site.Parse(files, "rows.html")
)

// asked reads from the address what is asked for: the present quarter when
// none is named.
func asked(v *site.Visit) (evidence.Of, error) {
	f := v.Form()
	q := evidence.Of{PCN: v.Network(), Post: f.Text("post"), Rule: f.Text("rule"), Letter: f.Text("letter")}
	if f.Text("quarter") == "" {
		f.Set("quarter", supervision.QuarterOf(v.App.Today()))
	}
	w, ok := supervision.ParseQuarter(f.Text("quarter"))
	if !ok {
		return q, fault.Missing("quarter")
	}
	q.First = w.First
	return q, nil
}

// to gives an address with the quarter and the post of the page.
func to(v *site.Visit, path string) func(pairs ...string) string {
	return func(pairs ...string) string {
		u := url.Values{}
		for _, name := range []string{"quarter", "post"} {
			if x := v.Form().Text(name); x != "" {
				u.Set(name, x)
			}
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i+1] != "" {
				u.Set(pairs[i], pairs[i+1])
			}
		}
		return path + "?" + u.Encode()
	}
}

func quarterWords(s evidence.Sheet) string {
	return supervision.Window{First: s.First, Last: s.Last}.Words()
}

// Sheet shows a quarter.
func Sheet(v *site.Visit) error {
	q, err := asked(v)
	if err != nil {
		return err
	}
	q.Rule, q.Letter = "", ""
	s, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	posts := form.Choices("", "The whole network")
	for _, h := range s.Posts {
		posts = append(posts, form.Choice{Value: h.ID, Text: h.Name})
	}
	return v.Show(site.Page{Title: "Contract evidence, " + quarterWords(s), Wide: true, Print: true}, sheetPage, map[string]any{
		"Form": v.Form(), "S": s, "Words": quarterWords(s), "Quarters": quarters(v.App.Today()), "Posts": posts, "Rules": evidence.Rules, "Confidence": evidence.Confidence,
		"Rows": to(v, "/evidence/rows"), "CSV": to(v, "/evidence.csv")(),
	})
}

func quarters(today calendar.Date) (out []form.Choice) {
	w := supervision.WindowOf(supervision.Quarter, today)
	for range 8 {
		out = append(out, form.Choice{Value: supervision.QuarterOf(w.First), Text: w.Words()})
		w = supervision.WindowOf(supervision.Quarter, w.First.AddDays(-1))
	}
	return out
}

// Rows shows the records behind a figure.
func Rows(v *site.Visit) error {
	q, err := asked(v)
	if err != nil {
		return err
	}
	s, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	r := evidence.RuleOf(q.Rule)
	title := "What counted"
	if r.Key != "" {
		title = r.Text
	} else if q.Letter != "" {
		title = "What counted toward (" + q.Letter + ")"
	}
	return v.Show(site.Page{Title: title, Wide: true, Print: true, Back: to(v, "/evidence")(), BackText: "Contract evidence"}, rowsPage, map[string]any{
		"S": s, "Title": title, "Words": quarterWords(s), "Rule": r, "CSV": to(v, "/evidence.csv")("rule", q.Rule, "letter", q.Letter), "Text": func(key string) string { return evidence.RuleOf(key).Text },
	})
}

// CSV is the same list as a file, without anybody served.
func CSV(v *site.Visit) error {
	q, err := asked(v)
	if err != nil {
		return err
	}
	s, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
	v.W.Header().Set("Content-Disposition", `attachment; filename="contract-evidence-`+s.First.String()+`.csv"`)
	return evidence.WriteCSV(v.W, s)
}
