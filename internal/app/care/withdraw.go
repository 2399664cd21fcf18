package care

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// What can be withdrawn.
const (
	KindContact    = "contact"
	KindMeasure    = "measure"
	KindAssessment = "assessment"
	KindPlan       = "plan"
)

var tableOf = map[string]string{KindContact: "contact", KindAssessment: "assessment", KindPlan: "care_plan"}

// Withdraw marks something as entered in error, with a reason. It stays
// readable, struck through, and no longer counts for the clock. It answers
// with the person's id.
type Withdraw struct{ Kind, ID, Why string }

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.WriteCare }

// Do checks and marks it.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if c.Kind == KindMeasure {
		return c.measure(tx)
	}
	table, ok := tableOf[c.Kind]
	if !ok {
		return "", fault.Missing("entry")
	}
	type row struct {
		Person        string
		PCN           string `db:"pcn"`
		WithdrawnAt   calendar.Instant
		WithdrawnName string
		Of            string `db:"of_text"`
	}
	of := "'' AS of_text"
	if c.Kind == KindAssessment || c.Kind == KindPlan {
		of = "of_text"
	}
	r, err := db.One[row](tx.Tx, c.Kind, "SELECT person, pcn, withdrawn_at, withdrawn_name, "+of+" FROM "+table+" WHERE id = $1", c.ID)
	if err != nil {
		return "", err
	}
	p, err := person.Load(tx, r.Person)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Missing(c.Kind)
	}
	if err != nil {
		return "", err
	}
	if err := c.check(); err != nil {
		return "", err
	}
	if r.Of != "" {
		return "", fault.Moved("This belongs to a version that is written in full. Mark that one as entered in error, and this goes with it")
	}
	if !r.WithdrawnAt.IsZero() {
		return "", fault.Moved("%s has marked this as entered in error already, at %s", r.WithdrawnName, r.WithdrawnAt.Long())
	}
	tx.TouchedAt(c.Kind, c.ID, p.ID, r.PCN, "marked as entered in error: "+c.Kind)
	return p.ID, withdraw(tx, table, c.ID, c.Why)
}

func withdraw(tx *gate.Tx, table, id, why string) error {
	_, err := tx.Exec("UPDATE "+table+" SET withdrawn_at = $1, withdrawn_by = $2, withdrawn_name = $3, withdrawn_why = $4 WHERE id = $5",
		tx.Now, tx.Actor.ID, tx.Actor.Name, why, id)
	return err
}

func (c *Withdraw) check() error {
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say why this was entered in error")
	check.Require(len([]rune(c.Why)) <= MaxWhy, "why", "The reason must be at most 1,000 characters")
	return check.Err()
}

// measure marks a score, which another room keeps.
func (c Withdraw) measure(tx *gate.Tx) (string, error) {
	e, err := measures.EntryOf(tx, c.ID)
	if err != nil {
		return "", err
	}
	if err := c.check(); err != nil {
		return "", err
	}
	if !e.WithdrawnAt.IsZero() {
		return "", fault.Moved("%s has marked this as entered in error already, at %s", e.By, e.WithdrawnAt.Long())
	}
	tx.TouchedAt(c.Kind, c.ID, e.Person.ID, e.PCN, "marked as entered in error: "+c.Kind)
	return e.Person.ID, measures.MarkWrong(tx, c.ID, c.Why)
}
