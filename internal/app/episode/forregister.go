package episode

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// CameBy gives the requests of a network that came in one way since a moment,
// open or ended, the first one first, without looking at the scope.
func CameBy(tx *gate.Tx, pcn, way string, since calendar.Instant) ([]Request, error) {
	list, err := db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM request WHERE pcn = $1 AND way = $2 AND received_at >= $3 ORDER BY received_at, id", pcn, way, since)
	return withAnswers(list, err)
}
