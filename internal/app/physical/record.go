package physical

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// gathered is everything of this room about some people, by the id of the
// surviving record.
type gathered struct {
	flags  map[string][]Flag // the newest first
	checks map[string][]Check
	asks   map[string][]Ask
}

// gather loads by the ids under which records stand; to says whose each is.
func gather(tx *gate.Tx, to map[string]string) (gathered, error) {
	g := gathered{map[string][]Flag{}, map[string][]Check{}, map[string][]Ask{}}
	ids := make([]string, 0, len(to))
	for id := range to {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for part := range slices.Chunk(ids, 5000) {
		var a db.Args
		in := a.In(part)
		flags, err := db.All[Flag](tx.Tx, "SELECT "+flagColumns+" FROM smi_register WHERE person IN "+in+" ORDER BY at DESC, id DESC", a.List...)
		if err != nil {
			return g, err
		}
		for _, f := range flags {
			g.flags[to[f.Person]] = append(g.flags[to[f.Person]], f)
		}
		checks, err := db.All[Check](tx.Tx, fromCheck+"WHERE c.person IN "+in+" ORDER BY c.on_day DESC, c.at DESC, c.id DESC", a.List...)
		if err != nil {
			return g, err
		}
		for _, c := range checks {
			g.checks[to[c.Person]] = append(g.checks[to[c.Person]], c)
		}
		asks, err := db.All[Ask](tx.Tx, fromAsk+"WHERE a.person IN "+in+" ORDER BY a.asked_on DESC, a.at DESC", a.List...)
		if err != nil {
			return g, err
		}
		for _, x := range asks {
			x.answer(g.checks[to[x.Person]])
			g.asks[to[x.Person]] = append(g.asks[to[x.Person]], x)
		}
	}
	return g, nil
}

func load(tx *gate.Tx, id string) (person.Person, Record, error) {
	p, err := person.Load(tx, id)
	if err != nil {
		return p, Record{}, err
	}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return p, Record{}, err
	}
	to := map[string]string{}
	for _, x := range ids {
		to[x] = p.ID
	}
	g, err := gather(tx, to)
	return p, recordOf(p, g, tx.Today()), err
}

// Line is one of the six as it stands for a person.
type Line struct {
	Element
	Last    *Check        // the last one that was done
	Since   *Check        // a later record that says why it was not done
	DueOn   calendar.Date // zero when it was never done
	Due     bool
	History []Check // every record, the newest first
}

// Record is what is known about one person.
type Record struct {
	Person person.Person
	Flag   *Flag // nil when nobody has said anything
	Flags  []Flag
	Lines  []Line
	Asks   []Ask
	Today  calendar.Date
}

// DueNames names what is due.
func (r Record) DueNames() []string {
	var out []string
	for _, l := range r.Lines {
		if l.Due {
			out = append(out, l.Text)
		}
	}
	return out
}

// OnRegister reports whether the person is on the register, as far as is
// known here.
func (r Record) OnRegister() bool { return r.Flag != nil && r.Flag.On() }

// OpenAsks are those without an answer to everything.
func (r Record) OpenAsks() []Ask {
	var out []Ask
	for _, a := range r.Asks {
		if a.Open() {
			out = append(out, a)
		}
	}
	return out
}

func recordOf(p person.Person, g gathered, today calendar.Date) Record {
	r := Record{Person: p, Flags: g.flags[p.ID], Asks: g.asks[p.ID], Today: today}
	if len(r.Flags) > 0 {
		r.Flag = &r.Flags[0]
	}
	checks := g.checks[p.ID]
	for _, e := range Elements {
		l := Line{Element: e}
		for i, c := range checks {
			if c.Element != e.Key {
				continue
			}
			l.History = append(l.History, c)
			if !c.Holds() || l.Last != nil {
				continue
			}
			if c.Answer == Done {
				l.Last = &checks[i]
			} else if l.Since == nil {
				l.Since = &checks[i]
			}
		}
		if l.Last != nil {
			l.DueOn = Due(l.Last.OnDay)
			l.Due = IsDue(l.Last.OnDay, today)
		} else {
			l.Due = true
		}
		r.Lines = append(r.Lines, l)
	}
	return r
}

var errOff = fault.Refused("This person is not on the register as far as is known here. Put them on it first")
