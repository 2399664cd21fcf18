package discharge

import (
	"context"

	"footbridge/internal/app/course"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
)

// practitioners gives the actor's own practitioner, "" when they are none, and
// the names of those of some bookings.
func practitioners(tx *gate.Tx, list []diary.Booking) (own string, names map[string]string, err error) {
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return "", nil, err
	}
	var ids []string
	for _, b := range list {
		ids = append(ids, b.Practitioner)
	}
	known, err := workforce.Known(tx, ids)
	names = map[string]string{}
	for id, p := range known {
		names[id] = p.Name
	}
	return own, names, err
}

func questionnaires(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	list, err := measures.Outstanding(tx, c.Records)
	var out []LooseEnd
	for _, a := range list {
		how := "over a private link"
		if a.How == "paper" {
			how = "on paper"
		}
		out = append(out, LooseEnd{Kind: Questionnaire, ID: a.ID, Says: a.Name + " was handed out " + how + " on " + a.AskedAt.Date().Medium() + " and has not come back", Name: a.ByName, How: Carry})
	}
	return out, err
}

func courses(ctx context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	list, err := course.OfPerson{Person: c.Person.ID}.Ask(ctx, tx)
	var out []LooseEnd
	for _, w := range list.List {
		if w.End == nil && w.Episode == c.Episode.ID {
			out = append(out, LooseEnd{Kind: Course, ID: w.ID, Says: "The course “" + w.KindName + "”, begun on " + w.StartedOn.Medium() + ", has no ending", Name: w.ByName, How: Carry})
		}
	}
	return out, err
}

func asked(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	asks, questions, err := liaison.OpenAbout(tx, c.Records)
	var out []LooseEnd
	for _, r := range asks {
		out = append(out, LooseEnd{Kind: Ask, ID: r.ID, Says: "Asked on " + r.AskedAt.Date().Medium() + ", by " + r.DueOn.Medium() + ": " + r.Question, Name: r.OwnerName, How: Carry})
	}
	for _, q := range questions {
		out = append(out, LooseEnd{Kind: Question, ID: q.ID, Says: "A question at the advice desk of " + q.AskedAt.Date().Medium() + " has not ended: " + q.Question, Name: q.AskedName, How: Carry})
	}
	return out, err
}

func doors(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	list, err := onward.OpenOf(tx, c.Person)
	var out []LooseEnd
	for _, r := range list {
		out = append(out, LooseEnd{Kind: Onward, ID: r.ID, Says: "A request to " + r.ServiceName + " has no outcome yet", How: Carry})
	}
	return out, err
}

func actions(_ context.Context, tx *gate.Tx, c Case) ([]LooseEnd, error) {
	list, err := plan.OpenActions(tx, c.Person)
	var out []LooseEnd
	for _, a := range list {
		says := "To do by the plan, " + a.Owner() + ": " + a.What
		if !a.ByDay.IsZero() {
			says += ", by " + a.ByDay.Medium()
		}
		out = append(out, LooseEnd{Kind: PlanAction, ID: a.ID, Says: says, Name: a.Owner(), How: Carry})
	}
	return out, err
}
