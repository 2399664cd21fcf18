package workforce

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
)

// Held is a post with the name of whoever holds it, for what it costs.
type Held struct {
	ID         string
	Name, Role string // who holds it, and what they are
	PCN        string `db:"pcn"`
	Provider   string
	Model      network.Model
	Service    string
	Band       string
	WTEPercent int `db:"wte_percent"`
	FromDay    calendar.Date
	ToDay      calendar.Date // exclusive; zero is open
}

// Last is the last day in post, zero while it is open.
func (h Held) Last() calendar.Date {
	if h.ToDay.IsZero() {
		return h.ToDay
	}
	return h.ToDay.AddDays(-1)
}

// HeldBetween lists the posts of a network that were or will be held on any
// day from the one to the other, both included, the longest held first.
func HeldBetween(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Held, error) {
	return db.All[Held](tx.Tx, `SELECT p.id, r.name, r.role_type AS role, p.pcn, p.provider, p.model, p.service, p.band, p.wte_percent, p.from_day, p.to_day
		FROM post p JOIN practitioner r ON r.id = p.practitioner
		WHERE p.pcn = $1 AND p.from_day <= $2 AND (p.to_day IS NULL OR p.to_day > $3) ORDER BY p.from_day, r.name, p.id`, pcn, last, from)
}
