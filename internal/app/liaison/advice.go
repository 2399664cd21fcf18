package liaison

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The states of a question to the advice desk; docs/states.md has the moves.
const (
	Open     = "open"
	Answered = "answered"
	Turned   = "turned"
	Closed   = "closed"
)

// Advice is a question to the advice desk.
type Advice struct {
	ID              string
	PCN             string `db:"pcn"`
	Practice        string // that asks
	Person          string // about whom, "" for nobody
	Consent         string // the answer about sharing with the network's team when it was asked: "yes", "partly", "no", "asked", "none", "" without a person
	ConsentWhy      string // why it was asked all the same, when the answer was no
	Question        string
	Soon            string // from the service's own list
	NeededBy        calendar.Date
	TargetDays      int           // working days agreed with the practice when it was asked; 0: none
	DueOn           calendar.Date // by the target; zero when none was agreed
	AskedBy         string
	AskedName       string
	AskedFor        string // who asks, when a practitioner wrote it down for them
	AskedAt         calendar.Instant
	Teaching        string // the session at which it was asked
	State           string
	TakenBy         string // the practitioner who took it
	TakenAt         calendar.Instant
	AnsweredAt      calendar.Instant // the first time
	AnsweredName    string
	ToCopy          bool // the newest answer is not in the GP record yet
	Live            bool
	Turned          string // "triage" or "booking"
	Request         string // the one that it became
	Booking         string
	EndedAt         calendar.Instant
	EndedName       string
	EndedWhy        string
	Told, Untold    string
	PracticeWroteAt calendar.Instant
	DeskWroteAt     calendar.Instant
	PracticeReadAt  calendar.Instant
	DeskReadAt      calendar.Instant
	Version         int
}

const adviceColumns = "id, pcn, practice, person, consent, consent_why, question, soon, needed_by, target_days, due_on, asked_by, asked_name, asked_for, asked_at, teaching, state, taken_by, taken_at, answered_at, answered_name, to_copy, live, turned, request, booking, ended_at, ended_name, ended_why, told, untold, practice_wrote_at, desk_wrote_at, practice_read_at, desk_read_at, version"

// By is the day until which an answer is owed: by the agreed target, or while
// none is agreed the day by which the asker needs it.
func (a Advice) By() calendar.Date {
	if !a.DueOn.IsZero() {
		return a.DueOn
	}
	return a.NeededBy
}

// Late reports whether that day has passed without an answer.
func (a Advice) Late(today calendar.Date) bool { return a.State == Open && a.By().Before(today) }

// Ended reports whether it has come to an end.
func (a Advice) Ended() bool { return a.State == Turned || a.State == Closed }

// Asker is who asks.
func (a Advice) Asker() string {
	if a.AskedFor != "" {
		return a.AskedFor + ", written down by " + a.AskedName
	}
	return a.AskedName
}

// Standing says in a word or two where a question is.
func (a Advice) Standing() string {
	switch a.State {
	case Open:
		if a.TakenBy != "" {
			return "Taken"
		}
		return "Not answered yet"
	case Answered:
		return "Answered"
	case Turned:
		if a.Turned == "booking" {
			return "Became a booking"
		}
		return "Became a request"
	}
	return "Ended"
}

// Colour is the colour of the standing's tag.
func (a Advice) Colour() string {
	switch a.Standing() {
	case "Not answered yet":
		return "yellow"
	case "Taken":
		return "purple"
	case "Answered":
		return "green"
	case "Ended":
		return "grey"
	}
	return "blue"
}

// Owner is with whom a question or an ask stands.
type Owner struct {
	Kind   string // "practitioner", "desk", "deputy", "team lead", "asker", "role", "person"; "" at its end
	ID     string // of the practitioner or user, where it is one
	Name   string
	Deputy string // of the desk: who stands in when the day passes
}

// owner says with whom a question stands today. Nothing is moved by a job:
// when the day passes without an answer it stands with the deputy, and with
// the provider's team lead when nobody is named.
func (r rules) owner(a Advice) Owner {
	switch a.State {
	case Answered:
		return Owner{Kind: "asker", ID: a.AskedBy, Name: a.AskedName}
	case Turned, Closed:
		return Owner{}
	}
	taker, in := r.inPost(a.TakenBy)
	stands, named := r.deputy(a.TakenBy)
	if a.Late(r.today) {
		if named {
			return Owner{Kind: "deputy", ID: stands.ID, Name: stands.Name}
		}
		return Owner{Kind: "team lead", Name: "The provider’s team lead: no deputy is named"}
	}
	deputy := "the provider’s team lead"
	if named {
		deputy = stands.Name
	}
	if in {
		return Owner{Kind: "practitioner", ID: taker.ID, Name: taker.Name, Deputy: deputy}
	}
	return Owner{Kind: "desk", Name: "The advice desk", Deputy: deputy}
}

// side says on which side of a thread the actor writes: "practice", "desk",
// or "" for those who only read.
func side(tx *gate.Tx, a Advice) string {
	if tx.Actor.Holds(access.Practitioner) && slices.Contains(tx.Actor.Scope(access.AnswerAdvice).PCNs, a.PCN) {
		return "desk"
	}
	if tx.Actor.Holds(access.Clinician) && slices.Contains(tx.Actor.Scope(access.AskAdvice).Practices, a.Practice) {
		return "practice"
	}
	return ""
}

// Unread reports whether the other side wrote something since somebody on
// this side opened the thread.
func (a Advice) Unread(side string) bool {
	switch side {
	case "practice":
		return a.DeskWroteAt.After(a.PracticeReadAt)
	case "desk":
		return a.PracticeWroteAt.After(a.DeskReadAt)
	}
	return false
}

// load gives a question within the scope, with its person; anybody else's is
// not found.
func load(tx *gate.Tx, id string) (Advice, *person.Person, error) {
	var args db.Args
	a, err := db.One[Advice](tx.Tx, "question", "SELECT "+adviceColumns+" FROM advice WHERE id = "+args.Add(id)+" AND "+within(tx, &args), args.List...)
	if err != nil || a.Person == "" {
		return a, nil, err
	}
	p, err := person.Load(tx, a.Person)
	if fault.Is(err, fault.NotFound) {
		return Advice{}, nil, fault.Missing("question")
	}
	return a, &p, err
}

// change loads a question for a command that read a version of it.
func change(tx *gate.Tx, id string, version int) (Advice, *person.Person, error) {
	a, p, err := load(tx, id)
	if err == nil && a.Version != version {
		events, err := eventsOf(tx, id)
		if err != nil || len(events) == 0 {
			return a, p, fault.Moved("This question has changed since you opened the page. Nothing of yours was overwritten")
		}
		last := events[len(events)-1]
		return a, p, fault.Moved("%s changed this question at %s: %s. Nothing of yours was overwritten", last.ByName, last.At.Long(), last.What)
	}
	return a, p, err
}

// keep writes a question as it is now, and what happened to it.
func (a *Advice) keep(tx *gate.Tx, what, words string) error {
	a.Version++
	a.Live = !a.Ended() || a.ToCopy
	if _, err := tx.Exec(`UPDATE advice SET state = $1, taken_by = $2, taken_at = $3, answered_at = $4, answered_name = $5, to_copy = $6, live = $7, turned = $8, request = $9, booking = $10,
		ended_at = $11, ended_name = $12, ended_why = $13, told = $14, untold = $15, practice_wrote_at = $16, desk_wrote_at = $17, practice_read_at = $18, desk_read_at = $19, version = $20 WHERE id = $21`,
		a.State, a.TakenBy, a.TakenAt, a.AnsweredAt, a.AnsweredName, a.ToCopy, a.Live, a.Turned, a.Request, a.Booking,
		a.EndedAt, a.EndedName, a.EndedWhy, a.Told, a.Untold, a.PracticeWroteAt, a.DeskWroteAt, a.PracticeReadAt, a.DeskReadAt, a.Version, a.ID); err != nil {
		return err
	}
	tx.TouchedAt("advice", a.ID, a.Person, a.PCN, what)
	return noted(tx, "advice", a.ID, what, words)
}

// AskAdvice puts a question to the advice desk, about a named person or about
// none. A practitioner may write down what a clinician asked by telephone, in
// the corridor or at a teaching session. It answers with the question's id.
//
// Faults name the fields question, soon, needed, person, why, practice and
// from.
type AskAdvice struct {
	Person   string // "" for none
	Question string
	Soon     string        // one of the service's own list
	NeededBy calendar.Date // left out: what the choice of how soon says
	Why      string        // why it is asked about a person who said no to sharing
	Practice string        // which asks, when a practitioner writes it down
	From     string        // who asks, when a practitioner writes it down
	Teaching string        // the session at which it was asked
}

// Needs names the permission.
func (AskAdvice) Needs() access.Permission { return access.AskAdvice }

// Do checks and writes.
func (c AskAdvice) Do(_ context.Context, tx *gate.Tx) (string, error) {
	f, err := adviceForm(tx, c.Person, c.Practice)
	if err != nil {
		return "", err
	}
	var check fault.Check
	text(&check, &c.Question, "question", "Write the question")
	line(&check, &c.Why, "why", "")
	line(&check, &c.From, "from", "")
	if f.ForOthers {
		check.Require(f.Practice.Code != "", "practice", "Choose the practice that asks")
		check.Require(c.From != "", "from", "Write down who asks")
	} else {
		c.From = ""
	}
	i := slices.IndexFunc(f.Times, func(t network.ResponseTime) bool { return t.Name == c.Soon })
	check.Require(i >= 0, "soon", "Choose how soon, from the service’s own list")
	if i >= 0 && c.NeededBy.IsZero() {
		if c.NeededBy, err = calendar.AddWorkingDays(tx.Today(), f.Times[i].WorkingDays); err != nil {
			return "", err
		}
	}
	check.Require(i < 0 || !c.NeededBy.Before(tx.Today()), "needed", "The day must be today or later")
	a := Advice{
		ID: tx.NewID(), PCN: f.PCN, Practice: f.Practice.Code, Question: c.Question, Soon: c.Soon, NeededBy: c.NeededBy, TargetDays: f.Target,
		AskedBy: tx.Actor.ID, AskedName: tx.Actor.Name, AskedFor: c.From, AskedAt: tx.Now, State: Open, Live: true, Version: 1,
	}
	if f.Person != nil {
		a.Person, a.Consent = f.Person.ID, f.Consent
		if a.Consent == "no" {
			check.Require(c.Why != "", "why", "%s said no to sharing with the network’s team. Ask without naming them, or say why it is asked all the same", f.Person.Name())
			a.ConsentWhy = c.Why
		}
	}
	if c.Teaching != "" {
		s, err := session(tx, c.Teaching)
		if err != nil {
			return "", err
		}
		a.Teaching = s.ID
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	var days, due any
	if f.Target > 0 {
		if a.DueOn, err = calendar.AddWorkingDays(tx.Today(), f.Target); err != nil {
			return "", err
		}
		days, due = a.TargetDays, a.DueOn
	}
	none := calendar.Instant{}
	if f.ForOthers {
		a.DeskWroteAt, a.DeskReadAt = tx.Now, tx.Now
	} else {
		a.PracticeWroteAt, a.PracticeReadAt = tx.Now, tx.Now
	}
	if _, err := tx.Exec("INSERT INTO advice ("+adviceColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,'open','',$17,$17,'',$18,$19,'','','',$17,'','','','',$20,$21,$22,$23,1)",
		a.ID, a.PCN, a.Practice, a.Person, a.Consent, a.ConsentWhy, a.Question, a.Soon, a.NeededBy, days, due, a.AskedBy, a.AskedName, a.AskedFor, a.AskedAt, a.Teaching,
		none, false, true, a.PracticeWroteAt, a.DeskWroteAt, a.PracticeReadAt, a.DeskReadAt); err != nil {
		return "", err
	}
	tx.TouchedAt("advice", a.ID, a.Person, a.PCN, "asked")
	return a.ID, noted(tx, "advice", a.ID, "asked", "")
}

// AdviceForm asks for what the form of a question needs.
type AdviceForm struct{ Person, Practice, Teaching string }

// Asking is the answer to AdviceForm.
type Asking struct {
	PCN       string `json:"-"`
	Person    *person.Person
	Consent   string // the answer about sharing with the network's team
	Practice  network.Practice
	Practices []network.Practice // to choose from, when a practitioner writes it down
	Times     []network.ResponseTime
	Target    int    // working days; 0 is not set
	ForOthers bool   // the actor writes it down for somebody else
	Question  string // the next question of a teaching session
	From      string
}

// Needs names the permission.
func (AdviceForm) Needs() access.Permission { return access.AskAdvice }

// Ask gathers it.
func (q AdviceForm) Ask(_ context.Context, tx *gate.Tx) (Asking, error) {
	f, err := adviceForm(tx, q.Person, q.Practice)
	if err != nil {
		return f, err
	}
	if q.Teaching != "" {
		s, err := session(tx, q.Teaching)
		if err != nil {
			return f, err
		}
		f.Question, f.From = s.NextQuestion, "At the session on "+s.Topic
	}
	if f.Person != nil {
		tx.Saw(f.Person.ID, "a question to the advice desk about to be asked")
	} else {
		tx.Nobody("a form about nobody")
	}
	return f, nil
}

func adviceForm(tx *gate.Tx, personID, practice string) (Asking, error) {
	f := Asking{ForOthers: len(tx.Scope.Practices) == 0}
	code := homePractice(tx, practice)
	if personID != "" {
		p, err := person.Load(tx, personID)
		if err != nil {
			return f, err
		}
		f.Person = &p
		if code == "" {
			code = p.Practice
		}
		consents, err := person.Consents(tx, p.ID)
		if err != nil {
			return f, err
		}
		f.Consent = consentWith(consents, person.WithNetwork)
	}
	var err error
	switch {
	case f.ForOthers:
		if len(tx.Scope.PCNs) == 0 {
			return f, fault.Missing("network")
		}
		f.PCN = tx.Scope.PCNs[0]
		if f.Person != nil && f.Person.PCN != "" {
			f.PCN = f.Person.PCN
		}
		if f.Practices, err = network.PracticesOf(tx, f.PCN, tx.Today()); err != nil {
			return f, err
		}
		if i := slices.IndexFunc(f.Practices, func(p network.Practice) bool { return p.Code == code }); i >= 0 {
			f.Practice = f.Practices[i]
		}
	default:
		if f.Practice, err = network.PracticeOn(tx, code, tx.Today()); err != nil {
			return f, err
		}
		f.PCN = f.Practice.PCN
	}
	if f.PCN == "" {
		return f, fault.Refused("This practice is in no network, so there is no advice desk for it")
	}
	a, err := network.AgreementOn(tx, f.PCN, tx.Today())
	if err != nil {
		return f, fault.Refused("No agreement is in force for this network, so there is no advice desk yet")
	}
	f.Times = a.Terms.ResponseTimes
	r, err := rulesOf(tx, f.PCN)
	f.Target = r.target(f.Practice.Code)
	return f, err
}

// consentWith gives the answer that holds about sharing what is needed for
// care: "asked" for asked without an answer, "none" when nobody asked.
func consentWith(consents []person.Consent, with string) string {
	answer, asked := person.MayShare(consents, with, person.Topics[0])
	switch {
	case answer != "":
		return answer
	case asked:
		return "asked"
	}
	return "none"
}
