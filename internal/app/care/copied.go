package care

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Systems are the records into which a text is copied.
var Systems = []string{"GP record", "Provider’s record"}

// Kinds of text that are copied.
const (
	CopyContact = "contact"
	CopyTriage  = "triage"
	CopyGoodbye = "goodbye"
)

// Copied says that a text was put into another record, by whom and when.
type Copied struct {
	ID        string
	Kind      string
	OfID      string
	OfVersion int // of the text, as it was then
	Person    string
	PCN       string `db:"pcn"`
	System    string
	At        calendar.Instant
	ByID      string
	ByName    string
}

const copiedColumns = "id, kind, of_id, of_version, person, pcn, system, at, by_id, by_name"

// Copies gives where a text was copied to, the latest first.
func Copies(tx *gate.Tx, kind, id string) ([]Copied, error) {
	return db.All[Copied](tx.Tx, "SELECT "+copiedColumns+" FROM copied_text WHERE kind = $1 AND of_id = $2 ORDER BY at DESC, id DESC", kind, id)
}

// NoteCopied writes down, inside a command of the room that owns the text,
// that it was put into another record.
func NoteCopied(tx *gate.Tx, c Copied) (string, error) {
	if !slices.Contains(Systems, c.System) {
		return "", fault.Wrong("system", "Choose the record into which you copied it")
	}
	c.ID = tx.NewID()
	_, err := tx.Exec("INSERT INTO copied_text ("+copiedColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", c.ID, c.Kind, c.OfID, c.OfVersion, c.Person, c.PCN, c.System, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt(c.Kind, c.OfID, c.Person, c.PCN, "copied into the "+strings.ToLower(c.System[:1])+c.System[1:])
	return c.ID, err
}

// MarkCopied records that the text of a contact was put into another record.
type MarkCopied struct{ ID, System string }

// Needs names the permission.
func (MarkCopied) Needs() access.Permission { return access.WriteCare }

// Do records it.
func (c MarkCopied) Do(_ context.Context, tx *gate.Tx) (string, error) {
	k, p, err := loadContact(tx, c.ID)
	if err != nil {
		return "", err
	}
	if !k.WithdrawnAt.IsZero() {
		return "", fault.Moved("This contact is marked as entered in error")
	}
	return NoteCopied(tx, Copied{Kind: CopyContact, OfID: k.ID, OfVersion: k.Version, Person: p.ID, PCN: k.PCN, System: c.System})
}

// TextOf asks for a contact as a text for the GP record.
type TextOf struct{ ID string }

// ForRecord is a text for another record, and where it is already.
type ForRecord struct {
	Person  person.Person
	ID      string
	Version int
	Text    string
	Copies  []Copied
	Share   string // the answer about sharing concerns about safety with the practice: "yes", "partly", "no", "" for none
	Left    bool   // something about safety was left out
}

// Needs names the permission.
func (TextOf) Needs() access.Permission { return access.SeeCare }

// Ask makes it.
func (q TextOf) Ask(ctx context.Context, tx *gate.Tx) (ForRecord, error) {
	var out ForRecord
	k, p, err := loadContact(tx, q.ID)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "a contact as a text for the GP record")
	out.Person, out.ID, out.Version = p, k.ID, k.Version
	texts, err := textsOf(tx, []string{k.ID})
	if err != nil {
		return out, err
	}
	who, err := workforce.Known(tx, []string{k.Practitioner})
	if err != nil {
		return out, err
	}
	g := GPContact{Person: p, Contact: k, Text: texts[k.ID][len(texts[k.ID])-1], Who: who[k.Practitioner].Name, Role: who[k.Practitioner].RoleType}
	scores, err := measures.OfEpisode(tx, k.Episode)
	if err != nil {
		return out, err
	}
	for _, s := range scores {
		if s.OnDay == k.Day {
			g.Scores = append(g.Scores, s)
			out.Left = out.Left || !s.AckAt.IsZero()
		}
	}
	if g.Plans, err = db.All[Plan](tx.Tx, "SELECT "+planColumns+" FROM care_plan WHERE episode = $1 AND on_day = $2 AND withdrawn_at IS NULL ORDER BY recorded_at, id", k.Episode, k.Day); err != nil {
		return out, err
	}
	if out.Share, err = ShareSafety(tx, p); err != nil {
		return out, err
	}
	g.Share = out.Share
	out.Left = out.Left && out.Share != "yes"
	next, err := diary.OfPerson{Person: p.ID}.Ask(ctx, tx)
	if err != nil {
		return out, err
	}
	if len(next.Coming) > 0 {
		g.NextAt, g.NextBy = next.Coming[0].StartsAt, next.Coming[0].PractitionerName
	}
	out.Text = GPText(g.Parts())
	out.Copies, err = Copies(tx, CopyContact, k.ID)
	return out, err
}

// ShareSafety gives the person's answer about sharing what concerns their
// safety with the GP practice: the answer about safety when there is one, else
// the one about everything. "" is no answer, which is no consent.
func ShareSafety(tx *gate.Tx, p person.Person) (string, error) {
	consents, err := person.Consents(tx, p.ID)
	if err != nil {
		return "", err
	}
	for _, topic := range []string{person.Topics[2], person.Topics[0]} {
		if answer, asked := person.MayShare(consents, person.WithPractice, topic); asked {
			return answer, nil
		}
	}
	return "", nil
}

// NotCopiedDays is how far back the list of contacts that nobody has copied
// looks.
const NotCopiedDays = 28

// NotCopied asks for the signed contacts of a practitioner, of the last four
// weeks, that nobody has marked as copied in the version that holds.
type NotCopied struct{ PCN, Practitioner string }

// Uncopied is one of them.
type Uncopied struct {
	Contact
	Who person.Person
}

// Needs names the permission.
func (NotCopied) Needs() access.Permission { return access.SeeCare }

// Ask lists them, the oldest first.
func (q NotCopied) Ask(_ context.Context, tx *gate.Tx) ([]Uncopied, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	out, err := notCopied(tx, q.PCN, q.Practitioner)
	tx.Listed("contact", "signed and not copied, "+q.PCN, len(out))
	return out, err
}

func notCopied(tx *gate.Tx, pcn, practitioner string) ([]Uncopied, error) {
	list, err := db.All[Contact](tx.Tx, "SELECT "+contactColumns+` FROM contact c WHERE c.practitioner = $1 AND c.pcn = $2 AND c.withdrawn_at IS NULL AND c.day >= $3
		AND NOT EXISTS (SELECT 1 FROM copied_text k WHERE k.kind = 'contact' AND k.of_id = c.id AND k.of_version = c.version) ORDER BY c.started_at, c.id`, practitioner, pcn, tx.Today().AddDays(-NotCopiedDays))
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.Person
	}
	people, err := person.Many(tx, ids)
	var out []Uncopied
	for _, c := range list {
		if p, ok := people[c.Person]; ok {
			out = append(out, Uncopied{c, p})
		}
	}
	return out, err
}
