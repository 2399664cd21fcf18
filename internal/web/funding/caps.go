package funding

import (
	"html/template"

	"footbridge/internal/app/funding"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	capsPage = site.Parse(files, "caps.html")
	loadPage = site.Parse(files, "load.html")
	capPage  = site.Parse(files, "cap.html")
)

func capTable(caption string, rows []funding.Cap) template.HTML {
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: caption, Size: nhsuk.SizeS}, Responsive: true, Head: heads("For", "From", "Until", "£A year, full time", "£London adds")}
	for _, c := range rows {
		until, london := "the next one", ""
		if !c.LastDay.IsZero() {
			until = c.LastDay.Medium()
		}
		if c.Supplement != nil {
			london = c.Supplement.String()
		}
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: c.For()}, {Text: c.FromDay.Medium()}, {Text: until}, numeric(c.Annual.String()), numeric(london)})
	}
	return t.HTML()
}

// Caps shows the tables of maximum amounts.
func Caps(v *site.Visit) error {
	l, err := site.Ask(v, funding.Caps{})
	if err != nil {
		return err
	}
	type shown struct {
		funding.Load
		Table template.HTML
	}
	var list []shown
	for _, x := range l.Loads {
		list = append(list, shown{x, capTable("Lines of “"+x.Name+"”", x.Rows)})
	}
	return v.Show(site.Page{Title: "Maximum amounts", Wide: true}, capsPage, map[string]any{"L": l, "List": list})
}

// LoadCaps asks for a table.
func LoadCaps(v *site.Visit) error { return showLoad(v, nil) }

func showLoad(v *site.Visit, rows []funding.Cap) error {
	l, err := site.Ask(v, funding.Caps{})
	if err != nil {
		return err
	}
	var areas []form.Choice
	for _, a := range l.Areas {
		value := a[0]
		if value == "" {
			value = "england"
		}
		areas = append(areas, form.Choice{Value: value, Text: a[1]})
	}
	if len(areas) == 1 && v.Form().Raw("area") == "" {
		v.Form().Set("area", areas[0].Value)
	}
	data := map[string]any{"Form": v.Form(), "Areas": areas, "Columns": funding.CapColumns, "N": len(rows)}
	if len(rows) > 0 {
		data["Table"] = capTable("What would be loaded", rows)
	}
	return v.Show(site.Page{Title: "Load a table of maximum amounts", Back: "/funding/caps", BackText: "Maximum amounts", Form: v.Form()}, loadPage, data)
}

// DoLoadCaps shows what would be loaded, or loads it.
func DoLoadCaps(v *site.Visit) error {
	f := v.Form()
	text, err := sent(v, "table")
	if err != nil {
		return err
	}
	f.Set("table", text)
	rows, err := funding.ParseCaps(text)
	if err != nil {
		if v.Again(err) {
			return showLoad(v, nil)
		}
		return err
	}
	c := funding.LoadCaps{ICB: f.Text("area"), Name: f.Text("name"), Source: f.Text("source"), URL: f.Text("url"), Table: text, Published: date(f, "published", "The day of publication")}
	if c.ICB == "england" {
		c.ICB = ""
	} else if c.ICB == "" {
		f.Fail("area", "Choose for whom it is")
	}
	if f.Raw("action") != "load" || !f.OK() {
		return showLoad(v, rows)
	}
	id, err := site.Do(v, c)
	if err != nil {
		if v.Again(err) {
			return showLoad(v, rows)
		}
		return err
	}
	return v.ToWith("/funding/caps/"+id, "The table is loaded. It counts when a second person has approved it")
}

// Cap shows one table, and lets a second person decide.
func Cap(v *site.Visit) error {
	l, err := site.Ask(v, funding.Caps{})
	if err != nil {
		return err
	}
	for _, x := range l.Loads {
		if x.ID == v.Path("id") {
			return v.Show(site.Page{Title: x.Name, Back: "/funding/caps", BackText: "Maximum amounts", Form: v.Form()}, capPage, map[string]any{"L": x, "Table": capTable("Lines", x.Rows), "Form": v.Form(), "May": l.MayLoad})
		}
	}
	return fault.Missing("table of maximum amounts")
}

// DoDecide approves or refuses it.
func DoDecide(v *site.Visit) error {
	f := v.Form()
	yes, err := site.Do(v, funding.DecideCaps{ID: v.Path("id"), Version: version(v), Approve: f.Raw("action") == "approve", Why: f.Text("why")})
	if err != nil {
		if v.Again(err) {
			return Cap(v)
		}
		return err
	}
	if yes {
		return v.ToWith("/funding/caps/"+v.Path("id"), "The table is approved and counts from now on")
	}
	return v.ToWith("/funding/caps/"+v.Path("id"), "The table is refused and counts for nothing")
}
