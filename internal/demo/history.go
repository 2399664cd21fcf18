package demo

import (
	"time"

	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
)

// diary sets up the practitioners, the places and the clinics.
func (w *world) diary() {
	start := w.clock.Now().Date()
	w.who["leah"] = do(w, "manager", workforce.Appoint{
		UserID: w.users["leah"].ID, Name: "Leah Whitcombe", RoleType: "Community mental health nurse", Gender: "woman", RingsFrom: "01632 960150",
		Does:    "First talks, safety planning, staying well after secondary care, brief help with anxiety and low mood, the next door when another service fits better.",
		DoesNot: "Does not diagnose dementia or ADHD, and does not start medication.",
		PCN:     PCN, Provider: Provider, Model: network.Joint, Service: "adult", Band: "6", WTEPercent: 100, From: start.AddYears(-1)})
	w.who["tomasz"] = do(w, "manager", workforce.Appoint{
		UserID: w.users["tomasz"].ID, Name: "Tomasz Wolski", RoleType: "Mental health occupational therapist", Gender: "man", RingsFrom: "01632 960151",
		Does:    "First talks, daily routines, work and meaningful activity, graded steps out of the house.",
		DoesNot: "Does not give talking therapy courses, and does not start medication.",
		PCN:     PCN, Provider: Provider, Model: network.Joint, Service: "adult", Band: "6", WTEPercent: 80, From: start.AddMonths(-4)})
	for _, p := range []struct{ key, name, practice, address, getting string }{
		{"graham", "Graham Road Surgery", "L81016", "22 Graham Road", "Buses 5 and 20 stop outside; step-free; two parking places for blue badges"},
		{"milton", "The Milton Surgery", "L81058", "Milton Road", "Bus 7, five minutes’ walk; lift to the first floor"},
		{"hub", "Boulevard Neighbourhood Hub", "", "The Boulevard, beside the library", "Every bus through the town centre; open until 8pm on Thursdays; no waiting room, quiet corner"},
	} {
		w.places[p.key] = do(w, "manager", diary.AddPlace{PCN: PCN, Name: p.name, Practice: p.practice, Address: p.address, GettingThere: p.getting})
	}
	days := func(d ...time.Weekday) calendar.Pattern { return calendar.Pattern{Weekdays: d, Every: 1} }
	for _, k := range []diary.Clinic{
		{Practitioner: w.who["leah"], Place: w.places["graham"], Room: "Room 4", Purpose: "ongoing", Modes: []string{"face to face", "telephone", "video"}, Pattern: days(time.Monday, time.Wednesday), Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(12, 30), FirstMinutes: 45, FollowMinutes: 30, Firsts: 3, BreakAt: "10:30", BreakMinutes: 15},
		{Practitioner: w.who["leah"], Place: w.places["milton"], Room: "Room 2", Purpose: "ongoing", Modes: []string{"face to face", "telephone"}, Pattern: days(time.Tuesday), Starts: calendar.NewTime(13, 0), Ends: calendar.NewTime(17, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 3},
		{Practitioner: w.who["leah"], Place: w.places["hub"], Room: "Quiet room", Purpose: "ongoing", Modes: []string{"face to face"}, Pattern: days(time.Thursday), Starts: calendar.NewTime(14, 0), Ends: calendar.NewTime(19, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 4, BreakAt: "16:15", BreakMinutes: 30},
		{Practitioner: w.who["leah"], Place: w.places["graham"], Room: "Room 4", Purpose: "duty", Modes: []string{"telephone"}, Pattern: days(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday), Starts: calendar.NewTime(8, 30), Ends: calendar.NewTime(9, 0), FirstMinutes: 15, FollowMinutes: 15},
		{Practitioner: w.who["tomasz"], Place: w.places["hub"], Room: "Room 1", Purpose: "ongoing", Modes: []string{"face to face", "telephone"}, Pattern: days(time.Tuesday, time.Friday), Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(13, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 4},
		{Practitioner: w.who["tomasz"], Place: w.places["milton"], Room: "Room 2", Purpose: "ongoing", Modes: []string{"face to face", "telephone", "home visit"}, Pattern: days(time.Thursday), Starts: calendar.NewTime(9, 0), Ends: calendar.NewTime(12, 0), FirstMinutes: 45, FollowMinutes: 30, Firsts: 3},
		{Practitioner: w.who["tomasz"], Place: w.places["hub"], Room: "Room 1", Purpose: "duty", Modes: []string{"telephone"}, Pattern: days(time.Monday, time.Friday), Starts: calendar.NewTime(14, 0), Ends: calendar.NewTime(15, 0), FirstMinutes: 15, FollowMinutes: 15},
	} {
		k.PCN, k.Service, k.FromDay = PCN, "adult", start
		do(w, "manager", diary.AddClinic{Clinic: k})
	}
	// Leave in the week after next, so that the diary has a gap to look at.
	from, _ := calendar.On(w.now.Date().Monday().AddDays(14), 0)
	to, _ := calendar.On(w.now.Date().Monday().AddDays(19), 0)
	w.leave = [2]calendar.Instant{from, to}
}
