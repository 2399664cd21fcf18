// Package demo makes a network with invented people and three months of their
// story, by doing what its users would have done: every line of its audit is
// somebody's command. Organisations and list sizes are the published ones;
// every person, every post and every booking is invented.
package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/impact"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// The demo's organisations, from the published mapping of practices.
const (
	PCN      = "U63843" // Pier Health, whose 100,120 patients are just above the threshold
	Other    = "U86579" // another network of the same ICB, for what must not be seen
	Provider = "RVN"
	Board    = "QUY"
)

// weeks is how many weeks of history the demo has.
const weeks = 13

// world is a demo in the making.
type world struct {
	ctx    context.Context
	app    *app.App // under clock
	clock  *calendar.Manual
	now    calendar.Instant // the present: where the history ends
	rand   *rand.Rand
	users  map[string]access.Actor // by key: "reception", "leah"
	places map[string]string
	who    map[string]string // practitioners by key
	people []invented
	number int
	open   []visit
	plans  map[string]string   // the present safety plan of those who have one, by person
	handed string              // the caseload that was handed over for a leave
	full   map[string]*planned // the assessments and plans in full, by person
	leave  [2]calendar.Instant // when Tomasz is away
	tales  []tale
	doors  map[string]string // services of the directory by key
	err    error

	past                            []*door
	back, wait, work, told, refused *door         // onward requests while their stories are told
	toMeet                          []liaison.Met // who was handed over in the room this morning
}

// Make makes the demo unless it is there already; true when it was made.
func Make(ctx context.Context, a *app.App, seed int64) (bool, error) {
	standing, err := app.Ask(ctx, a, access.Nobody(), account.AnyUsers{})
	if err != nil {
		return false, err
	}
	if standing.Demo {
		return false, nil
	}
	if standing.Users > 0 {
		return false, errors.New("these records have real users and can't become a demo: choose another folder")
	}
	now := a.Now()
	start := now.Date().Monday().AddDays(-7 * weeks)
	first, err := calendar.On(start, calendar.NewTime(7, 0))
	if err != nil {
		return false, err
	}
	clock := calendar.NewManual(first)
	w := &world{
		ctx: ctx, app: a.At(clock), clock: clock, now: now, rand: rand.New(rand.NewPCG(uint64(seed), 20260401)),
		users: map[string]access.Actor{}, places: map[string]string{}, who: map[string]string{},
	}
	if err := a.Loosely(ctx, func() error {
		for _, step := range []func(){w.england, w.staff, w.agreement, w.urgent, w.diary, w.competences, w.posted, w.neighbours, w.persons, w.history, w.hires, w.present, w.proof} {
			step()
			if w.err != nil {
				return fmt.Errorf("making the demo at %s: %w", w.clock.Now(), w.err)
			}
		}
		return nil
	}); err != nil {
		return false, err
	}
	// Marked last, and on the disk before it is served: a demo that was cut off
	// in the middle is never served.
	do(w, "", account.MarkDemo{})
	if w.err == nil {
		_, w.err = impact.CountUp(ctx, a, false, nil)
	}
	return true, w.err
}

// Cast is a network without a history: what tests, benchmarks and the fault
// drills start from.
type Cast struct {
	App           *app.App
	Actors        map[string]access.Actor // by the key of the demo's people: "reception", "leah", "other" …
	People        []string                // ids of people registered at L81016, where "reception" sits
	Practitioners map[string]string       // "leah", "tomasz"
	Places        map[string]string       // "graham", "milton", "hub"
}

// Stage makes England, the staff, the agreement, the clinics and n people,
// all at the app's present, and no bookings.
func Stage(ctx context.Context, a *app.App, n int) (*Cast, error) {
	now := a.Now()
	clock := calendar.NewManual(now)
	w := &world{
		ctx: ctx, app: a.At(clock), clock: clock, now: now, rand: rand.New(rand.NewPCG(1, 20260401)),
		users: map[string]access.Actor{}, places: map[string]string{}, who: map[string]string{},
	}
	for _, step := range []func(){w.england, w.staff, w.agreement, w.urgent, w.diary} {
		step()
	}
	c := &Cast{App: a, Actors: w.users, Practitioners: w.who, Places: w.places}
	for i := range n {
		given, family := womenNames[i%len(womenNames)], fmt.Sprintf("%s-%s", families[i%len(families)], families[(i/len(families))%len(families)])
		c.People = append(c.People, w.add(person.Details{Given: given, Family: family, Sex: "female", BornOn: calendar.NewDate(1950+i%50, 1, 1).AddDays(i % 365), Practice: "L81016", Phone: "07700 900999"}))
	}
	return c, w.err
}

// do does a command as one of the demo's people ("" is the system), unless an
// earlier one failed.
func do[R any](w *world, as string, cmd app.Command[R]) R {
	var zero R
	if w.err != nil {
		return zero
	}
	r, err := try(w, as, cmd)
	if err != nil {
		w.err = fmt.Errorf("%s as %q: %w", app.NameOf(cmd), as, err)
	}
	return r
}

// try is do for what may well be refused: a slot that is taken.
func try[R any](w *world, as string, cmd app.Command[R]) (R, error) {
	return app.Do(w.ctx, w.app, w.actor(as), cmd)
}

func ask[R any](w *world, as string, q app.Query[R]) R {
	var zero R
	if w.err != nil {
		return zero
	}
	r, err := app.Ask(w.ctx, w.app, w.actor(as), q)
	if err != nil {
		w.err = fmt.Errorf("%s as %q: %w", app.NameOf(q), as, err)
	}
	return r
}

func (w *world) actor(key string) access.Actor {
	if key == "" {
		return access.System("Demo")
	}
	a, ok := w.users[key]
	if !ok && w.err == nil {
		w.err = fmt.Errorf("no demo user %q", key)
	}
	return a
}

// at moves the clock to a time of day on a day; never backwards.
func (w *world) at(day calendar.Date, hour, minute int) {
	i, err := calendar.On(day, calendar.NewTime(hour, minute))
	if err != nil {
		return
	}
	if i.After(w.clock.Now()) {
		w.clock.Set(i)
	} else {
		w.clock.Advance(time.Second)
	}
}

func (w *world) england() {
	do(w, "", network.LoadSnapshot{})
	do(w, "", network.AddProvider{Code: Provider, Name: "Avon and Wiltshire Mental Health Partnership NHS Trust", Kind: "trust"})
	do(w, "", network.AddProvider{Code: "VCSE1", Name: "Harbour Minds (invented charity)", Kind: "vcse"})
}

// staff are the people of the design's table, each with what they come for.
func (w *world) staff() {
	for _, u := range []struct {
		key, name, persona string
		role               access.Role
		code               string
		networks           []string
	}{
		{"reception", "Sam Okafor", "Reception and care navigator at Graham Road Surgery: books a person straight into a practitioner’s clinic.", access.Reception, "L81016", []string{PCN}},
		{"gp", "Dr Helen Marsh", "GP at Graham Road Surgery: asks the advice desk, hands a person over, reads what was done.", access.Clinician, "L81016", []string{PCN}},
		{"leah", "Leah Whitcombe", "Mental health practitioner (community mental health nurse): runs the day.", access.Practitioner, PCN, []string{PCN}},
		{"tomasz", "Tomasz Wolski", "Mental health practitioner (occupational therapist), with a second post in the network.", access.Practitioner, PCN, []string{PCN}},
		{"pharmacist", "Priya Nair", "PCN clinical pharmacist: answers what colleagues ask of her.", access.Pharmacist, PCN, []string{PCN}},
		{"link", "Joe Barrett", "Social prescribing link worker: answers what colleagues ask of him.", access.LinkWorker, PCN, []string{PCN}},
		{"supervisor", "Dr Anita Rao", "Clinical supervisor at the provider: reads the work of the practitioners.", access.Supervisor, Provider, []string{PCN}},
		{"manager", "Grace Adeyemi", "PCN manager: entitlement, the agreement, the diary’s set-up.", access.Manager, PCN, []string{PCN}},
		{"manager2", "Idris Bowen", "PCN manager of Phoenix, whose practitioners a charity employs under the trust: posts, claims, the year’s money.", access.Manager, Phoenix, []string{Phoenix}},
		{"manager3", "Nell Ashworth", "PCN manager of Gordano Valley, where a practice employs the practitioner itself: nothing is claimed.", access.Manager, Gordano, []string{Gordano}},
		{"supervisor3", "Dr Nia Rowlands", "GP in Gordano Valley: supervises the practitioner whom a practice employs.", access.Supervisor, Gordano, []string{Gordano}},
		{"lead", "Mark Holloway", "Team lead at the provider: the same posts from the employer’s side.", access.TeamLead, Provider, []string{PCN}},
		{"icb", "Fiona Clarke", "ICB: which networks have a practitioner, and where the gaps are.", access.Commissioner, Board, nil},
		{"admin", "Alex Reid", "Administrator: users, imports, the audit chain.", access.Admin, "", nil},
		{"reception2", "Bea Lindqvist", "Reception at The Milton Surgery, in the same network.", access.Reception, "L81058", []string{PCN}},
		{"other", "Owen Pryce", "Reception in another network, to see that nothing can be seen from there.", access.Reception, "L81031", []string{Other}},
	} {
		place := account.PlaceFor(u.role, u.code)
		id := do(w, "", account.AddUser{Username: u.key, Name: u.name, Persona: u.persona, Grants: []account.Grant{{Role: u.role, Place: place, Code: u.code}}})
		w.users[u.key] = access.Actor{ID: id, Name: u.name, Grants: []access.Grant{{Role: u.role, Place: place, Code: u.code, Networks: u.networks}}}
		w.clock.Advance(time.Second)
	}
}

func (w *world) agreement() {
	start := w.clock.Now().Date()
	practices := []struct {
		code string
		n    int
	}{{"L81016", 4}, {"L81021", 3}, {"L81044", 2}, {"L81051", 3}, {"L81058", 4}, {"L81066", 2}, {"L81643", 3}}
	terms := network.Terms{
		Model: network.Joint,
		Services: []network.Service{
			{Key: "adult", Name: "Adults and older adults", Criteria: []network.Criterion{
				{Key: "age", Rule: "age from", Age: 18, Text: "18 or over", Question: "How old are they?",
					Onward: "The children and young people’s mental health practitioner of the network", OnwardHow: "Ring the children’s single point of access, Monday to Friday 9am to 5pm; out of hours NHS 111, mental health option"},
				{Key: "dementia", Rule: "ask", Text: "Without a diagnosis of dementia (being forgetful is not dementia)", Question: "Has a doctor told them that they have dementia?",
					Onward: "The memory service, through the person’s own GP", OnwardHow: "Book a routine GP appointment and put “memory service” in the reason"},
			}},
		},
		Functions:    []string{"a", "b", "c", "d", "e"},
		Mechanism:    "Practice staff book straight into the practitioner’s clinics in Footbridge, by telephone or at the desk.",
		Bookers:      []access.Role{access.Reception, access.Clinician},
		ReleaseHours: 48, OverLimit: "reason", HorizonWeeks: 6, ReturnWeeks: 8, SelfReferral: true,
		ResponseTimes: []network.ResponseTime{{Name: "Same day", WorkingDays: 0}, {Name: "Soon", WorkingDays: 5}, {Name: "Routine", WorkingDays: 20}},
		ReviewOn:      start.AddMonths(5),
		Note:          "Reviewed by both sides every quarter.",
	}
	for _, p := range practices {
		terms.Allowances = append(terms.Allowances, network.Allowance{Practice: p.code, PerWeek: p.n})
	}
	id := do(w, "manager", network.DraftAgreement{PCN: PCN, Provider: Provider, From: start, Terms: terms})
	w.clock.Advance(time.Hour)
	do(w, "manager", network.SignAgreement{ID: id, Version: 1})
	w.clock.Advance(time.Hour)
	do(w, "lead", network.SignAgreement{ID: id, Version: 1})
}

func (w *world) urgent() {
	for i, r := range []network.SetUrgent{
		{Label: "Life is at risk now", Number: "999, or the nearest A&E", Hours: "Always", WhoFor: "Anyone in immediate danger"},
		{Label: "NHS 111, mental health option", Number: "111, then option 2", Hours: "Always, all ages", WhoFor: "Anyone in a crisis, and their family"},
		{Label: "Duty doctor of this practice", Number: "Extension 200 from the desk", Hours: "Monday to Friday, 8am to 6.30pm", WhoFor: "Reception and clinicians of the practice", StaffOnly: true},
		{Label: "Samaritans", Number: "116 123", Hours: "Always, free", WhoFor: "Anyone who wants to be listened to"},
	} {
		r.PCN, r.Position, r.Owner = PCN, i+1, "Grace Adeyemi, PCN manager"
		do(w, "manager", r)
	}
}

// checkNumbers tries the urgent numbers again, all but one.
func (w *world) checkNumbers() {
	for _, r := range ask(w, "manager", network.UrgentRoutes{PCN: PCN}) {
		if r.Label != "Samaritans" {
			do(w, "manager", network.CheckUrgent{PCN: PCN, ID: r.ID})
		}
	}
}

// draftNext drafts the next version of the agreement: two practices want more,
// the release comes earlier. The network has signed it, the provider not yet.
func (w *world) draftNext() {
	standing := ask(w, "manager", network.SignedAgreement{PCN: PCN})
	if w.err != nil || standing.InForce == nil {
		return
	}
	t := standing.InForce.Terms
	t.Allowances = append([]network.Allowance(nil), t.Allowances...)
	for i := range t.Allowances {
		switch t.Allowances[i].Practice {
		case "L81016":
			t.Allowances[i].PerWeek = 6
		case "L81066":
			t.Allowances[i].PerWeek = 1
		}
	}
	t.ReleaseHours = 72
	from := w.now.Date().AddMonths(1)
	from = calendar.NewDate(from.Year(), from.Month(), 1)
	t.ReviewOn = from.AddMonths(6)
	id := do(w, "manager", network.DraftAgreement{PCN: PCN, Provider: Provider, From: from, Terms: t})
	do(w, "manager", network.SignAgreement{ID: id, Version: 1})
}
