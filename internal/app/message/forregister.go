package message

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Update is the latest message that told somebody how their request stands.
type Update struct {
	Person, Kind, Channel string
	QueuedAt              calendar.Instant
}

// LastUpdates gives, for people by every id of their records, the latest
// message that told them how their request stands and was not taken back,
// without looking at the scope.
func LastUpdates(tx *gate.Tx, people []string) (map[string]Update, error) {
	out := map[string]Update{}
	for part := range slices.Chunk(people, 5000) {
		var a db.Args
		list, err := db.All[Update](tx.Tx, "SELECT person, kind, channel, queued_at FROM message WHERE person IN "+a.In(part)+" AND kind IN ('have it', 'still waits') AND state NOT IN ('withdrawn', 'dead') ORDER BY queued_at", a.List...)
		if err != nil {
			return nil, err
		}
		for _, u := range list {
			out[u.Person] = u
		}
	}
	return out, nil
}
