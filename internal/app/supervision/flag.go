// Package supervision is the room of what a practitioner takes to supervision:
// a person, or one contact, with a question. A flag says that somebody wants
// to talk about their work; it says nothing about the person.
package supervision

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The states of a flag.
const (
	Open      = "open"
	Talked    = "talked"
	Withdrawn = "withdrawn"
)

// Flag is one question for supervision.
type Flag struct {
	ID           string
	Person       string
	PCN          string `db:"pcn"`
	Contact      string // "" when it is about the person as a whole
	Practitioner string // whose question it is
	Question     string
	State        string
	At           calendar.Instant
	ByID         string
	ByName       string
	EndedAt      calendar.Instant
	EndedOn      calendar.Date // the day on which it was talked about
	EndedName    string
	Words        string // what was talked about, or why it was withdrawn
	Version      int
}

const flagColumns = "id, person, pcn, contact, practitioner, question, state, at, by_id, by_name, ended_at, ended_on, ended_name, words, version"

const maxWords = 2_000

// Raise flags a person, or one contact, for supervision, with a question.
// Faults name the field question. It answers with the flag's id.
type Raise struct{ Person, Contact, Question string }

// Needs names the permission.
func (Raise) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Raise) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	if c.Contact != "" {
		_, of, err := care.ContactFor(tx, c.Contact)
		if err != nil {
			return "", err
		}
		if of.ID != p.ID {
			return "", fault.Missing("contact")
		}
	}
	me, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Refused("Your account does not belong to a practitioner in post")
	}
	if err != nil {
		return "", err
	}
	c.Question = strings.TrimSpace(c.Question)
	var check fault.Check
	check.Require(c.Question != "", "question", "Write what you want to ask in supervision")
	check.Require(len([]rune(c.Question)) <= maxWords, "question", "The question must be at most 2,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("flag", id, p.ID, p.PCN, "flagged for supervision")
	_, err = tx.Exec("INSERT INTO supervision_flag ("+flagColumns+") VALUES ($1,$2,$3,$4,$5,$6,'open',$7,$8,$9,NULL,NULL,'','',1)",
		id, p.ID, p.PCN, c.Contact, me.ID, c.Question, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// load gives a flag whose person is within the scope.
func load(tx *gate.Tx, id string) (Flag, person.Person, error) {
	f, err := db.One[Flag](tx.Tx, "flag", "SELECT "+flagColumns+" FROM supervision_flag WHERE id = $1", id)
	if err != nil {
		return f, person.Person{}, err
	}
	p, err := person.Load(tx, f.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("flag")
	}
	return f, p, err
}

func end(tx *gate.Tx, f Flag, version int, state, words string, on any) error {
	if f.State != Open {
		return fault.Moved("%s has settled this already, at %s", f.EndedName, f.EndedAt.Long())
	}
	if f.Version != version {
		return fault.Moved("Somebody else changed this question since you opened the page")
	}
	tx.TouchedAt("flag", f.ID, f.Person, f.PCN, map[string]string{Talked: "talked about in supervision", Withdrawn: "withdrawn"}[state])
	_, err := tx.Exec("UPDATE supervision_flag SET state = $1, words = $2, ended_at = $3, ended_on = $4, ended_name = $5, version = version + 1 WHERE id = $6", state, words, tx.Now, on, tx.Actor.Name, f.ID)
	return err
}

// TalkedAbout records, by a supervisor, that a question was talked about, on
// which day and what came of it. Faults name the fields words and on.
type TalkedAbout struct {
	ID      string
	Version int
	Words   string
	On      calendar.Date
}

// Needs names the permission.
func (TalkedAbout) Needs() access.Permission { return access.Supervise }

// Do writes it.
func (c TalkedAbout) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	f, _, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(c.Words != "", "words", "Write what you talked about and what was agreed")
	check.Require(len([]rune(c.Words)) <= maxWords, "words", "This must be at most 2,000 characters")
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	check.Require(c.On.IsZero() || !c.On.Before(f.At.Date()), "on", "The question was asked on %s: the day can't be earlier", f.At.Date().Medium())
	if err := check.Err(); err != nil {
		return false, err
	}
	return true, end(tx, f, c.Version, Talked, c.Words, c.On)
}

// Withdraw takes a question back, with a reason; by whoever asked it.
type Withdraw struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.WriteCare }

// Do takes it back.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	f, _, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	own, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	if f.ByID != tx.Actor.ID && (own.ID == "" || own.ID != f.Practitioner) {
		return false, fault.Refused("Only whoever asks the question takes it back")
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say why the question is taken back")
	check.Require(len([]rune(c.Why)) <= maxWords, "why", "This must be at most 2,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	return true, end(tx, f, c.Version, Withdrawn, c.Why, nil)
}

// Shown is a flag with the names that go with it.
type Shown struct {
	Flag
	Who  person.Person
	Name string // of the practitioner whose question it is
	Open bool   // the person has an open episode
	Own  bool   // the visitor's own question
}

// List asks for the questions of a network. A practitioner sees their own; a
// supervisor and the team lead see all.
type List struct {
	PCN          string
	State        string // open when left out
	Practitioner string
}

// Flags is the answer to List.
type Flags struct {
	PCN    string
	List   []Shown
	Counts map[string]int // by state, of the same practitioner
	Team   []workforce.Practitioner
	Own    string
}

// Needs names the permission.
func (List) Needs() access.Permission { return access.SeeCare }

// Ask lists them, by practitioner, the oldest first.
func (q List) Ask(_ context.Context, tx *gate.Tx) (Flags, error) {
	out := Flags{PCN: q.PCN, Counts: map[string]int{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	if q.State == "" {
		q.State = Open
	}
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		out.Own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return out, err
	}
	if !tx.Actor.May(access.Supervise) && !tx.Actor.May(access.AnswerPassed) {
		if out.Own == "" {
			tx.Listed("flag", q.PCN, 0)
			return out, nil
		}
		q.Practitioner = out.Own
	}
	where, args := " WHERE pcn = $1", []any{q.PCN}
	if q.Practitioner != "" {
		where, args = where+" AND practitioner = $2", append(args, q.Practitioner)
	}
	all, err := db.All[Flag](tx.Tx, "SELECT "+flagColumns+" FROM supervision_flag"+where+" ORDER BY at, id", args...)
	if err != nil {
		return out, err
	}
	shown, err := show(tx, all, out.Own)
	if err != nil {
		return out, err
	}
	for _, f := range shown {
		out.Counts[f.State]++
		if f.State == q.State {
			out.List = append(out.List, f)
		}
	}
	slices.SortStableFunc(out.List, func(a, b Shown) int { return strings.Compare(a.Name, b.Name) })
	tx.Listed("flag", q.State+", "+q.PCN, len(out.List))
	out.Team, err = workforce.InPost(tx, q.PCN, tx.Today())
	return out, err
}

// show puts names to flags; those about people outside the scope are left out.
func show(tx *gate.Tx, list []Flag, own string) ([]Shown, error) {
	people, who := make([]string, len(list)), make([]string, len(list))
	for i, f := range list {
		people[i], who[i] = f.Person, f.Practitioner
	}
	known, err := person.Many(tx, people)
	if err != nil {
		return nil, err
	}
	names, err := workforce.Known(tx, who)
	if err != nil {
		return nil, err
	}
	episodes, err := episode.OfPeople(tx, people)
	if err != nil {
		return nil, err
	}
	open := map[string]bool{}
	for _, e := range episodes {
		open[e.Person] = open[e.Person] || e.State == "open"
	}
	var out []Shown
	for _, f := range list {
		if p, ok := known[f.Person]; ok {
			out = append(out, Shown{f, p, names[f.Practitioner].Name, open[f.Person], own != "" && own == f.Practitioner})
		}
	}
	return out, nil
}

// OfPerson asks for the questions about a person, the newest first.
type OfPerson struct{ Person string }

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeCare }

// Ask lists them.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) ([]Shown, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return nil, err
	}
	tx.Saw(p.ID, "questions for supervision")
	own := ""
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	list, err := db.All[Flag](tx.Tx, "SELECT "+flagColumns+" FROM supervision_flag WHERE person IN "+a.In(ids)+" ORDER BY at DESC, id DESC", a.List...)
	if err != nil {
		return nil, err
	}
	return show(tx, list, own)
}

// ByID asks for one question.
type ByID struct{ ID string }

// Needs names the permission.
func (ByID) Needs() access.Permission { return access.SeeCare }

// Ask reads it.
func (q ByID) Ask(_ context.Context, tx *gate.Tx) (Shown, error) {
	f, p, err := load(tx, q.ID)
	if err != nil {
		return Shown{}, err
	}
	tx.Saw(p.ID, "a question for supervision")
	own := ""
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return Shown{}, err
	}
	list, err := show(tx, []Flag{f}, own)
	if err != nil {
		return Shown{}, err
	}
	return list[0], nil
}
