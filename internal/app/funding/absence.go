package funding

import (
	"context"
	"fmt"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// AbsenceKinds are the kinds of absence that change what is paid.
var AbsenceKinds = []string{"sickness", "maternity leave", "paternity leave", "adoption leave", "shared parental leave", "unpaid leave"}

// Absence is a time for which a part of the pay was paid. Percent is in
// ten-thousandths of a per cent.
type Absence struct {
	ID            string
	Post          string
	Kind          string
	FromDay       calendar.Date
	LastDay       calendar.Date
	Percent       claim.Decimal
	At            calendar.Instant
	ByName        string
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string
}

// Holds says whether it counts.
func (a Absence) Holds() bool { return a.WithdrawnAt.IsZero() }

const absenceColumns = "id, post, kind, from_day, last_day, percent, at, by_name, withdrawn_at, withdrawn_name, withdrawn_why"

// AddAbsence records sickness or leave of a post, both days included, and how
// much of the pay was paid. The claim goes on with what is paid; cover for it is
// never claimed. Faults name the fields kind, from, last and percent. It
// answers with the record's id.
type AddAbsence struct {
	PCN, Post, Kind string
	From, Last      calendar.Date
	Percent         claim.Decimal
}

// Needs names the permission.
func (AddAbsence) Needs() access.Permission { return access.KeepFunding }

// Do checks and writes.
func (c AddAbsence) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if _, err := own(tx, c.PCN); err != nil {
		return "", err
	}
	if _, err := workforce.PostByID(tx, c.PCN, c.Post); err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(slices.Contains(AbsenceKinds, c.Kind), "kind", "Choose what kind of absence it is")
	check.Require(!c.From.IsZero(), "from", "Enter the first day")
	check.Require(!c.Last.IsZero() && !c.Last.Before(c.From), "last", "Enter the last day, not before the first")
	check.Require(c.Last.IsZero() || c.Last.DaysSince(c.From) <= 800, "last", "An absence is at most two years long: enter a longer one in parts")
	check.Require(c.Percent >= 0 && c.Percent <= 1_000_000, "percent", "What is paid goes from 0 to 100 per cent")
	if err := check.Err(); err != nil {
		return "", err
	}
	others, err := db.All[Absence](tx.Tx, "SELECT "+absenceColumns+" FROM funding_absence WHERE post = $1 AND withdrawn_at IS NULL AND from_day <= $2 AND last_day >= $3", c.Post, c.Last, c.From)
	if err != nil {
		return "", err
	}
	if len(others) > 0 {
		o := others[0]
		return "", fault.Wrong("from", "It overlaps with %s from %s to %s", o.Kind, o.FromDay.Medium(), o.LastDay.Medium())
	}
	if err := changeBetween(tx, c.PCN, c.From, c.Last); err != nil {
		return "", err
	}
	id := tx.NewID()
	_, err = tx.Exec("INSERT INTO funding_absence (id, pcn, post, kind, from_day, last_day, percent, at, by_id, by_name, withdrawn_name, withdrawn_why) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'','')",
		id, c.PCN, c.Post, c.Kind, c.From, c.Last, int64(c.Percent), tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("absence of a post", id, "", c.PCN, fmt.Sprintf("from %s to %s", c.From, c.Last))
	return id, err
}

// WithdrawAbsence marks an absence as entered in error, with a reason. It stays
// readable.
type WithdrawAbsence struct{ PCN, ID, Why string }

// Needs names the permission.
func (WithdrawAbsence) Needs() access.Permission { return access.KeepFunding }

// Do marks it.
func (c WithdrawAbsence) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if _, err := own(tx, c.PCN); err != nil {
		return false, err
	}
	a, err := db.One[Absence](tx.Tx, "absence", "SELECT "+absenceColumns+" FROM funding_absence WHERE id = $1 AND pcn = $2", c.ID, c.PCN)
	if err != nil {
		return false, err
	}
	why, ok := tidy(c.Why, 500)
	if why == "" || !ok {
		return false, fault.Wrong("why", "Say why it was entered in error, in 500 characters or fewer")
	}
	if !a.Holds() {
		return false, fault.Moved("%s has marked this as entered in error already", a.WithdrawnName)
	}
	if err := changeBetween(tx, c.PCN, a.FromDay, a.LastDay); err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE funding_absence SET withdrawn_at = $1, withdrawn_name = $2, withdrawn_why = $3 WHERE id = $4", tx.Now, tx.Actor.Name, why, c.ID)
	tx.TouchedAt("absence of a post", c.ID, "", c.PCN, "marked as entered in error")
	return true, err
}
