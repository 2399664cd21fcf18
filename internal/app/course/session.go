package course

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The kinds of drafts of this room. The subject of the first is a course's id,
// of the second a meeting's.
const (
	DraftSession  = "course session"
	DraftRegister = "group register"
)

// RecordSession writes down a session: with the signed contact of a person who
// came, or that they did not. Without a competence that holds on the day,
// Override says why it was delivered all the same, and the supervisor sees it.
// Faults name attended, contact, on, done, homework, was and override. A
// version that was not the one read is a Conflict. It answers with the
// session's id.
type RecordSession struct {
	Course   string
	Version  int
	Attended string
	Contact  string        // who came
	On       calendar.Date // who did not come
	Was      string        // how the last homework went
	Done     string
	Homework string
	Override string
	Saves    int // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (RecordSession) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c RecordSession) Do(_ context.Context, tx *gate.Tx) (string, error) {
	w, p, err := load(tx, c.Course)
	if err != nil {
		return "", err
	}
	me, err := own(tx)
	if err != nil {
		return "", err
	}
	c.Was, c.Done, c.Homework, c.Override = strings.TrimSpace(c.Was), strings.TrimSpace(c.Done), strings.TrimSpace(c.Homework), strings.TrimSpace(c.Override)
	s := Session{ID: tx.NewID(), Course: w.ID, Person: p.ID, PCN: w.PCN, Practitioner: me.ID, OnDay: c.On, Attended: c.Attended, HomeworkWas: c.Was, Done: c.Done, Homework: c.Homework}
	var check fault.Check
	var stands workforce.Standing
	check.Require(w.Grp == "", "attended", "This course takes place in a group: the group’s register says who came")
	check.Require(c.Attended == Attended || c.Attended == Absent || c.Attended == Cancelled, "attended", "Choose whether the person came")
	for name, text := range map[string]string{"was": c.Was, "done": c.Done, "homework": c.Homework} {
		check.Require(len([]rune(text)) <= MaxWords, name, "This must be at most 4,000 characters")
	}
	check.Require(len([]rune(c.Override)) <= 1000, "override", "The reason must be at most 1,000 characters")
	if c.Attended == Attended {
		check.Require(c.Done != "", "done", "Write down what was done")
		free, err := freeContacts(tx, w, p)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(free, func(x care.Contact) bool { return x.ID == c.Contact })
		check.Require(i >= 0, "contact", "Choose the signed contact in which this took place. Sign the note of the appointment first")
		if i >= 0 {
			s.Contact, s.OnDay, s.Practitioner = free[i].ID, free[i].Day, free[i].Practitioner
			if stands, err = standing(tx, w.PCN, w.Kind, s.Practitioner, s.OnDay); err != nil {
				return "", err
			}
			check.Require(stands.Valid || c.Override != "", "override", "%s for %s on %s. Say why it was delivered all the same; the supervisor sees it", stands.Words, w.KindName, s.OnDay.Medium())
		}
	} else {
		s.Done, s.Homework, s.HomeworkWas = c.Done, "", ""
		check.Require(!c.On.IsZero(), "on", "Enter the day")
		check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
		check.Require(c.On.IsZero() || !c.On.Before(w.StartedOn.AddDays(-31)), "on", "The course began on %s: the day is too early", w.StartedOn.Medium())
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := fresh(w, c.Version); err != nil {
		return "", err
	}
	if err := endDraft(tx, DraftSession, w.ID, c.Saves, []string{c.Was, c.Done, c.Homework, c.Override}); err != nil {
		return "", err
	}
	tx.TouchedAt("course", w.ID, p.ID, w.PCN, "recorded a session")
	if err := addSession(tx, s); err != nil {
		return "", err
	}
	if c.Attended == Attended && !stands.Valid {
		err = addOverride(tx, Override{PCN: w.PCN, Person: p.ID, Course: w.ID, Session: s.ID, Practitioner: s.Practitioner, Kind: w.Kind, KindName: w.KindName, OnDay: s.OnDay, Standing: stands.Words, Why: c.Override})
	}
	return s.ID, err
}

func addSession(tx *gate.Tx, s Session) error {
	_, err := tx.Exec("INSERT INTO course_session (id, course, person, pcn, practitioner, meeting, contact, on_day, attended, homework_was, done, homework, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)",
		s.ID, s.Course, s.Person, s.PCN, s.Practitioner, s.Meeting, s.Contact, s.OnDay, s.Attended, s.HomeworkWas, s.Done, s.Homework, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// freeContacts gives the signed contacts of a person, from a month before the
// course began, that belong to no session that holds.
func freeContacts(tx *gate.Tx, w Whole, p person.Person) ([]care.Contact, error) {
	list, err := care.SignedOf(tx, p.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	var a db.Args
	taken, err := db.All[string](tx.Tx, "SELECT s.contact FROM course_session s WHERE s.contact IN "+a.In(ids)+" AND NOT EXISTS (SELECT 1 FROM course_withdrawn x WHERE x.session = s.id)", a.List...)
	return slices.DeleteFunc(list, func(c care.Contact) bool {
		return slices.Contains(taken, c.ID) || c.Day.Before(w.StartedOn.AddDays(-31))
	}), err
}

// endDraft ends the actor's draft inside the command that sends what was
// written. When another window saved something since that isn't in what is
// sent, it is a Conflict and nothing is thrown away.
func endDraft(tx *gate.Tx, kind, subject string, saves int, sent []string) error {
	d, err := account.ReadDraft{Kind: kind, Subject: subject}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if d.Saves > saves {
		kept, err := url.ParseQuery(d.Body)
		if err != nil {
			return err
		}
		all := plain(strings.Join(sent, " "))
		for name, list := range kept {
			if name == "key" || name == "version" || name == "saves" || strings.HasPrefix(name, "on-") {
				continue
			}
			for _, text := range list {
				if len(text) > 40 && !strings.Contains(all, plain(text)) {
					return fault.Moved("You wrote something else in this draft in another window, saved at %s: “%s”. Nothing was sent and nothing was overwritten; your next press counts", d.SavedAt.Clock(), text)
				}
			}
		}
	}
	return account.EndDraft(tx, kind, subject)
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// Sheet asks for what the form of a session needs.
type Sheet struct{ Course string }

// SessionDesk is the answer to Sheet.
type SessionDesk struct {
	Page
	Contacts []care.Contact // signed, and part of no session yet
	Draft    *account.Draft
	Stands   map[string]workforce.Standing // by contact, where no competence held
}

// Needs names the permission.
func (Sheet) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Sheet) Ask(ctx context.Context, tx *gate.Tx) (SessionDesk, error) {
	var out SessionDesk
	w, p, err := load(tx, q.Course)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "the form of a session")
	out.Whole, out.Who, out.Stands = w, p, map[string]workforce.Standing{}
	if out.Contacts, err = freeContacts(tx, w, p); err != nil {
		return out, err
	}
	k, err := workforce.InterventionOf(tx, w.PCN, w.Kind)
	if err != nil {
		return out, err
	}
	held := map[string][]workforce.Competence{}
	for _, c := range out.Contacts {
		if !k.Needs {
			break
		}
		if _, asked := held[c.Practitioner]; !asked {
			if held[c.Practitioner], err = workforce.CompetencesFor(tx, c.Practitioner, w.Kind); err != nil {
				return out, err
			}
		}
		if s := workforce.Judge(held[c.Practitioner], c.Day); !s.Valid {
			out.Stands[c.ID] = s
		}
	}
	out.Draft, err = ownDraft(ctx, tx, DraftSession, w.ID)
	return out, err
}

func ownDraft(ctx context.Context, tx *gate.Tx, kind, subject string) (*account.Draft, error) {
	d, err := account.ReadDraft{Kind: kind, Subject: subject}.Ask(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &d, err
}

// WithdrawSession marks a session as entered in error, with a reason. It stays
// readable; the contact that it belongs to is marked on its own. It answers
// with the course's id.
type WithdrawSession struct{ Course, ID, Why string }

// Needs names the permission.
func (WithdrawSession) Needs() access.Permission { return access.WriteCare }

// Do checks and marks it.
func (c WithdrawSession) Do(_ context.Context, tx *gate.Tx) (string, error) {
	w, p, err := load(tx, c.Course)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(w.Sessions, func(s Session) bool { return s.ID == c.ID })
	if i < 0 {
		return "", fault.Missing("session")
	}
	s := w.Sessions[i]
	if !s.WithdrawnAt.IsZero() {
		return "", fault.Moved("%s has marked this as entered in error already", s.WithdrawnName)
	}
	c.Why = strings.TrimSpace(c.Why)
	if c.Why == "" || len([]rune(c.Why)) > 1000 {
		return "", fault.Wrong("why", "Say why this was entered in error, in at most 1,000 characters")
	}
	tx.TouchedAt("course", w.ID, p.ID, w.PCN, "marked a session as entered in error")
	_, err = tx.Exec("INSERT INTO course_withdrawn (session, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5)", s.ID, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return w.ID, err
}

// RecordReview writes down what was decided at a review. "continue" and
// "change" say how many sessions are planned from now on, and after which the
// next review stands. Faults name decision, planned, review and words.
type RecordReview struct {
	Course            string
	Version           int
	Decision          string
	Planned, ReviewAt int // for "change"; for "continue" ReviewAt alone, 0 for the last session
	Words             string
}

// Needs names the permission.
func (RecordReview) Needs() access.Permission { return access.WriteCare }

// Do checks and writes. It ends nothing: an end needs an outcome and who was
// told.
func (c RecordReview) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	w, p, err := load(tx, c.Course)
	if err != nil {
		return false, err
	}
	done := w.AttendedCount()
	planned := w.PlannedNow()
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(slices.ContainsFunc(Decisions, func(d [2]string) bool { return d[0] == c.Decision }), "decision", "Choose what was decided")
	check.Require(c.Words != "" && len([]rune(c.Words)) <= MaxWords, "words", "Write down what you both made of it, in at most 4,000 characters")
	review := 0
	switch c.Decision {
	case "change":
		planned, review = c.Planned, c.ReviewAt
		checkPlan(&check, planned, review, done)
		check.Require(review > done, "review", "%d sessions have taken place: the next review must come after a later one", done)
	case "continue":
		if review = c.ReviewAt; review == 0 && planned > done {
			review = planned
		}
		check.Require(review == 0 || review > done && review <= planned, "review", "The next review must come after one of the sessions %d to %d", done+1, planned)
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	if err := fresh(w, c.Version); err != nil {
		return false, err
	}
	tx.TouchedAt("course", w.ID, p.ID, w.PCN, "reviewed")
	_, err = tx.Exec("INSERT INTO course_review (id, course, decision, planned, review_at, words, on_day, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		tx.NewID(), w.ID, c.Decision, planned, review, c.Words, tx.Today(), tx.Now, tx.Actor.ID, tx.Actor.Name)
	return true, err
}

// Finish ends a course, with its outcome and how the person was told. No
// course ends in any other way. Faults name outcome, words and told.
type Finish struct {
	Course               string
	Version              int
	Outcome, Words, Told string
}

// Needs names the permission.
func (Finish) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Finish) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	w, p, err := load(tx, c.Course)
	if err != nil {
		return false, err
	}
	c.Words, c.Told = strings.TrimSpace(c.Words), strings.TrimSpace(c.Told)
	var check fault.Check
	check.Require(slices.Contains(Outcomes, c.Outcome), "outcome", "Choose how it ended")
	check.Require(c.Words != "" && len([]rune(c.Words)) <= MaxWords, "words", "Write down what came of it, in at most 4,000 characters")
	check.Require(c.Told != "" || c.Outcome == died, "told", "Say who told the person, and how")
	check.Require(len([]rune(c.Told)) <= 1000, "told", "How the person was told must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	if err := fresh(w, c.Version); err != nil {
		return false, err
	}
	tx.TouchedAt("course", w.ID, p.ID, w.PCN, "ended")
	_, err = tx.Exec("INSERT INTO course_end (course, on_day, outcome, words, told, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", w.ID, tx.Today(), c.Outcome, c.Words, c.Told, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return true, err
}
