package demo

import (
	"fmt"

	"footbridge/internal/app/funding"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

// posted is what is recorded about the two posts when the story begins: what
// the practitioners can show, the network's own rules, its library, and what
// local people said.
func (w *world) posted() {
	today, day := w.now.Date(), w.clock.Now().Date()
	for _, r := range []workforce.SetRenewal{
		{Kind: "dbs", Months: 36, Why: "The network’s board, with the provider"},
		{Kind: "training", Name: "Safeguarding adults, level 3", Months: 36, Why: "The provider’s list"},
		{Kind: "training", Name: "Safeguarding children, level 3", Months: 36, Why: "The provider’s list"},
		{Kind: "training", Name: "Information governance", Months: 12, Why: "The provider’s list"},
	} {
		r.PCN = PCN
		do(w, "manager", r)
	}
	show := func(who, kind, name, number, status string, from, expires calendar.Date) {
		w.later(1)
		do(w, "lead", workforce.AddCredential{PCN: PCN, Practitioner: w.who[who], Kind: kind, Name: name, Number: number, Status: status, From: from, Expires: expires, SeenBy: "Mark Holloway", SeenOn: day})
	}
	none := calendar.Date{}
	show("leah", "registration", "NMC", "14C9012E", workforce.Statuses[0], day.AddYears(-12), today.AddDays(24))
	show("leah", "qualification", "BSc mental health nursing", "", "", day.AddYears(-12), none)
	show("leah", "experience", "Community mental health team, then primary care", "", "", day.AddYears(-12), none)
	show("leah", "dbs", "", "001999000111", workforce.Levels[0], day.AddYears(-2), none)
	show("leah", "training", "Safeguarding adults, level 3", "", "", day.AddYears(-1), none)
	show("leah", "training", "Information governance", "", "", today.AddMonths(-12).AddDays(-9), none)
	show("tomasz", "registration", "HCPC", "OT99012", workforce.Statuses[0], day.AddYears(-5), today.AddMonths(14))
	show("tomasz", "qualification", "BSc occupational therapy", "", "", day.AddYears(-5), none)
	show("tomasz", "dbs", "", "001999000222", workforce.Levels[0], today.AddMonths(-36).AddDays(6), none)
	for _, d := range []hiring.KeepDocument{
		{Kind: hiring.DocumentKinds[1], Title: "Settling in: our embedding toolkit", Owner: "Grace Adeyemi", Words: "First week: a desk, a telephone, access to records, the urgent routes of each practice.\nFirst month: meet reception in every practice and read the scope card together.\nThird month: talk over what works.", ReviewOn: today.AddMonths(5)},
		{Kind: hiring.DocumentKinds[2], Title: "What a GP mentor does", Owner: "Dr Helen Marsh", Words: "Half an hour every fortnight in the first three months, then when asked. No line management.", ReviewOn: today.AddDays(-12)},
		{Kind: hiring.DocumentKinds[3], Title: "Where the signed agreement is", Owner: "Grace Adeyemi", Link: "https://example.org/agreement", ReviewOn: today.AddMonths(3)},
		{Kind: hiring.DocumentKinds[0], Title: "Job description of the first post", Owner: "Mark Holloway", File: hiring.File{Name: "first-post.txt", Data: []byte("Mental health practitioner, band 6.\nSees people straight away, without a referral.\n")}, ReviewOn: today.AddMonths(8)},
	} {
		d.PCN = PCN
		w.later(2)
		id := do(w, "manager", d)
		if d.Words != "" {
			do(w, "leah", hiring.HaveRead{PCN: PCN, ID: id, Version: 1})
		}
	}
	said := do(w, "manager", workforce.RecordLived{PCN: PCN, Who: "Carers’ group at the hub, nine people", On: day.AddDays(-20), Words: "Mornings are impossible when you take somebody to the day centre. We’d come after four.", Owner: "Grace Adeyemi"})
	do(w, "manager", workforce.RecordLived{PCN: PCN, ID: said, Version: 1, Who: "Carers’ group at the hub, nine people", On: day.AddDays(-20), Words: "Mornings are impossible when you take somebody to the day centre. We’d come after four.", Changed: "A clinic at the hub on Thursdays until 7pm.", Owner: "Grace Adeyemi"})
	do(w, "lead", workforce.RecordLived{PCN: PCN, Who: "Peer group “Level ground”, six people", On: day.AddDays(-3), Words: "Somebody who has been through it themselves would be easier to talk to first.", Owner: "Mark Holloway"})
}

// hires are ten places, one in each state, and an induction that is under way.
func (w *world) hires() {
	today := w.now.Date()
	w.at(today, 5, 30)
	for _, m := range ask(w, "manager", workforce.Members{PCN: PCN}) {
		if m.Name != "Tomasz Wolski" {
			continue
		}
		do(w, "manager", workforce.ChangePost{PCN: PCN, Post: m.Post.ID, RoleKey: "ot", Model: m.Post.Model, Provider: m.Post.Provider, Service: m.Post.Service, Band: m.Post.Band, WTEPercent: m.Post.WTEPercent,
			Sites: "Boulevard Neighbourhood Hub, Tuesday and Friday mornings\nThe Milton Surgery, Thursday mornings", Agreement: "Signed by both sides when the post began; see the library", Why: "Sites and the written agreement added"})
		id := do(w, "manager", hiring.Begin{PCN: PCN, Post: m.Post.ID})
		for n := range 11 {
			do(w, "lead", hiring.TickItem{PCN: PCN, Induction: id, N: n, On: m.Post.FromDay.AddDays(5 + n)})
		}
		do(w, "lead", hiring.SettleIn{PCN: PCN, Induction: id, Version: 1, Mentor: "Dr Helen Marsh", SupervisionOn: m.Post.FromDay.AddDays(9)})
	}
	names := []string{"Ines Falk", "Rob Tarn", "Yemi Cole"}
	for i, p := range []struct {
		role, service, band string
		wte                 int
		model               network.Model
		to                  hiring.State
		why                 string
	}{
		{"nurse", "adult", "6", 20, network.Joint, hiring.Drafted, ""},
		{"peer", "adult", "4", 60, network.VCSE, hiring.Advertised, ""},
		{"connector", "adult", "4", 50, network.VCSE, hiring.Closed, ""},
		{"social-worker", "adult", "6", 100, network.Joint, hiring.Shortlisted, ""},
		{"ot", "adult", "6", 60, network.Joint, hiring.Interviewed, ""},
		{"wellbeing", "cyp", "5", 100, network.Joint, hiring.Offered, ""},
		{"psychologist", "adult", "8a", 20, network.Joint, hiring.Checks, ""},
		{"peer", "cyp", "4", 40, network.VCSE, hiring.Started, ""},
		{"counsellor", "adult", "5", 40, network.Joint, hiring.Withdrawn, "The provider found the hours within its own team"},
		{"nurse", "adult", "7", 100, network.Independent, hiring.Unfilled, "Nobody who applied had worked in primary care"},
	} {
		c := hiring.OpenVacancy{PCN: PCN, RoleKey: p.role, Provider: Provider, Model: p.model, Service: p.service, Band: p.band, WTEPercent: p.wte, Basis: "hand", Why: "The provider agrees to more than the minimum", RetainUntil: today.AddMonths(6)}
		if p.model == network.Independent {
			c.Provider, c.Why = "", "A practice wants a nurse of its own"
		}
		if i == 0 {
			c.Basis, c.Why = "entitlement", ""
		}
		w.later(1)
		h := &hire{w: w, id: do(w, "manager", c), version: 1, state: hiring.Drafted}
		for h.state != p.to && w.err == nil {
			if p.why != "" && (h.state == hiring.Closed || p.to == hiring.Withdrawn) {
				h.step(p.to, p.why)
				continue
			}
			h.on(names[:2+i%2], p.to)
		}
	}
	// What is known of the money of whoever starts next: not the pay yet.
	for _, p := range w.posts(PCN) {
		if p.FromDay.After(today) {
			do(w, "manager", funding.SetTerms{PCN: PCN, Terms: funding.Terms{Post: p.ID, FromMonth: calendar.MonthOf(p.FromDay), Position: claim.Later, Agreement: "Signed by both sides with the offer", London: claim.NoLondon, Registered: "no", Why: "The network’s board, with the offer"}})
		}
	}
}

// hire is a vacancy while its story is told.
type hire struct {
	w       *world
	id      string
	version int
	state   hiring.State
	people  int
}

func (h *hire) step(to hiring.State, why string) {
	do(h.w, "manager", hiring.Step{Vacancy: h.id, Version: h.version, To: to, Why: why})
	h.version, h.state = h.version+1, to
}

// on lets happen what leads to the next state. In the state that the story
// ends in, half of the work is done.
func (h *hire) on(names []string, end hiring.State) {
	w, today := h.w, h.w.now.Date()
	marks := func(who string, number, n, mark int) {
		m := make([]int, n)
		for i := range m {
			m[i] = mark
		}
		do(w, who, hiring.GiveMarks{Vacancy: h.id, Number: number, Marks: m})
	}
	user := func(key string) string { return w.users[key].ID }
	switch h.state {
	case hiring.Drafted:
		do(w, "manager", hiring.Advertise{Vacancy: h.id, Version: h.version, ClosesOn: today.AddDays(16)})
		h.version, h.state = h.version+1, hiring.Advertised
		for _, n := range names {
			do(w, "manager", hiring.EnterApplications{Vacancy: h.id, List: []hiring.Entry{{Name: n, Contact: "applicant@example.org", Equality: map[string]string{"age": "25 to 34", "lived": "Yes"},
				Answers: []string{"Two years of groups in a day centre, one of them my own idea.", "I was on the other side myself, and say so when it helps.", "Trained volunteers in listening."}}}})
		}
		h.people = len(names)
		do(w, "manager", hiring.SetMembers{Vacancy: h.id, Task: "shortlist", Users: []string{user("gp"), user("supervisor")}})
		do(w, "manager", hiring.SetMembers{Vacancy: h.id, Task: "panel", Users: []string{user("gp"), user("leah"), user("lead")}})
	case hiring.Advertised:
		h.step(hiring.Closed, "")
		n := len(ask(w, "manager", hiring.VacancyOf{ID: h.id}).Text.Criteria())
		marks("gp", 1, n, hiring.Met)
		if end == hiring.Closed {
			marks("supervisor", 1, n, hiring.Partly)
			marks("gp", 2, n, hiring.Partly)
			return
		}
		for i := range h.people {
			if i > 0 {
				marks("gp", i+1, n, i%2)
			}
			marks("supervisor", i+1, n, hiring.Partly*b(i > 0)+hiring.Met*b(i == 0))
			do(w, "gp", hiring.Decide{Vacancy: h.id, Number: i + 1, Yes: i != 1, Words: "Read again together, line by line"})
		}
	case hiring.Closed:
		h.step(hiring.Shortlisted, "")
		n := len(hiring.Asked)
		marks("gp", 1, n, 3)
		if end == hiring.Shortlisted {
			return
		}
		marks("leah", 1, n, 4)
		marks("lead", 1, n, 2)
		do(w, "lead", hiring.Decide{Vacancy: h.id, Number: 1, Yes: true, Words: "Two of us had heard less; the notes settled it"})
		for i := 2; i < h.people; i++ {
			do(w, "manager", hiring.WithdrawApplication{Vacancy: h.id, Number: i + 1})
		}
	case hiring.Shortlisted:
		h.step(hiring.Interviewed, "")
	case hiring.Interviewed:
		do(w, "manager", hiring.Offer{Vacancy: h.id, Version: h.version, Number: 1})
		h.version, h.state = h.version+1, hiring.Offered
	case hiring.Offered:
		h.step(hiring.Checks, "")
		for i, c := range hiring.CheckItems {
			if end != hiring.Checks || i < 2 {
				do(w, "manager", hiring.NoteCheck{Vacancy: h.id, Item: c, On: today.AddDays(-1), Words: "Seen"})
			}
		}
	case hiring.Checks:
		do(w, "manager", hiring.Start{Vacancy: h.id, Version: h.version, Name: names[0], From: today.AddDays(12), Mentor: "", Does: "First talks with young people and their families, and what helped others.", DoesNot: "Does not diagnose and does not start medication."})
		h.version, h.state = h.version+1, hiring.Started
	default:
		w.err = fmt.Errorf("no way on from %s", h.state)
	}
}

func b(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
