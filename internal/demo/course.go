package demo

import (
	"time"

	"footbridge/internal/app/care"
	"footbridge/internal/app/course"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// competences are what the two practitioners are qualified for: one holds, one
// expires soon, one has expired, one was ended.
func (w *world) competences() {
	today, day := w.now.Date(), w.clock.Now().Date()
	add := func(who, kind, qualification string, gained, expires calendar.Date) string {
		w.later(1)
		return do(w, "lead", workforce.AddCompetence{PCN: PCN, Practitioner: w.who[who], Kind: kind, Qualification: qualification, Supervisor: "Dr Anita Rao", Gained: gained, Expires: expires, SeenBy: "Mark Holloway", SeenOn: day})
	}
	add("leah", "guided-self-help", "Postgraduate certificate, low-intensity interventions", day.AddYears(-2), today.AddYears(1))
	add("leah", "behavioural-activation", "Behavioural activation, five days", day.AddYears(-1), today.AddDays(24))
	add("leah", "cbt-i", "CBT-I for practitioners, three days", day.AddYears(-3), today.AddDays(-20))
	add("tomasz", "group-cbt-i", "CBT-I for groups", day.AddYears(-1), calendar.Date{})
	old := add("tomasz", "motivational-interviewing", "Motivational interviewing, two days", day.AddYears(-4), calendar.Date{})
	w.later(5)
	do(w, "supervisor", workforce.EndCompetence{PCN: PCN, ID: old, From: day, Why: "No recorded practice was looked at since the course"})
	do(w, "lead", workforce.AddKind{PCN: PCN, Name: "Walking group", Dose: "Six walks of an hour", Competence: false})
}

// someone adds a person of Graham Road Surgery and opens their episode with a
// first contact.
func (w *world) someone(d person.Details, words string) string {
	d.Practice = "L81016"
	id := w.add(d)
	w.talk(id, words, "First talk. "+words)
	return id
}

// talk signs an unplanned contact that has just ended, and gives its id.
func (w *world) talk(id, words, note string) string {
	w.later(55)
	return do(w, "leah", care.SignContact{Person: id, Mechanism: nhs.FaceToFace, StartedAt: w.clock.Now().Add(-50 * time.Minute), Minutes: 45, Note: note, Words: words})
}

// version gives how much is written in a course.
func (w *world) version(id string) int { return ask(w, "leah", course.One{ID: id}).Version }

// met writes down a session to which the person came.
func (w *world) met(c, contact, was, done, homework, override string) {
	w.later(2)
	do(w, "leah", course.RecordSession{Course: c, Version: w.version(c), Attended: course.Attended, Contact: contact, Was: was, Done: done, Homework: homework, Override: override})
}

// tale is what happens in the afternoon of a working day, so many days before
// the present.
type tale struct {
	ago  int
	tell func()
}

// tell tells what happens on a day.
func (w *world) tell(day calendar.Date) {
	if w.tales == nil {
		w.tales = append(w.courses(), tale{3, w.physical})
	}
	for _, t := range w.tales {
		if w.err == nil && workingDay(w.now.Date().AddDays(-t.ago)) == day {
			w.at(day, 15, 30)
			t.tell()
		}
	}
}

// courses are the stories of three courses and of a group.
func (w *world) courses() []tale {
	today := w.now.Date()
	var bethan, kieran, first, sleep, group string
	register := func(n int, content string) func() {
		return func() {
			g := ask(w, "leah", course.OneGroup{ID: group})
			if w.err != nil {
				return
			}
			r := course.SaveRegister{Meeting: g.Meetings[n].ID, Mechanism: nhs.FaceToFace, Starts: calendar.NewTime(10, 30), Minutes: 90, Content: content}
			for i, x := range g.Members {
				row := course.Row{Course: x.ID, Attended: course.Attended}
				if n == 1 && i == 2 {
					row.Attended = course.Absent
				}
				if n == 0 && i == 0 {
					row.Note = "Would rather sit near the door."
				}
				r.Rows = append(r.Rows, row)
			}
			do(w, "leah", r)
		}
	}
	return []tale{
		{30, func() {
			bethan = w.someone(person.Details{Given: "Bethan", Family: "Cartwright-Lowe", Sex: "female", BornOn: calendar.NewDate(1988, 6, 17), Phone: "07700 900501"}, "Has stopped doing what used to help, since the move.")
			first = do(w, "leah", course.Start{Person: bethan, Kind: "behavioural-activation", Planned: 6, ReviewAt: 2, Goals: "To swim again on Saturdays, and to answer when friends ring", Measure: "phq-9"})
		}},
		{23, func() {
			w.met(first, w.talk(bethan, "", "Second talk. A plan for the week."), "", "What the week looks like; what gave a little, what cost. Chose two things.", "Tuesday: walk to the pool and back. Thursday: ring Hannah.", "")
		}},
		{21, func() {
			kieran = w.someone(person.Details{Given: "Kieran", Family: "Doyle-Mercer", Sex: "male", BornOn: calendar.NewDate(1979, 1, 30), Phone: "07700 900502"}, "Awake from three every night.")
			sleep = do(w, "leah", course.Start{Person: kieran, Kind: "cbt-i", Planned: 6, ReviewAt: 4, Goals: "Sleep through until six, four nights a week"})
			w.later(2)
			info := do(w, "leah", course.Start{Person: kieran, Kind: "psychoeducation", Planned: 1, ReviewAt: 1, Goals: "To understand what keeps me awake"})
			do(w, "leah", course.Finish{Course: info, Outcome: course.Outcomes[4], Words: "He knows it well already; the work on sleep goes on instead", Told: "Told in the room"})
		}},
		{16, func() {
			do(w, "leah", course.RecordSession{Course: first, Version: w.version(first), Attended: course.Absent, On: w.clock.Now().Date(), Done: "Rang: the car broke down. Same time next week."})
			group = do(w, "leah", course.MakeGroup{PCN: PCN, Name: "Better nights", Kind: "group-cbt-i", Place: "The hub, upstairs room", Capacity: 8, ReviewAt: 3, Practitioners: []string{w.who["leah"], w.who["tomasz"]}, Starts: calendar.NewTime(8, 0),
				Days: []calendar.Date{workingDay(today.AddDays(-14)), workingDay(today.AddDays(-7)), today, today.AddDays(7), today.AddDays(14)}})
			for i, d := range []person.Details{
				{Given: "Alma", Family: "Prentiss", Sex: "female", BornOn: calendar.NewDate(1969, 2, 2)}, {Given: "Bashir", Family: "Tanveer", Sex: "male", BornOn: calendar.NewDate(1975, 8, 21)},
				{Given: "Cerys", Family: "Llewelyn-Hart", Sex: "female", BornOn: calendar.NewDate(1990, 11, 5)}, {Given: "Dilip", Family: "Karnik", Sex: "male", BornOn: calendar.NewDate(1958, 3, 14)},
				{Given: "Edwina", Family: "Stokes-Abara", Sex: "female", BornOn: calendar.NewDate(1983, 7, 7)},
			} {
				id := w.someone(d, "Sleeps badly, and would like to hear how others manage.")
				if i == 3 {
					do(w, "leah", person.SetNeeds{ID: id, Version: 1, Language: "Marathi", Interpreter: true, SafePhone: "yes"})
				}
				do(w, "leah", course.Join{Group: group, Person: id, Agreed: true, Told: "Others will be there; what is said stays in the room; each has a record of their own; anybody can stop at any time", Goals: "Sleep better"})
			}
			w.later(1)
			do(w, "leah", course.Join{Group: group, Person: kieran, Agreed: true, Told: "Others will be there; what is said stays in the room", Goals: "Hear how others manage"})
		}},
		{14, register(0, "Why we sleep and why we don’t; the sleep diary.")},
		{8, func() {
			w.met(first, w.talk(bethan, "", "Third talk. The walk to the pool."), "Walked twice, did not ring Hannah", "The walk was easier than she thought. What made ringing hard.", "A message to Hannah instead of a call. In the water once.", "")
			w.met(sleep, w.talk(kieran, "", "Second talk. The sleep diary."), "", "Sleep diary looked at together; a fixed time to get up agreed.", "Get up at half past six every day, also at weekends.", "In the middle of the course: the renewal is booked for next month, and waiting would undo what was begun")
		}},
		{7, register(1, "The bed is for sleeping; a fixed time to get up.")},
		{2, func() {
			if list := ask(w, "supervisor", course.Overrides{PCN: PCN}); len(list.List) > 0 {
				do(w, "supervisor", course.MarkOverride{ID: list.List[0].ID, Mark: "seen"})
			}
		}},
	}
}
