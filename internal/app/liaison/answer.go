package liaison

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The kinds of draft of this room; their subjects are the ids of what they
// are about.
const (
	DraftAnswer = "advice answer" // about a question
	DraftAsk    = "ask answer"    // about an ask
)

// Answer is what the desk answered, in the order in which it stands in the GP
// record. A correction is a further answer; the older ones stay.
type Answer struct {
	ID       string
	Advice   string
	Number   int
	Question string
	Words    string // the advice
	WhoDoes  string // who does what
	AskAgain string // when to ask again
	Minutes  int    // asked once, with the first
	ByID     string
	ByName   string
	ByRole   string
	At       calendar.Instant
}

const answerColumns = "id, advice, number, question, words, who_does, ask_again, minutes, by_id, by_name, by_role, at"

// Text is the answer as it goes into a record: always in this order.
func (a Answer) Text() string {
	return fmt.Sprintf("Advice from the mental health practitioner: %s, %s, %s\nQuestion: %s\nAdvice: %s\nWho does what: %s\nWhen to ask again: %s",
		a.ByName, a.ByRole, a.At.Medium(), a.Question, a.Words, a.WhoDoes, a.AskAgain)
}

// Copied is into which record an answer was copied.
type Copied struct {
	Answer string
	Record string // "gp" or "provider"
	ByID   string
	ByName string
	At     calendar.Instant
}

// WriteMessage writes a line under a question, from either side.
type WriteMessage struct{ ID, Words string }

// Needs names the permission.
func (WriteMessage) Needs() access.Permission { return access.AskAdvice }

// Do writes it; the fault's field is words.
func (c WriteMessage) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, _, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	from := side(tx, a)
	if from == "" {
		return false, fault.Refused("Your role can read this thread, and not write in it")
	}
	var check fault.Check
	text(&check, &c.Words, "words", "Write something first")
	if err := check.Err(); err != nil {
		return false, err
	}
	if a.State == Closed {
		return false, fault.Moved("This question has ended: %s. Ask a new one", a.EndedWhy)
	}
	if _, err := tx.Exec("INSERT INTO advice_message (id, advice, side, words, by_id, by_name, at) VALUES ($1,$2,$3,$4,$5,$6,$7)", tx.NewID(), a.ID, from, c.Words, tx.Actor.ID, tx.Actor.Name, tx.Now); err != nil {
		return false, err
	}
	set := "practice_wrote_at = $1, practice_read_at = $1"
	if from == "desk" {
		set = "desk_wrote_at = $1, desk_read_at = $1"
	}
	_, err = tx.Exec("UPDATE advice SET "+set+" WHERE id = $2", tx.Now, a.ID)
	tx.TouchedAt("advice", a.ID, a.Person, a.PCN, "message from the "+from)
	return true, err
}

// ReadThread notes that somebody on one side has opened the thread: nothing
// of it is unread there any more.
type ReadThread struct{ ID string }

// Needs names the permission.
func (ReadThread) Needs() access.Permission { return access.SeeAdvice }

// Do notes it.
func (c ReadThread) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, _, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	from := side(tx, a)
	if !a.Unread(from) {
		tx.Nobody("nothing is new")
		return false, nil
	}
	tx.TouchedAt("advice", a.ID, a.Person, a.PCN, "read by the "+from)
	_, err = tx.Exec("UPDATE advice SET "+from+"_read_at = $1 WHERE id = $2", tx.Now, a.ID)
	return true, err
}

// Take takes a question that nobody has taken, whose taker has left, or that
// stands with its deputy. When two press at once one gets it, and the other is
// told who.
type Take struct {
	ID      string
	Version int
}

// Needs names the permission.
func (Take) Needs() access.Permission { return access.AnswerAdvice }

// Do takes it.
func (c Take) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, _, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	self, err := me(tx)
	if err != nil {
		return false, err
	}
	r, err := rulesOf(tx, a.PCN)
	if err != nil {
		return false, err
	}
	if a.State != Open {
		return false, fault.Moved("This question is not open any more: %s", strings.ToLower(a.Standing()))
	}
	if a.TakenBy == self.ID {
		return false, fault.Moved("You have taken this question already")
	}
	if taker, in := r.inPost(a.TakenBy); in && !a.Late(r.today) {
		return false, fault.Moved("%s has taken this question, at %s", taker.Name, a.TakenAt.Long())
	}
	if a, _, err = change(tx, c.ID, c.Version); err != nil {
		return false, err
	}
	a.TakenBy, a.TakenAt = self.ID, tx.Now
	return true, a.keep(tx, "taken", "")
}

// PutBack gives a question that one has taken back to the desk, with a
// reason. Its clock goes on.
type PutBack struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (PutBack) Needs() access.Permission { return access.AnswerAdvice }

// Do puts it back; the fault's field is back.
func (c PutBack) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, _, err := change(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	self, err := me(tx)
	if err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "back", "Say why you put it back, for whoever takes it next")
	if err := check.Err(); err != nil {
		return false, err
	}
	if a.State != Open || a.TakenBy != self.ID {
		return false, fault.Moved("You don’t hold this question any more")
	}
	a.TakenBy, a.TakenAt = "", calendar.Instant{}
	return true, a.keep(tx, "put back to the desk", c.Why)
}

// GiveAnswer answers a question in the four fixed parts. A further answer
// corrects the one before, which stays readable; it has to be copied again.
// Minutes are asked once, with the first answer.
//
// Faults name the fields question, advice, who, again and minutes.
type GiveAnswer struct {
	ID       string
	Version  int
	Question string // as it is to stand in the record
	Advice   string
	WhoDoes  string
	AskAgain string
	Minutes  int
	Saves    int // of the draft, that the writer knew of
}

// Needs names the permission.
func (GiveAnswer) Needs() access.Permission { return access.AnswerAdvice }

// Do writes it and ends the draft.
func (c GiveAnswer) Do(_ context.Context, tx *gate.Tx) (string, error) {
	a, _, err := change(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	self, err := me(tx)
	if err != nil {
		return "", err
	}
	if a.State != Open && a.State != Answered {
		return "", fault.Moved("This question has ended: %s", strings.ToLower(a.Standing()))
	}
	before, err := answersOf(tx, []string{a.ID})
	if err != nil {
		return "", err
	}
	first := len(before[a.ID]) == 0
	var check fault.Check
	text(&check, &c.Question, "question", "Write the question as it is to stand in the record")
	text(&check, &c.Advice, "advice", "Write the advice")
	text(&check, &c.WhoDoes, "who", "Write who does what; “nobody has to do anything” is an answer too")
	text(&check, &c.AskAgain, "again", "Write when to ask again")
	if first {
		check.Require(c.Minutes >= 1 && c.Minutes <= 600, "minutes", "Enter how many minutes it took, 1 to 600")
	} else {
		c.Minutes = 0
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := endDraft(tx, DraftAnswer, a.ID, c.Saves, c.Question, c.Advice, c.WhoDoes, c.AskAgain); err != nil {
		return "", err
	}
	out := Answer{ID: tx.NewID(), Number: len(before[a.ID]) + 1}
	if _, err := tx.Exec("INSERT INTO advice_answer ("+answerColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)", out.ID, a.ID, out.Number, c.Question, c.Advice, c.WhoDoes, c.AskAgain, c.Minutes,
		tx.Actor.ID, tx.Actor.Name, self.RoleType, tx.Now); err != nil {
		return "", err
	}
	what := "answered again: the answer before was corrected"
	if first {
		what, a.AnsweredAt, a.AnsweredName = "answered", tx.Now, tx.Actor.Name
	}
	if a.TakenBy == "" {
		a.TakenBy, a.TakenAt = self.ID, tx.Now
	}
	a.State, a.ToCopy, a.DeskWroteAt, a.DeskReadAt = Answered, true, tx.Now, tx.Now
	return out.ID, a.keep(tx, what, "")
}

// endDraft ends the actor's draft in the command that sends what was written.
// When another window saved something since that is not in what is sent,
// nothing is sent and nothing is thrown away.
func endDraft(tx *gate.Tx, kind, subject string, saves int, sent ...string) error {
	d, err := account.ReadDraft{Kind: kind, Subject: subject}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if d.Saves > saves {
		values, err := url.ParseQuery(d.Body)
		if err != nil {
			return err
		}
		all := plain(strings.Join(sent, " "))
		for _, field := range []string{"question", "advice", "who", "again", "answer"} {
			if !strings.Contains(all, plain(values.Get(field))) {
				return fault.Moved("You wrote something else in this draft in another window, saved at %s. It is shown below; nothing was sent and nothing was overwritten", d.SavedAt.Clock())
			}
		}
	}
	return account.EndDraft(tx, kind, subject)
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// answersOf gives the answers to questions, the first of each first.
func answersOf(tx *gate.Tx, ids []string) (map[string][]Answer, error) {
	out := map[string][]Answer{}
	if len(ids) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Answer](tx.Tx, "SELECT "+answerColumns+" FROM advice_answer WHERE advice IN "+a.In(ids)+" ORDER BY number", a.List...)
	for _, x := range list {
		out[x.Advice] = append(out[x.Advice], x)
	}
	return out, err
}

// MarkCopied says that the newest answer was copied into a record: the GP's,
// or the provider's. Each once, with who and when.
type MarkCopied struct {
	ID, Answer string
	Record     string // "gp" or "provider"
}

// Needs names the permission.
func (MarkCopied) Needs() access.Permission { return access.AskAdvice }

// Do marks it.
func (c MarkCopied) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	a, _, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	if c.Record != "gp" && c.Record != "provider" {
		return false, fault.Wrong("record", "Choose into which record it was copied")
	}
	answers, err := answersOf(tx, []string{a.ID})
	if err != nil {
		return false, err
	}
	list := answers[a.ID]
	if len(list) == 0 {
		return false, fault.Wrong("record", "There is no answer to copy yet")
	}
	last := list[len(list)-1]
	if c.Answer != last.ID {
		return false, fault.Moved("%s answered again at %s. Copy the newest answer", last.ByName, last.At.Long())
	}
	n, err := tx.Exec("INSERT INTO advice_copied (answer, record, by_id, by_name, at) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING", last.ID, c.Record, tx.Actor.ID, tx.Actor.Name, tx.Now)
	if err != nil {
		return false, err
	}
	if n == 0 {
		return false, fault.Moved("This answer was marked as copied already")
	}
	if c.Record == "gp" {
		a.ToCopy = false
	}
	return true, a.keep(tx, "copied into the "+map[string]string{"gp": "GP record", "provider": "provider’s record"}[c.Record], "")
}
