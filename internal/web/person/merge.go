package person

import (
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var mergePage = site.Parse(files, "merge.html")

// Merge leads through a merge on one address: look for the other record, see
// both side by side, say which one stays and why. It also shows what was
// merged before, to undo it.
func (pages Pages) Merge(v *site.Visit) error { return pages.showMerge(v, v.Form()) }

// DoMerge merges two records, or undoes a merge.
func (pages Pages) DoMerge(v *site.Visit) error {
	f, id := v.Form(), v.Path("id")
	if drop := f.Text("undo"); drop != "" {
		_, err := site.Do(v, person.Unmerge{ID: id, Drop: drop, Why: f.Text("undo-" + drop)})
		switch {
		case err == nil:
			return v.ToWith("/people/"+id, "The merge is undone. Both records stand on their own again")
		case fault.Is(err, fault.Invalid), fault.Is(err, fault.Conflict):
			f.Fail("undo-"+drop, "%s", fault.Says(err))
		default:
			return err
		}
		return pages.showMerge(v, f)
	}
	other, keep := f.Text("other"), f.Text("keep")
	drop := other
	switch keep {
	case id:
	case other:
		drop = id
	default:
		f.Fail("keep", "Choose which record stays")
		return pages.showMerge(v, f)
	}
	survivor, err := site.Do(v, person.Merge{Keep: keep, Drop: drop, Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/people/"+survivor, "The records are merged. Nothing was deleted, and it can be undone")
	}
	if !v.Again(err) {
		return err
	}
	return pages.showMerge(v, f)
}

func (pages Pages) showMerge(v *site.Visit, f *form.Form) error {
	r, err := site.Ask(v, person.Open{ID: v.Path("id"), Part: "the record, to merge it"})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, r.Person, "/merge"); gone {
		return err
	}
	data := map[string]any{"Form": f, "P": r, "Head": pages.head(v, r.Person, "/merge")}
	var merged []person.Merged
	for _, m := range r.Merged {
		if m.UndoneAt.IsZero() {
			merged = append(merged, m)
		}
	}
	data["Merged"] = merged
	switch {
	case f.Text("other") != "" && f.Text("other") != r.ID:
		other, err := site.Ask(v, person.Open{ID: f.Text("other"), Part: "the record, to merge it"})
		if err != nil {
			return err
		}
		data["Other"] = other
		data["Both"] = sideBySide(r, other)
		data["Choices"] = []form.Choice{
			{Value: r.ID, Text: describe(r.Person), Hint: "The record from which you came"},
			{Value: other.ID, Text: describe(other.Person), Hint: "The record that you found"},
		}
	case f.Text("words") != "":
		found, err := site.Ask(v, person.Find{Words: f.Text("words")})
		if err != nil {
			if !f.Take(err) {
				return err
			}
			break
		}
		var others []person.Hit
		for _, h := range found.Hits {
			if h.ID != r.ID {
				others = append(others, h)
			}
		}
		data["Found"] = true
		data["Others"] = others
		data["Table"] = hitTable(v, "Which of these is the same person?", others, func(o person.Person) string {
			return "/people/" + r.ID + "/merge?other=" + queryEscape(o.ID)
		})
	default:
		if f.Text("words") == "" {
			f.Set("words", r.Family)
		}
	}
	return v.Show(site.Page{Title: "Merge: " + r.Name(), Back: "/people/" + r.ID, BackText: r.Name(), Wide: true, Form: f}, mergePage, data)
}

func describe(p person.Person) string {
	number := p.Number()
	if number == "" {
		number = "not known"
	}
	return p.FormalName() + ", " + p.Born() + ", NHS number " + number + ", on record since " + p.CreatedAt.Date().Medium()
}

func sideBySide(a, b person.Record) nhsuk.Table {
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: "Both records", Size: nhsuk.SizeS}, FirstCellIsHeader: true, Responsive: true,
		Head: []nhsuk.Column{{Text: "What"}, {Text: "The record from which you came"}, {Text: "The record that you found"}},
	}
	left, right := presentDetails(a), presentDetails(b)
	for i := range left {
		differs := ""
		if left[i].ValueMarkup != right[i].ValueMarkup {
			differs = " (differs)"
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: left[i].Key + differs}, {Markup: left[i].ValueMarkup}, {Markup: right[i].ValueMarkup}})
	}
	t.Rows = append(t.Rows, []nhsuk.Cell{{Text: "On record since"}, {Text: a.CreatedAt.Medium()}, {Text: b.CreatedAt.Medium()}})
	return t
}
