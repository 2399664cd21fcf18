package account

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// User is somebody who may sign in. Password is the encoded hash; it never
// leaves this room's answers.
type User struct {
	ID         string
	Username   string
	Name       string
	Password   string `json:"-"`
	Persona    string
	Active     bool
	Version    int
	CreatedAt  calendar.Instant
	PasswordAt calendar.Instant
}

const userColumns = "id, username, name, password, persona, active, version, created_at, password_at"

// Grant is a role held at a place.
type Grant struct {
	Role  access.Role
	Place access.Place
	Code  string
}

// PlaceOf says at which kind of organisation a role is held.
func PlaceOf(r access.Role) access.Place {
	switch r {
	case access.Reception, access.Clinician:
		return access.Practice
	case access.Practitioner, access.Pharmacist, access.LinkWorker, access.Coordinator, access.Manager:
		return access.Network
	case access.TeamLead, access.Supervisor:
		return access.Provider
	case access.Commissioner:
		return access.ICB
	}
	return access.England
}

// networkCode is how the codes of networks look.
var networkCode = regexp.MustCompile(`^U[0-9]{5}$`)

// PlaceFor is PlaceOf for a code that was typed. A supervisor works for a
// provider, or, where practices employ practitioners themselves, within the
// network: a GP, a senior practitioner or a nurse manager.
func PlaceFor(r access.Role, code string) access.Place {
	if r == access.Supervisor && networkCode.MatchString(code) {
		return access.Network
	}
	return PlaceOf(r)
}

// AddUser lets somebody sign in. Password may be empty for a demo persona,
// and for nobody else. It answers with the user's id.
type AddUser struct {
	Username string
	Name     string
	Password string
	Persona  string
	Grants   []Grant
}

// Needs names the permission.
func (AddUser) Needs() access.Permission { return access.Users }

// Do checks and writes the user.
func (c AddUser) Do(_ context.Context, tx *gate.Tx) (string, error) {
	c.Username = strings.ToLower(strings.TrimSpace(c.Username))
	c.Name = strings.TrimSpace(c.Name)
	var check fault.Check
	check.Require(c.Username != "" && len(c.Username) <= 80 && !strings.ContainsAny(c.Username, " \t\n"), "username", "Enter a user name without spaces, at most 80 characters")
	check.Require(c.Name != "" && len(c.Name) <= 200, "name", "Enter the person's name, at most 200 characters")
	if c.Persona == "" {
		if err := CheckNewPassword(c.Username, c.Password); err != nil {
			check.Fail("password", "%s", fault.Says(err))
		}
	}
	checkGrants(tx, &check, c.Grants)
	if err := check.Err(); err != nil {
		return "", err
	}
	if _, taken, err := db.Maybe[string](tx.Tx, "SELECT id FROM app_user WHERE username = $1", c.Username); err != nil {
		return "", err
	} else if taken {
		return "", fault.Wrong("username", "There is a user named %s already", c.Username)
	}
	hash, at := "", calendar.Instant{}
	if c.Password != "" {
		hash, at = hashPassword(c.Password), tx.Now
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO app_user ("+userColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", id, c.Username, c.Name, hash, c.Persona, true, 1, tx.Now, at); err != nil {
		return "", err
	}
	tx.Touched("user", id, "", "added "+c.Username+": "+describe(c.Grants))
	return id, writeGrants(tx, id, c.Grants)
}

func checkGrants(tx *gate.Tx, check *fault.Check, grants []Grant) {
	check.Require(len(grants) > 0, "role", "Choose at least one role")
	for _, g := range grants {
		if !slices.Contains(access.Roles(), g.Role) {
			check.Fail("role", "There is no role called %q", string(g.Role))
			continue
		}
		if g.Place != PlaceOf(g.Role) && (g.Role != access.Supervisor || g.Place != access.Network) {
			check.Fail("role", "The role %s is held at a %s", g.Role, PlaceOf(g.Role))
			continue
		}
		if g.Place == access.England {
			continue
		}
		if _, err := network.PlaceName(tx, g.Place, g.Code, tx.Today()); err != nil {
			check.Fail("code", "There is no %s with the code %q today", g.Place, g.Code)
		}
	}
}

func writeGrants(tx *gate.Tx, id string, grants []Grant) error {
	for _, g := range grants {
		if _, err := tx.Exec("INSERT INTO user_grant (user_id, role, place, code) VALUES ($1,$2,$3,$4) ON CONFLICT DO NOTHING", id, g.Role, g.Place, g.Code); err != nil {
			return err
		}
	}
	return nil
}

func describe(grants []Grant) string {
	var out []string
	for _, g := range grants {
		out = append(out, strings.TrimSpace(string(g.Role)+" "+g.Code))
	}
	return strings.Join(out, ", ")
}

// Listing is one row of the list of users.
type Listing struct {
	User
	Grants []Grant
	Seen   calendar.Instant
}

// List lists the users.
type List struct{}

// Needs names the permission.
func (List) Needs() access.Permission { return access.Users }

// Ask lists them by name.
func (List) Ask(_ context.Context, tx *gate.Tx) ([]Listing, error) {
	users, err := db.All[User](tx.Tx, "SELECT "+userColumns+" FROM app_user ORDER BY active DESC, lower(name), id")
	if err != nil {
		return nil, err
	}
	type held struct {
		UserID string
		Grant
	}
	grants, err := db.All[held](tx.Tx, "SELECT user_id, role, place, code FROM user_grant ORDER BY role, code")
	if err != nil {
		return nil, err
	}
	type last struct {
		UserID string
		Seen   calendar.Instant
	}
	seen, err := db.All[last](tx.Tx, "SELECT user_id, max(seen_at) AS seen FROM user_session GROUP BY user_id")
	if err != nil {
		return nil, err
	}
	out := make([]Listing, len(users))
	for i, u := range users {
		u.Password = ""
		out[i].User = u
		for _, g := range grants {
			if g.UserID == u.ID {
				out[i].Grants = append(out[i].Grants, g.Grant)
			}
		}
		for _, s := range seen {
			if s.UserID == u.ID {
				out[i].Seen = s.Seen
			}
		}
	}
	tx.Listed("user", "all", len(out))
	return out, nil
}

// ChangeUser changes a user's name, roles and whether they may sign in. Who
// may no longer sign in loses every session at once.
type ChangeUser struct {
	ID      string
	Version int
	Name    string
	Active  bool
	Grants  []Grant
	Reason  string
}

// Needs names the permission.
func (ChangeUser) Needs() access.Permission { return access.Users }

// Do checks the version that was read and writes.
func (c ChangeUser) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	var check fault.Check
	c.Name = strings.TrimSpace(c.Name)
	check.Require(c.Name != "" && len(c.Name) <= 200, "name", "Enter the person's name, at most 200 characters")
	checkGrants(tx, &check, c.Grants)
	check.Require(c.ID != tx.Actor.ID || c.Active, "active", "You can't close your own account")
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := db.One[string](tx.Tx, "user", "SELECT id FROM app_user WHERE id = $1", c.ID); err != nil {
		return false, err
	}
	n, err := tx.Exec("UPDATE app_user SET name = $1, active = $2, version = version + 1 WHERE id = $3 AND version = $4", c.Name, c.Active, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if n == 0 {
		return false, fault.Moved("Somebody else changed this user since you opened the page. Look at what it says now and change it again")
	}
	if _, err := tx.Exec("DELETE FROM user_grant WHERE user_id = $1", c.ID); err != nil {
		return false, err
	}
	if err := writeGrants(tx, c.ID, c.Grants); err != nil {
		return false, err
	}
	if !c.Active {
		if _, err := tx.Exec("UPDATE user_session SET ended_at = $1, ended_why = 'account closed' WHERE user_id = $2 AND ended_at IS NULL", tx.Now, c.ID); err != nil {
			return false, err
		}
	}
	state := "open"
	if !c.Active {
		state = "closed"
	}
	tx.Touched("user", c.ID, "", "changed to "+state+", "+describe(c.Grants)+": "+clip(c.Reason, 200))
	return true, nil
}

// SetPassword gives a user a new password and ends their sessions.
type SetPassword struct{ ID, Password string }

// Needs names the permission.
func (SetPassword) Needs() access.Permission { return access.Users }

// Do checks and writes it.
func (c SetPassword) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	u, err := db.One[User](tx.Tx, "user", "SELECT "+userColumns+" FROM app_user WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if err := CheckNewPassword(u.Username, c.Password); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE app_user SET password = $1, password_at = $2, version = version + 1 WHERE id = $3", hashPassword(c.Password), tx.Now, c.ID); err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE user_session SET ended_at = $1, ended_why = 'password changed' WHERE user_id = $2 AND ended_at IS NULL", tx.Now, c.ID)
	tx.Touched("user", c.ID, "", "new password")
	return true, err
}

// ChangePassword changes one's own password; the other sessions end.
type ChangePassword struct {
	Who Verified // proof of the present password
	New string
}

// Needs names the permission.
func (ChangePassword) Needs() access.Permission { return access.Self }

// Do checks and writes it.
func (c ChangePassword) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if c.Who.user.ID != tx.Actor.ID {
		return false, fault.Wrong("current", "The present password is wrong")
	}
	if err := CheckNewPassword(c.Who.user.Username, c.New); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE app_user SET password = $1, password_at = $2, version = version + 1 WHERE id = $3", hashPassword(c.New), tx.Now, tx.Actor.ID); err != nil {
		return false, err
	}
	_, err := tx.Exec("UPDATE user_session SET ended_at = $1, ended_why = 'password changed' WHERE user_id = $2 AND id <> $3 AND ended_at IS NULL", tx.Now, tx.Actor.ID, tx.Actor.Session)
	tx.Touched("user", tx.Actor.ID, "", "changed their password")
	return true, err
}

// MarkDemo marks the records as a demo, whose personas sign in with one
// press. It can't be undone, and is refused where real users exist.
type MarkDemo struct{}

// Needs names the permission.
func (MarkDemo) Needs() access.Permission { return access.Users }

// Do marks it.
func (MarkDemo) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM app_user WHERE persona = ''")
	if err != nil {
		return false, err
	}
	if n > 0 {
		return false, fault.Refused("These records have real users and can't become a demo")
	}
	_, err = tx.Exec("INSERT INTO setting (key, value) VALUES ('demo', 'yes') ON CONFLICT (key) DO NOTHING")
	tx.Touched("setting", "demo", "", "marked as a demo")
	return true, err
}

// AnyUsers asks whether anybody can sign in yet, and whether this is a demo.
type AnyUsers struct{}

// Standing is the answer to AnyUsers.
type Standing struct {
	Users int
	Demo  bool
}

// Needs names the permission.
func (AnyUsers) Needs() access.Permission { return access.SignIn }

// Ask counts.
func (AnyUsers) Ask(_ context.Context, tx *gate.Tx) (Standing, error) {
	tx.Nobody("a count of users")
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM app_user")
	if err != nil {
		return Standing{}, err
	}
	demo, err := isDemo(tx)
	return Standing{n, demo}, err
}

// Username asks for one's own user name.
type Username struct{}

// Needs names the permission.
func (Username) Needs() access.Permission { return access.Self }

// Ask gives it.
func (Username) Ask(_ context.Context, tx *gate.Tx) (string, error) {
	tx.Nobody("one's own user name")
	return db.One[string](tx.Tx, "user", "SELECT username FROM app_user WHERE id = $1", tx.Actor.ID)
}

// Practitioners asks which users hold the practitioner's role in a network,
// so that a post can be joined to the one who signs in.
type Practitioners struct{ PCN string }

// Needs names the permission.
func (Practitioners) Needs() access.Permission { return access.EditWorkforce }

// Ask lists their ids and names; another network's are not found.
func (q Practitioners) Ask(_ context.Context, tx *gate.Tx) ([]Persona, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	list, err := db.All[Persona](tx.Tx, `SELECT u.id, u.name, '' AS persona, g.role, g.place, g.code FROM app_user u JOIN user_grant g ON g.user_id = u.id
		WHERE u.active AND g.role = $1 AND g.code = $2 ORDER BY u.name, u.id`, access.Practitioner, q.PCN)
	tx.Listed("user", "practitioners of "+q.PCN, len(list))
	return list, err
}
