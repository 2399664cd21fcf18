package funding

import (
	"fmt"
	"strings"
	"testing"

	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/engines"

	"pgregory.net/rapid"
)

// What would be lost, spent on places by hand. A place of £20 a month that
// begins on 1 January takes £60 until March.
func TestFill(t *testing.T) {
	starts := []calendar.Date{day("2026-01-01"), day("2026-02-01"), day("2026-03-01")}
	same := func(p claim.Pence) []claim.Pence { return []claim.Pence{p, p, p} }
	for _, c := range []struct {
		what    string
		unspent claim.Pence
		costs   [][]claim.Pence
		want    string // from which month each begins, what it takes, what is left
		wait    claim.Pence
	}{
		{"enough for both from January", 10_000, [][]claim.Pence{same(2_000), same(1_000)}, "1:6000:4000 1:3000:1000", 3_000},
		{"to the penny", 6_000, [][]claim.Pence{same(2_000)}, "1:6000:0", 2_000},
		// The second has £39 left: two months of £15. A month later the first
		// takes £40, and the second has £59: still two months.
		{"the second only from February", 9_900, [][]claim.Pence{same(2_000), same(1_500)}, "1:6000:3900 2:3000:900", 2_000},
		{"one penny short of March", 1_999, [][]claim.Pence{same(2_000)}, "0:0:1999", 0},
		{"the first is too dear, the second is not", 1_999, [][]claim.Pence{same(2_000), same(500)}, "0:0:1999 1:1500:499", 500},
		{"not known, or nothing of this money", 5_000, [][]claim.Pence{nil, same(1_000)}, "0:0:5000 1:3000:2000", 1_000},
		{"nothing left", 0, [][]claim.Pence{same(1_000)}, "0:0:0", 0},
		{"nobody is looked for", 5_000, nil, "", 0},
	} {
		var got []string
		for _, f := range Fill(c.unspent, starts, c.costs) {
			m := 0
			if !f.From.IsZero() {
				m = int(f.From.Month())
			}
			got = append(got, fmt.Sprintf("%d:%d:%d", m, f.Takes, f.Left))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, not %s", c.what, s, c.want)
		}
		if w := Waiting(c.unspent, starts, c.costs); w != c.wait {
			t.Errorf("%s: waiting loses %s, not %s", c.what, w, c.wait)
		}
	}
}

// Whatever is left and whatever the places cost: no more is spent than there
// is, nothing is spent twice, and no place could begin a month earlier.
func TestFillProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "months")
		var starts []calendar.Date
		for i := range n {
			starts = append(starts, month("2025-04").Add(i).First())
		}
		unspent := claim.Pence(rapid.IntRange(0, 1_000_000).Draw(t, "unspent"))
		var costs [][]claim.Pence
		for range rapid.IntRange(0, 8).Draw(t, "places") {
			var months []claim.Pence
			for range n {
				months = append(months, claim.Pence(rapid.IntRange(1, 200_000).Draw(t, "cost")))
			}
			costs = append(costs, months)
		}
		left := unspent
		for i, f := range Fill(unspent, starts, costs) {
			var takes, more claim.Pence
			for j, day := range starts {
				if !f.From.IsZero() && !day.Before(f.From) {
					takes += costs[i][j]
				} else {
					more = costs[i][j]
				}
			}
			if f.Takes != takes || f.Left != left-takes || f.Left < 0 {
				t.Fatalf("place %d: %+v, %d left before", i, f, left)
			}
			if f.From != starts[0] && f.Left >= more {
				t.Fatalf("place %d could begin a month earlier: %+v, a month costs %d", i, f, more)
			}
			left = f.Left
		}
	})
}

// The vacancies of a network beside what it would lose. 50,000 × £26.631 =
// £1,331,550.00; the post that is held takes half of £4,300.00 for twelve
// months, £25,800.00. While nobody has said what the other roles take, nothing
// can be said of the vacancies but what a month would take.
func TestVacanciesAndTheMoney(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600")
		p := h.post(t, "Fern First", "6", "2023-04-01")
		h.terms(t, p, claim.First, "")
		h.pay(t, p, "2025-04")
		opened := 0
		vacancy := func(role, band string, wte int, model network.Model) {
			opened++
			h.at(fmt.Sprintf("2025-06-05T09:0%d:00Z", opened))
			c := hiring.OpenVacancy{PCN: "A01", RoleKey: role, Provider: "RVN", Model: model, Service: "adult", Band: band, WTEPercent: wte, Basis: "hand", Why: "x", RetainUntil: day("2026-01-31")}
			if model == network.Independent {
				c.Provider = ""
			}
			do(t, h, manager, c)
		}
		if y := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025}); y.Vacant == nil || len(y.Vacant.List) != 0 || len(y.Vacant.Starts) != 9 {
			t.Fatalf("without a vacancy, on 5 June: %+v", y.Vacant)
		}
		vacancy("nurse", "6", 50, network.Joint)
		vacancy("nurse", "7", 100, network.Joint)
		vacancy("nurse", "6", 100, network.Independent)
		y := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025})
		// A later post at half time: £51,600 ÷ 12 × 0.5 = £2,150.00 a month.
		list := y.Vacant.List
		if len(list) != 3 || list[0].Position != claim.Later || list[0].Month() != 215_000 || y.Vacant.Paid() != 0 {
			t.Fatalf("%+v", list)
		}
		if !strings.Contains(list[1].Wrong, "is not set") || !strings.Contains(list[2].Wrong, "the practice pays") || list[0].Far() != "Being drafted" {
			t.Errorf("%q, %q, %q", list[1].Wrong, list[2].Wrong, list[0].Far())
		}
		// £15,000.00 is left: from 1 September it takes 7 × £2,150.00 =
		// £15,050.00, from 1 October 6 × £2,150.00 = £12,900.00.
		others := claim.Pence(133_155_000 - 2_580_000 - 1_500_000)
		do(t, h, board, SetSum{Sum{PCN: "A01", ContractYear: 2025, Weighted: 50_000, ListDay: day("2025-01-01"), Others: &others, Source: "Letter"}})
		y = ask(t, h, manager, YearOf{PCN: "A01", Year: 2025})
		if f := y.Vacant.List[0]; *y.Unspent != 1_500_000 || f.From != day("2025-10-01") || f.Takes != 1_290_000 || y.Vacant.Left != 210_000 || y.Vacant.Wait != 0 {
			t.Errorf("%s unspent, %+v, %+v", y.Unspent, f.Filling, y.Vacant)
		}
		// In March no whole month is left; the ICB does not see who is looked for.
		h.at("2026-03-02T09:00:00Z")
		if y := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025}); y.Vacant != nil {
			t.Errorf("%+v", y.Vacant)
		}
		if y := ask(t, h, board, YearOf{PCN: "A01", Year: 2026}); y.Vacant != nil {
			t.Errorf("the ICB sees %+v", y.Vacant)
		}
	})
}
