package person

import (
	"context"
	"fmt"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Changed is one thing that was changed about a person. An empty Was or
// Became means that nothing was recorded.
type Changed struct {
	Person string // the record, which may have been merged since
	What   string // "Family name", "Phone"
	Was    string
	Became string
	Why    string
	ByID   string
	ByName string
	At     calendar.Instant
}

// Change changes who a person is, where they are registered and how they are
// reached. Version is the one that was read; a later one is a Conflict that
// names who was faster. A reason is needed when the name, the date of birth or
// the NHS number changes. It answers with the new version. Faults name the
// fields of Details, and died and why.
type Change struct {
	ID      string
	Version int
	Details
	Died calendar.Date
	Why  string
}

// Needs names the permission.
func (Change) Needs() access.Permission { return access.EditPerson }

// Do checks and writes.
func (c Change) Do(_ context.Context, tx *gate.Tx) (int, error) {
	was, err := Load(tx, c.ID)
	if err != nil {
		return 0, err
	}
	if err := fresh(was, c.Version); err != nil {
		return 0, err
	}
	var check fault.Check
	d := c.Details.checked(&check, tx.Today())
	c.Why = clean(c.Why)
	fits(&check, "why", "Reason", c.Why, maxText)
	if !c.Died.IsZero() && c.Died.After(tx.Today()) {
		check.Fail("died", "Date of death must be today or in the past")
	}
	if !c.Died.IsZero() && c.Died.Before(d.BornOn) {
		check.Fail("died", "Date of death must be after the date of birth")
	}
	pcn := was.PCN
	if d.Practice != was.Practice {
		if pcn, err = registered(tx, &check, d.Practice); err != nil {
			return 0, err
		}
	} else if now, err := network.NetworkOf(tx, d.Practice, tx.Today()); err == nil && tx.Scope.HasPerson(d.Practice, now) {
		pcn = now // the practice may have joined another network since
	} else if err != nil && !fault.Is(err, fault.NotFound) {
		return 0, err
	}
	became := was
	d.into(&became, pcn)
	became.Died = c.Died
	changes := differences(was, became)
	for _, x := range changes {
		if x.identity && c.Why == "" {
			check.Fail("why", "Say why the %s changes: corrected, married, changed by deed poll …", lowerFirst(x.What))
			break
		}
	}
	if check.Err() == nil && (d.NHSNumber != was.NHSNumber || pcn != was.PCN || d.Practice != was.Practice) {
		if err := numberFree(tx, &check, d.NHSNumber, d.Practice, pcn, was.ID); err != nil {
			return 0, err
		}
	}
	if err := check.Err(); err != nil {
		return 0, err
	}
	return keep(tx, became, changes, c.Why)
}

// keep saves a changed person with the history of what changed, and says so
// to the audit: which fields, never what stood in them.
func keep(tx *gate.Tx, p Person, changes []difference, why string) (int, error) {
	if len(changes) == 0 {
		tx.Nobody("nothing was changed")
		return p.Version, nil
	}
	if err := save(tx, &p); err != nil {
		return 0, err
	}
	var what []string
	for _, x := range changes {
		what = append(what, lowerFirst(x.What))
	}
	if err := noteChanges(tx, p.ID, changes, why); err != nil {
		return 0, err
	}
	tx.TouchedAt("person", p.ID, p.ID, p.Practice, "changed "+strings.Join(what, ", "))
	return p.Version, nil
}

// noteChanges writes the history of one change; the ids keep its order.
func noteChanges(tx *gate.Tx, person string, changes []difference, why string) error {
	base := tx.NewID()
	for i, x := range changes {
		if _, err := tx.Exec("INSERT INTO person_change (id, person, what, was, became, why, by_id, by_name, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
			fmt.Sprintf("%s-%02d", base, i), person, x.What, x.Was, x.Became, why, tx.Actor.ID, tx.Actor.Name, tx.Now); err != nil {
			return err
		}
	}
	return nil
}

// changesAt gives what was changed in some records at some moments.
func changesAt(tx *gate.Tx, people []string, from, to calendar.Instant) ([]Changed, error) {
	var a db.Args
	return db.All[Changed](tx.Tx, "SELECT person, what, was, became, why, by_id, by_name, at FROM person_change WHERE person IN "+a.In(people)+
		" AND at >= "+a.Add(from)+" AND at <= "+a.Add(to)+" ORDER BY at DESC, id", a.List...)
}

// difference is a field that differs between two versions of a person.
type difference struct {
	What, Was, Became string
	identity          bool // name, date of birth, NHS number: a reason is needed
}

// differences lists what differs between two versions, in the order of the
// page.
func differences(was, became Person) []difference {
	var out []difference
	add := func(what, a, b string, identity bool) {
		if a != b {
			out = append(out, difference{what, a, b, identity})
		}
	}
	add("NHS number", was.NHSNumber, became.NHSNumber, true)
	add("Title", was.Title, became.Title, false)
	add("Given name", was.Given, became.Given, true)
	add("Family name", was.Family, became.Family, true)
	add("Known as", was.KnownAs, became.KnownAs, false)
	add("Date of birth", bornText(was), bornText(became), true)
	add("Sex", was.Sex, became.Sex, false)
	add("Practice", was.Practice, became.Practice, false)
	add("Network", was.PCN, became.PCN, false)
	add("Phone", was.Phone, became.Phone, false)
	add("Email", was.Email, became.Email, false)
	add("Address", was.Address, became.Address, false)
	add("Postcode", was.Postcode, became.Postcode, false)
	add("Language", was.Language, became.Language, false)
	add("Interpreter", yesNo(was.Interpreter), yesNo(became.Interpreter), false)
	add("Information format", was.Format, became.Format, false)
	add("Reasonable adjustments", was.Adjustments, became.Adjustments, false)
	add("Safe to phone", was.SafePhone, became.SafePhone, false)
	add("Safe to leave voicemail", was.SafeVoicemail, became.SafeVoicemail, false)
	add("Safe to text", was.SafeText, became.SafeText, false)
	add("Safe to send letters", was.SafeLetter, became.SafeLetter, false)
	add("Safe contact in words", was.SafeNote, became.SafeNote, false)
	add("Date of death", was.Died.Medium(), became.Died.Medium(), false)
	return out
}

func bornText(p Person) string {
	if p.BornOn.IsZero() {
		return ""
	}
	return p.Born()
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// lowerFirst writes "Family name" inside a sentence; "NHS number" stays.
func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
