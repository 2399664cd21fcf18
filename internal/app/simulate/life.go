package simulate

import (
	"fmt"
	"math"
	"time"

	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/measure"
	"footbridge/internal/nhs"
)

// returnWeeks is how long a quick return is agreed for.
const returnWeeks = 8

// The ways that are not a direct booking or a quick return.
const (
	selfReferral = "self-referral"
	stepDown     = "step-down from secondary care"
	transition   = "transition from children’s services"
)

// newPerson invents somebody of a practice, registered by its desk on a day.
func (g *gen) newPerson(day int, service string) person.Person {
	at := g.rand.IntN(g.n.patients)
	i := 0
	for ; at >= g.n.practices[i].patients; i++ {
		at -= g.n.practices[i].patients
	}
	p := person.Person{ID: g.id(), Practice: g.n.practices[i].code, PCN: g.n.code, Sex: "female", Version: 1, CreatedAt: g.at(day, 8*60+g.rand.IntN(5)), ChangedBy: g.desks[i].name}
	p.ChangedAt = p.CreatedAt
	names := womenNames
	switch {
	case g.chance(0.005):
		p.Sex = ""
	case g.chance(0.38):
		p.Sex, names = "male", menNames
	}
	p.Given, p.Family = pick(g, names), pick(g, families)
	p.BornOn = g.date[day].AddYears(-g.age(service)).AddDays(-1 - g.rand.IntN(364))
	for g.stem < g.stems && p.NHSNumber == "" {
		n, _ := nhs.InventedOn(g.stem)
		p.NHSNumber = string(n)
		g.stem++
	}
	if g.chance(0.85) {
		p.Phone = fmt.Sprintf("07700 900%03d", g.rand.IntN(1000))
	}
	if g.chance(0.7) {
		p.SafePhone, p.SafeVoicemail, p.SafeText, p.SafeLetter = "yes", "yes", "yes", "yes"
		if g.chance(0.12) {
			p.SafeVoicemail = "no"
		}
		if g.chance(0.06) {
			p.SafeLetter = "no"
		}
	}
	if g.chance(0.05) {
		p.Language = pick(g, languages)
		p.Interpreter = g.chance(0.6)
	}
	if g.chance(0.04) {
		p.Format = "Large print"
	}
	if g.chance(0.08) {
		p.Adjustments = pick(g, needs)
	}
	g.out.people = append(g.out.people, p)
	return p
}

// age gives completed years: adults are mostly between 20 and 60.
func (g *gen) age(service string) int {
	if service == "cyp" {
		return 11 + g.rand.IntN(7)
	}
	x := g.rand.Float64()
	for _, b := range []struct {
		upTo        float64
		from, width int
	}{{0.18, 18, 7}, {0.42, 25, 10}, {0.61, 35, 10}, {0.76, 45, 10}, {0.88, 55, 10}, {0.95, 65, 10}, {1, 75, 18}} {
		if x < b.upTo {
			return b.from + g.rand.IntN(b.width)
		}
	}
	return 50
}

// life is one episode while it is made up.
type life struct {
	p      person.Person
	desk   desk
	e      episode.Episode
	r      episode.Request
	rec    *triage.Record
	who    *helper
	n      int  // contacts
	low    bool // a PHQ-9 was taken at the beginning
	worry  bool // and a GAD-7
	goal   int  // the place of their goal in the list, -1 without one
	paused bool // once is enough
}

// way says how somebody comes: most are booked straight into a clinic.
func (g *gen) way(service string) string {
	switch x := g.rand.Float64(); {
	case x < 0.80:
		return episode.DirectBooking
	case x < 0.90:
		return episode.HandOver
	case x < 0.95:
		return selfReferral
	case x < 0.98 || service == "cyp":
		return episode.WalkIn
	case x < 0.995:
		return stepDown
	}
	return transition
}

// come lets a person come on a day; before is the episode that they come back
// after, if any.
func (g *gen) come(p person.Person, day int, service, way string, before episode.Episode) {
	y := g.out
	if way == "" {
		way = g.way(service)
	}
	l := &life{p: p, goal: -1}
	for i, x := range g.n.practices {
		if x.code == p.Practice {
			l.desk = g.desks[i]
		}
	}
	received := g.at(day, 8*60+10+g.rand.IntN(9*60))
	l.e = episode.Episode{ID: g.id(), Person: p.ID, PCN: g.n.code, Practice: p.Practice, Service: service, OpenedAt: received, State: "open", Version: 1}
	words := pick(g, reasons)
	if service == "cyp" {
		words = pick(g, youngReasons)
	}
	l.r = episode.Request{ID: g.id(), Person: p.ID, PCN: g.n.code, Practice: p.Practice, Way: way, Service: service, Words: words, AnswersText: "null", ReceivedAt: received, ReceivedBy: l.desk.name, Episode: l.e.ID, State: "open"}
	if before.ID != "" && way == episode.QuickReturn {
		y.returns = append(y.returns, episode.Return{Episode: l.e.ID, BeforeEpisode: before.ID, Person: p.ID, PCN: g.n.code, At: received, ByID: l.desk.id, ByName: l.desk.name})
	}
	direct := way == episode.DirectBooking || way == episode.QuickReturn
	if way == episode.DirectBooking {
		l.r.AnswersText = `[{"Key":"age","Text":"18 or over","Met":"yes"},{"Key":"dementia","Text":"Without a diagnosis of dementia","Met":"yes"}]`
		if service == "cyp" {
			l.r.AnswersText = `[{"Key":"age","Text":"Under 18","Met":"yes"}]`
		}
	}
	// The request counts from here on, so that nobody comes back beyond the
	// number that is to be made.
	at := len(y.requests)
	y.requests, y.episodes = append(y.requests, l.r), append(y.episodes, l.e)
	closed := g.through(l, day, direct)
	y.requests[at], y.episodes[at] = l.r, l.e
	if l.rec != nil {
		y.records = append(y.records, *l.rec)
	}
	if closed < 0 || len(y.requests) >= g.n.requests || !g.chance(0.065) {
		return
	}
	back := g.working(closed+5+g.rand.IntN(85), 0)
	if back >= g.last() {
		return
	}
	way = episode.DirectBooking
	if back-closed <= 7*returnWeeks {
		way = episode.QuickReturn
	}
	g.come(p, back, service, way, l.e)
}

// through goes through an episode and gives the day on which it was closed,
// -1 when it is still open where the year ends.
func (g *gen) through(l *life, day int, direct bool) int {
	team := g.team(l.e.Service)
	from := day
	if !direct {
		l.who = pick(g, team)
		if !g.received(l, day) {
			return -1 // nobody has taken it yet
		}
		from = l.rec.TakenAt.Date().DaysSince(g.From)
		l.hold(l.who)
		if l.r.Way == episode.HandOver && g.chance(0.08) {
			return g.close(l, from, "Advice was given, and that was enough", "The GP practice")
		}
		if l.r.Way == episode.WalkIn {
			g.contact(l, from, diary.Booking{})
		}
	}
	target := from + int(min(120, max(1, g.skewed(12, 0.8))))
	seen, booked := -1, l.r.ReceivedAt
	if !direct {
		booked = l.rec.TakenAt.Add(20 * time.Minute)
	}
	own := !direct
	was, next := -1, -1 // the booking that was moved, and the slot to which
	for attempt := 0; attempt < 3; attempt++ {
		slot := next
		if next = -1; slot < 0 {
			slot = g.first(l.e.Service, target)
		}
		if slot < 0 {
			return -1 // on nobody's diary yet
		}
		l.hold(g.who[slot])
		b := g.book(l, slot, booked, own)
		if was >= 0 {
			m := &g.out.bookings[was]
			m.State, m.MovedTo, b.MovedFrom, was = "moved", b.ID, m.ID, -1
		}
		if !b.StartsAt.Before(g.now) {
			g.out.bookings = append(g.out.bookings, b)
			return -1
		}
		on := b.Day.DaysSince(g.From)
		x := g.rand.Float64()
		switch {
		case x < 0.075: // cancelled or moved
			g.cancel(l, &b, slot, x < 0.045)
			g.out.bookings = append(g.out.bookings, b)
			off := b.EndedAt.Date().DaysSince(g.From)
			if x < 0.02 {
				return g.close(l, g.working(off, 0), "The person does not want to go on", "The GP practice")
			}
			booked, target = b.EndedAt, max(off, on)+2+g.rand.IntN(12)
			if own = true; x >= 0.045 && attempt < 2 {
				if next = g.first(l.e.Service, target); next >= 0 {
					was = len(g.out.bookings) - 1 // it was moved rather than cancelled
				}
			}
		case x < 0.175:
			b.Arrival, b.ArrivedAt, b.Happened, b.HappenedWhy, b.Version = "did not attend", b.StartsAt.Add(25*time.Minute), "no", pick(g, absentWhys), 3
			g.out.bookings = append(g.out.bookings, b)
			if attempt == 2 || g.chance(0.4) {
				return g.close(l, g.working(on+7+g.rand.IntN(14), 0), "Not reached after the agreed attempts", "The GP practice")
			}
			booked, target, own = b.EndsAt.Add(time.Hour), on+3+g.rand.IntN(14), true
		case x < 0.185:
			b.Arrival, b.ArrivedAt, b.Happened, b.HappenedWhy, b.Version = "arrived", b.StartsAt, "no", pick(g, elsewhere), 3
			g.out.bookings = append(g.out.bookings, b)
			booked, target, own = b.EndsAt, on+2+g.rand.IntN(9), true
		default:
			g.seen(l, b, on)
			seen = on
		}
		if seen >= 0 {
			break
		}
	}
	if seen < 0 {
		if at := g.working(target+14, 0); at < g.last() {
			return g.close(l, at, "Not reached after the agreed attempts", "The GP practice")
		}
		return -1
	}
	return g.follow(l, seen)
}

func (g *gen) team(service string) []*helper {
	var out []*helper
	for _, h := range g.helpers {
		if h.service == service {
			out = append(out, h)
		}
	}
	return out
}

// hold says who holds the person, and keeps the version that the changes would
// have left.
func (l *life) hold(h *helper) {
	l.who = h
	if l.e.Holder != "" && l.e.Holder != h.id || l.e.Holder == "" && l.rec != nil {
		l.e.Version++
	}
	l.e.Holder = h.id
}

// received writes down a request that was not booked straight in, and who took
// it when; false when nobody has yet.
func (g *gen) received(l *life, day int) bool {
	rec := &triage.Record{Request: l.r.ID, Person: l.p.ID, PCN: g.n.code, Asked: pick(g, triage.Questions[1:4]), FromWhom: "the practice", Response: "Routine", ResponseDays: 20, ResponseWhy: "Steady, and has somebody at home", Version: 1}
	l.rec = rec
	switch l.r.Way {
	case selfReferral:
		rec.FromWhom = "the person"
	case stepDown:
		rec.FromWhom = "the community mental health team"
	case transition:
		rec.FromWhom = "the children’s service"
	case episode.HandOver:
		rec.FromWhom = "a GP of the practice"
	}
	if g.chance(0.3) {
		rec.Response, rec.ResponseDays, rec.ResponseWhy = "Soon", 5, "Getting less sleep every week"
	}
	rec.ResponseName, rec.ResponseAt = l.desk.name, l.r.ReceivedAt
	due, err := calendar.AddWorkingDays(g.date[day], rec.ResponseDays)
	if err == nil {
		rec.DueOn = due
	}
	days := min(rec.ResponseDays, int(g.skewed(1, 0.9)))
	at := g.at(g.working(day, days), 9*60+g.rand.IntN(7*60))
	if l.r.Way == episode.WalkIn || !at.After(l.r.ReceivedAt) {
		at = l.r.ReceivedAt.Add(10 * time.Minute)
	}
	if !at.Before(g.now) {
		return false
	}
	rec.TakenAt = at
	g.happened(l, "taken", at)
	if l.r.Way != episode.WalkIn && g.chance(0.85) {
		g.without(l, at)
	}
	return true
}

func (g *gen) happened(l *life, what string, at calendar.Instant) {
	g.out.events = append(g.out.events, triage.Event{ID: g.id(), Request: l.r.ID, Version: l.rec.Version, What: what, ByID: l.who.user, ByName: l.who.name, At: at})
}

// without asks what would have happened without the practitioner.
func (g *gen) without(l *life, at calendar.Instant) {
	x, i := g.rand.Float64(), 0
	for _, upTo := range []float64{0.36, 0.53, 0.67, 0.70, 0.88} {
		if x >= upTo {
			i++
		}
	}
	l.rec.Without, l.rec.WithoutName, l.rec.WithoutAt = triage.Withouts[i], l.who.name, at
}

// first takes the first free first appointment on or after a day, -1 when
// there is none as far as the diary goes.
func (g *gen) first(service string, day int) int { return take(g.firsts[service], max(0, day)) }

func take(free [][]int, day int) int {
	for ; day < len(free); day++ {
		if n := len(free[day]); n > 0 {
			slot := free[day][n-1]
			free[day] = free[day][:n-1]
			return slot
		}
	}
	return -1
}

// book books a slot. What practices book counts against their allowance; what
// a practitioner books is their own.
func (g *gen) book(l *life, slot int, at calendar.Instant, own bool) diary.Booking {
	s := &g.out.slots[slot]
	s.State = "booked"
	x := g.rand.Float64()
	mode := "face to face"
	switch {
	case x < 0.28:
		mode = "telephone"
	case x < 0.38:
		mode = "video"
	}
	b := diary.Booking{
		ID: g.id(), Slot: s.ID, Person: l.p.ID, Episode: l.e.ID, PCN: g.n.code, Practice: l.p.Practice, Practitioner: s.Practitioner, Place: s.Place, Kind: s.Kind, Mode: mode, Day: s.Day, StartsAt: s.StartsAt, EndsAt: s.EndsAt,
		Week: s.Day.Monday(), Counts: diary.CountsOwn, Words: l.r.Words, State: "booked", BookedBy: l.who.user, BookedName: l.who.name, BookedAt: at, Version: 1,
	}
	if own {
		return b
	}
	b.BookedBy, b.BookedName = l.desk.id, l.desk.name
	week := l.p.Practice + b.Week.String()
	switch {
	case b.StartsAt.Sub(at) <= 48*time.Hour:
		b.Counts = diary.CountsReleased
	case l.e.Service != "adult" || g.used[week] < g.perWeek[l.p.Practice]:
		b.Counts = diary.CountsAllowance
		g.used[week]++
	default:
		b.Counts, b.OverWhy = diary.CountsOver, pick(g, overReasons)
	}
	return b
}

// cancel takes a booking back, or moves it; its slot was free again.
func (g *gen) cancel(l *life, b *diary.Booking, slot int, off bool) {
	lead := b.StartsAt.Sub(b.BookedAt)
	b.EndedAt = b.BookedAt.Add((time.Duration(float64(lead)*(0.4+0.5*g.rand.Float64())) / time.Minute) * time.Minute)
	b.State, b.EndedBy, b.EndedName, b.AskedBy, b.EndedWhy, b.Version = "cancelled", l.desk.id, l.desk.name, "the person", pick(g, cancelWhys), 2
	if !off && g.chance(0.2) {
		b.EndedBy, b.EndedName, b.AskedBy, b.EndedWhy = l.who.user, l.who.name, "the service", "The practitioner is ill"
	}
	g.out.slots[slot].State = "free"
}

// seen signs what was done in a first appointment or a follow-up.
func (g *gen) seen(l *life, b diary.Booking, day int) {
	b.Arrival, b.ArrivedAt, b.Happened, b.Version = "arrived", b.StartsAt, "yes", 2
	if g.chance(0.06) {
		b.Arrival, b.ArrivedAt, b.Version = "late", b.StartsAt.Add(8*time.Minute), 3
	}
	g.out.bookings = append(g.out.bookings, b)
	g.contact(l, day, b)
}

var mechanisms = map[string]nhs.Mechanism{"face to face": nhs.FaceToFace, "telephone": nhs.Telephone, "video": nhs.Video}

// contact signs the note of a day, booked or not, and what belongs to it:
// most first talks complete an assessment, plans come with the second, and
// some are asked a questionnaire, a third of them again.
func (g *gen) contact(l *life, day int, b diary.Booking) {
	y := g.out
	l.n++
	c := care.Contact{ID: g.id(), Person: l.p.ID, Episode: l.e.ID, PCN: g.n.code, Practice: l.p.Practice, Booking: b.ID, Practitioner: l.who.id, SignedBy: l.who.user, SignedName: l.who.name}
	if b.ID != "" {
		c.Mechanism, c.StartedAt, c.Minutes = mechanisms[b.Mode], b.StartsAt, max(5, b.Minutes()-g.rand.IntN(9))
	} else {
		c.Mechanism, c.StartedAt, c.Minutes = nhs.Telephone, g.at(day, 9*60+g.rand.IntN(7*60)), 10+g.rand.IntN(16)
		if c.StartedAt.Before(l.r.ReceivedAt) {
			c.StartedAt = l.r.ReceivedAt
		}
	}
	c.Day = c.StartedAt.Date()
	c.SignedAt = c.StartedAt.Add(time.Duration(c.Minutes+g.rand.IntN(90)) * time.Minute)
	y.contacts = append(y.contacts, c)
	if l.n == 1 {
		y.notes = append(y.notes, pick(g, firstNotes))
		if l.rec == nil && g.chance(0.6) {
			l.rec = &triage.Record{Request: l.r.ID, Person: l.p.ID, PCN: g.n.code, Version: 1}
			g.without(l, c.SignedAt)
			g.happened(l, "asked what would have happened without the practitioner", c.SignedAt)
		}
	} else {
		y.notes = append(y.notes, pick(g, laterNotes))
	}
	if l.n == 1 && g.chance(0.72) || l.n == 2 && g.chance(0.15) {
		y.assessments = append(y.assessments, care.Assessment{ID: g.id(), Person: l.p.ID, Episode: l.e.ID, PCN: g.n.code, OnDay: c.Day, Note: assessedWords, RecordedAt: c.SignedAt, ByID: l.who.user, ByName: l.who.name})
	}
	if l.n == 1 && g.chance(0.3) || l.n == 2 && g.chance(0.45) {
		y.plans = append(y.plans, care.Plan{ID: g.id(), Person: l.p.ID, Episode: l.e.ID, PCN: g.n.code, OnDay: c.Day, Summary: planWords, Goals: pick(g, goals), RecordedAt: c.SignedAt, ByID: l.who.user, ByName: l.who.name})
	}
	g.aims(l, c)
	switch {
	case l.e.Service != "adult":
	case l.n == 1:
		if l.low = g.chance(0.45); l.low {
			g.ask(l, c, measure.PHQ9, 1.6)
		}
		if l.worry = g.chance(0.35); l.worry {
			g.ask(l, c, measure.GAD7, 1.6)
		}
	case l.n >= 3:
		if l.low && g.chance(0.3) {
			g.ask(l, c, measure.PHQ9, 1.15)
		}
		if l.worry && g.chance(0.3) {
			g.ask(l, c, measure.GAD7, 1.2)
		}
	}
}

// aims says for which group somebody is there, and sets and rates a goal.
func (g *gen) aims(l *life, c care.Contact) {
	if l.n == 1 && g.chance(0.3) && !g.known[l.p.ID] {
		group := pick(g, triage.Groups).Key
		switch age := l.p.Age(c.Day); {
		case age >= 70:
			group = "older"
		case group == "older" || group == "transition" && (age < 17 || age > 25):
			group = "first"
		}
		g.known[l.p.ID] = true
		g.out.focus = append(g.out.focus, triage.Fact{ID: g.id(), Person: l.p.ID, PCN: g.n.code, Grp: group, SetBy: l.who.user, SetName: l.who.name, SetAt: c.SignedAt})
	}
	rate := func(x *plan.BulkGoal, met int) {
		x.Rated = append(x.Rated, plan.Rating{ID: g.id(), Met: met, OnDay: c.Day, RecordedAt: c.SignedAt, ByName: l.who.name})
	}
	switch {
	case l.n <= 2 && l.goal < 0 && g.chance(0.2):
		x := plan.BulkGoal{Goal: plan.Goal{ID: g.id(), Person: l.p.ID, PCN: g.n.code, Words: pick(g, goals), ChosenBy: "person", SetOn: c.Day, RecordedAt: c.SignedAt, ByName: l.who.name}, ByID: l.who.user}
		rate(&x, g.rand.IntN(5))
		l.goal = len(g.out.goals)
		g.out.goals = append(g.out.goals, x)
	case l.goal >= 0 && l.n >= 3 && g.chance(0.4):
		x := &g.out.goals[l.goal]
		if last := x.Rated[len(x.Rated)-1]; last.OnDay.Before(c.Day) && x.ByID == l.who.user {
			rate(x, min(10, max(0, last.Met+g.rand.IntN(6)-1)))
		}
	}
}

// pause leaves somebody alone for some weeks, as was agreed, and gives the day
// on which it goes on; -1 when the year ends before it.
func (g *gen) pause(l *life, day int) int {
	l.paused = true
	at := g.at(day, 17*60+g.rand.IntN(60))
	if last := g.out.contacts[len(g.out.contacts)-1].SignedAt; at.Before(last) {
		at = last.Add(5 * time.Minute)
	}
	until := day + 14 + g.rand.IntN(28)
	p := caseload.Pause{ID: g.id(), Episode: l.e.ID, Person: l.p.ID, PCN: g.n.code, Why: caseload.PauseReasons[g.rand.IntN(len(caseload.PauseReasons)-1)], FromDay: at.Date(), UntilDay: g.From.AddDays(until), Told: "I, on the telephone; knows how to come back earlier",
		At: at, ByID: l.who.user, ByName: l.who.name, Version: 1}
	end := g.working(until, 1)
	if end < g.last() {
		p.EndedAt, p.EndedName, p.EndedWhy, p.Version = g.at(end, 10*60), l.who.name, "Rang; we go on", 2
	} else {
		end = -1
	}
	g.out.pauses = append(g.out.pauses, p)
	return end
}

// ask takes a questionnaire whose items are around a level.
func (g *gen) ask(l *life, c care.Contact, inst *measure.Instrument, level float64) {
	level += 0.55 * g.rand.NormFloat64()
	s := measures.Score{ID: g.id(), Person: l.p.ID, Episode: l.e.ID, PCN: g.n.code, Code: inst.Code, OnDay: c.Day, RecordedAt: c.SignedAt, ByID: l.who.user, By: l.who.name}
	for _, item := range inst.Items {
		a := int(math.Round(level + 0.7*g.rand.NormFloat64()))
		if item.Number == 9 && inst == measure.PHQ9 {
			a = 0
			if g.chance(0.09) {
				a = 1
				s.AckAt, s.AckBy, s.AckName, s.AckTold, s.AckDone = c.SignedAt, l.who.user, l.who.name, "Duty doctor of the practice, told at once; the person knows", "Talked it through in the room; safety plan begun together"
			}
		}
		s.Answers = append(s.Answers, min(3, max(0, a)))
	}
	g.out.taken = append(g.out.taken, s)
}

// follow goes on after the first talk: as often as was agreed, every two or
// three weeks, then goodbye.
func (g *gen) follow(l *life, day int) int {
	more := 0
	x := g.rand.Float64()
	for _, upTo := range []float64{0.22, 0.43, 0.62, 0.77, 0.86, 0.93, 0.97} {
		if x >= upTo {
			more++
		}
	}
	tries := 0
	for done := 0; done < more; {
		if !l.paused && g.chance(0.012) {
			if day = g.pause(l, day); day < 0 {
				return -1
			}
		}
		target := day + int(min(60, max(5, g.skewed(16, 0.4))))
		booked := g.at(day, 17*60+5+g.rand.IntN(30))
		if g.chance(0.13) { // rung, not booked
			on := g.working(target, 0)
			if on >= g.last() {
				return -1
			}
			day = on
			g.contact(l, day, diary.Booking{})
			done++
			continue
		}
		slot := take(l.who.follows, target)
		if slot < 0 {
			return -1
		}
		b := g.book(l, slot, booked, true)
		if !b.StartsAt.Before(g.now) {
			g.out.bookings = append(g.out.bookings, b)
			return -1
		}
		on := b.Day.DaysSince(g.From)
		switch x := g.rand.Float64(); {
		case x < 0.06:
			g.cancel(l, &b, slot, true)
			g.out.bookings = append(g.out.bookings, b)
			day = b.EndedAt.Date().DaysSince(g.From)
			tries++
		case x < 0.15:
			b.Arrival, b.ArrivedAt, b.Happened, b.HappenedWhy, b.Version = "did not attend", b.StartsAt.Add(25*time.Minute), "no", pick(g, absentWhys), 3
			g.out.bookings = append(g.out.bookings, b)
			day = on
			tries++
			if g.chance(0.35) {
				return g.close(l, g.working(day+10, 0), "Not reached after the agreed attempts", "The GP practice")
			}
		default:
			g.seen(l, b, on)
			day = on
			done++
		}
		if tries > 2 {
			break
		}
	}
	end := g.working(day+g.rand.IntN(12), 0)
	if end >= g.last() {
		return -1
	}
	switch x := g.rand.Float64(); {
	case x < 0.05:
		return g.close(l, end, "Goes on with the GP", "The GP practice")
	case x < 0.08:
		g.send(l, day, "secondary")
		return g.close(l, end, "Goes on with a secondary mental health team", "A secondary mental health team")
	case x < 0.115:
		g.send(l, day, "talking")
		return g.close(l, end, "Goes on with NHS Talking Therapies", "NHS Talking Therapies")
	case x < 0.135:
		g.send(l, day, "voluntary")
		return g.close(l, end, "Goes on with a voluntary or community service", "Social prescribing or a community group")
	case x < 0.15:
		return g.close(l, end, "The person does not want to go on", "Nobody knows")
	}
	return g.close(l, end, "Done: what was agreed is reached", discharge.Destinations[0])
}

// close says goodbye on a day and gives it; -1 when the year ends before it.
func (g *gen) close(l *life, day int, why, destination string) int {
	if day >= g.last() {
		return -1
	}
	at := g.at(day, 17*60+g.rand.IntN(60))
	if at.Before(l.r.ReceivedAt) {
		at = l.r.ReceivedAt.Add(30 * time.Minute)
	}
	if n := len(g.out.contacts); n > 0 && l.n > 0 && at.Before(g.out.contacts[n-1].SignedAt) {
		at = g.out.contacts[n-1].SignedAt.Add(5 * time.Minute)
	}
	if !at.Before(g.now) {
		return -1
	}
	how := discharge.ToldWays[0]
	if l.n == 0 || g.chance(0.3) {
		how = discharge.ToldWays[1]
	}
	if why == "Not reached after the agreed attempts" {
		how = "by letter"
	}
	told := "The practitioner, " + how + ", " + at.Date().Medium()
	l.e.State, l.e.ClosedAt, l.e.ClosedWhy, l.e.Told = "closed", at, why+". "+destination, told
	l.e.Version++
	l.r.State, l.r.EndedAt, l.r.EndedWhy, l.r.Told = "ended", at, l.e.ClosedWhy, told
	g.out.goodbyes = append(g.out.goodbyes, discharge.Said{ID: g.id(), Episode: l.e.ID, Person: l.p.ID, PCN: g.n.code, Why: why, Destination: destination, Told: told, At: at, ByID: l.who.user, ByName: l.who.name})
	return at.Date().DaysSince(g.From)
}

// send opens the next door: prepared and sent on the day, answered some weeks
// later, as far as the year goes.
func (g *gen) send(l *life, day int, kind string) {
	var s onward.Service
	for _, s = range g.out.services {
		if s.Kind == kind {
			break
		}
	}
	at := g.at(day, 17*60+40)
	r := onward.Request{ID: g.id(), Person: l.p.ID, PCN: g.n.code, Practice: l.p.Practice, Service: s.ID, ServiceName: s.Name, Kind: kind, SentTo: s.Body.Email, Way: "mail",
		Parts: []onward.Part{{Key: "reason", Title: "Why now, and what is asked for", Text: "What is left needs more than we have"}}, Consent: "yes", PreparedAt: at, ByID: l.who.user, ByName: l.who.name, Sender: l.who.id, Owner: l.who.id}
	var events []onward.Event
	note := func(day int, e onward.Event) bool {
		if day = g.working(day, 0); day >= g.last() {
			return false
		}
		e.ID, e.OnDay, e.At, e.ByID, e.ByName = g.id(), g.date[day], g.at(day, 17*60+40+len(events)), l.who.user, l.who.name
		if e.Source == "" {
			e.Source, e.How = "Their duty desk", "by telephone"
		}
		events = append(events, e)
		return true
	}
	note(day, onward.Event{What: onward.Ready, Source: l.who.name, Owner: l.who.id})
	note(day, onward.Event{What: onward.Sent, Source: l.who.name, How: "mail"})
	day += int(min(60, g.skewed(12, 0.6)))
	switch x := g.rand.Float64(); {
	case x < 0.15 && day+3 < len(g.date):
		if note(day, onward.Event{What: onward.Declined, Reason: "inappropriate", Told: "They think that they are not the right ones; we go on together here", ToldBy: l.who.name, ToldHow: "by telephone", Owner: l.who.id, DueOn: g.From.AddDays(day + 5)}) {
			note(day+2, onward.Event{What: onward.Ended, Source: l.who.name, How: "kept"})
		}
	case x < 0.9:
		if note(day, onward.Event{What: onward.Accepted, Told: "They have said yes, and will write to you with a day", ToldBy: l.who.name, ToldHow: "by telephone"}) && note(day+30+g.rand.IntN(30), onward.Event{What: onward.FirstSeen}) && kind != "secondary" {
			note(day+120+g.rand.IntN(30), onward.Event{What: onward.Done, Told: "Their part is finished; you can come back to us", ToldBy: "Their team", ToldHow: "in a letter"})
		}
	}
	g.out.onward, g.out.onwardEvents = append(g.out.onward, r), append(g.out.onwardEvents, events)
}
