package simulate

import (
	"fmt"
	"math"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
)

// ahead is for how many days slots exist beyond the year: as far as the diary
// makes them.
const ahead = 7 * diary.MakeWeeks

// helper is a practitioner while a year is made up.
type helper struct {
	id, user, name, service string
	role                    string
	follows                 [][]int // free follow-up slots by day
}

// kinds are the professions of the practitioners, roughly as often as they
// are published.
var kinds = []struct{ key, name, band string }{
	{"nurse", "Community psychiatric nurse", "6"}, {"nurse", "Community psychiatric nurse", "7"}, {"ot", "Mental health occupational therapist", "6"},
	{"social-worker", "Mental health social worker", "6"}, {"wellbeing", "Mental health and wellbeing practitioner", "5"}, {"psychologist", "Clinical psychologist", "8a"}, {"peer", "Peer support worker", "4"},
}

// staff appoints practitioners until their first appointments are enough for
// the requests, and signs the agreement.
func (g *gen) staff() {
	y, n := g.out, g.n
	y.provider = network.Provider{Code: "SIM-" + n.icb, Name: "Simulated provider in " + n.icbName + " (no real organisation)", Kind: "other"}
	before := g.at(-30, 9*60)
	manager := g.user("manager", "PCN manager: entitlement, the agreement, the diary’s set-up.", access.Manager, n.code)
	lead := g.user("lead", "Team lead at the simulated provider: the same posts from the employer’s side.", access.TeamLead, y.provider.Code)
	g.user("supervisor", "Clinical supervisor at the simulated provider.", access.Supervisor, y.provider.Code)
	g.gp = g.user("gp", "GP at "+n.practices[0].name+": asks the advice desk, hands a person over.", access.Clinician, n.practices[0].code)
	g.user("pharmacist", "PCN clinical pharmacist: answers what colleagues ask.", access.Pharmacist, n.code)
	g.user("link", "Social prescribing link worker: answers what colleagues ask.", access.LinkWorker, n.code)
	if g.index == 0 {
		g.user("icb", "ICB: which networks have a practitioner, how long people wait.", access.Commissioner, n.icb)
		g.user("admin", "Administrator: users, imports, the audit chain.", access.Admin, "")
	}
	for i, p := range n.practices {
		d := desk{name: g.someone(), id: "simulated-" + p.code}
		if i == 0 {
			u := g.user("reception", "Reception at "+p.name+": books a person straight into a practitioner’s clinic.", access.Reception, p.code)
			d.name, d.id = u.Name, u.ID
		}
		g.desks = append(g.desks, d)
	}

	young := 0
	if n.young {
		young = n.requests / 12
	}
	g.young = float64(young) / float64(max(1, n.requests))
	g.appoint("adult", n.requests-young)
	if young > 0 {
		g.appoint("cyp", young)
	}

	terms := network.Terms{
		Model: network.Joint,
		Services: []network.Service{{Key: "adult", Name: "Adults and older adults", Criteria: []network.Criterion{
			{Key: "age", Rule: "age from", Age: 18, Text: "18 or over", Question: "How old are they?", Onward: "The children and young people’s mental health practitioner, or the children’s single point of access", OnwardHow: "Ring the children’s single point of access, Monday to Friday 9am to 5pm; out of hours NHS 111, mental health option"},
			{Key: "dementia", Rule: "ask", Text: "Without a diagnosis of dementia", Question: "Has a doctor told them that they have dementia?", Onward: "The memory service, through the person’s own GP", OnwardHow: "Book a routine GP appointment and put “memory service” in the reason"},
		}}},
		Functions: []string{"a", "b", "c", "d", "e"}, Mechanism: "Practice staff book straight into the practitioner’s clinics.", Bookers: []access.Role{access.Reception, access.Clinician},
		SelfReferral: true, ReleaseHours: 48, OverLimit: "reason", HorizonWeeks: 12, ReturnWeeks: returnWeeks,
		ResponseTimes: []network.ResponseTime{{Name: "Same day", WorkingDays: 0}, {Name: "Soon", WorkingDays: 5}, {Name: "Routine", WorkingDays: 20}},
		ReviewOn:      g.To.AddMonths(4), Note: "Simulated.",
	}
	if young > 0 {
		terms.Services = append(terms.Services, network.Service{Key: "cyp", Name: "Children and young people", Criteria: []network.Criterion{
			{Key: "age", Rule: "age to", Age: 17, Text: "Under 18", Question: "How old are they?", Onward: "The practitioner for adults", OnwardHow: "Book them into the adult clinic"},
		}})
	}
	weeks := float64(g.To.DaysSince(g.From)) / 7
	for _, p := range n.practices {
		week := float64(n.requests) * float64(p.patients) / float64(n.patients) / weeks
		a := network.Allowance{Practice: p.code, PerWeek: max(1, int(math.Round(week*1.1+0.3)))}
		terms.Allowances = append(terms.Allowances, a)
		g.perWeek[p.code] = a.PerWeek
	}
	y.agreement = network.Agreement{ID: g.id(), PCN: n.code, Provider: y.provider.Code, Number: 1, FromDay: g.From, DraftedBy: manager.Name, DraftedAt: before, NetworkSignedBy: manager.Name, NetworkSignedAt: before.Add(time.Hour),
		ProviderSignedBy: lead.Name, ProviderSignedAt: before.Add(2 * time.Hour), Terms: terms}
	for i, r := range []network.UrgentRoute{
		{Label: "Life is at risk now", Number: "999, or the nearest A&E", Hours: "Always", WhoFor: "Anyone in immediate danger"},
		{Label: "NHS 111, mental health option", Number: "111, then option 2", Hours: "Always, all ages", WhoFor: "Anyone in a crisis, and their family"},
		{Label: "Samaritans", Number: "116 123", Hours: "Always, free", WhoFor: "Anyone who wants to be listened to"},
	} {
		r.ID, r.PCN, r.Position, r.Owner, r.CheckedOn, r.CheckedBy, r.Since = g.id(), n.code, i+1, manager.Name, g.To.AddDays(-20), manager.Name, before
		y.urgent = append(y.urgent, r)
	}
	for _, s := range []onward.Body{
		{Name: "NHS Talking Therapies", Kind: "talking", Organisation: "The local service (simulated)", WhoFor: "Depression and anxiety", AgeFrom: 16, HowToAsk: "Their form, or people ring themselves", Phone: "01632 960201", Email: "talking@simulated.example", Wants: []string{"reason", "goals"}},
		{Name: "Community mental health team", Kind: "secondary", Organisation: "The local team (simulated)", WhoFor: "Severe or complex needs that primary care can’t meet", AgeFrom: 18, HowToAsk: "Secure mail to the duty desk", Phone: "01632 960210", Email: "team@simulated.example", Wants: []string{"reason", "safety"}},
		{Name: "Peer support", Kind: "voluntary", Organisation: "A local charity (simulated)", WhoFor: "Anybody who would like company", AgeFrom: 18, HowToAsk: "Secure mail, or ring", Phone: "01632 960243", Email: "peers@simulated.example", Wants: []string{"reason"}},
	} {
		s.Owner = manager.Name
		y.services = append(y.services, onward.Service{ID: g.id(), PCN: n.code, Kind: s.Kind, Name: s.Name, Body: s, ConfirmedOn: g.To.AddDays(-60), ConfirmedName: manager.Name, ChangedAt: before, ChangedName: manager.Name})
	}
}

// user makes a user. Only those of the first network may sign in.
func (g *gen) user(key, persona string, role access.Role, code string) account.User {
	u := account.User{ID: g.id(), Username: strings.ToLower(g.n.code) + "-" + key, Name: g.someone(), Persona: persona, Active: g.index == 0, CreatedAt: g.at(-40, 9*60+len(g.out.users))}
	g.out.users = append(g.out.users, u)
	g.out.grants = append(g.out.grants, account.Grant{Role: role, Code: code})
	return u
}

func (g *gen) someone() string {
	names := womenNames
	if g.rand.IntN(4) == 0 {
		names = menNames
	}
	return pick(g, names) + " " + pick(g, families)
}

// appoint puts practitioners of a service in post, each with clinics on the
// days of their hours, until there are enough first appointments. A full-time
// one has four a day, and six follow-ups.
func (g *gen) appoint(service string, requests int) {
	years := float64(g.To.DaysSince(g.From)) / 365
	need := float64(requests) * 1.3 / years // some come twice to a first appointment
	for have, i := 0.0, 0; i == 0 || have < need; i++ {
		days := []int{5, 4, 5, 3}[g.rand.IntN(4)]
		g.practitioner(service, i, days)
		have += float64(days) * 4 * 44 // weeks without leave and bank holidays
	}
}

func (g *gen) practitioner(service string, i, days int) {
	y, n := g.out, g.n
	k := kinds[g.rand.IntN(len(kinds))]
	if i == 0 {
		k = kinds[g.rand.IntN(2)]
	}
	u := g.user(fmt.Sprintf("mhp-%s-%d", service, i+1), "Mental health practitioner ("+k.name+"): runs the day.", access.Practitioner, n.code)
	h := &helper{id: g.id(), user: u.ID, name: u.Name, service: service, role: k.name, follows: make([][]int, len(g.date))}
	y.practitioners = append(y.practitioners, workforce.Practitioner{ID: h.id, UserID: u.ID, Name: u.Name, RoleType: k.name, RingsFrom: "01632 960150",
		Does: "First talks, brief help with anxiety and low mood, the next door when another service fits better.", DoesNot: "Does not diagnose dementia or ADHD, and does not start medication."})
	post := workforce.Post{ID: g.id(), Practitioner: h.id, PCN: n.code, Provider: y.provider.Code, Model: network.Joint, Service: service, Band: k.band, WTEPercent: days * 20, FromDay: g.From.AddDays(-200)}
	y.posts = append(y.posts, post)
	y.details = append(y.details, workforce.Detail{Post: post.ID, PCN: n.code, RoleKey: k.key, Model: network.Joint, Provider: y.provider.Code, Service: service, Band: k.band, WTEPercent: post.WTEPercent, Why: "As it was entered", At: g.at(-35, 9*60), ByID: u.ID, ByName: y.users[0].Name})
	g.helpers = append(g.helpers, h)

	leave := g.leave(h)
	home := g.rand.IntN(len(n.practices))
	for part, at := range []int{home, (home + 1) % len(n.practices)} {
		var weekdays []time.Weekday
		for d := range days {
			if d%2 == part {
				weekdays = append(weekdays, time.Monday+time.Weekday(d))
			}
		}
		if len(weekdays) == 0 {
			continue
		}
		place := g.place(n.practices[at])
		for _, begins := range []int{9 * 60, 13*60 + 30} {
			g.clinic(h, place, weekdays, begins, leave)
		}
	}
}

// place is a room in a practice.
func (g *gen) place(p practice) string {
	if id, ok := g.places[p.code]; ok {
		return id
	}
	id := g.id()
	g.places[p.code] = id
	g.out.places = append(g.out.places, diary.Place{ID: id, PCN: g.n.code, Name: p.name, Practice: p.code, GettingThere: "Step-free; buses stop outside"})
	return id
}

// leave is about six weeks in a year: at the turn of the year, in August, and
// some weeks besides.
func (g *gen) leave(h *helper) map[int]bool {
	off := map[int]bool{}
	for day := 0; day < len(g.date); day++ {
		d := g.date[day]
		if d.Weekday() != time.Monday {
			continue
		}
		often := 0.06
		switch d.Month() {
		case time.August:
			often = 0.35
		case time.December:
			often = 0.25
		case time.April:
			often = 0.15
		}
		if g.rand.Float64() >= often {
			continue
		}
		for i := range 5 {
			off[day+i] = true
		}
		g.out.absences = append(g.out.absences, diary.Absence{ID: g.id(), PCN: g.n.code, Practitioner: h.id, Kind: "leave", FromAt: g.at(day, 0), ToAt: g.at(day+5, 0), Why: "annual leave", ByName: g.out.users[0].Name, At: g.at(day-60, 10*60)})
	}
	return off
}

const modes = "face to face,telephone,video"

// clinic is a session of three hours: two first appointments, then three
// follow-ups.
func (g *gen) clinic(h *helper, place string, weekdays []time.Weekday, begins int, leave map[int]bool) {
	y := g.out
	k := diary.Clinic{ID: g.id(), PCN: g.n.code, Practitioner: h.id, Place: place, Service: h.service, Purpose: "ongoing", Modes: strings.Split(modes, ","), Pattern: calendar.Pattern{Weekdays: weekdays, Every: 1},
		Starts: calendar.TimeOfDay(begins), Ends: calendar.TimeOfDay(begins + 180), FirstMinutes: 45, FollowMinutes: 30, Firsts: 2, FromDay: g.From, MadeUntil: g.date[len(g.date)-1]}
	y.clinics = append(y.clinics, k)
	on := [7]bool{}
	for _, d := range weekdays {
		on[d] = true
	}
	for day, date := range g.date {
		if !g.works[day] || !on[date.Weekday()] {
			continue
		}
		at := begins
		for i := range 5 {
			kind, minutes := "follow", 30
			if i < 2 {
				kind, minutes = "first", 45
			}
			s := diary.Slot{ID: g.id(), Clinic: k.ID, PCN: g.n.code, Practitioner: h.id, Place: place, Service: h.service, Kind: kind, Modes: modes, Day: date, StartsAt: g.at(day, at), EndsAt: g.at(day, at+minutes), State: "free"}
			at += minutes
			switch {
			case leave[day]:
				s.State, s.Why = "blocked", "leave: annual leave"
			case kind == "first":
				g.firsts[h.service][day] = append(g.firsts[h.service][day], len(y.slots))
			default:
				h.follows[day] = append(h.follows[day], len(y.slots))
			}
			y.slots = append(y.slots, s)
			g.who = append(g.who, h)
		}
	}
}
