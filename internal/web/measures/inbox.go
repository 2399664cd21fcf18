package measures

import (
	"fmt"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	inboxPage    = site.Parse(files, "inbox.html")
	answerPage   = site.Parse(files, "answer.html")
	settingsPage = site.Parse(files, "settings.html")
	duePage      = site.Parse(files, "due.html")
)

// Inbox lists what came in over private links.
func Inbox(v *site.Visit) error {
	done := v.Form().Raw("show") == "done"
	l, err := site.Ask(v, measures.Inbox{PCN: v.Network(), Done: done})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Inbox", Wide: true}, inboxPage, map[string]any{"L": l, "Done": done, "MaySet": v.May(access.KeepInbox)})
}

// Answer shows what somebody sent, and asks for what was done about it.
func Answer(v *site.Visit) error {
	a, err := site.Ask(v, measures.OneAnswer{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	return v.Show(site.Page{Title: a.Tool.Name + " by private link", Form: f, Back: "/inbox", BackText: "Inbox"}, answerPage, map[string]any{
		"A": a, "Form": f, "Banner": webperson.Banner(a.Who), "Given": answersOf(a.Tool.Instrument, a.Answers, a.Extras), "MayWrite": v.May(access.WriteCare), "Me": v.Actor.Name,
	})
}

// DoAnswer takes the same-day ask, acknowledges a safety item, or marks what
// came in as seen.
func DoAnswer(v *site.Visit) error {
	f := v.Form()
	c := measures.Deal{ID: v.Path("id"), Take: f.Raw("action") == "take", Told: f.Text("told"), Done: f.Text("done")}
	_, err := site.Do(v, c)
	switch {
	case err == nil && c.Take:
		return v.ToWith("/inbox/"+c.ID, "You have taken this")
	case err == nil:
		return v.ToWith("/inbox", "Dealt with. It stands with the scores")
	case !v.Again(err):
		return err
	}
	return Answer(v)
}

// Settings shows who reads the inbox when, and how often a measure is due.
func Settings(v *site.Visit) error {
	s, err := site.Ask(v, measures.Settings{PCN: v.Network()})
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("weeks", strconv.Itoa(s.ReviewWeeks))
		f.Set("version", strconv.Itoa(s.Version))
		for _, d := range s.Days {
			n := strconv.Itoa(d.Weekday)
			f.Set("reader-"+n, d.Reader)
			f.Set("until-"+n, d.UntilTime.String())
			f.Set("deputy-"+n, d.Deputy)
		}
	}
	readers, deputies := []form.Choice{{Value: "", Text: "Nobody"}}, []form.Choice{{Value: "", Text: "Nobody"}}
	for _, p := range s.Team {
		readers = append(readers, form.Choice{Value: p.ID, Text: p.Name})
		deputies = append(deputies, form.Choice{Value: p.ID, Text: p.Name})
	}
	var days []measures.Day
	for i := 1; i <= 7; i++ {
		days = append(days, measures.Day{Weekday: i})
	}
	return v.Show(site.Page{Title: "Inbox settings", Form: f, Wide: true}, settingsPage, map[string]any{"S": s, "Form": f, "Readers": readers, "Deputies": deputies, "Days": days, "Default": measures.ReviewWeeks, "Rules": measures.Rules})
}

// DoSettings keeps them.
func DoSettings(v *site.Visit) error {
	f := v.Form()
	c := measures.SetInbox{PCN: v.Network()}
	c.Version, _ = strconv.Atoi(f.Raw("version"))
	c.ReviewWeeks, _ = f.Int("weeks", "The weeks")
	for i := 1; i <= 7; i++ {
		n := strconv.Itoa(i)
		d := measures.Day{Weekday: i, Reader: f.Text("reader-" + n), Deputy: f.Text("deputy-" + n)}
		typed := f.Text("until-" + n)
		if d.Reader == "" {
			continue
		}
		t, err := calendar.ParseTime(typed)
		if err != nil {
			f.Fail("until-"+n, "%s: enter until what time the inbox is read, for example 16:00", d.Name())
		}
		d.UntilTime = t
		c.Days = append(c.Days, d)
	}
	if f.OK() {
		_, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/inbox/settings", "The inbox settings are kept")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Settings(v)
}

// Due lists whose measure is due.
func Due(v *site.Visit) error {
	f := v.Form()
	q := measures.Due{PCN: v.Network(), Practitioner: f.Text("practitioner"), Kind: f.Text("kind"), Ahead: f.Raw("ahead") == "yes"}
	l, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	kinds := []form.Choice{{Value: "", Text: "All"}}
	for _, r := range measures.Rules {
		kinds = append(kinds, form.Choice{Value: r.Kind, Text: r.Title})
	}
	whom := []form.Choice{{Value: "", Text: "Everybody"}}
	all := 0
	for _, h := range l.ByHolder {
		all += h.Count
		if h.ID != "" {
			whom = append(whom, form.Choice{Value: h.ID, Text: h.Name})
		}
	}
	link := func(id string) string {
		s := "/measures/due?practitioner=" + id
		if q.Kind != "" {
			s += "&kind=" + q.Kind
		}
		if q.Ahead {
			s += "&ahead=yes"
		}
		return s
	}
	type count struct {
		measures.HolderCount
		Href string
	}
	var counts []count
	for _, h := range l.ByHolder {
		if h.ID != "" {
			counts = append(counts, count{h, link(h.ID)})
		}
	}
	return v.Show(site.Page{Title: "Measures due", Wide: true, Print: true, Form: f}, duePage, map[string]any{
		"L": l, "Q": q, "Form": f, "Kinds": kinds, "Whom": whom, "Counts": counts, "All": all, "AllHref": link(""), "Rules": measures.Rules, "MayWrite": v.May(access.WriteCare), "MaySet": v.May(access.KeepInbox),
		"When": form.Choices("", "Due by today", "yes", "And in the next two weeks"), "Weeks": fmt.Sprintf("%d", l.ReviewWeeks),
	})
}
