package diary

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// Away gives the practitioners of a network who are on leave at this moment.
func Away(tx *gate.Tx, pcn string) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT practitioner FROM absence WHERE pcn = $1 AND kind = 'leave' AND ended_at IS NULL AND from_at <= $2 AND to_at > $2", pcn, tx.Now)
}
