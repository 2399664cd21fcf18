package supervision

import (
	"html/template"
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/network"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	frontPage  = site.Parse(files, "front.html", "sessions.html")
	postPage   = site.Parse(files, "post.html", "sessions.html")
	planPage   = site.Parse(files, "plan.html")
	mentorPage = site.Parse(files, "mentor.html")
	reviewPage = site.Parse(files, "review.html")
)

// linesTable shows how the lines of a post stand.
func linesTable(caption string, list []supervision.Standing, long bool) template.HTML {
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: caption, Size: nhsuk.SizeS}, Responsive: true,
		Head: []nhsuk.Column{{Text: "Line"}, {Text: "With"}, {Text: "How often"}, {Text: "Last"}, {Text: "How it stands"}}}
	if long {
		t.Head = append(t.Head, nhsuk.Column{Text: "Where it is written"})
	}
	for _, s := range list {
		who, last := s.Who, "None yet"
		if who == "" {
			who = "Nobody named"
		}
		if !s.LastOn.IsZero() {
			last = s.LastOn.Medium()
		}
		stands := template.HTML(template.HTMLEscapeString(s.Words()))
		switch {
		case s.Overdue:
			stands = nhsuk.Tag{Text: "Overdue", Colour: nhsuk.TagOrange}.HTML() + " short by " + template.HTML(strconv.Itoa(s.Short)) + " last " + template.HTML(s.Per)
		case s.Due():
			stands = nhsuk.Tag{Text: "Due", Colour: nhsuk.TagBlue}.HTML() + " " + stands
		}
		often := s.Often()
		if s.Below() {
			often += " (less than the national guidance, which is monthly)"
		}
		cells := []nhsuk.Cell{{Text: s.Text()}, {Text: who}, {Text: often}, {Text: last}, {Markup: stands}}
		if long {
			cells = append(cells, nhsuk.Cell{Text: s.Source})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t.HTML()
}

// Front is where a supervisor lands: what is due, what is to be talked about,
// and what waits for a signature.
func Front(v *site.Visit) error {
	b, err := site.Ask(v, supervision.Board{PCN: v.Network()})
	if err != nil {
		return err
	}
	var tables []template.HTML
	for _, p := range b.Posts {
		tables = append(tables, linesTable("How the lines of "+p.Name+" stand", p.Standings, false))
	}
	return v.Show(site.Page{Title: "Supervision", Wide: true, Print: true}, frontPage, map[string]any{
		"B": b, "Tables": tables, "MayKeep": v.May(access.KeepSupervision), "MayPlan": v.May(access.PlanSupervision), "MayName": v.May(access.NameMentor), "MayConcern": v.May(access.SeeConcerns), "Rule": supervision.DueRule, "Form": v.Form(),
	})
}

// Post shows every reporting line of one post on one page.
func Post(v *site.Visit) error {
	p, err := site.Ask(v, supervision.PostOf{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Supervision of " + p.Name, Wide: true, Print: true, Back: "/supervision", BackText: "Supervision"}, postPage, map[string]any{
		"P": p, "Table": linesTable("Lines of reporting and support", p.Standings, true), "MayKeep": v.May(access.KeepSupervision), "MayPlan": v.May(access.PlanSupervision), "Rule": supervision.DueRule, "Form": v.Form(),
	})
}

var pers = form.Choices(supervision.Agreed, "As agreed, without a number", supervision.Week, "Each week", supervision.Month, "Each month", supervision.Quarter, "Each quarter")

// Plan shows the form in which a plan is agreed.
func Plan(v *site.Visit) error {
	p, err := site.Ask(v, supervision.PostOf{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	version := 0
	if len(p.Versions) > 0 {
		version = p.Versions[0].Version
	}
	if v.R.Method == "GET" {
		f.SetDate("from", v.App.Today())
		f.Set("version", strconv.Itoa(version))
		for _, l := range p.Plan.Lines {
			f.Set("has-"+l.Kind, "yes")
			f.Set("per-"+l.Kind, l.Per)
			f.Set("who-"+l.Kind, l.Who)
			if l.Times > 0 {
				f.Set("times-"+l.Kind, strconv.Itoa(l.Times))
			}
		}
	}
	return v.Show(site.Page{Title: "Supervision plan", Form: f, Back: "/supervision/posts/" + p.ID, BackText: "Supervision of " + p.Name}, planPage, map[string]any{
		"Form": f, "P": p, "Kinds": supervision.Kinds, "Pers": pers, "Model": p.Model.Words(), "Default": supervision.FromModel(p.Model),
	})
}

// DoPlan agrees it.
func DoPlan(v *site.Visit) error {
	f := v.Form()
	c := supervision.SavePlan{PCN: v.Network(), Post: v.Path("id"), Why: f.Text("why")}
	c.Version, _ = strconv.Atoi(f.Raw("version"))
	c.From, _ = f.Date("from", "The first day")
	for _, k := range supervision.Kinds {
		if !f.Checked("has-" + k.Key) {
			continue
		}
		n, _ := strconv.Atoi(f.Text("times-" + k.Key))
		c.Lines = append(c.Lines, supervision.Line{Kind: k.Key, Times: n, Per: f.Text("per-" + k.Key), Who: f.Text("who-" + k.Key)})
	}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/supervision/posts/"+c.Post, "The plan is agreed from "+c.From.Medium())
		}
		if !v.Again(err) {
			return err
		}
	}
	return Plan(v)
}

// Mentor asks who is the GP mentor at a practice.
func Mentor(v *site.Visit) error {
	b, err := site.Ask(v, supervision.Board{PCN: v.Network()})
	if err != nil {
		return err
	}
	list, err := site.Ask(v, network.PracticesAt{PCN: v.Network(), At: v.App.Today()})
	if err != nil {
		return err
	}
	places := form.Choices("", "Choose a practice")
	for _, p := range list.Practices {
		places = append(places, form.Choice{Value: p.Code, Text: network.PlainName(p.Name)})
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("from", v.App.Today())
	}
	return v.Show(site.Page{Title: "GP mentors", Form: f, Back: "/supervision", BackText: "Supervision"}, mentorPage, map[string]any{"Form": f, "B": b, "Places": places})
}

// DoMentor writes it down.
func DoMentor(v *site.Visit) error {
	f := v.Form()
	c := supervision.NameMentor{PCN: v.Network(), Practice: f.Text("practice"), Name: f.Text("name"), Why: f.Text("why")}
	c.From, _ = f.Date("from", "The day")
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/supervision/mentors", "Written down")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Mentor(v)
}

// Review asks what was agreed when a caseload was gone through.
func Review(v *site.Visit) error {
	p, err := site.Ask(v, supervision.PostOf{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
	}
	return v.Show(site.Page{Title: "Caseload gone through", Form: f, Back: "/supervision/posts/" + p.ID, BackText: "Supervision of " + p.Name}, reviewPage, map[string]any{
		"Form": f, "P": p, "Caseload": "/caseload?practitioner=" + url.QueryEscape(p.Name),
	})
}

// DoReview writes it down.
func DoReview(v *site.Visit) error {
	f := v.Form()
	c := supervision.AddReview{PCN: v.Network(), Post: v.Path("id"), Words: f.Text("words")}
	c.On, _ = f.Date("on", "The day")
	c.People, _ = f.Int("people", "How many people")
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/supervision/posts/"+c.Post, "Written down")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Review(v)
}

// quarters are the present quarter and those before it, for a choice.
func quarters(today calendar.Date) (out []form.Choice) {
	w := supervision.WindowOf(supervision.Quarter, today)
	for range 6 {
		out = append(out, form.Choice{Value: supervision.QuarterOf(w.First), Text: w.Words()})
		w = supervision.WindowOf(supervision.Quarter, w.First.AddDays(-1))
	}
	return out
}
