package supervision

import (
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/supervision"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	packPage    = site.Parse(files, "pack.html")
	rowsPage    = site.Parse(files, "rows.html", "sessions.html")
	concernPage = site.Parse(files, "concerns.html")
)

// Pack is the governance sheet of a quarter, on one page.
func Pack(v *site.Visit) error {
	f := v.Form()
	p, err := site.Ask(v, supervision.PackOf{PCN: v.Network(), Post: f.Text("post"), Quarter: f.Text("quarter")})
	if err != nil {
		return err
	}
	f.Set("quarter", p.Quarter)
	posts := form.Choices("", "The whole network")
	for _, h := range p.Posts {
		posts = append(posts, form.Choice{Value: h.ID, Text: h.Name})
	}
	u := url.Values{"quarter": {p.Quarter}}
	if p.Post != nil {
		u.Set("post", p.Post.ID)
	}
	return v.Show(site.Page{Title: "Governance sheet, " + p.Window.Words(), Print: true, Wide: true, Back: "/supervision", BackText: "Supervision"}, packPage, map[string]any{
		"Form": f, "P": p, "Quarters": quarters(v.App.Today()), "Posts": posts, "MayChoose": v.May(access.NameMentor), "MayConcern": v.May(access.SeeConcerns), "Now": v.App.Now(),
		"Rows": rowsOf(u),
	})
}

// rowsOf gives the address of the rows behind a figure of a sheet.
func rowsOf(u url.Values) func(kind, state string) string {
	return func(kind, state string) string {
		x := url.Values{}
		for k, list := range u {
			x[k] = list
		}
		x.Set("kind", kind)
		x.Set("state", state)
		return "/supervision/sessions?" + x.Encode()
	}
}

// Rows are the sessions behind a figure.
func Rows(v *site.Visit) error {
	f := v.Form()
	q := supervision.Rows{PCN: v.Network(), Post: f.Text("post"), Quarter: f.Text("quarter"), Kind: f.Text("kind"), State: f.Text("state")}
	p, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	title := map[string]string{"": "All", "unsigned": "Waiting for a signature", "cases": "With questions or overrides"}[q.State]
	if title == "" {
		title = supervision.StateText(q.State)
	}
	if k := supervision.KindOf(q.Kind); k.Key != "" {
		title = k.Text + ": " + title
	}
	back := url.Values{"quarter": {p.Quarter}, "post": {q.Post}}
	return v.Show(site.Page{Title: title, Wide: true, Print: true, Back: "/supervision/pack?" + back.Encode(), BackText: "Governance sheet"}, rowsPage, map[string]any{"P": p, "Title": title})
}

// Concerns shows concerns and incidents, and the form for one.
func Concerns(v *site.Visit) error {
	l, err := site.Ask(v, supervision.Concerns{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
	}
	posts := form.Choices("", "Choose a practitioner")
	for _, h := range l.Posts {
		posts = append(posts, form.Choice{Value: h.ID, Text: h.Name})
	}
	var kinds []form.Choice
	for _, k := range supervision.ConcernKinds {
		kinds = append(kinds, form.Choice{Value: k[0], Text: k[1]})
	}
	return v.Show(site.Page{Title: "Concerns and incidents", Form: f, Back: "/supervision", BackText: "Supervision"}, concernPage, map[string]any{"Form": f, "L": l, "Posts": posts, "Kinds": kinds, "Open": f.Raw("concern")})
}

// DoConcern writes one down.
func DoConcern(v *site.Visit) error {
	f := v.Form()
	c := supervision.AddConcern{PCN: v.Network(), Post: f.Text("post"), Kind: f.Text("kind"), Words: f.Text("words"), Told: f.Text("told")}
	c.On, _ = f.Date("on", "The day")
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/supervision/concerns", "Written down")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Concerns(v)
}

var concernOne = site.Parse(files, "concern.html")

// Concern asks what was done since.
func Concern(v *site.Visit) error {
	l, err := site.Ask(v, supervision.Concerns{PCN: v.Network()})
	if err != nil {
		return err
	}
	for _, c := range l.List {
		if c.ID == v.Path("id") {
			return v.Show(site.Page{Title: c.KindText(), Form: v.Form(), Back: "/supervision/concerns", BackText: "Concerns and incidents"}, concernOne, map[string]any{"Form": v.Form(), "C": c, "Settle": form.Choices("yes", "Yes, it is settled")})
		}
	}
	return fault.Missing("concern")
}

// DoAddConcern writes it.
func DoAddConcern(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, supervision.AddToConcern{ID: v.Path("id"), Version: version, Words: f.Text("words"), Told: f.Text("told"), Settled: f.Checked("settled")})
	if err == nil {
		return v.ToWith("/supervision/concerns", "Written down")
	}
	if !v.Again(err) {
		return err
	}
	return Concern(v)
}
