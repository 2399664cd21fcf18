package workforce

import (
	"html/template"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/funding"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	changePage = site.Parse(files, "change.html")
	modelsPage = site.Parse(files, "models.html")
	livedPage  = site.Parse(files, "lived.html")
)

// Change shows a post in its form.
func Change(v *site.Visit) error {
	p, err := site.Ask(v, workforce.PostPage{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	d := p.Now
	f.Set("version", strconv.Itoa(d.Version))
	for name, value := range map[string]string{"role": d.RoleKey, "model": string(d.Model), "provider": d.Provider, "employer": d.Employer, "service": d.Service, "band": d.Band,
		"wte": strconv.Itoa(d.WTEPercent), "sites": d.Sites, "agreement": d.Agreement} {
		f.Set(name, value)
	}
	return showChange(v, p)
}

func showChange(v *site.Visit, p workforce.PostFile) error {
	f := v.Form()
	providers, err := site.Ask(v, network.Providers{})
	if err != nil {
		return err
	}
	providerChoices := form.Choices("", "None: independently employed")
	for _, x := range providers {
		providerChoices = append(providerChoices, form.Choice{Value: x.Code, Text: x.Name})
	}
	return v.Show(site.Page{Title: "Change the post of " + p.Name, Form: f, Back: "/team/" + p.Post.ID, BackText: p.Name}, changePage, map[string]any{
		"Form": f, "P": p, "Roles": roleChoices(), "Models": modelChoices(), "Providers": providerChoices, "Services": serviceChoices(), "Bands": bandChoices(),
	})
}

func roleChoices() []form.Choice {
	out := form.Choices("", "Choose one")
	for _, r := range workforce.RoleTypes {
		out = append(out, form.Choice{Value: r.Key, Text: r.Name})
	}
	return out
}

func modelChoices() (out []form.Choice) {
	for _, m := range []network.Model{network.Joint, network.VCSE, network.Independent} {
		out = append(out, form.Choice{Value: string(m), Text: m.Words()})
	}
	return out
}

func serviceChoices() (out []form.Choice) {
	for _, s := range workforce.Services {
		out = append(out, form.Choice{Value: s[0], Text: s[1]})
	}
	return out
}

func bandChoices() (out []form.Choice) {
	for _, b := range workforce.PostBands {
		out = append(out, form.Choice{Value: string(b), Text: "Band " + string(b)})
	}
	return out
}

// DoChange writes the new version.
func DoChange(v *site.Visit) error {
	p, err := site.Ask(v, workforce.PostPage{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	wte, _ := f.Int("wte", "Part of full time")
	version, _ := strconv.Atoi(f.Raw("version"))
	if f.OK() {
		_, err := site.Do(v, workforce.ChangePost{PCN: v.Network(), Post: p.Post.ID, Version: version, RoleKey: f.Text("role"), Model: network.Model(f.Text("model")), Provider: f.Text("provider"),
			Employer: f.Text("employer"), Service: f.Text("service"), Band: f.Text("band"), WTEPercent: wte, Sites: f.Text("sites"), Agreement: f.Text("agreement"), Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/team/"+p.Post.ID, "The post is changed. What held before stays readable")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showChange(v, p)
}

// maximum is what the loaded tables say for a band.
type maximum struct{ For, Amount, Table string }

// Models compares the two ways of employing a practitioner.
func Models(v *site.Visit) error {
	m, err := site.Ask(v, workforce.Models{PCN: v.Network()})
	if err != nil {
		return err
	}
	var caps []maximum
	mayCost := v.May(access.SeeMaximums)
	if mayCost {
		l, err := site.Ask(v, funding.Caps{})
		if err != nil {
			return err
		}
		today := v.App.Today()
		said := map[string]bool{} // by a later table
		for _, load := range l.Loads {
			for _, c := range load.Rows {
				if load.State == "approved" && holds(c.FromDay, c.LastDay, today) && !said[c.For()] {
					said[c.For()] = true
					caps = append(caps, maximum{c.For(), c.Annual.String(), load.Name})
				}
			}
		}
	}
	var costs template.HTML
	if v.May(access.SeeFunding) {
		list, err := site.Ask(v, funding.BothWays{PCN: v.Network()})
		switch {
		case fault.Is(err, fault.NotFound): // a provider sees its own posts' claims only
		case err != nil:
			return err
		case len(list) > 0:
			costs = costTable(list)
		}
	}
	return v.Show(site.Page{Title: "Two ways to employ a practitioner", Back: "/team", BackText: "Practitioners", Wide: true, Print: true}, modelsPage, map[string]any{"M": m, "Caps": caps, "MayCost": mayCost, "Costs": costs})
}

// costTable says who would pay for the posts of a network in the two ways.
func costTable(list []funding.PostBothWays) template.HTML {
	amount := func(text string) nhsuk.Cell { return nhsuk.Cell{Text: text, Format: nhsuk.FormatNumeric} }
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "What each post would cost whom in a year", Size: nhsuk.SizeS}, Responsive: true, Head: []nhsuk.Column{{Text: "Post"}, {Text: "Way"}}}
	for _, h := range []string{"The scheme", "The provider", "Above the maximum", "The practice"} {
		t.Head = append(t.Head, nhsuk.Column{Text: h, Format: nhsuk.FormatNumeric})
	}
	for _, c := range list {
		name := c.Post.Name + ", band " + c.Post.Band
		for _, x := range []struct {
			way string
			s   *funding.Split
		}{{"Jointly funded, first post", c.First}, {"Jointly funded, later post", c.Later}} {
			if x.s == nil {
				t.Rows = append(t.Rows, []nhsuk.Cell{{Text: name}, {Text: x.way + ": the maximum is not set"}, amount("Not known"), amount("Not known"), amount("Not known"), amount("None")})
				continue
			}
			t.Rows = append(t.Rows, []nhsuk.Cell{{Text: name}, {Text: x.way}, amount(x.s.Scheme.String()), amount(x.s.Provider.String()), amount(x.s.Above.String()), amount("None")})
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: name}, {Text: "Independently employed"}, amount("None"), amount("None"), amount("None"), amount(c.Cost.String())})
	}
	return t.HTML()
}

func holds(from, last, day calendar.Date) bool {
	return !day.Before(from) && (last.IsZero() || !day.After(last))
}

// Lived shows what people with lived experience said.
func Lived(v *site.Visit) error {
	list, err := site.Ask(v, workforce.LivedExperience{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	if id := f.Text("id"); v.R.Method == "GET" && id != "" {
		for _, l := range list {
			if l.ID == id {
				f.Set("version", strconv.Itoa(l.Version))
				f.Set("who", l.Who)
				f.SetDate("on", l.OnDay)
				f.Set("words", l.Words)
				f.Set("changed", l.Changed)
				f.Set("owner", l.Owner)
			}
		}
	}
	return v.Show(site.Page{Title: "What people with lived experience said", Form: f, Back: "/team", BackText: "Practitioners", Print: true}, livedPage, map[string]any{
		"Form": f, "List": list, "Edit": v.May(access.EditWorkforce), "Editing": f.Text("id") != "",
	})
}

// DoLived writes it down, or what was changed because of it.
func DoLived(v *site.Visit) error {
	f := v.Form()
	on, _ := f.Date("on", "The day")
	version, _ := strconv.Atoi(f.Raw("version"))
	if f.OK() {
		_, err := site.Do(v, workforce.RecordLived{PCN: v.Network(), ID: f.Text("id"), Version: version, Who: f.Text("who"), On: on, Words: f.Text("words"), Changed: f.Text("changed"), Owner: f.Text("owner")})
		if err == nil {
			return v.ToWith("/team/lived-experience", "Written down")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Lived(v)
}
