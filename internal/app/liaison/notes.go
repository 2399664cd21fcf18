package liaison

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// Note is an answered question about nobody that others of the network may
// find. Its texts are kept in versions.
type Note struct {
	ID            string
	PCN           string `db:"pcn"`
	Advice        string // from which it was made
	Number        int    // of the version that holds
	MadeAt        calendar.Instant
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string
	NoteText      `db:"-"`
	Again         int // how often somebody was asked it again
}

const noteColumns = "id, pcn, advice, number, made_at, withdrawn_at, withdrawn_name, withdrawn_why"

// NoteText is one version of a note.
type NoteText struct {
	Note      string
	Version   int
	Title     string
	Words     string
	Tags      string // with commas between them
	OwnerID   string // who keeps it right
	OwnerName string
	ReviewOn  calendar.Date
	Why       string // of a change
	ByID      string
	ByName    string
	At        calendar.Instant
}

const noteTextColumns = "note, number AS version, title, words, tags, owner_id, owner_name, review_on, why, by_id, by_name, at"

// TagList gives the tags one by one.
func (n NoteText) TagList() []string {
	if n.Tags == "" {
		return nil
	}
	return strings.Split(n.Tags, ", ")
}

// Due reports whether its review is due.
func (n Note) Due(today calendar.Date) bool {
	return n.WithdrawnAt.IsZero() && !n.ReviewOn.After(today)
}

// NoteForm is what somebody typed into the form of a note.
type NoteForm struct {
	Title, Words, Tags string
	ReviewOn           calendar.Date
}

// check tidies a note and refuses it when something in it could say who
// somebody is: it says what was found, and in which field.
func (f *NoteForm) check(check *fault.Check, tx *gate.Tx) error {
	line(check, &f.Title, "title", "Write a title under which others would look")
	text(check, &f.Words, "words", "Write what others should know")
	var tags []string
	for t := range strings.FieldsFuncSeq(f.Tags, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if t = strings.ToLower(strings.TrimSpace(t)); t != "" && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	check.Require(len(tags) <= 10, "tags", "At most 10 words to find it by")
	f.Tags = strings.Join(tags, ", ")
	check.Require(utf8.RuneCountInString(f.Tags) <= 300, "tags", "The words to find it by are at most 300 characters in all")
	check.Require(!f.ReviewOn.IsZero() && f.ReviewOn.After(tx.Today()), "review", "Enter a day to come on which somebody looks whether it is still right")
	for _, part := range []struct{ field, text string }{{"title", f.Title}, {"words", f.Words}, {"tags", f.Tags}} {
		for _, i := range nhs.Identifiers(part.text) {
			check.Fail(part.field, "A local note names nobody. Found %s: “%s”, after %s", i.Kind, i.Text, after(part.text, i.At))
		}
		names, err := person.NamedIn(tx, part.text)
		if err != nil {
			return err
		}
		for _, n := range names {
			check.Fail(part.field, "A local note names nobody. Found the name of somebody on record: “%s”", n)
		}
	}
	return nil
}

// after says where something stands: the words before it.
func after(text string, at int) string {
	words := strings.Fields(text[:at])
	if len(words) == 0 {
		return "nothing, at the beginning"
	}
	return fmt.Sprintf("“… %s”", strings.Join(words[max(0, len(words)-3):], " "))
}

func (f NoteForm) write(tx *gate.Tx, note, pcn string, number int, why string) error {
	found := strings.Join(nhs.Fold(f.Title+" "+f.Words+" "+f.Tags), " ")
	if _, err := tx.Exec("INSERT INTO local_note_text (note, number, title, words, tags, owner_id, owner_name, review_on, why, by_id, by_name, at, found) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
		note, number, f.Title, f.Words, f.Tags, tx.Actor.ID, tx.Actor.Name, f.ReviewOn, why, tx.Actor.ID, tx.Actor.Name, tx.Now, " "+found); err != nil {
		return err
	}
	what := "made"
	if number > 1 {
		what = "changed"
	}
	tx.TouchedAt("local note", note, "", pcn, what)
	return noted(tx, "note", note, what, why)
}

// KeepNote makes a local note out of an answered question about nobody. A
// check looks for what could say who somebody is, and refuses with what it
// found and where. It answers with the note's id.
//
// Faults name the fields title, words, tags and review.
type KeepNote struct {
	Advice string
	NoteForm
}

// Needs names the permission.
func (KeepNote) Needs() access.Permission { return access.AnswerAdvice }

// Do writes it.
func (c KeepNote) Do(_ context.Context, tx *gate.Tx) (string, error) {
	a, _, err := load(tx, c.Advice)
	if err != nil {
		return "", err
	}
	if a.Person != "" {
		return "", fault.Refused("This question is about a person, so it can’t become a local note")
	}
	if a.AnsweredAt.IsZero() {
		return "", fault.Wrong("words", "Answer the question first")
	}
	there, found, err := db.Maybe[string](tx.Tx, "SELECT id FROM local_note WHERE advice = $1 AND withdrawn_at IS NULL", a.ID)
	if err != nil {
		return "", err
	}
	if found {
		return there, fault.Moved("This question has become a local note already")
	}
	var check fault.Check
	if err := c.check(&check, tx); err != nil {
		return "", err
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO local_note ("+noteColumns+") VALUES ($1,$2,$3,1,$4,NULL,'','')", id, a.PCN, a.ID, tx.Now); err != nil {
		return "", err
	}
	return id, c.write(tx, id, a.PCN, 1, "")
}

// loadNote gives a note of a network in the scope.
func loadNote(tx *gate.Tx, id string) (Note, error) {
	n, err := db.One[Note](tx.Tx, "local note", "SELECT "+noteColumns+" FROM local_note WHERE id = $1", id)
	if err != nil {
		return n, err
	}
	if !tx.Scope.InNetwork(n.PCN) {
		return Note{}, fault.Missing("local note")
	}
	list, err := withTexts(tx, []Note{n})
	if err != nil {
		return n, err
	}
	return list[0], nil
}

// withTexts puts the version that holds, and how often it was asked again,
// with each note.
func withTexts(tx *gate.Tx, list []Note) ([]Note, error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]string, len(list))
	for i, n := range list {
		ids[i] = n.ID
	}
	var a db.Args
	texts, err := db.All[NoteText](tx.Tx, "SELECT "+noteTextColumns+" FROM local_note_text WHERE note IN "+a.In(ids)+" ORDER BY number", a.List...)
	if err != nil {
		return nil, err
	}
	type counted struct {
		OfID string
		N    int
	}
	var b db.Args
	again, err := db.All[counted](tx.Tx, "SELECT of_id, count(*) AS n FROM liaison_event WHERE of_id IN "+b.In(ids)+" AND what = 'asked again' GROUP BY of_id", b.List...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		for _, t := range texts {
			if t.Note == list[i].ID && t.Version == list[i].Number {
				list[i].NoteText = t
			}
		}
		for _, c := range again {
			if c.OfID == list[i].ID {
				list[i].Again = c.N
			}
		}
	}
	return list, nil
}

// ReviseNote writes a new version of a note, with a reason; the old one stays
// readable. Whoever does it keeps it right from now on.
//
// Faults name the fields title, words, tags, review and why.
type ReviseNote struct {
	ID     string
	Number int // the version that was read
	Why    string
	NoteForm
}

// Needs names the permission.
func (ReviseNote) Needs() access.Permission { return access.AnswerAdvice }

// Do writes it.
func (c ReviseNote) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	n, err := loadNote(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := standsStill(n, c.Number); err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "why", "Say what changed, or that you looked and it is still right")
	if err := c.check(&check, tx); err != nil {
		return false, err
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE local_note SET number = number + 1 WHERE id = $1", n.ID); err != nil {
		return false, err
	}
	return true, c.write(tx, n.ID, n.PCN, n.Number+1, c.Why)
}

func standsStill(n Note, number int) error {
	if !n.WithdrawnAt.IsZero() {
		return fault.Moved("%s withdrew this note at %s: %s", n.WithdrawnName, n.WithdrawnAt.Long(), n.WithdrawnWhy)
	}
	if n.Number != number {
		return fault.Moved("%s changed this note at %s. Nothing of yours was overwritten", n.ByName, n.At.Long())
	}
	return nil
}

// WithdrawNote takes a note out of what others find, with a reason. It stays
// readable by its address.
type WithdrawNote struct {
	ID     string
	Number int
	Why    string
}

// Needs names the permission.
func (WithdrawNote) Needs() access.Permission { return access.AnswerAdvice }

// Do withdraws it; the fault's field is withdraw.
func (c WithdrawNote) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	n, err := loadNote(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := standsStill(n, c.Number); err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "withdraw", "Say why it is withdrawn")
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE local_note SET withdrawn_at = $1, withdrawn_name = $2, withdrawn_why = $3 WHERE id = $4", tx.Now, tx.Actor.Name, c.Why, n.ID); err != nil {
		return false, err
	}
	tx.TouchedAt("local note", n.ID, "", n.PCN, "withdrawn")
	return true, noted(tx, "note", n.ID, "withdrawn", c.Why)
}

// AskedAgain counts that somebody was asked what a note answers.
type AskedAgain struct{ ID string }

// Needs names the permission.
func (AskedAgain) Needs() access.Permission { return access.ReadNotes }

// Do counts it.
func (c AskedAgain) Do(_ context.Context, tx *gate.Tx) (int, error) {
	n, err := loadNote(tx, c.ID)
	if err != nil {
		return 0, err
	}
	if err := standsStill(n, n.Number); err != nil {
		return 0, err
	}
	tx.TouchedAt("local note", n.ID, "", n.PCN, "asked again")
	return n.Again + 1, noted(tx, "note", n.ID, "asked again", "")
}

// Notes asks for the notes of a network, by words in any order; all of them
// when there are none. Those whose review is due stand first for whoever keeps
// notes, then the newest.
type Notes struct {
	PCN, Words string
	Due        bool // only those whose review is due
}

// NoteList is the answer to Notes.
type NoteList struct {
	List []Note
	Due  int // of all
	All  int
}

// Needs names the permission.
func (Notes) Needs() access.Permission { return access.ReadNotes }

// Ask lists them. Withdrawn ones are not found.
func (q Notes) Ask(_ context.Context, tx *gate.Tx) (NoteList, error) {
	var out NoteList
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	if utf8.RuneCountInString(q.Words) > 200 {
		return out, fault.Wrong("words", "Look for 200 characters or fewer")
	}
	var a db.Args
	where := "n.pcn = " + a.Add(q.PCN) + " AND n.withdrawn_at IS NULL"
	for _, w := range nhs.Fold(q.Words) {
		where += " AND EXISTS (SELECT 1 FROM local_note_text t WHERE t.note = n.id AND t.number = n.number AND t.found LIKE " + a.Add("% "+w+"%") + ")"
	}
	list, err := db.All[Note](tx.Tx, "SELECT "+noteColumns+" FROM local_note n WHERE "+where+" ORDER BY made_at DESC, id DESC LIMIT 500", a.List...)
	if err != nil {
		return out, err
	}
	if list, err = withTexts(tx, list); err != nil {
		return out, err
	}
	for _, n := range list {
		if n.Due(tx.Today()) {
			out.Due++
		} else if q.Due {
			continue
		}
		out.List = append(out.List, n)
	}
	out.All = len(list)
	tx.Listed("local note", q.PCN, len(out.List))
	return out, nil
}

// NoteByID asks for one note with its versions and what happened to it.
type NoteByID struct{ ID string }

// FullNote is the answer to NoteByID.
type FullNote struct {
	Note
	Versions []NoteText // the newest first
	Events   []Event
}

// Needs names the permission.
func (NoteByID) Needs() access.Permission { return access.ReadNotes }

// Ask gathers it.
func (q NoteByID) Ask(_ context.Context, tx *gate.Tx) (FullNote, error) {
	var f FullNote
	n, err := loadNote(tx, q.ID)
	if err != nil {
		return f, err
	}
	f.Note = n
	tx.Listed("local note", "one note", 1)
	if f.Versions, err = db.All[NoteText](tx.Tx, "SELECT "+noteTextColumns+" FROM local_note_text WHERE note = $1 ORDER BY number DESC", n.ID); err != nil {
		return f, err
	}
	f.Events, err = eventsOf(tx, n.ID)
	return f, err
}
