package network

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// PracticeFacts is a practice with everything that is published about it.
type PracticeFacts struct {
	Code, Name, Postcode string
	PCN, PCNName         string // "" in no network
	SubICB, SubICBName   string
	ICB, ICBName         string
	Supplier             string
	Patients             int
	Sized                int // 1 when the list size is known
}

// HasSize reports whether the list size is known.
func (p PracticeFacts) HasSize() bool { return p.Sized > 0 }

// Report of one role, as published.
type Post struct {
	Role       string
	AgeGroup   string // Adult or CYP
	Contracted bool   // reported as a contracted service
	Posts      int    // lines of the publication
	FTE        float64
}

// SizePoint is a network's registered patients on one published day, with the
// practices that it had on that day.
type SizePoint struct {
	AsOf                calendar.Date
	Practices, Patients int
}

// Detail is one network on a day, with the rows behind its numbers.
type Detail struct {
	At        calendar.Date
	Facts     Facts
	Network   NetworkCoverage
	Practices []PracticeFacts
	Posts     []Post
	Rules     policy.Entitlements
	Versions  []Adopted // newest first, those of the future too
	Sizes     []SizePoint
	MayAdopt  bool
}

// NetworkAt asks for one PCN on a day. A network that was not published for
// the day is not found.
type NetworkAt struct {
	PCN string
	At  calendar.Date
}

// Needs is access.SeeCoverage.
func (NetworkAt) Needs() access.Permission { return access.SeeCoverage }

// Ask answers.
func (q NetworkAt) Ask(_ context.Context, tx *gate.Tx) (Detail, error) {
	tx.Nobody(publishedFacts)
	d := Detail{At: q.At}
	c, err := coverageOf(tx, CoverageAt{At: q.At})
	if err != nil {
		return d, err
	}
	d.Facts = c.Facts
	found := false
	for _, n := range c.Networks {
		if n.Code == q.PCN {
			d.Network, found = n, true
		}
	}
	if !found {
		return d, fault.Missing("network on " + q.At.Medium())
	}
	d.Rules = d.Network.Rules()
	if d.Practices, err = practicesAt(tx, c.Facts, PracticesAt{At: q.At, PCN: q.PCN}); err != nil {
		return d, err
	}
	if d.Posts, err = db.All[Post](tx.Tx, `SELECT role, age_group, contracted, posts, fte FROM workforce_fte
		WHERE as_of = $1 AND pcn = $2 AND family = $3 ORDER BY age_group, role, contracted`, c.Facts.Workforce, q.PCN, FamilyMHP); err != nil {
		return d, err
	}
	if d.Versions, err = AdoptedVersions(tx, q.PCN); err != nil {
		return d, err
	}
	d.Sizes, err = db.All[SizePoint](tx.Tx, `SELECT s.as_of, count(*) AS practices, sum(s.patients)::bigint AS patients
		FROM list_size s JOIN membership m ON m.practice = s.practice AND m.pcn = $1 AND `+inForce("m", "s.as_of")+`
		GROUP BY s.as_of ORDER BY s.as_of`, q.PCN)
	d.MayAdopt = tx.Actor.May(access.Adopt) && tx.Actor.Scope(access.Adopt).WholeNetwork(q.PCN)
	return d, err
}

// PracticesAt asks for practices on a day: of a network, of an ICB, of a
// region, or those in no network.
type PracticesAt struct {
	At          calendar.Date
	PCN         string
	ICB         string
	Region      string
	Unallocated bool // only those in no network
	InNetworks  bool // only those in a network
	Unsized     bool // only those whose list size is not known
}

// PracticeList is the answer to PracticesAt.
type PracticeList struct {
	At        calendar.Date
	Facts     Facts
	Why       string // why nothing is known; "" when something is
	Practices []PracticeFacts
}

// Patients adds up the list sizes that are known.
func (l PracticeList) Patients() (sum int) {
	for _, p := range l.Practices {
		sum += p.Patients
	}
	return sum
}

// Needs is access.SeeCoverage.
func (PracticesAt) Needs() access.Permission { return access.SeeCoverage }

// Ask answers.
func (q PracticesAt) Ask(_ context.Context, tx *gate.Tx) (PracticeList, error) {
	tx.Nobody(publishedFacts)
	l := PracticeList{At: q.At}
	if q.At.IsZero() {
		return l, fault.Wrong("at", "Enter the date that you want to see")
	}
	var err error
	if l.Facts, err = factsOn(tx, q.At); err != nil {
		return l, err
	}
	if !l.Facts.Known() {
		l.Why, _, err = missing(tx, q.At)
		return l, err
	}
	l.Practices, err = practicesAt(tx, l.Facts, q)
	return l, err
}

func practicesAt(tx *gate.Tx, f Facts, q PracticesAt) ([]PracticeFacts, error) {
	var a db.Args
	day := a.Add(q.At)
	where := inForce("m", day)
	if q.PCN != "" {
		where += " AND m.pcn = " + a.Add(q.PCN)
	}
	if q.ICB != "" {
		where += " AND m.icb = " + a.Add(q.ICB)
	}
	if q.Region != "" {
		where += " AND m.region = " + a.Add(q.Region)
	}
	if q.Unallocated {
		where += " AND m.pcn = ''"
	}
	if q.InNetworks {
		where += " AND m.pcn <> ''"
	}
	if q.Unsized {
		where += " AND s.patients IS NULL"
	}
	name := func(alias, kind, column string) string {
		return " LEFT JOIN organisation " + alias + " ON " + alias + ".kind = '" + kind + "' AND " + alias + ".code = m." + column + " AND " + inForce(alias, day)
	}
	return db.All[PracticeFacts](tx.Tx, `SELECT m.practice AS code, coalesce(p.name, '') AS name, coalesce(p.postcode, '') AS postcode, m.pcn, coalesce(n.name, '') AS pcn_name,
		m.sub_icb AS sub_icb, coalesce(u.name, '') AS sub_icb_name, m.icb, coalesce(i.name, '') AS icb_name, m.supplier,
		coalesce(s.patients, 0) AS patients, CASE WHEN s.patients IS NULL THEN 0 ELSE 1 END AS sized FROM membership m`+
		name("p", KindPractice, "practice")+name("n", KindPCN, "pcn")+name("u", KindSubICB, "sub_icb")+name("i", KindICB, "icb")+
		" LEFT JOIN list_size s ON s.practice = m.practice AND s.as_of = "+a.Add(f.Sizes)+" WHERE "+where+
		" ORDER BY p.name, m.practice", a.List...)
}
