package person

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

// Pages are the pages about people. Rooms that stand above this one hang their
// parts into the person's page with these functions; each may be nil.
type Pages struct {
	// Sections gives further parts of the person's page, in their order:
	// bookings, the clock, contacts. It leaves out what the visitor may not
	// see.
	Sections func(v *site.Visit, p person.Person) ([]Section, error)
	// Parts are further pages of the record, beside the overview.
	Parts []Part
	// Actions gives what can be done for the person next: "Book". The first
	// is the page's main button.
	Actions func(v *site.Visit, p person.Person) ([]Action, error)
}

// Part is a page of the record with sections of its own, so that the overview
// stays short.
type Part struct {
	Key, Text string
	Needs     access.Permission // whoever lacks it does not see the page
	Sections  func(v *site.Visit, p person.Person) ([]Section, error)
}

// Section is a part of the person's page, under a heading of its own.
type Section struct {
	Title  string
	Markup template.HTML
}

// Action is a button that leads on from the person's page.
type Action struct{ Text, Href string }

var guess = []form.Choice{{Value: "yes", Text: "This date is a guess"}}

func queryEscape(s string) string { return url.QueryEscape(s) }

// nav is the navigation between the pages of one person: real pages, one of
// them the present one.
type nav struct{ Text, Href, Now string }

func (pages Pages) nav(v *site.Visit, p person.Person, now string) []nav {
	type one struct {
		text, path string
		needs      access.Permission
	}
	all := []one{{"Overview", "", access.SeePerson}}
	for _, part := range pages.Parts {
		all = append(all, one{part.Text, "/record/" + part.Key, part.Needs})
	}
	all = append(all, []one{
		{"Identity and contact", "/identity", access.EditPerson},
		{"Needs and safe contact", "/needs", access.EditPerson},
		{"Consent to share", "/consent", access.SeePerson},
		{"Merge", "/merge", access.MergePerson},
		{"Who looked", "/access", access.SeeAccess},
	}...)
	var out []nav
	for _, a := range all {
		if v.May(a.needs) {
			out = append(out, nav{a.text, "/people/" + p.ID + a.path, map[bool]string{true: "page"}[a.path == now]})
		}
	}
	return out
}

// head is what every page about one person begins with.
func (pages Pages) head(v *site.Visit, p person.Person, now string) template.HTML {
	return Banner(p) + piece("nav", pages.nav(v, p, now))
}

// elsewhere sends the visitor of a merged record on to the surviving one.
func elsewhere(v *site.Visit, p person.Person, path string) (bool, error) {
	if v.Path("id") == p.ID {
		return false, nil
	}
	return true, v.ToWith("/people/"+p.ID+path, "That record was merged into this one")
}

var partPage = site.Parse(files, "part.html")

// Further is one further page of a person's record.
func (pages Pages) Further(v *site.Visit) error {
	i := slices.IndexFunc(pages.Parts, func(p Part) bool { return p.Key == v.Path("part") })
	if i < 0 || !v.May(pages.Parts[i].Needs) {
		return fault.Missing("page")
	}
	part := pages.Parts[i]
	r, err := site.Ask(v, person.Open{ID: v.Path("id"), Part: strings.ToLower(part.Text)})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, r.Person, "/record/"+part.Key); gone {
		return err
	}
	sections, err := part.Sections(v, r.Person)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: part.Text + ": " + r.Name(), Back: "/people/" + r.ID, BackText: r.Name(), Wide: true, Print: true}, partPage, map[string]any{
		"P": r, "Head": pages.head(v, r.Person, "/record/"+part.Key), "Part": part, "Sections": sections,
	})
}

var overviewPage = site.Parse(files, "overview.html")

// Overview is the person's page.
func (pages Pages) Overview(v *site.Visit) error {
	r, err := site.Ask(v, person.Open{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, r.Person, ""); gone {
		return err
	}
	data := map[string]any{"P": r, "Head": pages.head(v, r.Person, ""), "Age": r.Age(v.App.Today()), "MayEdit": v.May(access.EditPerson)}
	if pages.Sections != nil {
		if data["Sections"], err = pages.Sections(v, r.Person); err != nil {
			return err
		}
	}
	if pages.Actions != nil {
		actions, err := pages.Actions(v, r.Person)
		if err != nil {
			return err
		}
		var buttons template.HTML
		const most = 3 // the rest are links: nobody finds the one among ten buttons
		if len(actions) > most {
			data["More"], actions = actions[most:], actions[:most]
		}
		for i, a := range actions {
			b := nhsuk.Button{Text: a.Text, Href: a.Href}
			if i > 0 {
				b.Variant = nhsuk.ButtonSecondary
			}
			buttons += b.HTML() + "\n"
		}
		data["Actions"] = buttons
	}
	data["Facts"] = facts(v, r).HTML()
	var holds []person.Consent
	for _, c := range r.Consents {
		if c.Holds() {
			holds = append(holds, c)
		}
	}
	data["Holds"] = holds
	return v.Show(site.Page{Title: r.Name(), Back: backToSearch(v), BackText: "Find a person", Wide: true, Print: true}, overviewPage, data)
}

func backToSearch(v *site.Visit) string {
	if v.May(access.FindPerson) {
		return "/people"
	}
	return ""
}

// facts are who the person is and how they are reached. What isn't known is
// said to be so.
func facts(v *site.Visit, r person.Record) nhsuk.SummaryList {
	or := func(s string) string {
		if s == "" {
			return "Not recorded"
		}
		return s
	}
	change := func(path, what string) []nhsuk.Action {
		if !v.May(access.EditPerson) {
			return nil
		}
		return []nhsuk.Action{{Text: "Change", HiddenText: what, Href: "/people/" + r.ID + path}}
	}
	safe := func(answer string) string {
		switch answer {
		case "yes":
			return "yes"
		case "no":
			return "NO"
		}
		return "not asked"
	}
	interpreter := "No interpreter recorded"
	if r.Interpreter {
		interpreter = "Interpreter needed"
	}
	language := interpreter
	if r.Language != "" {
		language = r.Language + ". " + interpreter
	}
	born := r.Born()
	if age := r.Age(v.App.Today()); age >= 0 && r.Died.IsZero() {
		born += ", " + site.Plural(age, "year", "years") + " old"
	}
	number := r.Number()
	if number == "" {
		number = "Not known"
	}
	rows := []nhsuk.SummaryRow{
		{Key: "Date of birth", Value: born, Actions: change("/identity#born-day", "date of birth")},
		{Key: "NHS number", Value: number, Actions: change("/identity#nhs", "NHS number")},
		{Key: "Sex", Value: or(r.Sex), Actions: change("/identity#sex", "sex")},
		{Key: "Practice", Value: r.PracticeName, Actions: change("/identity#practice", "practice")},
		{Key: "Phone", Value: or(r.Phone), Actions: change("/identity#phone", "phone")},
		{Key: "Email", Value: or(r.Email), Actions: change("/identity#email", "email")},
		{Key: "Address", ValueMarkup: piece("note", or(joinLines(r.Address, r.Postcode))), Actions: change("/identity#address", "address")},
		{Key: "Safe to contact", Value: "Phone " + safe(r.SafePhone) + ", voicemail " + safe(r.SafeVoicemail) + ", text " + safe(r.SafeText) + ", letter " + safe(r.SafeLetter), Actions: change("/needs", "safe contact")},
		{Key: "Safe contact in words", ValueMarkup: piece("note", or(r.SafeNote)), Actions: change("/needs#safe_note", "safe contact in words")},
		{Key: "Language", Value: language, Actions: change("/needs#language", "language")},
		{Key: "Information format", Value: or(r.Format), Actions: change("/needs#format", "information format")},
		{Key: "Reasonable adjustments", ValueMarkup: piece("note", or(r.Adjustments)), Actions: change("/needs#adjustments", "reasonable adjustments")},
	}
	if !r.Died.IsZero() {
		rows = append([]nhsuk.SummaryRow{{Key: "Died", Value: r.Died.Medium(), Actions: change("/identity#died-day", "date of death")}}, rows...)
	}
	return nhsuk.SummaryList{Rows: rows}
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}
