package hiring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Marks of a criterion while shortlisting.
const (
	NotMet = iota
	Partly
	Met
)

// MarkWords are the marks of a criterion in words.
var MarkWords = []string{"Not met", "Partly met", "Met"}

// Mark is what one person gave for one criterion or question.
type Mark struct {
	Application      string
	Task             string
	UserID, UserName string
	N, Mark          int
	Words            string
	At               calendar.Instant
}

const markColumns = "application, task, user_id, user_name, n, mark, words, at"

// taskOf is what is done with applications in a state of the vacancy.
func taskOf(s State) (task, of string) {
	switch s {
	case Closed:
		return "shortlist", "in"
	case Shortlisted:
		return "panel", "shortlisted"
	}
	return "", ""
}

// items are what is marked for a task.
func items(t Text, task string) []string {
	if task == "panel" {
		return t.Questions
	}
	return t.Criteria()
}

// GiveMarks gives one's own marks of an application, all at once and once.
// Nobody sees them before everybody named for the task has given theirs.
// Faults name mark-0, mark-1 … and words-0 …
type GiveMarks struct {
	Vacancy string
	Number  int
	Marks   []int // -1 for none
	Words   []string
}

// Needs names the permission.
func (GiveMarks) Needs() access.Permission { return access.JoinHiring }

// Do checks and writes.
func (c GiveMarks) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, mine, err := taking(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	task, of := taskOf(v.State)
	if !slices.Contains(mine, task) {
		return false, fault.Refused("You are not named for this")
	}
	a, err := applicationBy(tx, v.ID, c.Number)
	if err != nil {
		return false, err
	}
	if a.State != of {
		return false, fault.Moved("Candidate %d is not being marked: %s", a.Number, strings.ToLower(a.Words()))
	}
	had, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM application_score WHERE application = $1 AND task = $2 AND user_id = $3", a.ID, task, tx.Actor.ID)
	if err != nil {
		return false, err
	}
	if had > 0 {
		return false, fault.Moved("You have given your marks for candidate %d: they can’t change", a.Number)
	}
	t, _, err := textOf(tx, v.ID)
	if err != nil {
		return false, err
	}
	what, most := items(t, task), Met
	if task == "panel" {
		most = 4
	}
	var check fault.Check
	for n := range what {
		check.Require(n < len(c.Marks) && c.Marks[n] >= 0 && c.Marks[n] <= most, fmt.Sprintf("mark-%d", n), "Choose a mark for line %d", n+1)
		check.Require(n >= len(c.Words) || len([]rune(c.Words[n])) <= 500, fmt.Sprintf("words-%d", n), "What you write to line %d must be at most 500 characters", n+1)
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	for n := range what {
		words := ""
		if n < len(c.Words) {
			words = strings.TrimSpace(c.Words[n])
		}
		if _, err := tx.Exec("INSERT INTO application_score ("+markColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", a.ID, task, tx.Actor.ID, tx.Actor.Name, n, c.Marks[n], words, tx.Now); err != nil {
			return false, err
		}
	}
	tx.TouchedAt("application", a.ID, "", v.PCN, fmt.Sprintf("candidate %d: own marks given, %s", a.Number, task))
	return true, nil
}

// Item is a criterion or a question with the marks, in the order of the people.
type Item struct {
	N        int
	Text     string
	Question Question
	Marks    []Mark
	Apart    bool // the marks differ: at all for a criterion, by 2 or more for a question
}

// Sheet is an application as one of those who take part may see it.
type Sheet struct {
	Vacancy     Vacancy
	Application Application
	Task        string
	Mine        bool // the actor is named for the task
	Given       bool // and has given marks
	Runs        bool
	Name        string // hidden while shortlisting
	Contact     string
	Answers     []Line // criterion and what they wrote
	Items       []Item // with marks only when all are in
	People      []string
	In          int // how many have given marks
	All         bool
	Apart       int
	Decision    *Decision
	Earlier     []Item // the shortlisting, once it is decided
	MayDecide   bool
}

// Decision is what was decided about an application, with the words.
type Decision struct {
	Application, Task, Outcome, Words string
	At                                calendar.Instant
	ByName                            string
}

// SheetOf asks for an application. Names are hidden until shortlisting is
// over, and always from those who don’t interview it or run the hiring; marks
// of others until everybody’s are in.
type SheetOf struct {
	Vacancy string
	Number  int
}

// Needs names the permission.
func (SheetOf) Needs() access.Permission { return access.JoinHiring }

// Ask reads it.
func (q SheetOf) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	var s Sheet
	v, mine, err := taking(tx, q.Vacancy)
	if err != nil {
		return s, err
	}
	a, err := applicationBy(tx, v.ID, q.Number)
	if err != nil {
		return s, err
	}
	s = Sheet{Vacancy: v, Application: a, Runs: mayRun(tx, v.PCN)}
	s.Task = "shortlist"
	if v.State != Closed && a.State != "not shortlisted" && (v.State == Shortlisted || v.State == Interviewed || v.State == Offered || v.State == Checks || v.State.Over()) {
		s.Task = "panel"
	}
	s.Mine = slices.Contains(mine, s.Task)
	if !s.Runs && !s.Mine && !(s.Task == "panel" && slices.Contains(mine, "shortlist")) {
		return Sheet{}, fault.Missing("application")
	}
	t, _, err := textOf(tx, v.ID)
	if err != nil {
		return s, err
	}
	shortlisting := v.State == Drafted || v.State == Advertised || v.State == Closed
	if a.DeletedAt.IsZero() && !shortlisting && (s.Runs || s.Mine && s.Task == "panel") {
		type person struct{ Name, Contact string }
		p, _, err := db.Maybe[person](tx.Tx, "SELECT name, contact FROM application_person WHERE application = $1", a.ID)
		if err != nil {
			return s, err
		}
		s.Name, s.Contact = p.Name, p.Contact
	}
	type answer struct {
		N     int
		Words string
	}
	answers, err := db.All[answer](tx.Tx, "SELECT n, words FROM application_answer WHERE application = $1 ORDER BY n", a.ID)
	if err != nil {
		return s, err
	}
	for n, c := range t.Criteria() {
		l := Line{Text: c}
		for _, x := range answers {
			if x.N == n {
				l.Source = x.Words
			}
		}
		s.Answers = append(s.Answers, l)
	}
	if s.Items, s.People, s.In, s.Apart, s.All, s.Given, err = marks(tx, v, a, t, s.Task); err != nil {
		return s, err
	}
	d, found, err := db.Maybe[Decision](tx.Tx, "SELECT application, task, outcome, words, at, by_name FROM application_decision WHERE application = $1 AND task = $2", a.ID, s.Task)
	if err != nil {
		return s, err
	}
	if found {
		s.Decision = &d
	}
	if s.Task == "panel" {
		if s.Earlier, _, _, _, _, _, err = marks(tx, v, a, t, "shortlist"); err != nil {
			return s, err
		}
	}
	_, of := taskOf(v.State)
	s.MayDecide = s.All && s.Decision == nil && a.State == of && (s.Runs || s.Mine)
	tx.Listed("application", fmt.Sprintf("%s candidate %d", v.ID, a.Number), 1)
	return s, nil
}

// marks gives what was marked, as the actor may see it: their own, and, when
// everybody named for the task has given theirs, all.
func marks(tx *gate.Tx, v Vacancy, a Application, t Text, task string) (out []Item, people []string, in, apart int, all, given bool, err error) {
	members, err := membersOf(tx, v.ID)
	if err != nil {
		return
	}
	list, err := db.All[Mark](tx.Tx, "SELECT "+markColumns+" FROM application_score WHERE application = $1 AND task = $2 ORDER BY user_name, user_id, n", a.ID, task)
	if err != nil {
		return
	}
	have := map[string]bool{}
	for _, m := range list {
		have[m.UserID] = true
	}
	for _, m := range members[task] {
		if have[m.UserID] {
			in++
		}
	}
	all, given = len(members[task]) > 0 && in == len(members[task]), have[tx.Actor.ID]
	if all {
		for _, m := range members[task] {
			people = append(people, m.Name)
		}
	}
	for n, text := range items(t, task) {
		i := Item{N: n, Text: text}
		least, most := 9, -1
		if task == "panel" {
			i.Question = QuestionOf(text)
		}
		for _, member := range members[task] {
			for _, m := range list {
				if m.N == n && m.UserID == member.UserID && (all || m.UserID == tx.Actor.ID) {
					i.Marks = append(i.Marks, m)
					least, most = min(least, m.Mark), max(most, m.Mark)
				}
			}
		}
		i.Apart = all && (task == "shortlist" && most > least || task == "panel" && most-least >= 2)
		if i.Apart {
			apart++
		}
		out = append(out, i)
	}
	return
}

// Decide says what becomes of an application, after everybody has marked it.
// Where marks are apart, the words say how it was resolved. Faults name
// outcome and words.
type Decide struct {
	Vacancy string
	Number  int
	Yes     bool
	Words   string
}

// Needs names the permission.
func (Decide) Needs() access.Permission { return access.JoinHiring }

// Do checks and writes.
func (c Decide) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, mine, err := taking(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	task, of := taskOf(v.State)
	if !mayRun(tx, v.PCN) && !slices.Contains(mine, task) {
		return false, fault.Missing("application")
	}
	a, err := applicationBy(tx, v.ID, c.Number)
	if err != nil {
		return false, err
	}
	if task == "" || a.State != of {
		return false, fault.Moved("Candidate %d is decided already: %s", a.Number, strings.ToLower(a.Words()))
	}
	t, _, err := textOf(tx, v.ID)
	if err != nil {
		return false, err
	}
	_, _, in, apart, all, _, err := marks(tx, v, a, t, task)
	if err != nil {
		return false, err
	}
	if !all {
		return false, fault.Moved("Only %d have given marks for candidate %d. All marks come first", in, a.Number)
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(apart == 0 || c.Words != "", "words", "The marks are apart on %d lines: say how you resolved it", apart)
	check.Require(len([]rune(c.Words)) <= 1000, "words", "At most 1000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	state := map[string][2]string{"shortlist": {"not shortlisted", "shortlisted"}, "panel": {"not appointable", "appointable"}}[task][b(c.Yes)]
	if _, err := tx.Exec("INSERT INTO application_decision (application, task, outcome, words, at, by_name) VALUES ($1,$2,$3,$4,$5,$6)", a.ID, task, state, c.Words, tx.Now, tx.Actor.Name); err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE application SET state = $1 WHERE id = $2", state, a.ID)
	tx.TouchedAt("application", a.ID, "", v.PCN, fmt.Sprintf("candidate %d: %s", a.Number, state))
	return true, err
}

func b(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
