// Package assessment is the room of the assessment: short, in sections, in
// versions that stay. What was answered once is shown wherever it is needed,
// and every question can be answered with words, with "none", with "declined"
// and with "not asked", which are four different things.
package assessment

import (
	"context"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/written"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/outline"
)

// Kind is the only kind of this room.
const Kind = "assessment"

// The keys of parts that other pages show.
const (
	Matters      = "matters"
	Situation    = "situation"
	Strengths    = "strengths"
	Physical     = "physical"
	Children     = "children"
	Carers       = "carers"
	Safeguarding = "safeguarding"
	Capacity     = "capacity"
)

var capacity = []outline.Answer{
	{Value: "assumed", Text: "No reason to doubt it", May: true},
	{Value: "has", Text: "Looked at: can decide this now", Must: true, May: true},
	{Value: "lacks", Text: "Looked at: can’t decide this now, decided in their best interests", Must: true, May: true},
	{Value: outline.NotAsked, Text: "Not looked at"},
}

// Outline is what an assessment asks about. The words are this software's own.
var Outline = outline.Outline{Kind: Kind, Name: "assessment", Title: "Assessment", Parts: []outline.Part{
	{Section: "What matters", Key: Matters, Title: "What matters to the person, and what they would like to be different", Shape: outline.Asked},
	{Section: "What matters", Key: Strengths, Title: "Strengths, and what helps", Shape: outline.Asked},

	{Section: "What is happening", Key: Situation, Title: "What is happening now, in their words", Shape: outline.Asked, Tall: true},
	{Section: "What is happening", Key: "before", Title: "Mental health before, and what help there has been", Shape: outline.Asked},
	{Section: "What is happening", Key: "seen", Title: "How the person seems today, in words", Help: "What you see and hear: sleep, mood, thinking, speech", Shape: outline.Words},

	{Section: "Body and substances", Key: Physical, Title: "Physical health, and what it means from day to day", Shape: outline.Asked},
	{Section: "Body and substances", Key: "medicines", Title: "Medicines, as told", Help: "Also what is bought, and what is not taken", Shape: outline.Asked},
	{Section: "Body and substances", Key: "alcohol", Title: "Alcohol", Shape: outline.Asked},
	{Section: "Body and substances", Key: "drugs", Title: "Smoking, drugs, gambling", Shape: outline.Asked},

	{Section: "Life around", Key: "home", Title: "Home, money, work or learning", Shape: outline.Asked},
	{Section: "Life around", Key: "people", Title: "People around, and who helps", Shape: outline.Asked},
	{Section: "Life around", Key: "self", Title: "Faith, culture, language, identity: what we should know", Shape: outline.Asked},

	{Section: "Family and carers", Key: Children, Title: "Children in the household or in their care, and pregnancy", Help: "First names and ages; who looks after them", Shape: outline.Asked},
	{Section: "Family and carers", Key: Carers, Title: "Whom they care for, and who cares for them", Shape: outline.Asked},

	{Section: "Safeguarding and capacity", Key: Safeguarding, Title: "Safeguarding: harm or neglect, to them or to somebody else", Help: "Never shown online, or to somebody who acts for the person", Shape: outline.Asked, Private: true, Cols: []outline.Col{
		{Key: "concern", Title: "Concern, and about whom", Long: true}, {Key: "told", Title: "Who told, and when", Before: "told by ", Must: true},
		{Key: "referral", Title: "Referral", Must: true, Choices: []string{"", "Choose", "made", "Made", "not made", "Not made", "being decided", "Being decided"}, Before: "referral: "},
		{Key: "why", Title: "To whom; or why not", Long: true}, {Key: "reference", Title: "Reference", Before: "reference "}, {Key: "outcome", Title: "Outcome", Long: true, Before: "outcome: "},
	}},
	{Section: "Safeguarding and capacity", Key: Capacity, Title: "Capacity to decide about care and sharing", Help: "It is assumed unless there is reason to doubt it. For which decision, on what grounds, who was asked", Shape: outline.Asked, Answers: capacity},

	{Section: "Together", Key: "view", Title: "What we understand together", Help: "In sentences: what has led to this, what keeps it going, what could change", Shape: outline.Words, Tall: true},
	{Section: "Together", Key: "differs", Title: "Where the person sees it otherwise", Shape: outline.Asked},
}}

var store = written.Store{Texts: "assessment_text", Withdrawn: "assessment_withdrawn", Outlines: []outline.Outline{Outline}, Draft: "full"}

// Complete records a version of the assessment as complete on a day: that is
// what stops the assessment part of the clock. Version, From and Saves are as
// in written.Entry. Faults name the form's fields, and person when no episode
// is open. It answers with the version's id.
type Complete struct{ written.Entry }

// Needs names the permission.
func (Complete) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Complete) Do(_ context.Context, tx *gate.Tx) (string, error) {
	c.Kind, c.ReviewOn, c.With = Kind, calendar.Date{}, ""
	r, err := store.Prepare(tx, c.Entry)
	if err != nil {
		return "", err
	}
	var check fault.Check
	r.Check(&check, tx.Today())
	p, _ := Outline.Part(Safeguarding)
	for i, row := range r.Body.Rows[Safeguarding] {
		if len(row) == len(p.Cols) && (row[2] == "made" || row[2] == "not made") && row[3] == "" {
			words := "Say to whom the referral was made"
			if row[2] == "not made" {
				words = "Say why no referral was made"
			}
			check.Fail(outline.Cell(p, i+1, p.Cols[3]), "%s", words)
		}
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := r.Moved(); err != nil {
		return "", err
	}
	id := tx.NewID()
	entry, err := care.CompleteFor(tx, r.Person, r.On, "Assessment in full, version "+strconv.Itoa(r.Version+1), id)
	if err != nil {
		return "", err
	}
	return id, store.Record(tx, r, id, calendar.Date{}, "", entry)
}

// Withdraw marks a version as entered in error, with a reason. It stays
// readable, and no longer counts for the clock. It answers with the person's
// id.
type Withdraw struct{ ID, Why string }

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.WriteCare }

// Do checks and marks it.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (string, error) {
	n, err := store.Name(tx, c.ID)
	if err != nil {
		return "", err
	}
	if err := store.Withdraw(tx, n, c.ID, c.Why); err != nil {
		return "", err
	}
	return n.Person.ID, care.TakeBackAssessment(tx, n.Text.Care, c.Why)
}

// Which asks what a version is, before it is marked as entered in error.
type Which struct{ ID string }

// Needs names the permission.
func (Which) Needs() access.Permission { return access.WriteCare }

// Ask names it.
func (q Which) Ask(_ context.Context, tx *gate.Tx) (written.Named, error) {
	n, err := store.Name(tx, q.ID)
	if err == nil {
		tx.Saw(n.Person.ID, "an entry to mark as made in error")
	}
	return n, err
}

// Kept asks for every version about a person.
type Kept struct{ Person string }

// All is the answer to Kept.
type All struct {
	Person person.Person
	written.Kind
	Open     bool // an episode is open
	Consents []person.Consent
}

// Needs names the permission.
func (Kept) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Kept) Ask(_ context.Context, tx *gate.Tx) (All, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return All{}, err
	}
	tx.Saw(p.ID, "assessments")
	kinds, err := store.Kinds(tx, p)
	if err != nil {
		return All{}, err
	}
	out := All{Person: p, Kind: kinds[0]}
	if out.Open, err = care.HasEpisode(tx, p); err != nil {
		return out, err
	}
	out.Consents, err = person.Consents(tx, p.ID)
	return out, err
}

// One asks for one version.
type One struct{ ID string }

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeCare }

// Ask gathers it; a version about somebody outside the scope is not found.
func (q One) Ask(_ context.Context, tx *gate.Tx) (written.Sheet, error) { return store.One(tx, q.ID) }

// Desk asks for what the form needs.
type Desk struct{ Person string }

// Sheet is the answer to Desk.
type Sheet struct {
	written.Form
	Open bool // an episode is open
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Desk) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	f, err := store.Desk(tx, q.Person, Kind, "")
	if err != nil {
		return Sheet{}, err
	}
	open, err := care.HasEpisode(tx, f.Person)
	return Sheet{f, open}, err
}
