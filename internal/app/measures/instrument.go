package measures

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
)

// maxFile is the most that a questionnaire or a scoring block may have, in
// bytes.
const maxFile = 500_000

// Instruments asks for the questionnaires of a network, built in, imported and
// switched off.
type Instruments struct{ PCN string }

// InstrumentList is the answer to Instruments.
type InstrumentList struct {
	BuiltIn []Tool `json:"-"`
	Own     []Instrument
}

// Needs names the permission.
func (Instruments) Needs() access.Permission { return access.KeepInstruments }

// Ask lists them.
func (q Instruments) Ask(_ context.Context, tx *gate.Tx) (InstrumentList, error) {
	var out InstrumentList
	if !tx.Scope.WholeNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	tx.Nobody("questionnaires are about nobody")
	out.BuiltIn = BuiltIn()
	var err error
	out.Own, err = db.All[Instrument](tx.Tx, "SELECT "+instrumentColumns+" FROM instrument WHERE pcn = $1 ORDER BY name, added_at DESC, id", q.PCN)
	return out, err
}

// OneInstrument asks for one that a network added, with what was recognised.
type OneInstrument struct{ ID string }

// Recognised is the answer to OneInstrument.
type Recognised struct {
	Instrument
	Tool Tool `json:"-"`
}

// Needs names the permission.
func (OneInstrument) Needs() access.Permission { return access.KeepInstruments }

// Ask reads it; another network's is not found.
func (q OneInstrument) Ask(_ context.Context, tx *gate.Tx) (Recognised, error) {
	row, err := ownInstrument(tx, q.ID)
	if err != nil {
		return Recognised{}, err
	}
	tx.Nobody("questionnaires are about nobody")
	t, err := ready(row)
	return Recognised{row, t}, err
}

func ownInstrument(tx *gate.Tx, id string) (Instrument, error) {
	row, err := db.One[Instrument](tx.Tx, "questionnaire", "SELECT "+instrumentColumns+" FROM instrument WHERE id = $1", id)
	if err == nil && !tx.Scope.WholeNetwork(row.PCN) {
		err = fault.Missing("questionnaire")
	}
	return row, err
}

// AddInstrument keeps a questionnaire that a network has a licence for: a FHIR
// Questionnaire as it came, or only the name, version and range of one whose
// totals are recorded. It is used once a named clinical lead has confirmed it.
// The same questionnaire in a later version is another one, and the two are
// never compared. Faults name questionnaire, notice, holder, name, edition,
// lowest, highest and change. It answers with its id.
type AddInstrument struct {
	PCN           string
	Questionnaire string // the file; "" for one of which only totals are known
	Notice        string // the licence notice, shown wherever it is; the file's own when left out
	LicenceHolder string // who holds the licence

	Name, Edition   string
	Lowest, Highest int
	HigherBetter    bool
	ChangeBy        int
	ChangeSource    string
	SafetyItem      int
}

// Needs names the permission.
func (AddInstrument) Needs() access.Permission { return access.KeepInstruments }

// Do reads, checks and keeps it.
func (c AddInstrument) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	row := Instrument{Kind: TotalOnly, Name: strings.TrimSpace(c.Name), Edition: strings.TrimSpace(c.Edition), Notice: strings.TrimSpace(c.Notice), LicenceHolder: strings.TrimSpace(c.LicenceHolder), Lowest: c.Lowest, Highest: c.Highest, HigherBetter: c.HigherBetter, ChangeBy: c.ChangeBy, ChangeSource: strings.TrimSpace(c.ChangeSource), SafetyItem: c.SafetyItem}
	var check fault.Check
	if c.Questionnaire != "" {
		if len(c.Questionnaire) > maxFile {
			return "", fault.Wrong("questionnaire", "The file is too large: half a megabyte is the most")
		}
		imp, err := measure.Import([]byte(c.Questionnaire), nil)
		if err != nil {
			return "", fault.Wrong("questionnaire", "%s", plainFile(fault.Says(err)))
		}
		row = Instrument{Kind: ByQuestionnaire, URL: imp.URL, Edition: imp.Version, Name: imp.Title, Questionnaire: c.Questionnaire, Notice: row.Notice, LicenceHolder: row.LicenceHolder, Highest: imp.Instrument.Max}
		if row.Notice == "" {
			row.Notice = imp.Notice
		}
	} else {
		check.Require(row.Name != "" && len([]rune(row.Name)) <= 200, "name", "Enter the name of the questionnaire, at most 200 characters")
		check.Require(row.Edition != "" && len([]rune(row.Edition)) <= 100, "edition", "Enter which version it is, for example 1, or 2019 UK")
		check.Require(row.Lowest >= 0 && row.Lowest < row.Highest && row.Highest <= 10_000, "highest", "Enter the range as whole numbers, the lowest first")
		check.Require(row.ChangeBy >= 0, "change", "The threshold is a whole number above 0")
		check.Require((row.ChangeBy == 0) == (row.ChangeSource == ""), "change", "A threshold for reliable change needs its source, and a source its threshold. Without both no change is judged")
		check.Require(row.SafetyItem >= 0 && row.SafetyItem <= 200, "safety", "Enter the number of the item as it stands on paper")
		row.URL = "total:" + strings.ToLower(row.Name)
	}
	check.Require(row.Notice != "" && len([]rune(row.Notice)) <= 2000, "notice", "Enter the licence notice: it is shown wherever the questionnaire is")
	check.Require(row.LicenceHolder != "" && len([]rune(row.LicenceHolder)) <= 300, "holder", "Enter who holds the licence, for example the provider")
	if err := check.Err(); err != nil {
		return "", err
	}
	if row.URL == "" {
		row.URL = "title:" + strings.ToLower(row.Name)
	}
	same, found, err := db.Maybe[Instrument](tx.Tx, "SELECT "+instrumentColumns+" FROM instrument WHERE pcn = $1 AND url = $2 AND edition = $3", c.PCN, row.URL, row.Edition)
	if err != nil {
		return "", err
	}
	if found {
		field := "questionnaire"
		if row.Kind == TotalOnly {
			field = "edition"
		}
		return "", fault.Wrong(field, "%s added this questionnaire in this version already, %s. A changed one has another version", same.AddedName, same.AddedAt.Medium())
	}
	id := tx.NewID()
	tx.TouchedAt("questionnaire", id, "", c.PCN, "added "+row.Name+", version "+or(row.Edition, "none"))
	_, err = tx.Exec("INSERT INTO instrument ("+instrumentColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,NULL,'','',NULL,'','',1)",
		id, c.PCN, row.Kind, row.URL, row.Edition, row.Name, row.Questionnaire, row.Scoring, row.Lowest, row.Highest, row.HigherBetter, row.ChangeBy, row.ChangeSource, row.SafetyItem, row.Notice, row.LicenceHolder, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// plainFile takes the words of the command line out of what is wrong with a
// file.
func plainFile(s string) string {
	return strings.NewReplacer("The file for --questionnaire", "The file", "The file for --response", "The response", "The file for --scoring", "The scoring block").Replace(s)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// Block is a scoring block as the form has it: what a clinical lead confirms
// about a questionnaire that doesn't say how it is scored.
type Block struct {
	Items          []BlockItem
	HigherIsBetter bool
	ChangeBy       int
	ChangeSource   string
	Source         string
}

// BlockItem is one scored item of a Block.
type BlockItem struct {
	Link     string
	Reversed bool
	Safety   bool
	Weights  map[string]int // by the code or the words of the answer
}

// ConfirmInstrument is a clinical lead confirming with their name how a
// questionnaire is scored. Where its sum was recognised, block is nil;
// otherwise the block says it. A questionnaire that can't be scored even so is
// not confirmed. Faults name scoring.
type ConfirmInstrument struct {
	ID      string
	Version int
	Block   *Block
}

// Needs names the permission.
func (ConfirmInstrument) Needs() access.Permission { return access.ConfirmScoring }

// Do checks and confirms.
func (c ConfirmInstrument) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	row, err := ownInstrument(tx, c.ID)
	if err != nil {
		return false, err
	}
	if row.Version != c.Version {
		return false, fault.Moved("Somebody changed this questionnaire since you opened the page")
	}
	if !row.ConfirmedAt.IsZero() {
		return false, fault.Moved("%s confirmed this already, %s", row.ConfirmedName, row.ConfirmedAt.Long())
	}
	if c.Block != nil && row.Kind == ByQuestionnaire {
		raw, err := c.Block.text(tx.Actor.Name, tx.Today(), row)
		if err != nil {
			return false, err
		}
		if len(raw) > maxFile {
			return false, fault.Wrong("scoring", "The scoring block is too long")
		}
		row.Scoring = raw
	}
	t, err := ready(row)
	if err != nil {
		return false, fault.Wrong("scoring", "%s", plainFile(fault.Says(err)))
	}
	if t.Import != nil {
		var check fault.Check
		for _, why := range t.Import.Refused {
			check.Fail("scoring", "%s", why)
		}
		if err := check.Err(); err != nil {
			return false, err
		}
		row.Highest, row.HigherBetter = t.Max, t.HigherIsBetter
	}
	tx.TouchedAt("questionnaire", row.ID, "", row.PCN, "confirmed how "+row.Name+" is scored")
	_, err = tx.Exec("UPDATE instrument SET scoring = $1, highest = $2, higher_better = $3, confirmed_at = $4, confirmed_by = $5, confirmed_name = $6, version = version + 1 WHERE id = $7",
		row.Scoring, row.Highest, row.HigherBetter, tx.Now, tx.Actor.ID, tx.Actor.Name, row.ID)
	return true, err
}

// text writes the block in the form that is kept, with who confirmed it.
func (b Block) text(who string, on calendar.Date, row Instrument) (string, error) {
	type item struct {
		Link     string         `json:"link_id"`
		Reversed bool           `json:"reversed,omitempty"`
		Weights  map[string]int `json:"weights,omitempty"`
	}
	type change struct {
		Key    string `json:"key"`
		By     int    `json:"by"`
		Source string `json:"source"`
	}
	out := struct {
		ConfirmedBy    string        `json:"confirmed_by"`
		ConfirmedOn    calendar.Date `json:"confirmed_on"`
		Version        string        `json:"version,omitempty"`
		Items          []item        `json:"items"`
		HigherIsBetter bool          `json:"higher_is_better"`
		Safety         []string      `json:"safety_items,omitempty"`
		Change         []change      `json:"change,omitempty"`
		Source         string        `json:"source,omitempty"`
	}{ConfirmedBy: who, ConfirmedOn: on, Version: row.Edition, HigherIsBetter: b.HigherIsBetter, Source: strings.TrimSpace(b.Source)}
	for _, i := range b.Items {
		out.Items = append(out.Items, item{i.Link, i.Reversed, i.Weights})
		if i.Safety {
			out.Safety = append(out.Safety, i.Link)
		}
	}
	b.ChangeSource = strings.TrimSpace(b.ChangeSource)
	if (b.ChangeBy > 0) != (b.ChangeSource != "") || b.ChangeBy < 0 {
		return "", fault.Wrong("change", "A threshold for reliable change needs its source, and a source its threshold. Without both no change is judged")
	}
	if b.ChangeBy > 0 {
		out.Change = []change{{"site", b.ChangeBy, b.ChangeSource}}
	}
	raw, err := json.Marshal(out)
	return string(raw), err
}

// SwitchOff ends the use of a questionnaire, with a reason. Scores stay.
type SwitchOff struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (SwitchOff) Needs() access.Permission { return access.KeepInstruments }

// Do switches it off.
func (c SwitchOff) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	row, err := ownInstrument(tx, c.ID)
	if err != nil {
		return false, err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "" && len([]rune(c.Why)) <= MaxWhy, "why", "Say why it is switched off, in at most 1,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	if row.Version != c.Version || !row.OffAt.IsZero() {
		return false, fault.Moved("Somebody changed this questionnaire since you opened the page")
	}
	tx.TouchedAt("questionnaire", row.ID, "", row.PCN, "switched off "+row.Name)
	_, err = tx.Exec("UPDATE instrument SET off_at = $1, off_name = $2, off_why = $3, version = version + 1 WHERE id = $4", tx.Now, tx.Actor.Name, c.Why, row.ID)
	return true, err
}

// State says in a few words how a questionnaire stands.
func (i Instrument) State() string {
	switch {
	case !i.OffAt.IsZero():
		return "Switched off"
	case i.ConfirmedAt.IsZero():
		return "Waits for a clinical lead"
	}
	return "In use"
}

// Range is the range of its totals in words.
func (i Instrument) Range() string { return fmt.Sprintf("%d to %d", i.Lowest, i.Highest) }
