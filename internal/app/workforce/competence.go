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
)

// Competence is what a practitioner is qualified for: a kind of intervention,
// or to prescribe.
type Competence struct {
	ID            string
	Practitioner  string
	PCN           string `db:"pcn"`
	Kind          string // key of an Intervention, or Prescriber
	KindName      string
	Qualification string
	GainedOn      calendar.Date // the first day on which it holds
	Supervisor    string        // who supervises this work
	ExpiresOn     calendar.Date // the last day on which it holds; zero when it has none
	SeenBy        string        // who has seen the evidence, "" when nobody has
	SeenOn        calendar.Date
	RecordedAt    calendar.Instant
	ByID          string
	ByName        string
	EndedOn       calendar.Date // the first day on which it no longer holds; zero while not ended
	EndedWhy      string
	EndedName     string
	EndedAt       calendar.Instant
}

const fromCompetence = `SELECT c.id, c.practitioner, c.pcn, c.kind, c.kind_name, c.qualification, c.gained_on, c.supervisor, c.expires_on, c.seen_by, c.seen_on, c.recorded_at, c.by_id, c.by_name,
	e.ended_on, e.why AS ended_why, e.by_name AS ended_name, e.at AS ended_at FROM competence c LEFT JOIN competence_end e ON e.competence = c.id `

// On reports whether it holds on a day: from the day on which it was gained to
// the day on which it expires, both included, and not from the day on which
// it was ended.
func (c Competence) On(day calendar.Date) bool {
	return !day.Before(c.GainedOn) && (c.ExpiresOn.IsZero() || !day.After(c.ExpiresOn)) && (c.EndedOn.IsZero() || day.Before(c.EndedOn))
}

// Warnings are the days before the expiry from which a page warns.
var Warnings = []int{90, 30, 7}

// Warn gives the narrowest of the Warnings that a day is within: 90, 30 or 7
// when the competence expires in at most so many days, 0 when it doesn't, was
// ended, has no expiry or has expired already.
func Warn(c Competence, day calendar.Date) int {
	if c.ExpiresOn.IsZero() || !c.On(day) {
		return 0
	}
	left, found := c.ExpiresOn.DaysSince(day), 0
	for _, w := range Warnings {
		if left <= w {
			found = w
		}
	}
	return found
}

// State says in words how it stands on a day.
func (c Competence) State(day calendar.Date) string {
	switch {
	case !c.EndedOn.IsZero() && !day.Before(c.EndedOn):
		return "Ended"
	case day.Before(c.GainedOn):
		return "Not yet"
	case !c.ExpiresOn.IsZero() && day.After(c.ExpiresOn):
		return "Expired"
	}
	return "Holds"
}

// Standing says whether somebody may record a kind as delivered on a day.
type Standing struct {
	Valid  bool
	Needed bool   // false for what needs none
	Words  string // "Holds until 3 May 2027", "Expired on 2 May 2026", "No competence is recorded"
}

// CompetenceOn gives how a practitioner stands for a kind on a day. It looks
// at no scope.
func CompetenceOn(tx *gate.Tx, practitioner, kind string, day calendar.Date) (Standing, error) {
	list, err := CompetencesFor(tx, practitioner, kind)
	return Judge(list, day), err
}

// CompetencesFor gives every competence of a practitioner for a kind, those
// that ended too. It looks at no scope.
func CompetencesFor(tx *gate.Tx, practitioner, kind string) ([]Competence, error) {
	return db.All[Competence](tx.Tx, fromCompetence+"WHERE c.practitioner = $1 AND c.kind = $2", practitioner, kind)
}

// Judge gives how a practitioner stands on a day who has these competences of
// one kind.
func Judge(list []Competence, day calendar.Date) Standing {
	out := Standing{Needed: true, Words: "No competence is recorded"}
	var last calendar.Date
	for _, c := range list {
		if c.On(day) {
			out.Valid, out.Words = true, "Holds"
			if !c.ExpiresOn.IsZero() {
				out.Words = "Holds until " + c.ExpiresOn.Medium()
			}
			return out
		}
		switch c.State(day) {
		case "Expired":
			if c.ExpiresOn.After(last) {
				last, out.Words = c.ExpiresOn, "Expired on "+c.ExpiresOn.Medium()
			}
		case "Ended":
			if c.EndedOn.After(last) {
				last, out.Words = c.EndedOn, "Ended on "+c.EndedOn.Medium()
			}
		case "Not yet":
			if last.IsZero() {
				out.Words = "Gained only on " + c.GainedOn.Medium()
			}
		}
	}
	return out
}

// Competences asks what a practitioner of a network is qualified for.
type Competences struct{ PCN, Practitioner string }

// CompetenceList is the answer to Competences.
type CompetenceList struct {
	Practitioner Practitioner
	List         []Competence // those that hold first, then the rest; the latest first
	Kinds        []Intervention
	Today        calendar.Date
}

// Needs names the permission.
func (Competences) Needs() access.Permission { return access.SeeCompetence }

// Ask lists them; somebody of another network is not found.
func (q Competences) Ask(_ context.Context, tx *gate.Tx) (CompetenceList, error) {
	var out CompetenceList
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("practitioner")
	}
	var err error
	if out.Practitioner, err = InNetwork(tx, q.PCN, q.Practitioner); err != nil {
		return out, err
	}
	out.Today = tx.Today()
	if out.List, err = db.All[Competence](tx.Tx, fromCompetence+"WHERE c.practitioner = $1 ORDER BY c.gained_on DESC, c.id DESC", q.Practitioner); err != nil {
		return out, err
	}
	slices.SortStableFunc(out.List, func(a, b Competence) int {
		switch x, y := a.On(out.Today), b.On(out.Today); {
		case x && !y:
			return -1
		case y && !x:
			return 1
		}
		return 0
	})
	out.Kinds, err = InterventionsOf(tx, q.PCN)
	tx.Listed("competence", q.PCN+" "+q.Practitioner, len(out.List))
	return out, err
}

// Expiring asks which competences in a network expire within 90 days, the
// next first.
type Expiring struct{ PCN string }

// Due is one of them, with whose it is.
type Due struct {
	Competence
	Name  string
	Warn  int
	Today calendar.Date
}

// Needs names the permission.
func (Expiring) Needs() access.Permission { return access.SeeCompetence }

// Ask lists them.
func (q Expiring) Ask(_ context.Context, tx *gate.Tx) ([]Due, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	team, err := InPost(tx, q.PCN, tx.Today())
	if err != nil {
		return nil, err
	}
	names, ids := map[string]string{}, []string{}
	for _, p := range team {
		names[p.ID] = p.Name
		ids = append(ids, p.ID)
	}
	var a db.Args
	where := "WHERE c.practitioner IN " + a.In(ids) + " AND c.expires_on >= " + a.Add(tx.Today()) + " AND c.expires_on <= " + a.Add(tx.Today().AddDays(Warnings[0]))
	list, err := db.All[Competence](tx.Tx, fromCompetence+where+" ORDER BY c.expires_on, c.id", a.List...)
	var out []Due
	for _, c := range list {
		if w := Warn(c, tx.Today()); w > 0 {
			out = append(out, Due{c, names[c.Practitioner], w, tx.Today()})
		}
	}
	tx.Listed("competence", q.PCN+" expiring", len(out))
	return out, err
}

// AddCompetence records what somebody is qualified for. A renewal is a new
// one; the old one stays readable. Faults name kind, qualification, gained,
// supervisor, expires, seen and seenon. It answers with the id.
type AddCompetence struct {
	PCN, Practitioner, Kind   string
	Qualification, Supervisor string
	Gained, Expires           calendar.Date
	SeenBy                    string
	SeenOn                    calendar.Date
}

// Needs names the permission.
func (AddCompetence) Needs() access.Permission { return access.KeepCompetence }

// Do checks and writes. Nobody records a competence of their own.
func (c AddCompetence) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("practitioner")
	}
	p, err := InNetwork(tx, c.PCN, c.Practitioner)
	if err != nil {
		return "", err
	}
	if p.UserID != "" && p.UserID == tx.Actor.ID {
		return "", fault.Refused("Somebody else has to record your own competence")
	}
	c.Qualification, c.Supervisor, c.SeenBy = strings.TrimSpace(c.Qualification), strings.TrimSpace(c.Supervisor), strings.TrimSpace(c.SeenBy)
	name := "Prescriber"
	var check fault.Check
	if c.Kind != Prescriber {
		k, err := InterventionOf(tx, c.PCN, c.Kind)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", err
		}
		check.Require(err == nil, "kind", "Choose what it is for")
		name = k.Name
	}
	check.Require(c.Qualification != "" && len([]rune(c.Qualification)) <= 200, "qualification", "Enter the qualification, at most 200 characters")
	check.Require(c.Supervisor != "" && len([]rune(c.Supervisor)) <= 200, "supervisor", "Enter who supervises this work, at most 200 characters")
	check.Require(!c.Gained.IsZero(), "gained", "Enter the day on which it was gained")
	check.Require(!c.Gained.After(tx.Today()), "gained", "The day must be today or in the past")
	check.Require(c.Expires.IsZero() || !c.Expires.Before(c.Gained), "expires", "It can't expire before it was gained")
	check.Require(len([]rune(c.SeenBy)) <= 200, "seen", "Who saw the evidence must be at most 200 characters")
	check.Require(c.SeenOn.IsZero() || c.SeenBy != "", "seen", "Say who saw the evidence")
	check.Require(c.SeenBy == "" || !c.SeenOn.IsZero(), "seenon", "Enter the day on which the evidence was seen")
	check.Require(!c.SeenOn.After(tx.Today()), "seenon", "The day must be today or in the past")
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("competence", id, "", c.PCN, "recorded a competence of "+p.Name)
	_, err = tx.Exec("INSERT INTO competence (id, practitioner, pcn, kind, kind_name, qualification, gained_on, supervisor, expires_on, seen_by, seen_on, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)",
		id, c.Practitioner, c.PCN, c.Kind, name, c.Qualification, c.Gained, c.Supervisor, maybe(c.Expires), c.SeenBy, maybe(c.SeenOn), tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

func maybe(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// EndCompetence ends a competence from a day on, with a reason. It stays
// readable. It answers with whose it is.
type EndCompetence struct {
	PCN, ID string
	From    calendar.Date
	Why     string
}

// Needs names the permission.
func (EndCompetence) Needs() access.Permission { return access.KeepCompetence }

// Do checks and writes.
func (c EndCompetence) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("competence")
	}
	x, err := db.One[Competence](tx.Tx, "competence", fromCompetence+"WHERE c.id = $1", c.ID)
	if err != nil {
		return "", err
	}
	if _, err := InNetwork(tx, c.PCN, x.Practitioner); err != nil {
		return "", fault.Missing("competence")
	}
	if !x.EndedAt.IsZero() {
		return "", fault.Moved("%s ended it already, from %s", x.EndedName, x.EndedOn.Medium())
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(!c.From.IsZero(), "from", "Enter the first day on which it no longer holds")
	check.Require(!c.From.Before(x.GainedOn), "from", "It was gained on %s: the day can't be earlier", x.GainedOn.Medium())
	check.Require(c.Why != "" && len([]rune(c.Why)) <= 500, "why", "Say why it ends, in at most 500 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	tx.TouchedAt("competence", x.ID, "", c.PCN, "ended")
	_, err = tx.Exec("INSERT INTO competence_end (competence, ended_on, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6)", x.ID, c.From, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return x.Practitioner, err
}
