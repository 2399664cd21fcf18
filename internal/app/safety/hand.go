package safety

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Ways are the ways in which a plan is given, value and text.
var Ways = [][2]string{{"paper", "On paper"}, {"text", "As a text message"}, {"read aloud", "Read aloud"}, {"another way", "Another way"}}

// How the person answered about sharing, beside what they answered: nobody
// has asked, and asked without an answer.
const (
	NoAnswer = "asked"
	NotThere = "none"
)

// Topics of consent that cover a plan: everything, and safety.
var Topics = []string{person.Topics[0], person.Topics[2]}

// Handed says who has a version of a plan.
type Handed struct {
	ID            string
	How           string // one of the Ways
	ToKind        string // "" for the person, else as in a person's consents
	ToName        string
	Answer        string // about sharing, as it was then
	Why           string // why it was shared without a clear yes
	Told          string // how the person was told of that
	OnDay         calendar.Date
	RecordedAt    calendar.Instant
	ByName        string
	WithdrawnAt   calendar.Instant
	WithdrawnName string
	WithdrawnWhy  string
	Today         string `db:"-"` // the answer about sharing, as it is today
}

// Recipient is who has it, in words.
func (h Handed) Recipient() string {
	if h.ToKind == "" {
		return "The person"
	}
	return person.Consent{With: h.ToKind, Named: h.ToName}.Recipient()
}

// HowText is the way in words.
func (h Handed) HowText() string {
	for _, w := range Ways {
		if w[0] == h.How {
			return w[1]
		}
	}
	if h.How == ByLink {
		return "By private link"
	}
	return h.How
}

// AnswerText puts an answer about sharing into words.
func AnswerText(answer string) string {
	switch answer {
	case "yes":
		return "the person agreed"
	case "partly":
		return "the person agreed in part"
	case "no":
		return "the person said no"
	case NoAnswer:
		return "the person was asked and has not answered"
	}
	return "nobody has asked the person"
}

func handedOf(tx *gate.Tx, text string) ([]Handed, error) {
	return db.All[Handed](tx.Tx, `SELECT h.id, h.how, h.to_kind, h.to_name, h.answer, h.why, h.told, h.on_day, h.recorded_at, h.by_name,
		w.at AS withdrawn_at, w.by_name AS withdrawn_name, w.why AS withdrawn_why
		FROM safety_handed h LEFT JOIN safety_withdrawn w ON w.of_id = h.id WHERE h.safety_text = $1 ORDER BY h.recorded_at DESC, h.id DESC`, text)
}

// consentTo finds the answer that holds about sharing a plan with somebody.
// When answers about several topics hold, a "no" counts before the others.
func consentTo(consents []person.Consent, kind, name string) (person.Consent, bool) {
	var found person.Consent
	var any bool
	for _, c := range consents {
		if !c.Holds() || c.With != kind || !strings.EqualFold(c.Named, name) || !slices.Contains(Topics, c.Topic) {
			continue
		}
		if !any || c.Answer == "no" && found.Answer != "no" {
			found, any = c, true
		}
	}
	return found, any
}

// Standing is the answer about sharing with somebody, in the words that are
// stored with what was handed over.
func Standing(consents []person.Consent, kind, name string) string {
	c, found := consentTo(consents, kind, name)
	switch {
	case !found:
		return NotThere
	case c.Answer == "":
		return NoAnswer
	}
	return c.Answer
}

// HandOver records that a version of a plan was given to the person (ToKind
// "") or shared with somebody. Where the person's consent to share has no
// clear yes for them, it warns: why and told are asked for first. Faults name
// the fields to, named, how, on, why and told. It answers with the record's
// id.
type HandOver struct {
	ID             string // the plan's version
	ToKind, ToName string
	How            string
	On             calendar.Date
	Why, Told      string
}

// Needs names the permission.
func (HandOver) Needs() access.Permission { return access.WriteCare }

// Do checks and writes.
func (c HandOver) Do(_ context.Context, tx *gate.Tx) (string, error) {
	t, p, err := loadText(tx, c.ID)
	if err != nil {
		return "", err
	}
	if t.Kind != Plan {
		return "", fault.Missing("safety plan")
	}
	if !t.Holds() {
		return "", fault.Moved("This version is marked as entered in error")
	}
	c.ToName, c.Why, c.Told = strings.TrimSpace(c.ToName), strings.TrimSpace(c.Why), strings.TrimSpace(c.Told)
	named := c.ToKind == person.WithFamily || c.ToKind == person.WithOther
	if !named {
		c.ToName = ""
	}
	consents, err := person.Consents(tx, p.ID)
	if err != nil {
		return "", err
	}
	var check fault.Check
	check.Require(c.ToKind == "" || slices.ContainsFunc(person.Withs, func(w [2]string) bool { return w[0] == c.ToKind }), "to", "Choose to whom it was given")
	check.Require(!named || c.ToName != "", "named", "Enter who it is, for example Ann Kowalska, sister")
	check.Require(len([]rune(c.ToName)) <= MaxCell, "named", "Who it is must be at most 300 characters")
	check.Require(slices.ContainsFunc(Ways, func(w [2]string) bool { return w[0] == c.How }), "how", "Choose how it was given")
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	check.Require(c.On.IsZero() || !c.On.Before(t.OnDay), "on", "The plan was made on %s: the day can't be earlier", t.OnDay.Medium())
	check.Require(len([]rune(c.Why)) <= 1000, "why", "Why must be at most 1,000 characters")
	check.Require(len([]rune(c.Told)) <= 1000, "told", "How the person was told must be at most 1,000 characters")
	answer, consent := "", ""
	if c.ToKind != "" && check.Err() == nil {
		answer = Standing(consents, c.ToKind, c.ToName)
		if found, ok := consentTo(consents, c.ToKind, c.ToName); ok {
			consent = found.ID
		}
		if answer != "yes" {
			who := person.Consent{With: c.ToKind, Named: c.ToName}.Recipient()
			check.Require(c.Why != "", "why", "%s: %s. Say why it was shared all the same", who, AnswerText(answer))
			check.Require(c.Told != "", "told", "Say whether and how the person was told that it was shared")
		}
	} else if c.ToKind == "" && c.How == "text" && p.SafeText == "no" {
		check.Require(c.Why != "", "why", "“Do not text” is recorded for this person. Say why it was texted all the same")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	what := "recorded that the person has the safety plan"
	if c.ToKind != "" {
		what = "recorded with whom the safety plan was shared"
	}
	tx.TouchedAt("safety plan", t.ID, p.ID, t.PCN, what)
	_, err = tx.Exec("INSERT INTO safety_handed (id, safety_text, person, pcn, how, to_kind, to_name, consent, answer, why, told, on_day, recorded_at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)",
		id, t.ID, p.ID, t.PCN, c.How, c.ToKind, c.ToName, consent, answer, c.Why, c.Told, c.On, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// Withdraw marks a version, or a record of who has it, as entered in error,
// with a reason. It stays readable. It answers with the person's id.
type Withdraw struct{ ID, Why string }

// Needs names the permission.
func (Withdraw) Needs() access.Permission { return access.WriteCare }

// Do checks and marks it.
func (c Withdraw) Do(_ context.Context, tx *gate.Tx) (string, error) {
	n, err := name(tx, c.ID)
	if err != nil {
		return "", err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "why", "Say why this was entered in error")
	check.Require(len([]rune(c.Why)) <= 1000, "why", "The reason must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if !n.WithdrawnAt.IsZero() {
		return "", fault.Moved("%s has marked this as entered in error already, at %s", n.WithdrawnName, n.WithdrawnAt.Long())
	}
	tx.TouchedAt(n.Kind, c.ID, n.Person.ID, n.PCN, "marked as entered in error: "+n.Kind)
	_, err = tx.Exec("INSERT INTO safety_withdrawn (of_id, why, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5)", c.ID, c.Why, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return n.Person.ID, err
}

// Which asks what an entry is, before it is marked as entered in error.
type Which struct{ ID string }

// Named is the answer to Which.
type Named struct {
	Person        person.Person
	PCN           string
	Text          string // the version that it is, or belongs to
	Kind, Title   string
	WithdrawnAt   calendar.Instant
	WithdrawnName string
}

// Needs names the permission.
func (Which) Needs() access.Permission { return access.WriteCare }

// Ask names it.
func (q Which) Ask(_ context.Context, tx *gate.Tx) (Named, error) {
	n, err := name(tx, q.ID)
	if err == nil {
		tx.Saw(n.Person.ID, "an entry to mark as made in error")
	}
	return n, err
}

func name(tx *gate.Tx, id string) (Named, error) {
	of, given, err := db.Maybe[string](tx.Tx, "SELECT safety_text FROM safety_handed WHERE id = $1", id)
	if err != nil {
		return Named{}, err
	}
	if !given {
		of = id
	}
	t, p, err := loadText(tx, of)
	if err != nil {
		return Named{}, err
	}
	n := Named{Person: p, PCN: t.PCN, Text: t.ID, Kind: t.Outline().Name, WithdrawnAt: t.WithdrawnAt, WithdrawnName: t.WithdrawnName}
	n.Title = t.Outline().Title + " of " + t.OnDay.Medium() + ", recorded by " + t.ByName
	if !given {
		return n, nil
	}
	list, err := handedOf(tx, t.ID)
	if err != nil {
		return n, err
	}
	h := list[slices.IndexFunc(list, func(h Handed) bool { return h.ID == id })]
	n.Kind, n.WithdrawnAt, n.WithdrawnName = "record of who has the plan", h.WithdrawnAt, h.WithdrawnName
	n.Title = "“" + h.Recipient() + ", " + strings.ToLower(h.HowText()) + ", " + h.OnDay.Medium() + "”, recorded by " + h.ByName
	return n, nil
}
