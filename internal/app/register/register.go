// Package register is the room of everybody between services: who holds them
// now, when they were last met, what comes next; and of those who wait, what
// they were told. It owns nothing but what was told: everything else is read
// from the rooms below each time, so that nobody can be forgotten here alone.
package register

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/person"
	"footbridge/internal/app/physical"
	"footbridge/internal/app/triage"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Months is for how long after a step-down somebody stands on the register,
// in calendar months.
const Months = 6

// Kind is one reason to stand on the register.
type Kind struct{ Key, Text, Rule string }

// Kinds are the five reasons, each as a rule that anybody can read.
var Kinds = []Kind{
	{"onward", "Referred onward and waiting", "An onward request was sent, and the service has neither seen the person nor sent it back."},
	{"step-down", "Discharged from secondary care", "A step-down from secondary care was received within the last six calendar months, also when the episode here has ended since."},
	{"transition", "17 to 25, in transition", "Aged 17 to 25 with an open transition from children’s services, or with an open episode and the focus group “17 to 25, moving on”; and whoever is held by the young people’s service here and is 17 or older."},
	{"smi", "Severe mental illness, held in primary care", "On the register of severe mental illness as far as is known here, and secondary care is not responsible."},
	{"paused", "Paused", "A pause was agreed and has not ended, also when its last day has passed."},
}

// KindText names a kind.
func KindText(key string) string {
	for _, k := range Kinds {
		if k.Key == key {
			return k.Text
		}
	}
	return key
}

// Nobody is the list that must be empty: somebody for whom one of the reasons
// names no holder.
const Nobody = "nobody"

// Line is one reason why a person stands on the register.
type Line struct {
	Kind   string
	Text   string
	Since  calendar.Date
	Holder string // who holds them for this reason; "" is nobody
	Href   string
}

// KindText names it.
func (l Line) KindText() string { return KindText(l.Kind) }

// Row is one person of the register.
type Row struct {
	Who          person.Person
	PracticeName string
	Lines        []Line
	Holder       string        // who holds them now, "" when nobody does
	LastOn       calendar.Date // last seen or reached, zero when nobody has
	LastHow      string
	NextOn       calendar.Date // the next thing that is planned, zero for none
	NextText     string
	Late         bool // its day has passed
}

// Nobody reports whether one of the reasons has no holder.
func (r Row) Nobody() bool {
	return slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Holder == "" })
}

// Is reports whether a person stands there for a reason.
func (r Row) Is(kind string) bool {
	return slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Kind == kind })
}

// shows reports whether a row stands on a list.
func (r Row) shows(show string) bool {
	return show == "" || show == Nobody && r.Nobody() || r.Is(show)
}

// next notes something that is planned; the earliest day stands.
func (r *Row) next(on calendar.Date, text string) {
	if !on.IsZero() && (r.NextOn.IsZero() || on.Before(r.NextOn)) {
		r.NextOn, r.NextText = on, text
	}
}

func (r *Row) met(on calendar.Date, how string) {
	if on.After(r.LastOn) {
		r.LastOn, r.LastHow = on, how
	}
}

// Bridge asks for the register of a network. What is empty narrows nothing.
type Bridge struct {
	PCN      string
	Show     string // the key of a kind, or Nobody
	Practice string
	Holder   string // a name
	Export   bool   // it is carried away as a file
}

// Table is the answer to Bridge.
type Table struct {
	Rows    []Row
	Counts  map[string]int // by Show, "" is all, within the practice and holder
	Holders []string
	Places  map[string]string // names of practices by code
}

// Needs names the permission.
func (Bridge) Needs() access.Permission { return access.SeeBridge }

// Ask lists them by name. Whoever is in the scope of a practice sees its
// people.
func (q Bridge) Ask(ctx context.Context, tx *gate.Tx) (Table, error) {
	t := Table{Counts: map[string]int{}, Places: map[string]string{}}
	rows, err := everybody(ctx, tx, q.PCN)
	if err != nil {
		return t, err
	}
	for _, r := range rows {
		t.Places[r.Who.Practice] = r.PracticeName
		if r.Holder != "" && !slices.Contains(t.Holders, r.Holder) {
			t.Holders = append(t.Holders, r.Holder)
		}
		if q.Practice != "" && r.Who.Practice != q.Practice || q.Holder != "" && r.Holder != q.Holder {
			continue
		}
		for _, k := range append([]Kind{{Key: ""}, {Key: Nobody}}, Kinds...) {
			if r.shows(k.Key) {
				t.Counts[k.Key]++
			}
		}
		if r.shows(q.Show) {
			t.Rows = append(t.Rows, r)
		}
	}
	slices.Sort(t.Holders)
	what := "bridge register"
	if q.Export {
		what = "bridge register export"
	}
	tx.Listed(what, strings.TrimSpace(q.PCN+" "+q.Show+" "+q.Practice+" "+q.Holder), len(t.Rows))
	return t, nil
}

// Alarm asks how many people of a network's register nobody holds. It must be
// none.
type Alarm struct{ PCN string }

// Needs names the permission.
func (Alarm) Needs() access.Permission { return access.BridgeAlarm }

// Ask counts them.
func (q Alarm) Ask(ctx context.Context, tx *gate.Tx) (int, error) {
	rows, err := everybody(ctx, tx, q.PCN)
	n := 0
	for _, r := range rows {
		if r.Nobody() {
			n++
		}
	}
	tx.Nobody("a number without names")
	return n, err
}

// everybody gathers the register of a network, in a fixed number of
// statements, by name; people outside the scope are left out.
func everybody(ctx context.Context, tx *gate.Tx, pcn string) ([]Row, error) {
	if !tx.Scope.InNetwork(pcn) {
		return nil, fault.Missing("network")
	}
	b := book{tx: tx, pcn: pcn, today: tx.Today(), rows: map[string]*Row{}, open: map[string]episode.Episode{}, inPost: map[string]string{}}
	if err := b.collect(ctx); err != nil {
		return nil, err
	}
	if err := b.name(); err != nil {
		return nil, err
	}
	if err := b.contacts(); err != nil {
		return nil, err
	}
	out := make([]Row, 0, len(b.rows))
	for _, r := range b.rows {
		r.Late = !r.NextOn.IsZero() && r.NextOn.Before(b.today)
		out = append(out, *r)
	}
	slices.SortFunc(out, func(x, y Row) int {
		return strings.Compare(x.Who.FormalName()+x.Who.ID, y.Who.FormalName()+y.Who.ID)
	})
	return out, nil
}

// found is a reason before its person is known.
type found struct {
	person string
	Line
	own    bool // whoever holds the open episode holds them; Holder is who does when nobody has one
	next   calendar.Date
	nextIs string
	told   calendar.Date
}

type book struct {
	tx     *gate.Tx
	pcn    string
	today  calendar.Date
	found  []found
	rows   map[string]*Row
	open   map[string]episode.Episode // by the id under which it stands
	inPost map[string]string          // names by id
}

func (b *book) collect(ctx context.Context) error {
	team, err := workforce.InPost(b.tx, b.pcn, b.today)
	if err != nil {
		return err
	}
	for _, p := range team {
		b.inPost[p.ID] = p.Name
	}
	held, err := episode.OpenIn(b.tx, b.pcn)
	if err != nil {
		return err
	}
	for _, e := range held {
		if was, ok := b.open[e.Person]; !ok || b.inPost[was.Holder] == "" {
			b.open[e.Person] = e
		}
	}
	for _, step := range []func(context.Context) error{b.onward, b.stepDowns, b.transitions, b.illness, b.paused} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) onward(context.Context) error {
	list, err := onward.Waiting(b.tx, b.pcn)
	for _, w := range list {
		holder := b.inPost[w.Owner]
		if holder == "" {
			holder = "The team lead"
		}
		b.found = append(b.found, found{person: w.Person, Line: Line{"onward", "Waits for " + w.ServiceName, w.SentOn, holder, "/onward/" + w.ID}, next: w.NextOn, nextIs: "Told again how it stands", told: w.ToldOn})
	}
	return err
}

func (b *book) stepDowns(context.Context) error {
	since, err := calendar.On(b.today.AddMonths(-Months), calendar.NewTime(0, 0))
	if err != nil {
		return err
	}
	list, err := episode.CameBy(b.tx, b.pcn, episode.StepDown, since)
	if err != nil {
		return err
	}
	ids, episodes := make([]string, len(list)), make([]string, len(list))
	for i, r := range list {
		ids[i], episodes[i] = r.ID, r.Episode
	}
	records, err := triage.Records(b.tx, ids)
	if err != nil {
		return err
	}
	of, err := episode.ByID(b.tx, episodes)
	if err != nil {
		return err
	}
	for _, r := range list {
		rec, e := records[r.ID], of[r.Episode]
		f := found{person: r.Person, Line: Line{Kind: "step-down", Text: "Handed back by secondary care", Since: r.ReceivedAt.Date(), Holder: b.inPost[e.Holder], Href: "/requests/" + r.ID}}
		if rec.FromWhom != "" {
			f.Text += ": " + rec.FromWhom
		}
		if e.State != "open" {
			f.own, f.Holder = true, gpHolds
		} else if !rec.StepOn.IsZero() && rec.NextStep != "" {
			f.next, f.nextIs = rec.StepOn, rec.NextStep
		}
		b.found = append(b.found, f)
	}
	return nil
}

// gpHolds stands for the person's practice until its name is known.
const gpHolds = "\x00gp"

func (b *book) transitions(ctx context.Context) error {
	requests, err := episode.OpenRequests(b.tx, b.pcn)
	if err != nil {
		return err
	}
	var ids []string
	requests = slices.DeleteFunc(requests, func(r episode.Request) bool { return r.Way != episode.Transition })
	for _, r := range requests {
		ids = append(ids, r.ID)
	}
	records, err := triage.Records(b.tx, ids)
	if err != nil {
		return err
	}
	for _, r := range requests {
		rec := records[r.ID]
		f := found{person: r.Person, Line: Line{Kind: "transition", Text: "Comes from children’s services", Since: r.ReceivedAt.Date(), Holder: b.inPost[b.open[r.Person].Holder], Href: "/requests/" + r.ID}, next: rec.PlannedOn, nextIs: "The adult service takes over"}
		if f.Holder == "" && !rec.PlannedOn.IsZero() && !rec.PlannedOn.Before(b.today) {
			f.Holder = rec.FromWhom // until the planned day they are held where they are
		}
		b.found = append(b.found, f)
	}
	facts, err := triage.InGroup(b.tx, b.pcn, "transition")
	if err != nil {
		return err
	}
	for _, x := range facts {
		if e, ok := b.open[x.Person]; ok {
			b.found = append(b.found, found{person: x.Person, Line: Line{Kind: "transition", Text: "Moves on from children’s services", Since: x.SetAt.Date(), Holder: b.inPost[e.Holder], Href: "/people/" + x.Person}, own: true})
		}
	}
	movings, err := triage.Movings{PCN: b.pcn}.Ask(ctx, b.tx)
	for _, m := range movings {
		if m.Request == "" {
			b.found = append(b.found, found{person: m.Who.ID, Line: Line{Kind: "transition", Text: "Held by the young people’s service; no hand-over is planned", Holder: m.Holder, Href: "/people/" + m.Who.ID}, next: m.Eighteen, nextIs: "18th birthday"})
		}
	}
	return err
}

func (b *book) illness(context.Context) error {
	list, err := physical.OnNow(b.tx, b.pcn)
	for _, x := range list {
		if x.Held == "secondary" {
			continue
		}
		holder := ""
		if x.Held == "gp" {
			holder = gpHolds
		}
		b.found = append(b.found, found{person: x.Person, Line: Line{"smi", "On the register, by " + x.Source, x.OnDay, holder, "/people/" + x.Person + "?part=physical"}, own: true})
	}
	return err
}

func (b *book) paused(context.Context) error {
	list, err := caseload.PausedIn(b.tx, b.pcn)
	for _, x := range list {
		b.found = append(b.found, found{person: x.Person, Line: Line{"paused", x.Why, x.FromDay, b.inPost[b.open[x.Person].Holder], "/people/" + x.Person}, next: x.UntilDay, nextIs: "The pause ends"})
	}
	return err
}

// name puts people to what was found, each once.
func (b *book) name() error {
	practices, err := network.PracticesOf(b.tx, b.pcn, b.today)
	if err != nil {
		return err
	}
	places := map[string]string{}
	for _, p := range practices {
		places[p.Code] = network.PlainName(p.Name)
	}
	ids := make([]string, len(b.found))
	for i, f := range b.found {
		ids[i] = f.person
	}
	people := map[string]person.Person{}
	for part := range slices.Chunk(ids, 5000) {
		some, err := person.Many(b.tx, part)
		if err != nil {
			return err
		}
		for id, p := range some {
			people[id] = p
		}
	}
	for _, f := range b.found {
		p, ok := people[f.person]
		if !ok || p.PCN != b.pcn || !p.Died.IsZero() {
			continue
		}
		if f.Kind == "transition" && !p.BornOn.IsZero() && (p.Age(b.today) < 17 || p.Age(b.today) > 25) {
			continue
		}
		r := b.rows[p.ID]
		if r == nil {
			r = &Row{Who: p, PracticeName: places[p.Practice]}
			if r.PracticeName == "" {
				r.PracticeName = p.Practice
			}
			r.Holder = b.inPost[b.open[p.ID].Holder]
			b.rows[p.ID] = r
		}
		if held := b.inPost[b.open[f.person].Holder]; f.own && held != "" {
			f.Holder = held
		}
		if f.Holder == gpHolds {
			f.Holder = "The GP practice, " + r.PracticeName
		}
		if r.Holder == "" {
			r.Holder = f.Holder
		}
		r.next(f.next, f.nextIs)
		r.met(f.told, "told how it stands")
		if f.Kind == "transition" && r.Is("transition") && f.own {
			continue // the transition itself says more
		}
		r.Lines = append(r.Lines, f.Line)
	}
	return nil
}

// contacts adds when each was last seen or reached, and their next
// appointment.
func (b *book) contacts() error {
	survivors := make([]string, 0, len(b.rows))
	for id := range b.rows {
		survivors = append(survivors, id)
	}
	slices.Sort(survivors)
	for part := range slices.Chunk(survivors, 2000) {
		records, err := person.Records(b.tx, part)
		if err != nil {
			return err
		}
		to := map[string]string{}
		var ids []string
		for id, list := range records {
			for _, x := range list {
				to[x] = id
				ids = append(ids, x)
			}
		}
		slices.Sort(ids)
		standings, err := diary.Standings(b.tx, b.pcn, ids)
		if err != nil {
			return err
		}
		for id, s := range standings {
			r := b.rows[to[id]]
			r.met(s.LastSeen, "seen or reached")
			if !s.NextAt.IsZero() {
				r.next(s.NextAt.Date(), "Appointment at "+s.NextAt.TimeOfDay().String())
			}
		}
		episodes, err := episode.OfPeople(b.tx, ids)
		if err != nil {
			return err
		}
		of := map[string]string{}
		var all []string
		for _, e := range episodes {
			of[e.ID] = to[e.Person]
			all = append(all, e.ID)
		}
		last, err := care.LastContacts(b.tx, all)
		if err != nil {
			return err
		}
		for id, c := range last {
			b.rows[of[id]].met(c.Day, "seen or reached")
		}
		told, err := lastTold(b.tx, ids)
		if err != nil {
			return err
		}
		for id, u := range told {
			r := b.rows[to[id]]
			r.met(u.ToldOn, "told how it stands")
			if !u.NextOn.Before(b.today) {
				r.next(u.NextOn, "Told again how it stands")
			}
		}
	}
	return nil
}
