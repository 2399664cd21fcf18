package diary

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// Arrive marks that somebody has arrived, came late or did not attend; ""
// takes the mark back.
type Arrive struct {
	Booking string
	Version int
	Arrival string
}

// Needs names the permission.
func (Arrive) Needs() access.Permission { return access.Arrive }

// Do marks it.
func (c Arrive) Do(_ context.Context, tx *gate.Tx) (Booking, error) {
	b, p, err := load(tx, c.Booking)
	if err != nil {
		return b, err
	}
	if !slices.Contains([]string{"", "arrived", "late", "did not attend"}, c.Arrival) {
		return b, fault.Wrong("arrival", "Choose whether the person arrived")
	}
	if b.State != "booked" {
		return b, fault.Moved("This booking was %s", b.State)
	}
	if b.Version != c.Version {
		return b, fault.Moved("Somebody else marked this booking: %s", strings.ToLower(b.Status()))
	}
	if b.Day.After(tx.Today()) {
		return b, fault.Wrong("arrival", "This appointment is on %s; it can be marked on the day", b.Day.Long())
	}
	if c.Arrival == "did not attend" && b.StartsAt.After(tx.Now) {
		return b, fault.Wrong("arrival", "This appointment has not begun yet")
	}
	if b.Happened == "yes" && c.Arrival == "did not attend" {
		return b, fault.Refused("This appointment has taken place")
	}
	b.Arrival, b.ArrivedAt = c.Arrival, tx.Now
	if c.Arrival == "" {
		b.ArrivedAt = b.EndedAt // unset: a booking in state booked has not ended
	}
	b.Version++
	what := b.Arrival
	if what == "" {
		what = "mark taken back"
	}
	tx.TouchedAt("booking", b.ID, p.ID, b.PCN, what)
	_, err = tx.Exec("UPDATE booking SET arrival = $1, arrived_at = $2, version = $3 WHERE id = $4", b.Arrival, b.ArrivedAt, b.Version, b.ID)
	return b, err
}

// Happened marks whether an appointment took place; when it did not although
// the person came, why.
type Happened struct {
	Booking  string
	Version  int
	Happened string // "yes", "no", "" to take it back
	Why      string
}

// Needs names the permission.
func (Happened) Needs() access.Permission { return access.WriteCare }

// Do marks it.
func (c Happened) Do(_ context.Context, tx *gate.Tx) (Booking, error) {
	b, p, err := load(tx, c.Booking)
	if err != nil {
		return b, err
	}
	if b.Version != c.Version {
		return b, fault.Moved("Somebody else marked this booking: %s", strings.ToLower(b.Status()))
	}
	if err := mark(tx, &b, c.Happened, c.Why); err != nil {
		return b, err
	}
	tx.TouchedAt("booking", b.ID, p.ID, b.PCN, "took place: "+c.Happened)
	return b, nil
}

func mark(tx *gate.Tx, b *Booking, happened, why string) error {
	why = strings.TrimSpace(why)
	var check fault.Check
	check.Require(slices.Contains([]string{"", "yes", "no"}, happened), "happened", "Choose whether the appointment took place")
	check.Require(happened != "no" || why != "" || b.Arrival == "did not attend", "why", "Say why the appointment did not take place")
	check.Require(len([]rune(why)) <= 1000, "why", "The reason must be at most 1,000 characters")
	check.Require(!b.Day.After(tx.Today()), "happened", "This appointment is on %s; it can be marked on the day", b.Day.Long())
	if err := check.Err(); err != nil {
		return err
	}
	if b.State != "booked" {
		return fault.Moved("This booking was %s", b.State)
	}
	b.Happened, b.HappenedWhy = happened, why
	if happened == "yes" && (b.Arrival == "" || b.Arrival == "did not attend") {
		b.Arrival, b.ArrivedAt = "arrived", b.StartsAt
	}
	b.Version++
	_, err := tx.Exec("UPDATE booking SET happened = $1, happened_why = $2, arrival = $3, arrived_at = $4, version = $5 WHERE id = $6",
		b.Happened, b.HappenedWhy, b.Arrival, b.ArrivedAt, b.Version, b.ID)
	return err
}

// Seen marks a booking as having taken place inside the command that signs
// the contact, so that minutes and attendance are entered once.
func Seen(tx *gate.Tx, booking string) (Booking, error) {
	b, _, err := load(tx, booking)
	if err != nil {
		return b, err
	}
	if b.Happened == "yes" {
		return b, nil
	}
	return b, mark(tx, &b, "yes", "")
}
