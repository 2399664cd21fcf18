package diary

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// Move moves a booking to another slot. The old booking stays with who asked
// and why; its slot is free again.
type Move struct {
	Booking string
	Version int
	Slot    string
	Mode    string
	AskedBy string // "the person", "the practice", "the service"
	Why     string
	OverWhy string
}

// Needs names the permission.
func (Move) Needs() access.Permission { return access.Book }

// Do moves it.
func (c Move) Do(_ context.Context, tx *gate.Tx) (Booking, error) {
	b, p, err := load(tx, c.Booking)
	if err != nil {
		return Booking{}, err
	}
	s, err := slotIn(tx, c.Slot)
	if err != nil {
		return Booking{}, err
	}
	if s.PCN != b.PCN {
		return Booking{}, fault.Missing("slot")
	}
	if err := checkEnd(tx, b, c.Version, c.AskedBy, c.Why); err != nil {
		return Booking{}, err
	}
	if s.State != "free" || !s.StartsAt.After(tx.Now) {
		return Booking{}, taken(s)
	}
	if c.Mode == "" {
		c.Mode = b.Mode
	}
	if !strings.Contains(","+s.Modes+",", ","+c.Mode+",") {
		return Booking{}, fault.Wrong("mode", "Choose how the person will be seen: %s", strings.Join(s.ModeList(), ", "))
	}
	a, err := network.AgreementOn(tx, s.PCN, tx.Today())
	if err != nil {
		return Booking{}, fault.Refused("No agreement is in force for this network")
	}
	own := tx.Actor.Holds(access.Practitioner)
	if err := mayBook(tx, a.Terms, s, p, own); err != nil {
		return Booking{}, err
	}
	if err := freeThen(tx, p, s, b.ID); err != nil {
		return Booking{}, err
	}
	// A booking that was within the allowance stays within it when it moves
	// inside its week; in another week it counts there.
	counts := b.Counts
	if !(b.Week == s.Day.Monday() && b.Counts != CountsReleased) && b.Counts != CountsOwn {
		if counts, err = (Book{OverWhy: strings.TrimSpace(c.OverWhy)}).counts(tx, a.Terms, p, s, own, b.ID); err != nil {
			return Booking{}, err
		}
	}
	n := b
	n.ID, n.Slot, n.Practitioner, n.Place, n.Kind, n.Mode = tx.NewID(), s.ID, s.Practitioner, s.Place, s.Kind, c.Mode
	n.Day, n.StartsAt, n.EndsAt, n.Week, n.Counts = s.Day, s.StartsAt, s.EndsAt, s.Day.Monday(), counts
	n.BookedBy, n.BookedName, n.BookedAt, n.MovedFrom, n.Version = tx.Actor.ID, tx.Actor.Name, tx.Now, b.ID, 1
	if counts == CountsOver && c.OverWhy != "" {
		n.OverWhy = strings.TrimSpace(c.OverWhy)
	}
	if err := end(tx, b, "moved", c.AskedBy, c.Why, n.ID); err != nil {
		return Booking{}, err
	}
	if err := insertBooking(tx, n); err != nil {
		return Booking{}, err
	}
	tx.TouchedAt("booking", n.ID, p.ID, n.PCN, "moved from "+b.StartsAt.Long()+" to "+n.StartsAt.Long())
	return n, nil
}

// Cancel cancels a booking; the slot is free again, and the waiting list is
// offered. It answers with the slot.
type Cancel struct {
	Booking string
	Version int
	AskedBy string
	Why     string
}

// Needs names the permission.
func (Cancel) Needs() access.Permission { return access.Book }

// Do cancels it.
func (c Cancel) Do(_ context.Context, tx *gate.Tx) (Slot, error) {
	b, p, err := load(tx, c.Booking)
	if err != nil {
		return Slot{}, err
	}
	if err := checkEnd(tx, b, c.Version, c.AskedBy, c.Why); err != nil {
		return Slot{}, err
	}
	if err := end(tx, b, "cancelled", c.AskedBy, c.Why, ""); err != nil {
		return Slot{}, err
	}
	tx.TouchedAt("booking", b.ID, p.ID, b.PCN, "cancelled, asked for by "+c.AskedBy)
	return slotIn(tx, b.Slot)
}

// AskedBy lists who can ask for a booking to be moved or cancelled.
var AskedBy = []string{"the person", "the practice", "the service"}

func checkEnd(tx *gate.Tx, b Booking, version int, askedBy, why string) error {
	if b.State != "booked" {
		return fault.Moved("This booking was %s at %s by %s", b.State, b.EndedAt.Long(), b.EndedName)
	}
	if b.Version != version {
		return fault.Moved("Somebody else changed this booking since you opened the page")
	}
	if b.Happened == "yes" {
		return fault.Refused("This appointment has taken place")
	}
	var check fault.Check
	known := false
	for _, a := range AskedBy {
		known = known || a == askedBy
	}
	check.Require(known, "asked", "Choose who asked for it")
	check.Require(strings.TrimSpace(why) != "", "why", "Say why, in a few words")
	check.Require(len([]rune(why)) <= 1000, "why", "The reason must be at most 1,000 characters")
	return check.Err()
}

// end closes a booking and frees its slot, unless the slot is over or no
// longer part of the clinic.
func end(tx *gate.Tx, b Booking, state, askedBy, why, movedTo string) error {
	if _, err := tx.Exec(`UPDATE booking SET state = $1, ended_at = $2, ended_by = $3, ended_name = $4, asked_by = $5, ended_why = $6, moved_to = $7, version = version + 1 WHERE id = $8`,
		state, tx.Now, tx.Actor.ID, tx.Actor.Name, askedBy, strings.TrimSpace(why), movedTo, b.ID); err != nil {
		return err
	}
	if err := takeBack(tx, b, state); err != nil {
		return err
	}
	away, err := absences(tx, b.PCN, b.Practitioner, b.Day, b.Day)
	if err != nil {
		return err
	}
	next, reason := "free", ""
	for _, a := range away {
		if a.FromAt.Before(b.EndsAt) && b.StartsAt.Before(a.ToAt) {
			next, reason = "blocked", a.Words()
		}
	}
	if kept, err := outOfSeries(tx, b.Slot); err != nil {
		return err
	} else if kept {
		next, reason = "withdrawn", "the clinic was changed"
	}
	_, err = tx.Exec("UPDATE slot SET state = $1, why = $2 WHERE id = $3 AND state = 'booked'", next, reason, b.Slot)
	return err
}
