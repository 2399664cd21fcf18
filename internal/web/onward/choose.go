package onward

import (
	"net/url"

	"footbridge/internal/access"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	choosePage = site.Parse(files, "choose.html", "ours.html", "choice.html")
	paperPage  = site.Parse(files, "paper.html")
	section    = site.Parse(files, "section.html")
	todayPiece = site.Parse(files, "today.html")
)

// Choose shows the services for a person: why this one, why not those.
func Choose(v *site.Visit) error {
	f := v.Form()
	kind, after := f.Text("kind"), f.Raw("after")
	c, err := site.Ask(v, onward.Choose{Person: v.Path("id"), Kind: kind, After: after})
	if err != nil {
		return err
	}
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
	}
	var all []form.Choice
	for _, list := range [][]onward.Choice{c.Fits, c.Unknown, c.Not} {
		for _, x := range list {
			all = append(all, form.Choice{Value: x.ID, Text: x.Name})
		}
	}
	return v.Show(site.Page{Title: "Services for a person", Back: "/people/" + c.Person.ID, BackText: c.Person.Name(), Form: f}, choosePage, map[string]any{
		"Form": f, "C": c, "P": c.Person, "Banner": webperson.Banner(c.Person), "Kinds": choices(onward.Kinds, "", "All kinds"), "Order": onward.Order, "MayAsk": v.May(access.WriteCare),
		"Services": all, "GivenAs": choices(onward.GivenAs), "After": after, "Narrowed": kind != "",
	})
}

// DoTell records that the person was told about services, or leads to the list
// on paper.
func DoTell(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	if f.Raw("action") == "wrong" {
		wrong := f.Raw("wrong")
		_, err := site.Do(v, onward.TakeBackTold{Person: id, ID: wrong, Why: f.Text("wrong-" + wrong)})
		if err == nil {
			return v.ToWith("/people/"+id+"/onward", "Marked as entered in error. It stays readable")
		}
		for _, e := range fault.FieldsOf(err) {
			f.Fail("wrong-"+wrong, "%s", e.Message)
		}
		if f.OK() {
			return err
		}
		f.SetDate("on", v.App.Today())
		return Choose(v)
	}
	c := onward.TellAbout{Person: id, Services: f.All("services"), Told: f.Text("told"), How: f.Text("how")}
	if f.Raw("action") == "print" {
		f.Require(len(c.Services) > 0, "services", "Choose at least one service")
		if f.OK() {
			return v.To("/people/" + id + "/onward/list?" + url.Values{"services": c.Services}.Encode())
		}
		return Choose(v)
	}
	c.On, _ = f.Date("on", "The day")
	if f.OK() {
		n, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/people/"+id+"/onward", "Recorded: told about "+site.Plural(n, "service", "services")+". Nobody else was asked to do anything")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Choose(v)
}

// List is the short list of services for a person, on paper.
func List(v *site.Visit) error {
	f := v.Form()
	l, err := site.Ask(v, onward.ShortList{Person: v.Path("id"), Services: f.All("services")})
	if err != nil {
		return err
	}
	var rows []listed
	for _, s := range l.List {
		rows = append(rows, listed{s, s.Stale(v.App.Today(), l.Rules.StaleDays)})
	}
	at := func(size string) string {
		q := url.Values{"services": f.All("services")}
		if size != "" {
			q.Set("size", size)
		}
		return "/people/" + l.Person.ID + "/onward/list?" + q.Encode()
	}
	return v.Show(site.Page{Title: "Services that may help", Back: "/people/" + l.Person.ID + "/onward", BackText: "Services for " + l.Person.Name(), Print: true}, paperPage, map[string]any{
		"L": l, "Rows": rows, "P": l.Person, "Banner": webperson.Banner(l.Person), "Large": f.Raw("size") == "large", "Normal": at(""), "Big": at("large"), "Today": v.App.Today(),
	})
}

// Section gives the person's page its part about onward access.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	o, err := site.Ask(v, onward.OfPerson{Person: p.ID})
	if err != nil {
		return nil, err
	}
	var told []onward.Signposted
	for _, s := range o.Told {
		if s.WrongName == "" {
			told = append(told, s)
		}
	}
	markup, err := v.Markup(section, map[string]any{"O": o, "Told": told, "P": p, "MayChoose": v.May(access.Signpost)})
	return []webperson.Section{{Title: "Onward access", Markup: markup}}, err
}

// Actions leads from the person's page to the services.
func Actions(v *site.Visit, p person.Person) []webperson.Action {
	if !v.May(access.Signpost) || !p.Died.IsZero() {
		return nil
	}
	return []webperson.Action{{Text: "Find a service", Href: "/people/" + p.ID + "/onward"}}
}
