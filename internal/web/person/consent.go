package person

import (
	"footbridge/internal/access"
	"footbridge/internal/app/person"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var consentPage = site.Parse(files, "consent.html")

// Consent shows with whom a person agreed to share, every answer that there
// ever was, and the form for another one.
func (pages Pages) Consent(v *site.Visit) error {
	r, err := site.Ask(v, person.Open{ID: v.Path("id"), Part: "consent to share"})
	if err != nil {
		return err
	}
	if gone, err := elsewhere(v, r.Person, "/consent"); gone {
		return err
	}
	return pages.showConsent(v, v.Form(), r)
}

// DoConsent records an answer, or that one was withdrawn.
func (pages Pages) DoConsent(v *site.Visit) error {
	f, id := v.Form(), v.Path("id")
	var err error
	said := "The answer is recorded"
	if c := f.Text("withdraw"); c != "" {
		said = "It is recorded that this was withdrawn"
		_, err = site.Do(v, person.Withdraw{ID: id, Consent: c, Why: f.Text("why")})
	} else {
		_, err = site.Do(v, person.Share{ID: id, With: f.Text("with"), Named: f.Text("named"), Topic: f.Text("topic"), Answer: f.Text("answer"), Note: f.Text("note")})
	}
	if err == nil {
		return v.ToWith("/people/"+id+"/consent", said)
	}
	if !v.Again(err) {
		return err
	}
	r, openErr := site.Ask(v, person.Open{ID: id, Part: "consent to share"})
	if openErr != nil {
		return openErr
	}
	return pages.showConsent(v, f, r)
}

func (pages Pages) showConsent(v *site.Visit, f *form.Form, r person.Record) error {
	var withs, topics []form.Choice
	for _, w := range person.Withs {
		withs = append(withs, form.Choice{Value: w[0], Text: w[1]})
	}
	for _, t := range person.Topics {
		topics = append(topics, form.Choice{Value: t, Text: t})
	}
	var holds, before []person.Consent
	for _, c := range r.Consents {
		if c.Holds() {
			holds = append(holds, c)
		} else {
			before = append(before, c)
		}
	}
	return v.Show(site.Page{Title: "Consent to share: " + r.Name(), Back: "/people/" + r.ID, BackText: r.Name(), Form: f}, consentPage, map[string]any{
		"Form": f, "P": r, "Head": pages.head(v, r.Person, "/consent"), "Holds": holds, "Before": before, "MayEdit": v.May(access.EditPerson),
		"Withs": withs, "Topics": topics, "Answers": form.Choices("yes", "Yes", "partly", "Partly", "no", "No"),
	})
}
