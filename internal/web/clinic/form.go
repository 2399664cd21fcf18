package clinic

import (
	"strconv"
	"strings"
	"time"

	"footbridge/internal/app/diary"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

// fields are the names of a clinic's form, for carrying them past the page
// that shows the effect.
var fields = []string{"pcn", "version", "practitioner", "place", "room", "service", "purpose", "modes", "weekdays", "every", "from", "to", "starts", "ends", "first", "firsts", "follow", "break", "break-minutes"}

func weekdays() []form.Choice {
	var out []form.Choice
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		out = append(out, form.Choice{Value: strconv.Itoa(int(d)), Text: d.String()})
	}
	return out
}

// clock reads a time of day from a field.
func clock(f *form.Form, name, label string) calendar.TimeOfDay {
	if f.Text(name) == "" {
		f.Fail(name, "Enter %s, for example 09:00", label)
		return 0
	}
	t, err := calendar.ParseTime(f.Text(name))
	if err != nil {
		f.Fail(name, "%s %s", strings.ToUpper(label[:1])+label[1:], fault.Says(err))
	}
	return t
}

// read takes a clinic out of its form.
func read(f *form.Form) diary.Clinic {
	k := diary.Clinic{
		Practitioner: f.Text("practitioner"), Place: f.Text("place"), Room: f.Text("room"), Service: f.Text("service"), Purpose: f.Text("purpose"), Modes: f.All("modes"),
		Starts: clock(f, "starts", "when the session starts"), Ends: clock(f, "ends", "when the session ends"),
	}
	for _, d := range f.All("weekdays") {
		if n, err := strconv.Atoi(d); err == nil && n >= 0 && n <= 6 {
			k.Pattern.Weekdays = append(k.Pattern.Weekdays, time.Weekday(n))
		}
	}
	k.Pattern.Every, _ = f.Int("every", "The number of weeks")
	k.FromDay, _ = f.Date("from", "The first day")
	k.ToDay, _ = f.Date("to", "The last day")
	k.FollowMinutes, _ = f.Int("follow", "The length of a follow-up")
	if k.Purpose != "duty" {
		k.FirstMinutes, _ = f.Int("first", "The length of a first appointment")
		k.Firsts, _ = f.Int("firsts", "The number of first appointments")
	}
	if f.Text("break") != "" {
		k.BreakAt = clock(f, "break", "when the break begins").String()
		k.BreakMinutes, _ = f.Int("break-minutes", "The length of the break")
	}
	return k
}

// fill writes a clinic into its form.
func fill(f *form.Form, k diary.Clinic) {
	number := func(name string, n int) {
		if n != 0 {
			f.Set(name, strconv.Itoa(n))
		}
	}
	f.Set("pcn", k.PCN)
	f.Set("version", strconv.Itoa(k.Version))
	f.Set("practitioner", k.Practitioner)
	f.Set("place", k.Place)
	f.Set("room", k.Room)
	f.Set("service", k.Service)
	f.Set("purpose", k.Purpose)
	f.SetAll("modes", k.Modes)
	var days []string
	for _, d := range k.Pattern.Weekdays {
		days = append(days, strconv.Itoa(int(d)))
	}
	f.SetAll("weekdays", days)
	number("every", k.Pattern.Every)
	f.SetDate("to", k.ToDay)
	f.Set("starts", k.Starts.String())
	f.Set("ends", k.Ends.String())
	number("first", k.FirstMinutes)
	number("firsts", k.Firsts)
	number("follow", k.FollowMinutes)
	f.Set("break", k.BreakAt)
	number("break-minutes", k.BreakMinutes)
}

func showForm(v *site.Visit, f *form.Form, s diary.Set, k *diary.Clinic) error {
	title := "Set up a clinic"
	data := map[string]any{"Form": f, "People": people(s), "Places": places(s, f.Text("place")), "Days": weekdays(), "None": len(s.Practitioners) == 0 || len(s.Places) == 0, "NoPlace": len(s.Places) == 0, "PCN": f.Text("pcn")}
	var modes []form.Choice
	for _, m := range diary.Modes {
		modes = append(modes, form.Choice{Value: m, Text: strings.ToUpper(m[:1]) + m[1:]})
	}
	data["Modes"] = modes
	data["Services"] = form.Choices("adult", "Adults", "cyp", "Children and young people")
	data["Purposes"] = []form.Choice{
		{Value: "ongoing", Text: "Ongoing", Hint: "First appointments and follow-ups, booked ahead"},
		{Value: "duty", Text: "Duty", Hint: "Short calls that are booked on the day itself"},
	}
	if k != nil {
		title = "Change the clinic"
		data["K"] = rowOf(*k, s)
	}
	data["Title"] = title
	return v.Show(site.Page{Title: title, Form: f, Back: "/clinics", BackText: "Clinics"}, formPage, data)
}
