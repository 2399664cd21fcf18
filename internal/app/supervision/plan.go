package supervision

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Kind is one line of reporting or support.
type Kind struct {
	Key, Text string
	Group     bool // one session for many practitioners
	Signed    bool // both sides sign what was written
}

// Kinds are all of them, in the order of a page.
var Kinds = []Kind{
	{"clinical", "Clinical supervision", false, true},
	{"line", "Line management", false, true},
	{"peer", "Check-in with peers", true, false},
	{"team", "Team meeting", true, false},
	{"mentor", "GP mentor", false, false},
}

// KindOf gives a kind by its key; an empty one when there is none.
func KindOf(key string) Kind {
	for _, k := range Kinds {
		if k.Key == key {
			return k
		}
	}
	return Kind{}
}

// The times in which sessions are counted.
const (
	Week    = "week"
	Month   = "month"
	Quarter = "quarter"
	Agreed  = "" // as agreed: shown, never due
)

// Line is one line of a plan: what, how often, with whom, and where it is
// written that it should be so.
type Line struct {
	Kind   string
	Times  int    // at least so often …
	Per    string // … in each Week, Month or Quarter; Agreed has no number
	Who    string // "" is nobody named yet
	Source string
}

// Often says how often in words.
func (l Line) Often() string {
	switch {
	case l.Per == Agreed:
		return "as agreed with the practitioner"
	case l.Times == 1:
		return "at least once a " + l.Per
	case l.Times == 2:
		return "at least twice a " + l.Per
	}
	return fmt.Sprintf("at least %d times a %s", l.Times, l.Per)
}

// Text is the name of the line's kind.
func (l Line) Text() string { return KindOf(l.Kind).Text }

// Below says whether clinical supervision is less often than the national
// guidance asks for, which is monthly; that is shown and blocks nothing.
func (l Line) Below() bool {
	return l.Kind == "clinical" && (l.Per == Agreed || l.Per == Quarter && l.Times < 3)
}

const (
	sourceArea     = "BNSSG Training Hub, Mental Health Practitioners"
	sourceNational = "NHS England, additional roles: a quick reference summary (at least monthly)"
)

// FromModel assembles the plan of a model of employment.
func FromModel(m network.Model) []Line {
	switch m {
	case network.Independent:
		return []Line{
			{"clinical", 1, Month, "", sourceNational + "; by a GP, a senior practitioner or a nurse manager, at a frequency agreed with the practitioner (" + sourceArea + ")"},
			{"line", 0, Agreed, "", sourceArea + ": by a GP, a senior practitioner or a nurse manager"},
			{"peer", 0, Agreed, "", sourceArea + ": peer supervision is encouraged"},
		}
	case network.VCSE:
		return joint("the employer, to whom the provider has subcontracted (B14.3)")
	}
	return joint("the provider")
}

func joint(by string) []Line {
	return []Line{
		{"clinical", 1, Month, "", sourceNational + "; through " + by + " (" + sourceArea + ")"},
		{"line", 0, Agreed, "", sourceArea + ": through " + by},
		{"peer", 2, Week, "", sourceArea + ": lunchtime check-ins with peers, twice a week"},
		{"team", 1, Month, "", sourceArea + ": a team meeting every month"},
		{"mentor", 0, Agreed, "", sourceArea + ": the network should identify a GP mentor"},
	}
}

// Plan is what was agreed for a post from a day on. Version 0 is the plan of
// the model, which nobody has agreed yet.
type Plan struct {
	ID      string
	Post    string
	PCN     string `db:"pcn"`
	Version int
	FromDay calendar.Date
	Body    string // JSON of Lines
	Why     string
	At      calendar.Instant
	ByID    string
	ByName  string
	Lines   []Line `db:"-"`
}

const planColumns = "id, post, pcn, version, from_day, body, why, at, by_id, by_name"

// Line gives the plan's line of a kind; false when the plan has none.
func (p Plan) Line(kind string) (Line, bool) {
	i := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Kind == kind })
	if i < 0 {
		return Line{}, false
	}
	return p.Lines[i], true
}

// plans gives every version of the plans of a network, by post, the newest
// first.
func plans(tx *gate.Tx, pcn string) (map[string][]Plan, error) {
	list, err := db.All[Plan](tx.Tx, "SELECT "+planColumns+" FROM supervision_plan WHERE pcn = $1 ORDER BY version DESC", pcn)
	out := map[string][]Plan{}
	for _, p := range list {
		if err := json.Unmarshal([]byte(p.Body), &p.Lines); err != nil {
			return nil, err
		}
		out[p.Post] = append(out[p.Post], p)
	}
	return out, err
}

// on gives the plan of a day: the newest version that had begun, else that of
// the model.
func on(versions []Plan, m network.Model, day calendar.Date) Plan {
	for _, p := range versions {
		if !p.FromDay.After(day) {
			return p
		}
	}
	return Plan{Lines: FromModel(m)}
}

// SavePlan agrees a plan for a post from a day on. Why is asked for when it is
// not the plan of the model, or follows another. Faults name from, why, and
// the lines as times-clinical.
type SavePlan struct {
	PCN, Post string
	Version   int // the newest that was read; 0 for the first
	From      calendar.Date
	Lines     []Line
	Why       string
}

// Needs names the permission.
func (SavePlan) Needs() access.Permission { return access.PlanSupervision }

// Do checks and writes the next version.
func (c SavePlan) Do(_ context.Context, tx *gate.Tx) (int, error) {
	post, err := postIn(tx, c.PCN, c.Post)
	if err != nil {
		return 0, err
	}
	all, err := plans(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	var last Plan
	if v := all[c.Post]; len(v) > 0 {
		last = v[0]
	}
	if last.Version != c.Version {
		return 0, fault.Moved("%s agreed another plan at %s. Nothing was overwritten", last.ByName, last.At.Long())
	}
	var check fault.Check
	model, local := FromModel(post.Model), false
	for i, l := range c.Lines {
		l.Who = strings.TrimSpace(l.Who)
		k := KindOf(l.Kind)
		check.Require(k.Key != "", "lines", "There is no such kind of supervision")
		check.Require(slices.Contains([]string{Week, Month, Quarter, Agreed}, l.Per), "per-"+l.Kind, "%s: choose a week, a month, a quarter, or as agreed", k.Text)
		check.Require(l.Per == Agreed || l.Times >= 1 && l.Times <= 20, "times-"+l.Kind, "%s: the number must be from 1 to 20", k.Text)
		check.Require(len([]rune(l.Who)) <= 200, "who-"+l.Kind, "%s: the name must be at most 200 characters", k.Text)
		if l.Per == Agreed {
			l.Times = 0
		}
		was, ok := Plan{Lines: model}.Line(l.Kind)
		if l.Source = was.Source; !ok {
			l.Source = "Agreed locally"
		}
		local = local || !ok || was.Times != l.Times || was.Per != l.Per
		c.Lines[i] = l
	}
	local = local || len(c.Lines) != len(model)
	c.Why = strings.TrimSpace(c.Why)
	check.Require(len(c.Lines) > 0, "lines", "A plan has at least one line")
	check.Require(!c.From.IsZero(), "from", "Enter the first day of the plan")
	check.Require(c.From.IsZero() || !c.From.Before(last.FromDay), "from", "The plan before this one began on %s: the day can't be earlier", last.FromDay.Medium())
	check.Require(!local && c.Version == 0 || c.Why != "", "why", "Say why: the plan differs from that of the model, or follows another")
	check.Require(len([]rune(c.Why)) <= maxWords, "why", "This must be at most 2,000 characters")
	check.Require(last.Version == 0 || !reflect.DeepEqual(last.Lines, c.Lines) || last.FromDay != c.From, "lines", "This is the plan that stands already")
	if err := check.Err(); err != nil {
		return 0, err
	}
	body, err := json.Marshal(c.Lines)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec("INSERT INTO supervision_plan ("+planColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", tx.NewID(), c.Post, c.PCN, c.Version+1, c.From, string(body), c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("supervision plan", c.Post, "", c.PCN, "plan agreed from "+c.From.Medium())
	return c.Version + 1, err
}

// postIn gives a post of a network that is wholly within the scope.
func postIn(tx *gate.Tx, pcn, post string) (workforce.Post, error) {
	if !tx.Scope.WholeNetwork(pcn) {
		return workforce.Post{}, fault.Missing("post")
	}
	r, err := readerOf(tx)
	if err != nil {
		return workforce.Post{}, err
	}
	if r.hidden[post] {
		return workforce.Post{}, fault.Missing("post")
	}
	return workforce.PostByID(tx, pcn, post)
}

// Mentor is who is the GP mentor at a practice from a day on.
type Mentor struct {
	ID       string
	PCN      string `db:"pcn"`
	Practice string
	Name     string // "" when nobody is any more
	FromDay  calendar.Date
	Why      string
	ByName   string
	PlacedAt string `db:"-"` // the practice's name
}

// mentors gives who is the mentor at each practice of a network that ever had
// one, on a day, by the practice's code.
func mentors(tx *gate.Tx, pcn string, day calendar.Date) ([]Mentor, error) {
	list, err := db.All[Mentor](tx.Tx, "SELECT id, pcn, practice, name, from_day, why, by_name FROM supervision_mentor WHERE pcn = $1 AND from_day <= $2 ORDER BY practice, from_day DESC, at DESC, id DESC", pcn, day)
	if err != nil {
		return nil, err
	}
	var out []Mentor
	for _, m := range list {
		if len(out) > 0 && out[len(out)-1].Practice == m.Practice {
			continue
		}
		name, err := network.PlaceName(tx, access.Practice, m.Practice, day)
		if err != nil {
			return nil, err
		}
		m.PlacedAt = network.PlainName(name)
		out = append(out, m)
	}
	return out, nil
}

// NameMentor says who is the GP mentor at a practice from a day on; an empty
// name says that nobody is any more, with the reason. Faults name practice,
// from and why.
type NameMentor struct {
	PCN, Practice, Name string
	From                calendar.Date
	Why                 string
}

// Needs names the permission.
func (NameMentor) Needs() access.Permission { return access.NameMentor }

// Do writes it.
func (c NameMentor) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("network")
	}
	list, err := network.PracticesOf(tx, c.PCN, tx.Today())
	if err != nil {
		return false, err
	}
	c.Name, c.Why = strings.TrimSpace(c.Name), strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(slices.ContainsFunc(list, func(p network.Practice) bool { return p.Code == c.Practice }), "practice", "Choose a practice of the network")
	check.Require(len([]rune(c.Name)) <= 200, "name", "The name must be at most 200 characters")
	check.Require(!c.From.IsZero() && !c.From.After(tx.Today()), "from", "Enter from which day, today or in the past")
	check.Require(c.Name != "" || c.Why != "", "why", "Say why nobody is the mentor any more")
	check.Require(len([]rune(c.Why)) <= maxWords, "why", "This must be at most 2,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	_, err = tx.Exec("INSERT INTO supervision_mentor (id, pcn, practice, name, from_day, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", tx.NewID(), c.PCN, c.Practice, c.Name, c.From, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("GP mentor", c.Practice, "", c.PCN, "GP mentor of the practice")
	return true, err
}
