package mdt

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

var clockTime = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$`)

// Plan plans a meeting of a network's team. It answers with its id. Faults
// name the fields on, starts, place and link.
type Plan struct {
	PCN                 string
	On                  calendar.Date
	Starts, Place, Link string
}

// Needs names the permission.
func (Plan) Needs() access.Permission { return access.KeepMeetings }

// Do checks and writes.
func (c Plan) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	var check fault.Check
	check.Require(!c.On.IsZero(), "on", "Enter the day of the meeting")
	check.Require(c.On.IsZero() || !c.On.Before(tx.Today()), "on", "The day must be today or later")
	c.Starts = strings.Replace(strings.TrimSpace(c.Starts), ".", ":", 1)
	check.Require(clockTime.MatchString(c.Starts), "starts", "Enter when it begins, for example 13:00")
	line(&check, &c.Place, "place", "", maxLine)
	line(&check, &c.Link, "link", "", maxLine)
	check.Require(c.Place != "" || c.Link != "", "place", "Enter where you meet, or the link of the video meeting")
	check.Require(c.Link == "" || strings.HasPrefix(c.Link, "https://"), "link", "A link begins with https://")
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("meeting", id, "", c.PCN, "planned a team meeting for "+c.On.Medium())
	_, err := tx.Exec("INSERT INTO mdt_meeting ("+meetingColumns+") VALUES ($1,$2,$3,$4,$5,$6,'planned','',$7,$8,NULL,'',NULL,'',1)", id, c.PCN, c.On, c.Starts, c.Place, c.Link, tx.Now, tx.Actor.Name)
	return id, err
}

// change loads a meeting for a command that changes it.
func change(tx *gate.Tx, id string, version int, state string) (Meeting, error) {
	m, err := loadMeeting(tx, id)
	if err != nil {
		return m, err
	}
	if !tx.Scope.WholeNetwork(m.PCN) {
		return m, fault.Missing("meeting")
	}
	if m.State != state {
		return m, fault.Moved("This meeting is %s already", m.State)
	}
	if version != 0 && m.Version != version {
		return m, fault.Moved("Somebody else changed this meeting since you opened the page. Nothing of yours was overwritten")
	}
	return m, nil
}

// Begin opens a planned meeting and makes its list.
type Begin struct {
	ID      string
	Version int
}

// Needs names the permission.
func (Begin) Needs() access.Permission { return access.KeepMeetings }

// Do opens it. It answers with how many stand on the list.
func (c Begin) Do(ctx context.Context, tx *gate.Tx) (int, error) {
	m, err := change(tx, c.ID, c.Version, Planned)
	if err != nil {
		return 0, err
	}
	other, found, err := db.Maybe[Meeting](tx.Tx, "SELECT "+meetingColumns+" FROM mdt_meeting WHERE pcn = $1 AND state = 'open'", m.PCN)
	if err != nil {
		return 0, err
	}
	if found {
		return 0, fault.Moved("The meeting of %s has not ended. End it first: whoever was not reached comes onto this list", other.OnDay.Medium())
	}
	if _, err := tx.Exec("UPDATE mdt_meeting SET state = 'open', opened_at = $1, opened_name = $2, version = version + 1 WHERE id = $3", tx.Now, tx.Actor.Name, m.ID); err != nil {
		return 0, err
	}
	tx.TouchedAt("meeting", m.ID, "", m.PCN, "opened the team meeting")
	return enter(ctx, tx, m)
}

// LookAgain puts onto the list of an open meeting who has come up since.
type LookAgain struct{ ID string }

// Needs names the permission.
func (LookAgain) Needs() access.Permission { return access.KeepMeetings }

// Do looks. It answers with how many were added.
func (c LookAgain) Do(ctx context.Context, tx *gate.Tx) (int, error) {
	m, err := change(tx, c.ID, 0, Opened)
	if err != nil {
		return 0, err
	}
	tx.TouchedAt("meeting", m.ID, "", m.PCN, "looked again who belongs on the list")
	return enter(ctx, tx, m)
}

// Arrive writes down who is there. Faults name the fields name, role and
// organisation.
type Arrive struct{ ID, Name, Role, Organisation string }

// Needs names the permission.
func (Arrive) Needs() access.Permission { return access.KeepMeetings }

// Do writes the line, also before the meeting is opened.
func (c Arrive) Do(_ context.Context, tx *gate.Tx) (string, error) {
	m, err := loadMeeting(tx, c.ID)
	if err != nil {
		return "", err
	}
	if !tx.Scope.WholeNetwork(m.PCN) {
		return "", fault.Missing("meeting")
	}
	if m.State != Planned && m.State != Opened {
		return "", fault.Moved("This meeting is %s: its minutes stay as they are", m.State)
	}
	var check fault.Check
	line(&check, &c.Name, "name", "Enter the name", maxLine)
	line(&check, &c.Role, "role", "Enter what they do", maxLine)
	line(&check, &c.Organisation, "organisation", "Enter the organisation for which they are there", maxLine)
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("meeting", m.ID, "", m.PCN, "wrote down who was there")
	_, err = tx.Exec("INSERT INTO mdt_present (id, meeting, name, role, organisation, at, by_name, struck_at, struck_name) VALUES ($1,$2,$3,$4,$5,$6,$7,NULL,'')", id, m.ID, c.Name, c.Role, c.Organisation, tx.Now, tx.Actor.Name)
	return id, err
}

// Strike strikes out a line of who was there that was wrong; it stays in the
// data with who struck it.
type Strike struct{ ID, Present string }

// Needs names the permission.
func (Strike) Needs() access.Permission { return access.KeepMeetings }

// Do strikes it.
func (c Strike) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	m, err := loadMeeting(tx, c.ID)
	if err != nil {
		return false, err
	}
	if !tx.Scope.WholeNetwork(m.PCN) {
		return false, fault.Missing("meeting")
	}
	if m.State != Planned && m.State != Opened {
		return false, fault.Moved("This meeting is %s: its minutes stay as they are", m.State)
	}
	n, err := tx.Exec("UPDATE mdt_present SET struck_at = $1, struck_name = $2 WHERE id = $3 AND meeting = $4 AND struck_at IS NULL", tx.Now, tx.Actor.Name, c.Present, m.ID)
	if err == nil && n == 0 {
		return false, fault.Missing("line")
	}
	tx.TouchedAt("meeting", m.ID, "", m.PCN, "struck out who was there")
	return true, err
}

// End ends a meeting. Whoever was not reached is carried over.
type End struct {
	ID      string
	Version int
}

// Needs names the permission.
func (End) Needs() access.Permission { return access.KeepMeetings }

// Do ends it. It answers with how many were not reached.
func (c End) Do(_ context.Context, tx *gate.Tx) (int, error) {
	m, err := change(tx, c.ID, c.Version, Opened)
	if err != nil {
		return 0, err
	}
	there, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM mdt_present WHERE meeting = $1 AND struck_at IS NULL", m.ID)
	if err != nil {
		return 0, err
	}
	if there == 0 {
		return 0, fault.Wrong("name", "Write down who was there, before the meeting ends")
	}
	left, err := db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM mdt_entry WHERE meeting = $1 AND standing = 'waiting' ORDER BY nr", m.ID)
	if err != nil {
		return 0, err
	}
	for _, e := range left {
		if _, err := tx.Exec("UPDATE mdt_entry SET standing = 'carried', changed_at = $1, changed_name = $2, version = version + 1 WHERE id = $3", tx.Now, tx.Actor.Name, e.ID); err != nil {
			return 0, err
		}
		// What they were brought for waits for the next list.
		if _, err := tx.Exec("UPDATE mdt_flag SET entry = '' WHERE entry = $1", e.ID); err != nil {
			return 0, err
		}
		tx.TouchedAt("meeting list", e.ID, e.Person, e.PCN, "not reached, carried over")
	}
	tx.TouchedAt("meeting", m.ID, "", m.PCN, "ended the team meeting; not reached: "+strconv.Itoa(len(left)))
	_, err = tx.Exec("UPDATE mdt_meeting SET state = 'ended', ended_at = $1, ended_name = $2, version = version + 1 WHERE id = $3", tx.Now, tx.Actor.Name, m.ID)
	return len(left), err
}

// Cancel cancels a planned meeting, with a reason.
type Cancel struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (Cancel) Needs() access.Permission { return access.KeepMeetings }

// Do cancels it.
func (c Cancel) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	m, err := change(tx, c.ID, c.Version, Planned)
	if err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "why", "Say why it does not take place", maxLine)
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("meeting", m.ID, "", m.PCN, "cancelled the team meeting")
	_, err = tx.Exec("UPDATE mdt_meeting SET state = 'cancelled', why = $1, ended_at = $2, ended_name = $3, version = version + 1 WHERE id = $4", c.Why, tx.Now, tx.Actor.Name, m.ID)
	return true, err
}

// Bring brings a person to the next meeting, or onto the list of the one that
// is open now, with a question. Faults name the field question.
type Bring struct{ Person, Question string }

// Needs names the permission.
func (Bring) Needs() access.Permission { return access.TeamMeeting }

// Do writes it.
func (c Bring) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	if p.PCN == "" {
		return "", fault.Refused("This person’s practice is in no network, so there is no team meeting")
	}
	var check fault.Check
	line(&check, &c.Question, "question", "Write what you want to ask the meeting", maxText)
	check.Require(p.Died.IsZero(), "question", "%s has died", p.Name())
	if err := check.Err(); err != nil {
		return "", err
	}
	id, entry := tx.NewID(), ""
	m, found, err := db.Maybe[Meeting](tx.Tx, "SELECT "+meetingColumns+" FROM mdt_meeting WHERE pcn = $1 AND state = 'open'", p.PCN)
	if err != nil {
		return "", err
	}
	if found {
		on, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM mdt_entry WHERE meeting = $1 AND person = $2", m.ID, p.ID)
		if err != nil {
			return "", err
		}
		if on == 0 {
			last, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM mdt_entry WHERE meeting = $1", m.ID)
			if err != nil {
				return "", err
			}
			if entry, err = put(tx, m, last+1, p, []Reason{{Kind: "flag", Text: tx.Actor.Name + " asks: " + c.Question, On: tx.Today(), ID: id}}); err != nil {
				return "", err
			}
		}
	}
	tx.TouchedAt("meeting flag", id, p.ID, p.PCN, "brought to the team meeting")
	_, err = tx.Exec("INSERT INTO mdt_flag (id, person, pcn, question, at, by_id, by_name, entry) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", id, p.ID, p.PCN, c.Question, tx.Now, tx.Actor.ID, tx.Actor.Name, entry)
	return id, err
}
