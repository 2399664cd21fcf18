package network

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Reported gives the practitioners that a network reported in the latest
// published census on or before a day. asOf is zero when there is none;
// returned is false when the network made no return then.
func Reported(tx *gate.Tx, pcn string, day calendar.Date) (asOf calendar.Date, returned bool, list []Post, err error) {
	f, err := factsOn(tx, day)
	if err != nil || f.Workforce.IsZero() {
		return f.Workforce, false, nil, err
	}
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM workforce_return WHERE as_of = $1 AND pcn = $2", f.Workforce, pcn)
	if err != nil || n == 0 {
		return f.Workforce, false, nil, err
	}
	list, err = db.All[Post](tx.Tx, `SELECT role, age_group, contracted, posts, fte FROM workforce_fte
		WHERE as_of = $1 AND pcn = $2 AND family = $3 ORDER BY age_group, role, contracted`, f.Workforce, pcn, FamilyMHP)
	return f.Workforce, true, list, err
}
