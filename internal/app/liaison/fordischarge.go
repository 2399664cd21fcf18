package liaison

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// OpenAbout gives what is still open about a person under all the ids of their
// records, the oldest first: asks that wait for somebody, and questions at the
// advice desk that have not ended. It does not look at the scope.
func OpenAbout(tx *gate.Tx, ids []string) (asks []Request, questions []Advice, err error) {
	var a, b db.Args
	if asks, err = db.All[Request](tx.Tx, "SELECT "+askColumns+" FROM ask WHERE person IN "+a.In(ids)+" AND state IN ('asked', 'accepted', 'returned') ORDER BY asked_at, id", a.List...); err != nil {
		return nil, nil, err
	}
	live := b.Add(true)
	questions, err = db.All[Advice](tx.Tx, "SELECT "+adviceColumns+" FROM advice WHERE live = "+live+" AND person IN "+b.In(ids)+" ORDER BY asked_at, id", b.List...)
	return asks, questions, err
}
