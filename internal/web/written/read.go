package written

import (
	"html/template"

	"footbridge/internal/app/person"
	"footbridge/internal/app/written"
	"footbridge/internal/outline"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	changesPage  = site.Parse(files, "changes.html")
	givenPage    = site.Parse(files, "given.html")
	withdrawPage = site.Parse(files, "withdraw.html")
	havePiece    = site.Parse(files, "have.html")
)

// Shown is one part as a page shows it.
type Shown struct {
	outline.Part
	Heading string
	Said    string // the answer in words, "" where what was said is the text
	Words   string
	Lines   []string // of rows
	Empty   bool
}

// PartsOf gives the parts of a version as a page shows them; parts that are
// left out of what is kept, because the command takes them elsewhere, are not
// among them.
func PartsOf(t written.Text) []Shown {
	var out []Shown
	heading := ""
	for _, p := range t.Outline().Parts {
		s := Shown{Part: p, Said: t.Body.SaidText(p), Words: t.Body.Words[p.Key], Lines: t.Body.RowLines(p), Empty: t.Body.Empty(p)}
		if p.Section != heading {
			heading, s.Heading = p.Section, p.Section
		}
		out = append(out, s)
	}
	return out
}

// Parts renders the parts of a version. Empty is what stands under a part with
// nothing in it; where it is "", such a part is left out.
func Parts(v *site.Visit, t written.Text, empty string, leftOut ...string) (template.HTML, error) {
	return Some(v, PartsOf(t), empty, leftOut...)
}

// Some renders some parts.
func Some(v *site.Visit, parts []Shown, empty string, leftOut ...string) (template.HTML, error) {
	var list []Shown
	skip := map[string]bool{}
	for _, k := range leftOut {
		skip[k] = true
	}
	for _, p := range parts {
		if !skip[p.Key] && (empty != "" || !p.Empty) {
			list = append(list, p)
		}
	}
	return v.Markup(partsPiece, map[string]any{"Parts": list, "Empty": empty})
}

// Changes shows a version beside the one before it. Base is where versions
// stand, such as "/plans/".
func Changes(v *site.Visit, s written.Sheet, base string, banner template.HTML) error {
	if s.Before == nil {
		return v.ToTell(base+s.ID, "There is no version before this one")
	}
	changed, same := outline.Compare(s.Outline(), s.Before.Body, s.Body)
	return v.Show(site.Page{Title: "What changed", Back: base + s.ID, Wide: true, Print: true}, changesPage, map[string]any{
		"S": s, "Changed": changed, "Same": same, "Banner": banner, "Base": base,
	})
}

// Have renders who has a version.
func Have(v *site.Visit, s written.Sheet, base string, mayWrite bool) (template.HTML, error) {
	return v.Markup(havePiece, map[string]any{"S": s, "Base": base, "MayWrite": mayWrite})
}

// Give reads who was given a version.
func Give(v *site.Visit, id string) written.Give {
	f := v.Form()
	g := written.Give{ID: id, How: f.Text("how"), Why: f.Text("why"), Told: f.Text("told")}
	g.On, _ = f.Date("on", "The day")
	to := f.Text("to")
	f.Require(to != "", "to", "Choose to whom it was given")
	kind, name, named := cut(to)
	switch {
	case named: // somebody of the consents, by name
		g.ToKind, g.ToName = kind, name
	case to != "person":
		g.ToKind, g.ToName = to, f.Text("named")
	}
	return g
}

func cut(s string) (kind, name string, ok bool) {
	for i := range s {
		if s[i] == ':' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// ShowGiven shows the form that records who has a version.
func ShowGiven(v *site.Visit, s written.Sheet, base string, banner template.HTML) error {
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
	}
	var ways []form.Choice
	for _, w := range written.Ways {
		ways = append(ways, form.Choice{Value: w[0], Text: w[1]})
	}
	return v.Show(site.Page{Title: "Who has it", Form: f, Back: base + s.ID}, givenPage, map[string]any{
		"Form": f, "S": s, "Banner": banner, "To": recipients(s), "Ways": ways,
		"Warn": f.ErrorFor("why") != "" || f.ErrorFor("told") != "" || f.Raw("why") != "" || f.Raw("told") != "",
	})
}

// recipients are those to whom something can be given, each with what the
// person answered about sharing with them.
func recipients(s written.Sheet) []form.Choice {
	out := []form.Choice{{Value: "person", Text: s.Person.Name()}}
	named := map[string]bool{}
	add := func(kind, name, text string) {
		answer := written.Standing(s.Consents, kind, name)
		warn := ". You will be asked why"
		if answer == "yes" {
			warn = ""
		}
		value := kind
		if name != "" {
			value += ":" + name
		}
		out = append(out, form.Choice{Value: value, Text: text, Hint: "Sharing what is needed for care: " + written.AnswerText(answer) + warn})
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

// ShowWithdraw asks why something was entered in error. Back is where one
// came from; After says what follows from it.
func ShowWithdraw(v *site.Visit, n written.Named, back, after string, banner template.HTML) error {
	if !n.WithdrawnAt.IsZero() {
		return v.ToTell(back, "This is marked as entered in error already")
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Entered in error", Form: f, Back: back}, withdrawPage, map[string]any{"Form": f, "N": n, "Banner": banner, "After": after})
}
