// Package workforce is the room of posts and of the practitioners who hold
// them.
package workforce

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Practitioner is somebody who holds a post. Does and DoesNot are the scope
// card that reception reads while booking.
type Practitioner struct {
	ID        string
	UserID    string
	Name      string
	RoleType  string // "Community mental health nurse"
	Gender    string // "woman", "man", "" when not said
	RingsFrom string // the number that people see when they are rung
	Does      string
	DoesNot   string
	Active    bool
	Version   int
}

const columns = "id, user_id, name, role_type, gender, rings_from, does, does_not, active, version"

// Post is a practitioner's place in a network.
type Post struct {
	ID           string
	Practitioner string
	PCN          string `db:"pcn"`
	Provider     string
	Model        network.Model
	Service      string // "adult" or "cyp"
	Band         string // Agenda for Change: "6", "8a"
	WTEPercent   int    `db:"wte_percent"` // 100 is full time
	FromDay      calendar.Date
	ToDay        calendar.Date // exclusive; zero is open
}

const postColumns = "id, practitioner, pcn, provider, model, service, band, wte_percent, from_day, to_day"

// InPost lists who is in post in a network on a day, by name.
func InPost(tx *gate.Tx, pcn string, day calendar.Date) ([]Practitioner, error) {
	return db.All[Practitioner](tx.Tx, "SELECT "+columns+` FROM practitioner WHERE active AND id IN (
		SELECT practitioner FROM post WHERE pcn = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2)) ORDER BY name, id`, pcn, day)
}

// Known gives practitioners by id, of whatever network: names on old bookings
// stay readable.
func Known(tx *gate.Tx, ids []string) (map[string]Practitioner, error) {
	var a db.Args
	list, err := db.All[Practitioner](tx.Tx, "SELECT "+columns+" FROM practitioner WHERE id IN "+a.In(ids), a.List...)
	out := make(map[string]Practitioner, len(list))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

// Own gives the practitioner that a user is; NotFound when they are none.
func Own(tx *gate.Tx, user string) (Practitioner, error) {
	return db.One[Practitioner](tx.Tx, "practitioner", "SELECT "+columns+" FROM practitioner WHERE user_id = $1 AND active ORDER BY id LIMIT 1", user)
}

// InNetwork gives a practitioner who holds, held or will hold a post in the
// network; anybody else is not found.
func InNetwork(tx *gate.Tx, pcn, id string) (Practitioner, error) {
	return db.One[Practitioner](tx.Tx, "practitioner", "SELECT "+columns+" FROM practitioner WHERE id = $1 AND id IN (SELECT practitioner FROM post WHERE pcn = $2)", id, pcn)
}

// Team lists who is in post in a network today.
type Team struct{ PCN string }

// Needs names the permission.
func (Team) Needs() access.Permission { return access.SeeWorkforce }

// Ask lists them; another network's team is not found.
func (q Team) Ask(_ context.Context, tx *gate.Tx) ([]Practitioner, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	list, err := InPost(tx, q.PCN, tx.Today())
	tx.Listed("practitioner", q.PCN, len(list))
	return list, err
}

// Appoint puts somebody in post. It answers with the practitioner's id.
type Appoint struct {
	UserID, Name, RoleType, Gender, RingsFrom, Does, DoesNot string
	PCN, Provider                                            string
	Model                                                    network.Model
	Service, Band                                            string
	WTEPercent                                               int
	From                                                     calendar.Date
}

// Needs names the permission.
func (Appoint) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes the practitioner and the post.
func (c Appoint) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	c.Name = strings.TrimSpace(c.Name)
	var check fault.Check
	check.Require(c.Name != "" && len(c.Name) <= 200, "name", "Enter the practitioner's name, at most 200 characters")
	check.Require(strings.TrimSpace(c.RoleType) != "", "role", "Enter what the practitioner is, for example community mental health nurse")
	check.Require(c.Model == network.Joint || c.Model == network.Independent || c.Model == network.VCSE, "model", "Choose how the post is employed")
	check.Require(c.Service == "adult" || c.Service == "cyp", "service", "Choose the service: adults, or children and young people")
	check.Require(c.WTEPercent > 0 && c.WTEPercent <= 100, "wte", "Enter the part of full time as 1 to 100 per cent")
	check.Require(!c.From.IsZero(), "from", "Enter the first day in post")
	if c.Model != network.Independent {
		if _, err := network.ProviderName(tx, c.Provider); err != nil {
			check.Fail("provider", "There is no provider with the code %q", c.Provider)
		}
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO practitioner ("+columns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", id, c.UserID, c.Name, c.RoleType, c.Gender, c.RingsFrom, c.Does, c.DoesNot, true, 1); err != nil {
		return "", err
	}
	_, err := tx.Exec("INSERT INTO post ("+postColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULL)", tx.NewID(), id, c.PCN, c.Provider, c.Model, c.Service, c.Band, c.WTEPercent, c.From)
	tx.TouchedAt("practitioner", id, "", c.PCN, "appointed "+c.Name)
	return id, err
}

// Scope changes a practitioner's scope card and the number they ring from.
type Scope struct {
	PCN, ID                  string
	Version                  int
	RingsFrom, Does, DoesNot string
}

// Needs names the permission.
func (Scope) Needs() access.Permission { return access.EditWorkforce }

// Do checks the version that was read and writes.
func (c Scope) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("practitioner")
	}
	p, err := InNetwork(tx, c.PCN, c.ID)
	if err != nil {
		return false, err
	}
	if p.Version != c.Version {
		return false, fault.Moved("Somebody else changed this scope card since you opened the page")
	}
	_, err = tx.Exec("UPDATE practitioner SET rings_from = $1, does = $2, does_not = $3, version = version + 1 WHERE id = $4", c.RingsFrom, c.Does, c.DoesNot, c.ID)
	tx.TouchedAt("practitioner", c.ID, "", c.PCN, "scope card changed")
	return true, err
}

// Member is a practitioner of a network with the post held there.
type Member struct {
	Practitioner
	Post Post
}

// Members lists everybody who holds, held or will hold a post in a network,
// those in post first.
type Members struct{ PCN string }

// Needs names the permission.
func (Members) Needs() access.Permission { return access.SeeWorkforce }

// Ask lists them; another network's are not found.
func (q Members) Ask(_ context.Context, tx *gate.Tx) ([]Member, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	posts, err := db.All[Post](tx.Tx, "SELECT "+postColumns+" FROM post WHERE pcn = $1 ORDER BY from_day DESC, id", q.PCN)
	if err != nil {
		return nil, err
	}
	if err := graded(tx, q.PCN, posts, tx.Today()); err != nil {
		return nil, err
	}
	ids := make([]string, len(posts))
	for i, p := range posts {
		ids[i] = p.Practitioner
	}
	known, err := Known(tx, ids)
	if err != nil {
		return nil, err
	}
	var now, others []Member
	for _, p := range posts {
		m := Member{known[p.Practitioner], p}
		if p.On(tx.Today()) {
			now = append(now, m)
		} else {
			others = append(others, m)
		}
	}
	tx.Listed("post", q.PCN, len(posts))
	return append(now, others...), nil
}

// On says whether the post is held on a day.
func (p Post) On(day calendar.Date) bool {
	return !day.Before(p.FromDay) && (p.ToDay.IsZero() || day.Before(p.ToDay))
}

// PostByID gives a post of a network with the band of today; another network's
// is not found.
func PostByID(tx *gate.Tx, pcn, id string) (Post, error) {
	p, err := entered(tx, pcn, id)
	if err != nil {
		return p, err
	}
	list := []Post{p}
	err = graded(tx, pcn, list, tx.Today())
	return list[0], err
}

// entered gives a post with the band that it was entered with.
func entered(tx *gate.Tx, pcn, id string) (Post, error) {
	return db.One[Post](tx.Tx, "post", "SELECT "+postColumns+" FROM post WHERE id = $1 AND pcn = $2", id, pcn)
}

// EndPost ends a post on its last day, inside the command of the room that
// knows who still holds people. Clinics go on until they are ended in the
// diary, where every booking is asked about.
func EndPost(tx *gate.Tx, p Post, last calendar.Date) error {
	if last.IsZero() || last.Before(p.FromDay) {
		return fault.Wrong("last", "Enter the last day in post, not before %s", p.FromDay.Long())
	}
	_, err := tx.Exec("UPDATE post SET to_day = $1 WHERE id = $2", last.AddDays(1), p.ID)
	tx.TouchedAt("post", p.ID, "", p.PCN, "ends on "+last.Long())
	return err
}
