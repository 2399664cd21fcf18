package diary

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Leave is a leave of a practitioner: from the one moment to the other.
type Leave struct {
	Practitioner string
	FromAt, ToAt calendar.Instant
}

// On says whether it takes the whole of a working day: at noon they are away.
func (a Leave) On(day calendar.Date) bool {
	noon, err := calendar.On(day, calendar.NewTime(12, 0))
	return err == nil && !noon.Before(a.FromAt) && noon.Before(a.ToAt)
}

// Leaves gives the leaves of a network's practitioners that touch the days
// from the one to the other, without looking at the scope.
func Leaves(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Leave, error) {
	begin, err := calendar.On(from, calendar.NewTime(0, 0))
	if err != nil {
		return nil, err
	}
	end, err := calendar.On(last.AddDays(1), calendar.NewTime(0, 0))
	if err != nil {
		return nil, err
	}
	return db.All[Leave](tx.Tx, "SELECT practitioner, from_at, to_at FROM absence WHERE pcn = $1 AND kind = 'leave' AND ended_at IS NULL AND from_at < $2 AND to_at > $3 ORDER BY from_at, id", pcn, end, begin)
}
