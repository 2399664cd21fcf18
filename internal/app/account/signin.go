package account

import (
	"context"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// After this many failures within the window, a user name or an address has
// to wait. The count lives in the database, so that it holds over all nodes.
const (
	failuresAllowed  = 6
	addressAllowed   = 40
	failureWindow    = 15 * time.Minute
	wrongCredentials = "The user name or the password is wrong"
)

// Verified is the proof that a password was right. Only this package can make
// one.
type Verified struct {
	user     User
	password string // set when the hash has to be made anew
}

// CheckPassword asks whether a user name and a password belong together. It
// holds no lock while it works, so that guessing can't slow down booking. A
// wrong pair is Denied, and so is a right one after too many wrong ones.
type CheckPassword struct{ Username, Password, Address string }

// Needs names the permission.
func (CheckPassword) Needs() access.Permission { return access.SignIn }

// Ask checks; the answer takes as long for a user that doesn't exist.
func (q CheckPassword) Ask(_ context.Context, tx *gate.Tx) (Verified, error) {
	tx.Nobody("the password is checked before anybody is known")
	name := strings.ToLower(strings.TrimSpace(q.Username))
	since := tx.Now.Add(-failureWindow)
	for key, allowed := range map[string]int{"user:" + name: failuresAllowed, "address:" + q.Address: addressAllowed} {
		n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM sign_in_failure WHERE key = $1 AND at > $2", key, since)
		if err != nil {
			return Verified{}, err
		}
		if n >= allowed {
			return Verified{}, fault.Refused("Too many wrong attempts. Wait a quarter of an hour, or ask your administrator for a new password")
		}
	}
	u, found, err := db.Maybe[User](tx.Tx, "SELECT "+userColumns+" FROM app_user WHERE username = $1 AND active AND password <> ''", name)
	if err != nil {
		return Verified{}, err
	}
	hash := u.Password
	if !found {
		hash = decoy
	}
	fits, old := passwordFits(hash, q.Password)
	if !found || !fits {
		return Verified{}, fault.Refused(wrongCredentials)
	}
	v := Verified{user: u}
	if old {
		v.password = q.Password
	}
	return v, nil
}

// NoteFailure counts a wrong attempt against the user name and the address.
type NoteFailure struct{ Username, Address string }

// Needs names the permission.
func (NoteFailure) Needs() access.Permission { return access.SignIn }

// Do counts it.
func (c NoteFailure) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	name := clip(strings.ToLower(strings.TrimSpace(c.Username)), 80)
	for _, key := range []string{"user:" + name, "address:" + c.Address} {
		if _, err := tx.Exec("INSERT INTO sign_in_failure (key, at) VALUES ($1, $2)", key, tx.Now); err != nil {
			return false, err
		}
	}
	_, err := tx.Exec("DELETE FROM sign_in_failure WHERE at < $1", tx.Now.Add(-24*time.Hour))
	tx.Touched("sign-in", name, "", "wrong password from "+c.Address)
	return true, err
}

// SignIn begins a session for a user whose password was checked.
type SignIn struct {
	Who             Verified
	Device, Address string
}

// Needs names the permission.
func (SignIn) Needs() access.Permission { return access.SignIn }

// Do begins the session.
func (c SignIn) Do(_ context.Context, tx *gate.Tx) (SignedIn, error) {
	u := c.Who.user
	if u.ID == "" {
		return SignedIn{}, fault.Refused(wrongCredentials)
	}
	// The account may have been closed since the check.
	if _, err := db.One[int](tx.Tx, "user", "SELECT 1 FROM app_user WHERE id = $1 AND active AND password = $2", u.ID, u.Password); err != nil {
		return SignedIn{}, fault.Refused(wrongCredentials)
	}
	if c.Who.password != "" {
		if _, err := tx.Exec("UPDATE app_user SET password = $1 WHERE id = $2", hashPassword(c.Who.password), u.ID); err != nil {
			return SignedIn{}, err
		}
	}
	if _, err := tx.Exec("DELETE FROM sign_in_failure WHERE key = $1", "user:"+u.Username); err != nil {
		return SignedIn{}, err
	}
	return begin(tx, u, c.Device, c.Address)
}

// Unlock opens one's own locked session again, with the password.
type Unlock struct{ Who Verified }

// Needs names the permission.
func (Unlock) Needs() access.Permission { return access.Self }

// Do opens it when the password was this user's own.
func (c Unlock) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if c.Who.user.ID != tx.Actor.ID {
		return false, fault.Refused(wrongCredentials)
	}
	return true, open(tx)
}

func open(tx *gate.Tx) error {
	tx.Touched("session", tx.Actor.Session, "", "unlocked")
	_, err := tx.Exec("UPDATE user_session SET locked = $1, seen_at = $2 WHERE id = $3 AND ended_at IS NULL", false, tx.Now, tx.Actor.Session)
	return err
}

// EnterAs begins a session as one of the demo's invented people, without a
// password. Outside a demo it is refused.
type EnterAs struct{ UserID, Device, Address string }

// Needs names the permission.
func (EnterAs) Needs() access.Permission { return access.SignIn }

// Do begins the session.
func (c EnterAs) Do(_ context.Context, tx *gate.Tx) (SignedIn, error) {
	u, err := demoUser(tx, c.UserID)
	if err != nil {
		return SignedIn{}, err
	}
	return begin(tx, u, c.Device, c.Address)
}

// UnlockPersona opens the locked session of one of the demo's people.
type UnlockPersona struct{}

// Needs names the permission.
func (UnlockPersona) Needs() access.Permission { return access.Self }

// Do opens it.
func (UnlockPersona) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if _, err := demoUser(tx, tx.Actor.ID); err != nil {
		return false, err
	}
	return true, open(tx)
}

func demoUser(tx *gate.Tx, id string) (User, error) {
	if demo, err := isDemo(tx); err != nil || !demo {
		return User{}, fault.Refused("This is not a demo: sign in with a user name and a password")
	}
	return db.One[User](tx.Tx, "user", "SELECT "+userColumns+" FROM app_user WHERE id = $1 AND active AND persona <> ''", id)
}

func isDemo(tx *gate.Tx) (bool, error) {
	v, _, err := db.Maybe[string](tx.Tx, "SELECT value FROM setting WHERE key = 'demo'")
	return v == "yes", err
}

// Personas lists the demo's invented people; empty outside a demo.
type Personas struct{}

// Persona is one of the demo's people, as the first page shows them.
type Persona struct {
	ID, Name, Persona, Role, Place, Code string
}

// Needs names the permission.
func (Personas) Needs() access.Permission { return access.SignIn }

// Ask lists them in the order in which they were made.
func (Personas) Ask(_ context.Context, tx *gate.Tx) ([]Persona, error) {
	tx.Nobody("the demo's people are invented")
	if demo, err := isDemo(tx); err != nil || !demo {
		return nil, err
	}
	return db.All[Persona](tx.Tx, `SELECT u.id, u.name, u.persona, min(g.role) AS role, min(g.place) AS place, min(g.code) AS code
		FROM app_user u JOIN user_grant g ON g.user_id = u.id WHERE u.persona <> '' AND u.active GROUP BY u.id, u.name, u.persona, u.created_at ORDER BY u.created_at, u.id`)
}
