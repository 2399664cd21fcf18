// Package feedback is the front room of experience: the short form on a phone
// and on paper, who would like to be rung, the reader's queue, and what people
// said as counts.
package feedback

import (
	"embed"
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/person"
	"footbridge/internal/app/supervision"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	weblink "footbridge/internal/web/link"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	offerPage  = site.Parse(files, "offer.html")
	paperPage  = site.Parse(files, "paper.html")
	enterPage  = site.Parse(files, "enter.html")
	callsPage  = site.Parse(files, "calls.html")
	phonePage  = site.Parse(files, "phone.html")
	thanksPage = site.Parse(files, "thanks.html")
	toReadPage = site.Parse(files, "toread.html")
	readPage   = site.Parse(files, "read.html")
	countsPage = site.Parse(files, "counts.html")
)

// words are the questions, for every page that has them.
var words = map[string]any{
	"Overall": feedback.Overall, "Why": feedback.Why, "Listened": feedback.Listened, "NextStep": feedback.NextStep,
	"Well": feedback.Well, "Better": feedback.Better, "Source": feedback.OverallSource,
	"Ratings": choices(feedback.Ratings), "Degrees": choices(feedback.Degrees),
}

func choices(list []feedback.Option) []form.Choice {
	var out []form.Choice
	for _, o := range list {
		out = append(out, form.Choice{Value: o.Key, Text: o.Text})
	}
	return out
}

// Actions lead from a person's page to asking them.
func Actions(v *site.Visit, p person.Person) []webperson.Action {
	if !v.May(access.OfferFeedback) || !p.Died.IsZero() || p.PCN == "" {
		return nil
	}
	return []webperson.Action{{Text: "Ask how it was", Href: "/people/" + p.ID + "/feedback"}}
}

// Offer shows the ways to ask a person.
func Offer(v *site.Visit) error {
	o, err := site.Ask(v, feedback.Offer{Person: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: "Ask how it was", Form: f, Back: "/people/" + o.Person.ID, BackText: o.Person.Name()}, offerPage, map[string]any{
		"Form": f, "O": o, "Banner": webperson.Banner(o.Person), "Days": feedback.LinkDays, "MayWithdraw": v.May(access.WriteCare),
	})
}

// DoOffer makes a link, records a form on paper, or notes that somebody would
// like to be rung.
func DoOffer(v *site.Visit) error {
	f, id := v.Form(), v.Path("id")
	var err error
	switch f.Raw("action") {
	case "paper":
		var g feedback.Given
		if g, err = site.Do(v, feedback.GivePaper{Person: id}); err == nil {
			q := url.Values{"practice": {g.Practice}, "service": {g.Service}, "month": {g.Month.String()}}
			return v.ToWith("/feedback/paper?"+q.Encode(), "Recorded as asked. Print the form and give it; no name stands on it")
		}
	case "call":
		if _, err = site.Do(v, feedback.AskCall{Person: id, About: f.Text("about")}); err == nil {
			return v.ToWith("/people/"+id+"/feedback", "They are on the list of those to be rung")
		}
	default:
		m, failed := site.Do(v, feedback.GiveLink{Person: id})
		if err = failed; err == nil {
			o, err := site.Ask(v, feedback.Offer{Person: id})
			if err != nil {
				return err
			}
			return weblink.ShowMade(v, weblink.Slip{Title: "Feedback by private link", For: "How was it for you?", Made: m, From: v.Actor.Name, Banner: webperson.Banner(o.Person), Back: "/people/" + id})
		}
	}
	if !v.Again(err) {
		return err
	}
	return Offer(v)
}

// Paper shows the form to print. It says where it belongs and nobody's name.
func Paper(v *site.Visit) error {
	e, err := site.Ask(v, feedback.EnterForm{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	practice := ""
	for _, p := range e.Practices {
		if p.Code == f.Text("practice") {
			practice = p.Name
		}
	}
	month := ""
	if m, err := calendar.ParseMonth(f.Text("month")); err == nil {
		month = m.Long()
	}
	service := ""
	if practice != "" {
		service = feedback.ServiceName(f.Text("service"))
	}
	return v.Show(site.Page{Title: "Feedback form", Print: true}, paperPage, map[string]any{"W": words, "Practice": practice, "Month": month, "Service": service})
}

func answers(f *form.Form) feedback.Answers {
	return feedback.Answers{Overall: f.Text("overall"), Listened: f.Text("listened"), NextStep: f.Text("next"), Why: f.Text("why"), Well: f.Text("well"), Better: f.Text("better")}
}

// Enter asks for what stands on a form that came back on paper.
func Enter(v *site.Visit) error {
	e, err := site.Ask(v, feedback.EnterForm{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	var practices, months []form.Choice
	for _, p := range e.Practices {
		practices = append(practices, form.Choice{Value: p.Code, Text: p.Name})
	}
	if len(practices) > 1 {
		practices = append([]form.Choice{{Text: "Choose the practice"}}, practices...)
	}
	for _, m := range e.Months {
		months = append(months, form.Choice{Value: m.String(), Text: m.Long()})
	}
	return v.Show(site.Page{Title: "Enter a form that came back", Form: f, Back: "/feedback/calls", BackText: "Calls about feedback"}, enterPage, map[string]any{
		"Form": f, "W": words, "Practices": practices, "Months": months, "Services": choices(feedback.Services),
	})
}

// DoEnter keeps it.
func DoEnter(v *site.Visit) error {
	f := v.Form()
	m, _ := calendar.ParseMonth(f.Text("month")) // none is a fault of the command
	_, err := site.Do(v, feedback.Enter{PCN: v.Network(), Practice: f.Text("practice"), Month: m, Service: f.Text("service"), Answers: answers(f)})
	if err == nil {
		return v.ToWith("/feedback/enter", "The form is entered. Destroy the paper as your practice does with confidential waste")
	}
	if !v.Again(err) {
		return err
	}
	return Enter(v)
}

// Calls lists who would like to be rung.
func Calls(v *site.Visit) error {
	f := v.Form()
	done := f.Text("show") == "done"
	list, err := site.Ask(v, feedback.Calls{PCN: v.Network(), Done: done})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Calls about feedback", Form: f, Wide: true}, callsPage, map[string]any{"Form": f, "List": list, "Done": done, "Failed": f.Raw("call")})
}

// DoCalls ends one with what came of it.
func DoCalls(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, feedback.Rang{ID: v.Path("id"), Version: version, Outcome: f.Text("outcome")})
	if err == nil {
		return v.ToWith("/feedback/calls", "Noted")
	}
	if !v.Again(err) {
		return err
	}
	f.Set("call", v.Path("id"))
	return Calls(v)
}

// Phone is the form as the holder of a private link fills it in.
var Phone = weblink.Purpose{Show: showPhone, Do: doPhone}

func showPhone(v *site.Visit) error {
	p, err := site.Ask(v, feedback.Sheet{})
	if err != nil {
		return err
	}
	crisis, err := weblink.Crisis(v, p.Urgent)
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: "How was it for you?", Form: f}, phonePage, map[string]any{"Form": f, "P": p, "W": words, "Crisis": crisis, "Call": form.Choices("yes", "I would like to be rung")})
}

func doPhone(v *site.Visit) error {
	p, err := site.Ask(v, feedback.Sheet{})
	if err != nil {
		return err
	}
	f := v.Form()
	call := f.Checked("call")
	if _, err := site.Do(v, feedback.Send{Answers: answers(f), Call: call, About: f.Text("about")}); err != nil {
		if v.Again(err) {
			return showPhone(v)
		}
		return err
	}
	crisis, err := weblink.Crisis(v, p.Urgent)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Thank you"}, thanksPage, map[string]any{"Call": call, "Crisis": crisis})
}

// ToRead is the reader's queue.
func ToRead(v *site.Visit) error {
	state := v.Form().Text("show")
	if state != feedback.Shown && state != feedback.Hidden {
		state = feedback.Waiting
	}
	r, err := site.Ask(v, feedback.ToRead{PCN: v.Network(), State: state})
	if err != nil {
		return err
	}
	type tab struct {
		Text, Href string
		N          int
		Now        bool
	}
	tabs := []tab{
		{"To read", "/feedback/read", r.Counts[feedback.Waiting], state == feedback.Waiting},
		{"Shown", "/feedback/read?show=shown", r.Counts[feedback.Shown], state == feedback.Shown},
		{"Hidden", "/feedback/read?show=hidden", r.Counts[feedback.Hidden], state == feedback.Hidden},
	}
	return v.Show(site.Page{Title: "What people wrote", Wide: true, Back: "/feedback", BackText: "Experience"}, toReadPage, map[string]any{"R": r, "Tabs": tabs, "State": state})
}

// Read shows one text, to decide about it.
func Read(v *site.Visit) error {
	t, err := site.Ask(v, feedback.OneText{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(t.Version))
		f.Set("told", t.RaisedTold)
		f.Set("done", t.RaisedDone)
	}
	var why []form.Choice
	for _, r := range feedback.Reasons {
		why = append(why, form.Choice{Value: r, Text: r})
	}
	rating := ""
	for _, o := range feedback.Ratings {
		if o.Key == t.Overall {
			rating = o.Text
		}
	}
	return v.Show(site.Page{Title: "What somebody wrote", Form: f, Back: "/feedback/read", BackText: "To read"}, readPage, map[string]any{
		"Form": f, "T": t, "Why": why, "Show": form.Choices("yes", "Show it to those who see what people said", "no", "Hide it: only readers see it"), "Rating": rating, "Service": feedback.ServiceName(t.Service),
	})
}

// DoRead decides, or says what was done about it.
func DoRead(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	var err error
	said := "Decided"
	if f.Raw("action") == "raise" {
		said = "Noted with who was told"
		_, err = site.Do(v, feedback.Raise{ID: v.Path("id"), Version: version, Told: f.Text("told"), Done: f.Text("done")})
	} else {
		_, err = site.Do(v, feedback.Decide{ID: v.Path("id"), Version: version, Show: f.Text("show"), Why: f.Text("why")})
	}
	switch {
	case err == nil && f.Raw("action") == "raise":
		return v.ToWith("/feedback/read/"+v.Path("id"), said)
	case err == nil:
		return v.ToWith("/feedback/read", said)
	case !v.Again(err):
		return err
	}
	return Read(v)
}

// Counts shows a quarter.
func Counts(v *site.Visit) error {
	f := v.Form()
	if f.Text("quarter") == "" {
		f.Set("quarter", supervision.QuarterOf(v.App.Today()))
	}
	w, ok := supervision.ParseQuarter(f.Text("quarter"))
	if !ok {
		return fault.Missing("quarter")
	}
	q, err := site.Ask(v, feedback.Counts{PCN: v.Network(), First: calendar.MonthOf(w.First)})
	if err != nil {
		return err
	}
	var quarters []form.Choice
	for x, i := supervision.WindowOf(supervision.Quarter, v.App.Today()), 0; i < 8; i++ {
		quarters = append(quarters, form.Choice{Value: supervision.QuarterOf(x.First), Text: x.Words()})
		x = supervision.WindowOf(supervision.Quarter, x.First.AddDays(-1))
	}
	var texts []group
	for _, part := range []struct{ key, title string }{{"why", feedback.Why}, {"well", feedback.Well}, {"better", feedback.Better}} {
		g := group{Title: part.title}
		for _, t := range q.Texts {
			if t.Part == part.key {
				g.List = append(g.List, t.Body)
			}
		}
		if len(g.List) > 0 {
			texts = append(texts, g)
		}
	}
	return v.Show(site.Page{Title: "Experience, " + w.Words(), Form: f, Wide: true, Print: true}, countsPage, map[string]any{
		"Form": f, "Q": q, "W": words, "Words": w.Words(), "Quarters": quarters, "Texts": texts, "MayRead": v.May(access.ReadFeedback),
	})
}

type group struct {
	Title string
	List  []string
}
