package care

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// AmendContact writes a new version of a signed contact, with a reason. Its
// author may, and any other practitioner of the network; the version says who
// it was. The versions before it stay readable. Version is the one that was
// read; a later one is a Conflict. It answers with the new version.
//
// Faults name the fields mechanism, started, minutes, note and why.
type AmendContact struct {
	ID        string
	Version   int
	Mechanism nhs.Mechanism
	StartedAt calendar.Instant
	Minutes   int
	Note, Why string
	Saves     int // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (AmendContact) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c AmendContact) Do(_ context.Context, tx *gate.Tx) (int, error) {
	was, p, err := loadContact(tx, c.ID)
	if err != nil {
		return 0, err
	}
	texts, err := textsOf(tx, []string{c.ID})
	if err != nil {
		return 0, err
	}
	last := texts[c.ID][len(texts[c.ID])-1]
	c.Note, c.Why = strings.TrimSpace(c.Note), strings.TrimSpace(c.Why)
	var check fault.Check
	checkHow(&check, c.Mechanism, c.StartedAt, c.Minutes, c.Note, tx.Now)
	check.Require(c.Why != "", "why", "Say why the note is amended")
	check.Require(len([]rune(c.Why)) <= MaxWhy, "why", "The reason must be at most 1,000 characters")
	check.Require(was.Booking == "" || c.StartedAt.Date() == was.Day, "started", "This contact belongs to the appointment on %s", was.Day.Long())
	if err := check.Err(); err != nil {
		return 0, err
	}
	if !was.WithdrawnAt.IsZero() {
		return 0, fault.Moved("%s marked this contact as entered in error at %s", was.WithdrawnName, was.WithdrawnAt.Long())
	}
	if was.Version != c.Version {
		return 0, fault.Moved("%s changed this note at %s. Look at what it says now; what you typed is still here", last.ByName, last.At.Long())
	}
	if last.Note == c.Note && last.Mechanism == c.Mechanism && last.StartedAt == c.StartedAt && last.Minutes == c.Minutes {
		return 0, fault.Wrong("note", "Nothing is different from the version that is signed")
	}
	if err := endDraft(tx, DraftAmendment, c.ID, c.Saves, c.Note); err != nil {
		return 0, err
	}
	now := was
	now.Version, now.Mechanism, now.StartedAt, now.Day, now.Minutes = was.Version+1, c.Mechanism, c.StartedAt, c.StartedAt.Date(), c.Minutes
	if _, err := tx.Exec("UPDATE contact SET version = $1, mechanism = $2, started_at = $3, day = $4, minutes = $5 WHERE id = $6",
		now.Version, now.Mechanism, now.StartedAt, now.Day, now.Minutes, now.ID); err != nil {
		return 0, err
	}
	tx.TouchedAt("contact", c.ID, p.ID, was.PCN, "amended a contact")
	return now.Version, addText(tx, now, c.Note, c.Why)
}
