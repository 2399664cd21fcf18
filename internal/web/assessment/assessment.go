// Package assessment is the front room of the assessment: the form for the
// talk, in sections; its versions; and what is known from it, on the person's
// page.
package assessment

import (
	"embed"
	"html/template"

	"footbridge/internal/access"
	"footbridge/internal/app/assessment"
	"footbridge/internal/app/person"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
	"footbridge/internal/web/written"
)

//go:embed *.html
var files embed.FS

var (
	section     = site.Parse(files, "section.html")
	historyPage = site.Parse(files, "history.html")
	readPage    = site.Parse(files, "read.html")
	writePage   = site.Parse(files, "write.html")
)

const base = "/assessments/"

// Section gives the person's page its part about the assessment, for those who
// may read it.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	a, err := site.Ask(v, assessment.Kept{Person: p.ID})
	if err != nil {
		return nil, err
	}
	known, err := written.Background(v, a)
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"A": a, "P": p, "Known": known, "MayWrite": v.May(access.WriteCare)})
	return []webperson.Section{{Title: "Assessment", Markup: markup}}, err
}

// History shows every version, the newest first.
func History(v *site.Visit) error {
	a, err := site.Ask(v, assessment.Kept{Person: v.Path("id")})
	if err != nil {
		return err
	}
	sharing, err := written.Consents(v, a.Person, a.Consents)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Assessments", Back: "/people/" + a.Person.ID, BackText: a.Person.Name()}, historyPage, map[string]any{
		"A": a, "Banner": webperson.Banner(a.Person), "Sharing": sharing, "MayWrite": v.May(access.WriteCare),
	})
}

// Read shows one version.
func Read(v *site.Visit) error {
	s, err := site.Ask(v, assessment.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	parts, err := written.Parts(v, s.Text, "Nothing written")
	if err != nil {
		return err
	}
	sharing, err := written.Consents(v, s.Person, s.Consents)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: s.Title(), Back: "/people/" + s.Person.ID + "/assessments", BackText: "Assessments of " + s.Person.Name(), Print: true}, readPage, map[string]any{
		"S": s, "Parts": parts, "Sharing": sharing, "Banner": webperson.Banner(s.Person), "Printable": webperson.Printable(s.Person), "MayWrite": v.May(access.WriteCare),
	})
}

// Changes shows a version beside the one before it.
func Changes(v *site.Visit) error {
	s, err := site.Ask(v, assessment.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return written.Changes(v, s, base, webperson.Banner(s.Person))
}

// Write shows the form: one's draft, else what was answered before.
func Write(v *site.Visit) error {
	d, err := site.Ask(v, assessment.Desk{Person: v.Path("id")})
	if err != nil {
		return err
	}
	if err := written.Open(v, d.Form); err != nil {
		return err
	}
	return show(v, d)
}

// DoWrite keeps the draft, throws it away, or records the assessment as
// complete.
func DoWrite(v *site.Visit) error {
	d, err := site.Ask(v, assessment.Desk{Person: v.Path("id")})
	if err != nil {
		return err
	}
	done, err := written.Keep(v, d.Form, "/people/"+d.Person.ID)
	if done || err != nil {
		return err
	}
	f := v.Form()
	if entry := written.Entry(v, d.Form); f.Raw("action") != "save" && f.OK() {
		id, err := site.Do(v, assessment.Complete{Entry: entry})
		if err == nil {
			return v.ToWith(base+id, "The assessment is recorded as complete")
		}
		if !v.Again(err) {
			return err
		}
		if d, err = site.Ask(v, assessment.Desk{Person: d.Person.ID}); err != nil {
			return err
		}
	}
	return show(v, d)
}

func show(v *site.Visit, d assessment.Sheet) error {
	pieces, err := written.Form(v, d.Form, "Record as complete")
	if err != nil {
		return err
	}
	var sharing template.HTML
	if sharing, err = written.Consents(v, d.Person, d.Consents); err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Assessment", Form: v.Form(), Back: "/people/" + d.Person.ID}, writePage, map[string]any{
		"Form": v.Form(), "D": d, "Pieces": pieces, "Sharing": sharing, "Banner": webperson.Banner(d.Person),
	})
}

// Withdraw asks why a version was entered in error.
func Withdraw(v *site.Visit) error {
	n, err := site.Ask(v, assessment.Which{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return written.ShowWithdraw(v, n, base+n.Text.ID, "It no longer counts for the clock. The version before it then holds.", webperson.Banner(n.Person))
}

// DoWithdraw marks it so.
func DoWithdraw(v *site.Visit) error {
	id, err := site.Do(v, assessment.Withdraw{ID: v.Path("id"), Why: v.Form().Text("why")})
	if err == nil {
		return v.ToWith("/people/"+id+"/assessments", "Marked as entered in error. It stays readable")
	}
	if !v.Again(err) {
		return err
	}
	return Withdraw(v)
}
