package liaison

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Setting is one dated line of what is agreed about the desk. It is never
// changed: a later line takes its place.
type Setting struct {
	ID           string
	PCN          string `db:"pcn"`
	Kind         string // "target" or "deputy"
	Practice     string // of a target
	Practitioner string // for whom a deputy stands in; "" for the whole desk
	Days         int    // working days; 0 means that none is set
	Deputy       string // a practitioner; "" means that none is named
	FromDay      calendar.Date
	Why          string
	SetBy        string
	SetName      string
	SetAt        calendar.Instant
}

const settingColumns = "id, pcn, kind, practice, practitioner, days, deputy, from_day, why, set_by, set_name, set_at"

// rules are the settings of a network with who is in post: what is needed to
// say until when a question should be answered, and with whom it stands.
type rules struct {
	today    calendar.Date
	team     []workforce.Practitioner
	settings []Setting // the last one that holds first
}

func rulesOf(tx *gate.Tx, pcn string) (rules, error) {
	r := rules{today: tx.Today()}
	var err error
	if r.team, err = workforce.InPost(tx, pcn, r.today); err != nil {
		return r, err
	}
	r.settings, err = db.All[Setting](tx.Tx, "SELECT "+settingColumns+" FROM liaison_setting WHERE pcn = $1 AND from_day <= $2 ORDER BY from_day DESC, set_at DESC, id DESC", pcn, r.today)
	return r, err
}

// target gives the working days agreed with a practice; 0 when none are.
func (r rules) target(practice string) int {
	for _, s := range r.settings {
		if s.Kind == "target" && s.Practice == practice {
			return s.Days
		}
	}
	return 0
}

// deputy gives who stands in for a practitioner ("" for the desk) and is in
// post; ok is false when nobody is named. Somebody's own deputy comes first,
// then the desk's; nobody stands in for themselves.
func (r rules) deputy(practitioner string) (workforce.Practitioner, bool) {
	for _, of := range []string{practitioner, ""} {
		for _, s := range r.settings {
			if s.Kind != "deputy" || s.Practitioner != of {
				continue
			}
			if p, ok := r.inPost(s.Deputy); ok && p.ID != practitioner {
				return p, true
			}
			break
		}
	}
	return workforce.Practitioner{}, false
}

func (r rules) inPost(id string) (workforce.Practitioner, bool) {
	i := slices.IndexFunc(r.team, func(p workforce.Practitioner) bool { return p.ID == id && id != "" })
	if i < 0 {
		return workforce.Practitioner{}, false
	}
	return r.team[i], true
}

// SetTarget sets within how many working days questions of a practice are to
// be answered, from a day on. 0 takes the target back: then no time is
// promised. Earlier questions keep the target that held when they were asked.
type SetTarget struct {
	PCN, Practice string
	Days          int
	From          calendar.Date
	Why           string
}

// Needs names the permission.
func (SetTarget) Needs() access.Permission { return access.SetAdvice }

// Do writes it. Faults name the fields practice, days, from and why.
func (c SetTarget) Do(_ context.Context, tx *gate.Tx) (string, error) {
	practices, err := settable(tx, c.PCN)
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(slices.ContainsFunc(practices, func(p network.Practice) bool { return p.Code == c.Practice }), "practice", "Choose a practice of this network")
	check.Require(c.Days >= 0 && c.Days <= 60, "days", "Enter 1 to 60 working days, or leave it empty: then no time is promised")
	line(&check, &c.Why, "why", "Say with whom this was agreed")
	c.From = startOf(&check, tx, c.From)
	if err := check.Err(); err != nil {
		return "", err
	}
	return put(tx, Setting{PCN: c.PCN, Kind: "target", Practice: c.Practice, Days: c.Days, FromDay: c.From, Why: c.Why})
}

// SetDeputy names who stands in when a question was not answered in time: for
// one practitioner, or for the whole desk. An empty deputy means that nobody
// is named any more.
type SetDeputy struct {
	PCN          string
	Practitioner string // "" for the desk
	Deputy       string
	From         calendar.Date
	Why          string
}

// Needs names the permission.
func (SetDeputy) Needs() access.Permission { return access.SetAdvice }

// Do writes it. Faults name the fields practitioner, deputy, from and why.
func (c SetDeputy) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if _, err := settable(tx, c.PCN); err != nil {
		return "", err
	}
	r, err := rulesOf(tx, c.PCN)
	if err != nil {
		return "", err
	}
	var check fault.Check
	if c.Practitioner != "" {
		_, ok := r.inPost(c.Practitioner)
		check.Require(ok, "practitioner", "Choose a practitioner who is in post in this network")
	}
	if c.Deputy != "" {
		_, ok := r.inPost(c.Deputy)
		check.Require(ok, "deputy", "Choose a practitioner who is in post in this network")
		check.Require(c.Deputy != c.Practitioner, "deputy", "Nobody stands in for themselves")
	}
	line(&check, &c.Why, "deputy-why", "Say with whom this was agreed")
	c.From = startOf(&check, tx, c.From)
	if err := check.Err(); err != nil {
		return "", err
	}
	return put(tx, Setting{PCN: c.PCN, Kind: "deputy", Practitioner: c.Practitioner, Deputy: c.Deputy, FromDay: c.From, Why: c.Why})
}

func startOf(check *fault.Check, tx *gate.Tx, from calendar.Date) calendar.Date {
	if from.IsZero() {
		return tx.Today()
	}
	check.Require(!from.Before(tx.Today()), "from", "The first day must be today or later: what was promised before stays")
	return from
}

func settable(tx *gate.Tx, pcn string) ([]network.Practice, error) {
	if !tx.Scope.WholeNetwork(pcn) {
		return nil, fault.Missing("network")
	}
	return network.PracticesOf(tx, pcn, tx.Today())
}

func put(tx *gate.Tx, s Setting) (string, error) {
	s.ID = tx.NewID()
	var days any
	if s.Days > 0 {
		days = s.Days
	}
	_, err := tx.Exec("INSERT INTO liaison_setting ("+settingColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)",
		s.ID, s.PCN, s.Kind, s.Practice, s.Practitioner, days, s.Deputy, s.FromDay, s.Why, tx.Actor.ID, tx.Actor.Name, tx.Now)
	tx.TouchedAt("advice desk", s.ID, "", s.PCN, "set the "+s.Kind)
	return s.ID, err
}

// Settings asks what is agreed about the desk of a network.
type Settings struct{ PCN string }

// Agreed is the answer to Settings: for each practice and each practitioner
// the line that holds today, and every line there is.
type Agreed struct {
	Practices []PracticeTarget
	Team      []workforce.Practitioner
	Desk      *Standing // who stands in for the whole desk, nil for nobody
	Each      []Standing
	All       []Setting         // the newest first
	Names     map[string]string // practices and practitioners, by code and id
}

// PracticeTarget is a practice with the target that holds; Days 0: not set.
type PracticeTarget struct {
	network.Practice
	Days    int
	Setting Setting
}

// Standing is a deputy as named, and whether they are in post.
type Standing struct {
	For    workforce.Practitioner
	Deputy workforce.Practitioner
	Gone   bool // named, and not in post any more: nobody stands in
	Setting
}

// Needs names the permission.
func (Settings) Needs() access.Permission { return access.SetAdvice }

// Ask gathers it.
func (q Settings) Ask(_ context.Context, tx *gate.Tx) (Agreed, error) {
	var out Agreed
	practices, err := settable(tx, q.PCN)
	if err != nil {
		return out, err
	}
	r, err := rulesOf(tx, q.PCN)
	if err != nil {
		return out, err
	}
	if out.All, err = db.All[Setting](tx.Tx, "SELECT "+settingColumns+" FROM liaison_setting WHERE pcn = $1 ORDER BY set_at DESC, id DESC", q.PCN); err != nil {
		return out, err
	}
	out.Team, out.Names = r.team, map[string]string{}
	for _, p := range practices {
		t := PracticeTarget{Practice: p}
		if i := slices.IndexFunc(r.settings, func(s Setting) bool { return s.Kind == "target" && s.Practice == p.Code }); i >= 0 {
			t.Days, t.Setting = r.settings[i].Days, r.settings[i]
		}
		out.Practices = append(out.Practices, t)
		out.Names[p.Code] = network.PlainName(p.Name)
	}
	var ids []string
	for _, s := range out.All {
		ids = append(ids, s.Practitioner, s.Deputy)
	}
	known, err := workforce.Known(tx, ids)
	if err != nil {
		return out, err
	}
	for id, p := range known {
		out.Names[id] = p.Name
	}
	standing := func(id string) (Standing, bool) {
		i := slices.IndexFunc(r.settings, func(s Setting) bool { return s.Kind == "deputy" && s.Practitioner == id })
		if i < 0 || r.settings[i].Deputy == "" {
			return Standing{}, false
		}
		s := Standing{Setting: r.settings[i], Deputy: known[r.settings[i].Deputy]}
		_, in := r.inPost(s.Setting.Deputy)
		s.Gone = !in
		return s, true
	}
	if s, ok := standing(""); ok {
		out.Desk = &s
	}
	for _, p := range r.team {
		s, _ := standing(p.ID)
		s.For = p
		out.Each = append(out.Each, s)
	}
	tx.Listed("advice desk", "settings of "+q.PCN, len(out.All))
	return out, nil
}
