package funding

import (
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

// Place is a vacancy with what the scheme would pay for it at most: as if the
// post cost the maximum amount. What it will cost is not known before somebody
// is chosen.
type Place struct {
	hiring.Standing
	Position claim.Position
	Months   []claim.Pence // for each month in which it could be held whole, nil when it is not known
	Wrong    string        // why nothing is known, or nothing is paid
	Filling
}

// Month is the amount of one whole month.
func (p Place) Month() claim.Pence {
	if len(p.Months) == 0 {
		return 0
	}
	return p.Months[0]
}

// Filling is what becomes of the money when a place is filled.
type Filling struct {
	From  calendar.Date // the first day from which the money pays for it; zero: from none
	Takes claim.Pence   // from that day to the end of the year
	Left  claim.Pence   // of the money, after it
}

// Fill spends what would be lost on places, the one that is furthest first.
// starts are the days on which a post could begin, and costs[i][j] is what place
// i takes in the month that begins on starts[j]; nil is a place that the money
// can't pay for. Each place begins on the first day from which what is left
// covers it until the end of the year; the money that it takes is gone for those
// after it.
func Fill(unspent claim.Pence, starts []calendar.Date, costs [][]claim.Pence) []Filling {
	out := make([]Filling, len(costs))
	left := unspent
	for i, months := range costs {
		var takes claim.Pence
		for j := len(months) - 1; j >= 0 && months[j] > 0 && takes+months[j] <= left; j-- {
			takes += months[j]
			out[i].From = starts[j]
		}
		left -= takes
		out[i].Takes, out[i].Left = takes, left
	}
	return out
}

// used is what places take together when they are filled.
func used(list []Filling) (sum claim.Pence) {
	for _, f := range list {
		sum += f.Takes
	}
	return sum
}

// Waiting is what is lost in addition when every place begins a month later.
func Waiting(unspent claim.Pence, starts []calendar.Date, costs [][]claim.Pence) claim.Pence {
	later := make([][]claim.Pence, len(costs))
	for i, months := range costs {
		if len(months) > 0 {
			later[i] = months[1:]
		}
	}
	return used(Fill(unspent, starts, costs)) - used(Fill(unspent, starts[1:], later))
}

// Vacant is what the vacancies would take of the money that will be lost.
type Vacant struct {
	List   []Place
	Starts []calendar.Date // the first days of the whole months that are left
	Left   claim.Pence     // lost all the same when each begins on its day
	Wait   claim.Pence     // lost in addition when every one begins a month later
}

// vacant finds the vacancies of a network and what the scheme would pay for
// them. It gives nil when no whole month of the year is left.
func (b *book) vacant(tx *gate.Tx, y calendar.ContractYear, unspent *claim.Pence) (*Vacant, error) {
	out := &Vacant{}
	for _, m := range y.Months() {
		if m.First().After(tx.Today()) {
			out.Starts = append(out.Starts, m.First())
		}
	}
	if len(out.Starts) == 0 {
		return nil, nil
	}
	open, err := hiring.OpenVacancies(tx, b.pcn)
	if err != nil {
		return nil, err
	}
	first := b.firstWithin(calendar.MonthOf(out.Starts[0]))
	london := claim.NoLondon
	for _, t := range b.terms {
		if len(t) > 0 && t[0].London != "" {
			london = t[0].London // as the posts that are held
		}
	}
	var costs [][]claim.Pence
	for _, v := range open {
		p := Place{Standing: v}
		if v.Model == network.Independent {
			p.Wrong = "Independently employed: the practice pays, and it takes nothing of this money"
		} else {
			within := b.within(v.Band, v.Service)
			p.Position = claim.Later
			if !first[within] {
				first[within], p.Position = true, claim.First
			}
			b.costs(&p, out.Starts, london)
		}
		out.List = append(out.List, p)
		costs = append(costs, p.Months)
	}
	if unspent != nil {
		money := max(0, *unspent)
		filled := Fill(money, out.Starts, costs)
		for i, f := range filled {
			out.List[i].Filling = f
		}
		out.Left, out.Wait = money-used(filled), Waiting(money, out.Starts, costs)
	}
	return out, nil
}

// within names what the first post is counted within, for a band and a service.
func (b *book) within(band, service string) string {
	if b.first == nil {
		return ""
	}
	return map[string]string{"band": band, "service": service}[b.first.CountedBy]
}

// firstWithin gives where a first post is held in a month.
func (b *book) firstWithin(m calendar.Month) map[string]bool {
	out := map[string]bool{}
	for _, p := range b.posts {
		if t := b.termsIn(p.ID, m); t != nil && t.Position == claim.First && held(p, m) && p.Model != network.Independent {
			out[b.within(p.BandOn(m.First()), p.Service)] = true
		}
	}
	return out
}

// costs works out what the scheme would pay at most in each month.
func (b *book) costs(p *Place, starts []calendar.Date, london claim.London) {
	registered := "yes"
	if len(p.Role().Registers) == 0 {
		registered = "no"
	}
	t := Terms{Position: p.Position, Agreement: "the written agreement that it needs", London: london, Registered: registered}
	post := workforce.Held{ID: p.ID, Role: string(p.Role().Policy), Band: p.Band, Entered: p.Band, Service: p.Service, FromDay: starts[0]}
	// More than any maximum, so that the maximum decides.
	pay := Pay{Rates: []Rate{{WTE: claim.Decimal(p.WTEPercent * 100), Salary: mostPay}}}
	var months []claim.Pence
	for _, day := range starts {
		c, wrong := b.sum(post, calendar.MonthOf(day), &pay, &t, nil)
		if wrong == "" && len(c.Blocked) > 0 {
			wrong = c.Blocked[0].Why
		}
		if wrong != "" {
			p.Wrong = wrong
			return
		}
		months = append(months, *c.Scheme)
	}
	p.Months = months
}

// Paid counts the vacancies that the money would pay for.
func (v Vacant) Paid() int {
	n := 0
	for _, p := range v.List {
		if !p.From.IsZero() {
			n++
		}
	}
	return n
}
