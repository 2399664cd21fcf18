package physical

import (
	"context"
	"math"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// SetFlag says how a person stands on the register: put on it, in remission,
// or off it with a reason. It is a new record each time. Was is the id of the
// record that the page showed, "" for none; when there is a newer one it is a
// Conflict. Faults name state, on, source, held, diagnosed, antipsychotic,
// heart and why.
type SetFlag struct {
	Person, Was          string
	State                string
	On                   calendar.Date
	Source, Held         string
	Diagnosed            calendar.Date
	Antipsychotic, Heart string
	Why                  string
}

// Needs names the permission.
func (SetFlag) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c SetFlag) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, r, err := load(tx, c.Person)
	if err != nil {
		return "", err
	}
	c.Source, c.Why = strings.TrimSpace(c.Source), strings.TrimSpace(c.Why)
	today := tx.Today()
	was := ""
	if r.Flag != nil {
		was = r.Flag.ID
	}
	known := func(s string) bool { return s == "" || s == "yes" || s == "no" }
	var check fault.Check
	check.Require(slices.ContainsFunc(States, func(s [2]string) bool { return s[0] == c.State }), "state", "Choose how the person stands on the register")
	check.Require(!c.On.IsZero(), "on", "Enter the day from which this is so")
	check.Require(!c.On.After(today), "on", "The day must be today or in the past")
	check.Require(c.Source != "" && len([]rune(c.Source)) <= 200, "source", "Say who says so, for example: GP record, Dr Marsh")
	check.Require(c.Held == "" || c.Held == "gp" || c.Held == "secondary", "held", "Choose who is responsible for the checks")
	check.Require(!c.Diagnosed.After(today), "diagnosed", "The day must be today or in the past")
	check.Require(c.Diagnosed.IsZero() || p.BornOn.IsZero() || !c.Diagnosed.Before(p.BornOn), "diagnosed", "This is before the person was born")
	check.Require(known(c.Antipsychotic), "antipsychotic", "Choose yes, no or not known")
	check.Require(known(c.Heart), "heart", "Choose yes, no or not known")
	check.Require(c.State != "off" || c.Why != "", "why", "Say why the person is taken off the register")
	check.Require(len([]rune(c.Why)) <= 1000, "why", "The reason must be at most 1,000 characters")
	check.Require(c.State != "off" || r.OnRegister(), "state", "The person is not on the register as far as is known here")
	if err := check.Err(); err != nil {
		return "", err
	}
	if was != c.Was {
		return "", fault.Moved("%s changed this, %s: %s. Look again, then send", r.Flag.ByName, r.Flag.At.Long(), strings.ToLower(r.Flag.StateText()))
	}
	id := tx.NewID()
	tx.TouchedAt("physical health", id, p.ID, p.PCN, "recorded how the person stands on a register")
	_, err = tx.Exec("INSERT INTO smi_register ("+flagColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)",
		id, p.ID, p.PCN, c.State, c.On, c.Source, c.Held, maybe(c.Diagnosed), c.Antipsychotic, c.Heart, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

func maybe(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// RecordCheck writes one of the six: what was found, or why not. Anybody can
// be recorded, on the register or not: what was found elsewhere is kept.
// Faults name element, answer, on, unit, first, second, status, source,
// follow and words.
type RecordCheck struct {
	Person, Element, Answer string
	On                      calendar.Date
	Unit                    string
	First, Second           *float64
	Status                  string // of smoking
	Source                  string
	Follow, FollowWords     string
	Words                   string // why, when it was not done
}

// Needs names the permission.
func (RecordCheck) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c RecordCheck) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	today := tx.Today()
	c.Words, c.FollowWords = strings.TrimSpace(c.Words), strings.TrimSpace(c.FollowWords)
	var check fault.Check
	e, ok := ElementOf(c.Element)
	check.Require(ok, "element", "Choose which check it is")
	check.Require(slices.ContainsFunc(Answers, func(a [2]string) bool { return a[0] == c.Answer }), "answer", "Choose whether it was done")
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(today), "on", "The day must be today or in the past")
	check.Require(c.On.IsZero() || !c.On.Before(today.AddYears(-20)), "on", "The day must be within the last 20 years")
	check.Require(c.On.IsZero() || p.BornOn.IsZero() || !c.On.Before(p.BornOn), "on", "This is before the person was born")
	check.Require(len([]rune(c.Words)) <= 1000, "words", "This must be at most 1,000 characters")
	check.Require(len([]rune(c.FollowWords)) <= 1000, "followwords", "This must be at most 1,000 characters")
	if c.Answer == Done && ok {
		check.Require(slices.ContainsFunc(Sources, func(s [2]string) bool { return s[0] == c.Source }), "source", "Choose where it was done")
		check.Require(slices.ContainsFunc(Follows, func(s [2]string) bool { return s[0] == c.Follow }), "follow", "Choose what was offered")
		c.values(e, &check)
	} else {
		c.Unit, c.First, c.Second, c.Status, c.Source, c.Follow, c.FollowWords = "", nil, nil, "", "", "", ""
		check.Require(c.Answer != NotSuitable || c.Words != "", "words", "Say why it is not suitable")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	words := c.Words
	if c.Status != "" {
		words = c.Status
	}
	id := tx.NewID()
	tx.TouchedAt("physical health", id, p.ID, p.PCN, "recorded a check")
	_, err = tx.Exec("INSERT INTO physical_check (id, person, pcn, element, answer, on_day, unit, first, second, words, source, follow, follow_words, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)",
		id, p.ID, p.PCN, c.Element, c.Answer, c.On, c.Unit, c.First, c.Second, words, c.Source, c.Follow, c.FollowWords, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// values notes what is wrong with what was found. What is outside the limits
// is not a measurement but a slip of the pen.
func (c *RecordCheck) values(e Element, check *fault.Check) {
	if len(e.Units) == 1 {
		c.Unit = e.Units[0].Key
	}
	u, ok := e.Unit(c.Unit)
	if !ok {
		check.Fail("unit", "Choose how it was measured")
		return
	}
	if len(u.Words) > 0 {
		c.First, c.Second = nil, nil
		check.Require(slices.Contains(u.Words, c.Status), "status", "Choose what the person said")
		return
	}
	c.Status = ""
	within := func(f *float64, field, name string, from, to float64) {
		switch {
		case f == nil || math.IsNaN(*f):
			check.Fail(field, "Enter %s as a number", lower(name))
		case *f < from || *f > to:
			check.Fail(field, "%s must be from %s to %s. Check what you typed", name, number(from), number(to))
		case u.Whole && *f != math.Trunc(*f):
			check.Fail(field, "%s must be a whole number", name)
		}
	}
	within(c.First, "first", u.Name, u.From, u.To)
	switch {
	case u.Second == "":
		c.Second = nil
	case c.Second != nil || !u.SecondMay:
		within(c.Second, "second", u.Second, u.SecondFrom, u.SecondTo)
	}
	if c.First == nil || c.Second == nil || check.Err() != nil {
		return
	}
	check.Require(u.Key != "mmhg" || *c.First > *c.Second, "second", "The lower number must be below the upper one")
	check.Require(u.Key != "cholesterol" || *c.First > *c.Second, "second", "HDL is a part of total cholesterol: it must be below it")
	b, ok := Check{Element: "bmi", Answer: Done, Unit: u.Key, First: c.First, Second: c.Second}.BMI()
	check.Require(u.Key != "weight" || ok && b >= 8 && b <= 120, "second", "Weight and height together can’t be right. Check what you typed")
}

func lower(s string) string {
	if s == "" || strings.HasPrefix(s, "HbA1c") || strings.HasPrefix(s, "AUDIT") || strings.HasPrefix(s, "HDL") {
		return s
	}
	return "the " + strings.ToLower(s[:1]) + s[1:]
}

// WithdrawCheck marks a check as entered in error, with a reason. It answers
// with the person's id.
type WithdrawCheck struct{ ID, Why string }

// Needs names the permission.
func (WithdrawCheck) Needs() access.Permission { return access.WriteCare }

// Do checks and marks it.
func (c WithdrawCheck) Do(_ context.Context, tx *gate.Tx) (string, error) {
	x, p, err := one(tx, c.ID)
	if err != nil {
		return "", err
	}
	if !x.Holds() {
		return "", fault.Moved("%s has marked this as entered in error already", x.WithdrawnName)
	}
	c.Why = strings.TrimSpace(c.Why)
	if c.Why == "" || len([]rune(c.Why)) > 1000 {
		return "", fault.Wrong("why", "Say why this was entered in error, in at most 1,000 characters")
	}
	tx.TouchedAt("physical health", x.ID, p.ID, p.PCN, "marked a check as entered in error")
	_, err = tx.Exec("INSERT INTO physical_withdrawn (check_id, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5)", x.ID, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return p.ID, err
}

func one(tx *gate.Tx, id string) (Check, person.Person, error) {
	c, err := db.One[Check](tx.Tx, "check", fromCheck+"WHERE c.id = $1", id)
	if err != nil {
		return c, person.Person{}, err
	}
	p, err := person.Load(tx, c.Person)
	if fault.Is(err, fault.NotFound) {
		return Check{}, p, fault.Missing("check")
	}
	return c, p, err
}

// OneCheck asks for one check, before it is marked as entered in error.
type OneCheck struct{ ID string }

// Named is the answer to OneCheck.
type Named struct {
	Check
	Who person.Person
}

// Needs names the permission.
func (OneCheck) Needs() access.Permission { return access.WriteCare }

// Ask gives it.
func (q OneCheck) Ask(_ context.Context, tx *gate.Tx) (Named, error) {
	c, p, err := one(tx, q.ID)
	if err == nil {
		tx.Saw(p.ID, "a check")
	}
	return Named{c, p}, err
}

// AskFor records who was asked to do which checks, and by when. Faults name
// elements, whom, due and words.
type AskFor struct {
	Person   string
	Elements []string
	Whom     string
	Due      calendar.Date
	Words    string
}

// Needs names the permission.
func (AskFor) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c AskFor) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, r, err := load(tx, c.Person)
	if err != nil {
		return "", err
	}
	if !r.OnRegister() {
		return "", errOff
	}
	c.Whom, c.Words = strings.TrimSpace(c.Whom), strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(len(c.Elements) > 0, "elements", "Choose which checks you asked for")
	for _, k := range c.Elements {
		_, ok := ElementOf(k)
		check.Require(ok, "elements", "Choose from the list")
	}
	check.Require(c.Whom != "" && len([]rune(c.Whom)) <= 200, "whom", "Enter whom you asked, for example: Nurse Bell, Graham Road Surgery")
	check.Require(!c.Due.IsZero(), "due", "Enter by when")
	check.Require(c.Due.IsZero() || !c.Due.Before(tx.Today()), "due", "The day must be today or later")
	check.Require(c.Due.IsZero() || !c.Due.After(tx.Today().AddYears(1)), "due", "The day must be within a year")
	check.Require(len([]rune(c.Words)) <= 1000, "words", "This must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	var keys []string
	for _, e := range Elements {
		if slices.Contains(c.Elements, e.Key) {
			keys = append(keys, e.Key)
		}
	}
	id := tx.NewID()
	tx.TouchedAt("physical health", id, p.ID, p.PCN, "recorded who was asked for checks")
	_, err = tx.Exec("INSERT INTO physical_ask (id, person, pcn, elements, whom, asked_on, due_on, words, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
		id, p.ID, p.PCN, strings.Join(keys, ","), c.Whom, tx.Today(), c.Due, c.Words, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// EndAsk ends what was asked, with a reason, when it is not to be done any
// more. It answers with the person's id.
type EndAsk struct{ ID, Why string }

// Needs names the permission.
func (EndAsk) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c EndAsk) Do(_ context.Context, tx *gate.Tx) (string, error) {
	a, err := db.One[Ask](tx.Tx, "ask", fromAsk+"WHERE a.id = $1", c.ID)
	if err != nil {
		return "", err
	}
	p, err := person.Load(tx, a.Person)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Missing("ask")
	}
	if err != nil {
		return "", err
	}
	if !a.EndedAt.IsZero() {
		return "", fault.Moved("%s has ended this already", a.EndedName)
	}
	c.Why = strings.TrimSpace(c.Why)
	if c.Why == "" || len([]rune(c.Why)) > 1000 {
		return "", fault.Wrong("why", "Say why it is not to be done any more, in at most 1,000 characters")
	}
	tx.TouchedAt("physical health", a.ID, p.ID, p.PCN, "ended what was asked")
	_, err = tx.Exec("INSERT INTO physical_ask_end (ask, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5)", a.ID, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return p.ID, err
}

// Of asks for everything of this room about a person.
type Of struct{ Person string }

// Needs names the permission.
func (Of) Needs() access.Permission { return access.SeeCare }

// Ask gathers it.
func (q Of) Ask(_ context.Context, tx *gate.Tx) (Record, error) {
	p, r, err := load(tx, q.Person)
	if err == nil {
		tx.Saw(p.ID, "physical health checks")
	}
	return r, err
}
