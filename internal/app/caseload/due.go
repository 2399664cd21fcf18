package caseload

import (
	"context"

	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/plan"
	"footbridge/internal/calendar"
)

// dues is what the rooms of measures and of plans say is due in a network, by
// the surviving id of a person: as their own lists have it, so that the counts
// here and there are the same.
type dues struct {
	measure map[string]measures.DueRow
	review  map[string]calendar.Date
}

func dueOf(ctx context.Context, tx *gate.Tx, pcn string) (dues, error) {
	d := dues{map[string]measures.DueRow{}, map[string]calendar.Date{}}
	due, err := measures.Due{PCN: pcn}.Ask(ctx, tx)
	if err != nil {
		return d, err
	}
	for _, r := range due.Rows {
		d.measure[r.Who.ID] = r
	}
	reviews, err := plan.Reviews{PCN: pcn}.Ask(ctx, tx)
	for _, r := range reviews.List {
		if on, ok := d.review[r.Who.ID]; !ok || r.ReviewOn.Before(on) {
			d.review[r.Who.ID] = r.ReviewOn
		}
	}
	return d, err
}

func (d dues) fill(r *Row) {
	if m, ok := d.measure[r.Who.ID]; ok {
		r.MeasureOn, r.MeasureFor = m.On, m.KindWords()
	}
	r.PlanOn = d.review[r.Who.ID]
}
