package diary

import (
	"context"
	"slices"

	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// TookPlace gives the bookings of people, by all the ids under which their
// records stand, that took place, or to which they came on an earlier day,
// the oldest first, without looking at the scope.
func TookPlace(tx *gate.Tx, people []string) ([]Booking, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var a db.Args
	return db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE person IN "+a.In(people)+" AND state = 'booked' AND (happened = 'yes' OR happened = '' AND arrival IN ('arrived', 'late') AND day < "+a.Add(tx.Today())+") ORDER BY starts_at, id", a.List...)
}

// Coming gives the bookings of people that are still to come, the next one
// first, without looking at the scope.
func Coming(tx *gate.Tx, people []string) ([]Booking, error) {
	if len(people) == 0 {
		return nil, nil
	}
	var a db.Args
	return db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE person IN "+a.In(people)+" AND state = 'booked' AND happened = '' AND arrival <> 'did not attend' AND ends_at > "+a.Add(tx.Now)+" ORDER BY starts_at, id", a.List...)
}

// BookBack books somebody who comes back within the agreed weeks, inside the
// command of the room that knows that they may: the criteria are not asked
// again, and the request is a quick return. What the record knows already,
// age, still holds, and so does the allowance.
func BookBack(ctx context.Context, tx *gate.Tx, c Book) (Booking, error) {
	c.Answers = nil
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return Booking{}, err
	}
	s, err := slotIn(tx, c.Slot)
	if err != nil {
		return Booking{}, err
	}
	open, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return Booking{}, err
	}
	if slices.ContainsFunc(open, func(e episode.Episode) bool {
		return e.State == "open" && e.PCN == s.PCN && e.Service == s.Service
	}) {
		return Booking{}, fault.Moved("%s has an open episode already: book a further appointment instead", p.Name())
	}
	c.way = episode.QuickReturn
	return c.Do(ctx, tx)
}
