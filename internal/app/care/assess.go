package care

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits of a plan, in characters.
const (
	MaxSummary = 10_000
	MaxGoals   = 5_000
)

// Assessment is a meaningful assessment that was completed.
type Assessment struct {
	ID            string
	Person        string
	Episode       string
	PCN           string `db:"pcn"`
	OnDay         calendar.Date
	Note          string
	Of            string `db:"of_text"` // the version in which it is written in full, "" for a few words
	RecordedAt    calendar.Instant
	ByID          string
	ByName        string
	WithdrawnAt   calendar.Instant // zero while it holds
	WithdrawnBy   string
	WithdrawnName string
	WithdrawnWhy  string
}

const assessmentColumns = "id, person, episode, pcn, on_day, note, recorded_at, by_id, by_name, withdrawn_at, withdrawn_by, withdrawn_name, withdrawn_why, of_text"

// CompleteAssessment records that an assessment was completed on a day, and
// in a few words what it found. Faults name the fields on, note and person.
// It answers with the assessment's id.
type CompleteAssessment struct {
	Person string
	On     calendar.Date
	Note   string
	Saves  int // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (CompleteAssessment) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c CompleteAssessment) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, e, err := openFor(tx, c.Person)
	if err != nil {
		return "", err
	}
	c.Note = strings.TrimSpace(c.Note)
	var check fault.Check
	checkDay(&check, c.On, p.BornOn, tx.Today())
	check.Require(c.Note != "", "note", "Write in a few words what the assessment found")
	check.Require(len([]rune(c.Note)) <= MaxNote, "note", "The text must be at most 50,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := endDraft(tx, DraftAssessment, "person:"+p.ID, c.Saves, c.Note); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("assessment", id, p.ID, p.PCN, "recorded a completed assessment")
	_, err = tx.Exec("INSERT INTO assessment ("+assessmentColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULL,'','','','')",
		id, p.ID, e, p.PCN, c.On, c.Note, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// Plan is a care plan or an intervention that was agreed with the person.
type Plan struct {
	ID            string
	Person        string
	Episode       string
	PCN           string `db:"pcn"`
	OnDay         calendar.Date
	Summary       string
	Goals         string // in the person's words, one a line; "" when none were set
	Of            string `db:"of_text"` // the version in which it is written in full, "" for a few words
	RecordedAt    calendar.Instant
	ByID          string
	ByName        string
	WithdrawnAt   calendar.Instant // zero while it holds
	WithdrawnBy   string
	WithdrawnName string
	WithdrawnWhy  string
}

// GoalList gives the goals one by one.
func (p Plan) GoalList() []string {
	var out []string
	for _, g := range strings.Split(p.Goals, "\n") {
		if g = strings.TrimSpace(g); g != "" {
			out = append(out, g)
		}
	}
	return out
}

const planColumns = "id, person, episode, pcn, on_day, summary, goals, recorded_at, by_id, by_name, withdrawn_at, withdrawn_by, withdrawn_name, withdrawn_why, of_text"

// AgreePlan records a plan that was agreed with the person on a day. Goals
// are optional and in the person's own words. A later plan stands beside the
// earlier one. Faults name the fields on, summary, goals and person. It
// answers with the plan's id.
type AgreePlan struct {
	Person  string
	On      calendar.Date
	Summary string
	Goals   string // one a line
	Saves   int    // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (AgreePlan) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c AgreePlan) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, e, err := openFor(tx, c.Person)
	if err != nil {
		return "", err
	}
	c.Summary, c.Goals = strings.TrimSpace(c.Summary), strings.TrimSpace(c.Goals)
	var check fault.Check
	checkDay(&check, c.On, p.BornOn, tx.Today())
	check.Require(c.Summary != "", "summary", "Write what was agreed")
	check.Require(len([]rune(c.Summary)) <= MaxSummary, "summary", "What was agreed must be at most 10,000 characters")
	check.Require(len([]rune(c.Goals)) <= MaxGoals, "goals", "The goals must be at most 5,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := endDraft(tx, DraftPlan, "person:"+p.ID, c.Saves, c.Summary); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("plan", id, p.ID, p.PCN, "recorded an agreed plan")
	_, err = tx.Exec("INSERT INTO care_plan ("+planColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,NULL,'','','','')",
		id, p.ID, e, p.PCN, c.On, c.Summary, c.Goals, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// checkDay notes what is wrong with the day on which something was done.
func checkDay(check *fault.Check, on, born, today calendar.Date) {
	check.Require(!on.IsZero(), "on", "Enter the day")
	check.Require(!on.After(today), "on", "The day must be today or in the past")
	check.Require(on.IsZero() || !on.Before(today.AddYears(-2)), "on", "The day must be within the last two years")
	check.Require(on.IsZero() || born.IsZero() || !on.Before(born), "on", "This is before the person was born")
}

// SheetOf asks for what the form of a score, an assessment or a plan needs.
type SheetOf struct{ Person, Draft, Subject string }

// Needs names the permission.
func (SheetOf) Needs() access.Permission { return access.WriteCare }

// Ask gathers it. Draft is the kind of draft, Subject what it is about: the
// person when left out.
func (q SheetOf) Ask(ctx context.Context, tx *gate.Tx) (Sheet, error) {
	s, err := Desk{Person: q.Person}.Ask(ctx, tx)
	if err != nil {
		return s, err
	}
	if q.Subject == "" {
		q.Subject = "person:" + s.Person.ID
	}
	s.Draft = nil
	d, found, err := ownDraft(tx, q.Draft, q.Subject)
	if found {
		s.Draft = &d
	}
	return s, err
}
