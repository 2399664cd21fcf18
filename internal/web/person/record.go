package person

import (
	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var recordPage = site.Parse(files, "record.html")

// Record is a page with a text for another record: to copy, to print, and to
// mark as copied. Post is where the mark is sent.
type Record struct {
	Title, Back, BackText, Post string
	care.ForRecord
}

// ShowRecord shows it.
func ShowRecord(v *site.Visit, r Record) error {
	f := v.Form()
	f.Set("text", r.Text)
	var systems []form.Choice
	for _, s := range care.Systems {
		systems = append(systems, form.Choice{Value: s, Text: s})
	}
	now := false // it was copied in the version that holds
	for _, c := range r.Copies {
		now = now || c.OfVersion == r.Version
	}
	return v.Show(site.Page{Title: r.Title, Form: f, Back: r.Back, BackText: r.BackText}, recordPage, map[string]any{
		"Form": f, "R": r, "Banner": Banner(r.Person), "Systems": systems, "MayWrite": v.May(access.WriteCare), "Now": now, "Lines": lines(r.Text),
	})
}

func lines(s string) int {
	n := 2
	for _, r := range s {
		if r == '\n' {
			n++
		}
	}
	return min(max(n+n/2, 8), 40)
}
