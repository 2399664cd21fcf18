package liaison

import (
	"context"
	"encoding/json"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Session is one that a practitioner gave to other clinicians.
type Session struct {
	ID            string
	PCN           string `db:"pcn"`
	OnDay         calendar.Date
	Topic         string
	Place         string
	AudienceText  string     `db:"audience" json:"-"`
	Audience      []Audience `db:"-"`
	People        int        // how many in all
	PracticesText string     `db:"practices" json:"-"`
	Practices     []string   `db:"-"` // codes
	Minutes       int
	Feedback      string
	AgainYes      int // who would come again
	AgainNo       int
	NextQuestion  string
	ByID          string
	ByName        string
	At            calendar.Instant
	ChangedName   string
	ChangedAt     calendar.Instant
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string
	Version       int
	Advice        string   `db:"-"` // the question that its next question became
	Names         []string `db:"-"` // of the practices
}

// Audience is how many of a group were there.
type Audience struct {
	Who string
	N   int
}

// Audiences are the groups of the form.
var Audiences = []string{"GPs and trainees", "Nurses", "Other clinicians", "Pharmacists", "Link workers and care coordinators", "Reception and care navigators", "Others"}

const teachingColumns = "id, pcn, on_day, topic, place, audience, people, practices, minutes, feedback, again_yes, again_no, next_question, by_id, by_name, at, changed_name, changed_at, withdrawn_at, withdrawn_name, withdrawn_why, version"

func sessions(list []Session, err error) ([]Session, error) {
	for i := range list {
		if err == nil {
			err = json.Unmarshal([]byte(list[i].AudienceText), &list[i].Audience)
		}
		if err == nil {
			err = json.Unmarshal([]byte(list[i].PracticesText), &list[i].Practices)
		}
	}
	return list, err
}

// session gives a session of a network in the scope; any other is not found.
func session(tx *gate.Tx, id string) (Session, error) {
	list, err := sessions(db.All[Session](tx.Tx, "SELECT "+teachingColumns+" FROM teaching WHERE id = $1", id))
	if err != nil {
		return Session{}, err
	}
	if len(list) == 0 || !tx.Scope.WholeNetwork(list[0].PCN) {
		return Session{}, fault.Missing("session")
	}
	return list[0], nil
}

// GiveSession writes down a session that was given. It answers with its id.
//
// Faults name the fields on, topic, place, audience, practices and minutes.
type GiveSession struct {
	PCN       string
	OnDay     calendar.Date
	Topic     string
	Place     string
	Audience  []Audience
	Practices []string
	Minutes   int
}

// Needs names the permission.
func (GiveSession) Needs() access.Permission { return access.Teach }

// Do checks and writes.
func (c GiveSession) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	members, err := network.PracticesOf(tx, c.PCN, tx.Today())
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(!c.OnDay.IsZero() && !c.OnDay.After(tx.Today()), "on", "Enter the day on which it was given, today or earlier")
	line(&check, &c.Topic, "topic", "Write what it was about")
	line(&check, &c.Place, "place", "Write where it was, for example Old Market Surgery, or by video")
	check.Require(c.Minutes >= 5 && c.Minutes <= 600, "minutes", "Enter how long it took, 5 to 600 minutes")
	people := 0
	var there []Audience
	for _, a := range c.Audience {
		check.Require(slices.Contains(Audiences, a.Who) && a.N >= 0 && a.N <= 500, "audience", "Enter how many of each group, 0 to 500")
		if a.N > 0 {
			people += a.N
			there = append(there, a)
		}
	}
	check.Require(people > 0, "audience", "Enter how many were there")
	for _, code := range c.Practices {
		check.Require(slices.ContainsFunc(members, func(p network.Practice) bool { return p.Code == code }), "practices", "Choose practices of this network")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	audience, err := json.Marshal(there)
	if err != nil {
		return "", err
	}
	practices, err := json.Marshal(append([]string{}, c.Practices...))
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("teaching", id, "", c.PCN, "written down")
	_, err = tx.Exec("INSERT INTO teaching ("+teachingColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,'',0,0,'',$10,$11,$12,'',NULL,NULL,'','',1)",
		id, c.PCN, c.OnDay, c.Topic, c.Place, string(audience), people, string(practices), c.Minutes, tx.Actor.ID, tx.Actor.Name, tx.Now)
	return id, err
}

// SessionFeedback writes down what those who were there said, how many would
// come again, and their next question.
//
// Faults name the fields feedback, yes, no and next.
type SessionFeedback struct {
	ID                string
	Version           int
	Feedback          string
	AgainYes, AgainNo int
	NextQuestion      string
}

// Needs names the permission.
func (SessionFeedback) Needs() access.Permission { return access.Teach }

// Do checks and writes.
func (c SessionFeedback) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, err := session(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := sessionStill(s, c.Version); err != nil {
		return false, err
	}
	var check fault.Check
	text(&check, &c.Feedback, "feedback", "")
	text(&check, &c.NextQuestion, "next", "")
	check.Require(c.AgainYes >= 0 && c.AgainNo >= 0 && c.AgainYes+c.AgainNo <= s.People, "yes", "Of those who answered there can be at most %d, who were there", s.People)
	check.Require(c.Feedback != "" || c.NextQuestion != "" || c.AgainYes+c.AgainNo > 0, "feedback", "Write something first")
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("teaching", s.ID, "", s.PCN, "feedback")
	_, err = tx.Exec("UPDATE teaching SET feedback = $1, again_yes = $2, again_no = $3, next_question = $4, changed_name = $5, changed_at = $6, version = version + 1 WHERE id = $7",
		c.Feedback, c.AgainYes, c.AgainNo, c.NextQuestion, tx.Actor.Name, tx.Now, s.ID)
	return true, err
}

func sessionStill(s Session, version int) error {
	if !s.WithdrawnAt.IsZero() {
		return fault.Moved("%s withdrew this session at %s", s.WithdrawnName, s.WithdrawnAt.Long())
	}
	if s.Version != version {
		return fault.Moved("%s changed this session at %s. Nothing of yours was overwritten", s.ChangedName, s.ChangedAt.Long())
	}
	return nil
}

// WithdrawSession takes out what was written down in error, with a reason. It
// stays readable, and counts for nothing.
type WithdrawSession struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (WithdrawSession) Needs() access.Permission { return access.Teach }

// Do withdraws it; the fault's field is withdraw.
func (c WithdrawSession) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	s, err := session(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := sessionStill(s, c.Version); err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "withdraw", "Say what was wrong")
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("teaching", s.ID, "", s.PCN, "withdrawn")
	_, err = tx.Exec("UPDATE teaching SET withdrawn_at = $1, withdrawn_name = $2, withdrawn_why = $3, version = version + 1 WHERE id = $4", tx.Now, tx.Actor.Name, c.Why, s.ID)
	return true, err
}

// Teaching asks for the sessions of a network, the newest first.
type Teaching struct{ PCN string }

// Given is the answer to Teaching: the sessions, and what they come to in this
// contract year, without those that were withdrawn.
type Given struct {
	List              []Session
	Year              calendar.ContractYear
	Sessions, People  int
	Minutes           int
	AgainYes, AgainNo int
	Practices         []network.Practice
}

// Needs names the permission.
func (Teaching) Needs() access.Permission { return access.SeeTeaching }

// Ask lists them.
func (q Teaching) Ask(_ context.Context, tx *gate.Tx) (Given, error) {
	out := Given{Year: calendar.ContractYearOf(tx.Today())}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	var err error
	if out.List, err = sessions(db.All[Session](tx.Tx, "SELECT "+teachingColumns+" FROM teaching WHERE pcn = $1 ORDER BY on_day DESC, id DESC LIMIT 500", q.PCN)); err != nil {
		return out, err
	}
	for _, s := range out.List {
		if s.WithdrawnAt.IsZero() && out.Year.Contains(s.OnDay) {
			out.Sessions++
			out.People += s.People
			out.Minutes += s.Minutes
			out.AgainYes += s.AgainYes
			out.AgainNo += s.AgainNo
		}
	}
	if out.Practices, err = network.PracticesOf(tx, q.PCN, tx.Today()); err != nil {
		return out, err
	}
	tx.Listed("teaching", q.PCN, len(out.List))
	return out, nil
}

// SessionByID asks for one session.
type SessionByID struct{ ID string }

// Needs names the permission.
func (SessionByID) Needs() access.Permission { return access.SeeTeaching }

// Ask gives it, with the names of the practices and the question that came of
// it.
func (q SessionByID) Ask(_ context.Context, tx *gate.Tx) (Session, error) {
	s, err := session(tx, q.ID)
	if err != nil {
		return s, err
	}
	tx.Listed("teaching", "one session", 1)
	members, err := network.PracticesOf(tx, s.PCN, s.OnDay)
	if err != nil {
		return s, err
	}
	for _, code := range s.Practices {
		for _, p := range members {
			if p.Code == code {
				s.Names = append(s.Names, p.Name)
			}
		}
	}
	list, err := db.All[string](tx.Tx, "SELECT id FROM advice WHERE pcn = $1 AND teaching = $2 ORDER BY asked_at, id", s.PCN, s.ID)
	if len(list) > 0 {
		s.Advice = list[0]
	}
	return s, err
}

// Taught gives the sessions of a network between two days, the first and the
// last included, without those that were withdrawn: evidence for the
// contract's functions of consultation and liaison. It looks at no scope.
func Taught(tx *gate.Tx, pcn string, from, to calendar.Date) ([]Session, error) {
	return sessions(db.All[Session](tx.Tx, "SELECT "+teachingColumns+" FROM teaching WHERE pcn = $1 AND on_day >= $2 AND on_day <= $3 AND withdrawn_at IS NULL ORDER BY on_day, id", pcn, from, to))
}
