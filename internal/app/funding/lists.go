package funding

import (
	"cmp"
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// MonthLine is one month of a network's list.
type MonthLine struct {
	Month   calendar.Month
	Claim   *Claim
	Total   claim.Pence
	Known   bool
	Posts   int
	Missing []Missing
	Left    []Left        // posts of the month that are not in it
	Due     calendar.Date // the ICB's last day for it; zero is not set
}

// Nothing says that no post of the month can be claimed, and nothing was.
func (l MonthLine) Nothing() bool { return l.Posts == 0 && l.Claim == nil }

// Arrears is what was claimed and not paid yet, by how long ago it was sent.
type Arrears struct {
	Claims  int
	Sum     claim.Pence
	Oldest  int         // days
	Month   claim.Pence // sent in the last 30 days
	Quarter claim.Pence // 31 to 90 days ago
	Older   claim.Pence
}

func (a *Arrears) add(c Claim, today calendar.Date) {
	rest := c.Total - c.Received
	if c.SentAt.IsZero() || c.State == Paid || rest == 0 {
		return
	}
	days := c.Days(today)
	a.Claims, a.Sum, a.Oldest = a.Claims+1, a.Sum+rest, max(a.Oldest, days)
	switch {
	case days <= 30:
		a.Month += rest
	case days <= 90:
		a.Quarter += rest
	default:
		a.Older += rest
	}
}

// Overview is a network's claims of a year.
type Overview struct {
	PCN, PCNName string
	Year         calendar.ContractYear
	Months       []MonthLine // those that have begun, the newest first
	Adjustments  []Claim
	Arrears      Arrears
	Late         *Differences // for the network itself
	Own, Whole   bool
	Nothing      bool // posts were held, and none of them can be claimed
	First        *First
	Wants        *Wants
	Today        calendar.Date
}

// Claims asks for the months of a contract year of a network.
type Claims struct {
	PCN  string
	Year calendar.ContractYear
}

// Needs names the permission.
func (Claims) Needs() access.Permission { return access.SeeFunding }

// Ask lists them.
func (q Claims) Ask(_ context.Context, tx *gate.Tx) (Overview, error) {
	v, err := reach(tx, q.PCN, access.SeeFunding)
	if err != nil {
		return Overview{}, err
	}
	if v.board && !v.own {
		return Overview{}, fault.Missing("network")
	}
	o := Overview{PCN: q.PCN, Year: q.Year, Own: v.own, Whole: v.whole(), Today: tx.Today()}
	if q.Year < 2021 || q.Year > calendar.ContractYearOf(tx.Today()) {
		return o, fault.Missing("year")
	}
	if o.PCNName, err = nameOf(tx, network.KindPCN, q.PCN); err != nil {
		return o, err
	}
	all := q.Year.Months()
	b, err := read(tx, v, all[0], all[11])
	if err != nil {
		return o, err
	}
	o.First, o.Wants = b.first, wantsIn(b.wants, calendar.MonthOf(tx.Today()))
	claims, err := claimsOf(tx, "pcn = $1", q.PCN)
	if err != nil {
		return o, err
	}
	byMonth := map[calendar.Month]*Claim{}
	for i, c := range claims {
		if v.whole() {
			o.Arrears.add(c, tx.Today())
		}
		switch {
		case !c.Adjustment():
			byMonth[c.Month] = &claims[i]
		case q.Year.Contains(c.Month.First()) && v.whole():
			o.Adjustments = append(o.Adjustments, c)
		}
	}
	evidence, err := db.All[Evidence](tx.Tx, "SELECT month || post AS post, item, there FROM funding_evidence WHERE pcn = $1 AND month BETWEEN $2 AND $3 ORDER BY at, id", q.PCN, all[0], all[11])
	if err != nil {
		return o, err
	}
	sent, err := sentPosts(tx, q.PCN, all[0], all[11])
	if err != nil {
		return o, err
	}
	for _, m := range slices.Backward(all) {
		if m.First().After(tx.Today()) {
			continue
		}
		o.Months = append(o.Months, b.line(m, byMonth[m], evidence, sent[m]))
	}
	o.Nothing = len(b.posts) > 0 && !slices.ContainsFunc(o.Months, func(l MonthLine) bool { return !l.Nothing() })
	if v.own {
		d, err := differences(tx, v)
		if err != nil {
			return o, err
		}
		o.Late = &d
	}
	tx.Listed("claim", q.PCN+" "+q.Year.String(), len(o.Months))
	return o, nil
}

// line sums up a month. evidence is that of all months, its post led by the
// month; sent has the posts that it was sent with, nil when it was not.
func (b *book) line(m calendar.Month, c *Claim, evidence []Evidence, sent map[string]bool) MonthLine {
	l := MonthLine{Month: m, Claim: c, Known: true}
	if w := wantsIn(b.wants, m); w != nil && w.CutOff > 0 {
		next := m.Add(1)
		l.Due = calendar.NewDate(next.First().Year(), next.First().Month(), w.CutOff)
	}
	s := Sheet{PCN: b.pcn, Month: m, Whole: b.whole(), First: b.first, Wants: wantsIn(b.wants, m)}
	for _, p := range b.posts {
		if !held(p, m) {
			continue
		}
		w := b.work(p, m, false)
		s.Works = append(s.Works, w)
		if w.Independent {
			continue
		}
		l.Posts++
		l.Total += w.Scheme()
		l.Known = l.Known && w.Known()
		if s.Wants == nil {
			continue
		}
		for _, item := range s.Wants.Items() {
			e := Evidence{Post: p.ID, Item: item}
			for _, f := range evidence {
				if f.Post == m.String()+p.ID && f.Item == item {
					e.There = f.There
				}
			}
			s.Evidence = append(s.Evidence, e)
		}
	}
	l.Left = left(s.Works, sent)
	if c != nil && !c.SentAt.IsZero() {
		if b.whole() {
			l.Total, l.Known = c.Total, true
		}
		return l
	}
	l.Missing = s.missing(b)
	return l
}

// claimsOf lists claims with what was paid for them.
func claimsOf(tx *gate.Tx, where string, args ...any) ([]Claim, error) {
	list, err := db.All[Claim](tx.Tx, "SELECT "+claimColumns+" FROM funding_claim WHERE "+where+" ORDER BY month DESC, number DESC", args...)
	if err != nil {
		return nil, err
	}
	type sum struct {
		Claim string
		Total claim.Pence
	}
	paid, err := db.All[sum](tx.Tx, "SELECT claim, CAST(sum(amount) AS bigint) AS total FROM funding_received WHERE claim IN (SELECT id FROM funding_claim WHERE "+where+") GROUP BY claim", args...)
	for _, p := range paid {
		for i := range list {
			if list[i].ID == p.Claim {
				list[i].Received = p.Total
			}
		}
	}
	return list, err
}

// BoardRow is one network of an ICB.
type BoardRow struct {
	PCN, Name string
	Claims    []Claim // that were sent in the year, the newest first
	Spent     claim.Pence
	Waiting   claim.Pence
	Arrears   Arrears
}

// BoardView is the money of an ICB's networks in a year.
type BoardView struct {
	ICB, Name string
	Year      calendar.ContractYear
	Rows      []BoardRow // networks that sent a claim, by name
	Without   int        // networks that sent none
	ToAnswer  []Claim    // with the ICB, the oldest first
	Names     map[string]string
	Spent     claim.Pence
	Arrears   Arrears
	Tables    int // tables of maximum amounts that wait for a decision
	Wants     *Wants
	Today     calendar.Date
}

// Board asks for the claims of an ICB's networks.
type Board struct {
	ICB  string
	Year calendar.ContractYear
}

// Needs names the permission.
func (Board) Needs() access.Permission { return access.AnswerClaims }

// Ask lists them.
func (q Board) Ask(_ context.Context, tx *gate.Tx) (BoardView, error) {
	if !slices.Contains(tx.Scope.ICBs, q.ICB) {
		return BoardView{}, fault.Missing("ICB")
	}
	o := BoardView{ICB: q.ICB, Year: q.Year, Names: map[string]string{}, Today: tx.Today()}
	var err error
	if o.Name, err = nameOf(tx, network.KindICB, q.ICB); err != nil {
		return o, err
	}
	codes, err := network.NetworksIn(tx, q.ICB, tx.Today())
	if err != nil {
		return o, err
	}
	claims, err := claimsOf(tx, "icb = $1 AND sent_at IS NOT NULL", q.ICB)
	if err != nil {
		return o, err
	}
	rows := map[string]*BoardRow{}
	for _, c := range slices.Backward(claims) {
		if c.State == Submitted {
			o.ToAnswer = append(o.ToAnswer, c)
		}
		if o.Names[c.PCN] == "" {
			if o.Names[c.PCN], err = nameOf(tx, network.KindPCN, c.PCN); err != nil {
				return o, err
			}
		}
	}
	slices.SortStableFunc(o.ToAnswer, func(a, b Claim) int { return cmp.Compare(b.Days(o.Today), a.Days(o.Today)) })
	for _, c := range claims {
		o.Arrears.add(c, tx.Today())
		r := rows[c.PCN]
		if r == nil {
			r = &BoardRow{PCN: c.PCN, Name: o.Names[c.PCN]}
			rows[c.PCN] = r
		}
		r.Arrears.add(c, tx.Today())
		if !q.Year.Contains(c.Month.First()) {
			continue
		}
		r.Claims = append(r.Claims, c)
		if c.State.Closed() {
			r.Spent += c.Total
			o.Spent += c.Total
		} else {
			r.Waiting += c.Total
		}
	}
	for _, r := range rows {
		o.Rows = append(o.Rows, *r)
	}
	slices.SortFunc(o.Rows, func(a, b BoardRow) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.PCN, b.PCN)) })
	o.Without = max(0, len(codes)-len(rows))
	if o.Tables, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM funding_load WHERE state = 'waiting' AND icb = $1", q.ICB); err != nil {
		return o, err
	}
	list, err := wantsOf(tx, q.ICB)
	if err != nil {
		return o, err
	}
	o.Wants = wantsIn(list, calendar.MonthOf(tx.Today()))
	tx.Listed("claim", q.ICB+" "+q.Year.String(), len(claims))
	return o, nil
}

// Settings is what the sums of a network, or of an ICB, rest on.
type Settings struct {
	PCN, ICB string
	Firsts   []First // the newest first
	Wants    []Wants // of the ICB, the newest first
	Posts    []PostTerms
	Own      bool // may say what is first, and the terms of posts
	Board    bool // may say what is asked for
	Today    calendar.Date
}

// PostTerms is a post with what its claim rests on.
type PostTerms struct {
	Post     workforce.Held
	Terms    []Terms // the newest first
	Payments []StaffPaid
	Absences []Absence
}

// SettingsOf asks for them: of a network, or, PCN being "", of an ICB.
type SettingsOf struct{ PCN, ICB string }

// Needs names the permission.
func (SettingsOf) Needs() access.Permission { return access.SeeFunding }

// Ask gathers them.
func (q SettingsOf) Ask(_ context.Context, tx *gate.Tx) (Settings, error) {
	s := Settings{PCN: q.PCN, ICB: q.ICB, Today: tx.Today()}
	if q.PCN == "" {
		if !slices.Contains(tx.Scope.ICBs, q.ICB) {
			return s, fault.Missing("ICB")
		}
		s.Board = tx.Actor.May(access.AnswerClaims)
		tx.Nobody("what an ICB asks for is about nobody")
		var err error
		s.Wants, err = wantsOf(tx, q.ICB)
		return s, err
	}
	v, err := reach(tx, q.PCN, access.SeeFunding)
	if err != nil {
		return s, err
	}
	s.ICB, s.Own = v.icb, v.own
	if s.Firsts, err = firsts(tx, q.PCN); err != nil {
		return s, err
	}
	if s.Wants, err = wantsOf(tx, v.icb); err != nil {
		return s, err
	}
	year := calendar.ContractYearOf(tx.Today())
	b, err := read(tx, v, calendar.MonthOf(year.Start()).Add(-12), calendar.MonthOf(year.End()))
	if err != nil {
		return s, err
	}
	paid, err := db.All[StaffPaid](tx.Tx, "SELECT "+staffPaidColumns+" FROM funding_staff_paid WHERE pcn = $1 ORDER BY at DESC, id", q.PCN)
	if err != nil {
		return s, err
	}
	for _, p := range b.posts {
		p.Band = p.BandOn(tx.Today())
		t := PostTerms{Post: p, Terms: b.terms[p.ID], Absences: b.absences[p.ID]}
		for _, x := range paid {
			if x.Post == p.ID {
				t.Payments = append(t.Payments, x)
			}
		}
		s.Posts = append(s.Posts, t)
	}
	tx.Listed("funding of posts", q.PCN, len(s.Posts))
	return s, nil
}
