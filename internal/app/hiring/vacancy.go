package hiring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Vacancy is a place that is to be filled.
type Vacancy struct {
	ID           string
	PCN          string `db:"pcn"`
	Provider     string
	Title        string
	RoleKey      string
	Service      string
	Band         string
	WTEPercent   int `db:"wte_percent"`
	Model        network.Model
	Basis        string // "entitlement" or "hand"
	Why          string
	State        State
	Version      int
	ClosesOn     calendar.Date // the last day for applications
	RetainUntil  calendar.Date // the day from which applications are deleted
	Numbered     int           // applications so far
	Chosen       string        // the application that was offered the post
	Practitioner string        // who started
	MadeAt       calendar.Instant
	ByID         string
	ByName       string
}

const vacancyColumns = "id, pcn, provider, title, role_key, service, band, wte_percent, model, basis, why, state, version, closes_on, retain_until, numbered, chosen, practitioner, made_at, by_id, by_name"

// Role gives the kind of professional.
func (v Vacancy) Role() workforce.RoleType { r, _ := workforce.RoleTypeOf(v.RoleKey); return r }

// ServiceWords names whom the post is for.
func (v Vacancy) ServiceWords() string { return workforce.Detail{Service: v.Service}.ServiceWords() }

// Event is a step that a vacancy took.
type Event struct {
	Vacancy            string
	Version            int
	FromState, ToState State
	Why                string
	At                 calendar.Instant
	ByID, ByName       string
}

const eventColumns = "vacancy, version, from_state, to_state, why, at, by_id, by_name"

// mayRun says whether the actor runs the hiring of a network.
func mayRun(tx *gate.Tx, pcn string) bool {
	return tx.Actor.May(access.RunHiring) && tx.Actor.Scope(access.RunHiring).WholeNetwork(pcn)
}

// running gives a vacancy whose hiring the actor runs; any other is not found.
func running(tx *gate.Tx, id string) (Vacancy, error) {
	v, err := db.One[Vacancy](tx.Tx, "vacancy", "SELECT "+vacancyColumns+" FROM vacancy WHERE id = $1", id)
	if err == nil && !mayRun(tx, v.PCN) {
		return Vacancy{}, fault.Missing("vacancy")
	}
	return v, err
}

// tasks gives what the actor does for a vacancy: "shortlist", "panel".
func tasks(tx *gate.Tx, id string) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT task FROM vacancy_member WHERE vacancy = $1 AND user_id = $2 ORDER BY task", id, tx.Actor.ID)
}

// taking gives a vacancy in which the actor takes part: whoever runs the
// hiring, and those who were named for a task and work in the network still.
func taking(tx *gate.Tx, id string) (Vacancy, []string, error) {
	v, err := db.One[Vacancy](tx.Tx, "vacancy", "SELECT "+vacancyColumns+" FROM vacancy WHERE id = $1", id)
	if err != nil {
		return v, nil, err
	}
	mine, err := tasks(tx, id)
	if err == nil && (!tx.Scope.InNetwork(v.PCN) || !mayRun(tx, v.PCN) && len(mine) == 0) {
		return Vacancy{}, nil, fault.Missing("vacancy")
	}
	return v, mine, err
}

// move takes a vacancy to another state. It has checked the version and the
// table of states; what else has to be so is the caller's.
func move(tx *gate.Tx, v *Vacancy, version int, to State, why string) error {
	if v.Version != version {
		return fault.Moved("Somebody else moved this vacancy on: it is now “%s”. Nothing was done", strings.ToLower(v.State.Words()))
	}
	if !May(v.State, to) {
		return fault.Moved("From “%s” it can’t go to “%s”", strings.ToLower(v.State.Words()), strings.ToLower(to.Words()))
	}
	from := v.State
	v.State, v.Version = to, v.Version+1
	if _, err := tx.Exec("UPDATE vacancy SET state = $1, version = $2, closes_on = $3, chosen = $4, practitioner = $5 WHERE id = $6", v.State, v.Version, maybe(v.ClosesOn), v.Chosen, v.Practitioner, v.ID); err != nil {
		return err
	}
	tx.TouchedAt("vacancy", v.ID, "", v.PCN, string(from)+" to "+string(to))
	return event(tx, v, from, why)
}

func event(tx *gate.Tx, v *Vacancy, from State, why string) error {
	_, err := tx.Exec("INSERT INTO vacancy_event ("+eventColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", v.ID, v.Version, from, v.State, why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

func maybe(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// OpenVacancy begins to fill a place. Basis is "entitlement" when the rule in
// force gives the network more posts than it has, else "hand", with a reason.
// Faults name role, model, provider, service, band, wte, basis, why and
// retain. It answers with the id.
type OpenVacancy struct {
	PCN               string
	RoleKey, Provider string
	Model             network.Model
	Service, Band     string
	WTEPercent        int
	Basis, Why        string
	RetainUntil       calendar.Date
}

// Needs names the permission.
func (OpenVacancy) Needs() access.Permission { return access.RunHiring }

// Do checks and writes the vacancy with a first text.
func (c OpenVacancy) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	role, ok := workforce.RoleTypeOf(c.RoleKey)
	check.Require(ok, "role", "Choose what the practitioner is")
	workforce.CheckTerms(tx, &check, c.Model, c.Provider, c.Service, c.Band, c.WTEPercent)
	check.Require(c.Basis == "entitlement" || c.Basis == "hand", "basis", "Choose why the place is to be filled")
	check.Require(c.Basis != "hand" || c.Why != "", "why", "Give a reason")
	check.Require(len([]rune(c.Why)) <= 500, "why", "The reason must be at most 500 characters")
	check.Require(c.RetainUntil.After(tx.Today()) && !c.RetainUntil.After(tx.Today().AddYears(3)), "retain", "Enter a day in the future, at most three years ahead, on which applications are deleted")
	if c.Basis == "entitlement" && check.Err() == nil {
		if c.Model == network.Independent {
			check.Fail("basis", "An independently employed post is outside the entitlement: give a reason by hand")
		} else {
			g, err := gap(tx, c.PCN)
			if err != nil {
				return "", err
			}
			check.Require(g.Open > 0, "basis", "%s", g.Sentence)
			c.Why = g.Sentence
		}
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	v := Vacancy{ID: tx.NewID(), State: Drafted, Version: 1}
	if _, err := tx.Exec("INSERT INTO vacancy ("+vacancyColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,1,NULL,$13,0,'','',$14,$15,$16)",
		v.ID, c.PCN, c.Provider, role.Name+", band "+c.Band, c.RoleKey, c.Service, c.Band, c.WTEPercent, c.Model, c.Basis, c.Why, Drafted, c.RetainUntil, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	if err := writeText(tx, v.ID, 1, Assemble(role, c.Model, c.Service, c.Band, tx.Today())); err != nil {
		return "", err
	}
	tx.TouchedAt("vacancy", v.ID, "", c.PCN, "opened")
	return v.ID, event(tx, &v, "", c.Why)
}

// Gap is what the entitlement leaves open. Open is in hundredths of a
// whole-time equivalent.
type Gap struct {
	Figure   float64
	Held     int // per cent of full time, jointly funded, today
	Open     int
	Sentence string
	Known    bool // the registered patients of the network are known
}

func gap(tx *gate.Tx, pcn string) (Gap, error) {
	var g Gap
	held, err := workforce.HeldBetween(tx, pcn, tx.Today(), tx.Today())
	if err != nil {
		return g, err
	}
	for _, h := range held {
		if h.Model != network.Independent {
			g.Held += h.WTEPercent
		}
	}
	d, err := network.NetworkAt{PCN: pcn, At: tx.Today()}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		g.Sentence = "The network’s registered patients are not known here: give a reason by hand"
		return g, nil
	}
	if err != nil {
		return g, err
	}
	for _, a := range d.Rules.Answers {
		if a.Applies {
			g.Figure, g.Known = float64(a.Posts.Min), true
			g.Sentence = a.Sentence
		}
	}
	for _, a := range d.Versions { // newest first
		if !a.FromDay.After(tx.Today()) {
			g.Figure, g.Known = a.Figure, true
			g.Sentence = fmt.Sprintf("The network follows %v posts (%s)", a.Figure, a.DecidedBy)
			break
		}
	}
	if !g.Known {
		g.Sentence = "No rule in force gives a number of posts today: give a reason by hand"
		return g, nil
	}
	g.Open = int(g.Figure*100+0.5) - g.Held
	g.Sentence += fmt.Sprintf("; %d per cent of full time is in post", g.Held)
	if g.Open <= 0 {
		g.Sentence += ", so nothing is open: give a reason by hand, for example that the provider agrees to more"
	}
	return g, nil
}

// Entitled asks what the entitlement of a network leaves open today.
type Entitled struct{ PCN string }

// Needs names the permission.
func (Entitled) Needs() access.Permission { return access.RunHiring }

// Ask answers.
func (q Entitled) Ask(_ context.Context, tx *gate.Tx) (Gap, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return Gap{}, fault.Missing("network")
	}
	g, err := gap(tx, q.PCN)
	tx.Listed("post", q.PCN+" against the entitlement", 1)
	return g, err
}

// Advertise fixes the specification and says until when people may apply.
// Faults name closes.
type Advertise struct {
	Vacancy  string
	Version  int
	ClosesOn calendar.Date
}

// Needs names the permission.
func (Advertise) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c Advertise) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	var check fault.Check
	check.Require(!c.ClosesOn.IsZero() && !c.ClosesOn.Before(tx.Today()), "closes", "Enter the last day for applications, today or later")
	check.Require(c.ClosesOn.IsZero() || c.ClosesOn.Before(v.RetainUntil), "closes", "It must be before %s, when applications are deleted", v.RetainUntil.Medium())
	if err := check.Err(); err != nil {
		return false, err
	}
	v.ClosesOn = c.ClosesOn
	return true, move(tx, &v, c.Version, Advertised, "Applications until "+c.ClosesOn.Medium())
}

// Step moves a vacancy on: to closed, shortlisted, interviewed (also when an
// offer is declined), checks, withdrawn or unfilled. Faults name why.
type Step struct {
	Vacancy string
	Version int
	To      State
	Why     string
}

// Needs names the permission.
func (Step) Needs() access.Permission { return access.RunHiring }

// Do checks what has to be so, and moves it.
func (c Step) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	c.Why = strings.TrimSpace(c.Why)
	if c.To == Advertised || c.To == Offered || c.To == Started || c.To == Drafted {
		return false, fault.Wrong("to", "This step has a form of its own")
	}
	declined := v.State == Offered && c.To == Interviewed
	if (c.To == Withdrawn || c.To == Unfilled || declined) && (c.Why == "" || len([]rune(c.Why)) > 500) {
		return false, fault.Wrong("why", "Say why, in at most 500 characters")
	}
	if v.Version == c.Version && May(v.State, c.To) {
		apps, err := applications(tx, v.ID)
		if err != nil {
			return false, err
		}
		count := func(states ...string) (n int) {
			for _, a := range apps {
				if slices.Contains(states, a.State) {
					n++
				}
			}
			return n
		}
		switch {
		case c.To == Closed:
			members, err := membersOf(tx, v.ID)
			if err != nil {
				return false, err
			}
			if n := len(members["shortlist"]); n != 2 {
				return false, fault.Moved("Two people shortlist; %d are named. Name them first", n)
			}
			if count("in") == 0 {
				return false, fault.Moved("Nobody has applied. Wait, or say that it was not filled")
			}
		case c.To == Shortlisted:
			if n := count("in"); n > 0 {
				return false, fault.Moved("%d of the applications are not decided yet", n)
			}
			if count("shortlisted") == 0 {
				return false, fault.Moved("Nobody is to be interviewed. Say that it was not filled")
			}
		case c.To == Interviewed && !declined:
			if n := count("shortlisted"); n > 0 {
				return false, fault.Moved("%d of those shortlisted are not decided yet", n)
			}
		case declined:
			if _, err := tx.Exec("UPDATE application SET state = 'declined' WHERE id = $1", v.Chosen); err != nil {
				return false, err
			}
			v.Chosen = ""
		}
	}
	return true, move(tx, &v, c.Version, c.To, c.Why)
}

// Offer offers the post to one who was found appointable.
type Offer struct {
	Vacancy string
	Version int
	Number  int
}

// Needs names the permission.
func (Offer) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c Offer) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	a, err := applicationBy(tx, v.ID, c.Number)
	if err != nil {
		return false, err
	}
	if a.State != "appointable" {
		return false, fault.Wrong("number", "Choose one who was found appointable")
	}
	v.Chosen = a.ID
	if err := move(tx, &v, c.Version, Offered, fmt.Sprintf("Offered to candidate %d", a.Number)); err != nil {
		return false, err
	}
	_, err = tx.Exec("UPDATE application SET state = 'offered' WHERE id = $1", a.ID)
	return true, err
}

// CheckItems are what is checked before somebody starts.
var CheckItems = []string{"Registration", "DBS check", "References", "Right to work", "Occupational health"}

// DoneCheck is a check that was done, or found not to be needed, in words.
type DoneCheck struct {
	Vacancy string
	Item    string
	DoneOn  calendar.Date
	Words   string
	At      calendar.Instant
	ByName  string
}

// NoteCheck writes down that a check is done. Faults name item, on and words.
type NoteCheck struct {
	Vacancy, Item string
	On            calendar.Date
	Words         string
}

// Needs names the permission.
func (NoteCheck) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c NoteCheck) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	if v.State != Checks {
		return false, fault.Moved("Checks are done between the offer and the start")
	}
	c.Words = strings.TrimSpace(c.Words)
	var check fault.Check
	check.Require(slices.Contains(CheckItems, c.Item), "item", "Choose the check")
	check.Require(!c.On.IsZero() && !c.On.After(tx.Today()), "on", "Enter the day, today or in the past")
	check.Require(c.Words != "" && len([]rune(c.Words)) <= 200, "words", "Say what was seen, or why the check isn’t needed, in at most 200 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("DELETE FROM vacancy_check WHERE vacancy = $1 AND item = $2", v.ID, c.Item); err != nil {
		return false, err
	}
	_, err = tx.Exec("INSERT INTO vacancy_check (vacancy, item, done_on, words, at, by_name) VALUES ($1,$2,$3,$4,$5,$6)", v.ID, c.Item, c.On, c.Words, tx.Now, tx.Actor.Name)
	tx.TouchedAt("vacancy", v.ID, "", v.PCN, "check: "+c.Item)
	return true, err
}

func checksOf(tx *gate.Tx, vacancy string) ([]DoneCheck, error) {
	return db.All[DoneCheck](tx.Tx, "SELECT vacancy, item, done_on, words, at, by_name FROM vacancy_check WHERE vacancy = $1 ORDER BY item", vacancy)
}

// Start puts whoever was chosen in post: the practitioner, the post and the
// induction are made in one step. Faults name name, from, mentor and those of
// workforce.Appoint. It answers with the practitioner.
type Start struct {
	Vacancy       string
	Version       int
	Name, UserID  string
	From          calendar.Date
	Does, DoesNot string
	Mentor        string
	SupervisionOn calendar.Date
}

// Needs names the permission.
func (Start) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c Start) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return "", err
	}
	done, err := checksOf(tx, v.ID)
	if err != nil {
		return "", err
	}
	if v.State == Checks && len(done) < len(CheckItems) {
		return "", fault.Moved("%d of the %d checks are done. All come before the start", len(done), len(CheckItems))
	}
	if !May(v.State, Started) || v.Version != c.Version {
		return "", move(tx, &v, c.Version, Started, "")
	}
	id, err := workforce.Appoint{UserID: c.UserID, Name: c.Name, RoleType: v.Role().Name, Does: c.Does, DoesNot: c.DoesNot, PCN: v.PCN, Provider: v.Provider, Model: v.Model, Service: v.Service, Band: v.Band, WTEPercent: v.WTEPercent, From: c.From}.Do(ctx, tx)
	if err != nil {
		return "", err
	}
	v.Practitioner = id
	if err := move(tx, &v, c.Version, Started, "First day "+c.From.Medium()); err != nil {
		return "", err
	}
	if _, err := tx.Exec("UPDATE application SET state = 'started' WHERE id = $1", v.Chosen); err != nil {
		return "", err
	}
	_, err = beginInduction(tx, v.PCN, id, strings.TrimSpace(c.Name), v.Model, c.From, c.Mentor, c.SupervisionOn)
	return id, err
}

// Member is somebody who shortlists or interviews.
type Member struct{ Vacancy, Task, UserID, Name string }

func membersOf(tx *gate.Tx, vacancy string) (map[string][]Member, error) {
	list, err := db.All[Member](tx.Tx, "SELECT vacancy, task, user_id, name FROM vacancy_member WHERE vacancy = $1 ORDER BY task, name, user_id", vacancy)
	out := map[string][]Member{}
	for _, m := range list {
		out[m.Task] = append(out[m.Task], m)
	}
	return out, err
}

// working lists who can be named for a task: everybody who works for the
// network.
func working(tx *gate.Tx, pcn string) ([]account.Colleague, error) {
	practices, err := network.PracticesOf(tx, pcn, tx.Today())
	if err != nil {
		return nil, err
	}
	var codes, providers []string
	for _, p := range practices {
		codes = append(codes, p.Code)
	}
	a, err := network.AgreementOn(tx, pcn, tx.Today())
	if err == nil {
		providers = append(providers, a.Provider)
	} else if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return account.WorkingIn(tx, pcn, codes, providers)
}

// SetMembers says who shortlists (two people) or interviews (two to five). It
// can’t change any more once somebody has given marks. Whoever entered an
// application has seen a name and can’t shortlist. Faults name the task.
type SetMembers struct {
	Vacancy, Task string
	Users         []string
}

// Needs names the permission.
func (SetMembers) Needs() access.Permission { return access.RunHiring }

// Do checks and writes.
func (c SetMembers) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := running(tx, c.Vacancy)
	if err != nil {
		return false, err
	}
	if v.State.Over() {
		return false, fault.Moved("This vacancy is over")
	}
	if err := noMarks(tx, v.ID, c.Task); err != nil {
		return false, err
	}
	people, err := working(tx, v.PCN)
	if err != nil {
		return false, err
	}
	slices.Sort(c.Users)
	c.Users = slices.Compact(c.Users)
	var check fault.Check
	switch c.Task {
	case "shortlist":
		check.Require(len(c.Users) == 2, c.Task, "Choose two people")
		seen, err := db.All[string](tx.Tx, "SELECT DISTINCT by_id FROM application WHERE vacancy = $1", v.ID)
		if err != nil {
			return false, err
		}
		for _, u := range c.Users {
			check.Require(!slices.Contains(seen, u), c.Task, "Whoever entered applications has seen names and can’t shortlist")
		}
	case "panel":
		check.Require(len(c.Users) >= 2 && len(c.Users) <= 5, c.Task, "Choose two to five people")
	default:
		check.Fail("task", "Choose the task")
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	for _, u := range c.Users {
		check.Require(names[u] != "", c.Task, "Choose people who work for this network")
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("DELETE FROM vacancy_member WHERE vacancy = $1 AND task = $2", v.ID, c.Task); err != nil {
		return false, err
	}
	for _, u := range c.Users {
		if _, err := tx.Exec("INSERT INTO vacancy_member (vacancy, task, user_id, name) VALUES ($1,$2,$3,$4)", v.ID, c.Task, u, names[u]); err != nil {
			return false, err
		}
	}
	tx.TouchedAt("vacancy", v.ID, "", v.PCN, c.Task+": "+fmt.Sprint(len(c.Users))+" people named")
	return true, nil
}
