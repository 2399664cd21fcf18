package liaison

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Warm is a person handed over in the room, with both names.
type Warm struct {
	ID             string
	PCN            string `db:"pcn"`
	Person         string
	Practice       string
	Request        string // the one that was made, "" when the person was held already
	Booking        string // of a duty slot
	FromID         string
	FromName       string
	ToPractitioner string
	ToName         string
	Situation      string
	Background     string
	Wanted         string
	At             calendar.Instant
	Met            string // "", "yes", "no"
	MetAt          calendar.Instant
	MetName        string
	MetWhy         string        // why not
	Who            person.Person `db:"-"`
}

const warmColumns = "id, pcn, person, practice, request, booking, from_id, from_name, to_practitioner, to_name, situation, background, wanted, at, met, met_at, met_name, met_why"

// InTheRoom asks who could receive somebody at this minute.
type InTheRoom struct{ Person string }

// Room is the answer: who is free now, who is here and busy, and the duty
// slots of today; the next one when nobody is free. It never says no: there is
// always a way on.
type Room struct {
	Person person.Person
	Free   []diary.Presence
	Others []diary.Presence
	Places map[string]string
	Names  map[string]string // of practitioners
	Duty   []diary.Slot
	Next   *diary.Slot
	Before []Warm // earlier ones of this person
	Why    string // why nobody can receive anybody here, "" when they can
}

// Needs names the permission.
func (InTheRoom) Needs() access.Permission { return access.WarmHandOver }

// Ask gathers it.
func (q InTheRoom) Ask(_ context.Context, tx *gate.Tx) (Room, error) {
	out := Room{Names: map[string]string{}}
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	out.Person = p
	tx.Saw(p.ID, "who is free to receive them")
	if out.Why = cannot(tx, p); out.Why != "" {
		return out, nil
	}
	present, err := diary.PresentNow(tx, p.PCN)
	if err != nil {
		return out, err
	}
	for _, x := range present {
		out.Names[x.ID] = x.Name
		if x.Free(tx.Now) && x.UserID != tx.Actor.ID {
			out.Free = append(out.Free, x)
		} else {
			out.Others = append(out.Others, x)
		}
	}
	if out.Places, err = diary.PlaceNames(tx, p.PCN); err != nil {
		return out, err
	}
	if out.Duty, out.Next, err = diary.DutyNow(tx, p.PCN, care.ServiceFor(p, tx.Today())); err != nil {
		return out, err
	}
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	out.Before, err = warmOf(tx, ids)
	return out, err
}

func cannot(tx *gate.Tx, p person.Person) string {
	if !p.Died.IsZero() {
		return p.Name() + " has died"
	}
	if p.PCN == "" {
		return "This person’s practice is in no network, so no practitioner works there"
	}
	if _, err := network.AgreementOn(tx, p.PCN, tx.Today()); err != nil {
		return "No agreement is in force for this network"
	}
	return ""
}

func warmOf(tx *gate.Tx, ids []string) ([]Warm, error) {
	var a db.Args
	return db.All[Warm](tx.Tx, "SELECT "+warmColumns+" FROM warm_handover WHERE person IN "+a.In(ids)+" ORDER BY at DESC, id DESC", a.List...)
}

// HandOverInRoom hands somebody over who is in the room: to a practitioner who
// is free now, or into a duty slot of today. It makes a request that carries
// both names, and answers with the hand-over's id. The practitioner says
// afterwards that they have met.
//
// Faults name the fields to, situation, background, wanted and mode.
type HandOverInRoom struct {
	Person     string
	To         string // a practitioner, or "slot:" and a duty slot
	Mode       string // of the duty slot; its only one when left out
	Situation  string
	Background string
	Wanted     string
}

// Needs names the permission.
func (HandOverInRoom) Needs() access.Permission { return access.WarmHandOver }

// Do checks and writes.
func (c HandOverInRoom) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	if why := cannot(tx, p); why != "" {
		return "", fault.Refused("%s", why)
	}
	var check fault.Check
	text(&check, &c.Situation, "situation", "Write what is happening, in a sentence")
	text(&check, &c.Background, "background", "")
	text(&check, &c.Wanted, "wanted", "Write what you ask for")
	check.Require(c.To != "", "to", "Choose who receives the person")
	if err := check.Err(); err != nil {
		return "", err
	}
	w := Warm{ID: tx.NewID(), PCN: p.PCN, Person: p.ID, Practice: p.Practice, FromID: tx.Actor.ID, FromName: tx.Actor.Name, Situation: c.Situation, Background: c.Background, Wanted: c.Wanted, At: tx.Now}
	words := c.Situation + "\nAsked for: " + c.Wanted
	if n := len([]rune(words)); n > maxText {
		return "", fault.Wrong("situation", "What is happening and what you ask for must be at most %d characters together", maxText)
	}
	present, err := diary.PresentNow(tx, p.PCN)
	if err != nil {
		return "", err
	}
	if slot, ok := cutSlot(c.To); ok {
		err = w.intoSlot(ctx, tx, c, slot, words, present)
	} else {
		err = w.inPerson(tx, c.To, words, present)
	}
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec("INSERT INTO warm_handover ("+warmColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,'',NULL,'','')",
		w.ID, w.PCN, w.Person, w.Practice, w.Request, w.Booking, w.FromID, w.FromName, w.ToPractitioner, w.ToName, w.Situation, w.Background, w.Wanted, w.At); err != nil {
		return "", err
	}
	tx.TouchedAt("hand-over in the room", w.ID, w.Person, w.PCN, "from "+w.FromName+" to "+w.ToName)
	return w.ID, nil
}

func cutSlot(to string) (string, bool) {
	const prefix = "slot:"
	if len(to) > len(prefix) && to[:len(prefix)] == prefix {
		return to[len(prefix):], true
	}
	return "", false
}

func (w *Warm) inPerson(tx *gate.Tx, to, words string, present []diary.Presence) error {
	i := slices.IndexFunc(present, func(x diary.Presence) bool { return x.ID == to })
	if i < 0 {
		return fault.Wrong("to", "Choose a practitioner who is in post in this network")
	}
	x := present[i]
	if !x.Free(tx.Now) {
		return fault.Moved("%s is not free any more. Nothing was handed over; choose again, or take a duty slot", x.Name)
	}
	w.ToPractitioner, w.ToName = x.ID, x.Name
	var err error
	w.Request, err = triage.InRoom(tx, w.Person, words, w.FromName, x.ID, x.Name)
	return err
}

func (w *Warm) intoSlot(ctx context.Context, tx *gate.Tx, c HandOverInRoom, slot, words string, present []diary.Presence) error {
	today, _, err := diary.DutyNow(tx, w.PCN, "adult")
	if err != nil {
		return err
	}
	young, _, err := diary.DutyNow(tx, w.PCN, "cyp")
	if err != nil {
		return err
	}
	all := append(today, young...)
	i := slices.IndexFunc(all, func(s diary.Slot) bool { return s.ID == slot })
	if i < 0 {
		return fault.Moved("This duty slot was taken a moment ago. Nothing was handed over; choose again")
	}
	s := all[i]
	if c.Mode == "" {
		c.Mode = s.ModeList()[0]
	}
	b, err := diary.BookAs(ctx, tx, diary.Book{Person: w.Person, Slot: s.ID, Mode: c.Mode, Words: words}, episode.HandOver)
	if err != nil {
		return err
	}
	w.Booking, w.ToPractitioner = b.ID, s.Practitioner
	for _, x := range present {
		if x.ID == s.Practitioner {
			w.ToName = x.Name
		}
	}
	r, made, err := episode.MadeNow(tx, b.Episode)
	if err != nil || !made {
		return err
	}
	w.Request = r.ID
	return triage.Warm(tx, r.ID, w.FromName, w.ToName)
}

// Met says that a practitioner has met somebody who was handed over in the
// room, or why not. The request stays as it is either way.
type Met struct {
	ID  string
	Not bool
	Why string // why not
}

// Needs names the permission.
func (Met) Needs() access.Permission { return access.AnswerAdvice }

// Do writes it; the fault's field is why.
func (c Met) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	w, err := db.One[Warm](tx.Tx, "hand-over", "SELECT "+warmColumns+" FROM warm_handover WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if _, err := person.Load(tx, w.Person); err != nil {
		if fault.Is(err, fault.NotFound) {
			err = fault.Missing("hand-over")
		}
		return false, err
	}
	if w.Met != "" {
		return false, fault.Moved("%s has written down already how this went, at %s", w.MetName, w.MetAt.Long())
	}
	met := "yes"
	var check fault.Check
	if c.Not {
		met = "no"
		line(&check, &c.Why, "why", "Say why you have not met, and what happens now")
	} else {
		c.Why = ""
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	tx.TouchedAt("hand-over in the room", w.ID, w.Person, w.PCN, "met: "+met)
	_, err = tx.Exec("UPDATE warm_handover SET met = $1, met_at = $2, met_name = $3, met_why = $4 WHERE id = $5", met, tx.Now, tx.Actor.Name, c.Why, w.ID)
	return true, err
}

// HandedOver asks for the people who were handed over in the room of a
// network: those who wait to be met first.
type HandedOver struct {
	PCN  string
	Open bool // only those who have not been met, handed over to the actor
}

// Needs names the permission.
func (HandedOver) Needs() access.Permission { return access.WarmHandOver }

// Ask lists them: the last 50 beside those who wait.
func (q HandedOver) Ask(_ context.Context, tx *gate.Tx) ([]Warm, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	self, err := own(tx)
	if err != nil {
		return nil, err
	}
	list, err := db.All[Warm](tx.Tx, "SELECT "+warmColumns+" FROM warm_handover WHERE pcn = $1 AND met = '' ORDER BY at, id", q.PCN)
	if err != nil {
		return nil, err
	}
	if q.Open {
		list = slices.DeleteFunc(list, func(w Warm) bool { return w.ToPractitioner != self })
	} else {
		past, err := db.All[Warm](tx.Tx, "SELECT "+warmColumns+" FROM warm_handover WHERE pcn = $1 AND met IN ('yes', 'no') ORDER BY at DESC, id DESC LIMIT 50", q.PCN)
		if err != nil {
			return nil, err
		}
		list = append(list, past...)
	}
	ids := make([]string, len(list))
	for i, w := range list {
		ids[i] = w.Person
	}
	who, err := people(tx, ids)
	if err != nil {
		return nil, err
	}
	var out []Warm
	for _, w := range list {
		if p, ok := who[w.Person]; ok {
			w.Who = p
			out = append(out, w)
		}
	}
	tx.Listed("hand-over in the room", q.PCN, len(out))
	return out, nil
}
