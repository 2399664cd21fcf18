package mdt

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Informing says who tells the person what came of it, and until when.
type Informing struct {
	Teller string
	TellOn calendar.Date
}

func (i *Informing) check(check *fault.Check, tx *gate.Tx) {
	line(check, &i.Teller, "teller", "Say who tells the person", maxLine)
	check.Require(!i.TellOn.IsZero(), "tell", "Enter the day by which the person is told")
	check.Require(i.TellOn.IsZero() || !i.TellOn.Before(tx.Today()), "tell", "The day must be today or later")
}

// seated loads a person on the list of an open meeting, as the minute-taker
// read it.
func seated(tx *gate.Tx, id string, version int) (Entry, Meeting, person.Person, error) {
	e, m, p, err := loadEntry(tx, id)
	if err != nil {
		return e, m, p, err
	}
	if !tx.Scope.WholeNetwork(m.PCN) {
		return e, m, p, fault.Missing("person on the list")
	}
	if m.State != Opened {
		return e, m, p, fault.Moved("This meeting is not open: its minutes stay as they are")
	}
	if e.Version != version {
		return e, m, p, fault.Moved("%s wrote something about %s at %s. Read it first: nothing of theirs or yours was overwritten", e.ChangedName, p.Name(), e.ChangedAt.Long())
	}
	return e, m, p, nil
}

// Choices gives who can own a decision about a person: roles and people of
// the team, and whoever is writing.
func choices(tx *gate.Tx, p person.Person) ([]liaison.Owned, error) {
	list, err := liaison.OwnersFor(tx, p)
	if err != nil {
		return nil, err
	}
	me := "user:" + tx.Actor.ID
	if !slices.ContainsFunc(list, func(o liaison.Owned) bool { return o.Value == me }) {
		list = append(list, liaison.Owned{Value: me, Text: tx.Actor.Name, User: tx.Actor.ID})
	}
	return list, nil
}

// Decide writes down a decision about a person on the list: what, who, until
// when. Several may be made. When the owner is somebody else, it is an ask to
// them at the same time. It answers with its id. Faults name the fields what,
// owner, due, teller and tell.
type Decide struct {
	Entry   string
	Version int
	What    string
	Owner   string // a value of the seat's owners
	Due     calendar.Date
	Informing
}

// Needs names the permission.
func (Decide) Needs() access.Permission { return access.KeepMeetings }

// Do checks and writes.
func (c Decide) Do(_ context.Context, tx *gate.Tx) (string, error) {
	e, m, p, err := seated(tx, c.Entry, c.Version)
	if err != nil {
		return "", err
	}
	var check fault.Check
	c.Informing.check(&check, tx)
	d, owner, err := draft(tx, &check, p, c.What, c.Owner, c.Due)
	if err != nil {
		return "", err
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	d.Entry, d.Meeting = e.ID, m.ID
	if err := d.insert(tx, p, owner); err != nil {
		return "", err
	}
	return d.ID, e.spoken(tx, Decided, "", c.Informing)
}

// draft checks what a decision needs, and gives it with its owner.
func draft(tx *gate.Tx, check *fault.Check, p person.Person, what, owner string, due calendar.Date) (Decision, liaison.Owned, error) {
	line(check, &what, "what", "Write what was decided", maxText)
	check.Require(!due.IsZero(), "due", "Enter the day by which it is done")
	check.Require(due.IsZero() || !due.Before(tx.Today()), "due", "The day must be today or later")
	list, err := choices(tx, p)
	if err != nil {
		return Decision{}, liaison.Owned{}, err
	}
	i := slices.IndexFunc(list, func(o liaison.Owned) bool { return o.Value == owner })
	if i < 0 {
		check.Fail("owner", "Choose who does it")
		return Decision{}, liaison.Owned{}, nil
	}
	o := list[i]
	return Decision{ID: tx.NewID(), Person: p.ID, PCN: p.PCN, What: what, OwnerRole: o.Role, OwnerPractice: o.Code, OwnerUser: o.User, OwnerName: o.Text, DueOn: due}, o, nil
}

// insert writes a decision and gives its ask to an owner who is not the
// writer.
func (d *Decision) insert(tx *gate.Tx, p person.Person, owner liaison.Owned) error {
	if owner.User != tx.Actor.ID {
		var err error
		if d.Ask, err = liaison.AskWithin(tx, p, owner, d.What, d.DueOn); err != nil {
			return err
		}
	}
	tx.TouchedAt("decision", d.ID, d.Person, d.PCN, "decided in the team meeting: "+d.OwnerName+", by "+d.DueOn.Medium())
	_, err := tx.Exec("INSERT INTO mdt_decision ("+decisionColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,'open','',NULL,'',$13,$14,$15,$16,1)",
		d.ID, d.Entry, d.Meeting, d.Person, d.PCN, d.What, d.OwnerRole, d.OwnerPractice, d.OwnerUser, d.OwnerName, d.DueOn, d.Ask, d.Replaces, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// spoken says what became of somebody on the list.
func (e Entry) spoken(tx *gate.Tx, standing, noWhy string, i Informing) error {
	tx.TouchedAt("meeting list", e.ID, e.Person, e.PCN, "talked about in the team meeting")
	if _, err := tx.Exec("UPDATE mdt_entry SET standing = $1, no_why = $2, teller = $3, tell_on = $4, told_on = NULL, told_how = '', told_name = '', not_told = '', changed_at = $5, changed_name = $6, version = version + 1 WHERE id = $7",
		standing, noWhy, i.Teller, i.TellOn, tx.Now, tx.Actor.Name, e.ID); err != nil {
		return err
	}
	return happened(tx, e.ID, standing, noWhy)
}

// NoDecision writes down that nothing was decided today, and why. Faults name
// the fields none-why, teller and tell.
type NoDecision struct {
	Entry   string
	Version int
	Why     string
	Informing
}

// Needs names the permission.
func (NoDecision) Needs() access.Permission { return access.KeepMeetings }

// Do checks and writes.
func (c NoDecision) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	e, _, _, err := seated(tx, c.Entry, c.Version)
	if err != nil {
		return false, err
	}
	if e.Standing == Decided {
		return false, fault.Moved("Something was decided already. Correct or drop that decision")
	}
	var check fault.Check
	line(&check, &c.Why, "none-why", "Say why nothing was decided today", maxText)
	c.Informing.check(&check, tx)
	if err := check.Err(); err != nil {
		return false, err
	}
	return true, e.spoken(tx, NoneWas, c.Why, c.Informing)
}

// Tell records that the person was told what came of the meeting, or why
// nobody tells them. Faults name the fields on, how and not-told.
type Tell struct {
	Entry   string
	Version int
	On      calendar.Date
	How     string // by whom and how
	NotTold string
}

// Needs names the permission.
func (Tell) Needs() access.Permission { return access.TeamMeeting }

// Do writes it.
func (c Tell) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	e, m, p, err := loadEntry(tx, c.Entry)
	if err != nil {
		return false, err
	}
	if !e.ToTell() {
		return false, fault.Moved("%s needs no telling here: it is recorded already, or they were not talked about", p.Name())
	}
	if e.Version != c.Version {
		return false, fault.Moved("%s changed this at %s. Read it first", e.ChangedName, e.ChangedAt.Long())
	}
	var check fault.Check
	line(&check, &c.How, "how", "", maxLine)
	line(&check, &c.NotTold, "not-told", "", maxLine)
	check.Require((c.How == "") != (c.NotTold == ""), "how", "Say who told them and how, or why nobody does")
	if c.NotTold == "" {
		check.Require(!c.On.IsZero(), "on", "Enter the day")
		check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
		check.Require(c.On.IsZero() || !c.On.Before(m.OpenedAt.Date()), "on", "The meeting was on %s: the day can't be earlier", m.OpenedAt.Date().Medium())
	} else {
		c.On = calendar.Date{}
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("meeting list", e.ID, p.ID, e.PCN, "told what the team meeting decided")
	// changed_at stays: it says when they were talked about.
	if _, err := tx.Exec("UPDATE mdt_entry SET told_on = $1, told_how = $2, told_name = $3, not_told = $4, version = version + 1 WHERE id = $5", c.On, c.How, tx.Actor.Name, c.NotTold, e.ID); err != nil {
		return false, err
	}
	return true, happened(tx, e.ID, "told", c.How+c.NotTold)
}

func loadDecision(tx *gate.Tx, id string) (Decision, person.Person, error) {
	d, err := db.One[Decision](tx.Tx, "decision", "SELECT "+decisionColumns+" FROM mdt_decision WHERE id = $1", id)
	if err != nil {
		return d, person.Person{}, err
	}
	p, err := person.Load(tx, d.Person)
	if fault.Is(err, fault.NotFound) || err == nil && !d.mine(tx.Actor) && !tx.Actor.May(access.SeeCare) {
		return Decision{}, p, fault.Missing("decision")
	}
	if err != nil {
		return d, p, err
	}
	one := []Decision{d}
	err = withAsks(tx, one)
	return one[0], p, err
}

func open(tx *gate.Tx, id string, version int) (Decision, person.Person, error) {
	d, p, err := loadDecision(tx, id)
	if err != nil {
		return d, p, err
	}
	if !d.Undone() {
		return d, p, fault.Moved("This decision is settled already: %s", d.Standing())
	}
	if d.Version != version {
		return d, p, fault.Moved("Somebody else changed this decision since you opened the page")
	}
	return d, p, nil
}

func (d Decision) settle(tx *gate.Tx, state, words string) error {
	if d.Ask != "" {
		if err := liaison.SettleWithin(tx, d.Ask, state == Done, words, "The team meeting says who tells them"); err != nil {
			return err
		}
	}
	tx.TouchedAt("decision", d.ID, d.Person, d.PCN, "a decision of the team meeting: "+state)
	if _, err := tx.Exec("UPDATE mdt_decision SET state = $1, words = $2, state_at = $3, state_name = $4, version = version + 1 WHERE id = $5", state, words, tx.Now, tx.Actor.Name, d.ID); err != nil {
		return err
	}
	return happened(tx, d.ID, state, words)
}

// Settle marks a decision as done or dropped, with words; by whoever is to do
// it, or who keeps the meetings. Its ask ends with it. Faults name the fields
// state and words.
type Settle struct {
	ID      string
	Version int
	State   string // Done or Dropped
	Words   string
}

// Needs names the permission.
func (Settle) Needs() access.Permission { return access.TeamMeeting }

// Do writes it.
func (c Settle) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	d, _, err := open(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if !d.mine(tx.Actor) && !tx.Actor.May(access.KeepMeetings) {
		return false, fault.Refused("This stands with %s", d.OwnerName)
	}
	var check fault.Check
	check.Require(c.State == Done || c.State == Dropped, "state", "Choose whether it is done or dropped")
	line(&check, &c.Words, "words", "Say what was done, or why it is dropped", maxText)
	if err := check.Err(); err != nil {
		return false, err
	}
	return true, d.settle(tx, c.State, c.Words)
}

// Correct replaces a decision that was written down wrongly by a new one,
// with a reason. The old one stays readable. Faults name the fields what,
// owner, due and why. It answers with the id of the new one.
type Correct struct {
	ID          string
	Version     int
	What, Owner string
	Due         calendar.Date
	Why         string
}

// Needs names the permission.
func (Correct) Needs() access.Permission { return access.KeepMeetings }

// Do writes both.
func (c Correct) Do(_ context.Context, tx *gate.Tx) (string, error) {
	was, p, err := open(tx, c.ID, c.Version)
	if err != nil {
		return "", err
	}
	if !tx.Scope.WholeNetwork(was.PCN) {
		return "", fault.Missing("decision")
	}
	var check fault.Check
	line(&check, &c.Why, "why", "Say what was wrong", maxLine)
	d, owner, err := draft(tx, &check, p, c.What, c.Owner, c.Due)
	if err != nil {
		return "", err
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	d.Entry, d.Meeting, d.Replaces, d.PCN = was.Entry, was.Meeting, was.ID, was.PCN
	if err := was.settle(tx, Replaced, c.Why); err != nil {
		return "", err
	}
	return d.ID, d.insert(tx, p, owner)
}
