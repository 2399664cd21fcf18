package network

import (
	"context"
	"fmt"
	"math"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Adopted is the entitlement that a network follows, as it recorded it.
// Figure is in whole-time equivalents. Each decision is a version; on a day
// the highest version that has begun holds.
type Adopted struct {
	PCN          string
	Version      int
	Figure       float64
	FromDay      calendar.Date
	DecidedBy    string // who decided, in words: "Network board, 12 May 2026"
	Reason       string
	RecordedBy   string // the user
	RecordedName string
	RecordedAt   calendar.Instant
}

// Adopt records which entitlement a network follows from a day on, who decided
// that, and why. What was recorded before stays readable. Version is the one
// that was read, 0 when there was none; when somebody recorded another in the
// meantime the error is Conflict. A network that is not the actor's is not
// found.
type Adopt struct {
	PCN       string
	Version   int
	Figure    float64 // whole-time equivalents, in steps of 0.01
	From      calendar.Date
	DecidedBy string
	Reason    string
}

// Needs is access.Adopt.
func (Adopt) Needs() access.Permission { return access.Adopt }

const maxFigure = 50

// Do records.
func (c Adopt) Do(_ context.Context, tx *gate.Tx) (Adopted, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return Adopted{}, fault.Missing("network")
	}
	var check fault.Check
	check.Require(!math.IsNaN(c.Figure) && c.Figure >= 0 && c.Figure <= maxFigure, "figure", "Number of posts must be from 0 to %d", maxFigure)
	check.Require(c.Figure == math.Round(c.Figure*100)/100, "figure", "Number of posts must have 2 decimal places or fewer, like 1.5")
	check.Require(!c.From.IsZero(), "from", "Enter the day from which this holds")
	check.Require(c.From.IsZero() || c.From.Year() >= 2021, "from", "The day from which this holds must be 1 April 2021 or later, when the role began")
	by, ok := text(c.DecidedBy)
	check.Require(ok && by != "", "decided", "Enter who decided this")
	check.Require(len([]rune(by)) <= 200, "decided", "Who decided this must be 200 characters or fewer")
	reason := strings.TrimSpace(c.Reason)
	check.Require(reason != "", "reason", "Enter why this figure was adopted")
	check.Require(len([]rune(reason)) <= 2000, "reason", "Why this figure was adopted must be 2,000 characters or fewer")
	if err := check.Err(); err != nil {
		return Adopted{}, err
	}
	before, err := AdoptedVersions(tx, c.PCN)
	if err != nil {
		return Adopted{}, err
	}
	if len(before) > 0 && before[0].Version != c.Version || len(before) == 0 && c.Version != 0 {
		if len(before) == 0 {
			return Adopted{}, fault.Moved("The network has no recorded entitlement any more")
		}
		b := before[0]
		return Adopted{}, fault.Moved("%s recorded %s posts on %s, after you opened this page", b.RecordedName, FTE(b.Figure), b.RecordedAt.Medium())
	}
	a := Adopted{
		PCN: c.PCN, Version: c.Version + 1, Figure: c.Figure, FromDay: c.From, DecidedBy: by, Reason: reason,
		RecordedBy: tx.Actor.ID, RecordedName: tx.Actor.Name, RecordedAt: tx.Now,
	}
	if _, err := tx.Exec("INSERT INTO adopted_entitlement ("+adoptedColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		a.PCN, a.Version, a.Figure, a.FromDay, a.DecidedBy, a.Reason, a.RecordedBy, a.RecordedName, a.RecordedAt); err != nil {
		return Adopted{}, err
	}
	tx.TouchedAt("adopted entitlement", fmt.Sprintf("%s/%d", a.PCN, a.Version), "", a.PCN,
		fmt.Sprintf("%s posts from %s, decided by %s", FTE(a.Figure), a.FromDay.Medium(), a.DecidedBy))
	return a, nil
}

const adoptedColumns = "pcn, version, figure, from_day, decided_by, reason, recorded_by, recorded_name, recorded_at"

// AdoptedVersions lists what a network recorded, newest first.
func AdoptedVersions(tx *gate.Tx, pcn string) ([]Adopted, error) {
	return db.All[Adopted](tx.Tx, "SELECT "+adoptedColumns+" FROM adopted_entitlement WHERE pcn = $1 ORDER BY version DESC", pcn)
}

// addAdopted adds what the networks follow on a day.
func addAdopted(tx *gate.Tx, day calendar.Date, nets map[string]*NetworkCoverage) error {
	list, err := db.All[Adopted](tx.Tx, "SELECT "+adoptedColumns+" FROM adopted_entitlement WHERE from_day <= $1 ORDER BY pcn, version", day)
	for _, a := range list {
		if n := nets[a.PCN]; n != nil {
			n.Adopted = &a
		}
	}
	return err
}
