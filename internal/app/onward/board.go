package onward

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
)

// Ways to narrow the list of open onward requests.
const (
	ShowMine     = "mine"
	ShowNotSent  = "not-sent"
	ShowCameBack = "came-back"
	ShowQuiet    = "no-reply"
	ShowDue      = "update-due"
)

// Shows are all of them, the whole list first.
var Shows = []string{"", ShowMine, ShowNotSent, ShowCameBack, ShowQuiet, ShowDue}

// Row is an open onward request in a list.
type Row struct {
	Request
	Who   person.Person
	Owner string // the name, "The team lead" when nobody in post owns it
	Mine  bool
	Quiet bool // sent longer ago than the rule says, and no reply
	Due   bool // the person should have been told again how it stands
}

// Board asks for a network's open onward requests. What is empty narrows
// nothing.
type Board struct {
	PCN     string
	Show    string
	State   string
	Holder  string // a practitioner, or Lead
	Service string
}

// Table is the answer to Board.
type Table struct {
	Rules    Rules
	List     []Row
	Counts   map[string]int // by Shows; "" is all
	ByState  map[string]int
	Team     []workforce.Practitioner
	Services [][2]string // those of open requests, id and name
	Told     int         // how often somebody was told about a service in the last twelve months: signposting
	Made     int         // how many onward requests were sent in the last twelve months
}

// Needs names the permission.
func (Board) Needs() access.Permission { return access.SeeCare }

// Ask lists them: what came back first, by the day on which somebody has to
// look after it; then the longest sent. People outside the scope are left out
// of the list and of every count.
func (q Board) Ask(_ context.Context, tx *gate.Tx) (Table, error) {
	t := Table{Counts: map[string]int{}, ByState: map[string]int{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return t, fault.Missing("network")
	}
	rows, err := openRows(tx, q.PCN, &t)
	if err != nil {
		return t, err
	}
	seen := map[string]bool{}
	for _, r := range rows {
		for _, s := range Shows {
			if r.shows(s) {
				t.Counts[s]++
			}
		}
		t.ByState[r.State]++
		if !seen[r.Service] {
			seen[r.Service] = true
			t.Services = append(t.Services, [2]string{r.Service, r.ServiceName})
		}
		if r.shows(q.Show) && (q.State == "" || r.State == q.State) && (q.Holder == "" || r.Request.Owner == q.Holder) && (q.Service == "" || r.Service == q.Service) {
			t.List = append(t.List, r)
		}
	}
	slices.SortFunc(t.Services, func(a, b [2]string) int { return strings.Compare(a[1], b[1]) })
	if t.Told, t.Made, err = counted(tx, q.PCN); err != nil {
		return t, err
	}
	tx.Listed("onward request", strings.TrimSpace("open in "+q.PCN+" "+q.Show), len(t.List))
	return t, nil
}

func (r Row) shows(show string) bool {
	switch show {
	case ShowMine:
		return r.Mine
	case ShowNotSent:
		return r.State == Ready
	case ShowCameBack:
		return r.State == CameBack
	case ShowQuiet:
		return r.Quiet
	case ShowDue:
		return r.Due
	}
	return true
}

// counted gives signposting and onward access of the last twelve months, each
// on its own.
func counted(tx *gate.Tx, pcn string) (told, made int, err error) {
	from := tx.Today().AddMonths(-12)
	if told, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM onward_told WHERE pcn = $1 AND on_day >= $2 AND id NOT IN (SELECT told FROM onward_told_wrong)", pcn, from); err != nil {
		return 0, 0, err
	}
	made, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM onward_request WHERE pcn = $1 AND sent_on >= $2", pcn, from)
	return told, made, err
}

// openRows gives the open requests of a network whose people the actor may
// see.
func openRows(tx *gate.Tx, pcn string, t *Table) ([]Row, error) {
	var err error
	if t.Rules, err = rulesOf(tx, pcn); err != nil {
		return nil, err
	}
	if t.Team, err = workforce.InPost(tx, pcn, tx.Today()); err != nil {
		return nil, err
	}
	own := ""
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	list, err := db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM onward_request WHERE pcn = $1 AND state IN ('ready', 'sent', 'received', 'accepted', 'waiting', 'came back', 'first seen')", pcn)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(list))
	for _, r := range list {
		ids = append(ids, r.Person)
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range t.Team {
		names[p.ID] = p.Name
	}
	var out []Row
	for _, r := range list {
		who, ok := people[r.Person]
		if !ok {
			continue
		}
		r.Stored = ""
		if names[r.Owner] == "" {
			r.Owner = Lead // whoever left doesn't keep it
		}
		row := Row{Request: r, Who: who, Owner: names[r.Owner], Mine: own != "" && r.Owner == own || r.Owner == Lead && tx.Actor.Holds(access.TeamLead)}
		if row.Owner == "" {
			row.Owner = "The team lead"
		}
		row.Quiet = (r.State == Sent || r.State == Received) && tx.Today().DaysSince(r.SentOn) >= t.Rules.QuietDays
		row.Due = !r.NextOn.IsZero() && !r.NextOn.After(tx.Today())
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b Row) int {
		if x, y := a.State == CameBack, b.State == CameBack; x != y {
			if x {
				return -1
			}
			return 1
		}
		for _, c := range []int{a.DueOn.Compare(b.DueOn), a.SentOn.Compare(b.SentOn), a.PreparedAt.Compare(b.PreparedAt)} {
			if c != 0 {
				return c
			}
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// One asks for one onward request with everything that became of it.
type One struct{ ID string }

// Full is the answer to One.
type Full struct {
	Request
	Who       person.Person
	Events    []Event // all, the first one first
	OwnerName string
	Rules     Rules
	Team      []workforce.Practitioner
	Practice  string
	Entry     *Service   // the directory's, nil when it is of another network now
	Ours      Experience // with this service
	Before    *Request   // that came back
	After     *Request   // the other door
	Others    []Choice   // that fit the person, while this one came back
	LastID    string     // the last event that holds
}

// Holds reports whether an event was not corrected later.
func (f Full) Holds(id string) bool {
	return slices.ContainsFunc(Holding(f.Events), func(e Event) bool { return e.ID == id })
}

// Last gives the last event of a kind that holds, nil when there is none.
func (f Full) Last(what string) *Event { return last(f.Events, what) }

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeCare }

// Ask gathers it; one about somebody outside the scope is not found.
func (q One) Ask(_ context.Context, tx *gate.Tx) (Full, error) {
	var f Full
	h, err := load(tx, q.ID)
	if err != nil {
		return f, err
	}
	tx.Saw(h.Who.ID, "an onward request")
	f.Request, f.Who, f.Events = h.Request, h.Who, h.Events
	if list := Holding(h.Events); len(list) > 0 {
		f.LastID = list[len(list)-1].ID
	}
	if f.Rules, err = rulesOf(tx, h.PCN); err != nil {
		return f, err
	}
	if f.Team, err = workforce.InPost(tx, h.PCN, tx.Today()); err != nil {
		return f, err
	}
	f.OwnerName = "The team lead"
	for _, t := range f.Team {
		if t.ID == h.Owner {
			f.OwnerName = t.Name
		}
	}
	members, err := membersOf(tx, h.PCN)
	if err != nil {
		return f, err
	}
	f.Practice = members[h.Who.Practice]
	if s, err := loadService(tx, h.Service); err == nil {
		f.Entry = &s
	} else if !fault.Is(err, fault.NotFound) {
		return f, err
	}
	ours, err := experiences(tx, h.PCN, h.Service)
	if err != nil {
		return f, err
	}
	f.Ours = ours[h.Service]
	mine, err := ofPerson(tx, h.Who)
	if err != nil {
		return f, err
	}
	for i := range mine {
		if mine[i].ID == h.CameFrom {
			f.Before = &mine[i]
		}
		if mine[i].CameFrom == h.ID && f.After == nil {
			f.After = &mine[i]
		}
	}
	if h.State == CameBack {
		all, err := choices(tx, h.Who, f.Rules)
		if err != nil {
			return f, err
		}
		for _, same := range []bool{true, false} { // those of the same kind first
			for _, c := range all {
				asks := len(c.Body.Wants)+len(c.Body.Questions) > 0 // people go to the others themselves
				if asks && c.ID != h.Service && (c.Kind == h.Kind) == same && Standing(c.Verdicts) == Met && len(f.Others) < 5 {
					f.Others = append(f.Others, c)
				}
			}
		}
	}
	return f, nil
}

// ofPerson gives a person's onward requests, the latest first.
func ofPerson(tx *gate.Tx, p person.Person) ([]Request, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	return db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM onward_request WHERE person IN "+a.In(ids)+" ORDER BY prepared_at DESC, id DESC", a.List...)
}

// OfPerson asks for what stands on a person's page: onward requests, and apart
// from them what the person was told about.
type OfPerson struct{ Person string }

// Onward is the answer to OfPerson.
type Onward struct {
	Person   person.Person
	Requests []Request
	Told     []Signposted
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (Onward, error) {
	var o Onward
	var err error
	if o.Person, err = person.Load(tx, q.Person); err != nil {
		return o, err
	}
	tx.Saw(o.Person.ID, "onward requests, and services told about")
	if o.Requests, err = ofPerson(tx, o.Person); err != nil {
		return o, err
	}
	for i := range o.Requests {
		o.Requests[i].Stored = ""
	}
	o.Told, err = toldOf(tx, o.Person)
	return o, err
}

// Back asks how many onward requests came back and wait, for today's page.
type Back struct{ PCN string }

// Backs is the answer to Back.
type Backs struct{ All, Mine int }

// Needs names the permission.
func (Back) Needs() access.Permission { return access.SeeCare }

// Ask counts those of the people whom the actor may see.
func (q Back) Ask(_ context.Context, tx *gate.Tx) (Backs, error) {
	var b Backs
	var t Table
	if !tx.Scope.InNetwork(q.PCN) {
		return b, fault.Missing("network")
	}
	rows, err := openRows(tx, q.PCN, &t)
	for _, r := range rows {
		if r.State == CameBack {
			b.All++
			if r.Mine {
				b.Mine++
			}
		}
	}
	tx.Listed("onward request", "came back, "+q.PCN, b.All)
	return b, err
}
