package safety

import (
	"strings"

	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	givenPage    = site.Parse(files, "given.html")
	withdrawPage = site.Parse(files, "withdraw.html")
)

// Given shows the form that records who has a plan.
func Given(v *site.Visit) error {
	s, err := site.Ask(v, safety.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if s.Kind != safety.Plan || !s.Holds() {
		return v.To("/safety/" + s.ID)
	}
	if v.R.Method == "GET" {
		v.Form().SetDate("on", v.App.Today())
	}
	return showGiven(v, s)
}

// DoGiven records it.
func DoGiven(v *site.Visit) error {
	f := v.Form()
	cmd := safety.HandOver{ID: v.Path("id"), How: f.Text("how"), Why: f.Text("why"), Told: f.Text("told")}
	cmd.On, _ = f.Date("on", "The day")
	to := f.Text("to")
	f.Require(to != "", "to", "Choose to whom it was given")
	if kind, name, ok := strings.Cut(to, ":"); ok { // somebody of the consents, by name
		cmd.ToKind, cmd.ToName = kind, name
	} else if to != "person" {
		cmd.ToKind, cmd.ToName = to, f.Text("named")
	}
	if f.OK() {
		_, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/safety/"+cmd.ID, "Recorded who has the plan")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Given(v)
}

// recipients are those to whom a plan can be given, each with what the person
// answered about sharing with them.
func recipients(f *form.Form, s safety.Sheet) []form.Choice {
	out := []form.Choice{{Value: "person", Text: s.Person.Name()}}
	named := map[string]bool{}
	add := func(kind, name, text string) {
		answer := safety.Standing(s.Consents, kind, name)
		warn := ". You will be asked why"
		if answer == "yes" {
			warn = ""
		}
		value := kind
		if name != "" {
			value += ":" + name
		}
		out = append(out, form.Choice{Value: value, Text: text, Hint: "Sharing a safety plan: " + safety.AnswerText(answer) + warn})
	}
	for _, w := range person.Withs {
		if w[0] != person.WithFamily && w[0] != person.WithOther {
			add(w[0], "", w[1])
		}
	}
	for _, c := range s.Consents {
		if c.Named != "" && c.Holds() && !named[c.With+c.Named] {
			named[c.With+c.Named] = true
			add(c.With, c.Named, c.Recipient())
		}
	}
	return append(out, form.Choice{Value: person.WithFamily, Text: "Another family member, friend or carer", Hint: "Nobody has asked about them. You will be asked why"},
		form.Choice{Value: person.WithOther, Text: "Another service", Hint: "Nobody has asked about them. You will be asked why"})
}

func showGiven(v *site.Visit, s safety.Sheet) error {
	f := v.Form()
	var ways []form.Choice
	for _, w := range safety.Ways {
		ways = append(ways, form.Choice{Value: w[0], Text: w[1]})
	}
	return v.Show(site.Page{Title: "Who has the plan", Form: f, Back: "/safety/" + s.ID}, givenPage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "To": recipients(f, s), "Ways": ways,
		"Warn": f.ErrorFor("why") != "" || f.ErrorFor("told") != "" || f.Raw("why") != "" || f.Raw("told") != "",
	})
}

// Withdraw asks why something was entered in error.
func Withdraw(v *site.Visit) error {
	n, err := site.Ask(v, safety.Which{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !n.WithdrawnAt.IsZero() {
		return v.ToTell("/safety/"+n.Text, "This is marked as entered in error already")
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Entered in error", Form: f, Back: "/safety/" + n.Text}, withdrawPage, map[string]any{"Form": f, "N": n, "Banner": webperson.Banner(n.Person)})
}

// DoWithdraw marks it so.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, safety.Withdraw{ID: v.Path("id"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id+"/safety", "Marked as entered in error. It stays readable")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}
