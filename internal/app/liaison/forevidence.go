package liaison

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Done is one piece of liaison work with whose it is: an answer of the advice
// desk, an ask that somebody gave, or a teaching session.
type Done struct {
	Kind     string // "advice", "ask" or "teaching"
	ID       string
	ByID     string // the user
	Practice string // "" for teaching
	At       calendar.Instant
	OnDay    calendar.Date // of teaching
	Minutes  int
}

// Day is the day on which it counts.
func (g Done) Day() calendar.Date {
	if g.Kind == "teaching" {
		return g.OnDay
	}
	return g.At.Date()
}

// DoneBetween gives the first answers of the advice desk, the asks and the
// teaching sessions of a network on the days from the one to the other,
// without looking at the scope. Teaching that was withdrawn is left out; a
// correction of an answer is no second answer.
func DoneBetween(tx *gate.Tx, pcn string, from, last calendar.Date) ([]Done, error) {
	begin, err := calendar.On(from, calendar.NewTime(0, 0))
	if err != nil {
		return nil, err
	}
	end, err := calendar.On(last.AddDays(1), calendar.NewTime(0, 0))
	if err != nil {
		return nil, err
	}
	out, err := db.All[Done](tx.Tx, `SELECT 'advice' AS kind, a.id, w.by_id, a.practice, w.at, w.minutes FROM advice a JOIN advice_answer w ON w.advice = a.id AND w.number = 1
		WHERE a.pcn = $1 AND w.at >= $2 AND w.at < $3 ORDER BY w.at, a.id`, pcn, begin, end)
	if err != nil {
		return nil, err
	}
	asks, err := db.All[Done](tx.Tx, "SELECT 'ask' AS kind, id, asked_by AS by_id, practice, asked_at AS at FROM ask WHERE pcn = $1 AND asked_at >= $2 AND asked_at < $3 ORDER BY asked_at, id", pcn, begin, end)
	if err != nil {
		return nil, err
	}
	taught, err := db.All[Done](tx.Tx, "SELECT 'teaching' AS kind, id, by_id, on_day, minutes FROM teaching WHERE pcn = $1 AND on_day BETWEEN $2 AND $3 AND withdrawn_at IS NULL ORDER BY on_day, id", pcn, from, last)
	return append(append(out, asks...), taught...), err
}
