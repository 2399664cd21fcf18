package care

import (
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// SignedOf gives the signed contacts of a person that hold, the newest
// first. The person must be within the scope.
func SignedOf(tx *gate.Tx, personID string) ([]Contact, error) {
	ids, err := person.Same(tx, personID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	return db.All[Contact](tx.Tx, "SELECT "+contactColumns+" FROM contact WHERE person IN "+a.In(ids)+" AND withdrawn_at IS NULL ORDER BY started_at DESC, id DESC", a.List...)
}

// ContactsByID gives contacts by id, those entered in error too, without
// looking at the scope.
func ContactsByID(tx *gate.Tx, ids []string) (map[string]Contact, error) {
	out := make(map[string]Contact, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Contact](tx.Tx, "SELECT "+contactColumns+" FROM contact WHERE id IN "+a.In(ids), a.List...)
	for _, c := range list {
		out[c.ID] = c
	}
	return out, err
}

// EpisodeOf gives the open episode of a person, "" when none is open.
func EpisodeOf(tx *gate.Tx, p person.Person) (string, error) {
	e, _, err := openEpisode(tx, p)
	return e.ID, err
}

// Group is one meeting of a group as care needs to know it.
type Group struct {
	Title     string // "Sleep well, session 3"
	Mechanism nhs.Mechanism
	StartedAt calendar.Instant
	Minutes   int
}

// SignGroup signs the contact of one person who came to a meeting of a group.
// The note says that it was a group and never who else was there: whoever
// calls makes sure of that. The person needs an open episode. Faults name
// mechanism, started, minutes and note. It answers with the contact's id.
func SignGroup(tx *gate.Tx, g Group, p person.Person, note string) (string, error) {
	note = strings.TrimSpace("Group: " + g.Title + ".\n" + strings.TrimSpace(note))
	var check fault.Check
	checkHow(&check, g.Mechanism, g.StartedAt, g.Minutes, note, tx.Now)
	check.Require(g.Mechanism == nhs.FaceToFace || g.Mechanism == nhs.Video, "mechanism", "A group meets face to face or by video")
	if err := check.Err(); err != nil {
		return "", err
	}
	me, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Refused("Your account does not belong to a practitioner in post, so you can't sign a contact")
	}
	if err != nil {
		return "", err
	}
	e, found, err := openEpisode(tx, p)
	if err != nil {
		return "", err
	}
	if !found {
		return "", fault.Wrong("attended", "%s has no open episode any more. Book them, or write down a contact, first", p.Name())
	}
	c := Contact{ID: tx.NewID(), Person: p.ID, Version: 1, Mechanism: g.Mechanism, StartedAt: g.StartedAt, Minutes: g.Minutes}
	if _, err := tx.Exec("INSERT INTO contact ("+contactColumns+") VALUES ($1,$2,$3,$4,$5,'',$6,$7,$8,$9,$10,1,$11,$12,$13,NULL,'','','')",
		c.ID, p.ID, e.ID, p.PCN, p.Practice, me.ID, g.Mechanism, g.StartedAt.Date(), g.StartedAt, g.Minutes, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	tx.TouchedAt("contact", c.ID, p.ID, p.PCN, "signed a contact in a group")
	return c.ID, addText(tx, c, note, "")
}

// LastPlans gives, by person, the day of the last agreed plan that holds, by
// the ids that were asked for, without looking at the scope.
func LastPlans(tx *gate.Tx, people []string) (map[string]calendar.Date, error) {
	out := make(map[string]calendar.Date, len(people))
	if len(people) == 0 {
		return out, nil
	}
	type row struct {
		Person string
		Day    calendar.Date
	}
	var a db.Args
	list, err := db.All[row](tx.Tx, "SELECT person, max(on_day) AS day FROM care_plan WHERE withdrawn_at IS NULL AND person IN "+a.In(people)+" GROUP BY person", a.List...)
	for _, r := range list {
		out[r.Person] = r.Day
	}
	return out, err
}
