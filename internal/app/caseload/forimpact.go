package caseload

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// PausesIn gives every pause that ever was in a network, by when it began,
// without looking at the scope.
func PausesIn(tx *gate.Tx, pcn string) ([]Pause, error) {
	return db.All[Pause](tx.Tx, "SELECT "+pauseColumns+" FROM caseload_pause WHERE pcn = $1 ORDER BY from_day, id", pcn)
}
