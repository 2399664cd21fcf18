package person

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// With whom a person may agree to share. Practice, network and provider are
// different data controllers; a family member or carer is named.
const (
	WithPractice = "practice"
	WithNetwork  = "network"
	WithProvider = "provider"
	WithFamily   = "family"
	WithOther    = "other"
)

// Withs lists them with the words that a page shows.
var Withs = [][2]string{
	{WithPractice, "The GP practice"},
	{WithNetwork, "The primary care network’s team"},
	{WithProvider, "The mental health provider"},
	{WithFamily, "A family member, friend or carer"},
	{WithOther, "Another service"},
}

// Topics are what a page offers to share; any other words will do too. The
// last follows the SHARE guidance on consent with families (2021).
var Topics = []string{"Everything that is needed for care", "Appointments only", "Concerns about safety"}

// Consent is one answer to "may we share this with them?". Answers are never
// overwritten: the latest one about the same recipient and topic holds.
type Consent struct {
	ID           string
	With         string `db:"with_kind"` // one of the With constants
	Named        string `db:"with_name"` // who, for family and other services
	Topic        string
	Answer       string // "yes", "partly", "no", and "" for asked without an answer
	Note         string
	By           string `db:"by_name"` // who recorded it
	At           calendar.Instant
	WithdrawnAt  calendar.Instant
	WithdrawnBy  string
	WithdrawnWhy string
	Superseded   bool `db:"-"` // a later answer holds
}

// Recipient is the recipient in words: "The GP practice", "Ann Kowalska,
// sister (a family member, friend or carer)".
func (c Consent) Recipient() string {
	for _, w := range Withs {
		if w[0] == c.With {
			if c.Named != "" {
				return c.Named + " (" + lowerFirst(w[1]) + ")"
			}
			return w[1]
		}
	}
	return c.Named
}

// Holds reports whether this answer is the one that counts today.
func (c Consent) Holds() bool { return !c.Superseded && c.WithdrawnAt.IsZero() }

// Share records an answer about sharing. Faults name the fields with, named,
// topic, answer and note. It answers with the consent's id.
type Share struct {
	ID     string // the person's
	With   string
	Named  string
	Topic  string
	Answer string
	Note   string
}

// Needs names the permission.
func (Share) Needs() access.Permission { return access.EditPerson }

// Do checks and writes.
func (c Share) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := Load(tx, c.ID)
	if err != nil {
		return "", err
	}
	c.Named, c.Topic, c.Note = clean(c.Named), clean(c.Topic), cleanText(c.Note)
	var check fault.Check
	oneOf(&check, "with", c.With, "Choose with whom", WithPractice, WithNetwork, WithProvider, WithFamily, WithOther)
	named := c.With == WithFamily || c.With == WithOther
	check.Require(!named || c.Named != "", "named", "Enter who it is, for example Ann Kowalska, sister")
	if !named {
		c.Named = ""
	}
	fits(&check, "named", "Who it is", c.Named, maxShort)
	check.Require(c.Topic != "", "topic", "Choose what may be shared")
	fits(&check, "topic", "What may be shared", c.Topic, maxShort)
	oneOf(&check, "answer", c.Answer, "Choose what the person answered", "yes", "partly", "no", "")
	check.Require(c.Answer != "partly" || c.Note != "", "note", "Say what may be shared and what may not")
	fits(&check, "note", "Note", c.Note, maxNote)
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec(`INSERT INTO person_consent (id, person, with_kind, with_name, topic, answer, note, by_id, by_name, at, withdrawn_by, withdrawn_why)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'','')`, id, p.ID, c.With, c.Named, c.Topic, c.Answer, c.Note, tx.Actor.ID, tx.Actor.Name, tx.Now); err != nil {
		return "", err
	}
	tx.TouchedAt("consent", id, p.ID, p.Practice, "recorded an answer about sharing")
	return id, nil
}

// Withdraw records that the person took an answer back. The answer stays
// readable.
type Withdraw struct {
	ID      string // the person's
	Consent string
	Why     string
}

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.EditPerson }

// Do writes the withdrawal.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	p, err := Load(tx, c.ID)
	if err != nil {
		return false, err
	}
	c.Why = clean(c.Why)
	var check fault.Check
	fits(&check, "why", "Reason", c.Why, maxText)
	if err := check.Err(); err != nil {
		return false, err
	}
	same, err := sameAs(tx, p.ID)
	if err != nil {
		return false, err
	}
	var a db.Args
	n, err := tx.Exec("UPDATE person_consent SET withdrawn_at = "+a.Add(tx.Now)+", withdrawn_by = "+a.Add(tx.Actor.Name)+", withdrawn_why = "+a.Add(c.Why)+
		" WHERE id = "+a.Add(c.Consent)+" AND withdrawn_at IS NULL AND person IN "+a.In(same), a.List...)
	if err != nil {
		return false, err
	}
	if n == 0 {
		var b db.Args
		if _, err := db.One[string](tx.Tx, "consent", "SELECT id FROM person_consent WHERE id = "+b.Add(c.Consent)+" AND person IN "+b.In(same), b.List...); err != nil {
			return false, err
		}
		tx.Nobody("it was withdrawn already")
		return true, nil
	}
	tx.TouchedAt("consent", c.Consent, p.ID, p.Practice, "recorded that consent to share was withdrawn")
	return true, nil
}

// Consents gives a person's answers about sharing, newest first, including
// those of records that were merged. The person must be within the scope.
func Consents(tx *gate.Tx, id string) ([]Consent, error) {
	same, err := Same(tx, id)
	if err != nil {
		return nil, err
	}
	var a db.Args
	out, err := db.All[Consent](tx.Tx, `SELECT id, with_kind, with_name, topic, answer, note, by_name, at, withdrawn_at, withdrawn_by, withdrawn_why
		FROM person_consent WHERE person IN `+a.In(same)+" ORDER BY at DESC, id DESC", a.List...)
	later := map[[3]string]bool{}
	for i, c := range out {
		key := [3]string{c.With, c.Named, c.Topic}
		out[i].Superseded = later[key]
		later[key] = true
	}
	return out, err
}

// MayShare answers whether something may be shared with a kind of recipient:
// the latest answers that hold about it. No answer is no consent.
func MayShare(consents []Consent, with, topic string) (answer string, asked bool) {
	for _, c := range consents {
		if c.Holds() && c.With == with && c.Topic == topic {
			return c.Answer, true
		}
	}
	return "", false
}
