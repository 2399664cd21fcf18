package care

import (
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// AgreeFor records that a plan was agreed with the person on a day, for the
// room that keeps the plan in full: of is the version there, summary and goals
// say in a few words what was agreed. It is what stops that part of the clock.
// Somebody without an open episode is an Invalid fault of the field person. It
// answers with the entry's id.
func AgreeFor(tx *gate.Tx, p person.Person, on calendar.Date, summary, goals, of string) (string, error) {
	p, e, err := openFor(tx, p.ID)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	_, err = tx.Exec("INSERT INTO care_plan ("+planColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,NULL,'','','',$11)",
		id, p.ID, e, p.PCN, on, summary, goals, tx.Now, tx.Actor.ID, tx.Actor.Name, of)
	return id, err
}

// TakeBackPlan takes an entry of AgreeFor back, because the version was
// entered in error: the clock runs again. The caller has checked the scope and
// writes the audit line.
func TakeBackPlan(tx *gate.Tx, id, why string) error { return withdraw(tx, "care_plan", id, why) }
