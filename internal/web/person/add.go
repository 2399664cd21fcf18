package person

import (
	"errors"
	"strconv"

	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var addPage = site.Parse(files, "add.html", "details.html")

var sexes = form.Choices("female", "Female", "male", "Male", "indeterminate", "Indeterminate", "", "Not known")

// Add shows the form for somebody new, with what was typed into the search.
func (p Pages) Add(v *site.Visit) error {
	f := v.Form()
	if typed := f.Text("words"); typed != "" {
		setDetails(f, person.Begin(typed, v.App.Today()))
	}
	return p.showAdd(v, f, nil)
}

// DoAdd puts somebody on record. Somebody alike is shown first, and only "It
// is someone else" adds the person then.
func (p Pages) DoAdd(v *site.Visit) error {
	f := v.Form()
	d := details(f)
	if !f.OK() {
		return p.showAdd(v, f, nil)
	}
	id, err := site.Do(v, person.Add{Details: d, Sure: f.Raw("sure") == "yes"})
	switch {
	case err == nil:
		return v.ToWith("/people/"+id, "The person is on record")
	case errors.Is(err, person.ErrAlike):
		f.Fail("alike", "%s", fault.Says(err))
	case !v.Again(err):
		return err
	}
	if errors.Is(err, person.ErrAlike) || f.ErrorFor("nhs") == person.NumberTaken {
		alike, err := site.Ask(v, person.Alike{Details: d})
		if err != nil {
			return err
		}
		return p.showAdd(v, f, alike)
	}
	return p.showAdd(v, f, nil)
}

func (Pages) showAdd(v *site.Visit, f *form.Form, alike []person.Hit) error {
	practices, err := site.Ask(v, person.Practices{})
	if err != nil {
		return err
	}
	data := map[string]any{"Form": f, "Practices": practiceChoices(practices), "Sexes": sexes, "Guess": guess}
	if len(practices) == 1 {
		f.Set("practice", practices[0].Code)
		data["Practice"] = practices[0].Name
	}
	if len(alike) > 0 {
		data["Alike"] = hitTable(v, "Already on record", alike, func(p person.Person) string { return "/people/" + p.ID })
		data["MayBeSure"] = f.ErrorFor("alike") != ""
	}
	back := "/people"
	if typed := f.Text("words"); typed != "" {
		back = "/people?words=" + queryEscape(typed)
	}
	return v.Show(site.Page{Title: "Add a person", Back: back, BackText: "Back to the search", Form: f}, addPage, data)
}

func practiceChoices(practices []network.Practice) []form.Choice {
	out := []form.Choice{{Value: "", Text: "Choose a practice"}}
	for _, p := range practices {
		out = append(out, form.Choice{Value: p.Code, Text: p.Name + " (" + p.Code + ")"})
	}
	return out
}

// details reads the fields of the form for identity and contact.
func details(f *form.Form) person.Details {
	d := person.Details{
		NHSNumber: f.Text("nhs"), Title: f.Text("title"), Given: f.Text("given"), Family: f.Text("family"), KnownAs: f.Text("known_as"),
		BornApprox: f.Checked("approx"), Sex: f.Text("sex"), Practice: f.Text("practice"),
		Phone: f.Text("phone"), Email: f.Text("email"), Address: f.Text("address"), Postcode: f.Text("postcode"),
	}
	d.BornOn, _ = f.Date("born", "Date of birth")
	return d
}

// setDetails fills the form.
func setDetails(f *form.Form, d person.Details) {
	for name, value := range map[string]string{
		"nhs": d.NHSNumber, "title": d.Title, "given": d.Given, "family": d.Family, "known_as": d.KnownAs, "sex": d.Sex, "practice": d.Practice,
		"phone": d.Phone, "email": d.Email, "address": d.Address, "postcode": d.Postcode,
	} {
		f.Set(name, value)
	}
	f.SetDate("born", d.BornOn)
	f.SetAll("approx", nil)
	if d.BornApprox {
		f.Set("approx", "yes")
	}
}

func version(f *form.Form) int {
	n, _ := strconv.Atoi(f.Text("version"))
	return n
}
