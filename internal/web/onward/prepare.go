package onward

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/onward"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var preparePage = site.Parse(files, "prepare.html", "ours.html")

// notDraft are the fields of the form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action"}

func desk(v *site.Visit) onward.Desk {
	return onward.Desk{Person: v.Path("id"), Service: v.Path("service"), After: v.Form().Raw("after")}
}

// Prepare shows the form of an onward request: the draft, when there is one,
// otherwise filled in from the record.
func Prepare(v *site.Visit) error {
	f := v.Form()
	s, err := site.Ask(v, desk(v))
	if err != nil {
		return err
	}
	for _, p := range s.Asks {
		f.Set(p.Key, p.Text)
	}
	f.Set("own", s.Own)
	f.Set("saves", "0")
	if s.Draft != nil {
		values, err := url.ParseQuery(s.Draft.Body)
		if err != nil {
			return err
		}
		for _, name := range notDraft {
			values.Del(name)
		}
		after := f.Raw("after")
		for name, list := range values {
			f.SetAll(name, list)
		}
		if after == "" && f.Raw("after") != "" { // the draft knows for which one it is
			if s, err = site.Ask(v, desk(v)); err != nil {
				return err
			}
		}
		f.Set("saves", strconv.Itoa(s.Draft.Saves))
	}
	return showPrepare(v, s)
}

// DoPrepare saves the draft, throws it away, or makes the request.
func DoPrepare(v *site.Visit) error {
	f := v.Form()
	s, err := site.Ask(v, desk(v))
	if err != nil {
		return err
	}
	subject := onward.DraftSubject(s.Person.ID, s.Service.ID)
	saves := number(f, "saves")
	switch f.Raw("action") {
	case "save":
		body := url.Values{}
		for name, list := range v.R.PostForm {
			body[name] = list
		}
		for _, name := range notDraft {
			body.Del(name)
		}
		_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: onward.DraftKind, Subject: subject, Body: body.Encode(), Saves: saves})
		if err == nil {
			return v.ToWith(v.R.URL.Path, "Draft saved at "+v.App.Now().Clock())
		}
		if !v.Again(err) {
			return err
		}
		return showPrepare(v, s)
	case "discard":
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.DropDraft{Kind: onward.DraftKind, Subject: subject}); err != nil {
			return err
		}
		return v.ToWith("/people/"+s.Person.ID+"/onward", "The draft is thrown away")
	}
	c := onward.Prepare{Person: s.Person.ID, Service: s.Service.ID, After: f.Raw("after"), Texts: map[string]string{}, Own: f.Text("own"), Way: f.Text("way"),
		Answer: f.Text("answer"), Note: f.Text("note"), Why: f.Text("why"), Told: f.Text("told"), Again: f.Checked("again"), Saves: saves}
	for _, p := range s.Asks {
		c.Texts[p.Key] = f.Text(p.Key)
	}
	id, err := site.Do(v, c)
	if err == nil {
		return v.ToWith("/onward/"+id, "Prepared. It has not been sent yet")
	}
	if !v.Again(err) {
		return err
	}
	if s, err = site.Ask(v, desk(v)); err != nil {
		return err
	}
	return showPrepare(v, s)
}

// hints say what belongs where, for what is not taken from the record.
var hints = map[string]string{
	"reason":     "Why now, what has been tried, and what you ask them to do",
	"medication": "This record has no medicines. Ask the GP practice, and write down the day",
	"safety":     "In words, for whoever sees the person. Never a label. Only with the person’s consent",
	"goals":      "In the person’s words",
}

type field struct {
	Markup template.HTML
	Source string
}

func showPrepare(v *site.Visit, s onward.Sheet) error {
	f := v.Form()
	otherAt := ""
	if s.Draft != nil {
		if v.R.Method == http.MethodPost && s.Draft.Saves > number(f, "saves") {
			otherAt = s.Draft.SavedAt.Clock()
		}
		f.Set("saves", strconv.Itoa(s.Draft.Saves))
	}
	var fields []field
	for _, p := range s.Asks {
		opts := []form.TextareaOption{form.Rows(4), form.Size(nhsuk.SizeS)}
		hint := hints[p.Key]
		if p.Source != "" {
			hint = strings.TrimPrefix(hint+". From: "+p.Source, ". ")
		}
		if hint != "" {
			opts = append(opts, form.Hint(hint))
		}
		fields = append(fields, field{Markup: f.Textarea(p.Key, p.Title, opts...).HTML(), Source: p.Source})
	}
	ways := make([]form.Choice, 0, 3)
	b := s.Service.Body
	for _, w := range onward.Ways {
		c := form.Choice{Value: w[0], Text: w[1]}
		switch w[0] {
		case "letter":
			c.Hint = "To " + strings.ReplaceAll(b.Address, "\n", ", ")
			if b.Address == "" {
				continue
			}
		case "mail":
			c.Hint = "To " + b.Email + ". The subject line says nothing about the person"
			if b.Email == "" {
				continue
			}
		case "system":
			c.Hint = "You type it in there; write down their reference afterwards"
		}
		ways = append(ways, c)
	}
	saved := ""
	if s.Draft != nil {
		saved = s.Draft.SavedAt.Long()
	}
	return v.Show(site.Page{Title: "Prepare an onward request", Form: f, Back: "/people/" + s.Person.ID + "/onward", BackText: "Services for " + s.Person.Name()}, preparePage, map[string]any{
		"Form": f, "S": s, "B": b, "Banner": webperson.Banner(s.Person), "Fields": fields, "Ways": ways, "Answer": onward.ConsentText(s.Answer), "Clear": s.Answer == "yes" || s.Answer == "partly",
		"Answers": form.Choices("yes", "Yes", "partly", "Partly", "no", "No", "asked", "Asked, no answer yet"), "Draft": s.Draft, "SavedAt": saved, "OtherAt": otherAt,
		"Kind": onward.DraftKind, "Subject": onward.DraftSubject(s.Person.ID, s.Service.ID), "Again": form.Choices("yes", "A second onward request to this service is meant"),
	})
}
