package diary

import (
	"net/url"
	"slices"

	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	webperson "footbridge/internal/web/person"
	"footbridge/internal/web/site"
)

// search reads the filters of the slot list from the address.
func search(v *site.Visit, person string) diary.Search {
	q := v.Form()
	s := diary.Search{
		PCN: v.Network(), Person: person, Kind: q.Text("kind"), Place: q.Text("place"), Practitioner: q.Text("practitioner"),
		Gender: q.Text("gender"), Mode: q.Text("mode"), After: q.Text("after"),
	}
	if !slices.Contains([]string{"first", "follow", "duty"}, s.Kind) {
		s.Kind = "first"
	}
	return s
}

// Slots shows the allowance and then the free slots, soonest first.
func Slots(v *site.Visit) error { return showSlots(v, v.Path("person"), nil) }

// slotFilters are the choices above a list of slots.
func slotFilters(f diary.Found) map[string][]form.Choice {
	places := form.Choices("", "Any place")
	for _, p := range f.Choices.Places {
		if p.Active {
			places = append(places, form.Choice{Value: p.ID, Text: p.Name})
		}
	}
	people := form.Choices("", "Any practitioner")
	genders := map[string]bool{}
	for _, p := range f.Choices.Practitioners {
		people = append(people, form.Choice{Value: p.ID, Text: p.Name})
		genders[p.Gender] = true
	}
	gender := form.Choices("", "No wish")
	for _, g := range []string{"woman", "man"} {
		if genders[g] {
			gender = append(gender, form.Choice{Value: g, Text: "A " + g})
		}
	}
	modes := form.Choices("", "Any way")
	for _, m := range diary.Modes {
		modes = append(modes, form.Choice{Value: m, Text: modeName(m)})
	}
	return map[string][]form.Choice{"Places": places, "Practitioners": people, "Genders": gender, "Modes": modes}
}

func modeName(m string) string {
	switch m {
	case "face to face":
		return "Face to face"
	case "telephone":
		return "Telephone"
	case "video":
		return "Video"
	case "home visit":
		return "Home visit"
	}
	return m
}

func showSlots(v *site.Visit, person string, moving *diary.Card) error {
	s := search(v, person)
	if moving != nil {
		s.Kind = moving.Booking.Kind
	}
	f, err := site.Ask(v, s)
	if err != nil {
		return noAgreement(v, err)
	}
	filter := url.Values{}
	for name, value := range map[string]string{"kind": s.Kind, "place": s.Place, "practitioner": s.Practitioner, "gender": s.Gender, "mode": s.Mode} {
		if value != "" {
			filter.Set(name, value)
		}
	}
	more := ""
	if f.More != "" {
		next := url.Values{}
		for k := range filter {
			next.Set(k, filter.Get(k))
		}
		next.Set("after", f.More)
		more = "?" + next.Encode()
	}
	b, _, err := readBegun(v, f.Person.ID)
	if err != nil {
		return err
	}
	back := "/book/" + f.Person.ID
	title := "Choose a slot"
	if moving != nil {
		back, title = "/bookings/"+moving.Booking.ID, "Move the booking"
	}
	byDay := []dayOffers{}
	for _, o := range f.Offers {
		if n := len(byDay); n == 0 || byDay[n-1].Day != o.Day.Long() {
			byDay = append(byDay, dayOffers{Day: o.Day.Long()})
		}
		byDay[len(byDay)-1].add(o)
	}
	return v.Show(site.Page{Title: title, Back: back, Wide: true}, slotsPage, map[string]any{
		"Form": v.Form(), "Found": f, "Banner": webperson.Banner(f.Person), "Filters": slotFilters(f), "Kind": s.Kind, "More": more,
		"Filtered": s.Place+s.Practitioner+s.Gender+s.Mode != "", "Mode": s.Mode, "Moving": moving, "Words": b.Words, "Days": byDay,
		"Later": s.After != "",
	})
}

// dayOffers are the offers of one day, session by session.
type dayOffers struct {
	Day      string
	Sessions []session
}

// session is what one practitioner has free at one place on one day, under
// the same terms.
type session struct {
	diary.Offer // the first of them, for what they share
	Offers      []diary.Offer
}

func (d *dayOffers) add(o diary.Offer) {
	for i := range d.Sessions {
		s := &d.Sessions[i]
		if s.Place == o.Place && s.Practitioner == o.Practitioner && s.Verdict == o.Verdict && s.Modes == o.Modes && s.Minutes() == o.Minutes() {
			s.Offers = append(s.Offers, o)
			return
		}
	}
	d.Sessions = append(d.Sessions, session{Offer: o, Offers: []diary.Offer{o}})
}

// fill takes what was said when the person went on the waiting list, unless
// something was said since.
func (b *begun) fill(w *diary.Waiting) {
	if w != nil && b.Words == "" {
		b.Words, b.Wishes = w.Words, w.Wishes
	}
}

// Check shows everything once more before it is booked.
func Check(v *site.Visit) error {
	q := v.Form()
	return showCheck(v, q)
}

func showCheck(v *site.Visit, q *form.Form) error {
	id := v.Path("person")
	f, err := site.Ask(v, diary.OneOffer{Person: id, Slot: q.Text("slot")})
	if fault.Is(err, fault.Conflict) {
		// Back from the confirmation: it is taken, by this very person.
		if has, err := site.Ask(v, diary.OfPerson{Person: id}); err == nil {
			for _, r := range has.Coming {
				if r.Slot == q.Text("slot") {
					return v.ToTell("/bookings/"+r.ID, "This is booked already, once")
				}
			}
		}
		return v.ToTell("/book/"+id+"/slots", fault.Says(err))
	}
	if err != nil {
		return noAgreement(v, err)
	}
	b, _, err := readBegun(v, f.Person.ID)
	if err != nil {
		return err
	}
	b.fill(f.Waiting)
	if b.Words == "" && !f.Own {
		return v.ToTell("/book/"+id, "Begin with why the person comes")
	}
	o := f.Offers[0]
	if q.Text("mode") == "" || !slices.Contains(o.ModeList(), q.Text("mode")) {
		q.Set("mode", "")
		if len(o.ModeList()) == 1 {
			q.Set("mode", o.ModeList()[0])
		}
	}
	if q.Raw("wishes") == "" {
		q.Set("wishes", b.Wishes)
	}
	if q.Raw("words") == "" {
		q.Set("words", b.Words)
	}
	modes := []form.Choice{}
	for _, m := range o.ModeList() {
		modes = append(modes, form.Choice{Value: m, Text: modeName(m)})
	}
	var allowance diary.Allowance
	for _, a := range f.Allowance {
		if a.Week == o.Day.Monday() {
			allowance = a
		}
	}
	return v.Show(site.Page{Title: "Check and book", Form: q, Back: "/book/" + f.Person.ID + "/slots"}, checkPage, map[string]any{
		"Form": q, "Found": f, "Offer": o, "Banner": webperson.Banner(f.Person), "Words": b.Words, "Modes": modes, "Allowance": allowance,
		"Criteria": criteriaOf(f, b),
	})
}

func criteriaOf(f diary.Found, b begun) []diary.Judged {
	svc, _ := f.Agreement.Terms.ServiceFor(f.Offers[0].Service)
	return diary.JudgeCriteria(svc, f.Person, f.Offers[0].Day, b.answers(svc))
}

// DoCheck books.
func DoCheck(v *site.Visit) error {
	q := v.Form()
	id := v.Path("person")
	b, saves, err := readBegun(v, id)
	if err != nil {
		return err
	}
	f, err := site.Ask(v, diary.Search{PCN: v.Network(), Person: id, Limit: 1})
	if err != nil {
		return noAgreement(v, err)
	}
	b.fill(f.Waiting)
	words := b.Words
	if typed := q.Text("words"); typed != "" {
		words = typed
	}
	svc, _ := f.Agreement.Terms.ServiceFor("adult")
	booked, err := site.Do(v, diary.Book{Person: id, Slot: q.Text("slot"), Mode: q.Text("mode"), Words: words, Wishes: q.Text("wishes"), OverWhy: q.Text("over"), Answers: b.answers(svc)})
	switch {
	case err == nil:
	case fault.Is(err, fault.Conflict):
		return v.ToTell("/book/"+id+"/slots", fault.Says(err))
	case v.Again(err):
		return showCheck(v, q)
	default:
		return err
	}
	if saves > 0 {
		if _, err := site.Do(v, account.DropDraft{Kind: "booking", Subject: id}); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return v.To("/bookings/" + booked.ID + "?new=yes")
}
