package diary

import (
	"html/template"
	"net/url"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

// Booking shows a booking: just made, what to say to the person; later, how
// it stands and how it came there. It prints. message gives the part about the
// message to the person, from a room beside this one.
func Booking(message func(v *site.Visit, booking string) (template.HTML, error)) site.Handler {
	return func(v *site.Visit) error { return showBooking(v, message) }
}

func showBooking(v *site.Visit, message func(*site.Visit, string) (template.HTML, error)) error {
	c, err := site.Ask(v, diary.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	isNew := v.Form().Text("new") == "yes"
	title := "Booking of " + c.Person.Name()
	if isNew {
		title = "Booked"
	}
	b := c.Booking
	part, err := message(v, b.ID)
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: title, Print: true, Back: "/people/" + c.Person.ID, BackText: c.Person.Name()}, bookingPage, map[string]any{
		"Card": c, "B": b, "New": isNew, "Banner": webperson.Banner(c.Person), "Today": v.App.Today(),
		"CanChange": b.State == "booked" && b.Happened == "" && v.May(access.Book) && b.EndsAt.After(v.App.Now()),
		"ModeName":  modeName(b.Mode),
		"Message":   part,
	})
}

// Cancel asks who wants it and why, and says what it does.
func Cancel(v *site.Visit) error {
	c, err := site.Ask(v, diary.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(c.Booking.Version))
	return showCancel(v, c, f)
}

func showCancel(v *site.Visit, c diary.Card, f *form.Form) error {
	return v.Show(site.Page{Title: "Cancel the booking", Form: f, Back: "/bookings/" + c.Booking.ID}, cancelPage, map[string]any{
		"Form": f, "Card": c, "Banner": webperson.Banner(c.Person),
		"Asked": form.Choices("the person", "The person", "the practice", "The practice", "the service", "The mental health service"),
	})
}

// DoCancel cancels, and offers the slot to the waiting list.
func DoCancel(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	slot, err := site.Do(v, diary.Cancel{Booking: v.Path("id"), Version: version, AskedBy: f.Text("asked"), Why: f.Text("why")})
	if err != nil {
		if !v.Again(err) {
			return err
		}
		c, err := site.Ask(v, diary.ByID{ID: v.Path("id")})
		if err != nil {
			return err
		}
		return showCancel(v, c, f)
	}
	if slot.State == "free" && v.May(access.WaitingList) {
		return v.ToWith("/waiting?slot="+url.QueryEscape(slot.ID), "The booking is cancelled. Its slot is free again: these people are waiting for one like it")
	}
	return v.ToWith("/bookings/"+v.Path("id"), "The booking is cancelled")
}

// Move shows the slots to which a booking can move.
func Move(v *site.Visit) error {
	c, err := site.Ask(v, diary.ByID{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if v.Form().Text("slot") != "" {
		return showMove(v, c, v.Form())
	}
	return showSlots(v, c.Person.ID, &c)
}

func showMove(v *site.Visit, c diary.Card, f *form.Form) error {
	o, err := site.Ask(v, diary.OneOffer{Person: c.Person.ID, Slot: f.Text("slot")})
	if fault.Is(err, fault.Conflict) {
		return v.ToTell("/bookings/"+c.Booking.ID+"/move", fault.Says(err))
	}
	if err != nil {
		return err
	}
	if f.Raw("version") == "" {
		f.Set("version", strconv.Itoa(c.Booking.Version))
	}
	modes := []form.Choice{}
	for _, m := range o.Offers[0].ModeList() {
		modes = append(modes, form.Choice{Value: m, Text: modeName(m)})
		if m == c.Booking.Mode && f.Raw("mode") == "" {
			f.Set("mode", m)
		}
	}
	var allowance diary.Allowance
	for _, a := range o.Allowance {
		if a.Week == o.Offers[0].Day.Monday() {
			allowance = a
		}
	}
	return v.Show(site.Page{Title: "Check and move", Form: f, Back: "/bookings/" + c.Booking.ID + "/move"}, checkPage, map[string]any{
		"Form": f, "Found": o, "Offer": o.Offers[0], "Banner": webperson.Banner(c.Person), "Words": c.Booking.Words, "Modes": modes, "Moving": c, "Allowance": allowance,
		"Asked": form.Choices("the person", "The person", "the practice", "The practice", "the service", "The mental health service"),
	})
}

// DoMove moves the booking.
func DoMove(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	b, err := site.Do(v, diary.Move{Booking: v.Path("id"), Version: version, Slot: f.Text("slot"), Mode: f.Text("mode"), AskedBy: f.Text("asked"), Why: f.Text("why"), OverWhy: f.Text("over")})
	if err == nil {
		return v.To("/bookings/" + b.ID + "?new=yes")
	}
	c, cerr := site.Ask(v, diary.ByID{ID: v.Path("id")})
	if cerr != nil {
		return cerr
	}
	if fault.Is(err, fault.Conflict) {
		return v.ToTell("/bookings/"+c.Booking.ID+"/move", fault.Says(err))
	}
	if v.Again(err) {
		return showMove(v, c, f)
	}
	return err
}

// Waiting lists the people who wait; with a slot, those whom it suits.
func Waiting(v *site.Visit) error {
	q := diary.WaitingListOf{PCN: v.Network(), Slot: v.Form().Text("slot")}
	list, err := site.Ask(v, q)
	if err != nil {
		return err
	}
	title := "Waiting list"
	if list.Slot != nil {
		title = "Who would like this slot?"
	}
	return v.Show(site.Page{Title: title, Wide: true, Print: true}, waitingPage, map[string]any{"List": list, "Now": v.App.Today()})
}

// Wait puts somebody on the waiting list.
func Wait(v *site.Visit) error {
	p, err := site.Ask(v, person.Open{ID: v.Path("person")})
	if err != nil {
		return err
	}
	b, _, err := readBegun(v, p.Person.ID)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("words", b.Words)
	return showWait(v, p.Person, f)
}

func showWait(v *site.Visit, p person.Person, f *form.Form) error {
	d, err := site.Ask(v, diary.Diary{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Put on the waiting list", Form: f, Back: "/book/" + p.ID + "/slots"}, waitPage, map[string]any{
		"Form": f, "Person": p, "Banner": webperson.Banner(p), "Filters": slotFilters(diary.Found{Choices: d}),
	})
}

// DoWait writes the entry.
func DoWait(v *site.Visit) error {
	f := v.Form()
	notice, _ := f.Int("notice", "Notice")
	if f.OK() {
		_, err := site.Do(v, diary.Wait{Person: v.Path("person"), Mode: f.Text("mode"), Place: f.Text("place"), Practitioner: f.Text("practitioner"), Words: f.Text("words"), Wishes: f.Text("wishes"), NoticeHours: notice})
		if err == nil {
			return v.ToWith("/people/"+v.Path("person"), "On the waiting list. When a slot is freed that suits, this person is offered it")
		}
		if !v.Again(err) {
			return err
		}
	}
	p, err := site.Ask(v, person.Open{ID: v.Path("person")})
	if err != nil {
		return err
	}
	return showWait(v, p.Person, f)
}

// Stop asks why somebody comes off the waiting list.
func Stop(v *site.Visit) error {
	list, err := site.Ask(v, diary.WaitingListOf{PCN: v.Network()})
	if err != nil {
		return err
	}
	return showStop(v, list, v.Form())
}

func showStop(v *site.Visit, list diary.Waiters, f *form.Form) error {
	for _, w := range list.List {
		if w.ID == v.Path("id") {
			f.Set("version", strconv.Itoa(w.Version))
			return v.Show(site.Page{Title: "Take off the waiting list", Form: f, Back: "/waiting"}, stopPage, map[string]any{"Form": f, "Entry": w, "Banner": webperson.Banner(w.Who)})
		}
	}
	return fault.Missing("entry on the waiting list")
}

// DoStop takes them off.
func DoStop(v *site.Visit) error {
	f := v.Form()
	version, _ := strconv.Atoi(f.Raw("version"))
	_, err := site.Do(v, diary.StopWaiting{ID: v.Path("id"), Version: version, Why: f.Text("why")})
	if err == nil {
		return v.ToWith("/waiting", "Taken off the waiting list")
	}
	if !v.Again(err) {
		return err
	}
	list, err := site.Ask(v, diary.WaitingListOf{PCN: v.Network()})
	if err != nil {
		return err
	}
	return showStop(v, list, f)
}
