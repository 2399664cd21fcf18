package plan

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/written"
)

// Withdraw marks a version, a record of who has one, a goal or a rating as
// entered in error, with a reason. It stays readable; a plan that was agreed
// no longer counts for the clock. It answers with the person's id.
type Withdraw struct{ ID, Why string }

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.WriteCare }

// Do checks and marks it.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (string, error) {
	n, err := name(tx, c.ID)
	if err != nil {
		return "", err
	}
	if err := store.Withdraw(tx, n, c.ID, c.Why); err != nil {
		return "", err
	}
	if n.Handed || n.Text.Care == "" {
		return n.Person.ID, nil
	}
	return n.Person.ID, care.TakeBackPlan(tx, n.Text.Care, c.Why)
}

// Which asks what an entry is, before it is marked as entered in error. Its
// Text has no id when the entry is a goal or a rating.
type Which struct{ ID string }

// Needs names the permission.
func (Which) Needs() access.Permission { return access.WriteCare }

// Ask names it.
func (q Which) Ask(_ context.Context, tx *gate.Tx) (written.Named, error) {
	n, err := name(tx, q.ID)
	if err == nil {
		tx.Saw(n.Person.ID, "an entry to mark as made in error")
	}
	return n, err
}

func name(tx *gate.Tx, id string) (written.Named, error) {
	of, rating, err := db.Maybe[string](tx.Tx, "SELECT goal FROM goal_rated WHERE id = $1", id)
	if err != nil {
		return written.Named{}, err
	}
	goal := rating
	if !rating {
		if of, goal, err = db.Maybe[string](tx.Tx, "SELECT id FROM goal WHERE id = $1", id); err != nil {
			return written.Named{}, err
		}
	}
	if !goal {
		return store.Name(tx, id)
	}
	g, p, err := loadGoal(tx, of)
	if err != nil {
		return written.Named{}, err
	}
	n := written.Named{Person: p, PCN: g.PCN, Kind: "goal", Title: "The goal “" + g.Words + "”, recorded by " + g.ByName, WithdrawnAt: g.WithdrawnAt, WithdrawnName: g.WithdrawnName}
	if rating {
		all := slices.Concat(g.Ratings, g.Wrong)
		r := all[slices.IndexFunc(all, func(r Rating) bool { return r.ID == id })]
		n.Kind, n.Title, n.WithdrawnAt, n.WithdrawnName = "rating", r.title(g), r.WithdrawnAt, r.WithdrawnName
	}
	return n, nil
}
