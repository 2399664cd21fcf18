package onward

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// TakeBackTold marks a record that a person was told about a service as
// entered in error, with a reason. It stays readable and is no longer counted.
type TakeBackTold struct{ Person, ID, Why string }

// Needs names the permission.
func (TakeBackTold) Needs() access.Permission { return access.Signpost }

// Do checks and writes.
func (c TakeBackTold) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return false, err
	}
	list, err := toldOf(tx, p)
	if err != nil {
		return false, err
	}
	for _, s := range list {
		if s.ID != c.ID {
			continue
		}
		c.Why = strings.TrimSpace(c.Why)
		var check fault.Check
		check.Require(s.WrongName == "", "why", "%s has marked this as entered in error already", s.WrongName)
		check.Require(c.Why != "", "why", "Say why this was entered in error")
		check.Require(len([]rune(c.Why)) <= maxLine, "why", "The reason must be at most 300 characters")
		if err := check.Err(); err != nil {
			return false, err
		}
		tx.TouchedAt("signposting", s.ID, p.ID, p.PCN, "marked as entered in error: told about a service")
		_, err := tx.Exec("INSERT INTO onward_told_wrong (told, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5)", s.ID, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
		return true, err
	}
	return false, fault.Missing("record")
}
