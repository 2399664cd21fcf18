// Package triage is the room of the queue: how a person is handed over, who
// takes a request, what was found out in a triage, and whom the service is
// for. Its one order is the longest wait first. Nothing here computes how
// much of a danger somebody is in, and nothing is declined by a clock.
package triage

import (
	"slices"
	"strings"

	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Record is what is known of a request beside how it came. The zero Record is
// a request that nobody has touched since it came.
type Record struct {
	Request      string
	Person       string
	PCN          string `db:"pcn"`
	Asked        string // one of Questions
	FromWhom     string // who hands over: "Dr Marsh, by telephone"
	PlannedOn    calendar.Date
	Response     string // from the service's own list; "" when nobody has chosen one
	ResponseDays int    // working days
	ResponseWhy  string
	ResponseName string // who chose it
	ResponseAt   calendar.Instant
	DueOn        calendar.Date // of the response
	NextStep     string
	StepOn       calendar.Date
	TakenAt      calendar.Instant // by whoever holds the episode
	PassedAt     calendar.Instant // up to the team lead; zero when it was not
	PassedName   string
	PassedWhy    string
	AnsweredAt   calendar.Instant
	AnsweredName string
	Answer       string
	Without      string // one of Withouts; "" when nobody has asked
	WithoutName  string
	WithoutAt    calendar.Instant
	Version      int
}

const recordColumns = "request, person, pcn, asked, from_whom, planned_on, response, response_days, response_why, response_name, response_at, due_on, next_step, step_on, taken_at, passed_at, passed_name, passed_why, answered_at, answered_name, answer, without, without_name, without_at, version"

// Due is the day on which something has to have happened: of the next step
// when there is one, else of the response; zero when nobody has set one.
func (r Record) Due() calendar.Date {
	if !r.StepOn.IsZero() {
		return r.StepOn
	}
	return r.DueOn
}

// Questions are what may be asked of a practitioner.
var Questions = []string{"Advice", "Consultation", "Triage", "A brief intervention", "Liaison with another service", "Access to another service"}

// Withouts are the answers to: without the practitioner, what would have
// happened?
var Withouts = []string{"A GP appointment", "A referral to secondary care", "NHS Talking Therapies", "A&E or crisis services", "Nothing", "Not known"}

// Event is one thing that happened to a request.
type Event struct {
	ID      string
	Request string
	Version int // of the request after it
	What    string
	Words   string
	ByID    string
	ByName  string
	At      calendar.Instant
}

const eventColumns = "id, request, version, what, words, by_id, by_name, at"

// happened writes down what happened to a request whose record was kept.
func happened(tx *gate.Tx, h held, what, words string) error {
	r := h.Request
	tx.TouchedAt("request", r.ID, r.Person, r.PCN, what)
	_, err := tx.Exec("INSERT INTO triage_event ("+eventColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", tx.NewID(), r.ID, h.Record.Version, what, words, tx.Actor.ID, tx.Actor.Name, tx.Now)
	return err
}

// held is a request with all that a command has to look at.
type held struct {
	Request episode.Request
	Who     person.Person
	Episode episode.Episode
	Record  Record
}

// load gives a request whose person is within the scope; anybody else's is
// not found.
func load(tx *gate.Tx, id string) (held, error) {
	var h held
	var err error
	if h.Request, err = episode.RequestByID(tx, id); err != nil {
		return h, err
	}
	if h.Who, err = person.Load(tx, h.Request.Person); err != nil {
		if fault.Is(err, fault.NotFound) {
			err = fault.Missing("request")
		}
		return h, err
	}
	all, err := episode.ByID(tx, []string{h.Request.Episode})
	if err != nil {
		return h, err
	}
	h.Episode = all[h.Request.Episode]
	rec, _, err := db.Maybe[Record](tx.Tx, "SELECT "+recordColumns+" FROM triage_request WHERE request = $1", id)
	h.Record = rec
	h.Record.Request, h.Record.Person, h.Record.PCN = h.Request.ID, h.Request.Person, h.Request.PCN
	return h, err
}

// change loads an open request for a command that read a version of it.
func change(tx *gate.Tx, id string, version int) (held, error) {
	h, err := load(tx, id)
	if err != nil {
		return h, err
	}
	if h.Request.State != "open" {
		return h, fault.Moved("This request has ended meanwhile: %s", h.Request.EndedWhy)
	}
	if h.Record.Version != version {
		last, _, err := db.Maybe[Event](tx.Tx, "SELECT "+eventColumns+" FROM triage_event WHERE request = $1 ORDER BY version DESC, id DESC LIMIT 1", id)
		if err != nil {
			return h, err
		}
		return h, fault.Moved("%s changed this request at %s: %s. Nothing of yours was overwritten", last.ByName, last.At.Long(), last.What)
	}
	return h, nil
}

// keep writes the record as it is now.
func (h *held) keep(tx *gate.Tx) error {
	r := h.Record
	if r.Version == 0 {
		r.Version = 1
		h.Record.Version = 1
		_, err := tx.Exec("INSERT INTO triage_request ("+recordColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25)",
			r.Request, r.Person, r.PCN, r.Asked, r.FromWhom, r.PlannedOn, r.Response, r.ResponseDays, r.ResponseWhy, r.ResponseName, r.ResponseAt, r.DueOn, r.NextStep, r.StepOn, r.TakenAt,
			r.PassedAt, r.PassedName, r.PassedWhy, r.AnsweredAt, r.AnsweredName, r.Answer, r.Without, r.WithoutName, r.WithoutAt, r.Version)
		return err
	}
	h.Record.Version++
	_, err := tx.Exec(`UPDATE triage_request SET response = $1, response_days = $2, response_why = $3, response_name = $4, response_at = $5, due_on = $6, next_step = $7, step_on = $8, taken_at = $9,
		passed_at = $10, passed_name = $11, passed_why = $12, answered_at = $13, answered_name = $14, answer = $15, without = $16, without_name = $17, without_at = $18, asked = $19, version = version + 1 WHERE request = $20`,
		r.Response, r.ResponseDays, r.ResponseWhy, r.ResponseName, r.ResponseAt, r.DueOn, r.NextStep, r.StepOn, r.TakenAt,
		r.PassedAt, r.PassedName, r.PassedWhy, r.AnsweredAt, r.AnsweredName, r.Answer, r.Without, r.WithoutName, r.WithoutAt, r.Asked, r.Request)
	return err
}

// respond sets how soon: a line of the service's own list, chosen by a person
// with a reason. It says nothing about how much of a danger somebody is in.
func (h *held) respond(tx *gate.Tx, t network.Terms, name, why string) error {
	i := slices.IndexFunc(t.ResponseTimes, func(r network.ResponseTime) bool { return r.Name == name })
	if i < 0 {
		return fault.Wrong("response", "Choose how soon, from the service’s own list")
	}
	if why == "" {
		return fault.Wrong("why", "Say why this response time")
	}
	if len([]rune(why)) > maxLine {
		return fault.Wrong("why", "The reason must be at most 1,000 characters")
	}
	due, err := calendar.AddWorkingDays(tx.Today(), t.ResponseTimes[i].WorkingDays)
	if err != nil {
		return err
	}
	r := &h.Record
	r.Response, r.ResponseDays, r.ResponseWhy, r.ResponseName, r.ResponseAt, r.DueOn = name, t.ResponseTimes[i].WorkingDays, why, tx.Actor.Name, tx.Now, due
	return nil
}

// Limits of what is written, in characters.
const (
	maxLine = 1_000
	maxText = 20_000
)

// line checks something short that has to be written.
func line(check *fault.Check, value *string, field, missing string) {
	*value = strings.TrimSpace(*value)
	check.Require(*value != "" || missing == "", field, "%s", missing)
	check.Require(len([]rune(*value)) <= maxLine, field, "This must be at most 1,000 characters")
}

// me gives the practitioner who is acting.
func me(tx *gate.Tx) (workforce.Practitioner, error) {
	p, err := workforce.Own(tx, tx.Actor.ID)
	if fault.Is(err, fault.NotFound) {
		return p, fault.Refused("Your account does not belong to a practitioner in post")
	}
	return p, err
}

// standing is how the appointments of everybody in a list stand, by every id
// under which their records are.
func standings(tx *gate.Tx, pcn string, people []person.Person) (map[string]diary.Standing, error) {
	ids := make([]string, 0, len(people))
	seen := map[string]bool{}
	for _, p := range people {
		if !seen[p.ID] {
			seen[p.ID] = true
			ids = append(ids, p.ID)
		}
	}
	out := make(map[string]diary.Standing, len(ids))
	for part := range slices.Chunk(ids, 4000) { // an engine takes only so many parameters
		records, err := person.Records(tx, part)
		if err != nil {
			return nil, err
		}
		var all []string
		for _, list := range records {
			all = append(all, list...)
		}
		slices.Sort(all)
		found, err := diary.Standings(tx, pcn, all)
		if err != nil {
			return nil, err
		}
		for _, id := range part {
			s := diary.Standing{Person: id}
			for _, x := range records[id] {
				f := found[x]
				if !f.NextAt.IsZero() && (s.NextAt.IsZero() || f.NextAt.Before(s.NextAt)) {
					s.NextAt = f.NextAt
				}
				if f.LastSeen.After(s.LastSeen) {
					s.LastSeen = f.LastSeen
				}
				s.Waiting = s.Waiting || f.Waiting
			}
			out[id] = s
		}
	}
	return out, nil
}

// contacts gives when the people of episodes were last seen.
func contacts(tx *gate.Tx, episodes []string) (map[string]care.LastContact, error) {
	out := map[string]care.LastContact{}
	for part := range slices.Chunk(episodes, 4000) {
		found, err := care.LastContacts(tx, part)
		if err != nil {
			return nil, err
		}
		for id, c := range found {
			out[id] = c
		}
	}
	return out, nil
}

// answered reports whether somebody has seen or reached the person since the
// request was received. A walk-in is written down after it happened.
func answered(r episode.Request, c care.LastContact, s diary.Standing) bool {
	day := r.ReceivedAt.Date()
	if !c.Day.IsZero() && !c.SignedAt.Before(r.ReceivedAt) && (r.Way == episode.WalkIn || !c.Day.Before(day)) {
		return true
	}
	return s.LastSeen.After(day) // the same day may have been before it came
}
