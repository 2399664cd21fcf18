package person

import (
	"strconv"

	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var identityPage = site.Parse(files, "identity.html", "details.html")

// Identity shows the form for identity and contact.
func (pages Pages) Identity(v *site.Visit) error {
	r, err := site.Ask(v, person.Open{ID: v.Path("id"), Part: "identity and contact, to change them"})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, r.Person, "/identity"); gone {
		return err
	}
	f := v.Form()
	setDetails(f, r.Details())
	f.SetDate("died", r.Died)
	return pages.showIdentity(v, f, r, nil)
}

// DoIdentity changes them. When somebody else was faster, the page shows what
// the record says now beside what was typed, and the next saving counts.
func (pages Pages) DoIdentity(v *site.Visit) error {
	f, id := v.Form(), v.Path("id")
	d := details(f)
	died, _ := f.Date("died", "Date of death")
	var err error
	if f.OK() {
		_, err = site.Do(v, person.Change{ID: id, Version: version(f), Details: d, Died: died, Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/people/"+id, "Saved")
		}
		if !v.Again(err) {
			return err
		}
	}
	r, openErr := site.Ask(v, person.Open{ID: id, Part: "identity and contact, to change them"})
	if openErr != nil {
		return openErr
	}
	var now []nhsuk.SummaryRow
	if fault.Is(err, fault.Conflict) {
		now = presentDetails(r)
	}
	return pages.showIdentity(v, f, r, now)
}

func (pages Pages) showIdentity(v *site.Visit, f *form.Form, r person.Record, now []nhsuk.SummaryRow) error {
	practices, err := site.Ask(v, person.Practices{})
	if err != nil {
		return err
	}
	data := map[string]any{"Form": f, "P": r, "Head": pages.head(v, r.Person, "/identity"), "Practices": practiceChoices(practices), "Sexes": sexes, "Guess": guess}
	if len(practices) == 1 && practices[0].Code == r.Practice {
		data["Practice"] = r.PracticeName
		f.Set("practice", r.Practice)
	}
	setVersion(f, r, now != nil)
	if now != nil {
		data["Now"] = nhsuk.SummaryList{Rows: now}.HTML()
	}
	return v.Show(site.Page{Title: "Identity and contact: " + r.Name(), Back: "/people/" + r.ID, BackText: r.Name(), Form: f}, identityPage, data)
}

// setVersion puts the version that was read into the form: the first time, and
// again after the page has shown what the record says now.
func setVersion(f *form.Form, r person.Record, shown bool) {
	if f.Text("version") == "" || shown {
		f.Set("version", strconv.Itoa(r.Version))
	}
}

func presentDetails(r person.Record) []nhsuk.SummaryRow {
	died := "Not recorded"
	if !r.Died.IsZero() {
		died = r.Died.Medium()
	}
	var rows []nhsuk.SummaryRow
	for _, x := range [][2]string{
		{"Given name", r.Given}, {"Family name", r.Family}, {"Date of birth", r.Born()}, {"NHS number", r.Number()}, {"Practice", r.PracticeName}, {"Phone", r.Phone},
		{"Sex", r.Sex}, {"Title", r.Title}, {"Known as", r.KnownAs}, {"Email", r.Email}, {"Address", joinLines(r.Address, r.Postcode)}, {"Died", died},
	} {
		rows = append(rows, presentRow(x[0], x[1]))
	}
	return rows
}

func presentRow(key, value string) nhsuk.SummaryRow {
	if value == "" {
		value = "Not recorded"
	}
	return nhsuk.SummaryRow{Key: key, ValueMarkup: piece("note", value)}
}
