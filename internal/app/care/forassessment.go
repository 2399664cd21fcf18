package care

import (
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// CompleteFor records that an assessment was complete on a day, for the room
// that keeps what it says in full: of is the version there, note says in a few
// words what this is. It is what stops that part of the clock. Somebody
// without an open episode is an Invalid fault of the field person. It answers
// with the entry's id.
func CompleteFor(tx *gate.Tx, p person.Person, on calendar.Date, note, of string) (string, error) {
	p, e, err := openFor(tx, p.ID)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	_, err = tx.Exec("INSERT INTO assessment ("+assessmentColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULL,'','','',$10)",
		id, p.ID, e, p.PCN, on, note, tx.Now, tx.Actor.ID, tx.Actor.Name, of)
	return id, err
}

// TakeBackAssessment takes an entry of CompleteFor back, because the version
// was entered in error: the clock runs again. The caller has checked the scope
// and writes the audit line.
func TakeBackAssessment(tx *gate.Tx, id, why string) error {
	return withdraw(tx, "assessment", id, why)
}

// HasEpisode reports whether an episode of the person is open.
func HasEpisode(tx *gate.Tx, p person.Person) (bool, error) {
	_, found, err := openEpisode(tx, p)
	return found, err
}
