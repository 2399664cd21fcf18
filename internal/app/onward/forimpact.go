package onward

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Gone is an onward request that was sent.
type Gone struct {
	ID, Person, Practice, Kind string
	SentOn                     calendar.Date
}

// SentIn gives the onward requests of a network that were sent, by day,
// without looking at the scope.
func SentIn(tx *gate.Tx, pcn string) ([]Gone, error) {
	return db.All[Gone](tx.Tx, "SELECT id, person, practice, kind, sent_on FROM onward_request WHERE pcn = $1 AND sent_on IS NOT NULL ORDER BY sent_on, id", pcn)
}
