package network_test

import (
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

func TestUrgentRoutes(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := bridge(t, dsn)
		signed(t, a, "2026-11-23", nil)
		routes := func(a *app.App, who access.Actor, practice string) []network.UrgentRoute {
			t.Helper()
			list, err := app.Ask(ctx, a, who, network.Urgent{PCN: "U10001", Practice: practice})
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		line := network.SetUrgent{PCN: "U10001", Position: 2, Label: "Crisis line", Number: "01632 960111", Owner: "The manager"}
		id := must(t, a, manager, line)
		must(t, a, lead, network.SetUrgent{PCN: "U10001", Practice: "L10001", Position: 1, Label: "Duty doctor", Number: "Extension 200", Owner: "The practice"})
		if l := routes(a, desk, "L10001"); len(l) != 2 || l[0].Label != "Duty doctor" || l[1].CheckedBy != "manager" {
			t.Errorf("at the desk: %+v", l)
		}
		if l := routes(a, desk, "L10002"); len(l) != 1 {
			t.Errorf("another practice sees the duty doctor: %+v", l)
		}
		if l, err := app.Ask(ctx, a, manager, network.UrgentRoutes{PCN: "U10001"}); err != nil || len(l) != 2 {
			t.Errorf("the manager's list: %+v, %v", l, err)
		}

		// Checked once a month, or it says that it is stale.
		later := a.At(calendar.Fixed(calendar.MustInstant("2026-12-25T09:00:00Z")))
		if l := routes(later, desk, ""); !l[0].Stale(later.Today()) {
			t.Error("32 days after its check a route is not stale")
		}
		must(t, later, manager, network.CheckUrgent{PCN: "U10001", ID: id})
		if l := routes(later, desk, ""); l[0].Stale(later.Today()) || l[0].CheckedOn != later.Today() {
			t.Errorf("after the check: %+v", l)
		}

		// A change makes a new row; the old id is gone, for changes too.
		line.ID, line.Number = id, "01632 960222"
		renewed := must(t, a, manager, line)
		refuses(t, a, manager, line, fault.Conflict)
		refuses(t, a, manager, network.CheckUrgent{PCN: "U10001", ID: id}, fault.NotFound)
		must(t, a, manager, network.CheckUrgent{PCN: "U10001", ID: renewed, Retire: true})
		// With none of its own left, the network has the national ones, which
		// nobody here has checked.
		if l := routes(a, desk, ""); len(l) == 0 || !l[0].National() || !l[0].Stale(a.Today()) {
			t.Errorf("a retired route is shown: %+v", l)
		}

		for _, wrong := range []network.SetUrgent{{PCN: "U10001"}, {PCN: "U10001", Label: "x", Number: "1", Owner: "o", Practice: "L20001"}, {PCN: "U10001", Label: "x", Number: "1", Owner: "o", Position: -1}} {
			refuses(t, a, manager, wrong, fault.Invalid)
		}
		line.ID = ""
		for _, who := range []access.Actor{otherManager, farLead} {
			refuses(t, a, who, line, fault.NotFound)
			refuses(t, a, who, network.CheckUrgent{PCN: "U10001", ID: renewed}, fault.NotFound)
			if l, err := app.Ask(ctx, a, who, network.Urgent{PCN: "U10001"}); !fault.Is(err, fault.NotFound) || l != nil {
				t.Errorf("%s learns %+v, %v", who.ID, l, err)
			}
			if l, err := app.Ask(ctx, a, who, network.UrgentRoutes{PCN: "U10001"}); !fault.Is(err, fault.NotFound) || l != nil {
				t.Errorf("%s learns %+v, %v", who.ID, l, err)
			}
		}
		refuses(t, a, desk, line, fault.Denied)
	})
}
