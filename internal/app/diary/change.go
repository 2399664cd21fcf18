package diary

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// ClinicEffect asks what would happen if a clinic changed from a day on, or
// ended when New is nil. With a Version the change is checked as ChangeClinic
// would, so that what is wrong is told before anybody decides about bookings.
type ClinicEffect struct {
	ID      string
	Version int
	From    calendar.Date
	New     *Clinic
}

// Needs names the permission.
func (ClinicEffect) Needs() access.Permission { return access.KeepDiary }

// Ask gives the bookings that the change concerns.
func (q ClinicEffect) Ask(_ context.Context, tx *gate.Tx) (Effect, error) {
	k, err := clinicIn(tx, q.ID)
	if err != nil {
		return Effect{}, err
	}
	if q.Version != 0 {
		if _, err := (ChangeClinic{ID: q.ID, Version: q.Version, From: q.From, New: q.New}).check(tx, k); err != nil {
			return Effect{}, err
		}
	}
	return effect(tx, "clinic = $1 AND day >= $2", k.ID, q.From)
}

func clinicIn(tx *gate.Tx, id string) (Clinic, error) {
	list, err := clinics(tx, "id = $1", id)
	if err != nil {
		return Clinic{}, err
	}
	if len(list) == 0 || !tx.Scope.WholeNetwork(list[0].PCN) {
		return Clinic{}, fault.Missing("clinic")
	}
	return list[0], nil
}

// ChangeClinic changes a clinic from a day on, or ends it when New is nil.
// The past stays as it was. Every booking from that day on needs a decision:
// Keep leaves it as it is, at its old time; Rewait cancels it and puts the
// person on the waiting list. Nothing is changed while one lacks a decision.
type ChangeClinic struct {
	ID        string
	Version   int
	From      calendar.Date
	New       *Clinic
	Decisions map[string]string
}

// Needs names the permission.
func (ChangeClinic) Needs() access.Permission { return access.KeepDiary }

// Do changes it. The changed clinic has a new id: it answers with it.
func (c ChangeClinic) Do(_ context.Context, tx *gate.Tx) (ClinicMade, error) {
	k, err := clinicIn(tx, c.ID)
	if err != nil {
		return ClinicMade{}, err
	}
	n, err := c.check(tx, k)
	if err != nil {
		return ClinicMade{}, err
	}
	e, err := effect(tx, "clinic = $1 AND day >= $2", k.ID, c.From)
	if err != nil {
		return ClinicMade{}, err
	}
	last := c.From.AddDays(-1)
	if last.Before(k.FromDay) {
		last = k.FromDay.AddDays(-1)
	}
	if _, err := tx.Exec("UPDATE clinic SET to_day = $1, version = version + 1 WHERE id = $2", last, k.ID); err != nil {
		return ClinicMade{}, err
	}
	if err := displace(tx, e.Bookings, c.Decisions, "the clinic was changed"); err != nil {
		return ClinicMade{}, err
	}
	if _, err := tx.Exec("UPDATE slot SET state = 'withdrawn', why = 'the clinic was changed' WHERE clinic = $1 AND day >= $2 AND starts_at > $3 AND state IN ('free', 'blocked')", k.ID, c.From, tx.Now); err != nil {
		return ClinicMade{}, err
	}
	if c.New == nil {
		tx.TouchedAt("clinic", k.ID, "", k.PCN, "ended from "+c.From.Long())
		return ClinicMade{ID: k.ID}, nil
	}
	n.ID, n.MadeUntil = tx.NewID(), n.FromDay.AddDays(-1)
	pattern, err := json.Marshal(n.Pattern)
	if err != nil {
		return ClinicMade{}, err
	}
	if _, err := tx.Exec("INSERT INTO clinic ("+clinicColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,1)",
		n.ID, n.PCN, n.Practitioner, n.Place, n.Room, n.Service, n.Purpose, strings.Join(n.Modes, ","), string(pattern), n.Starts, n.Ends,
		n.FirstMinutes, n.FollowMinutes, n.Firsts, n.BreakAt, n.BreakMinutes, n.FromDay, n.ToDay, n.MadeUntil); err != nil {
		return ClinicMade{}, err
	}
	made := ClinicMade{ID: n.ID}
	if made.Slots, made.Skipped, err = extend(tx, n); err != nil {
		return ClinicMade{}, err
	}
	// A booking that keeps its old time takes the new slots that it overlaps.
	if _, err := tx.Exec(`UPDATE slot SET state = 'blocked', why = 'kept for a booking made before the change' WHERE clinic = $1 AND state = 'free' AND EXISTS (
		SELECT 1 FROM booking b WHERE b.state = 'booked' AND b.practitioner = slot.practitioner AND b.day = slot.day AND b.starts_at < slot.ends_at AND slot.starts_at < b.ends_at)`, n.ID); err != nil {
		return ClinicMade{}, err
	}
	if made.Clashes, err = clashes(tx, n); err != nil {
		return ClinicMade{}, err
	}
	tx.TouchedAt("clinic", k.ID, "", k.PCN, fmt.Sprintf("changed from %s; %d bookings concerned", c.From.Long(), len(e.Bookings)))
	return made, nil
}

// check says whether the change can be made, and gives the clinic as it would
// be. A clinic every few weeks keeps its weeks: a change that begins in a week
// without the clinic takes hold in the next week with it.
func (c ChangeClinic) check(tx *gate.Tx, k Clinic) (Clinic, error) {
	if k.Version != c.Version {
		return Clinic{}, fault.Moved("Somebody else changed this clinic since you opened the page")
	}
	if c.From.IsZero() {
		return Clinic{}, fault.Wrong("from", "Enter the day from which the change holds")
	}
	if c.From.Before(tx.Today()) {
		return Clinic{}, fault.Wrong("from", "A change can begin today at the earliest")
	}
	if !k.ToDay.IsZero() && c.From.After(k.ToDay) {
		return Clinic{}, fault.Wrong("from", "This clinic ends on %s", k.ToDay.Long())
	}
	if c.New == nil {
		return Clinic{}, nil
	}
	n := *c.New
	n.PCN, n.FromDay = k.PCN, c.From
	if c.From.Before(k.FromDay) {
		n.FromDay = k.FromDay
	}
	if every := k.Pattern.Every; every > 1 && n.Pattern.Every == every {
		for n.FromDay.Monday().DaysSince(k.FromDay.Monday())/7%every != 0 {
			n.FromDay = n.FromDay.Monday().AddDays(7)
		}
	}
	return n, checkClinic(tx, n)
}

// outOfSeries says whether a slot's clinic no longer reaches its day: when
// its booking ends, the slot isn't offered again.
func outOfSeries(tx *gate.Tx, slot string) (bool, error) {
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM slot s JOIN clinic c ON c.id = s.clinic WHERE s.id = $1 AND c.to_day IS NOT NULL AND s.day > c.to_day", slot)
	return n > 0, err
}

// OneClinic asks for one clinic, to show it in its form.
type OneClinic struct{ ID string }

// Needs names the permission.
func (OneClinic) Needs() access.Permission { return access.KeepDiary }

// Ask gives it.
func (q OneClinic) Ask(_ context.Context, tx *gate.Tx) (Clinic, error) {
	tx.Nobody("how a clinic is set up")
	return clinicIn(tx, q.ID)
}
