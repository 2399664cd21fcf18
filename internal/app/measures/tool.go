// Package measures is the room of questionnaires: which ones a network uses,
// how they are given and taken, what comes in over private links and who reads
// it, and whose next one is due. It scores as published and never ranks, gates
// or labels anybody by a score.
package measures

import (
	"slices"
	"strconv"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// Instrument is a questionnaire that a network brought along, as it is kept.
type Instrument struct {
	ID            string
	PCN           string `db:"pcn"`
	Kind          string // Imported or TotalOnly
	URL           string `db:"url"`
	Edition       string // its own version
	Name          string
	Questionnaire string // the FHIR resource as it came
	Scoring       string // the scoring block that was confirmed, ""
	Lowest        int
	Highest       int
	HigherBetter  bool
	ChangeBy      int // 0: no threshold is known
	ChangeSource  string
	SafetyItem    int
	Notice        string
	LicenceHolder string // who holds the licence to use it
	AddedAt       calendar.Instant
	AddedBy       string
	AddedName     string
	ConfirmedAt   calendar.Instant // zero until a clinical lead has confirmed
	ConfirmedBy   string
	ConfirmedName string
	OffAt         calendar.Instant // zero while it is in use
	OffName       string
	OffWhy        string
	Version       int
}

// Kinds of instruments that a network adds.
const (
	ByQuestionnaire = "imported"
	TotalOnly       = "total"
)

const instrumentColumns = "id, pcn, kind, url, edition, name, questionnaire, scoring, lowest, highest, higher_better, change_by, change_source, safety_item, notice, licence_holder, added_at, added_by, added_name, confirmed_at, confirmed_by, confirmed_name, off_at, off_name, off_why, version"

// InUse reports whether it was confirmed and not switched off.
func (i Instrument) InUse() bool { return !i.ConfirmedAt.IsZero() && i.OffAt.IsZero() }

// Tool is a questionnaire ready to be used: built in, or of a network.
type Tool struct {
	*measure.Instrument
	Row    *Instrument       // nil for a built-in one
	Import *measure.Imported // nil unless it was imported
	Lowest int
	Asked  bool     // its words may be put to somebody on a screen
	Why    []string // why not
}

// OnlyTotal reports whether nothing but a total can be recorded.
func (t Tool) OnlyTotal() bool { return t.Row != nil && t.Row.Kind == TotalOnly }

// SafetyItems are the numbers of the items that a named human acknowledges.
func (t Tool) SafetyItems() []int {
	if t.Import != nil {
		return t.Import.SafetyItems
	}
	if t.Safety > 0 {
		return []int{t.Safety}
	}
	return nil
}

// Score scores answers as they stand on paper.
func (t Tool) Score(answers []int) (measure.Result, error) {
	if t.Import == nil {
		return measure.Score(t.Instrument, answers)
	}
	if len(answers) != len(t.Items) {
		return measure.Result{}, fault.Wrong("answers", "%s has %d items, not %d", t.Name, len(t.Items), len(answers))
	}
	f, err := t.Import.Weigh(answers)
	f.Code, f.Version = t.Code, t.Version
	return f.Result, err
}

// FromTotal takes a total that somebody else worked out.
func (t Tool) FromTotal(total int) (measure.Result, error) {
	if total < t.Lowest || total > t.Max {
		return measure.Result{}, fault.Wrong("total", "%s goes from %d to %d", t.Name, t.Lowest, t.Max)
	}
	r, err := measure.FromTotal(t.Instrument, total)
	if items := t.SafetyItems(); len(items) > 0 {
		r.Safety, r.SafetyItem = measure.SafetyNotAnswered, items[0]
	}
	return r, err
}

// BuiltIn lists the questionnaires that ship. The goal rating belongs to a
// goal, and is taken with the plan.
func BuiltIn() []Tool {
	var out []Tool
	for _, inst := range []*measure.Instrument{measure.PHQ9, measure.GAD7, measure.PHQ4, measure.CORE10, measure.YPCORE, measure.PCL5} {
		out = append(out, builtIn(inst))
	}
	return out
}

func builtIn(inst *measure.Instrument) Tool {
	t := Tool{Instrument: inst, Asked: inst.WordingIncluded}
	if !t.Asked {
		t.Why = []string{"Its words are not included: published copies differ, and the licence allows no change. Use the paper form, and enter the answers by number"}
	}
	return t
}

// ready makes a tool of what is kept. One that can't be read any more keeps
// the totals that it had.
func ready(row Instrument) (Tool, error) {
	t := Tool{Row: &row, Lowest: row.Lowest}
	if row.Kind == TotalOnly {
		t.Instrument = &measure.Instrument{
			Code: row.ID, Name: row.Name, Title: row.Name, Version: row.Edition, Notice: row.Notice, Max: row.Highest,
			HigherIsBetter: row.HigherBetter, Safety: row.SafetyItem, Source: "Entered as a total",
		}
		if row.ChangeBy > 0 {
			t.Thresholds = []measure.Threshold{{Key: "site", By: row.ChangeBy, Source: row.ChangeSource}}
		}
		t.Why = []string{"Only its name and range are known here: record the total"}
		return t, nil
	}
	imp, err := read(row.Questionnaire, row.Scoring)
	if err != nil {
		return t, err
	}
	inst := *imp.Instrument
	inst.Code, inst.Version, inst.Name, inst.Notice, inst.Extras = row.ID, row.Edition, row.Name, row.Notice, imp.Extras()
	if inst.Title == "" || inst.Title == inst.Name {
		inst.Title = ""
	}
	imp.Instrument = &inst
	t.Instrument, t.Import, t.Why = &inst, imp, imp.NotAsked()
	t.Asked = len(t.Why) == 0
	return t, nil
}

func read(questionnaire, scoring string) (*measure.Imported, error) {
	var block *measure.Scoring
	if scoring != "" {
		var err error
		if block, err = measure.ParseScoring([]byte(scoring)); err != nil {
			return nil, err
		}
	}
	return measure.Import([]byte(questionnaire), block)
}

// Tools gives what a network uses, the built-in ones first.
func Tools(tx *gate.Tx, pcn string) ([]Tool, error) {
	rows, err := db.All[Instrument](tx.Tx, "SELECT "+instrumentColumns+" FROM instrument WHERE pcn = $1 AND confirmed_at IS NOT NULL AND off_at IS NULL ORDER BY name, edition, id", pcn)
	out := BuiltIn()
	for _, row := range rows {
		t, err := ready(row)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, err
}

// toolFor gives a questionnaire that a network uses; NotFound for any other.
func toolFor(tx *gate.Tx, pcn, code string) (Tool, error) {
	for _, t := range BuiltIn() {
		if t.Code == code {
			return t, nil
		}
	}
	row, found, err := db.Maybe[Instrument](tx.Tx, "SELECT "+instrumentColumns+" FROM instrument WHERE id = $1 AND pcn = $2", code, pcn)
	if err == nil && (!found || !row.InUse()) {
		err = fault.Missing("questionnaire")
	}
	if err != nil {
		return Tool{}, err
	}
	return ready(row)
}

// known gives the tools behind codes, in use or not, of whatever network:
// scores stay readable.
func known(tx *gate.Tx, codes []string) (map[string]Tool, error) {
	out := map[string]Tool{}
	var others []string
	for _, code := range codes {
		if inst, ok := measure.ByCode(code); ok {
			out[code] = builtIn(inst)
		} else if !slices.Contains(others, code) {
			others = append(others, code)
		}
	}
	if len(others) == 0 {
		return out, nil
	}
	var a db.Args
	rows, err := db.All[Instrument](tx.Tx, "SELECT "+instrumentColumns+" FROM instrument WHERE id IN "+a.In(others), a.List...)
	for _, row := range rows {
		if t, err := ready(row); err == nil {
			out[row.ID] = t
		}
	}
	return out, err
}

// AgeNote says for whom a questionnaire was made when somebody's age is
// another one; "" otherwise. It is said and decides nothing.
func AgeNote(code string, age int) string {
	for _, a := range ages {
		if a.code == code && age >= 0 && (age < a.from || age > a.to) {
			until := " to " + strconv.Itoa(a.to)
			if a.to > 100 {
				until = " and over"
			}
			return "Made for people of " + strconv.Itoa(a.from) + until + "; this person is " + strconv.Itoa(age) + ". " + a.instead
		}
	}
	return ""
}

// ages are the ages for which questionnaires were made.
// Source: CORE System Trust.
var ages = []struct {
	code     string
	from, to int
	instead  string
}{
	{measure.YPCORE.Code, 11, 16, "From 17 there is CORE-10."},
	{measure.CORE10.Code, 17, 999, "From 11 to 16 there is YP-CORE."},
}
