// Package care is the room of what happens on the bridge: contacts and their
// notes, questionnaires, assessments and plans, the four-part clock that they
// stop, and the practitioner's day. Nothing here computes, stores or shows a
// risk, and nothing is deleted: a correction is a new version with a reason.
package care

import (
	"context"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// Limits of what is written, in characters and minutes.
const (
	MaxNote    = 50_000
	MaxWhy     = 1_000
	MaxMinutes = 600
)

// Contact is one time that a person was seen or reached, as it holds now. It
// is signed; its texts have every version.
type Contact struct {
	ID            string
	Person        string
	Episode       string
	PCN           string `db:"pcn"`
	Practice      string
	Booking       string // "" when it was not booked
	Practitioner  string // who saw the person
	Mechanism     nhs.Mechanism
	Day           calendar.Date
	StartedAt     calendar.Instant
	Minutes       int
	Version       int
	SignedAt      calendar.Instant
	SignedBy      string
	SignedName    string
	WithdrawnAt   calendar.Instant // zero while it holds
	WithdrawnBy   string
	WithdrawnName string
	WithdrawnWhy  string
}

const contactColumns = "id, person, episode, pcn, practice, booking, practitioner, mechanism, day, started_at, minutes, version, signed_at, signed_by, signed_name, withdrawn_at, withdrawn_by, withdrawn_name, withdrawn_why"

// Text is one version of a contact: what was written, how the contact took
// place, by whom it was signed, and, from the second one on, why.
type Text struct {
	Contact   string
	Version   int
	Mechanism nhs.Mechanism
	StartedAt calendar.Instant
	Minutes   int
	Note      string
	Why       string
	ByID      string
	ByName    string
	At        calendar.Instant
}

const textColumns = "contact, version, mechanism, started_at, minutes, note, why, by_id, by_name, at"

// SignContact signs what happened when a person was seen: for a booking, or
// unplanned for a person. A booking is marked as having taken place, the
// author's draft ends, and somebody without an open episode gets one (a
// walk-in or duty call is a request too). It answers with the contact's id.
//
// Faults name the fields mechanism, started, minutes, note, words and
// booking. A draft that was saved meanwhile in another window, and says
// something else, is a Conflict: nothing is signed.
type SignContact struct {
	Booking   string // "" when unplanned
	Person    string // when unplanned
	Mechanism nhs.Mechanism
	StartedAt calendar.Instant
	Minutes   int
	Note      string
	Words     string // why they came, in their words; needed when this opens an episode
	Saves     int    // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (SignContact) Needs() access.Permission { return access.WriteCare }

// Do checks and signs.
func (c SignContact) Do(_ context.Context, tx *gate.Tx) (string, error) {
	var b diary.Booking
	var p person.Person
	var err error
	if c.Booking != "" {
		b, p, err = diary.One(tx, c.Booking)
	} else {
		p, err = person.Load(tx, c.Person)
	}
	if err != nil {
		return "", err
	}
	c.Note, c.Words = strings.TrimSpace(c.Note), strings.TrimSpace(c.Words)
	var check fault.Check
	checkHow(&check, c.Mechanism, c.StartedAt, c.Minutes, c.Note, tx.Now)
	check.Require(p.BornOn.IsZero() || !c.StartedAt.Date().Before(p.BornOn), "started", "This is before the person was born")
	if c.Booking != "" {
		check.Require(c.StartedAt.IsZero() || c.StartedAt.Date() == b.Day, "started", "This appointment is on %s; write an unplanned contact for another day", b.Day.Long())
	}
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
	contact := Contact{
		ID: tx.NewID(), Person: p.ID, PCN: p.PCN, Practice: p.Practice, Booking: c.Booking, Practitioner: me.ID, Mechanism: c.Mechanism,
		Day: c.StartedAt.Date(), StartedAt: c.StartedAt, Minutes: c.Minutes, Version: 1, SignedAt: tx.Now, SignedBy: tx.Actor.ID, SignedName: tx.Actor.Name,
	}
	if c.Booking != "" {
		contact.Episode, contact.PCN, contact.Practice = b.Episode, b.PCN, b.Practice
		if err := c.forBooking(tx, b); err != nil {
			return "", err
		}
	} else if contact.Episode, err = c.unplanned(tx, p, me.ID); err != nil {
		return "", err
	}
	if err := episode.HoldUnheld(tx, contact.Episode, me.ID); err != nil {
		return "", err
	}
	if err := endDraft(tx, DraftContact, DraftSubject(c.Booking, p.ID), c.Saves, c.Note); err != nil {
		return "", err
	}
	if _, err := tx.Exec("INSERT INTO contact ("+contactColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,1,$12,$13,$14,NULL,'','','')",
		contact.ID, contact.Person, contact.Episode, contact.PCN, contact.Practice, contact.Booking, contact.Practitioner, contact.Mechanism,
		contact.Day, contact.StartedAt, contact.Minutes, contact.SignedAt, contact.SignedBy, contact.SignedName); err != nil {
		return "", err
	}
	tx.TouchedAt("contact", contact.ID, p.ID, contact.PCN, "signed a contact")
	return contact.ID, addText(tx, contact, c.Note, "")
}

// checkHow notes what is wrong with how a contact took place and its note.
func checkHow(check *fault.Check, m nhs.Mechanism, started calendar.Instant, minutes int, note string, now calendar.Instant) {
	_, known := nhs.Find(nhs.Mechanisms, string(m))
	check.Require(known, "mechanism", "Choose how the contact took place")
	check.Require(!started.IsZero(), "started", "Enter the day and the time at which the contact began")
	check.Require(!started.After(now), "started", "The contact must have begun already; a note is signed afterwards")
	check.Require(started.IsZero() || !started.Date().Before(now.Date().AddYears(-2)), "started", "The contact must be within the last two years")
	check.Require(minutes >= 1 && minutes <= MaxMinutes, "minutes", "Minutes must be from 1 to %d", MaxMinutes)
	check.Require(note != "", "note", "Write what happened before you sign")
	if n := len([]rune(note)); n > MaxNote {
		check.Fail("note", "The note must be at most 50,000 characters; this one has %d", n)
	}
}

// forBooking marks the booking as having taken place. Somebody who is marked
// as not having come is not turned into somebody who was seen by a note.
func (c SignContact) forBooking(tx *gate.Tx, b diary.Booking) error {
	signed, found, err := db.Maybe[Contact](tx.Tx, "SELECT "+contactColumns+" FROM contact WHERE booking = $1 AND booking <> '' AND withdrawn_at IS NULL", b.ID)
	if err != nil {
		return err
	}
	if found {
		return fault.Moved("%s signed the note of this appointment at %s. Amend that one; what you typed is still here", signed.SignedName, signed.SignedAt.Long())
	}
	if b.Arrival == "did not attend" || b.Happened == "no" {
		return fault.Wrong("booking", "This appointment is marked as %s. If the person was seen, take the mark back on Today first", strings.ToLower(b.Status()))
	}
	if b.Happened != "yes" {
		if _, err := diary.Seen(tx, b.ID); err != nil {
			return err
		}
		tx.TouchedAt("booking", b.ID, b.Person, b.PCN, "took place: yes")
	}
	return nil
}

// unplanned gives the open episode of a person who was not booked, and opens
// one for somebody who has none.
func (c SignContact) unplanned(tx *gate.Tx, p person.Person, holder string) (string, error) {
	e, found, err := openEpisode(tx, p)
	if err != nil || found {
		return e.ID, err
	}
	if p.PCN == "" {
		return "", fault.Refused("This person's practice is in no network, so nobody can hold an episode")
	}
	if c.Words == "" {
		return "", fault.Wrong("words", "Write down why the person came, in their words: this opens an episode")
	}
	r, err := episode.Receive(tx, episode.Request{Person: p.ID, PCN: p.PCN, Practice: p.Practice, Way: episode.WalkIn, Service: ServiceFor(p, tx.Today()), Words: c.Words, ReceivedAt: c.StartedAt}, holder)
	return r.Episode, err
}

// ServiceFor gives the service in which somebody who walks in is held: "cyp"
// below 18, "adult" otherwise. A transition is agreed by people, not here.
func ServiceFor(p person.Person, today calendar.Date) string {
	if age := p.Age(today); age >= 0 && age < 18 {
		return "cyp"
	}
	return "adult"
}

// openEpisode gives the person's open episode in their network, the newest
// when there are several.
func openEpisode(tx *gate.Tx, p person.Person) (episode.Episode, bool, error) {
	list, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return episode.Episode{}, false, err
	}
	for _, e := range list {
		if e.State == "open" && e.PCN == p.PCN {
			return e, true, nil
		}
	}
	return episode.Episode{}, false, nil
}

func addText(tx *gate.Tx, c Contact, note, why string) error {
	_, err := tx.Exec("INSERT INTO contact_text ("+textColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		c.ID, c.Version, c.Mechanism, c.StartedAt, c.Minutes, note, why, tx.Actor.ID, tx.Actor.Name, tx.Now)
	return err
}

// loadContact gives a contact whose person is within the scope; anybody
// else's is not found.
func loadContact(tx *gate.Tx, id string) (Contact, person.Person, error) {
	c, err := db.One[Contact](tx.Tx, "contact", "SELECT "+contactColumns+" FROM contact WHERE id = $1", id)
	if err != nil {
		return c, person.Person{}, err
	}
	p, err := person.Load(tx, c.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("contact")
	}
	return c, p, err
}

// Length gives the length of a contact.
func (c Contact) Length() time.Duration { return time.Duration(c.Minutes) * time.Minute }
