package demo

import (
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
)

// themes are what clinical supervision was about, without anybody's name.
var themes = []string{
	"Endings, and who comes after us", "Pace of work; saying no to a fourth first appointment", "Working with silence",
	"When family asks for more than the person agreed to share", "Moving on at 18", "What belongs to the GP and what to us",
	"Sleep as a way in", "The advice desk: short answers", "Boundaries on home visits", "Grief in the team after a death", "Notes that the person may read",
}

// supervised is the last whole quarter and the present one: a plan for each
// post, eleven of twelve clinical supervisions, 19 check-ins with peers, a
// practice without a GP mentor, one incident, and what waits for a signature.
func (w *world) supervised() {
	today := w.now.Date()
	quarter := supervision.WindowOf(supervision.Quarter, supervision.WindowOf(supervision.Quarter, today).First.AddDays(-1))
	posts := map[string]string{}
	for _, m := range ask(w, "lead", workforce.Members{PCN: PCN}) {
		for _, key := range []string{"leah", "tomasz"} {
			if m.Practitioner.ID == w.who[key] {
				posts[key] = m.Post.ID
			}
		}
	}
	if w.err != nil || len(posts) < 2 {
		return
	}
	start := w.clock.Now().Date().AddMonths(-6)
	for _, key := range []string{"leah", "tomasz"} {
		w.later(1)
		do(w, "supervisor", supervision.SavePlan{PCN: PCN, Post: posts[key], From: start, Why: "New to primary care: clinical supervision twice a month for the first year; the provider’s policy asks for line management once a quarter", Lines: []supervision.Line{
			{Kind: "clinical", Times: 2, Per: supervision.Month, Who: "Dr Anita Rao"}, {Kind: "line", Times: 1, Per: supervision.Quarter, Who: "Mark Holloway"},
			{Kind: "peer", Times: 2, Per: supervision.Week, Who: "Practitioners of the area"}, {Kind: "team", Times: 1, Per: supervision.Month, Who: "Mark Holloway"},
			{Kind: "mentor", Per: supervision.Agreed, Who: "Dr Helen Marsh"},
		}})
	}
	do(w, "manager", supervision.NameMentor{PCN: PCN, Practice: "L81016", Name: "Dr Helen Marsh", From: start.AddMonths(-4)})
	left := calendar.NewDate(quarter.First.Year(), 6, 1)
	if left.After(quarter.Last) {
		left = left.AddYears(-1)
	}
	do(w, "manager", supervision.NameMentor{PCN: PCN, Practice: "L81058", From: left, Why: "The GP who was the mentor has left the practice"})
	from := ask(w, "supervisor", supervision.PostOf{PCN: PCN, Post: posts["tomasz"]}).FromDay
	workday := func(d calendar.Date) calendar.Date {
		for !calendar.IsWorkingDay(d) {
			d = d.AddDays(1)
		}
		return d
	}
	var list []supervision.Entry
	n := 0
	clinical := func(key string, day calendar.Date) {
		if day.Before(from) || day.After(today.AddDays(-1)) {
			return
		}
		e := supervision.Entry{Kind: "clinical", On: day, LedBy: "Dr Anita Rao", Minutes: 60, Themes: themes[n%len(themes)], Words: "The caseload in outline; two people in depth. What was agreed about them stands in their records.", Places: []supervision.Place{{Post: posts[key], State: supervision.Held}}}
		if n == 7 {
			e.Minutes, e.Themes, e.Words = 0, "", ""
			e.Places[0].State, e.Places[0].Why = supervision.Offered, "A duty call came in between, and no other hour was found that week"
		}
		n++
		list = append(list, e)
	}
	group := func(kind string, minutes int, day calendar.Date, both bool) {
		if day.Before(from) || day.After(today.AddDays(-1)) {
			return
		}
		e := supervision.Entry{Kind: kind, On: day, Minutes: minutes, Places: []supervision.Place{{Post: posts["leah"], State: supervision.Held}}}
		if both {
			e.Places = append(e.Places, supervision.Place{Post: posts["tomasz"], State: supervision.Held})
		} else {
			e.Places = append(e.Places, supervision.Place{Post: posts["tomasz"], State: supervision.Offered, Why: "Did not come: a home visit"})
		}
		list = append(list, e)
	}
	for m := calendar.MonthOf(quarter.First); !m.First().After(quarter.Last); m = m.Add(1) {
		for i, key := range []string{"leah", "tomasz"} {
			clinical(key, workday(m.First().AddDays(4+i)))
			clinical(key, workday(m.First().AddDays(18+i)))
		}
		group("team", 60, workday(m.First().AddDays(9)), true)
	}
	for i, week := range supervision.Windows(supervision.Week, quarter.First, quarter.Last) {
		group("peer", 30, workday(week.First.AddDays(1)), i%3 > 0)
		if i%2 == 0 && i < 12 {
			group("peer", 30, week.First.AddDays(3), true)
		}
	}
	for _, key := range []string{"leah", "tomasz"} {
		list = append(list, supervision.Entry{Kind: "line", On: workday(quarter.First.AddDays(60)), LedBy: "Mark Holloway", Minutes: 45, Themes: "Leave, mandatory training, the room at the hub", Places: []supervision.Place{{Post: posts[key], State: supervision.Held}}})
	}
	list = append(list, supervision.Entry{Kind: "mentor", On: workday(quarter.First.AddDays(40)), LedBy: "Dr Helen Marsh", Minutes: 30, Themes: "How results reach us", Places: []supervision.Place{{Post: posts["leah"], State: supervision.Held}}})
	w.later(1)
	ids := do(w, "supervisor", supervision.Record{PCN: PCN, Entries: list})
	for i, id := range ids { // the latest wait for the other side
		if e := list[i]; i < 12 && e.Kind == "clinical" && e.Places[0].State == supervision.Held {
			key := "leah"
			if e.Places[0].Post == posts["tomasz"] {
				key = "tomasz"
			}
			do(w, key, supervision.Sign{Session: id, Version: 1})
		}
	}
	w.supervisedNow(today, posts, workday)
}

// supervisedNow is what happened since the quarter ended.
func (w *world) supervisedNow(today calendar.Date, posts map[string]string, workday func(calendar.Date) calendar.Date) {
	now := supervision.WindowOf(supervision.Month, today)
	held := func(key string, day calendar.Date, e supervision.Entry) {
		w.later(1)
		e.Kind, e.On, e.LedBy, e.Minutes = "clinical", day, "Dr Anita Rao", 60
		e.Places = []supervision.Place{{Post: posts[key], State: supervision.Held}}
		do(w, "supervisor", supervision.Record{PCN: PCN, Entries: []supervision.Entry{e}})
	}
	last := calendar.MonthOf(today).Add(-1).First()
	held("leah", workday(last.AddDays(6)), supervision.Entry{Themes: "The advice desk on a busy day", Words: "She answers well and stays too long with each. We try ten minutes and a second look."})
	held("leah", workday(last.AddDays(20)), supervision.Entry{Themes: "A course without a valid certificate: how we decide", Words: "Talked through why it was given. The certificate is renewed first, next time.",
		Actions: []supervision.Action{{What: "Book the renewal of the certificate", Owner: "Leah Whitcombe", DueOn: today.AddDays(9)}}})
	held("tomasz", workday(last.AddDays(8)), supervision.Entry{Themes: "Saying goodbye well", Words: "Two endings planned together."})
	var peers []supervision.Entry
	for _, back := range []int{21, 14, 7} {
		for i, d := range []calendar.Date{today.Monday().AddDays(1 - back), today.Monday().AddDays(3 - back)} {
			if e := (supervision.Entry{Kind: "peer", On: d, Minutes: 30, Places: []supervision.Place{{Post: posts["leah"], State: supervision.Held}}}); calendar.IsWorkingDay(d) {
				if i == 0 && back > 7 {
					e.Places = append(e.Places, supervision.Place{Post: posts["tomasz"], State: supervision.Held})
				}
				peers = append(peers, e)
			}
		}
	}
	peers = append(peers, supervision.Entry{Kind: "team", On: workday(last.AddDays(12)), Minutes: 60, Places: []supervision.Place{{Post: posts["leah"], State: supervision.Held}, {Post: posts["tomasz"], State: supervision.Held}}})
	w.later(1)
	do(w, "supervisor", supervision.Record{PCN: PCN, Entries: peers})
	do(w, "supervisor", supervision.Record{PCN: PCN, Entries: []supervision.Entry{{Kind: "clinical", On: workday(today.AddDays(2)), LedBy: "Dr Anita Rao", Places: []supervision.Place{{Post: posts["leah"], State: supervision.Planned}}}}})
	do(w, "supervisor", supervision.AddReview{PCN: PCN, Post: posts["leah"], On: workday(now.First.AddDays(-20)), People: 31, Words: "Three are ready for a goodbye. Nobody waits without a next step."})
	c := do(w, "lead", supervision.AddConcern{PCN: PCN, Post: posts["tomasz"], Kind: "incident", On: workday(now.First.AddDays(-9)), Words: "A letter was handed to the wrong person at the front desk and given back unopened", Told: "The practice manager and the provider’s incident line, the same day"})
	w.later(20)
	do(w, "lead", supervision.AddToConcern{ID: c, Version: 1, Words: "Letters are now handed over with the date of birth asked first", Told: "Both practices, at the team meeting", Settled: true})
	do(w, "supervisor", supervision.AddConcern{PCN: PCN, Post: posts["leah"], Kind: "concern", On: workday(now.First.AddDays(-6)), Words: "Three evenings in a row with notes after seven o’clock", Told: "Leah Whitcombe, in supervision; the team lead"})
}
