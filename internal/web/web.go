// Package web puts the front rooms together: the route table, the menu, and
// the server over them.
package web

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app"
	appperson "footbridge/internal/app/person"
	"footbridge/internal/web/care"
	"footbridge/internal/web/diary"
	"footbridge/internal/web/person"
	"footbridge/internal/web/safety"
	"footbridge/internal/web/site"
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
	Sections: func(v *site.Visit, p appperson.Person) ([]person.Section, error) {
		bookings, err := diary.Section(v, p)
		if err != nil {
			return nil, err
		}
		parts, err := care.Sections(v, p)
		if err != nil {
			return nil, err
		}
		safe, err := safety.Section(v, p)
		if err != nil {
			return nil, err
		}
		requests, err := triage.Sections(v, p)
		return slices.Concat(bookings, requests, parts, safe), err
	},
	Actions: func(v *site.Visit, p appperson.Person) ([]person.Action, error) {
		return append(diary.Actions(v, p), triage.Actions(v, p)...), nil
	},
}

var _ http.Handler = (*site.Server)(nil)

// navigation is the menu: what the visitor's role comes to Footbridge for,
// first things first.
func navigation(v *site.Visit) []site.NavItem {
	all := []struct {
		text, href string
		needs      access.Permission
	}{
		{"Today", "/today", access.WriteCare},
		{"Find a person", "/people", access.FindPerson},
		{"Requests", "/requests", access.SeeEpisode},
		{"Waiting list", "/waiting", access.WaitingList},
		{"Diary", "/diary", access.SeeDiary},
		{"Agreement", "/agreement", access.SeeAgreement},
		{"Practitioners", "/team", access.SeeWorkforce},
		{"Urgent help", "/urgent", access.SeeUrgent},
		{"Network", "/network", access.Adopt},
		{"Coverage", "/coverage", access.SeeCoverage},
		{"Administration", "/admin", access.Users},
	}
	var out []site.NavItem
	for _, i := range all {
		if !v.May(i.needs) {
			continue
		}
		if i.needs != access.SeeCoverage && i.needs != access.Users && i.needs != access.SeeAgreement && v.Network() == "" {
			continue // nothing of any network: an ICB, an administrator
		}
		path := v.R.URL.Path
		out = append(out, site.NavItem{Text: i.text, Href: i.href, Current: path == i.href || strings.HasPrefix(path, i.href+"/")})
	}
	return out
}
