package care

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// LastAgreed gives the plan that was agreed last and holds, by every id under
// which a person's records stand; false when there is none.
func LastAgreed(tx *gate.Tx, people []string) (Plan, bool, error) {
	var a db.Args
	return db.Maybe[Plan](tx.Tx, "SELECT "+planColumns+" FROM care_plan WHERE withdrawn_at IS NULL AND person IN "+a.In(people)+" ORDER BY on_day DESC, id DESC LIMIT 1", a.List...)
}
