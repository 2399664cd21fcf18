// Package web puts the front rooms together: the route table, the menu, and
// the server over them.
package web

import (
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app"
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
		return slices.Concat(diary.Actions(v, p), back, triage.Actions(v, p), liaison.Actions(v, p), onward.Actions(v, p), mdt.Actions(v, p)), err
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
}

// days are the pages of a practitioner's day, with what the rooms above care
// say at their head: nobody without a holder first.
var days = care.Days{Above: []func(*site.Visit) (template.HTML, error){register.Today, onward.Today, liaison.OnToday}}

// dashboards are the landing pages of those who look after many posts.
var dashboards = board.Pages{Above: register.Today}

var _ http.Handler = (*site.Server)(nil)

// navigation is the menu: what the visitor's role comes to Footbridge for,
// first things first.
func navigation(v *site.Visit) []site.NavItem {
	all := []struct {
		text, href string
		needs      access.Permission
	}{
		{"Today", "/today", access.WriteCare},
		{"Advice desk", "/advice", access.SeeAdvice},
		{"My asks", "/asks", access.Asks},
		{"Caseload", "/caseload", access.SeeCaseload},
		{"Find a person", "/people", access.FindPerson},
		{"Claims", "/claims", access.SeeFunding},
		{"Requests", "/requests", access.SeeEpisode},
		{"Waiting list", "/waiting", access.WaitingList},
		{"Messages", "/messages", access.SeeMessages},
		{"Wordings", "/wordings", access.KeepMessages},
		{"Bridge register", "/register", access.SeeBridge},
		{"Waiting well", "/waiting-well", access.SeeWaiting},
		{"Team meetings", "/meetings", access.SeeCare},
		{"Meeting decisions", "/decisions", access.TeamMeeting},
		{"Onward access", "/onward", access.SeeCare},
		{"Directory", "/directory", access.SeeDirectory},
		{"Supervision", "/supervision", access.SeeSupervision},
		{"Contract evidence", "/evidence", access.SeeEvidence},
		{"Groups", "/groups", access.WriteCare},
		{"Physical health", "/physical", access.SeeCare},
		{"Overrides", "/overrides", access.SeeOverrides},
		{"Inbox", "/inbox", access.WriteCare},
		{"Measures due", "/measures/due", access.SeeCare},
		{"Inbox settings", "/inbox/settings", access.KeepInbox},
		{"Questionnaires", "/instruments", access.KeepInstruments},
		{"Diary", "/diary", access.SeeDiary},
		{"Agreement", "/agreement", access.SeeAgreement},
		{"Practitioners", "/team", access.SeeWorkforce},
		{"Teaching", "/teaching", access.SeeTeaching},
		{"Urgent help", "/urgent", access.SeeUrgent},
		{"Advice desk settings", "/advice/settings", access.SetAdvice},
		{"Maximum amounts", "/funding/caps", access.LoadMaximums},
		{"Network", "/network", access.EditWorkforce},
		{"Your networks", "/board", access.BoardSupervision},
		{"Coverage", "/coverage", access.SeeCoverage},
		{"Administration", "/admin", access.Users},
	}
	var out []site.NavItem
	for _, i := range all {
		if !v.May(i.needs) {
			continue
		}
		if i.needs != access.SeeCoverage && i.needs != access.Users && i.needs != access.SeeAgreement && i.needs != access.SeeFunding && i.needs != access.BoardSupervision && i.needs != access.LoadMaximums && v.Network() == "" {
			continue // nothing of any network: an ICB, an administrator
		}
		if i.needs == access.SeeFunding && v.Network() == "" {
			i.text, i.href = "Money of the networks", "/funding/board"
		}
		path := v.R.URL.Path
		out = append(out, site.NavItem{Text: i.text, Href: i.href, Current: path == i.href || strings.HasPrefix(path, i.href+"/") && !(i.href == "/advice" && strings.HasPrefix(path, "/advice/settings"))})
	}
	return out
}
