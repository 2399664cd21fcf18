package demo

import (
	"fmt"

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
			w.claimed(m, true)
		}
	case ago == 70:
		w.at(day, 16, 0)
		w.claimed(now.Add(-3), false)
	case ago == 42:
		w.at(day, 16, 0)
		w.maximums("Maximum amounts, second table", rose(now).First(), day, "57,800", "66,900")
	case ago == 21:
		w.at(day, 16, 0)
		id := w.sent(now.Add(-2))
		w.later(60)
		do(w, "icb", funding.Query{ID: id, Version: 2, Words: "The pension contribution of Tomasz Wolski is the same as in summer, although the pay rose. Is that right?"})
	case ago == 8:
		w.at(day, 16, 0)
		posts := w.posts()
		if len(posts) > 0 {
			do(w, "manager", funding.PayStaff{PCN: PCN, Post: posts[0].ID, From: rose(now), To: now.Add(-1), On: day, Amount: 98_000, Note: "Payslip with arrears, payroll folder"})
		}
	case ago == 1:
		w.at(day, 16, 0)
		for i, p := range w.posts() {
			w.pay(p, now.Add(-1), i == 0)
			if i == 0 {
				w.evidence(p, now.Add(-1))
				do(w, "manager", funding.AddAbsence{PCN: PCN, Post: p.ID, Kind: "sickness", From: now.Add(-1).First().AddDays(6), Last: now.Add(-1).First().AddDays(8), Percent: 1_000_000})
			}
		}
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

// posts are those of the network, the longest held first.
func (w *world) posts() (list []workforce.Post) {
	if w.err != nil {
		return nil
	}
	for _, m := range ask(w, "manager", workforce.Members{PCN: PCN}) {
		list = append(list, m.Post)
	}
	if len(list) > 1 && list[1].FromDay.Before(list[0].FromDay) {
		list[0], list[1] = list[1], list[0]
	}
	return list
}

// moneyBegins is what the claims rest on.
func (w *world) moneyBegins(now calendar.Month) {
	do(w, "icb", funding.SetWants{Wants: funding.Wants{ICB: Board, FromMonth: now.Add(-12), Basis: claim.CalendarDays, CutOff: 14, Evidence: "Contract of employment\nTimesheet signed by the network", Why: "Letter to the networks about claims"}})
	do(w, "manager", funding.SetFirst{PCN: PCN, CountedBy: "network", Why: "The network’s board, 12 May, as advised by the ICB"})
	for i, p := range w.posts() {
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
	w.maximums("Maximum amounts, first table", now.Add(-13).First(), w.clock.Now().Date(), "54,600", "63,200")
}

// maximums are loaded by the ICB and approved by somebody else.
func (w *world) maximums(name string, from, published calendar.Date, six, seven string) {
	id := do(w, "icb", funding.LoadCaps{
		ICB: Board, Name: name + " (invented)", Source: notNational, Published: published,
		Table: fmt.Sprintf("band,from,annual\n6,%s,\"%s\"\n7,%s,\"%s\"\n", from, six, from, seven),
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
	if p.WTEPercent < 100 {
		r.Salary, r.NI, r.Pension = 4_251_000, 536_000, 1_007_000
	}
	c := funding.EnterPay{PCN: PCN, Post: p.ID, Month: m, Payslip: payslip, Rates: []funding.Rate{r}}
	if payslip {
		c.Source = "Payroll report of " + m.Long()
	}
	do(w, "manager", c)
}

func (w *world) evidence(p workforce.Post, m calendar.Month) {
	if p.FromDay.After(m.Last()) {
		return
	}
	do(w, "manager", funding.NoteEvidence{PCN: PCN, Month: m, Post: p.ID, Items: []funding.Noted{
		{Item: "Contract of employment", There: "yes", Note: "Personnel folder, sent with the first claim"}, {Item: "Timesheet signed by the network", There: "yes", Note: "Shared folder, " + m.Long()},
	}})
}

// sent enters a month and sends its claim.
func (w *world) sent(m calendar.Month) string {
	for _, p := range w.posts() {
		w.pay(p, m, true)
		w.evidence(p, m)
	}
	id := do(w, "manager", funding.MakeComplete{PCN: PCN, Month: m})
	do(w, "manager", funding.Submit{ID: id, Version: 1})
	return id
}

// claimed is a month that the ICB approved, and paid.
func (w *world) claimed(m calendar.Month, paid bool) {
	id := w.sent(m)
	w.later(20)
	do(w, "icb", funding.Approve{ID: id, Version: 2})
	if paid && w.err == nil {
		total := ask(w, "icb", funding.ClaimOf{Key: id}).Total
		do(w, "icb", funding.Receive{ID: id, Version: 3, On: w.clock.Now().Date(), Amount: total, Reference: "BACS " + m.String()})
	}
}
