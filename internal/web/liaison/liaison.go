// Package liaison is the front room of the advice desk, of asks, of people
// handed over in the room, of local notes and of teaching.
package liaison

import (
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var section = site.Parse(files, "section.html")

// count is one number of a list with the link to exactly its rows.
type count struct {
	Text, Href, Now string
	N               int
}

func version(f *form.Form) int {
	n, _ := strconv.Atoi(f.Raw("version"))
	return n
}

func number(f *form.Form, name string) int {
	n, _ := strconv.Atoi(f.Raw(name))
	return n
}

func escape(id string) string { return url.PathEscape(id) }

// telling reads who told the person, or why they need not be told.
func telling(f *form.Form) liaison.Telling {
	return liaison.Telling{Told: f.Text("told"), Untold: f.Text("untold")}
}

func times(list []network.ResponseTime) []form.Choice {
	var out []form.Choice
	for _, t := range list {
		out = append(out, form.Choice{Value: t.Name, Text: t.Name + ": " + t.Words()})
	}
	return out
}

// Sections gives this room's part of the person's page.
func Sections(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.Asks) {
		return nil, nil
	}
	about, err := site.Ask(v, liaison.OfPerson{Person: p.ID})
	if err != nil || len(about.Advice)+len(about.Asks)+len(about.Warm) == 0 {
		return nil, err
	}
	markup, err := section.Markup(v, map[string]any{"A": about})
	return []webperson.Section{{Title: "Advice, asks and hand-overs in the room", Markup: markup}}, err
}

// Actions are what can be begun for a person.
func Actions(v *site.Visit, p person.Person) []webperson.Action {
	if !p.Died.IsZero() || p.PCN == "" {
		return nil
	}
	var out []webperson.Action
	if v.May(access.WarmHandOver) {
		out = append(out, webperson.Action{Text: "Hand over in the room", Href: "/people/" + p.ID + "/in-the-room"})
	}
	if v.May(access.AskAdvice) {
		out = append(out, webperson.Action{Text: "Ask the advice desk", Href: "/advice/new?person=" + p.ID})
	}
	if v.May(access.Asks) {
		out = append(out, webperson.Action{Text: "Ask a colleague", Href: "/asks/new?person=" + p.ID})
	}
	return out
}

// drafts

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action", "version"}

// box is what stands with a form that has a draft.
type box struct {
	Kind, Subject string
	Saves         int
	SavedAt       string
	Other         []otherText // what another window saved, where it is not in this one
	OtherAt       string
}

type otherText struct{ Name, Text string }

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

// boxOf says how the draft of a form stands; fields are those in which another
// window may have written something else, each with its name.
func boxOf(v *site.Visit, kind, subject string, d *account.Draft, fields ...[2]string) box {
	f := v.Form()
	b := box{Kind: kind, Subject: subject}
	if d == nil {
		f.Set("saves", "0")
		return b
	}
	b.Saves, b.SavedAt = d.Saves, d.SavedAt.Long()
	if v.R.Method == http.MethodPost && d.Saves > number(f, "saves") {
		if values, err := url.ParseQuery(d.Body); err == nil {
			for _, t := range fields {
				if text := values.Get(t[0]); text != "" && strings.Join(strings.Fields(text), " ") != strings.Join(strings.Fields(f.Raw(t[0])), " ") {
					b.Other = append(b.Other, otherText{t[1], text})
				}
			}
		}
		b.OtherAt = d.SavedAt.Clock()
	}
	f.Set("saves", strconv.Itoa(d.Saves))
	return b
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
	_, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: kind, Subject: subject, Body: body.Encode(), Saves: number(f, "saves")})
	if err == nil || v.Again(err) {
		return err == nil, nil
	}
	return false, err
}

// drop throws one's own draft away.
func drop(v *site.Visit, kind, subject, to string) error {
	if _, err := app.Do(v.Context(), v.App, v.Actor, account.DropDraft{Kind: kind, Subject: subject}); err != nil {
		return err
	}
	return v.ToWith(to, "The draft is thrown away")
}
