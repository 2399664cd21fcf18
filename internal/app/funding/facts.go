package funding

import (
	"context"
	"fmt"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Rate is what a post costs from a day on: a year's worth in pence. From is
// zero for the first row, which holds from the start of the month.
type Rate struct {
	From                       calendar.Date `db:"from_day"`
	WTE                        claim.Decimal `db:"wte"`
	Salary, Pension, LondonPay claim.Pence
	NI                         claim.Pence `db:"ni"`
}

// Pay is a version of what a post cost in a month.
type Pay struct {
	ID       string
	Post     string
	Month    calendar.Month
	Version  int
	AsWorked bool // the amounts are for the hours worked, not for full time
	Payslip  bool // somebody has seen the payslip
	Source   string
	Paid     *claim.Pence // what the payslip comes to in all; nil: nobody said
	Differs  string       // why that isn't what is worked out
	Why      string       // why this version followed another
	At       calendar.Instant
	ByName   string
	Band     string // of the post in this month
	Service  string
	Rates    []Rate `db:"-"`
}

// EnterPay records what a post cost in a month, from its payslip. Version is
// the one that was read, 0 when there was none. A month with the ICB can't be
// changed while it is there; pay of a closed month is a correction, which needs
// a reason and leads to an adjustment claim. Faults name the fields salary, ni,
// pension, london, wte, changed, band, paid, differs, source and why. Band is
// that of the month; "" takes what the version before said, and for the first
// one what the post has now, so that a post which is graded anew leaves the
// months before as they were.
type EnterPay struct {
	PCN, Post string
	Month     calendar.Month
	Version   int
	AsWorked  bool
	Payslip   bool
	Source    string
	Paid      *claim.Pence
	Differs   string
	Why       string
	Rates     []Rate
	Band      string
}

// Needs names the permission.
func (EnterPay) Needs() access.Permission { return access.KeepFunding }

const mostPay claim.Pence = 50_000_000 // £500,000 a year: beyond it a digit is too many

// Do checks and writes.
func (c EnterPay) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if _, err := own(tx, c.PCN); err != nil {
		return 0, err
	}
	post, err := workforce.PostByID(tx, c.PCN, c.Post)
	if err != nil {
		return 0, err
	}
	var check fault.Check
	var ok bool
	check.Require(!c.Month.IsZero() && !c.Month.First().After(tx.Today()), "month", "Pay is entered for a month that has begun")
	check.Require(c.Month.IsZero() || !c.Month.Last().Before(post.FromDay) && (post.ToDay.IsZero() || c.Month.First().Before(post.ToDay)), "month", "The post was not held in this month")
	check.Require(len(c.Rates) == 1 || len(c.Rates) == 2, "salary", "Enter what the post costs")
	for i, r := range c.Rates {
		more := ""
		if i == 1 {
			more = "2"
			check.Require(c.Month.Contains(r.From) && r.From.After(c.Month.First()), "changed", "The day on which the pay changed lies within the month, after its first day")
		}
		check.Require(r.Salary > 0 && r.Salary <= mostPay, "salary"+more, "Enter the salary of a year, more than nought and at most %s", mostPay)
		check.Require(r.NI >= 0 && r.NI <= mostPay, "ni"+more, "Employer’s national insurance goes from £0 to %s", mostPay)
		check.Require(r.Pension >= 0 && r.Pension <= mostPay, "pension"+more, "Employer’s pension goes from £0 to %s", mostPay)
		check.Require(r.LondonPay >= 0 && r.LondonPay <= mostPay, "london"+more, "London weighting goes from £0 to %s", mostPay)
		check.Require(r.WTE > 0 && r.WTE <= 10_000, "wte"+more, "Enter the part of full time, more than 0 and at most 1")
	}
	check.Require(c.Paid == nil || *c.Paid >= 0 && *c.Paid <= mostPay, "paid", "What the payslip comes to goes from £0 to %s", mostPay)
	check.Require(c.Band == "" || policy.Band(c.Band).IsKnown(), "band", "Choose the band in this month")
	c.Source, ok = tidy(c.Source, 200)
	check.Require(ok, "source", "Where the payslip is must be 200 characters or fewer")
	check.Require(!c.Payslip || c.Source != "", "source", "Say which payslip was seen and where it is kept")
	c.Differs, ok = tidy(c.Differs, 1000)
	check.Require(ok, "differs", "Why it differs must be 1,000 characters or fewer")
	c.Why, ok = tidy(c.Why, 1000)
	check.Require(ok, "why", "Why must be 1,000 characters or fewer")
	if err := check.Err(); err != nil {
		return 0, err
	}
	before, err := db.All[Pay](tx.Tx, "SELECT "+payColumns+" FROM funding_pay WHERE post = $1 AND month = $2 ORDER BY version DESC LIMIT 1", c.Post, c.Month)
	if err != nil {
		return 0, err
	}
	if len(before) > 0 && before[0].Version != c.Version {
		return 0, fault.Moved("%s entered the pay of %s on %s, after you opened this page", before[0].ByName, c.Month.Long(), before[0].At.Long())
	}
	if len(before) == 0 && c.Version != 0 {
		return 0, fault.Moved("The pay of this month is not there any more")
	}
	if len(before) == 0 && post.Model == network.Independent {
		return 0, fault.Wrong("salary", "An independently employed practitioner is paid by the practice in full and is not claimed under the scheme")
	}
	closed, err := change(tx, c.PCN, c.Month, "the pay was changed")
	if err != nil {
		return 0, err
	}
	if closed && c.Why == "" {
		return 0, fault.Wrong("why", "%s is closed. Say what was wrong: the difference goes into an adjustment claim", c.Month.Long())
	}
	service := post.Service
	held, err := workforce.HeldOf(tx, post)
	if err != nil {
		return 0, err
	}
	var said *Pay
	if len(before) > 0 && before[0].Service != "" {
		service, said = before[0].Service, &before[0]
	}
	if c.Band == "" {
		c.Band, _ = bandIn(held, c.Month, said)
	}
	id := tx.NewID()
	if _, err := tx.Exec(`INSERT INTO funding_pay (id, pcn, post, month, version, as_worked, payslip, source, paid, differs, why, at, by_id, by_name, band, service)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)`,
		id, c.PCN, c.Post, c.Month, c.Version+1, c.AsWorked, c.Payslip, c.Source, pence(c.Paid), c.Differs, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name, c.Band, service); err != nil {
		return 0, err
	}
	for i, r := range c.Rates {
		if _, err := tx.Exec("INSERT INTO funding_rate (pay, pcn, month, position, from_day, wte, salary, ni, pension, london_pay) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
			id, c.PCN, c.Month, i, r.From, int64(r.WTE), int64(r.Salary), int64(r.NI), int64(r.Pension), int64(r.LondonPay)); err != nil {
			return 0, err
		}
	}
	tx.TouchedAt("pay", c.Post, "", c.PCN, fmt.Sprintf("pay of %s, version %d", c.Month, c.Version+1))
	return c.Version + 1, nil
}

// pence gives a driver an amount that may be missing.
func pence(p *claim.Pence) any {
	if p == nil {
		return nil
	}
	return int64(*p)
}

const payColumns = "id, post, month, version, as_worked, payslip, source, paid, differs, why, at, by_name, band, service"

// Terms is a version of what the claim of a post rests on, from a month on.
type Terms struct {
	Post        string
	Version     int
	FromMonth   calendar.Month
	Position    claim.Position
	Agreement   string         // the written agreement, in words; "" for none
	Share       *claim.Decimal // the scheme's share in percent; nil: the most that the rule allows
	London      claim.London
	Registered  string // "yes", "no", "" for not said
	Cover       bool
	Temporary   bool
	VacantSince calendar.Date
	RefilledOn  calendar.Date
	Why         string
	At          calendar.Instant
	ByName      string
}

const termsColumns = "post, version, from_month, position, agreement, share, london, registered, cover, temporary, vacant_since, refilled_on, why, at, by_name"

// SetTerms records what the claim of a post rests on from a month on. Version
// is the one that was read, 0 when there was none. Faults name the fields from,
// position, agreement, share, london, registered, vacant, refilled and why.
type SetTerms struct {
	PCN string
	Terms
}

// Needs names the permission.
func (SetTerms) Needs() access.Permission { return access.KeepFunding }

// Do checks and writes.
func (c SetTerms) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if _, err := own(tx, c.PCN); err != nil {
		return 0, err
	}
	if _, err := workforce.PostByID(tx, c.PCN, c.Post); err != nil {
		return 0, err
	}
	var check fault.Check
	var ok bool
	check.Require(!c.FromMonth.IsZero() && !c.FromMonth.First().Before(calendar.MustDate("2021-04-01")), "from", "Enter the month from which this holds, April 2021 or later")
	check.Require(c.Position == claim.Unsaid || c.Position == claim.First || c.Position == claim.Later, "position", "A post is the first or a later one")
	check.Require(c.London == claim.NoLondon || c.London == claim.Inner || c.London == claim.Outer, "london", "Choose whether the post is in London")
	check.Require(c.Registered == "" || c.Registered == "yes" || c.Registered == "no", "registered", "Say yes or no")
	check.Require(c.Share == nil || *c.Share >= 0 && *c.Share <= 1_000_000, "share", "The scheme’s share goes from 0 to 100 per cent")
	c.Agreement, ok = tidy(c.Agreement, 300)
	check.Require(ok, "agreement", "The agreement must be 300 characters or fewer")
	check.Require(c.RefilledOn.IsZero() || !c.VacantSince.IsZero() && !c.RefilledOn.Before(c.VacantSince), "refilled", "A post that was refilled was vacant before")
	c.Why, ok = tidy(c.Why, 1000)
	check.Require(c.Why != "", "why", "Say what this rests on: who decided it, and when")
	check.Require(ok, "why", "Why must be 1,000 characters or fewer")
	if err := check.Err(); err != nil {
		return 0, err
	}
	before, err := db.All[Terms](tx.Tx, "SELECT "+termsColumns+" FROM funding_terms WHERE post = $1 ORDER BY version DESC LIMIT 1", c.Post)
	if err != nil {
		return 0, err
	}
	switch {
	case len(before) > 0 && before[0].Version != c.Version:
		return 0, fault.Moved("%s changed what the claim of this post rests on, on %s, after you opened this page", before[0].ByName, before[0].At.Long())
	case len(before) == 0 && c.Version != 0:
		return 0, fault.Moved("What the claim of this post rests on is not there any more")
	}
	if err := changeFrom(tx, c.PCN, c.FromMonth); err != nil {
		return 0, err
	}
	var share any
	if c.Share != nil {
		share = int64(*c.Share)
	}
	_, err = tx.Exec("INSERT INTO funding_terms (pcn, "+termsColumns+", by_id) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)",
		c.PCN, c.Post, c.Version+1, c.FromMonth, c.Position, c.Agreement, share, c.London, c.Registered, c.Cover, c.Temporary, c.VacantSince, c.RefilledOn, c.Why, tx.Now, tx.Actor.Name, tx.Actor.ID)
	tx.TouchedAt("funding of a post", c.Post, "", c.PCN, fmt.Sprintf("from %s, version %d", c.FromMonth, c.Version+1))
	return c.Version + 1, err
}

// LastPay asks for what a post cost the last time before a month, to begin the
// next month's form from.
type LastPay struct {
	PCN, Post string
	Before    calendar.Month
}

// Last is the answer to LastPay; Pay is nil when nothing was entered in the
// twelve months before.
type Last struct{ Pay *Pay }

// Needs names the permission.
func (LastPay) Needs() access.Permission { return access.KeepFunding }

// Ask finds it.
func (q LastPay) Ask(_ context.Context, tx *gate.Tx) (Last, error) {
	v, err := own(tx, q.PCN)
	if err != nil {
		return Last{}, err
	}
	if _, err := workforce.PostByID(tx, q.PCN, q.Post); err != nil {
		return Last{}, err
	}
	b, err := read(tx, v, q.Before, q.Before)
	if err != nil {
		return Last{}, err
	}
	tx.Listed("pay", q.Post+" before "+q.Before.String(), len(b.known[q.Post]))
	return Last{b.lastPay(q.Post, q.Before)}, nil
}
