package measures

import (
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Outcome is a total that holds, for the clock.
type Outcome struct {
	Episode, ID string
	OnDay       calendar.Date
}

// Outcomes gives the totals of episodes that hold, in one statement.
func Outcomes(tx *gate.Tx, episodes []string) ([]Outcome, error) {
	if len(episodes) == 0 {
		return nil, nil
	}
	var a db.Args
	return db.All[Outcome](tx.Tx, "SELECT episode, id, on_day FROM measure_taken WHERE episode IN "+a.In(episodes)+" AND withdrawn_at IS NULL AND total IS NOT NULL", a.List...)
}

// Acknowledged gives the scores of episodes whose safety item was answered
// above 0 and acknowledged, the last recorded first.
func Acknowledged(tx *gate.Tx, episodes []string) ([]Score, error) {
	if len(episodes) == 0 {
		return nil, nil
	}
	var a db.Args
	list, err := db.All[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE episode IN "+a.In(episodes)+" AND ack_at IS NOT NULL AND withdrawn_at IS NULL ORDER BY recorded_at DESC", a.List...)
	if err != nil {
		return nil, err
	}
	return list, readAll(tx, list)
}

// Entry says what a score is, before it is marked as entered in error.
type Entry struct {
	Person      person.Person
	PCN         string
	Title       string // "PHQ-9 of 3 March 2026, recorded by Mo Healey"
	WithdrawnAt calendar.Instant
	By          string // who marked it already
}

// EntryOf names a score; one about somebody outside the scope is not found.
func EntryOf(tx *gate.Tx, id string) (Entry, error) {
	s, err := db.One[Score](tx.Tx, "measure", "SELECT "+scoreColumns+" FROM measure_taken WHERE id = $1", id)
	if err != nil {
		return Entry{}, err
	}
	p, err := person.Load(tx, s.Person)
	if fault.Is(err, fault.NotFound) {
		return Entry{}, fault.Missing("measure")
	}
	if err != nil {
		return Entry{}, err
	}
	tools, err := known(tx, []string{s.Code})
	what := "Questionnaire"
	if t, ok := tools[s.Code]; ok {
		what = t.Name
	}
	return Entry{p, s.PCN, what + " of " + s.OnDay.Medium() + ", recorded by " + s.By, s.WithdrawnAt, s.WithdrawnName}, err
}

// MarkWrong marks a score as entered in error. The caller has checked the
// reason and that it may, by EntryOf.
func MarkWrong(tx *gate.Tx, id, why string) error {
	_, err := tx.Exec("UPDATE measure_taken SET withdrawn_at = $1, withdrawn_by = $2, withdrawn_name = $3, withdrawn_why = $4 WHERE id = $5", tx.Now, tx.Actor.ID, tx.Actor.Name, strings.TrimSpace(why), id)
	return err
}
