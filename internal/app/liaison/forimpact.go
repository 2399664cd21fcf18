package liaison

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// FirstAnswer is a question to the advice desk with its first answer.
type FirstAnswer struct {
	ID, Practice, Person string
	AskedAt, AnsweredAt  calendar.Instant
	DueOn                calendar.Date // zero where no target was set
	Minutes              int
}

// AnsweredIn gives the questions of a network that were answered, by the first
// answer, without looking at the scope.
func AnsweredIn(tx *gate.Tx, pcn string) ([]FirstAnswer, error) {
	return db.All[FirstAnswer](tx.Tx, `SELECT a.id, a.practice, a.person, a.asked_at, w.at AS answered_at, a.due_on, w.minutes
		FROM advice a JOIN advice_answer w ON w.advice = a.id AND w.number = 1 WHERE a.pcn = $1 ORDER BY w.at, a.id`, pcn)
}

// Networks gives every network that has teaching or a question to the desk.
func Networks(tx *gate.Tx) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT pcn FROM teaching UNION SELECT pcn FROM advice ORDER BY 1")
}
