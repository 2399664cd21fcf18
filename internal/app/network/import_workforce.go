package network

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// ImportWorkforce takes over one census of "Primary Care Network Workforce":
// which networks made a return, and their mental health practitioners in FTE
// by role and age group. Months may come in any order. All or nothing. The
// error is Invalid when the census can't be used.
type ImportWorkforce struct {
	*Workforce
	// MayEnd lets the import lose more than a tenth of the returns.
	MayEnd   bool
	Progress Progress
}

// Needs is access.Import.
func (ImportWorkforce) Needs() access.Permission { return access.Import }

// Do imports.
func (c ImportWorkforce) Do(_ context.Context, tx *gate.Tx) (Report, error) {
	if c.Workforce == nil {
		return Report{}, fault.Wrong("file", "Choose the workforce file")
	}
	w := begin(tx, "workforce", c.Progress)
	w.mayEnd = c.MayEnd
	w.report.AsOf = c.AsOf
	if err := w.workforce(c.Workforce); err != nil {
		return Report{}, err
	}
	return w.finish()
}

// posts is a census as the database has it.
type posts struct {
	names map[string]string    // of the networks that made a return
	rows  map[string][]PostRow // sorted
}

func postsOf(tx *gate.Tx, day calendar.Date) (posts, error) {
	p := posts{map[string]string{}, map[string][]PostRow{}}
	if day.IsZero() {
		return p, nil
	}
	returns, err := db.All[Return](tx.Tx, "SELECT pcn, name FROM workforce_return WHERE as_of = $1", day)
	if err != nil {
		return p, err
	}
	for _, r := range returns {
		p.names[r.PCN] = r.Name
	}
	list, err := db.All[PostRow](tx.Tx, "SELECT pcn, age_group, role, contracted, posts, fte FROM workforce_fte WHERE as_of = $1 AND family = $2", day, FamilyMHP)
	slices.SortFunc(list, comparePosts)
	for _, r := range list {
		p.rows[r.PCN] = append(p.rows[r.PCN], r)
	}
	return p, err
}

func (p posts) words(pcn string) string {
	adult, cyp := 0.0, 0.0
	for _, r := range p.rows[pcn] {
		if r.AgeGroup == Adult {
			adult += r.FTE
		} else {
			cyp += r.FTE
		}
	}
	if len(p.rows[pcn]) == 0 {
		return "return without a mental health practitioner"
	}
	return FTE(adult) + " FTE for adults, " + FTE(cyp) + " FTE for children and young people"
}

// FTE writes a full-time equivalent with up to two decimals: "0.6", "1", "12.25".
func FTE(f float64) string {
	return strconv.FormatFloat(float64(int64(f*100+0.5))/100, 'f', -1, 64)
}

func (w *work) workforce(f *Workforce) error {
	day := f.AsOf
	w.report.Files = joined(w.report.Files, f.File)
	w.tell("Reading what is known", 0, 0)
	base, err := latestExtract(w.tx, "workforce", day)
	if err != nil {
		return err
	}
	before, err := postsOf(w.tx, base)
	if err != nil {
		return err
	}
	now := posts{map[string]string{}, map[string][]PostRow{}}
	for _, r := range f.Returns {
		now.names[r.PCN] = r.Name
	}
	for _, r := range f.Rows {
		now.rows[r.PCN] = append(now.rows[r.PCN], r)
	}
	lost := 0
	for pcn := range before.names {
		if _, ok := now.names[pcn]; !ok {
			lost++
		}
	}
	if tooMany(lost, len(before.names)) && !w.mayEnd {
		return bad(f.File, "%s of the %s networks that made a return on %s are not in it; it looks like a part of the publication", count(lost), count(len(before.names)), base.Medium())
	}
	changed := w.reportWorkforce(f, before, now)
	if err := w.noteUnknown(f); err != nil {
		return err
	}
	again, err := w.extract("workforce", day)
	if err != nil || again && !changed {
		return err
	}
	if again {
		for _, table := range []string{"workforce_fte", "workforce_return"} {
			if _, err := w.tx.Exec("DELETE FROM "+table+" WHERE as_of = $1", day); err != nil {
				return err
			}
		}
	}
	var returns, fte rows
	for _, r := range f.Returns {
		returns.add(day, r.PCN, r.Name)
	}
	for _, r := range f.Rows {
		fte.add(day, r.PCN, FamilyMHP, r.AgeGroup, r.Role, r.Contracted, r.Posts, r.FTE)
	}
	if err := w.write("Writing returns", "INSERT INTO workforce_return (as_of, pcn, name)", &returns); err != nil {
		return err
	}
	return w.write("Writing full-time equivalents", "INSERT INTO workforce_fte (as_of, pcn, family, age_group, role, contracted, posts, fte)", &fte)
}

// reportWorkforce says what changed against the same census, if it was
// imported before, else against the one before it.
func (w *work) reportWorkforce(f *Workforce, before, now posts) (changed bool) {
	w.rejected(f.Rejected, KindPCN)
	all := map[string]bool{}
	for pcn := range before.names {
		all[pcn] = true
	}
	for pcn := range now.names {
		all[pcn] = true
	}
	for _, pcn := range slices.Sorted(maps.Keys(all)) {
		_, was := before.names[pcn]
		name, is := now.names[pcn]
		switch {
		case is && !was:
			w.line(Added, KindPCN, pcn, f.File, 0, name+": "+now.words(pcn))
		case was && !is:
			w.line(Ended, KindPCN, pcn, "", 0, before.names[pcn]+": no return for "+f.AsOf.Medium())
		case !slices.Equal(before.rows[pcn], now.rows[pcn]):
			w.line(Changed, KindPCN, pcn, f.File, 0, name+": "+before.words(pcn)+" → "+now.words(pcn))
		default:
			w.report.Unchanged++
			changed = changed || before.names[pcn] != name
			continue
		}
		changed = true
	}
	return changed
}

// noteUnknown names the networks that no mapping knows. They are kept: a
// mapping that is imported later may know them.
func (w *work) noteUnknown(f *Workforce) error {
	list, err := db.All[string](w.tx.Tx, "SELECT DISTINCT code FROM organisation WHERE kind = 'pcn'")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		w.note("No mapping was imported yet: the returns are kept, and count once gp-reg-pat-prac-map says which networks there are")
		return nil
	}
	known := map[string]bool{}
	for _, c := range list {
		known[c] = true
	}
	for _, r := range f.Returns {
		if !known[r.PCN] {
			w.line(Note, KindPCN, r.PCN, "", 0, r.Name+" is in no mapping that was imported; its return is kept, and counts once a mapping names it")
		}
	}
	return nil
}
