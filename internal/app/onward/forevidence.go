package onward

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Opened is one door that was opened: an onward request that was sent, or
// somebody who was told about a service.
type Opened struct {
	Kind     string // "onward" or "told"
	ID       string
	ByID     string // the user
	Practice string // "" where nobody wrote one down
	Day      calendar.Date
}

// OpenedBetween gives the onward requests that were sent, and the services
// that people were told about, in a network on the days from the one to the
// other, without looking at the scope.
func OpenedBetween(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Opened, error) {
	out, err := db.All[Opened](tx.Tx, "SELECT 'onward' AS kind, id, by_id, practice, sent_on AS day FROM onward_request WHERE pcn = $1 AND sent_on BETWEEN $2 AND $3 ORDER BY sent_on, id", pcn, from, last)
	if err != nil {
		return nil, err
	}
	told, err := db.All[Opened](tx.Tx, "SELECT 'told' AS kind, id, by_id, '' AS practice, on_day AS day FROM onward_told WHERE pcn = $1 AND on_day BETWEEN $2 AND $3 AND id NOT IN (SELECT told FROM onward_told_wrong) ORDER BY on_day, id", pcn, from, last)
	return append(out, told...), err
}
