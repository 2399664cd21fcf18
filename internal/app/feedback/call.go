package feedback

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Call is that somebody would like to be rung about how it was for them.
type Call struct {
	ID       string
	Person   string
	PCN      string `db:"pcn"`
	About    string // "" when they did not say
	AskedAt  calendar.Instant
	Outcome  string
	DoneName string
	DoneAt   calendar.Instant
	Version  int
	Who      person.Person `db:"-"`
}

const callColumns = "id, person, pcn, about, asked_at, outcome, done_name, done_at, version"

func wants(tx *gate.Tx, p person.Person, pcn, what string) error {
	id := tx.NewID()
	tx.TouchedAt("feedback call", id, p.ID, pcn, "would like to be rung about how it was")
	_, err := tx.Exec("INSERT INTO feedback_call ("+callColumns+") VALUES ($1,$2,$3,$4,$5,'','',NULL,1)", id, p.ID, pcn, what, tx.Now)
	return err
}

// AskCall records that somebody said, at the desk or on paper, that they would
// like to be rung.
type AskCall struct{ Person, About string }

// Needs names the permission.
func (AskCall) Needs() access.Permission { return access.OfferFeedback }

// Do records it.
func (c AskCall) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	p, x, err := forAsking(tx, c.Person)
	if err != nil {
		return false, err
	}
	c.About = strings.TrimSpace(c.About)
	var check fault.Check
	check.Require(len([]rune(c.About)) <= MaxText, "about", "Please use at most 2,000 characters here")
	if err := check.Err(); err != nil {
		return false, err
	}
	return true, wants(tx, p, x.PCN, c.About)
}

// Calls lists who would like to be rung, the longest wait first; with Done who
// was rung in the last four weeks, the newest first.
type Calls struct {
	PCN  string
	Done bool
}

// Needs names the permission.
func (Calls) Needs() access.Permission { return access.OfferFeedback }

// Ask loads them: people of one's own practices or whole networks.
func (q Calls) Ask(_ context.Context, tx *gate.Tx) ([]Call, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	where, args := "done_at IS NULL ORDER BY asked_at, id", []any{q.PCN}
	if q.Done {
		where, args = "done_at > $2 ORDER BY done_at DESC, id", append(args, tx.Now.Add(-28*24*hour))
	}
	list, err := db.All[Call](tx.Tx, "SELECT "+callColumns+" FROM feedback_call WHERE pcn = $1 AND "+where, args...)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range list {
		ids = append(ids, c.Person)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	var out []Call
	for _, c := range list {
		if p, ok := people[c.Person]; ok {
			c.Who = p
			out = append(out, c)
			tx.Saw(p.ID, "would like to be rung about how it was")
		}
	}
	tx.Listed("feedback call", q.PCN, len(out))
	return out, nil
}

// Rang ends a call with what came of it. Faults name outcome.
type Rang struct {
	ID      string
	Version int
	Outcome string
}

// Needs names the permission.
func (Rang) Needs() access.Permission { return access.OfferFeedback }

// Do ends it.
func (c Rang) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	x, err := db.One[Call](tx.Tx, "call", "SELECT "+callColumns+" FROM feedback_call WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	p, err := person.Load(tx, x.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("call")
	}
	if err != nil {
		return false, err
	}
	c.Outcome = strings.TrimSpace(c.Outcome)
	var check fault.Check
	check.Require(c.Outcome != "", "outcome", "Say what came of it, for example: rang twice, nobody answered, wrote a letter")
	check.Require(len([]rune(c.Outcome)) <= MaxText, "outcome", "Please use at most 2,000 characters here")
	if err := check.Err(); err != nil {
		return false, err
	}
	if !x.DoneAt.IsZero() || x.Version != c.Version {
		return false, fault.Moved("This was dealt with by %s, %s: %s", x.DoneName, x.DoneAt.Long(), x.Outcome)
	}
	tx.TouchedAt("feedback call", x.ID, p.ID, x.PCN, "rang about how it was")
	_, err = tx.Exec("UPDATE feedback_call SET outcome = $1, done_name = $2, done_at = $3, version = version + 1 WHERE id = $4", c.Outcome, tx.Actor.Name, tx.Now, x.ID)
	return true, err
}
