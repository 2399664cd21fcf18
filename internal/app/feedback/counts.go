package feedback

import (
	"cmp"
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/disclosure"
	"footbridge/internal/fault"
)

// Fact is one answer as figures count it, without its texts.
type Fact struct {
	PCN, Practice, Service string
	Month                  calendar.Month // of contact
	How                    string         // "link" or "paper"
	Overall                string         // of Ratings, "" when it was left out
	Listened, NextStep     string         // of Degrees, "" when it was left out
}

// Invited is one person's being asked, as figures count it.
type Invited struct {
	PCN, Practice, Service string
	Month                  calendar.Month
	How                    string
}

// Between gives the answers about contacts of networks in the months from one
// to another, both included, without looking at the scope. Small numbers are
// the caller's to hide.
func Between(tx *gate.Tx, pcns []string, from, last calendar.Month) ([]Fact, error) {
	return between[Fact](tx, "pcn, practice, service, month, how, overall, listened, next_step AS next_step FROM feedback_answer", pcns, from, last)
}

// InvitedBetween gives who was asked, like Between.
func InvitedBetween(tx *gate.Tx, pcns []string, from, last calendar.Month) ([]Invited, error) {
	return between[Invited](tx, "pcn, practice, service, month, how FROM feedback_asked", pcns, from, last)
}

func between[T any](tx *gate.Tx, what string, pcns []string, from, last calendar.Month) (out []T, err error) {
	for some := range slices.Chunk(pcns, 4000) {
		var a db.Args
		list, err := db.All[T](tx.Tx, "SELECT "+what+" WHERE month >= "+a.Add(from)+" AND month <= "+a.Add(last)+" AND pcn IN "+a.In(some)+" ORDER BY pcn, month, id", a.List...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Row is one line of a table of counts.
type Row struct {
	Key, Text string
	Cells     []disclosure.Cell
	Total     disclosure.Cell
}

// Table is a table of counts with small numbers hidden.
type Table struct {
	Columns []Option
	Rows    []Row
	Totals  []disclosure.Cell
	Total   disclosure.Cell
}

// Quarter is what people said in three months, as counts.
type Quarter struct {
	PCN, Name   string
	First, Last calendar.Month
	Asked       int
	Answered    int
	Few         bool // fewer than are shown at all
	Hidden      bool // how many answered would give a hidden number back
	Overall     Table
	Degrees     Table
	Positive    int // very good and good, of those who answered the question
	Of          int
	MayPercent  bool // all that it is made of may be shown
	Texts       []Text
	Waiting     int // texts that nobody has read
}

// Percent is the result of the Friends and Family Test in whole per cent.
func (q Quarter) Percent() int { return (q.Positive*200 + q.Of) / (2 * q.Of) }

// Counts asks for a quarter of a network. Only whole quarters can be asked
// for, so that no two answers can be subtracted from each other.
type Counts struct {
	PCN   string
	First calendar.Month // of the quarter
}

// Needs names the permission.
func (Counts) Needs() access.Permission { return access.SeeFeedback }

// Ask counts.
func (c Counts) Ask(_ context.Context, tx *gate.Tx) (Quarter, error) {
	q := Quarter{PCN: c.PCN, First: c.First, Last: c.First.Add(2)}
	if !tx.Scope.WholeNetwork(c.PCN) {
		return q, fault.Missing("network")
	}
	if d := c.First.First(); c.First.IsZero() || (d.Month()-1)%3 != 0 || d.After(tx.Today()) || d.Year() < 2021 {
		return q, fault.Missing("quarter")
	}
	name, err := network.PlaceName(tx, access.Network, c.PCN, tx.Today())
	if err != nil {
		return q, err
	}
	q.Name = network.PlainName(name)
	invited, err := InvitedBetween(tx, []string{c.PCN}, q.First, q.Last)
	if err != nil {
		return q, err
	}
	facts, err := Between(tx, []string{c.PCN}, q.First, q.Last)
	if err != nil {
		return q, err
	}
	q.Asked, q.Answered = len(invited), len(facts)
	tx.Listed("feedback", c.PCN+" from "+c.First.String(), len(facts))
	q.Few = q.Answered < disclosure.Under
	if q.Waiting, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM feedback_text WHERE pcn = $1 AND state = 'waiting'", c.PCN); err != nil || q.Few {
		return q, err
	}
	if err := q.count(tx, facts); err != nil {
		return q, err
	}
	// The order is that of ids drawn at random: it says nothing about when.
	q.Texts, err = db.All[Text](tx.Tx, "SELECT "+textColumns+" WHERE t.pcn = $1 AND a.month >= $2 AND a.month <= $3 AND t.state = 'shown' ORDER BY t.part, t.id", c.PCN, q.First, q.Last)
	return q, err
}

func (q *Quarter) count(tx *gate.Tx, facts []Fact) error {
	by := map[string][]int{}
	column := map[string]int{}
	q.Overall.Columns = append(slices.Clone(Ratings), Option{"", "Left out"})
	for i, o := range q.Overall.Columns {
		column[o.Key] = i
	}
	degrees := [][]int{make([]int, 4), make([]int, 4)}
	q.Degrees.Columns = append(slices.Clone(Degrees), Option{"", "Left out"})
	degree := func(key string) int {
		return slices.IndexFunc(q.Degrees.Columns, func(o Option) bool { return o.Key == key })
	}
	for _, f := range facts {
		if by[f.Practice] == nil {
			by[f.Practice] = make([]int, len(q.Overall.Columns))
		}
		by[f.Practice][column[f.Overall]]++
		degrees[0][degree(f.Listened)]++
		degrees[1][degree(f.NextStep)]++
		if f.Overall != "" {
			q.Of++
		}
		if f.Overall == "very-good" || f.Overall == "good" {
			q.Positive++
		}
	}
	for code := range by {
		name, err := network.PlaceName(tx, access.Practice, code, tx.Today())
		if fault.Is(err, fault.NotFound) {
			name, err = code, nil
		}
		if err != nil {
			return err
		}
		q.Overall.Rows = append(q.Overall.Rows, Row{Key: code, Text: network.PlainName(name)})
	}
	slices.SortFunc(q.Overall.Rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Key, b.Key)) })
	counts := make([][]int, len(q.Overall.Rows))
	for i, r := range q.Overall.Rows {
		counts[i] = by[r.Key]
	}
	q.Overall.protect(counts)
	// Each question has the same answers as its total: one table of two lines
	// would add different questions up, so each is a list of its own.
	q.Degrees.Rows = []Row{{Key: "listened", Text: Listened}, {Key: "next", Text: NextStep}}
	for i, n := range degrees {
		q.Degrees.Rows[i].Cells, q.Degrees.Rows[i].Total = disclosure.List(n, disclosure.Under)
	}
	// All three tables are about the same answers: a total that is hidden in one
	// is hidden in all, and beside them.
	q.Hidden = q.Overall.Total.Hidden || q.Degrees.Rows[0].Total.Hidden || q.Degrees.Rows[1].Total.Hidden
	q.Overall.Total.Hidden = q.Hidden
	q.Degrees.Rows[0].Total.Hidden, q.Degrees.Rows[1].Total.Hidden = q.Hidden, q.Hidden
	q.MayPercent = q.Of > 0 && !q.Overall.Total.Hidden
	for i, o := range q.Overall.Columns {
		if (o.Key == "very-good" || o.Key == "good" || o.Key == "") && q.Overall.Totals[i].Hidden {
			q.MayPercent = false
		}
	}
	return nil
}

func (t *Table) protect(counts [][]int) {
	p := disclosure.Protect(counts, disclosure.Under)
	for i := range t.Rows {
		t.Rows[i].Cells, t.Rows[i].Total = p.Cells[i], p.Rows[i]
	}
	t.Totals, t.Total = p.Columns, p.Total
}
