// Package diary is the front room of booking: is this the right place, which
// slot, check, booked; moving, cancelling, and the waiting list.
package diary

import (
	"embed"
	"encoding/json"
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	placePage     = site.Parse(files, "rightplace.html")
	elsewherePage = site.Parse(files, "elsewhere.html")
	todayPage     = site.Parse(files, "helptoday.html")
	slotsPage     = site.Parse(files, "slots.html", "allowance.html")
	checkPage     = site.Parse(files, "check.html", "allowance.html")
	bookingPage   = site.Parse(files, "booking.html")
	cancelPage    = site.Parse(files, "cancel.html")
	waitingPage   = site.Parse(files, "waiting.html")
	waitPage      = site.Parse(files, "wait.html")
	stopPage      = site.Parse(files, "stop.html")
)

// begun is a booking that somebody is making: kept as their draft between the
// pages, so that Back, a lost session or a closed window loses nothing.
type begun struct {
	Words   string
	Wishes  string
	Answers map[string]string // by criterion
}

func readBegun(v *site.Visit, person string) (begun, int, error) {
	b := begun{Answers: map[string]string{}}
	d, err := site.Ask(v, account.ReadDraft{Kind: "booking", Subject: person})
	if fault.Is(err, fault.NotFound) {
		return b, 0, nil
	}
	if err != nil {
		return b, 0, err
	}
	return b, d.Saves, json.Unmarshal([]byte(d.Body), &b)
}

func keepBegun(v *site.Visit, person string, b begun) error {
	body, err := json.Marshal(b)
	if err != nil {
		return err
	}
	_, saves, err := readBegun(v, person)
	if err != nil {
		return err
	}
	_, err = site.Do(v, account.SaveDraft{Kind: "booking", Subject: person, Body: string(body), Saves: saves})
	return err
}

func (b begun) answers(svc network.Service) []episode.Answer {
	var out []episode.Answer
	for _, k := range svc.Criteria {
		if met := b.Answers[k.Key]; met != "" {
			out = append(out, episode.Answer{Key: k.Key, Text: k.Text, Met: met})
		}
	}
	return out
}

// RightPlace asks why the person comes, in their words, and whether this is
// the right place.
func RightPlace(v *site.Visit) error {
	f, err := site.Ask(v, diary.Search{PCN: v.Network(), Person: v.Path("person"), Limit: 1})
	if err != nil {
		return noAgreement(v, err)
	}
	b, _, err := readBegun(v, f.Person.ID)
	if err != nil {
		return err
	}
	q := v.Form()
	q.Set("words", b.Words)
	for key, met := range b.Answers {
		q.Set("met-"+key, met)
	}
	return showPlace(v, f, q)
}

// noAgreement says what is missing when nothing can be booked at all.
func noAgreement(v *site.Visit, err error) error {
	if fault.Is(err, fault.NotFound) && strings.Contains(err.Error(), "agreement") {
		return fault.Refused("No agreement is in force for this network, so nobody can be booked without a referral yet. The PCN manager and the provider's team lead sign it under “Agreement”")
	}
	return err
}

func showPlace(v *site.Visit, f diary.Found, q *form.Form) error {
	svc, _ := f.Agreement.Terms.ServiceFor("adult")
	return v.Show(site.Page{Title: "Is this the right place?", Form: q, Back: "/people/" + f.Person.ID}, placePage, map[string]any{
		"Form": q, "Person": f.Person, "Banner": webperson.Banner(f.Person), "Service": svc,
		"Criteria": diary.JudgeCriteria(svc, f.Person, v.App.Today(), nil), "Choices": form.Choices("yes", "Met", "no", "Not met", "not known", "Not known"),
		"Allowance": f.Allowance[0], "Duty": f.Duty, "Today": v.App.Today(), "Booked": f.Booked,
	})
}

// DoRightPlace keeps the answers and goes on: to the slots, or to who does
// see this person.
func DoRightPlace(v *site.Visit) error {
	f, err := site.Ask(v, diary.Search{PCN: v.Network(), Person: v.Path("person"), Limit: 1})
	if err != nil {
		return noAgreement(v, err)
	}
	q := v.Form()
	svc, _ := f.Agreement.Terms.ServiceFor("adult")
	b, _, err := readBegun(v, f.Person.ID)
	if err != nil {
		return err
	}
	b.Words = q.Text("words")
	for _, k := range svc.Criteria {
		if met := q.Text("met-" + k.Key); met != "" {
			b.Answers[k.Key] = met
		}
	}
	q.Require(b.Words != "", "words", "Write down why the person comes, in their words")
	q.Require(len([]rune(b.Words)) <= 4000, "words", "The reason must be at most 4,000 characters; this one has %d", len([]rune(b.Words)))
	judged := diary.JudgeCriteria(svc, f.Person, v.App.Today(), b.answers(svc))
	for _, j := range judged {
		q.Require(j.Known || b.Answers[j.Key] != "", "met-"+j.Key, "Choose an answer; “not known” is one")
	}
	if !q.OK() {
		return showPlace(v, f, q)
	}
	if err := keepBegun(v, f.Person.ID, b); err != nil {
		return err
	}
	for _, j := range judged {
		if j.Met == "no" {
			return v.To("/book/" + f.Person.ID + "/elsewhere?criterion=" + url.QueryEscape(j.Key))
		}
	}
	return v.To("/book/" + f.Person.ID + "/slots")
}

// Elsewhere says who does see a person for whom this is not the right place,
// and how to reach them today.
func Elsewhere(v *site.Visit) error {
	f, err := site.Ask(v, diary.Search{PCN: v.Network(), Person: v.Path("person"), Limit: 1})
	if err != nil {
		return noAgreement(v, err)
	}
	return showElsewhere(v, f, v.Form())
}

func criterion(f diary.Found, key string) (network.Criterion, bool) {
	svc, _ := f.Agreement.Terms.ServiceFor("adult")
	for _, k := range svc.Criteria {
		if k.Key == key {
			return k, true
		}
	}
	return network.Criterion{}, false
}

func showElsewhere(v *site.Visit, f diary.Found, q *form.Form) error {
	k, ok := criterion(f, q.Text("criterion"))
	if !ok {
		return fault.Missing("criterion")
	}
	return v.Show(site.Page{Title: "Who does see " + f.Person.Name(), Form: q, Back: "/book/" + f.Person.ID}, elsewherePage, map[string]any{
		"Form": q, "Person": f.Person, "Banner": webperson.Banner(f.Person), "Criterion": k,
	})
}

// DoElsewhere records that the person, or who rang for them, was told.
func DoElsewhere(v *site.Visit) error {
	f, err := site.Ask(v, diary.Search{PCN: v.Network(), Person: v.Path("person"), Limit: 1})
	if err != nil {
		return noAgreement(v, err)
	}
	q := v.Form()
	k, ok := criterion(f, q.Text("criterion"))
	if !ok {
		return fault.Missing("criterion")
	}
	b, _, err := readBegun(v, f.Person.ID)
	if err != nil {
		return err
	}
	_, err = site.Do(v, episode.ShowAnotherWay{Person: f.Person.ID, PCN: v.Network(), Words: b.Words, Criterion: k.Text, Onward: k.Onward, Told: q.Text("told"), ToldHow: q.Text("how")})
	if err != nil {
		if v.Again(err) {
			return showElsewhere(v, f, q)
		}
		return err
	}
	if _, err := site.Do(v, account.DropDraft{Kind: "booking", Subject: f.Person.ID}); err != nil {
		return err
	}
	return v.ToWith("/people/"+f.Person.ID, "It is recorded that "+q.Text("told")+" was told: "+k.Onward)
}

// HelpToday shows the urgent routes at once, before any form; below them one
// line records to whom the person was passed.
func HelpToday(v *site.Visit) error { return showToday(v, v.Form()) }

func showToday(v *site.Visit, q *form.Form) error {
	routes, err := site.Ask(v, network.Urgent{PCN: v.Network(), Practice: v.Place(access.Practice)})
	if err != nil {
		return err
	}
	data := map[string]any{"Form": q, "Routes": routes, "Today": v.App.Today(), "Person": (*person.Person)(nil)}
	choices := []form.Choice{}
	for _, r := range routes {
		choices = append(choices, form.Choice{Value: r.Label, Text: r.Label})
	}
	data["Choices"] = choices
	back := "/people"
	if id := q.Text("person"); id != "" {
		p, err := site.Ask(v, person.Open{ID: id})
		if err != nil {
			return err
		}
		data["Person"], data["Banner"] = &p.Person, webperson.Banner(p.Person)
		back = "/people/" + p.Person.ID
	}
	return v.Show(site.Page{Title: "Needs help today", Form: q, Back: back, Print: true}, todayPage, data)
}

// DoHelpToday records to whom somebody was passed.
func DoHelpToday(v *site.Visit) error {
	q := v.Form()
	q.Require(q.Text("onward") != "", "onward", "Choose to whom the person was passed")
	if q.OK() {
		_, err := site.Do(v, episode.ShowAnotherWay{Person: q.Text("person"), PCN: v.Network(), Practice: v.Place(access.Practice),
			Words: q.Text("words"), Onward: q.Text("onward"), Urgent: true, Told: q.Text("told"), ToldHow: q.Text("how")})
		if err == nil {
			to := "/people"
			if id := q.Text("person"); id != "" {
				to = "/people/" + url.PathEscape(id)
			}
			return v.ToWith(to, "It is recorded: passed to "+q.Text("onward"))
		}
		if !v.Again(err) {
			return err
		}
	}
	return showToday(v, q)
}
