// Package web puts the front rooms together: the route table, the menu, and
// the server over them.
package web

import (
	"html/template"
	"log/slog"
	"net/http"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app"
	appfeedback "footbridge/internal/app/feedback"
	appmeasures "footbridge/internal/app/measures"
	appperson "footbridge/internal/app/person"
	appsafety "footbridge/internal/app/safety"
	"footbridge/internal/web/assessment"
	"footbridge/internal/web/board"
	"footbridge/internal/web/care"
	"footbridge/internal/web/caseload"
	"footbridge/internal/web/course"
	"footbridge/internal/web/diary"
	"footbridge/internal/web/discharge"
	"footbridge/internal/web/feedback"
	"footbridge/internal/web/liaison"
	"footbridge/internal/web/link"
	"footbridge/internal/web/mdt"
	"footbridge/internal/web/measures"
	"footbridge/internal/web/message"
	"footbridge/internal/web/onward"
	"footbridge/internal/web/person"
	"footbridge/internal/web/physical"
	"footbridge/internal/web/plan"
	"footbridge/internal/web/register"
	"footbridge/internal/web/safety"
	"footbridge/internal/web/site"
	"footbridge/internal/web/supervision"
	"footbridge/internal/web/triage"
)

// Config says how the site is served.
type Config struct {
	Log    *slog.Logger
	Demo   bool
	Secure bool
}

// New gives the site over an open app.
func New(a *app.App, c Config) *site.Server {
	return site.New(site.Config{App: a, Log: c.Log, Demo: c.Demo, Secure: c.Secure, Navigation: navigation}, Routes())
}

// people are the pages about people, with what the rooms above hang into the
// person's page.
var people = person.Pages{
	Sections: sections(caseload.Section, diary.Section, triage.Sections, care.Overview, safety.Section, assessment.Section, liaison.Sections, message.Section, supervision.Section, mdt.Section, discharge.Section),
	Parts: []person.Part{
		{Key: "care", Text: "Contacts and measures", Needs: access.SeeCare, Sections: sections(care.Contacts, measures.Section)},
		{Key: "plans", Text: "Assessment, goals and plans", Needs: access.SeeCare, Sections: sections(assessment.Section, plan.Section, care.Plans, course.Section)},
		{Key: "services", Text: "Other services", Needs: access.SeeCare, Sections: sections(onward.Section)},
		{Key: "physical", Text: "Physical health", Needs: access.SeeCare, Sections: sections(physical.Section)},
	},
	Actions: func(v *site.Visit, p appperson.Person) ([]person.Action, error) {
		back, err := discharge.Actions(v, p)
		return slices.Concat(diary.Actions(v, p), back, triage.Actions(v, p), liaison.Actions(v, p), onward.Actions(v, p), mdt.Actions(v, p), feedback.Actions(v, p)), err
	},
}

// sections puts the parts of several rooms one after the other.
func sections(rooms ...func(*site.Visit, appperson.Person) ([]person.Section, error)) func(*site.Visit, appperson.Person) ([]person.Section, error) {
	return func(v *site.Visit, p appperson.Person) ([]person.Section, error) {
		var out []person.Section
		for _, room := range rooms {
			part, err := room(v, p)
			if err != nil {
				return nil, err
			}
			out = append(out, part...)
		}
		return out, nil
	}
}

// private are the purposes of private links: what the rooms show to whoever
// holds one.
var private = link.Purposes{
	appmeasures.LinkPurpose: measures.Phone,
	appsafety.LinkPurpose:   safety.Phone,
	appfeedback.LinkPurpose: feedback.Phone,
}

// days are the pages of a practitioner's day, with what the rooms above care
// say at their head: nobody without a holder first.
var days = care.Days{Above: []func(*site.Visit) (template.HTML, error){register.Today, onward.Today, liaison.OnToday}}

// dashboards are the landing pages of those who look after many posts.
var dashboards = board.Pages{Above: register.Today}

var _ http.Handler = (*site.Server)(nil)
