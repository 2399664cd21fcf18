package funding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// CountedBy is what the first post may be counted within, value and text. No
// national rule said it before April 2026, so there is no default.
var CountedBy = [][2]string{
	{"network", "The network as a whole: one first post"},
	{"band", "Each band (the rule from April 2026)"},
	{"service", "Each service: adults, and children and young people"},
}

// First is a version of a network's answer to what the first post is counted
// within.
type First struct {
	Version   int
	CountedBy string
	Why       string
	At        calendar.Instant
	ByName    string
}

// Text is the answer in words.
func (f First) Text() string {
	for _, c := range CountedBy {
		if c[0] == f.CountedBy {
			return c[1]
		}
	}
	return f.CountedBy
}

// SetFirst answers what the first post is counted within, and why. It is asked
// once; a later answer is a new version. Faults name counted and why.
type SetFirst struct {
	PCN            string
	Version        int
	CountedBy, Why string
}

// Needs names the permission.
func (SetFirst) Needs() access.Permission { return access.KeepFunding }

// Do checks and writes.
func (c SetFirst) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if _, err := own(tx, c.PCN); err != nil {
		return 0, err
	}
	var check fault.Check
	check.Require(slices.ContainsFunc(CountedBy, func(x [2]string) bool { return x[0] == c.CountedBy }), "counted", "Choose what the first post is counted within")
	why, ok := tidy(c.Why, 1000)
	check.Require(why != "", "why", "Say who decided this and what it rests on")
	check.Require(ok, "why", "Why must be 1,000 characters or fewer")
	if err := check.Err(); err != nil {
		return 0, err
	}
	list, err := firsts(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	if len(list) > 0 && list[0].Version != c.Version || len(list) == 0 && c.Version != 0 {
		return 0, fault.Moved("Somebody answered this after you opened this page")
	}
	_, err = tx.Exec("INSERT INTO funding_first (pcn, version, counted_by, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)", c.PCN, c.Version+1, c.CountedBy, why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("first post", c.PCN, "", c.PCN, "counted by "+c.CountedBy)
	return c.Version + 1, err
}

func firsts(tx *gate.Tx, pcn string) ([]First, error) {
	return db.All[First](tx.Tx, "SELECT version, counted_by, why, at, by_name FROM funding_first WHERE pcn = $1 ORDER BY version DESC", pcn)
}

// Wants is a version of what an ICB asks for with a claim, from a month on.
type Wants struct {
	ICB       string `db:"icb"`
	Version   int
	FromMonth calendar.Month
	Basis     claim.Basis
	CutOff    int // the last day of the next month; 0 is not set
	Evidence  string
	Why       string
	At        calendar.Instant
	ByName    string
}

// Items are the pieces of evidence, each for every post.
func (w Wants) Items() (items []string) {
	for l := range strings.Lines(w.Evidence) {
		if l = strings.TrimSpace(l); l != "" && !slices.Contains(items, l) {
			items = append(items, l)
		}
	}
	return items
}

const wantsColumns = "icb, version, from_month, basis, cut_off, evidence, why, at, by_name"

// SetWants says what an ICB asks for with a claim from a month on. Version is
// the one that was read, 0 when there was none. Faults name from, basis, cutoff,
// evidence and why.
type SetWants struct{ Wants }

// Needs names the permission.
func (SetWants) Needs() access.Permission { return access.AnswerClaims }

// Do checks and writes.
func (c SetWants) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !slices.Contains(tx.Scope.ICBs, c.ICB) {
		return 0, fault.Missing("ICB")
	}
	var check fault.Check
	var ok bool
	check.Require(!c.FromMonth.IsZero() && !c.FromMonth.First().Before(calendar.MustDate("2021-04-01")), "from", "Enter the month from which this holds, April 2021 or later")
	check.Require(c.Basis == claim.CalendarDays || c.Basis == claim.WorkingDays, "basis", "Choose how part months are counted")
	check.Require(c.CutOff >= 0 && c.CutOff <= 28, "cutoff", "The last day for a claim is a day from 1 to 28 of the next month; leave it empty when there is none")
	c.Evidence, ok = tidy(c.Evidence, 2000)
	check.Require(ok && len(c.Items()) <= 12, "evidence", "Ask for at most 12 pieces of evidence, in 2,000 characters or fewer")
	c.Why, ok = tidy(c.Why, 1000)
	check.Require(c.Why != "" && ok, "why", "Say what this rests on, in 1,000 characters or fewer")
	if err := check.Err(); err != nil {
		return 0, err
	}
	list, err := wantsOf(tx, c.ICB)
	if err != nil {
		return 0, err
	}
	if len(list) > 0 && list[0].Version != c.Version || len(list) == 0 && c.Version != 0 {
		return 0, fault.Moved("Somebody changed what the ICB asks for after you opened this page")
	}
	_, err = tx.Exec("INSERT INTO funding_wants ("+wantsColumns+", by_id) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		c.ICB, c.Version+1, c.FromMonth, c.Basis, c.CutOff, strings.Join(c.Items(), "\n"), c.Why, tx.Now, tx.Actor.Name, tx.Actor.ID)
	tx.TouchedAt("evidence list", c.ICB, "", c.ICB, fmt.Sprintf("from %s, version %d", c.FromMonth, c.Version+1))
	return c.Version + 1, err
}

// wantsOf lists what an ICB asked for, the newest version first.
func wantsOf(tx *gate.Tx, icb string) ([]Wants, error) {
	return db.All[Wants](tx.Tx, "SELECT "+wantsColumns+" FROM funding_wants WHERE icb = $1 ORDER BY version DESC", icb)
}

// wantsIn picks what was asked for in a month: the newest version that had
// begun.
func wantsIn(list []Wants, m calendar.Month) *Wants {
	for i := range list {
		if !m.Before(list[i].FromMonth) {
			return &list[i]
		}
	}
	return nil
}

// Sum is what a network's share of the scheme is worked out from in a year.
// Rate is in thousandths of a pound and only there where none is published.
type Sum struct {
	PCN          string `db:"pcn"`
	ContractYear calendar.ContractYear
	Version      int
	Weighted     int
	ListDay      calendar.Date
	Rate         *int64
	Others       *claim.Pence // what the other additional roles take; nil is not set
	Source       string
	At           calendar.Instant
	ByName       string
}

const sumColumns = "pcn, contract_year, version, weighted, list_day, rate, others, source, at, by_name"

// SetSum records the weighted list of a network for a year. Version is the one
// that was read, 0 when there was none. Faults name weighted, list, rate, others
// and source.
type SetSum struct{ Sum }

// Needs names the permission.
func (SetSum) Needs() access.Permission { return access.SetFunding }

// Do checks and writes.
func (c SetSum) Do(_ context.Context, tx *gate.Tx) (int, error) {
	v, err := reach(tx, c.PCN, access.SetFunding)
	if err != nil {
		return 0, err
	}
	if !v.whole() {
		return 0, fault.Missing("network")
	}
	var check fault.Check
	var ok bool
	check.Require(c.ContractYear >= 2021 && c.ContractYear <= calendar.ContractYearOf(tx.Today())+1, "weighted", "Choose a year from 2021/22 to next year")
	check.Require(c.Weighted > 0 && c.Weighted <= 1_000_000, "weighted", "Enter the weighted list, at most 1,000,000")
	check.Require(!c.ListDay.IsZero() && !c.ListDay.After(tx.Today()), "list", "Enter the day of the weighted list, not in the future")
	check.Require(c.Rate == nil || *c.Rate > 0 && *c.Rate <= 1_000_000, "rate", "The rate is more than £0 and at most £1,000 per patient")
	check.Require(c.Others == nil || *c.Others >= 0 && *c.Others <= 10_000_000_000, "others", "What the other roles take goes from £0 to £100 million")
	c.Source, ok = tidy(c.Source, 500)
	check.Require(c.Source != "" && ok, "source", "Say where this stands, in 500 characters or fewer")
	if _, published := rateOf(c.ContractYear); published && c.Rate != nil {
		check.Fail("rate", "A rate is published for %s: leave this empty", c.ContractYear)
	}
	if err := check.Err(); err != nil {
		return 0, err
	}
	list, err := sumsOf(tx, c.PCN, c.ContractYear)
	if err != nil {
		return 0, err
	}
	if len(list) > 0 && list[0].Version != c.Version || len(list) == 0 && c.Version != 0 {
		return 0, fault.Moved("Somebody entered the weighted list after you opened this page")
	}
	var rate any
	if c.Rate != nil {
		rate = *c.Rate
	}
	_, err = tx.Exec("INSERT INTO funding_sum ("+sumColumns+", by_id) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
		c.PCN, int(c.ContractYear), c.Version+1, c.Weighted, c.ListDay, rate, pence(c.Others), c.Source, tx.Now, tx.Actor.Name, tx.Actor.ID)
	tx.TouchedAt("year’s sum", c.PCN, "", c.PCN, fmt.Sprintf("%s, version %d", c.ContractYear, c.Version+1))
	return c.Version + 1, err
}

func sumsOf(tx *gate.Tx, pcn string, year calendar.ContractYear) ([]Sum, error) {
	return db.All[Sum](tx.Tx, "SELECT "+sumColumns+" FROM funding_sum WHERE pcn = $1 AND contract_year = $2 ORDER BY version DESC", pcn, int(year))
}
