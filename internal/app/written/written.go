// Package written keeps texts that are never overwritten, for the rooms whose
// texts stand under outlines: versions, the drafts of the next one, who was
// given which, and what was entered in error. It has no tables of its own; a
// room names its own in a Store.
package written

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/outline"
)

// Store names the tables of a room and the outlines of its kinds.
type Store struct {
	Texts, Handed, Withdrawn string // tables; Handed is "" where nothing is handed over
	Outlines                 []outline.Outline
	Draft                    string // before the kind in the names of drafts and their subjects
}

// Text is one version.
type Text struct {
	ID        string
	Kind      string
	Person    string
	PCN       string `db:"pcn"`
	Version   int
	BegunFrom string        // the version from which it was begun, "" on an empty page
	OnDay     calendar.Date // on which it was made, or complete
	MadeWith  string
	ReviewOn  calendar.Date // zero when no day is set
	AgreedOn  calendar.Date // with the person; zero when it is not, or not yet
	NotAgreed string        // why it is not agreed yet
	Care      string        // the entry that counts for the clock, "" when there is none
	Stored    string        `db:"body"`
	Body      outline.Body  `db:"-"`

	RecordedAt    calendar.Instant
	ByID          string
	ByName        string
	WithdrawnAt   calendar.Instant // zero while it holds
	WithdrawnName string
	WithdrawnWhy  string

	outline outline.Outline
}

// Outline gives the outline of its kind.
func (t Text) Outline() outline.Outline { return t.outline }

// Holds reports whether the version was not entered in error.
func (t Text) Holds() bool { return t.WithdrawnAt.IsZero() }

// Title is "Self-management plan of 4 November 2026".
func (t Text) Title() string { return t.outline.Title + " of " + t.OnDay.Medium() }

const (
	ownColumns  = "id, kind, person, pcn, version, begun_from, on_day, made_with, review_on, agreed_on, not_agreed, care, body, recorded_at, by_id, by_name"
	textColumns = "t.id, t.kind, t.person, t.pcn, t.version, t.begun_from, t.on_day, t.made_with, t.review_on, t.agreed_on, t.not_agreed, t.care, t.body, t.recorded_at, t.by_id, t.by_name, w.at AS withdrawn_at, w.by_name AS withdrawn_name, w.why AS withdrawn_why"
)

func (s Store) from() string {
	return " FROM " + s.Texts + " t LEFT JOIN " + s.Withdrawn + " w ON w.of_id = t.id "
}

func (s Store) unpack(list []Text) error {
	for i := range list {
		if err := json.Unmarshal([]byte(list[i].Stored), &list[i].Body); err != nil {
			return err
		}
		list[i].Stored = ""
		list[i].outline, _ = outline.Find(s.Outlines, list[i].Kind)
	}
	return nil
}

// Of gives every version about a person, the newest of each kind first.
func (s Store) Of(tx *gate.Tx, p person.Person) ([]Text, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	list, err := db.All[Text](tx.Tx, "SELECT "+textColumns+s.from()+"WHERE t.person IN "+a.In(ids)+" ORDER BY t.recorded_at DESC, t.version DESC, t.id DESC", a.List...)
	if err != nil {
		return nil, err
	}
	return list, s.unpack(list)
}

// Load gives a version and whom it is about; one about somebody outside the
// scope is not found.
func (s Store) Load(tx *gate.Tx, id string) (Text, person.Person, error) {
	t, err := db.One[Text](tx.Tx, "version", "SELECT "+textColumns+s.from()+"WHERE t.id = $1", id)
	if err != nil {
		return t, person.Person{}, err
	}
	p, err := person.Load(tx, t.Person)
	if fault.Is(err, fault.NotFound) {
		return Text{}, p, fault.Missing("version")
	}
	if err != nil {
		return Text{}, p, err
	}
	one := []Text{t}
	err = s.unpack(one)
	return one[0], p, err
}

// OfKind gives the versions of a kind, the newest first.
func OfKind(list []Text, kind string) []Text {
	var out []Text
	for _, t := range list {
		if t.Kind == kind {
			out = append(out, t)
		}
	}
	return out
}

// Newest gives the number of the newest version, whether it holds or not.
func Newest(list []Text) int {
	n := 0
	for _, t := range list {
		n = max(n, t.Version)
	}
	return n
}

// Present gives the newest version that holds, nil when there is none.
func Present(list []Text) *Text {
	for i := range list {
		if list[i].Holds() {
			return &list[i]
		}
	}
	return nil
}

// Entry is a version that is about to be recorded. Version is the newest one
// that the writer knows of, 0 for none. From is the version from which it was
// begun. Saves is how many saves of the draft the writer knows of.
type Entry struct {
	Person, Kind string
	Version      int
	From         string
	On           calendar.Date
	With         string
	ReviewOn     calendar.Date
	Body         outline.Body
	Saves        int
}

// Ready is an entry that was checked, and can be recorded.
type Ready struct {
	Entry
	Outline outline.Outline
	Person  person.Person
	Before  []Text // of its kind, the newest first
	All     []Text
	sent    url.Values
}

// Prepare finds the person and what was recorded before, and settles the
// body. Rules of its own and what is wrong are added to check by the room and
// by Ready.Check.
func (s Store) Prepare(tx *gate.Tx, e Entry) (Ready, error) {
	r := Ready{Entry: e}
	var ok bool
	if r.Outline, ok = outline.Find(s.Outlines, e.Kind); !ok {
		return r, fault.Missing("page")
	}
	var err error
	if r.Person, err = person.Load(tx, e.Person); err != nil {
		return r, err
	}
	if r.All, err = s.Of(tx, r.Person); err != nil {
		return r, err
	}
	r.Before = OfKind(r.All, e.Kind)
	if e.From != "" && !slices.ContainsFunc(r.Before, func(t Text) bool { return t.ID == e.From }) {
		return r, fault.Missing("version")
	}
	r.sent = e.Body.Fields(r.Outline)
	r.Body, r.With = e.Body.Settle(r.Outline), strings.TrimSpace(e.With)
	return r, nil
}

// Check notes what is wrong with an entry. Faults name the form's fields.
func (r Ready) Check(check *fault.Check, today calendar.Date) {
	check.Require(!r.On.IsZero(), "on", "Enter the day")
	check.Require(!r.On.After(today), "on", "The day must be today or in the past")
	check.Require(r.On.IsZero() || !r.On.Before(today.AddYears(-2)), "on", "The day must be within the last two years")
	check.Require(r.On.IsZero() || r.Person.BornOn.IsZero() || !r.On.Before(r.Person.BornOn), "on", "This is before the person was born")
	check.Require(len([]rune(r.With)) <= outline.MaxCell, "with", "With whom it was made must be at most 300 characters")
	check.Require(!r.Outline.Made || r.With != "", "with", "Say with whom it was made")
	check.Require(r.ReviewOn.IsZero() || !r.ReviewOn.Before(today), "review", "The review must be today or later")
	check.Require(r.ReviewOn.IsZero() || !r.ReviewOn.After(today.AddYears(2)), "review", "The review must be within two years")
	r.Body.Check(r.Outline, check)
}

// Moved says whether somebody recorded a version after the writer began: then
// nothing is written.
func (r Ready) Moved() error {
	if Newest(r.Before) == r.Version {
		return nil
	}
	t := r.Before[0]
	return fault.Moved("%s recorded version %d of this %s, %s. It is shown below; nothing that you wrote is lost, and nothing was overwritten", t.ByName, t.Version, r.Outline.Name, t.RecordedAt.Long())
}

// Record writes a version and ends the writer's draft. The id is the
// version's; agreed, why and care are those of Text.
func (s Store) Record(tx *gate.Tx, r Ready, id string, agreed calendar.Date, why, care string) error {
	if err := s.endDraft(tx, r); err != nil {
		return err
	}
	body, err := json.Marshal(r.Body)
	if err != nil {
		return err
	}
	var a db.Args
	values := []any{id, r.Kind, r.Person.ID, r.Person.PCN, r.Version + 1, r.From, r.On, r.With, day(r.ReviewOn), day(agreed), why, care, string(body), tx.Now, tx.Actor.ID, tx.Actor.Name}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = a.Add(v)
	}
	tx.TouchedAt(r.Outline.Name, id, r.Person.ID, r.Person.PCN, "recorded a version of the "+r.Outline.Name)
	_, err = tx.Exec("INSERT INTO "+s.Texts+" ("+ownColumns+") VALUES ("+strings.Join(marks, ", ")+")", a.List...)
	return err
}

func day(d calendar.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// DraftKind names the drafts of a kind: "plan support". A draft's body is what
// the form holds, as form data.
func (s Store) DraftKind(kind string) string { return s.Draft + " " + kind }

// DraftSubject says what a draft is about.
func (s Store) DraftSubject(kind, personID string) string {
	return s.Draft + "-" + kind + ":" + personID
}

// OwnDraft gives the actor's own draft, nil when there is none.
func (s Store) OwnDraft(tx *gate.Tx, kind, personID string) (*account.Draft, error) {
	d, err := account.ReadDraft{Kind: s.DraftKind(kind), Subject: s.DraftSubject(kind, personID)}.Ask(context.Background(), tx)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &d, err
}

// endDraft ends the actor's draft inside the command that sends what was
// written. When another window saved something since that isn't in what is
// sent, nothing is sent and nothing is thrown away.
func (s Store) endDraft(tx *gate.Tx, r Ready) error {
	d, err := s.OwnDraft(tx, r.Kind, r.Person.ID)
	if err != nil || d == nil {
		return err
	}
	if d.Saves > r.Saves {
		kept, err := url.ParseQuery(d.Body)
		if err != nil {
			return err
		}
		if len(outline.Unsent(r.Outline, kept, r.sent)) > 0 {
			return fault.Moved("You wrote something else in this draft in another window, saved at %s. It is shown below; nothing was sent and nothing was overwritten", d.SavedAt.Clock())
		}
	}
	return account.EndDraft(tx, s.DraftKind(r.Kind), s.DraftSubject(r.Kind, r.Person.ID))
}

// Form is what the form of a kind needs.
type Form struct {
	Person       person.Person
	Outline      outline.Outline
	Newest       int            // the number of the newest version, 0 when there is none
	Last         *Text          // the version from which one begins, nil for an empty page
	Recent       *Text          // the newest version that holds
	Draft        *account.Draft // the actor's own
	DraftKind    string
	DraftSubject string
	Consents     []person.Consent
}

// Desk gathers it. One begins from the version with the id from; when it is
// "", from the present one, or on an empty page where each stands for itself.
func (s Store) Desk(tx *gate.Tx, personID, kind, from string) (Form, error) {
	var f Form
	var ok bool
	if f.Outline, ok = outline.Find(s.Outlines, kind); !ok {
		return f, fault.Missing("page")
	}
	p, err := person.Load(tx, personID)
	if err != nil {
		return f, err
	}
	f.Person, f.DraftKind, f.DraftSubject = p, s.DraftKind(kind), s.DraftSubject(kind, p.ID)
	tx.Saw(p.ID, "the form of the "+f.Outline.Name)
	all, err := s.Of(tx, p)
	if err != nil {
		return f, err
	}
	list := OfKind(all, kind)
	f.Newest, f.Recent = Newest(list), Present(list)
	if !f.Outline.Each {
		f.Last = f.Recent
	}
	if from != "" {
		i := slices.IndexFunc(list, func(t Text) bool { return t.ID == from })
		if i < 0 {
			return f, fault.Missing("version")
		}
		f.Last = &list[i]
	}
	if f.Draft, err = s.OwnDraft(tx, kind, p.ID); err != nil {
		return f, err
	}
	f.Consents, err = person.Consents(tx, p.ID)
	return f, err
}

// Kind is one kind with its versions, the newest first.
type Kind struct {
	Outline  outline.Outline
	Versions []Text
	Present  *Text            // the newest version that holds
	DraftAt  calendar.Instant // of the actor's own draft, zero when there is none
}

// Current gives the versions that say how things are: the present one, or,
// where each stands for itself, those that nobody has gone on from. The newest
// comes first.
func (k Kind) Current() []Text {
	if !k.Outline.Each {
		if k.Present == nil {
			return nil
		}
		return []Text{*k.Present}
	}
	var out []Text
	for _, t := range k.Versions {
		if t.Holds() && after(k.Versions, t) == nil {
			out = append(out, t)
		}
	}
	return out
}

// after gives the newest version that holds and was begun from t, where each
// stands for itself; else the present one when that is not t.
func after(list []Text, t Text) *Text {
	if !t.outline.Each {
		if p := Present(list); p != nil && p.ID != t.ID {
			return p
		}
		return nil
	}
	for i := range list {
		if list[i].BegunFrom == t.ID && list[i].Holds() {
			return &list[i]
		}
	}
	return nil
}

// Kinds gives every kind of a store about a person.
func (s Store) Kinds(tx *gate.Tx, p person.Person) ([]Kind, error) {
	list, err := s.Of(tx, p)
	if err != nil {
		return nil, err
	}
	var out []Kind
	for _, o := range s.Outlines {
		k := Kind{Outline: o, Versions: OfKind(list, o.Kind)}
		k.Present = Present(k.Versions)
		d, err := s.OwnDraft(tx, o.Kind, p.ID)
		if err != nil {
			return nil, err
		}
		if d != nil {
			k.DraftAt = d.SavedAt
		}
		out = append(out, k)
	}
	return out, nil
}

// Sheet is one version with the one before it and who has it.
type Sheet struct {
	Text
	Person   person.Person
	Before   *Text    // the version before this one that holds
	Newest   *Text    // the version that says how things are now, when it is another one
	Handed   []Handed // the latest first
	Consents []person.Consent
}

// One gathers it; a version about somebody outside the scope is not found.
func (s Store) One(tx *gate.Tx, id string) (Sheet, error) {
	var out Sheet
	t, p, err := s.Load(tx, id)
	if err != nil {
		return out, err
	}
	out.Text, out.Person = t, p
	tx.Saw(p.ID, "a version of the "+t.outline.Name)
	all, err := s.Of(tx, p)
	if err != nil {
		return out, err
	}
	list := OfKind(all, t.Kind)
	if t.outline.Each {
		if i := slices.IndexFunc(list, func(x Text) bool { return x.ID == t.BegunFrom }); i >= 0 {
			out.Before = &list[i]
		}
	} else {
		out.Before = Present(list[slices.IndexFunc(list, func(x Text) bool { return x.ID == t.ID })+1:])
	}
	out.Newest = after(list, t)
	if out.Consents, err = person.Consents(tx, p.ID); err != nil || s.Handed == "" {
		return out, err
	}
	out.Handed, err = s.handedOf(tx, t.ID)
	for i := range out.Handed {
		out.Handed[i].Today = Standing(out.Consents, out.Handed[i].ToKind, out.Handed[i].ToName)
	}
	return out, err
}
