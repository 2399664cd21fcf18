// Package link is the room of private links: an address on paper or on a
// phone, for one person and one purpose, that ends by itself. Of its token
// only a hash is kept; nothing about the person is shown before they have
// confirmed their date of birth. What stands behind a link belongs to other
// rooms: they make one with Make, and ask Held who is there.
package link

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits.
const (
	MaxDays    = 28               // the longest that a link lives
	MaxTries   = 3                // at the date of birth; then the link is locked
	PassFor    = time.Hour        // how long a browser stays confirmed
	GuessLimit = 20               // of links that don't exist, from one address
	GuessSpan  = 15 * time.Minute // in this time
	MaxDraft   = 20_000           // bytes of answers so far
)

// States of a link.
const (
	Open      = "open"
	Used      = "used"
	Over      = "over" // its time has passed
	Locked    = "locked"
	Withdrawn = "withdrawn"
)

// Link is one private link. Its token is in no record.
type Link struct {
	ID            string
	Person        string
	PCN           string `db:"pcn"`
	Purpose       string // names what another room shows: "questionnaire", "safety plan"
	Subject       string // an id in that room
	Label         string // for those who work here: "PHQ-9"
	Once          bool   // used up when it is finished
	MadeAt        calendar.Instant
	MadeBy        string
	MadeName      string
	ExpiresAt     calendar.Instant
	OpenedAt      calendar.Instant // first, zero while it was not
	SeenAt        calendar.Instant // last
	Opens         int
	Wrong         int // wrong dates of birth
	LockedAt      calendar.Instant
	DoneAt        calendar.Instant
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string
}

const columns = "id, person, pcn, purpose, subject, label, once, made_at, made_by, made_name, expires_at, opened_at, seen_at, opens, wrong, locked_at, done_at, withdrawn_at, withdrawn_name, withdrawn_why"

// State says how the link stands at a moment.
func (l Link) State(now calendar.Instant) string {
	switch {
	case !l.WithdrawnAt.IsZero():
		return Withdrawn
	case !l.DoneAt.IsZero():
		return Used
	case !l.LockedAt.IsZero():
		return Locked
	case !now.Before(l.ExpiresAt):
		return Over
	}
	return Open
}

// Words says how the link stands in a sentence for those who work here.
func (l Link) Words(now calendar.Instant) string {
	switch l.State(now) {
	case Withdrawn:
		return "Withdrawn by " + l.WithdrawnName + ", " + l.WithdrawnAt.Long() + ": " + l.WithdrawnWhy
	case Used:
		return "Answered " + l.DoneAt.Long()
	case Locked:
		return "Locked " + l.LockedAt.Long() + ": the date of birth was wrong three times. Ring the person; make a new link if it was them"
	case Over:
		if l.OpenedAt.IsZero() {
			return "Over since " + l.ExpiresAt.Long() + ", never opened"
		}
		return "Over since " + l.ExpiresAt.Long() + ", opened " + l.OpenedAt.Long()
	}
	if l.OpenedAt.IsZero() {
		return "Not opened yet; works until " + l.ExpiresAt.Long()
	}
	return "Opened " + l.OpenedAt.Long() + "; works until " + l.ExpiresAt.Long()
}

// New is what a room asks for.
type New struct {
	Person                  person.Person
	Purpose, Subject, Label string
	Once                    bool
	Until                   calendar.Instant
}

// Made is a link that was just made. Token is shown this once; when the same
// form is sent again it is empty, because nothing keeps it.
type Made struct {
	ID    string
	Token string `json:"-"`
	Until calendar.Instant
}

// Make makes a link inside the command of another room, which has loaded the
// person within its scope. Somebody whose date of birth is not known for sure
// can't confirm it, and gets none. Faults name until and person.
func Make(tx *gate.Tx, n New) (Made, error) {
	var check fault.Check
	check.Require(!n.Person.BornOn.IsZero() && !n.Person.BornApprox, "person", "The date of birth of %s is not known for sure, so a private link can't be opened with it. Put the date of birth right first, or use paper", n.Person.Name())
	check.Require(n.Person.Died.IsZero(), "person", "%s has died", n.Person.Name())
	check.Require(n.Until.After(tx.Now), "until", "The link must work at least until later today")
	check.Require(!n.Until.After(tx.Now.Add((MaxDays+1)*24*time.Hour)), "until", "A link works for %d days at most", MaxDays)
	if err := check.Err(); err != nil {
		return Made{}, err
	}
	m := Made{ID: tx.NewID(), Token: newToken(), Until: n.Until}
	_, err := tx.Exec("INSERT INTO private_link ("+columns+", token_hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,NULL,NULL,0,0,NULL,NULL,NULL,'','',$12)",
		m.ID, n.Person.ID, n.Person.PCN, n.Purpose, n.Subject, n.Label, n.Once, tx.Now, tx.Actor.ID, tx.Actor.Name, n.Until, hashed(m.Token))
	tx.TouchedAt("private link", m.ID, n.Person.ID, n.Person.PCN, "made a private link: "+n.Purpose)
	return m, err
}

const letters = "0123456789abcdefghjkmnpqrstvwxyz" // none that reads like another

// newToken makes 130 random bits in letters that can be read off paper, in
// groups: ab3d-….
func newToken() string {
	var r [26]byte
	rand.Read(r[:])
	var b strings.Builder
	for i, c := range r {
		if i > 0 && i%5 == 0 && i < 25 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[c&31])
	}
	return b.String()
}

// plain takes a token as somebody typed it from paper.
func plain(token string) string {
	return strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(token))
}

// hashed is what is kept of a token or a pass.
func hashed(secret string) string {
	h := sha256.Sum256([]byte(plain(secret)))
	return hex.EncodeToString(h[:])
}

// Some gives links by id, without looking at the scope: the caller shows only
// those of people whom it may see.
func Some(tx *gate.Tx, ids []string) (map[string]Link, error) {
	out := make(map[string]Link, len(ids))
	for part := range slices.Chunk(ids, 5000) {
		var a db.Args
		list, err := db.All[Link](tx.Tx, "SELECT "+columns+" FROM private_link WHERE id IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			out[l.ID] = l
		}
	}
	return out, nil
}

// About gives the links of a purpose about a subject, the newest first,
// without looking at the scope.
func About(tx *gate.Tx, purpose, subject string) ([]Link, error) {
	return db.All[Link](tx.Tx, "SELECT "+columns+" FROM private_link WHERE purpose = $1 AND subject = $2 ORDER BY made_at DESC, id DESC", purpose, subject)
}

// One asks for a link, for the page on which it is withdrawn.
type One struct{ ID string }

// Shown is the answer to One.
type Shown struct {
	Link
	Who   person.Person
	State string
	Words string
}

// Needs names the permission.
func (One) Needs() access.Permission { return access.WriteCare }

// Ask loads it; a link of somebody outside the scope is not found.
func (q One) Ask(_ context.Context, tx *gate.Tx) (Shown, error) {
	l, p, err := load(tx, q.ID)
	if err != nil {
		return Shown{}, err
	}
	tx.Saw(p.ID, "a private link")
	return Shown{l, p, l.State(tx.Now), l.Words(tx.Now)}, nil
}

func load(tx *gate.Tx, id string) (Link, person.Person, error) {
	l, err := db.One[Link](tx.Tx, "private link", "SELECT "+columns+" FROM private_link WHERE id = $1", id)
	if err != nil {
		return l, person.Person{}, err
	}
	p, err := person.Load(tx, l.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("private link")
	}
	return l, p, err
}

// Withdraw ends a link at once, with a reason. What the person has answered so
// far goes with it. It answers with the person's id.
type Withdraw struct{ ID, Why string }

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.WriteCare }

// Do ends it.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (string, error) {
	l, p, err := load(tx, c.ID)
	if err != nil {
		return "", err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say why the link is withdrawn")
	check.Require(len([]rune(c.Why)) <= 1000, "why", "The reason must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if s := l.State(tx.Now); s == Withdrawn || s == Used {
		return "", fault.Moved("%s", l.Words(tx.Now))
	}
	if _, err := tx.Exec("UPDATE private_link SET withdrawn_at = $1, withdrawn_name = $2, withdrawn_why = $3 WHERE id = $4", tx.Now, tx.Actor.Name, c.Why, l.ID); err != nil {
		return "", err
	}
	tx.TouchedAt("private link", l.ID, p.ID, l.PCN, "withdrew a private link")
	return p.ID, forget(tx, l.ID)
}

// forget drops what a link that is no longer used had kept.
func forget(tx *gate.Tx, id string) error {
	if _, err := tx.Exec("DELETE FROM private_link_draft WHERE link = $1", id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM private_link_pass WHERE link = $1", id)
	return err
}
