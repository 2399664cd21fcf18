package care

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
)

// Entry is one contact as a page shows it: its texts, the first one first,
// and the name of who saw the person.
type Entry struct {
	Contact
	Texts            []Text
	PractitionerName string
}

// Present gives the text that holds.
func (e Entry) Present() Text {
	if len(e.Texts) == 0 {
		return Text{}
	}
	return e.Texts[len(e.Texts)-1]
}

// Before gives the earlier texts, the latest of them first.
func (e Entry) Before() []Text {
	var out []Text
	for i := len(e.Texts) - 2; i >= 0; i-- {
		out = append(out, e.Texts[i])
	}
	return out
}

// textsOf gives the versions of contacts, the first of each first.
func textsOf(tx *gate.Tx, contacts []string) (map[string][]Text, error) {
	out := make(map[string][]Text, len(contacts))
	if len(contacts) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Text](tx.Tx, "SELECT "+textColumns+" FROM contact_text WHERE contact IN "+a.In(contacts)+" ORDER BY contact, version", a.List...)
	for _, t := range list {
		out[t.Contact] = append(out[t.Contact], t)
	}
	return out, err
}

func entries(tx *gate.Tx, contacts []Contact) ([]Entry, error) {
	ids, who := make([]string, len(contacts)), make([]string, len(contacts))
	for i, c := range contacts {
		ids[i], who[i] = c.ID, c.Practitioner
	}
	texts, err := textsOf(tx, ids)
	if err != nil || len(contacts) == 0 {
		return nil, err
	}
	names, err := workforce.Known(tx, who)
	out := make([]Entry, len(contacts))
	for i, c := range contacts {
		out[i] = Entry{c, texts[c.ID], names[c.Practitioner].Name}
	}
	return out, err
}

// ContactByID asks for one contact with every version of its note.
type ContactByID struct{ ID string }

// OneContact is the answer to ContactByID.
type OneContact struct {
	Entry
	Person person.Person
	Draft  *account.Draft // the actor's own draft of a note that was signed meanwhile, or of an amendment
	Copies []Copied       // into which records its text was put, the latest first
}

// Needs names the permission.
func (ContactByID) Needs() access.Permission { return access.SeeCare }

// Ask gathers it; a contact of somebody outside the scope is not found.
func (q ContactByID) Ask(_ context.Context, tx *gate.Tx) (OneContact, error) {
	var out OneContact
	c, p, err := loadContact(tx, q.ID)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "a contact and its note")
	out.Person = p
	list, err := entries(tx, []Contact{c})
	if err != nil {
		return out, err
	}
	out.Entry = list[0]
	if out.Copies, err = Copies(tx, CopyContact, c.ID); err != nil {
		return out, err
	}
	d, found, err := ownDraft(tx, DraftAmendment, c.ID)
	if err == nil && !found && c.Booking != "" {
		d, found, err = ownDraft(tx, DraftContact, c.Booking)
	}
	if found {
		out.Draft = &d
	}
	return out, err
}

// Story asks for everything of this room about a person: the clock, contacts,
// assessments and plans, the newest first.
type Story struct{ Person string }

// History is the answer to Story.
type History struct {
	Person      person.Person
	Clock       Clock
	Contacts    []Entry
	Assessments []Assessment
	Plans       []Plan
}

// Needs names the permission.
func (Story) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Story) Ask(_ context.Context, tx *gate.Tx) (History, error) {
	var h History
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return h, err
	}
	tx.Saw(p.ID, "contacts, assessments and plans")
	h.Person = p
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return h, err
	}
	if h.Clock, err = clockOf(tx, p); err != nil {
		return h, err
	}
	var a db.Args
	where := " WHERE person IN " + a.In(ids) + " ORDER BY "
	contacts, err := db.All[Contact](tx.Tx, "SELECT "+contactColumns+" FROM contact"+where+"started_at DESC, id DESC", a.List...)
	if err != nil {
		return h, err
	}
	if h.Contacts, err = entries(tx, contacts); err != nil {
		return h, err
	}
	if h.Assessments, err = db.All[Assessment](tx.Tx, "SELECT "+assessmentColumns+" FROM assessment"+where+"on_day DESC, id DESC", a.List...); err != nil {
		return h, err
	}
	h.Plans, err = db.All[Plan](tx.Tx, "SELECT "+planColumns+" FROM care_plan"+where+"on_day DESC, id DESC", a.List...)
	return h, err
}

// Desk asks for what the form of a contact needs: the booking or the person,
// the own draft, and whether a note is signed already.
type Desk struct{ Booking, Person string }

// Sheet is the answer to Desk.
type Sheet struct {
	Person    person.Person
	Booking   *diary.Booking // nil when unplanned
	PlaceName string
	Signed    string         // the contact that is signed already, ""
	Draft     *account.Draft // the actor's own
	Episode   bool           // an episode is open
	Clock     Clock
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Desk) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	var s Sheet
	var err error
	if q.Booking != "" {
		var b diary.Booking
		if b, s.Person, err = diary.One(tx, q.Booking); err != nil {
			return s, err
		}
		s.Booking, s.Episode = &b, true
		names, err := diary.PlaceNames(tx, b.PCN)
		if err != nil {
			return s, err
		}
		s.PlaceName = names[b.Place]
		if s.Signed, _, err = db.Maybe[string](tx.Tx, "SELECT id FROM contact WHERE booking = $1 AND booking <> '' AND withdrawn_at IS NULL", b.ID); err != nil {
			return s, err
		}
	} else {
		if s.Person, err = person.Load(tx, q.Person); err != nil {
			return s, err
		}
		if _, s.Episode, err = openEpisode(tx, s.Person); err != nil {
			return s, err
		}
	}
	tx.Saw(s.Person.ID, "the form for a contact")
	if s.Clock, err = clockOf(tx, s.Person); err != nil {
		return s, err
	}
	d, found, err := ownDraft(tx, DraftContact, DraftSubject(q.Booking, s.Person.ID))
	if found {
		s.Draft = &d
	}
	return s, err
}

// openFor gives the person and the open episode to which a score, an
// assessment or a plan belongs. Somebody without one has not come yet.
func openFor(tx *gate.Tx, id string) (person.Person, string, error) {
	p, err := person.Load(tx, id)
	if err != nil {
		return p, "", err
	}
	e, found, err := openEpisode(tx, p)
	if err == nil && !found {
		err = fault.Wrong("person", "%s has no open episode. Book them, or write down a contact, first", p.Name())
	}
	return p, e.ID, err
}
