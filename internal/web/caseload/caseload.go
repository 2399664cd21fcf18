// Package caseload is the front room of whom a practitioner holds: the lists,
// pauses, and handing a caseload over.
package caseload

import (
	"embed"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	listPage  = site.Parse(files, "caseload.html")
	pausePage = site.Parse(files, "pause.html")
	overPage  = site.Parse(files, "handover.html")
	donePage  = site.Parse(files, "handed.html")
	oversPage = site.Parse(files, "handovers.html")
	section   = site.Parse(files, "section.html")
)

// titles are the words for the lists.
var titles = map[string]string{
	caseload.Everyone: "Everyone", caseload.NotSeen: "Not seen yet", caseload.Quiet: "Not seen for a while", caseload.NotBetter: "Scores not better",
	caseload.Long: "Held for long", caseload.Clock14: "Clock at day 14 or later", caseload.Clock21: "Clock at day 21 or later", caseload.Clock28: "Clock at day 28 or later",
	caseload.Unsigned: "Not signed", caseload.Measures: "Measure due", caseload.Safety: "Safety plan review due", caseload.PlanDue: "Plan review due",
	caseload.Paused: "Paused", caseload.Flagged: "Flagged for supervision", caseload.Nobodys: "Nobody in post holds them",
}

// means say what stands on a list, and what it does not mean.
var means = map[string]string{
	caseload.NotSeen:   "Nobody here has seen or reached them since they came.",
	caseload.NotBetter: "The first and the last score of a questionnaire in this episode, where the published threshold for a reliable change says no improvement. It orders a list to look through, and never decides who is seen or who leaves.",
	caseload.Long:      "Their episode has been open for 12 weeks or longer. That may be right.",
	caseload.Clock14:   "The four-week measure is published and is not a standard. It says when somebody came, not who matters more.",
	caseload.Clock21:   "The four-week measure is published and is not a standard. It says when somebody came, not who matters more.",
	caseload.Clock28:   "The four-week measure is published and is not a standard. It says when somebody came, not who matters more.",
	caseload.Unsigned:  "An appointment that took place and has no signed note, or a draft that is older than a day. Nobody sees what a draft says.",
	caseload.Measures:  "As on the page of measures that are due.",
	caseload.Paused:    "Nothing is planned until the last day, by agreement. The clock runs on. Those whose last day has passed stand first.",
	caseload.Flagged:   "Somebody wants to talk about their work in supervision. It says nothing about the person.",
	caseload.Nobodys:   "The practitioner who held them has left, or nobody has taken the request. Somebody takes them over.",
}

type count struct {
	Text, Href string
	Now        bool
	N          int
}

// List shows a caseload.
func List(v *site.Visit) error {
	f := v.Form()
	q := caseload.Of{PCN: v.Network(), Practitioner: f.Text("practitioner"), List: f.Text("list"), Practice: f.Text("practice"), Sort: f.Text("sort")}
	q.Weeks, _ = strconv.Atoi(f.Text("weeks"))
	if !slices.Contains(caseload.Lists, q.List) {
		q.List = caseload.Everyone
	}
	if !slices.Contains(caseload.Sorts, q.Sort) {
		q.Sort = ""
	}
	c, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	to := func(name, value string) string {
		u := v.R.URL.Query()
		u.Del("page")
		u.Del(name)
		if value != "" {
			u.Set(name, value)
		}
		if len(u) == 0 {
			return "/caseload"
		}
		return "/caseload?" + u.Encode()
	}
	var lists []count
	for _, l := range caseload.Lists {
		if l == caseload.Nobodys && c.Practitioner != caseload.Everybody && c.Counts[l] == 0 {
			continue
		}
		lists = append(lists, count{title(l, c.Weeks), to("list", l), l == q.List, c.Counts[l]})
	}
	var team []count
	if c.May {
		all := 0
		for _, p := range c.Team {
			all += c.HeldBy[p.ID]
		}
		for _, p := range c.Team {
			team = append(team, count{p.Name, "", p.ID == c.Practitioner, c.HeldBy[p.ID]})
		}
	}
	places := form.Choices("", "Any practice")
	for _, code := range slices.SortedFunc(maps.Keys(c.Places), func(a, b string) int { return strings.Compare(c.Places[a], c.Places[b]) }) {
		places = append(places, form.Choice{Value: code, Text: network.PlainName(c.Places[code])})
	}
	whose := form.Choices(caseload.Everybody, "The team")
	for _, p := range c.Team {
		whose = append(whose, form.Choice{Value: p.ID, Text: p.Name})
	}
	f.Set("practitioner", c.Practitioner)
	weeks := []form.Choice{}
	for _, n := range slices.Sorted(slices.Values(caseload.QuietWeeks)) {
		weeks = append(weeks, form.Choice{Value: strconv.Itoa(n), Text: strconv.Itoa(n) + " weeks"})
	}
	f.Set("weeks", strconv.Itoa(c.Weeks))
	part, links, first, last := pages(v, c.Rows)
	if f.Text("print") == "all" {
		part, first, last = c.Rows, 1, len(c.Rows)
	}
	heading := "Caseload of " + c.Name
	if c.Own {
		heading = "My caseload"
	}
	return v.Show(site.Page{Title: heading, Wide: true, Print: true, Form: f}, listPage, map[string]any{
		"Form": f, "C": c, "Q": q, "Heading": heading, "Title": title(q.List, c.Weeks), "Means": means[q.List], "Lists": lists, "Team": team, "Rows": part, "First": first, "Last": last,
		"Pages": links.HTML(), "Many": len(links.Items) > 0 && f.Text("print") != "all", "Whole": to("print", "all"), "Places": places, "Whose": whose, "Weeks": weeks, "Quiet": q.List == caseload.Quiet,
		"Sorts":   form.Choices("", "As the list has it", "name", "Name", "opened", "The longest held first", "seen", "The longest not seen first", "next", "Without an appointment first"),
		"MayHand": v.May(access.HandCaseload) && (c.Own || v.Actor.Holds(access.TeamLead)) && c.Practitioner != caseload.Everybody, "Today": v.App.Today(),
		"Printed": v.App.Now().Long(), "PrintedBy": v.Actor.Name, "Narrow": q.Practice != "", "Unnarrowed": to("practice", ""),
		"Clock": strings.HasPrefix(q.List, "clock"),
	})
}

func title(list string, weeks int) string {
	if list == caseload.Quiet {
		return "Not seen for " + strconv.Itoa(weeks) + " weeks"
	}
	return titles[list]
}

// pages cuts a list into pages of fifty and gives the links between them.
func pages[T any](v *site.Visit, list []T) (part []T, links nhsuk.Pagination, first, last int) {
	const size = 50
	all := max(1, (len(list)+size-1)/size)
	n, err := strconv.Atoi(v.Form().Text("page"))
	if err != nil || n < 1 {
		n = 1
	}
	n = min(n, all)
	at := func(i int) string {
		q := url.Values{}
		maps.Copy(q, v.R.URL.Query())
		q.Set("page", strconv.Itoa(i))
		return v.R.URL.Path + "?" + q.Encode()
	}
	from, to := (n-1)*size, min(n*size, len(list))
	if all > 1 {
		for i := 1; i <= all; i++ {
			links.Items = append(links.Items, nhsuk.PageItem{Number: i, Href: at(i), Current: i == n})
		}
		if n > 1 {
			links.Previous = nhsuk.PageLink{Href: at(n - 1)}
		}
		if n < all {
			links.Next = nhsuk.PageLink{Href: at(n + 1)}
		}
	}
	return list[from:to], links, from + 1, to
}

// Section gives the person's page its part about who holds them, for those
// who may read it.
func Section(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeCare) {
		return nil, nil
	}
	h, err := site.Ask(v, caseload.OfPerson{Person: p.ID})
	if err != nil {
		return nil, err
	}
	if h.Episode == nil && len(h.Handed)+len(h.Pauses) == 0 {
		return nil, nil
	}
	markup, err := v.Markup(section, map[string]any{"H": h, "P": p, "Paused": h.Paused(), "MayWrite": v.May(access.WriteCare), "Today": v.App.Today()})
	return []webperson.Section{{Title: "Who holds them", Markup: markup}}, err
}

// Pause shows the form of a pause, or the one that goes on.
func Pause(v *site.Visit) error {
	h, err := site.Ask(v, caseload.OfPerson{Person: v.Path("id")})
	if err != nil {
		return err
	}
	if h.Episode == nil {
		return v.ToTell("/people/"+h.Person.ID, "No episode is open, so there is nothing to pause")
	}
	f := v.Form()
	var reasons []form.Choice
	for _, r := range caseload.PauseReasons {
		reasons = append(reasons, form.Choice{Value: r, Text: r})
	}
	title := "Pause"
	if h.Paused() != nil {
		title = "End the pause"
	}
	return v.Show(site.Page{Title: title, Form: f, Back: "/people/" + h.Person.ID, BackText: h.Person.Name()}, pausePage, map[string]any{
		"Form": f, "H": h, "Paused": h.Paused(), "Banner": webperson.Banner(h.Person), "Reasons": reasons, "Max": v.App.Today().AddDays(7 * caseload.MaxPauseWeeks), "Weeks": caseload.MaxPauseWeeks, "Today": v.App.Today(),
	})
}

// DoPause begins a pause, or ends the one that goes on.
func DoPause(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	var err error
	said := "The pause is ended"
	if pause := f.Raw("pause"); pause != "" {
		version, _ := strconv.Atoi(f.Raw("version"))
		_, err = site.Do(v, caseload.End{ID: pause, Version: version, Why: f.Text("ended")})
	} else {
		until, _ := f.Date("until", "The last day")
		if !f.OK() {
			return Pause(v)
		}
		said = "Paused until " + until.Medium() + ". The clock runs on"
		_, err = site.Do(v, caseload.Begin{Person: id, Why: f.Text("why"), Words: f.Text("words"), Until: until, Told: f.Text("told")})
	}
	if err == nil {
		return v.ToWith("/people/"+id, said)
	}
	if !v.Again(err) {
		return err
	}
	return Pause(v)
}

// HandOver shows everybody of a caseload, and asks who holds each from now on.
func HandOver(v *site.Visit) error {
	p, err := site.Ask(v, caseload.Sheet{PCN: v.Network(), Practitioner: v.Form().Text("practitioner")})
	if err != nil {
		return err
	}
	return showHandOver(v, p)
}

func showHandOver(v *site.Visit, p caseload.Plan) error {
	f := v.Form()
	f.Set("practitioner", p.From.ID)
	choices, all := form.Choices("", "Choose"), form.Choices("", "Nobody: I choose for each")
	for _, t := range p.Team {
		text := t.Name + ", holds " + strconv.Itoa(p.HeldBy[t.ID])
		if n := p.Agreed[t.ID].People; n > 0 {
			text += " of agreed " + strconv.Itoa(n)
		}
		choices, all = append(choices, form.Choice{Value: t.ID, Text: t.Name}), append(all, form.Choice{Value: t.ID, Text: text})
	}
	again := 0
	for _, m := range p.Held {
		for _, a := range m.Coming {
			if a.Again {
				again++
			}
		}
	}
	return v.Show(site.Page{Title: "Hand over the caseload of " + p.From.Name, Form: f, Back: "/caseload?practitioner=" + p.From.ID, BackText: "Caseload"}, overPage, map[string]any{
		"Form": f, "P": p, "Choices": choices, "All": all, "Again": again,
		"Kinds": []form.Choice{{Value: caseload.Leave, Text: "For a time: leave", Hint: "Whoever is still open goes back with one press, unless something has changed since"}, {Value: caseload.Leaver, Text: "For good: a leaver", Hint: "Drafts are signed first"}},
	})
}

// DoHandOver hands everybody over, or nobody.
func DoHandOver(v *site.Visit) error {
	f := v.Form()
	p, err := site.Ask(v, caseload.Sheet{PCN: v.Network(), Practitioner: f.Text("practitioner")})
	if err != nil {
		return err
	}
	cmd := caseload.HandOver{PCN: p.PCN, Practitioner: p.From.ID, Kind: f.Text("kind"), Why: f.Text("why")}
	if cmd.Kind == caseload.Leave {
		cmd.BackOn, _ = f.Date("back", "The day")
	}
	for _, m := range p.Held {
		to := f.Text("to-" + m.Episode.ID)
		if to == "" {
			to = f.Text("all")
		}
		version, err := strconv.Atoi(f.Raw("v-" + m.Episode.ID))
		if err != nil {
			version = m.Episode.Version // somebody who came meanwhile: chosen now or not at all
			if f.Text("to-"+m.Episode.ID) == "" {
				to = ""
			}
		}
		cmd.Choices = append(cmd.Choices, caseload.Choice{Episode: m.Episode.ID, Version: version, To: to})
	}
	if f.OK() {
		id, err := site.Do(v, cmd)
		if err == nil {
			return v.ToWith("/caseload/handovers/"+id, "Everybody is handed over. Now they are told")
		}
		if !v.Again(err) {
			return err
		}
		if fault.Is(err, fault.Conflict) {
			if p, err = site.Ask(v, caseload.Sheet{PCN: v.Network(), Practitioner: f.Text("practitioner")}); err != nil {
				return err
			}
		}
	}
	return showHandOver(v, p)
}

// Handed shows a hand-over: who went where, who is told.
func Handed(v *site.Visit) error {
	d, err := site.Ask(v, caseload.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Caseload of " + d.From + " handed over", Form: v.Form(), Wide: true, Print: true, Back: "/caseload/handovers", BackText: "Hand-overs"}, donePage, map[string]any{"Form": v.Form(), "D": d, "MayTell": v.May(access.HandCaseload)})
}

// DoTold marks that somebody was told.
func DoTold(v *site.Visit) error {
	id, e := v.Path("id"), v.Path("episode")
	_, err := site.Do(v, caseload.Told{Handover: id, Episode: e, How: v.Form().Text("how-" + e)})
	if err == nil {
		return v.ToWith("/caseload/handovers/"+id, "Marked as told")
	}
	if !v.Again(err) {
		return err
	}
	return Handed(v)
}

// DoBack gives a caseload back after a leave.
func DoBack(v *site.Visit) error {
	id := v.Path("id")
	r, err := site.Do(v, caseload.GiveBack{ID: id})
	if err == nil {
		said := strconv.Itoa(r.Back) + " went back"
		if r.Stay > 0 {
			said += ", " + strconv.Itoa(r.Stay) + " stay: closed or changed since"
		}
		return v.ToWith("/caseload/handovers/"+id, said)
	}
	if !v.Again(err) {
		return err
	}
	return Handed(v)
}

// Handovers lists the hand-overs.
func Handovers(v *site.Visit) error {
	list, err := site.Ask(v, caseload.Handovers{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Hand-overs of caseloads", Back: "/caseload", BackText: "Caseload"}, oversPage, map[string]any{"List": list})
}
