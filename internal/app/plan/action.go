package plan

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/written"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/outline"
)

// Who does something.
const (
	ByPerson       = "person"
	ByPractitioner = "practitioner"
	ByOther        = "other"
)

// What became of an action.
const (
	StateOpen    = "open"
	StateDone    = "done"
	StateDropped = "dropped" // no longer needed
)

// Action is something to be done by the plan.
type Action struct {
	ID         string
	Person     string
	PCN        string `db:"pcn"`
	What       string
	Who        string        // ByPerson, ByPractitioner or ByOther
	WhoName    string        // with ByOther
	ByDay      calendar.Date // zero when no day is set
	RecordedAt calendar.Instant
	ByName     string

	Version  int // how often something was said about it
	State    string
	Words    string // what was said last
	SaidOn   calendar.Date
	SaidName string
}

// Overdue reports whether an open action should have been done before today.
func (a Action) Overdue(today calendar.Date) bool {
	return a.State == StateOpen && !a.ByDay.IsZero() && a.ByDay.Before(today)
}

// Owner says who does it, seen from our side.
func (a Action) Owner() string {
	switch a.Who {
	case ByPerson:
		return "the person"
	case ByPractitioner:
		return "the practitioner"
	}
	return a.WhoName
}

// StateText says what became of it.
func (a Action) StateText() string {
	switch a.State {
	case StateDone:
		return "done on " + a.SaidOn.Medium()
	case StateDropped:
		return "no longer needed"
	}
	return "not done yet"
}

func (a Action) row(p person.Person) []string {
	owner, by := a.WhoName, ""
	switch a.Who {
	case ByPerson:
		owner = p.Name()
	case ByPractitioner:
		owner = a.ByName + ", practitioner"
	}
	if !a.ByDay.IsZero() {
		by = a.ByDay.String()
	}
	return []string{a.What, owner, by, a.StateText()}
}

// actionsOf gives the actions of a person: open ones first, the earliest day
// first, those without a day after them.
func actionsOf(tx *gate.Tx, p person.Person) ([]Action, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var args db.Args
	list, err := db.All[Action](tx.Tx, `SELECT a.id, a.person, a.pcn, a.what, a.who, a.who_name, a.by_day, a.recorded_at, a.by_name,
		coalesce(s.version, 0) AS version, coalesce(s.state, 'open') AS state, coalesce(s.words, '') AS words, s.on_day AS said_on, coalesce(s.by_name, '') AS said_name
		FROM plan_action a LEFT JOIN plan_action_said s ON s.action = a.id AND s.version = (SELECT max(x.version) FROM plan_action_said x WHERE x.action = a.id)
		WHERE a.person IN `+args.In(ids), args.List...)
	slices.SortFunc(list, func(a, b Action) int {
		if (a.State == StateOpen) != (b.State == StateOpen) {
			if a.State == StateOpen {
				return -1
			}
			return 1
		}
		if a.ByDay.IsZero() != b.ByDay.IsZero() {
			if a.ByDay.IsZero() {
				return 1
			}
			return -1
		}
		if c := a.ByDay.Compare(b.ByDay); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list, err
}

// newActions reads the further actions of a form; they leave the body, where
// the list of actions takes their place.
func newActions(r *written.Ready, check *fault.Check) []Action {
	p, _ := r.Outline.Part(PartNew)
	var out []Action
	for i, row := range r.Body.Rows[PartNew] {
		if len(row) != len(p.Cols) {
			check.Fail(PartNew, "The actions can’t be read")
			continue
		}
		a := Action{What: row[0], Who: row[1], WhoName: row[2], State: StateOpen}
		if row[3] != "" {
			day, err := outline.ParseDay(row[3])
			check.Require(err == nil, outline.Cell(p, i+1, p.Cols[3]), "By when must be a day, for example 4/12/2026")
			a.ByDay = day
		}
		check.Require(a.What != "", outline.Cell(p, i+1, p.Cols[0]), "Action %d: write what is to be done", i+1)
		check.Require(len([]rune(a.What)) <= outline.MaxCell, outline.Cell(p, i+1, p.Cols[0]), "What is to be done must be at most 300 characters")
		check.Require(a.Who != "", outline.Cell(p, i+1, p.Cols[1]), "Action %d: choose who does it", i+1)
		check.Require(a.Who != ByOther || a.WhoName != "", outline.Cell(p, i+1, p.Cols[2]), "Action %d: enter the name of who does it", i+1)
		check.Require(len([]rune(a.WhoName)) <= outline.MaxCell, outline.Cell(p, i+1, p.Cols[2]), "The name must be at most 300 characters")
		out = append(out, a)
	}
	delete(r.Body.Rows, PartNew)
	return out
}

func add(tx *gate.Tx, p person.Person, a Action) (string, error) {
	id := tx.NewID()
	if a.Who != ByOther {
		a.WhoName = ""
	}
	var by any
	if !a.ByDay.IsZero() {
		by = a.ByDay
	}
	tx.TouchedAt("action", id, p.ID, p.PCN, "added an action to the plan")
	_, err := tx.Exec("INSERT INTO plan_action (id, person, pcn, what, who, who_name, by_day, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		id, p.ID, p.PCN, a.What, a.Who, a.WhoName, by, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// OneAction asks for one action.
type OneAction struct{ ID string }

// ActionSheet is the answer to OneAction.
type ActionSheet struct {
	Action
	Person person.Person
}

// Needs names the permission.
func (OneAction) Needs() access.Permission { return access.SeeCare }

// Ask finds it.
func (q OneAction) Ask(_ context.Context, tx *gate.Tx) (ActionSheet, error) {
	a, p, err := loadAction(tx, q.ID)
	if err == nil {
		tx.Saw(p.ID, "an action of the plan")
	}
	return ActionSheet{a, p}, err
}

func loadAction(tx *gate.Tx, id string) (Action, person.Person, error) {
	owner, err := db.One[string](tx.Tx, "action", "SELECT person FROM plan_action WHERE id = $1", id)
	if err != nil {
		return Action{}, person.Person{}, err
	}
	p, err := person.Load(tx, owner)
	if fault.Is(err, fault.NotFound) {
		return Action{}, p, fault.Missing("action")
	}
	if err != nil {
		return Action{}, p, err
	}
	list, err := actionsOf(tx, p)
	if err != nil {
		return Action{}, p, err
	}
	return list[slices.IndexFunc(list, func(a Action) bool { return a.ID == id })], p, nil
}

// SayAction says what became of an action: done, open again, or no longer
// needed, which needs a reason. Version is how often something was said
// before; when it was more often, it is a Conflict. Faults name the fields
// state, words and on. It answers with the person's id.
type SayAction struct {
	ID      string
	Version int
	State   string
	Words   string
	On      calendar.Date
}

// Needs names the permission.
func (SayAction) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c SayAction) Do(_ context.Context, tx *gate.Tx) (string, error) {
	a, p, err := loadAction(tx, c.ID)
	if err != nil {
		return "", err
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(c.State == StateOpen || c.State == StateDone || c.State == StateDropped, "state", "Choose what became of it")
	check.Require(c.State != StateDropped || c.Words != "", "words", "Say why it is no longer needed")
	check.Require(len([]rune(c.Words)) <= MaxWhy, "words", "The words must be at most 1,000 characters")
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	check.Require(c.On.IsZero() || !c.On.Before(tx.Today().AddYears(-2)), "on", "The day must be within the last two years")
	if err := check.Err(); err != nil {
		return "", err
	}
	if a.Version != c.Version {
		return "", fault.Moved("%s has said already that it is %s", a.SaidName, a.StateText())
	}
	tx.TouchedAt("action", a.ID, p.ID, a.PCN, "said what became of an action: "+c.State)
	_, err = tx.Exec("INSERT INTO plan_action_said (action, version, state, words, on_day, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
		a.ID, c.Version+1, c.State, c.Words, c.On, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return p.ID, err
}
