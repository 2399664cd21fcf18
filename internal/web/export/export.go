// Package export is the front room of files: what one can have, how far it
// is, and the download.
package export

import (
	"embed"
	"io"
	"strconv"

	"footbridge/internal/app/export"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	listPage = site.Parse(files, "list.html")
	newPage  = site.Parse(files, "new.html")
	onePage  = site.Parse(files, "one.html")
)

// seconds is after how long the page of a file that is not ready asks again, by
// the browser itself. The list doesn't: a page with links that comes anew by
// itself takes away what somebody is just pressing.
const seconds = 10

// List shows one's own files, and what one can have.
func List(v *site.Visit) error {
	list, err := site.Ask(v, export.Mine{})
	if err != nil {
		return err
	}
	choices, err := site.Ask(v, export.Choices{PCN: v.Network()})
	if err != nil {
		return err
	}
	open := false
	for _, j := range list {
		open = open || j.Open()
	}
	return v.Show(site.Page{Title: "Files", Wide: true}, listPage, map[string]any{"List": list, "Choices": choices, "Open": open, "Days": export.KeptDays})
}

// choice gives the source that the address names.
func choice(v *site.Visit) (export.Choice, error) {
	key := v.Form().Text("source")
	if key == "" {
		return export.Choice{}, fault.Missing("file of this kind")
	}
	list, err := site.Ask(v, export.Choices{PCN: v.Network(), Source: key})
	if err != nil {
		return export.Choice{}, err
	}
	return list[0], nil
}

// New asks what of a table is meant, and what for.
func New(v *site.Visit) error {
	c, err := choice(v)
	if err != nil {
		return err
	}
	type field struct {
		Name, Label string
		Options     []form.Choice
	}
	var fields []field
	empty := ""
	for _, x := range c.Fields {
		f := field{Name: x.Name, Label: x.Label}
		for _, o := range x.Options {
			f.Options = append(f.Options, form.Choice{Value: o.Value, Text: o.Text})
		}
		if len(f.Options) == 0 {
			empty = x.Label
		}
		fields = append(fields, f)
	}
	return v.Show(site.Page{Title: "Prepare a file", Form: v.Form(), Back: "/files", BackText: "Files"}, newPage, map[string]any{"Form": v.Form(), "C": c, "Fields": fields, "Empty": empty, "Days": export.KeptDays})
}

// DoNew asks for it.
func DoNew(v *site.Visit) error {
	c, err := choice(v)
	if err != nil {
		return err
	}
	f := v.Form()
	p := export.Params{"pcn": v.Network()}
	for _, x := range c.Fields {
		p[x.Name] = f.Text(x.Name)
	}
	id, err := site.Do(v, export.Prepare{Source: c.Key, Params: p, Why: f.Text("why")})
	if err == nil {
		return v.To("/files/" + id)
	}
	if !v.Again(err) {
		return err
	}
	return New(v)
}

// One shows how far a file is.
func One(v *site.Visit) error {
	j, err := site.Ask(v, export.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if j.Open() {
		v.W.Header().Set("Refresh", strconv.Itoa(seconds))
	}
	return v.Show(site.Page{Title: j.Title, Back: "/files", BackText: "Files"}, onePage, map[string]any{"J": j, "Size": size(j.Bytes), "Seconds": seconds, "Days": export.KeptDays})
}

// Download sends it, part by part.
func Download(v *site.Visit) error {
	j, err := site.Ask(v, export.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	t, err := site.Do(v, export.Download{ID: j.ID, Source: j.Source})
	if err != nil {
		return err
	}
	for i := range t.Parts {
		part, err := site.Ask(v, export.PartOf{ID: j.ID, Source: j.Source, Seq: i})
		if err != nil {
			return err
		}
		if i == 0 {
			v.W.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
			v.W.Header().Set("Content-Disposition", `attachment; filename="`+t.Name+`"`)
			v.W.Header().Set("Content-Length", strconv.Itoa(t.Bytes))
		}
		if _, err := io.WriteString(v.W, part); err != nil {
			return err
		}
	}
	return nil
}

// size says how large a file is: "3 kB", "1.4 MB".
func size(bytes int) string {
	switch {
	case bytes < 1000:
		return strconv.Itoa(bytes) + " bytes"
	case bytes < 1_000_000:
		return strconv.Itoa((bytes+500)/1000) + " kB"
	}
	return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) + " MB"
}
