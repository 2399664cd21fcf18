package supervision_test

import (
	"context"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/network"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// A practitioner whom a practice employs itself is supervised within the
// network: by a GP, a senior practitioner or a nurse manager. They agree the
// plan, write sessions down and sign, and see nothing of the posts that a
// provider has.
func TestIndependentPostHasItsOwnSupervisor(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		if p := account.PlaceFor(access.Supervisor, pcn); p != access.Network {
			t.Errorf("a supervisor of %s stands at a %s", pcn, p)
		}
		if p := account.PlaceFor(access.Supervisor, "RVN"); p != access.Provider {
			t.Errorf("a supervisor of RVN stands at a %s", p)
		}
		id := do(t, h, "admin", account.AddUser{Username: "gp-lead", Name: "Dr Gwen Price", Password: "four unrelated long words", Grants: []account.Grant{{Role: access.Supervisor, Place: access.Network, Code: pcn}}})
		h.Actors["within"] = access.Actor{ID: id, Name: "Dr Gwen Price", Grants: []access.Grant{{Role: access.Supervisor, Place: access.Network, Code: pcn, Networks: []string{pcn}}}}
		do(t, h, "manager", workforce.Appoint{Name: "Ina Own", RoleType: "Community psychiatric nurse", PCN: pcn, Model: network.Independent, Service: "adult", Band: "6", WTEPercent: 50, From: on("2026-01-05")})
		own := ""
		for _, m := range ask(t, h, "manager", workforce.Members{PCN: pcn}) {
			if m.Name == "Ina Own" {
				own = m.Post.ID
			}
		}
		do(t, h, "within", supervision.SavePlan{PCN: pcn, Post: own, From: on("2026-11-01"), Lines: supervision.FromModel(network.Independent)})
		ids := do(t, h, "within", record(h.session(own, "2026-11-20", supervision.Held)))
		if s := ask(t, h, "within", supervision.SessionOf{ID: ids[0]}); s.Text.Words == "" {
			t.Error("their own session can't be read")
		}
		// Of a provider's posts they see nothing, and change nothing.
		theirs := do(t, h, "supervisor", record(h.session(h.leah, "2026-11-20", supervision.Held)))
		fails(t, h, "within", "", supervision.SavePlan{PCN: pcn, Post: h.leah, From: on("2026-11-01"), Lines: supervision.FromModel(network.Joint)})
		fails(t, h, "within", "places", record(h.session(h.leah, "2026-11-19", supervision.Held)))
		if _, err := app.Ask(context.Background(), h.App, h.Actors["within"], supervision.SessionOf{ID: theirs[0]}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the provider's session: %v", err)
		}
	})
}
