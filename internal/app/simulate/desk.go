package simulate

import (
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/liaison"
	"footbridge/internal/calendar"
)

// desk makes up what passes without a person in the chair: questions to the
// advice desk, what the rest of the team is asked, and teaching.
func (g *gen) desk() {
	team := g.team("adult")
	days := g.last()
	for range g.n.requests / 9 {
		g.question(pick(g, team), g.working(g.rand.IntN(days), 0))
	}
	for range g.n.requests / 16 {
		g.asked(pick(g, team), g.working(g.rand.IntN(days), 0))
	}
	for range max(1, 6*days/365) {
		g.taught(pick(g, team), g.working(g.rand.IntN(days), 0))
	}
}

func (g *gen) question(h *helper, day int) {
	if day >= g.last() {
		return
	}
	i := g.rand.IntN(len(g.n.practices))
	asked := g.at(day, 9*60+g.rand.IntN(8*60))
	a := liaison.Advice{ID: g.id(), PCN: g.n.code, Practice: g.n.practices[i].code, Question: pick(g, questions), Soon: "Soon", TargetDays: 2, AskedBy: g.gp.ID, AskedName: g.gp.Name, AskedAt: asked,
		State: liaison.Open, Live: true, PracticeWroteAt: asked, PracticeReadAt: asked, Version: 1}
	if i > 0 {
		a.AskedBy, a.AskedName = g.desks[i].id, g.desks[i].name
	}
	a.NeededBy, a.DueOn = g.later(day, 5), g.later(day, 2)
	at := g.at(g.working(day, min(9, int(g.skewed(0.8, 0.9)))), 16*60+30+g.rand.IntN(60))
	if !at.After(asked) {
		at = asked.Add(25 * time.Minute)
	}
	if at.Before(g.now) {
		a.State, a.TakenBy, a.TakenAt, a.AnsweredAt, a.AnsweredName, a.DeskWroteAt, a.DeskReadAt, a.Version = liaison.Answered, h.id, at.Add(-10*time.Minute), at, h.name, at, at, 3
		g.out.answers = append(g.out.answers, liaison.Answer{ID: g.id(), Advice: a.ID, Question: a.Question, Words: pick(g, advices), WhoDoes: "GP: tells the person", AskAgain: "If it gets worse, the same day", Minutes: 5 + g.rand.IntN(20), ByID: h.user, ByName: h.name, ByRole: h.role, At: at})
		if read := at.Add(20 * time.Hour); read.Before(g.now) && g.chance(0.9) {
			a.State, a.Live, a.EndedAt, a.EndedName, a.EndedWhy, a.PracticeReadAt, a.Version = liaison.Closed, false, read, a.AskedName, "Answered", read, 5
		} else {
			a.ToCopy = true
		}
	}
	g.out.advice = append(g.out.advice, a)
}

func (g *gen) later(day, n int) calendar.Date {
	d, err := calendar.AddWorkingDays(g.date[day], n)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

func (g *gen) asked(h *helper, day int) {
	if day >= g.last() || len(g.out.people) == 0 {
		return
	}
	// Of somebody who had come by then.
	p := pick(g, g.out.people)
	asked := g.at(day, 17*60+g.rand.IntN(50))
	if asked.Before(p.CreatedAt) {
		return
	}
	r := liaison.Request{ID: g.id(), PCN: g.n.code, Practice: p.Practice, Person: p.ID, Question: pick(g, askWords), OwnerRole: access.LinkWorker, OwnerName: "The social prescribing link worker", DueOn: g.later(day, 10),
		AskedBy: h.user, AskedName: h.name, AskedRole: access.Practitioner, AskedAt: asked, State: liaison.Asked, Version: 1}
	if r.Question == askWords[0] {
		r.OwnerRole, r.OwnerName = access.Pharmacist, "The PCN clinical pharmacist"
	}
	if at := g.at(g.working(day, 1+int(min(25, g.skewed(5, 0.6)))), 15*60); at.Before(g.now) {
		r.State, r.Answer, r.Told, r.EndedName, r.EndedAt, r.Version = liaison.AskAnswered, "Done, and written in the GP record", "I told them on the telephone", g.someone(), at, 2
	}
	g.out.asks = append(g.out.asks, r)
}

func (g *gen) taught(h *helper, day int) {
	if day >= g.last() {
		return
	}
	nurses, desks := 1+g.rand.IntN(6), 2+g.rand.IntN(9)
	s := liaison.Session{ID: g.id(), PCN: g.n.code, OnDay: g.date[day], Topic: pick(g, topics), Place: g.n.practices[0].name, People: nurses + desks, Practices: []string{g.n.practices[0].code}, Minutes: 30 + 15*g.rand.IntN(3),
		Audience: []liaison.Audience{{Who: "Nurses", N: nurses}, {Who: "Reception and care navigators", N: desks}}, Feedback: "More time for cases, please", AgainYes: desks, ByID: h.user, ByName: h.name, At: g.at(day, 14*60)}
	g.out.taught = append(g.out.taught, s)
}
