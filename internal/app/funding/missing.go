package funding

import (
	"fmt"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

// missing lists what a claim of the month still needs.
func (s *Sheet) missing(b *book) (list []Missing) {
	claimed := 0
	firsts, laters := map[string]int{}, map[string]int{}
	for _, w := range s.Works {
		if w.Independent {
			continue
		}
		claimed++
		add := func(place, format string, args ...any) {
			list = append(list, Missing{w.Post.ID, w.Post.Name, fmt.Sprintf(format, args...), place})
		}
		switch {
		case w.Pay == nil:
			add("pay", "The pay of %s is not entered", s.Month.Long())
			continue
		case w.Wrong != "":
			add("pay", "%s", w.Wrong)
		case !w.Pay.Payslip:
			add("pay", "The payslip was not seen")
		}
		for _, why := range w.Claim.Blocked {
			place := "terms"
			if strings.Contains(why.Rule, "reimbursable_cap") {
				place = "maximums"
			}
			add(place, "%s", why.Why)
		}
		if p := w.Pay; p.Paid != nil && w.Claim.Actual != nil && p.Differs == "" {
			if d := *p.Paid - *w.Claim.Actual; d < -100 || d > 100 {
				add("pay", "The payslip comes to %s and the pay entered to %s: say why", *p.Paid, *w.Claim.Actual)
			}
		}
		if w.Terms != nil && b.first != nil {
			within := map[string]string{"band": w.Post.Band, "service": w.Post.Service}[b.first.CountedBy]
			switch w.Terms.Position {
			case claim.First:
				firsts[within]++
			case claim.Later:
				laters[within]++
			}
		}
	}
	if claimed == 0 {
		list = append(list, Missing{What: "No post that can be claimed was held in " + s.Month.Long(), Place: "pay"})
	}
	if !s.Month.First().Before(calendar.MustDate("2024-04-01")) && s.Whole && claimed > 0 {
		if b.first == nil {
			list = append(list, Missing{What: "Nobody has said what the first post is counted within", Place: "settings"})
		}
		for within := range laters {
			if firsts[within] == 0 {
				list = append(list, Missing{What: "Every post is a later one, and none is the first", Place: "settings"})
			}
		}
	}
	for _, e := range s.Evidence {
		if !e.Settled() {
			who := ""
			for _, w := range s.Works {
				if w.Post.ID == e.Post {
					who = w.Post.Name
				}
			}
			list = append(list, Missing{e.Post, who, e.Item, "evidence"})
		}
	}
	return list
}
