package measures

import (
	"context"
	"fmt"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/link"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// LinkPurpose is the purpose of a private link to a questionnaire; its subject
// is what was asked.
const LinkPurpose = "questionnaire"

// PlainDays is how long a link to a questionnaire without a safety item can
// work, in days after today.
const PlainDays = 14

// GiveLink makes a private link over which a person answers a questionnaire
// once. One with a safety item is given only when the inbox is read on every
// day on which the link works, and the link ends when the last day's reading
// does. Faults name until and person. The token is shown this once.
type GiveLink struct {
	Person, Instrument string
	Until              calendar.Date // the last day
}

// Needs names the permission.
func (GiveLink) Needs() access.Permission { return access.WriteCare }

// Do checks and makes it.
func (c GiveLink) Do(_ context.Context, tx *gate.Tx) (link.Made, error) {
	var none link.Made
	p, tool, e, err := forGiving(tx, c.Person, c.Instrument)
	if err != nil {
		return none, err
	}
	if !tool.Asked {
		return none, fault.Wrong("instrument", "%s can't be put on a phone: %s", tool.Name, tool.Why[0])
	}
	until, err := calendar.On(c.Until, calendar.NewTime(23, 59))
	if c.Until.IsZero() || err != nil {
		return none, fault.Wrong("until", "Choose until when the link works")
	}
	if len(tool.SafetyItems()) > 0 {
		rota, err := rotaOf(tx, p.PCN)
		if err != nil {
			return none, err
		}
		days, why := rota.Until(tx.Now)
		if len(days) == 0 || c.Until.After(days[len(days)-1]) || c.Until.Before(tx.Today()) {
			if why == "" {
				why = fmt.Sprintf("A link works for %d days at most", link.MaxDays)
			}
			return none, fault.Wrong("until", "%s asks about safety, so somebody must read the answers on the same day. %s. Choose an earlier day, take it in the room, or give it on paper", tool.Name, why)
		}
		last, _ := rota.On(c.Until)
		if until, err = calendar.On(c.Until, last.UntilTime); err != nil {
			return none, err
		}
	} else if c.Until.After(tx.Today().AddDays(PlainDays)) {
		return none, fault.Wrong("until", "This link works for %d days at most", PlainDays)
	}
	id := tx.NewID()
	m, err := link.Make(tx, link.New{Person: p, Purpose: LinkPurpose, Subject: id, Label: tool.Name, Once: true, Until: until})
	if err != nil {
		return none, err
	}
	return m, asked(tx, id, p, e, tool, "link", m.ID)
}

// GivePaper records that a person took a questionnaire away on paper: it is
// outstanding until its answers are entered. It answers with the record's id.
type GivePaper struct{ Person, Instrument string }

// Needs names the permission.
func (GivePaper) Needs() access.Permission { return access.WriteCare }

// Do records it.
func (c GivePaper) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, tool, e, err := forGiving(tx, c.Person, c.Instrument)
	if err != nil {
		return "", err
	}
	id := tx.NewID()
	tx.TouchedAt("measure", id, p.ID, p.PCN, "gave "+tool.Name+" on paper")
	return id, asked(tx, id, p, e, tool, "paper", "")
}

func forGiving(tx *gate.Tx, id, code string) (p person.Person, t Tool, e string, err error) {
	if p, err = person.Load(tx, id); err != nil {
		return p, t, "", err
	}
	if t, err = toolFor(tx, p.PCN, code); err != nil {
		return p, t, "", err
	}
	e, err = openFor(tx, p)
	return p, t, e, err
}

func asked(tx *gate.Tx, id string, p person.Person, e string, t Tool, how, linkID string) error {
	_, err := tx.Exec("INSERT INTO measure_asked (id, person, episode, pcn, code, instrument_version, how, link, asked_at, by_id, by_name, ended_at, ended_how) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,NULL,'')",
		id, p.ID, e, p.PCN, t.Code, t.Version, how, linkID, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// endAsked ends what was given on paper when its answers are recorded.
func endAsked(tx *gate.Tx, personID, code, how string) error {
	_, err := tx.Exec("UPDATE measure_asked SET ended_at = $1, ended_how = $2 WHERE person = $3 AND code = $4 AND how = 'paper' AND ended_at IS NULL", tx.Now, how, personID, code)
	return err
}

// NotComing ends something that was given on paper and won't come back.
type NotComing struct{ ID string }

// Needs names the permission.
func (NotComing) Needs() access.Permission { return access.WriteCare }

// Do ends it. It answers with the person's id.
func (c NotComing) Do(_ context.Context, tx *gate.Tx) (string, error) {
	a, err := db.One[Asked](tx.Tx, "questionnaire", "SELECT "+askedColumns+" FROM measure_asked WHERE id = $1 AND how = 'paper'", c.ID)
	if err != nil {
		return "", err
	}
	p, err := person.Load(tx, a.Person)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Missing("questionnaire")
	}
	if err != nil {
		return "", err
	}
	if !a.EndedAt.IsZero() {
		return "", fault.Moved("This is no longer outstanding: %s", a.EndedHow)
	}
	tx.TouchedAt("measure", a.ID, p.ID, a.PCN, "a questionnaire on paper is not expected any more")
	_, err = tx.Exec("UPDATE measure_asked SET ended_at = $1, ended_how = $2 WHERE id = $3", tx.Now, tx.Actor.Name+": not expected any more", a.ID)
	return p.ID, err
}

// Asked is a questionnaire that was handed to somebody to fill in.
type Asked struct {
	ID                string
	Person            string
	Episode           string
	PCN               string `db:"pcn"`
	Code              string
	InstrumentVersion string
	How               string // "link" or "paper"
	Link              string
	AskedAt           calendar.Instant
	ByName            string
	EndedAt           calendar.Instant
	EndedHow          string

	Name  string    `db:"-"` // of the questionnaire
	Of    link.Link `db:"-"`
	State string    `db:"-"` // of the link
	Words string    `db:"-"` // how it stands
}

const askedColumns = "id, person, episode, pcn, code, instrument_version, how, link, asked_at, by_name, ended_at, ended_how"

// Outstanding reports whether an answer may still come.
func (a Asked) Outstanding() bool {
	return a.EndedAt.IsZero() && (a.How == "paper" || a.State == link.Open)
}

// askedOf gives what people were asked, the newest first.
func askedOf(tx *gate.Tx, ids []string) ([]Asked, error) {
	var a db.Args
	list, err := db.All[Asked](tx.Tx, "SELECT "+askedColumns+" FROM measure_asked WHERE person IN "+a.In(ids)+" ORDER BY asked_at DESC, id DESC", a.List...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, describe(tx, list)
}

func describe(tx *gate.Tx, list []Asked) error {
	var links, codes []string
	for _, x := range list {
		codes = append(codes, x.Code)
		if x.Link != "" {
			links = append(links, x.Link)
		}
	}
	of, err := link.Some(tx, links)
	if err != nil {
		return err
	}
	tools, err := known(tx, codes)
	for i := range list {
		x := &list[i]
		x.Name = x.Code
		if t, ok := tools[x.Code]; ok {
			x.Name = t.Name
		}
		if l, ok := of[x.Link]; ok {
			x.Of, x.State, x.Words = l, l.State(tx.Now), l.Words(tx.Now)
		} else if x.EndedAt.IsZero() {
			x.Words = "Not back yet"
		} else {
			x.Words = x.EndedHow
		}
	}
	return err
}
