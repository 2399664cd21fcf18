package web

import (
	"cmp"
	"embed"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/web/account"
	"footbridge/internal/web/site"
)

//go:embed menu.html
var files embed.FS

var menuPage = site.Parse(files, "menu.html")

// entry is one page that a menu leads to.
type entry struct {
	text, href string
	needs      access.Permission
	what       string // in a sentence, for the page that lists everything
	alone      bool   // it is of no network: an ICB and an administrator have it too
}

// entries are all pages of the menu, in groups.
var entries = []struct {
	title string
	list  []entry
}{
	{"The day", []entry{
		{"Today", "/today", access.WriteCare, "Who comes, what came in, and the notes that are not signed", false},
		{"Find a person", "/people", access.FindPerson, "By name, date of birth or NHS number; book straight in", false},
		{"Requests", "/requests", access.SeeEpisode, "Everybody who came and has not been seen yet", false},
		{"Caseload", "/caseload", access.SeeCaseload, "Who is held by whom, and whom to look at next", false},
		{"Diary", "/diary", access.SeeDiary, "The week, clinics, places and leave", false},
		{"Waiting list", "/waiting", access.WaitingList, "Who waits for a slot", false},
		{"Groups", "/groups", access.WriteCare, "Groups, their meetings and registers", false},
		{"Urgent help", "/urgent", access.SeeUrgent, "Where to turn today, and when each number was checked", false},
	}},
	{"Asked and answered", []entry{
		{"Advice desk", "/advice", access.SeeAdvice, "Questions of the practices, and their answers", false},
		{"My asks", "/asks", access.Asks, "What you are asked to do, and what you have asked", false},
		{"Inbox", "/inbox", access.WriteCare, "Questionnaires that people answered on their own", false},
		{"Messages", "/messages", access.SeeMessages, "Mail, texts and letters: sent, waiting, or needing somebody", false},
		{"Team meetings", "/meetings", access.SeeCare, "The list that builds itself, decisions and minutes", false},
		{"Calls about feedback", "/feedback/calls", access.OfferFeedback, "Who would like to be rung about how it was; forms that came back on paper", false},
		{"Meeting decisions", "/decisions", access.TeamMeeting, "What was decided, by whom it is done, and who was told", false},
	}},
	{"On the bridge", []entry{
		{"Bridge register", "/register", access.SeeBridge, "Everybody between services, and who holds them", false},
		{"Waiting well", "/waiting-well", access.SeeWaiting, "What those who wait were told, and when they are told again", false},
		{"Onward access", "/onward", access.SeeCare, "Requests to other services, and those that came back", false},
		{"Directory", "/directory", access.SeeDirectory, "Services here, who they are for, and our own experience", false},
	}},
	{"To look at again", []entry{
		{"Measures due", "/measures/due", access.SeeCare, "Whose questionnaire is due again", false},
		{"Plans to look at again", "/plans/review", access.SeeCare, "Whose plan is due for a review", false},
		{"Not copied yet", "/not-copied", access.WriteCare, "Signed contacts that are not in the GP record yet", false},
		{"Physical health", "/physical", access.SeeCare, "The six yearly checks in severe mental illness", false},
	}},
	{"The team", []entry{
		{"Practitioners", "/team", access.SeeWorkforce, "Posts, scope cards, eligibility and competences", false},
		{"Hiring", "/hiring", access.JoinHiring, "Places to fill, shortlisting without names, interviews, the first day", false},
		{"Inductions", "/inductions", access.SeeCompetence, "How those who are new settle in, and what is late", false},
		{"What expires", "/team/expiring", access.SeeCompetence, "Registrations, checks, training and competences", false},
		{"Library", "/library", access.SeeWorkforce, "The network’s own documents, and who has read them", false},
		{"Supervision", "/supervision", access.SeeSupervision, "Plans, sessions, what is due and what is signed", false},
		{"Questions for supervision", "/flags", access.Supervise, "People about whom somebody asks", false},
		{"Overrides", "/overrides", access.SeeOverrides, "Interventions given without a recorded competence, and why", false},
		{"Teaching", "/teaching", access.SeeTeaching, "Sessions for other clinicians", false},
	}},
	{"The service", []entry{
		{"Network", "/network", access.EditWorkforce, "Entitlement, posts, what needs you this month", false},
		{"Your networks", "/board", access.BoardSupervision, "Coverage, spend, supervision and claims of each", true},
		{"Agreement", "/agreement", access.SeeAgreement, "What network and provider have signed", true},
		{"Claims", "/claims", access.SeeFunding, "Each month’s claim, line by line", true},
		{"The month", "/impact", access.SeeImpact, "What became of those who came: waiting, outcomes, use, fairness", false},
		{"The provider’s month", "/impact/provider", access.SeeImpact, "The same for all networks of the provider", false},
		{"The ICB’s month", "/impact/board", access.BoardImpact, "The same for all networks of the ICB, small numbers hidden", true},
		{"Contract evidence", "/evidence", access.SeeEvidence, "What the work counts for in the contract", false},
		{"Experience", "/feedback", access.SeeFeedback, "What people said about how it was for them", false},
		{"Files", "/files", access.PrepareFiles, "Tables to take away, prepared in the background", true},
		{"Coverage", "/coverage", access.SeeCoverage, "Networks with and without a practitioner", true},
	}},
	{"Setting up", []entry{
		{"Questionnaires", "/instruments", access.KeepInstruments, "Import, confirm and switch off", false},
		{"Inbox settings", "/inbox/settings", access.KeepInbox, "Who reads the inbox on which day", false},
		{"Advice desk settings", "/advice/settings", access.SetAdvice, "Targets and deputies", false},
		{"Wordings", "/wordings", access.KeepMessages, "The wording of mails, texts and letters", false},
		{"Maximum amounts", "/funding/caps", access.LoadMaximums, "Published maximum amounts, loaded by one and approved by another", true},
		{"Administration", "/admin", access.Users, "Users, imports, the audit chain", true},
	}},
}

// order says what stands in the menu of a role, what it uses most first; for
// other roles, and after these, the order is that of the groups.
var order = map[access.Role][]string{
	access.Reception:    {"/people", "/requests", "/waiting", "/diary", "/asks", "/messages", "/waiting-well", "/urgent"},
	access.Clinician:    {"/advice", "/people", "/asks", "/requests", "/diary", "/waiting-well", "/directory", "/urgent"},
	access.Practitioner: {"/today", "/people", "/requests", "/caseload", "/advice", "/asks", "/onward", "/diary"},
	access.Supervisor:   {"/supervision", "/flags", "/overrides", "/caseload", "/impact", "/evidence", "/team", "/requests"},
	access.Manager:      {"/network", "/impact", "/claims", "/supervision", "/team", "/agreement", "/diary", "/evidence"},
	access.TeamLead:     {"/diary", "/team", "/supervision", "/caseload", "/requests", "/agreement", "/impact", "/network"},
}

// inMenu is how many pages stand in the menu; the others are on the page that
// lists everything, one press away.
const inMenu = 8

// may gives the entries that a visitor may open, in their groups.
func may(v *site.Visit, e entry) (entry, bool) {
	if !v.May(e.needs) || v.Network() == "" && !e.alone {
		return e, false
	}
	if e.href == "/impact/provider" && v.Place(access.Provider) == "" {
		return e, false
	}
	if e.href == "/claims" && v.Network() == "" {
		e.text, e.href = "Money of the networks", "/funding/board"
	}
	return e, true
}

// navigation is the menu: what the visitor's role comes to Footbridge for,
// first things first.
func navigation(v *site.Visit) []site.NavItem {
	landing, _, _ := strings.Cut(strings.TrimPrefix(account.Landing(v.Actor), "/"), "/")
	var own []string
	if len(v.Actor.Grants) > 0 {
		own = order[v.Actor.Grants[0].Role]
	}
	rank := func(e entry) int {
		if e.href == "/"+landing {
			return -1
		}
		if i := slices.Index(own, e.href); i >= 0 {
			return i
		}
		return len(own)
	}
	var all []entry
	for _, g := range entries {
		for _, e := range g.list {
			if e, ok := may(v, e); ok {
				all = append(all, e)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Compare(rank(a), rank(b)) })
	path := v.R.URL.Path
	now, longest := "", 0 // the page on whose address the visitor is, the nearest one
	for _, e := range all {
		if (path == e.href || strings.HasPrefix(path, e.href+"/")) && len(e.href) > longest {
			now, longest = e.href, len(e.href)
		}
	}
	more := len(all) > inMenu+1
	if more {
		all = all[:inMenu]
	}
	var out []site.NavItem
	for _, e := range all {
		out = append(out, site.NavItem{Text: e.text, Href: e.href, Current: e.href == now})
	}
	if more {
		out = append(out, site.NavItem{Text: "Everything", Href: "/everything", Current: path == "/everything"})
	}
	return out
}

// Everything lists all pages that the visitor may open, in groups.
func Everything(v *site.Visit) error {
	type link struct{ Text, Href, What string }
	type group struct {
		Title string
		List  []link
	}
	var groups []group
	for _, g := range entries {
		own := group{Title: g.title}
		for _, e := range g.list {
			if e, ok := may(v, e); ok {
				own.List = append(own.List, link{e.text, e.href, e.what})
			}
		}
		if len(own.List) > 0 {
			groups = append(groups, own)
		}
	}
	return v.Show(site.Page{Title: "Everything", Wide: true}, menuPage, map[string]any{"Groups": groups})
}
