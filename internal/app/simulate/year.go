package simulate

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"footbridge/internal/app/account"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/plan"
	"footbridge/internal/app/triage"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// year is everything that is written of one network.
type year struct {
	of            pcn
	provider      network.Provider
	agreement     network.Agreement
	urgent        []network.UrgentRoute
	users         []account.User
	grants        []account.Grant
	practitioners []workforce.Practitioner
	posts         []workforce.Post
	details       []workforce.Detail
	services      []onward.Service
	places        []diary.Place
	clinics       []diary.Clinic
	absences      []diary.Absence
	slots         []diary.Slot
	people        []person.Person
	episodes      []episode.Episode
	requests      []episode.Request
	returns       []episode.Return
	bookings      []diary.Booking
	contacts      []care.Contact
	notes         []string
	assessments   []care.Assessment
	plans         []care.Plan
	taken         []measures.Score
	records       []triage.Record
	events        []triage.Event
	goodbyes      []discharge.Said
	advice        []liaison.Advice
	answers       []liaison.Answer
	asks          []liaison.Request
	taught        []liaison.Session
	focus         []triage.Fact
	pauses        []caseload.Pause
	goals         []plan.BulkGoal
	onward        []onward.Request
	onwardEvents  [][]onward.Event
}

// write writes all of it, each table by its own room.
func (y *year) write(tx *gate.Tx) error {
	for _, f := range []func() error{
		func() error {
			return network.BulkAgreements(tx, []network.Provider{y.provider}, []network.Agreement{y.agreement})
		},
		func() error { return network.BulkUrgent(tx, y.urgent) },
		func() error { return account.BulkUsers(tx, y.users, y.grants) },
		func() error { return workforce.BulkPractitioners(tx, y.practitioners, y.posts, y.details) },
		func() error { return onward.BulkServices(tx, y.services) },
		func() error { return diary.BulkPlaces(tx, y.places) },
		func() error { return diary.BulkClinics(tx, y.clinics) },
		func() error { return diary.BulkAbsences(tx, y.absences) },
		func() error { return diary.BulkSlots(tx, y.slots) },
		func() error { return person.BulkPeople(tx, y.people) },
		func() error { return episode.BulkEpisodes(tx, y.episodes) },
		func() error { return episode.BulkRequests(tx, y.requests) },
		func() error { return episode.BulkReturns(tx, y.returns) },
		func() error { return diary.BulkBookings(tx, y.bookings) },
		func() error { return care.BulkContacts(tx, y.contacts, y.notes) },
		func() error { return care.BulkAssessments(tx, y.assessments) },
		func() error { return care.BulkPlans(tx, y.plans) },
		func() error { return measures.BulkTaken(tx, y.taken) },
		func() error { return triage.BulkRecords(tx, y.records, y.events) },
		func() error { return triage.BulkFocus(tx, y.focus) },
		func() error { return caseload.BulkPauses(tx, y.pauses) },
		func() error { return plan.BulkGoals(tx, y.goals) },
		func() error { return discharge.BulkGoodbyes(tx, y.goodbyes) },
		func() error { return liaison.BulkAdvice(tx, y.advice, y.answers) },
		func() error { return liaison.BulkAsks(tx, y.asks) },
		func() error { return liaison.BulkTaught(tx, y.taught) },
		func() error { return onward.BulkRequests(tx, y.onward, y.onwardEvents) },
	} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func (y *year) counts() Counts {
	c := Counts{
		Networks: 1, Practitioners: len(y.practitioners), Slots: len(y.slots), People: len(y.people), Requests: len(y.requests), Closed: len(y.goodbyes), Returns: len(y.returns), Bookings: len(y.bookings),
		Contacts: len(y.contacts), Assessments: len(y.assessments), Plans: len(y.plans), Measures: len(y.taken), Triaged: len(y.records), Goodbyes: len(y.goodbyes), Advice: len(y.advice), Asks: len(y.asks),
		Onward: len(y.onward), Taught: len(y.taught), Focus: len(y.focus), Pauses: len(y.pauses), Goals: len(y.goals),
	}
	c.Rows = len(y.slots) + 3*len(y.people) + len(y.episodes) + len(y.requests) + len(y.returns) + len(y.bookings) + 2*len(y.contacts) + len(y.assessments) + len(y.plans) + len(y.taken) +
		len(y.records) + len(y.events) + len(y.goodbyes) + 2*len(y.advice) + 2*len(y.answers) + 2*len(y.asks) + len(y.taught) + len(y.onward) + len(y.focus) + len(y.pauses)
	for _, x := range y.goals {
		c.Rows += 1 + len(x.Rated)
	}
	for _, e := range y.onwardEvents {
		c.Rows += len(e)
	}
	return c
}

// desk is whoever answers the telephone of a practice.
type desk struct{ id, name string }

// gen makes the year of one network up.
type gen struct {
	Spec
	n     pcn
	index int
	rand  *rand.Rand
	out   *year
	now   calendar.Instant // where the year ends

	date  []calendar.Date // of each day, from the first on
	works []bool          // it is a working day
	noon  []calendar.Instant

	prefix string // of the ids
	count  uint64
	stem   int // of the next NHS number
	stems  int // where those of this network end

	young   float64 // the share of the children's service
	gp      account.User
	desks   []desk
	helpers []*helper
	who     []*helper          // by slot
	firsts  map[string][][]int // free first appointments by service and day
	places  map[string]string
	perWeek map[string]int
	used    map[string]int  // direct bookings by practice and week
	known   map[string]bool // people for whom a group is set
}

func pick[T any](g *gen, list []T) T { return list[g.rand.IntN(len(list))] }

// chance is true so often.
func (g *gen) chance(p float64) bool { return g.rand.Float64() < p }

// skewed gives a number that is median in the middle and sometimes many times
// as much.
func (g *gen) skewed(median, spread float64) float64 {
	return median * math.Exp(spread*g.rand.NormFloat64())
}

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

func coded(b []byte, n uint64) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = crockford[n&31]
		n >>= 5
	}
}

// id makes the next identifier. They look like any other, with the end of the
// year as their time, and go up in the order in which they are written: an
// index that grows at its end is written many times as fast.
func (g *gen) id() string {
	g.count++
	var b [13]byte
	coded(b[:], g.count)
	return g.prefix + string(b[:])
}

// at gives a minute of a day, which may lie outside the days that have slots.
func (g *gen) at(day, minute int) calendar.Instant {
	if day >= 0 && day < len(g.noon) && minute >= 6*60 {
		return g.noon[day].Add(time.Duration(minute-12*60) * time.Minute)
	}
	d := g.From.AddDays(day).AddDays(minute / (24 * 60))
	i, err := calendar.On(d, calendar.TimeOfDay(minute%(24*60)))
	if err != nil { // the hour that is left out in spring
		i, _ = calendar.On(d, calendar.NewTime(12, 0))
	}
	return i
}

// working gives the n-th working day after a day.
func (g *gen) working(day, n int) int {
	for n > 0 || day < len(g.works) && !g.works[day] {
		day++
		if day >= len(g.works) {
			return day
		}
		if g.works[day] && n > 0 {
			n--
		}
	}
	return day
}

// last is the number of days that are lived through.
func (g *gen) last() int { return g.To.DaysSince(g.From) }

// live makes up the year of one network among all.
func live(s Spec, index, of int, n pcn) *year {
	g := &gen{
		Spec: s, n: n, index: index, rand: randFor(s.Seed, "year "+n.code), out: &year{of: n}, firsts: map[string][][]int{}, places: map[string]string{}, perWeek: map[string]int{}, used: map[string]int{}, known: map[string]bool{},
	}
	for d := 0; d < s.To.DaysSince(s.From)+ahead+1; d++ {
		date := s.From.AddDays(d)
		noon, _ := calendar.On(date, calendar.NewTime(12, 0))
		g.date, g.works, g.noon = append(g.date, date), append(g.works, calendar.IsWorkingDay(date)), append(g.noon, noon)
	}
	g.now, _ = calendar.On(s.To, 0)
	var b [13]byte
	coded(b[:10], uint64(g.now.Time().UnixMilli()))
	coded(b[10:], uint64(index))
	g.prefix = string(b[:])
	// The numbers that may be invented are shared out among the networks.
	g.stem, g.stems = nhs.InventedFrom+nhs.Inventable/of*index, nhs.InventedFrom+nhs.Inventable/of*(index+1)
	for _, service := range []string{"adult", "cyp"} {
		g.firsts[service] = make([][]int, len(g.date))
	}
	g.staff()
	for _, list := range g.firsts {
		for _, day := range list {
			g.rand.Shuffle(len(day), func(i, j int) { day[i], day[j] = day[j], day[i] })
		}
	}
	g.arrivals()
	g.desk()
	return g.out
}

// arrivals lets everybody come: more on Mondays and in winter, nobody at the
// weekend, a little more from month to month.
func (g *gen) arrivals() {
	weekday := [7]float64{time.Monday: 1.25, time.Tuesday: 1.1, time.Wednesday: 1, time.Thursday: 0.95, time.Friday: 0.8}
	month := [13]float64{0, 1.15, 1.08, 1.05, 0.95, 1, 1, 0.95, 0.85, 1.05, 1.1, 1.1, 0.75}
	var days []int
	var upTo []float64
	sum, week, growth := 0.0, 1.0, 0.15*g.rand.Float64()
	for day := range g.last() {
		d := g.date[day]
		if d.Weekday() == time.Monday {
			week = math.Exp(0.12 * g.rand.NormFloat64())
		}
		if !g.works[day] {
			continue
		}
		sum += weekday[d.Weekday()] * month[d.Month()] * week * (1 + growth*float64(day)/float64(g.last()))
		days, upTo = append(days, day), append(upTo, sum)
	}
	if len(days) == 0 {
		return
	}
	for len(g.out.requests) < g.n.requests {
		i, _ := slices.BinarySearch(upTo, g.rand.Float64()*sum)
		day := days[min(i, len(days)-1)]
		service := "adult"
		if g.chance(g.young) {
			service = "cyp"
		}
		g.come(g.newPerson(day, service), day, service, "", episode.Episode{})
	}
}
