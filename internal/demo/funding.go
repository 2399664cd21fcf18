package demo

import (
	"fmt"
	"slices"

	"footbridge/internal/app/funding"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

// notNational is the source of every invented amount.
const notNational = "Invented for the demo, not a national figure"

// moneyOn lets happen what happened to the money on a day of the history: a
// year of claims, a rate that rose after the fact, a claim that the ICB queried,
// and a payslip that is missing.
func (w *world) moneyOn(day calendar.Date) {
	now := calendar.MonthOf(w.now.Date())
	ago := w.now.Date().DaysSince(day)
	switch {
	case day == w.now.Date().Monday().AddDays(-7*weeks):
		w.at(day, 16, 0)
		w.moneyBegins(now)
		for m := now.Add(-12); m.Before(now.Add(-3)); m = m.Add(1) {
			w.claimed(PCN, m, true)
		}
		w.phoenixBegins(now)
		for m := now.Add(-12); m.Before(now.Add(-3)); m = m.Add(1) {
			w.claimed(Phoenix, m, true)
		}
	case ago == 70:
		w.at(day, 16, 0)
		w.claimed(PCN, now.Add(-3), false)
		w.claimed(Phoenix, now.Add(-3), true)
	case ago == 42:
		w.at(day, 16, 0)
		w.maximums("Maximum amounts, second table", rose(now).First(), day, "41,000", "47,900", "57,800", "66,900")
	case ago == 30:
		w.at(day, 16, 0)
		w.phoenixRose(now, day)
	case ago == 21:
		w.at(day, 16, 0)
		id := w.sent(PCN, now.Add(-2))
		w.later(60)
		do(w, "icb", funding.Query{ID: id, Version: 2, Words: "The pension contribution of Tomasz Wolski is the same as in summer, although the pay rose. Is that right?"})
		w.claimed(Phoenix, now.Add(-2), true)
	case ago == 8:
		w.at(day, 16, 0)
		posts := w.posts(PCN)
		if len(posts) > 0 {
			do(w, "manager", funding.PayStaff{PCN: PCN, Post: posts[0].ID, From: rose(now), To: now.Add(-1), On: day, Amount: 98_000, Note: "Payslip with arrears, payroll folder"})
		}
	case ago == 1:
		w.at(day, 16, 0)
		for i, p := range w.posts(PCN) {
			w.pay(p, now.Add(-1), i == 0)
			if i == 0 {
				w.evidence(p, now.Add(-1))
				do(w, "manager", funding.AddAbsence{PCN: PCN, Post: p.ID, Kind: "sickness", From: now.Add(-1).First().AddDays(6), Last: now.Add(-1).First().AddDays(8), Percent: 1_000_000})
			}
		}
		w.sent(Phoenix, now.Add(-1))
		// A table that nobody has decided about yet.
		do(w, "icb", funding.LoadCaps{ICB: Board, Name: "Maximum amounts for London and children’s posts (invented)", Source: notNational, Published: day, Table: "service,band,london,from,annual,london_supplement\ncyp,6,,2026-04-01,57800,\n,7,inner,2026-04-01,66900,5200\n"})
	}
}

// rose is the month from which the second table holds: April, or earlier where
// April is too near for a closed month to be touched.
func rose(now calendar.Month) calendar.Month {
	april := calendar.MonthOf(calendar.ContractYearOf(now.First()).Start())
	if now.Add(-6).Before(april) {
		return now.Add(-6)
	}
	return april
}

// posts are those of a network, the longest held first.
func (w *world) posts(pcn string) (list []workforce.Post) {
	if w.err != nil {
		return nil
	}
	for _, m := range ask(w, keeper[pcn], workforce.Members{PCN: pcn}) {
		list = append(list, m.Post)
	}
	slices.SortStableFunc(list, func(a, b workforce.Post) int { return a.FromDay.Compare(b.FromDay) })
	return list
}

// moneyBegins is what the claims rest on.
func (w *world) moneyBegins(now calendar.Month) {
	do(w, "icb", funding.SetWants{Wants: funding.Wants{ICB: Board, FromMonth: now.Add(-12), Basis: claim.CalendarDays, CutOff: 14, Evidence: "Contract of employment\nTimesheet signed by the network", Why: "Letter to the networks about claims"}})
	do(w, "manager", funding.SetFirst{PCN: PCN, CountedBy: "network", Why: "The network’s board, 12 May, as advised by the ICB"})
	for i, p := range w.posts(PCN) {
		t := funding.Terms{Post: p.ID, FromMonth: now.Add(-12), Position: claim.First, London: claim.NoLondon, Registered: "yes", Why: "The network’s board, 12 May"}
		if i > 0 {
			t.Position, t.Agreement = claim.Later, "Signed by both sides when the post began"
		}
		do(w, "manager", funding.SetTerms{PCN: PCN, Terms: t})
	}
	year := calendar.ContractYearOf(now.First())
	rate, others := int64(27_000), claim.Pence(259_500_000)
	s := funding.Sum{PCN: PCN, ContractYear: year, Weighted: 101_850, ListDay: calendar.NewDate(int(year), 1, 1), Rate: &rate, Others: &others, Source: notNational}
	if _, err := try(w, "manager", funding.SetSum{Sum: s}); err != nil {
		s.Rate = nil // a rate is published for this year
		do(w, "manager", funding.SetSum{Sum: s})
	}
	w.maximums("Maximum amounts, first table", now.Add(-13).First(), w.clock.Now().Date(), "38,200", "44,900", "54,600", "63,200")
}

// maximums are loaded by the ICB and approved by somebody else.
func (w *world) maximums(name string, from, published calendar.Date, four, five, six, seven string) {
	id := do(w, "icb", funding.LoadCaps{
		ICB: Board, Name: name + " (invented)", Source: notNational, Published: published,
		Table: fmt.Sprintf("band,from,annual\n4,%[1]s,\"%[2]s\"\n5,%[1]s,\"%[3]s\"\n6,%[1]s,\"%[4]s\"\n7,%[1]s,\"%[5]s\"\n", from, four, five, six, seven),
	})
	w.later(30)
	do(w, "admin", funding.DecideCaps{ID: id, Version: 1, Approve: true, Why: "Compared line by line with the invented table"})
}

// pay enters what a post cost; the payslip is there or it is not.
func (w *world) pay(p workforce.Post, m calendar.Month, payslip bool) {
	if p.FromDay.After(m.Last()) {
		return
	}
	r := funding.Rate{WTE: claim.Decimal(p.WTEPercent * 100), Salary: 4_392_000, NI: 558_000, Pension: 1_041_000}
	switch {
	case p.Band == "5":
		r.Salary, r.NI, r.Pension = 3_412_000, 411_000, 808_000
	case p.Band == "4":
		r.Salary, r.NI, r.Pension = 2_917_000, 337_000, 691_000
	case p.WTEPercent < 100:
		r.Salary, r.NI, r.Pension = 4_251_000, 536_000, 1_007_000
	}
	c := funding.EnterPay{PCN: p.PCN, Post: p.ID, Month: m, Payslip: payslip, Rates: []funding.Rate{r}}
	if payslip {
		c.Source = "Payroll report of " + m.Long()
	}
	do(w, keeper[p.PCN], c)
}

func (w *world) evidence(p workforce.Post, m calendar.Month) {
	if p.FromDay.After(m.Last()) {
		return
	}
	do(w, keeper[p.PCN], funding.NoteEvidence{PCN: p.PCN, Month: m, Post: p.ID, Items: []funding.Noted{
		{Item: "Contract of employment", There: "yes", Note: "Personnel folder, sent with the first claim"}, {Item: "Timesheet signed by the network", There: "yes", Note: "Shared folder, " + m.Long()},
	}})
}

// sent enters a month of a network and sends its claim.
func (w *world) sent(pcn string, m calendar.Month) string {
	for _, p := range w.posts(pcn) {
		w.pay(p, m, true)
		w.evidence(p, m)
	}
	id := do(w, keeper[pcn], funding.MakeComplete{PCN: pcn, Month: m})
	do(w, keeper[pcn], funding.Submit{ID: id, Version: 1})
	return id
}

// claimed is a month that the ICB approved, and paid.
func (w *world) claimed(pcn string, m calendar.Month, paid bool) {
	id := w.sent(pcn, m)
	w.later(20)
	w.approved(id, paid, "BACS "+m.String())
}

// approved is a claim that was sent: the ICB approves it, and pays.
func (w *world) approved(id string, paid bool, reference string) {
	do(w, "icb", funding.Approve{ID: id, Version: 2})
	if paid && w.err == nil {
		total := ask(w, "icb", funding.ClaimOf{Key: id}).Total
		do(w, "icb", funding.Receive{ID: id, Version: 3, On: w.clock.Now().Date(), Amount: total, Reference: reference})
	}
}
