package network_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

func grant(id string, role access.Role, place access.Place, code string, networks ...string) access.Actor {
	return access.Actor{ID: id, Name: id, Grants: []access.Grant{{Role: role, Place: place, Code: code, Networks: networks}}}
}

// The people around the agreement of network U10001 with provider RXX. farLead
// is the lead of another provider, otherManager manages another network.
var (
	manager      = grant("manager", access.Manager, access.Network, "U10001", "U10001")
	lead         = grant("lead", access.TeamLead, access.Provider, "RXX", "U10001")
	newLead      = grant("new lead", access.TeamLead, access.Provider, "RXX")
	farLead      = grant("far lead", access.TeamLead, access.Provider, "RZZ", "U20001")
	otherManager = grant("other manager", access.Manager, access.Network, "U20001", "U20001")
	desk         = grant("desk", access.Reception, access.Practice, "L10001", "U10001")
	otherDesk    = grant("other desk", access.Reception, access.Practice, "L20001", "U20001")
	board        = grant("board", access.Commissioner, access.ICB, "QUY")
	farBoard     = grant("far board", access.Commissioner, access.ICB, "QXX")
)

// bridge opens a Footbridge with the networks U10001 (two practices) and U20001, and
// the providers RXX and RZZ.
func bridge(t *testing.T, dsn string) *app.App {
	t.Helper()
	a := open(t, dsn)
	importMonth(t, a, "2026-07-01", practice{"L10001", "OLD MARKET", "U10001", 9000}, practice{"L10002", "RIVERSIDE", "U10001", 4000}, practice{"L20001", "HILL VIEW", "U20001", 5000})
	for _, p := range []string{"RXX", "RZZ"} {
		must(t, a, admin, network.AddProvider{Code: p, Name: "Trust " + p, Kind: "trust"})
	}
	return a
}

func must[R any](t *testing.T, a *app.App, who access.Actor, cmd app.Command[R]) R {
	t.Helper()
	r, err := app.Do(ctx, a, who, cmd)
	if err != nil {
		t.Fatalf("%s as %s: %v", app.NameOf(cmd), who.ID, err)
	}
	return r
}

// refuses runs a command that must fail with a kind and leave nothing.
func refuses[R any](t *testing.T, a *app.App, who access.Actor, cmd app.Command[R], kind fault.Kind) error {
	t.Helper()
	before := lines(t, a)
	_, err := app.Do(ctx, a, who, cmd)
	if !fault.Is(err, kind) {
		t.Errorf("%s as %s: got %v, want %v", app.NameOf(cmd), who.ID, err, kind)
	}
	if n := lines(t, a); n != before {
		t.Errorf("%s as %s left %d audit lines", app.NameOf(cmd), who.ID, n-before)
	}
	return err
}

func lines(t *testing.T, a *app.App) int64 {
	t.Helper()
	c, err := a.Verify(ctx)
	if err != nil || c.Broken != 0 {
		t.Fatalf("%+v %v", c, err)
	}
	return c.Lines
}

func standing(t *testing.T, a *app.App, who access.Actor) network.Standing {
	t.Helper()
	s, err := app.Ask(ctx, a, who, network.SignedAgreement{PCN: "U10001"})
	if err != nil {
		t.Fatalf("agreement as %s: %v", who.ID, err)
	}
	return s
}

// someTerms are terms that can be signed.
func someTerms() network.Terms {
	return network.Terms{
		Model: network.Joint,
		Services: []network.Service{{Key: "adult", Name: "Adults", Criteria: []network.Criterion{
			{Key: "age", Rule: "age from", Age: 18, Text: "18 or over", Onward: "The service for children and young people", OnwardHow: "Ring 01632 960000"},
			{Key: "dementia", Rule: "ask", Text: "Not diagnosed with dementia", Question: "Has a doctor said dementia?", Onward: "The memory service"},
		}}},
		Functions: []string{"a", "d"}, Mechanism: "In Footbridge", Bookers: []access.Role{access.Reception},
		Allowances:   []network.Allowance{{Practice: "L10001", PerWeek: 4}, {Practice: "L10002", PerWeek: 2}},
		ReleaseHours: 48, OverLimit: "reason", HorizonWeeks: 6, ReturnWeeks: 8,
		ResponseTimes: []network.ResponseTime{{Name: "Routine", WorkingDays: 20}}, ReviewOn: day("2027-05-01"),
	}
}

func draft(from string, version int, change func(*network.Terms)) network.DraftAgreement {
	d := network.DraftAgreement{PCN: "U10001", Provider: "RXX", From: day(from), Version: version, Terms: someTerms()}
	if change != nil {
		change(&d.Terms)
	}
	return d
}

// signed drafts and signs a version for both sides.
func signed(t *testing.T, a *app.App, from string, change func(*network.Terms)) string {
	t.Helper()
	id := must(t, a, manager, draft(from, 0, change))
	must(t, a, manager, network.SignAgreement{ID: id, Version: 1})
	if both := must(t, a, lead, network.SignAgreement{ID: id, Version: 1}); !both {
		t.Fatal("two signatures are not both")
	}
	return id
}

func TestAgreementFromDraftToForce(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := bridge(t, dsn)
		if s := standing(t, a, manager); s.InForce != nil || s.Draft != nil || len(s.Practices) != 2 || s.PCNName != "U10001 PCN" || !s.MayDraft {
			t.Errorf("before anything: %+v", s)
		}
		id := must(t, a, manager, draft("2026-11-23", 0, nil))
		if s := standing(t, a, newLead); s.Draft == nil || s.Side != "provider" {
			t.Errorf("the provider does not see the draft that names it: %+v", s)
		}
		if s := standing(t, a, desk); s.Draft == nil || s.Side != "" || s.MayDraft {
			t.Errorf("reception: %+v", s)
		}
		if both := must(t, a, manager, network.SignAgreement{ID: id, Version: 1}); both {
			t.Error("one signature is both")
		}
		if err := refuses(t, a, manager, network.SignAgreement{ID: id, Version: 1}, fault.Conflict); !strings.Contains(fault.Says(err), "already") {
			t.Errorf("signed twice: %v", err)
		}
		// Editing drops the other side's signature.
		must(t, a, newLead, draft("2026-11-23", 1, func(x *network.Terms) { x.Allowances[0].PerWeek = 5 }))
		if d := standing(t, a, manager).Draft; d.NetworkSignedBy != "" || !d.NetworkSignedAt.IsZero() || d.Version != 2 {
			t.Errorf("after an edit the signature stands: %+v", d)
		}
		refuses(t, a, manager, network.SignAgreement{ID: id, Version: 1}, fault.Conflict)
		must(t, a, manager, network.SignAgreement{ID: id, Version: 2})
		must(t, a, newLead, network.SignAgreement{ID: id, Version: 2})
		s := standing(t, a, lead)
		if s.InForce == nil || s.InForce.NetworkSignedBy != "manager" || s.InForce.ProviderSignedBy != "new lead" || s.Provider != "Trust RXX" {
			t.Fatalf("after both signed: %+v", s)
		}
		if n, ok := s.InForce.Terms.PerWeek("L10001"); n != 5 || !ok {
			t.Errorf("allowance %d", n)
		}
		refuses(t, a, manager, network.SignAgreement{ID: id, Version: 2}, fault.Conflict)
		refuses(t, a, manager, network.WithdrawAgreement{ID: id, Version: 2}, fault.Conflict)
	})
}

// The version before ends on the day on which the new one begins: no day has
// two, no day has none.
func TestANewVersionEndsTheOldOne(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := bridge(t, dsn)
		first := signed(t, a, "2026-11-23", nil)
		must(t, a, manager, draft("2027-01-01", 0, func(x *network.Terms) {
			x.Allowances[1].PerWeek = 7
			x.Services[0].Criteria[1].OnwardHow = "Ring the memory service"
		}))
		s := standing(t, a, manager)
		want := []network.Change{
			{What: "Criterion of Adults", Was: "Not diagnosed with dementia. Asked: Has a doctor said dementia? Otherwise: The memory service", Is: "Not diagnosed with dementia. Asked: Has a doctor said dementia? Otherwise: The memory service. How: Ring the memory service"},
			{What: "Allowance of Riverside a week", Was: "2", Is: "7"},
		}
		if !reflect.DeepEqual(s.Changes, want) || s.Replaces == nil || s.Replaces.ID != first {
			t.Errorf("changes: %q", s.Changes)
		}
		must(t, a, manager, network.SignAgreement{ID: s.Draft.ID, Version: 1})
		must(t, a, lead, network.SignAgreement{ID: s.Draft.ID, Version: 1})
		s = standing(t, a, manager)
		if s.InForce == nil || s.InForce.ID != first || s.InForce.ToDay != day("2027-01-01") || s.Coming == nil || len(s.Before) != 0 {
			t.Errorf("before the new one begins: %+v", s)
		}
		for on, id := range map[string]string{"2026-12-31": first, "2027-01-01": s.Coming.ID} {
			then := standing(t, a.At(calendar.Fixed(calendar.MustInstant(on+"T12:00:00Z"))), manager)
			if then.InForce == nil || then.InForce.ID != id {
				t.Errorf("on %s: %+v", on, then.InForce)
			}
		}
		v, err := app.Ask(ctx, a, board, network.AgreementVersion{ID: first})
		if err != nil || v.Number != 1 || v.Provider != "Trust RXX" || v.Agreement.Provider != "RXX" {
			t.Errorf("the old version: %+v, %v", v, err)
		}
	})
}

func TestLostUpdatesOfADraft(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := bridge(t, dsn)
		id := must(t, a, manager, draft("2026-11-23", 0, nil))
		must(t, a, manager, draft("2026-11-23", 1, nil))
		if err := refuses(t, a, newLead, draft("2026-11-24", 1, nil), fault.Conflict); !strings.Contains(fault.Says(err), "manager changed this draft at Monday 23 November 2026, 08:02") {
			t.Errorf("stale: %v", err)
		}
		refuses(t, a, newLead, draft("2026-11-24", 0, nil), fault.Conflict)
		refuses(t, a, manager, network.WithdrawAgreement{ID: id, Version: 1}, fault.Conflict)
		must(t, a, manager, network.WithdrawAgreement{ID: id, Version: 2})
		// Who still had the draft open does not begin a new one unawares.
		refuses(t, a, manager, draft("2026-11-24", 2, nil), fault.Conflict)
		if s := standing(t, a, manager); s.Draft != nil || len(s.Before) != 1 || s.Before[0].State != "withdrawn" {
			t.Errorf("after the withdrawal: %+v", s)
		}
	})
}

// What was booked was booked under the version of its day: no later version
// reaches back before today.
func TestNoVersionReachesIntoThePast(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := bridge(t, dsn)
		signed(t, a, "2026-04-01", nil) // the first one may begin when it did on paper
		later := a.At(calendar.Fixed(calendar.MustInstant("2026-12-10T09:00:00Z")))
		refuses(t, later, manager, draft("2026-12-01", 0, nil), fault.Invalid)
		id := must(t, a, manager, draft("2026-12-01", 0, nil))
		must(t, a, manager, network.SignAgreement{ID: id, Version: 1})
		refuses(t, later, lead, network.SignAgreement{ID: id, Version: 1}, fault.Invalid)
	})
}

// Whoever works elsewhere leaves nothing and learns nothing; a provider does
// not open a network by drafting an agreement with it.
func TestAgreementOutsiders(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		a := bridge(t, dsn)
		refuses(t, a, lead, network.DraftAgreement{PCN: "U20001", Provider: "RXX", From: day("2026-11-23"), Terms: someTerms()}, fault.NotFound)
		signed(t, a, "2026-11-23", nil)
		id := must(t, a, manager, draft("2027-01-01", 0, nil))
		for _, who := range []access.Actor{otherManager, farLead} {
			refuses(t, a, who, draft("2027-01-01", 1, nil), fault.NotFound)
			refuses(t, a, who, network.SignAgreement{ID: id, Version: 1}, fault.NotFound)
			refuses(t, a, who, network.WithdrawAgreement{ID: id, Version: 1}, fault.NotFound)
		}
		for _, who := range []access.Actor{desk, board, otherDesk} {
			refuses(t, a, who, draft("2027-01-01", 1, nil), fault.Denied)
			refuses(t, a, who, network.SignAgreement{ID: id, Version: 1}, fault.Denied)
		}
		before := lines(t, a)
		for _, who := range []access.Actor{otherManager, farLead, otherDesk, farBoard} {
			if s, err := app.Ask(ctx, a, who, network.SignedAgreement{PCN: "U10001"}); !fault.Is(err, fault.NotFound) || !reflect.DeepEqual(s, network.Standing{}) {
				t.Errorf("%s learns %+v, %v", who.ID, s, err)
			}
			if v, err := app.Ask(ctx, a, who, network.AgreementVersion{ID: id}); !fault.Is(err, fault.NotFound) || !reflect.DeepEqual(v, network.Version{}) {
				t.Errorf("%s learns %+v, %v", who.ID, v, err)
			}
		}
		if n := lines(t, a); n != before {
			t.Errorf("outsiders left %d lines", n-before)
		}
		for _, c := range []struct {
			who  access.Actor
			rows int
		}{{manager, 2}, {desk, 2}, {newLead, 2}, {board, 2}, {otherManager, 0}, {farLead, 0}, {farBoard, 0}} {
			list, err := app.Ask(ctx, a, c.who, network.Agreements{})
			if err != nil || len(list) != c.rows {
				t.Errorf("%s lists %+v, %v", c.who.ID, list, err)
			}
		}
	})
}

func TestCheckTerms(t *testing.T) {
	practices := []network.Practice{{Code: "L10001", Name: "OLD MARKET"}, {Code: "L10002", Name: "RIVERSIDE"}}
	if err := network.CheckTerms(someTerms(), day("2026-11-23"), practices); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		field  string
		break_ func(*network.Terms)
	}{
		{"model", func(x *network.Terms) { x.Model = "" }},
		{"services", func(x *network.Terms) { x.Services = nil }},
		{"name-adult", func(x *network.Terms) { x.Services[0].Name = " " }},
		{"criterion-adult-age", func(x *network.Terms) { x.Services[0].Criteria[0].Text = "" }},
		{"age-adult-age", func(x *network.Terms) { x.Services[0].Criteria[0].Age = 121 }},
		{"rule-adult-dementia", func(x *network.Terms) { x.Services[0].Criteria[1].Rule = "guess" }},
		{"onward-adult-dementia", func(x *network.Terms) { x.Services[0].Criteria[1].Onward = "" }},
		{"functions", func(x *network.Terms) { x.Functions = nil }},
		{"mechanism", func(x *network.Terms) { x.Mechanism = "" }},
		{"bookers", func(x *network.Terms) { x.Bookers = nil }},
		{"allowance-L10002", func(x *network.Terms) { x.Allowances = x.Allowances[:1] }},
		{"allowance-L10001", func(x *network.Terms) { x.Allowances[0].PerWeek = -1 }},
		{"release", func(x *network.Terms) { x.ReleaseHours = 337 }},
		{"over", func(x *network.Terms) { x.OverLimit = "" }},
		{"horizon", func(x *network.Terms) { x.HorizonWeeks = 0 }},
		{"return", func(x *network.Terms) { x.ReturnWeeks = 53 }},
		{"review", func(x *network.Terms) { x.ReviewOn = day("2026-11-23") }},
		{"response", func(x *network.Terms) { x.ResponseTimes = nil }},
		{"response-0", func(x *network.Terms) { x.ResponseTimes[0].Name = "" }},
		{"days-0", func(x *network.Terms) { x.ResponseTimes[0].WorkingDays = -1 }},
		{"note", func(x *network.Terms) { x.Note = strings.Repeat("é", 2001) }},
	} {
		x := someTerms()
		c.break_(&x)
		err := network.CheckTerms(x, day("2026-11-23"), practices)
		got := fault.FieldsOf(err)
		if !fault.Is(err, fault.Invalid) || len(got) != 1 || got[0].Name != c.field {
			t.Errorf("%s: %v", c.field, err)
		}
	}
	all := fault.FieldsOf(network.CheckTerms(network.Terms{}, calendar.Date{}, practices))
	if len(all) < 10 {
		t.Errorf("empty terms are told one at a time: %v", all)
	}
}

func TestCompareTerms(t *testing.T) {
	if c := network.CompareTerms(someTerms(), someTerms()); len(c) != 0 {
		t.Errorf("the same terms differ: %v", c)
	}
	is := someTerms()
	is.OverLimit, is.ReleaseHours, is.ReviewOn = "refuse", 72, day("2027-06-01")
	is.Services = append(is.Services, network.Service{Key: "cyp", Name: "Young people"})
	is.ResponseTimes[0].WorkingDays = 1
	var got []string
	for _, c := range network.CompareTerms(someTerms(), is) {
		got = append(got, fmt.Sprintf("%s: %s > %s", c.What, c.Was, c.Is))
	}
	want := []string{
		"Service: None > Young people", "Release: 48 hours before > 72 hours before",
		"Over the limit: Allowed with a reason, and counted > Not booked; the waiting list is offered",
		"Response times: Routine: 20 working days > Routine: 1 working day",
		"Review: Saturday 1 May 2027 > Tuesday 1 June 2027",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}
