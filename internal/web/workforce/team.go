// Package workforce is the front room of posts and practitioners: who is in
// post, the scope card that reception reads, and the providers.
package workforce

import (
	"embed"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	teamPage      = site.Parse(files, "team.html")
	newPage       = site.Parse(files, "new.html")
	scopePage     = site.Parse(files, "scope.html", "gradings.html")
	endPage       = site.Parse(files, "end.html")
	providersPage = site.Parse(files, "providers.html")
)

// Team lists who is in post, with the scope card of each.
func Team(v *site.Visit) error {
	list, err := site.Ask(v, workforce.Members{PCN: v.Network()})
	if err != nil {
		return err
	}
	var late []hiring.LateItem
	if v.May(access.SeeCompetence) {
		l, err := site.Ask(v, hiring.Inductions{PCN: v.Network()})
		if err != nil {
			return err
		}
		late = l.Late
	}
	return v.Show(site.Page{Title: "Practitioners", Wide: true}, teamPage, map[string]any{
		"Late": late,
		"List": list, "Today": v.App.Today(), "PCN": v.Network(), "Edit": v.May(access.EditWorkforce),
	})
}

// New shows the form of somebody who takes up a post.
func New(v *site.Visit) error { return showNew(v, v.Form()) }

func showNew(v *site.Visit, f *form.Form) error {
	users, err := site.Ask(v, account.Practitioners{PCN: v.Network()})
	if err != nil {
		return err
	}
	providers, err := site.Ask(v, network.Providers{})
	if err != nil {
		return err
	}
	userChoices := form.Choices("", "Does not sign in yet")
	for _, u := range users {
		userChoices = append(userChoices, form.Choice{Value: u.ID, Text: u.Name})
	}
	providerChoices := form.Choices("", "None: independently employed")
	for _, p := range providers {
		providerChoices = append(providerChoices, form.Choice{Value: p.Code, Text: p.Name})
	}
	models := []form.Choice{}
	for _, m := range []network.Model{network.Joint, network.Independent, network.VCSE} {
		models = append(models, form.Choice{Value: string(m), Text: m.Words()})
	}
	roles := form.Choices("", "Choose one")
	for _, r := range workforce.RoleTypes {
		roles = append(roles, form.Choice{Value: r.Name, Text: r.Name})
	}
	return v.Show(site.Page{Title: "Add a practitioner", Form: f, Back: "/team", BackText: "Practitioners"}, newPage, map[string]any{
		"Form": f, "Roles": roles, "Users": userChoices, "Providers": providerChoices, "Models": models,
		"Services": form.Choices("adult", "Adults and older adults", "cyp", "Children and young people"),
		"Genders":  form.Choices("", "Not said", "woman", "Woman", "man", "Man"),
		"Bands":    form.Choices("4", "Band 4", "5", "Band 5", "6", "Band 6", "7", "Band 7", "8a", "Band 8a"),
	})
}

// DoNew puts somebody in post.
func DoNew(v *site.Visit) error {
	f := v.Form()
	from, _ := f.Date("from", "First day in post")
	wte, _ := f.Int("wte", "Part of full time")
	if f.OK() {
		_, err := site.Do(v, workforce.Appoint{
			UserID: f.Text("user"), Name: f.Text("name"), RoleType: f.Text("role"), Gender: f.Text("gender"), RingsFrom: f.Text("rings"), Does: f.Text("does"), DoesNot: f.Text("doesnot"),
			PCN: v.Network(), Provider: f.Text("provider"), Model: network.Model(f.Text("model")), Service: f.Text("service"), Band: f.Text("band"), WTEPercent: wte, From: from,
		})
		if err == nil {
			return v.ToWith("/team", f.Text("name")+" is in post. Next: set up clinics in the diary")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showNew(v, f)
}

func member(v *site.Visit) (workforce.Member, error) {
	list, err := site.Ask(v, workforce.Members{PCN: v.Network()})
	if err != nil {
		return workforce.Member{}, err
	}
	for _, m := range list {
		if m.Post.ID == v.Path("id") {
			return m, nil
		}
	}
	return workforce.Member{}, fault.Missing("post")
}

// Scope shows a post: what it is, what the rules say, the scope card, and what
// was changed.
func Scope(v *site.Visit) error {
	p, err := site.Ask(v, workforce.PostPage{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("rings", p.RingsFrom)
	f.Set("does", p.Does)
	f.Set("doesnot", p.DoesNot)
	f.Set("version", strconv.Itoa(p.Practitioner.Version))
	return showScope(v, p)
}

func showScope(v *site.Visit, p workforce.PostFile) error {
	return v.Show(site.Page{Title: p.Name, Form: v.Form(), Back: "/team", BackText: "Practitioners", Print: true}, scopePage, map[string]any{"Form": v.Form(), "P": p, "Edit": v.May(access.EditWorkforce)})
}

// DoScope changes the scope card.
func DoScope(v *site.Visit) error {
	m, err := site.Ask(v, workforce.PostPage{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err = site.Do(v, workforce.Scope{PCN: v.Network(), ID: m.ID, Version: version, RingsFrom: f.Text("rings"), Does: f.Text("does"), DoesNot: f.Text("doesnot")})
	if err == nil {
		return v.ToWith("/team", "The scope card of "+m.Name+" is changed")
	}
	if v.Again(err) {
		return showScope(v, m)
	}
	return err
}

// End asks for the last day of a post.
func End(v *site.Visit) error {
	m, err := member(v)
	if err != nil {
		return err
	}
	return showEnd(v, m, v.Form())
}

func showEnd(v *site.Visit, m workforce.Member, f *form.Form) error {
	held, err := site.Ask(v, caseload.Handing{PCN: v.Network(), Post: m.Post.ID})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "End the post of " + m.Name, Form: f, Back: "/team", BackText: "Practitioners"}, endPage, map[string]any{"Form": f, "M": m, "Held": held, "MayHand": v.May(access.HandCaseload)})
}

// DoEnd ends the post.
func DoEnd(v *site.Visit) error {
	m, err := member(v)
	if err != nil {
		return err
	}
	f := v.Form()
	last, _ := f.Date("last", "Last day in post")
	if f.OK() {
		_, err = site.Do(v, caseload.EndPost{PCN: v.Network(), ID: m.Post.ID, Last: last})
		if err == nil {
			return v.ToWith("/team", "The post of "+m.Name+" ends on "+last.Long()+". End the clinics too, under Diary")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showEnd(v, m, f)
}

// Providers lists the providers and takes a new one.
func Providers(v *site.Visit) error { return showProviders(v, v.Form()) }

func showProviders(v *site.Visit, f *form.Form) error {
	list, err := site.Ask(v, network.ProviderList{})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Providers", Form: f, Crumbs: []site.Crumb{{Text: "Administration", Href: "/admin"}}}, providersPage, map[string]any{
		"Form": f, "List": list, "Kinds": form.Choices("trust", "NHS trust", "vcse", "Voluntary, community or social enterprise", "other", "Another provider"),
	})
}

// DoProviders enters a provider, or changes its name.
func DoProviders(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, network.AddProvider{Code: f.Text("code"), Name: f.Text("name"), Kind: f.Text("kind")})
	if err == nil {
		return v.ToWith("/admin/providers", f.Text("name")+" is entered")
	}
	if v.Again(err) {
		return showProviders(v, f)
	}
	return err
}
