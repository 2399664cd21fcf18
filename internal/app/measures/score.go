package measures

import (
	"encoding/json"
	"fmt"
	"strconv"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/measure"
)

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

	How    string // one of the ways in which a score comes
	Rater  string // who answered, "" for the person
	Stated string // the total that an imported response stated, "" when none

	Instrument  *measure.Instrument `db:"-" json:"-"`
	Answers     []int               `db:"-"`
	Extras      []int               `db:"-"`
	Result      measure.Result      `db:"-"`
	SincePrior  *measure.Change     `db:"-"` // beside the one before it in the same episode
	SinceFirst  *measure.Change     `db:"-"` // beside the first in the same episode, when that is another one
	ByOthers    []measure.Change    `db:"-"` // beside the one before it, by the thresholds of other sources
	PriorOn     calendar.Date       `db:"-"`
	FirstOn     calendar.Date       `db:"-"`
	NotCompared string              `db:"-"` // why there is no change, "" when there is or when it is the first
}

const scoreColumns = "id, person, episode, pcn, code, instrument_version, answers, extras, total, on_day, recorded_at, by_id, by_name, ack_at, ack_by, ack_name, ack_told, ack_done, withdrawn_at, withdrawn_by, withdrawn_name, withdrawn_why, how, rater, stated"

// SafetyWords says what the safety item says, in a sentence that never calls
// anybody safe; "" for a questionnaire without one.
func (s Score) SafetyWords() string {
	if s.Instrument == nil || s.Result.Safety == measure.SafetyNone {
		return ""
	}
	return safetyWords(s.Instrument, s.Result, s.Answers)
}

func safetyWords(inst *measure.Instrument, r measure.Result, answers []int) string {
	n := r.SafetyItem
	switch r.Safety {
	case measure.SafetyPositive:
		for i, item := range inst.Items {
			if item.Number != n || i >= len(answers) {
				continue
			}
			for _, o := range inst.OptionsOf(item) {
				if o.Value == answers[i] {
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
func (s *Score) read(tools map[string]Tool) error {
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
	tool, ok := tools[s.Code]
	if !ok {
		return nil
	}
	s.Instrument = tool.Instrument
	if tool.Version != s.InstrumentVersion {
		return nil
	}
	var err error
	if s.AnswersText != "" {
		s.Result, err = tool.Score(s.Answers)
	} else if s.Total != nil {
		s.Result, err = tool.FromTotal(*s.Total)
	}
	return err
}

// readAll scores a list.
func readAll(tx *gate.Tx, list []Score) error {
	codes := make([]string, len(list))
	for i, s := range list {
		codes[i] = s.Code
	}
	tools, err := known(tx, codes)
	if err != nil {
		return err
	}
	for i := range list {
		if err := list[i].read(tools); err != nil {
			return err
		}
	}
	return nil
}

// Differs says that an imported response stated another total than the one
// worked out from its answers; "" when it did not.
func (s Score) Differs() string {
	if s.Stated == "" || s.Result.Total == nil || s.Stated == strconv.Itoa(*s.Result.Total) {
		return ""
	}
	return fmt.Sprintf("The response stated %s; worked out from its answers it is %d", s.Stated, *s.Result.Total)
}

// CameWords says how the score came, "" in the room.
func (s Score) CameWords() string {
	return map[string]string{OnPaper: "answered on paper", ByLink: "answered by the person over a private link", AsTotal: "entered as a total", ByResponse: "from a FHIR response"}[s.How]
}

// Of gives every score of a person, the newest first, with the change to
// the true pair before it: the same questionnaire and version, in the same
// episode, both with a total.
func Of(tx *gate.Tx, ids []string) ([]Score, error) {
	var a db.Args
	list, err := db.All[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE person IN "+a.In(ids)+" ORDER BY on_day DESC, recorded_at DESC, id DESC", a.List...)
	if err != nil {
		return nil, err
	}
	if err := readAll(tx, list); err != nil {
		return nil, err
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
			case o.Rater != s.Rater:
				other = "the one before was answered by somebody else"
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
			for _, t := range s.Instrument.Thresholds[min(1, len(s.Instrument.Thresholds)):] {
				if o, err := measure.CompareBy(s.Instrument, before[0].Result, s.Result, t.Key); err == nil {
					s.ByOthers = append(s.ByOthers, o)
				}
			}
		}
		if first := before[len(before)-1]; len(before) > 1 {
			if c, err := measure.Compare(s.Instrument, first.Result, s.Result); err == nil {
				s.SinceFirst, s.FirstOn = &c, first.OnDay
			}
		}
	}
}
