package safety

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Text is one version of an assessment, a formulation or a plan.
type Text struct {
	ID        string
	Kind      string
	Person    string
	PCN       string `db:"pcn"`
	Version   int
	BegunFrom string // the version from which it was begun, "" on an empty page
	OnDay     calendar.Date
	MadeWith  string
	ReviewOn  calendar.Date // zero when no day is set
	Stored    string        `db:"body"`
	Body      Body          `db:"-"`

	RecordedAt    calendar.Instant
	ByID          string
	ByName        string
	WithdrawnAt   calendar.Instant // zero while it holds
	WithdrawnName string
	WithdrawnWhy  string
}

// Outline gives the outline of its kind.
func (t Text) Outline() Outline { o, _ := OutlineOf(t.Kind); return o }

// Holds reports whether the version was not entered in error.
func (t Text) Holds() bool { return t.WithdrawnAt.IsZero() }

const (
	ownColumns  = "id, kind, person, pcn, version, begun_from, on_day, made_with, review_on, body, recorded_at, by_id, by_name"
	textColumns = "t.id, t.kind, t.person, t.pcn, t.version, t.begun_from, t.on_day, t.made_with, t.review_on, t.body, t.recorded_at, t.by_id, t.by_name, w.at AS withdrawn_at, w.by_name AS withdrawn_name, w.why AS withdrawn_why"
	fromTexts   = " FROM safety_text t LEFT JOIN safety_withdrawn w ON w.of_id = t.id "
)

func unpack(list []Text) error {
	for i := range list {
		if err := json.Unmarshal([]byte(list[i].Stored), &list[i].Body); err != nil {
			return err
		}
		list[i].Stored = ""
	}
	return nil
}

// textsOf gives every version about a person, the newest of each kind first.
func textsOf(tx *gate.Tx, p person.Person) ([]Text, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	list, err := db.All[Text](tx.Tx, "SELECT "+textColumns+fromTexts+"WHERE t.person IN "+a.In(ids)+" ORDER BY t.recorded_at DESC, t.version DESC, t.id DESC", a.List...)
	if err != nil {
		return nil, err
	}
	return list, unpack(list)
}

// of gives the versions of a kind, the newest first.
func of(list []Text, kind string) []Text {
	var out []Text
	for _, t := range list {
		if t.Kind == kind {
			out = append(out, t)
		}
	}
	return out
}

// newest gives the number of the newest version, whether it holds or not.
func newest(list []Text) int {
	n := 0
	for _, t := range list {
		n = max(n, t.Version)
	}
	return n
}

// present gives the newest version that holds.
func present(list []Text) *Text {
	for i := range list {
		if list[i].Holds() {
			return &list[i]
		}
	}
	return nil
}

// DraftKind names the drafts of a kind: "safety plan". A draft's body is what
// the form holds, as form data, and its subject is DraftSubject.
func DraftKind(kind string) string { return "safety " + kind }

// DraftSubject says what a draft of this room is about.
func DraftSubject(kind, personID string) string { return "safety-" + kind + ":" + personID }

// Record writes a version of an assessment, a formulation or a plan. Version
// is the newest one that the writer knows of, 0 for none; when there is a newer
// one it is a Conflict and nothing is written. From is the version from which
// this one was begun, "" for an empty page. Routes are the keys of the
// practice's services that the person chose. Faults name the form's fields.
// It answers with the version's id.
type Record struct {
	Person, Kind string
	Version      int
	From         string
	On           calendar.Date
	With         string // with whom it was made
	ReviewOn     calendar.Date
	Body         Body
	Routes       []string
	Saves        int // how many saves of the draft the writer knows of
}

// Needs names the permission.
func (Record) Needs() access.Permission { return access.WriteCare }

// Do checks and writes. Somebody who has no episode can have a plan as well.
func (c Record) Do(_ context.Context, tx *gate.Tx) (string, error) {
	o, ok := OutlineOf(c.Kind)
	if !ok {
		return "", fault.Missing("page")
	}
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	all, err := textsOf(tx, p)
	if err != nil {
		return "", err
	}
	before := of(all, c.Kind)
	if c.From != "" && !slices.ContainsFunc(before, func(t Text) bool { return t.ID == c.From }) {
		return "", fault.Missing("version")
	}
	services, err := network.RoutesFor(tx, p.PCN, p.Practice)
	if err != nil {
		return "", err
	}
	var check fault.Check
	c.Body.Routes = nil
	known := routesOf(services)
	for _, key := range c.Routes {
		i := slices.IndexFunc(known, func(r Route) bool { return r.Key == key })
		if c.Kind != Plan || i < 0 {
			check.Fail("routes", "The practice’s list of services has changed since you opened the page. Tick again what the person chooses")
			continue
		}
		c.Body.Routes = append(c.Body.Routes, known[i])
	}
	c.With = strings.TrimSpace(c.With)
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	check.Require(c.On.IsZero() || !c.On.Before(tx.Today().AddYears(-2)), "on", "The day must be within the last two years")
	check.Require(len([]rune(c.With)) <= MaxCell, "with", "With whom it was made must be at most 300 characters")
	check.Require(c.Kind != Plan || c.With != "", "with", "Say with whom the plan was made")
	check.Require(c.ReviewOn.IsZero() || !c.ReviewOn.Before(tx.Today()), "review", "The review must be today or later")
	check.Require(c.ReviewOn.IsZero() || !c.ReviewOn.After(tx.Today().AddYears(2)), "review", "The review must be within two years")
	c.Body.check(o, &check)
	if err := check.Err(); err != nil {
		return "", err
	}
	if n := newest(before); n != c.Version {
		t := before[0]
		return "", fault.Moved("%s recorded version %d of this %s, %s. It is shown below; nothing that you wrote is lost, and nothing was overwritten", t.ByName, t.Version, o.Name, t.RecordedAt.Long())
	}
	if err := endDraft(tx, c, o, p.ID); err != nil {
		return "", err
	}
	body, err := json.Marshal(c.Body)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt(o.Name, id, p.ID, p.PCN, "recorded a version of the "+o.Name)
	var review any
	if !c.ReviewOn.IsZero() {
		review = c.ReviewOn
	}
	_, err = tx.Exec("INSERT INTO safety_text ("+ownColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
		id, c.Kind, p.ID, p.PCN, c.Version+1, c.From, c.On, c.With, review, string(body), tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// ownDraft gives the actor's own draft.
func ownDraft(tx *gate.Tx, kind, personID string) (*account.Draft, error) {
	d, err := account.ReadDraft{Kind: DraftKind(kind), Subject: DraftSubject(kind, personID)}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &d, err
}

// endDraft ends the actor's draft inside the command that sends what was
// written. When another window saved something since that isn't in what is
// sent, nothing is sent and nothing is thrown away.
func endDraft(tx *gate.Tx, c Record, o Outline, personID string) error {
	d, err := ownDraft(tx, c.Kind, personID)
	if err != nil || d == nil {
		return err
	}
	if d.Saves > c.Saves {
		kept, err := url.ParseQuery(d.Body)
		if err != nil {
			return err
		}
		if len(Unsent(o, kept, c.Body.Fields(o))) > 0 {
			return fault.Moved("You wrote something else in this draft in another window, saved at %s. It is shown below; nothing was sent and nothing was overwritten", d.SavedAt.Clock())
		}
	}
	return account.EndDraft(tx, DraftKind(c.Kind), DraftSubject(c.Kind, personID))
}

// Other is what another window has under a part.
type Other struct{ Title, Text string }

// Unsent lists what a kept draft says that what is sent does not, part by
// part.
func Unsent(o Outline, kept, sent url.Values) []Other {
	theirs, mine := Read(o, kept.Get), Read(o, sent.Get)
	var out []Other
	for _, p := range o.Parts {
		have := plainText(strings.Join(mine.Lines(p), " "))
		var missing []string
		for _, line := range theirs.Lines(p) {
			if !strings.Contains(have, plainText(line)) {
				missing = append(missing, line)
			}
		}
		if p.Shape == Services && !slices.Equal(slices.Sorted(slices.Values(kept["routes"])), slices.Sorted(slices.Values(sent["routes"]))) {
			missing = append(missing, "Other services of the practice were ticked")
		}
		if len(missing) > 0 {
			out = append(out, Other{p.Title, strings.Join(missing, "\n")})
		}
	}
	return out
}

func plainText(s string) string { return strings.Join(strings.Fields(s), " ") }
