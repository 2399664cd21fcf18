// Package liaison is the room of what passes between the practitioners and
// everybody else on the bridge without a person in the chair: questions to
// the advice desk, people handed over in the room, what members of the team
// are asked to do, answers that may be found again, and teaching.
//
// Whatever is asked here has an owner until it ends, and nothing about a
// person ends without a word of who told them, or why they need not be told.
package liaison

import (
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits of what is written, in characters.
const (
	maxLine = 1_000
	maxText = 4_000
)

// line checks something short; missing is what to say when it has to be
// there, "" when it may be left out.
func line(check *fault.Check, value *string, field, missing string) {
	fits(check, value, field, missing, maxLine)
}

// text checks something longer.
func text(check *fault.Check, value *string, field, missing string) {
	fits(check, value, field, missing, maxText)
}

func fits(check *fault.Check, value *string, field, missing string, most int) {
	*value = strings.TrimSpace(*value)
	check.Require(*value != "" || missing == "", field, "%s", missing)
	if n := len([]rune(*value)); n > most {
		check.Fail(field, "This must be at most %d characters; it has %d", most, n)
	}
}

// Telling says who told the person what came of it, or why they need not be
// told. One of the two is always written.
type Telling struct{ Told, Untold string }

// check says what is missing when something about a person ends. Nobody has
// to be told after a death, or when no person is named.
func (t *Telling) check(check *fault.Check, p *person.Person) {
	line(check, &t.Told, "told", "")
	line(check, &t.Untold, "untold", "")
	if p == nil {
		t.Told, t.Untold = "", ""
		return
	}
	if !p.Died.IsZero() && t.Told == "" && t.Untold == "" {
		t.Untold = "The person has died"
	}
	check.Require(t.Told != "" || t.Untold != "", "told", "Say who told the person, how and when, or why they need not be told")
	check.Require(t.Told == "" || t.Untold == "", "untold", "Either the person was told, or they need not be: write one of the two")
}

// Event is one thing that happened to a question, an ask or a note.
type Event struct {
	ID, OfKind, OfID, What, Words, ByID, ByName string
	At                                          calendar.Instant
}

const eventColumns = "id, of_kind, of_id, what, words, by_id, by_name, at"

func noted(tx *gate.Tx, kind, id, what, words string) error {
	_, err := tx.Exec("INSERT INTO liaison_event ("+eventColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", tx.NewID(), kind, id, what, words, tx.Actor.ID, tx.Actor.Name, tx.Now)
	return err
}

func eventsOf(tx *gate.Tx, id string) ([]Event, error) {
	return db.All[Event](tx.Tx, "SELECT "+eventColumns+" FROM liaison_event WHERE of_id = $1 ORDER BY at, id", id)
}

// me gives the practitioner who is acting; Denied for anybody else.
func me(tx *gate.Tx) (workforce.Practitioner, error) {
	p, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		return p, fault.Refused("Your account does not belong to a practitioner in post")
	}
	return p, err
}

// own is me for whom it does not matter: "" when the actor is no practitioner.
func own(tx *gate.Tx) (string, error) {
	if !tx.Actor.Holds(access.Practitioner) {
		return "", nil
	}
	p, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return p.ID, err
}

// within is the condition that a row's practice or network is in the scope.
func within(tx *gate.Tx, a *db.Args) string {
	return "(practice IN " + a.In(tx.Scope.Practices) + " OR pcn IN " + a.In(tx.Scope.PCNs) + ")"
}

// people gives those of some rows who are within the scope, each id once.
func people(tx *gate.Tx, ids []string) (map[string]person.Person, error) {
	var named []string
	for _, id := range ids {
		if id != "" && !slices.Contains(named, id) {
			named = append(named, id)
		}
	}
	if len(named) == 0 {
		return map[string]person.Person{}, nil
	}
	return person.Many(tx, named)
}

// homePractice gives the practice at which the actor asks: theirs, or for a
// practitioner the one that they name.
func homePractice(tx *gate.Tx, named string) string {
	if named != "" && slices.Contains(tx.Scope.Practices, named) {
		return named
	}
	if len(tx.Scope.Practices) > 0 {
		return tx.Scope.Practices[0]
	}
	return named
}
