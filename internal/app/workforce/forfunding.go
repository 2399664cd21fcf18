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
	Band       string    // on the last day that was asked for
	Entered    string    // the band that the post was entered with
	Gradings   []Grading `db:"-"` // the earliest first
	WTEPercent int       `db:"wte_percent"`
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

// BandOn gives the band of a day.
func (h Held) BandOn(day calendar.Date) string { return BandOn(h.Entered, h.Gradings, day) }

// HeldBetween lists the posts of a network that were or will be held on any
// day from the one to the other, both included, the longest held first.
func HeldBetween(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Held, error) {
	list, err := db.All[Held](tx.Tx, `SELECT p.id, r.name, r.role_type AS role, p.pcn, p.provider, p.model, p.service, p.band, p.band AS entered, p.wte_percent, p.from_day, p.to_day
		FROM post p JOIN practitioner r ON r.id = p.practitioner
		WHERE p.pcn = $1 AND p.from_day <= $2 AND (p.to_day IS NULL OR p.to_day > $3) ORDER BY p.from_day, r.name, p.id`, pcn, last, from)
	if err != nil {
		return nil, err
	}
	all, err := GradingsOf(tx, pcn)
	for i, h := range list {
		list[i].Gradings = all[h.ID]
		list[i].Band = list[i].BandOn(last)
	}
	return list, err
}

// HeldOf gives a post that was read already with its gradings, without the name
// of whoever holds it.
func HeldOf(tx *gate.Tx, p Post) (Held, error) {
	was, err := entered(tx, p.PCN, p.ID)
	if err != nil {
		return Held{}, err
	}
	all, err := GradingsOf(tx, p.PCN)
	return Held{ID: p.ID, PCN: p.PCN, Provider: p.Provider, Model: p.Model, Service: p.Service, Band: p.Band, Entered: was.Band, Gradings: all[p.ID], WTEPercent: p.WTEPercent, FromDay: p.FromDay, ToDay: p.ToDay}, err
}
