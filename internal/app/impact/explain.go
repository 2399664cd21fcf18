package impact

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Explain asks for what stands behind a figure: its definition, by the version
// by which the month was counted, and its records, for those who may open
// them. Part is "n" for what is counted, "of" for what it is a share of. Tag
// narrows it down ("way=walk-in or duty call").
type Explain struct {
	PCN       string
	Indicator string
	First     calendar.Month
	Last      calendar.Month
	Part      string
	Tag       string
}

// Explained is the answer.
type Explained struct {
	Indicator
	Version     Version
	First, Last calendar.Month
	Name        string // of the network
	Part        string
	Count       int // what the page showed
	Hidden      bool
	Opens       bool
	Rows        []ExplainedRow
	More        int // rows that are not listed
	ByPractice  Breakdown
	Practices   map[string]string
}

// ExplainedRow is one record behind a figure.
type ExplainedRow struct {
	Hit
	Who  person.Person
	Open string
}

// most is how many rows a page lists.
const most = 1000

// Needs names the permission.
func (Explain) Needs() access.Permission { return access.SeeImpact }

// Ask gathers them. The rows are made by the function that makes the sums:
// count == list.
func (q Explain) Ask(_ context.Context, tx *gate.Tx) (Explained, error) {
	out := Explained{First: q.First, Last: q.Last, Part: q.Part, Practices: map[string]string{}}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	x, ok := ByKey(q.Indicator)
	if !ok || q.First.IsZero() || q.Last.Before(q.First) || q.Part != "n" && q.Part != "of" || q.Part == "of" && x.Kind != Share {
		return out, fault.Missing("figure")
	}
	out.Indicator, out.Version = x, x.On(q.Last)
	name, err := network.PlaceName(tx, access.Network, q.PCN, tx.Today())
	if err != nil {
		return out, err
	}
	out.Name = network.PlainName(name)
	out.Opens = tx.Actor.May(x.Rows) && tx.Actor.Scope(x.Rows).WholeNetwork(q.PCN)
	key := x.Num
	if q.Part == "of" {
		key = x.Den
	}
	measure, wanted, _ := strings.Cut(key, "|")
	keep := func(h Hit) bool {
		return h.Measure == measure && (wanted == "" || slices.Contains(h.Tags, wanted)) && (q.Tag == "" || slices.Contains(h.Tags, q.Tag)) &&
			!h.Month.Before(q.First) && !q.Last.Before(h.Month)
	}
	if x.Kind == Stock { // who had begun and had neither been seen nor left
		keep = nil
	}
	records, err := read(tx, q.PCN)
	if err != nil {
		return out, err
	}
	var hits []Hit
	if keep != nil {
		records.walk(func(h Hit) {
			if keep(h) {
				hits = append(hits, h)
			}
		})
	} else {
		hits = records.standing(x, q.Last)
	}
	sums := Sums{}
	for _, h := range hits {
		out.Count += h.N
		sums.add("m", Cell{N: h.N})
		if h.Practice != "" {
			sums.add("m|practice="+h.Practice, Cell{N: h.N})
		}
	}
	practices, err := network.PracticesOf(tx, q.PCN, tx.Today())
	if err != nil {
		return out, err
	}
	var order []string
	for _, p := range practices {
		out.Practices[p.Code] = p.Name
		order = append(order, p.Code)
	}
	if !out.Opens {
		tx.Nobody("figures, in which nobody is named")
		// Two spans or two tags could be subtracted, so there is no count here:
		// the page shows those of the report, which are one another's whole.
		out.Count, out.Hidden = 0, true
		return out, nil
	}
	out.ByPractice = Report{}.broken(true, sums, "m", "practice", order)
	for i, l := range out.ByPractice.Lines {
		out.ByPractice.Lines[i].Label = cmp.Or(out.Practices[l.Key], l.Key)
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(a.ID, b.ID)) })
	var ids []string
	for _, h := range hits[:min(len(hits), most)] {
		if h.Person != "" {
			ids = append(ids, h.Person)
		}
	}
	who := map[string]person.Person{}
	if tx.Actor.May(access.SeePerson) {
		if who, err = person.Many(tx, ids); err != nil {
			return out, err
		}
	}
	for i, h := range hits {
		if i == most {
			out.More = len(hits) - most
			break
		}
		row := ExplainedRow{Hit: h, Who: who[h.Person], Open: h.Open()}
		if h.Person != "" && h.Kind != "advice" {
			if row.Who.ID == "" { // not one of this reader's people any more
				row.Open = ""
			} else {
				row.Open = "/people/" + row.Who.ID
			}
		}
		out.Rows = append(out.Rows, row)
	}
	tx.Listed("figure", q.PCN+" "+x.Key+" "+q.First.String()+" "+q.Last.String()+" "+q.Part+" "+q.Tag, len(out.Rows))
	return out, nil
}

// standing gives what stands at the end of a month: what came in by then and
// had not gone out.
func (r *records) standing(x Indicator, last calendar.Month) []Hit {
	outs := strings.Split(x.Den, "+")
	gone := map[string]bool{}
	var in []Hit
	r.walk(func(h Hit) {
		switch {
		case last.Before(h.Month):
		case h.Measure == x.Num:
			in = append(in, h)
		case slices.Contains(outs, h.Measure):
			gone[h.ID] = true
		}
	})
	return slices.DeleteFunc(in, func(h Hit) bool { return gone[h.ID] })
}
