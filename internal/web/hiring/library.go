package hiring

import (
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	inductionsPage = site.Parse(files, "inductions.html")
	inductionPage  = site.Parse(files, "induction.html")
	libraryPage    = site.Parse(files, "library.html")
	documentPage   = site.Parse(files, "document.html")
	keepPage       = site.Parse(files, "keep.html")
)

// Inductions lists the inductions, what is late first.
func Inductions(v *site.Visit) error {
	l, err := site.Ask(v, hiring.Inductions{PCN: v.Network()})
	if err != nil {
		return err
	}
	var posts []form.Choice
	if keeps(v) {
		members, err := site.Ask(v, workforce.Members{PCN: v.Network()})
		if err != nil {
			return err
		}
		have := map[string]bool{}
		for _, d := range l.List {
			have[d.Practitioner] = true
		}
		for _, m := range members {
			if !have[m.ID] && m.Post.ToDay.IsZero() {
				posts = append(posts, form.Choice{Value: m.Post.ID, Text: m.Name})
			}
		}
	}
	return v.Show(site.Page{Title: "Inductions", Form: v.Form(), Back: "/team", BackText: "Practitioners", Print: true}, inductionsPage, map[string]any{"L": l, "Form": v.Form(), "Posts": posts})
}

// DoBegin begins an induction.
func DoBegin(v *site.Visit) error {
	id, err := site.Do(v, hiring.Begin{PCN: v.Network(), Post: v.Form().Text("post")})
	switch {
	case err == nil:
		return v.ToWith("/inductions/"+id, "The induction is begun")
	case fault.Is(err, fault.Conflict):
		return v.ToTell("/inductions", fault.Says(err))
	}
	return err
}

// Induction shows one induction.
func Induction(v *site.Visit) error {
	l, err := site.Ask(v, hiring.Inductions{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	for _, d := range l.List {
		if d.ID != v.Path("id") {
			continue
		}
		if f.OK() {
			f.Set("version", strconv.Itoa(d.Version))
			f.Set("mentor", d.Mentor)
			f.SetDate("supervision", d.SupervisionOn)
		}
		return v.Show(site.Page{Title: "Induction of " + d.Name, Form: f, Back: "/inductions", BackText: "Inductions", Print: true}, inductionPage, map[string]any{"D": d, "Form": f, "Today": l.Today, "Keep": v.May(access.KeepCompetence)})
	}
	return fault.Missing("induction")
}

// DoSettle names the GP mentor and the first supervision.
func DoSettle(v *site.Visit) error {
	f := v.Form()
	on, _ := f.Date("supervision", "The first supervision")
	if f.OK() {
		_, err := site.Do(v, hiring.SettleIn{PCN: v.Network(), Induction: v.Path("id"), Version: version(f), Mentor: f.Text("mentor"), SupervisionOn: on})
		if err == nil {
			return v.ToWith("/inductions/"+v.Path("id"), "Kept")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Induction(v)
}

// DoTick says that an item is done today, or that it isn’t.
func DoTick(v *site.Visit) error {
	f := v.Form()
	n, _ := strconv.Atoi(f.Raw("n"))
	c := hiring.TickItem{PCN: v.Network(), Induction: v.Path("id"), N: n}
	if f.Raw("done") == "yes" {
		c.On = v.App.Today()
	}
	if _, err := site.Do(v, c); err != nil {
		return err
	}
	return v.ToWith("/inductions/"+v.Path("id"), "Kept")
}

// Library lists the network's own documents.
func Library(v *site.Visit) error {
	l, err := site.Ask(v, hiring.Library{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Library", Back: "/team", BackText: "Practitioners", Wide: true}, libraryPage, map[string]any{"L": l, "Edit": keeps(v), "Kinds": len(hiring.DocumentKinds)})
}

func document(v *site.Visit) (hiring.DocumentFile, error) {
	return site.Ask(v, hiring.DocumentOf{PCN: v.Network(), ID: v.Path("id")})
}

// Document shows a document.
func Document(v *site.Visit) error {
	d, err := document(v)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: d.Title, Form: v.Form(), Back: "/library", BackText: "Library", Print: true}, documentPage, map[string]any{"D": d, "Form": v.Form(), "Edit": keeps(v)})
}

// DocumentFile sends the file of a document.
func DocumentFile(v *site.Visit) error {
	f, err := site.Ask(v, hiring.FileOf{PCN: v.Network(), ID: v.Path("id")})
	if err != nil {
		return err
	}
	return send(v, f.Name, f.Type, f.Data)
}

// Keep asks for a new document, or for a new version of one.
func Keep(v *site.Visit) error {
	f := v.Form()
	data := map[string]any{"Form": f}
	page := site.Page{Title: "Add a document", Form: f, Back: "/library", BackText: "Library"}
	kinds := form.Choices("", "Choose one")
	for _, k := range hiring.DocumentKinds {
		kinds = append(kinds, form.Choice{Value: k, Text: k})
	}
	if v.Path("id") != "" {
		d, err := document(v)
		if err != nil {
			return err
		}
		if v.R.Method == "GET" {
			f.Set("version", strconv.Itoa(d.Version))
			for name, s := range map[string]string{"kind": d.Kind, "title": d.Title, "owner": d.Owner, "words": d.Words, "link": d.Link} {
				f.Set(name, s)
			}
		}
		data["D"] = &d
		page.Title, page.Back, page.BackText = "New version of "+d.Title, "/library/"+d.ID, d.Title
	} else if v.R.Method == "GET" {
		f.SetDate("review", v.App.Today().AddYears(1))
	}
	data["Kinds"], data["Title"] = kinds, page.Title
	return v.Show(page, keepPage, data)
}

// DoKeep keeps it.
func DoKeep(v *site.Visit) error {
	f := v.Form()
	review, _ := f.Date("review", "The day of the review")
	data, name, sent, err := upload(v, "document-file", hiring.MaxFile)
	if err != nil && !v.Again(err) {
		return err
	}
	if f.OK() {
		c := hiring.KeepDocument{PCN: v.Network(), ID: v.Path("id"), Version: version(f), Kind: f.Text("kind"), Title: f.Text("title"), Owner: f.Text("owner"), Words: f.Text("words"), Link: f.Text("link"), ReviewOn: review, Why: f.Text("why")}
		if sent {
			c.File = hiring.File{Name: name, Data: data}
		}
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/library/"+url.PathEscape(id), "Kept. Who has read an earlier version is asked again")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Keep(v)
}

// DoRead says that the visitor has read it.
func DoRead(v *site.Visit) error {
	_, err := site.Do(v, hiring.HaveRead{PCN: v.Network(), ID: v.Path("id"), Version: version(v.Form())})
	where := "/library/" + url.PathEscape(v.Path("id"))
	switch {
	case err == nil:
		return v.ToWith(where, "Marked as read by you")
	case fault.Is(err, fault.Conflict):
		return v.ToTell(where, fault.Says(err))
	}
	return err
}
