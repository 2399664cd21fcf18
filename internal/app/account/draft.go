package account

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Draft is what somebody is writing. It is its author's own: nobody else can
// read it, and it survives log-out, a crash of the browser and a restart.
type Draft struct {
	Kind      string // what is being written: "contact", "held form"
	Subject   string // about what: an id
	Body      string // JSON or form data, as the writer keeps it
	StartedAt calendar.Instant
	SavedAt   calendar.Instant
	Saves     int
}

const draftColumns = "kind, subject, body, started_at, saved_at, saves"

// maxDraft is the most that one draft holds, in bytes.
const maxDraft = 1 << 20

// SaveDraft keeps what is written so far. Saves is the number of saves that
// the writer knew of; when another tab has saved since, it is a Conflict and
// nothing is overwritten. It answers with the new number.
type SaveDraft struct {
	Kind, Subject, Body string
	Saves               int
}

// Needs names the permission.
func (SaveDraft) Needs() access.Permission { return access.Self }

// Do keeps it.
func (c SaveDraft) Do(_ context.Context, tx *gate.Tx) (int, error) {
	tx.Nobody("a draft is its author's own")
	if c.Kind == "" || c.Subject == "" {
		return 0, fault.Wrong("draft", "A draft says what it is and what it is about")
	}
	if len(c.Body) > maxDraft {
		return 0, fault.Wrong("body", "This is too long to keep: at most a million characters")
	}
	d, found, err := db.Maybe[Draft](tx.Tx, "SELECT "+draftColumns+" FROM draft WHERE author = $1 AND kind = $2 AND subject = $3", tx.Actor.ID, c.Kind, c.Subject)
	if err != nil {
		return 0, err
	}
	if found && d.Saves != c.Saves && d.Body != c.Body {
		return d.Saves, fault.Moved("You have written in this draft in another window, at %s. Nothing was overwritten", d.SavedAt.Clock())
	}
	if !found {
		_, err = tx.Exec("INSERT INTO draft (author, kind, subject, body, started_at, saved_at, saves) VALUES ($1,$2,$3,$4,$5,$5,1)", tx.Actor.ID, c.Kind, c.Subject, c.Body, tx.Now)
		return 1, err
	}
	_, err = tx.Exec("UPDATE draft SET body = $1, saved_at = $2, saves = saves + 1 WHERE author = $3 AND kind = $4 AND subject = $5", c.Body, tx.Now, tx.Actor.ID, c.Kind, c.Subject)
	return d.Saves + 1, err
}

// ReadDraft asks for one's own draft; NotFound when there is none.
type ReadDraft struct{ Kind, Subject string }

// Needs names the permission.
func (ReadDraft) Needs() access.Permission { return access.Self }

// Ask reads it.
func (q ReadDraft) Ask(_ context.Context, tx *gate.Tx) (Draft, error) {
	tx.Nobody("a draft is its author's own")
	return db.One[Draft](tx.Tx, "draft", "SELECT "+draftColumns+" FROM draft WHERE author = $1 AND kind = $2 AND subject = $3", tx.Actor.ID, q.Kind, q.Subject)
}

// Drafts lists one's own drafts, the last written first.
type Drafts struct{}

// Needs names the permission.
func (Drafts) Needs() access.Permission { return access.Self }

// Ask lists them.
func (Drafts) Ask(_ context.Context, tx *gate.Tx) ([]Draft, error) {
	tx.Nobody("one's own drafts")
	return db.All[Draft](tx.Tx, "SELECT "+draftColumns+" FROM draft WHERE author = $1 ORDER BY saved_at DESC LIMIT 50", tx.Actor.ID)
}

// DropDraft throws one's own draft away.
type DropDraft struct{ Kind, Subject string }

// Needs names the permission.
func (DropDraft) Needs() access.Permission { return access.Self }

// Do throws it away; there is nothing wrong when it is gone already.
func (c DropDraft) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("a draft is its author's own")
	return true, EndDraft(tx, c.Kind, c.Subject)
}

// EndDraft removes the actor's draft inside the command that sends what was
// written, so that both happen or neither.
func EndDraft(tx *gate.Tx, kind, subject string) error {
	_, err := tx.Exec("DELETE FROM draft WHERE author = $1 AND kind = $2 AND subject = $3", tx.Actor.ID, kind, subject)
	return err
}
