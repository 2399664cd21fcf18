package person

import (
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var needsPage = site.Parse(files, "needs.html")

// Needs shows the form for what a person needs and how they can safely be
// reached.
func (pages Pages) Needs(v *site.Visit) error {
	r, err := site.Ask(v, person.Open{ID: v.Path("id"), Part: "needs and safe contact, to change them"})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, r.Person, "/needs"); gone {
		return err
	}
	f := v.Form()
	for name, value := range map[string]string{
		"language": r.Language, "format": r.Format, "adjustments": r.Adjustments, "safe_phone": r.SafePhone, "safe_voicemail": r.SafeVoicemail,
		"safe_text": r.SafeText, "safe_letter": r.SafeLetter, "safe_note": r.SafeNote,
	} {
		f.Set(name, value)
	}
	f.SetAll("interpreter", nil)
	if r.Interpreter {
		f.Set("interpreter", "yes")
	}
	return pages.showNeeds(v, f, r, nil)
}

// DoNeeds records them.
func (pages Pages) DoNeeds(v *site.Visit) error {
	f, id := v.Form(), v.Path("id")
	_, err := site.Do(v, person.SetNeeds{
		ID: id, Version: version(f), Language: f.Text("language"), Interpreter: f.Checked("interpreter"), Format: f.Text("format"), Adjustments: f.Text("adjustments"),
		SafePhone: f.Text("safe_phone"), SafeVoicemail: f.Text("safe_voicemail"), SafeText: f.Text("safe_text"), SafeLetter: f.Text("safe_letter"), SafeNote: f.Text("safe_note"),
	})
	if err == nil {
		return v.ToWith("/people/"+id, "Saved. It stands on every page, list and print about this person")
	}
	if !v.Again(err) {
		return err
	}
	r, openErr := site.Ask(v, person.Open{ID: id, Part: "needs and safe contact, to change them"})
	if openErr != nil {
		return openErr
	}
	var now []nhsuk.SummaryRow
	if fault.Is(err, fault.Conflict) {
		interpreter := "Not needed"
		if r.Interpreter {
			interpreter = "Needed"
		}
		for _, x := range [][2]string{
			{"Safe to phone", r.SafePhone}, {"Safe to leave voicemail", r.SafeVoicemail}, {"Safe to text", r.SafeText}, {"Safe to send letters", r.SafeLetter}, {"Safe contact in words", r.SafeNote},
			{"Language", r.Language}, {"Interpreter", interpreter}, {"Information format", r.Format}, {"Reasonable adjustments", r.Adjustments},
		} {
			now = append(now, presentRow(x[0], x[1]))
		}
	}
	return pages.showNeeds(v, f, r, now)
}

func (pages Pages) showNeeds(v *site.Visit, f *form.Form, r person.Record, now []nhsuk.SummaryRow) error {
	setVersion(f, r, now != nil)
	data := map[string]any{
		"Form": f, "P": r, "Head": pages.head(v, r.Person, "/needs"),
		"Answers":     form.Choices("yes", "Yes", "no", "No", "", "Not asked"),
		"Interpreter": form.Choices("yes", "An interpreter is needed"),
	}
	if now != nil {
		data["Now"] = nhsuk.SummaryList{Rows: now}.HTML()
	}
	return v.Show(site.Page{Title: "Needs and safe contact: " + r.Name(), Back: "/people/" + r.ID, BackText: r.Name(), Form: f}, needsPage, data)
}
