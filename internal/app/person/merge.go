package person

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Merged is one merge of another record into a person's, done or undone.
type Merged struct {
	ID         string
	KeepID     string
	DropID     string
	Why        string
	Filled     string
	ByName     string
	At         calendar.Instant
	UndoneAt   calendar.Instant
	UndoneBy   string
	UndoneWhy  string
	Name, Born string `db:"-"` // of the record that was merged
}

// Merge says that two records are of one person. Keep survives; Drop stays as
// it is, points to Keep, and every room finds its rows there. What Keep lacks
// it takes from Drop. Both must be within the scope and in the same network,
// and their NHS numbers must not contradict each other. Faults name the
// fields other and why. It answers with the surviving id.
type Merge struct{ Keep, Drop, Why string }

// Needs names the permission.
func (Merge) Needs() access.Permission { return access.MergePerson }

// Do checks and writes.
func (c Merge) Do(_ context.Context, tx *gate.Tx) (string, error) {
	keep, err := Load(tx, c.Keep)
	if err != nil {
		return "", err
	}
	drop, err := Load(tx, c.Drop)
	if err != nil {
		return "", err
	}
	c.Why = clean(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say how you know that it is the same person")
	fits(&check, "why", "Reason", c.Why, maxText)
	switch {
	case keep.ID == drop.ID:
		check.Fail("other", "These are one record already")
	case keep.PCN != drop.PCN:
		check.Fail("other", "These records are in different networks: change the practice of one of them first")
	case keep.NHSNumber != "" && drop.NHSNumber != "" && keep.NHSNumber != drop.NHSNumber:
		check.Fail("other", "These records have different NHS numbers: find out which is right and correct the other first")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	was := keep
	names := fill(&keep, drop)
	changes := differences(was, keep)
	gone := drop
	gone.MergedInto = keep.ID
	if err := save(tx, &gone); err != nil {
		return "", err
	}
	if err := save(tx, &keep); err != nil {
		return "", err
	}
	if err := noteChanges(tx, keep.ID, changes, "taken from the record that was merged"); err != nil {
		return "", err
	}
	if _, err := tx.Exec("INSERT INTO person_name (token, person_id, via, practice, pcn) SELECT DISTINCT n.token, $1, $2, $3, $4 FROM person_name n WHERE n.person_id = $5 ON CONFLICT DO NOTHING", keep.ID, drop.ID, keep.Practice, keep.PCN, drop.ID); err != nil {
		return "", err
	}
	if _, err := tx.Exec(`INSERT INTO person_merge (id, keep_id, drop_id, why, filled, by_id, by_name, at, undone_by, undone_why)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,'','')`, tx.NewID(), keep.ID, drop.ID, c.Why, strings.Join(names, ","), tx.Actor.ID, tx.Actor.Name, tx.Now); err != nil {
		return "", err
	}
	tx.TouchedAt("person", keep.ID, keep.ID, keep.Practice, "merged record "+drop.ID+" into this one")
	tx.TouchedAt("person", drop.ID, drop.ID, drop.Practice, "merged into record "+keep.ID)
	return keep.ID, nil
}

// takes are the fields that a surviving record takes from the other when it
// has none. Safe contact goes by the rule that "no" wins, see fill.
var takes = []struct {
	name string
	at   func(*Person) *string
}{
	{"nhs_number", func(p *Person) *string { return &p.NHSNumber }},
	{"title", func(p *Person) *string { return &p.Title }},
	{"known_as", func(p *Person) *string { return &p.KnownAs }},
	{"sex", func(p *Person) *string { return &p.Sex }},
	{"phone", func(p *Person) *string { return &p.Phone }},
	{"email", func(p *Person) *string { return &p.Email }},
	{"address", func(p *Person) *string { return &p.Address }},
	{"postcode", func(p *Person) *string { return &p.Postcode }},
	{"language", func(p *Person) *string { return &p.Language }},
	{"format", func(p *Person) *string { return &p.Format }},
	{"adjustments", func(p *Person) *string { return &p.Adjustments }},
	{"safe_phone", func(p *Person) *string { return &p.SafePhone }},
	{"safe_voicemail", func(p *Person) *string { return &p.SafeVoicemail }},
	{"safe_text", func(p *Person) *string { return &p.SafeText }},
	{"safe_letter", func(p *Person) *string { return &p.SafeLetter }},
	{"safe_note", func(p *Person) *string { return &p.SafeNote }},
}

// fill takes over what keep lacks, and names the fields. A "no" to a way of
// contact wins over a "yes": the two records disagree, and only one of the two
// mistakes can harm. A needed interpreter stays needed. Undoing a merge gives
// back only what was empty before.
func fill(keep *Person, drop Person) []string {
	var names []string
	for _, f := range takes {
		mine, theirs := f.at(keep), *f.at(&drop)
		switch {
		case *mine == "" && theirs != "":
			*mine = theirs
			names = append(names, f.name)
		case strings.HasPrefix(f.name, "safe_") && f.name != "safe_note" && theirs == "no":
			*mine = "no"
		}
	}
	if drop.Interpreter && !keep.Interpreter {
		keep.Interpreter = true
		names = append(names, "interpreter")
	}
	return names
}

// Unmerge undoes a merge: the record that was merged stands on its own again,
// and what the other took from it is given back where it was not changed
// since. ID is the surviving record, Drop the one to set free. It answers
// with the id that was set free.
type Unmerge struct{ ID, Drop, Why string }

// Needs names the permission.
func (Unmerge) Needs() access.Permission { return access.MergePerson }

// Do checks and writes.
func (c Unmerge) Do(_ context.Context, tx *gate.Tx) (string, error) {
	keep, err := Load(tx, c.ID)
	if err != nil {
		return "", err
	}
	c.Why = clean(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say how you know that these are two people")
	fits(&check, "why", "Reason", c.Why, maxText)
	if err := check.Err(); err != nil {
		return "", err
	}
	drop, found, err := db.Maybe[Person](tx.Tx, "SELECT "+list("p")+" FROM person p WHERE p.id = $1 AND p.merged_into = $2", c.Drop, keep.ID)
	if err != nil {
		return "", err
	}
	if !found {
		if _, undone, err := db.Maybe[int](tx.Tx, "SELECT count(*) FROM person_merge WHERE keep_id = $1 AND drop_id = $2 AND undone_at IS NOT NULL HAVING count(*) > 0", keep.ID, c.Drop); err != nil || !undone {
			if err != nil {
				return "", err
			}
			return "", fault.Missing("merged record")
		}
		tx.Nobody("the merge was undone already")
		return c.Drop, nil
	}
	if !tx.Scope.HasPerson(drop.Practice, drop.PCN) {
		return "", fault.Wrong("why", "The record that was merged belongs to a practice that you don't work with: ask somebody who does")
	}
	m, err := db.One[Merged](tx.Tx, "merge", "SELECT id, filled FROM person_merge WHERE keep_id = $1 AND drop_id = $2 AND undone_at IS NULL", keep.ID, drop.ID)
	if err != nil {
		return "", err
	}
	was := keep
	filled := strings.Split(m.Filled, ",")
	for _, f := range takes {
		if slices.Contains(filled, f.name) && *f.at(&keep) == *f.at(&drop) {
			*f.at(&keep) = ""
		}
	}
	if slices.Contains(filled, "interpreter") {
		keep.Interpreter = false
	}
	if err := noteChanges(tx, keep.ID, differences(was, keep), "given back to the record that was merged"); err != nil {
		return "", err
	}
	if err := save(tx, &keep); err != nil {
		return "", err
	}
	if drop.NHSNumber != "" && drop.NHSNumber == keep.NHSNumber {
		return "", fault.Wrong("why", "Both records have the same NHS number: correct the number of one of them first")
	}
	drop.MergedInto = ""
	if err := save(tx, &drop); err != nil {
		return "", err
	}
	if _, err := tx.Exec("DELETE FROM person_name WHERE person_id = $1 AND via = $2", keep.ID, drop.ID); err != nil {
		return "", err
	}
	if _, err := tx.Exec("UPDATE person_merge SET undone_at = $1, undone_by = $2, undone_why = $3 WHERE id = $4", tx.Now, tx.Actor.Name, c.Why, m.ID); err != nil {
		return "", err
	}
	tx.TouchedAt("person", keep.ID, keep.ID, keep.Practice, "undid the merge of record "+drop.ID)
	tx.TouchedAt("person", drop.ID, drop.ID, drop.Practice, "stands on its own again; it was merged into record "+keep.ID)
	return drop.ID, nil
}

// merges lists what was merged into a record, newest first, undone ones too.
func merges(tx *gate.Tx, survivor string) ([]Merged, error) {
	out, err := db.All[Merged](tx.Tx, "SELECT id, keep_id, drop_id, why, filled, by_name, at, undone_at, undone_by, undone_why FROM person_merge WHERE keep_id = $1 ORDER BY at DESC, id DESC", survivor)
	if err != nil {
		return nil, err
	}
	for i, m := range out {
		p, err := db.One[Person](tx.Tx, "person", "SELECT "+list("p")+" FROM person p WHERE p.id = $1", m.DropID)
		if err != nil {
			return nil, err
		}
		if m.UndoneAt.IsZero() { // afterwards the other one may be out of scope
			out[i].Name, out[i].Born = p.Name(), p.Born()
		}
	}
	return out, nil
}
