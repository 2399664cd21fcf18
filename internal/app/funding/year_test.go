package funding

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// Whatever the pay, the start and the two maximum amounts: an adjustment and the
// original are together the claim at the new rate; no claim is above the
// maximum; the shares add up to the penny; and closing a month twice, or
// drafting twice, changes nothing.
func TestOriginalAndAdjustmentAreTheNewClaim(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2023-04-01", "6,2023-04-01,40000")
		draw := rand.New(rand.NewPCG(20260401, 8)) // the same every time
		var list []string
		begin := month("2024-04")
		for i := range 12 {
			m := begin.Add(i)
			start := m.First().AddDays(draw.IntN(28))
			p := h.post(t, fmt.Sprintf("Post %d", i), "6", start.String())
			do(t, h, manager, SetTerms{PCN: "A01", Terms: Terms{Post: p, FromMonth: begin, Position: claim.First, London: claim.NoLondon, Registered: "yes", Why: "x"}})
			do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: m, Payslip: true, Source: "x", Rates: []Rate{{WTE: claim.Decimal(1 + draw.IntN(10_000)), Salary: 1 + claim.Pence(draw.IntN(6_000_000)), NI: claim.Pence(draw.IntN(900_000)), Pension: claim.Pence(draw.IntN(1_500_000))}}})
			id := h.closed(t, m.String())
			fails(t, h, board, Approve{ID: id, Version: 2}, fault.Conflict, "The claim is now")
			list = append(list, id)
			do(t, h, manager, endHelper{p, m.Last()})
		}
		for round, annual := range []string{"40007.77", "55555.55", "39000"} {
			published := calendar.MustDate("2025-06-05").AddDays(round + 1)
			h.at(published.String() + "T09:00:00Z")
			h.caps(t, published.String(), "6,2023-04-01,"+annual)
			late := ask(t, h, manager, Late{PCN: "A01"})
			for _, x := range late.Waits() {
				do(t, h, manager, PayStaff{PCN: "A01", Post: x.Post.ID, From: x.Month, To: x.Month, On: published, Amount: 1, Note: "x"})
			}
			if late = ask(t, h, manager, Late{PCN: "A01"}); len(late.Proposed()) == 0 {
				t.Fatalf("nothing comes of %s", annual)
			}
			id := do(t, h, manager, DraftAdjustment{PCN: "A01"})
			fails(t, h, manager, DraftAdjustment{PCN: "A01"}, fault.Conflict, "already")
			do(t, h, manager, Submit{ID: id, Version: 1})
			do(t, h, board, Approve{ID: id, Version: 2})
			if late = ask(t, h, manager, Late{PCN: "A01"}); len(late.List) != 0 {
				t.Fatalf("something is left over: %+v", late.List)
			}
			list = append(list, id)
		}
		// Everything that was claimed, by month, is what the claim is now.
		got := map[calendar.Month]claim.Pence{}
		for _, id := range list {
			for _, i := range h.sheet(t, manager, id).Items {
				got[i.Month] += i.Scheme
				if i.LowerOf > i.Cap || i.LowerOf > i.Actual || i.Due+i.Provider != i.LowerOf || i.Actual-i.LowerOf != i.Above || i.Before+i.Scheme != i.Due {
					t.Errorf("%s: %+v", i.Month, i)
				}
			}
		}
		for i := range 12 {
			m := begin.Add(i)
			if now := scheme(t, h.sheet(t, manager, m.String())); now != got[m] {
				t.Errorf("%s: %s was claimed in all, and the claim is %s", m, got[m], now)
			}
		}
	})
}

// The year: what was approved, what was sent, what is to come, by hand.
func TestYear(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		y := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025})
		if y.Budget != nil || y.Unspent != nil || y.Rate == nil || *y.Rate != 26_631 {
			t.Errorf("nothing is set: %+v", y)
		}
		others := claim.Pence(100_000_000)
		rate := int64(27_000)
		fails(t, h, manager, SetSum{Sum{PCN: "A01", ContractYear: 2025, Weighted: 50_000, ListDay: day("2025-01-01"), Rate: &rate, Source: "x"}}, fault.Invalid, "A rate is published")
		fails(t, h, other, SetSum{Sum{PCN: "A01", ContractYear: 2025, Weighted: 50_000, ListDay: day("2025-01-01"), Source: "x"}}, fault.NotFound, "")
		do(t, h, board, SetSum{Sum{PCN: "A01", ContractYear: 2025, Weighted: 50_000, ListDay: day("2025-01-01"), Others: &others, Source: "Letter"}})
		// 50,000 × £26.631 = £1,331,550.00.
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600")
		p := h.post(t, "Fern First", "6", "2023-04-01")
		h.terms(t, p, claim.First, "")
		h.pay(t, p, "2025-04")
		h.closed(t, "2025-04")
		h.pay(t, p, "2025-05")
		id := do(t, h, manager, MakeComplete{PCN: "A01", Month: month("2025-05")})
		do(t, h, manager, Submit{ID: id, Version: 1})
		y = ask(t, h, board, YearOf{PCN: "A01", Year: 2025})
		// £2,150.00 a month: April approved, May sent, ten months to come.
		if y.Budget == nil || *y.Budget != 133_155_000 || y.Spent != 215_000 || y.Waiting != 215_000 || y.Committed != 2_150_000 || y.Unspent == nil || *y.Unspent != 133_155_000-100_000_000-2_580_000 {
			t.Errorf("%+v", y)
		}
		if y.Lost != day("2026-03-31") || len(y.Unknown) != 0 {
			t.Errorf("lost after %s, unknown %v", y.Lost, y.Unknown)
		}
		// A later band 6 at half time from January, £60,000 a year: the maximum
		// is £51,600 ÷ 12 × 0.5 = £2,150.00, for three months £6,450.00.
		try := Scenario{Band: "6", Service: "adult", WTE: 5_000, From: month("2026-01"), Annual: 6_000_000, Position: claim.Later}
		y = ask(t, h, manager, YearOf{PCN: "A01", Year: 2025, Try: try})
		if s := y.Scenario; s == nil || s.Scheme != 645_000 || s.Above != 105_000 || len(s.Months) != 3 || s.Left == nil || *s.Left != *y.Unspent-645_000 {
			t.Errorf("%+v", y.Scenario)
		}
		try.Band = "7"
		if s := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025, Try: try}).Scenario; s.Blocked == "" || s.Scheme != 0 || s.Left != nil {
			t.Errorf("a band without a maximum: %+v", s)
		}
		// Somebody who begins on 1 January at band 6, and of whose pay nothing is
		// known: £4,300.00 a month at most as a later post, three months. At band 7
		// there is no maximum, and it is not known.
		y = ask(t, h, manager, YearOf{PCN: "A01", Year: 2025})
		next := h.post(t, "Nan Next", "6", "2026-01-01")
		if z := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025}); len(z.Unknown) != 3 || z.Unspent != nil {
			t.Errorf("without a word about who pays: %v", z.Unknown)
		}
		later := func(post string) {
			do(t, h, manager, SetTerms{PCN: "A01", Terms: Terms{Post: post, FromMonth: month("2026-01"), Position: claim.Later, Agreement: "Signed", London: claim.NoLondon, Registered: "yes", Why: "x"}})
		}
		later(next)
		if z := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025}); z.Committed != y.Committed+1_290_000 || len(z.AtMost) != 1 || z.AtMost[0] != "Nan Next" || len(z.Unknown) != 0 {
			t.Errorf("at most %s, %v, %v", z.Committed-y.Committed, z.AtMost, z.Unknown)
		}
		dear := h.post(t, "Dee Dear", "7", "2026-02-01")
		later(dear)
		if z := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025}); len(z.Unknown) != 2 || z.Unspent != nil {
			t.Errorf("without a maximum: %v", z.Unknown)
		}
		// 2026/27 has no rate: nothing is guessed, and the network enters its own.
		h.at("2026-05-05T09:00:00Z")
		do(t, h, manager, SetSum{Sum{PCN: "A01", ContractYear: 2026, Weighted: 50_000, ListDay: day("2026-01-01"), Source: "Letter"}})
		if y = ask(t, h, manager, YearOf{PCN: "A01", Year: 2026}); y.Budget != nil || y.Rate != nil {
			t.Errorf("a rate was guessed: %+v", y)
		}
		fails(t, h, manager, SetSum{Sum{PCN: "A01", ContractYear: 2026, Weighted: 50_000, ListDay: day("2026-01-01"), Rate: &rate, Source: "Letter"}}, fault.Conflict, "")
		do(t, h, manager, SetSum{Sum{PCN: "A01", ContractYear: 2026, Version: 1, Weighted: 50_000, ListDay: day("2026-01-01"), Rate: &rate, Source: "Letter"}})
		if y = ask(t, h, manager, YearOf{PCN: "A01", Year: 2026}); y.Budget == nil || *y.Budget != 135_000_000 {
			t.Errorf("£27 × 50,000: %v", y.Budget)
		}
	})
}

// Proration, absence, a rise and London, through the room; every sum is the one
// that package claim checks by hand.
func TestPartsOfAMonth(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600")
		// Starts on 12 May, 20 of 31 days: the maximum is £4,300 × 20 ÷ 31 =
		// £2,774.19, half of it £1,387.09.
		p := h.post(t, "Mid Month", "6", "2025-05-12")
		h.terms(t, p, claim.First, "")
		h.pay(t, p, "2025-05")
		if got := scheme(t, h.sheet(t, manager, "2025-05")); got != 138_709 {
			t.Errorf("a starter: %s", got)
		}
		// By working days 14 of 20: £4,300 × 0.7 = £3,010.00, half £1,505.00.
		do(t, h, board, SetWants{Wants{ICB: "QUY", FromMonth: month("2025-05"), Basis: claim.WorkingDays, Why: "Letter"}})
		if got := scheme(t, h.sheet(t, manager, "2025-05")); got != 150_500 {
			t.Errorf("by working days: %s", got)
		}
		do(t, h, board, SetWants{Wants{ICB: "QUY", Version: 1, FromMonth: month("2025-05"), Basis: claim.CalendarDays, Why: "Letter"}})
		// Half pay from 16 to 31 May: 4 days in full, £4,400 × 4 ÷ 31 = £430.11 +
		// £51.61 + £86.02 = £567.74, and 16 at half, £1,135.49. Together
		// £1,703.23, below the maximum; half of it is £851.61.
		a := do(t, h, manager, AddAbsence{PCN: "A01", Post: p, Kind: "sickness", From: day("2025-05-16"), Last: day("2025-06-15"), Percent: 500_000})
		fails(t, h, manager, AddAbsence{PCN: "A01", Post: p, Kind: "unpaid leave", From: day("2025-06-15"), Last: day("2025-06-20")}, fault.Invalid, "overlaps")
		if got := scheme(t, h.sheet(t, manager, "2025-05")); got != 85_161 {
			t.Errorf("half pay: %s", got)
		}
		do(t, h, manager, WithdrawAbsence{PCN: "A01", ID: a, Why: "Another person"})
		fails(t, h, manager, WithdrawAbsence{PCN: "A01", ID: a, Why: "x"}, fault.Conflict, "")
		if got := scheme(t, h.sheet(t, manager, "2025-05")); got != 138_709 {
			t.Errorf("without the absence: %s", got)
		}
		// The payslip says something else: a claim needs to say why.
		paid := claim.Pence(200_000)
		do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: month("2025-05"), Version: 1, Payslip: true, Source: "x", Paid: &paid, Rates: cost})
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: month("2025-05")}, fault.Invalid, "say why")
		do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: month("2025-05"), Version: 2, Payslip: true, Source: "x", Paid: &paid, Differs: "The rest is paid in June", Rates: cost})
		do(t, h, manager, MakeComplete{PCN: "A01", Month: month("2025-05")})
		// Cover is never claimed.
		do(t, h, manager, SetTerms{PCN: "A01", Terms: Terms{Post: p, Version: 1, FromMonth: month("2025-05"), Position: claim.First, London: claim.NoLondon, Cover: true, Why: "x"}})
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: month("2025-05"), Version: 2}, fault.Invalid, "Cover for somebody who is absent")
	})
}

// A post that is graded anew leaves the months before as they were: nothing is
// proposed for them, and a correction of their pay keeps their band.
func TestGradedAnew(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600\n7,2025-04-01,60000")
		p := h.post(t, "Fern First", "6", "2023-04-01")
		h.terms(t, p, claim.First, "")
		h.pay(t, p, "2025-05")
		h.closed(t, "2025-05")
		h.exec(t, "UPDATE post SET band = '7' WHERE id = '"+p+"'")
		if d := ask(t, h, manager, Late{PCN: "A01"}); len(d.List) != 0 {
			t.Errorf("the month before is adjusted: %+v", d.List)
		}
		do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: month("2025-05"), Version: 1, Payslip: true, Source: "x", Why: "Another payslip", Rates: cost})
		if got := scheme(t, h.sheet(t, manager, "2025-05")); got != 215_000 {
			t.Errorf("a correction of the pay takes another band: %s", got)
		}
		h.exec(t, "UPDATE post SET model = 'independent' WHERE id = '"+p+"'")
		if d := ask(t, h, manager, Late{PCN: "A01"}); len(d.List) != 0 {
			t.Errorf("a post that is independent now: %+v", d.List)
		}
		fails(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: month("2025-06"), Rates: cost}, fault.Invalid, "paid by the practice")
		h.exec(t, "UPDATE post SET model = 'joint' WHERE id = '"+p+"'")
		h.pay(t, p, "2025-06") // £4,400.00 is below £5,000.00; half of it
		if got := scheme(t, h.sheet(t, manager, "2025-06")); got != 220_000 {
			t.Errorf("the month after: %s", got)
		}
	})
}

func TestReturnCheck(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.post(t, "Fern First", "6", "2023-04-01")
		file := "name,Role,Age group,FTE\nFern Firstname,CPN,adult,1\nX,Peer support worker,adult,0.5\n"
		c := ask(t, h, manager, ReturnCheck{PCN: "A01", File: file})
		if !c.AsOf.IsZero() || c.Lines != 2 || len(c.List) != 2 {
			t.Errorf("without a census: %+v", c)
		}
		h.exec(t, "INSERT INTO network_extract (kind, as_of, run) VALUES ('mapping','2025-04-30','x'), ('workforce','2025-04-30','x')")
		h.exec(t, "INSERT INTO workforce_return (as_of, pcn, name) VALUES ('2025-04-30','A01','BRIDGE PCN')")
		h.exec(t, "INSERT INTO workforce_fte (as_of, pcn, family, age_group, role, contracted, posts, fte) VALUES ('2025-04-30','A01','mhp','adult','Community Psychiatric Nurse',false,1,1)")
		c = ask(t, h, manager, ReturnCheck{PCN: "A01", File: file})
		if !c.Returned || c.Differ() != 1 || c.List[0].What() != "" || c.List[1].Role != "peer support worker" {
			t.Errorf("with one: %+v, %q", c, c.List[0].What())
		}
		for _, bad := range []string{"", "role,fte\nx,1", "role,age_group,fte\n", "role,age_group,fte\nx,old,1", "role,age_group,fte\nx,adult,lots", "role,age_group,fte\n,adult,1"} {
			if _, err := ParseStaff(bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
	})
}

func TestBudget(t *testing.T) {
	// 33,333 × £26.631 = £887,691.123, less than a penny dropped.
	if got := Budget(33_333, 26_631); got != 88_769_112 {
		t.Error(got)
	}
}
