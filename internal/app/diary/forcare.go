package diary

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// One gives a booking with its person; NotFound when the person is not within
// the transaction's scope. The caller says whom it saw or touched.
func One(tx *gate.Tx, id string) (Booking, person.Person, error) { return load(tx, id) }

// Some gives bookings by their ids, without looking at the scope: the caller
// shows only those whose people it may see.
func Some(tx *gate.Tx, ids []string) ([]Booking, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a db.Args
	return db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE id IN "+a.In(ids), a.List...)
}

// OfDay gives a practitioner's bookings of a day in a network that were not
// moved or cancelled, in order of time, without looking at the scope.
func OfDay(tx *gate.Tx, pcn, practitioner string, day calendar.Date) ([]Booking, error) {
	return db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE practitioner = $1 AND day = $2 AND pcn = $3 AND state = 'booked' ORDER BY starts_at, id", practitioner, day, pcn)
}

// PlaceNames gives the names of a network's places by id.
func PlaceNames(tx *gate.Tx, pcn string) (map[string]string, error) {
	list, _, err := places(tx, pcn)
	out := make(map[string]string, len(list))
	for _, p := range list {
		out[p.ID] = p.Name
	}
	return out, err
}

// Standing is how somebody's appointments stand.
type Standing struct {
	Person   string
	NextAt   calendar.Instant // the next appointment from now on, zero when there is none
	LastSeen calendar.Date    // the last appointment that took place, zero when there is none
	Waiting  bool             // on the network's waiting list
}

// Standings gives how the appointments of people stand, by their ids, in two
// statements for all of them. People without any are left out.
func Standings(tx *gate.Tx, pcn string, people []string) (map[string]Standing, error) {
	out := make(map[string]Standing, len(people))
	if len(people) == 0 {
		return out, nil
	}
	var a db.Args
	now := a.Add(tx.Now)
	list, err := db.All[Standing](tx.Tx, `SELECT person,
		min(CASE WHEN starts_at > `+now+` AND arrival <> 'did not attend' THEN starts_at END) AS next_at,
		max(CASE WHEN happened = 'yes' THEN day END) AS last_seen
		FROM booking WHERE person IN `+a.In(people)+` AND state = 'booked' GROUP BY person`, a.List...)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		out[s.Person] = s
	}
	var w db.Args
	waiting, err := db.All[string](tx.Tx, "SELECT person FROM waiting WHERE pcn = "+w.Add(pcn)+" AND state = 'waiting' AND person IN "+w.In(people), w.List...)
	for _, id := range waiting {
		s := out[id]
		s.Person, s.Waiting = id, true
		out[id] = s
	}
	return out, err
}

// NextClinicDay gives the next day after a day on which a practitioner has
// slots in a network; zero when none are made.
func NextClinicDay(tx *gate.Tx, pcn, practitioner string, after calendar.Date) (calendar.Date, error) {
	day, _, err := db.Maybe[calendar.Date](tx.Tx, "SELECT day FROM slot WHERE practitioner = $1 AND day > $2 AND pcn = $3 AND state IN ('free', 'booked') ORDER BY day LIMIT 1", practitioner, after, pcn)
	return day, err
}
