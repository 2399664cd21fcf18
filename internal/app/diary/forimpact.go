package diary

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Booked is a booking as it is counted: without words and without who made it.
type Booked struct {
	ID, Person, Episode, Practice, Practitioner, Place string
	Kind, Mode                                         string
	Day                                                calendar.Date
	StartsAt, EndsAt                                   calendar.Instant
	Counts, OverWhy                                    string
	State, AskedBy                                     string
	Arrival, Happened                                  string
}

// BookedIn gives every booking of a network that was not moved to another
// time, by day, without looking at the scope.
func BookedIn(tx *gate.Tx, pcn string) ([]Booked, error) {
	return db.All[Booked](tx.Tx, `SELECT id, person, episode, practice, practitioner, place, kind, mode, day, starts_at, ends_at, counts, over_why, state, asked_by, arrival, happened
		FROM booking WHERE pcn = $1 AND state <> 'moved' ORDER BY day, id`, pcn)
}

// Slots is how many slots of a kind were in a state on a day.
type Slots struct {
	Day         calendar.Date
	Kind, State string
	N           int
}

// SlotsIn counts the slots of a network by day, kind and state.
func SlotsIn(tx *gate.Tx, pcn string) ([]Slots, error) {
	return db.All[Slots](tx.Tx, "SELECT day, kind, state, count(*) AS n FROM slot WHERE pcn = $1 GROUP BY day, kind, state ORDER BY day, kind, state", pcn)
}

// NextFree gives the day of the soonest free first appointment of a network
// that is still to come, without looking at the scope; ok is false when there
// is none.
func NextFree(tx *gate.Tx, pcn string) (day calendar.Date, ok bool, err error) {
	return db.Maybe[calendar.Date](tx.Tx, "SELECT day FROM slot WHERE pcn = $1 AND kind = 'first' AND state = 'free' AND starts_at > $2 ORDER BY starts_at LIMIT 1", pcn, tx.Now)
}

// NetworksWithClinics gives every network that has a clinic.
func NetworksWithClinics(tx *gate.Tx) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT pcn FROM clinic ORDER BY pcn")
}

// PracticesWithClinic gives the practices of a network in which a clinic is
// held on a day.
func PracticesWithClinic(tx *gate.Tx, pcn string, day calendar.Date) ([]string, error) {
	return db.All[string](tx.Tx, `SELECT DISTINCT p.practice FROM clinic c JOIN place p ON p.id = c.place
		WHERE c.pcn = $1 AND p.practice <> '' AND c.from_day <= $2 AND (c.to_day IS NULL OR c.to_day >= $2) ORDER BY p.practice`, pcn, day)
}
