package episode

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// OpenIn gives every open episode of a network, the oldest first, without
// looking at the scope: the caller shows only those whose people it may see.
func OpenIn(tx *gate.Tx, pcn string) ([]Episode, error) {
	return db.All[Episode](tx.Tx, "SELECT "+episodeColumns+" FROM episode WHERE pcn = $1 AND state = 'open' ORDER BY opened_at, id", pcn)
}

// HoldFrom says who holds the person of an open episode from now on, when
// nobody has changed the episode since the version that was read. It answers
// with the new version.
func HoldFrom(tx *gate.Tx, e Episode, version int, holder string) (int, error) {
	n, err := tx.Exec("UPDATE episode SET holder = $1, version = version + 1 WHERE id = $2 AND version = $3 AND state = 'open'", holder, e.ID, version)
	if err == nil && n == 0 {
		err = fault.Moved("Somebody else changed one of these episodes since you opened the page. Nothing was handed over; look through the list again")
	}
	return version + 1, err
}
