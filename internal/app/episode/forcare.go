package episode

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// HeldBy gives the open episodes that a practitioner holds in a network, the
// oldest first, without looking at the scope: the caller shows only those
// whose people it may see.
func HeldBy(tx *gate.Tx, pcn, practitioner string) ([]Episode, error) {
	return db.All[Episode](tx.Tx, "SELECT "+episodeColumns+" FROM episode WHERE holder = $1 AND pcn = $2 AND state = 'open' ORDER BY opened_at, id", practitioner, pcn)
}

// OfPeople gives every episode of people by all the ids under which their
// records may stand, the oldest first, without looking at the scope.
func OfPeople(tx *gate.Tx, ids []string) ([]Episode, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a db.Args
	return db.All[Episode](tx.Tx, "SELECT "+episodeColumns+" FROM episode WHERE person IN "+a.In(ids)+" ORDER BY opened_at, id", a.List...)
}
