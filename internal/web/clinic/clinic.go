// Package clinic is the front room of the diary's set-up: the week and the
// day, clinics and what a change to one does, places, leave and block-outs.
package clinic

import (
	"embed"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	listPage = site.Parse(files, "clinics.html")
	formPage = site.Parse(files, "clinic.html")
	madePage = site.Parse(files, "made.html")
)

// the gives the diary of the visitor's network.
func the(v *site.Visit) (pcn string, s diary.Set, err error) {
	v.Form() // read with its limit before anything looks for the network in it
	if pcn = v.Network(); pcn == "" {
		return "", s, fault.Missing("network")
	}
	s, err = site.Ask(v, diary.Diary{PCN: pcn})
	return pcn, s, err
}

// row is one clinic on the list.
type row struct {
	diary.Clinic
	When, Who, Where, For string
}

func rowOf(k diary.Clinic, s diary.Set) row {
	where := s.PlaceByID[k.Place].Name
	if k.Room != "" {
		where += ", " + k.Room
	}
	return row{k, k.Pattern.String() + ", " + k.Starts.String() + " to " + k.Ends.String(), s.ByID[k.Practitioner].Name, where, purposeWords(k)}
}

func purposeWords(k diary.Clinic) string {
	service := "adults"
	if k.Service == "cyp" {
		service = "children and young people"
	}
	if k.Purpose == "duty" {
		return "Duty, same day, " + service
	}
	return "Ongoing, " + service
}

// goesOn says whether a clinic is held today or later. One that was ended
// before its first day is never held.
func goesOn(k diary.Clinic, today calendar.Date) bool {
	return k.ToDay.IsZero() || !k.ToDay.Before(today) && !k.ToDay.Before(k.FromDay)
}

// away is one absence on the list.
type away struct {
	diary.Absence
	Who, When, What string
}

// span says when an absence is; whole days without their midnights.
func span(from, to calendar.Instant) string {
	if from.TimeOfDay() == 0 && to.TimeOfDay() == 0 {
		last := to.Date().AddDays(-1)
		if last == from.Date() {
			return from.Date().Long()
		}
		return from.Date().Long() + " to " + last.Long()
	}
	if from.Date() == to.Date() {
		return from.Long() + " to " + to.Clock()
	}
	return from.Long() + " to " + to.Long()
}

// Clinics lists the clinics that go on, and who is away.
func Clinics(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	absences, err := site.Ask(v, diary.Absences{PCN: pcn})
	if err != nil {
		return err
	}
	var on, ended []row
	for _, k := range s.Clinics {
		if goesOn(k, v.App.Today()) {
			on = append(on, rowOf(k, s))
		} else if !k.ToDay.Before(k.FromDay) {
			ended = append(ended, rowOf(k, s))
		}
	}
	byWho := func(a, b row) int { return strings.Compare(a.Who, b.Who) }
	slices.SortStableFunc(on, byWho)
	slices.SortStableFunc(ended, byWho)
	var out []away
	for _, a := range absences {
		what := "Leave"
		if a.Kind == "block" {
			what = "Block-out"
		}
		out = append(out, away{a, s.ByID[a.Practitioner].Name, span(a.FromAt, a.ToAt), what})
	}
	return v.Show(site.Page{Title: "Clinics", Wide: true}, listPage, map[string]any{"On": on, "Ended": ended, "Away": out, "PCN": pcn, "Places": len(s.Places), "Keep": v.May(access.KeepDiary)})
}

// New shows the form of a new clinic.
func New(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("pcn", pcn)
	f.Set("service", "adult")
	f.Set("purpose", "ongoing")
	f.Set("every", "1")
	f.Set("first", "45")
	f.Set("firsts", "3")
	f.Set("follow", "30")
	f.SetAll("modes", []string{"face to face", "telephone"})
	f.SetDate("from", v.App.Today().AddDays(1))
	for _, p := range s.Practitioners {
		if p.UserID == v.Actor.ID {
			f.Set("practitioner", p.ID)
		}
	}
	return showForm(v, f, s, nil)
}

// DoNew sets the clinic up.
func DoNew(v *site.Visit) error {
	pcn, s, err := the(v)
	if err != nil {
		return err
	}
	f := v.Form()
	k := read(f)
	k.PCN = pcn
	if !f.OK() {
		return showForm(v, f, s, nil)
	}
	made, err := site.Do(v, diary.AddClinic{Clinic: k})
	if err != nil {
		if v.Again(err) {
			return showForm(v, f, s, nil)
		}
		return err
	}
	return v.ToWith("/clinics/"+made.ID+"/made", "The clinic is set up")
}

// Made shows what came of a clinic: how many slots, on which days it has none
// and why, and what it clashes with.
func Made(v *site.Visit) error {
	k, err := site.Ask(v, diary.OneClinic{ID: v.Path("id")})
	if err != nil {
		return err
	}
	made, err := site.Ask(v, diary.Made{Clinic: k.ID})
	if err != nil {
		return err
	}
	s, err := site.Ask(v, diary.Diary{PCN: k.PCN})
	if err != nil {
		return err
	}
	first := k.FromDay
	if first.Before(v.App.Today()) {
		first = v.App.Today()
	}
	if days := k.Pattern.Dates(first, first.AddDays(60)); len(days) > 0 {
		first = days[0]
	}
	return v.Show(site.Page{Title: "What the clinic has", Back: "/clinics", BackText: "Clinics"}, madePage, map[string]any{"K": rowOf(k, s), "Made": made, "Week": first.Monday()})
}

// people and places turn what there is into choices.
func people(s diary.Set) []form.Choice {
	out := form.Choices("", "Choose")
	for _, p := range s.Practitioners {
		out = append(out, form.Choice{Value: p.ID, Text: p.Name})
	}
	return out
}

func places(s diary.Set, now string) []form.Choice {
	out := form.Choices("", "Choose")
	for _, p := range s.Places {
		if p.Active || p.ID == now {
			out = append(out, form.Choice{Value: p.ID, Text: p.Name})
		}
	}
	return out
}

// practiceName names a practice of the network.
func practiceName(s diary.Set, code string) string {
	i := slices.IndexFunc(s.Practices, func(p network.Practice) bool { return p.Code == code })
	if i < 0 {
		return code
	}
	return s.Practices[i].Name
}
