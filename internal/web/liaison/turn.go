package liaison

import (
	"strconv"

	"footbridge/internal/app/liaison"
	"footbridge/internal/app/triage"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

var (
	triagePage  = site.Parse(files, "turntriage.html", "telling.html")
	bookingPage = site.Parse(files, "turnbooking.html", "telling.html")
)

// ToTriage shows what makes a request out of a question.
func ToTriage(v *site.Visit) error { return showTurn(v, triagePage, "Turn into a request") }

// DoToTriage makes the request.
func DoToTriage(v *site.Visit) error {
	f := v.Form()
	id, err := site.Do(v, liaison.ToTriage{ID: v.Path("id"), Version: version(f), Asked: f.Text("asked"), Response: f.Text("response"), Why: f.Text("why"), Telling: telling(f)})
	if err == nil {
		return v.ToWith("/requests/"+id, "The question is a request now, received when it was asked")
	}
	if !v.Again(err) {
		return err
	}
	return showTurn(v, triagePage, "Turn into a request")
}

// ToBooking shows the free slots for a question that becomes a booking.
func ToBooking(v *site.Visit) error { return showTurn(v, bookingPage, "Turn into a booking") }

// DoToBooking books.
func DoToBooking(v *site.Visit) error {
	f := v.Form()
	id, err := site.Do(v, liaison.ToBooking{ID: v.Path("id"), Version: version(f), Slot: f.Text("slot"), Mode: f.Text("mode-" + f.Text("slot")), OverWhy: f.Text("over"), Telling: telling(f)})
	if err == nil {
		return v.ToWith("/bookings/"+id+"?new=yes", "Booked. The question is linked with it, and its clock counts once")
	}
	if !v.Again(err) {
		return err
	}
	return showTurn(v, bookingPage, "Turn into a booking")
}

// slotChoice is a free slot to choose, with how the person can be seen in it.
type slotChoice struct {
	ID, Text, Says string
	Chosen         bool
	Modes          []form.Choice
}

func showTurn(v *site.Visit, page *site.Template, title string) error {
	w, err := site.Ask(v, liaison.Turning{ID: v.Path("id")})
	if fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil {
		return err
	}
	if w.Advice.Ended() {
		return v.ToTell("/advice/"+w.Advice.ID, "This question has ended already: there is never a second request of it")
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(w.Advice.Version))
	var asked []form.Choice
	for _, q := range triage.Questions {
		asked = append(asked, form.Choice{Value: q, Text: q})
	}
	var slots []slotChoice
	reason := false
	for _, o := range w.Found.Offers {
		s := slotChoice{ID: o.ID, Text: o.StartsAt.Long() + ", " + o.PractitionerName + ", " + o.PlaceName, Says: o.Verdict.Says, Chosen: f.Raw("slot") == o.ID}
		for _, m := range o.ModeList() {
			s.Modes = append(s.Modes, form.Choice{Value: m, Text: m})
		}
		if f.Raw("mode-"+o.ID) == "" {
			f.Set("mode-"+o.ID, o.ModeList()[0])
		}
		reason = reason || o.Verdict.Reason
		slots = append(slots, s)
	}
	return v.Show(site.Page{Title: title, Form: f, Back: "/advice/" + w.Advice.ID, BackText: "The question"}, page, map[string]any{
		"Form": f, "W": w, "Banner": webperson.Banner(w.Person), "Asked": asked, "Times": times(w.Form.Times), "Slots": slots, "Reason": reason, "Person": w.Person,
	})
}
