package clinic

import (
	"net/url"
	"strings"
	"testing"

	"footbridge/internal/app/diary"
	"footbridge/internal/calendar"
)

const (
	weekLine   = "ask diary.Week booking list"
	effectLine = "ask diary.ClinicEffect booking list"
)

// addPlace adds the place by its form.
func (w *world) addPlace() {
	w.t.Helper()
	f := w.get("manager", "/places/new").form()
	f.Set("name", "Graham Road, first floor")
	f.Set("practice", "L81016")
	f.Set("getting", "Bus 5")
	w.leaves([]string{"do diary.AddPlace place"}, func() {
		if p := w.post("manager", "/places/new", f); p.location != "/places" {
			w.t.Fatal(p.words)
		}
	})
	w.place = inquire(w, diary.Diary{PCN: pcn}).Places[0].ID
}

// tuesdays sets up a clinic from 24 November 2026, by its form, and gives the
// id.
func (w *world) tuesdays() string {
	w.t.Helper()
	f := w.get("mo", "/clinics/new").form()
	if f.Get("practitioner") != w.mo {
		w.t.Errorf("a practitioner begins with %v", f)
	}
	f.Set("place", w.place)
	f.Set("room", "Room 4")
	f["weekdays"] = []string{"2"}
	f.Set("starts", "9")
	f.Set("ends", "12:00")
	f.Set("firsts", "4")
	var p page
	w.leaves([]string{}, func() { p = w.post("mo", "/clinics/new", f) })
	p.says(w.t, 422, "When the session starts must be a time like 09:05")
	f = p.form()
	f.Set("starts", "09:00")
	w.leaves([]string{"do diary.AddClinic clinic"}, func() { p = w.post("mo", "/clinics/new", f) })
	if p.status != 303 || !strings.HasSuffix(p.location, "/made") {
		w.t.Fatalf("%d %q %s", p.status, p.location, p.words)
	}
	return strings.Split(p.location, "/")[2]
}

func (w *world) slots(monday string) []diary.Cell {
	w.t.Helper()
	var out []diary.Cell
	for _, d := range inquire(w, diary.Week{PCN: pcn, Monday: calendar.MustDate(monday)}).Days {
		out = append(out, d.Cells...)
	}
	return out
}

func TestSettingUpADiary(t *testing.T) {
	w := newWorld(t)
	w.leaves([]string{weekLine}, func() {
		w.get("manager", "/diary").says(t, 200, "Monday 23 November 2026 to Sunday 29 November 2026", "0 free slots", "This network has no clinics yet", "Set up the first clinic")
	})
	w.get("reception", "/diary").says(t, 200, "The practitioners, the network’s manager or the provider’s team lead set them up")
	w.get("manager", "/clinics").says(t, 200, "No clinic is held at the moment", "Nobody is away")
	w.get("manager", "/places").says(t, 200, "No place was entered yet")
	w.get("manager", "/clinics/new").says(t, 200, "Add a place first")
	w.addPlace()
	w.get("reception", "/places").says(t, 200, "Graham Road, first floor", "Graham Road Surgery", "Bus 5", "0 clinics are held here")

	// Everything that is missing is told at once, beside its field.
	wrong := w.post("manager", "/clinics/new", url.Values{"pcn": {pcn}, "starts": {"09:00"}, "ends": {"10:00"}, "room": {"Typed and kept"}})
	wrong.says(t, 422, "Choose a practitioner of this network", "Choose a place of this network", "Choose at least one way", "Choose at least one day of the week", "Enter the first day of the clinic")
	if wrong.form().Get("room") != "Typed and kept" || !strings.Contains(wrong.markup, `href="#weekdays"`) || !strings.Contains(wrong.markup, `id="weekdays"`) {
		t.Error("the form is not shown again as it was typed")
	}

	id := w.tuesdays()
	w.get("mo", "/clinics/"+id+"/made").says(t, 200, "Every Tuesday, 09:00 to 12:00", "Mo Healey, Graham Road, first floor, Room 4", "56 slots from today until Monday 1 March 2027", "No bank holiday", "Nobody else has the room")
	w.leaves([]string{}, func() {
		w.get("reception", "/clinics").says(t, 200, "Every Tuesday, 09:00 to 12:00", "Ongoing, adults. From 24 November 2026")
	})

	// A second one in the same room on bank holidays too.
	f := w.get("manager", "/clinics/new").form()
	f.Set("practitioner", w.mo)
	f.Set("place", w.place)
	f["weekdays"] = []string{"5", "2"}
	f.Set("starts", "11:00")
	f.Set("ends", "13:00")
	p := w.post("manager", "/clinics/new", f)
	w.get("manager", p.location).says(t, 200, "Friday 25 December 2026: Christmas", "Friday 1 January 2027: New Year", "the same practitioner has another clinic then")
	w.get("reception", "/diary?monday=2026-12-23").says(t, 200, "Bank holiday", "Christmas Day", "Monday 21 December 2026 to", "Previous week", "This week", "Next week")
}

func TestTheWeekAndTheDay(t *testing.T) {
	w := newWorld(t)
	w.addPlace()
	w.tuesdays()
	slots := w.slots("2026-11-30")
	own, theirs := w.book("reception", slots[0].ID), w.book("neighbour", slots[1].ID)

	w.leaves([]string{weekLine}, func() {
		p := w.get("reception", "/diary?monday=2026-12-02")
		p.says(t, 200, "2 free slots still to come and 2 bookings", "09:00 Ada NumberB Booked, telephone", "09:45 Booked", "10:30 Free", "First appointment, 45 minutes")
		if strings.Contains(p.words, "NumberC") || strings.Contains(p.markup, theirs.ID) || !strings.Contains(p.markup, "/bookings/"+own.ID) {
			t.Error("reception reads a name of another practice, or not its own")
		}
	})
	// The day list names what must not be overlooked, and prints.
	w.leaves([]string{weekLine}, func() {
		w.get("reception", "/diary/day?day=2026-12-01").says(t, 200, "Day list", "Tuesday 1 December 2026", "NUMBERB, Ada", "born 12 March 1980", "NHS number", "Do not leave voicemail", "Mo Healey Graham Road, first floor, Room 4",
			"09:45 to 10:30 Booked First appointment", "Print this page", "Printed by The reception")
	})
	w.get("mo", "/diary/day?day=2026-12-01").says(t, 200, "NUMBERB, Ada", "NUMBERC, Ada")
	for _, path := range []string{"/diary?monday=2026-11-30", "/diary/day?day=2026-12-01"} {
		if p := w.get("manager", path); strings.Contains(strings.ToLower(p.words), "ada numb") || strings.Contains(p.words, "NUMBER") || p.status != 200 {
			t.Errorf("a manager, who may open nobody's page, reads names on %s", path)
		}
	}
	// Filters live in the address, are said, and can be cleared.
	w.get("reception", "/diary?monday=2026-11-30&place=nowhere").says(t, 200, "0 free slots still to come and 0 bookings in this week, as filtered", "Clear filters")
	w.get("reception", "/diary/day?day=2026-12-01&practitioner=nobody").says(t, 200, "No clinic is held on this day for what you filtered")
	w.get("reception", "/diary?monday=nonsense").says(t, 200, "Monday 23 November 2026")
	w.get("reception", "/diary/day?day=9999-99-99").says(t, 200, "Monday 23 November 2026, today")
	w.get("outsider", "/diary?pcn="+pcn).says(t, 200, "This network has no clinics yet") // their own
	w.leaves([]string{}, func() { w.get("icb", "/diary").says(t, 403) })
}

func TestAChangeShowsItsEffectFirst(t *testing.T) {
	w := newWorld(t)
	w.addPlace()
	id := w.tuesdays()
	slots := w.slots("2026-11-30")
	first, _ := w.book("reception", slots[0].ID), w.book("neighbour", slots[1].ID)

	f := w.get("mo", "/clinics/"+id).form()
	if f.Get("starts") != "09:00" || f.Get("weekdays") != "2" || f.Get("version") != "1" || f.Get("from-day") != "24" {
		t.Errorf("the form has %v", f)
	}
	f.Set("from-day", "1")
	f.Set("from-month", "12")
	f.Set("from-year", "2020")
	w.leaves([]string{}, func() { w.post("mo", "/clinics/"+id, f).says(t, 422, "A change can begin today at the earliest") })
	f.Set("from-year", "2026")
	f.Set("starts", "13:00")
	f.Set("ends", "16:00")
	var p page
	w.leaves([]string{effectLine}, func() { p = w.post("mo", "/clinics/"+id, f) })
	p.says(t, 200, "Change the clinic from Tuesday 1 December 2026?", "2 people have bookings in this time, and", "free slots would fall away", "09:00 to 12:00", "becomes: Every Tuesday, 13:00 to 16:00",
		"Tuesday 1 December 2026, 09:00: Ada NumberB, first appointment, telephone", "Keep it at its old time", "Do not leave voicemail", "07700 900123")
	// The way back keeps what was entered.
	back := p.form()
	back.Set("back", "yes")
	if again := w.post("mo", "/clinics/"+id, back).form(); again.Get("starts") != "13:00" || again.Get("from-day") != "1" {
		t.Errorf("back with %v", again)
	}
	// Without a decision nothing is changed.
	f = p.form()
	w.leaves([]string{effectLine}, func() {
		w.post("mo", "/clinics/"+id, f).says(t, 422, "Say what is to happen to the booking on Tuesday 1 December 2026, 09:45")
	})
	f.Set("all", diary.Keep)
	f.Set("booking-"+first.ID, diary.Rewait)
	var done page
	w.leaves([]string{effectLine, "do diary.ChangeClinic booking list", "do diary.ChangeClinic waiting", "do diary.ChangeClinic booking", "do diary.ChangeClinic clinic"}, func() { done = w.post("mo", "/clinics/"+id, f) })
	if done.status != 303 || !strings.HasSuffix(done.location, "/made") || strings.Contains(done.location, id) {
		t.Fatalf("%d %q %s", done.status, done.location, done.words)
	}
	w.get("mo", "/diary?monday=2026-11-30").says(t, 200, "09:45 Ada NumberC Booked", "13:00 Free", "13:45 Free")
	w.get("mo", "/clinics").says(t, 200, "13:00 to 16:00", "From 24 November 2026 to 30 November 2026")
	// Who had it open meanwhile is told.
	w.leaves([]string{}, func() {
		stale := url.Values{}
		for k, v := range f {
			stale[k] = v
		}
		stale.Set("key", "ABCDEFGHIJKLMNOPQRSTUVWX")
		w.post("manager", "/clinics/"+id, stale).says(t, 422, "Somebody else changed this clinic")
	})

	// The end has the same page before it.
	newer := strings.Split(done.location, "/")[2]
	f = w.get("manager", "/clinics/"+newer+"/end").form()
	p = w.post("manager", "/clinics/"+newer+"/end", f)
	p.says(t, 200, "End the clinic from Tuesday 1 December 2026?", "Nobody has a booking in this time", "Nobody has to be told")
	w.leaves([]string{effectLine, "do diary.ChangeClinic booking list", "do diary.ChangeClinic clinic"}, func() { w.post("manager", "/clinics/"+newer+"/end", p.form()) })
	if p := w.get("manager", "/clinics"); strings.Contains(p.words, "13:00") {
		t.Error("a clinic that ended before its first day is listed")
	}
}

func TestLeaveShowsItsEffectFirst(t *testing.T) {
	w := newWorld(t)
	w.addPlace()
	w.tuesdays()
	slots := w.slots("2026-11-30")
	b := w.book("reception", slots[0].ID)

	f := w.get("mo", "/absences/new").form()
	w.leaves([]string{}, func() { w.post("mo", "/absences/new", f).says(t, 422, "Enter the first day") })
	f.Set("from-day", "1")
	f.Set("from-month", "12")
	f.Set("from-year", "2026")
	f.Set("why", "annual leave")
	f.Set("to-time", "half past")
	w.leaves([]string{}, func() { w.post("mo", "/absences/new", f).says(t, 422, "When it ends must be a time") })
	f.Set("to-time", "")
	// The manager decides without reading who it is.
	asManager := url.Values{}
	for k, v := range f {
		asManager[k] = v
	}
	blind := w.post("manager", "/absences/new", asManager)
	blind.says(t, 200, "1 person has a booking in this time", "Somebody of Graham Road Surgery")
	if strings.Contains(blind.words, "Ada") {
		t.Error("a manager reads the name")
	}
	p := w.post("mo", "/absences/new", f)
	p.says(t, 200, "Take Mo Healey out of the diary?", "1 person has a booking in this time, and 3 free slots would fall away", "Ada NumberB", "Tuesday 1 December 2026.")
	f = p.form()
	f.Set("booking-"+b.ID, diary.Rewait)
	// Somebody books while the page is open: nothing is changed, and they
	// stand on it.
	late := w.book("neighbour", slots[1].ID)
	var again page
	w.leaves([]string{"ask diary.AbsenceEffect booking list"}, func() { again = w.post("mo", "/absences/new", f) })
	again.says(t, 422, "Say what is to happen to the booking on Tuesday 1 December 2026, 09:45", "Ada NumberC")
	f = again.form()
	if f.Get("booking-"+b.ID) != diary.Rewait {
		t.Error("the decision that was made is lost")
	}
	f.Set("booking-"+late.ID, diary.Keep)
	w.leaves([]string{"ask diary.AbsenceEffect booking list", "do diary.AddAbsence booking list", "do diary.AddAbsence waiting", "do diary.AddAbsence booking", "do diary.AddAbsence absence"}, func() {
		if p := w.post("mo", "/absences/new", f); p.location != "/clinics" {
			t.Fatal(p.words)
		}
	})
	w.get("reception", "/diary?monday=2026-11-30").says(t, 200, "Leave: annual leave", "09:45 Booked", "0 free slots")
	list := w.get("mo", "/clinics")
	list.says(t, 200, "Mo Healey : Leave, annual leave Tuesday 1 December 2026 Entered by The mo", "Take back")
	i := strings.Index(list.markup, "/absences/")
	for strings.HasPrefix(list.markup[i:], "/absences/new") {
		i += 10 + strings.Index(list.markup[i+10:], "/absences/")
	}
	end := list.markup[i : i+strings.Index(list.markup[i:], `"`)]
	w.leaves([]string{}, func() {
		w.post("reception", end, url.Values{"pcn": {pcn}}).says(t, 403)
		w.post("outsider", end, url.Values{"pcn": {pcn}})
	})
	w.leaves([]string{"do diary.EndAbsence absence"}, func() { w.post("manager", end, url.Values{"pcn": {pcn}}) })
	w.get("reception", "/diary?monday=2026-11-30").says(t, 200, "3 free slots")
}

func TestPlaceIsChanged(t *testing.T) {
	w := newWorld(t)
	w.addPlace()
	f := w.get("lead", "/places/"+w.place).form()
	f.Set("name", "")
	w.leaves([]string{}, func() { w.post("lead", "/places/"+w.place, f).says(t, 422, "Enter the name of the place") })
	f.Set("name", "Upstairs")
	w.leaves([]string{"do diary.ChangePlace place"}, func() { w.post("lead", "/places/"+w.place, f) })
	f.Set("key", "ABCDEFGHIJKLMNOPQRSTUVWX")
	f.Set("name", "Downstairs")
	var p page
	w.leaves([]string{}, func() { p = w.post("lead", "/places/"+w.place, f) })
	p.says(t, 422, "Somebody else changed this place", "It is now called Upstairs")
	if g := p.form(); g.Get("name") != "Downstairs" || g.Get("version") != "2" {
		t.Errorf("shown again with %v", g)
	}
	w.tuesdays()
	f = p.form()
	f.Set("active", "no")
	w.post("lead", "/places/"+w.place, f).says(t, 422, "Clinics are held at this place")
	w.leaves([]string{}, func() {
		w.get("outsider", "/places/"+w.place).says(t, 404)
		w.post("outsider", "/places/"+w.place, f).says(t, 404)
		w.post("reception", "/places/"+w.place, f).says(t, 403)
	})
}

func TestClinicPagesForOutsiders(t *testing.T) {
	w := newWorld(t)
	w.addPlace()
	id := w.tuesdays()
	f := w.get("mo", "/clinics/"+id).form()
	w.leaves([]string{}, func() {
		for _, path := range []string{"/clinics/" + id, "/clinics/" + id + "/made", "/clinics/" + id + "/end", "/clinics/x"} {
			w.get("outsider", path+"?pcn="+pcn).says(t, 404)
			w.get("reception", path).says(t, 403)
		}
		w.post("outsider", "/clinics/"+id, f).says(t, 404)
		w.post("outsider", "/clinics/"+id+"/end", url.Values{"version": {"1"}}).says(t, 404)
		for _, path := range []string{"/clinics/new", "/places/new", "/absences/new"} {
			w.get("reception", path).says(t, 403)
			w.get("icb", path).says(t, 403)
		}
	})
}
