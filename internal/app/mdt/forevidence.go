package mdt

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Spoken is somebody who was talked about at a meeting that has ended, without
// their name.
type Spoken struct {
	ID, Meeting string
	Nr          int
	OpenedAt    calendar.Instant
	// Users are those whose work it was: first who brought them with a question,
	// then who wrote down what came of it, then who was to do what was decided.
	Users []string `db:"-"`
}

// SpokenBetween gives everybody who was talked about at a meeting of a network
// that was opened on the days from the one to the other and has ended, without
// looking at the scope. Nobody is in it who was not reached.
func SpokenBetween(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Spoken, error) {
	begin, err := calendar.On(from, calendar.NewTime(0, 0))
	if err != nil {
		return nil, err
	}
	end, err := calendar.On(last.AddDays(1), calendar.NewTime(0, 0))
	if err != nil {
		return nil, err
	}
	const those = `mdt_entry e JOIN mdt_meeting m ON m.id = e.meeting
		WHERE m.pcn = $1 AND m.state = 'ended' AND m.opened_at >= $2 AND m.opened_at < $3 AND e.standing IN ('decided', 'none')`
	out, err := db.All[Spoken](tx.Tx, "SELECT e.id, e.meeting, e.nr, m.opened_at FROM "+those+" ORDER BY m.opened_at, m.id, e.nr", pcn, begin, end)
	if err != nil || len(out) == 0 {
		return out, err
	}
	type whose struct{ Entry, UserID string }
	by := map[string][]string{}
	for _, q := range []string{
		"SELECT f.entry, f.by_id AS user_id FROM mdt_flag f WHERE f.entry IN (SELECT e.id FROM " + those + ") ORDER BY f.at, f.id",
		"SELECT v.of_id AS entry, v.by_id AS user_id FROM mdt_event v WHERE v.what IN ('decided', 'none') AND v.of_id IN (SELECT e.id FROM " + those + ") ORDER BY v.at, v.id",
		"SELECT d.entry, d.owner_user AS user_id FROM mdt_decision d WHERE d.state <> 'replaced' AND d.owner_user <> '' AND d.entry IN (SELECT e.id FROM " + those + ") ORDER BY d.at, d.id",
	} {
		list, err := db.All[whose](tx.Tx, q, pcn, begin, end)
		if err != nil {
			return nil, err
		}
		for _, w := range list {
			if !slices.Contains(by[w.Entry], w.UserID) {
				by[w.Entry] = append(by[w.Entry], w.UserID)
			}
		}
	}
	for i := range out {
		out[i].Users = by[out[i].ID]
	}
	return out, nil
}

// AskedAtMeetings gives the asks that decisions of a network's meetings gave.
func AskedAtMeetings(tx *gate.Tx, pcn string) (map[string]bool, error) {
	list, err := db.All[string](tx.Tx, "SELECT ask FROM mdt_decision WHERE pcn = $1 AND ask <> ''", pcn)
	out := make(map[string]bool, len(list))
	for _, id := range list {
		out[id] = true
	}
	return out, err
}
