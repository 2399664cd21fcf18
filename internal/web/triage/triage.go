// Package triage is the front room of the queue: requests, hand-overs, triage
// notes, and whom the service is for.
package triage

import (
	"embed"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	queuePage   = site.Parse(files, "requests.html", "twins.html")
	requestPage = site.Parse(files, "request.html", "note.html", "twins.html")
	overPage    = site.Parse(files, "handover.html")
	focusPage   = site.Parse(files, "focus.html")
	turningPage = site.Parse(files, "turning.html")
	section     = site.Parse(files, "section.html")
)

// shows are the words for the ways to narrow the queue.
var shows = map[string]string{
	"": "Everybody", triage.ShowNobodys: "Not taken yet", triage.ShowMine: "Mine", triage.ShowPassed: "Passed up, not answered",
	triage.ShowLate: "Past its day", triage.ShowUnset: "No response time chosen",
}

// count is one number of the queue with the link to exactly its list.
type count struct {
	Text, Href, Now string
	N               int
}

// Queue shows the requests that wait.
func Queue(v *site.Visit) error {
	f := v.Form()
	q := triage.Queue{PCN: v.Network(), Booked: f.Text("list") == "booked", Show: f.Text("show"), Way: f.Text("way"), Practice: f.Text("practice"), Owner: f.Text("owner"), Sort: f.Text("sort")}
	if _, known := shows[q.Show]; !known {
		q.Show = ""
	}
	if q.Sort != "due" {
		q.Sort = ""
	}
	list, err := site.Ask(v, q)
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
			return "/requests"
		}
		return "/requests?" + u.Encode()
	}
	moving, err := site.Ask(v, triage.Movings{PCN: v.Network()})
	if err != nil {
		return err
	}
	page := func(yes bool) string { return map[bool]string{true: "page"}[yes] }
	lists := []count{
		{"Waiting", to("list", ""), page(!q.Booked), list.Without},
		{"With a booking to come", to("list", "booked"), page(q.Booked), list.With},
		{"Moving on at 18", "/requests/moving-on", "", len(moving)},
	}
	var counts []count
	for _, s := range triage.Shows {
		if s == triage.ShowMine && list.Own == "" {
			continue
		}
		counts = append(counts, count{shows[s], to("show", s), map[bool]string{true: "true"}[q.Show == s], list.Counts[s]})
	}
	part, links, first, last := pages(v, list.List)
	shown := make([]string, len(part))
	for i, c := range part {
		shown[i] = c.Who.ID
	}
	twins, err := site.Ask(v, triage.Twins{People: shown})
	if err != nil {
		return err
	}
	ways, places, owners := form.Choices("", "Any way"), form.Choices("", "Any practice"), form.Choices("", "Anybody")
	for _, w := range episode.Ways {
		ways = append(ways, form.Choice{Value: w, Text: sentence(w)})
	}
	for _, code := range slices.SortedFunc(maps.Keys(list.Places), func(a, b string) int { return strings.Compare(list.Places[a], list.Places[b]) }) {
		places = append(places, form.Choice{Value: code, Text: network.PlainName(list.Places[code])})
	}
	for _, p := range list.Team {
		owners = append(owners, form.Choice{Value: p.ID, Text: p.Name})
	}
	return v.Show(site.Page{Title: "Requests", Wide: true, Print: true}, queuePage, map[string]any{
		"Form": f, "Q": list, "Rows": part, "Twins": twins, "MayMerge": v.May(access.MergePerson), "Pages": links.HTML(), "Many": len(links.Items) > 0, "First": first, "Last": last, "Lists": lists, "Counts": counts,
		"Booked": q.Booked, "Narrowed": q.Show+q.Way+q.Practice+q.Owner != "", "Ways": ways, "Places": places, "Owners": owners,
		"Sorts": form.Choices("", "The longest wait first", "due", "What is due first"), "MayTake": v.May(access.WriteCare) && list.Own != "", "Show": q.Show, "MayFind": v.May(access.FindPerson),
	})
}

func sentence(s string) string { return string(s[0]-'a'+'A') + s[1:] }

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
		q := v.R.URL.Query()
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

// Turning shows who moves on to the service for adults.
func Turning(v *site.Visit) error {
	list, err := site.Ask(v, triage.Movings{PCN: v.Network()})
	if err != nil {
		return err
	}
	unplanned := 0
	for _, m := range list {
		if m.Missing() != "" {
			unplanned++
		}
	}
	return v.Show(site.Page{Title: "Moving on at 18", Wide: true, Print: true, Back: "/requests", BackText: "Requests"}, turningPage, map[string]any{
		"List": list, "Unplanned": unplanned, "MayPlan": v.May(access.WriteCare) && v.May(access.Book),
	})
}

// One shows one request, and what can be done with it.
func One(v *site.Visit) error {
	r, err := site.Ask(v, triage.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showOne(v, r, v.Form())
}

func showOne(v *site.Visit, r triage.Full, f *form.Form) error {
	f.Set("version", strconv.Itoa(r.Record.Version))
	twins, err := site.Ask(v, triage.Twins{People: []string{r.Who.ID}})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Request", Form: f, Back: "/people/" + r.Who.ID, BackText: r.Who.Name(), Print: true}, requestPage, map[string]any{
		"Form": f, "R": r, "Twins": twins[r.Who.ID], "MayMerge": v.May(access.MergePerson), "Banner": webperson.Banner(r.Who), "Way": sentence(r.Request.Way), "Safety": triage.SafetyAsked, "Team": team(r.Team, "Leave it as it is"),
		"MayTake":   v.May(access.WriteCare) && r.Own != "" && r.Request.State == "open" && r.Owner == "",
		"MayWrite":  v.May(access.WriteCare) && r.Own != "" && r.Request.State == "open",
		"Mine":      r.Own != "" && r.Owner == r.Own && r.Request.State == "open",
		"MayAnswer": v.May(access.AnswerPassed) && r.Request.State == "open" && !r.Record.PassedAt.IsZero() && r.Record.AnsweredAt.IsZero(),
		"MayRead":   v.May(access.SeeCare), "MayBook": v.May(access.Book),
	})
}

func team(list []workforce.Practitioner, none string) []form.Choice {
	out := form.Choices("", none)
	for _, p := range list {
		out = append(out, form.Choice{Value: p.ID, Text: p.Name})
	}
	return out
}

func version(f *form.Form) int {
	n, _ := strconv.Atoi(f.Raw("version"))
	return n
}

// DoClaim takes a request. Whoever was slower is told who has it.
func DoClaim(v *site.Visit) error {
	path := "/requests/" + url.PathEscape(v.Path("id"))
	_, err := site.Do(v, triage.Claim{ID: v.Path("id"), Version: version(v.Form())})
	if fault.Is(err, fault.Conflict) {
		return v.ToTell(path, fault.Says(err))
	}
	if err != nil {
		return err
	}
	return v.ToWith(path, "You have taken this request")
}

// DoGiveBack gives a request back to the queue.
func DoGiveBack(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, triage.GiveBack{ID: v.Path("id"), Version: version(f), Why: f.Text("back")})
	return after(v, err, "It is in the queue again, at the place of the day on which it came")
}

// DoPassUp passes a request up to the team lead.
func DoPassUp(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, triage.PassUp{ID: v.Path("id"), Version: version(f), Why: f.Text("up")})
	return after(v, err, "Passed up. The team lead sees it in the queue; the request stays where it is")
}

// DoAnswer is the team lead's answer.
func DoAnswer(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, triage.AnswerPassed{ID: v.Path("id"), Version: version(f), Answer: f.Text("answer"), Holder: f.Text("holder")})
	return after(v, err, "Answered")
}

// after shows the request again, with what went wrong.
func after(v *site.Visit, err error, done string) error {
	if err == nil {
		return v.ToWith("/requests/"+url.PathEscape(v.Path("id")), done)
	}
	if !v.Again(err) {
		return err
	}
	r, err := site.Ask(v, triage.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showOne(v, r, v.Form())
}

// HandOver shows the form of a written hand-over.
func HandOver(v *site.Visit) error { return showHandOver(v) }

func showHandOver(v *site.Visit) error {
	s, err := site.Ask(v, triage.HandOverForm{Person: v.Path("id")})
	if err != nil {
		return err
	}
	var asked, ways []form.Choice
	for _, q := range triage.Questions {
		asked = append(asked, form.Choice{Value: q, Text: q})
	}
	hints := map[string]string{episode.HandOver: "A clinician of the practice asks, and it is written down", episode.SelfReferral: "The person asks for themselves: in their own words", episode.StepDown: "A secondary team hands back to primary care", episode.Transition: "17 to 25, with the day on which the adult service takes over"}
	for _, w := range s.Ways {
		ways = append(ways, form.Choice{Value: w, Text: sentence(w), Hint: hints[w]})
	}
	if v.Form().Raw("way") == "" && len(s.Ways) == 1 {
		v.Form().Set("way", s.Ways[0])
	}
	return v.Show(site.Page{Title: "Hand over in writing", Form: v.Form(), Back: "/people/" + s.Person.ID, BackText: s.Person.Name()}, overPage, map[string]any{
		"Form": v.Form(), "S": s, "Banner": webperson.Banner(s.Person), "Asked": asked, "Ways": ways, "Several": len(s.Ways) > 1, "Own": slices.Contains(s.Ways, episode.Transition), "Times": times(s.Times),
		"Mine": form.Choices("yes", "I take it myself"),
	})
}

func times(list []network.ResponseTime) []form.Choice {
	var out []form.Choice
	for _, t := range list {
		out = append(out, form.Choice{Value: t.Name, Text: t.Name, Hint: "Within " + t.Words()})
		if t.WorkingDays == 0 {
			out[len(out)-1].Hint = "On " + t.Words()
		}
	}
	return out
}

// DoHandOver hands over.
func DoHandOver(v *site.Visit) error {
	f := v.Form()
	planned, _ := f.Date("planned", "The day")
	if f.OK() {
		id, err := site.Do(v, triage.HandOver{Person: v.Path("id"), Way: f.Text("way"), Words: f.Text("words"), Asked: f.Text("asked"), From: f.Text("from"),
			Response: f.Text("response"), Why: f.Text("why"), Planned: planned, Mine: f.Checked("mine")})
		if err == nil {
			return v.ToWith("/requests/"+url.PathEscape(id), "Handed over. You can see here what becomes of it")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showHandOver(v)
}

// Focus shows whom the service is for, as a practitioner set it.
func Focus(v *site.Visit) error {
	s, err := site.Ask(v, triage.Focus{Person: v.Path("id")})
	if err != nil {
		return err
	}
	v.Form().SetAll("groups", s.Keys())
	return showFocus(v, s)
}

func showFocus(v *site.Visit, s triage.Facts) error {
	var groups []form.Choice
	for _, g := range triage.Groups {
		groups = append(groups, form.Choice{Value: g.Key, Text: g.Text})
	}
	return v.Show(site.Page{Title: "Whom the service is for", Form: v.Form(), Back: "/people/" + s.Person.ID, BackText: s.Person.Name()}, focusPage, map[string]any{
		"Form": v.Form(), "S": s, "Banner": webperson.Banner(s.Person), "Groups": groups,
	})
}

// DoFocus sets it.
func DoFocus(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, triage.SetFocus{Person: v.Path("id"), Was: f.All("was"), Groups: f.All("groups"), Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/people/"+url.PathEscape(v.Path("id")), "Kept")
	}
	if !v.Again(err) {
		return err
	}
	s, err := site.Ask(v, triage.Focus{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return showFocus(v, s)
}

// Sections gives this room's part of the person's page: requests, and whom
// the service is for.
func Sections(v *site.Visit, p person.Person) ([]webperson.Section, error) {
	if !v.May(access.SeeEpisode) {
		return nil, nil
	}
	list, err := site.Ask(v, triage.OfPerson{Person: p.ID})
	if err != nil {
		return nil, err
	}
	data := map[string]any{"P": p, "List": list, "MayRead": v.May(access.SeeCare), "MayWrite": v.May(access.WriteCare)}
	if v.May(access.SeeCare) {
		if data["Focus"], err = site.Ask(v, triage.Focus{Person: p.ID}); err != nil {
			return nil, err
		}
	}
	markup, err := section.Markup(v, data)
	return []webperson.Section{{Title: "Requests", Markup: markup}}, err
}

// Actions are what can be begun for a person.
func Actions(v *site.Visit, p person.Person) []webperson.Action {
	if !v.May(access.Book) || !p.Died.IsZero() || p.PCN == "" {
		return nil
	}
	return []webperson.Action{{Text: "Hand over in writing", Href: "/people/" + p.ID + "/hand-over"}}
}

// drafts

// notDraft are the fields of a form that are no part of what is written.
var notDraft = []string{form.KeyName, "saves", "action", "version"}

// fill puts a draft into a form that is shown for the first time.
func fill(f *form.Form, d *account.Draft) {
	f.Set("saves", "0")
	if d == nil {
		return
	}
	values, err := url.ParseQuery(d.Body)
	if err != nil {
		return
	}
	for _, name := range notDraft {
		values.Del(name)
	}
	for name, list := range values {
		f.SetAll(name, list)
	}
	f.Set("saves", strconv.Itoa(d.Saves))
}
