package course

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Start begins a course with a person who has an open episode, led by whoever
// begins it. Faults name kind, planned, review and goals. It answers with the
// course's id.
type Start struct {
	Person, Kind      string
	Planned, ReviewAt int
	Goals             string // in the person's words
	Measure           string // taken at the start, at the review and at the end; "" for none
}

// Needs names the permission.
func (Start) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Start) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	me, err := own(tx)
	if err != nil {
		return "", err
	}
	c.Goals, c.Measure = strings.TrimSpace(c.Goals), strings.TrimSpace(c.Measure)
	kind, err := workforce.InterventionOf(tx, p.PCN, c.Kind)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	var check fault.Check
	check.Require(err == nil, "kind", "Choose the kind of intervention")
	check.Require(!kind.Group, "kind", "This one takes place in a group: add the person to a group instead")
	checkPlan(&check, c.Planned, c.ReviewAt, 0)
	check.Require(c.Goals != "", "goals", "Write down what the person wants to reach, in their words")
	check.Require(len([]rune(c.Goals)) <= MaxWords, "goals", "The goals must be at most 4,000 characters")
	check.Require(len([]rune(c.Measure)) <= 100, "measure", "Choose a measure from the list")
	if err := check.Err(); err != nil {
		return "", err
	}
	e, err := openEpisode(tx, p)
	if err != nil {
		return "", err
	}
	x := Course{ID: tx.NewID(), Person: p.ID, PCN: p.PCN, Episode: e, Kind: kind.Key, KindName: kind.Name, Practitioner: me.ID, Planned: c.Planned, ReviewAt: c.ReviewAt, Goals: c.Goals, Measure: c.Measure, StartedOn: tx.Today()}
	return x.ID, insert(tx, x)
}

func own(tx *gate.Tx) (workforce.Practitioner, error) {
	me, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		err = fault.Refused("Your account does not belong to a practitioner in post, so you can't do this")
	}
	return me, err
}

func openEpisode(tx *gate.Tx, p person.Person) (string, error) {
	if !p.Died.IsZero() {
		return "", fault.Refused("%s has died", p.Name())
	}
	e, err := care.EpisodeOf(tx, p)
	if err == nil && e == "" {
		err = fault.Wrong("person", "%s has no open episode. Book them, or write down a contact, first", p.Name())
	}
	return e, err
}

// checkPlan notes what is wrong with a number of sessions and a review, when
// done sessions have taken place. A review of 0 is none.
func checkPlan(check *fault.Check, planned, review, done int) {
	check.Require(planned >= max(1, done) && planned <= MaxPlanned, "planned", "Planned sessions must be from %d to %d", max(1, done), MaxPlanned)
	check.Require(review >= 1 && review <= max(planned, 1), "review", "The review must come after one of the planned sessions: 1 to %d", max(planned, 1))
}

func insert(tx *gate.Tx, c Course) error {
	tx.TouchedAt("course", c.ID, c.Person, c.PCN, "began a course")
	_, err := tx.Exec("INSERT INTO course ("+courseColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)",
		c.ID, c.Person, c.PCN, c.Episode, c.Kind, c.KindName, c.Practitioner, c.Grp, c.Told, c.Planned, c.ReviewAt, c.Goals, c.Measure, c.StartedOn, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// OfPerson asks for the courses of a person, those that go on first.
type OfPerson struct{ Person string }

// Courses is the answer to OfPerson.
type Courses struct {
	Person person.Person
	List   []Whole
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeCare }

// Ask gathers them.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (Courses, error) {
	var out Courses
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	out.Person = p
	tx.Saw(p.ID, "courses")
	list, err := ofPeople(tx, p)
	if err != nil {
		return out, err
	}
	all, err := whole(tx, list)
	for _, w := range all {
		if w.End == nil {
			out.List = append(out.List, w)
		}
	}
	for _, w := range all {
		if w.End != nil {
			out.List = append(out.List, w)
		}
	}
	return out, err
}

func ofPeople(tx *gate.Tx, p person.Person) ([]Course, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	return db.All[Course](tx.Tx, "SELECT "+courseColumns+" FROM course WHERE person IN "+a.In(ids)+" ORDER BY started_on DESC, id DESC", a.List...)
}

// One asks for one course.
type One struct{ ID string }

// Page is the answer to One.
type Page struct {
	Whole
	Who      person.Person
	Standing workforce.Standing // of whoever leads it, today
	Needs    bool               // a competence is needed for this kind
}

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q One) Ask(_ context.Context, tx *gate.Tx) (Page, error) {
	w, p, err := load(tx, q.ID)
	if err != nil {
		return Page{}, err
	}
	tx.Saw(p.ID, "a course")
	out := Page{Whole: w, Who: p}
	out.Standing, err = standing(tx, w.PCN, w.Kind, w.Practitioner, tx.Today())
	return out, err
}

// standing says whether a practitioner may record a kind as delivered on a
// day. A kind that needs no competence is always valid.
func standing(tx *gate.Tx, pcn, kind, practitioner string, day calendar.Date) (workforce.Standing, error) {
	k, err := workforce.InterventionOf(tx, pcn, kind)
	if err != nil {
		return workforce.Standing{}, err
	}
	if !k.Needs {
		return workforce.Standing{Valid: true, Words: "None is needed for this"}, nil
	}
	return workforce.CompetenceOn(tx, practitioner, kind, day)
}

// Form asks for what the form of a new course needs.
type Form struct{ Person string }

// Desk is the answer to Form.
type Desk struct {
	Person  person.Person
	Kinds   []workforce.Intervention // for one person
	Stands  map[string]workforce.Standing
	Groups  []Group
	Running []Whole // courses that go on
}

// Needs names the permission.
func (Form) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Form) Ask(_ context.Context, tx *gate.Tx) (Desk, error) {
	var out Desk
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	out.Person, out.Stands = p, map[string]workforce.Standing{}
	tx.Saw(p.ID, "the form of a course")
	me, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return out, err
	}
	kinds, err := workforce.InterventionsOf(tx, p.PCN)
	if err != nil {
		return out, err
	}
	for _, k := range kinds {
		if k.Group {
			continue
		}
		out.Kinds = append(out.Kinds, k)
		if k.Needs {
			if out.Stands[k.Key], err = workforce.CompetenceOn(tx, me.ID, k.Key, tx.Today()); err != nil {
				return out, err
			}
		}
	}
	list, err := ofPeople(tx, p)
	if err != nil {
		return out, err
	}
	all, err := whole(tx, list)
	if err != nil {
		return out, err
	}
	for _, w := range all {
		if w.End == nil {
			out.Running = append(out.Running, w)
		}
	}
	out.Groups, err = groupsOf(tx, p.PCN)
	return out, err
}
