package diary

import (
	"context"
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
)

// BookAs books inside the command of another room, for somebody who comes in
// another way than the usual one: from a question to the advice desk, or
// handed over in the room. Every rule of Book holds.
func BookAs(ctx context.Context, tx *gate.Tx, c Book, way string) (Booking, error) {
	c.way = way
	return c.Do(ctx, tx)
}

// Presence is where a practitioner is today, and what they are doing at this
// minute.
type Presence struct {
	workforce.Practitioner
	Place    string           // of the clinic that is on now, or the next one today
	From, To calendar.Instant // of that clinic; zero when there is none today
	Busy     calendar.Instant // until when somebody is booked with them now, zero when nobody is
	Away     bool             // on leave, or blocked, at this minute
}

// Free reports whether they have a clinic on and nobody with them.
func (p Presence) Free(now calendar.Instant) bool {
	return !p.From.IsZero() && !p.From.After(now) && now.Before(p.To) && p.Busy.IsZero() && !p.Away
}

// PresentNow gives everybody in post in a network, and where they are now, by
// name. It looks at no person.
func PresentNow(tx *gate.Tx, pcn string) ([]Presence, error) {
	team, err := workforce.InPost(tx, pcn, tx.Today())
	if err != nil {
		return nil, err
	}
	type clinicDay struct {
		Practitioner, Clinic, Place string
		FromAt, ToAt                calendar.Instant
	}
	days, err := db.All[clinicDay](tx.Tx, `SELECT practitioner, clinic, place, min(starts_at) AS from_at, max(ends_at) AS to_at FROM slot
		WHERE pcn = $1 AND day = $2 AND state IN ('free', 'booked') GROUP BY practitioner, clinic, place ORDER BY min(starts_at)`, pcn, tx.Today())
	if err != nil {
		return nil, err
	}
	type busyUntil struct {
		Practitioner string
		EndsAt       calendar.Instant
	}
	booked, err := db.All[busyUntil](tx.Tx, `SELECT practitioner, ends_at FROM booking WHERE pcn = $1 AND day = $2 AND state = 'booked' AND starts_at <= $3 AND ends_at > $3
		AND happened = '' AND arrival <> 'did not attend'`, pcn, tx.Today(), tx.Now)
	if err != nil {
		return nil, err
	}
	var a db.Args
	ids := make([]string, len(team))
	for i, p := range team {
		ids[i] = p.ID
	}
	now := a.Add(tx.Now)
	away, err := db.All[string](tx.Tx, "SELECT practitioner FROM absence WHERE practitioner IN "+a.In(ids)+" AND pcn = "+a.Add(pcn)+" AND from_at <= "+now+" AND to_at > "+now+" AND ended_at IS NULL", a.List...)
	if err != nil {
		return nil, err
	}
	out := make([]Presence, len(team))
	for i, p := range team {
		out[i] = Presence{Practitioner: p, Away: slices.Contains(away, p.ID)}
		for _, d := range days {
			if d.Practitioner == p.ID && d.ToAt.After(tx.Now) && out[i].From.IsZero() {
				out[i].Place, out[i].From, out[i].To = d.Place, d.FromAt, d.ToAt
			}
		}
		for _, b := range booked {
			if b.Practitioner == p.ID && b.EndsAt.After(out[i].Busy) {
				out[i].Busy = b.EndsAt
			}
		}
	}
	return out, nil
}

// DutyNow gives the free duty slots of today that are still to come, and the
// next one after today, of a service in a network; both may be missing.
func DutyNow(tx *gate.Tx, pcn, service string) (today []Slot, next *Slot, err error) {
	today, err = db.All[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE pcn = $1 AND kind = 'duty' AND state = 'free' AND service = $2 AND starts_at > $3 AND day = $4 ORDER BY starts_at, id LIMIT 8", pcn, service, tx.Now, tx.Today())
	if err != nil {
		return nil, nil, err
	}
	later, err := db.All[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE pcn = $1 AND kind = 'duty' AND state = 'free' AND service = $2 AND starts_at > $3 AND day > $4 ORDER BY starts_at, id LIMIT 1", pcn, service, tx.Now, tx.Today())
	if len(later) > 0 {
		next = &later[0]
	}
	return today, next, err
}

// FreeFirsts gives the soonest free first appointments of a person's network,
// as Search does.
func FreeFirsts(ctx context.Context, tx *gate.Tx, pcn, personID, service string, n int) (Found, error) {
	return Search{PCN: pcn, Person: personID, Service: service, Limit: n}.Ask(ctx, tx)
}
