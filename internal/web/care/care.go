// Package care is the front room of being seen: the practitioner's day, the
// note of a contact, questionnaires, assessments and plans, and the clock.
package care

import (
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action"}

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

// mechanisms are the ways in which a contact takes place, to choose from.
func mechanisms() []form.Choice {
	out := []form.Choice{{Value: "", Text: "Choose"}}
	for _, m := range nhs.Mechanisms {
		out = append(out, form.Choice{Value: m.Code, Text: m.Label})
	}
	return out
}

// mechanismOf gives the way in which a booking is meant to take place.
func mechanismOf(mode string) nhs.Mechanism {
	switch mode {
	case "telephone":
		return nhs.Telephone
	case "video":
		return nhs.Video
	}
	return nhs.FaceToFace
}

// GoOnWriting leads from the list of one's own drafts to the form in which one
// is written.
func GoOnWriting(v *site.Visit) error {
	drafts, err := site.Ask(v, account.Drafts{})
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if d.Subject != v.Path("subject") {
			continue
		}
		if path := draftPath(d); path != "" {
			return v.To(path)
		}
	}
	return fault.Missing("draft")
}

func draftPath(d account.Draft) string {
	person, about := d.Subject, len(d.Subject) > 7 && d.Subject[:7] == "person:"
	if about {
		person = d.Subject[7:]
	}
	switch d.Kind {
	case care.DraftContact:
		if about {
			return "/people/" + url.PathEscape(person) + "/contact"
		}
		return "/bookings/" + url.PathEscape(d.Subject) + "/contact"
	case "triage":
		return "/requests/" + url.PathEscape(d.Subject) + "/triage"
	case care.DraftAmendment:
		return "/contacts/" + url.PathEscape(d.Subject) + "/amend"
	case care.DraftAssessment:
		return "/people/" + url.PathEscape(person) + "/assessment"
	case care.DraftPlan:
		return "/people/" + url.PathEscape(person) + "/plan"
	case "full assessment": // of the room above
		return "/people/" + url.PathEscape(strings.TrimPrefix(d.Subject, "full-assessment:")) + "/assessment/new"
	case "plan support", "plan options", "plan self", "plan well", "plan medicines": // of the room above
		kind, of, _ := strings.Cut(strings.TrimPrefix(d.Subject, "plan-"), ":")
		return "/people/" + url.PathEscape(of) + "/plans/" + url.PathEscape(kind) + "/new"
	case "advice answer": // of the room above, as is the next
		return "/advice/" + url.PathEscape(d.Subject) + "/answer"
	case "ask answer":
		return "/asks/" + url.PathEscape(d.Subject)
	case "supervision note": // of the room above
		return "/supervision/posts/" + url.PathEscape(d.Subject) + "/write"
	case "course session": // of the room above, as is the next
		return "/courses/" + url.PathEscape(d.Subject) + "/session"
	case "group register":
		return "/registers/" + url.PathEscape(d.Subject)
	case "safety assessment", "safety formulation", "safety plan": // of the room above; the subject names the person after a colon
		kind, of, _ := strings.Cut(strings.TrimPrefix(d.Subject, "safety-"), ":")
		return "/people/" + url.PathEscape(of) + "/safety/" + url.PathEscape(kind) + "/new"
	case "onward": // of the room above; the subject names the person and the service
		of, service, _ := strings.Cut(strings.TrimPrefix(d.Subject, "onward:"), ":")
		return "/people/" + url.PathEscape(of) + "/onward/to/" + url.PathEscape(service)
	case "measure": // of the room below; the subject names the person before a colon
		for i := range d.Subject {
			if d.Subject[i] == ':' {
				return "/people/" + url.PathEscape(d.Subject[:i]) + "/measure/" + url.PathEscape(d.Subject[i+1:])
			}
		}
	}
	return ""
}
