package funding

import (
	"reflect"
	"strings"
	"testing"

	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/claim"
	"footbridge/internal/engines"
)

// No post of a month is forgotten: the claim and the list of months name the
// same ones, each with its reason, and one that was entered after the month was
// closed can still be claimed, once.
func TestForgottenPosts(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600")
		whole := h.post(t, "Anna Whole", "6", "2023-04-01")
		h.terms(t, whole, claim.First, "")
		h.pay(t, whole, "2025-05")
		unpaid := h.post(t, "Bert Unpaid", "6", "2023-04-01")
		h.terms(t, unpaid, claim.Later, "Signed")
		seven := h.post(t, "Cora Seven", "7", "2023-04-01")
		h.terms(t, seven, claim.Later, "Signed")
		h.pay(t, seven, "2025-05")
		alone := h.post(t, "Dora Alone", "6", "2023-04-01")
		h.exec(t, "UPDATE post SET model = 'independent' WHERE id = '"+alone+"'")
		h.post(t, "Emil Later", "6", "2025-06-01") // not held in May

		check := func(want ...string) {
			t.Helper()
			s := h.sheet(t, manager, "2025-05")
			if len(s.Left) != len(want) {
				t.Fatalf("%d posts are not in it: %+v", len(s.Left), s.Left)
			}
			for i, w := range want {
				if got := s.Left[i].Post.Name + ": " + s.Left[i].Why; !strings.Contains(got, w) {
					t.Errorf("%q is not %q", got, w)
				}
			}
			for _, m := range ask(t, h, manager, Claims{PCN: "A01", Year: 2025}).Months {
				if m.Month != month("2025-05") {
					continue
				}
				if len(m.Left) != len(s.Left) {
					t.Errorf("the list of months counts %d, the claim %d", len(m.Left), len(s.Left))
				}
				for i := range m.Left {
					if !reflect.DeepEqual(m.Left[i], s.Left[i]) {
						t.Errorf("%+v is %+v in the list", s.Left[i], m.Left[i])
					}
				}
			}
		}
		const independent = "Dora Alone: An independently employed practitioner"
		check("Bert Unpaid: The pay of May 2025 is not entered", "Cora Seven: ", independent)
		if why := h.sheet(t, manager, "2025-05").Left[1]; !strings.Contains(why.Why, "is not set: ask the ICB") || why.Place != "terms" {
			t.Errorf("without a maximum: %+v", why)
		}
		h.pay(t, unpaid, "2025-05")
		h.caps(t, "2025-05-01", "7,2025-04-01,60000")
		check(independent)
		h.closed(t, "2025-05")
		check(independent)

		// Somebody finds out in June that a fifth post was held since 1 May.
		h.at("2025-06-20T09:00:00Z")
		late := h.post(t, "Fay Forgotten", "6", "2025-05-01")
		check(independent, "Fay Forgotten: The pay of May 2025 is not entered")
		h.terms(t, late, claim.Later, "Signed")
		do(t, h, manager, EnterPay{PCN: "A01", Post: late, Month: month("2025-05"), Payslip: true, Source: "Payroll", Why: "The post was not known", Rates: cost})
		check(independent, "Fay Forgotten: It was not among the posts when the claim was sent")
		d := ask(t, h, manager, Late{PCN: "A01"})
		// £51,600 ÷ 12 = £4,300.00, below what it cost; a later post with an
		// agreement is the scheme's whole.
		if len(d.Waits()) != 1 || d.Owed != 430_000 || d.List[0].Claimed != 0 {
			t.Fatalf("the forgotten post: %+v", d)
		}
		do(t, h, manager, PayStaff{PCN: "A01", Post: late, From: month("2025-05"), To: month("2025-05"), On: day("2025-06-20"), Amount: 440_000, Note: "Payslip"})
		id := do(t, h, manager, DraftAdjustment{PCN: "A01"})
		do(t, h, manager, Submit{ID: id, Version: 1})
		do(t, h, board, Approve{ID: id, Version: 2})
		if s := h.sheet(t, manager, id); s.Total != 430_000 || len(s.Items) != 1 || s.Items[0].Who != "Fay Forgotten" {
			t.Errorf("the adjustment: %+v", s.Items)
		}
		if d = ask(t, h, manager, Late{PCN: "A01"}); len(d.List) != 0 {
			t.Errorf("it is proposed twice: %+v", d.List)
		}
		check(independent) // an adjustment has it now
	})
}

// Graded anew after the fact: May was claimed at band 6, £4,300.00, half of it
// £2,150.00. In June it is known that the post is band 7 from 1 May: the cost of
// £4,400.00 is below the new maximum of £4,600.00, half of it is £2,200.00. £50.00
// is proposed for May; April, before the day, stays as it was.
func TestGradedAnewFromADay(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2025-04-01", "6,2025-04-01,51600\n7,2025-04-01,55200")
		p := h.post(t, "Fern First", "6", "2023-04-01")
		h.terms(t, p, claim.First, "")
		for _, m := range []string{"2025-04", "2025-05"} {
			h.pay(t, p, m)
			h.closed(t, m)
		}
		h.at("2025-06-06T09:00:00Z")
		do(t, h, manager, workforce.GradeAnew{PCN: "A01", Post: p, From: day("2025-05-01"), Band: "7", Why: "Panel of 3 June"})
		d := ask(t, h, manager, Late{PCN: "A01"})
		if len(d.List) != 1 || d.List[0].Month != month("2025-05") || d.Owed != 5_000 {
			t.Fatalf("%+v", d)
		}
		for m, want := range map[string]claim.Pence{"2025-04": 215_000, "2025-05": 215_000} {
			if s := h.sheet(t, manager, m); s.Total != want || s.Items[0].Band != "6" {
				t.Errorf("the claim of %s changed: %s, %+v", m, s.Total, s.Items)
			}
		}
		// The band that the pay is corrected with later holds over it.
		h.at("2025-06-07T09:00:00Z")
		do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: month("2025-05"), Version: 1, Payslip: true, Source: "x", Why: "The panel meant June", Band: "6", Rates: cost})
		if d = ask(t, h, manager, Late{PCN: "A01"}); len(d.List) != 0 {
			t.Errorf("the correction does not hold: %+v", d.List)
		}
		// A grading in the middle of June: band 7 for 30 - 15 = 15 days already,
		// band 8a, which has no maximum, for the other 15.
		h.at("2025-06-20T09:00:00Z")
		do(t, h, manager, workforce.GradeAnew{PCN: "A01", Post: p, Version: 1, From: day("2025-06-16"), Band: "8a", Why: "Lead role"})
		h.pay(t, p, "2025-06")
		s := h.sheet(t, manager, "2025-06")
		if w := s.Works[0]; w.Post.Band != "7" || w.Known() || !strings.Contains(w.Why(), "16 June 2025 to 30 June 2025 is not set") {
			t.Errorf("June: band %s, %s", w.Post.Band, w.Why())
		}
		h.caps(t, "2025-06-01", "8a,2025-06-01,60000")
		if got := scheme(t, h.sheet(t, manager, "2025-06")); got != 220_000 {
			t.Errorf("June: %s", got)
		}
		// What is still to come is worked out with the band of the day.
		y := ask(t, h, manager, YearOf{PCN: "A01", Year: 2025})
		if len(y.Unknown) != 0 || y.Committed != 10*220_000 {
			t.Errorf("to come: %s, %v", y.Committed, y.Unknown)
		}
	})
}

// A network whose practices employ all its practitioners themselves has nothing
// to claim, and is not asked about anything.
func TestNothingToClaim(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		if o := ask(t, h, manager, Claims{PCN: "A01", Year: 2025}); o.Nothing || !o.Months[0].Nothing() {
			t.Errorf("nobody is in post: %+v", o)
		}
		do(t, h, manager, workforce.Appoint{Name: "Ina Own", RoleType: "Community mental health nurse", PCN: "A01", Model: network.Independent, Service: "adult", Band: "6", WTEPercent: 100, From: day("2023-04-01")})
		o := ask(t, h, manager, Claims{PCN: "A01", Year: 2025})
		if !o.Nothing || len(o.Months) != 3 || !o.Months[2].Nothing() || len(o.Months[2].Left) != 1 {
			t.Errorf("%+v", o)
		}
		h.post(t, "Fern First", "6", "2025-06-01")
		if o = ask(t, h, manager, Claims{PCN: "A01", Year: 2025}); o.Nothing || o.Months[0].Nothing() || !o.Months[1].Nothing() {
			t.Errorf("with a joint post from June: %+v", o)
		}
	})
}
