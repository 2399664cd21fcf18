package onward

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// CameBackIn gives the onward requests of a network that a service sent back
// and with which nothing was done yet, the first day first, without looking
// at the scope.
func CameBackIn(tx *gate.Tx, pcn string) ([]Request, error) {
	return db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM onward_request WHERE pcn = $1 AND state = 'came back' ORDER BY due_on, id", pcn)
}
