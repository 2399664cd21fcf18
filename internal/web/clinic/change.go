package clinic

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"footbridge/internal/app/diary"
	"footbridge/internal/calendar"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	effectPage = site.Parse(files, "effect.html")
	endPage    = site.Parse(files, "end.html")
)

// one gives the clinic of the address with the diary around it.
func one(v *site.Visit) (diary.Clinic, diary.Set, error) {
	k, err := site.Ask(v, diary.OneClinic{ID: v.Path("id")})
	if err != nil {
		return k, diary.Set{}, err
	}
	s, err := site.Ask(v, diary.Diary{PCN: k.PCN})
	return k, s, err
}

// Edit shows a clinic in its form, to be changed from a day on.
func Edit(v *site.Visit) error {
	k, s, err := one(v)
	if err != nil {
		return err
	}
	f := v.Form()
	fill(f, k)
	f.SetDate("from", nextDay(k, v.App.Today()))
	return showForm(v, f, s, &k)
}

// nextDay is the day from which a change is proposed: tomorrow, or the
// clinic's first day when that is later.
func nextDay(k diary.Clinic, today calendar.Date) calendar.Date {
	if day := today.AddDays(1); day.After(k.FromDay) {
		return day
	}
	return k.FromDay
}

// DoEdit shows what the change would do; sent again with a decision for each
// booking it changes the clinic.
func DoEdit(v *site.Visit) error {
	k, s, err := one(v)
	if err != nil {
		return err
	}
	f := v.Form()
	n := read(f)
	if !f.OK() || f.Raw("back") != "" {
		return showForm(v, f, s, &k)
	}
	version, _ := strconv.Atoi(f.Raw("version")) // a missing version is stale
	if version == 0 {
		version = -1
	}
	e, err := site.Ask(v, diary.ClinicEffect{ID: k.ID, Version: version, From: n.FromDay, New: &n})
	if err != nil {
		if v.Again(err) {
			return showForm(v, f, s, &k)
		}
		return err
	}
	show := effect{
		title: "Change the clinic from " + n.FromDay.Long(), what: rowOf(k, s).When + ", " + rowOf(k, s).Where + " becomes: " + rowOf(n, s).When + ", " + rowOf(n, s).Where,
		action: "/clinics/" + k.ID, button: "Change the clinic", keep: "Keep it at its old time", names: fields,
	}
	decided, ok := show.decisions(f, e)
	if !ok {
		return show.page(v, f, s, e)
	}
	made, err := site.Do(v, diary.ChangeClinic{ID: k.ID, Version: version, From: n.FromDay, New: &n, Decisions: decided})
	if err != nil {
		return show.again(v, f, s, err, diary.ClinicEffect{ID: k.ID, From: n.FromDay})
	}
	return v.ToWith("/clinics/"+made.ID+"/made", "The clinic is changed from "+n.FromDay.Long()+". "+told(decided))
}

// End asks from which day on a clinic ends.
func End(v *site.Visit) error {
	k, s, err := one(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(k.Version))
	f.SetDate("from", nextDay(k, v.App.Today()))
	return showEnd(v, f, k, s)
}

func showEnd(v *site.Visit, f *form.Form, k diary.Clinic, s diary.Set) error {
	return v.Show(site.Page{Title: "End the clinic", Form: f, Back: "/clinics", BackText: "Clinics"}, endPage, map[string]any{"Form": f, "K": rowOf(k, s)})
}

// DoEnd shows what the end would do; sent again with a decision for each
// booking it ends the clinic.
func DoEnd(v *site.Visit) error {
	k, s, err := one(v)
	if err != nil {
		return err
	}
	f := v.Form()
	from, typed := f.Date("from", "The day")
	if f.OK() {
		f.Require(typed, "from", "Enter the first day without this clinic")
	}
	if !f.OK() || f.Raw("back") != "" {
		return showEnd(v, f, k, s)
	}
	version, _ := strconv.Atoi(f.Raw("version")) // a missing version is stale
	if version == 0 {
		version = -1
	}
	e, err := site.Ask(v, diary.ClinicEffect{ID: k.ID, Version: version, From: from})
	if err != nil {
		if v.Again(err) {
			return showEnd(v, f, k, s)
		}
		return err
	}
	show := effect{
		title: "End the clinic from " + from.Long(), what: rowOf(k, s).When + ", " + rowOf(k, s).Where + ". There are no slots from that day on",
		action: "/clinics/" + k.ID + "/end", button: "End the clinic", keep: "Keep it: this appointment still takes place", names: []string{"version", "from"},
	}
	decided, ok := show.decisions(f, e)
	if !ok {
		return show.page(v, f, s, e)
	}
	if _, err := site.Do(v, diary.ChangeClinic{ID: k.ID, Version: version, From: from, Decisions: decided}); err != nil {
		return show.again(v, f, s, err, diary.ClinicEffect{ID: k.ID, From: from})
	}
	return v.ToWith("/clinics", "The clinic ends: "+from.Long()+" is the first day without it. "+told(decided))
}

// told says who has to be told now.
func told(decisions map[string]string) string {
	n := 0
	for _, d := range decisions {
		if d == diary.Rewait {
			n++
		}
	}
	if n == 0 {
		return "Nobody's booking was cancelled"
	}
	return site.Plural(n, "person is", "people are") + " on the waiting list now and has to be told"
}

// effect is the page that shows what a change would do before it is done.
type effect struct {
	title, what, action, button, keep string
	names                             []string // of the fields that are carried on
}

// concerned is one booking on that page.
type concerned struct {
	Name   string // of its field
	Radios template.HTML
}

// decisions reads what is to happen to each booking. It says true when the
// page was confirmed and nothing is missing.
func (x effect) decisions(f *form.Form, e diary.Effect) (map[string]string, bool) {
	out := map[string]string{}
	for _, d := range e.Bookings {
		choice := f.Text("booking-" + d.Booking.ID)
		if choice != diary.Keep && choice != diary.Rewait {
			choice = f.Text("all")
		}
		if choice == diary.Keep || choice == diary.Rewait {
			out[d.Booking.ID] = choice
		} else if f.Raw("confirm") != "" {
			f.Fail("booking-"+d.Booking.ID, "Say what is to happen to the booking on %s", d.Booking.StartsAt.Long())
		}
	}
	return out, f.Raw("confirm") != "" && f.OK()
}

func (x effect) page(v *site.Visit, f *form.Form, s diary.Set, e diary.Effect) error {
	var rows []concerned
	for _, d := range e.Bookings {
		b := d.Booking
		r := concerned{Name: "booking-" + b.ID}
		who, line := "Somebody of "+practiceName(s, b.Practice), template.HTML("")
		if d.Person.ID != "" {
			who = d.Person.Name()
			line = webperson.Printable(d.Person)
			if d.Person.Phone != "" && d.Person.SafePhone != "no" {
				line += template.HTML(`<br>Phone <span class="app-nowrap">` + template.HTMLEscapeString(d.Person.Phone) + `</span>`)
			}
		}
		legend := fmt.Sprintf("%s: %s, %s, %s", b.StartsAt.Long(), who, kindWords(b.Kind), b.Mode)
		r.Radios = f.Radios(r.Name, legend, []form.Choice{{Value: diary.Keep, Text: x.keep}, {Value: diary.Rewait, Text: "Cancel it and put the person on the waiting list", Hint: "They have to be told"}}, form.Small(), form.Size(nhsuk.SizeS), form.HintMarkup(line)).HTML()
		rows = append(rows, r)
	}
	var all template.HTML
	if len(rows) > 1 {
		all = f.Radios("all", "For every booking that you don’t decide one by one", []form.Choice{{Value: "", Text: "I decide one by one"}, {Value: diary.Keep, Text: "Keep all"}, {Value: diary.Rewait, Text: "Cancel all and put the people on the waiting list"}}, form.Small(), form.Size(nhsuk.SizeS)).HTML()
	}
	return v.Show(site.Page{Title: x.title, Form: f, Print: true}, effectPage, map[string]any{
		"Form": f, "Title": x.title, "What": x.what, "Sentence": e.Sentence(), "Rows": rows, "All": all, "Carried": f.Hidden(x.names...), "Action": x.action, "Button": x.button,
	})
}

// again shows the page once more after a command was refused: with the
// bookings as they are by now when the world moved on.
func (x effect) again(v *site.Visit, f *form.Form, s diary.Set, err error, q diary.ClinicEffect) error {
	if !v.Again(err) {
		return err
	}
	e, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	return x.page(v, f, s, e)
}

func kindWords(kind string) string {
	switch kind {
	case "first":
		return "first appointment"
	case "follow":
		return "follow-up"
	case "duty":
		return "duty call"
	}
	return strings.TrimSpace(kind)
}
