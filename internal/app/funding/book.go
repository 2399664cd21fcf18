package funding

import (
	"cmp"
	"slices"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// book is everything that the sums of a network rest on, read at once.
type book struct {
	view
	from, last calendar.Month
	posts      []workforce.Held
	terms      map[string][]Terms // by post, the newest first
	pays       map[slot]Pay       // the newest version
	known      map[string][]Pay   // by post, by month
	absences   map[string][]Absence
	caps       []dated
	first      *First
	wants      []Wants
}

// slot is one post and month.
type slot struct {
	post  string
	month calendar.Month
}

// dated is an approved row with what its table says.
type dated struct {
	Cap
	ICB       string `db:"icb"`
	Name      string
	Source    string
	Published calendar.Date
}

// months is every month from the one to the other.
func months(from, last calendar.Month) (list []calendar.Month) {
	for m := from; !last.Before(m); m = m.Add(1) {
		list = append(list, m)
	}
	return list
}

// read reads a network's book for some months.
func read(tx *gate.Tx, v view, from, last calendar.Month) (*book, error) {
	b := &book{view: v, from: from, last: last, terms: map[string][]Terms{}, pays: map[slot]Pay{}, known: map[string][]Pay{}, absences: map[string][]Absence{}}
	posts, err := workforce.HeldBetween(tx, v.pcn, from.First(), last.Last())
	if err != nil {
		return nil, err
	}
	for _, p := range posts {
		if v.shows(p) {
			b.posts = append(b.posts, p)
		}
	}
	terms, err := db.All[Terms](tx.Tx, "SELECT "+termsColumns+" FROM funding_terms WHERE pcn = $1 ORDER BY post, version DESC", v.pcn)
	if err != nil {
		return nil, err
	}
	for _, t := range terms {
		b.terms[t.Post] = append(b.terms[t.Post], t)
	}
	// Twelve months before are read too: what is to come is worked out with the
	// pay that was known last.
	since := from.Add(-12)
	pays, err := db.All[Pay](tx.Tx, "SELECT "+payColumns+" FROM funding_pay WHERE pcn = $1 AND month BETWEEN $2 AND $3 ORDER BY post, month, version", v.pcn, since, last)
	if err != nil {
		return nil, err
	}
	type rate struct {
		Rate
		Pay string
	}
	rates, err := db.All[rate](tx.Tx, "SELECT pay, from_day, wte, salary, ni, pension, london_pay FROM funding_rate WHERE pcn = $1 AND month BETWEEN $2 AND $3 ORDER BY pay, position", v.pcn, since, last)
	if err != nil {
		return nil, err
	}
	byPay := map[string][]Rate{}
	for _, r := range rates {
		byPay[r.Pay] = append(byPay[r.Pay], r.Rate)
	}
	for _, p := range pays {
		p.Rates = byPay[p.ID]
		b.pays[slot{p.Post, p.Month}] = p
		list := b.known[p.Post]
		if n := len(list); n > 0 && list[n-1].Month == p.Month {
			list[n-1] = p
		} else {
			list = append(list, p)
		}
		b.known[p.Post] = list
	}
	absences, err := db.All[Absence](tx.Tx, "SELECT "+absenceColumns+" FROM funding_absence WHERE pcn = $1 AND last_day >= $2 AND from_day <= $3 ORDER BY from_day", v.pcn, from.First(), last.Last())
	if err != nil {
		return nil, err
	}
	for _, a := range absences {
		b.absences[a.Post] = append(b.absences[a.Post], a)
	}
	if b.caps, err = db.All[dated](tx.Tx, `SELECT c.load, c.seq, c.service, c.band, c.position, c.london, c.from_day, c.last_day, c.annual, c.supplement, l.icb, l.name, l.source, l.published
		FROM funding_cap c JOIN funding_load l ON l.id = c.load WHERE l.state = 'approved' AND (l.icb = '' OR l.icb = $1) ORDER BY c.from_day, l.published`, v.icb); err != nil {
		return nil, err
	}
	list, err := firsts(tx, v.pcn)
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		b.first = &list[0]
	}
	b.wants, err = wantsOf(tx, v.icb)
	return b, err
}

// held says whether a post was held in a month, and may be claimed at all: an
// independently employed one is its practice's own.
func held(p workforce.Held, m calendar.Month) bool {
	return !p.FromDay.After(m.Last()) && (p.ToDay.IsZero() || p.ToDay.After(m.First()))
}

func (b *book) termsIn(post string, m calendar.Month) *Terms {
	for i, t := range b.terms[post] {
		if !m.Before(t.FromMonth) {
			return &b.terms[post][i]
		}
	}
	return nil
}

// lastPay is the pay that was known last before a month, as it then stood.
func (b *book) lastPay(post string, m calendar.Month) *Pay {
	for _, p := range slices.Backward(b.known[post]) {
		if p.Month.Before(m) && len(p.Rates) > 0 {
			p.Rates = p.Rates[len(p.Rates)-1:]
			return &p
		}
	}
	return nil
}

// capsFor picks the rows for a post: of those that begin on one day the most
// particular, and of these the one published last.
func (b *book) capsFor(service string, band policy.Band, position claim.Position, london claim.London) (list []claim.Cap) {
	best := map[calendar.Date]dated{}
	for _, c := range b.caps {
		if c.Service != "" && c.Service != service || c.Band != band || c.Position != claim.Unsaid && c.Position != position || c.London != "" && c.London != london {
			continue
		}
		if was, ok := best[c.FromDay]; !ok || before(was, c) {
			best[c.FromDay] = c
		}
	}
	for _, c := range best {
		list = append(list, claim.Cap{From: c.FromDay, Last: c.LastDay, Band: c.Band, London: c.London, Annual: c.Annual, Supplement: c.Supplement, Published: c.Published, Source: c.Name + ": " + c.Source})
	}
	slices.SortFunc(list, func(a, b claim.Cap) int { return a.From.Compare(b.From) })
	return list
}

// before says whether b counts before a. What was published last for the same
// posts follows; what is for fewer posts comes first.
func before(a, b dated) bool {
	particular := func(d dated) (n int) {
		for i, set := range []bool{d.London != "", d.Position != claim.Unsaid, d.Service != "", d.ICB != ""} {
			if set {
				n |= 1 << i
			}
		}
		return n
	}
	return cmp.Or(cmp.Compare(particular(a), particular(b)), a.Published.Compare(b.Published)) < 0
}

// Worked is one post and month, worked out from what is known now.
type Worked struct {
	Post        workforce.Held
	Month       calendar.Month
	Pay         *Pay
	Carried     bool // with the pay of an earlier month: nothing was entered for this one
	Terms       *Terms
	Absences    []Absence
	Independent bool
	Claim       claim.Claim
	Wrong       string // why nothing could be worked out
}

// Known says whether it is known what can be claimed.
func (w Worked) Known() bool { return w.Wrong == "" && w.Claim.Scheme != nil }

// Scheme is what can be claimed, 0 while it is not known.
func (w Worked) Scheme() claim.Pence {
	if !w.Known() {
		return 0
	}
	return *w.Claim.Scheme
}

// Why says in one line why it is not known.
func (w Worked) Why() string {
	if w.Wrong != "" {
		return w.Wrong
	}
	var why []string
	for _, b := range w.Claim.Blocked {
		why = append(why, b.Why)
	}
	return strings.Join(why, ". ")
}

// work works out one post and month. With carry the pay that was known last
// stands in for what nobody entered.
func (b *book) work(p workforce.Held, m calendar.Month, carry bool) Worked {
	// A month for which pay was entered was jointly funded then, whatever the
	// post is now.
	_, entered := b.pays[slot{p.ID, m}]
	w := Worked{Post: p, Month: m, Independent: p.Model == network.Independent && !entered, Terms: b.termsIn(p.ID, m)}
	if w.Independent {
		w.Wrong = "An independently employed practitioner is paid by the practice in full and is not claimed under the scheme"
		return w
	}
	if pay, ok := b.pays[slot{p.ID, m}]; ok {
		w.Pay = &pay
	} else if carry {
		w.Pay, w.Carried = b.lastPay(p.ID, m), true
	}
	for _, a := range b.absences[p.ID] {
		if a.FromDay.After(m.Last()) || a.LastDay.Before(m.First()) {
			continue
		}
		w.Absences = append(w.Absences, a)
	}
	if w.Pay == nil {
		w.Wrong = "The pay of " + m.Long() + " is not entered"
		return w
	}
	if !w.Carried && w.Pay.Service != "" {
		p.Service = w.Pay.Service
	}
	var said *Pay
	if !w.Carried {
		said = w.Pay
	}
	p.Band, p.Gradings = bandIn(p, m, said)
	w.Post = p
	w.Claim, w.Wrong = b.sum(p, m, w.Pay, w.Terms, w.Absences)
	return w
}

// atMost works out a post of which nobody knows the pay yet as if it cost more
// than the maximum amount: the scheme pays that and no more.
func (b *book) atMost(p workforce.Held, m calendar.Month) Worked {
	w := Worked{Post: p, Month: m, Terms: b.termsIn(p.ID, m)}
	p.Band, p.Gradings = bandIn(p, m, nil)
	pay := Pay{Rates: []Rate{{WTE: claim.Decimal(p.WTEPercent * 100), Salary: mostPay}}}
	w.Claim, w.Wrong = b.sum(p, m, &pay, w.Terms, nil)
	return w
}

// bandIn gives the band of a post on its first day in a month, and the gradings
// that begin later in the month. What was said last holds: the band that the
// pay of the month was entered with, or a grading that was recorded after it.
func bandIn(p workforce.Held, m calendar.Month, pay *Pay) (string, []workforce.Grading) {
	first := m.First()
	if p.FromDay.After(first) {
		first = p.FromDay
	}
	band := p.BandOn(first)
	var after []workforce.Grading
	fresh := false
	for _, g := range p.Gradings {
		switch {
		case !g.FromDay.After(first):
			fresh = fresh || pay == nil || g.At.After(pay.At)
		case m.Contains(g.FromDay):
			after = append(after, g)
		}
	}
	if pay != nil && pay.Band != "" && !fresh {
		band = pay.Band
	}
	return band, after
}

func (b *book) sum(p workforce.Held, m calendar.Month, pay *Pay, t *Terms, absences []Absence) (claim.Claim, string) {
	role, _ := policy.RoleOf(p.Role)
	in := claim.Input{
		Month: m, Role: role, Band: policy.Band(p.Band), Employment: claim.Joint, Start: p.FromDay, End: p.Last(),
		London: claim.NoLondon, AsWorked: pay.AsWorked, Basis: claim.CalendarDays,
	}
	if b.first != nil {
		in.CountedBy = b.first.CountedBy
	}
	if w := wantsIn(b.wants, m); w != nil {
		in.Basis = w.Basis
	}
	if t != nil {
		in.Position, in.Agreement, in.Share, in.London = t.Position, t.Agreement != "", t.Share, t.London
		in.Cover, in.Temporary, in.VacantSince, in.Refilled = t.Cover, t.Temporary, t.VacantSince, t.RefilledOn
		if t.Registered != "" {
			yes := t.Registered == "yes"
			in.Registered = &yes
		}
	}
	bands := []policy.Band{in.Band}
	for _, g := range p.Gradings { // of one day the last holds
		n := len(in.Grades)
		if n > 0 && in.Grades[n-1].From == g.FromDay {
			in.Grades[n-1].Band = policy.Band(g.Band)
		} else {
			in.Grades = append(in.Grades, claim.Grade{From: g.FromDay, Band: policy.Band(g.Band)})
		}
		if !slices.Contains(bands, policy.Band(g.Band)) {
			bands = append(bands, policy.Band(g.Band))
		}
	}
	for _, r := range pay.Rates {
		in.Pay = append(in.Pay, claim.Pay{From: r.From, WTE: r.WTE, Salary: r.Salary, NI: r.NI, Pension: r.Pension, LondonPay: r.LondonPay})
	}
	for _, a := range absences {
		if a.Holds() {
			in.Absences = append(in.Absences, claim.Absence{Kind: a.Kind, From: a.FromDay, Last: a.LastDay, Percent: a.Percent})
		}
	}
	for _, band := range bands {
		in.Caps = append(in.Caps, b.capsFor(p.Service, band, in.Position, in.London)...)
	}
	c, err := claim.Work(in)
	if err != nil {
		return c, fault.Says(err)
	}
	return c, ""
}
