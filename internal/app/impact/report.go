package impact

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/disclosure"
	"footbridge/internal/fault"
	"footbridge/internal/spc"
)

// Window is how many whole months a report looks back. It is the same for
// every figure of a page, so that no two of them can be subtracted.
const Window = 24

// Member is a network of a report about several.
type Member struct{ Code, Name string }

// Report is everything that the pages of a network, a provider or an ICB show.
type Report struct {
	Place       access.Place
	Code, Name  string
	Today       calendar.Date
	First, Last calendar.Month // the window; Last is the last whole month
	Begun       calendar.Month // the first month in which anything counts
	None        bool           // nothing was ever counted here
	May         bool           // the reader may open the records behind every figure
	Behind      Behind
	Networks    []Member
	Practices   []network.Practice
	Places      map[string]string // names of the places where clinics are, by id
	Steps       []Step
	Assumed     []Assumption
	Next        []Ahead

	months Months
	by     map[string]Months // by network
	spans  *spans
	opens  map[access.Permission]bool
}

// OfNetwork asks for the report of a network. Last is the month at its end, the
// last whole month when left out; only who may open everybody's records
// chooses another one, for two windows could be subtracted.
type OfNetwork struct {
	PCN  string
	Last calendar.Month
}

// Needs names the permission.
func (OfNetwork) Needs() access.Permission { return access.SeeImpact }

// Ask makes it.
func (q OfNetwork) Ask(_ context.Context, tx *gate.Tx) (Report, error) {
	r := Report{Place: access.Network, Code: q.PCN}
	if !tx.Scope.WholeNetwork(q.PCN) {
		return r, fault.Missing("network")
	}
	tx.Nobody("figures, in which nobody is named")
	r.Last = q.Last
	return r, r.make(tx, []string{q.PCN})
}

// OfProvider asks for the report of a provider's networks.
type OfProvider struct{ Provider string }

// Needs names the permission.
func (OfProvider) Needs() access.Permission { return access.SeeImpact }

// Ask makes it.
func (q OfProvider) Ask(_ context.Context, tx *gate.Tx) (Report, error) {
	r := Report{Place: access.Provider, Code: q.Provider}
	if !slices.Contains(tx.Scope.Providers, q.Provider) {
		return r, fault.Missing("provider")
	}
	tx.Nobody("figures, in which nobody is named")
	list, err := network.ServedBy(tx, q.Provider, tx.Today())
	if err != nil {
		return r, err
	}
	return r, r.make(tx, list)
}

// OfBoard asks for the report of an ICB's networks. Nobody behind its figures
// can be seen, and small numbers are hidden.
type OfBoard struct{ ICB string }

// Needs names the permission.
func (OfBoard) Needs() access.Permission { return access.BoardImpact }

// Ask makes it.
func (q OfBoard) Ask(_ context.Context, tx *gate.Tx) (Report, error) {
	r := Report{Place: access.ICB, Code: q.ICB}
	if !slices.Contains(tx.Scope.ICBs, q.ICB) {
		return r, fault.Missing("ICB")
	}
	tx.Nobody("figures, in which nobody is named")
	list, err := network.NetworksIn(tx, q.ICB, tx.Today())
	if err != nil {
		return r, err
	}
	return r, r.make(tx, list)
}

// ever is from the first to the last month that there can be.
func ever() (from, last calendar.Month) {
	return begin.Add(-12 * 100), calendar.MonthOf(calendar.MustDate("2999-12-01"))
}

func (r *Report) make(tx *gate.Tx, codes []string) (err error) {
	r.Today = tx.Today()
	wanted := r.Last
	r.Last = calendar.MonthOf(r.Today).Add(-1)
	name, err := network.PlaceName(tx, r.Place, r.Code, r.Today)
	if err != nil {
		return err
	}
	r.Name = network.PlainName(name)
	r.opens = map[access.Permission]bool{}
	for _, x := range Catalogue {
		scope := tx.Actor.Scope(x.Rows)
		r.opens[x.Rows] = tx.Actor.May(x.Rows) && r.Place != access.ICB && !slices.ContainsFunc(codes, func(c string) bool { return !scope.WholeNetwork(c) })
	}
	r.May = !slices.ContainsFunc(Catalogue, func(x Indicator) bool { return x.Group != Experience && !r.opens[x.Rows] })
	if r.May && !wanted.IsZero() && wanted.Before(r.Last) && !wanted.Before(begin) {
		r.Last = wanted
	}
	r.First = r.Last.Add(1 - Window)
	if r.Behind, err = behind(tx, many); err != nil {
		return err
	}
	if err = r.load(tx, codes); err != nil {
		return err
	}
	if r.Place == access.Network {
		if r.Practices, err = network.PracticesOf(tx, r.Code, r.Today); err != nil {
			return err
		}
		if r.Places, err = diary.PlaceNames(tx, r.Code); err != nil {
			return err
		}
		if r.Steps, err = steps(tx, r.Code); err != nil {
			return err
		}
		if r.Assumed, err = assumptions(tx, r.Code); err != nil {
			return err
		}
		if r.Next, err = ahead(tx, r.Code, r.First.First()); err != nil {
			return err
		}
	} else {
		names, err := network.NamesOf(tx, access.Network, codes, r.Today)
		if err != nil {
			return err
		}
		for _, c := range codes {
			r.Networks = append(r.Networks, Member{c, network.PlainName(cmp.Or(names[c], c))})
		}
		slices.SortFunc(r.Networks, func(a, b Member) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) })
	}
	begun := calendar.Month{}
	for m, s := range r.months {
		if s.N("began+contact+advice+teaching") > 0 && (begun.IsZero() || m.Before(begun)) {
			begun = m
		}
	}
	r.None, r.Begun = begun.IsZero() || r.Last.Before(begun), begun
	if !r.None && r.First.Before(begun) {
		r.First = begun
	}
	return nil
}

// load reads the sums. What the audit says is not counted yet is counted
// here, unless that is so much that the page says so.
func (r *Report) load(tx *gate.Tx, codes []string) error {
	var own []string
	for _, c := range codes {
		if slices.Contains(r.Behind.Networks, c) {
			own = append(own, c)
		}
	}
	if len(own) > few {
		r.Behind.All, own = true, nil
	}
	if !r.Behind.All {
		r.Behind.Networks = nil
	}
	from, last := ever()
	r.months, r.by, r.spans = Months{}, map[string]Months{}, &spans{}
	// Several networks were added up before; unless one of them has to be
	// counted here, or they are not the same any more.
	added := false
	if r.Place != access.Network && len(own) == 0 {
		list, err := stored(tx, string(r.Place), []string{r.Code}, from, last, true)
		if err != nil {
			return err
		}
		added = len(list) > 0 && !slices.ContainsFunc(list, func(x row) bool { return x.Versions != together(x.Month, codes) })
		if added {
			for _, x := range list {
				r.months[x.Month] = x.sums()
			}
		}
	}
	list, err := stored(tx, "pcn", codes, from, last, !added)
	if err != nil {
		return err
	}
	for _, x := range list {
		if slices.Contains(own, x.Code) {
			continue
		}
		if r.by[x.Code] == nil {
			r.by[x.Code] = Months{}
		}
		r.by[x.Code][x.Month] = x.sums()
	}
	for _, c := range own {
		n, err := read(tx, c)
		if err != nil {
			return err
		}
		r.by[c] = n.count()
	}
	if added {
		return nil
	}
	for _, m := range r.by {
		r.months.add(m)
	}
	return nil
}

// Opens reports whether the reader may open the rows behind an indicator; who
// may not sees no small number.
func (r Report) Opens(x Indicator) bool { return r.opens[x.Rows] }

func small(n int) bool { return n > 0 && n < disclosure.Under }

// Point is a figure of a period.
type Point struct {
	First, Last calendar.Month
	N, Of       int // Of is 0 for anything but a share
	Figure      float64
	Known       bool
	Why         string // why not
	Version     int
	Step        string // a change begins here
}

// Label says the period.
func (p Point) Label() string {
	if p.First == p.Last {
		return p.Last.Long()
	}
	return p.First.Long() + " to " + p.Last.Long()
}

// Series is an indicator over the window.
type Series struct {
	Indicator
	Points []Point
	Opens  bool   // the rows behind it
	Span   int    // months in a point: 1, 3, or 0 when not even three months may be shown
	Hidden string // why it is not shown by the month
	Whole  Point  // of the whole window, when nothing in it is small
}

// Latest is the last point that is known.
func (s Series) Latest() (Point, bool) {
	for i := len(s.Points) - 1; i >= 0; i-- {
		if s.Points[i].Known {
			return s.Points[i], true
		}
	}
	return Point{}, false
}

// tagOf takes "measure|tag=value" apart.
func tagOf(key string) (measure, tag, value string) {
	measure, rest, _ := strings.Cut(key, "|")
	tag, value, _ = strings.Cut(rest, "=")
	return measure, tag, value
}

// family are all counts that a figure tells: for a share each value of its
// tag, so that none can be had by taking the others away.
func (x Indicator) family(s *span) (list []int) {
	switch x.Kind {
	case Share:
		measure, tag, _ := tagOf(x.Num)
		if den, _, _ := tagOf(x.Den); tag == "" || den != measure { // of another measure
			return []int{s.N(x.Num), s.N(x.Den), max(0, s.N(x.Den)-s.N(x.Num))}
		}
		left := s.N(x.Den)
		for _, c := range s.tagged(measure, tag) {
			list = append(list, c.N)
			left -= c.N
		}
		return append(list, s.N(x.Den), max(0, left))
	case Stock:
		for _, k := range strings.Split(x.Num+"+"+x.Den, "+") {
			list = append(list, s.N(k))
		}
		return list
	}
	return []int{s.N(x.Num)}
}

// point works a period out.
func (r Report) point(x Indicator, first, last calendar.Month) Point {
	p := Point{First: first, Last: last, Version: x.On(last).Number}
	if due := last.Last().AddDays(x.Lag); x.Lag > 0 && !due.Before(r.Today) {
		p.Why = "Known from " + due.AddDays(1).Medium()
		return p
	}
	s := r.span(first, last)
	p.N = s.N(x.Num)
	switch x.Kind {
	case Count:
		p.Figure, p.Known = float64(p.N), true
	case Share:
		if p.Of = s.N(x.Den); p.Of > 0 {
			p.Figure, p.Known = 100*float64(p.N)/float64(p.Of), true
		}
	case Mean:
		if p.N > 0 {
			p.Figure, p.Known = float64(s.Sums[x.Num].Sum)/float64(p.N), true
		}
	case Median:
		p.Figure, p.Known = median(s.tagged(x.Num, "days"))
	case Stock:
		p.N = 0
		for m, s := range r.months { // all that ever came in, less all that went out
			if !last.Before(m) {
				p.N += s.N(x.Num) - s.N(x.Den)
			}
		}
		p.Figure, p.Known = float64(p.N), true
	}
	if !p.Known && p.Why == "" {
		p.Why = "Nobody to count"
	}
	return p
}

// span is what counts from one month to another, with the values of each tag
// that was asked for: a page asks for the same ones again and again.
type span struct {
	Sums
	tags map[string]map[string]Cell
}

type spans struct {
	of       map[[2]calendar.Month]*span
	networks map[string]Sums
}

// wholeOf is everything in the window in one network.
func (r Report) wholeOf(pcn string) Sums {
	if r.spans == nil {
		return r.by[pcn].Between(r.First, r.Last)
	}
	s, ok := r.spans.networks[pcn]
	if !ok {
		s = r.by[pcn].Between(r.First, r.Last)
		if r.spans.networks == nil {
			r.spans.networks = map[string]Sums{}
		}
		r.spans.networks[pcn] = s
	}
	return s
}

func (r Report) span(first, last calendar.Month) *span {
	if r.spans == nil {
		return &span{Sums: r.months.Between(first, last)}
	}
	key := [2]calendar.Month{first, last}
	s := r.spans.of[key]
	if s == nil {
		s = &span{Sums: r.months[last]}
		if first != last {
			s.Sums = r.months.Between(first, last)
		}
		if r.spans.of == nil {
			r.spans.of = map[[2]calendar.Month]*span{}
		}
		r.spans.of[key] = s
	}
	return s
}

// tagged is Tags, gathered once for all tags of the span.
func (s *span) tagged(measure, tag string) map[string]Cell {
	if s.tags == nil {
		s.tags = map[string]map[string]Cell{}
		for k, c := range s.Sums {
			kind, value, ok := strings.Cut(k, "=")
			if !ok || c.N == 0 || strings.ContainsRune(value, '&') {
				continue
			}
			if s.tags[kind] == nil {
				s.tags[kind] = map[string]Cell{}
			}
			s.tags[kind][value] = c
		}
	}
	return s.tags[measure+"|"+tag]
}

// median gives the middle one of values that are counted by value.
func median(by map[string]Cell) (float64, bool) {
	count := map[int]int{}
	n := 0
	for v, c := range by {
		d, _ := strconv.Atoi(v)
		count[d] += c.N
		n += c.N
	}
	if n == 0 {
		return 0, false
	}
	at := func(i int) float64 {
		for _, d := range slices.Sorted(maps.Keys(count)) {
			if i -= count[d]; i < 0 {
				return float64(d)
			}
		}
		return 0
	}
	return (at((n-1)/2) + at(n/2)) / 2, true
}

// Of gives an indicator over the window. For who may not open its rows a
// point covers the shortest time in which no number is small: a month, three
// months, or nothing but the whole.
func (r Report) Of(x Indicator) Series {
	s := Series{Indicator: x, Opens: r.Opens(x)}
	if r.None {
		return s
	}
	for _, span := range []int{1, 3} {
		s.Points, s.Span = nil, span
		fits := true
		for last := r.Last; !last.Add(1 - span).Before(r.First); last = last.Add(-span) {
			p := r.point(x, last.Add(1-span), last)
			if !s.Opens && (slices.ContainsFunc(x.family(r.span(p.First, p.Last)), small) || x.Kind == Stock && small(p.N)) {
				fits = false
			}
			for _, step := range r.Steps {
				if step.Indicator == x.Key && step.StruckAt.IsZero() && !step.Month.Before(p.First) && !p.Last.Before(step.Month) {
					p.Step = step.Why
				}
			}
			s.Points = append(s.Points, p)
		}
		slices.Reverse(s.Points)
		if fits {
			break
		}
		s.Hidden = "By three months: in one month numbers below 5 would show."
		if span == 3 {
			s.Points, s.Span, s.Hidden = nil, 0, "Not shown by the month: numbers below 5 would show."
		}
	}
	if len(s.Points) == 0 && s.Span > 0 {
		s.Span, s.Hidden = 0, cmp.Or(s.Hidden, "There is no whole period yet.")
	}
	if x.Kind != Stock {
		if p := r.point(Indicator{Key: x.Key, Kind: x.Kind, Num: x.Num, Den: x.Den, Versions: x.Versions}, r.First, r.Last); s.Opens || !slices.ContainsFunc(x.family(r.span(r.First, r.Last)), small) {
			s.Whole = p
		} else {
			s.Whole.Why = "hidden"
		}
	}
	return s
}

// All gives every indicator of a group over the window.
func (r Report) All(g Group) (list []Series) {
	for _, x := range In(g) {
		list = append(list, r.Of(x))
	}
	return list
}

// Whole is everything in the window.
func (r Report) Whole() Sums { return r.span(r.First, r.Last).Sums }

// WindowWords says the window.
func (r Report) WindowWords() string {
	if r.First == r.Last {
		return r.Last.Long()
	}
	return r.First.Long() + " to " + r.Last.Long()
}

// Line is one line of a breakdown.
type Line struct {
	Key, Label string
	N          int
	Hidden     bool
}

// Breakdown is a whole in parts. The total is shown; where a part is small,
// and the reader may not open the rows, it and at least one other part are
// hidden.
type Breakdown struct {
	Lines []Line
	Total int
	Small bool // the whole is so small that nothing is shown
	Hides bool
}

// Shown is the total in words.
func (b Breakdown) Shown() string {
	if b.Small {
		return "hidden"
	}
	return strconv.Itoa(b.Total)
}

// By breaks a measure of the window down by a tag. Keys come first in the
// order given, the others after them by name.
func (r Report) By(x Indicator, measure, tag string, order ...string) Breakdown {
	return r.broken(r.opens[x.Rows], r.Whole(), measure, tag, order)
}

func (r Report) broken(opens bool, s Sums, measure, tag string, order []string) Breakdown {
	b := Breakdown{Total: s.N(measure)}
	cells := s.Tags(measure, tag)
	keys := slices.Clone(order)
	for _, k := range slices.Sorted(maps.Keys(cells)) {
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, k := range keys {
		b.Lines = append(b.Lines, Line{Key: k, Label: k, N: cells[k].N})
	}
	if !opens {
		hide(b.Lines)
		b.Small = small(b.Total)
		for i := range b.Lines {
			b.Lines[i].Hidden = b.Lines[i].Hidden || b.Small
			b.Hides = b.Hides || b.Lines[i].Hidden
		}
	}
	return b
}

// hide hides small parts of a total that is known, and enough others.
func hide(lines []Line) {
	counts := make([]int, len(lines))
	for i, l := range lines {
		counts[i] = l.N
	}
	for i, c := range disclosure.Parts(counts, disclosure.Under) {
		lines[i].Hidden = c.Hidden
	}
}

// Compared is one place of a comparison: n of so many.
type Compared struct {
	Code, Name string
	N, Of      int
	Hidden     bool
}

// Practicewise compares practices in a share that is counted by practice.
func (r Report) Practicewise(x Indicator) (list []Compared) {
	whole := r.Whole()
	measure, tag, value := tagOf(x.Num)
	den, dtag, dvalue := tagOf(x.Den)
	for _, p := range r.Practices {
		c := Compared{Code: p.Code, Name: p.Name}
		c.N = whole.N(measure + "|practice=" + p.Code + "&" + tag + "=" + value)
		c.Of = whole.N(den + "|practice=" + p.Code)
		if dtag != "" {
			c.Of = whole.N(den + "|practice=" + p.Code + "&" + dtag + "=" + dvalue)
		}
		list = append(list, c)
	}
	return concealed(list, r.Opens(x))
}

// Networkwise compares the networks of a provider or an ICB.
func (r Report) Networkwise(x Indicator) (list []Compared) {
	for _, n := range r.Networks {
		s := r.wholeOf(n.Code)
		list = append(list, Compared{Code: n.Code, Name: n.Name, N: s.N(x.Num), Of: s.N(x.Den)})
	}
	return concealed(list, r.Opens(x))
}

func concealed(list []Compared, opens bool) []Compared {
	if opens {
		return list
	}
	hidden := 0
	for i := range list {
		c := &list[i]
		if c.Hidden = small(c.N) || small(c.Of-c.N) || small(c.Of); c.Hidden {
			hidden++
		}
	}
	if hidden == 1 {
		least := -1
		for i, c := range list {
			if !c.Hidden && c.Of > 0 && (least < 0 || c.Of < list[least].Of) {
				least = i
			}
		}
		if least >= 0 {
			list[least].Hidden = true
		}
	}
	return list
}

// NetworkLines gives a measure by network.
func (r Report) NetworkLines(x Indicator) Breakdown {
	s := Sums{}
	for _, n := range r.Networks {
		c := Cell{N: r.wholeOf(n.Code).N(x.Num)}
		s.add("m", c)
		s.add("m|network="+n.Code, c)
	}
	var order []string
	for _, n := range r.Networks {
		order = append(order, n.Code)
	}
	b := r.broken(r.Opens(x), s, "m", "network", order)
	for i := range b.Lines {
		b.Lines[i].Label = r.Networks[i].Name
	}
	return b
}

// SPC reads a series for an SPC chart; nil without a known point.
func (s Series) SPC() *spc.Chart {
	var points []spc.Point
	why := ""
	for _, p := range s.Points {
		if p.Step != "" {
			why = p.Step
		}
		if !p.Known {
			continue
		}
		if len(points) == 0 {
			why = ""
		}
		points = append(points, spc.Point{Label: p.Label(), Value: p.Figure, Step: why})
		why = ""
	}
	if len(points) == 0 {
		return nil
	}
	c, err := spc.Read(points, 0)
	if err != nil {
		return nil
	}
	return &c
}

// Verdict is what the last points of a series say.
type Verdict struct {
	Changed bool
	Better  int // +1 in the better direction, -1 in the worse, 0 neither
	Enough  bool
	Says    string
}

// Reads says in words whether the latest points are more than chance.
func (s Series) Reads() Verdict {
	c := s.SPC()
	if c == nil {
		return Verdict{Says: cmp.Or(s.Hidden, "nothing to say yet")}
	}
	if c.IsRunChart() {
		return Verdict{Says: fmt.Sprintf("%d of the %d points that limits need: too early to say", len(c.Points), c.Least)}
	}
	v := Verdict{Enough: true, Says: "no more than chance"}
	for n := len(c.Points); n > max(0, len(c.Points)-3); n-- {
		fired := c.At(n)
		if len(fired) == 0 {
			continue
		}
		says := fired[0].Rule.Says()
		v.Changed, v.Says = true, strings.ToLower(says[:1])+says[1:]
		switch s.Direction {
		case Higher:
			v.Better = fired[0].Side
		case Lower:
			v.Better = -fired[0].Side
		}
		return v
	}
	return v
}

// Version says by which definitions a month of a network was counted and
// stored: "" for the first of each.
func storedVersions(tx *gate.Tx, pcn string, m calendar.Month) (string, error) {
	v, _, err := db.Maybe[string](tx.Tx, "SELECT versions FROM impact_sum WHERE level = 'pcn' AND code = $1 AND month = $2", pcn, m)
	return v, err
}

// Wait is a length of waiting, in days; Most is 0 for no end.
type Wait struct {
	Label       string
	Least, Most int
}

// Waits are the lengths in which waiting is shown.
var Waits = []Wait{
	{"up to 6 days", 0, 6}, {"7 to 13 days", 7, 13}, {"14 to 20 days", 14, 20}, {"21 to 28 days", 21, 28},
	{"29 to 55 days", 29, 55}, {"56 to 90 days", 56, 90}, {"over 90 days", 91, 0},
}

func (w Wait) holds(days int) bool { return days >= w.Least && (w.Most == 0 || days <= w.Most) }

// Lasted gives a measure of the window by how many days it took.
func (r Report) Lasted(x Indicator, measure string) Breakdown {
	return r.lengths(x, r.Whole().Tags(measure, "days"), func(v string) int {
		n, _ := strconv.Atoi(v)
		return n
	})
}

// StandingNow gives what stands today ("open", "running") by how long it has.
func (r Report) StandingNow(x Indicator, measure string) Breakdown {
	return r.lengths(x, r.months.Between(ever()).Tags(measure, "since"), func(v string) int {
		d, _, _ := strings.Cut(v, " ")
		day, err := calendar.ParseDate(d)
		if err != nil {
			return 0
		}
		return max(0, r.Today.DaysSince(day))
	})
}

func (r Report) lengths(x Indicator, cells map[string]Cell, days func(string) int) Breakdown {
	s := Sums{}
	for v, c := range cells {
		if strings.Contains(v, " ") { // by practice as well
			continue
		}
		for _, w := range Waits {
			if w.holds(days(v)) {
				s.add("m", Cell{N: c.N})
				s.add("m|wait="+w.Label, Cell{N: c.N})
			}
		}
	}
	var order []string
	for _, w := range Waits {
		order = append(order, w.Label)
	}
	return r.broken(r.opens[x.Rows], s, "m", "wait", order)
}

// Wait28 is how long the people of one part had waited when they were first
// seen.
type Wait28 struct {
	Key, Label   string
	N, Within    int
	Mean         float64 // days
	Hidden, Bare bool    // how many; and of these only the share is hidden
}

// WaitBy gives how long people had waited by a tag: practice, way, place,
// group.
func (r Report) WaitBy(tag string, order ...string) (list []Wait28) {
	x, _ := ByKey("first-28")
	whole := r.Whole()
	for _, l := range r.By(x, "seen", tag, order...).Lines {
		c := whole["seen|"+tag+"="+l.Key]
		w := Wait28{Key: l.Key, Label: l.Label, N: c.N, Within: whole.N("seen|" + tag + "=" + l.Key + "&within=yes"), Hidden: l.Hidden}
		if c.N > 0 {
			w.Mean = float64(c.Sum) / float64(c.N)
		}
		w.Bare = !r.Opens(x) && (small(w.Within) || small(w.N-w.Within))
		list = append(list, w)
	}
	return list
}

// TodayBy gives what stands today of a measure by a tag.
func (r Report) TodayBy(x Indicator, measure, tag string) Breakdown {
	return r.broken(r.opens[x.Rows], r.months.Between(ever()), measure, tag, nil)
}

// Saved is what the recorded answers say would have been needed without the
// practitioner.
type Saved struct {
	Answers        Breakdown // of everybody who came in the window
	Asked, Unknown int       // with an answer, and with none or "not known"
	Low, High      int       // referrals to secondary care avoided: recorded, and at most
	GP, GPHigh     int       // GP appointments not needed
	Minutes        int       // of GPs, by what the network assumed for each month
	Bare           int       // appointments in months for which nothing is assumed
	Hidden         bool
}

// Percent is the share of those who came for whom nobody knows.
func (s Saved) Percent() int {
	if s.Asked+s.Unknown == 0 {
		return 0
	}
	return (200*s.Unknown/(s.Asked+s.Unknown) + 1) / 2
}

// Saves works it out. Nothing is assumed of those who were not asked: they
// make the range.
func (r Report) Saves(order ...string) Saved {
	x, _ := ByKey("gp-instead")
	out := Saved{Answers: r.By(x, "began", "without", append(slices.Clone(order), "Nobody asked")...)}
	whole := r.Whole()
	out.Unknown = whole.N("began|without=Nobody asked+began|without=Not known")
	out.Asked = whole.N("began") - out.Unknown
	out.Low = whole.N("avoided")
	out.High = out.Low + out.Unknown
	out.GP = whole.N("began|without=A GP appointment")
	out.GPHigh = out.GP + out.Unknown
	out.Hidden = !r.opens[x.Rows] && (out.Answers.Hides || out.Answers.Small || small(out.Low) || small(out.Unknown))
	for m, s := range r.months {
		if m.Before(r.First) || r.Last.Before(m) {
			continue
		}
		n := s.N("began|without=A GP appointment")
		if a, ok := AssumedOn(r.Assumed, m); ok {
			out.Minutes += n * a.Minutes
		} else {
			out.Bare += n
		}
	}
	return out
}

// Tool is a questionnaire with what became of those who finished.
type Tool struct {
	Name                       string
	Scored, Pairs              int
	Improved, Same, Worse, Not int
	Hidden                     bool
}

// ByTool gives, for each questionnaire and version, how many of those who
// finished have a score, how many a true pair, and what the pairs say.
func (r Report) ByTool() (list []Tool, finished int) {
	whole := r.Whole()
	x, _ := ByKey("paired")
	finished = whole.N("finished")
	for _, name := range slices.Sorted(maps.Keys(whole.Tags("scored", "tool"))) {
		if strings.Contains(name, "|") {
			continue
		}
		t := Tool{Name: name, Scored: whole.N("scored|tool=" + name), Pairs: whole.N("pair|tool=" + name)}
		t.Improved = whole.N("pair|tool=" + name + "|reliable improvement")
		t.Same = whole.N("pair|tool=" + name + "|no reliable change")
		t.Worse = whole.N("pair|tool=" + name + "|reliable deterioration")
		t.Not = t.Pairs - t.Improved - t.Same - t.Worse
		t.Hidden = !r.opens[x.Rows] && slices.ContainsFunc([]int{t.Scored, t.Pairs, t.Improved, t.Same, t.Worse, t.Not, t.Scored - t.Pairs, finished - t.Scored}, small)
		list = append(list, t)
	}
	return list, finished
}

// Hours is the time of GPs.
func (s Saved) Hours() float64 { return float64(s.Minutes) / 60 }
