package liaison

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

// The states of an ask; docs/states.md has the moves.
const (
	Asked       = "asked"
	Accepted    = "accepted"
	Returned    = "returned"
	AskAnswered = "answered"
	AskEnded    = "ended"
)

// Request is one ask: what a member of the team is asked to do, until when.
// It has an owner at every moment, a role or somebody by name.
type Request struct {
	ID            string
	PCN           string `db:"pcn"`
	Practice      string // of the person, or of whoever asks
	Person        string // "" for nobody
	Question      string
	OwnerRole     access.Role // "" when the owner is somebody by name
	OwnerPractice string      // of a role that is held at a practice
	OwnerUser     string
	OwnerName     string
	DueOn         calendar.Date
	AskedBy       string
	AskedName     string
	AskedRole     access.Role
	AskedAt       calendar.Instant
	State         string
	AcceptedName  string
	AcceptedAt    calendar.Instant
	ReturnedWhy   string // of the last return
	Answer        string // or why it ended without one
	Told, Untold  string
	EndedName     string
	EndedAt       calendar.Instant
	Version       int
}

const askColumns = "id, pcn, practice, person, question, owner_role, owner_practice, owner_user, owner_name, due_on, asked_by, asked_name, asked_role, asked_at, state, accepted_name, accepted_at, returned_why, answer, told, untold, ended_name, ended_at, version"

// Live reports whether it still waits for somebody.
func (r Request) Live() bool { return r.State != AskAnswered && r.State != AskEnded }

// Late reports whether its day has passed.
func (r Request) Late(today calendar.Date) bool { return r.Live() && r.DueOn.Before(today) }

// Standing says in a word or two where it is.
func (r Request) Standing() string {
	switch r.State {
	case Asked:
		return "Asked"
	case Accepted:
		return "Accepted"
	case Returned:
		return "Came back"
	case AskAnswered:
		return "Answered"
	}
	return "Ended"
}

// Colour is the colour of the standing's tag.
func (r Request) Colour() string {
	return map[string]string{"Asked": "yellow", "Accepted": "purple", "Came back": "orange", "Answered": "green", "Ended": "grey"}[r.Standing()]
}

// mine reports whether the actor is the owner: by name, or by a role where it
// is held.
func (r Request) mine(a access.Actor) bool {
	if r.OwnerUser != "" {
		return r.OwnerUser == a.ID
	}
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Role == r.OwnerRole && (r.OwnerPractice == "" && slices.Contains(g.Networks, r.PCN) || r.OwnerPractice != "" && g.Code == r.OwnerPractice)
	})
}

// business reports whether the actor may read an ask about somebody in their
// scope: who owns it, who asked, and those who read care records.
func (r Request) business(tx *gate.Tx) bool {
	return r.mine(tx.Actor) || r.AskedBy == tx.Actor.ID || r.OwnerUser == tx.Actor.ID ||
		tx.Actor.May(access.SeeCare) && (r.Person != "" || tx.Scope.WholeNetwork(r.PCN))
}

// AskItem is an ask as a list shows it.
type AskItem struct {
	Request
	Who  *person.Person
	Mine bool // the actor owns it
	Sent bool // the actor asked it
	Late bool
}

// Doers are the roles that can be asked, in the order of the form. Reception
// and clinicians are asked at one practice.
var Doers = []access.Role{access.Pharmacist, access.LinkWorker, access.Coordinator, access.Clinician, access.Reception, access.Practitioner}

// Owned names the owner of an ask: a role with where it is held, or somebody.
// In a form it is one value: "role", "role@practice" or "user:id".
type Owned struct {
	Value string
	Text  string
	Role  access.Role
	Code  string // of the practice
	User  string
}

// RoleWords is what a role is called when it is asked.
var RoleWords = map[access.Role]string{
	access.Pharmacist: "The PCN clinical pharmacist", access.LinkWorker: "The social prescribing link worker", access.Coordinator: "The care coordinator",
	access.Clinician: "A GP or nurse", access.Reception: "Reception", access.Practitioner: "A mental health practitioner",
}

// owners gives who can own an ask in a network: only roles that somebody holds
// there, so that no ask waits for nobody. About a person of a practice, roles
// of other practices are left out: they could not open the record.
func owners(tx *gate.Tx, pcn, practice string) ([]Owned, error) {
	practices, err := network.PracticesOf(tx, pcn, tx.Today())
	if err != nil {
		return nil, err
	}
	if practice != "" {
		practices = slices.DeleteFunc(practices, func(p network.Practice) bool { return p.Code != practice })
	}
	var codes []string
	names := map[string]string{}
	for _, p := range practices {
		codes = append(codes, p.Code)
		names[p.Code] = p.Name
	}
	all, err := account.Colleagues(tx, pcn, codes, Doers)
	if err != nil {
		return nil, err
	}
	var out []Owned
	for _, role := range Doers {
		for _, c := range all {
			if c.Role != role {
				continue
			}
			o := Owned{Value: string(role), Text: RoleWords[role], Role: role}
			if account.PlaceOf(role) == access.Practice {
				o.Value, o.Text, o.Code = string(role)+"@"+c.Code, RoleWords[role]+", "+names[c.Code], c.Code
			}
			if !slices.ContainsFunc(out, func(x Owned) bool { return x.Value == o.Value }) {
				out = append(out, o)
			}
		}
	}
	for _, c := range all {
		o := Owned{Value: "user:" + c.ID, Text: c.Name, User: c.ID}
		if !slices.ContainsFunc(out, func(x Owned) bool { return x.Value == o.Value }) {
			out = append(out, o)
		}
	}
	return out, nil
}

// own sets the owner of an ask from a value of the form.
func (r *Request) own(tx *gate.Tx, check *fault.Check, value string) error {
	practice := ""
	if r.Person != "" {
		practice = r.Practice
	}
	list, err := owners(tx, r.PCN, practice)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(o Owned) bool { return o.Value == value })
	if i < 0 {
		check.Fail("owner", "Choose who is asked. A role stands in the list when somebody in the network signs in with it")
		return nil
	}
	o := list[i]
	r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName = o.Role, o.Code, o.User, o.Text
	return nil
}

func due(check *fault.Check, tx *gate.Tx, day calendar.Date) {
	check.Require(!day.IsZero(), "due", "Enter the day by which it is needed")
	check.Require(day.IsZero() || !day.Before(tx.Today()), "due", "The day must be today or later")
}

// GiveAsk asks a member of the team to do something, about a person or about
// nobody in particular. It answers with the ask's id.
//
// Faults name the fields owner, question and due.
type GiveAsk struct {
	PCN      string
	Person   string
	Owner    string // a value of AskForm's owners
	Question string
	DueOn    calendar.Date
}

// Needs names the permission.
func (GiveAsk) Needs() access.Permission { return access.Asks }

// Do checks and writes.
func (c GiveAsk) Do(_ context.Context, tx *gate.Tx) (string, error) {
	r, p, err := beginAsk(tx, c.PCN, c.Person)
	if err != nil {
		return "", err
	}
	var check fault.Check
	text(&check, &c.Question, "question", "Write what you ask for")
	due(&check, tx, c.DueOn)
	if p != nil {
		check.Require(p.Died.IsZero(), "question", "%s has died", p.Name())
	}
	if err := r.own(tx, &check, c.Owner); err != nil {
		return "", err
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	r.ID, r.Question, r.DueOn, r.AskedBy, r.AskedName, r.AskedAt, r.State, r.Version = tx.NewID(), c.Question, c.DueOn, tx.Actor.ID, tx.Actor.Name, tx.Now, Asked, 1
	if i := slices.IndexFunc(tx.Actor.Grants, func(g access.Grant) bool { return access.Allows(g.Role, access.Asks) }); i >= 0 {
		r.AskedRole = tx.Actor.Grants[i].Role
	}
	if _, err := tx.Exec("INSERT INTO ask ("+askColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,'asked','',NULL,'','','','','',NULL,1)",
		r.ID, r.PCN, r.Practice, r.Person, r.Question, r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName, r.DueOn, r.AskedBy, r.AskedName, r.AskedRole, r.AskedAt); err != nil {
		return "", err
	}
	tx.TouchedAt("ask", r.ID, r.Person, r.PCN, "asked of "+r.OwnerName)
	return r.ID, noted(tx, "ask", r.ID, "asked of "+r.OwnerName+", by "+r.DueOn.Medium(), "")
}

// beginAsk gives an ask that names its network, its practice and its person.
func beginAsk(tx *gate.Tx, pcn, personID string) (Request, *person.Person, error) {
	r := Request{PCN: pcn, Practice: homePractice(tx, "")}
	if personID == "" {
		if !tx.Scope.InNetwork(pcn) {
			return r, nil, fault.Missing("network")
		}
		return r, nil, nil
	}
	p, err := person.Load(tx, personID)
	if err != nil {
		return r, nil, err
	}
	if p.PCN == "" {
		return r, nil, fault.Refused("This person’s practice is in no network, so there is no team to ask")
	}
	r.PCN, r.Practice, r.Person = p.PCN, p.Practice, p.ID
	return r, &p, nil
}

// AskForm asks for what the form of an ask needs.
type AskForm struct{ PCN, Person string }

// AskSheet is the answer to AskForm.
type AskSheet struct {
	Person *person.Person
	Owners []Owned
}

// Needs names the permission.
func (AskForm) Needs() access.Permission { return access.Asks }

// Ask gathers it.
func (q AskForm) Ask(_ context.Context, tx *gate.Tx) (AskSheet, error) {
	var out AskSheet
	r, p, err := beginAsk(tx, q.PCN, q.Person)
	if err != nil {
		return out, err
	}
	practice := ""
	if out.Person = p; p != nil {
		practice = p.Practice
		tx.Saw(p.ID, "the form of an ask")
	} else {
		tx.Nobody("a form about nobody")
	}
	out.Owners, err = owners(tx, r.PCN, practice)
	return out, err
}

// loadAsk gives an ask that the actor owns or gave, or, for those who read
// care records, about a person in their scope; any other is not found.
func loadAsk(tx *gate.Tx, id string) (Request, *person.Person, error) {
	r, err := db.One[Request](tx.Tx, "ask", "SELECT "+askColumns+" FROM ask WHERE id = $1", id)
	if err != nil {
		return r, nil, err
	}
	if r.Person != "" {
		p, err := person.Load(tx, r.Person)
		if fault.Is(err, fault.NotFound) || err == nil && !r.business(tx) {
			return Request{}, nil, fault.Missing("ask")
		}
		return r, &p, err
	}
	if !tx.Scope.InNetwork(r.PCN) || !r.business(tx) {
		return Request{}, nil, fault.Missing("ask")
	}
	return r, nil, nil
}

// changeAsk loads an ask for a command of its owner.
func changeAsk(tx *gate.Tx, id string, version int) (Request, *person.Person, error) {
	r, p, err := loadAsk(tx, id)
	if err != nil {
		return r, p, err
	}
	if r.Version != version {
		events, err := eventsOf(tx, id)
		if err != nil || len(events) == 0 {
			return r, p, fault.Moved("This ask has changed since you opened the page. Nothing of yours was overwritten")
		}
		last := events[len(events)-1]
		return r, p, fault.Moved("%s changed this ask at %s: %s. Nothing of yours was overwritten", last.ByName, last.At.Long(), last.What)
	}
	if !r.Live() {
		return r, p, fault.Moved("This ask has ended already")
	}
	return r, p, nil
}

func (r *Request) keep(tx *gate.Tx, what, words string) error {
	r.Version++
	if _, err := tx.Exec(`UPDATE ask SET owner_role = $1, owner_practice = $2, owner_user = $3, owner_name = $4, due_on = $5, state = $6, accepted_name = $7, accepted_at = $8, returned_why = $9,
		answer = $10, told = $11, untold = $12, ended_name = $13, ended_at = $14, version = $15 WHERE id = $16`,
		r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName, r.DueOn, r.State, r.AcceptedName, r.AcceptedAt, r.ReturnedWhy, r.Answer, r.Told, r.Untold, r.EndedName, r.EndedAt, r.Version, r.ID); err != nil {
		return err
	}
	tx.TouchedAt("ask", r.ID, r.Person, r.PCN, what)
	return noted(tx, "ask", r.ID, what, words)
}
