package demo

import (
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/feedback"
	"footbridge/internal/app/link"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
)

// feedbacks has people say how it was: most of them good, some not, all of
// them without a name. Three texts wait for the reader.
func (w *world) feedbacks() {
	month := calendar.MonthOf(w.now.Date())
	written := map[int]feedback.Answers{
		1:  {Why: "I was listened to for once, and it was near where I live", Well: "Getting in within the week"},
		4:  {Better: "Nobody told me that the door code had changed"},
		7:  {Well: "She wrote down what we had agreed", Better: "Longer appointments"},
		10: {Why: "It was fine, but I had hoped for more sessions"},
		13: {Well: "Leah from the surgery and my neighbour Jean, who drove me"},
		18: {Better: "A waiting room with a window"},
	}
	graham := []string{"very-good", "good", "very-good", "good", "very-good", "poor", "good", "neither"}
	milton := []string{"very-good", "good"}
	for i := range 46 {
		a := written[i]
		a.Overall = graham[(i-(i+1)/3)%len(graham)]
		a.Listened, a.NextStep = "yes", "yes"
		if i%6 == 5 {
			a.Listened, a.NextStep = "partly", "partly"
		}
		if i%9 == 4 {
			a.NextStep = "no"
		}
		who, practice := "reception", "L81016"
		if i%3 == 1 {
			who, practice = "reception2", "L81058"
			a.Overall = milton[i/3%len(milton)]
		}
		back := 0
		switch {
		case i >= 40:
			back = 4
		case i >= 32:
			back = 3
		case i%2 == 1:
			back = 1
		}
		w.clock.Advance(time.Second)
		do(w, who, feedback.Enter{PCN: PCN, Practice: practice, Month: month.Add(-back), Service: "adult", Answers: a})
	}
	for i, t := range ask(w, "manager", feedback.ToRead{PCN: PCN, State: feedback.Waiting}).List {
		switch {
		case t.Body == written[13].Well:
			do(w, "manager", feedback.Decide{ID: t.ID, Version: 1, Show: "no", Why: feedback.Reasons[0]})
		case i%2 == 0 || t.Part == "why":
			do(w, "manager", feedback.Decide{ID: t.ID, Version: 1, Show: "yes"})
		}
	}
	whom := ask(w, "leah", measures.Due{PCN: PCN, Practitioner: w.who["leah"], Ahead: true}).Rows
	if w.err != nil || len(whom) < 6 {
		return
	}
	asked := map[string]bool{}
	for _, r := range whom[3:] {
		if !asked[r.Who.ID] {
			asked[r.Who.ID] = true
			do(w, "leah", feedback.GivePaper{Person: r.Who.ID})
		}
	}
	do(w, "leah", feedback.GiveLink{Person: whom[2].Who.ID})
	p := whom[0].Who
	m := do(w, "leah", feedback.GiveLink{Person: p.ID})
	c, err := app.Do(w.ctx, w.app, access.HolderOf(m.ID, ""), link.Confirm{Born: p.BornOn})
	if err == nil {
		_, err = app.Do(w.ctx, w.app, access.HolderOf(m.ID, link.Pass(c.Pass)), feedback.Send{
			Answers: feedback.Answers{Overall: "good", Listened: "yes", NextStep: "partly", Better: "I would have liked to know whom to ring between the appointments"},
			Call:    true, About: "What happens when Leah is away",
		})
	}
	if err != nil && w.err == nil {
		w.err = err
	}
}
