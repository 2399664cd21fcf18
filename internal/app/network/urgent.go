package network

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// UrgentRoute is where to turn when help is needed today. Practice is "" for
// a route of the whole network.
type UrgentRoute struct {
	ID        string
	PCN       string `db:"pcn"`
	Practice  string
	Position  int
	Label     string // "NHS 111, mental health option"
	Number    string // "111, then 2"
	Hours     string
	WhoFor    string
	StaffOnly bool // for whoever works here: never read out to a person
	Owner     string
	CheckedOn calendar.Date
	CheckedBy string
	Since     calendar.Instant
	Until     calendar.Instant
}

const urgentColumns = "id, pcn, practice, position, label, number, hours, who_for, staff_only, owner, checked_on, checked_by, since, until"

// staleAfter is how many days after its check a route asks to be checked.
const staleAfter = 31

// Stale says whether the number should be checked again.
func (r UrgentRoute) Stale(today calendar.Date) bool {
	return r.CheckedOn.IsZero() || today.DaysSince(r.CheckedOn) > staleAfter
}

// National says whether the route is one of the national ones, which stand in
// where a network has entered none.
func (r UrgentRoute) National() bool { return r.ID == "" }

// RoutesFor lists the urgent routes of a practice, or of the whole network
// when practice is "". A network that has entered none has the national ones,
// which nobody here has checked.
func RoutesFor(tx *gate.Tx, pcn, practice string) ([]UrgentRoute, error) {
	list, err := db.All[UrgentRoute](tx.Tx, "SELECT "+urgentColumns+" FROM urgent_route WHERE until IS NULL AND pcn = $1 AND (practice = '' OR practice = $2) ORDER BY position, label", pcn, practice)
	if err != nil || len(list) > 0 {
		return list, err
	}
	for i, r := range policy.NationalRoutes.Routes {
		list = append(list, UrgentRoute{PCN: pcn, Position: i + 1, Label: r.Label, Number: r.Number, Hours: r.Hours, WhoFor: r.WhoFor, Owner: policy.NationalRoutes.Source.Name})
	}
	return list, nil
}

// Urgent asks for the urgent routes of the network in which one works.
type Urgent struct{ PCN, Practice string }

// Needs names the permission.
func (Urgent) Needs() access.Permission { return access.SeeUrgent }

// Ask lists them.
func (q Urgent) Ask(_ context.Context, tx *gate.Tx) ([]UrgentRoute, error) {
	tx.Nobody("telephone numbers of services")
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	return RoutesFor(tx, q.PCN, q.Practice)
}

// UrgentRoutes asks for every urgent route of a network that is in use, those
// of single practices too, for whoever keeps them right.
type UrgentRoutes struct{ PCN string }

// Needs names the permission.
func (UrgentRoutes) Needs() access.Permission { return access.EditUrgent }

// Ask lists them, those of the whole network first.
func (q UrgentRoutes) Ask(_ context.Context, tx *gate.Tx) ([]UrgentRoute, error) {
	tx.Nobody("telephone numbers of services")
	if !tx.Scope.WholeNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	return db.All[UrgentRoute](tx.Tx, "SELECT "+urgentColumns+" FROM urgent_route WHERE until IS NULL AND pcn = $1 ORDER BY practice, position, label, id", q.PCN)
}

// SetUrgent adds a route, or replaces the one with the ID. The old one keeps
// until when it held.
type SetUrgent struct {
	ID, PCN, Practice                   string
	Position                            int
	Label, Number, Hours, WhoFor, Owner string
	StaffOnly                           bool
}

// Needs names the permission.
func (SetUrgent) Needs() access.Permission { return access.EditUrgent }

// Do writes it; setting a route counts as checking it today.
func (c SetUrgent) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	var check fault.Check
	check.Require(strings.TrimSpace(c.Label) != "" && len(c.Label) <= 200, "label", "Enter the name of the route")
	check.Require(strings.TrimSpace(c.Number) != "" && len(c.Number) <= 100, "number", "Enter the number, or where to go")
	check.Require(strings.TrimSpace(c.Owner) != "" && len(c.Owner) <= 200, "owner", "Enter who keeps this number right")
	check.Require(len(c.Hours) <= 200, "hours", "The hours must be at most 200 characters")
	check.Require(len(c.WhoFor) <= 400, "who", "Who it is for must be at most 400 characters")
	check.Require(c.Position >= 0 && c.Position <= 99, "position", "The position must be from 0 to 99")
	if c.Practice != "" {
		practices, err := PracticesOf(tx, c.PCN, tx.Today())
		if err != nil {
			return "", err
		}
		check.Require(slices.ContainsFunc(practices, func(p Practice) bool { return p.Code == c.Practice }), "practice", "Choose a practice of this network")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if c.ID != "" {
		n, err := tx.Exec("UPDATE urgent_route SET until = $1 WHERE id = $2 AND pcn = $3 AND until IS NULL", tx.Now, c.ID, c.PCN)
		if err != nil {
			return "", err
		}
		if n == 0 {
			if _, err := db.One[string](tx.Tx, "urgent route", "SELECT id FROM urgent_route WHERE id = $1 AND pcn = $2", c.ID, c.PCN); err != nil {
				return "", err
			}
			return "", fault.Moved("Somebody changed this route since you opened the page")
		}
	}
	id := tx.NewID()
	_, err := tx.Exec("INSERT INTO urgent_route ("+urgentColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,NULL)",
		id, c.PCN, c.Practice, c.Position, strings.TrimSpace(c.Label), strings.TrimSpace(c.Number), c.Hours, c.WhoFor, c.StaffOnly, c.Owner, tx.Today(), tx.Actor.Name, tx.Now)
	tx.TouchedAt("urgent route", id, "", c.PCN, c.Label+": "+c.Number)
	return id, err
}

// CheckUrgent says that a number was tried today and is right; RetireUrgent
// that it is no longer used.
type CheckUrgent struct {
	PCN, ID string
	Retire  bool
}

// Needs names the permission.
func (CheckUrgent) Needs() access.Permission { return access.EditUrgent }

// Do writes it.
func (c CheckUrgent) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("urgent route")
	}
	what, n, err := "checked", int64(0), error(nil)
	if c.Retire {
		what = "no longer used"
		n, err = tx.Exec("UPDATE urgent_route SET until = $1 WHERE id = $2 AND pcn = $3 AND until IS NULL", tx.Now, c.ID, c.PCN)
	} else {
		n, err = tx.Exec("UPDATE urgent_route SET checked_on = $1, checked_by = $2 WHERE id = $3 AND pcn = $4 AND until IS NULL", tx.Today(), tx.Actor.Name, c.ID, c.PCN)
	}
	if err == nil && n == 0 {
		return false, fault.Missing("urgent route")
	}
	tx.TouchedAt("urgent route", c.ID, "", c.PCN, what)
	return true, err
}
