package register

import (
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/message"
	"footbridge/internal/app/register"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

// againWeeks is after how many weeks the page proposes to tell somebody again.
const againWeeks = 3

func sorted(names map[string]string) []string {
	var out []string
	for k := range names {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		if names[a] < names[b] {
			return -1
		}
		return 1
	})
	return out
}

func wellQuery(v *site.Visit) register.Well {
	f := v.Form()
	weeks, _ := strconv.Atoi(f.Raw("weeks"))
	if !slices.Contains(register.Weeks, weeks) {
		weeks = register.Weeks[0]
	}
	q := register.Well{PCN: v.Network(), Practice: f.Text("practice"), Show: f.Text("show"), Weeks: weeks}
	if !slices.Contains([]string{"due", "quiet", "never"}, q.Show) {
		q.Show = ""
	}
	return q
}

// Well shows who waits, and what they were told.
func Well(v *site.Visit) error {
	q := wellQuery(v)
	w, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	names := w.Places
	var counts []count
	for _, s := range [][2]string{{"", "Everybody who waits"}, {"due", "To be told again"}, {"quiet", "Not told for " + site.Plural(q.Weeks, "week", "weeks")}, {"never", "Nobody has recorded that they were told"}} {
		counts = append(counts, count{s[1], with("/waiting-well", "show", s[0], "practice", q.Practice, "weeks", v.Form().Raw("weeks"), "pcn", v.Form().Raw("pcn")), q.Show == s[0], w.Counts[s[0]]})
	}
	var weeks []form.Choice
	for _, n := range []int{1, 2, 3, 4, 6, 8} {
		weeks = append(weeks, form.Choice{Value: strconv.Itoa(n), Text: site.Plural(n, "week", "weeks")})
	}
	v.Form().Set("weeks", strconv.Itoa(q.Weeks))
	return v.Show(site.Page{Title: "Waiting well", Wide: true, Print: true}, wellPage, map[string]any{
		"Form": v.Form(), "W": w, "Q": q, "Counts": counts, "Practices": places(names), "Weeks": weeks, "MayKeep": v.May(access.KeepWaiting), "Names": names, "Today": v.App.Today(), "Narrowed": q.Show+q.Practice != "",
		"SeeEpisode": v.May(access.SeeEpisode), "SeeCare": v.May(access.SeeCare),
	})
}

// One shows somebody who waits, and asks what they were told.
func One(v *site.Visit) error {
	o, err := site.Ask(v, register.Of{Person: v.Path("person")})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("by", v.Actor.Name)
		f.SetDate("on", v.App.Today())
		f.SetDate("next", v.App.Today().AddDays(7*againWeeks))
	}
	return v.Show(site.Page{Title: "Waiting: " + o.Who.Name(), Form: f, Back: "/waiting-well", BackText: "Waiting well"}, onePage, map[string]any{
		"Form": f, "O": o, "Banner": webperson.Banner(o.Who), "MayKeep": v.May(access.KeepWaiting) && o.Waiting, "Today": v.App.Today(), "Ring": register.Ring(o.Who),
	})
}

// DoTell records what they were told.
func DoTell(v *site.Visit) error {
	f := v.Form()
	on, _ := f.Date("on", "The day")
	next, _ := f.Date("next", "The day by which they are told again")
	if f.OK() {
		_, err := site.Do(v, register.Tell{Person: v.Path("person"), On: on, By: f.Text("by"), How: f.Text("how"), Said: f.Text("said"), Support: f.Text("support"), Next: next})
		if err == nil {
			return v.ToWith("/waiting-well", "Recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return One(v)
}

// line is one person of a batch on the page.
type line struct {
	message.Line
	Ring string
}

// Batch shows what a batch would say to whom, and to whom nothing, and why.
func Batch(v *site.Visit) error {
	f := v.Form()
	if f.Text("kind") == "" {
		f.Set("kind", message.StillWaits)
	}
	if len(f.All("channels")) == 0 {
		f.SetAll("channels", []string{message.Text, message.Email, message.Letter})
	}
	if f.Raw("next-day") == "" && f.OK() {
		f.SetDate("next", v.App.Today().AddDays(7*againWeeks))
	}
	people := f.All("people")
	if len(people) == 0 {
		return v.ToTell("/waiting-well?show=quiet", "Tick at least one person first")
	}
	b := message.Batch{People: people, Kind: f.Text("kind"), Channels: f.All("channels")}
	lines, err := site.Ask(v, register.Preview{Batch: b})
	if err != nil {
		return err
	}
	var goes, not []line
	for _, l := range lines {
		if l.Why == "" {
			goes = append(goes, line{l, ""})
		} else {
			not = append(not, line{l, register.Ring(l.Person)})
		}
	}
	var kinds, channels []form.Choice
	for _, k := range message.ByHand {
		kinds = append(kinds, form.Choice{Value: k, Text: message.KindText(k)})
	}
	for _, c := range message.Channels {
		channels = append(channels, form.Choice{Value: c[0], Text: c[1]})
	}
	return v.Show(site.Page{Title: "Tell them how it stands", Form: f, Back: "/waiting-well?show=quiet", BackText: "Waiting well", Wide: true}, batchPage, map[string]any{
		"Form": f, "Goes": goes, "Not": not, "Kinds": kinds, "Channels": channels, "People": people, "Chosen": f.All("channels"),
	})
}

// DoBatch shows the preview, or sends what was seen.
func DoBatch(v *site.Visit) error {
	f := v.Form()
	if f.Text("action") != "send" {
		return Batch(v)
	}
	next, _ := f.Date("next", "The day by which they are told again")
	if f.OK() {
		seals := map[string]string{}
		for _, id := range f.All("people") {
			if s := f.Raw("seal-" + id); s != "" {
				seals[id] = s
			}
		}
		c := register.Send{Support: f.Text("support"), Next: next}
		c.Batch = message.Batch{People: f.All("people"), Kind: f.Text("kind"), Channels: f.All("channels"), Key: f.KeyValue()}
		c.Seals = seals
		done, err := site.Do(v, c)
		if err == nil {
			said := site.Plural(done.Queued, "message is", "messages are") + " on the way"
			if slices.Contains(c.Channels, message.Letter) {
				said += "; letters wait to be printed under Messages"
			}
			if n := register.Not(done); n != "" {
				said += ". " + n
			}
			return v.ToWith("/waiting-well", said)
		}
		if !v.Again(err) {
			return err
		}
	}
	return Batch(v)
}
