package liaison

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/liaison"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	teachingPage   = site.Parse(files, "teaching.html")
	newSessionPage = site.Parse(files, "newsession.html")
	sessionPage    = site.Parse(files, "session.html")
)

// Teaching lists the sessions that were given.
func Teaching(v *site.Visit) error {
	g, err := site.Ask(v, liaison.Teaching{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Teaching", Wide: true, Print: true}, teachingPage, map[string]any{"G": g, "MayTeach": v.May(access.Teach), "Printed": v.App.Now().Long(), "PrintedBy": v.Actor.Name})
}

// NewSession shows the form of a session.
func NewSession(v *site.Visit) error {
	v.Form().SetDate("on", v.App.Today())
	return showNewSession(v)
}

// DoNewSession writes it down.
func DoNewSession(v *site.Visit) error {
	f := v.Form()
	on, _ := f.Date("on", "The day")
	minutes, _ := f.Int("minutes", "The minutes")
	c := liaison.GiveSession{PCN: v.Network(), OnDay: on, Topic: f.Text("topic"), Place: f.Text("place"), Practices: f.All("practices"), Minutes: minutes}
	for i, who := range liaison.Audiences {
		if n, ok := f.Int("n-"+strconv.Itoa(i), who); ok {
			c.Audience = append(c.Audience, liaison.Audience{Who: who, N: n})
		}
	}
	if f.OK() {
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/teaching/"+id, "Written down. Add what they said, and their next question")
		}
		if err = renamed(err, "audience", "n-0"); !v.Again(err) {
			return err
		}
	}
	return showNewSession(v)
}

func showNewSession(v *site.Visit) error {
	f := v.Form()
	g, err := site.Ask(v, liaison.Teaching{PCN: v.Network()})
	if err != nil {
		return err
	}
	var practices []form.Choice
	for _, p := range g.Practices {
		practices = append(practices, form.Choice{Value: p.Code, Text: p.Name})
	}
	type group struct{ Name, Text string }
	var groups []group
	for i, who := range liaison.Audiences {
		groups = append(groups, group{"n-" + strconv.Itoa(i), who})
	}
	return v.Show(site.Page{Title: "Write down a session", Form: f, Back: "/teaching", BackText: "Teaching"}, newSessionPage, map[string]any{"Form": f, "Practices": practices, "Groups": groups})
}

// Session shows one session.
func Session(v *site.Visit) error {
	s, err := site.Ask(v, liaison.SessionByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("feedback", s.Feedback)
	f.Set("next", s.NextQuestion)
	if s.AgainYes+s.AgainNo > 0 {
		f.Set("yes", strconv.Itoa(s.AgainYes))
		f.Set("no", strconv.Itoa(s.AgainNo))
	}
	return showSession(v, s)
}

func showSession(v *site.Visit, s liaison.Session) error {
	f := v.Form()
	f.Set("version", strconv.Itoa(s.Version))
	return v.Show(site.Page{Title: s.Topic, Form: f, Back: "/teaching", BackText: "Teaching", Print: true}, sessionPage, map[string]any{
		"Form": f, "S": s, "Silent": s.People - s.AgainYes - s.AgainNo, "MayTeach": v.May(access.Teach) && s.WithdrawnAt.IsZero(), "MayAsk": v.May(access.AskAdvice), "MaySee": v.May(access.SeeAdvice),
	})
}

// DoFeedback writes down what they said.
func DoFeedback(v *site.Visit) error {
	f := v.Form()
	yes, _ := f.Int("yes", "Who would come again")
	no, _ := f.Int("no", "Who would not")
	if !f.OK() {
		return sessionAgain(v, nil, "")
	}
	_, err := site.Do(v, liaison.SessionFeedback{ID: v.Path("id"), Version: version(f), Feedback: f.Text("feedback"), AgainYes: yes, AgainNo: no, NextQuestion: f.Text("next")})
	return sessionAgain(v, err, "Kept")
}

// DoWithdrawSession withdraws what was written down in error.
func DoWithdrawSession(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.WithdrawSession{ID: v.Path("id"), Version: version(f), Why: f.Text("withdraw")})
	return sessionAgain(v, err, "Withdrawn: it counts for nothing any more")
}

func sessionAgain(v *site.Visit, err error, done string) error {
	if err == nil && done != "" {
		return v.ToWith("/teaching/"+escape(v.Path("id")), done)
	}
	if fault.Is(err, fault.Conflict) {
		return v.ToTell("/teaching/"+escape(v.Path("id")), fault.Says(err))
	}
	if err != nil && !v.Again(err) {
		return err
	}
	s, err := site.Ask(v, liaison.SessionByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showSession(v, s)
}
