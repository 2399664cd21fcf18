package demo

import (
	"slices"
	"time"

	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
)

// caseloadOn lets happen what happened to caseloads on a day of the history.
func (w *world) caseloadOn(day calendar.Date) {
	switch w.now.Date().DaysSince(day) {
	case 24:
		w.at(day, 8, 5)
		s := ask(w, "lead", caseload.Sheet{PCN: PCN, Practitioner: w.who["tomasz"]})
		c := caseload.HandOver{PCN: PCN, Practitioner: w.who["tomasz"], Kind: caseload.Leave, Why: "Jury service; nobody knows for how long", BackOn: day.AddDays(14)}
		for _, m := range s.Held {
			c.Choices = append(c.Choices, caseload.Choice{Episode: m.Episode.ID, Version: m.Episode.Version, To: w.who["leah"]})
		}
		if len(c.Choices) == 0 {
			return
		}
		w.handed = do(w, "lead", c)
		for i, m := range s.Held {
			if i < 2 {
				w.clock.Advance(time.Minute)
				do(w, "leah", caseload.Told{Handover: w.handed, Episode: m.Episode.ID, How: "I rang and said who I am"})
			}
		}
	case 23:
		if w.handed != "" {
			w.at(day, 8, 10)
			do(w, "lead", caseload.GiveBack{ID: w.handed})
		}
	case 16:
		w.at(day, 17, 20)
		for i, r := range w.quietOnes(2) {
			if i == 0 {
				do(w, "leah", caseload.Begin{Person: r.Who.ID, Why: caseload.PauseReasons[0], Words: "Her mother is ill in Portugal", Until: day.AddDays(12), Told: "I, on the telephone; knows how to come back earlier"})
				continue
			}
			id := do(w, "leah", caseload.Begin{Person: r.Who.ID, Why: caseload.PauseReasons[2], Until: day.AddDays(28), Told: "I, in the room; we write down what would bring him back"})
			w.clock.Advance(time.Hour)
			do(w, "leah", caseload.End{ID: id, Version: 1, Why: "Rang and would rather come sooner; booked again"})
		}
	}
}

// quietOnes are a few of Leah's people without an appointment ahead who have
// no story of their own and are not paused.
func (w *world) quietOnes(n int) []caseload.Row {
	c := ask(w, "leah", caseload.Of{PCN: PCN, Practitioner: w.who["leah"]})
	var out []caseload.Row
	for _, r := range c.Rows {
		own := slices.ContainsFunc(w.people[:7], func(p invented) bool { return p.id == r.Who.ID })
		if len(out) < n && !own && r.Pause == nil && r.NextAt.IsZero() && !r.Waiting {
			out = append(out, r)
		}
	}
	return out
}

// caseloads leaves the caseloads in every state that they can be in.
func (w *world) caseloads() {
	if w.err != nil {
		return
	}
	for _, m := range ask(w, "manager", workforce.Members{PCN: PCN}) {
		if m.ID == w.who["leah"] { // the other post is not set
			do(w, "manager", workforce.SetCapacity{PCN: PCN, Post: m.Post.ID, People: 40, Sessions: 8})
		}
	}
	today := w.clock.Now().Date()
	questions := []string{
		"We have met for a while and I am not sure what we work on now. Is it time for a goodbye, and how do I say it?",
		"He talks about his daughter and I think of mine. How do I stay with him?",
		"I went over the time twice. What do I do with that?",
		"Was asked to write a letter to the employer. Is that ours?",
	}
	for i, r := range w.quietOnes(6) {
		w.clock.Advance(time.Minute)
		switch {
		case i < 4:
			id := do(w, "leah", supervision.Raise{Person: r.Who.ID, Question: questions[i]})
			w.clock.Advance(time.Minute)
			if i == 2 {
				do(w, "supervisor", supervision.TalkedAbout{ID: id, Version: 1, On: today, Words: "Agreed: say at the start how long there is; look at it again next month"})
			} else if i == 3 {
				do(w, "leah", supervision.Withdraw{ID: id, Version: 1, Why: "Settled with the team lead already"})
			}
		case i == 4:
			do(w, "leah", caseload.Begin{Person: r.Who.ID, Why: caseload.PauseReasons[4], Words: "Finals until Christmas", Until: today.AddDays(30), Told: "I, by video"})
		}
	}
	w.goodbyes(today)
	list := ask(w, "leah", care.NotCopied{PCN: PCN, Practitioner: w.who["leah"]})
	for i, c := range list {
		if i < len(list)-4 && i >= len(list)-16 {
			do(w, "leah", care.MarkCopied{ID: c.ID, System: care.Systems[0]})
		}
	}
}

// goodbyes writes the summaries of an episode that has ended, and lets
// somebody come straight back.
func (w *world) goodbyes(today calendar.Date) {
	wrote, came := false, false
	for i := len(w.people) - 1; i >= 7 && w.err == nil && !(wrote && came); i-- {
		p := w.people[i]
		g := ask(w, "leah", discharge.OfPerson{Person: p.id})
		if len(g.Past) == 0 || !g.Can {
			continue
		}
		if !wrote && p.practice == "L81016" && g.Last.Holder == w.who["leah"] {
			wrote = true
			for _, kind := range []string{discharge.ForGP, discharge.ForPerson} {
				s := ask(w, "leah", discharge.Summary{Episode: g.Last.ID, Kind: kind})
				id := do(w, "leah", discharge.SaveSummary{Episode: g.Last.ID, Kind: kind, Body: s.Ready})
				w.clock.Advance(time.Minute)
				if kind == discharge.ForGP {
					do(w, "leah", discharge.MarkCopied{ID: id, System: care.Systems[0]})
				} else {
					do(w, "leah", discharge.Give{ID: id, How: discharge.GivenWays[0], On: today})
				}
			}
			continue
		}
		if came {
			continue
		}
		d := ask(w, w.desk(p.practice), discharge.Back{Person: p.id})
		for _, o := range d.Offers {
			c := discharge.Return{Person: p.id, Slot: o.ID, Mode: o.ModeList()[0], Words: "It was good for a while. The nights are bad again"}
			if o.Verdict.Reason {
				c.OverWhy = "Comes back within the agreed weeks"
			}
			if _, err := try(w, w.desk(p.practice), c); err == nil {
				came = true
				break
			}
		}
	}
}
