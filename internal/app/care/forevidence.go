package care

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// ContactsBetween gives the signed contacts of a network that hold, on the
// days from the one to the other, by day, without looking at the scope.
func ContactsBetween(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Contact, error) {
	return db.All[Contact](tx.Tx, "SELECT "+contactColumns+" FROM contact WHERE pcn = $1 AND day BETWEEN $2 AND $3 AND withdrawn_at IS NULL ORDER BY day, id", pcn, from, last)
}
