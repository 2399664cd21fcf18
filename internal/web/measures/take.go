package measures

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"footbridge/internal/app/measures"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	choosePage  = site.Parse(files, "choose.html")
	measurePage = site.Parse(files, "measure.html", "draft.html")
)

// Choose lists the questionnaires that can be taken or given.
func Choose(v *site.Visit) error {
	s, err := site.Ask(v, measures.Desk{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	var offered []form.Choice
	for _, t := range s.Tools {
		hint := t.Title
		if note := measures.AgeNote(t.Code, s.Age); note != "" {
			hint += ". " + note
		} else if t.OnlyTotal() {
			hint = "Total only, " + t.Row.Range()
		}
		offered = append(offered, form.Choice{Value: t.Code, Text: named(t), Hint: hint})
	}
	ways := []form.Choice{
		{Value: "room", Text: "Answer it now, in the room"}, {Value: "paper", Text: "Enter answers from paper"}, {Value: "total", Text: "Enter a total that somebody worked out"},
		{Value: "link", Text: "Give a private link for a phone"}, {Value: "blank", Text: "Give it on paper", Hint: "A blank form to print where the licence allows; it counts as asked"},
		{Value: "response", Text: "Import a FHIR response", Hint: "For an imported questionnaire"},
	}
	if f.Raw("how") == "" {
		f.Set("how", "room")
	}
	return v.Show(site.Page{Title: "Questionnaire", Form: f, Back: "/people/" + s.Person.ID}, choosePage, map[string]any{
		"S": s, "Form": f, "Banner": webperson.Banner(s.Person), "Offered": offered, "Ways": ways,
	})
}

// named tells versions of the same questionnaire apart.
func named(t measures.Tool) string {
	if t.Row != nil && t.Version != "" {
		return t.Name + ", version " + t.Version
	}
	return t.Name
}

// DoChoose leads to the questionnaire and the way that were chosen.
func DoChoose(v *site.Visit) error {
	f := v.Form()
	code, how := f.Text("code"), f.Text("how")
	f.Require(code != "", "code", "Choose a questionnaire")
	if !f.OK() {
		return Choose(v)
	}
	path := "/people/" + v.Path("id") + "/measure/" + code
	switch how {
	case "link":
		return v.To(path + "/link")
	case "blank":
		return v.To(path + "/paper")
	case "total", "paper", "response":
		return v.To(path + "?how=" + how)
	}
	return v.To(path)
}

// Measure shows the items of a questionnaire; with ?how=total the form for a
// total that somebody else worked out, with ?how=response for a FHIR response.
func Measure(v *site.Visit) error {
	s, err := desk(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.SetDate("on", v.App.Today())
	fill(f, s.Draft)
	return showMeasure(v, s)
}

func desk(v *site.Visit) (measures.Table, error) {
	return site.Ask(v, measures.Desk{Person: v.Path("id"), Instrument: v.Path("code")})
}

func showMeasure(v *site.Visit, s measures.Table) error {
	f, inst := v.Form(), s.Tool
	how := f.Raw("how")
	if inst.OnlyTotal() {
		how = "total"
	}
	var items, extras []template.HTML
	for _, item := range inst.Items {
		items = append(items, itemField(f, inst.Instrument, item, fmt.Sprintf("item-%d", item.Number)))
	}
	for _, x := range inst.Extras {
		extras = append(extras, itemField(f, inst.Instrument, x, fmt.Sprintf("extra-%d", x.Number)))
	}
	var raters []form.Choice
	for _, r := range measures.Raters {
		value := r[0]
		if value == "" {
			value = "person"
		}
		raters = append(raters, form.Choice{Value: value, Text: r[1]})
	}
	if f.Raw("rater") == "" {
		f.Set("rater", "person")
	}
	return v.Show(site.Page{Title: inst.Name, Form: f, Back: "/people/" + s.Person.ID + "/measure"}, measurePage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Person), "Inst": inst, "Items": items, "Extras": extras, "How": how, "Raters": raters,
		"Age": measures.AgeNote(inst.Code, s.Age), "Safety": inst.SafetyItems(),
		"Draft": boxFor(v, measures.Draft, v.Path("id")+":"+inst.Code, s.Draft, "done"),
	})
}

// itemField is one question as it stands on paper. Blank is a choice of its
// own, so that an answer can be taken back, and is never sent as 0.
func itemField(f *form.Form, inst *measure.Instrument, item measure.Item, name string) template.HTML {
	var choices []form.Choice
	for _, o := range inst.OptionsOf(item) {
		choices = append(choices, form.Choice{Value: strconv.Itoa(o.Value), Text: o.Text})
	}
	choices = append(choices, form.Choice{Divider: "or"}, form.Choice{Value: "blank", Text: "Left blank"})
	if f.Raw(name) == "" {
		f.Set(name, "")
	}
	return f.Radios(name, fmt.Sprintf("%d. %s", item.Number, item.Text), choices, form.Small()).HTML()
}

// DoMeasure keeps the draft, throws it away, or keeps the answers.
func DoMeasure(v *site.Visit) error {
	f := v.Form()
	s, err := desk(v)
	if err != nil {
		return err
	}
	inst := s.Tool
	subject := v.Path("id") + ":" + inst.Code
	switch f.Raw("action") {
	case "save":
		kept, err := keepDraft(v, measures.Draft, subject)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(v.R.URL.RequestURI(), savedMessage(v))
		}
		return showMeasure(v, s)
	case "discard":
		if err := dropDraft(v, measures.Draft, subject); err != nil {
			return err
		}
		return v.ToWith("/people/"+s.Person.ID+"/measure", "The draft is thrown away")
	}
	how := f.Raw("how")
	c := measures.Take{Person: s.Person.ID, Instrument: inst.Code, ScoreOnly: how == "total" || inst.OnlyTotal(), Paper: how == "paper", Rater: strings.TrimSuffix(f.Text("rater"), "person"), Told: f.Text("told"), Done: f.Text("done")}
	c.On, _ = f.Date("on", "The day")
	switch {
	case how == "response":
		if c.Response = f.Raw("response"); c.Response == "" {
			c.Response, err = upload(v, "file")
			if err != nil {
				return err
			}
			f.Set("response", c.Response) // stays on the page when something is missing
		}
		f.Require(c.Response != "", "file", "Choose the file with the response")
	case c.ScoreOnly:
		var typed bool
		c.Total, typed = f.Int("total", "The total")
		f.Require(typed || f.ErrorFor("total") != "", "total", "Enter the total, from %d to %d", inst.Lowest, inst.Max)
	default:
		for _, item := range inst.Items {
			c.Answers = append(c.Answers, answer(f, fmt.Sprintf("item-%d", item.Number)))
		}
		for _, x := range inst.Extras {
			c.Extras = append(c.Extras, answer(f, fmt.Sprintf("extra-%d", x.Number)))
		}
	}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/people/"+s.Person.ID+"/scores", inst.Name+" is recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showMeasure(v, s)
}

// upload reads a small file that was sent with the form, "" when none was.
func upload(v *site.Visit, name string) (string, error) {
	if v.R.MultipartForm == nil {
		return "", nil
	}
	file, _, err := v.R.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) {
		return "", nil
	}
	if err != nil {
		return "", fault.Wrong(name, "The file could not be read")
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, 600_000))
	if err != nil || !utf8.Valid(raw) {
		return "", fault.Wrong(name, "The file could not be read: it must be text in UTF-8")
	}
	return string(raw), nil
}

// answer reads one answer; what was not answered stays so.
func answer(f *form.Form, name string) int {
	switch f.Text(name) {
	case "", "blank":
		return measure.NotAnswered
	}
	n, ok := f.Int(name, "This answer")
	if !ok || n < 0 {
		f.Fail(name, "Choose one of the answers, or leave it blank")
		return measure.NotAnswered
	}
	return n
}
