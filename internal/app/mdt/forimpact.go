package mdt

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Discussed is somebody whom a team meeting talked about.
type Discussed struct {
	ID, Person string
	OnDay      calendar.Date
	Decided    bool // else talked about without a decision
}

// DiscussedIn gives whom the team meetings of a network talked about, by day,
// without looking at the scope. Who was carried over was not talked about.
func DiscussedIn(tx *gate.Tx, pcn string) ([]Discussed, error) {
	return db.All[Discussed](tx.Tx, `SELECT e.id, e.person, m.on_day, e.standing = 'decided' AS decided FROM mdt_entry e JOIN mdt_meeting m ON m.id = e.meeting
		WHERE e.pcn = $1 AND e.standing IN ('decided', 'none') AND m.state <> 'cancelled' ORDER BY m.on_day, e.id`, pcn)
}
