// Package register is the front room of the bridge register, and of waiting
// well.
package register

import (
	"embed"
	"encoding/csv"
	"html/template"
	"io"
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/register"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	bridgePage = site.Parse(files, "bridge.html")
	wellPage   = site.Parse(files, "well.html")
	onePage    = site.Parse(files, "one.html")
	batchPage  = site.Parse(files, "batch.html")
	todayPart  = site.Parse(files, "today.html")
)

type count struct {
	Text, Href string
	Now        bool
	N          int
}

func bridgeQuery(v *site.Visit) register.Bridge {
	f := v.Form()
	q := register.Bridge{PCN: v.Network(), Show: f.Text("show"), Practice: f.Text("practice"), Holder: f.Text("holder")}
	if q.Show != register.Nobody && register.KindText(q.Show) == q.Show {
		q.Show = ""
	}
	return q
}

// with gives a path with some of the filters, in a fixed order.
func with(path string, pairs ...string) string {
	u := url.Values{}
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

// Bridge shows everybody between services.
func Bridge(v *site.Visit) error {
	q := bridgeQuery(v)
	t, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	pcn := v.Form().Raw("pcn")
	var counts []count
	for _, k := range append([]register.Kind{{Text: "Everybody"}}, register.Kinds...) {
		counts = append(counts, count{k.Text, with("/register", "show", k.Key, "practice", q.Practice, "holder", q.Holder, "pcn", pcn), q.Show == k.Key, t.Counts[k.Key]})
	}
	counts = append(counts, count{"Nobody holds them", with("/register", "show", register.Nobody, "practice", q.Practice, "holder", q.Holder, "pcn", pcn), q.Show == register.Nobody, t.Counts[register.Nobody]})
	holders := form.Choices("", "Anybody")
	for _, h := range t.Holders {
		holders = append(holders, form.Choice{Value: h, Text: h})
	}
	return v.Show(site.Page{Title: "Bridge register", Wide: true, Print: true}, bridgePage, map[string]any{
		"Form": v.Form(), "T": t, "Q": q, "Counts": counts, "Kinds": register.Kinds, "Holders": holders, "Practices": places(t.Places), "Today": v.App.Today(),
		"CSV": with("/register.csv", "show", q.Show, "practice", q.Practice, "holder", q.Holder, "pcn", pcn), "Narrowed": q.Show+q.Practice+q.Holder != "", "Alarm": t.Counts[register.Nobody],
	})
}

func places(names map[string]string) []form.Choice {
	out := form.Choices("", "Every practice")
	for _, code := range sorted(names) {
		out = append(out, form.Choice{Value: code, Text: names[code]})
	}
	return out
}

// BridgeCSV gives the same list as a file.
func BridgeCSV(v *site.Visit) error {
	q := bridgeQuery(v)
	q.Export = true
	t, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.W.Header().Set("Content-Disposition", `attachment; filename="bridge-register.csv"`)
	return writeCSV(v.W, t)
}

// columns is the head line of the file.
var columns = []string{"Name", "NHS number", "Born", "Practice", "Between services because", "Held by", "Last contact", "How", "Next contact", "What"}

// writeCSV writes the register as RFC 4180, UTF-8. A cell that a spreadsheet
// would take for a formula begins with an apostrophe.
func writeCSV(w io.Writer, t register.Table) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, r := range t.Rows {
		var why []string
		for _, l := range r.Lines {
			why = append(why, l.KindText()+": "+l.Text)
		}
		born, last, next := "", "", ""
		if !r.Who.BornOn.IsZero() {
			born = r.Who.BornOn.String()
		}
		if !r.LastOn.IsZero() {
			last = r.LastOn.String()
		}
		if !r.NextOn.IsZero() {
			next = r.NextOn.String()
		}
		row := []string{r.Who.FormalName(), r.Who.NHSNumber, born, r.PracticeName, strings.Join(why, "; "), r.Holder, last, r.LastHow, next, r.NextText}
		for i, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				row[i] = "'" + c
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Today is the line that says that somebody is held by nobody; nothing when
// the list is empty, as it must be.
func Today(v *site.Visit) (template.HTML, error) {
	if !v.May(access.BridgeAlarm) || v.Network() == "" {
		return "", nil
	}
	n, err := site.Ask(v, register.Alarm{PCN: v.Network()})
	if err != nil || n == 0 {
		return "", err
	}
	return v.Markup(todayPart, map[string]any{"N": n, "See": v.May(access.SeeBridge)})
}
