package demo

import (
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
)

// liaisonSettings are what was agreed about the advice desk in the first days:
// a target with two practices, and who stands in.
func (w *world) liaisonSettings() {
	do(w, "manager", liaison.SetTarget{PCN: PCN, Practice: "L81016", Days: 2, Why: "Agreed with the partners"})
	do(w, "manager", liaison.SetTarget{PCN: PCN, Practice: "L81058", Days: 3, Why: "Agreed with the practice manager"})
	do(w, "lead", liaison.SetDeputy{PCN: PCN, Practitioner: w.who["leah"], Deputy: w.who["tomasz"], Why: "Agreed in the team meeting"})
	do(w, "lead", liaison.SetDeputy{PCN: PCN, Deputy: w.who["leah"], Why: "Agreed in the team meeting"})
}

// asker is somebody about whom a GP asks the desk.
func (w *world) asker(given, family, sex string, born calendar.Date, phone string) string {
	return w.add(person.Details{Given: given, Family: family, Sex: sex, BornOn: born, Phone: phone, Practice: "L81016"})
}

// answered is an answer of the desk as the demo gives it.
func (w *world) answered(as, id string, version, minutes int, question, advice, who, again string) {
	do(w, as, liaison.GiveAnswer{ID: id, Version: version, Question: question, Advice: advice, WhoDoes: who, AskAgain: again, Minutes: minutes})
}

// copied marks the newest answer as copied.
func (w *world) copied(as, id, record string) {
	if t := ask(w, as, liaison.Thread{ID: id}); w.err == nil {
		do(w, as, liaison.MarkCopied{ID: id, Answer: t.Last().ID, Record: record})
	}
}

// liaisonOn tells what passed between the practitioners and their colleagues
// on a day: each of them a question, an ask, a hand-over or a session, in the
// states in which the demo leaves them.
func (w *world) liaisonOn(day calendar.Date) {
	today := w.now.Date()
	on := func(ago int) bool { return w.err == nil && workingDay(today.AddDays(-ago)) == day }
	told := liaison.Telling{Told: "I told her on the telephone"}
	if on(85) {
		w.at(day, 17, 0)
		w.liaisonSettings()
	}
	if on(48) {
		w.at(day, 16, 20)
		s := do(w, "leah", liaison.GiveSession{PCN: PCN, OnDay: day, Topic: "Staying well with severe mental illness in primary care", Place: "Graham Road Surgery, lunch meeting", Minutes: 45, Practices: []string{"L81016", "L81021"},
			Audience: []liaison.Audience{{Who: "GPs and trainees", N: 6}, {Who: "Nurses", N: 3}, {Who: "Reception and care navigators", N: 2}}})
		w.later(5)
		do(w, "leah", liaison.SessionFeedback{ID: s, Version: 1, Feedback: "“The sheet with early signs was what I needed.” More time for cases, please", AgainYes: 9, AgainNo: 1, NextQuestion: "Who does the yearly bloods when somebody is on olanzapine and was discharged from the recovery team?"})
		w.later(10)
		q := do(w, "leah", liaison.AskAdvice{Question: "Who does the yearly bloods when somebody is on olanzapine and was discharged from the recovery team?", Soon: "Routine", Practice: "L81016", From: "At the session on staying well", Teaching: s})
		w.later(20)
		w.answered("leah", q, 1, 10, "Who does the yearly bloods for somebody on olanzapine after discharge from the recovery team?", "The practice does, as part of the yearly physical health check: weight, waist, blood pressure, HbA1c or fasting glucose, lipids. The recovery team’s letter says which and since when.", "The practice’s nurse invites; the pharmacist looks at the results with the prescriber", "When a result is out of range, or the letter is missing")
		w.later(5)
		n := do(w, "leah", liaison.KeepNote{Advice: q, NoteForm: liaison.NoteForm{Title: "Yearly bloods on olanzapine after discharge from a team", Words: "The practice does them with the yearly physical health check: weight, waist, blood pressure, HbA1c or fasting glucose, lipids. Look for the discharge letter first; ring the recovery team’s duty worker when it is missing.", Tags: "olanzapine, bloods, physical health check", ReviewOn: day.AddMonths(12)}})
		w.copied("leah", q, "gp")
		do(w, "leah", liaison.CloseAdvice{ID: q, Version: 3})
		w.later(60)
		do(w, "gp", liaison.AskedAgain{ID: n})
	}
	if on(30) {
		w.at(day, 12, 15)
		q := do(w, "leah", liaison.AskAdvice{Question: "A new mother on sertraline asks whether she can go on with it while she feeds. Whom do we ask?", Soon: "Soon", Practice: "L81058", From: "Dr Gray of The Milton Surgery, by telephone"})
		w.later(15)
		w.answered("leah", q, 1, 8, "Who advises on sertraline while feeding?", "Don’t stop it suddenly. The specialist perinatal team advises practices by telephone; the pharmacist has the current guidance.", "Practice: rings the perinatal team. Pharmacist: sends the guidance", "If her mood falls or she sleeps badly")
		w.later(5)
		do(w, "leah", liaison.KeepNote{Advice: q, NoteForm: liaison.NoteForm{Title: "Antidepressants while feeding: whom to ask", Words: "Don’t stop suddenly. The specialist perinatal team advises practices by telephone.", Tags: "perinatal, sertraline", ReviewOn: today.AddDays(-2)}})
		w.copied("leah", q, "provider")
	}
	if on(21) {
		w.at(day, 13, 40)
		s := do(w, "tomasz", liaison.GiveSession{PCN: PCN, OnDay: day, Topic: "What to say when somebody speaks of ending their life", Place: "By video", Minutes: 30, Practices: []string{"L81016", "L81058", "L81066"},
			Audience: []liaison.Audience{{Who: "Reception and care navigators", N: 11}, {Who: "Pharmacists", N: 1}}})
		w.later(5)
		do(w, "tomasz", liaison.SessionFeedback{ID: s, Version: 1, Feedback: "They want the three sentences on a card at the desk", AgainYes: 8, NextQuestion: "May we ring the person back when the line drops?"})
		w.later(5)
		wrong := do(w, "tomasz", liaison.GiveSession{PCN: PCN, OnDay: day, Topic: "What to say when somebody speaks of ending their life", Place: "By video", Minutes: 30, Audience: []liaison.Audience{{Who: "Others", N: 11}}})
		do(w, "tomasz", liaison.WithdrawSession{ID: wrong, Version: 1, Why: "Written down twice"})
		w.at(day, 15, 30)
		p := w.asker("Rhona", "Pettigrew", "female", calendar.NewDate(1966, 2, 18), "07700 900451")
		q := do(w, "gp", liaison.AskAdvice{Person: p, Question: "Sleeps three hours since her son left, no appetite, works. Talking Therapies or you?", Soon: "Routine"})
		w.later(25)
		do(w, "leah", liaison.Take{ID: q, Version: 1})
		w.later(15)
		w.answered("leah", q, 2, 15, "Sleeps three hours since her son left: Talking Therapies or the practitioner?", "Talking Therapies fit: the worry is new, she works and has support. Sleep advice sheet in the meantime.", "GP: gives her the number and the sheet", "If she stops working, or has thoughts of ending her life: same day")
		w.later(60)
		w.copied("gp", q, "gp")
		w.copied("leah", q, "provider")
		do(w, "gp", liaison.CloseAdvice{ID: q, Version: 5, Telling: told})
	}
	if on(16) {
		w.at(day, 9, 40)
		w.pharmacistAsks()
	}
	if on(11) {
		w.at(day, 11, 10)
		p := w.asker("Gethin", "Bowen", "male", calendar.NewDate(1983, 7, 2), "07700 900452")
		q := do(w, "gp", liaison.AskAdvice{Person: p, Question: "Panic in shops since the robbery in spring, six months now. He would come to you, not to a group. Is that right?", Soon: "Soon"})
		w.later(50)
		do(w, "leah", liaison.WriteMessage{ID: q, Words: "Has he had nightmares, or does he avoid the place?"})
		w.later(40)
		do(w, "gp", liaison.WriteMessage{ID: q, Words: "Both. He takes the long way round to work."})
		w.later(10)
		do(w, "leah", liaison.ToTriage{ID: q, Version: 1, Asked: triage.Questions[0], Response: "Soon", Why: "Agreed with the GP: he should not wait for a group", Telling: liaison.Telling{Told: "Dr Marsh told him in the surgery that we ring him"}})
	}
	for _, met := range w.toMeet {
		do(w, "leah", met)
	}
	w.toMeet = nil
	if on(6) {
		w.at(day, 12, 5)
		p := w.asker("Clement", "Asare", "male", calendar.NewDate(1959, 1, 30), "01632 960454")
		q := do(w, "gp", liaison.AskAdvice{Person: p, Question: "Lithium for twenty years, level 0.4, well, and his kidneys are getting worse. Who decides?", Soon: "Soon"})
		w.later(30)
		do(w, "leah", liaison.Take{ID: q, Version: 1}) // and then its day passed: with Tomasz now
	}
	if on(5) {
		w.at(day, 10, 15)
		do(w, "gp", liaison.AskAdvice{Question: "Is there anybody in town for gambling who sees people in the evening?", Soon: "Routine"})
	}
	if on(1) {
		w.olanzapine(day)
	}
}

// pharmacistAsks are asks in each state that one can be in.
func (w *world) pharmacistAsks() {
	today := w.clock.Now().Date()
	in := func(n int) calendar.Date {
		d, err := calendar.AddWorkingDays(today, n)
		if err != nil && w.err == nil {
			w.err = err
		}
		return d
	}
	marta, dean := w.people[0].id, w.people[1].id
	a := do(w, "leah", liaison.GiveAsk{Person: dean, Owner: "pharmacist", Question: "He takes amitriptyline from an old box beside the sertraline. Medication review, please", DueOn: in(5)})
	w.later(7)
	do(w, "pharmacist", liaison.Accept{ID: a, Version: 1})
	w.later(20)
	do(w, "pharmacist", liaison.AnswerAsk{ID: a, Version: 2, Answer: "Rang him. The old box is thrown away, sertraline alone, once in the morning. No palpitations. In the record", Telling: liaison.Telling{Told: "I rang him and wrote it on the repeat slip"}})
	a = do(w, "leah", liaison.GiveAsk{Person: marta, Owner: "link worker", Question: "She would like a Polish mothers’ group, with somebody to go along the first time", DueOn: in(10)})
	w.later(3)
	do(w, "link", liaison.Accept{ID: a, Version: 1}) // its day has passed since
	a = do(w, "gp", liaison.GiveAsk{Person: dean, Owner: "link worker", Question: "Debt advice at home, not by telephone", DueOn: in(4)})
	w.later(9)
	do(w, "link", liaison.ReturnAsk{ID: a, Version: 1, Why: "The advice centre comes home only with a letter from the practice", DueOn: in(16)})
	a = do(w, "leah", liaison.GiveAsk{PCN: PCN, Owner: "pharmacist", Question: "Can we have one sheet on stopping antidepressants that says the same in all practices?", DueOn: in(8)})
	w.later(2)
	do(w, "leah", liaison.EndAsk{ID: a, Version: 1, Why: "The medicines team has sent one round this week"})
	do(w, "leah", liaison.GiveAsk{Person: marta, Owner: "reception@L81016", Question: "Book an interpreter in Polish for all her further appointments", DueOn: in(20)})
}

// olanzapine is the question between two home visits: asked in three sentences
// on a telephone, answered the same afternoon, with the review on the
// pharmacist's list. Nobody wrote a letter.
func (w *world) olanzapine(day calendar.Date) {
	w.at(day, 12, 40)
	p := w.asker("Thomasina", "Hale", "female", calendar.NewDate(1989, 8, 21), "07700 900455")
	q := do(w, "gp", liaison.AskAdvice{Person: p, Soon: "Same day", Question: "On olanzapine 15 mg since the spring, put on 14 kg, stopped taking it three weeks ago. Sleeps, is not hearing anything, cross with me. Do I restart it, and what instead?"})
	w.later(35)
	do(w, "leah", liaison.Take{ID: q, Version: 1})
	w.later(10)
	do(w, "leah", liaison.WriteMessage{ID: q, Words: "Who is with her in the evenings, and does she know her early signs?"})
	w.later(12)
	do(w, "gp", liaison.WriteMessage{ID: q, Words: "Her wife. Yes: sleep goes first, then the neighbours."})
	w.at(day, 15, 2)
	due, err := calendar.AddWorkingDays(day, 3)
	if err != nil && w.err == nil {
		w.err = err
	}
	do(w, "leah", liaison.GiveAsk{Person: p, Owner: "pharmacist", Question: "Medication review: stopped olanzapine 15 mg three weeks ago after gaining 14 kg. What instead, and how fast? Her prescriber was the recovery team until March", DueOn: due})
	w.later(8)
	w.answered("leah", q, 2, 18, "Stopped olanzapine 15 mg three weeks ago after gaining 14 kg; well so far. Restart, or what instead?",
		"Don’t restart by telephone. She is well and has somebody with her; weight was her reason, so a choice that spares it is worth more than the same tablet again. See her with her wife, with the early signs on paper.",
		"Leah rings her tomorrow and sees her this week. Pharmacist: medication review with the recovery team’s prescriber, by "+due.Medium()+". GP: weight, blood pressure, HbA1c and lipids",
		"The same day if she sleeps less than four hours two nights running, or the neighbours come up; otherwise after the review")
	w.later(25)
	w.copied("leah", q, "provider")
	w.at(day, 16, 0)
	b := w.asker("Solomon", "Wray", "male", calendar.NewDate(1977, 5, 6), "07700 900456")
	q = do(w, "gp", liaison.AskAdvice{Person: b, Question: "Low since the redundancy, not sleeping, would see somebody. Not unsafe. Can he have a first appointment?", Soon: "Soon"})
	w.later(10)
	if t := ask(w, "gp", liaison.Turning{ID: q}); w.err == nil && len(t.Found.Offers) > 0 {
		o := t.Found.Offers[0]
		c := liaison.ToBooking{ID: q, Version: 1, Slot: o.ID, Mode: o.ModeList()[0], Telling: liaison.Telling{Told: "He is with me and knows when"}}
		if o.Verdict.Reason {
			c.OverWhy = "Agreed by the desk"
		}
		do(w, "gp", c)
	}
	w.later(20)
	do(w, "gp", liaison.AskAdvice{Person: w.people[5].id, Question: "Panic at work again, asks for diazepam before a meeting next week. What do I offer instead?", Soon: "Soon"})
}

// liaisonMorning hands two people over in the room at eight o'clock, into the
// duty slots of the morning; they are met, or not, in the course of the day.
func (w *world) liaisonMorning(day calendar.Date) {
	if w.err != nil || day != workingDay(w.now.Date().AddDays(-9)) {
		return
	}
	w.at(day, 8, 4)
	for _, x := range []struct {
		id  string
		c   liaison.HandOverInRoom
		met liaison.Met
	}{
		{w.asker("Ottoline", "Firth", "female", calendar.NewDate(1995, 10, 9), "07700 900453"), liaison.HandOverInRoom{Situation: "In tears, has not been to work for a week, says she can’t see a way on", Background: "Asked plainly: no thoughts of ending her life. Lives with her brother", Wanted: "See her today; I don’t want to send her home with a leaflet"}, liaison.Met{}},
		{w.asker("Barnaby", "Pell", "male", calendar.NewDate(1968, 3, 27), "07700 900458"), liaison.HandOverInRoom{Situation: "Has not slept since the fire next door; jumps at every noise", Wanted: "A first word with him while he is in the building"}, liaison.Met{Not: true, Why: "He had to fetch his grandson. Rang him: he comes to a first appointment"}},
	} {
		r := ask(w, "gp", liaison.InTheRoom{Person: x.id})
		if w.err != nil || len(r.Duty) == 0 {
			return
		}
		x.c.Person, x.c.To = x.id, "slot:"+r.Duty[0].ID
		x.met.ID = do(w, "gp", x.c)
		w.toMeet = append(w.toMeet, x.met)
		w.later(1)
	}
}

// inTheRoom hands somebody over this morning, who waits to be met.
func (w *world) inTheRoom() {
	p := w.asker("Imani", "Lockhart", "female", calendar.NewDate(2001, 12, 3), "07700 900457")
	r := ask(w, "gp", liaison.InTheRoom{Person: p})
	if w.err != nil {
		return
	}
	to := ""
	for _, f := range r.Free {
		to = f.ID
	}
	for _, s := range r.Duty {
		if to == "" && r.Names[s.Practitioner] == "Leah Whitcombe" {
			to = "slot:" + s.ID
		}
	}
	if to == "" {
		return // nobody is free at this minute, on a weekend or at night
	}
	do(w, "gp", liaison.HandOverInRoom{Person: p, To: to, Situation: "Came with her sister: three nights without sleep, talks fast, is frightened of it herself", Background: "One stay in hospital two years ago. Takes nothing now", Wanted: "Meet her while she is here; tell me whether it can wait until tomorrow"})
}
