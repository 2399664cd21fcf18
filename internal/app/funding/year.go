package funding

import (
	"context"
	"fmt"
	"slices"

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

// rateOf gives the published rate of a year, in thousandths of a pound per
// weighted patient; ok is false when none is published.
func rateOf(y calendar.ContractYear) (rate int64, ok bool) {
	v, found := policy.ArrsSum.On(y.Start())
	if !found {
		return 0, false
	}
	return v.Value.PerPatient.Thousandths()
}

// Budget gives the scheme's sum of a network for a year: weighted patients times
// the rate, which is in thousandths of a pound. What is less than a penny is
// dropped.
func Budget(weighted int, rate int64) claim.Pence {
	return claim.Pence(int64(weighted) * rate / 10)
}

// Year is the scheme's sum of a network in a contract year, and what becomes of
// it. What is not set is nil.
type Year struct {
	PCN, PCNName  string
	Year          calendar.ContractYear
	Rule          *policy.Listed // about the rate
	Rate          *int64         // thousandths of a pound
	RateBy        string         // where the rate is from
	Entered       *Sum           // the weighted list
	Versions      []Sum
	Budget        *claim.Pence
	Others        *claim.Pence
	Months        []YearMonth
	Spent         claim.Pence  // approved, with adjustments
	Waiting       claim.Pence  // sent, not approved
	Committed     claim.Pence  // still to come for the posts that are held, and months not sent yet
	Unknown       []string     // what could not be worked out
	AtMost        []string     // posts whose pay nobody knows yet: they take the maximum amount at most
	Unspent       *claim.Pence // Budget - Others - Forecast
	Lost          calendar.Date
	CarryForward  policy.Listed
	Redistributed *policy.Listed
	Plan          *policy.Listed // when the workforce plan is due
	Vacant        *Vacant        // for the network itself, while a whole month is left
	Scenario      *Scenario
	MaySet        bool
	Own           bool
	Today         calendar.Date
}

// Forecast is what the posts will have taken at the end of the year.
func (y Year) Forecast() claim.Pence { return y.Spent + y.Waiting + y.Committed }

// YearMonth is one month of the year.
type YearMonth struct {
	Month     calendar.Month
	State     State // of the month's claim, "" when there is none
	Claimed   claim.Pence
	Adjusted  claim.Pence // what adjustments added to it
	Committed claim.Pence // worked out, not sent
	Posts     int
	Unknown   bool
}

// Scenario is a post that is not there: what it would add from a month on.
// Nothing of it is stored.
type Scenario struct {
	Band     policy.Band
	Service  string
	WTE      claim.Decimal
	From     calendar.Month
	Annual   claim.Pence // salary and on-costs of a whole-time equivalent for a year
	Position claim.Position
	Months   []ScenarioMonth
	Scheme   claim.Pence
	Provider claim.Pence
	Above    claim.Pence
	Blocked  string
	Left     *claim.Pence // of what would be unspent
	Claim    claim.Claim  // of the first month
}

// ScenarioMonth is one month of it.
type ScenarioMonth struct {
	Month            calendar.Month
	Scheme, Provider claim.Pence
}

// YearOf asks for a network's year. Try, when its band is set, adds a scenario.
type YearOf struct {
	PCN  string
	Year calendar.ContractYear
	Try  Scenario
}

// Needs names the permission.
func (YearOf) Needs() access.Permission { return access.SeeFunding }

func listed(l policy.Listing, on calendar.Date) *policy.Listed {
	for i, v := range l.Versions {
		if !on.Before(v.From) && (v.To.IsZero() || on.Before(v.To)) {
			return &l.Versions[i]
		}
	}
	return nil
}

// Ask works it out.
func (q YearOf) Ask(_ context.Context, tx *gate.Tx) (Year, error) {
	v, err := reach(tx, q.PCN, access.SeeFunding)
	if err != nil {
		return Year{}, err
	}
	if !v.whole() {
		return Year{}, fault.Missing("network")
	}
	y := Year{PCN: q.PCN, Year: q.Year, Own: v.own, MaySet: tx.Actor.May(access.SetFunding), Today: tx.Today(), Lost: q.Year.End()}
	if q.Year < 2021 || q.Year > calendar.ContractYearOf(tx.Today())+1 {
		return y, fault.Missing("year")
	}
	if y.PCNName, err = nameOf(tx, network.KindPCN, q.PCN); err != nil {
		return y, err
	}
	y.Rule, y.Redistributed, y.Plan = listed(policy.ArrsSum.List(), q.Year.Start()), listed(policy.Redistribution.List(), q.Year.Start()), listed(policy.PlanDeadline.List(), q.Year.Start())
	if c := listed(policy.CarryForward.List(), q.Year.End()); c != nil {
		y.CarryForward = *c
	}
	if y.Versions, err = sumsOf(tx, q.PCN, q.Year); err != nil {
		return y, err
	}
	if rate, ok := rateOf(q.Year); ok {
		y.Rate, y.RateBy = &rate, y.Rule.Source.Name
	}
	if len(y.Versions) > 0 {
		e := y.Versions[0]
		y.Entered, y.Others = &e, e.Others
		if y.Rate == nil && e.Rate != nil {
			y.Rate, y.RateBy = e.Rate, e.Source
		}
		if y.Rate != nil {
			b := Budget(e.Weighted, *y.Rate)
			y.Budget = &b
		}
	}
	all := q.Year.Months()
	b, err := read(tx, v, all[0], all[11])
	if err != nil {
		return y, err
	}
	if err := y.months(tx, b); err != nil {
		return y, err
	}
	if y.Budget != nil && y.Others != nil && len(y.Unknown) == 0 {
		u := *y.Budget - *y.Others - y.Forecast()
		y.Unspent = &u
	}
	if y.Own {
		if y.Vacant, err = b.vacant(tx, q.Year, y.Unspent); err != nil {
			return y, err
		}
	}
	if q.Try.Band != "" {
		s, err := b.try(q.Try, q.Year)
		if err != nil {
			return y, err
		}
		if y.Unspent != nil && s.Blocked == "" {
			left := *y.Unspent - s.Scheme
			s.Left = &left
		}
		y.Scenario = &s
	}
	tx.TouchedAt("year", q.PCN, "", q.PCN, "looked at "+q.Year.String())
	return y, nil
}

// sums of what was sent, by month.
type sumsRow struct {
	Month  calendar.Month
	Number int
	State  State
	Posts  int
	Total  claim.Pence
}

const sumsQuery = `SELECT i.month, c.number, c.state, count(*) AS posts, CAST(sum(i.scheme) AS bigint) AS total
	FROM funding_item i JOIN funding_claim c ON c.id = i.claim AND c.round = i.round
	WHERE i.pcn = $1 AND i.month BETWEEN $2 AND $3 AND c.sent_at IS NOT NULL GROUP BY i.month, c.number, c.state`

func (y *Year) months(tx *gate.Tx, b *book) error {
	rows, err := db.All[sumsRow](tx.Tx, sumsQuery, b.pcn, b.from, b.last)
	if err != nil {
		return err
	}
	states, err := db.All[sumsRow](tx.Tx, "SELECT month, number, state FROM funding_claim WHERE pcn = $1 AND month BETWEEN $2 AND $3 AND number = 0", b.pcn, b.from, b.last)
	if err != nil {
		return err
	}
	for _, m := range months(b.from, b.last) {
		ym := YearMonth{Month: m}
		sent := false
		for _, s := range states {
			if s.Month == m {
				ym.State = s.State
			}
		}
		for _, r := range rows {
			if r.Month != m {
				continue
			}
			if r.Number == 0 {
				sent = true
				ym.Claimed += r.Total
				ym.Posts = r.Posts
			} else {
				ym.Adjusted += r.Total
			}
			if r.State.Closed() {
				y.Spent += r.Total
			} else {
				y.Waiting += r.Total
			}
		}
		if !sent {
			for _, p := range b.posts {
				if !held(p, m) || p.Model == network.Independent {
					continue
				}
				ym.Posts++
				w := b.work(p, m, true)
				if w.Pay == nil && w.Wrong != "" && m.Last().After(y.Today) {
					w = b.atMost(p, m)
					if w.Known() && !slices.Contains(y.AtMost, p.Name) {
						y.AtMost = append(y.AtMost, p.Name)
					}
				}
				if !w.Known() {
					ym.Unknown = true
					if text := p.Name + ", " + m.Long() + ": " + w.Why(); !slices.Contains(y.Unknown, text) {
						y.Unknown = append(y.Unknown, text)
					}
				}
				ym.Committed += w.Scheme()
			}
			y.Committed += ym.Committed
		}
		y.Months = append(y.Months, ym)
	}
	return nil
}

// try works a scenario out, from its first month to the end of the year.
func (b *book) try(s Scenario, y calendar.ContractYear) (Scenario, error) {
	var check fault.Check
	check.Require(s.Band.IsKnown(), "band", "Choose a band")
	check.Require(s.WTE > 0 && s.WTE <= 10_000, "wte", "Enter the part of full time, more than 0 and at most 1")
	check.Require(y.Contains(s.From.First()), "start", "Choose a month of %s", y)
	check.Require(s.Annual > 0 && s.Annual <= mostPay, "annual", "Enter what the post costs in a year, with employer’s national insurance and pension")
	check.Require(s.Position == claim.First || s.Position == claim.Later, "position", "Say whether it would be the first or a later post")
	if err := check.Err(); err != nil {
		return s, err
	}
	t := Terms{Position: s.Position, Agreement: "the written agreement of the scenario", London: claim.NoLondon, Registered: "yes"}
	post := workforce.Held{ID: "scenario", Band: string(s.Band), Service: s.Service, FromDay: s.From.First()}
	pay := Pay{Rates: []Rate{{WTE: s.WTE, Salary: s.Annual}}}
	for _, m := range months(s.From, calendar.MonthOf(y.End())) {
		c, wrong := b.sum(post, m, &pay, &t, nil)
		if wrong == "" && len(c.Blocked) > 0 {
			wrong = c.Blocked[0].Why
		}
		if wrong != "" {
			s.Blocked = fmt.Sprintf("%s: %s", m.Long(), wrong)
			return s, nil
		}
		if len(s.Months) == 0 {
			s.Claim = c
		}
		s.Months = append(s.Months, ScenarioMonth{m, *c.Scheme, *c.Provider})
		s.Scheme, s.Provider, s.Above = s.Scheme+*c.Scheme, s.Provider+*c.Provider, s.Above+*c.AboveCap
	}
	return s, nil
}
