// Package mdt is the room of the team's meetings about people: a list that
// builds itself, decisions with an owner and a day, and what comes back next
// time. The list is in the order of its reasons and of time; nobody stands on
// it or above somebody else because of a score.
package mdt

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits of what is written, in characters.
const (
	maxLine = 300
	maxText = 1_000
)

// Meeting is one meeting of a network's team.
type Meeting struct {
	ID         string
	PCN        string `db:"pcn"`
	OnDay      calendar.Date
	Starts     string // "13:00"
	Place      string
	Link       string // for those who are not in the room
	State      string
	Why        string // it was cancelled
	MadeAt     calendar.Instant
	MadeName   string
	OpenedAt   calendar.Instant
	OpenedName string
	EndedAt    calendar.Instant
	EndedName  string
	Version    int
}

const meetingColumns = "id, pcn, on_day, starts, place, link, state, why, made_at, made_name, opened_at, opened_name, ended_at, ended_name, version"

// Present is somebody who was there.
type Present struct {
	ID, Meeting, Name, Role, Organisation string
	At                                    calendar.Instant
	ByName                                string
	StruckAt                              calendar.Instant // zero while the line holds
	StruckName                            string
}

// Reason is one reason why somebody stands on a list.
type Reason struct {
	Kind string // one of the Kinds
	Text string
	Href string        // the page that it is about, "" for none
	On   calendar.Date // since when, or until when it should have been done
	ID   string        `json:",omitempty"` // of what it is about
}

// Kinds are the reasons in the order of a list: what was decided and not done
// first. Each is a rule that anybody can read.
var Kinds = []struct{ Key, Text, Rule string }{
	{"undone", "Decided, and not done", "A decision of an earlier meeting that nobody has marked as done or dropped, and whose ask is not answered."},
	{"untold", "Not told yet", "The day by which somebody was to tell them what was decided has passed."},
	{"missed", "Not reached last time", "On the list of an earlier meeting that ended before it was their turn."},
	{"flag", "Brought by a member of the team", "Somebody brings them, with a question, from the person’s page."},
	{"bounce", "Came back from a service", "An onward request that a service sent back, and with which nothing was done yet."},
	{"ask", "An ask is late, or came back", "An ask about them whose day has passed, or that was returned."},
	{"wait", "A long wait", "They wait for a first talk, for a slot or for a service, for so many weeks or longer."},
}

// KindText names a kind of reason.
func KindText(kind string) string {
	for _, k := range Kinds {
		if k.Key == kind {
			return k.Text
		}
	}
	return kind
}

func rank(kind string) int {
	return slices.IndexFunc(Kinds, func(k struct{ Key, Text, Rule string }) bool { return k.Key == kind })
}

// KindText names it.
func (r Reason) KindText() string { return KindText(r.Kind) }

// Entry is one person on the list of a meeting.
type Entry struct {
	ID          string
	Meeting     string
	Nr          int // from 1
	Person      string
	PCN         string `db:"pcn"`
	ReasonsText string `db:"reasons"`
	Standing    string
	NoWhy       string // why there was no decision
	Teller      string // who tells the person
	TellOn      calendar.Date
	ToldOn      calendar.Date
	ToldHow     string
	ToldName    string
	NotTold     string // why nobody tells them
	ChangedAt   calendar.Instant
	ChangedName string
	Version     int
}

const entryColumns = "id, meeting, nr, person, pcn, reasons, standing, no_why, teller, tell_on, told_on, told_how, told_name, not_told, changed_at, changed_name, version"

// Reasons are why the person stands on the list.
func (e Entry) Reasons() []Reason {
	var out []Reason
	json.Unmarshal([]byte(e.ReasonsText), &out) //nolint:errcheck // written by this room
	return out
}

// Spoken reports whether the person was talked about.
func (e Entry) Spoken() bool { return e.Standing == Decided || e.Standing == NoneWas }

// ToTell reports whether somebody still has to tell the person.
func (e Entry) ToTell() bool { return e.Spoken() && e.ToldOn.IsZero() && e.NotTold == "" }

// Decision is what was decided about a person.
type Decision struct {
	ID            string
	Entry         string
	Meeting       string
	Person        string
	PCN           string `db:"pcn"`
	What          string
	OwnerRole     access.Role
	OwnerPractice string
	OwnerUser     string
	OwnerName     string
	DueOn         calendar.Date
	Ask           string // the ask that it gave somebody else, ""
	State         string
	Words         string // what was done, why it was dropped or replaced
	StateAt       calendar.Instant
	StateName     string
	Replaces      string // the decision that was wrong
	At            calendar.Instant
	ByID          string
	ByName        string
	Version       int

	Asked *liaison.Request `db:"-"` // the ask as it stands
}

const decisionColumns = "id, entry, meeting, person, pcn, what, owner_role, owner_practice, owner_user, owner_name, due_on, ask, state, words, state_at, state_name, replaces, at, by_id, by_name, version"

// Done reports whether it was done: somebody said so, or its ask is answered.
func (d Decision) Done() bool {
	return d.State == Done || d.State == Open && d.Asked != nil && d.Asked.State == liaison.AskAnswered
}

// Undone reports whether it still has to be done.
func (d Decision) Undone() bool { return d.State == Open && !d.Done() }

// Late reports whether it should have been done by now.
func (d Decision) Late(today calendar.Date) bool { return d.Undone() && d.DueOn.Before(today) }

// Standing says in words how it stands.
func (d Decision) Standing() string {
	switch {
	case d.Done():
		return "Done"
	case d.State == Dropped:
		return "Dropped"
	case d.State == Replaced:
		return "Corrected"
	}
	return "Not done yet"
}

// Colour is the colour of the standing's tag.
func (d Decision) Colour() string {
	return map[string]string{"Done": "green", "Dropped": "grey", "Corrected": "grey"}[d.Standing()]
}

// Result is what was done, or why it was not.
func (d Decision) Result() string {
	if d.Words == "" && d.Done() {
		return d.Asked.Answer
	}
	return d.Words
}

// mine reports whether the actor is to do it.
func (d Decision) mine(a access.Actor) bool {
	if d.OwnerUser != "" {
		return d.OwnerUser == a.ID
	}
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Role == d.OwnerRole && (d.OwnerPractice == "" && slices.Contains(g.Networks, d.PCN) || d.OwnerPractice != "" && g.Code == d.OwnerPractice)
	})
}

// Flag is somebody whom a member of the team brings to the next meeting.
type Flag struct {
	ID       string
	Person   string
	PCN      string `db:"pcn"`
	Question string
	At       calendar.Instant
	ByID     string
	ByName   string
	Entry    string // where they were put on a list, "" while they wait for one
}

// Rules are a network's local rules about its meetings.
type Rules struct {
	PCN       string `db:"pcn"`
	Version   int    // 0 for those that hold until somebody sets others
	WaitWeeks int
	At        calendar.Instant
	ByName    string
}

func rulesOf(tx *gate.Tx, pcn string) (Rules, error) {
	r, found, err := db.Maybe[Rules](tx.Tx, "SELECT pcn, version, wait_weeks, at, by_name FROM mdt_rules WHERE pcn = $1 ORDER BY version DESC LIMIT 1", pcn)
	if err == nil && !found {
		r = Rules{PCN: pcn, WaitWeeks: 6} // local practice, no national standard
	}
	return r, err
}

// SetRules says from how many weeks on somebody who waits stands on the list.
// Faults name the field weeks.
type SetRules struct {
	PCN                string
	Version, WaitWeeks int
}

// Needs names the permission.
func (SetRules) Needs() access.Permission { return access.KeepMeetings }

// Do checks and writes a new version.
func (c SetRules) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return 0, fault.Missing("network")
	}
	if c.WaitWeeks < 1 || c.WaitWeeks > 52 {
		return 0, fault.Wrong("weeks", "Enter a number of weeks between 1 and 52")
	}
	was, err := rulesOf(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	if was.Version != c.Version {
		return 0, fault.Moved("%s changed this at %s. Look at it again", was.ByName, was.At.Long())
	}
	tx.TouchedAt("meeting rules", c.PCN, "", c.PCN, "set after how many weeks a wait stands on the list")
	_, err = tx.Exec("INSERT INTO mdt_rules (pcn, version, wait_weeks, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6)", c.PCN, c.Version+1, c.WaitWeeks, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return c.Version + 1, err
}

func line(check *fault.Check, value *string, field, missing string, most int) {
	*value = strings.TrimSpace(*value)
	check.Require(*value != "" || missing == "", field, "%s", missing)
	check.Require(len([]rune(*value)) <= most, field, "This must be at most %d characters", most)
}

func happened(tx *gate.Tx, of, what, words string) error {
	_, err := tx.Exec("INSERT INTO mdt_event (id, of_id, what, words, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)", tx.NewID(), of, what, words, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// loadMeeting gives a meeting of a network that the actor takes part in.
func loadMeeting(tx *gate.Tx, id string) (Meeting, error) {
	m, err := db.One[Meeting](tx.Tx, "meeting", "SELECT "+meetingColumns+" FROM mdt_meeting WHERE id = $1", id)
	if err == nil && !tx.Scope.InNetwork(m.PCN) {
		err = fault.Missing("meeting")
	}
	return m, err
}

// loadEntry gives a person on a list with the meeting.
func loadEntry(tx *gate.Tx, id string) (Entry, Meeting, person.Person, error) {
	e, err := db.One[Entry](tx.Tx, "person on the list", "SELECT "+entryColumns+" FROM mdt_entry WHERE id = $1", id)
	if err != nil {
		return e, Meeting{}, person.Person{}, err
	}
	p, err := person.Load(tx, e.Person)
	if fault.Is(err, fault.NotFound) {
		return Entry{}, Meeting{}, p, fault.Missing("person on the list")
	}
	if err != nil {
		return e, Meeting{}, p, err
	}
	m, err := loadMeeting(tx, e.Meeting)
	return e, m, p, err
}

// withAsks reads how the asks of decisions stand.
func withAsks(tx *gate.Tx, list []Decision) error {
	var ids []string
	for _, d := range list {
		if d.Ask != "" {
			ids = append(ids, d.Ask)
		}
	}
	asks, err := liaison.AsksByID(tx, ids)
	for i := range list {
		if a, ok := asks[list[i].Ask]; ok {
			list[i].Asked = &a
		}
	}
	return err
}
