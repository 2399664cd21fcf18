package onward

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// OpenOf gives a person's open onward requests, the oldest first: loose ends
// for whoever says goodbye. The person must be within the scope.
func OpenOf(tx *gate.Tx, p person.Person) ([]Request, error) {
	all, err := ofPerson(tx, p)
	var out []Request
	for _, r := range all {
		if r.Open() {
			out = append(out, r)
		}
	}
	slices.Reverse(out)
	return out, err
}

// Wait is somebody who waits for a service: what they were told last, and
// when they are told again.
type Wait struct {
	ID, Person, ServiceName string
	State                   string
	SentOn                  calendar.Date
	ExpectedOn              calendar.Date // zero when the service has said none
	LastTold                string        // "" when nobody has recorded it
	ToldOn                  calendar.Date
	NextOn                  calendar.Date // zero when no day is set
	Owner                   string        // a practitioner, or Lead
}

// Waiting gives everybody of a network whom a service has neither seen nor
// sent back, the longest sent first, without looking at the scope: the caller
// shows only those whose people it may see.
func Waiting(tx *gate.Tx, pcn string) ([]Wait, error) {
	return db.All[Wait](tx.Tx, `SELECT id, person, service_name, state, sent_on, expected_on, last_told, told_on, next_on, owner FROM onward_request
		WHERE pcn = $1 AND state IN ('sent', 'received', 'accepted', 'waiting') ORDER BY sent_on, id`, pcn)
}
