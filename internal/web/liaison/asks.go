package liaison

import (
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/liaison"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	asksPage   = site.Parse(files, "asks.html")
	newAskPage = site.Parse(files, "newask.html")
	askPage    = site.Parse(files, "ask.html", "telling.html", "draft.html")
)

var askShows = []struct{ show, text string }{
	{liaison.AsksMine, "Mine"}, {liaison.AsksLate, "Past their day"}, {liaison.AsksSent, "I asked"}, {liaison.AsksTeam, "Everybody’s"},
}

// Asks is the visitor's own list, and nothing else to learn.
func Asks(v *site.Visit) error {
	f := v.Form()
	show := f.Text("show")
	known := show == liaison.AsksEnded
	for _, s := range askShows {
		known = known || s.show == show
	}
	if !known {
		show = liaison.AsksMine
	}
	l, err := site.Ask(v, liaison.AskList{PCN: v.Network(), Show: show})
	if err != nil {
		return err
	}
	to := func(show string) string {
		u := v.R.URL.Query()
		u.Del("show")
		if show != liaison.AsksMine {
			u.Set("show", show)
		}
		if len(u) == 0 {
			return "/asks"
		}
		return "/asks?" + u.Encode()
	}
	var counts []count
	for _, s := range askShows {
		if s.show == liaison.AsksTeam && !l.Team {
			continue
		}
		counts = append(counts, count{s.text, to(s.show), map[bool]string{true: "true"}[show == s.show], l.Counts[s.show]})
	}
	return v.Show(site.Page{Title: "My asks", Wide: true, Print: true}, asksPage, map[string]any{
		"L": l, "Counts": counts, "Show": show, "Ended": show == liaison.AsksEnded, "EndedTo": to(liaison.AsksEnded), "Today": v.App.Today(), "MayRead": v.May(access.ReadNotes), "Mine": l.Counts[liaison.AsksMine],
		"Printed": v.App.Now().Long(), "PrintedBy": v.Actor.Name,
	})
}

// NewAsk shows the form of an ask.
func NewAsk(v *site.Visit) error {
	f := v.Form()
	s, err := site.Ask(v, liaison.AskForm{PCN: v.Network(), Person: f.Text("person")})
	if err != nil {
		return err
	}
	day, err := calendar.AddWorkingDays(v.App.Today(), 5)
	if err != nil {
		return err
	}
	f.SetDate("due", day)
	return showNewAsk(v, s)
}

// DoNewAsk asks.
func DoNewAsk(v *site.Visit) error {
	f := v.Form()
	day, _ := f.Date("due", "The day")
	if f.OK() {
		id, err := site.Do(v, liaison.GiveAsk{PCN: v.Network(), Person: f.Text("person"), Owner: f.Text("owner"), Question: f.Text("question"), DueOn: day})
		if err == nil {
			return v.ToWith("/asks/"+id, "Asked. It stands on their list now")
		}
		if !v.Again(err) {
			return err
		}
	}
	s, err := site.Ask(v, liaison.AskForm{PCN: v.Network(), Person: f.Text("person")})
	if err != nil {
		return err
	}
	return showNewAsk(v, s)
}

func owners(list []liaison.Owned, none string, named bool) []form.Choice {
	out := form.Choices("", none)
	for _, o := range list {
		if !named || o.User != "" {
			out = append(out, form.Choice{Value: o.Value, Text: o.Text})
		}
	}
	return out
}

func showNewAsk(v *site.Visit, s liaison.AskSheet) error {
	f := v.Form()
	data := map[string]any{"Form": f, "S": s, "Owners": owners(s.Owners, "Choose", false)}
	back, text := "/asks", "My asks"
	if s.Person != nil {
		data["Banner"] = webperson.Banner(*s.Person)
		back, text = "/people/"+s.Person.ID, s.Person.Name()
	}
	return v.Show(site.Page{Title: "Ask a colleague", Form: f, Back: back, BackText: text}, newAskPage, data)
}

// OneAsk shows an ask, and what its owner can do.
func OneAsk(v *site.Visit) error {
	a, err := site.Ask(v, liaison.AskByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	fill(f, a.Draft)
	for name, days := range map[string]int{"back-due": 2, "pass-due": 5} {
		if day, err := calendar.AddWorkingDays(v.App.Today(), days); err == nil {
			f.SetDate(name, day)
		}
	}
	return showAsk(v, a)
}

func showAsk(v *site.Visit, a liaison.FullAsk) error {
	f := v.Form()
	b := boxOf(v, liaison.DraftAsk, a.ID, a.Draft, [2]string{"answer", "Answer"})
	f.Set("version", strconv.Itoa(a.Version))
	data := map[string]any{
		"Form": f, "A": a, "Draft": b, "Owners": owners(a.Owners, "Choose", false), "Named": owners(a.Owners, a.AskedName+", who asked", true),
		"MayAccept": a.Mine && a.State == liaison.Asked, "MayAnswer": a.Mine && a.State != liaison.Returned,
	}
	if a.Who != nil {
		data["Banner"] = webperson.Banner(*a.Who)
	}
	return v.Show(site.Page{Title: "Ask", Form: f, Back: "/asks", BackText: "My asks", Print: true}, askPage, data)
}

func askAfter(v *site.Visit, err error, done string) error {
	path := "/asks/" + escape(v.Path("id"))
	if err == nil {
		return v.ToWith(path, done)
	}
	if fault.Is(err, fault.Conflict) && v.Form().Raw("answer") == "" {
		return v.ToTell(path, fault.Says(err))
	}
	if !v.Again(err) {
		return err
	}
	return askAgain(v)
}

func askAgain(v *site.Visit) error {
	a, err := site.Ask(v, liaison.AskByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showAsk(v, a)
}

// DoAccept accepts an ask.
func DoAccept(v *site.Visit) error {
	_, err := site.Do(v, liaison.Accept{ID: v.Path("id"), Version: version(v.Form())})
	return askAfter(v, err, "Accepted: it stands with you by name")
}

// DoAnswerAsk keeps the draft, throws it away, or answers.
func DoAnswerAsk(v *site.Visit) error {
	f := v.Form()
	id := v.Path("id")
	switch f.Raw("action") {
	case "save":
		kept, err := keep(v, liaison.DraftAsk, id)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith("/asks/"+escape(id), "Draft saved at "+v.App.Now().Clock())
		}
		return askAgain(v)
	case "discard":
		return drop(v, liaison.DraftAsk, id, "/asks/"+escape(id))
	}
	_, err := site.Do(v, liaison.AnswerAsk{ID: id, Version: version(f), Answer: f.Text("answer"), Telling: telling(f), Saves: number(f, "saves")})
	return askAfter(v, err, "Answered. Whoever asked sees it")
}

// DoReturn gives an ask back.
func DoReturn(v *site.Visit) error {
	f := v.Form()
	day, _ := f.Date("back-due", "The day")
	if !f.OK() {
		return askAgain(v)
	}
	_, err := site.Do(v, liaison.ReturnAsk{ID: v.Path("id"), Version: version(f), Why: f.Text("back"), To: f.Text("to"), DueOn: day})
	return askAfter(v, renamed(err, "due", "back-due"), "Given back, with a new day")
}

// DoPassOn asks somebody else.
func DoPassOn(v *site.Visit) error {
	f := v.Form()
	day, _ := f.Date("pass-due", "The day")
	if !f.OK() {
		return askAgain(v)
	}
	_, err := site.Do(v, liaison.PassOn{ID: v.Path("id"), Version: version(f), Owner: f.Text("owner"), DueOn: day, Words: f.Text("words")})
	return askAfter(v, renamed(err, "due", "pass-due"), "Asked. It stands on their list now")
}

// DoEndAsk ends an ask without an answer.
func DoEndAsk(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.EndAsk{ID: v.Path("id"), Version: version(f), Why: f.Text("why"), Telling: liaison.Telling{Told: f.Text("end-told"), Untold: f.Text("end-untold")}})
	return askAfter(v, renamed(renamed(err, "told", "end-told"), "untold", "end-untold"), "The ask has ended")
}

// renamed gives a fault's field the name that it has on a page with several
// forms.
func renamed(err error, field, as string) error {
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	fields := fault.FieldsOf(err)
	for i := range fields {
		if fields[i].Name == field {
			fields[i].Name = as
		}
	}
	return &fault.Error{Kind: fault.Invalid, Message: fault.Says(err), Fields: fields}
}
