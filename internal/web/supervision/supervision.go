// Package supervision is the front room of questions that practitioners take
// to supervision.
package supervision

import (
	"embed"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/person"
	"footbridge/internal/app/supervision"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	flagsPage = site.Parse(files, "flags.html")
	raisePage = site.Parse(files, "raise.html")
	flagPage  = site.Parse(files, "flag.html")
	section   = site.Parse(files, "section.html")
)

type count struct {
	Text, Href string
	Now        bool
	N          int
}

// Flags lists the questions of a network.
func Flags(v *site.Visit) error {
	f := v.Form()
	state := f.Text("state")
	if state != supervision.Talked && state != supervision.Withdrawn {
		state = supervision.Open
	}
	list, err := site.Ask(v, supervision.List{PCN: v.Network(), State: state, Practitioner: f.Text("practitioner")})
	if err != nil {
		return err
	}
	var counts []count
	for _, s := range [][2]string{{supervision.Open, "To talk about"}, {supervision.Talked, "Talked about"}, {supervision.Withdrawn, "Taken back"}} {
		u := v.R.URL.Query()
		u.Set("state", s[0])
		counts = append(counts, count{s[1], "/flags?" + u.Encode(), s[0] == state, list.Counts[s[0]]})
	}
	team := form.Choices("", "Everybody")
	for _, p := range list.Team {
		team = append(team, form.Choice{Value: p.ID, Text: p.Name})
	}
	all := v.May(access.Supervise) || v.May(access.AnswerPassed)
	return v.Show(site.Page{Title: "Questions for supervision", Print: true}, flagsPage, map[string]any{
		"Form": f, "L": list, "Counts": counts, "Team": team, "All": all, "State": state, "Now": v.App.Now(),
	})
}

// Raise asks for the question.
func Raise(v *site.Visit) error {
	p, err := site.Ask(v, person.Open{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Flag for supervision", Form: f, Back: "/people/" + p.ID, BackText: p.Name()}, raisePage, map[string]any{"Form": f, "P": p.Person, "Banner": webperson.Banner(p.Person)})
}

// DoRaise flags the person, or one contact.
func DoRaise(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, supervision.Raise{Person: v.Path("id"), Contact: f.Text("contact"), Question: f.Text("question")})
	if err == nil {
		return v.ToWith("/people/"+v.Path("id"), "Flagged for supervision")
	}
	if !v.Again(err) {
		return err
	}
	return Raise(v)
}

// Flag shows one question, and what can be done with it.
func Flag(v *site.Visit) error {
	x, err := site.Ask(v, supervision.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
	}
	return v.Show(site.Page{Title: "Question for supervision", Form: f, Back: "/flags", BackText: "Questions for supervision"}, flagPage, map[string]any{
		"Form": f, "X": x, "Banner": webperson.Banner(x.Who), "MayTalk": v.May(access.Supervise) && x.State == supervision.Open, "MayBack": x.Own && x.State == supervision.Open,
	})
}

// DoTalked records that it was talked about.
func DoTalked(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	on, _ := f.Date("on", "The day")
	if f.OK() {
		_, err := site.Do(v, supervision.TalkedAbout{ID: v.Path("id"), Version: version, Words: f.Text("words"), On: on})
		if err == nil {
			return v.ToWith("/flags", "Recorded as talked about")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Flag(v)
}

// DoWithdraw takes it back.
func DoWithdraw(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, supervision.Withdraw{ID: v.Path("id"), Version: version, Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/flags", "The question is taken back")
	}
	if !v.Again(err) {
		return err
	}
	return Flag(v)
}

// Section gives the person's page its part about supervision.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	list, err := site.Ask(v, supervision.OfPerson{Person: p.ID})
	if err != nil || len(list) == 0 && !v.May(access.WriteCare) {
		return nil, err
	}
	markup, err := v.Markup(section, map[string]any{"List": list, "P": p, "MayWrite": v.May(access.WriteCare)})
	return []webperson.Section{{Title: "For supervision", Markup: markup}}, err
}
