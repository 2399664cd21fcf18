package supervision

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/course"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// DraftKind is the kind of draft of a session's note; its subject is the post.
const DraftKind = "supervision note"

// Place is what became of a post's place in a session.
type Place struct {
	Post, State   string
	MissedBy, Why string
}

// Case is something that was talked about: a question, with its version, or an
// override; and what came of it. The supervision room keeps the link only.
type Case struct {
	Kind, ID string // "flag" or "override"
	Version  int    // of a question
	Words    string
}

// Entry is one session to write down.
type Entry struct {
	Session string // the planned session that it settles, "" for a new one
	Version int    // of that session
	Kind    string
	On      calendar.Date
	Minutes int
	LedBy   string
	Places  []Place
	Themes  string
	Words   string
	Cases   []Case
	Actions []Action
}

// Record writes sessions down: planned, held, missed, or offered and not
// attended. A list of them is written as a whole or not at all. Whoever writes
// signs for their side by it. It answers with the sessions' ids. Faults name
// on, minutes, who, places, missed, why, themes, words, case-<id> and
// action; in a list of several they begin with the entry's number.
type Record struct {
	PCN     string
	Entries []Entry
}

// Needs names the permission.
func (Record) Needs() access.Permission { return access.KeepSupervision }

var nhsNumber = regexp.MustCompile(`\d{3}[ -]?\d{3}[ -]?\d{4}`)

// Do checks and writes.
func (c Record) Do(ctx context.Context, tx *gate.Tx) ([]string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return nil, fault.Missing("network")
	}
	if len(c.Entries) == 0 || len(c.Entries) > 60 {
		return nil, fault.Wrong("on", "Write down from 1 to 60 sessions at once")
	}
	posts, err := workforce.HeldBetween(tx, c.PCN, calendar.NewDate(2000, 1, 1), tx.Today().AddYears(1))
	if err != nil {
		return nil, err
	}
	whose, err := workforce.HoldersOf(tx, c.PCN)
	if err != nil {
		return nil, err
	}
	r, err := readerOf(tx)
	if err != nil {
		return nil, err
	}
	posts = slices.DeleteFunc(posts, func(h workforce.Held) bool { return r.hidden[h.ID] })
	var ids []string
	for i, e := range c.Entries {
		prefix := ""
		if len(c.Entries) > 1 {
			prefix = fmt.Sprintf("%d-", i+1)
		}
		var check fault.Check
		e.check(&check, prefix, tx.Today(), posts)
		if err := check.Err(); err != nil {
			return nil, err
		}
		own := slices.ContainsFunc(e.Places, func(p Place) bool { return r.own != "" && whose[p.Post] == r.own })
		if !r.everyone && !own {
			return nil, fault.Refused("You write down sessions in which you have a place yourself")
		}
		id, err := c.write(ctx, tx, e, prefix, whose, r)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (e *Entry) check(check *fault.Check, prefix string, today calendar.Date, posts []workforce.Held) {
	k := KindOf(e.Kind)
	e.LedBy, e.Themes, e.Words = strings.TrimSpace(e.LedBy), strings.TrimSpace(e.Themes), strings.TrimSpace(e.Words)
	check.Require(k.Key != "", prefix+"kind", "Choose what it was")
	check.Require(!e.On.IsZero(), prefix+"on", "Enter the day")
	check.Require(len(e.Places) > 0, prefix+"places", "Choose for whom it was")
	check.Require(k.Group || len(e.Places) <= 1, prefix+"places", "This is for one practitioner")
	check.Require(len([]rune(e.LedBy)) <= 200, prefix+"who", "The name must be at most 200 characters")
	check.Require(len([]rune(e.Themes)) <= maxWords, prefix+"themes", "The themes must be at most 2,000 characters")
	check.Require(len([]rune(e.Words)) <= 20_000, prefix+"words", "This must be at most 20,000 characters")
	held, planned := false, false
	for i := range e.Places {
		p := &e.Places[i]
		p.Why = strings.TrimSpace(p.Why)
		check.Require(slices.ContainsFunc(posts, func(h workforce.Held) bool {
			return h.ID == p.Post && !e.On.Before(h.FromDay) && (h.ToDay.IsZero() || e.On.Before(h.ToDay))
		}), prefix+"places", "The post must be held on that day")
		switch p.State {
		case Planned:
			planned = true
		case Held:
			held = true
		case Missed:
			check.Require(p.MissedBy == "practitioner" || p.MissedBy == "supervisor", prefix+"missed", "Choose by whom it was missed")
			check.Require(p.Why != "", prefix+"why", "Say why it was missed")
		case Offered:
			check.Require(p.Why != "", prefix+"why", "Say why it was not attended, or that nobody knows")
		default:
			check.Fail(prefix+"state", "Choose what became of it")
		}
		if p.State != Missed {
			p.MissedBy = ""
		}
		check.Require(len([]rune(p.Why)) <= maxWords, prefix+"why", "This must be at most 2,000 characters")
	}
	check.Require(!planned || !e.On.Before(today), prefix+"on", "A day that is planned must be today or ahead")
	check.Require(planned || !e.On.After(today), prefix+"on", "This day is still ahead: plan it, or enter the day on which it was")
	check.Require(!held || e.Minutes >= 1 && e.Minutes <= 600, prefix+"minutes", "The minutes must be from 1 to 600")
	check.Require(!held || k.Group || e.Themes != "", prefix+"themes", "Write the themes, without anybody’s name")
	check.Require(held || len(e.Cases)+len(e.Actions) == 0, prefix+"state", "What was talked about belongs to a session that was held")
	check.Require(!nhsNumber.MatchString(e.Themes), prefix+"themes", "The themes have a number in them that could be an NHS number. They are read by people who may not know who was talked about")
	for i := range e.Actions {
		a := &e.Actions[i]
		a.What, a.Owner = strings.TrimSpace(a.What), strings.TrimSpace(a.Owner)
		check.Require(a.What != "" && a.Owner != "" && !a.DueOn.IsZero(), prefix+"action", "What is to be done needs words, somebody and a day")
		check.Require(len([]rune(a.What)) <= maxWords && len([]rune(a.Owner)) <= 200, prefix+"action", "What is to be done is too long")
	}
}

// write writes one entry that was checked.
func (c Record) write(ctx context.Context, tx *gate.Tx, e Entry, prefix string, whose map[string]string, r reader) (string, error) {
	id, version := e.Session, 1
	if id != "" {
		s, _, err := one(tx, id)
		if err != nil {
			return "", err
		}
		if s.PCN != c.PCN || s.Kind != e.Kind {
			return "", fault.Missing("supervision session")
		}
		if s.State() != Planned || s.Version != e.Version {
			return "", fault.Moved("Somebody has written this session down already. Nothing was overwritten")
		}
		version = s.Version + 1
		if _, err := tx.Exec("UPDATE supervision_session SET on_day = $1, minutes = $2, led_by = $3, version = $4 WHERE id = $5", e.On, e.Minutes, e.LedBy, version, id); err != nil {
			return "", err
		}
		if _, err := tx.Exec("DELETE FROM supervision_seat WHERE session = $1", id); err != nil {
			return "", err
		}
	} else {
		id = tx.NewID()
		if _, err := tx.Exec("INSERT INTO supervision_session ("+sessionColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", id, c.PCN, e.Kind, e.On, e.Minutes, e.LedBy, tx.Now, tx.Actor.ID, tx.Actor.Name, version); err != nil {
			return "", err
		}
	}
	said := map[string]bool{}
	for _, p := range e.Places {
		if said[p.Post] {
			return "", fault.Wrong(prefix+"places", "A practitioner stands here twice")
		}
		said[p.Post] = true
		if _, err := tx.Exec("INSERT INTO supervision_seat (session, post, practitioner, state, missed_by, why) VALUES ($1,$2,$3,$4,$5,$6)", id, p.Post, whose[p.Post], p.State, p.MissedBy, p.Why); err != nil {
			return "", err
		}
	}
	if err := write(tx, Text{Session: id, Version: version, Themes: e.Themes, Words: e.Words}); err != nil {
		return "", err
	}
	if KindOf(e.Kind).Signed && e.Places[0].State == Held {
		side := "supervisor"
		if r.own != "" && whose[e.Places[0].Post] == r.own {
			side = "practitioner"
		}
		if err := sign(tx, id, version, side); err != nil {
			return "", err
		}
	}
	var family []string
	for _, x := range e.Cases {
		name, err := x.link(ctx, tx, id, c.PCN, e.On, whose, e.Places, prefix)
		if err != nil {
			return "", err
		}
		family = append(family, name)
	}
	for _, f := range family {
		if len([]rune(f)) > 2 && strings.Contains(strings.ToLower(e.Themes), strings.ToLower(f)) {
			return "", fault.Wrong(prefix+"themes", "The themes name somebody who was talked about. They are read by people who may not know who it was")
		}
	}
	for _, a := range e.Actions {
		if _, err := tx.Exec("INSERT INTO supervision_action (id, session, what, owner, due_on, done_at, done_name) VALUES ($1,$2,$3,$4,$5,NULL,'')", tx.NewID(), id, a.What, a.Owner, a.DueOn); err != nil {
			return "", err
		}
	}
	tx.TouchedAt("supervision session", id, "", c.PCN, KindOf(e.Kind).Text+" of "+e.On.Medium()+": "+strings.ToLower(StateText(e.Places[0].State)))
	return id, account.EndDraft(tx, DraftKind, e.Places[0].Post)
}

// link marks a question or an override as talked about, by the command that
// exists for it, and keeps its id. It answers with the family name of whoever
// it is about.
func (x Case) link(ctx context.Context, tx *gate.Tx, session, pcn string, on calendar.Date, whose map[string]string, places []Place, prefix string) (string, error) {
	mine := func(practitioner string) bool {
		return slices.ContainsFunc(places, func(p Place) bool { return whose[p.Post] == practitioner })
	}
	about := ""
	switch x.Kind {
	case "flag":
		f, _, err := load(tx, x.ID)
		if err != nil {
			return "", err
		}
		if f.PCN != pcn || !mine(f.Practitioner) {
			return "", fault.Missing("flag")
		}
		if !tx.Actor.May(access.Supervise) {
			return "", fault.Refused("The supervisor says that a question was talked about")
		}
		if _, err := (TalkedAbout{ID: x.ID, Version: x.Version, Words: x.Words, On: on}).Do(ctx, tx); err != nil {
			return "", renamed(err, prefix+"case-"+x.ID)
		}
		about = f.Person
	case "override":
		if !tx.Actor.May(access.SeeOverrides) {
			return "", fault.Refused("The supervisor says that an override was talked about")
		}
		list, err := course.OverridesFor(tx, pcn, "")
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(list, func(o course.Overridden) bool { return o.ID == x.ID && mine(o.Practitioner) })
		if i < 0 {
			return "", fault.Missing("override")
		}
		if list[i].Talked() {
			return "", fault.Moved("This override was talked about already")
		}
		if _, err := (course.MarkOverride{ID: x.ID, Mark: "talked about", Words: x.Words}).Do(ctx, tx); err != nil {
			return "", renamed(err, prefix+"case-"+x.ID)
		}
		about = list[i].Person
	default:
		return "", fault.Missing("case")
	}
	if _, err := tx.Exec("INSERT INTO supervision_case (session, kind, of_id) VALUES ($1,$2,$3)", session, x.Kind, x.ID); err != nil || about == "" {
		return "", err
	}
	people, err := person.Many(tx, []string{about})
	return people[about].Family, err
}

// renamed puts the faults of a command that was done inside another one under
// the field of this page.
func renamed(err error, name string) error {
	if fields := fault.FieldsOf(err); len(fields) > 0 {
		return fault.Wrong(name, "%s", fields[0].Message)
	}
	return err
}

func write(tx *gate.Tx, t Text) error {
	_, err := tx.Exec("INSERT INTO supervision_text (session, version, themes, words, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", t.Session, t.Version, t.Themes, t.Words, t.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

func sign(tx *gate.Tx, session string, version int, side string) error {
	_, err := tx.Exec("INSERT INTO supervision_signature (session, version, side, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6)", session, version, side, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}
