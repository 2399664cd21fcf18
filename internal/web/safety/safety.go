// Package safety is the front room of keeping safe: the assessment as a
// narrative, the formulation as a shared understanding, and the plan in the
// person's own words, on the screen that is turned, on paper and on a phone.
package safety

import (
	"embed"

	"footbridge/internal/access"
	"footbridge/internal/app/person"
	"footbridge/internal/app/safety"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	section     = site.Parse(files, "section.html")
	historyPage = site.Parse(files, "history.html")
	readPage    = site.Parse(files, "read.html")
	changesPage = site.Parse(files, "changes.html")
	sheetPage   = site.Parse(files, "sheet.html")
)

// attribution stands with every plan.
const attribution = "Six-step structure of the Stanley-Brown intervention; the headings are Footbridge’s own words."

// Section gives the person's page its part about safety, for those who may
// read it.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	k, err := site.Ask(v, safety.Kept{Person: p.ID})
	if err != nil {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"K": k, "P": p, "MayWrite": v.May(access.WriteCare), "Today": v.App.Today()})
	return []webperson.Section{{Title: "Safety", Markup: markup}}, err
}

// History shows every version of the three, the newest first.
func History(v *site.Visit) error {
	k, err := site.Ask(v, safety.Kept{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Safety", Back: "/people/" + k.Person.ID, BackText: k.Person.Name()}, historyPage, map[string]any{
		"K": k, "P": k.Person, "Banner": webperson.Banner(k.Person), "MayWrite": v.May(access.WriteCare), "Today": v.App.Today(),
	})
}

// shown is one part as a page shows it.
type shown struct {
	safety.Part
	Said  string // what was chosen, in words
	Words string
	Lines []string // of rows
	Empty bool
}

func partsOf(t safety.Text) []shown {
	var out []shown
	for _, p := range t.Outline().Parts {
		s := shown{Part: p, Words: t.Body.Words[p.Key], Empty: t.Body.Empty(p)}
		if c := t.Body.Chosen[p.Key]; c != "" {
			s.Said = safety.ChosenText(p, c)
		}
		if len(p.Cols) > 0 {
			s.Lines = safety.Body{Rows: t.Body.Rows}.Lines(p)
		}
		out = append(out, s)
	}
	return out
}

// Read shows one version.
func Read(v *site.Visit) error {
	s, err := site.Ask(v, safety.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: title(s.Text), Back: "/people/" + s.Person.ID + "/safety", BackText: "Safety of " + s.Person.Name(), Print: s.Kind != safety.Plan}, readPage, map[string]any{
		"S": s, "Parts": partsOf(s.Text), "Title": title(s.Text), "Banner": webperson.Banner(s.Person), "MayWrite": v.May(access.WriteCare), "Plan": s.Kind == safety.Plan,
		"Attribution": attribution, "Today": v.App.Today(),
	})
}

func title(t safety.Text) string { return t.Outline().Title + " of " + t.OnDay.Medium() }

// line is one line of a part, beside another version of it.
type line struct {
	Text string
	Only bool // it does not stand in the other version
}

// compared is one part of two versions side by side.
type compared struct {
	safety.Part
	Before, Now []line
	Same        bool
}

func compare(before, now safety.Text) (changed []compared, same []string) {
	for _, p := range now.Outline().Parts {
		a, b := before.Body.Lines(p), now.Body.Lines(p)
		c := compared{Part: p, Before: beside(a, b), Now: beside(b, a), Same: true}
		for _, l := range append(append([]line{}, c.Before...), c.Now...) {
			c.Same = c.Same && !l.Only
		}
		if c.Same {
			if len(b) > 0 {
				same = append(same, p.Title)
			}
			continue
		}
		changed = append(changed, c)
	}
	return changed, same
}

func beside(these, those []string) []line {
	has := map[string]bool{}
	for _, l := range those {
		has[l] = true
	}
	var out []line
	for _, l := range these {
		out = append(out, line{l, !has[l]})
	}
	return out
}

// Changes shows a version beside the one before it.
func Changes(v *site.Visit) error {
	s, err := site.Ask(v, safety.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if s.Before == nil {
		return v.ToTell("/safety/"+s.ID, "There is no version before this one")
	}
	changed, same := compare(*s.Before, s.Text)
	return v.Show(site.Page{Title: "What changed", Back: "/safety/" + s.ID, Wide: true, Print: true}, changesPage, map[string]any{
		"S": s, "Changed": changed, "Same": same, "Banner": webperson.Banner(s.Person),
	})
}

// Sheet shows a plan as the person has it: one sheet of paper, or a phone.
func Sheet(v *site.Visit) error {
	s, err := site.Ask(v, safety.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if s.Kind != safety.Plan {
		return v.To("/safety/" + s.ID)
	}
	var stale []safety.Line
	for _, l := range s.Services {
		if l.Changed || l.Gone {
			stale = append(stale, l)
		}
	}
	return v.Show(site.Page{Title: "My safety plan", Back: "/safety/" + s.ID, Print: true}, sheetPage, map[string]any{
		"S": s, "Parts": partsOf(s.Text), "Banner": webperson.Banner(s.Person), "Large": v.Form().Raw("size") == "large", "Stale": stale,
		"MayWrite": v.May(access.WriteCare), "Attribution": attribution,
	})
}
