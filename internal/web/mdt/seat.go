package mdt

import (
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/mdt"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

// tellDays is after how many days the page proposes that the person is told.
const tellDays = 7

func place(v *site.Visit) (mdt.Place, error) {
	n, err := strconv.Atoi(v.Path("n"))
	if err != nil {
		return mdt.Place{}, fault.Missing("person on the list")
	}
	return site.Ask(v, mdt.Seat{Meeting: v.Path("id"), Nr: n})
}

// Seat is one person in the meeting: why they are on the list, what was
// decided last time and not done, and three fields.
func Seat(v *site.Visit) error {
	s, err := place(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(s.Version))
		teller, on := s.Teller, s.TellOn
		if teller == "" {
			if teller = s.Holder; teller == "" {
				teller = v.Actor.Name
			}
		}
		if on.Before(v.App.Today()) {
			on = v.App.Today().AddDays(tellDays)
		}
		f.Set("teller", teller)
		f.SetDate("tell", on)
	}
	owners := form.Choices("", "Choose")
	for _, o := range s.Owners {
		owners = append(owners, form.Choice{Value: o.Value, Text: o.Text})
	}
	reasons := slices.DeleteFunc(s.Reasons(), func(r mdt.Reason) bool { return r.Kind == "undone" && len(s.Before) > 0 }) // the page says it by itself
	base := "/meetings/" + s.Meeting.ID
	var before, after string
	if s.Nr > 1 {
		before = base + "/person/" + strconv.Itoa(s.Nr-1)
	}
	if s.Nr < s.All {
		after = base + "/person/" + strconv.Itoa(s.Nr+1)
	}
	return v.Show(site.Page{Title: s.Who.Name() + ", " + strconv.Itoa(s.Nr) + " of " + strconv.Itoa(s.All), Form: f, Back: base, BackText: "The list"}, seatPage, map[string]any{
		"Form": f, "S": s, "Banner": webperson.Banner(s.Who), "Owners": owners, "Live": s.Meeting.State == mdt.Opened && v.May(access.KeepMeetings), "Before": before, "After": after, "Today": v.App.Today(), "MayTell": v.May(access.TeamMeeting),
		"None": f.ErrorFor("none-why") != "", "Base": base, "Reasons": reasons,
	})
}

// onward goes to the next person who was not talked about, else to the list.
func onward(v *site.Visit, s mdt.Place, said string) error {
	if s.Next == 0 {
		return v.ToWith("/meetings/"+s.Meeting.ID, said+". Everybody on the list was talked about")
	}
	// No banner: it would take the focus from the first field.
	return v.To("/meetings/" + s.Meeting.ID + "/person/" + strconv.Itoa(s.Next))
}

// DoSeat writes a decision down and goes to the next person, or stays for
// another decision about this one.
func DoSeat(v *site.Visit) error {
	s, err := place(v)
	if err != nil {
		return err
	}
	f := v.Form()
	due, _ := f.Date("due", "The day")
	tell, _ := f.Date("tell", "The day by which they are told")
	if f.OK() {
		_, err := site.Do(v, mdt.Decide{Entry: s.ID, Version: number(v, "version"), What: f.Text("what"), Owner: f.Text("owner"), Due: due, Informing: mdt.Informing{Teller: f.Text("teller"), TellOn: tell}})
		if err == nil {
			if f.Text("action") == "more" {
				return v.To("/meetings/" + s.Meeting.ID + "/person/" + strconv.Itoa(s.Nr))
			}
			return onward(v, s, "Written down about "+s.Who.Name())
		}
		if !v.Again(err) {
			return err
		}
	}
	return Seat(v)
}

// DoNone writes down that nothing was decided today.
func DoNone(v *site.Visit) error {
	s, err := place(v)
	if err != nil {
		return err
	}
	f := v.Form()
	tell, _ := f.Date("tell", "The day by which they are told")
	if f.OK() {
		_, err := site.Do(v, mdt.NoDecision{Entry: s.ID, Version: number(v, "version"), Why: f.Text("none-why"), Informing: mdt.Informing{Teller: f.Text("teller"), TellOn: tell}})
		if err == nil {
			return onward(v, s, "No decision today about "+s.Who.Name())
		}
		if !v.Again(err) {
			return err
		}
	}
	return Seat(v)
}

// Told asks who told the person, and how.
func Told(v *site.Visit) error {
	s, err := place(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(s.Version))
		f.SetDate("on", v.App.Today())
	}
	return v.Show(site.Page{Title: "Who told " + s.Who.Name(), Form: f, Back: "/meetings/" + s.Meeting.ID, BackText: "Team meeting"}, toldPage, map[string]any{"Form": f, "S": s, "Banner": webperson.Banner(s.Who)})
}

// DoTold records it.
func DoTold(v *site.Visit) error {
	s, err := place(v)
	if err != nil {
		return err
	}
	f := v.Form()
	on, _ := f.Date("on", "The day")
	if f.OK() {
		_, err := site.Do(v, mdt.Tell{Entry: s.ID, Version: number(v, "version"), On: on, How: f.Text("how"), NotTold: f.Text("not-told")})
		if err == nil {
			return v.ToWith("/meetings/"+s.Meeting.ID, "Recorded")
		}
		if !v.Again(err) {
			return err
		}
	}
	return Told(v)
}
