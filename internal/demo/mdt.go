package demo

import (
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/register"
	"footbridge/internal/calendar"
)

// brought are the questions with which colleagues bring people to the
// meeting: by whom, whom of the people, how many days ago.
var brought = []struct {
	as, question string
	who, ago     int
}{
	{"gp", "Olanzapine and twelve kilos in a year. Who looks at it with her?", 8, 15},
	{"tomasz", "Housing and low mood go round in circles. Who takes which part?", 9, 14},
	{"leah", "Third pain clinic letter, and nobody has asked how he sleeps. Who rings them?", 10, 14},
	{"gp", "Is this still ours, or the recovery team’s?", 11, 13},
	{"gp", "Wants to come off sertraline before the baby. Who plans it with her?", 12, 6},
	{"tomasz", "Doesn’t open letters. How do we tell him anything?", 13, 5},
	{"leah", "Carer of her father, and exhausted. Is there somebody for the carer?", 14, 4},
	{"link", "Comes to the allotment and cries on the bench. Does somebody know him?", 15, 2},
	{"pharmacist", "Collects four weeks of tablets at once, asks for more. Weekly?", 16, 1},
}

// meetingsOn tells what the team meetings did on a day: one was cancelled,
// one was held, with decisions of which some are not done.
func (w *world) meetingsOn(day calendar.Date) {
	today := w.now.Date()
	on := func(ago int) bool { return w.err == nil && workingDay(today.AddDays(-ago)) == day }
	for _, b := range brought {
		if on(b.ago) && b.who < len(w.people) {
			w.at(day, 12, 40)
			as, p := b.as, w.people[b.who]
			if as == "gp" && p.practice != "L81016" {
				as = "tomasz" // the GP of another practice asks through him
			}
			do(w, as, mdt.Bring{Person: p.id, Question: b.question})
		}
	}
	if on(27) {
		w.at(day, 9, 12)
		id := do(w, "leah", mdt.Plan{PCN: PCN, On: day.AddDays(1), Starts: "13:00", Place: "The hub, quiet room"})
		w.later(400)
		do(w, "leah", mdt.Cancel{ID: id, Version: 1, Why: "Half of the team has norovirus; everybody waits for the next list"})
	}
	if on(12) {
		w.heldMeeting(day)
	}
	if on(9) && w.err == nil {
		w.at(day, 15, 50)
		for _, l := range ask(w, "link", mdt.Decisions{PCN: PCN}).List {
			if l.Ask != "" {
				do(w, "link", liaison.AnswerAsk{ID: l.Ask, Version: 1, Answer: "Met at the housing desk: the rent arrears are in a plan now", Telling: liaison.Telling{Told: "We were there together"}})
			}
		}
	}
}

// heldMeeting is the meeting of a day, from the plan to the end.
func (w *world) heldMeeting(day calendar.Date) {
	w.at(day, 12, 50)
	id := do(w, "leah", mdt.Plan{PCN: PCN, On: day, Starts: "13:00", Place: "The hub, quiet room", Link: "https://meet.example/pier-team"})
	w.later(10)
	do(w, "leah", mdt.Begin{ID: id, Version: 1})
	for _, p := range [][3]string{{"Leah Whitcombe", "Mental health practitioner", "Pier Health"}, {"Tomasz Wolski", "Mental health practitioner", "Pier Health"}, {"Priya Nair", "Clinical pharmacist", "Pier Health"}, {"Joe Barrett", "Social prescribing link worker", "Harbour Minds"}, {"Dr Marsh", "GP", "Graham Road Surgery"}, {"Ann Price", "Care coordinator", "Recovery team"}} {
		do(w, "leah", mdt.Arrive{ID: id, Name: p[0], Role: p[1], Organisation: p[2]})
	}
	if w.err != nil {
		return
	}
	m := ask(w, "leah", mdt.One{ID: id})
	inform := mdt.Informing{Teller: "Leah Whitcombe", TellOn: day.AddDays(7)}
	said := []struct {
		what, owner string
		days        int
	}{
		{"Medication review with her: weight, bloods, what she wants", string(access.Pharmacist), 7},
		{"Go with him to the housing desk", string(access.LinkWorker), 7},
		{"Ring the pain clinic’s nurse about sleep", "user:" + w.users["leah"].ID, 3},
		{"Ask the recovery team for their last letter", "user:" + w.users["leah"].ID, 14},
	}
	n := 0
	for _, e := range m.List {
		w.later(4)
		flagged := strings.Contains(e.ReasonsText, `"flag"`)
		switch {
		case flagged && n < len(said):
			s := said[n]
			d := do(w, "leah", mdt.Decide{Entry: e.ID, Version: e.Version, What: s.what, Owner: s.owner, Due: day.AddDays(s.days), Informing: inform})
			if n == 0 {
				w.later(1)
				do(w, "leah", mdt.Correct{ID: d, Version: 1, What: "Medication review with her: weight, bloods, waist, what she wants", Owner: s.owner, Due: day.AddDays(7), Why: "The waist was left out"})
			}
			n++
		case n == len(said):
			n++
			do(w, "leah", mdt.NoDecision{Entry: e.ID, Version: e.Version, Why: "The GP who knows them could not come", Informing: inform})
		}
	}
	w.later(5)
	if w.err == nil {
		now := ask(w, "leah", mdt.One{ID: id})
		do(w, "leah", mdt.End{ID: id, Version: now.Version})
		w.later(20)
		told := 0
		for _, e := range ask(w, "leah", mdt.One{ID: id}).List {
			if e.ToTell() && told < 2 {
				told++
				do(w, "leah", mdt.Tell{Entry: e.ID, Version: e.Version, On: day, How: "Leah, by telephone after the meeting"})
			}
		}
	}
}

// waitsOn tells some of those who wait, on two days of the last weeks, how it
// stands; the others are told by nobody.
func (w *world) waitsOn(day calendar.Date) {
	today := w.now.Date()
	tell := func(n, next int, how, said, support string) {
		w.at(day, 16, 45)
		list := ask(w, "lead", register.Well{PCN: PCN}).List
		for i := 0; i < n && i < len(list) && w.err == nil; i++ {
			w.later(6)
			do(w, "leah", register.Tell{Person: list[i].Who.ID, On: day, By: "Leah Whitcombe", How: how, Said: said, Support: support, Next: day.AddDays(next)})
		}
	}
	if w.err == nil && workingDay(today.AddDays(-26)) == day {
		tell(3, 14, "by telephone", "Still on the list, about five more weeks. Ring us when it gets worse; 111 at night", "The evening café; sleep sheet posted")
	}
	if w.err == nil && workingDay(today.AddDays(-5)) == day {
		tell(2, 14, "by telephone", "They have your letter. A first day should come before Christmas", "The link worker rings once a week")
	}
}

// comingMeetings plans the meeting of today and the one after it.
func (w *world) comingMeetings() {
	for _, ahead := range []int{0, 14} {
		w.later(1)
		do(w, "leah", mdt.Plan{PCN: PCN, On: w.now.Date().AddDays(ahead), Starts: "13:00", Place: "The hub, quiet room", Link: "https://meet.example/pier-team"})
	}
}
