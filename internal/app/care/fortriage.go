package care

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// LastContact is when somebody was last seen or reached in an episode.
type LastContact struct {
	Episode  string
	Day      calendar.Date    // of the last contact
	SignedAt calendar.Instant // of the note that was signed last
}

// LastContacts gives, by episode, when its person was last seen or reached,
// without looking at the scope. Episodes without a contact are left out.
func LastContacts(tx *gate.Tx, episodes []string) (map[string]LastContact, error) {
	out := make(map[string]LastContact, len(episodes))
	if len(episodes) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[LastContact](tx.Tx, "SELECT episode, max(day) AS day, max(signed_at) AS signed_at FROM contact WHERE episode IN "+a.In(episodes)+" AND withdrawn_at IS NULL GROUP BY episode", a.List...)
	for _, c := range list {
		out[c.Episode] = c
	}
	return out, err
}
