// Package measures is the front room of questionnaires: taking and giving one,
// the scores, the inbox of what people sent, and which questionnaires a
// network uses.
package measures

import (
	"embed"
	"net/http"
	"net/url"
	"strconv"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action", "how", "response"}

// fill puts a draft into a form that is shown for the first time.
func fill(f *form.Form, d *account.Draft) {
	f.Set("saves", "0")
	if d == nil {
		return
	}
	values, err := url.ParseQuery(d.Body)
	if err != nil {
		return
	}
	for _, name := range notDraft {
		values.Del(name)
	}
	for name, list := range values {
		f.SetAll(name, list)
	}
	f.Set("saves", strconv.Itoa(d.Saves))
}

func saves(f *form.Form) int {
	n, _ := strconv.Atoi(f.Raw("saves"))
	return n
}

// keepDraft does what the script does by itself: it keeps what is written so
// far. True when it is kept; otherwise the form says why not.
func keepDraft(v *site.Visit, kind, subject string) (bool, error) {
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
	_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: kind, Subject: subject, Body: body.Encode(), Saves: saves(f)})
	if err == nil || v.Again(err) {
		return err == nil, nil
	}
	return false, err
}

func dropDraft(v *site.Visit, kind, subject string) error {
	_, err := app.Do(v.Context(), v.App, v.Actor, account.DropDraft{Kind: kind, Subject: subject})
	return err
}

func savedMessage(v *site.Visit) string { return "Draft saved at " + v.App.Now().Clock() }

// draftBox is what stands with a form that has a draft.
type draftBox struct {
	Kind, Subject string
	Saves         int
	SavedAt       string // "" when there is none yet
	Other         string // what another window saved, when that is not in this one
	OtherAt       string
}

// boxFor says how the draft stands. After a form was sent, what another window
// saved meanwhile is shown, and the next press knows of it.
func boxFor(v *site.Visit, kind, subject string, d *account.Draft, field string) draftBox {
	box := draftBox{Kind: kind, Subject: subject}
	f := v.Form()
	if d == nil {
		f.Set("saves", "0")
		return box
	}
	box.Saves, box.SavedAt = d.Saves, d.SavedAt.Long()
	if v.R.Method == http.MethodPost && d.Saves > saves(f) {
		if values, err := url.ParseQuery(d.Body); err == nil && values.Get(field) != f.Raw(field) {
			box.Other, box.OtherAt = values.Get(field), d.SavedAt.Clock()
		}
	}
	f.Set("saves", strconv.Itoa(d.Saves))
	return box
}
