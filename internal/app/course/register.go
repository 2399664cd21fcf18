package course

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// MaxContent is the most that is written about a meeting, in characters.
const MaxContent = 10_000

// Row is one member in a register.
type Row struct {
	Course   string
	Attended string
	Note     string // about this person alone; "" for none
}

// SaveRegister writes the register of a meeting, once: who came, one text
// about what was done, and a line about each where one is wanted. Everybody
// who came gets a signed contact of their own, with the text and their own
// line and nobody else's name. All of it is written, or nothing. When none of
// the group's practitioners holds a competence on the day, Override says why
// it was delivered all the same.
//
// Faults name mechanism, started, minutes, content, override, and
// attended-ID and note-ID with a course's id.
type SaveRegister struct {
	Meeting   string
	Mechanism nhs.Mechanism
	Starts    calendar.TimeOfDay // on the meeting's day
	Minutes   int
	Content   string
	Rows      []Row
	Override  string
	Saves     int // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (SaveRegister) Needs() access.Permission { return access.WriteCare }

// Do checks and writes. It answers with the number of contacts.
func (c SaveRegister) Do(_ context.Context, tx *gate.Tx) (int, error) {
	m, out, err := loadMeeting(tx, c.Meeting)
	if err != nil {
		return 0, err
	}
	if m.Saved() {
		return 0, fault.Moved("%s has written this register already, %s", m.SavedName, m.SavedAt.Long())
	}
	me, err := own(tx)
	if err != nil {
		return 0, err
	}
	c.Content, c.Override = strings.TrimSpace(c.Content), strings.TrimSpace(c.Override)
	started, err := calendar.On(m.OnDay, c.Starts)
	if err != nil || !c.Starts.IsValid() {
		return 0, fault.Wrong("started", "Enter the time at which it began, for example 10:30")
	}
	if m.OnDay.After(tx.Today()) || started.After(tx.Now) {
		return 0, fault.Wrong("started", "This session has not begun yet: its register is written afterwards")
	}
	rows := map[string]Row{}
	sent := []string{c.Content, c.Override}
	for _, r := range c.Rows {
		r.Note = strings.TrimSpace(r.Note)
		rows[r.Course] = r
		sent = append(sent, r.Note)
	}
	came := 0
	var check fault.Check
	for _, x := range out.Members {
		r := rows[x.ID]
		check.Require(r.Attended == Attended || r.Attended == Absent || r.Attended == Cancelled, "attended-"+x.ID, "Choose whether %s came", x.Who.Name())
		check.Require(len([]rune(r.Note)) <= 2000, "note-"+x.ID, "The note about %s must be at most 2,000 characters", x.Who.Name())
		if r.Attended == Attended {
			came++
		}
		for _, y := range out.Members {
			if y.ID == x.ID {
				continue
			}
			if w := names(r.Note, y.Who, &x.Who); w != "" {
				check.Fail("note-"+x.ID, "The note about %s names somebody else in the group: “%s”. Nobody else’s name goes into a person’s record; write it another way", x.Who.Name(), w)
			}
		}
		if w := names(c.Content, x.Who, nil); w != "" {
			check.Fail("content", "This names somebody in the group: “%s”. It goes into everybody’s record; write it without names", w)
		}
	}
	check.Require(len(out.Members) > 0, "content", "Nobody is in this group yet")
	check.Require(c.Mechanism == nhs.FaceToFace || c.Mechanism == nhs.Video, "mechanism", "Choose how the group met")
	check.Require(c.Minutes >= 1 && c.Minutes <= care.MaxMinutes, "minutes", "Minutes must be from 1 to %d", care.MaxMinutes)
	check.Require(came == 0 || c.Content != "", "content", "Write down what was done")
	check.Require(len([]rune(c.Content)) <= MaxContent, "content", "This must be at most 10,000 characters")
	stands, err := groupStanding(tx, out.Group, out.Team, m.OnDay)
	if err != nil {
		return 0, err
	}
	override := came > 0 && !stands.Valid
	check.Require(!override || c.Override != "", "override", "None of those who lead this group held a competence for %s on %s. Say why it was delivered all the same; the supervisor sees it", out.KindName, m.OnDay.Medium())
	check.Require(len([]rune(c.Override)) <= 1000, "override", "The reason must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return 0, err
	}
	if err := endDraft(tx, DraftRegister, m.ID, c.Saves, sent); err != nil {
		return 0, err
	}
	tx.TouchedAt("group", out.ID, "", out.PCN, "wrote the register of a session")
	if _, err := tx.Exec("INSERT INTO course_register (meeting, mechanism, started_at, minutes, content, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", m.ID, c.Mechanism, started, c.Minutes, c.Content, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return 0, err
	}
	g := care.Group{Title: out.Name + ", session " + strconv.Itoa(m.Nth), Mechanism: c.Mechanism, StartedAt: started, Minutes: c.Minutes}
	for _, x := range out.Members {
		r := rows[x.ID]
		s := Session{ID: tx.NewID(), Course: x.ID, Person: x.Who.ID, PCN: x.PCN, Practitioner: me.ID, Meeting: m.ID, OnDay: m.OnDay, Attended: r.Attended, Done: r.Note}
		if r.Attended == Attended {
			text := strings.TrimSpace(c.Content + "\n\n" + r.Note)
			if s.Contact, err = care.SignGroup(tx, g, x.Who, text); err != nil {
				if fields := fault.FieldsOf(err); len(fields) == 1 && fields[0].Name == "attended" {
					err = fault.Wrong("attended-"+x.ID, "%s", fields[0].Message)
				}
				return 0, err
			}
			s.Done = text
		}
		tx.TouchedAt("course", x.ID, x.Who.ID, x.PCN, "recorded a session in a group")
		if err := addSession(tx, s); err != nil {
			return 0, err
		}
	}
	if override {
		err = addOverride(tx, Override{PCN: out.PCN, Meeting: m.ID, Practitioner: me.ID, Kind: out.Kind, KindName: out.KindName, OnDay: m.OnDay, Standing: stands.Words, Why: c.Override})
	}
	return came, err
}

// names gives the word in a text that is part of somebody's name, "" when
// there is none. Names that own shares don't count. A name counts when it is
// written with a capital: "may" is no name.
func names(text string, of person.Person, own *person.Person) string {
	parts := func(p person.Person) []string { return wordsOf(p.Given + " " + p.KnownAs + " " + p.Family) }
	mine := map[string]bool{}
	if own != nil {
		for _, w := range parts(*own) {
			mine[w] = true
		}
	}
	written := wordsOf(text)
	for _, n := range parts(of) {
		if len([]rune(n)) < 2 || mine[n] || !unicode.IsUpper([]rune(n)[0]) {
			continue
		}
		if slices.Contains(written, n) || slices.Contains(written, strings.ToUpper(n)) {
			return n
		}
	}
	return ""
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

func loadMeeting(tx *gate.Tx, id string) (Meeting, GroupPage, error) {
	var out GroupPage
	m, err := db.One[Meeting](tx.Tx, "session of a group", fromMeeting+"WHERE m.id = $1", id)
	if err != nil {
		return m, out, err
	}
	if out.Group, err = loadGroup(tx, m.Grp); err != nil {
		return Meeting{}, out, fault.Missing("session of a group")
	}
	return m, out, gather(tx, &out, m.OnDay)
}

// RegisterOf asks for the register of a meeting: to be written, or as it was.
type RegisterOf struct{ Meeting string }

// RegisterPage is the answer to RegisterOf.
type RegisterPage struct {
	GroupPage
	Meeting Meeting
	Rows    []Written // of a register that was written
	Hidden  int       // those of them who are registered elsewhere now
	Draft   *account.Draft
}

// Written is one line of a written register.
type Written struct {
	Session
	Who person.Person
}

// Needs names the permission.
func (RegisterOf) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q RegisterOf) Ask(ctx context.Context, tx *gate.Tx) (RegisterPage, error) {
	var out RegisterPage
	var err error
	if out.Meeting, out.GroupPage, err = loadMeeting(tx, q.Meeting); err != nil {
		return RegisterPage{}, err
	}
	tx.Listed("register", out.Meeting.ID, len(out.Members))
	if !out.Meeting.Saved() {
		for _, m := range out.Members {
			tx.Saw(m.Who.ID, "a member of a group")
		}
		out.Draft, err = ownDraft(ctx, tx, DraftRegister, out.Meeting.ID)
		return out, err
	}
	list, err := db.All[Session](tx.Tx, "SELECT "+sessionColumns+" FROM course_session s LEFT JOIN course_withdrawn w ON w.session = s.id WHERE s.meeting = $1", out.Meeting.ID)
	if err != nil {
		return out, err
	}
	ids, contacts := []string{}, []string{}
	for _, s := range list {
		ids, contacts = append(ids, s.Person), append(contacts, s.Contact)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return out, err
	}
	held, err := care.ContactsByID(tx, contacts)
	for _, s := range list {
		s.Gone = s.Contact != "" && !held[s.Contact].WithdrawnAt.IsZero()
		if p, ok := people[s.Person]; ok {
			tx.Saw(p.ID, "a line of a group's register")
			out.Rows = append(out.Rows, Written{s, p})
		} else {
			out.Hidden++
		}
	}
	slices.SortFunc(out.Rows, func(a, b Written) int {
		return strings.Compare(a.Who.FormalName()+a.ID, b.Who.FormalName()+b.ID)
	})
	return out, err
}
