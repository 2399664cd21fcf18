package funding

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Split is who would pay for a year of a full-time post.
type Split struct {
	Scheme, Provider claim.Pence
	Above            claim.Pence // above the maximum: for the two sides to settle
}

// SplitOf divides a year's cost: the lower of cost and maximum by the scheme's
// share in per cent, less than a penny being the provider's; and what is above
// the maximum.
func SplitOf(cost, maximum claim.Pence, share int) Split {
	lower := min(cost, maximum)
	scheme := lower * claim.Pence(share) / 100
	return Split{Scheme: scheme, Provider: lower - scheme, Above: cost - lower}
}

// PostBothWays is a post that is held, with what a year of it at full time
// would cost whom if it were employed in one way or the other, by the amounts
// of today.
type PostBothWays struct {
	Post     workforce.Held
	Month    calendar.Month // whose pay was known last
	Cost     claim.Pence    // what the practice would pay if it employed them itself
	First    *Split         // as a first post of the scheme; nil: no maximum is set
	Later    *Split         // as a later one with a written agreement
	FirstCap claim.Pence
	LaterCap claim.Pence
}

// BothWays asks what the posts of a network would cost whom in the two ways of
// employing. A post without known pay is not in it.
type BothWays struct{ PCN string }

// Needs names the permission.
func (BothWays) Needs() access.Permission { return access.SeeFunding }

// Ask works it out. Only the network itself and its ICB find it.
func (q BothWays) Ask(_ context.Context, tx *gate.Tx) ([]PostBothWays, error) {
	v, err := reach(tx, q.PCN, access.SeeFunding)
	if err != nil {
		return nil, err
	}
	if !v.whole() {
		return nil, fault.Missing("network")
	}
	today := tx.Today()
	m := calendar.MonthOf(today)
	b, err := read(tx, v, m, m)
	if err != nil {
		return nil, err
	}
	var out []PostBothWays
	for _, p := range b.posts {
		pay := b.lastPay(p.ID, m.Add(1))
		if !held(p, m) || p.Model == network.Independent || pay == nil {
			continue
		}
		r := pay.Rates[len(pay.Rates)-1]
		c := PostBothWays{Post: p, Month: pay.Month, Cost: r.Salary + r.NI + r.Pension + r.LondonPay}
		if pay.AsWorked && r.WTE > 0 {
			c.Cost = c.Cost * 10_000 / claim.Pence(r.WTE)
		}
		london := claim.NoLondon
		if t := b.termsIn(p.ID, m); t != nil && t.London != "" {
			london = t.London
		}
		band := policy.Band(p.BandOn(today))
		c.Post.Band = string(band)
		c.First, c.FirstCap = b.splitOn(today, c.Cost, p.Service, band, claim.First, london)
		c.Later, c.LaterCap = b.splitOn(today, c.Cost, p.Service, band, claim.Later, london)
		out = append(out, c)
	}
	tx.Listed("post", q.PCN+" compared", len(out))
	return out, nil
}

// splitOn divides a year's cost by the maximum and the rule of a day; nil while
// one of them is not set.
func (b *book) splitOn(day calendar.Date, cost claim.Pence, service string, band policy.Band, position claim.Position, london claim.London) (*Split, claim.Pence) {
	var most claim.Pence
	for _, k := range b.capsFor(service, band, position, london) { // the one that began last holds
		if k.From.After(day) || !k.Last.IsZero() && k.Last.Before(day) {
			continue
		}
		most = k.Annual
		if london != claim.NoLondon {
			if k.Supplement == nil {
				most = 0
				continue
			}
			most += *k.Supplement
		}
	}
	rule := policy.FundingOf(day, position == claim.First, true)
	if most == 0 || rule.Blocked {
		return nil, 0
	}
	s := SplitOf(cost, most, rule.SchemeMax)
	return &s, most
}
