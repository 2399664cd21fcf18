// Package course is the room of brief interventions: a course for one person,
// with planned sessions, a review, homework and an end with an outcome; groups
// with one register for everybody; and what was recorded as delivered by
// somebody without a competence that held on the day. Nothing here is changed
// or removed: what is new is added.
package course

import (
	"slices"

	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits, in characters and in sessions.
const (
	MaxWords   = 4_000
	MaxLine    = 300
	MaxPlanned = 30
)

// Whether somebody came.
const (
	Attended  = "yes"
	Absent    = "no"
	Cancelled = "cancelled"
)

// AttendedText puts it into words.
func AttendedText(a string) string {
	return map[string]string{Attended: "Attended", Absent: "Did not attend", Cancelled: "Cancelled"}[a]
}

// Decisions are what a review can decide, value and text.
var Decisions = [][2]string{{"continue", "Go on as planned"}, {"change", "Go on, with another number of sessions"}, {"end", "End the course"}}

// Outcomes are how a course can end.
var Outcomes = []string{"Finished as planned", "Stopped early by the person", "Stepped up: Talking Therapies", "Stepped up: secondary care", "Moved on to something else", "Not reached any more", "Moved away", "Died"}

// noWay are the outcomes after which nobody has to be told.
const died = "Died"

// Course is one course as it was begun.
type Course struct {
	ID           string
	Person       string
	PCN          string `db:"pcn"`
	Episode      string
	Kind         string // key of a workforce.Intervention
	KindName     string
	Practitioner string // who leads it
	Grp          string // the group in which it takes place, "" for one person alone
	Told         string // what somebody who joins a group was told
	Planned      int
	ReviewAt     int // after which session it is reviewed
	Goals        string
	Measure      string // what is taken at the start, at the review and at the end; "" for none
	StartedOn    calendar.Date
	At           calendar.Instant
	ByID         string
	ByName       string
}

const courseColumns = "id, person, pcn, episode, kind, kind_name, practitioner, grp, told, planned, review_at, goals, measure, started_on, at, by_id, by_name"

// Session is one session of a course: somebody came, or did not.
type Session struct {
	ID           string
	Course       string
	Person       string
	PCN          string `db:"pcn"`
	Practitioner string
	Meeting      string // of a group, "" outside one
	Contact      string // the signed contact of who came, "" when nobody came
	OnDay        calendar.Date
	Attended     string
	HomeworkWas  string // how the last homework went
	Done         string
	Homework     string // what was agreed until the next time
	At           calendar.Instant
	ByID         string
	ByName       string

	WithdrawnName string
	WithdrawnWhy  string
	WithdrawnAt   calendar.Instant // zero while it holds

	Nth      int    `db:"-"` // which attended session it is, from 1; 0 when it doesn't count
	Override string `db:"-"` // why it was recorded without a competence
	Gone     bool   `db:"-"` // its contact is marked as entered in error
	Name     string `db:"-"` // of the practitioner
}

// Counts reports whether the session took place, as far as is known now.
func (s Session) Counts() bool { return s.Attended == Attended && s.Holds() }

// Holds reports whether neither it nor its contact was entered in error.
func (s Session) Holds() bool { return s.WithdrawnAt.IsZero() && !s.Gone }

// AttendedText says whether the person came.
func (s Session) AttendedText() string { return AttendedText(s.Attended) }

const sessionColumns = `s.id, s.course, s.person, s.pcn, s.practitioner, s.meeting, s.contact, s.on_day, s.attended, s.homework_was, s.done, s.homework, s.at, s.by_id, s.by_name,
	w.by_name AS withdrawn_name, w.why AS withdrawn_why, w.at AS withdrawn_at`

// Review is what was decided at a review.
type Review struct {
	ID       string
	Course   string
	Decision string
	Planned  int
	ReviewAt int
	Words    string
	OnDay    calendar.Date
	At       calendar.Instant
	ByID     string
	ByName   string
}

// DecisionText puts the decision into words.
func (r Review) DecisionText() string {
	for _, d := range Decisions {
		if d[0] == r.Decision {
			return d[1]
		}
	}
	return r.Decision
}

// End is how a course ended.
type End struct {
	Course  string
	OnDay   calendar.Date
	Outcome string
	Words   string
	Told    string
	At      calendar.Instant
	ByID    string
	ByName  string
}

// Whole is a course with everything that happened in it.
type Whole struct {
	Course
	Sessions  []Session // in order of day
	Reviews   []Review  // in order
	End       *End
	Lead      string // the practitioner's name
	GroupName string
	Version   int // how much has been written; it grows with everything
}

// Attended counts the sessions that took place.
func (w Whole) AttendedCount() int {
	n := 0
	for _, s := range w.Sessions {
		if s.Counts() {
			n++
		}
	}
	return n
}

// MissedCount counts those to which the person did not come.
func (w Whole) MissedCount() int {
	n := 0
	for _, s := range w.Sessions {
		if s.Attended == Absent && s.Holds() {
			n++
		}
	}
	return n
}

// Plan gives the planned number of sessions and the review as they are now.
func (w Whole) Plan() (planned, reviewAt int) {
	planned, reviewAt = w.Planned, w.ReviewAt
	for _, r := range w.Reviews {
		planned, reviewAt = r.Planned, r.ReviewAt
	}
	return planned, reviewAt
}

// PlannedNow is the number of sessions planned now.
func (w Whole) PlannedNow() int { n, _ := w.Plan(); return n }

// ReviewNow is the session after which the next review stands; 0 when none is
// planned any more.
func (w Whole) ReviewNow() int { _, n := w.Plan(); return n }

// ReviewDue reports whether the review is due: so many sessions took place, and
// the course goes on.
func (w Whole) ReviewDue() bool {
	return w.End == nil && w.ReviewNow() > 0 && w.AttendedCount() >= w.ReviewNow()
}

// AllDone reports whether every planned session took place and the course
// still waits for somebody to say how it ends. It never ends by itself.
func (w Whole) AllDone() bool { return w.End == nil && w.AttendedCount() >= w.PlannedNow() }

// LastHomework is what was agreed the last time, "" when nothing was.
func (w Whole) LastHomework() string {
	for i := len(w.Sessions) - 1; i >= 0; i-- {
		if s := w.Sessions[i]; s.Counts() {
			return s.Homework
		}
	}
	return ""
}

// whole gathers courses with everything in them, in the order of the list.
func whole(tx *gate.Tx, list []Course) ([]Whole, error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids, who := make([]string, len(list)), []string{}
	for i, c := range list {
		ids[i] = c.ID
		who = append(who, c.Practitioner)
	}
	var a db.Args
	in := a.In(ids)
	sessions, err := db.All[Session](tx.Tx, "SELECT "+sessionColumns+" FROM course_session s LEFT JOIN course_withdrawn w ON w.session = s.id WHERE s.course IN "+in+" ORDER BY s.on_day, s.at, s.id", a.List...)
	if err != nil {
		return nil, err
	}
	reviews, err := db.All[Review](tx.Tx, "SELECT id, course, decision, planned, review_at, words, on_day, at, by_id, by_name FROM course_review WHERE course IN "+in+" ORDER BY at, id", a.List...)
	if err != nil {
		return nil, err
	}
	ends, err := db.All[End](tx.Tx, "SELECT course, on_day, outcome, words, told, at, by_id, by_name FROM course_end WHERE course IN "+in, a.List...)
	if err != nil {
		return nil, err
	}
	overrides, err := db.All[Override](tx.Tx, "SELECT "+overrideColumns+" FROM course_override WHERE course IN "+in+" AND session <> ''", a.List...)
	if err != nil {
		return nil, err
	}
	groups, err := db.All[Group](tx.Tx, "SELECT "+groupColumns+" FROM course_group WHERE id IN (SELECT grp FROM course WHERE id IN "+in+")", a.List...)
	if err != nil {
		return nil, err
	}
	var contacts []string
	for _, s := range sessions {
		who = append(who, s.Practitioner)
		if s.Contact != "" {
			contacts = append(contacts, s.Contact)
		}
	}
	held, err := care.ContactsByID(tx, contacts)
	if err != nil {
		return nil, err
	}
	names, err := workforce.Known(tx, who)
	if err != nil {
		return nil, err
	}
	out := make([]Whole, len(list))
	for i, c := range list {
		w := Whole{Course: c, Lead: names[c.Practitioner].Name}
		for _, g := range groups {
			if g.ID == c.Grp {
				w.GroupName = g.Name
			}
		}
		n := 0
		for _, s := range sessions {
			if s.Course != c.ID {
				continue
			}
			s.Gone = s.Contact != "" && !held[s.Contact].WithdrawnAt.IsZero()
			s.Name = names[s.Practitioner].Name
			if s.Counts() {
				n++
				s.Nth = n
			}
			if k := slices.IndexFunc(overrides, func(o Override) bool { return o.Session == s.ID }); k >= 0 {
				s.Override = overrides[k].Why
			}
			w.Sessions = append(w.Sessions, s)
			w.Version++
			if !s.WithdrawnAt.IsZero() {
				w.Version++
			}
		}
		for _, r := range reviews {
			if r.Course == c.ID {
				w.Reviews = append(w.Reviews, r)
				w.Version++
			}
		}
		if k := slices.IndexFunc(ends, func(e End) bool { return e.Course == c.ID }); k >= 0 {
			w.End = &ends[k]
			w.Version++
		}
		out[i] = w
	}
	return out, nil
}

// load gives a course whose person is within the scope; any other is not
// found.
func load(tx *gate.Tx, id string) (Whole, person.Person, error) {
	c, err := db.One[Course](tx.Tx, "course", "SELECT "+courseColumns+" FROM course WHERE id = $1", id)
	if err != nil {
		return Whole{}, person.Person{}, err
	}
	p, err := person.Load(tx, c.Person)
	if fault.Is(err, fault.NotFound) {
		return Whole{}, p, fault.Missing("course")
	}
	if err != nil {
		return Whole{}, p, err
	}
	list, err := whole(tx, []Course{c})
	if err != nil {
		return Whole{}, p, err
	}
	return list[0], p, nil
}

// fresh refuses a version that is not the one that was read.
func fresh(w Whole, version int) error {
	if w.End != nil {
		return fault.Moved("%s ended this course on %s: %s", w.End.ByName, w.End.OnDay.Medium(), w.End.Outcome)
	}
	if w.Version != version {
		return fault.Moved("Something was written in this course since you opened the page. Look again, then send; what you typed is still here")
	}
	return nil
}
