package person

import (
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/person"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var findPage = site.Parse(files, "find.html")

// Find is the first page of reception: one field that takes a name, a date of
// birth or an NHS number in any order, and the people who may be meant.
// Searches are not kept; the audit has them.
func (pages Pages) Find(v *site.Visit) error {
	f := v.Form()
	typed := f.Text("words")
	data := map[string]any{"Form": f, "Typed": typed, "Add": addHref(typed), "MayAdd": v.May(access.EditPerson)}
	if _, sent := v.R.URL.Query()["words"]; !sent {
		return v.Show(site.Page{Title: "Find a person"}, findPage, data)
	}
	found, err := site.Ask(v, person.Find{Words: typed})
	if err != nil && !f.Take(err) {
		return err
	}
	if err == nil {
		if found.Wrong != "" && len(found.Hits) == 0 {
			f.Fail("words", "%s", found.Wrong)
		} else if found.Wrong != "" {
			found.Notes = append(found.Notes, found.Wrong+". The name was looked for instead")
		}
		data["Found"] = found
		table := hitTable(v, "People who may be meant, the likeliest first", found.Hits, func(p person.Person) string { return "/people/" + p.ID })
		if err := pages.next(v, &table, found.Hits); err != nil {
			return err
		}
		data["Table"] = table
	}
	title := "Find a person"
	if err == nil {
		title = site.Plural(len(found.Hits), "person", "people") + " found for " + typed
	}
	return v.Show(site.Page{Title: title, Wide: true, Form: f}, findPage, data)
}

// next adds a column with what is done first for a person, so that booking
// needs no stop at the person's page.
func (pages Pages) next(v *site.Visit, t *nhsuk.Table, hits []person.Hit) error {
	if pages.Actions == nil {
		return nil
	}
	some := false
	cells := make([]nhsuk.Cell, len(hits))
	for i, h := range hits {
		actions, err := pages.Actions(v, h.Person)
		if err != nil {
			return err
		}
		if len(actions) > 0 {
			some = true
			cells[i].Markup = piece("hit action", map[string]any{"Action": actions[0], "Name": h.Name()})
		}
	}
	if !some {
		return nil
	}
	t.Head = append(t.Head, nhsuk.Column{Text: "Next"})
	for i := range t.Rows {
		t.Rows[i] = append(t.Rows[i], cells[i])
	}
	return nil
}

func addHref(typed string) string {
	if typed == "" {
		return "/people/new"
	}
	return "/people/new?words=" + url.QueryEscape(typed)
}

// hitTable is a list of people who were found; to says where a name leads.
func hitTable(v *site.Visit, caption string, hits []person.Hit, to func(person.Person) string) nhsuk.Table {
	t := nhsuk.Table{
		Caption:    nhsuk.TableCaption{Text: caption, Size: nhsuk.SizeS},
		Head:       []nhsuk.Column{{Text: "Name", Width: "one-quarter"}, {Text: "Born"}, {Text: "NHS number"}, {Text: "Practice"}, {Text: "Needs and safe contact"}},
		Responsive: true,
	}
	for _, h := range hits {
		needs := strings.Join(h.Needs(), "; ")
		switch {
		case needs == "" && !h.Asked():
			needs = "Not asked"
		case needs == "":
			needs = "None recorded"
		case !h.Asked():
			needs += "; safe contact not asked"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{
			{Markup: piece("hit name", map[string]any{"Hit": h, "Href": to(h.Person)})},
			{Markup: piece("hit born", map[string]any{"Born": h.Born(), "Age": h.Age(v.App.Today())})},
			{Markup: piece("hit number", h.Number())},
			{Text: h.PracticeName},
			{Text: needs},
		})
	}
	return t
}
