package measures

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/link"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// Sheet asks what the holder of a private link is to answer.
type Sheet struct{}

// Paper is the answer to Sheet: the questionnaire in its own words, and what
// was answered so far. It has no score.
type Paper struct {
	Name, Title, Notice, Instruction, Period string
	Questions                                []Question
	Urgent                                   []network.UrgentRoute
	GivenBy                                  string
	Until                                    calendar.Instant
	Reader                                   string // who reads, "" when nobody reads at this moment
	ReadUntil                                string // by what time
	Next                                     calendar.Date
	Asks                                     bool // about safety: answers are taken only while somebody reads
}

// Question is one item as it stands on paper, with what was answered.
type Question struct {
	Key     string // "item-3", "extra-10"
	Number  int
	Text    string
	Options []measure.Option
	Given   int  // measure.NotAnswered when nothing
	Seen    bool // the person was asked, and may have left it out
}

// Needs names the permission.
func (Sheet) Needs() access.Permission { return access.UseLink }

// Ask gathers it.
func (Sheet) Ask(_ context.Context, tx *gate.Tx) (Paper, error) {
	h, _, tool, err := held(tx)
	if err != nil {
		return Paper{}, err
	}
	tx.Saw(h.Person.ID, "a questionnaire to answer, by private link")
	rota, err := rotaOf(tx, h.Link.PCN)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{
		Name: tool.Name, Title: tool.Title, Notice: tool.Notice, Instruction: tool.Instruction, Period: tool.Period, Urgent: h.Urgent,
		GivenBy: h.Link.MadeName, Until: h.Link.ExpiresAt, Questions: questions(tool, h.Draft), Asks: len(tool.SafetyItems()) > 0, Next: rota.Next(tx.Today()),
	}
	if d, ok := rota.Now(tx.Now); ok {
		p.Reader, p.ReadUntil = d.ReaderName, d.UntilTime.String()
	}
	return p, nil
}

// held gives what stands behind the link.
func held(tx *gate.Tx) (link.Holding, Asked, Tool, error) {
	h, err := link.Held(tx, LinkPurpose)
	if err != nil {
		return h, Asked{}, Tool{}, err
	}
	a, err := db.One[Asked](tx.Tx, "private link", "SELECT "+askedColumns+" FROM measure_asked WHERE id = $1 AND link = $2", h.Link.Subject, h.Link.ID)
	if err != nil {
		return h, a, Tool{}, err
	}
	tools, err := known(tx, []string{a.Code})
	if err != nil {
		return h, a, Tool{}, err
	}
	t, ok := tools[a.Code]
	if !ok || t.Version != a.InstrumentVersion || !t.Asked {
		return h, a, t, fault.Missing("private link")
	}
	return h, a, t, nil
}

func questions(t Tool, draft string) []Question {
	values, _ := url.ParseQuery(draft) // what can't be read was not answered
	var out []Question
	add := func(items []measure.Item, prefix string) {
		for _, item := range items {
			q := Question{Key: prefix + strconv.Itoa(item.Number), Number: item.Number, Text: item.Text, Options: t.OptionsOf(item), Given: measure.NotAnswered, Seen: values.Has(prefix + strconv.Itoa(item.Number))}
			if n, err := strconv.Atoi(values.Get(q.Key)); err == nil {
				for _, o := range q.Options {
					if o.Value == n {
						q.Given = n
					}
				}
			}
			out = append(out, q)
		}
	}
	add(t.Items, "item-")
	add(t.Extras, "extra-")
	return out
}

// GivenText is the answer in words.
func (q Question) GivenText() string {
	for _, o := range q.Options {
		if o.Value == q.Given {
			return o.Text
		}
	}
	return ""
}

// Tick keeps one answer of the holder, so that a lost signal loses nothing.
// Value is "" for a question that was left out.
type Tick struct{ Key, Value string }

// Needs names the permission.
func (Tick) Needs() access.Permission { return access.UseLink }

// Do keeps it; a question or an answer that the questionnaire doesn't have is
// an Invalid fault.
func (c Tick) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, _, tool, err := held(tx)
	if err != nil {
		return false, err
	}
	values, _ := url.ParseQuery(h.Draft)
	values.Set(c.Key, c.Value)
	ok := false
	for _, q := range questions(tool, values.Encode()) {
		ok = ok || q.Key == c.Key && (c.Value == "" || q.Given != measure.NotAnswered)
	}
	if !ok {
		return false, fault.Wrong("answer", "Choose one of the answers, or leave the question out")
	}
	return true, link.Keep(tx, h, values.Encode())
}

// Send hands in what the holder has answered. Without a safety item above 0 it
// is a score at once, answered by the person; with one it waits in the inbox
// and is no score until a named person has acknowledged it. A questionnaire
// that asks about safety is taken only while somebody reads.
type Send struct{}

// Sent is the answer to Send. There is no score in it.
type Sent struct {
	Talk      bool // an answer will be talked about today
	Reader    string
	ReadUntil string
	GivenBy   string
}

// Needs names the permission.
func (Send) Needs() access.Permission { return access.UseLink }

// Do checks and writes.
func (Send) Do(_ context.Context, tx *gate.Tx) (Sent, error) {
	h, a, tool, err := held(tx)
	if err != nil {
		return Sent{}, err
	}
	rota, err := rotaOf(tx, a.PCN)
	if err != nil {
		return Sent{}, err
	}
	out := Sent{GivenBy: h.Link.MadeName}
	day, reads := rota.Now(tx.Now)
	if reads {
		out.Reader, out.ReadUntil = day.ReaderName, day.UntilTime.String()
	}
	if len(tool.SafetyItems()) > 0 && !reads {
		return out, fault.Wrong("send", "Nobody reads answers at this moment, so they can't be sent now. They are kept")
	}
	var answers, extras []int
	for _, q := range questions(tool, h.Draft) {
		if strings.HasPrefix(q.Key, "item-") {
			answers = append(answers, q.Given)
		} else {
			extras = append(extras, q.Given)
		}
	}
	result, err := tool.Score(answers)
	if err != nil {
		return out, err
	}
	if result.Answered == 0 {
		return out, fault.Wrong("send", "You have not answered anything yet")
	}
	k := kept{
		person: a.Person, episode: a.Episode, pcn: a.PCN, tool: tool, answers: jsonList(answers), extras: jsonList(extras),
		result: result, on: tx.Today(), how: ByLink, byID: tx.Actor.ID, byName: tx.Actor.Name,
	}
	id, state, score := tx.NewID(), "new", ""
	if out.Talk = result.Safety == measure.SafetyPositive; out.Talk {
		state = "waiting"
		tx.TouchedAt("measure", id, h.Person.ID, a.PCN, "answered "+tool.Name+" by private link; its safety item waits to be acknowledged")
	} else if score, err = k.write(tx); err != nil {
		return out, err
	}
	if _, err := tx.Exec("INSERT INTO measure_answer ("+answerColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,NULL,'','',NULL,'','')",
		id, a.ID, h.Link.ID, a.Person, a.Episode, a.PCN, a.Code, a.InstrumentVersion, k.answers, k.extras, tx.Now, state, score); err != nil {
		return out, err
	}
	if _, err := tx.Exec("UPDATE measure_asked SET ended_at = $1, ended_how = 'The person answered' WHERE id = $2", tx.Now, a.ID); err != nil {
		return out, err
	}
	return out, link.Finish(tx, h)
}

// Answer is what came in over a link.
type Answer struct {
	ID                string
	Asked             string
	Link              string
	Person            string
	Episode           string
	PCN               string `db:"pcn"`
	Code              string
	InstrumentVersion string
	AnswersText       string `db:"answers" json:"-"`
	ExtrasText        string `db:"extras" json:"-"`
	AnsweredAt        calendar.Instant
	State             string // "waiting", "new", "done"
	Score             string // the score that it became, ""
	TakesAt           calendar.Instant
	TakesID           string
	TakesName         string // who took the same-day ask
	DoneAt            calendar.Instant
	DoneID            string
	DoneName          string

	Who     person.Person  `db:"-"`
	Tool    Tool           `db:"-" json:"-"`
	Answers []int          `db:"-"`
	Extras  []int          `db:"-"`
	Result  measure.Result `db:"-"`
	Words   string         `db:"-"` // what the safety item says
}

const answerColumns = "id, asked, link, person, episode, pcn, code, instrument_version, answers, extras, answered_at, state, score, takes_at, takes_id, takes_name, done_at, done_id, done_name"

// open reads what was answered.
func (a *Answer) open(tools map[string]Tool) error {
	t, ok := tools[a.Code]
	if !ok {
		return fault.Missing("questionnaire")
	}
	a.Tool = t
	if err := json.Unmarshal([]byte(a.AnswersText), &a.Answers); err != nil {
		return err
	}
	if a.ExtrasText != "" {
		if err := json.Unmarshal([]byte(a.ExtrasText), &a.Extras); err != nil {
			return err
		}
	}
	var err error
	a.Result, err = t.Score(a.Answers)
	if a.Result.Safety != measure.SafetyNone {
		a.Words = safetyWords(t.Instrument, a.Result, a.Answers)
	}
	return err
}
