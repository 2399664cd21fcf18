package workforce

import (
	"footbridge/internal/access"
	"footbridge/internal/app/workforce"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	competencesPage   = site.Parse(files, "competences.html")
	endCompetencePage = site.Parse(files, "endcompetence.html")
	interventionsPage = site.Parse(files, "interventions.html")
)

// Competences shows what a practitioner is qualified for. The id of the path
// is the practitioner's; "me" is one's own.
func Competences(v *site.Visit) error {
	l, err := site.Ask(v, workforce.Competences{PCN: v.Network(), Practitioner: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	kinds := form.Choices("", "Choose one")
	for _, k := range l.Kinds {
		if k.Needs {
			kinds = append(kinds, form.Choice{Value: k.Key, Text: k.Name})
		}
	}
	kinds = append(kinds, form.Choice{Value: workforce.Prescriber, Text: "Prescriber"})
	return v.Show(site.Page{Title: "Competences of " + l.Practitioner.Name, Form: f, Back: "/team", BackText: "Practitioners", Print: true}, competencesPage, map[string]any{
		"Form": f, "L": l, "Kinds": kinds, "Keep": v.May(access.KeepCompetence), "Warn": workforce.Warn,
	})
}

// DoCompetence records one.
func DoCompetence(v *site.Visit) error {
	f := v.Form()
	gained, _ := f.Date("gained", "The day on which it was gained")
	expires, _ := f.Date("expires", "The day on which it expires")
	seenOn, _ := f.Date("seenon", "The day on which the evidence was seen")
	if f.OK() {
		_, err := site.Do(v, workforce.AddCompetence{PCN: v.Network(), Practitioner: v.Path("id"), Kind: f.Text("kind"), Qualification: f.Text("qualification"), Supervisor: f.Text("supervisor"),
			Gained: gained, Expires: expires, SeenBy: f.Text("seen"), SeenOn: seenOn})
		if err == nil {
			return v.ToWith("/team/"+v.Path("id")+"/competences", "The competence is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Competences(v)
}

// DoEndCompetence ends one. It is shown again on the practitioner's page when
// something is missing.
func DoEndCompetence(v *site.Visit) error {
	f := v.Form()
	from, _ := f.Date("from", "The day")
	if f.OK() {
		_, err := site.Do(v, workforce.EndCompetence{PCN: v.Network(), ID: v.Path("competence"), From: from, Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/team/"+v.Path("id")+"/competences", "The competence is ended. It stays readable")
		}
		if !v.Again(err) {
			return err
		}
	}
	return EndCompetence(v)
}

// EndCompetence asks from when a competence no longer holds, and why.
func EndCompetence(v *site.Visit) error {
	l, err := site.Ask(v, workforce.Competences{PCN: v.Network(), Practitioner: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("from", v.App.Today())
	}
	for _, c := range l.List {
		if c.ID == v.Path("competence") {
			if !c.EndedAt.IsZero() && v.R.Method == "GET" {
				return v.ToTell("/team/"+l.Practitioner.ID+"/competences", "This competence is ended already")
			}
			return v.Show(site.Page{Title: "End a competence", Form: f, Back: "/team/" + l.Practitioner.ID + "/competences", BackText: "Competences"}, endCompetencePage, map[string]any{"Form": f, "C": c, "L": l})
		}
	}
	return v.To("/team/" + l.Practitioner.ID + "/competences")
}

// Interventions lists the kinds of brief intervention, and says why something
// that was searched for isn't one.
func Interventions(v *site.Visit) error {
	f := v.Form()
	l, err := site.Ask(v, workforce.Kinds{PCN: v.Network(), Words: f.Text("words")})
	if err != nil {
		return err
	}
	due, err := site.Ask(v, workforce.Expiring{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Brief interventions", Form: f}, interventionsPage, map[string]any{
		"Form": f, "L": l, "Due": due, "Add": v.May(access.EditWorkforce), "Words": f.Text("words"), "Needs": form.Choices("yes", "Yes", "no", "No: anybody may deliver it"),
	})
}

// DoKind adds a kind to the network's list.
func DoKind(v *site.Visit) error {
	f := v.Form()
	f.Require(f.Text("needs") != "", "needs", "Say whether a competence is needed")
	if f.OK() {
		_, err := site.Do(v, workforce.AddKind{PCN: v.Network(), Name: f.Text("name"), Dose: f.Text("dose"), Competence: f.Text("needs") == "yes"})
		if err == nil {
			return v.ToWith("/interventions", f.Text("name")+" is on the list")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Interventions(v)
}
