package hiring

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Step of an induction, by the model of employment: who sees to it, and how
// many days after the first one.
type step struct {
	words, owner string
	days         int
	models       string // "" for all, "joint" (also through a voluntary organisation), "independent"
}

var checklist = []step{
	{"Contract, pay and leave explained by the employer", "Provider’s line manager", 0, "joint"},
	{"Contract, pay and leave explained by the practice", "Practice manager", 0, "independent"},
	{"A desk, a telephone, a room for every clinic", "Practice manager", 0, ""},
	{"Access to the practices’ record system", "Practice manager", 3, ""},
	{"Access to the provider’s record system", "Provider’s line manager", 5, "joint"},
	{"Access to Footbridge, with clinics in the diary", "Network manager", 3, ""},
	{"Met reception of every practice; the scope card read together", "Network manager", 10, ""},
	{"Met the team: GPs, pharmacist, link workers, care coordinators", "GP mentor", 14, ""},
	{"Embedding toolkit read and talked about", "GP mentor", 14, ""},
	{"What to do when somebody needs help today: the urgent routes of each practice", "GP mentor", 3, ""},
	{"Safeguarding leads known by name", "GP mentor", 7, ""},
	{"Mandatory training checked and booked", "Provider’s line manager", 14, "joint"},
	{"Mandatory training checked and booked", "Practice manager", 14, "independent"},
	{"First check-in with the other practitioners of the area", "Clinical supervisor", 14, "joint"},
	{"Clinical supervisor agreed, with how often (a GP, a senior practitioner or a nurse manager)", "Practice manager", 7, "independent"},
	{"The local service agreement read: whom, how many, by which way", "Network manager", 10, "joint"},
	{"Shadowed a clinic, and was shadowed in one", "Clinical supervisor", 28, ""},
	{"First months talked over: what works, what has to change", "Network manager", 84, ""},
}

// Induction is how somebody new settles in.
type Induction struct {
	ID            string
	PCN           string `db:"pcn"`
	Practitioner  string
	Name          string
	Model         network.Model
	BeganOn       calendar.Date
	Mentor        string // the GP mentor, "" while nobody is named
	SupervisionOn calendar.Date
	Version       int
	At            calendar.Instant
	ByName        string
	Items         []InductionItem `db:"-"`
	Done, Late    int             `db:"-"`
}

// InductionItem is one thing to do.
type InductionItem struct {
	Induction string
	N         int
	Words     string
	Owner     string
	DueOn     calendar.Date
	DoneOn    calendar.Date // zero while it isn't done
	DoneBy    string
}

const (
	inductionColumns = "id, pcn, practitioner, name, model, began_on, mentor, supervision_on, version, at, by_name"
	itemColumns      = "induction, n, words, owner, due_on, done_on, done_by"
)

func beginInduction(tx *gate.Tx, pcn, practitioner, name string, model network.Model, from calendar.Date, mentor string, supervision calendar.Date) (string, error) {
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO induction ("+inductionColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,1,$9,$10)", id, pcn, practitioner, name, model, from, strings.TrimSpace(mentor), maybe(supervision), tx.Now, tx.Actor.Name); err != nil {
		return "", err
	}
	kind, n := "joint", 0
	if model == network.Independent {
		kind = "independent"
	}
	for _, s := range checklist {
		if s.models != "" && s.models != kind {
			continue
		}
		if _, err := tx.Exec("INSERT INTO induction_item ("+itemColumns+") VALUES ($1,$2,$3,$4,$5,NULL,'')", id, n, s.words, s.owner, from.AddDays(s.days)); err != nil {
			return "", err
		}
		n++
	}
	tx.TouchedAt("induction", id, "", pcn, "begun")
	return id, nil
}

// Begin begins the induction of somebody who was appointed without a vacancy.
// It answers with the id.
type Begin struct{ PCN, Post string }

// Needs names the permission.
func (Begin) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c Begin) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("post")
	}
	p, err := workforce.PostByID(tx, c.PCN, c.Post)
	if err != nil {
		return "", err
	}
	who, err := workforce.InNetwork(tx, c.PCN, p.Practitioner)
	if err != nil {
		return "", err
	}
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM induction WHERE practitioner = $1 AND pcn = $2", who.ID, c.PCN)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return "", fault.Moved("%s has an induction already", who.Name)
	}
	return beginInduction(tx, c.PCN, who.ID, who.Name, p.Model, p.FromDay, "", calendar.Date{})
}

// Inductions asks how the inductions of a network stand, the newest first.
type Inductions struct{ PCN string }

// InductionList is the answer, with what is late in all of them.
type InductionList struct {
	List  []Induction
	Late  []LateItem
	Today calendar.Date
}

// LateItem is something that should be done by now.
type LateItem struct {
	InductionItem
	Name string // whose induction
}

// Needs names the permission.
func (Inductions) Needs() access.Permission { return access.SeeCompetence }

// Ask lists them.
func (q Inductions) Ask(_ context.Context, tx *gate.Tx) (InductionList, error) {
	out := InductionList{Today: tx.Today()}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	var err error
	if out.List, err = db.All[Induction](tx.Tx, "SELECT "+inductionColumns+" FROM induction WHERE pcn = $1 ORDER BY began_on DESC, id DESC", q.PCN); err != nil {
		return out, err
	}
	items, err := db.All[InductionItem](tx.Tx, "SELECT i.induction, i.n, i.words, i.owner, i.due_on, i.done_on, i.done_by FROM induction_item i JOIN induction d ON d.id = i.induction WHERE d.pcn = $1 ORDER BY i.due_on, i.n", q.PCN)
	if err != nil {
		return out, err
	}
	for i := range out.List {
		d := &out.List[i]
		for _, x := range items {
			if x.Induction != d.ID {
				continue
			}
			d.Items = append(d.Items, x)
			switch {
			case !x.DoneOn.IsZero():
				d.Done++
			case x.DueOn.Before(out.Today):
				d.Late++
				out.Late = append(out.Late, LateItem{x, d.Name})
			}
		}
	}
	tx.Listed("induction", q.PCN, len(out.List))
	return out, nil
}

func inductionOf(tx *gate.Tx, pcn, id string) (Induction, error) {
	return db.One[Induction](tx.Tx, "induction", "SELECT "+inductionColumns+" FROM induction WHERE id = $1 AND pcn = $2", id, pcn)
}

// TickItem says that something of an induction is done, or, with a zero day,
// that it is not. Faults name on.
type TickItem struct {
	PCN, Induction string
	N              int
	On             calendar.Date
}

// Needs names the permission.
func (TickItem) Needs() access.Permission { return access.KeepCompetence }

// Do checks and writes.
func (c TickItem) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("induction")
	}
	d, err := inductionOf(tx, c.PCN, c.Induction)
	if err != nil {
		return false, err
	}
	if c.On.After(tx.Today()) {
		return false, fault.Wrong("on", "The day must be today or in the past")
	}
	by := tx.Actor.Name
	if c.On.IsZero() {
		by = ""
	}
	n, err := tx.Exec("UPDATE induction_item SET done_on = $1, done_by = $2 WHERE induction = $3 AND n = $4", maybe(c.On), by, d.ID, c.N)
	if err != nil {
		return false, err
	}
	if n == 0 {
		return false, fault.Missing("item")
	}
	tx.TouchedAt("induction", d.ID, "", d.PCN, "an item changed")
	return true, nil
}

// SettleIn names the GP mentor and when the first supervision is. Faults name
// mentor and supervision. Version is the one that was read.
type SettleIn struct {
	PCN, Induction string
	Version        int
	Mentor         string
	SupervisionOn  calendar.Date
}

// Needs names the permission.
func (SettleIn) Needs() access.Permission { return access.KeepCompetence }

// Do checks and writes.
func (c SettleIn) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("induction")
	}
	d, err := inductionOf(tx, c.PCN, c.Induction)
	if err != nil {
		return false, err
	}
	if d.Version != c.Version {
		return false, fault.Moved("Somebody else changed this induction since you opened the page")
	}
	c.Mentor = strings.TrimSpace(c.Mentor)
	var check fault.Check
	check.Require(len([]rune(c.Mentor)) <= 200, "mentor", "The name must be at most 200 characters")
	check.Require(c.SupervisionOn.IsZero() || !c.SupervisionOn.Before(d.BeganOn), "supervision", "It can’t be before the first day")
	if err := check.Err(); err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE induction SET mentor = $1, supervision_on = $2, version = version + 1 WHERE id = $3", c.Mentor, maybe(c.SupervisionOn), d.ID)
	tx.TouchedAt("induction", d.ID, "", d.PCN, "mentor and first supervision changed")
	return true, err
}
