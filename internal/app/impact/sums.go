package impact

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// Cell is how many records count, and the sum of their values.
type Cell struct{ N, Sum int }

// Sums is what counts in one month, or in several together: by "measure" and
// by "measure|tag".
type Sums map[string]Cell

func (s Sums) add(key string, c Cell) {
	old := s[key]
	s[key] = Cell{old.N + c.N, old.Sum + c.Sum}
}

// N gives how many; "a+b" adds up two.
func (s Sums) N(key string) (n int) {
	for _, k := range strings.Split(key, "+") {
		n += s[k].N
	}
	return n
}

// Tags gives the values of a tag of a measure with what counts under each:
// Tags("seen", "way").
func (s Sums) Tags(measure, tag string) map[string]Cell {
	out := map[string]Cell{}
	prefix := measure + "|" + tag + "="
	for k, c := range s {
		if v, ok := strings.CutPrefix(k, prefix); ok && c.N != 0 && !strings.ContainsRune(v, '&') {
			out[v] = c
		}
	}
	return out
}

// Plus gives the sums of both.
func (s Sums) Plus(o Sums) Sums {
	out := maps.Clone(s)
	if out == nil {
		out = Sums{}
	}
	for k, c := range o {
		out.add(k, c)
	}
	return out
}

// Months is what counts, by month.
type Months map[calendar.Month]Sums

// Between adds up the months from the one to the other.
func (m Months) Between(from, last calendar.Month) Sums {
	out := Sums{}
	for month, s := range m {
		if !month.Before(from) && !last.Before(month) {
			for k, c := range s {
				out.add(k, c)
			}
		}
	}
	return out
}

func (m Months) add(o Months) {
	for month, s := range o {
		if m[month] == nil {
			m[month] = make(Sums, len(s))
		}
		for k, c := range s {
			m[month].add(k, c)
		}
	}
}

// jointly are the tags that are counted by practice as well, so that practices
// can be compared.
var jointly = map[string]bool{"within=yes": true, "came=yes": true, "asked=yes": true, "back=yes": true, "pair=yes": true}

// count walks records once and adds up.
func (r *records) count() Months {
	out := Months{}
	r.walk(func(h Hit) {
		s := out[h.Month]
		if s == nil {
			s = Sums{}
			out[h.Month] = s
		}
		c := Cell{h.N, h.Value}
		s.add(h.Measure, c)
		for _, t := range h.Tags {
			s.add(h.Measure+"|"+t, c)
			if h.Practice != "" && jointly[t] {
				s.add(h.Measure+"|practice="+h.Practice+"&"+t, c)
			}
		}
	})
	return out
}

// inHead are the tags that the comparison of networks and the series of
// indicators read, beside the totals.
var inHead = func() map[string]bool {
	out := map[string]bool{}
	for _, x := range Catalogue {
		for _, k := range strings.Split(x.Num+"+"+x.Den, "+") {
			out[k] = true
		}
	}
	return out
}()

// write gives the lines of a month: the totals and what the series need, and
// the breakdowns.
func (s Sums) write() (head, detail string) {
	var h, d strings.Builder
	for _, k := range slices.Sorted(maps.Keys(s)) {
		b := &d
		if inHead[k] || !strings.Contains(k, "|") {
			b = &h
		}
		b.WriteString(k)
		b.WriteByte('\t')
		b.WriteString(strconv.Itoa(s[k].N))
		b.WriteByte('\t')
		b.WriteString(strconv.Itoa(s[k].Sum))
		b.WriteByte('\n')
	}
	return h.String(), d.String()
}

// parse reads lines into sums.
func (s Sums) parse(text string) {
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		key, rest, _ := strings.Cut(line, "\t")
		n, sum, _ := strings.Cut(rest, "\t")
		a, _ := strconv.Atoi(n)
		b, _ := strconv.Atoi(sum)
		s.add(key, Cell{a, b})
	}
}

type row struct {
	Code, Head, Detail string
	Month              calendar.Month
	Versions           string
}

func (x row) sums() Sums {
	s := Sums{}
	s.parse(x.Head)
	s.parse(x.Detail)
	return s
}

// stored reads what was counted.
func stored(tx *gate.Tx, level string, codes []string, from, last calendar.Month, detail bool) ([]row, error) {
	columns := "code, month, versions, head"
	if detail {
		columns += ", detail"
	}
	var a db.Args
	return db.All[row](tx.Tx, "SELECT "+columns+" FROM impact_sum WHERE level = "+a.Add(level)+" AND code IN "+a.In(codes)+" AND month >= "+a.Add(from.String())+" AND month <= "+a.Add(last.String())+" ORDER BY code, month", a.List...)
}

// mark is how far the sums go.
type mark struct {
	Seq   int64
	Rules string
	At    calendar.Instant
}

// Behind is what is not counted yet.
type Behind struct {
	All      bool             // so much that a page says so and shows what is counted
	Since    calendar.Instant // when All: the moment up to which everything is counted; zero: never yet
	Networks []string         // those of which something is not counted yet: a page counts them itself
	Last     int64            // the last line of the audit
	mark     int64
}

// few is how many networks a page counts itself.
const few = 8

// many is how many lines of the audit a page looks through.
const many = 4000

// nothing are the kinds of records that change no figure.
var nothing = map[string]bool{"session": true, "user": true, "sign-in": true, "setting": true, "provider": true}

// behind says what the audit tells since the mark. Every command says in the
// audit whom or which network it touched; what it says of nobody in no
// network concerns them all.
func behind(tx *gate.Tx, most int) (b Behind, err error) {
	m, err := db.One[mark](tx.Tx, "mark", "SELECT seq, rules, at FROM impact_mark WHERE id = 1")
	if err != nil {
		return b, err
	}
	if b.Last, err = gate.LastLine(tx); err != nil {
		return b, err
	}
	b.Since, b.mark = m.At, m.Seq
	if m.Rules != rules() || most > 0 && b.Last-m.Seq > int64(most) {
		b.All = true
		return b, nil
	}
	lines, err := gate.DoneSince(tx, m.Seq)
	if err != nil {
		return b, err
	}
	var people, orgs []string
	for _, l := range lines {
		switch {
		case nothing[l.Kind], strings.HasSuffix(l.Kind, " list"): // a list that was looked at
		case l.Person == "" && l.Org == "":
			b.All = true
			return b, nil
		default:
			if l.Person != "" {
				people = append(people, l.Person)
			}
			if l.Org != "" {
				orgs = append(orgs, l.Org)
			}
		}
	}
	b.Networks, err = networksOf(tx, people, orgs)
	return b, err
}

// networksOf gives the networks in whose figures people or organisations
// stand.
func networksOf(tx *gate.Tx, people, orgs []string) ([]string, error) {
	people, err := person.MergedWith(tx, people)
	if err != nil {
		return nil, err
	}
	out, err := episode.NetworksOf(tx, people)
	if err != nil {
		return nil, err
	}
	now, err := person.NetworksNow(tx, people)
	if err != nil {
		return nil, err
	}
	out = append(out, now...)
	slices.Sort(orgs)
	for _, o := range slices.Compact(orgs) {
		boards, err := network.BoardsOf(tx, o, tx.Today())
		if err != nil {
			return nil, err
		}
		if len(boards) > 0 || slices.Contains(out, o) {
			out = append(out, o)
			continue
		}
		pcn, err := network.NetworkOf(tx, o, tx.Today())
		if err != nil {
			return nil, err
		}
		out = append(out, cmp.Or(pcn, o)) // what is no network counts to nothing
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// everyNetwork gives every network in which something is counted.
func everyNetwork(tx *gate.Tx) ([]string, error) {
	out, err := db.All[string](tx.Tx, "SELECT DISTINCT code FROM impact_sum WHERE level = 'pcn' ORDER BY code")
	for _, more := range []func(*gate.Tx) ([]string, error){episode.Networks, diary.NetworksWithClinics, liaison.Networks} {
		if err != nil {
			return nil, err
		}
		var list []string
		list, err = more(tx)
		out = append(out, list...)
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// Due asks what there is to count. Full: everything, whatever the mark says.
type Due struct{ Full bool }

// Needs names the permission.
func (Due) Needs() access.Permission { return access.CountImpact }

// Ask looks.
func (q Due) Ask(_ context.Context, tx *gate.Tx) (Behind, error) {
	tx.Nobody("which networks are counted again; nobody is named")
	b, err := behind(tx, 0)
	if err != nil {
		return b, err
	}
	if b.All || q.Full {
		b.Networks, err = everyNetwork(tx)
	}
	return b, err
}

// CountNetwork counts a network again and keeps what changed. It answers with
// the months that did.
type CountNetwork struct{ PCN string }

// Needs names the permission.
func (CountNetwork) Needs() access.Permission { return access.CountImpact }

// Do counts. It changes no record, only what was worked out from them.
func (c CountNetwork) Do(_ context.Context, tx *gate.Tx) ([]calendar.Month, error) {
	tx.Nobody("figures are worked out anew; no record is touched")
	r, err := read(tx, c.PCN)
	if err != nil {
		return nil, err
	}
	return keep(tx, "pcn", c.PCN, r.count(), nil, versions)
}

// keep writes months of which something changed. With only, other months are
// left alone.
func keep(tx *gate.Tx, level, code string, months Months, only []calendar.Month, versions func(calendar.Month) string) ([]calendar.Month, error) {
	old, err := stored(tx, level, []string{code}, calendar.Month{}, calendar.MonthOf(calendar.MustDate("2999-01-01")), true)
	if err != nil {
		return nil, err
	}
	var changed []calendar.Month
	same := map[calendar.Month]bool{}
	for _, o := range old {
		if only != nil && !slices.Contains(only, o.Month) {
			same[o.Month] = true
			continue
		}
		h, d := months[o.Month].write()
		if h == o.Head && d == o.Detail && o.Versions == versions(o.Month) {
			same[o.Month] = true
			continue
		}
		if _, err := tx.Exec("DELETE FROM impact_sum WHERE level = $1 AND code = $2 AND month = $3", level, code, o.Month); err != nil {
			return nil, err
		}
		changed = append(changed, o.Month)
	}
	for month, s := range months {
		if same[month] || only != nil && !slices.Contains(only, month) {
			continue
		}
		h, d := s.write()
		if _, err := tx.Exec("INSERT INTO impact_sum (level, code, month, versions, head, detail) VALUES ($1,$2,$3,$4,$5,$6)", level, code, month, versions(month), h, d); err != nil {
			return nil, err
		}
		if !slices.Contains(changed, month) {
			changed = append(changed, month)
		}
	}
	slices.SortFunc(changed, calendar.Month.Compare)
	return changed, nil
}

// CountUnion adds up the networks of an ICB or of a provider for months that
// changed; nil is every month.
type CountUnion struct {
	Union
	Months []calendar.Month
}

// Union is several networks whose figures are added up: those of an ICB or of
// a provider.
type Union struct {
	Place access.Place
	Code  string
}

func (g Union) level() string { return string(g.Place) }

// networks gives the networks of a group today.
func (g Union) networks(tx *gate.Tx) ([]string, error) {
	if g.Place == access.Provider {
		return network.ServedBy(tx, g.Code, tx.Today())
	}
	return network.NetworksIn(tx, g.Code, tx.Today())
}

// together says by which definitions, and of which networks, a month of a
// group was added up: an agreement that ended changes the networks without a
// line in the audit.
func together(m calendar.Month, networks []string) string {
	return versions(m) + "@" + short(strings.Join(networks, " "))
}

// Needs names the permission.
func (CountUnion) Needs() access.Permission { return access.CountImpact }

// Do adds up.
func (c CountUnion) Do(_ context.Context, tx *gate.Tx) (int, error) {
	tx.Nobody("figures are worked out anew; no record is touched")
	codes, err := c.networks(tx)
	if err != nil {
		return 0, err
	}
	// Months that were added up of other networks are added up again, too.
	old, err := stored(tx, c.level(), []string{c.Code}, begin.Add(-1200), begin.Add(12000), false)
	if err != nil {
		return 0, err
	}
	for _, o := range old {
		if c.Months != nil && o.Versions != together(o.Month, codes) {
			c.Months = nil
		}
	}
	from, last := begin.Add(-1200), begin.Add(12000)
	if len(c.Months) > 0 {
		from, last = c.Months[0], c.Months[len(c.Months)-1]
	}
	list, err := stored(tx, "pcn", codes, from, last, true)
	if err != nil {
		return 0, err
	}
	months := Months{}
	for _, r := range list {
		if months[r.Month] == nil {
			months[r.Month] = Sums{}
		}
		months[r.Month].parse(r.Head)
		months[r.Month].parse(r.Detail)
	}
	changed, err := keep(tx, c.level(), c.Code, months, c.Months, func(m calendar.Month) string { return together(m, codes) })
	return len(changed), err
}

// SetMark says that everything up to a line of the audit is counted.
type SetMark struct{ Last int64 }

// Needs names the permission.
func (SetMark) Needs() access.Permission { return access.CountImpact }

// Do says so.
func (c SetMark) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("how far the figures are counted")
	n, err := tx.Exec("UPDATE impact_mark SET seq = $1, rules = $2, at = $3 WHERE id = 1 AND (seq < $1 OR rules <> $2)", c.Last, rules(), tx.Now)
	return n > 0, err
}

// Unions asks for the ICBs and the providers of networks.
type Unions struct{ Networks []string }

// Needs names the permission.
func (Unions) Needs() access.Permission { return access.CountImpact }

// Ask gives each once.
func (q Unions) Ask(_ context.Context, tx *gate.Tx) ([]Union, error) {
	tx.Nobody("to which ICBs and providers networks belong")
	return unionsOf(tx, q.Networks)
}

func unionsOf(tx *gate.Tx, networks []string) (out []Union, err error) {
	for _, pcn := range networks {
		boards, err := network.BoardsOf(tx, pcn, tx.Today())
		if err != nil {
			return nil, err
		}
		providers, err := network.ProvidersOf(tx, pcn)
		if err != nil {
			return nil, err
		}
		for _, b := range boards {
			out = append(out, Union{access.ICB, b})
		}
		for _, p := range providers {
			out = append(out, Union{access.Provider, p})
		}
	}
	slices.SortFunc(out, func(a, b Union) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Code, b.Code))
	})
	return slices.Compact(out), nil
}
