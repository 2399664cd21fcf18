package care

import (
	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/person"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	clockSection    = site.Parse(files, "clocksection.html", "clockparts.html")
	contactsSection = site.Parse(files, "contactssection.html")
	plansSection    = site.Parse(files, "planssection.html")
)

// Overview gives this room's parts of the person's first page: the clock, and
// the newest contacts for those who may read them.
func Overview(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	all, err := sections(v, p, 2)
	if len(all) > 2 {
		all = all[:2]
	}
	return all, err
}

// Contacts gives every contact with a person, for those who may read care.
func Contacts(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	all, err := sections(v, p, 0)
	if err != nil || len(all) < 3 {
		return nil, err
	}
	return all[1:2], nil
}

// Plans gives the assessments and plans with which the clock is stopped, for
// those who may read care.
func Plans(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	all, err := sections(v, p, 0)
	if err != nil || len(all) < 3 {
		return nil, err
	}
	return all[2:], nil
}

// Sections gives this room's parts of the person's page: the clock for those
// who may see the episode; contacts, assessments and plans for those
// who may read them.
func Sections(v *site.Visit, p person.Person) ([]webperson.Section, error) { return sections(v, p, 0) }

// sections gives the clock, the newest contacts (all of them with 0) and what
// was assessed and agreed.
func sections(v *site.Visit, p person.Person, newest int) ([]webperson.Section, error) {
	var out []webperson.Section
	add := func(title string, t *site.Template, data map[string]any) error {
		data["P"], data["MayWrite"] = p, v.May(access.WriteCare)
		markup, err := v.Markup(t, data)
		out = append(out, webperson.Section{Title: title, Markup: markup})
		return err
	}
	if !v.May(access.SeeCare) {
		if !v.May(access.SeeEpisode) {
			return nil, nil
		}
		c, err := site.Ask(v, care.ClockOf{Person: p.ID})
		if err != nil {
			return nil, err
		}
		return out, add("The four-week clock", clockSection, map[string]any{"C": c})
	}
	h, err := site.Ask(v, care.Story{Person: p.ID})
	if err != nil {
		return nil, err
	}
	list := h.Contacts
	if newest > 0 && len(list) > newest {
		list = list[:newest]
	}
	for _, s := range []struct {
		title string
		t     *site.Template
		data  map[string]any
	}{
		{"The four-week clock", clockSection, map[string]any{"C": h.Clock}},
		{"Contacts", contactsSection, map[string]any{"H": h, "List": list, "All": len(h.Contacts)}},
		{"Assessments and plans", plansSection, map[string]any{"H": h, "Open": h.Clock.Open}},
	} {
		if err := add(s.title, s.t, s.data); err != nil {
			return nil, err
		}
	}
	return out, nil
}
