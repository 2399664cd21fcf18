// Package account is the room of users: who may sign in, with which roles and
// where, their sessions, and the drafts that are nobody else's.
package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// How long a session may idle before it locks, and how long it may last at
// all. Locking loses nothing: drafts stay, and a form that is sent while the
// session is locked is kept until it is opened again.
const (
	IdleLimit     = 20 * time.Minute
	AbsoluteLimit = 12 * time.Hour
)

// Session is one signed-in browser.
type Session struct {
	ID        string
	UserID    string
	Device    string
	Address   string
	StartedAt calendar.Instant
	SeenAt    calendar.Instant
	EndsAt    calendar.Instant
	Locked    bool
	EndedAt   calendar.Instant
	EndedWhy  string
}

const sessionColumns = "id, user_id, device, address, started_at, seen_at, ends_at, locked, ended_at, ended_why"

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Visitor is who a session belongs to, ready for the gate.
type Visitor struct {
	Actor   access.Actor
	Session Session
	Persona string
}

// WhoIs asks whose session a cookie's token is. An unknown, ended or expired
// session is NotFound. An idle one comes back Locked.
type WhoIs struct{ Token string }

// Needs names the permission.
func (WhoIs) Needs() access.Permission { return access.SignIn }

// Ask looks the session up and gathers the user's grants.
func (q WhoIs) Ask(_ context.Context, tx *gate.Tx) (Visitor, error) {
	tx.Nobody("asks who the visitor is")
	s, err := db.One[Session](tx.Tx, "session", "SELECT "+sessionColumns+" FROM user_session WHERE token = $1 AND ended_at IS NULL AND ends_at > $2",
		hashToken(q.Token), tx.Now)
	if err != nil {
		return Visitor{}, err
	}
	if tx.Now.Sub(s.SeenAt) > IdleLimit {
		s.Locked = true
	}
	u, err := db.One[User](tx.Tx, "user", "SELECT "+userColumns+" FROM app_user WHERE id = $1 AND active", s.UserID)
	if err != nil {
		return Visitor{}, err
	}
	a, err := actorOf(tx, u)
	a.Session = s.ID
	return Visitor{a, s, u.Persona}, err
}

// actorOf gathers what a user may do today.
func actorOf(tx *gate.Tx, u User) (access.Actor, error) {
	a := access.Actor{ID: u.ID, Name: u.Name}
	grants, err := db.All[Grant](tx.Tx, "SELECT role, place, code FROM user_grant WHERE user_id = $1 ORDER BY role, place, code", u.ID)
	if err != nil {
		return a, err
	}
	today := tx.Today()
	for _, g := range grants {
		out := access.Grant{Role: g.Role, Place: g.Place, Code: g.Code}
		switch g.Place {
		case access.Practice:
			n, err := network.NetworkOf(tx, g.Code, today)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return a, err
			}
			if n != "" {
				out.Networks = []string{n}
			}
		case access.Network:
			out.Networks = []string{g.Code}
		case access.Provider:
			if out.Networks, err = network.ServedBy(tx, g.Code, today); err != nil {
				return a, err
			}
		}
		if g.Place != access.England {
			if out.Name, err = network.PlaceName(tx, g.Place, g.Code, today); err != nil && !fault.Is(err, fault.NotFound) {
				return a, err
			}
		}
		a.Grants = append(a.Grants, out)
	}
	return a, nil
}

// Keep says that a session is in use. The page shell does it once a minute at
// most.
type Keep struct{}

// Needs names the permission.
func (Keep) Needs() access.Permission { return access.Self }

// Do moves the session's last-seen time.
func (Keep) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("the session is in use")
	_, err := tx.Exec("UPDATE user_session SET seen_at = $1 WHERE id = $2 AND ended_at IS NULL AND locked = $3", tx.Now, tx.Actor.Session, false)
	return true, err
}

// Lock locks one's own session: the next page asks for the password again and
// then goes on where one was.
type Lock struct{}

// Needs names the permission.
func (Lock) Needs() access.Permission { return access.Self }

// Do locks the session.
func (Lock) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Touched("session", tx.Actor.Session, "", "locked")
	_, err := tx.Exec("UPDATE user_session SET locked = $1 WHERE id = $2", true, tx.Actor.Session)
	return true, err
}

// SignedIn is a session that was just begun, with the token for its cookie.
type SignedIn struct {
	Token   string
	Session Session
	Name    string
}

func begin(tx *gate.Tx, u User, device, address string) (SignedIn, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	token := base64.RawURLEncoding.EncodeToString(raw)
	s := Session{ID: tx.NewID(), UserID: u.ID, Device: clip(device, 200), Address: clip(address, 60), StartedAt: tx.Now, SeenAt: tx.Now, EndsAt: tx.Now.Add(AbsoluteLimit)}
	_, err := tx.Exec("INSERT INTO user_session (id, token, user_id, device, address, started_at, seen_at, ends_at, locked, ended_at, ended_why) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULL,'')",
		s.ID, hashToken(token), s.UserID, s.Device, s.Address, s.StartedAt, s.SeenAt, s.EndsAt, false)
	tx.Touched("session", s.ID, "", "signed in: "+u.Username)
	return SignedIn{token, s, u.Name}, err
}

func clip(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}

// Sessions lists one's own sessions, newest first: those that run and the
// last ones that ended.
type Sessions struct{}

// Needs names the permission.
func (Sessions) Needs() access.Permission { return access.Self }

// Ask lists them.
func (Sessions) Ask(_ context.Context, tx *gate.Tx) ([]Session, error) {
	tx.Nobody("one's own sessions")
	return db.All[Session](tx.Tx, "SELECT "+sessionColumns+" FROM user_session WHERE user_id = $1 ORDER BY started_at DESC LIMIT 20", tx.Actor.ID)
}

// EndSession ends one of one's own sessions: the present one is a sign-out,
// another one is revoked.
type EndSession struct{ ID string }

// Needs names the permission.
func (EndSession) Needs() access.Permission { return access.Self }

// Do ends it; another user's session is not found.
func (c EndSession) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	why := "revoked by its user"
	if c.ID == tx.Actor.Session {
		why = "signed out"
	}
	n, err := tx.Exec("UPDATE user_session SET ended_at = $1, ended_why = $2 WHERE id = $3 AND user_id = $4 AND ended_at IS NULL", tx.Now, why, c.ID, tx.Actor.ID)
	if err == nil && n == 0 {
		return false, fault.Missing("session")
	}
	tx.Touched("session", c.ID, "", why)
	return true, err
}
