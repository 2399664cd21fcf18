package hiring

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/disclosure"
	"footbridge/internal/fault"
)

// Application is known by its number. State is "in", "shortlisted", "not
// shortlisted", "appointable", "not appointable", "offered", "declined",
// "started" or "withdrawn".
type Application struct {
	ID        string
	Vacancy   string
	Number    int
	State     string
	EnteredAt calendar.Instant
	ByID      string
	DeletedAt calendar.Instant
}

var applicationWords = map[string]string{"in": "To be shortlisted", "shortlisted": "To be interviewed", "not shortlisted": "Not shortlisted", "appointable": "Appointable", "not appointable": "Not appointable",
	"offered": "Offered the post", "declined": "Declined the offer", "started": "Has started", "withdrawn": "Withdrew"}

// Words says where it stands.
func (a Application) Words() string { return applicationWords[a.State] }

const applicationColumns = "id, vacancy, number, state, entered_at, by_id, deleted_at"

func applications(tx *gate.Tx, vacancy string) ([]Application, error) {
	return db.All[Application](tx.Tx, "SELECT "+applicationColumns+" FROM application WHERE vacancy = $1 ORDER BY number", vacancy)
}

func applicationBy(tx *gate.Tx, vacancy string, number int) (Application, error) {
	return db.One[Application](tx.Tx, "application", "SELECT "+applicationColumns+" FROM application WHERE vacancy = $1 AND number = $2", vacancy, number)
}

// EqualityQuestions are what applicants may say about themselves. The answers
// are only counted, apart from the application.
var EqualityQuestions = []struct {
	Key, Text string
	Answers   []string
}{
	{"age", "Age", []string{"Under 25", "25 to 34", "35 to 44", "45 to 54", "55 or over", "Prefer not to say"}},
	{"sex", "Sex", []string{"Female", "Male", "Prefer not to say"}},
	{"ethnicity", "Ethnic group", []string{"Asian or Asian British", "Black, Black British, Caribbean or African", "Mixed or multiple", "White", "Another", "Prefer not to say"}},
	{"disability", "Disability or long-term condition", []string{"Yes", "No", "Prefer not to say"}},
	{"lived", "Own experience of mental illness", []string{"Yes", "No", "Prefer not to say"}},
}

// Entry is what an applicant sent: as little as it takes.
type Entry struct {
	Name, Contact string
	Answers       []string          // to each criterion, in the order of the specification
	Equality      map[string]string // by question; what was left out is not counted
}

// EnterApplications enters what applicants sent, all or nothing. Faults name
// name, contact, answer-0 … and the keys of EqualityQuestions; with several
// entries they name applications-file and say the line. It answers with the first number.
type EnterApplications struct {
	Vacancy string
	List    []Entry
	File    bool
}

// Needs names the permission.
func (EnterApplications) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c EnterApplications) Do(_ context.Context, tx *gate.Tx) (int, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return 0, err
	}
	if v.State != Advertised {
		return 0, fault.Moved("Applications are entered while the vacancy is advertised")
	}
	mine, err := tasks(tx, v.ID)
	if err != nil {
		return 0, err
	}
	if slices.Contains(mine, "shortlist") {
		return 0, fault.Refused("You shortlist for this vacancy, so somebody else enters the applications: names stay hidden from you")
	}
	t, _, err := textOf(tx, v.ID)
	if err != nil {
		return 0, err
	}
	criteria := t.Criteria()
	var check fault.Check
	check.Require(len(c.List) > 0 && len(c.List) <= 200, "applications-file", "Enter at least one application, and at most 200 at a time")
	counts := map[[2]string]int{}
	for i, e := range c.List {
		fail := func(ok bool, field, format string, args ...any) {
			if c.File {
				check.Require(ok, "applications-file", "Line %d: "+format, append([]any{i + 2}, args...)...)
				return
			}
			check.Require(ok, field, format, args...)
		}
		e.Name, e.Contact = strings.TrimSpace(e.Name), strings.TrimSpace(e.Contact)
		fail(e.Name != "" && len([]rune(e.Name)) <= 200, "name", "Enter the name, at most 200 characters")
		fail(e.Contact != "" && len([]rune(e.Contact)) <= 200, "contact", "Enter how to reach them, at most 200 characters")
		fail(len(e.Answers) <= len(criteria), "answer-0", "There are %d criteria, and more answers", len(criteria))
		some := false
		for n, a := range e.Answers {
			some = some || strings.TrimSpace(a) != ""
			fail(len([]rune(a)) <= 3000, fmt.Sprintf("answer-%d", n), "An answer must be at most 3000 characters")
		}
		fail(some, "answer-0", "Enter what they wrote to at least one criterion")
		for _, q := range EqualityQuestions {
			if a := e.Equality[q.Key]; a != "" {
				fail(slices.Contains(q.Answers, a), q.Key, "Choose one of the answers")
				counts[[2]string{q.Key, a}]++
			}
		}
		c.List[i] = e
	}
	if err := check.Err(); err != nil {
		return 0, err
	}
	for i, e := range c.List {
		id, number := tx.NewID(), v.Numbered+i+1
		if _, err := tx.Exec("INSERT INTO application ("+applicationColumns+") VALUES ($1,$2,$3,'in',$4,$5,NULL)", id, v.ID, number, tx.Now, tx.Actor.ID); err != nil {
			return 0, err
		}
		if _, err := tx.Exec("INSERT INTO application_person (application, name, contact) VALUES ($1,$2,$3)", id, e.Name, e.Contact); err != nil {
			return 0, err
		}
		for n, a := range e.Answers {
			if a = strings.TrimSpace(a); a != "" {
				if _, err := tx.Exec("INSERT INTO application_answer (application, n, words) VALUES ($1,$2,$3)", id, n, a); err != nil {
					return 0, err
				}
			}
		}
		tx.TouchedAt("application", id, "", v.PCN, fmt.Sprintf("entered candidate %d", number))
	}
	for key, n := range counts {
		have, found, err := db.Maybe[int](tx.Tx, "SELECT people FROM equality_count WHERE vacancy = $1 AND question = $2 AND answer = $3", v.ID, key[0], key[1])
		if err != nil {
			return 0, err
		}
		if found {
			_, err = tx.Exec("UPDATE equality_count SET people = $1 WHERE vacancy = $2 AND question = $3 AND answer = $4", have+n, v.ID, key[0], key[1])
		} else {
			_, err = tx.Exec("INSERT INTO equality_count (vacancy, question, answer, people) VALUES ($1,$2,$3,$4)", v.ID, key[0], key[1], n)
		}
		if err != nil {
			return 0, err
		}
	}
	_, err = tx.Exec("UPDATE vacancy SET numbered = $1 WHERE id = $2", v.Numbered+len(c.List), v.ID)
	return v.Numbered + 1, err
}

// ParseApplications reads a CSV file: the columns name and contact, then one
// for each criterion in order, and after them, each with the key of an
// equality question as its heading, what was answered there. The fault names
// applications-file.
func ParseApplications(text string, criteria int) ([]Entry, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || len(head) < 3 || !strings.EqualFold(strings.TrimSpace(head[0]), "name") || !strings.EqualFold(strings.TrimSpace(head[1]), "contact") {
		return nil, fault.Wrong("applications-file", "The first line names the columns: name, contact, then one for each of the %d criteria", criteria)
	}
	equality := map[int]string{}
	answers := 0
	for i, h := range head[2:] {
		k := strings.ToLower(strings.TrimSpace(h))
		found := false
		for _, q := range EqualityQuestions {
			if q.Key == k {
				equality[i+2], found = k, true
			}
		}
		if !found {
			answers++
			if len(equality) > 0 || answers > criteria {
				return nil, fault.Wrong("applications-file", "The column “%s” is not known: after name and contact come %d criteria, then age, sex, ethnicity, disability, lived", h, criteria)
			}
		}
	}
	var out []Entry
	for line := 2; ; line++ {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil || len(row) != len(head) {
			return nil, fault.Wrong("applications-file", "Line %d has not as many columns as the first, or can’t be read", line)
		}
		e := Entry{Name: row[0], Contact: row[1], Answers: row[2 : 2+answers], Equality: map[string]string{}}
		for i, k := range equality {
			e.Equality[k] = strings.TrimSpace(row[i])
		}
		out = append(out, e)
	}
}

// WithdrawApplication notes that somebody withdrew.
type WithdrawApplication struct {
	Vacancy string
	Number  int
}

// Needs names the permission.
func (WithdrawApplication) Needs() access.Permission { return access.RunHiring }

// Do writes it.
func (c WithdrawApplication) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	a, err := applicationBy(tx, v.ID, c.Number)
	if err != nil {
		return false, err
	}
	if a.State != "in" && a.State != "shortlisted" && a.State != "appointable" || v.State.Over() {
		return false, fault.Moved("Candidate %d can’t withdraw any more: %s", a.Number, strings.ToLower(a.Words()))
	}
	_, err = tx.Exec("UPDATE application SET state = 'withdrawn' WHERE id = $1", a.ID)
	tx.TouchedAt("application", a.ID, "", v.PCN, fmt.Sprintf("candidate %d withdrew", a.Number))
	return true, err
}

// Forget deletes what applicants entered and what was written about them, of
// every vacancy whose retention date has come. The number and the outcome
// stay, and the audit says the number only. The program does it by itself. It
// answers with how many.
type Forget struct{}

// Needs names the permission.
func (Forget) Needs() access.Permission { return access.ForgetApplications }

// Do deletes.
func (Forget) Do(_ context.Context, tx *gate.Tx) (int, error) {
	type row struct {
		ID     string
		Number int
		PCN    string `db:"pcn"`
	}
	list, err := db.All[row](tx.Tx, "SELECT a.id, a.number, v.pcn FROM application a JOIN vacancy v ON v.id = a.vacancy WHERE v.retain_until <= $1 AND a.deleted_at IS NULL ORDER BY a.id", tx.Today())
	if err != nil {
		return 0, err
	}
	for _, a := range list {
		for _, table := range []string{"application_person", "application_answer", "application_score", "application_decision"} {
			if _, err := tx.Exec("DELETE FROM "+table+" WHERE application = $1", a.ID); err != nil {
				return 0, err
			}
		}
		if _, err := tx.Exec("UPDATE application SET deleted_at = $1 WHERE id = $2", tx.Now, a.ID); err != nil {
			return 0, err
		}
		tx.TouchedAt("application", a.ID, "", a.PCN, fmt.Sprintf("deleted candidate %d on the retention date", a.Number))
	}
	// What was seen about somebody who never started goes too.
	if _, err := tx.Exec("DELETE FROM vacancy_check WHERE vacancy IN (SELECT id FROM vacancy WHERE retain_until <= $1 AND state <> $2)", tx.Today(), Started); err != nil {
		return 0, err
	}
	if len(list) == 0 {
		tx.Nobody("no retention date has come")
	}
	return len(list), nil
}

// Summary is how many applicants gave which answer, small numbers hidden.
type Summary struct {
	Text  string
	Rows  []Counted
	Total disclosure.Cell
}

// Counted is one answer.
type Counted struct {
	Answer string
	People disclosure.Cell
}

func equality(tx *gate.Tx, vacancy string) ([]Summary, error) {
	type row struct {
		Question, Answer string
		People           int
	}
	list, err := db.All[row](tx.Tx, "SELECT question, answer, people FROM equality_count WHERE vacancy = $1", vacancy)
	if err != nil {
		return nil, err
	}
	counts := map[[2]string]int{}
	for _, r := range list {
		counts[[2]string{r.Question, r.Answer}] = r.People
	}
	var out []Summary
	for _, q := range EqualityQuestions {
		s := Summary{Text: q.Text}
		n := make([]int, len(q.Answers))
		for i, a := range q.Answers {
			n[i] = counts[[2]string{q.Key, a}]
		}
		cells, total := disclosure.List(n, disclosure.Under)
		for i, a := range q.Answers {
			s.Rows = append(s.Rows, Counted{a, cells[i]})
		}
		s.Total = total
		out = append(out, s)
	}
	return out, nil
}
