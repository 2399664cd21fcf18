package demo

import (
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/impact"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// visit is a booking of the demo's story while it is being told.
type visit struct {
	b      diary.Booking
	person int // index into people
	nth    int // 1 for the first appointment
}

// desk gives the receptionist of a practice; a practice without a persona of
// its own has one whom nobody can sign in as.
func (w *world) desk(practice string) string {
	switch practice {
	case "L81016":
		return "reception"
	case "L81058":
		return "reception2"
	}
	key := "desk " + practice
	if _, ok := w.users[key]; !ok {
		w.users[key] = access.Actor{ID: "demo-" + practice, Name: "Reception of " + practice, Grants: []access.Grant{{Role: access.Reception, Place: access.Practice, Code: practice, Networks: []string{PCN}}}}
	}
	return key
}

// history lets thirteen weeks pass: people are booked, moved, cancelled,
// seen, and come back.
func (w *world) history() {
	today := w.now.Date()
	next := 7 // the first seven have their own stories
	var open []visit
	for day := w.clock.Now().Date(); day.Before(today) && w.err == nil; day = day.AddDays(1) {
		w.liaisonMorning(day)
		if calendar.IsWorkingDay(day) {
			few := 1 + w.rand.IntN(2)
			if today.DaysSince(day) < 14 {
				few += 1 + w.rand.IntN(2)
			}
			for n := range few {
				if next >= len(w.people) {
					break
				}
				w.at(day, 8, 10+7*n)
				if v, ok := w.book(next, "first", nil); ok {
					open = append(open, v)
				}
				next++
			}
		}
		var later []visit
		for _, v := range open {
			switch {
			case v.b.Day == day:
				if follow, ok := w.seen(v); ok {
					later = append(later, follow)
				}
			case v.b.Day.DaysSince(day) == 2 && w.rand.IntN(9) == 0:
				w.at(day, 11, 5)
				w.change(v, &later)
			default:
				later = append(later, v)
			}
		}
		open = later
		w.liaisonOn(day)
		w.requestsOn(day)
		w.onwardOn(day)
		w.caseloadOn(day)
		w.meetingsOn(day)
		w.waitsOn(day)
		w.moneyOn(day)
		do(w, "", impact.Observe{})
		w.tell(day)
		if day.DaysSince(today) == -5 {
			w.checkNumbers()
		}
		if day.DaysSince(today) == -28 {
			do(w, "", diary.Extend{})
		}
	}
	w.open = open
}

// book books the next free slot that suits; false when nothing was free.
func (w *world) book(i int, kind string, after *visit) (visit, bool) {
	p := w.people[i]
	as := w.desk(p.practice)
	if kind == "follow" {
		as = "leah"
		if after != nil && after.b.Practitioner == w.who["tomasz"] {
			as = "tomasz"
		}
	}
	q := diary.Search{PCN: PCN, Person: p.id, Kind: kind, Limit: 10}
	if after != nil {
		q.Practitioner = after.b.Practitioner
		q.FromDay = after.b.Day.AddDays(10 + w.rand.IntN(8))
	} else if w.rand.IntN(3) > 0 {
		q.FromDay = w.clock.Now().Date().AddDays(3 + w.rand.IntN(7))
	}
	f := ask(w, as, q)
	if w.err != nil || len(f.Offers) == 0 {
		return visit{}, false
	}
	o := f.Offers[w.rand.IntN(min(3, len(f.Offers)))]
	c := diary.Book{Person: p.id, Slot: o.ID, Mode: o.ModeList()[w.rand.IntN(len(o.ModeList()))], Words: p.reason}
	if c.Words == "" {
		c.Words = "Would like to talk to somebody"
	}
	if kind == "first" {
		c.Answers = []episode.Answer{{Key: "age", Text: "18 or over", Met: "yes"}, {Key: "dementia", Text: "Without a diagnosis of dementia", Met: "yes"}}
		if o.Verdict.Reason {
			c.OverWhy = "No other way this week: the GP asked for it"
		}
	}
	b, err := try(w, as, c)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			w.err = err
		}
		return visit{}, false
	}
	nth := 1
	if after != nil {
		nth = after.nth + 1
	}
	return visit{b, i, nth}, true
}

// change moves or cancels a booking two days before.
func (w *world) change(v visit, later *[]visit) {
	p := w.people[v.person]
	as := w.desk(p.practice)
	if w.rand.IntN(2) == 0 {
		do(w, as, diary.Cancel{Booking: v.b.ID, Version: v.b.Version, AskedBy: "the person", Why: "Feels better and will ring if it comes back; told how"})
		return
	}
	if v.b.Kind != "first" {
		*later = append(*later, v)
		return
	}
	f := ask(w, as, diary.Search{PCN: PCN, Person: p.id, Kind: "first", FromDay: v.b.Day.AddDays(1)})
	if w.err == nil && len(f.Offers) > 0 {
		m := diary.Move{Booking: v.b.ID, Version: v.b.Version, Slot: f.Offers[0].ID, Mode: f.Offers[0].ModeList()[0], AskedBy: "the person", Why: "Has to work that day", OverWhy: "Moved from the week before"}
		if b, err := try(w, as, m); err == nil {
			*later = append(*later, visit{b, v.person, v.nth})
			return
		}
	}
	*later = append(*later, v)
}

// seen lets a booking take place, or not, and books the next one.
func (w *world) seen(v visit) (visit, bool) {
	p := w.people[v.person]
	as := "leah"
	if v.b.Practitioner == w.who["tomasz"] {
		as = "tomasz"
	}
	minutes := int(v.b.StartsAt.TimeOfDay())
	switch roll := w.rand.IntN(20); {
	case roll < 2:
		w.at(v.b.Day, minutes/60, minutes%60+20)
		b := do(w, as, diary.Arrive{Booking: v.b.ID, Version: v.b.Version, Arrival: "did not attend"})
		do(w, as, diary.Happened{Booking: v.b.ID, Version: b.Version, Happened: "no", Why: "Rang twice, no answer; letter sent with a new time to choose"})
		if v.nth == 1 && w.rand.IntN(2) == 0 {
			w.at(v.b.Day, 17, 30)
			return w.book(v.person, "first", nil)
		}
		return visit{}, false
	case roll == 2:
		w.at(v.b.Day, minutes/60, minutes%60+1)
		b := do(w, w.arriver(v), diary.Arrive{Booking: v.b.ID, Version: v.b.Version, Arrival: "arrived"})
		do(w, as, diary.Happened{Booking: v.b.ID, Version: b.Version, Happened: "no", Why: "Fire alarm: the building was cleared. New time agreed at the door"})
		return w.book(v.person, "follow", &v)
	}
	w.at(v.b.Day, minutes/60, minutes%60)
	if v.b.Mode == "face to face" {
		do(w, w.arriver(v), diary.Arrive{Booking: v.b.ID, Version: v.b.Version, Arrival: "arrived"})
	}
	w.at(v.b.Day, 17, 20)
	w.contact(as, v, p)
	if v.nth < 3 && w.rand.IntN(12) > 0 || v.nth == 3 && w.rand.IntN(2) == 0 {
		w.clock.Advance(time.Minute)
		return w.book(v.person, "follow", &v)
	}
	if v.nth >= 3 {
		w.close(as, p)
	}
	return visit{}, false
}

// arriver is who marks the arrival: the desk when the person is registered
// where the desk is, else the practitioner.
func (w *world) arriver(v visit) string {
	if v.b.Practitioner == w.who["tomasz"] {
		return "tomasz"
	}
	return "leah"
}

// present brings the demo to today: a full day for each practitioner, a
// waiting list, leave to come, a draft of the next agreement.
func (w *world) present() {
	today := w.now.Date()
	w.at(today.AddDays(-1), 18, 0)
	do(w, "", diary.Extend{})
	w.supervised()
	w.supervisedThere()
	if len(w.todaysSlots()) == 0 {
		// A weekend or a holiday: an extra session, so that Today has people.
		do(w, "manager", diary.AddClinic{Clinic: diary.Clinic{
			PCN: PCN, Practitioner: w.who["leah"], Place: w.places["hub"], Room: "Quiet room", Service: "adult", Purpose: "ongoing",
			Modes: []string{"face to face", "telephone"}, Pattern: calendar.Pattern{Weekdays: []time.Weekday{today.Weekday()}, Every: 1},
			Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(17, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 3, BreakAt: "12:00", BreakMinutes: 60, FromDay: today, ToDay: today,
		}})
	}
	w.fillToday()
	w.waitingList()
	if w.err == nil {
		e := ask(w, "manager", diary.AbsenceEffect{PCN: PCN, Practitioner: w.who["tomasz"], From: w.leave[0], To: w.leave[1]})
		decide := map[string]string{}
		for _, d := range e.Bookings {
			decide[d.Booking.ID] = diary.Rewait
		}
		do(w, "manager", diary.AddAbsence{PCN: PCN, Practitioner: w.who["tomasz"], Kind: "leave", From: w.leave[0], To: w.leave[1], Why: "annual leave", Decisions: decide})
	}
	w.nextAgreement()
	w.shown()
	w.messages()
	w.caseloads()
	w.measures()
	w.feedbacks()
	w.files()
	if w.now.After(w.clock.Now()) {
		w.clock.Set(w.now)
	}
	w.inTheRoom()
	w.comingMeetings()
	w.unfinished()
}

func (w *world) todaysSlots() []diary.Slot {
	var out []diary.Slot
	days := ask(w, "leah", diary.Week{PCN: PCN, Monday: w.now.Date(), Days: 1})
	for _, d := range days.Days {
		for _, c := range d.Cells {
			if c.Practitioner == w.who["leah"] && c.State == "free" && c.Kind != "duty" {
				out = append(out, c.Slot)
			}
		}
	}
	return out
}

// fillToday books people with a story into today's free slots.
func (w *world) fillToday() {
	slots := w.todaysSlots()
	next := []int{1, 4, 5}
	for i := len(w.people) - 1; i > len(w.people)-9; i-- {
		next = append(next, i)
	}
	for n, s := range slots {
		if n >= len(next) || n >= 7 || n == 3 { // one slot stays free, as on most days
			continue
		}
		p := w.people[next[n]]
		words := p.reason
		if words == "" {
			words = "Would like to talk to somebody"
		}
		_, err := try(w, "leah", diary.Book{Person: p.id, Slot: s.ID, Mode: s.ModeList()[n%len(s.ModeList())], Words: words})
		if err != nil && fault.KindOf(err) == fault.Internal {
			w.err = err
		}
	}
}

func (w *world) waitingList() {
	n := 0
	for i := 60; i < len(w.people) && n < 5; i++ {
		p := w.people[i]
		_, err := try(w, w.desk(p.practice), diary.Wait{Person: p.id, Words: p.reason, Wishes: []string{"", "A woman if possible", "After 4pm", "By telephone, works in the day"}[n%4], NoticeHours: 24 * (n % 3)})
		if err == nil {
			n++
		} else if fault.KindOf(err) == fault.Internal {
			w.err = err
		}
	}
}

// nextAgreement drafts the next version, signed by one side.
func (w *world) nextAgreement() {
	if w.err != nil {
		return
	}
	w.draftNext()
}

// shown records somebody who was shown another way.
func (w *world) shown() {
	kofi := w.people[2]
	do(w, "reception", episode.ShowAnotherWay{Person: kofi.id, PCN: PCN, Words: kofi.reason, Criterion: "18 or over",
		Onward: "The children and young people’s mental health practitioner of the network", Told: "His mother", ToldHow: "by telephone"})
}
