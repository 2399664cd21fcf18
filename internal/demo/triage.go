package demo

import (
	"time"

	"footbridge/internal/app/episode"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
)

// asked is somebody who came without a slot, in one of the states of a
// request.
type asked struct {
	ago     int // days before today; the working day on or before it
	details person.Details
	tell    func(w *world, id string, day calendar.Date)
}

// requests are the people of the queue. What each says and does fits the
// state in which the demo leaves them.
var requests = []asked{
	{20, person.Details{Given: "Marek", Family: "Dudek", Sex: "male", BornOn: calendar.NewDate(1986, 2, 3), Phone: "07700 900401"}, func(w *world, id string, day calendar.Date) {
		r := w.handOver("gp", triage.HandOver{Person: id, Words: "Worries all day about work, sleeps badly, otherwise well. Would like to learn what to do about it", Asked: "Access to another service", Response: "Soon", Why: "Has waited since summer"})
		w.later(90)
		do(w, "leah", triage.Claim{ID: r, Version: 1})
		w.later(30)
		n := w.note(r, 2)
		n.Parts.Situation = "Rang him. Worry most of the day since the new shift pattern; works, eats, sees friends. Has not tried anything yet."
		n.Parts.Outcome, n.Parts.Ended, n.Parts.EndedWhy = "talking therapies", true, episode.Reasons[2]
		n.Parts.Onward, n.Parts.Told = "Positive Step, expects him; he rings them himself", "I told him on the telephone today; the number is in a letter too"
		n.Without = "A GP appointment"
		do(w, "leah", n)
	}},
	{15, person.Details{Given: "Vivienne", Family: "Ashcombe", Sex: "female", BornOn: calendar.NewDate(1971, 9, 21), Phone: "07700 900402"}, func(w *world, id string, day calendar.Date) {
		r := w.handOver("gp", triage.HandOver{Person: id, Words: "Discharged from the recovery team in spring, and too unwell for Talking Therapies, they say. “I fall between the chairs”", Asked: "Triage", Response: "Soon", Why: "Her husband is worried"})
		w.later(60)
		do(w, "leah", triage.Claim{ID: r, Version: 1})
		w.later(10)
		do(w, "leah", triage.PassUp{ID: r, Version: 2, Why: "Both services have said no. I can see her, and need to know that the recovery team takes her back if she becomes unwell"})
		w.later(45)
		do(w, "lead", triage.AnswerPassed{ID: r, Version: 3, Answer: "Agreed with the recovery team: we see her, they take her back on one call. Tomasz has room", Holder: w.who["tomasz"]})
		do(w, "tomasz", triage.SetFocus{Person: id, Groups: []string{"between", "stable"}})
	}},
	{12, person.Details{Given: "Delyth", Family: "Morgan-Price", Sex: "female", BornOn: calendar.NewDate(1958, 4, 30), Phone: "01632 960403"}, func(w *world, id string, day calendar.Date) {
		w.handOver("gp", triage.HandOver{Person: id, Words: "Low since her husband’s stroke; cares for him day and night and has nobody to ask", Asked: "Consultation", Response: "Routine", Why: "Safe; her daughter comes at weekends"})
	}},
	{9, person.Details{Given: "Ross", Family: "Tallentire", Sex: "male", BornOn: calendar.NewDate(1983, 12, 11), Phone: "07700 900404"}, func(w *world, id string, day calendar.Date) {
		r := w.handOver("leah", triage.HandOver{Person: id, Way: episode.StepDown, From: "Recovery team, Ann Price, by telephone", Words: "Two steady years with bipolar disorder; wants his care at the practice", Asked: "A brief intervention", Response: "Routine", Why: "Stable, and the team stays with him until we have met", Mine: true})
		w.later(20)
		n := w.note(r, 1)
		n.Parts.Situation = "Talked with Ross and his care co-ordinator together. Steady on lithium, next blood test in January. Knows his early signs: sleeping less, buying things."
		n.Parts.Outcome, n.Parts.NextStep, n.Parts.StepOn = "appointment", "Book a first talk with him and his partner", workingDay(day.AddDays(5))
		n.Without = "A referral to secondary care"
		do(w, "leah", n)
		do(w, "leah", triage.SetFocus{Person: id, Groups: []string{"stable"}})
	}},
	{6, person.Details{Given: "Ayesha", Family: "Siddiqui", Sex: "female", BornOn: calendar.NewDate(1997, 7, 8), Phone: "07700 900405"}, func(w *world, id string, day calendar.Date) {
		r := w.handOver("gp", triage.HandOver{Person: id, Words: "Panic since the baby came, third visit in a month. Would rather see a woman", Asked: "Triage", Response: "Soon", Why: "A baby of four months at home"})
		w.later(120)
		do(w, "tomasz", triage.Claim{ID: r, Version: 1})
		w.later(15)
		do(w, "tomasz", triage.GiveBack{ID: r, Version: 2, Why: "She would rather see a woman, and I am away next week"})
	}},
	{5, person.Details{Given: "Len", Family: "Brockway", Sex: "male", BornOn: calendar.NewDate(1944, 10, 2), Phone: "01632 960406"}, func(w *world, id string, day calendar.Date) {
		r := w.handOver("gp", triage.HandOver{Person: id, Words: "Does not go out since the fall, says he is a burden; forgets names, no diagnosis of dementia", Asked: "Triage", Response: "Soon", Why: "Lives alone"})
		w.later(30)
		do(w, "leah", triage.Claim{ID: r, Version: 1})
		w.later(25)
		do(w, "leah", triage.PassUp{ID: r, Version: 2, Why: "The memory service waits for us, and we wait for the memory service. Who sees him first?"})
		do(w, "leah", triage.SetFocus{Person: id, Groups: []string{"older"}})
	}},
	{4, person.Details{Given: "Poppy", Family: "Hargreave", Sex: "female", Phone: "07700 900407"}, func(w *world, id string, day calendar.Date) {
		w.handOver("leah", triage.HandOver{Person: id, Way: episode.Transition, From: "Children’s mental health service, Dele Ige", Words: "Turns 18 in spring. “I don’t want to tell it all again”", Asked: "Liaison with another service", Response: "Routine", Why: "Planned, with time to meet together", Planned: workingDay(w.now.Date().AddDays(80)), Mine: true})
		do(w, "leah", triage.SetFocus{Person: id, Groups: []string{"transition"}})
	}},
	{3, person.Details{Given: "Callum", Family: "Petherick", Sex: "male", BornOn: calendar.NewDate(1990, 5, 17), Phone: "07700 900409"}, func(w *world, id string, day calendar.Date) {
		// He gives his name a little differently from how his old record has it:
		// the queue says so before anybody takes it.
		do(w, "leah", person.Add{Details: person.Details{Given: "Calum", Family: "Petherick", Sex: "male", BornOn: calendar.NewDate(1990, 5, 17), Practice: "L81016", Address: "12 Quay Street"}, Sure: true})
		do(w, "reception", triage.HandOver{Person: id, Way: episode.SelfReferral, From: "at the desk", Words: "“I lost my job in August and I’m drinking more than I want to. I’d like to talk to somebody who isn’t my GP.”", Asked: "Consultation", Response: "Soon", Why: "He asks for the next fortnight, before his hearing"})
	}},
	{2, person.Details{Given: "Noor", Family: "Aldridge", Sex: "female", Phone: "07700 900410"}, func(w *world, id string, day calendar.Date) {
		do(w, "tomasz", triage.HandOver{Person: id, Way: episode.Transition, From: "Children’s mental health service, Dele Ige", Words: "Eating is steady for a year, and she starts at college in the autumn. “I’d like it to be somebody at my surgery”", Asked: "Triage", Response: "Routine", Why: "Planned: they keep seeing her until the summer", Planned: workingDay(w.now.Date().AddDays(150))})
		do(w, "tomasz", triage.SetFocus{Person: id, Groups: []string{"transition"}})
	}},
	{1, person.Details{Given: "Joan", Family: "Whittle", Sex: "female", BornOn: calendar.NewDate(1965, 1, 19), Phone: "07700 900408"}, func(w *world, id string, day calendar.Date) {
		w.handOver("gp", triage.HandOver{Person: id, Words: "Asks whether she may come down from her tablets, and is afraid of how it was the last time", Asked: "Advice", Response: "Soon", Why: "Runs out of tablets in ten days"})
	}},
}

// letter ends, a few days ago, the requests of those who booked long
// ago, did not come, and were not reached again: with a letter and a way back.
func (w *world) letter() {
	q := ask(w, "leah", triage.Queue{PCN: PCN})
	for _, c := range q.List {
		if c.Days < 28 || c.Waiting || c.Owner == "" || len(c.Again) > 0 || w.err != nil {
			continue
		}
		n := w.note(c.Request.ID, c.Record.Version)
		n.Parts.Situation = "Booked, and did not come. Rang twice at the times that are safe, and wrote; no answer."
		n.Parts.Identity, n.Parts.Consent, n.Parts.Net = triage.NotAsked, triage.NotAsked, "yes"
		n.Parts.Safety = map[string]string{"thoughts": triage.NotAsked, "plans": triage.NotAsked, "intent": triage.NotAsked, "means": triage.NotAsked}
		n.Parts.Words, n.Parts.Strengths = "Could not be asked. The GP was told, and sees nothing new in the record.", ""
		n.Parts.Response, n.Parts.Why = "Routine", "Nothing was asked for that can't wait"
		n.Parts.Outcome, n.Parts.Ended, n.Parts.EndedWhy = "gp", true, "Not reached after the agreed attempts"
		n.Parts.Told = "A letter in plain words, sent today: how to come back without a referral, and whom to ring at night"
		n.Without = "Not known"
		do(w, "leah", n)
		w.later(6)
	}
}

// requestsOn tells what the people of the queue do on a day.
func (w *world) requestsOn(day calendar.Date) {
	today := w.now.Date()
	if workingDay(today.AddDays(-3)) == day {
		w.at(day, 16, 5)
		w.letter()
	}
	for _, r := range requests {
		if w.err != nil || workingDay(today.AddDays(-r.ago)) != day {
			continue
		}
		w.at(day, 14, 5)
		d := r.details
		d.Practice = "L81016"
		if d.BornOn.IsZero() {
			d.BornOn = today.AddYears(-18).AddDays(85) // 17, and 18 soon
		}
		r.tell(w, w.add(d), day)
	}
}

// workingDay gives the working day on or before a day.
func workingDay(d calendar.Date) calendar.Date {
	for !calendar.IsWorkingDay(d) {
		d = d.AddDays(-1)
	}
	return d
}

func (w *world) handOver(as string, c triage.HandOver) string { return do(w, as, c) }

func (w *world) later(minutes int) { w.clock.Advance(time.Duration(minutes) * time.Minute) }

// note is a triage note as most of them are.
func (w *world) note(request string, version int) triage.SignNote {
	return triage.SignNote{ID: request, Version: version, Holder: w.who["leah"], Parts: triage.Parts{
		Identity: "checked", Consent: "yes", Now: "no", Net: "yes",
		Safety: map[string]string{"thoughts": triage.Asked, "plans": triage.Asked, "intent": triage.Asked, "means": triage.NotAsked},
		Words:  "Asked plainly. No thoughts of ending life. Would ring the practice, or 111 at night.", Strengths: "Family, work, a sense of humour",
	}}
}
