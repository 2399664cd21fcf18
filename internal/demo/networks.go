package demo

import (
	"footbridge/internal/access"
	"footbridge/internal/app/funding"
	"footbridge/internal/app/network"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

// Two more networks of the same ICB, which employ in the two other ways.
const (
	Phoenix = "U65207" // by a charity, to which the provider has subcontracted
	Gordano = "U78490" // by a practice itself
)

// keeper is who keeps the posts and the money of a network.
var keeper = map[string]string{PCN: "manager", Phoenix: "manager2", Gordano: "manager3"}

// neighbours are the posts of the two other networks, with the agreement and
// the supervision that their way of employing needs.
func (w *world) neighbours() {
	day := w.clock.Now().Date()
	w.later(5)
	terms := network.Terms{
		Model: network.VCSE,
		Services: []network.Service{{Key: "adult", Name: "Adults and older adults", Criteria: []network.Criterion{
			{Key: "age", Rule: "age from", Age: 18, Text: "18 or over", Question: "How old are they?", Onward: "The children’s single point of access", OnwardHow: "Ring them, Monday to Friday 9am to 5pm"},
		}}},
		Functions: []string{"a", "b", "d", "e"}, Mechanism: "Practices ring the charity’s desk, which books the same day.", Bookers: []access.Role{access.Reception, access.Clinician},
		ReleaseHours: 24, OverLimit: "reason", HorizonWeeks: 4, ReturnWeeks: 8,
		ResponseTimes: []network.ResponseTime{{Name: "Soon", WorkingDays: 5}, {Name: "Routine", WorkingDays: 20}},
		ReviewOn:      day.AddMonths(4), Note: "The provider has subcontracted the posts to Harbour Minds, which employs and supervises.",
	}
	for _, p := range []string{"L81022", "L81078", "L81098"} {
		terms.Allowances = append(terms.Allowances, network.Allowance{Practice: p, PerWeek: 3})
	}
	id := do(w, "manager2", network.DraftAgreement{PCN: Phoenix, Provider: Provider, From: day, Terms: terms})
	do(w, "manager2", network.SignAgreement{ID: id, Version: 1})
	do(w, "lead", network.SignAgreement{ID: id, Version: 1})
	for _, who := range []string{"lead", "supervisor"} { // the provider serves this network too
		a := w.users[who]
		a.Grants = []access.Grant{a.Grants[0]}
		a.Grants[0].Networks = []string{PCN, Phoenix}
		w.users[who] = a
	}
	for _, p := range []struct {
		appoint        workforce.Appoint
		role, employer string
		agreement      string
		supervisor     string
	}{
		{workforce.Appoint{Name: "Ruby Castell", RoleType: "Mental health and wellbeing practitioner", Gender: "woman", PCN: Phoenix, Provider: Provider, Model: network.VCSE, Service: "adult", Band: "5", WTEPercent: 100, From: day.AddMonths(-14),
			Does: "First talks, what helps day by day, groups at the community kitchen.", DoesNot: "Does not diagnose and does not start medication."}, "wellbeing", "Harbour Minds (invented charity)", "", "supervisor"},
		{workforce.Appoint{Name: "Dan Okoro", RoleType: "Peer support worker", Gender: "man", PCN: Phoenix, Provider: Provider, Model: network.VCSE, Service: "adult", Band: "4", WTEPercent: 60, From: day.AddMonths(-8),
			Does: "Walks along for the first steps, and says that he has been there himself.", DoesNot: "Does not see people alone who are in danger."}, "peer", "Harbour Minds (invented charity)", "Signed by the network, the trust and the charity; in the library", "supervisor"},
		{workforce.Appoint{Name: "Megan Frost", RoleType: "Community mental health nurse", Gender: "woman", PCN: Gordano, Model: network.Independent, Service: "adult", Band: "6", WTEPercent: 100, From: day.AddYears(-2),
			Does: "First talks of 40 minutes, reviews for the mental health register, advice to the GPs of the corridor.", DoesNot: "Does not see anybody under 16."}, "nurse", "Portishead Medical Group", "", "supervisor3"},
	} {
		who := keeper[p.appoint.PCN]
		w.later(3)
		holder := do(w, who, p.appoint)
		for _, m := range ask(w, who, workforce.Members{PCN: p.appoint.PCN}) {
			if m.Practitioner.ID != holder {
				continue
			}
			do(w, who, workforce.ChangePost{PCN: m.Post.PCN, Post: m.Post.ID, RoleKey: p.role, Model: m.Post.Model, Provider: m.Post.Provider, Employer: p.employer, Service: m.Post.Service, Band: m.Post.Band, WTEPercent: m.Post.WTEPercent, Agreement: p.agreement, Why: "The employer added"})
			lines := supervision.FromModel(m.Post.Model)
			lines[0].Who = w.users[p.supervisor].Name
			do(w, p.supervisor, supervision.SavePlan{PCN: m.Post.PCN, Post: m.Post.ID, From: day.AddDays(-7), Lines: lines})
		}
	}
	do(w, "manager2", workforce.RecordLived{PCN: Phoenix, Who: "Women’s group at the community kitchen, seven people", On: day.AddDays(-11), Words: "A waiting room full of people I went to school with is not a place to cry.", Owner: "Idris Bowen"})
}

// supervisedThere is the supervision of the two other networks, once a month.
func (w *world) supervisedThere() {
	for _, at := range []struct{ pcn, as, led string }{{Phoenix, "supervisor", "Dr Anita Rao"}, {Gordano, "supervisor3", "Dr Nia Rowlands"}} {
		var list []supervision.Entry
		for _, p := range w.posts(at.pcn) {
			for n := range 3 {
				on := calendar.MonthOf(w.now.Date()).Add(n - 3).First().AddDays(8)
				for !calendar.IsWorkingDay(on) {
					on = on.AddDays(1)
				}
				list = append(list, supervision.Entry{Kind: "clinical", On: on, LedBy: at.led, Minutes: 60, Themes: themes[n], Words: "The caseload in outline, one person in depth.", Places: []supervision.Place{{Post: p.ID, State: supervision.Held}}})
			}
		}
		if len(list) > 0 {
			do(w, at.as, supervision.Record{PCN: at.pcn, Entries: list})
		}
	}
}

// phoenixBegins is what the claims of the charity's posts rest on. Posts that a
// practice employs itself are never claimed, so the third network has none.
func (w *world) phoenixBegins(now calendar.Month) {
	do(w, "manager2", funding.SetFirst{PCN: Phoenix, CountedBy: "network", Why: "The network’s board, 3 June"})
	for i, p := range w.posts(Phoenix) {
		t := funding.Terms{Post: p.ID, FromMonth: calendar.MonthOf(p.FromDay), Position: claim.First, London: claim.NoLondon, Registered: "no", Why: "The network’s board, 3 June"}
		if i > 0 {
			t.Position, t.Agreement = claim.Later, "Signed by the network, the trust and the charity"
		}
		do(w, "manager2", funding.SetTerms{PCN: Phoenix, Terms: t})
	}
	year := calendar.ContractYearOf(now.First())
	rate, others := int64(27_000), claim.Pence(142_000_000)
	s := funding.Sum{PCN: Phoenix, ContractYear: year, Weighted: 54_320, ListDay: calendar.NewDate(int(year), 1, 1), Rate: &rate, Others: &others, Source: notNational}
	if _, err := try(w, "manager2", funding.SetSum{Sum: s}); err != nil {
		s.Rate = nil // a rate is published for this year
		do(w, "manager2", funding.SetSum{Sum: s})
	}
}

// phoenixRose pays the staff what the second table brought, and catches up with
// one adjustment claim.
func (w *world) phoenixRose(now calendar.Month, day calendar.Date) {
	for _, p := range w.posts(Phoenix) {
		do(w, "manager2", funding.PayStaff{PCN: Phoenix, Post: p.ID, From: rose(now), To: now.Add(-3), On: day.AddDays(-2), Amount: 31_500, Note: "Payslip with arrears, kept by Harbour Minds"})
	}
	if w.err != nil {
		return
	}
	if late := ask(w, "manager2", funding.Late{PCN: Phoenix}); len(late.Proposed()) == 0 {
		return // no closed month comes out otherwise
	}
	id := do(w, "manager2", funding.DraftAdjustment{PCN: Phoenix})
	do(w, "manager2", funding.Submit{ID: id, Version: 1})
	w.later(90)
	w.approved(id, true, "BACS adjustment")
}
