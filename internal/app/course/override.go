package course

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Override is something that was recorded as delivered without a competence
// that held on the day.
type Override struct {
	ID           string
	PCN          string `db:"pcn"`
	Person       string // "" for a meeting of a group
	Course       string
	Session      string
	Meeting      string
	Practitioner string
	Kind         string
	KindName     string
	OnDay        calendar.Date
	Standing     string // how the competence stood: "Expired on 2 May 2026"
	Why          string
	At           calendar.Instant
	ByID         string
	ByName       string
}

const overrideColumns = "id, pcn, person, course, session, meeting, practitioner, kind, kind_name, on_day, standing, why, at, by_id, by_name"

func addOverride(tx *gate.Tx, o Override) error {
	_, err := tx.Exec("INSERT INTO course_override ("+overrideColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)",
		tx.NewID(), o.PCN, o.Person, o.Course, o.Session, o.Meeting, o.Practitioner, o.Kind, o.KindName, o.OnDay, o.Standing, o.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// Mark is what a supervisor said about an override.
type Mark struct {
	ID       string
	Override string
	Mark     string // "seen" or "talked about"
	Words    string
	At       calendar.Instant
	ByName   string
}

// Overridden is an override as a page shows it.
type Overridden struct {
	Override
	Name    string // of the practitioner
	Who     string // the person, "" for a group or for somebody outside the scope
	Group   string // the group's name
	GroupID string
	Marks   []Mark // the latest first
}

// Talked reports whether it was talked about.
func (o Overridden) Talked() bool {
	return slices.ContainsFunc(o.Marks, func(m Mark) bool { return m.Mark == "talked about" })
}

// OverridesFor gives the overrides of a network, the latest first: of one
// practitioner, or of everybody when it is "". It names nobody served; the
// room of supervision uses it.
func OverridesFor(tx *gate.Tx, pcn, practitioner string) ([]Overridden, error) {
	var a db.Args
	where := "pcn = " + a.Add(pcn)
	if practitioner != "" {
		where += " AND practitioner = " + a.Add(practitioner)
	}
	list, err := db.All[Override](tx.Tx, "SELECT "+overrideColumns+" FROM course_override WHERE "+where+" ORDER BY on_day DESC, id DESC", a.List...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids, who, meetings := []string{}, []string{}, []string{}
	for _, o := range list {
		ids, who, meetings = append(ids, o.ID), append(who, o.Practitioner), append(meetings, o.Meeting)
	}
	var b db.Args
	marks, err := db.All[Mark](tx.Tx, "SELECT id, override, mark, words, at, by_name FROM course_override_mark WHERE override IN "+b.In(ids)+" ORDER BY at DESC, id DESC", b.List...)
	if err != nil {
		return nil, err
	}
	type named struct{ Meeting, ID, Name string }
	var g db.Args
	groups, err := db.All[named](tx.Tx, "SELECT m.id AS meeting, g.id, g.name FROM course_meeting m JOIN course_group g ON g.id = m.grp WHERE m.id IN "+g.In(meetings), g.List...)
	if err != nil {
		return nil, err
	}
	names, err := workforce.Known(tx, who)
	out := make([]Overridden, len(list))
	for i, o := range list {
		out[i] = Overridden{Override: o, Name: names[o.Practitioner].Name}
		for _, m := range marks {
			if m.Override == o.ID {
				out[i].Marks = append(out[i].Marks, m)
			}
		}
		for _, x := range groups {
			if x.Meeting == o.Meeting && o.Meeting != "" {
				out[i].Group, out[i].GroupID = x.Name, x.ID
			}
		}
	}
	return out, err
}

// Overrides asks for the overrides of a network: those that nobody has talked
// about yet, or all.
type Overrides struct {
	PCN, Practitioner string
	All               bool
}

// OverrideList is the answer to Overrides.
type OverrideList struct {
	List      []Overridden
	Open, Sum int // not talked about yet; all
}

// Needs names the permission.
func (Overrides) Needs() access.Permission { return access.SeeOverrides }

// Ask lists them.
func (q Overrides) Ask(_ context.Context, tx *gate.Tx) (OverrideList, error) {
	var out OverrideList
	if !tx.Scope.WholeNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	all, err := OverridesFor(tx, q.PCN, q.Practitioner)
	if err != nil {
		return out, err
	}
	var ids []string
	for _, o := range all {
		out.Sum++
		if !o.Talked() {
			out.Open++
		}
		if q.All || !o.Talked() {
			out.List = append(out.List, o)
			if o.Person != "" {
				ids = append(ids, o.Person)
			}
		}
	}
	people, err := person.Many(tx, ids)
	for i, o := range out.List {
		if p, ok := people[o.Person]; ok {
			out.List[i].Who = p.FormalName()
		}
	}
	tx.Listed("override", q.PCN, len(out.List))
	return out, err
}

// MarkOverride says that a supervisor has seen an override, or has talked about it
// with the practitioner. Nobody marks their own. Faults name mark and words.
type MarkOverride struct{ ID, Mark, Words string }

// Needs names the permission.
func (MarkOverride) Needs() access.Permission { return access.SeeOverrides }

// Do checks and writes.
func (c MarkOverride) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	o, err := db.One[Override](tx.Tx, "override", "SELECT "+overrideColumns+" FROM course_override WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if !tx.Scope.WholeNetwork(o.PCN) {
		return false, fault.Missing("override")
	}
	if o.ByID == tx.Actor.ID {
		return false, fault.Refused("Somebody else has to look at what you recorded yourself")
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(c.Mark == "seen" || c.Mark == "talked about", "mark", "Choose: seen, or talked about")
	check.Require(c.Mark != "talked about" || c.Words != "", "words", "Write down what came of the talk")
	check.Require(len([]rune(c.Words)) <= 1000, "words", "This must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("override", o.ID, o.Person, o.PCN, c.Mark)
	_, err = tx.Exec("INSERT INTO course_override_mark (id, override, mark, words, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)", tx.NewID(), o.ID, c.Mark, c.Words, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return true, err
}
