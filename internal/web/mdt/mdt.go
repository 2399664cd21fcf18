// Package mdt is the front room of the team's meetings about people.
package mdt

import (
	"embed"
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/person"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	listPage     = site.Parse(files, "list.html")
	newPage      = site.Parse(files, "new.html")
	meetingPage  = site.Parse(files, "meeting.html", "pieces.html")
	seatPage     = site.Parse(files, "seat.html", "pieces.html")
	toldPage     = site.Parse(files, "told.html", "pieces.html")
	minutesPage  = site.Parse(files, "minutes.html", "pieces.html")
	ownPage      = site.Parse(files, "decisions.html")
	decisionPage = site.Parse(files, "decision.html")
	bringPage    = site.Parse(files, "bring.html")
	rulesPage    = site.Parse(files, "rules.html")
	section      = site.Parse(files, "section.html")
)

func number(v *site.Visit, name string) int {
	n, _ := strconv.Atoi(v.Form().Raw(name))
	return n
}

// List shows the meetings of a network.
func List(v *site.Visit) error {
	m, err := site.Ask(v, mdt.Held{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Team meetings"}, listPage, map[string]any{"M": m, "MayKeep": v.May(access.KeepMeetings), "Kinds": mdt.Kinds, "Today": v.App.Today()})
}

// New asks when and where a meeting is.
func New(v *site.Visit) error {
	f := v.Form()
	return v.Show(site.Page{Title: "Plan a team meeting", Form: f, Back: "/meetings", BackText: "Team meetings"}, newPage, map[string]any{"Form": f})
}

// DoNew plans it.
func DoNew(v *site.Visit) error {
	f := v.Form()
	on, _ := f.Date("on", "The day")
	if f.OK() {
		id, err := site.Do(v, mdt.Plan{PCN: v.Network(), On: on, Starts: f.Text("starts"), Place: f.Text("place"), Link: f.Text("link")})
		if err == nil {
			return v.ToWith("/meetings/"+id, "The meeting is planned")
		}
		if !v.Again(err) {
			return err
		}
	}
	return New(v)
}

// Rules shows from how many weeks on a wait stands on the list.
func Rules(v *site.Visit) error {
	m, err := site.Ask(v, mdt.Held{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("weeks", strconv.Itoa(m.Rules.WaitWeeks))
		f.Set("version", strconv.Itoa(m.Rules.Version))
	}
	return v.Show(site.Page{Title: "Who comes onto the list", Form: f, Back: "/meetings", BackText: "Team meetings"}, rulesPage, map[string]any{"Form": f, "R": m.Rules, "Kinds": mdt.Kinds})
}

// DoRules sets it.
func DoRules(v *site.Visit) error {
	f := v.Form()
	weeks, _ := f.Int("weeks", "The number of weeks")
	if f.OK() {
		_, err := site.Do(v, mdt.SetRules{PCN: v.Network(), Version: number(v, "version"), WaitWeeks: weeks})
		if err == nil {
			return v.ToWith("/meetings", "Set")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Rules(v)
}

// Meeting shows one meeting: its list, who is there, what is to be done.
func Meeting(v *site.Visit) error {
	m, err := site.Ask(v, mdt.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(m.Version))
	}
	keep := v.May(access.KeepMeetings)
	return v.Show(site.Page{Title: "Team meeting, " + m.OnDay.Medium(), Form: f, Back: "/meetings", BackText: "Team meetings"}, meetingPage, map[string]any{
		"Form": f, "M": m, "MayKeep": keep, "Live": keep && (m.State == mdt.Planned || m.State == mdt.Opened), "MayTell": v.May(access.TeamMeeting),
	})
}

// act does something with a meeting and shows it again.
func act[R any](v *site.Visit, cmd interface {
	Needs() access.Permission
}, do func() (R, error), said func(R) string) error {
	r, err := do()
	if err == nil {
		return v.ToWith("/meetings/"+v.Path("id"), said(r))
	}
	if !v.Again(err) {
		return err
	}
	return Meeting(v)
}

// DoBegin opens it and makes the list.
func DoBegin(v *site.Visit) error {
	c := mdt.Begin{ID: v.Path("id"), Version: number(v, "version")}
	return act(v, c, func() (int, error) { return site.Do(v, c) }, func(n int) string { return "The list is made: " + site.Plural(n, "person", "people") })
}

// DoLook looks again who belongs on the list.
func DoLook(v *site.Visit) error {
	c := mdt.LookAgain{ID: v.Path("id")}
	return act(v, c, func() (int, error) { return site.Do(v, c) }, func(n int) string {
		return site.Plural(n, "person has", "people have") + " been added"
	})
}

// DoArrive writes down who is there.
func DoArrive(v *site.Visit) error {
	f := v.Form()
	c := mdt.Arrive{ID: v.Path("id"), Name: f.Text("name"), Role: f.Text("role"), Organisation: f.Text("organisation")}
	return act(v, c, func() (string, error) { return site.Do(v, c) }, func(string) string { return c.Name + " is written down" })
}

// DoStrike strikes out a line of who was there.
func DoStrike(v *site.Visit) error {
	c := mdt.Strike{ID: v.Path("id"), Present: v.Form().Text("present")}
	return act(v, c, func() (bool, error) { return site.Do(v, c) }, func(bool) string { return "Struck out" })
}

// DoEnd ends it.
func DoEnd(v *site.Visit) error {
	c := mdt.End{ID: v.Path("id"), Version: number(v, "version")}
	return act(v, c, func() (int, error) { return site.Do(v, c) }, func(n int) string {
		if n == 0 {
			return "The meeting has ended. Everybody was reached"
		}
		return "The meeting has ended. Carried over to the next one: " + site.Plural(n, "person", "people")
	})
}

// DoCancel cancels it.
func DoCancel(v *site.Visit) error {
	c := mdt.Cancel{ID: v.Path("id"), Version: number(v, "version"), Why: v.Form().Text("why")}
	return act(v, c, func() (bool, error) { return site.Do(v, c) }, func(bool) string { return "The meeting is cancelled" })
}

// Minutes shows the minutes, to print.
func Minutes(v *site.Visit) error {
	m, err := site.Ask(v, mdt.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Minutes, " + m.OnDay.Medium(), Back: "/meetings/" + m.ID, BackText: "Team meeting", Print: true}, minutesPage, map[string]any{"M": m, "Now": v.App.Now()})
}

// Decisions lists what meetings decided, to do and to print.
func Decisions(v *site.Visit) error {
	f := v.Form()
	q := mdt.Decisions{PCN: v.Network(), Owner: f.Text("owner"), Meeting: f.Text("meeting"), All: f.Checked("all")}
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	owners := form.Choices("", "Everybody")
	for _, o := range l.Owners {
		owners = append(owners, form.Choice{Value: o, Text: o})
	}
	u := url.Values{}
	for k, x := range map[string]string{"owner": q.Owner, "meeting": q.Meeting} {
		if x != "" {
			u.Set(k, x)
		}
	}
	other := "/decisions"
	if !q.All {
		u.Set("all", "yes")
	}
	if len(u) > 0 {
		other += "?" + u.Encode()
	}
	return v.Show(site.Page{Title: "What team meetings decided", Print: true}, ownPage, map[string]any{"Form": f, "L": l, "Q": q, "Owners": owners, "Other": other, "Today": v.App.Today(), "See": v.May(access.SeeCare)})
}

// Decision shows one decision, and what can be done with it.
func Decision(v *site.Visit) error {
	d, err := site.Ask(v, mdt.Single{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(d.Version))
		f.Set("what", d.What)
		f.SetDate("due", d.DueOn)
	}
	owners := form.Choices("", "Choose")
	for _, o := range d.Owners {
		owners = append(owners, form.Choice{Value: o.Value, Text: o.Text})
	}
	keep := v.May(access.KeepMeetings)
	return v.Show(site.Page{Title: "Decision of the team meeting", Form: f, Back: "/decisions", BackText: "What team meetings decided"}, decisionPage, map[string]any{
		"Form": f, "D": d, "Banner": webperson.Banner(d.Who), "Owners": owners, "MaySettle": d.Undone() && (d.Mine || keep), "MayCorrect": d.Undone() && keep, "Late": d.Late(v.App.Today()),
		"MayAsks": v.May(access.Asks), "See": v.May(access.SeeCare), "States": form.Choices(mdt.Done, "It is done", mdt.Dropped, "It is dropped"),
	})
}

// DoSettle marks it as done or dropped.
func DoSettle(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, mdt.Settle{ID: v.Path("id"), Version: number(v, "version"), State: f.Text("state"), Words: f.Text("words")})
	if err == nil {
		return v.ToWith("/decisions", "Written down")
	}
	if !v.Again(err) {
		return err
	}
	return Decision(v)
}

// DoCorrect replaces it.
func DoCorrect(v *site.Visit) error {
	f := v.Form()
	due, _ := f.Date("due", "The day")
	if f.OK() {
		id, err := site.Do(v, mdt.Correct{ID: v.Path("id"), Version: number(v, "version"), What: f.Text("what"), Owner: f.Text("owner"), Due: due, Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/decisions/"+id, "Corrected: this is the new decision")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Decision(v)
}

// Bring asks for the question with which somebody is brought to a meeting.
func Bring(v *site.Visit) error {
	p, err := site.Ask(v, person.Open{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Bring to the team meeting", Form: f, Back: "/people/" + p.ID, BackText: p.Name()}, bringPage, map[string]any{"Form": f, "Banner": webperson.Banner(p.Person)})
}

// DoBring brings them.
func DoBring(v *site.Visit) error {
	_, err := site.Do(v, mdt.Bring{Person: v.Path("id"), Question: v.Form().Text("question")})
	if err == nil {
		return v.ToWith("/people/"+v.Path("id"), "On the list of the next team meeting")
	}
	if !v.Again(err) {
		return err
	}
	return Bring(v)
}

// Actions offers to bring somebody to the meeting.
func Actions(v *site.Visit, p person.Person) []webperson.Action {
	if !v.May(access.TeamMeeting) || p.PCN == "" || !p.Died.IsZero() {
		return nil
	}
	return []webperson.Action{{Text: "Bring to the team meeting", Href: "/people/" + p.ID + "/meeting"}}
}

// Section gives the person's page its part about team meetings.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	s, err := site.Ask(v, mdt.OfPerson{Person: p.ID})
	if err != nil || len(s.Decisions)+len(s.Flags) == 0 {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"S": s, "Today": v.App.Today()})
	return []webperson.Section{{Title: "Team meetings", Markup: markup}}, err
}
