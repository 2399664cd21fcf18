// Package written is what the front rooms of texts under outlines share: the
// form with its draft, the parts as they are read, what changed between two
// versions, and who has one.
package written

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/written"
	"footbridge/internal/outline"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	notesPiece  = site.Parse(files, "notes.html")
	fieldsPiece = site.Parse(files, "fields.html")
	endPiece    = site.Parse(files, "end.html")
	partsPiece  = site.Parse(files, "parts.html")
)

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action"}

// Open fills the form of a next version: the draft, when there is one; else
// the version from which one begins; else nothing but today.
func Open(v *site.Visit, d written.Form) error {
	f := v.Form()
	f.Set("from", "")
	f.SetDate("on", v.App.Today())
	f.Set("version", strconv.Itoa(d.Newest))
	f.Set("saves", "0")
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
	case d.Last != nil:
		for name, list := range d.Last.Body.Fields(d.Outline) {
			f.SetAll(name, list)
		}
		f.Set("from", d.Last.ID)
		f.Set("with", d.Last.MadeWith)
	}
	return nil
}

// Entry reads what was written.
func Entry(v *site.Visit, d written.Form) written.Entry {
	f := v.Form()
	e := written.Entry{Person: d.Person.ID, Kind: d.Outline.Kind, From: f.Text("from"), With: f.Text("with"), Body: outline.Read(d.Outline, f.Text)}
	e.Version, _ = strconv.Atoi(f.Raw("version"))
	e.Saves, _ = strconv.Atoi(f.Raw("saves"))
	e.On, _ = f.Date("on", "The day")
	e.ReviewOn, _ = f.Date("review", "The review")
	return e
}

// Keep does what the buttons of a draft say: it keeps what is written so far,
// or throws the draft away and leads to gone. True when it has answered the
// visit; when it hasn't and the form has a fault, the form is to be shown
// again.
func Keep(v *site.Visit, d written.Form, gone string) (bool, error) {
	f := v.Form()
	switch f.Raw("action") {
	case "save":
		kept, err := save(v, d)
		if kept {
			err = v.ToWith(v.R.URL.RequestURI(), "Draft saved at "+v.App.Now().Clock())
		}
		return kept, err
	case "discard":
		if _, err := site.Do(v, account.DropDraft{Kind: d.DraftKind, Subject: d.DraftSubject}); err != nil {
			return false, err
		}
		return true, v.ToWith(gone, "The draft is thrown away")
	}
	return false, nil
}

func save(v *site.Visit, d written.Form) (bool, error) {
	f := v.Form()
	body := url.Values{}
	for name, list := range v.R.PostForm {
		body[name] = list
	}
	for _, name := range notDraft {
		body.Del(name)
	}
	saves, _ := strconv.Atoi(f.Raw("saves"))
	_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: d.DraftKind, Subject: d.DraftSubject, Body: body.Encode(), Saves: saves})
	if err == nil || v.Again(err) {
		return err == nil, nil
	}
	return false, err
}

// Pieces are the parts of a form's page. Attrs belong into the form's tag.
type Pieces struct {
	Notes, Fields, End template.HTML
	Attrs              template.HTMLAttr
	Sections           []Section
}

// Section is a heading of a form with how many of its parts hold something.
type Section struct {
	Title, Anchor string
	Filled, All   int
}

// box is what stands with the form: its draft, and what happened elsewhere
// meanwhile.
type box struct {
	Saves      int
	SavedAt    string // "" when there is none yet
	Other      []outline.Other
	OtherAt    string
	Stale      *written.Text // the version that somebody recorded meanwhile
	StaleParts []Shown
	Began      *written.Text
}

func boxOf(v *site.Visit, d written.Form) box {
	f := v.Form()
	var b box
	known, _ := strconv.Atoi(f.Raw("saves"))
	f.Set("saves", "0")
	if d.Draft != nil {
		b.Saves, b.SavedAt = d.Draft.Saves, d.Draft.SavedAt.Long()
		if v.R.Method == http.MethodPost && d.Draft.Saves > known {
			if kept, err := url.ParseQuery(d.Draft.Body); err == nil {
				b.Other, b.OtherAt = outline.Unsent(d.Outline, kept, v.R.PostForm), d.Draft.SavedAt.Clock()
			}
		}
		f.Set("saves", strconv.Itoa(d.Draft.Saves))
	}
	if n, _ := strconv.Atoi(f.Raw("version")); n != d.Newest {
		if b.Stale = d.Recent; b.Stale != nil {
			b.StaleParts = PartsOf(*b.Stale)
		}
		f.Set("version", strconv.Itoa(d.Newest))
	}
	if d.Last != nil && f.Raw("from") == d.Last.ID {
		b.Began = d.Last
	}
	return b
}

// entry is one part of the form.
type entry struct {
	outline.Part
	Heading string // the first part of a section carries it
	Anchor  string
	Fields  []template.HTML
	Rows    []row
}

type row struct {
	Number int
	Tall   bool // a cell has several lines
	Cells  []template.HTML
}

// Form makes the pieces of a form. Parts whose keys are left out are neither
// shown nor asked for.
func Form(v *site.Visit, d written.Form, send string, leftOut ...string) (Pieces, error) {
	var out Pieces
	f, b := v.Form(), boxOf(v, d)
	var list []entry
	list, out.Sections = entries(f, d.Outline, leftOut)
	adds := slices.ContainsFunc(d.Outline.Parts, func(p outline.Part) bool { return len(p.Cols) > 0 })
	data := map[string]any{"D": d, "Box": b, "Form": f, "Entries": list, "Send": send, "Adds": adds}
	var err error
	if out.Notes, err = v.Markup(notesPiece, data); err != nil {
		return out, err
	}
	if out.Fields, err = v.Markup(fieldsPiece, data); err != nil {
		return out, err
	}
	if out.End, err = v.Markup(endPiece, data); err != nil {
		return out, err
	}
	if len(b.Other) == 0 {
		out.Attrs = template.HTMLAttr(`data-draft-kind="` + template.HTMLEscapeString(d.DraftKind) + `" data-draft-subject="` + template.HTMLEscapeString(d.DraftSubject) + `" data-draft-saves="` + strconv.Itoa(b.Saves) + `"`) //nolint:gosec // escaped
	}
	return out, nil
}

func entries(f *form.Form, o outline.Outline, leftOut []string) (out []entry, sections []Section) {
	filled := outline.Read(o, f.Text)
	for _, p := range o.Parts {
		if p.Shape == outline.Taken || slices.Contains(leftOut, p.Key) {
			continue
		}
		e := entry{Part: p}
		if p.Section != "" {
			if n := len(sections); n == 0 || sections[n-1].Title != p.Section {
				e.Heading, e.Anchor = p.Section, "part-"+strconv.Itoa(n+1)
				sections = append(sections, Section{Title: p.Section, Anchor: e.Anchor})
			}
			s := &sections[len(sections)-1]
			s.All++
			if !filled.Empty(p) {
				s.Filled++
			}
		}
		e.Fields = fieldsOf(f, p)
		if len(p.Cols) > 0 {
			e.Rows = rowsOf(f, p, len(filled.Rows[p.Key]))
		}
		out = append(out, e)
	}
	return out, sections
}

func fieldsOf(f *form.Form, p outline.Part) []template.HTML {
	lines := 3
	if p.Tall {
		lines = 6
	}
	opts := []form.TextareaOption{form.Rows(lines), form.Size(nhsuk.SizeS)}
	if p.Help != "" {
		opts = append(opts, form.Hint(p.Help))
	}
	switch p.Shape {
	case outline.Words:
		return []template.HTML{f.Textarea(p.Key, p.Title, opts...).HTML()}
	case outline.Asked:
		var choices []form.Choice
		for _, a := range p.Offers() {
			choices = append(choices, form.Choice{Value: a.Value, Text: a.Text})
		}
		if _, asked := p.Answer(outline.WasAsked); !asked {
			radios := []form.ChoiceOption{form.Small(), form.Size(nhsuk.SizeS)}
			if p.Help != "" {
				radios = append(radios, form.Hint(p.Help))
			}
			return []template.HTML{f.Radios(p.Key+"-said", p.Title, choices, radios...).HTML(),
				f.Textarea(p.Key, "In words", form.Rows(lines), form.Attr("aria-label", p.Title+", in words")).HTML()}
		}
		for i, short := range []string{"As written", "None", "Declined to say", "Not asked"} {
			choices[i].Text = short
		}
		return []template.HTML{f.Textarea(p.Key, p.Title, opts...).HTML(),
			f.Radios(p.Key+"-said", "Or: "+p.Title, choices, form.Inline(), form.Small(), form.HiddenLabel()).HTML()}
	}
	return nil
}

func rowsOf(f *form.Form, p outline.Part, filled int) []row {
	least := 2
	if p.Shape == outline.Asked {
		least = 1
	}
	n := min(max(least, filled+1), outline.MaxRows)
	// A posted form keeps the places of its rows; holes stay holes.
	for i := outline.MaxRows; i > n; i-- {
		for _, c := range p.Cols {
			if f.Raw(outline.Cell(p, i, c)) != "" {
				n = i
			}
		}
	}
	var out []row
	for i := 1; i <= n; i++ {
		r := row{Number: i}
		for _, c := range p.Cols {
			name := outline.Cell(p, i, c)
			switch {
			case len(c.Choices) > 0:
				r.Cells = append(r.Cells, f.Select(name, c.Title, form.Choices(c.Choices...)).HTML())
			case c.Long:
				r.Tall = true
				r.Cells = append(r.Cells, f.Textarea(name, c.Title, form.Rows(2)).HTML())
			case c.Day:
				if d, err := outline.ParseDay(f.Raw(name)); err == nil && strings.Count(f.Raw(name), "-") == 2 {
					f.Set(name, strconv.Itoa(d.Day())+"/"+strconv.Itoa(int(d.Month()))+"/"+strconv.Itoa(d.Year()))
				}
				r.Cells = append(r.Cells, f.Input(name, c.Title+" (day/month/year)").HTML())
			default:
				r.Cells = append(r.Cells, f.Input(name, c.Title).HTML())
			}
		}
		out = append(out, r)
	}
	return out
}
