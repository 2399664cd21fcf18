package care

import (
	"strconv"

	"footbridge/internal/app/care"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var contactPage = site.Parse(files, "contact.html", "draft.html")

// Note shows the form for the note of an appointment, with the draft that is
// there. A note that is signed already is shown instead.
func Note(v *site.Visit) error { return openNote(v, care.Desk{Booking: v.Path("id")}) }

// Unplanned shows the form for a contact that was not booked.
func Unplanned(v *site.Visit) error { return openNote(v, care.Desk{Person: v.Path("id")}) }

func openNote(v *site.Visit, q care.Desk) error {
	s, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	if s.Signed != "" && s.Draft == nil {
		return v.To("/contacts/" + s.Signed)
	}
	f := v.Form()
	if s.Booking != nil {
		f.Set("mechanism", string(mechanismOf(s.Booking.Mode)))
		f.Set("started", s.Booking.StartsAt.Clock())
		f.Set("minutes", strconv.Itoa(s.Booking.Minutes()))
	} else {
		f.SetDate("on", v.App.Today())
	}
	fill(f, s.Draft)
	return showNote(v, s)
}

func showNote(v *site.Visit, s care.Sheet) error {
	f := v.Form()
	title, back := "Write down a contact", "/people/"+s.Person.ID
	booking := ""
	if s.Booking != nil {
		title, back, booking = "Note of the appointment", "/today", s.Booking.ID
		if s.Booking.Day != v.App.Today() {
			back += "?day=" + s.Booking.Day.String()
		}
	}
	return v.Show(site.Page{Title: title, Form: f, Back: back}, contactPage, map[string]any{
		"Form": f, "S": s, "Title": title, "Banner": webperson.Banner(s.Person), "Mechanisms": mechanisms(), "ClockWords": ClockWords(s.Clock.State),
		"Draft": boxFor(v, care.DraftContact, care.DraftSubject(booking, s.Person.ID), s.Draft, "note"),
	})
}

// DoNote saves the draft of a note, throws it away, or signs it.
func DoNote(v *site.Visit) error { return sendNote(v, care.Desk{Booking: v.Path("id")}) }

// DoUnplanned does the same for a contact that was not booked.
func DoUnplanned(v *site.Visit) error { return sendNote(v, care.Desk{Person: v.Path("id")}) }

func sendNote(v *site.Visit, q care.Desk) error {
	f := v.Form()
	s, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	subject := care.DraftSubject(q.Booking, s.Person.ID)
	switch f.Raw("action") {
	case "save":
		kept, err := keepDraft(v, care.DraftContact, subject)
		if err != nil {
			return err
		}
		if kept {
			return v.ToWith(v.R.URL.Path, savedMessage(v))
		}
		return showNote(v, s)
	case "discard":
		if err := dropDraft(v, care.DraftContact, subject); err != nil {
			return err
		}
		return v.ToWith("/people/"+s.Person.ID, "The draft is thrown away")
	}
	c := care.SignContact{Booking: q.Booking, Mechanism: nhs.Mechanism(f.Text("mechanism")), Note: f.Text("note"), Words: f.Text("words"), Saves: saves(f)}
	if q.Booking == "" {
		c.Person = s.Person.ID
	}
	var day calendar.Date
	if s.Booking != nil {
		day = s.Booking.Day
	} else {
		day, _ = f.Date("on", "The day")
		f.Require(!day.IsZero() || f.ErrorFor("on") != "", "on", "Enter the day of the contact")
	}
	c.StartedAt = moment(f, day)
	c.Minutes, _ = f.Int("minutes", "Minutes")
	if f.OK() {
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/contacts/"+id, "The note is signed")
		}
		if !v.Again(err) {
			return err
		}
		if s, err = site.Ask(v, q); err != nil { // the draft or the booking may have changed
			return err
		}
	}
	return showNote(v, s)
}

// moment reads the time at which something began on a day.
func moment(f *form.Form, day calendar.Date) calendar.Instant {
	typed := f.Text("started")
	if typed == "" {
		f.Fail("started", "Enter the time at which the contact began")
		return calendar.Instant{}
	}
	t, err := calendar.ParseTime(typed)
	if err != nil {
		f.Fail("started", "The time %s", fault.Says(err))
		return calendar.Instant{}
	}
	if day.IsZero() {
		return calendar.Instant{}
	}
	at, err := calendar.On(day, t)
	if err != nil {
		f.Fail("started", "%s", fault.Says(err))
	}
	return at
}
