package triage

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/triage"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var notePage = site.Parse(files, "triage.html", "note.html")

// Note shows the form of a triage note, with the draft that is there.
func Note(v *site.Visit) error {
	d, err := site.Ask(v, triage.NoteForm{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.SetDate("step", d.Record.StepOn)
	f.Set("holder", d.Own)
	if d.Owner != "" {
		f.Set("holder", d.Owner)
	}
	for _, c := range d.Criteria {
		if !c.Known {
			f.Set("met-"+c.Key, c.Met)
		}
	}
	fill(f, d.Draft)
	return showNote(v, d)
}

// DoNote keeps the draft, throws it away, or signs the note.
func DoNote(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	d, err := site.Ask(v, triage.NoteForm{ID: id})
	if err != nil {
		return err
	}
	switch f.Raw("action") {
	case "save":
		if !f.OK() {
			return showNote(v, d)
		}
		body := url.Values{}
		for name, list := range v.R.PostForm {
			body[name] = list
		}
		for _, name := range notDraft {
			body.Del(name)
		}
		_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: triage.DraftTriage, Subject: id, Body: body.Encode(), Saves: saves(f)})
		if err == nil {
			return v.ToWith(v.R.URL.Path, "Draft saved at "+v.App.Now().Clock())
		}
		if !v.Again(err) {
			return err
		}
		return showNote(v, d)
	case "discard":
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.DropDraft{Kind: triage.DraftTriage, Subject: id}); err != nil {
			return err
		}
		return v.ToWith("/requests/"+url.PathEscape(id), "The draft is thrown away")
	}
	c := read(f, d)
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			if c.Parts.Outcome == "appointment" && !c.Parts.Ended {
				return v.ToWith("/book/"+d.Who.ID+"/slots?kind=first", "The note is signed. Now the appointment")
			}
			return v.ToWith("/requests/"+url.PathEscape(id), "The note is signed")
		}
		if !v.Again(err) {
			return err
		}
		if d, err = site.Ask(v, triage.NoteForm{ID: id}); err != nil { // the draft or the request may have changed
			return err
		}
	}
	return showNote(v, d)
}

func saves(f *form.Form) int {
	n, _ := strconv.Atoi(f.Raw("saves"))
	return n
}

// read makes the command out of what was typed.
func read(f *form.Form, d triage.Desk) triage.SignNote {
	step, _ := f.Date("step", "The day")
	c := triage.SignNote{ID: d.Request.ID, Version: version(f), Holder: f.Text("holder"), Without: f.Text("without"), Saves: saves(f), Parts: triage.Parts{
		Question: f.Text("question"), Identity: f.Text("identity"), Consent: f.Text("consent"), Decision: f.Text("decision"),
		Situation: f.Text("situation"), Matters: f.Text("matters"), Safety: map[string]string{}, Words: f.Text("words"), Now: f.Text("now"), Contacted: f.Text("contacted"),
		Background: f.Text("background"), Strengths: f.Text("strengths"), Understanding: f.Text("understanding"),
		Response: f.Text("response"), Why: f.Text("why"), NextStep: f.Text("next"), StepOn: step,
		Outcome: f.Text("outcome"), Ended: f.Text("ends") == "yes", EndedWhy: f.Text("ending"), Onward: f.Text("onward"), Told: f.Text("told"), Net: f.Text("net"), Consulted: f.Text("consulted"),
	}}
	for _, s := range triage.SafetyAsked {
		c.Parts.Safety[s.Key] = f.Text("safety-" + s.Key)
	}
	for _, j := range d.Criteria {
		if met := f.Text("met-" + j.Key); met != "" && !j.Known {
			c.Answers = append(c.Answers, episode.Answer{Key: j.Key, Text: j.Text, Met: met})
		}
	}
	return c
}

// box is what stands with a form that has a draft.
type box struct {
	Saves   int
	SavedAt string
	Other   []otherText // what another window saved, where it is not in this one
	OtherAt string
}

type otherText struct{ Name, Text string }

func showNote(v *site.Visit, d triage.Desk) error {
	f := v.Form()
	var b box
	if d.Draft == nil {
		f.Set("saves", "0")
	} else {
		b.Saves, b.SavedAt = d.Draft.Saves, d.Draft.SavedAt.Long()
		if v.R.Method == http.MethodPost && d.Draft.Saves > saves(f) {
			if values, err := url.ParseQuery(d.Draft.Body); err == nil {
				for _, t := range [][2]string{{"situation", "What is happening now"}, {"matters", "What matters"}, {"words", "Safety"}, {"background", "Background"}, {"strengths", "Strengths"}, {"understanding", "What you both made of it"}} {
					if text := values.Get(t[0]); text != "" && strings.Join(strings.Fields(text), " ") != strings.Join(strings.Fields(f.Raw(t[0])), " ") {
						b.Other = append(b.Other, otherText{t[1], text})
					}
				}
			}
			b.OtherAt = d.Draft.SavedAt.Clock()
		}
		f.Set("saves", strconv.Itoa(d.Draft.Saves))
	}
	f.Set("version", strconv.Itoa(d.Record.Version))
	var outcomes, reasons, withouts []form.Choice
	for _, o := range triage.Outcomes {
		outcomes = append(outcomes, form.Choice{Value: o.Key, Text: o.Text})
	}
	for _, r := range episode.Reasons {
		reasons = append(reasons, form.Choice{Value: r, Text: r})
	}
	for _, w := range triage.Withouts {
		withouts = append(withouts, form.Choice{Value: w, Text: w})
	}
	return v.Show(site.Page{Title: "Triage note", Form: f, Back: "/requests/" + d.Request.ID, BackText: "The request"}, notePage, map[string]any{
		"Form": f, "D": d, "R": d.Full, "Banner": webperson.Banner(d.Who), "Draft": b, "Way": sentence(d.Request.Way), "Safety": triage.SafetyAsked, "Outcomes": outcomes, "Reasons": append(form.Choices("", "Choose"), reasons...),
		"Withouts": withouts, "Times": times(d.Times), "Team": team(d.Team, "Choose"),
		"Checked": form.Choices("checked", "Checked", triage.NotAsked, "Not asked", triage.Declined, "Declined"),
		"Sharing": form.Choices("yes", "Yes", "no", "No", triage.NotAsked, "Not asked"),
		"AskedOf": form.Choices(triage.Asked, "Asked", triage.NotAsked, "Not asked", triage.Declined, "Declined"),
		"Met":     form.Choices("yes", "Yes", "no", "No", "not known", "Not known"),
		"AtOnce":  form.Choices("no", "No", "yes", "Yes", "unsure", "Unsure"),
		"Ends":    form.Choices("no", "No, something happens here next", "yes", "Yes, it ends here"),
	})
}
