package supervision

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// sideOf says for which side the actor signs a session.
func sideOf(s Session, r reader) string {
	switch {
	case s.has(r.own):
		return "practitioner"
	case r.everyone:
		return "supervisor"
	}
	return ""
}

// Amend writes a later version of what was written about a session that was
// held, and signs it for the writer's side. Faults name themes, words and why.
type Amend struct {
	Session            string
	Version            int
	Themes, Words, Why string
}

// Needs names the permission.
func (Amend) Needs() access.Permission { return access.KeepSupervision }

// Do writes it.
func (c Amend) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, r, err := one(tx, c.Session)
	if err != nil {
		return false, err
	}
	side := sideOf(s, r)
	if side == "" {
		return false, fault.Missing("supervision session")
	}
	if s.State() != Held || s.Version != c.Version {
		return false, fault.Moved("Somebody else changed this session since you opened the page. Nothing was overwritten")
	}
	c.Themes, c.Words, c.Why = strings.TrimSpace(c.Themes), strings.TrimSpace(c.Words), strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(KindOf(s.Kind).Group || c.Themes != "", "themes", "Write the themes, without anybody’s name")
	check.Require(len([]rune(c.Themes)) <= maxWords, "themes", "The themes must be at most 2,000 characters")
	check.Require(!nhsNumber.MatchString(c.Themes), "themes", "The themes have a number in them that could be an NHS number")
	check.Require(len([]rune(c.Words)) <= 20_000, "words", "This must be at most 20,000 characters")
	check.Require(c.Why != "" && len([]rune(c.Why)) <= maxWords, "why", "Say why it is changed, in at most 2,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE supervision_session SET version = version + 1 WHERE id = $1", s.ID); err != nil {
		return false, err
	}
	if err := write(tx, Text{Session: s.ID, Version: s.Version + 1, Themes: c.Themes, Words: c.Words, Why: c.Why}); err != nil {
		return false, err
	}
	tx.TouchedAt("supervision session", s.ID, "", s.PCN, "changed what was written")
	if !KindOf(s.Kind).Signed {
		return true, nil
	}
	return true, sign(tx, s.ID, s.Version+1, side)
}

// Sign signs a session for one's own side, in the version that was read.
type Sign struct {
	Session string
	Version int
}

// Needs names the permission.
func (Sign) Needs() access.Permission { return access.KeepSupervision }

// Do signs it.
func (c Sign) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, r, err := one(tx, c.Session)
	if err != nil {
		return false, err
	}
	side := sideOf(s, r)
	if side == "" {
		return false, fault.Missing("supervision session")
	}
	if s.Version != c.Version {
		return false, fault.Moved("What was written has changed since you opened the page. Read it again before you sign")
	}
	if !slices.Contains(s.Waits(), side) {
		return false, fault.Moved("This waits for no signature of your side")
	}
	if slices.ContainsFunc(s.Signatures, func(x Signature) bool { return x.ByID == tx.Actor.ID }) {
		return false, fault.Refused("You have signed for one side already: nobody signs for both")
	}
	tx.TouchedAt("supervision session", s.ID, "", s.PCN, "signed for the "+side)
	return true, sign(tx, s.ID, s.Version, side)
}

// TakeBack marks a session as entered in error, with the reason.
type TakeBack struct {
	Session string
	Version int
	Why     string
}

// Needs names the permission.
func (TakeBack) Needs() access.Permission { return access.KeepSupervision }

// Do marks it.
func (c TakeBack) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, r, err := one(tx, c.Session)
	if err != nil {
		return false, err
	}
	if !r.everyone && s.ByID != tx.Actor.ID {
		return false, fault.Refused("Whoever wrote it down, a supervisor or the team lead says that it was an error")
	}
	if s.State() == TakenOut || s.Version != c.Version {
		return false, fault.Moved("Somebody else changed this session since you opened the page. Nothing was overwritten")
	}
	c.Why = strings.TrimSpace(c.Why)
	if c.Why == "" || len([]rune(c.Why)) > maxWords {
		return false, fault.Wrong("back", "Say why it was an error, in at most 2,000 characters")
	}
	if _, err := tx.Exec("UPDATE supervision_seat SET state = 'withdrawn', why = $1 WHERE session = $2", c.Why, s.ID); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE supervision_session SET version = version + 1 WHERE id = $1", s.ID); err != nil {
		return false, err
	}
	tx.TouchedAt("supervision session", s.ID, "", s.PCN, "entered in error")
	return true, write(tx, Text{Session: s.ID, Version: s.Version + 1, Themes: s.Text.Themes, Words: s.Text.Words, Why: c.Why})
}

// Done says that something agreed in a session is done.
type Done struct{ Action string }

// Needs names the permission.
func (Done) Needs() access.Permission { return access.KeepSupervision }

// Do marks it.
func (c Done) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, err := db.One[Action](tx.Tx, "action", "SELECT id, session, what, owner, due_on, done_at, done_name FROM supervision_action WHERE id = $1", c.Action)
	if err != nil {
		return false, err
	}
	s, r, err := one(tx, a.Session)
	if err != nil || !r.reads(s) {
		return false, fault.Missing("action")
	}
	if !a.DoneAt.IsZero() {
		return false, fault.Moved("%s has marked this as done already", a.DoneName)
	}
	tx.TouchedAt("supervision session", s.ID, "", s.PCN, "something agreed is done")
	_, err = tx.Exec("UPDATE supervision_action SET done_at = $1, done_name = $2 WHERE id = $3", tx.Now, tx.Actor.Name, a.ID)
	return true, err
}
