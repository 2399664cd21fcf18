package impact

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Check asks whether what the pages of a network show is what its records say.
type Check struct{ PCN string }

// Checked is the answer.
type Checked struct {
	Figures int      // how many were compared
	Differ  []string // each figure that differs, with both numbers
	Pending bool     // so much is not counted yet that pages say so
	Own     bool     // something was not counted yet, and the page counted it itself
}

// Needs names the permission.
func (Check) Needs() access.Permission { return access.CountImpact }

// Ask reads the sums as a page does, and counts the records beside it.
func (q Check) Ask(_ context.Context, tx *gate.Tx) (out Checked, err error) {
	tx.Nobody("figures, in which nobody is named")
	r := Report{Place: access.Network, Code: q.PCN, Today: tx.Today()}
	if r.Behind, err = behind(tx, many); err != nil {
		return out, err
	}
	out.Own = slices.Contains(r.Behind.Networks, q.PCN)
	if err = r.load(tx, []string{q.PCN}); err != nil {
		return out, err
	}
	if out.Pending = r.Behind.All; out.Pending {
		return out, nil
	}
	fresh, err := read(tx, q.PCN)
	if err != nil {
		return out, err
	}
	out.Figures, out.Differ = compare(r.months, fresh.count())
	if !out.Own { // and what is stored names the definitions by which it was counted
		for m := range r.months {
			v, err := storedVersions(tx, q.PCN, m)
			if err != nil {
				return out, err
			}
			if v != versions(m) {
				out.Differ = append(out.Differ, fmt.Sprintf("%s: counted by %q, not by %q", m, v, versions(m)))
			}
		}
	}
	return out, nil
}

// compare gives how many figures two counts have, and those that differ.
func compare(shown, counted Months) (n int, differ []string) {
	months := map[calendar.Month]bool{}
	for m := range shown {
		months[m] = true
	}
	for m := range counted {
		months[m] = true
	}
	for m := range months {
		keys := maps.Clone(shown[m])
		if keys == nil {
			keys = Sums{}
		}
		for k, c := range counted[m] {
			keys[k] = c
		}
		for k := range keys {
			n++
			if shown[m][k] != counted[m][k] {
				differ = append(differ, fmt.Sprintf("%s %s: shown %d (%d), counted %d (%d)", m, k, shown[m][k].N, shown[m][k].Sum, counted[m][k].N, counted[m][k].Sum))
			}
		}
	}
	slices.Sort(differ)
	return n, differ
}

// CheckUnion is Check for what an ICB or a provider is shown: the sum of its
// networks.
type CheckUnion struct{ Union }

// Needs names the permission.
func (CheckUnion) Needs() access.Permission { return access.CountImpact }

// Ask adds the networks up anew.
func (q CheckUnion) Ask(_ context.Context, tx *gate.Tx) (out Checked, err error) {
	tx.Nobody("figures, in which nobody is named")
	codes, err := q.networks(tx)
	if err != nil {
		return out, err
	}
	r := Report{Place: q.Place, Code: q.Code, Today: tx.Today()}
	if r.Behind, err = behind(tx, many); err != nil {
		return out, err
	}
	if err = r.load(tx, codes); err != nil {
		return out, err
	}
	if out.Pending = r.Behind.All; out.Pending {
		return out, nil
	}
	whole := Months{}
	for _, c := range codes {
		fresh, err := read(tx, c)
		if err != nil {
			return out, err
		}
		whole.add(fresh.count())
	}
	out.Figures, out.Differ = compare(r.months, whole)
	return out, nil
}

// Known asks for every network, ICB and provider in which something is
// counted.
type Known struct{}

// KnownTo is the answer.
type KnownTo struct {
	Networks []string
	Unions   []Union
}

// Needs names the permission.
func (Known) Needs() access.Permission { return access.CountImpact }

// Ask lists them.
func (Known) Ask(_ context.Context, tx *gate.Tx) (out KnownTo, err error) {
	tx.Nobody("codes of networks, ICBs and providers")
	if out.Networks, err = everyNetwork(tx); err != nil {
		return out, err
	}
	out.Unions, err = unionsOf(tx, out.Networks)
	return out, err
}
