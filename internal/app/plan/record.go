package plan

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/app/written"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/outline"
)

// MaxWhy is the most characters of a reason.
const MaxWhy = 1_000

// Record writes a version of a text. For the care and support plan, Agreed
// says whether the person agreed to it: "yes" on AgreedOn, which stops the
// plan part of the clock and needs an open episode, or "not yet" with
// NotAgreed saying why. Faults name the form's fields, besides those of
// written.Ready.Check: agreed, agreedon, notagreed and person. It answers with
// the version's id.
type Record struct {
	written.Entry
	Agreed    string
	AgreedOn  calendar.Date
	NotAgreed string
}

// Needs names the permission.
func (Record) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c Record) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if o, ok := outline.Find(Outlines, c.Kind); !ok || !o.Made {
		c.With, c.ReviewOn = "", calendar.Date{}
	}
	r, err := store.Prepare(tx, c.Entry)
	if err != nil {
		return "", err
	}
	var check fault.Check
	further, goals, err := fill(tx, &r, &check)
	if err != nil {
		return "", err
	}
	r.Check(&check, tx.Today())
	c.checkAgreed(&check, tx.Today())
	if err := check.Err(); err != nil {
		return "", err
	}
	if err := r.Moved(); err != nil {
		return "", err
	}
	for _, a := range further {
		if _, err := add(tx, r.Person, a); err != nil {
			return "", err
		}
	}
	if c.Kind != Support {
		c.AgreedOn, c.NotAgreed = calendar.Date{}, ""
	}
	id, entry := tx.NewID(), ""
	if !c.AgreedOn.IsZero() {
		if entry, err = care.AgreeFor(tx, r.Person, c.AgreedOn, r.Outline.Title+", version "+strconv.Itoa(r.Version+1), strings.Join(goals, "\n"), id); err != nil {
			return "", err
		}
	}
	return id, store.Record(tx, r, id, c.AgreedOn, c.NotAgreed, entry)
}

func (c *Record) checkAgreed(check *fault.Check, today calendar.Date) {
	if c.Kind != Support {
		return
	}
	c.NotAgreed = strings.TrimSpace(c.NotAgreed)
	check.Require(c.Agreed == "yes" || c.Agreed == "not yet", "agreed", "Choose whether the person agrees to the plan")
	switch c.Agreed {
	case "yes":
		c.NotAgreed = ""
		check.Require(!c.AgreedOn.IsZero(), "agreedon", "Enter the day on which it was agreed")
		check.Require(!c.AgreedOn.After(today), "agreedon", "The day must be today or in the past")
		check.Require(c.AgreedOn.IsZero() || c.On.IsZero() || !c.AgreedOn.Before(c.On), "agreedon", "It can’t be agreed before it was made")
	case "not yet":
		c.AgreedOn = calendar.Date{}
		check.Require(c.NotAgreed != "", "notagreed", "Say why it is not agreed yet")
		check.Require(len([]rune(c.NotAgreed)) <= MaxWhy, "notagreed", "Why it is not agreed must be at most 1,000 characters")
	}
}

// fill takes into the body what stands elsewhere: the goals and actions as
// they are now, and what a prescriber has said before. It answers with the
// actions to be added and the words of the goals.
func fill(tx *gate.Tx, r *written.Ready, check *fault.Check) (further []Action, goals []string, err error) {
	switch r.Kind {
	case Support:
		further = newActions(r, check)
		list, err := goalsOf(tx, r.Person)
		if err != nil {
			return nil, nil, err
		}
		for _, g := range list {
			if !g.Open() {
				continue
			}
			goals = append(goals, g.Words)
			r.Body.Rows[partGoals] = append(r.Body.Rows[partGoals], []string{g.Words, "chosen by " + ChosenText(g.ChosenBy), g.LastText()})
		}
		acts, err := actionsOf(tx, r.Person)
		if err != nil {
			return nil, nil, err
		}
		since := calendar.Date{}
		if p := written.Present(r.Before); p != nil {
			since = p.OnDay
		}
		for _, a := range slices.Concat(acts, further) {
			if a.State == StateOpen || a.State == StateDone && !a.SaidOn.Before(since) {
				r.Body.Rows[partActions] = append(r.Body.Rows[partActions], a.row(r.Person))
			}
		}
	case Medicines:
		if i := slices.IndexFunc(r.Before, func(t written.Text) bool { return t.ID == r.From }); i >= 0 {
			r.Body.Rows[partPrescribed] = slices.Clone(r.Before[i].Body.Rows[partPrescribed])
		}
		own := r.Body.Rows[PartOwn]
		if len(own) == 0 {
			break
		}
		may, err := MayPrescribe(tx, r.On)
		if err != nil {
			return nil, nil, err
		}
		if !may {
			check.Fail(PartOwn+"-1-what", "You are not recorded as a prescriber on this day. Write down what somebody else advised or prescribed under “Advised or prescribed elsewhere”, or ask the team lead to record your competence")
			break
		}
		o, _ := r.Outline.Part(PartOwn)
		for i, row := range own {
			check.Require(len(row) == 2 && row[0] != "" && row[1] != "", outline.Cell(o, i+1, o.Cols[0]), "Say what was advised or prescribed, and where")
			if len(row) == 2 {
				r.Body.Rows[partPrescribed] = append(r.Body.Rows[partPrescribed], []string{row[0], row[1], tx.Actor.Name, r.On.String()})
			}
		}
		delete(r.Body.Rows, PartOwn)
	}
	return further, goals, nil
}

// MayPrescribe reports whether the actor is recorded as a prescriber on a day.
func MayPrescribe(tx *gate.Tx, day calendar.Date) (bool, error) {
	me, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return workforce.IsPrescriber(tx, me.ID, day)
}

// Kept asks for everything of this room about a person.
type Kept struct{ Person string }

// All is the answer to Kept.
type All struct {
	Person  person.Person
	Kinds   []written.Kind
	Goals   []Goal   // open ones first
	Actions []Action // open ones first, the earliest day first
	Open    bool     // an episode is open
}

// Of gives a kind.
func (a All) Of(kind string) written.Kind {
	return a.Kinds[slices.IndexFunc(a.Kinds, func(k written.Kind) bool { return k.Outline.Kind == kind })]
}

// Needs names the permission.
func (Kept) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Kept) Ask(_ context.Context, tx *gate.Tx) (All, error) {
	var out All
	var err error
	if out.Person, err = person.Load(tx, q.Person); err != nil {
		return out, err
	}
	tx.Saw(out.Person.ID, "goals, plans and actions")
	if out.Kinds, err = store.Kinds(tx, out.Person); err != nil {
		return out, err
	}
	if out.Goals, err = goalsOf(tx, out.Person); err != nil {
		return out, err
	}
	if out.Actions, err = actionsOf(tx, out.Person); err != nil {
		return out, err
	}
	out.Open, err = care.HasEpisode(tx, out.Person)
	return out, err
}

// One asks for one version.
type One struct{ ID string }

// Needs names the permission.
func (One) Needs() access.Permission { return access.SeeCare }

// Ask gathers it; a version about somebody outside the scope is not found.
func (q One) Ask(_ context.Context, tx *gate.Tx) (written.Sheet, error) { return store.One(tx, q.ID) }

// Desk asks for what the form of a kind needs. From is the version to begin
// from; "" is the present one, or none where each stands for itself.
type Desk struct{ Person, Kind, From string }

// Sheet is the answer to Desk.
type Sheet struct {
	written.Form
	Goals      []Goal
	Actions    []Action
	Open       bool // an episode is open
	Prescriber bool // the actor is recorded as one today
}

// Needs names the permission.
func (Desk) Needs() access.Permission { return access.WriteCare }

// Ask gathers it.
func (q Desk) Ask(_ context.Context, tx *gate.Tx) (Sheet, error) {
	var s Sheet
	var err error
	if s.Form, err = store.Desk(tx, q.Person, q.Kind, q.From); err != nil {
		return s, err
	}
	switch q.Kind {
	case Medicines:
		s.Prescriber, err = MayPrescribe(tx, tx.Today())
	case Support:
		if s.Goals, err = goalsOf(tx, s.Person); err != nil {
			return s, err
		}
		if s.Actions, err = actionsOf(tx, s.Person); err != nil {
			return s, err
		}
		s.Open, err = care.HasEpisode(tx, s.Person)
	}
	return s, err
}

// HandOver records that a version was given to the person or shared with
// somebody; see written.Store.HandOver.
type HandOver struct{ written.Give }

// Needs names the permission.
func (HandOver) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c HandOver) Do(_ context.Context, tx *gate.Tx) (string, error) {
	return store.HandOver(tx, c.Give)
}
