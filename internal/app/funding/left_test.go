package funding

import (
	"strings"
	"testing"

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
					if m.Left[i] != s.Left[i] {
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
