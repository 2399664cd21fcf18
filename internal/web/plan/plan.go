// Package plan is the front room of what is decided and agreed with a person:
// goals, options, the care and support plan with its actions, the plans that
// the person uses without us, and medication review notes.
package plan

import (
	"embed"
	"html/template"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/assessment"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	appsafety "footbridge/internal/app/safety"
	"footbridge/internal/outline"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
	"footbridge/internal/web/written"
)

//go:embed *.html
var files embed.FS

var (
	section     = site.Parse(files, "section.html", "pieces.html")
	allPage     = site.Parse(files, "all.html", "pieces.html")
	readPage    = site.Parse(files, "read.html")
	sheetPage   = site.Parse(files, "sheet.html")
	writePage   = site.Parse(files, "write.html", "pieces.html")
	goalsPage   = site.Parse(files, "goals.html")
	newGoalPage = site.Parse(files, "newgoal.html")
	endGoalPage = site.Parse(files, "endgoal.html")
	actionPage  = site.Parse(files, "action.html")
	reviewPage  = site.Parse(files, "review.html")
)

const base = "/plans/"

// Section gives the person's page its part about goals and plans, for those
// who may read them.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	k, err := site.Ask(v, plan.Kept{Person: p.ID})
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"K": k, "P": p, "MayWrite": v.May(access.WriteCare), "Today": v.App.Today()})
	return []webperson.Section{{Title: "Goals and plans", Markup: markup}}, err
}

// All shows everything of this room about a person.
func All(v *site.Visit) error {
	k, err := site.Ask(v, plan.Kept{Person: v.Path("id")})
	if err != nil {
		return err
	}
	known, err := background(v, k.Person.ID)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Goals and plans", Back: "/people/" + k.Person.ID, BackText: k.Person.Name()}, allPage, map[string]any{
		"K": k, "P": k.Person, "Banner": webperson.Banner(k.Person), "Known": known, "MayWrite": v.May(access.WriteCare), "Today": v.App.Today(),
	})
}

func background(v *site.Visit, personID string) (template.HTML, error) {
	a, err := site.Ask(v, assessment.Kept{Person: personID})
	if err != nil {
		return "", err
	}
	return written.Background(v, a)
}

// safetyPlan gives the id of the present safety plan, "" when there is none.
func safetyPlan(v *site.Visit, personID string) (string, error) {
	k, err := site.Ask(v, appsafety.Kept{Person: personID})
	if err != nil {
		return "", err
	}
	for _, kind := range k.Kinds {
		if kind.Outline.Kind == appsafety.Plan && kind.Present != nil {
			return kind.Present.ID, nil
		}
	}
	return "", nil
}

// Read shows one version.
func Read(v *site.Visit) error {
	s, err := site.Ask(v, plan.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	parts, err := written.Parts(v, s.Text, "Not yet", plan.PartNew, plan.PartOwn)
	if err != nil {
		return err
	}
	may := v.May(access.WriteCare)
	have, err := written.Have(v, s, base, may)
	if err != nil {
		return err
	}
	safe := ""
	if s.Kind == plan.Support {
		if safe, err = safetyPlan(v, s.Person.ID); err != nil {
			return err
		}
	}
	return v.Show(site.Page{Title: s.Title(), Back: "/people/" + s.Person.ID + "/plans", BackText: "Goals and plans of " + s.Person.Name(), Print: s.Outline().Own == ""}, readPage, map[string]any{
		"S": s, "Parts": parts, "Have": have, "Banner": webperson.Banner(s.Person), "MayWrite": may, "Today": v.App.Today(), "Safe": safe, "Support": s.Kind == plan.Support, "Medicines": s.Kind == plan.Medicines,
	})
}

// Changes shows a version beside the one before it.
func Changes(v *site.Visit) error {
	s, err := site.Ask(v, plan.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return written.Changes(v, s, base, webperson.Banner(s.Person))
}

// mine says on the person's own sheet who chose a goal.
var mine = strings.NewReplacer("chosen by "+plan.ChosenText("together"), "we chose it together", "chosen by "+plan.ChosenText("person"), "I chose it", "chosen by "+plan.ChosenText("practitioner"), "the practitioner chose it", "chosen by "+plan.ChosenText("carer"), "a carer chose it")

// option is one option on the person's sheet.
type option struct{ Name, For, Against, Choice, Who string }

// Sheet shows a version as the person has it: on paper, or on a phone.
func Sheet(v *site.Visit) error {
	s, err := site.Ask(v, plan.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if s.Outline().Own == "" {
		return v.To(base + s.ID)
	}
	var options []option
	var parts []written.Shown
	for _, p := range written.PartsOf(s.Text) {
		if s.Kind == plan.Options && p.Key == "options" {
			options = optionsOf(p.Part, s.Body.Rows["options"])
			continue
		}
		if p.Key != plan.PartNew {
			if s.Kind == plan.Support {
				for i, l := range p.Lines {
					p.Lines[i] = mine.Replace(l)
				}
			}
			parts = append(parts, p)
		}
	}
	safe := ""
	if s.Kind == plan.Support {
		if safe, err = safetyPlan(v, s.Person.ID); err != nil {
			return err
		}
	}
	return v.Show(site.Page{Title: s.Outline().Own, Back: base + s.ID, Print: true}, sheetPage, map[string]any{
		"S": s, "Parts": parts, "Options": options, "Banner": webperson.Banner(s.Person), "Large": v.Form().Raw("size") == "large", "Safe": safe,
		"MayWrite": v.May(access.WriteCare), "Support": s.Kind == plan.Support,
	})
}

func optionsOf(p outline.Part, rows [][]string) []option {
	var out []option
	for _, r := range rows {
		if len(r) != len(p.Cols) {
			continue
		}
		o := option{Name: r[0], For: r[1], Against: r[2]}
		c, w := p.Cols[3], p.Cols[4]
		c.Before, w.Before = "", ""
		o.Choice = c.Says(r[3])
		if r[4] != "" {
			o.Who = w.Says(r[4])
		}
		out = append(out, o)
	}
	return out
}

// Write shows the form of a kind.
func Write(v *site.Visit) error {
	d, err := site.Ask(v, plan.Desk{Person: v.Path("id"), Kind: v.Path("kind"), From: v.Form().Raw("from")})
	if err != nil {
		return err
	}
	if err := written.Open(v, d.Form); err != nil {
		return err
	}
	if f := v.Form(); d.Draft == nil && d.Outline.Kind == plan.Support {
		f.SetDate("agreedon", v.App.Today())
	}
	return show(v, d)
}

// DoWrite keeps the draft, throws it away, or records the version.
func DoWrite(v *site.Visit) error {
	f := v.Form()
	q := plan.Desk{Person: v.Path("id"), Kind: v.Path("kind"), From: f.Raw("from")}
	d, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	done, err := written.Keep(v, d.Form, "/people/"+d.Person.ID+"/plans")
	if done || err != nil {
		return err
	}
	cmd := plan.Record{Entry: written.Entry(v, d.Form), Agreed: f.Text("agreed"), NotAgreed: f.Text("notagreed")}
	if cmd.Agreed == "yes" {
		cmd.AgreedOn, _ = f.Date("agreedon", "The day on which it was agreed")
	}
	if f.Raw("action") != "save" && f.OK() {
		id, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith(base+id, "The "+d.Outline.Name+" is recorded")
		}
		if !v.Again(err) {
			return err
		}
		if d, err = site.Ask(v, q); err != nil {
			return err
		}
	}
	return show(v, d)
}

func show(v *site.Visit, d plan.Sheet) error {
	f := v.Form()
	leftOut := []string{}
	if d.Outline.Kind == plan.Medicines && !d.Prescriber {
		leftOut = append(leftOut, plan.PartOwn)
	}
	pieces, err := written.Form(v, d.Form, "Record the "+d.Outline.Name, leftOut...)
	if err != nil {
		return err
	}
	known, err := background(v, d.Person.ID)
	if err != nil {
		return err
	}
	var openGoals []plan.Goal
	for _, g := range d.Goals {
		if g.Open() {
			openGoals = append(openGoals, g)
		}
	}
	openActions := slices.DeleteFunc(slices.Clone(d.Actions), func(a plan.Action) bool { return a.State != plan.StateOpen })
	return v.Show(site.Page{Title: d.Outline.Title, Form: f, Back: "/people/" + d.Person.ID + "/plans"}, writePage, map[string]any{
		"Form": f, "D": d, "Pieces": pieces, "Banner": webperson.Banner(d.Person), "Known": known, "Goals": openGoals, "Actions": openActions, "Today": v.App.Today(),
		"Agreed":  form.Choices("yes", "Yes, it is agreed", "not yet", "Not yet"),
		"Support": d.Outline.Kind == plan.Support, "Medicines": d.Outline.Kind == plan.Medicines, "Options": d.Outline.Kind == plan.Options,
	})
}

// Given shows the form that records who has a version.
func Given(v *site.Visit) error {
	s, err := site.Ask(v, plan.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !s.Holds() {
		return v.To(base + s.ID)
	}
	return written.ShowGiven(v, s, base, webperson.Banner(s.Person))
}

// DoGiven records it.
func DoGiven(v *site.Visit) error {
	cmd := plan.HandOver{Give: written.Give(v, v.Path("id"))}
	if v.Form().OK() {
		_, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith(base+cmd.ID, "Recorded who has it")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Given(v)
}

// Withdraw asks why something was entered in error.
func Withdraw(v *site.Visit) error {
	n, err := site.Ask(v, plan.Which{ID: v.Path("id")})
	if err != nil {
		return err
	}
	back, after := "/people/"+n.Person.ID+"/goals", ""
	if n.Text.ID != "" {
		back = base + n.Text.ID
	}
	if n.Text.Care != "" && !n.Handed {
		after = "It no longer counts for the clock. The version before it then holds."
	}
	return written.ShowWithdraw(v, n, back, after, webperson.Banner(n.Person))
}

// DoWithdraw marks it so.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, plan.Withdraw{ID: v.Path("id"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id+"/plans", "Marked as entered in error. It stays readable")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}
