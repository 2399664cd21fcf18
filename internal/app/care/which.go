package care

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Which asks what an entry is, before it is marked as entered in error.
type Which struct{ Kind, ID string }

// Named is the answer to Which.
type Named struct {
	Person      person.Person
	Title       string // "PHQ-9 of 3 March 2026, recorded by Mo Healey"
	WithdrawnAt calendar.Instant
}

// Needs names the permission.
func (Which) Needs() access.Permission { return access.WriteCare }

// Ask names it; an entry about somebody outside the scope is not found.
func (q Which) Ask(_ context.Context, tx *gate.Tx) (Named, error) {
	var out Named
	if q.Kind == KindMeasure {
		e, err := measures.EntryOf(tx, q.ID)
		if err == nil {
			tx.Saw(e.Person.ID, "an entry to mark as made in error")
		}
		return Named{e.Person, e.Title, e.WithdrawnAt}, err
	}
	columns := map[string]string{
		KindContact: "signed_name AS by_name, day AS on_day", KindAssessment: "by_name, on_day", KindPlan: "by_name, on_day",
	}[q.Kind]
	if columns == "" {
		return out, fault.Missing("entry")
	}
	type row struct {
		Person, ByName string
		OnDay          calendar.Date
		WithdrawnAt    calendar.Instant
	}
	r, err := db.One[row](tx.Tx, q.Kind, "SELECT person, withdrawn_at, "+columns+" FROM "+tableOf[q.Kind]+" WHERE id = $1", q.ID)
	if err != nil {
		return out, err
	}
	out.Person, err = person.Load(tx, r.Person)
	if fault.Is(err, fault.NotFound) {
		return out, fault.Missing(q.Kind)
	}
	if err != nil {
		return out, err
	}
	tx.Saw(out.Person.ID, "an entry to mark as made in error")
	what := map[string]string{KindContact: "Contact", KindAssessment: "Assessment", KindPlan: "Plan"}[q.Kind]
	out.Title, out.WithdrawnAt = what+" of "+r.OnDay.Medium()+", recorded by "+r.ByName, r.WithdrawnAt
	return out, nil
}
