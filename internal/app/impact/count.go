package impact

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/calendar"
)

// itself is who counts.
func itself() access.Actor { return access.System("Footbridge itself") }

// CountUp counts what the audit says has changed, a network at a time, so
// that nobody waits for it, and answers with how many networks were counted.
// With full it counts everything. said, when not nil, is told of the progress.
func CountUp(ctx context.Context, a *app.App, full bool, said func(done, of int)) (int, error) {
	due, err := app.Ask(ctx, a, itself(), Due{Full: full})
	if err != nil {
		return 0, err
	}
	changed := map[Union][]calendar.Month{}
	for i, pcn := range due.Networks {
		if err := ctx.Err(); err != nil {
			return i, err
		}
		months, err := app.Do(ctx, a, itself(), CountNetwork{PCN: pcn})
		if err != nil {
			return i, err
		}
		groups, err := app.Ask(ctx, a, itself(), Unions{Networks: []string{pcn}})
		if err != nil {
			return i, err
		}
		for _, g := range groups {
			changed[g] = append(changed[g], months...)
		}
		if said != nil {
			said(i+1, len(due.Networks))
		}
	}
	for g, months := range changed {
		slices.SortFunc(months, calendar.Month.Compare)
		months = slices.Compact(months)
		if full || due.All {
			months = nil
		} else if len(months) == 0 {
			continue
		}
		if _, err := app.Do(ctx, a, itself(), CountUnion{Union: g, Months: months}); err != nil {
			return len(due.Networks), err
		}
	}
	if len(due.Networks) > 0 || due.All || due.lag() > many/8 {
		_, err = app.Do(ctx, a, itself(), SetMark{Last: due.Last})
	}
	return len(due.Networks), err
}

// lag is how many lines of the audit were looked through.
func (b Behind) lag() int64 { return b.Last - b.mark }
