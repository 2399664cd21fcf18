package safety

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/safety"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var writePage = site.Parse(files, "write.html")

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action"}

// Write shows the form of a new version: the draft, when there is one; the last
// version, when one begins from it; otherwise an empty page.
func Write(v *site.Visit) error {
	d, err := site.Ask(v, safety.Desk{Person: v.Path("id"), Kind: v.Path("kind")})
	if err != nil {
		return err
	}
	f := v.Form()
	from := f.Raw("from") == "last"
	f.Set("from", "")
	f.SetDate("on", v.App.Today())
	f.Set("version", strconv.Itoa(d.Newest))
	f.Set("saves", "0")
	var gone []string
	switch {
	case d.Draft != nil:
		values, err := url.ParseQuery(d.Draft.Body)
		if err != nil {
			return err
		}
		for _, name := range notDraft {
			values.Del(name)
		}
		for name, list := range values {
			f.SetAll(name, list)
		}
		f.Set("saves", strconv.Itoa(d.Draft.Saves))
	case from && d.Last != nil:
		for name, list := range d.Last.Body.Fields(d.Outline) {
			f.SetAll(name, list)
		}
		var keys []string
		keys, gone = d.Tick(d.Last.Body.Routes)
		f.SetAll("routes", keys)
		f.Set("from", d.Last.ID)
		f.Set("with", d.Last.MadeWith)
	}
	return show(v, d, gone)
}

// DoWrite saves the draft, throws it away, or records the version.
func DoWrite(v *site.Visit) error {
	f := v.Form()
	d, err := site.Ask(v, safety.Desk{Person: v.Path("id"), Kind: v.Path("kind")})
	if err != nil {
		return err
	}
	kind, subject := safety.DraftKind(d.Outline.Kind), safety.DraftSubject(d.Outline.Kind, d.Person.ID)
	switch f.Raw("action") {
	case "save":
		kept, err := keep(v, kind, subject)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(v.R.URL.Path, "Draft saved at "+v.App.Now().Clock())
		}
		return show(v, d, nil)
	case "discard":
		if _, err := site.Do(v, account.DropDraft{Kind: kind, Subject: subject}); err != nil {
			return err
		}
		return v.ToWith("/people/"+d.Person.ID+"/safety", "The draft is thrown away")
	}
	cmd := safety.Record{Person: d.Person.ID, Kind: d.Outline.Kind, From: f.Text("from"), With: f.Text("with"), Body: safety.Read(d.Outline, f.Text), Routes: f.All("routes")}
	cmd.Version, _ = strconv.Atoi(f.Raw("version"))
	cmd.Saves, _ = strconv.Atoi(f.Raw("saves"))
	cmd.On, _ = f.Date("on", "The day")
	cmd.ReviewOn, _ = f.Date("review", "The review")
	if f.OK() {
		id, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/safety/"+id, "The "+d.Outline.Name+" is recorded")
		}
		if !v.Again(err) {
			return err
		}
		if d, err = site.Ask(v, safety.Desk{Person: d.Person.ID, Kind: d.Outline.Kind}); err != nil {
			return err
		}
	}
	return show(v, d, nil)
}

// keep does what the script does by itself: it keeps what is written so far.
// True when it is kept; otherwise the form says why not.
func keep(v *site.Visit, kind, subject string) (bool, error) {
	f := v.Form()
	if !f.OK() {
		return false, nil
	}
	body := url.Values{}
	for name, list := range v.R.PostForm {
		body[name] = list
	}
	for _, name := range notDraft {
		body.Del(name)
	}
	saves, _ := strconv.Atoi(f.Raw("saves"))
	_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: kind, Subject: subject, Body: body.Encode(), Saves: saves})
	if err == nil || v.Again(err) {
		return err == nil, nil
	}
	return false, err
}

// box is what stands with the form: its draft, and what happened elsewhere
// meanwhile.
type box struct {
	Kind, Subject string
	Saves         int
	SavedAt       string // "" when there is none yet
	Other         []safety.Other
	OtherAt       string
	Stale         *safety.Text // the version that somebody recorded meanwhile
	StaleParts    []shown
}

func boxOf(v *site.Visit, d safety.Form) box {
	f := v.Form()
	b := box{Kind: safety.DraftKind(d.Outline.Kind), Subject: safety.DraftSubject(d.Outline.Kind, d.Person.ID)}
	known, _ := strconv.Atoi(f.Raw("saves"))
	f.Set("saves", "0")
	if d.Draft != nil {
		b.Saves, b.SavedAt = d.Draft.Saves, d.Draft.SavedAt.Long()
		if v.R.Method == http.MethodPost && d.Draft.Saves > known {
			if kept, err := url.ParseQuery(d.Draft.Body); err == nil {
				b.Other, b.OtherAt = safety.Unsent(d.Outline, kept, v.R.PostForm), d.Draft.SavedAt.Clock()
			}
		}
		f.Set("saves", strconv.Itoa(d.Draft.Saves))
	}
	if n, _ := strconv.Atoi(f.Raw("version")); n != d.Newest {
		if b.Stale = d.Last; b.Stale != nil {
			b.StaleParts = partsOf(*b.Stale)
		}
		f.Set("version", strconv.Itoa(d.Newest))
	}
	return b
}

// entry is one part of the form.
type entry struct {
	safety.Part
	Fields []template.HTML
	Rows   []row
	Routes template.HTML // the services of the practice to choose from
}

type row struct {
	Number int
	Cells  []template.HTML
}

var askedChoices = form.Choices(safety.WasAsked, "Asked", safety.NotAsked, "Not asked", safety.WasntTold, "The person declined to say")

var agreedChoices = form.Choices("yes", "Yes", "partly", "Partly", "no", "No")

func entries(f *form.Form, d safety.Form) []entry {
	var out []entry
	filled := safety.Read(d.Outline, f.Text).Rows
	for _, p := range d.Outline.Parts {
		e := entry{Part: p}
		label := p.Title
		if p.Step > 0 {
			label = strconv.Itoa(p.Step) + ". " + p.Title
		}
		if p.Shape == safety.Asked || p.Shape == safety.Agreed {
			choices, words := askedChoices, "What the person said"
			if p.Shape == safety.Agreed {
				choices, words = agreedChoices, "What the person sees otherwise, and why"
			}
			e.Fields = []template.HTML{
				f.Radios(p.Key+"-said", label, choices, form.Inline(), form.Size(nhsuk.SizeS)).HTML(),
				f.Textarea(p.Key, words, form.Rows(3), form.Attr("aria-label", words+": "+p.Title)).HTML(),
			}
		} else if p.Shape == safety.Words {
			opts := []form.TextareaOption{form.Rows(3), form.Size(nhsuk.SizeS)}
			if p.Help != "" {
				opts = append(opts, form.Hint(p.Help))
			}
			e.Fields = []template.HTML{f.Textarea(p.Key, label, opts...).HTML()}
		}
		if p.Shape == safety.Services && len(d.Services) > 0 {
			var choices []form.Choice
			for _, r := range d.Services {
				hint := r.Hours
				if r.CheckedOn.IsZero() {
					hint = join(hint, "nobody here has checked the number yet")
				} else {
					hint = join(hint, "number checked on "+r.CheckedOn.Medium())
				}
				choices = append(choices, form.Choice{Value: r.Key, Text: r.Label + ": " + r.Number, Hint: hint})
			}
			e.Routes = f.Checkboxes("routes", "Which of the practice’s list are for me?", choices, form.Small()).HTML()
		}
		if len(p.Cols) > 0 {
			n := min(max(2, len(filled[p.Key])+1), safety.MaxRows)
			// A posted form keeps the places of its rows; holes stay holes.
			for i := safety.MaxRows; i > n; i-- {
				for _, c := range p.Cols {
					if f.Raw(safety.Cell(p, i, c)) != "" {
						n = i
					}
				}
			}
			for i := 1; i <= n; i++ {
				r := row{Number: i}
				for _, c := range p.Cols {
					name := safety.Cell(p, i, c)
					if len(c.Choices) > 0 {
						r.Cells = append(r.Cells, f.Select(name, c.Title, form.Choices(c.Choices...)).HTML())
						continue
					}
					r.Cells = append(r.Cells, f.Input(name, c.Title).HTML())
				}
				e.Rows = append(e.Rows, r)
			}
		}
		out = append(out, e)
	}
	return out
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func show(v *site.Visit, d safety.Form, gone []string) error {
	f := v.Form()
	b := boxOf(v, d)
	began := 0
	if d.Last != nil && f.Raw("from") == d.Last.ID {
		began = d.Last.Version
	}
	return v.Show(site.Page{Title: d.Outline.Title, Form: f, Back: "/people/" + d.Person.ID + "/safety"}, writePage, map[string]any{
		"Form": f, "D": d, "Banner": webperson.Banner(d.Person), "Box": b, "Entries": entries(f, d), "Gone": gone, "Plan": d.Outline.Kind == safety.Plan,
		"Began": began, "MayBegin": d.Last != nil && d.Draft == nil && f.Raw("from") == "" && v.R.Method == http.MethodGet, "Attribution": attribution,
	})
}
