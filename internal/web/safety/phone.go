package safety

import (
	"footbridge/internal/app/safety"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	weblink "footbridge/internal/web/link"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	linkPage  = site.Parse(files, "link.html")
	phonePage = site.Parse(files, "phone.html", "sheet.html")
)

// Phone is a safety plan as the holder of a private link reads it.
var Phone = weblink.Purpose{Show: showPhone, Do: func(v *site.Visit) error { return v.To(v.R.URL.Path) }}

func showPhone(v *site.Visit) error {
	s, err := site.Ask(v, safety.OnPhone{})
	if err != nil {
		return err
	}
	crisis, err := weblink.Crisis(v, s.Urgent)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "My safety plan"}, phonePage, map[string]any{"S": s.Sheet, "Parts": partsOf(s.Text), "Attribution": attribution, "Crisis": crisis, "Until": s.Until, "From": s.GivenBy, "Large": false})
}

// Link asks until when a private link to a plan works, and shows those there
// are.
func Link(v *site.Visit) error {
	s, err := site.Ask(v, safety.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if s.Kind != safety.Plan || !s.Holds() {
		return v.To("/safety/" + s.ID)
	}
	links, err := site.Ask(v, safety.LinksOf{ID: s.ID})
	if err != nil {
		return err
	}
	f := v.Form()
	var until []form.Choice
	for _, n := range []int{1, 7, 14, 28} {
		d := v.App.Today().AddDays(n)
		until = append(until, form.Choice{Value: d.String(), Text: d.Long()})
	}
	if f.Raw("until") == "" {
		f.Set("until", until[2].Value)
	}
	return v.Show(site.Page{Title: "The plan on a phone", Form: f, Back: "/safety/" + s.ID}, linkPage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "Until": until, "Links": links, "NoBorn": s.Person.BornOn.IsZero() || s.Person.BornApprox,
	})
}

// DoLink makes the link, records that the plan was given, and shows the
// address this once.
func DoLink(v *site.Visit) error {
	day, _ := calendar.ParseDate(v.Form().Text("until")) // none is a fault of the command
	m, err := site.Do(v, safety.GiveLink{ID: v.Path("id"), Until: day})
	if err != nil {
		if v.Again(err) {
			return Link(v)
		}
		return err
	}
	s, err := site.Ask(v, safety.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return weblink.ShowMade(v, weblink.Slip{Title: "The plan by private link", For: "My safety plan", Made: m, From: v.Actor.Name, Banner: webperson.Banner(s.Person), Back: "/safety/" + s.ID})
}
