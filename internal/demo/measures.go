package demo

import (
	"fmt"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/link"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// ownScale is a questionnaire that nobody owns, for what a network brings
// along.
const ownScale = `{
 "resourceType": "Questionnaire", "url": "https://harbourminds.example/days-out", "version": "2", "title": "Days out (invented)", "status": "active",
 "copyright": "Invented for this demo. Anybody may use it.",
 "item": [
  {"linkId": "1", "text": "On how many days did you leave the house?", "type": "choice", "answerOption": [{"valueCoding": {"code": "0", "display": "None"}}, {"valueCoding": {"code": "1", "display": "One or two"}}, {"valueCoding": {"code": "2", "display": "Three to five"}}, {"valueCoding": {"code": "3", "display": "Most days"}}]},
  {"linkId": "2", "text": "On how many days did you speak with somebody you like?", "type": "choice", "answerOption": [{"valueCoding": {"code": "0", "display": "None"}}, {"valueCoding": {"code": "1", "display": "One or two"}}, {"valueCoding": {"code": "2", "display": "Three to five"}}, {"valueCoding": {"code": "3", "display": "Most days"}}]}
 ]
}`

// reads has Leah read the inbox on working days, and Tomasz stand in.
func (w *world) reads() {
	c := measures.SetInbox{PCN: PCN, ReviewWeeks: 6}
	for i := 1; i <= 5; i++ {
		c.Days = append(c.Days, measures.Day{Weekday: i, Reader: w.who["leah"], UntilTime: calendar.NewTime(17, 0), Deputy: w.who["tomasz"]})
	}
	do(w, "manager", c)
}

// measures gives questionnaires over private links and on paper, and has some
// of them answered; and brings two questionnaires along.
func (w *world) measures() {
	w.reads()
	own := do(w, "lead", measures.AddInstrument{PCN: PCN, Questionnaire: ownScale, LicenceHolder: "Harbour Minds (invented charity)"})
	weights := map[string]int{"0": 0, "1": 1, "2": 2, "3": 3}
	do(w, "supervisor", measures.ConfirmInstrument{ID: own, Version: 1, Block: &measures.Block{HigherIsBetter: true, Source: "Agreed in the team meeting", Items: []measures.BlockItem{{Link: "1", Weights: weights}, {Link: "2", Weights: weights}}}})
	do(w, "manager", measures.AddInstrument{PCN: PCN, Name: "Garden scale (invented)", Edition: "1", Lowest: 0, Highest: 20, HigherBetter: true, Notice: "Invented for this demo.", LicenceHolder: "Pier Health PCN"})

	today := w.now.Date()
	if morning, err := calendar.On(today, calendar.NewTime(7, 30)); err == nil && morning.Before(w.now) {
		w.at(today, 7, 30)
	}
	whom := ask(w, "leah", measures.Due{PCN: PCN, Practitioner: w.who["leah"], Ahead: true}).Rows
	if w.err != nil || len(whom) < 8 {
		return
	}
	// On a day on which nobody reads, the ones that ask about safety can't be
	// given: the demo has none of them then.
	w.byLink(whom[0].Who, "phq-9", func(h access.Actor) { w.answers(h, 1, 2, 1, 1, 0, 2, 1, 0, 1) })
	w.byLink(whom[1].Who, "gad-7", func(h access.Actor) { w.answers(h, 1, 1, 2, 0, 1, 0, 1) })
	if id := w.byLink(whom[2].Who, "core-10", func(h access.Actor) { w.answers(h, 2, 2, 2, 1, 0, 1, 3, 1, 2, 1) }); id != "" {
		for _, a := range ask(w, "leah", measures.Inbox{PCN: PCN}).List {
			if a.Link == id {
				do(w, "leah", measures.Deal{ID: a.ID, Told: "The person, by telephone, ten minutes after it came in", Done: "Talked it through; plans were in the past and are not there now; sees me on Thursday, knows the numbers"})
			}
		}
	}
	w.byLink(whom[3].Who, "gad-7", nil)
	if m, err := try(w, "leah", measures.GiveLink{Person: whom[4].Who.ID, Instrument: "gad-7", Until: today.AddDays(7)}); err == nil {
		for i := range link.MaxTries {
			w.as(access.HolderOf(m.ID, ""), link.Confirm{Born: calendar.NewDate(1970, 1, 1+i)})
		}
	}
	do(w, "leah", measures.GivePaper{Person: whom[5].Who.ID, Instrument: "phq-9"})
	do(w, "leah", measures.Take{Person: whom[6].Who.ID, Instrument: own, On: today.AddDays(-1), Paper: true, Answers: []int{2, 1}})
	do(w, "leah", measures.Take{Person: whom[7].Who.ID, Instrument: "core-10", On: today.AddDays(-1), ScoreOnly: true, Total: 14})
}

// byLink gives a questionnaire over a private link, and has it answered. It
// answers with the link's id, "" when none could be given today.
func (w *world) byLink(p person.Person, code string, answer func(access.Actor)) string {
	m, err := try(w, "leah", measures.GiveLink{Person: p.ID, Instrument: code, Until: w.now.Date()})
	if err != nil {
		return ""
	}
	w.clock.Advance(time.Minute)
	if answer == nil {
		return m.ID
	}
	c, err := app.Do(w.ctx, w.app, access.HolderOf(m.ID, ""), link.Confirm{Born: p.BornOn})
	if err != nil {
		w.err = fmt.Errorf("opening a private link: %w", err)
		return ""
	}
	answer(access.HolderOf(m.ID, link.Pass(c.Pass)))
	return m.ID
}

// answers answers and sends.
func (w *world) answers(h access.Actor, values ...int) {
	for i, v := range values {
		if _, err := app.Do(w.ctx, w.app, h, measures.Tick{Key: fmt.Sprintf("item-%d", i+1), Value: fmt.Sprint(v)}); err != nil && w.err == nil {
			w.err = err
		}
	}
	if _, err := app.Do(w.ctx, w.app, h, measures.Send{}); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *world) as(h access.Actor, c link.Confirm) {
	if _, err := app.Do(w.ctx, w.app, h, c); err != nil && w.err == nil {
		w.err = err
	}
}
