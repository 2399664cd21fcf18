package network

import (
	"fmt"
	"maps"
	"slices"

	"footbridge/internal/calendar"
)

// month is the target of a mapping: everything as it is from its day on.
type month struct {
	orgs    map[orgKey]orgValue
	members map[practiceKey]belongs
	lines   map[orgKey]int
}

// mapping takes over who belongs where from the extract day up to the next
// one that is known.
func (w *work) mapping(m *Mapping, k known, sizes map[string]sizeChange) error {
	day := m.AsOf
	next, err := nextExtract(w.tx, "mapping", day)
	if err != nil {
		return err
	}
	if !next.IsZero() {
		w.note("An older month: it holds until %s, when what was imported for that day goes on", next.Medium())
	}
	t := w.target(m, k)
	if err := w.guardEnds(m, k, t); err != nil {
		return err
	}
	w.rejected(m.Rejected, KindPractice)
	w.reportMonth(m, k, t, sizes)

	gone, fresh := update(k.orgs, t.orgs, day, next)
	var del, ins rows
	for _, c := range gone {
		del.add(c.Key.Kind, c.Key.Code, c.From)
	}
	for _, c := range fresh {
		ins.add(c.Key.Kind, c.Key.Code, c.V.Name, c.V.Postcode, c.From, c.To)
	}
	if err := del.run(w.tx, "DELETE FROM organisation WHERE (kind, code, from_day) IN (VALUES ", ")", []string{"", "", "::date"}, nil); err != nil {
		return err
	}
	if err := w.write("Writing organisations", "INSERT INTO organisation (kind, code, name, postcode, from_day, to_day)", &ins); err != nil {
		return err
	}

	goneM, freshM := update(k.members, t.members, day, next)
	del, ins = rows{}, rows{}
	for _, c := range goneM {
		del.add(string(c.Key), c.From)
	}
	for _, c := range freshM {
		ins.add(string(c.Key), c.V.PCN, c.V.SubICB, c.V.ICB, c.V.Region, c.V.Supplier, c.From, c.To)
	}
	if err := del.run(w.tx, "DELETE FROM membership WHERE (practice, from_day) IN (VALUES ", ")", []string{"", "::date"}, nil); err != nil {
		return err
	}
	if err := w.write("Writing memberships", "INSERT INTO membership (practice, pcn, sub_icb, icb, region, supplier, from_day, to_day)", &ins); err != nil {
		return err
	}
	_, err = w.extract("mapping", day)
	return err
}

// target gathers the month. A practice whose line was rejected stays as it
// was; when a line can't even be given to a practice, no practice ends.
func (w *work) target(m *Mapping, k known) month {
	t := month{map[orgKey]orgValue{}, make(map[practiceKey]belongs, len(m.Rows)), map[orgKey]int{}}
	put := func(kind, code, name, postcode string, line int) {
		key := orgKey{kind, code}
		if had, ok := t.orgs[key]; !ok {
			t.orgs[key], t.lines[key] = orgValue{name, postcode}, line
		} else if had.Name != name {
			w.line(Note, kind, code, m.File, line, fmt.Sprintf("It has two names in one file, %s and %s; the first is used", had.Name, name))
		}
	}
	for _, r := range m.Rows {
		put(KindPractice, r.Practice, r.Name, r.Postcode, r.Line)
		if r.PCN != "" {
			put(KindPCN, r.PCN, r.PCNName, "", r.Line)
		}
		put(KindSubICB, r.SubICB, r.SubICBName, "", r.Line)
		put(KindICB, r.ICB, r.ICBName, "", r.Line)
		put(KindRegion, r.Region, r.RegionName, "", r.Line)
		t.members[practiceKey(r.Practice)] = belongs{r.PCN, r.SubICB, r.ICB, r.Region, r.Supplier}
	}
	kept, all := map[string]bool{}, false
	for _, r := range m.Rejected {
		kept[r.Code] = true
		all = all || r.Code == ""
	}
	for p, spans := range k.members {
		if _, ok := t.members[p]; ok || !all && !kept[string(p)] {
			continue
		}
		v, ok := valueOn(spans, m.AsOf)
		if !ok {
			continue
		}
		t.members[p] = v
		for _, key := range []orgKey{{KindPractice, string(p)}, {KindPCN, v.PCN}, {KindSubICB, v.SubICB}, {KindICB, v.ICB}, {KindRegion, v.Region}} {
			if o, ok := valueOn(k.orgs[key], m.AsOf); ok {
				if _, has := t.orgs[key]; !has {
					t.orgs[key] = o
				}
			}
		}
		w.line(Note, KindPractice, string(p), "", 0, "Kept as it was, because a line that was rejected may be this practice's")
	}
	return t
}

// guardEnds refuses a file that would end more than a tenth of the practices.
func (w *work) guardEnds(m *Mapping, k known, t month) error {
	had, ends := 0, 0
	for p, spans := range k.members {
		if _, ok := valueOn(spans, m.AsOf); ok {
			had++
			if _, stays := t.members[p]; !stays {
				ends++
			}
		}
	}
	if tooMany(ends, had) && !w.mayEnd {
		return bad(m.File, "it has %s and would end %s of the %s that are known on %s; it looks like a part of the publication",
			counted(len(t.members), "practice", "practices"), count(ends), count(had), m.AsOf.Medium())
	}
	return nil
}

// reportMonth says what is new, changed and ended on the extract day, against
// what was known for that day before.
func (w *work) reportMonth(m *Mapping, k known, t month, sizes map[string]sizeChange) {
	day := m.AsOf
	name := func(kind, code string) string {
		if code == "" {
			return "no network"
		}
		if o, ok := t.orgs[orgKey{kind, code}]; ok {
			return code + " " + o.Name
		}
		o, _ := valueOn(k.orgs[orgKey{kind, code}], day)
		return code + " " + o.Name
	}
	for _, kind := range []string{KindRegion, KindICB, KindSubICB, KindPCN} {
		w.reportOrgs(kind, m.File, day, k, t)
	}
	codes := map[practiceKey]bool{}
	for p := range t.members {
		codes[p] = true
	}
	for p := range k.members {
		codes[p] = true
	}
	for _, p := range slices.Sorted(maps.Keys(codes)) {
		key := orgKey{KindPractice, string(p)}
		org, size := t.orgs[key], sizes[string(p)]
		before, was := valueOn(k.members[p], day)
		now, is := t.members[p]
		switch {
		case is && !was:
			w.line(Added, KindPractice, string(p), m.File, t.lines[key], sentence(org.Name+", "+org.Postcode, "in "+name(KindPCN, now.PCN), name(KindICB, now.ICB), size.words()))
		case was && !is:
			w.line(Ended, KindPractice, string(p), "", 0, "Not in the publication of "+day.Medium()+" any more; last in "+name(KindPCN, before.PCN))
		case was && is:
			old, _ := valueOn(k.orgs[key], day)
			what := sentence(differs("name", old.Name, org.Name), differs("postcode", old.Postcode, org.Postcode),
				differs("network", name(KindPCN, before.PCN), name(KindPCN, now.PCN)), differs("sub-ICB location", before.SubICB, now.SubICB),
				differs("ICB", name(KindICB, before.ICB), name(KindICB, now.ICB)), differs("region", before.Region, now.Region),
				differs("supplier", before.Supplier, now.Supplier), size.words())
			if what == "" {
				w.report.Unchanged++
				continue
			}
			w.line(Changed, KindPractice, string(p), m.File, t.lines[key], what)
		}
	}
	if len(sizes) == 0 {
		return
	}
	for _, p := range slices.Sorted(maps.Keys(t.members)) {
		if c, ok := sizes[string(p)]; !ok || c.now < 0 {
			w.line(Note, KindPractice, string(p), "", 0, "The practice has no list size for "+day.Medium()+": not known, not 0")
		}
	}
	for _, p := range slices.Sorted(maps.Keys(sizes)) {
		if _, ok := t.members[practiceKey(p)]; !ok && sizes[p].now >= 0 {
			w.line(Note, KindPractice, p, "", sizes[p].line, "The practice has a list size but is not in the mapping; it counts nowhere until a mapping names it")
		}
	}
}

func (w *work) reportOrgs(kind, file string, day calendar.Date, k known, t month) {
	var keys []orgKey
	for key := range t.orgs {
		if key.Kind == kind {
			keys = append(keys, key)
		}
	}
	for key := range k.orgs {
		if _, ok := t.orgs[key]; !ok && key.Kind == kind {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, orgKey.compare)
	for _, key := range keys {
		before, was := valueOn(k.orgs[key], day)
		now, is := t.orgs[key]
		switch {
		case is && !was:
			w.line(Added, kind, key.Code, file, t.lines[key], now.Name)
		case was && !is:
			w.line(Ended, kind, key.Code, "", 0, before.Name+": no practice is published under it any more")
		case was && is && before != now:
			w.line(Changed, kind, key.Code, file, t.lines[key], differs("name", before.Name, now.Name))
		}
	}
}

// differs says "name A → B", or "" when both are equal.
func differs(what, before, now string) string {
	if before == now {
		return ""
	}
	if before == "" {
		before = "none"
	}
	if now == "" {
		now = "none"
	}
	return what + " " + before + " → " + now
}
