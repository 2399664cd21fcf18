package course

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// ContactsOf gives the contacts that stand under sessions of brief
// interventions, of courses and of groups, to which the person came on the
// days from the one to the other, without looking at the scope.
func ContactsOf(tx *gate.Tx, pcn string, from, last calendar.Date) (map[string]bool, error) {
	list, err := db.All[string](tx.Tx, "SELECT contact FROM course_session WHERE pcn = $1 AND on_day BETWEEN $2 AND $3 AND attended = 'yes' AND contact <> ''", pcn, from, last)
	out := make(map[string]bool, len(list))
	for _, id := range list {
		out[id] = true
	}
	return out, err
}
