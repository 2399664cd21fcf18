package feedback

import (
	"context"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

const hour = time.Hour

// States of a text.
const (
	Waiting = "waiting"
	Shown   = "shown"
	Hidden  = "hidden"
)

// Text is what somebody wrote, with what it stood beside.
type Text struct {
	ID         string
	PCN        string `db:"pcn"`
	Part       string // "why", "well" or "better"
	Body       string
	State      string
	HiddenWhy  string
	ReadName   string
	ReadAt     calendar.Instant
	RaisedTold string
	RaisedDone string
	RaisedName string
	RaisedAt   calendar.Instant
	Version    int

	Practice     string // of the answer
	Service      string
	Month        calendar.Month
	Overall      string
	PracticeName string `db:"-"`
}

// Question is what the text answers.
func (t Text) Question() string {
	return map[string]string{"why": Why, "well": Well, "better": Better}[t.Part]
}

const textColumns = `t.id, t.pcn, t.part, t.body, t.state, t.hidden_why, t.read_name, t.read_at, t.raised_told, t.raised_done, t.raised_name, t.raised_at, t.version,
	a.practice, a.service, a.month, a.overall FROM feedback_text t JOIN feedback_answer a ON a.id = t.answer`

// ToRead lists what people wrote, for the reader: what waits, what was hidden,
// what was shown.
type ToRead struct{ PCN, State string }

// Reading is the answer to ToRead.
type Reading struct {
	List   []Text
	Counts map[string]int // by state
	Raised int
}

// Needs names the permission.
func (ToRead) Needs() access.Permission { return access.ReadFeedback }

// Ask loads it.
func (q ToRead) Ask(_ context.Context, tx *gate.Tx) (Reading, error) {
	r := Reading{Counts: map[string]int{}}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return r, fault.Missing("network")
	}
	list, err := db.All[Text](tx.Tx, "SELECT "+textColumns+" WHERE t.pcn = $1 ORDER BY a.month DESC, t.answer, t.part", q.PCN)
	if err != nil {
		return r, err
	}
	for _, t := range list {
		r.Counts[t.State]++
		if !t.RaisedAt.IsZero() {
			r.Raised++
		}
		if t.State == q.State {
			r.List = append(r.List, t)
		}
	}
	tx.Listed("feedback text", q.PCN+" "+q.State, len(r.List))
	return r, named(tx, r.List)
}

func named(tx *gate.Tx, list []Text) error {
	names := map[string]string{}
	for i := range list {
		code := list[i].Practice
		if _, ok := names[code]; !ok {
			name, err := network.PlaceName(tx, access.Practice, code, tx.Today())
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			names[code] = name
		}
		list[i].PracticeName = names[code]
	}
	return nil
}

// OneText asks for one text, for the reader.
type OneText struct{ ID string }

// Needs names the permission.
func (OneText) Needs() access.Permission { return access.ReadFeedback }

// Ask loads it.
func (q OneText) Ask(_ context.Context, tx *gate.Tx) (Text, error) {
	t, err := textOf(tx, q.ID)
	if err != nil {
		return t, err
	}
	tx.Listed("feedback text", t.PCN+" "+t.ID, 1)
	list := []Text{t}
	err = named(tx, list)
	return list[0], err
}

func textOf(tx *gate.Tx, id string) (Text, error) {
	t, err := db.One[Text](tx.Tx, "text", "SELECT "+textColumns+" WHERE t.id = $1", id)
	if err == nil && !tx.Scope.WholeNetwork(t.PCN) {
		return Text{}, fault.Missing("text")
	}
	return t, err
}

// Reasons are why a text is hidden.
var Reasons = []string{"It names or describes somebody", "Somebody could be recognised by it", "It is about somebody else’s health", "It is abusive", "Another reason"}

// Decide says whether others see a text, or see it no longer. A hidden text
// stays readable to the reader. Faults name show and why.
type Decide struct {
	ID      string
	Version int
	Show    string // "yes" or "no"
	Why     string // of Reasons, when it is hidden
}

// Needs names the permission.
func (Decide) Needs() access.Permission { return access.ReadFeedback }

// Do decides.
func (c Decide) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	t, err := textOf(tx, c.ID)
	if err != nil {
		return false, err
	}
	var check fault.Check
	check.Require(c.Show == "yes" || c.Show == "no", "show", "Say whether others see it")
	check.Require(c.Show != "no" || slices.Contains(Reasons, c.Why), "why", "Say why it is hidden")
	if err := check.Err(); err != nil {
		return false, err
	}
	if t.Version != c.Version {
		return false, fault.Moved("%s has decided about this text, %s", t.ReadName, t.ReadAt.Long())
	}
	state := Shown
	if c.Show == "no" {
		state = Hidden
	} else {
		c.Why = ""
	}
	tx.TouchedAt("feedback text", t.ID, "", t.PCN, "read what somebody wrote: "+state)
	_, err = tx.Exec("UPDATE feedback_text SET state = $1, hidden_why = $2, read_name = $3, read_at = $4, version = version + 1 WHERE id = $5", state, c.Why, tx.Actor.Name, tx.Now, t.ID)
	return true, err
}

// Raise says what was done because a text says that somebody needs help now.
// Nobody knows who wrote it; whoever reads it thinks with others about who may
// be meant. Faults name told and done.
type Raise struct {
	ID         string
	Version    int
	Told, Done string
}

// Needs names the permission.
func (Raise) Needs() access.Permission { return access.ReadFeedback }

// Do keeps it.
func (c Raise) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	t, err := textOf(tx, c.ID)
	if err != nil {
		return false, err
	}
	c.Told, c.Done = strings.TrimSpace(c.Told), strings.TrimSpace(c.Done)
	var check fault.Check
	check.Require(c.Told != "", "told", "Say who was told")
	check.Require(c.Done != "", "done", "Say what was done")
	check.Require(len([]rune(c.Told)) <= MaxText && len([]rune(c.Done)) <= MaxText, "done", "Please use at most 2,000 characters here")
	if err := check.Err(); err != nil {
		return false, err
	}
	if t.Version != c.Version {
		return false, fault.Moved("This text has changed since: look again")
	}
	tx.TouchedAt("feedback text", t.ID, "", t.PCN, "raised what somebody wrote")
	_, err = tx.Exec("UPDATE feedback_text SET raised_told = $1, raised_done = $2, raised_name = $3, raised_at = $4, version = version + 1 WHERE id = $5", c.Told, c.Done, tx.Actor.Name, tx.Now, t.ID)
	return true, err
}
