package triage

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Group is one of the groups of people for whom the sources say the service
// is there.
type Group struct{ Key, Text string }

// Groups are the focus groups. A practitioner says so; nothing works it out,
// and nothing is refused for the want of one.
var Groups = []Group{
	{"between", "Needs that fit neither NHS Talking Therapies nor secondary care"},
	{"stable", "Severe mental illness that is stable"},
	{"personality", "Traits of a personality disorder"},
	{"transition", "17 to 25, moving on from children’s services"},
	{"older", "An older adult with complex needs"},
	{"first", "First contact with mental health services"},
	{"co-existing", "Co-existing conditions: physical, neurodevelopmental, substance use, learning disability"},
}

// Fact is one group that somebody set for a person.
type Fact struct {
	ID        string
	Person    string
	PCN       string `db:"pcn"`
	Grp       string
	SetBy     string
	SetName   string
	SetAt     calendar.Instant
	TakenName string
	TakenWhy  string
	TakenAt   calendar.Instant // zero while it holds
}

// Text names the group as a page does.
func (f Fact) Text() string {
	for _, g := range Groups {
		if g.Key == f.Grp {
			return g.Text
		}
	}
	return f.Grp
}

// Focus asks which groups were set for a person.
type Focus struct{ Person string }

// Facts is the answer: those that hold, and those that were taken back.
type Facts struct {
	Person person.Person
	Holds  []Fact
	Past   []Fact
}

// Keys gives the groups that hold, in the order of Groups.
func (f Facts) Keys() []string {
	var out []string
	for _, g := range Groups {
		if slices.ContainsFunc(f.Holds, func(x Fact) bool { return x.Grp == g.Key }) {
			out = append(out, g.Key)
		}
	}
	return out
}

// Needs names the permission.
func (Focus) Needs() access.Permission { return access.SeeCare }

// Ask lists them.
func (q Focus) Ask(_ context.Context, tx *gate.Tx) (Facts, error) {
	f, err := facts(tx, q.Person)
	if err == nil {
		tx.Saw(f.Person.ID, "whom the service is for")
	}
	return f, err
}

func facts(tx *gate.Tx, id string) (Facts, error) {
	var out Facts
	p, err := person.Load(tx, id)
	if err != nil {
		return out, err
	}
	out.Person = p
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	var a db.Args
	list, err := db.All[Fact](tx.Tx, "SELECT id, person, pcn, grp, set_by, set_name, set_at, taken_name, taken_why, taken_at FROM focus_fact WHERE person IN "+a.In(ids)+" ORDER BY set_at, id", a.List...)
	for _, f := range list {
		if f.TakenAt.IsZero() {
			out.Holds = append(out.Holds, f)
		} else {
			out.Past = append(out.Past, f)
		}
	}
	return out, err
}

// SetFocus sets the groups for a person: those that are new are set, those
// that are missing are taken back, with a reason. Was is what the page showed.
type SetFocus struct {
	Person string
	Was    []string
	Groups []string
	Why    string // why one is taken back
}

// Needs names the permission.
func (SetFocus) Needs() access.Permission { return access.WriteCare }

// Do sets them.
func (c SetFocus) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	f, err := facts(tx, c.Person)
	if err != nil {
		return false, err
	}
	for _, g := range c.Groups {
		if !slices.ContainsFunc(Groups, func(x Group) bool { return x.Key == g }) {
			return false, fault.Wrong("groups", "Choose from the list")
		}
	}
	if !slices.Equal(sorted(f.Keys()), sorted(c.Was)) {
		return false, fault.Moved("Somebody else changed this since you opened the page. Look again, then send")
	}
	c.Why = strings.TrimSpace(c.Why)
	changed := false
	for _, x := range f.Holds {
		if slices.Contains(c.Groups, x.Grp) {
			continue
		}
		if c.Why == "" {
			return false, fault.Wrong("why", "Say why you take back: %s", x.Text())
		}
		if len([]rune(c.Why)) > maxLine {
			return false, fault.Wrong("why", "The reason must be at most 1,000 characters")
		}
		if _, err := tx.Exec("UPDATE focus_fact SET taken_name = $1, taken_why = $2, taken_at = $3 WHERE id = $4", tx.Actor.Name, c.Why, tx.Now, x.ID); err != nil {
			return false, err
		}
		tx.TouchedAt("focus", x.ID, f.Person.ID, f.Person.PCN, "taken back")
		changed = true
	}
	for _, g := range sorted(c.Groups) {
		if slices.Contains(f.Keys(), g) {
			continue
		}
		id := tx.NewID()
		if _, err := tx.Exec("INSERT INTO focus_fact (id, person, pcn, grp, set_by, set_name, set_at, taken_name, taken_why, taken_at) VALUES ($1,$2,$3,$4,$5,$6,$7,'','',NULL)",
			id, f.Person.ID, f.Person.PCN, g, tx.Actor.ID, tx.Actor.Name, tx.Now); err != nil {
			return false, err
		}
		tx.TouchedAt("focus", id, f.Person.ID, f.Person.PCN, "set")
		changed = true
	}
	if !changed {
		tx.Nobody("nothing was changed")
	}
	return changed, nil
}

func sorted(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}
