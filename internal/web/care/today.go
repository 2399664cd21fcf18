package care

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var todayPage = site.Parse(files, "today.html")

// Days are the pages of a practitioner's day. Rooms that stand above this one
// hang what they have to say into the head of today's.
type Days struct {
	Above []func(v *site.Visit) (template.HTML, error)
}

// Today is the practitioner's day: who is coming, and what has no next step.
func (days Days) Today(v *site.Visit) error { return days.show(v, v.Form()) }

func (days Days) show(v *site.Visit, f *form.Form) error {
	day, _ := calendar.ParseDate(f.Text("day")) // no day, or none that is one, is today
	d, err := site.Ask(v, care.Today{PCN: v.Network(), Practitioner: f.Text("practitioner"), Day: day})
	if err != nil {
		return err
	}
	title := "Today"
	if !d.Today {
		title = d.Day.Long()
	}
	var team []form.Choice
	for _, p := range d.Team {
		team = append(team, form.Choice{Value: p.ID, Text: p.Name})
	}
	f.Set("practitioner", d.Practitioner.ID)
	rows := make([]todayRow, len(d.Coming))
	never := 0
	for i, c := range d.Coming {
		rows[i] = todayRow{Coming: c, Age: c.Who.Age(d.Day), ClockWords: ClockWords(c.Clock), Begun: !c.StartsAt.After(v.App.Now()), Day: !d.Day.After(v.App.Today())}
		if c.Never && c.Contact == "" && c.Happened != "yes" {
			never++
		}
	}
	groups := clockGroups(d.Clocks)
	var above template.HTML
	for _, room := range days.Above {
		if !d.Today {
			break
		}
		said, err := room(v)
		if err != nil {
			return err
		}
		above += said
	}
	const most = 8 // of a long list; the caseload has it whole
	quiet := d.Quiet
	if len(quiet) > most {
		quiet = quiet[:most]
	}
	return v.Show(site.Page{Title: title, Wide: true, Print: true, Form: f}, todayPage, map[string]any{
		"Above": above, "Quiet": quiet, "MayCaseload": v.May(access.SeeCaseload), "Form": f, "D": d, "Rows": rows, "Never": never, "Team": team, "Title": title, "Groups": groups,
		"Before": dayLink(v, d, workdayFrom(d.Day, -1)), "After": dayLink(v, d, workdayFrom(d.Day, 1)), "Now": dayLink(v, d, v.App.Today()),
		"MayWrite": v.May(access.WriteCare), "MayArrive": v.May(access.Arrive), "PCN": v.Network(), "QuietDays": care.QuietDays,
		"Printed": v.App.Now().Long(), "PrintedBy": v.Actor.Name, "Next": dayLink(v, d, d.NextClinic),
	})
}

type todayRow struct {
	care.Coming
	Age        int
	ClockWords string
	Begun      bool // the appointment's time has come
	Day        bool // its day has come
}

// ClockWords says in a few calm words how a clock stands; "" when it stopped
// or there is none.
func ClockWords(s policy.State) string {
	if s.Start.IsZero() || s.Stopped || s.Ended {
		return ""
	}
	if s.Within {
		return fmt.Sprintf("Day %d of %d", s.Days, policy.WithinDays)
	}
	return fmt.Sprintf("Day %d; day %d was %s", s.Days, policy.WithinDays, s.Due().Medium())
}

type clockGroup struct {
	Title string
	Step  int // the caseload's list of the same name
	List  []care.Held
	All   int
}

func clockGroups(list []care.Held) []clockGroup {
	var out []clockGroup
	for _, g := range []struct {
		step  int
		title string
	}{{29, "Longer than 28 days"}, {28, "Day 28: the last day within four weeks"}, {21, "Day 21 to 27"}, {14, "Day 14 to 20"}} {
		group := clockGroup{Title: g.title, Step: min(g.step, 28)}
		for _, h := range list {
			if h.Step == g.step {
				group.List = append(group.List, h)
			}
		}
		if group.All = len(group.List); group.All > 0 {
			group.List = group.List[:min(group.All, 8)]
			out = append(out, group)
		}
	}
	return out
}

// workdayFrom gives the next day before or after a day that is not a weekend.
func workdayFrom(d calendar.Date, step int) calendar.Date {
	d = d.AddDays(step)
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(step)
	}
	return d
}

func dayLink(v *site.Visit, d care.Day, day calendar.Date) string {
	q := url.Values{}
	if day != v.App.Today() {
		q.Set("day", day.String())
	}
	if !d.Own && d.Practitioner.ID != "" {
		q.Set("practitioner", d.Practitioner.ID)
	}
	if v.R.FormValue("pcn") != "" {
		q.Set("pcn", v.R.FormValue("pcn"))
	}
	if len(q) == 0 {
		return "/today"
	}
	return "/today?" + q.Encode()
}

// DoArrival marks who has arrived, is late or did not attend, or takes the
// mark back.
func (days Days) DoArrival(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	b, err := site.Do(v, diary.Arrive{Booking: v.Path("id"), Version: version, Arrival: f.Text("arrival")})
	if err != nil {
		return days.again(v, f, err)
	}
	said := "Marked: " + f.Text("arrival")
	if f.Text("arrival") == "" {
		said = "The mark is taken back"
	}
	return todayDone(v, f, b, said)
}

// DoHappened marks whether an appointment took place, and if not, why.
func (days Days) DoHappened(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	id := v.Path("id")
	b, err := site.Do(v, diary.Happened{Booking: id, Version: version, Happened: f.Text("happened"), Why: f.Text("why-" + id)})
	if err != nil {
		return days.again(v, f, err)
	}
	said := map[string]string{"yes": "Marked as having taken place", "no": "Marked as not having taken place", "": "The mark is taken back"}[f.Text("happened")]
	return todayDone(v, f, b, said)
}

// todayDone goes back to where the press was made, to the same appointment.
func todayDone(v *site.Visit, f *form.Form, b diary.Booking, said string) error {
	if to := f.Text("return"); to != "" {
		return v.ToWith(to, said)
	}
	if !v.May(access.SeeCare) {
		return v.ToWith("/bookings/"+b.ID, said)
	}
	q := url.Values{}
	for _, name := range []string{"day", "practitioner", "pcn"} {
		if value := f.Text(name); value != "" {
			q.Set(name, value)
		}
	}
	return v.ToWith("/today?"+q.Encode()+"#b-"+b.ID, said)
}

// again shows the day as it stands, and what could not be done.
func (days Days) again(v *site.Visit, f *form.Form, err error) error {
	if fault.Is(err, fault.Denied) || fault.Is(err, fault.NotFound) || !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
		return err
	}
	if to := f.Text("return"); to != "" {
		return v.ToTell(to, fault.Says(err))
	}
	if !v.May(access.SeeCare) {
		return v.ToTell("/bookings/"+v.Path("id"), fault.Says(err))
	}
	for _, x := range fault.FieldsOf(err) {
		name := ""
		if x.Name == "why" {
			name = "why-" + v.Path("id")
		}
		f.Fail(name, "%s", x.Message)
	}
	if f.OK() {
		f.Fail("", "%s", fault.Says(err))
	}
	return days.show(v, f)
}
