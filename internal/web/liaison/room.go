package liaison

import (
	"html/template"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/liaison"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	roomPage  = site.Parse(files, "room.html")
	roomsPage = site.Parse(files, "rooms.html", "meet.html")
	todayPart = site.Parse(files, "today.html", "meet.html")
)

// Room shows who could receive somebody who is in the room now.
func Room(v *site.Visit) error {
	r, err := site.Ask(v, liaison.InTheRoom{Person: v.Path("id")})
	if err != nil {
		return err
	}
	return showRoom(v, r)
}

// DoRoom hands over.
func DoRoom(v *site.Visit) error {
	f := v.Form()
	_, err := site.Do(v, liaison.HandOverInRoom{Person: v.Path("id"), To: f.Text("to"), Situation: f.Text("situation"), Background: f.Text("background"), Wanted: f.Text("wanted")})
	if err == nil {
		return v.ToWith("/people/"+escape(v.Path("id")), "Handed over, with both names. The practitioner says when you have met")
	}
	if !v.Again(err) {
		return err
	}
	return Room(v)
}

func showRoom(v *site.Visit, r liaison.Room) error {
	f := v.Form()
	var to []form.Choice
	for _, p := range r.Free {
		to = append(to, form.Choice{Value: p.ID, Text: p.Name + ", free now", Hint: r.Places[p.Place] + ", until " + p.To.Clock() + ". " + p.RoleType + ". " + p.Does})
	}
	for _, s := range r.Duty {
		to = append(to, form.Choice{Value: "slot:" + s.ID, Text: "Duty slot at " + s.StartsAt.Clock() + " with " + r.Names[s.Practitioner], Hint: s.ModeList()[0]})
	}
	if len(to) == 1 && f.Raw("to") == "" {
		f.Set("to", to[0].Value)
	}
	now := v.App.Now()
	var others []string
	for _, p := range r.Others {
		others = append(others, p.Name+": "+whereabouts(p, r.Places, v))
	}
	return v.Show(site.Page{Title: "Hand over in the room", Form: f, Back: "/people/" + r.Person.ID, BackText: r.Person.Name()}, roomPage, map[string]any{
		"Form": f, "R": r, "To": to, "Others": others, "Now": now.Clock(), "Banner": webperson.Banner(r.Person), "MayAsk": v.May(access.AskAdvice), "MayBook": v.May(access.Book),
	})
}

func whereabouts(p diary.Presence, places map[string]string, v *site.Visit) string {
	now := v.App.Now()
	switch {
	case p.UserID == v.Actor.ID:
		return "you"
	case p.Away:
		return "away at this minute"
	case !p.Busy.IsZero():
		return "with somebody until " + p.Busy.Clock() + ", " + places[p.Place]
	case p.From.IsZero():
		return "no clinic any more today"
	case p.From.After(now):
		return "from " + p.From.Clock() + " at " + places[p.Place]
	}
	return "at " + places[p.Place]
}

// Rooms lists who was handed over in the room.
func Rooms(v *site.Visit) error {
	list, err := site.Ask(v, liaison.HandedOver{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Handed over in the room", Form: v.Form(), Wide: true, Print: true}, roomsPage, map[string]any{"Form": v.Form(), "List": list, "MayMeet": v.May(access.AnswerAdvice)})
}

// DoMet says that both have met, or why not.
func DoMet(v *site.Visit) error {
	f := v.Form()
	not := f.Raw("met") == "no"
	_, err := site.Do(v, liaison.Met{ID: v.Path("id"), Not: not, Why: f.Text("why")})
	to := "/in-the-room"
	if f.Raw("from") == "today" {
		to = "/today"
	}
	if fault.Is(err, fault.Conflict) {
		return v.ToTell(to, fault.Says(err))
	}
	if err == nil {
		if not {
			return v.ToWith(to, "Written down. The request is in the queue as it was")
		}
		return v.ToWith(to, "Written down: you have met")
	}
	if !v.Again(err) {
		return err
	}
	return Rooms(v)
}

// OnToday gives what stands above the practitioner's day: who was handed over
// to them in the room and waits to be met, and what is asked of them.
func OnToday(v *site.Visit) (template.HTML, error) {
	if !v.May(access.AnswerAdvice) || v.Network() == "" {
		return "", nil
	}
	list, err := site.Ask(v, liaison.HandedOver{PCN: v.Network(), Open: true})
	if err != nil || len(list) == 0 {
		return "", err
	}
	return todayPart.Markup(v, map[string]any{"List": list})
}
