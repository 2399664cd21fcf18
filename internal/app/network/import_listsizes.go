package network

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// ImportListSizes takes over one month of "Patients Registered at a GP
// Practice". The mapping says from its extract day on who belongs where; the
// list sizes are kept for that day. What one of them alone means: with the
// mapping only, the list sizes of the month before go on counting; with the
// list sizes only, memberships of the month before go on holding, and some
// mapping must be there.
//
// Months may come in any order: an older one holds until the next one that is
// known. All or nothing; what was imported is in the Report, line by line.
// The error is Invalid when the month can't be used.
type ImportListSizes struct {
	ListSizes
	// MayEnd lets the import end more than a tenth of all practices. Without
	// it such a file is refused: it is most likely a part of the real one.
	MayEnd   bool
	Progress Progress
}

// Needs is access.Import.
func (ImportListSizes) Needs() access.Permission { return access.Import }

// Do imports.
func (c ImportListSizes) Do(_ context.Context, tx *gate.Tx) (Report, error) {
	if c.Mapping == nil && c.Sizes == nil {
		return Report{}, fault.Wrong("file", "Choose the mapping, the list sizes, or both")
	}
	w := begin(tx, "list sizes", c.Progress)
	w.mayEnd = c.MayEnd
	if err := w.listSizes(c.Mapping, c.Sizes); err != nil {
		return Report{}, err
	}
	return w.finish()
}

func begin(tx *gate.Tx, kind string, p Progress) *work {
	return &work{tx: tx, progress: p, report: Report{Run: tx.NewID(), Kind: kind}}
}

type orgKey struct{ Kind, Code string }

func (k orgKey) compare(o orgKey) int {
	return cmp.Or(cmp.Compare(k.Kind, o.Kind), cmp.Compare(k.Code, o.Code))
}

type orgValue struct{ Name, Postcode string }

type practiceKey string

//lint:ignore U1000 it is called through a type parameter
func (k practiceKey) compare(o practiceKey) int { return cmp.Compare(k, o) }

type belongs struct{ PCN, SubICB, ICB, Region, Supplier string }

// known is everything that the database knows from a day on.
type known struct {
	orgs    history[orgKey, orgValue]
	members history[practiceKey, belongs]
}

func load(tx *gate.Tx, day calendar.Date) (known, error) {
	k := known{history[orgKey, orgValue]{}, history[practiceKey, belongs]{}}
	type org struct {
		Kind, Code, Name, Postcode string
		FromDay, ToDay             calendar.Date
	}
	const since = " WHERE to_day IS NULL OR to_day >= $1"
	orgs, err := db.All[org](tx.Tx, "SELECT kind, code, name, postcode, from_day, to_day FROM organisation"+since, day)
	if err != nil {
		return k, err
	}
	for _, o := range orgs {
		key := orgKey{o.Kind, o.Code}
		k.orgs[key] = append(k.orgs[key], span[orgValue]{o.FromDay, o.ToDay, orgValue{o.Name, o.Postcode}})
	}
	type member struct {
		Practice, PCN, SubICB, ICB, Region, Supplier string
		FromDay, ToDay                               calendar.Date
	}
	members, err := db.All[member](tx.Tx, "SELECT practice, pcn, sub_icb AS sub_icb, icb, region, supplier, from_day, to_day FROM membership"+since, day)
	for _, m := range members {
		key := practiceKey(m.Practice)
		k.members[key] = append(k.members[key], span[belongs]{m.FromDay, m.ToDay, belongs{m.PCN, m.SubICB, m.ICB, m.Region, m.Supplier}})
	}
	return k, err
}

// listSizes takes over a month.
func (w *work) listSizes(m *Mapping, s *Sizes) error {
	if m != nil && s != nil && m.AsOf != s.AsOf {
		return fault.Wrong("file", "The mapping is of %s and the list sizes are of %s; both must be of one month", m.AsOf.Medium(), s.AsOf.Medium())
	}
	var day calendar.Date
	if m != nil {
		day = m.AsOf
		w.report.Files = joined(w.report.Files, m.File)
	}
	if s != nil {
		day = s.AsOf
		w.report.Files = joined(w.report.Files, s.File)
	}
	w.report.AsOf = day
	w.tell("Reading what is known", 0, 0)
	k, err := load(w.tx, day)
	if err != nil {
		return err
	}
	if m == nil {
		if latest, err := latestExtract(w.tx, "mapping", day); err != nil {
			return err
		} else if latest.IsZero() {
			return bad(s.File, "no mapping covers %s, so these list sizes would belong to no network. Import gp-reg-pat-prac-map of the same month together with it", day.Medium())
		} else if latest != day {
			w.note("The mapping of %s was not given: memberships of %s go on holding", day.Medium(), latest.Medium())
		}
	}
	sizes, err := w.compareSizes(s, day)
	if err != nil {
		return err
	}
	if m != nil {
		if err := w.mapping(m, k, sizes); err != nil {
			return err
		}
		if s == nil {
			if err := w.noteMissingSizes(day); err != nil {
				return err
			}
		}
	} else {
		w.sizesOnly(k, sizes, day)
	}
	if s != nil {
		w.rejected(s.Rejected, KindPractice)
		w.checkSums(m, k, s)
		return w.writeSizes(s, sizes, day)
	}
	return nil
}

// sizeChange is a practice's list size before and now; -1 is not known.
type sizeChange struct{ before, now, line int }

// compareSizes sets the month's list sizes beside those of the same day, if
// it was imported before, else of the latest day before it.
func (w *work) compareSizes(s *Sizes, day calendar.Date) (map[string]sizeChange, error) {
	out := map[string]sizeChange{}
	if s == nil {
		return out, nil
	}
	base, err := latestExtract(w.tx, "sizes", day)
	if err != nil {
		return nil, err
	}
	before, err := sizesOf(w.tx, base)
	if err != nil {
		return nil, err
	}
	for _, r := range s.Rows {
		c := sizeChange{-1, r.Patients, r.Line}
		if n, ok := before[r.Practice]; ok {
			c.before = n
		}
		out[r.Practice] = c
	}
	for p, n := range before {
		if _, ok := out[p]; !ok {
			out[p] = sizeChange{n, -1, 0}
		}
	}
	return out, nil
}

func sizesOf(tx *gate.Tx, day calendar.Date) (map[string]int, error) {
	out := map[string]int{}
	if day.IsZero() {
		return out, nil
	}
	type row struct {
		Practice string
		Patients int
	}
	list, err := db.All[row](tx.Tx, "SELECT practice, patients FROM list_size WHERE as_of = $1", day)
	for _, r := range list {
		out[r.Practice] = r.Patients
	}
	return out, err
}

// words says how a list size changed, "" when it did not.
func (c sizeChange) words() string {
	switch {
	case c.now < 0 || c.now == c.before:
		return ""
	case c.before < 0:
		return "list size " + count(c.now)
	}
	return fmt.Sprintf("list size %s → %s", count(c.before), count(c.now))
}

func (w *work) sizesOnly(k known, sizes map[string]sizeChange, day calendar.Date) {
	for _, p := range slices.Sorted(maps.Keys(sizes)) {
		c := sizes[p]
		_, member := valueOn(k.members[practiceKey(p)], day)
		switch {
		case c.now < 0 && member:
			w.note("%s has no list size in this file", p)
		case c.now < 0:
		case !member && c.before < 0:
			w.line(Note, KindPractice, p, "", c.line, "The practice is in no mapping that covers "+day.Medium()+"; its list size is kept, and counts once a mapping names it")
		case c.before < 0:
			w.line(Added, KindPractice, p, "", c.line, c.words())
		case c.words() != "":
			w.line(Changed, KindPractice, p, "", c.line, c.words())
		default:
			w.report.Unchanged++
		}
	}
}

func (w *work) noteMissingSizes(day calendar.Date) error {
	latest, err := latestExtract(w.tx, "sizes", day)
	switch {
	case err != nil || latest == day:
		return err
	case latest.IsZero():
		w.note("List sizes for %s are not known yet: import gp-reg-pat-prac-quin-age of the same month. Until then no entitlement can be worked out", day.Medium())
	default:
		w.note("List sizes for %s are not known yet: those of %s go on counting until gp-reg-pat-prac-quin-age of the same month is imported", day.Medium(), latest.Medium())
	}
	return nil
}

// checkSums compares the sums of the practices with the networks' sums that
// the same publication gives.
func (w *work) checkSums(m *Mapping, k known, s *Sizes) {
	if len(s.PCNs) == 0 {
		return
	}
	pcnOf := map[string]string{}
	if m != nil {
		for _, r := range m.Rows {
			pcnOf[r.Practice] = r.PCN
		}
	} else {
		for p, spans := range k.members {
			v, _ := valueOn(spans, s.AsOf)
			pcnOf[string(p)] = v.PCN
		}
	}
	sum := map[string]int{}
	for _, r := range s.Rows {
		sum[pcnOf[r.Practice]] += r.Patients
	}
	for _, pcn := range slices.Sorted(maps.Keys(sum)) {
		if n, ok := s.PCNs[pcn]; pcn != "" && ok && n != sum[pcn] {
			w.line(Note, KindPCN, pcn, s.File, 0, fmt.Sprintf("The file gives %s patients for the network, its practices add up to %s; the practices count", count(n), count(sum[pcn])))
		}
	}
}

// writeSizes replaces the day's list sizes when anything differs. A practice
// whose line was rejected keeps what it had for the day.
func (w *work) writeSizes(s *Sizes, sizes map[string]sizeChange, day calendar.Date) error {
	again, err := w.extract("sizes", day)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, r := range s.Rejected {
		keep[r.Code] = true
	}
	if again {
		same := true
		for p, c := range sizes {
			same = same && (c.now == c.before || c.now < 0 && keep[p])
		}
		if same {
			return w.writeBands(s, day, true)
		}
		if _, err := w.tx.Exec("DELETE FROM list_size WHERE as_of = $1", day); err != nil {
			return err
		}
	}
	var out rows
	for _, p := range slices.Sorted(maps.Keys(sizes)) {
		switch c := sizes[p]; {
		case c.now >= 0:
			out.add(day, p, c.now)
		case again && keep[p]:
			out.add(day, p, c.before)
		}
	}
	if err := w.write("Writing list sizes", "INSERT INTO list_size (as_of, practice, patients)", &out); err != nil {
		return err
	}
	return w.writeBands(s, day, again)
}

// latestExtract gives the latest day on or before day for which a publication
// was read, the zero date when there is none.
func latestExtract(tx *gate.Tx, kind string, day calendar.Date) (calendar.Date, error) {
	d, _, err := db.Maybe[calendar.Date](tx.Tx, "SELECT as_of FROM network_extract WHERE kind = $1 AND as_of <= $2 ORDER BY as_of DESC LIMIT 1", kind, day)
	return d, err
}

// nextExtract gives the earliest day after day, the zero date when there is
// none.
func nextExtract(tx *gate.Tx, kind string, day calendar.Date) (calendar.Date, error) {
	d, _, err := db.Maybe[calendar.Date](tx.Tx, "SELECT as_of FROM network_extract WHERE kind = $1 AND as_of > $2 ORDER BY as_of LIMIT 1", kind, day)
	return d, err
}

func sentence(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}
