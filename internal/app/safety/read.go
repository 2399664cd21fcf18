package safety

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Kept asks for everything of this room about a person.
type Kept struct{ Person string }

// All is the answer to Kept.
type All struct {
	Person person.Person
	Kinds  []OfKind // assessment, formulation, plan
}

// OfKind is one kind with its versions, the newest first.
type OfKind struct {
	Outline  Outline
	Versions []Text
	Present  *Text            // the newest version that holds, nil when there is none
	DraftAt  calendar.Instant // of the actor's own draft, zero when there is none
}

// Needs names the permission.
func (Kept) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Kept) Ask(_ context.Context, tx *gate.Tx) (All, error) {
	var out All
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "safety: assessments, formulations and plans")
	out.Person = p
	list, err := textsOf(tx, p)
	if err != nil {
		return out, err
	}
	for _, o := range Outlines {
		k := OfKind{Outline: o, Versions: of(list, o.Kind)}
		k.Present = present(k.Versions)
		d, err := ownDraft(tx, o.Kind, p.ID)
		if err != nil {
			return out, err
		}
		if d != nil {
			k.DraftAt = d.SavedAt
		}
		out.Kinds = append(out.Kinds, k)
	}
	return out, nil
}

// One asks for one version, with the one before it and who has it.
type One struct{ ID string }

// Sheet is the answer to One.
type Sheet struct {
	Text
	Person   person.Person
	Before   *Text  // the version before this one that holds
	From     *Text  // the version from which it was begun
	Newest   *Text  // the newest version that holds, when it is another one
	Services []Line // of the practice, as they stood and as they are now
	Others   []Route
	Handed   []Handed // the latest first
	Consents []person.Consent
}

// Line is a service of the practice on a plan. The number that stood on the
// plan is never changed; Now says what the practice's list has today.
type Line struct {
	Route
	Now     Route
	Changed bool // the number is another one now
	Gone    bool // it is no longer on the list
}

// Checked is the day on which the number was last checked, as far as it is
// still the same one; zero when nobody here has.
func (l Line) Checked() calendar.Date {
	if !l.Gone && !l.Changed && l.Now.CheckedOn.After(l.CheckedOn) {
		return l.Now.CheckedOn
	}
	return l.CheckedOn
}

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeCare }

// Ask gathers it; a version about somebody outside the scope is not found.
func (q One) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	var s Sheet
	t, p, err := loadText(tx, q.ID)
	if err != nil {
		return s, err
	}
	s.Text, s.Person = t, p
	tx.Saw(p.ID, "a version of the "+t.Outline().Name)
	all, err := textsOf(tx, p)
	if err != nil {
		return s, err
	}
	list := of(all, t.Kind)
	at := slices.IndexFunc(list, func(x Text) bool { return x.ID == t.ID })
	s.Before = present(list[at+1:])
	if n := present(list); n != nil && n.ID != t.ID {
		s.Newest = n
	}
	if i := slices.IndexFunc(list, func(x Text) bool { return x.ID == t.BegunFrom }); i >= 0 {
		s.From = &list[i]
	}
	services, err := network.RoutesFor(tx, p.PCN, p.Practice)
	if err != nil {
		return s, err
	}
	s.beside(routesOf(services))
	if s.Handed, err = handedOf(tx, t.ID); err != nil {
		return s, err
	}
	s.Consents, err = person.Consents(tx, p.ID)
	for i := range s.Handed {
		s.Handed[i].Today = Standing(s.Consents, s.Handed[i].ToKind, s.Handed[i].ToName)
	}
	return s, err
}

// beside puts the services that the person chose beside the practice's list as
// it is now.
func (s *Sheet) beside(now []Route) {
	for _, r := range s.Body.Routes {
		l := Line{Route: r}
		var found bool
		l.Now, found = r.now(now)
		l.Gone, l.Changed = !found, found && l.Now.Number != r.Number
		s.Services = append(s.Services, l)
	}
	for _, r := range now {
		if !slices.ContainsFunc(s.Services, func(l Line) bool { return !l.Gone && l.Now.Key == r.Key }) {
			s.Others = append(s.Others, r)
		}
	}
}

func loadText(tx *gate.Tx, id string) (Text, person.Person, error) {
	t, err := db.One[Text](tx.Tx, "page about safety", "SELECT "+textColumns+fromTexts+"WHERE t.id = $1", id)
	if err != nil {
		return t, person.Person{}, err
	}
	p, err := person.Load(tx, t.Person)
	if fault.Is(err, fault.NotFound) {
		return Text{}, p, fault.Missing("page about safety")
	}
	if err != nil {
		return Text{}, p, err
	}
	one := []Text{t}
	err = unpack(one)
	return one[0], p, err
}

// Desk asks for what the form of a kind needs.
type Desk struct{ Person, Kind string }

// Form is the answer to Desk.
type Form struct {
	Person   person.Person
	Outline  Outline
	Newest   int            // the number of the newest version, 0 when there is none
	Last     *Text          // the newest version that holds: what one may begin from
	Draft    *account.Draft // the actor's own
	Services []Route        // of the practice, now
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Desk) Ask(_ context.Context, tx *gate.Tx) (Form, error) {
	var f Form
	var ok bool
	if f.Outline, ok = OutlineOf(q.Kind); !ok {
		return f, fault.Missing("page")
	}
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return f, err
	}
	f.Person = p
	tx.Saw(p.ID, "the form of the "+f.Outline.Name)
	all, err := textsOf(tx, p)
	if err != nil {
		return f, err
	}
	list := of(all, q.Kind)
	f.Newest, f.Last = newest(list), present(list)
	if f.Draft, err = ownDraft(tx, q.Kind, p.ID); err != nil || q.Kind != Plan {
		return f, err
	}
	services, err := network.RoutesFor(tx, p.PCN, p.Practice)
	f.Services = routesOf(services)
	return f, err
}

// Tick gives the keys of today's services that stand for those on an earlier
// version, and names those that have left the list.
func (f Form) Tick(routes []Route) (keys, gone []string) {
	for _, r := range routes {
		if now, ok := r.now(f.Services); ok {
			keys = append(keys, now.Key)
		} else {
			gone = append(gone, r.Label)
		}
	}
	return keys, gone
}
