package message

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Values are what a booking or a link puts into a wording.
type Values struct{ Day, Time, How, Link string }

// Order is a message that another room wants sent.
type Order struct {
	Person person.Person // to whom; the caller has them within its scope
	// Or to somebody who works here: their user, name, and e-mail address.
	Staff, StaffName, StaffAddress string

	PCN      string // whose wording; the person's network when empty
	Kind     string
	Channel  string
	Values   Values
	Key      string           // the same key is never queued twice; never empty
	About    string           // what it tells about: "booking:…"
	Until    calendar.Instant // after it the message makes no sense; zero for never
	ByItself bool             // nobody looks at it before it goes
}

// Preview is a message exactly as it would be sent, and whether it may be.
type Preview struct {
	Kind, Channel string
	May           bool
	Why           string // why it may be sent, or why not
	Subject, Body string
	Address       string
	ToName        string
	Language      string // of the wording, "" for English
	Template      string
	Version       int
	Parts         int      // of a text
	Warnings      []string // what whoever sends it should know
}

// ChannelText is the channel in words.
func (p Preview) ChannelText() string { return ChannelText(p.Channel) }

// KindText is the kind in words.
func (p Preview) KindText() string { return KindText(p.Kind) }

// Seal is what a page sends back, so that what is sent is what was seen.
func (p Preview) Seal() string {
	h := sha256.Sum256([]byte(strings.Join([]string{p.Kind, p.Channel, p.Subject, p.Body, p.Address, p.ToName}, "\x00")))
	return hex.EncodeToString(h[:12])
}

// desk is everything about a network that composing needs, read once.
type desk struct {
	templates []Template
	senders   map[string]Sender
	names     map[string]string // of practices
}

func deskOf(tx *gate.Tx, pcn string) (*desk, error) {
	d := &desk{names: map[string]string{}}
	var err error
	if d.templates, err = templates(tx, pcn, true); err != nil {
		return nil, err
	}
	if d.senders, err = senders(tx, pcn); err != nil {
		return nil, err
	}
	list, err := network.PracticesOf(tx, pcn, tx.Today())
	for _, p := range list {
		d.names[p.Code] = p.Name
	}
	return d, err
}

// called is what a message calls a person.
func called(p person.Person) string {
	switch {
	case p.KnownAs != "":
		return p.KnownAs
	case p.Given != "":
		return p.Given
	}
	return strings.TrimSpace(p.Title + " " + p.Family)
}

// preview composes a message. It decides whether it may be sent; nothing is
// written.
func (d *desk) preview(o Order, answers Answers) Preview {
	p := Preview{Kind: o.Kind, Channel: o.Channel}
	lang, practice := language(o.Person.Language), o.Person.Practice
	first := called(o.Person)
	if o.Staff != "" {
		lang, first, p.Address, p.ToName = "", o.StaffName, o.StaffAddress, o.StaffName
		p.May, p.Why = o.StaffAddress != "" && o.Channel == Email, "Somebody who works here"
		if !p.May {
			p.Why = "No e-mail address is known"
		}
	} else {
		p.Address, p.ToName = Addressed(o.Person, o.Channel), o.Person.Name()
		p.May, p.Why = MaySend(o.Person, answers, o.Channel, o.ByItself)
		if o.Person.SafeNote != "" {
			p.Warnings = append(p.Warnings, "Safe contact: "+strings.Join(strings.Fields(o.Person.SafeNote), " "))
		}
		if o.Person.Format != "" {
			p.Warnings = append(p.Warnings, "The person needs information in another form: "+o.Person.Format)
		}
	}
	t, found := choose(d.templates, o.Kind, o.Channel, lang)
	if !found {
		p.May, p.Why = false, "There is no wording for this; the network’s manager or the team lead can write one"
		return p
	}
	p.Template, p.Version, p.Language = t.ID, t.Version, t.Language
	if lang != "" && t.Language == "" {
		p.Warnings = append(p.Warnings, "The person’s language is "+lang+", and there is no wording in it: this is in English. Telling them by telephone, with an interpreter, may be better")
	}
	s := signed(d.senders, practice)
	name := d.names[practice]
	if name == "" {
		name = "Your practice"
	}
	values := map[string]string{
		"first name": first, "practice": name, "practice phone": s.Phone,
		"day": o.Values.Day, "time": o.Values.Time, "how": o.Values.How, "link": o.Values.Link,
	}
	var missing []string
	fill := func(text string) string {
		return placeholder.ReplaceAllStringFunc(text, func(m string) string {
			v := values[strings.Trim(m, "{}")]
			if v == "" {
				missing = append(missing, m)
			}
			return strings.Join(strings.Fields(v), " ")
		})
	}
	p.Subject, p.Body = fill(t.Subject), fill(t.Body)
	if o.Channel == Text {
		p.Parts, _ = Parts(p.Body)
	}
	no := func(why string) {
		if p.May {
			p.May, p.Why = false, why
		}
	}
	switch {
	case slices.Contains(missing, "{practice phone}"):
		no("No number to ring is set for this practice’s messages; the network’s manager or the team lead sets it under Wordings")
	case len(missing) > 0:
		no("It is not known what to fill in for " + missing[0])
	case p.Parts > MaxParts:
		no("It makes more than two text messages: the wording is too long for what is filled in")
	case o.Channel != Letter:
		if words := Telling(o.Values.How, s.NamesService); len(words) > 0 {
			no("The name of the place tells what it is for (" + strings.Join(words, ", ") + ")")
		}
	}
	return p
}

// Prepared is what the orders of one transaction share.
type Prepared struct {
	tx      *gate.Tx
	desks   map[string]*desk
	answers map[string]Answers // by person
}

// Prepare reads, in a few statements for all of them, what the messages to
// these people need. They are within the caller's scope.
func Prepare(tx *gate.Tx, people []person.Person) (*Prepared, error) {
	ids := make([]string, 0, len(people))
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	answers, err := answersOf(tx, ids)
	return &Prepared{tx: tx, desks: map[string]*desk{}, answers: answers}, err
}

func (d *Prepared) desk(o *Order) (*desk, error) {
	if o.PCN == "" {
		o.PCN = o.Person.PCN
	}
	if d.desks[o.PCN] == nil {
		x, err := deskOf(d.tx, o.PCN)
		if err != nil {
			return nil, err
		}
		d.desks[o.PCN] = x
	}
	return d.desks[o.PCN], nil
}

// Preview composes a message and says whether it may be sent.
func (d *Prepared) Preview(o Order) (Preview, error) {
	k, err := d.desk(&o)
	if err != nil {
		return Preview{}, err
	}
	return k.preview(o, d.answers[o.Person.ID]), nil
}

// Queued is what became of an order.
type Queued struct {
	ID      string // of the message, also of one that was queued before
	New     bool   // it was queued now
	Why     string // why it was not queued, "" when there is one
	Preview Preview
}

// Queue puts a message into the outbox, within the transaction of what it
// tells about. A key that was used before gives the message of then; a
// message that may not be sent is not queued, and the answer says why: that
// is no error.
func (d *Prepared) Queue(o Order) (Queued, error) {
	tx := d.tx
	if o.Key == "" {
		return Queued{}, fault.Wrong("key", "A message needs a key")
	}
	was, found, err := db.Maybe[string](tx.Tx, "SELECT id FROM message WHERE idem = $1", o.Key)
	if err != nil || found {
		return Queued{ID: was}, err
	}
	p, err := d.Preview(o)
	if err != nil {
		return Queued{}, err
	}
	if !p.May {
		return Queued{Why: p.Why, Preview: p}, nil
	}
	if o.PCN == "" {
		o.PCN = o.Person.PCN
	}
	m := Message{
		ID: tx.NewID(), Person: o.Person.ID, Staff: o.Staff, PCN: o.PCN, Practice: o.Person.Practice, Kind: o.Kind, Channel: o.Channel, Template: p.Template, TemplateVersion: p.Version,
		Language: p.Language, Subject: p.Subject, Body: p.Body, Address: p.Address, ToName: p.ToName, WhyMay: p.Why, About: o.About, Idem: o.Key, ByItself: o.ByItself,
		State: Waiting, Version: 1, NextAt: Daytime(tx.Now, o.ByItself), UntilAt: o.Until, QueuedAt: tx.Now, ByID: tx.Actor.ID, ByName: tx.Actor.Name, ChangedAt: tx.Now, ChangedBy: tx.Actor.Name,
	}
	var a db.Args
	marks := []string{}
	for _, v := range []any{m.ID, m.Person, m.Staff, m.PCN, m.Practice, m.Kind, m.Channel, m.Template, m.TemplateVersion, m.Language, m.Subject, m.Body, m.Address, m.ToName, m.WhyMay, m.About, m.Idem,
		m.ByItself, m.State, m.StateWhy, m.Version, m.Tries, m.Handing, m.NextAt, m.UntilAt, m.LeaseUntil, m.QueuedAt, m.ByID, m.ByName, m.ChangedAt, m.ChangedBy, m.SentHow} {
		marks = append(marks, a.Add(v))
	}
	if _, err := tx.Exec("INSERT INTO message ("+columns+") VALUES ("+strings.Join(marks, ",")+")", a.List...); err != nil {
		return Queued{}, err
	}
	tx.TouchedAt("message", m.ID, m.Person, m.PCN, "queued: "+m.Channel+", "+m.Kind)
	return Queued{ID: m.ID, New: true, Preview: p}, note(tx, m.ID, 1, "", Waiting, 0, "Queued. "+m.WhyMay)
}

// Daytime is when a message may go: at once when somebody pressed for it; one
// that comes by itself not before 8am and not after 8pm in London.
func Daytime(now calendar.Instant, byItself bool) calendar.Instant {
	hour, day := now.TimeOfDay().Hour(), now.Date()
	if !byItself || hour >= 8 && hour < 20 {
		return now
	}
	if hour >= 20 {
		day = day.AddDays(1)
	}
	if at, err := calendar.On(day, calendar.NewTime(8, 0)); err == nil {
		return at
	}
	return now
}

// Queue is Prepare and Queue for a single message: for rooms that send one
// within their own transaction.
func Queue(tx *gate.Tx, o Order) (Queued, error) {
	d, err := Prepare(tx, []person.Person{o.Person})
	if err != nil {
		return Queued{}, err
	}
	return d.Queue(o)
}

// note writes one line of what happened to a message; nr is the version that
// it brought.
func note(tx *gate.Tx, id string, nr int, from, to string, handing int, words string) error {
	_, err := tx.Exec("INSERT INTO message_event (id, message, nr, at, from_state, to_state, handing, words, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		tx.NewID(), id, nr, tx.Now, from, to, handing, clip(words, 1000), tx.Actor.ID, tx.Actor.Name)
	return err
}

// answersOf gives the latest answers of people, with those of records that
// were merged into theirs.
func answersOf(tx *gate.Tx, people []string) (map[string]Answers, error) {
	out := map[string]Answers{}
	top, err := person.Standing(tx, people)
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(top)), 5000) {
		var a db.Args
		list, err := db.All[Answer](tx.Tx, "SELECT id, person, matter, answer, address, note, recorded_at, by_name FROM message_consent WHERE person IN "+a.In(part)+" ORDER BY recorded_at, id", a.List...)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			who := top[x.Person]
			if out[who] == nil {
				out[who] = Answers{}
			}
			// Of two answers of one moment, which came later isn't known: no counts.
			was, ok := out[who][x.Matter]
			if !ok || x.RecordedAt.After(was.RecordedAt) || x.RecordedAt == was.RecordedAt && x.Answer == "no" {
				out[who][x.Matter] = x
			}
		}
	}
	return out, nil
}

// WithdrawAbout takes back the messages about something that wait to be sent:
// a booking was moved or cancelled before its reminder went.
func WithdrawAbout(tx *gate.Tx, about, why string) error {
	list, err := db.All[Message](tx.Tx, "SELECT "+columns+" FROM message WHERE about = $1 AND state IN ('waiting', 'failed')", about)
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := move(tx, m, Withdrawn, why); err != nil {
			return err
		}
	}
	return nil
}
