package impact

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Step is a change that a network knows of: from a month on, an indicator's
// chart has a mean and limits of its own, and says why.
type Step struct {
	ID        string
	PCN       string `db:"pcn"`
	Indicator string
	Month     calendar.Month
	Why       string
	At        calendar.Instant
	ByID      string
	ByName    string
	StruckAt  calendar.Instant // zero while it holds
	Struck    string           `db:"struck_name"`
}

func steps(tx *gate.Tx, pcn string) ([]Step, error) {
	return db.All[Step](tx.Tx, "SELECT id, pcn, indicator, month, why, at, by_id, by_name, struck_at, struck_name FROM impact_step WHERE pcn = $1 ORDER BY month, at, id", pcn)
}

// NoteStep writes down from which month on something is different, and why.
// Faults name from and why.
type NoteStep struct {
	PCN, Indicator string
	Month          calendar.Month
	Why            string
}

// Needs names the permission.
func (NoteStep) Needs() access.Permission { return access.KeepImpact }

// Do writes it down.
func (c NoteStep) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if _, ok := ByKey(c.Indicator); !ok {
		return "", fault.Missing("indicator")
	}
	c.Why = strings.Join(strings.Fields(c.Why), " ")
	now := calendar.MonthOf(tx.Today())
	var check fault.Check
	check.Require(!c.Month.IsZero() && !now.Before(c.Month) && !c.Month.Before(begin), "from", "Choose the month from which on it is different; it can't be in the future")
	check.Require(c.Why != "", "why", "Write what changed, so that the next reader knows")
	check.Require(len([]rune(c.Why)) <= 200, "why", "What changed must be at most 200 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	list, err := steps(tx, c.PCN)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(list, func(s Step) bool {
		return s.Indicator == c.Indicator && s.Month == c.Month && s.StruckAt.IsZero()
	}) {
		return "", fault.Wrong("from", "A change is noted for this month already: strike that one out first")
	}
	id := tx.NewID()
	_, err = tx.Exec("INSERT INTO impact_step (id, pcn, indicator, month, why, at, by_id, by_name, struck_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,'')", id, c.PCN, c.Indicator, c.Month, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("figure", c.Indicator, "", c.PCN, "a change noted from "+c.Month.Long())
	return id, err
}

// StrikeStep takes a note of a change back.
type StrikeStep struct{ PCN, ID string }

// Needs names the permission.
func (StrikeStep) Needs() access.Permission { return access.KeepImpact }

// Do strikes it out; it stays on record. It answers with the indicator.
func (c StrikeStep) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	key, err := db.One[string](tx.Tx, "change", "SELECT indicator FROM impact_step WHERE id = $1 AND pcn = $2", c.ID, c.PCN)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec("UPDATE impact_step SET struck_at = $1, struck_name = $2 WHERE id = $3 AND struck_at IS NULL", tx.Now, tx.Actor.Name, c.ID)
	tx.TouchedAt("figure", key, "", c.PCN, "a noted change was struck out")
	return key, err
}

// Assumption is what a network assumes: how long an appointment with a GP
// takes. It turns appointments that were not needed into time.
type Assumption struct {
	PCN       string `db:"pcn"`
	Version   int
	Minutes   int
	Source    string // where the network has it from
	FromMonth calendar.Month
	At        calendar.Instant
	ByID      string
	ByName    string
}

func assumptions(tx *gate.Tx, pcn string) ([]Assumption, error) {
	return db.All[Assumption](tx.Tx, "SELECT pcn, version, minutes, source, from_month, at, by_id, by_name FROM impact_assumption WHERE pcn = $1 ORDER BY version", pcn)
}

// Assume sets how many minutes a GP appointment is taken to last, from a month
// on. Faults name minutes, source and from.
type Assume struct {
	PCN     string
	Minutes int
	Source  string
	From    calendar.Month
}

// Needs names the permission.
func (Assume) Needs() access.Permission { return access.KeepImpact }

// Do adds a version; the earlier ones stay, for the months before.
func (c Assume) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return 0, fault.Missing("network")
	}
	c.Source = strings.Join(strings.Fields(c.Source), " ")
	var check fault.Check
	check.Require(c.Minutes >= 1 && c.Minutes <= 60, "minutes", "Enter how many minutes an appointment takes: 1 to 60")
	check.Require(c.Source != "", "source", "Write where the figure is from: your own audit, or a publication")
	check.Require(len([]rune(c.Source)) <= 200, "source", "Where it is from must be at most 200 characters")
	check.Require(!c.From.IsZero() && !c.From.Before(begin) && !calendar.MonthOf(tx.Today()).Add(1).Before(c.From), "from", "Choose from which month on it holds")
	if err := check.Err(); err != nil {
		return 0, err
	}
	list, err := assumptions(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	v := len(list) + 1
	_, err = tx.Exec("INSERT INTO impact_assumption (pcn, version, minutes, source, from_month, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", c.PCN, v, c.Minutes, c.Source, c.From, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("figure", "gp-instead", "", c.PCN, "what is assumed about a GP appointment changed")
	return v, err
}

// AssumedOn gives what is assumed of a month: the version set last among those
// that hold from it or before. ok is false when nothing is set.
func AssumedOn(list []Assumption, m calendar.Month) (a Assumption, ok bool) {
	for _, x := range list {
		if !m.Before(x.FromMonth) && (!ok || !x.FromMonth.Before(a.FromMonth)) {
			a, ok = x, true
		}
	}
	return a, ok
}

// Ahead is how far ahead the next free first appointment was on a day.
type Ahead struct {
	OnDay calendar.Date
	Days  *int // nil: there was none
}

func ahead(tx *gate.Tx, pcn string, from calendar.Date) ([]Ahead, error) {
	return db.All[Ahead](tx.Tx, "SELECT on_day, days FROM impact_next_slot WHERE pcn = $1 AND on_day >= $2 ORDER BY on_day", pcn, from)
}

// Observe looks how far ahead the next free first appointment is, in every
// network that has clinics, and keeps it. It looks once a day; a second look
// on the same day changes nothing.
type Observe struct{}

// Needs names the permission.
func (Observe) Needs() access.Permission { return access.CountImpact }

// Do looks.
func (Observe) Do(_ context.Context, tx *gate.Tx) (int, error) {
	tx.Nobody("how far ahead the diaries are free")
	list, err := diary.NetworksWithClinics(tx)
	if err != nil {
		return 0, err
	}
	done, err := db.All[string](tx.Tx, "SELECT pcn FROM impact_next_slot WHERE on_day = $1", tx.Today())
	if err != nil {
		return 0, err
	}
	n := 0
	for _, pcn := range list {
		if slices.Contains(done, pcn) {
			continue
		}
		day, ok, err := diary.NextFree(tx, pcn)
		if err != nil {
			return n, err
		}
		var days any
		if ok {
			days = day.DaysSince(tx.Today())
		}
		if _, err := tx.Exec("INSERT INTO impact_next_slot (pcn, on_day, days) VALUES ($1,$2,$3)", pcn, tx.Today(), days); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
