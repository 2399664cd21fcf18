package clinic

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	placesPage = site.Parse(files, "places.html")
	placePage  = site.Parse(files, "place.html")
)

// place is one place on the list.
type place struct {
	diary.Place
	Whose   string
	Clinics int
}

// Places lists where clinics are held.
func Places(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	var out []place
	for _, p := range s.Places {
		x := place{Place: p, Whose: "Neighbourhood site"}
		if p.Practice != "" {
			x.Whose = practiceName(s, p.Practice)
		}
		for _, k := range s.Clinics {
			if k.Place == p.ID && goesOn(k, v.App.Today()) {
				x.Clinics++
			}
		}
		out = append(out, x)
	}
	return v.Show(site.Page{Title: "Places", Back: "/clinics", BackText: "Clinics"}, placesPage, map[string]any{"Places": out, "PCN": pcn, "Keep": v.May(access.KeepDiary)})
}

// NewPlace shows the form of a new place.
func NewPlace(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("pcn", pcn)
	return showPlace(v, f, s, nil)
}

func showPlace(v *site.Visit, f *form.Form, s diary.Set, p *diary.Place) error {
	choices := form.Choices("", "None: a neighbourhood site")
	for _, x := range s.Practices {
		choices = append(choices, form.Choice{Value: x.Code, Text: x.Name})
	}
	title := "Add a place"
	if p != nil {
		title = "Change " + p.Name
	}
	return v.Show(site.Page{Title: title, Form: f, Back: "/places", BackText: "Places"}, placePage, map[string]any{
		"Form": f, "Title": title, "Practices": choices, "P": p, "States": form.Choices("yes", "In use", "no", "Closed: nothing new is held here"),
	})
}

// DoNewPlace adds a place.
func DoNewPlace(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if _, err := site.Do(v, diary.AddPlace{PCN: pcn, Name: f.Text("name"), Practice: f.Text("practice"), Address: f.Text("address"), GettingThere: f.Text("getting")}); err != nil {
		if v.Again(err) {
			return showPlace(v, f, s, nil)
		}
		return err
	}
	return v.ToWith("/places", f.Text("name")+" is added")
}

func placeOf(v *site.Visit) (string, diary.Set, diary.Place, error) {
	pcn, s, err := the(v)
	if err != nil {
		return pcn, s, diary.Place{}, err
	}
	p, ok := s.PlaceByID[v.Path("id")]
	if !ok {
		return pcn, s, p, fault.Missing("place")
	}
	return pcn, s, p, nil
}

// EditPlace shows a place in its form.
func EditPlace(v *site.Visit) error {
	pcn, s, p, err := placeOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("pcn", pcn)
	f.Set("version", strconv.Itoa(p.Version))
	f.Set("name", p.Name)
	f.Set("practice", p.Practice)
	f.Set("address", p.Address)
	f.Set("getting", p.GettingThere)
	f.Set("active", map[bool]string{true: "yes", false: "no"}[p.Active])
	return showPlace(v, f, s, &p)
}

// DoEditPlace changes a place.
func DoEditPlace(v *site.Visit) error {
	pcn, s, p, err := placeOf(v)
	if err != nil {
		return err
	}
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version")) // a missing version is stale
	if _, err := site.Do(v, diary.ChangePlace{PCN: pcn, ID: p.ID, Version: version, Name: f.Text("name"), Practice: f.Text("practice"), Address: f.Text("address"), GettingThere: f.Text("getting"), Active: f.Raw("active") != "no"}); err != nil {
		if fault.Is(err, fault.Conflict) { // who saves again now has seen it
			f.Set("version", strconv.Itoa(p.Version))
		}
		if v.Again(err) {
			return showPlace(v, f, s, &p)
		}
		return err
	}
	return v.ToWith("/places", f.Text("name")+" is changed")
}
