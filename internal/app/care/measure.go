package care

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// Offered lists the questionnaires that can be taken.
func Offered() []*measure.Instrument {
	return []*measure.Instrument{measure.PHQ9, measure.GAD7, measure.CORE10}
}

// InstrumentFor gives one of the questionnaires that can be taken; NotFound
// for any other code.
func InstrumentFor(code string) (*measure.Instrument, error) {
	for _, inst := range Offered() {
		if inst.Code == code {
			return inst, nil
		}
	}
	return nil, fault.Missing("questionnaire")
}

// TakeMeasure keeps the answers to a questionnaire, or only a total that
// somebody else worked out. What was not answered is measure.NotAnswered and
// never counts as 0; without all answers there may be no total, and the page
// says why.
//
// A safety item that was answered above 0 is never saved silently: the actor
// says who was told and what was done, and that is kept with their name and
// the time. Faults name the fields item-1 …, extra-10, total, on, told, done
// and person. It answers with the score's id.
type TakeMeasure struct {
	Person     string
	Instrument string // code
	On         calendar.Date
	Answers    []int // in the order of the items, as they stand on paper
	Extras     []int // in the order of the extras; may be left out
	ScoreOnly  bool
	Total      int    // with ScoreOnly
	Told       string // with a positive safety item: who was told
	Done       string // and what was done
}

// Needs names the permission.
func (TakeMeasure) Needs() access.Permission { return access.WriteCare }

// Do scores, checks and writes.
func (c TakeMeasure) Do(_ context.Context, tx *gate.Tx) (string, error) {
	inst, err := InstrumentFor(c.Instrument)
	if err != nil {
		return "", err
	}
	p, e, err := openFor(tx, c.Person)
	if err != nil {
		return "", err
	}
	c.Told, c.Done = strings.TrimSpace(c.Told), strings.TrimSpace(c.Done)
	var check fault.Check
	checkDay(&check, c.On, p.BornOn, tx.Today())
	result, answers, extras := c.score(inst, &check)
	positive := result.Safety == measure.SafetyPositive
	if positive {
		check.Require(c.Told != "", "told", "Item %d was answered above 0: say who was told, or whom you talked with", inst.Safety)
		check.Require(c.Done != "", "done", "Item %d was answered above 0: say what was done", inst.Safety)
	}
	check.Require(len([]rune(c.Told)) <= MaxWhy, "told", "Who was told must be at most 1,000 characters")
	check.Require(len([]rune(c.Done)) <= MaxWhy, "done", "What was done must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := account.EndDraft(tx, DraftMeasure, p.ID+":"+inst.Code); err != nil {
		return "", err
	}
	s := Score{ID: tx.NewID(), By: tx.Actor.Name}
	said := "recorded " + inst.Name
	if positive {
		s.AckAt, s.AckBy, s.AckName, s.AckTold, s.AckDone = tx.Now, tx.Actor.ID, tx.Actor.Name, c.Told, c.Done
		said += "; its safety item was acknowledged"
	}
	tx.TouchedAt("measure", s.ID, p.ID, p.PCN, said)
	_, err = tx.Exec("INSERT INTO measure_taken ("+scoreColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,NULL,'','','')",
		s.ID, p.ID, e, p.PCN, inst.Code, inst.Version, answers, extras, result.Total, c.On, tx.Now, tx.Actor.ID, s.By,
		s.AckAt, s.AckBy, s.AckName, s.AckTold, s.AckDone)
	return s.ID, err
}

// score scores what was given and notes what is wrong with it.
func (c TakeMeasure) score(inst *measure.Instrument, check *fault.Check) (r measure.Result, answers, extras string) {
	var err error
	if c.ScoreOnly {
		r, err = measure.FromTotal(inst, c.Total)
		note(check, err)
		return r, "", ""
	}
	if r, err = measure.Score(inst, c.Answers); err != nil {
		note(check, err)
		return r, "", ""
	}
	check.Require(r.Answered > 0, "item-1", "Nothing is answered yet. What you can't ask today can be asked another day")
	if len(c.Extras) == 0 {
		c.Extras = make([]int, len(inst.Extras))
		for i := range c.Extras {
			c.Extras[i] = measure.NotAnswered
		}
	}
	if len(c.Extras) != len(inst.Extras) {
		check.Fail("extras", "%s has %d further questions, not %d", inst.Name, len(inst.Extras), len(c.Extras))
		return r, "", ""
	}
	for i, x := range inst.Extras {
		ok := c.Extras[i] == measure.NotAnswered
		for _, o := range inst.OptionsOf(x) {
			ok = ok || o.Value == c.Extras[i]
		}
		check.Require(ok, fmt.Sprintf("extra-%d", x.Number), "This question has no answer %d", c.Extras[i])
	}
	return r, jsonList(c.Answers), jsonList(c.Extras)
}

func note(check *fault.Check, err error) {
	for _, f := range fault.FieldsOf(err) {
		check.Fail(f.Name, "%s", f.Message)
	}
}

func jsonList(list []int) string {
	if len(list) == 0 {
		return ""
	}
	raw, _ := json.Marshal(list) // whole numbers always can
	return string(raw)
}

// Score is a questionnaire that was taken, scored as it stands, with what can
// be said beside the ones before it.
type Score struct {
	ID                string
	Person            string
	Episode           string
	PCN               string `db:"pcn"`
	Code              string
	InstrumentVersion string
	AnswersText       string `db:"answers" json:"-"`
	ExtrasText        string `db:"extras" json:"-"`
	Total             *int
	OnDay             calendar.Date
	RecordedAt        calendar.Instant
	ByID              string
	By                string           `db:"by_name"`
	AckAt             calendar.Instant // when a positive safety item was acknowledged
	AckBy             string
	AckName           string
	AckTold           string
	AckDone           string
	WithdrawnAt       calendar.Instant // zero while it holds
	WithdrawnBy       string
	WithdrawnName     string
	WithdrawnWhy      string

	Instrument  *measure.Instrument `db:"-" json:"-"`
	Answers     []int               `db:"-"`
	Extras      []int               `db:"-"`
	Result      measure.Result      `db:"-"`
	SincePrior  *measure.Change     `db:"-"` // beside the one before it in the same episode
	SinceFirst  *measure.Change     `db:"-"` // beside the first in the same episode, when that is another one
	PriorOn     calendar.Date       `db:"-"`
	FirstOn     calendar.Date       `db:"-"`
	NotCompared string              `db:"-"` // why there is no change, "" when there is or when it is the first
}

const scoreColumns = "id, person, episode, pcn, code, instrument_version, answers, extras, total, on_day, recorded_at, by_id, by_name, ack_at, ack_by, ack_name, ack_told, ack_done, withdrawn_at, withdrawn_by, withdrawn_name, withdrawn_why"

// SafetyWords says what the safety item says, in a sentence that never calls
// anybody safe; "" for a questionnaire without one.
func (s Score) SafetyWords() string {
	if s.Instrument == nil || s.Instrument.Safety == 0 {
		return ""
	}
	n := s.Instrument.Safety
	switch s.Result.Safety {
	case measure.SafetyPositive:
		for i, item := range s.Instrument.Items {
			if item.Number != n {
				continue
			}
			for _, o := range s.Instrument.OptionsOf(item) {
				if o.Value == s.Answers[i] {
					return fmt.Sprintf("Item %d was answered “%s”", n, o.Text)
				}
			}
		}
		return fmt.Sprintf("Item %d was answered above 0", n)
	case measure.SafetyZero:
		return fmt.Sprintf("Item %d was answered with 0, which does not say that there is nothing to ask about", n)
	default:
		return fmt.Sprintf("Item %d is not known: ask", n)
	}
}

// read scores what is kept. A version of a questionnaire that is not built in
// any more keeps the total that it had.
func (s *Score) read() error {
	if s.AnswersText != "" {
		if err := json.Unmarshal([]byte(s.AnswersText), &s.Answers); err != nil {
			return err
		}
	}
	if s.ExtrasText != "" {
		if err := json.Unmarshal([]byte(s.ExtrasText), &s.Extras); err != nil {
			return err
		}
	}
	s.Result = measure.Result{Code: s.Code, Version: s.InstrumentVersion, Total: s.Total, ScoreOnly: s.AnswersText == ""}
	inst, ok := measure.ByCode(s.Code)
	if !ok {
		return nil
	}
	s.Instrument = inst
	if inst.Version != s.InstrumentVersion {
		return nil
	}
	var err error
	if s.AnswersText != "" {
		s.Result, err = measure.Score(inst, s.Answers)
	} else if s.Total != nil {
		s.Result, err = measure.FromTotal(inst, *s.Total)
	}
	return err
}

// scores gives every score of a person, the newest first, with the change to
// the true pair before it: the same questionnaire and version, in the same
// episode, both with a total.
func scores(tx *gate.Tx, ids []string) ([]Score, error) {
	var a db.Args
	list, err := db.All[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE person IN "+a.In(ids)+" ORDER BY on_day DESC, recorded_at DESC, id DESC", a.List...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := list[i].read(); err != nil {
			return nil, err
		}
	}
	pair(list)
	return list, nil
}

// pair compares each score of a list, the newest first, with the one before it
// and with the first one.
func pair(list []Score) {
	for i := range list {
		s := &list[i]
		if !s.WithdrawnAt.IsZero() || s.Instrument == nil {
			continue
		}
		var before []*Score
		other := ""
		for j := i + 1; j < len(list); j++ {
			o := &list[j]
			switch {
			case o.Code != s.Code || !o.WithdrawnAt.IsZero():
			case o.Episode != s.Episode:
				other = "the one before belongs to an earlier episode"
			case o.InstrumentVersion != s.InstrumentVersion:
				other = "the one before is of another version"
			case o.Result.Total == nil:
				other = "the one before has no total"
			default:
				before = append(before, o)
			}
		}
		if s.Result.Total == nil || len(before) == 0 {
			s.NotCompared = other
			if s.Result.Total == nil {
				s.NotCompared = "no total: " + s.Result.Why
			}
			continue
		}
		if c, err := measure.Compare(s.Instrument, before[0].Result, s.Result); err == nil {
			s.SincePrior, s.PriorOn = &c, before[0].OnDay
		}
		if first := before[len(before)-1]; len(before) > 1 {
			if c, err := measure.Compare(s.Instrument, first.Result, s.Result); err == nil {
				s.SinceFirst, s.FirstOn = &c, first.OnDay
			}
		}
	}
}
