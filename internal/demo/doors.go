package demo

import (
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// doorsOn tells the stories of those who are on their way somewhere, each in
// another state.
func (w *world) doorsOn(day calendar.Date, is func(int) bool) {
	today := w.now.Date()
	at := func(i int) string { return w.people[i].id }
	if is(40) { // it came back, went through another door, and she was told
		d := w.prepare("leah", at(30), "cmht", "letter", "", map[string]string{"reason": "Low since the summer; self-help and two months of sertraline have not helped enough. Please assess.", "q1": "Guided self-help, six sessions in spring; sertraline since September"}, "I don’t want to tell it all again")
		w.sentOn("leah", d, day, "")
		w.back = d
	}
	if is(33) {
		w.heard("leah", w.back, onward.Note{What: onward.Declined, On: day, Reason: "inappropriate", Words: "Should be offered Talking Therapies first", Source: "Their panel", How: "in a letter"})
	}
	if is(32) {
		next := w.prepare("leah", at(30), "talking", "system", w.back.id, map[string]string{"reason": "Asks for help with low mood; guided self-help was not enough"}, "I don’t want to tell it all again")
		w.sentOn("leah", next, day, "ST-20418")
		do(w, "leah", onward.End{ID: w.back.id, Version: w.back.version, How: "door", Telling: onward.Telling{Told: "The team thinks that Talking Therapies fit better. They have your story already; you need not tell it again", By: "Leah Whitcombe", How: "by telephone"}})
		w.later(5)
		w.heard("leah", next, onward.Note{What: onward.Received, On: day, Source: "Their system", How: "an answer on the screen"})
		w.wait = next
	}
	if is(26) { // she waits, and should have been told again
		w.heard("leah", w.wait, onward.Note{What: onward.Waits, On: day, Expected: today.AddDays(30), Next: workingDay(today.AddDays(-2)), Source: "Amir, Talking Therapies", Telling: onward.Telling{Told: "About ten weeks. If it gets worse: ring us, or 111 at night", By: "Leah Whitcombe", How: "by telephone"}, How: "by telephone"})
	}
	if is(24) { // no reply for more than three weeks
		d := w.prepare("leah", at(33), "drugs", "mail", "", map[string]string{"reason": "Drinks a bottle of wine on most evenings and wants to stop. Please offer a first talk.", "goals": "“To be awake when my boy gets up”"}, "I’m not an alcoholic. I just want it to be less.")
		w.sentOn("leah", d, day, "")
	}
	if is(20) { // it was recorded on the wrong day, and put right
		d := w.prepare("tomasz", at(35), "work", "mail", "", map[string]string{"reason": "Ready to try a few hours", "q1": "Something with bicycles"}, "I miss being useful")
		w.sentOn("tomasz", d, day, "")
		w.work = d
	}
	if is(18) {
		w.heard("tomasz", w.work, onward.Note{What: onward.Declined, On: day, Reason: "duplicate", Words: "Somebody of this name is with us", Source: "Front desk"})
		if w.err == nil {
			e := ask(w, "tomasz", onward.One{ID: w.work.id})
			do(w, "tomasz", onward.Correct{ID: w.work.id, Version: w.work.version, Event: e.LastID, Why: "They rang again: it was somebody else of the same name"})
			w.work.version++
		}
	}
	if is(16) {
		w.heard("tomasz", w.work, onward.Note{What: onward.Accepted, On: day, Expected: today.AddDays(5), Next: today.AddDays(6), Source: "Ines, Bridges to Work", Telling: byPhone})
	}
	if is(14) { // first seen, and two that are finished
		d := w.prepare("leah", at(36), "housing", "letter", "", map[string]string{"reason": "Has a notice to leave by the end of the month"}, "I can’t think of anything else")
		w.sentOn("leah", d, day, "")
		w.heard("leah", d, onward.Note{What: onward.Accepted, On: day, Telling: byPhone})
		w.heard("leah", d, onward.Note{What: onward.FirstSeen, On: day, Telling: byPhone})
		d = w.prepare("leah", at(37), "grief", "system", "", map[string]string{}, "")
		do(w, "leah", onward.End{ID: d.id, Version: d.version, How: "unwanted", Words: "Would rather go with her sister, later", Telling: onward.Telling{Told: "That is fine; here is the number for when you want it", By: "Leah Whitcombe", How: "at the appointment"}})
		w.later(5)
	}
	if is(9) { // came back; he was told; what comes next is open
		d := w.prepare("tomasz", at(39), "eating", "letter", "", map[string]string{"reason": "Eats once a day and is losing weight", "q1": "58 kg, 171 cm; blood tests are booked"}, "")
		w.sentOn("tomasz", d, day, "")
		w.told = d
	}
	if is(4) {
		w.heard("tomasz", w.told, onward.Note{What: onward.Declined, On: day, Reason: "incomplete", Words: "No blood tests of the last month", Source: "Their administrator", How: "in a letter"})
		do(w, "tomasz", onward.Tell{ID: w.told.id, Version: w.told.version, On: day, Telling: onward.Telling{Told: "They need blood tests first. The nurse takes them tomorrow at 9, then we ask again", By: "Tomasz Wolski", How: "by telephone"}})
		w.later(5)
	}
	if is(8) { // the Thursday afternoon of the refusal
		d := w.prepare("leah", at(1), "cmht", "mail", "", map[string]string{"reason": "Stays indoors since spring; two months of steps outside together have brought him to the gate. Please assess for longer work.", "goals": "“To fetch my daughter from school”", "safety": "He has made a plan, and keeps it. Evenings alone are the hardest; he rings his father.", "q1": "Steps outside together, eight sessions"}, "When I’m on the canal path I think it would be quiet in there.")
		w.sentOn("leah", d, day, "")
		w.refused = d
	}
	if is(3) { // it has arrived there, and nobody has said yet what comes of it
		d := w.prepare("leah", at(39), "peer", "mail", "", map[string]string{"reason": "Has not left the flat alone since the spring", "goals": "“To the shop and back, with somebody first”"}, "Somebody who waits when I stop")
		w.sentOn("leah", d, day, "")
		w.heard("leah", d, onward.Note{What: onward.Received, On: day, Source: "Their mailbox", How: "an answer that it has arrived"})
	}
	if is(1) {
		w.heard("leah", w.refused, onward.Note{What: onward.Declined, On: day, Reason: "inappropriate", Words: "Does not meet what we are there for; suggest Talking Therapies", Source: "Their panel", How: "by secure mail"})
		w.prepare("leah", at(38), "peer", "mail", "", map[string]string{"reason": "Would like somebody who has been there", "goals": "“Company on the bad days”"}, "Somebody who doesn’t write things down")
		// That one is prepared, and not sent yet.
		sent := w.prepare("leah", at(40), "debt", "letter", "", map[string]string{"reason": "Letters that she does not open any more"}, "I put them in the drawer")
		w.sentOn("leah", sent, day, "")
	}
	w.signposts(day, is)
}

// signposts are those who were told about a service and do the rest
// themselves.
func (w *world) signposts(day calendar.Date, is func(int) bool) {
	for _, s := range []struct {
		ago, who int
		as       string
		services []string
		how      string
	}{{28, 0, "reception", []string{"polish"}, "said"}, {21, 31, "leah", []string{"cafe", "samaritans"}, "list"}, {15, 32, "link", []string{"allotment", "debt"}, "said"}, {6, 34, "leah", []string{"grief"}, "text"}, {3, 3, "leah", []string{"gym", "grief"}, "large"}} {
		if !is(s.ago) || w.err != nil {
			continue
		}
		who := w.people[s.who]
		c := onward.TellAbout{Person: who.id, How: s.how, On: day, Told: "How to ring them, and what to say first"}
		for _, key := range s.services {
			c.Services = append(c.Services, w.doors[key])
		}
		if s.as == "reception" && who.practice != "L81016" {
			s.as = "link"
		}
		if s.how == "text" && ask(w, "leah", person.Open{ID: who.id}).SafeText == "no" {
			c.How = "said"
		}
		do(w, s.as, c)
		w.later(4)
	}
	if is(5) {
		e := ask(w, "reception", onward.OneService{ID: w.doors["men"]})
		do(w, "reception", onward.ConfirmService{ID: e.ID, Version: e.Version, Why: "Somebody rang: they have moved to the old bus station"})
	}
	if is(2) {
		e := ask(w, "link", onward.OneService{ID: w.doors["work"]})
		b := e.Body
		b.Waiting, b.WaitingOn = "One week", day
		do(w, "link", onward.SaveService{ID: e.ID, Version: e.Version, Body: b, Why: "They have a second adviser now"})
		e = ask(w, "link", onward.OneService{ID: w.doors["gym"]})
		do(w, "link", onward.ConfirmService{ID: e.ID, Version: e.Version, Right: true})
	}
}
