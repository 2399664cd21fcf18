package caseload

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// PausedIn gives the pauses of a network that have not ended, the first last
// day first, without looking at the scope.
func PausedIn(tx *gate.Tx, pcn string) ([]Pause, error) {
	return db.All[Pause](tx.Tx, "SELECT "+pauseColumns+" FROM caseload_pause WHERE pcn = $1 AND ended_at IS NULL ORDER BY until_day, id", pcn)
}
