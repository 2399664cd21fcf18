package care

import (
	"footbridge/internal/app/care"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	assessmentPage = site.Parse(files, "assessment.html", "draft.html")
	planPage       = site.Parse(files, "plan.html", "draft.html")
)

// part is one of the two forms that record a part of the clock with a text.
type part struct {
	kind, field, title, done string
	page                     *site.Template
	send                     func(v *site.Visit, s care.Sheet) (string, error)
}

var assessmentPart = part{
	care.DraftAssessment, "note", "Complete an assessment", "The assessment is recorded", assessmentPage,
	func(v *site.Visit, s care.Sheet) (string, error) {
		f := v.Form()
		on, _ := f.Date("on", "The day")
		if !f.OK() {
			return "", nil
		}
		return site.Do(v, care.CompleteAssessment{Person: s.Person.ID, On: on, Note: f.Text("note"), Saves: saves(f)})
	},
}

var planPart = part{
	care.DraftPlan, "summary", "Agree a plan", "The plan is recorded", planPage,
	func(v *site.Visit, s care.Sheet) (string, error) {
		f := v.Form()
		on, _ := f.Date("on", "The day")
		if !f.OK() {
			return "", nil
		}
		return site.Do(v, care.AgreePlan{Person: s.Person.ID, On: on, Summary: f.Text("summary"), Goals: f.Text("goals"), Saves: saves(f)})
	},
}

// Assessment shows the form that records a completed assessment.
func Assessment(v *site.Visit) error { return assessmentPart.open(v) }

// DoAssessment records it.
func DoAssessment(v *site.Visit) error { return assessmentPart.post(v) }

// Plan shows the form that records an agreed plan or intervention.
func Plan(v *site.Visit) error { return planPart.open(v) }

// DoPlan records it.
func DoPlan(v *site.Visit) error { return planPart.post(v) }

func (p part) open(v *site.Visit) error {
	s, err := site.Ask(v, care.SheetOf{Person: v.Path("id"), Draft: p.kind})
	if err != nil {
		return err
	}
	f := v.Form()
	f.SetDate("on", v.App.Today())
	fill(f, s.Draft)
	return p.show(v, s)
}

func (p part) show(v *site.Visit, s care.Sheet) error {
	return v.Show(site.Page{Title: p.title, Form: v.Form(), Back: "/people/" + s.Person.ID}, p.page, map[string]any{
		"Form": v.Form(), "S": s, "Banner": webperson.Banner(s.Person), "Title": p.title,
		"Draft": boxFor(v, p.kind, "person:"+s.Person.ID, s.Draft, p.field),
	})
}

func (p part) post(v *site.Visit) error {
	f := v.Form()
	s, err := site.Ask(v, care.SheetOf{Person: v.Path("id"), Draft: p.kind})
	if err != nil {
		return err
	}
	switch f.Raw("action") {
	case "save":
		kept, err := keepDraft(v, p.kind, "person:"+s.Person.ID)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(v.R.URL.Path, savedMessage(v))
		}
		return p.show(v, s)
	case "discard":
		if err := dropDraft(v, p.kind, "person:"+s.Person.ID); err != nil {
			return err
		}
		return v.ToWith("/people/"+s.Person.ID, "The draft is thrown away")
	}
	_, err = p.send(v, s)
	if err == nil && f.OK() {
		return v.ToWith("/people/"+s.Person.ID, p.done)
	}
	if err != nil {
		if !v.Again(err) {
			return err
		}
		if s, err = site.Ask(v, care.SheetOf{Person: v.Path("id"), Draft: p.kind}); err != nil {
			return err
		}
	}
	return p.show(v, s)
}
