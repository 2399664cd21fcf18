package supervision

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// OpenFlags gives the open questions about people, by every id under which
// their records stand, the oldest of each first, without looking at the scope.
func OpenFlags(tx *gate.Tx, people []string) (map[string][]Flag, error) {
	out := map[string][]Flag{}
	if len(people) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Flag](tx.Tx, "SELECT "+flagColumns+" FROM supervision_flag WHERE state = 'open' AND person IN "+a.In(people)+" ORDER BY at, id", a.List...)
	for _, f := range list {
		out[f.Person] = append(out[f.Person], f)
	}
	return out, err
}

// MoveFlags gives the open questions about people that were asked before a
// moment to another practitioner, inside the command that hands their caseload
// over, and answers how many moved.
func MoveFlags(tx *gate.Tx, people []string, from, to string, before calendar.Instant) (int, error) {
	if len(people) == 0 {
		return 0, nil
	}
	var a db.Args
	n, err := tx.Exec("UPDATE supervision_flag SET practitioner = "+a.Add(to)+", version = version + 1 WHERE state = 'open' AND practitioner = "+a.Add(from)+" AND at <= "+a.Add(before)+" AND person IN "+a.In(people), a.List...)
	return int(n), err
}
