package onward

import (
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/onward"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	requestPage = site.Parse(files, "request.html", "ours.html")
	stepPage    = site.Parse(files, "step.html")
	letterPage  = site.Parse(files, "letter.html")
	mailPage    = site.Parse(files, "mail.html")
)

// shownEvent is an event with whether it holds.
type shownEvent struct {
	onward.Event
	Holds bool
	Text  string
	Why   string // the reason, of the list of reasons
}

// words name events.
var words = map[string]string{
	onward.Ready: "Prepared", onward.Sent: "Sent", onward.Received: "Received", onward.Accepted: "Accepted", onward.Waits: "On their waiting list", onward.Declined: "Came back",
	onward.FirstSeen: "First seen", onward.Done: "Done", onward.Ended: "Ended", onward.Told: "The person was told", onward.Update: "The person was told how it stands", onward.Passed: "Passed on", onward.Wrong: "Correction",
}

func text(list [][2]string, key string) string {
	for _, k := range list {
		if k[0] == key {
			return k[1]
		}
	}
	return key
}

// One shows an onward request: where it stands, what to do next, and
// everything that became of it.
func One(v *site.Visit) error {
	r, err := site.Ask(v, onward.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	var events []shownEvent
	for _, e := range r.Events {
		t := words[e.What]
		if e.What == onward.Told && e.NotTold != "" {
			t = "The person was not told"
		}
		if e.What == onward.Ended && e.How != "" {
			t += ": " + strings.ToLower(text(onward.Endings, e.How)[:1]) + text(onward.Endings, e.How)[1:]
		}
		events = append(events, shownEvent{e, r.Holds(e.ID), t, text(onward.Reasons, e.Reason)})
	}
	next := strings.Fields("note tell end")
	switch {
	case r.State == onward.Ready:
		next = strings.Fields("sent end")
	case r.State == onward.CameBack:
		next = nil
	case !r.Open():
		next = nil
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(r.Version))
	return v.Show(site.Page{Title: "Onward request", Form: f, Back: "/onward", BackText: "Onward access", Print: true}, requestPage, map[string]any{
		"Form": f, "R": r, "Events": events, "Banner": webperson.Banner(r.Who), "State": onward.StateText(r.State), "Next": next, "Way": text(onward.Ways, r.Way), "Kind": onward.KindText(r.Kind),
		"Reason": text(onward.Reasons, r.Reason), "Back": r.Last(onward.Declined), "Consent": onward.ConsentText(r.Consent), "MayTrack": v.May(access.TrackOnward), "MayAsk": v.May(access.WriteCare), "Today": v.App.Today(),
		"Ending": text(onward.Endings, r.EndedHow), "Open": r.Open(), "MayChoose": v.May(access.Signpost),
	})
}

// titles are the pages on which one thing is recorded.
var titles = map[string]string{"sent": "It was sent", "note": "What became of it", "tell": "What the person was told", "end": "End it", "pass": "Pass it on", "wrong": "Entered in error"}

// Step shows the page on which one thing is recorded.
func Step(v *site.Visit) error {
	step := v.Path("step")
	if titles[step] == "" {
		return fault.Missing("page")
	}
	r, err := site.Ask(v, onward.One{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !r.Open() && step != "wrong" {
		return v.ToTell("/onward/"+r.ID, "This onward request has ended")
	}
	f := v.Form()
	back := r.State == onward.CameBack
	f.Set("version", strconv.Itoa(r.Version))
	if v.R.Method == "GET" {
		f.SetDate("on", v.App.Today())
		f.Set("told-by", v.Actor.Name)
		if back && step == "tell" {
			f.Set("told", sentence(r))
		}
	}
	owners := form.Choices("", "Choose")
	for _, t := range r.Team {
		owners = append(owners, form.Choice{Value: t.ID, Text: t.Name})
	}
	owners = append(owners, form.Choice{Value: onward.Lead, Text: "The team lead"})
	var whats, ends []form.Choice
	for _, w := range []string{onward.Received, onward.Accepted, onward.Waits, onward.Declined, onward.FirstSeen, onward.Done} {
		if onward.May(r.State, w) {
			whats = append(whats, form.Choice{Value: w, Text: words[w]})
		}
	}
	for _, e := range onward.Endings {
		if back || e[0] == "unwanted" || e[0] == "other" {
			ends = append(ends, form.Choice{Value: e[0], Text: e[1]})
		}
	}
	return v.Show(site.Page{Title: titles[step], Form: f, Back: "/onward/" + r.ID, BackText: "Onward request"}, stepPage, map[string]any{
		"Form": f, "R": r, "Step": step, "Title": titles[step], "Banner": webperson.Banner(r.Who), "Back": back, "Owners": owners, "Whats": whats, "Ends": ends, "Reasons": choices(onward.Reasons),
		"Event": r.LastID, "Last": lastOf(r), "Way": text(onward.Ways, r.Way),
	})
}

func lastOf(r onward.Full) string {
	for _, e := range r.Events {
		if e.ID == r.LastID {
			return words[e.What] + ", " + e.OnDay.Medium() + ", recorded by " + e.ByName
		}
	}
	return ""
}

// sentence is a beginning for what the person is told when something came
// back; whoever tells them puts it into their own words.
func sentence(r onward.Full) string {
	why := map[string]string{
		"duplicate": "they have heard from somebody else about you already", "inappropriate": "they think that another service fits better", "incomplete": "they need to know more before they can decide", "other": "they can’t help with this at the moment",
	}[r.Reason]
	s := r.ServiceName + " has answered: " + why + ". That does not mean that you need no help. "
	if !r.DueOn.IsZero() {
		s += "I am looking for what comes next, and will tell you by " + r.DueOn.Medium() + "."
	}
	return strings.TrimSpace(s)
}

func telling(f *form.Form) onward.Telling {
	t := onward.Telling{Told: f.Text("told"), By: f.Text("told-by"), How: f.Text("told-how"), NotTold: f.Text("not-told")}
	if t.Told == "" {
		t.By, t.How = "", ""
	}
	return t
}

// DoStep records it.
func DoStep(v *site.Visit) error {
	f := v.Form()
	id, version := v.Path("id"), number(f, "version")
	on, _ := f.Date("on", "The day")
	next, _ := f.Date("next", "The day")
	expected, _ := f.Date("expected", "The day")
	if !f.OK() {
		return Step(v)
	}
	var err error
	said, to := "Recorded", "/onward/"+url.PathEscape(id)
	switch v.Path("step") {
	case "sent":
		_, err = site.Do(v, onward.MarkSent{ID: id, Version: version, On: on, Reference: f.Text("reference")})
		said = "Recorded as sent"
	case "note":
		_, err = site.Do(v, onward.Note{ID: id, Version: version, What: f.Text("what"), On: on, Source: f.Text("source"), How: f.Text("how"), Reason: f.Text("reason"), Words: f.Text("words"), Telling: telling(f), Expected: expected, Next: next})
	case "tell":
		_, err = site.Do(v, onward.Tell{ID: id, Version: version, On: on, Telling: telling(f), Next: next, Expected: expected})
	case "end":
		_, err = site.Do(v, onward.End{ID: id, Version: version, How: f.Text("end"), Words: f.Text("end-words"), Telling: telling(f)})
		said = "It has ended"
	case "pass":
		_, err = site.Do(v, onward.Pass{ID: id, Version: version, To: f.Text("to"), Why: f.Text("pass-why")})
		said = "Passed on"
	case "wrong":
		_, err = site.Do(v, onward.Correct{ID: id, Version: version, Event: f.Raw("event"), Why: f.Text("wrong-why")})
		said = "Marked as entered in error. It stays readable"
	default:
		return fault.Missing("page")
	}
	if err == nil {
		return v.ToWith(to, said)
	}
	if !v.Again(err) {
		return err
	}
	return Step(v)
}

func sheet(v *site.Visit) (onward.Full, map[string]any, error) {
	r, err := site.Ask(v, onward.One{ID: v.Path("id")})
	var parts []onward.Part
	for _, p := range r.Parts {
		if p.Text != "" {
			parts = append(parts, p)
		}
	}
	return r, map[string]any{"R": r, "P": r.Who, "Parts": parts, "Now": v.App.Now(), "Consent": onward.ConsentText(r.Consent), "MayTrack": v.May(access.TrackOnward)}, err
}

// Letter is the request on paper.
func Letter(v *site.Visit) error {
	r, data, err := sheet(v)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Letter", Back: "/onward/" + r.ID, BackText: "Onward request", Print: true}, letterPage, data)
}

// Mail is the request as the text of a secure mail.
func Mail(v *site.Visit) error {
	r, data, err := sheet(v)
	if err != nil {
		return err
	}
	data["Subject"] = "For your team: message " + strings.ToUpper(r.ID[len(r.ID)-8:])
	data["Text"] = onward.MailText(r)
	return v.Show(site.Page{Title: "Secure mail", Back: "/onward/" + r.ID, BackText: "Onward request"}, mailPage, data)
}
