package workforce

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
	"footbridge/internal/policy"
)

// CredentialKinds are what a practitioner can show, with their names.
var CredentialKinds = [][2]string{
	{"registration", "Registration"}, {"qualification", "Qualification"}, {"experience", "Experience in mental health"},
	{"dbs", "DBS check"}, {"training", "Mandatory training"},
}

// Statuses are what a register can say about somebody.
var Statuses = []string{"Registered", "Registered with conditions", "Lapsed", "Suspended", "Removed"}

// Levels are the kinds of DBS check.
var Levels = []string{"Enhanced with barred lists", "Enhanced", "Standard", "Basic"}

// Credential is one thing that a practitioner can show.
type Credential struct {
	ID           string
	Practitioner string
	PCN          string `db:"pcn"`
	Kind         string
	Name         string // the register, the qualification, the course; for experience, where
	Number       string // of the registration or certificate
	Status       string // what the register says; the level of a DBS check
	FromDay      calendar.Date
	ExpiresOn    calendar.Date // the last day on which it holds; zero when it has none
	SeenBy       string
	SeenOn       calendar.Date
	RecordedAt   calendar.Instant
	ByID         string
	ByName       string
	EndedOn      calendar.Date
	EndedWhy     string
	EndedName    string
}

const fromCredential = `SELECT c.id, c.practitioner, c.pcn, c.kind, c.name, c.number, c.status, c.from_day, c.expires_on, c.seen_by, c.seen_on, c.recorded_at, c.by_id, c.by_name,
	e.ended_on, e.why AS ended_why, e.by_name AS ended_name FROM credential c LEFT JOIN credential_end e ON e.credential = c.id `

// KindName gives what it is in words.
func (c Credential) KindName() string {
	for _, k := range CredentialKinds {
		if k[0] == c.Kind {
			return k[1]
		}
	}
	return c.Kind
}

// Called names it: "Registration, NMC 18A1234E".
func (c Credential) Called() string {
	s := c.KindName()
	switch c.Kind {
	case "registration":
		return s + ", " + c.Name + " " + c.Number
	case "dbs":
		return s + ", " + c.Status
	}
	return s + ": " + c.Name
}

// On reports whether it holds on a day.
func (c Credential) On(day calendar.Date) bool {
	return !day.Before(c.FromDay) && (c.ExpiresOn.IsZero() || !day.After(c.ExpiresOn)) && (c.EndedOn.IsZero() || day.Before(c.EndedOn))
}

// State says in words how it stands on a day.
func (c Credential) State(day calendar.Date) string {
	return Competence{GainedOn: c.FromDay, ExpiresOn: c.ExpiresOn, EndedOn: c.EndedOn}.State(day)
}

// Warn gives the narrowest of the Warnings that a day is within, 0 for none.
func (c Credential) Warn(day calendar.Date) int {
	return Warn(Competence{GainedOn: c.FromDay, ExpiresOn: c.ExpiresOn, EndedOn: c.EndedOn}, day)
}

func credentials(tx *gate.Tx, practitioner string) ([]Credential, error) {
	return db.All[Credential](tx.Tx, fromCredential+"WHERE c.practitioner = $1 ORDER BY c.from_day DESC, c.id DESC", practitioner)
}

// registered reports whether a registration stands on a day: on the register,
// with conditions or without.
func registered(list []Credential, day calendar.Date) bool {
	return slices.ContainsFunc(list, func(c Credential) bool {
		return c.Kind == "registration" && c.On(day) && (c.Status == Statuses[0] || c.Status == Statuses[1])
	})
}

// EligibilityOf asks what a practitioner can show, and what every dated rule
// set says about the posts they hold.
type EligibilityOf struct{ PCN, Practitioner string }

// Group is what a practitioner can show of one kind, with what is missing.
type Group struct {
	Kind, Name string
	List       []Credential
	Missing    []string
}

// Standings is the answer.
type Standings struct {
	Practitioner Practitioner
	Post         Post // the latest in the network
	Detail       Detail
	Sentence     string
	Answers      []policy.EligibilityAnswer
	Registered   bool
	Prescriber   Standing
	Competences  int // that hold today
	Groups       []Group
	Rules        []Renewal
	Years        int // whole years in mental health, -1 when not recorded
	Today        calendar.Date
	Own          bool // the actor's own file: somebody else keeps it
}

// Needs names the permission.
func (EligibilityOf) Needs() access.Permission { return access.SeeCompetence }

// Ask reads it; somebody of another network is not found.
func (q EligibilityOf) Ask(_ context.Context, tx *gate.Tx) (Standings, error) {
	out := Standings{Today: tx.Today(), Years: -1}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("practitioner")
	}
	var err error
	if out.Practitioner, err = InNetwork(tx, q.PCN, q.Practitioner); err != nil {
		return out, err
	}
	out.Own = out.Practitioner.UserID != "" && out.Practitioner.UserID == tx.Actor.ID
	posts, err := db.All[Post](tx.Tx, "SELECT "+postColumns+" FROM post WHERE pcn = $1 AND practitioner = $2 ORDER BY from_day DESC, id DESC LIMIT 1", q.PCN, q.Practitioner)
	if err != nil || len(posts) == 0 {
		return out, err
	}
	if err := graded(tx, q.PCN, posts, out.Today); err != nil {
		return out, err
	}
	out.Post = posts[0]
	d, found, err := db.Maybe[Detail](tx.Tx, "SELECT "+detailColumns+" FROM post_version WHERE post = $1 ORDER BY version DESC LIMIT 1", out.Post.ID)
	if err != nil {
		return out, err
	}
	if !found {
		d = firstDetail(out.Post, out.Practitioner)
	}
	d.Band = out.Post.Band
	out.Detail = d
	list, err := credentials(tx, q.Practitioner)
	if err != nil {
		return out, err
	}
	out.Registered = registered(list, out.Today)
	out.Sentence = sentence(d, out.Practitioner.RoleType, out.Registered)
	role, _ := policy.RoleOf(out.Practitioner.RoleType)
	kind, known := RoleTypeOf(d.RoleKey)
	if known {
		role = kind.Policy
	}
	out.Answers = policy.Eligible(role, policy.Band(d.Band), out.Registered, out.Today)
	if out.Prescriber, err = CompetenceOn(tx, q.Practitioner, Prescriber, out.Today); err != nil {
		return out, err
	}
	held, err := db.All[Competence](tx.Tx, fromCompetence+"WHERE c.practitioner = $1", q.Practitioner)
	if err != nil {
		return out, err
	}
	for _, c := range held {
		if c.On(out.Today) {
			out.Competences++
		}
	}
	if out.Rules, err = renewals(tx, q.PCN); err != nil {
		return out, err
	}
	out.Groups = grouped(list, out.Rules, kind, out.Today)
	for _, c := range list {
		if c.Kind == "experience" && c.On(out.Today) {
			out.Years = max(out.Years, c.FromDay.Age(out.Today))
		}
	}
	tx.Listed("credential", q.PCN+" "+q.Practitioner, len(list))
	return out, nil
}

// grouped puts what somebody can show under its kinds, and says what is not
// there: a registration that the role has, a DBS check, each training.
func grouped(list []Credential, rules []Renewal, role RoleType, day calendar.Date) []Group {
	var out []Group
	for _, k := range CredentialKinds {
		g := Group{Kind: k[0], Name: k[1]}
		holds := map[string]bool{}
		for _, c := range list {
			if c.Kind == k[0] {
				g.List = append(g.List, c)
				if c.On(day) {
					holds[strings.ToLower(c.Name)], holds[""] = true, true
				}
			}
		}
		switch k[0] {
		case "registration":
			for _, b := range role.Registers {
				if !holds[strings.ToLower(string(b))] {
					g.Missing = append(g.Missing, b.Name()+" ("+string(b)+")")
				}
			}
		case "training":
			for _, r := range rules {
				if r.Kind == "training" && !holds[strings.ToLower(r.Name)] {
					g.Missing = append(g.Missing, r.Name)
				}
			}
		default:
			if !holds[""] {
				g.Missing = append(g.Missing, k[1])
			}
		}
		out = append(out, g)
	}
	return out
}

// AddCredential records what somebody can show. An expiry that is left empty
// is worked out from the network's own rule for a DBS check or a training.
// Nobody records their own. Faults name kind, name, number, status, from,
// expires, seen and seenon. It answers with the id.
type AddCredential struct {
	PCN, Practitioner          string
	Kind, Name, Number, Status string
	From, Expires              calendar.Date
	SeenBy                     string
	SeenOn                     calendar.Date
}

// Needs names the permission.
func (AddCredential) Needs() access.Permission { return access.KeepCompetence }

// Do checks and writes.
func (c AddCredential) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("practitioner")
	}
	p, err := InNetwork(tx, c.PCN, c.Practitioner)
	if err != nil {
		return "", err
	}
	if p.UserID != "" && p.UserID == tx.Actor.ID {
		return "", fault.Refused("Somebody else has to record this about you")
	}
	c.Name, c.Number, c.SeenBy = strings.TrimSpace(c.Name), strings.TrimSpace(c.Number), strings.TrimSpace(c.SeenBy)
	var check fault.Check
	check.Require(slices.ContainsFunc(CredentialKinds, func(k [2]string) bool { return k[0] == c.Kind }), "kind", "Choose what it is")
	switch c.Kind {
	case "registration":
		body := nhs.Body(c.Name)
		if body.Name() == "" {
			check.Fail("name", "Choose the register")
		} else {
			var ok bool
			c.Number, ok = nhs.RegistrationNumber(body, c.Number)
			check.Require(ok, "number", "This is no number of the %s: it looks like %s", body.Name(), body.Example())
		}
		check.Require(slices.Contains(Statuses, c.Status), "status", "Choose what the register says")
		check.Require(!c.Expires.IsZero(), "expires", "Enter the day on which the registration is renewed")
	case "dbs":
		c.Name = "DBS check"
		check.Require(slices.Contains(Levels, c.Status), "status", "Choose the level of the check")
	default:
		c.Status = ""
		check.Require(c.Name != "" && len([]rune(c.Name)) <= 200, "name", "Enter what it is, at most 200 characters")
	}
	check.Require(len([]rune(c.Number)) <= 50, "number", "The number must be at most 50 characters")
	check.Require(!c.From.IsZero(), "from", "Enter the day from which it holds")
	check.Require(!c.From.After(tx.Today()), "from", "The day must be today or in the past")
	if c.Expires.IsZero() && (c.Kind == "dbs" || c.Kind == "training") && !c.From.IsZero() {
		rules, err := renewals(tx, c.PCN)
		if err != nil {
			return "", err
		}
		for _, r := range rules {
			if r.Kind == c.Kind && (r.Kind == "dbs" || strings.EqualFold(r.Name, c.Name)) && r.Months > 0 {
				c.Expires = c.From.AddMonths(r.Months).AddDays(-1)
			}
		}
	}
	check.Require(c.Expires.IsZero() || !c.Expires.Before(c.From), "expires", "It can’t end before it begins")
	check.Require(len([]rune(c.SeenBy)) <= 200, "seen", "Who saw it must be at most 200 characters")
	check.Require(c.SeenBy == "" || !c.SeenOn.IsZero(), "seenon", "Enter the day on which it was seen")
	check.Require(c.SeenOn.IsZero() || c.SeenBy != "", "seen", "Say who saw it")
	check.Require(!c.SeenOn.After(tx.Today()), "seenon", "The day must be today or in the past")
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("credential", id, "", c.PCN, "recorded for "+p.Name+": "+c.Kind)
	_, err = tx.Exec("INSERT INTO credential (id, practitioner, pcn, kind, name, number, status, from_day, expires_on, seen_by, seen_on, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)",
		id, c.Practitioner, c.PCN, c.Kind, c.Name, c.Number, c.Status, c.From, maybe(c.Expires), c.SeenBy, maybe(c.SeenOn), tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// EndCredential says that something no longer holds, or was entered in error,
// from a day on. It stays readable.
type EndCredential struct {
	PCN, Practitioner, ID string
	From                  calendar.Date
	Why                   string
}

// Needs names the permission.
func (EndCredential) Needs() access.Permission { return access.KeepCompetence }

// Do checks and writes.
func (c EndCredential) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("record")
	}
	x, err := db.One[Credential](tx.Tx, "record", fromCredential+"WHERE c.id = $1 AND c.practitioner = $2", c.ID, c.Practitioner)
	if err != nil {
		return false, err
	}
	p, err := InNetwork(tx, c.PCN, x.Practitioner)
	if err != nil {
		return false, fault.Missing("record")
	}
	if p.UserID != "" && p.UserID == tx.Actor.ID {
		return false, fault.Refused("Somebody else has to record this about you")
	}
	if !x.EndedOn.IsZero() {
		return false, fault.Moved("%s ended it already, from %s", x.EndedName, x.EndedOn.Medium())
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(!c.From.IsZero(), "from", "Enter the first day on which it no longer holds")
	check.Require(c.From.IsZero() || !c.From.Before(x.FromDay), "from", "It holds from %s: the day can’t be earlier", x.FromDay.Medium())
	check.Require(c.Why != "" && len([]rune(c.Why)) <= 500, "why", "Say why, in at most 500 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("credential", x.ID, "", c.PCN, "ended")
	_, err = tx.Exec("INSERT INTO credential_end (credential, ended_on, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6)", x.ID, c.From, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return true, err
}
