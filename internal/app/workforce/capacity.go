package workforce

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Capacity is what was agreed for a post. 0 is not set, which is not "none".
type Capacity struct {
	Post         string
	Version      int
	Practitioner string
	PCN          string `db:"pcn"`
	People       int    // held at the same time
	Sessions     int    // clinical sessions (half days) a week
	At           calendar.Instant
	ByID         string
	ByName       string
}

const capacityColumns = "post, version, practitioner, pcn, people, sessions, at, by_id, by_name"

// Capacities gives what holds for the posts of a network, by practitioner.
func Capacities(tx *gate.Tx, pcn string) (map[string]Capacity, error) {
	list, err := db.All[Capacity](tx.Tx, "SELECT "+capacityColumns+" FROM post_capacity WHERE pcn = $1 ORDER BY version", pcn)
	out := make(map[string]Capacity, len(list))
	for _, c := range list {
		out[c.Practitioner] = c
	}
	return out, err
}

// SetCapacity writes what was agreed for a post: how many people at the same
// time, and how many clinical sessions a week. It orders nothing and blocks
// nothing. Version is the one that was read, 0 when nothing was set. Faults
// name the fields people and sessions.
type SetCapacity struct {
	PCN, Post        string
	Version          int
	People, Sessions int
}

// Needs names the permission.
func (SetCapacity) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c SetCapacity) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("post")
	}
	p, err := PostByID(tx, c.PCN, c.Post)
	if err != nil {
		return false, err
	}
	var check fault.Check
	check.Require(c.People >= 0 && c.People <= 999, "people", "The agreed caseload must be from 1 to 999, or empty when nothing was agreed")
	check.Require(c.Sessions >= 0 && c.Sessions <= 14, "sessions", "Clinical sessions a week must be from 1 to 14, or empty when nothing was agreed")
	if err := check.Err(); err != nil {
		return false, err
	}
	last, _, err := db.Maybe[Capacity](tx.Tx, "SELECT "+capacityColumns+" FROM post_capacity WHERE post = $1 ORDER BY version DESC LIMIT 1", p.ID)
	if err != nil {
		return false, err
	}
	if last.Version != c.Version {
		return false, fault.Moved("%s changed what is agreed at %s. Nothing was overwritten", last.ByName, last.At.Long())
	}
	_, err = tx.Exec("INSERT INTO post_capacity ("+capacityColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", p.ID, c.Version+1, p.Practitioner, p.PCN, c.People, c.Sessions, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("post", p.ID, "", p.PCN, "agreed caseload and clinical sessions changed")
	return true, err
}

// CapacityOf asks what was agreed for a post.
type CapacityOf struct{ PCN, Post string }

// Needs names the permission.
func (CapacityOf) Needs() access.Permission { return access.EditWorkforce }

// Ask reads it; another network's post is not found.
func (q CapacityOf) Ask(_ context.Context, tx *gate.Tx) (Capacity, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return Capacity{}, fault.Missing("post")
	}
	if _, err := PostByID(tx, q.PCN, q.Post); err != nil {
		return Capacity{}, err
	}
	c, _, err := db.Maybe[Capacity](tx.Tx, "SELECT "+capacityColumns+" FROM post_capacity WHERE post = $1 ORDER BY version DESC LIMIT 1", q.Post)
	tx.Listed("post", "agreed caseload of "+q.Post, 1)
	return c, err
}
