package onward

import (
	"encoding/json"
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// What can happen beside a change of state.
const (
	Declined = "declined"
	Told     = "told"    // the person was told that it came back
	Update   = "update"  // the person was told how it stands
	Passed   = "passed"  // somebody else looks after it now
	Wrong    = "correct" // an earlier event does not hold
)

// Reasons are why something comes back, value and text (the rejection reasons
// of the national data set, and "other").
var Reasons = [][2]string{{"duplicate", "Duplicate"}, {"inappropriate", "Inappropriate"}, {"incomplete", "Incomplete"}, {"other", "Other"}}

// Endings are how an onward request ends without having been done.
var Endings = [][2]string{{"door", "Another door: a new onward request"}, {"kept", "Kept here"}, {"unwanted", "The person doesn’t want it"}, {"other", "Other"}}

// Ways are how a request is sent.
var Ways = [][2]string{{"letter", "A letter"}, {"mail", "Secure mail"}, {"system", "Entered in their system"}}

// Lead is the owner of what nobody in post owns: the network's team lead.
const Lead = "lead"

// Part is one thing that the service wanted to know, as it was sent.
type Part struct {
	Key    string // of the Wants, or "q1" for a question of their own
	Title  string
	Text   string
	Source string // where it was taken from, "" when it was written for this
}

// Request is an onward request. What follows Owner is read from its events.
type Request struct {
	ID, Person  string
	PCN         string `db:"pcn"`
	Practice    string
	Service     string
	ServiceName string
	Kind        string
	SentTo      string // the address or the email that it goes to
	Way         string
	Stored      string `db:"body"`
	Parts       []Part `db:"-"`
	OwnWords    string
	Consent     string // the person's answer about sharing when it was prepared
	ConsentWhy  string // why it is shared without a clear yes
	ConsentTold string // how the person was told of that
	CameFrom    string // the request before this one, which came back
	PreparedAt  calendar.Instant
	ByID        string
	ByName      string
	Sender      string // the practitioner who prepared it
	Owner       string // a practitioner, or Lead

	State       string
	Reference   string // of the service's own system
	SentOn      calendar.Date
	RepliedOn   calendar.Date // of the first accepted, waiting or declined
	Reply       string
	Reason      string        // of a declined one
	DeclinedOn  calendar.Date // it came back
	DueOn       calendar.Date // by then somebody looks after what came back
	ExpectedOn  calendar.Date
	NextOn      calendar.Date // the person is told again how it stands
	LastTold    string        // what the person was told last
	ToldOn      calendar.Date
	AnsweredFor bool // the person was told that it came back or ended, or it is said why not
	EndedHow    string
	EndedOn     calendar.Date
	Version     int
}

// Open reports whether somebody still has to do something.
func (r Request) Open() bool { return open(r.State) }

const requestColumns = "id, person, pcn, practice, service, service_name, kind, sent_to, way, body, own_words, consent, consent_why, consent_told, came_from, prepared_at, by_id, by_name, sender, owner, state, reference, sent_on, replied_on, reply, reason, declined_on, due_on, expected_on, next_on, last_told, told_on, answered_for, ended_how, ended_on, version"

// Event is one thing that happened to a request.
type Event struct {
	ID, Request string
	Seq         int
	What        string // a state, Declined, Told, Update, Passed or Wrong
	OnDay       calendar.Date
	Source      string // who told us
	How         string // by which way; for an ending one of the Endings
	Reason      string // of the Reasons
	Words       string
	Told        string // what the person was told
	ToldBy      string
	ToldHow     string
	NotTold     string // why the person was not told
	ExpectedOn  calendar.Date
	NextOn      calendar.Date
	DueOn       calendar.Date
	Owner       string
	Corrects    string
	At          calendar.Instant
	ByID        string
	ByName      string
}

const eventColumns = "id, request, seq, what, on_day, source, how, reason, words, told, told_by, told_how, not_told, expected_on, next_on, due_on, owner, corrects, at, by_id, by_name"

// answers reports whether the event says that the person was told, or why not.
func (e Event) answers() bool { return e.Told != "" && e.ToldBy != "" || e.NotTold != "" }

// Holding gives the events that hold, the first one first: those that a later
// one corrects, and the corrections themselves, are left out.
func Holding(list []Event) []Event {
	wrong := map[string]bool{}
	for _, e := range list {
		if e.What == Wrong {
			wrong[e.Corrects] = true
		}
	}
	var out []Event
	for _, e := range list {
		if e.What != Wrong && !wrong[e.ID] {
			out = append(out, e)
		}
	}
	return out
}

// fold reads the state of a request from its events.
func (r *Request) fold(events []Event) {
	r.State, r.Reference, r.Reply, r.Reason, r.LastTold, r.EndedHow, r.AnsweredFor = Ready, "", "", "", "", "", false
	r.SentOn, r.RepliedOn, r.DeclinedOn, r.DueOn, r.ExpectedOn, r.NextOn, r.ToldOn, r.EndedOn = calendar.Date{}, calendar.Date{}, calendar.Date{}, calendar.Date{}, calendar.Date{}, calendar.Date{}, calendar.Date{}, calendar.Date{}
	for _, e := range Holding(events) {
		if a, ok := allowed[e.What]; ok {
			r.State = a.to
		}
		if e.Told != "" {
			r.LastTold, r.ToldOn = e.Told, e.OnDay
		}
		if e.Owner != "" {
			r.Owner = e.Owner
		}
		switch e.What {
		case Sent:
			r.SentOn, r.Reference = e.OnDay, e.Words
		case Accepted, Waits, Declined, FirstSeen:
			if r.RepliedOn.IsZero() {
				r.RepliedOn = e.OnDay
			}
			r.Reply = e.What
			if e.What == FirstSeen {
				r.Reply = Accepted
			}
			r.ExpectedOn, r.NextOn = e.ExpectedOn, e.NextOn
		case Update:
			r.NextOn = e.NextOn
			if !e.ExpectedOn.IsZero() {
				r.ExpectedOn = e.ExpectedOn
			}
		}
		switch e.What {
		case Declined:
			r.Reason, r.DeclinedOn, r.DueOn, r.AnsweredFor = e.Reason, e.OnDay, e.DueOn, e.answers()
		case Told:
			r.AnsweredFor = true
		case Done, Ended:
			r.EndedOn, r.EndedHow, r.NextOn = e.OnDay, e.How, calendar.Date{}
			r.AnsweredFor = r.AnsweredFor && r.State == Ended && !r.DeclinedOn.IsZero() || e.answers()
		}
	}
}

func eventsOf(tx *gate.Tx, request string) ([]Event, error) {
	return db.All[Event](tx.Tx, "SELECT "+eventColumns+" FROM onward_event WHERE request = $1 ORDER BY seq", request)
}

// held is a request that is being worked on.
type held struct {
	Request
	Who    person.Person
	Events []Event
}

// load gives a request with its person and events; somebody else's is not
// found.
func load(tx *gate.Tx, id string) (*held, error) {
	r, err := db.One[Request](tx.Tx, "onward request", "SELECT "+requestColumns+" FROM onward_request WHERE id = $1", id)
	if err != nil {
		return nil, err
	}
	h := &held{Request: r}
	h.Who, err = person.Load(tx, r.Person)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Missing("onward request")
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(r.Stored), &h.Parts); err != nil {
		return nil, err
	}
	h.Stored = ""
	h.Events, err = eventsOf(tx, id)
	return h, err
}

// change is load for a command that read a version.
func change(tx *gate.Tx, id string, version int) (*held, error) {
	h, err := load(tx, id)
	if err == nil && h.Version != version {
		last := "Somebody"
		when := ""
		if n := len(h.Events); n > 0 {
			last, when = h.Events[n-1].ByName, ", "+h.Events[n-1].At.Long()
		}
		return nil, fault.Moved("%s recorded something about this onward request since you opened it%s. Look at it again; nothing was overwritten", last, when)
	}
	return h, err
}

// happened writes an event and what follows from it.
func (h *held) happened(tx *gate.Tx, e Event, detail string) (string, error) {
	e.ID, e.Request, e.Seq, e.At, e.ByID, e.ByName = tx.NewID(), h.ID, len(h.Events)+1, tx.Now, tx.Actor.ID, tx.Actor.Name
	day := func(d calendar.Date) any {
		if d.IsZero() {
			return nil
		}
		return d
	}
	if _, err := tx.Exec("INSERT INTO onward_event ("+eventColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21)",
		e.ID, e.Request, e.Seq, e.What, e.OnDay, e.Source, e.How, e.Reason, e.Words, e.Told, e.ToldBy, e.ToldHow, e.NotTold, day(e.ExpectedOn), day(e.NextOn), day(e.DueOn), e.Owner, e.Corrects, e.At, e.ByID, e.ByName); err != nil {
		return "", err
	}
	h.Events = append(h.Events, e)
	h.fold(h.Events)
	n, err := tx.Exec(`UPDATE onward_request SET owner = $1, state = $2, reference = $3, sent_on = $4, replied_on = $5, reply = $6, reason = $7, declined_on = $8, due_on = $9, expected_on = $10,
		next_on = $11, last_told = $12, told_on = $13, answered_for = $14, ended_how = $15, ended_on = $16, version = version + 1 WHERE id = $17 AND version = $18`,
		h.Owner, h.State, h.Reference, day(h.SentOn), day(h.RepliedOn), h.Reply, h.Reason, day(h.DeclinedOn), day(h.DueOn), day(h.ExpectedOn),
		day(h.NextOn), h.LastTold, day(h.ToldOn), h.AnsweredFor, h.EndedHow, day(h.EndedOn), h.ID, h.Version)
	if err == nil && n == 0 {
		err = fault.Moved("Somebody else recorded something about this onward request just now. Look at it again")
	}
	h.Version++
	tx.TouchedAt("onward request", h.ID, h.Who.ID, h.PCN, detail)
	return h.ID, err
}

// last gives the last event of a kind that holds.
func last(events []Event, what string) *Event {
	list := Holding(events)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].What == what {
			return &list[i]
		}
	}
	return nil
}

// may reports whether an event can happen now.
func (r Request) may(what string) bool { return slices.Contains(allowed[what].from, r.State) }

// May reports whether an event can happen to a request in a state.
func May(state, what string) bool { return slices.Contains(allowed[what].from, state) }
