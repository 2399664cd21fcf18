// Package episode is the room of how a person comes and how long they are
// held: request → open → closed.
package episode

import (
	"context"
	"encoding/json"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The ways in which a person comes.
const (
	DirectBooking = "direct booking"
	WalkIn        = "walk-in or duty call"
	HandOver      = "hand-over"
)

// Answer is one criterion as it was answered when the person came.
type Answer struct {
	Key  string // of the criterion
	Text string // the criterion as it was worded then
	Met  string // "yes", "no", "not known"
}

// Request is how a person came: in whose words, when, through whom.
type Request struct {
	ID          string
	Person      string
	PCN         string `db:"pcn"`
	Practice    string
	Way         string
	Service     string
	Words       string
	AnswersText string   `db:"answers" json:"-"`
	Answers     []Answer `db:"-"`
	ReceivedAt  calendar.Instant
	ReceivedBy  string
	Episode     string
	State       string
	EndedAt     calendar.Instant
	EndedWhy    string
	Told        string
}

const requestColumns = "id, person, pcn, practice, way, service, words, answers, received_at, received_by, episode, state, ended_at, ended_why, told"

// Episode is the time in which a network's practitioners hold a person.
type Episode struct {
	ID        string
	Person    string
	PCN       string `db:"pcn"`
	Practice  string
	Service   string
	Holder    string // the practitioner who holds the person
	OpenedAt  calendar.Instant
	State     string
	ClosedAt  calendar.Instant
	ClosedWhy string
	Told      string
	Version   int
}

const episodeColumns = "id, person, pcn, practice, service, holder, opened_at, state, closed_at, closed_why, told, version"

// Open gives the person's open episode in a network's service; NotFound when
// there is none.
func Open(tx *gate.Tx, personID, pcn, service string) (Episode, error) {
	ids, err := person.Same(tx, personID)
	if err != nil {
		return Episode{}, err
	}
	var a db.Args
	q := "SELECT " + episodeColumns + " FROM episode WHERE person IN " + a.In(ids) + " AND pcn = " + a.Add(pcn) + " AND service = " + a.Add(service) + " AND state = 'open' ORDER BY opened_at LIMIT 1"
	return db.One[Episode](tx.Tx, "open episode", q, a.List...)
}

// ByID gives episodes by their ids.
func ByID(tx *gate.Tx, ids []string) (map[string]Episode, error) {
	var a db.Args
	list, err := db.All[Episode](tx.Tx, "SELECT "+episodeColumns+" FROM episode WHERE id IN "+a.In(ids), a.List...)
	out := make(map[string]Episode, len(list))
	for _, e := range list {
		out[e.ID] = e
	}
	return out, err
}

// Requests gives the requests of episodes, the first of each first.
func Requests(tx *gate.Tx, episodes []string) (map[string][]Request, error) {
	var a db.Args
	list, err := db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM request WHERE episode IN "+a.In(episodes)+" ORDER BY received_at", a.List...)
	out := map[string][]Request{}
	for _, r := range list {
		if err := r.readAnswers(); err != nil {
			return nil, err
		}
		out[r.Episode] = append(out[r.Episode], r)
	}
	return out, err
}

func (r *Request) readAnswers() error {
	if r.AnswersText == "" {
		return nil
	}
	return json.Unmarshal([]byte(r.AnswersText), &r.Answers)
}

// Receive notes a request inside the command that took it, and opens an
// episode unless one is open already. holder is the practitioner who is to
// see the person; they also hold from now on an open episode that nobody held. It was
// received now, unless the caller knows that it was earlier: a walk-in is
// written down after it happened.
func Receive(tx *gate.Tx, r Request, holder string) (Request, error) {
	if n := len([]rune(r.Words)); n > 4000 {
		return r, fault.Wrong("words", "The reason must be at most 4,000 characters; this one has %d", n)
	}
	answers, err := json.Marshal(r.Answers)
	if err != nil {
		return r, err
	}
	e, err := Open(tx, r.Person, r.PCN, r.Service)
	switch {
	case fault.Is(err, fault.NotFound):
		e = Episode{ID: tx.NewID(), Person: r.Person, PCN: r.PCN, Practice: r.Practice, Service: r.Service, Holder: holder, OpenedAt: tx.Now, State: "open", Version: 1}
		if _, err := tx.Exec("INSERT INTO episode ("+episodeColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,'open',NULL,'','',1)",
			e.ID, e.Person, e.PCN, e.Practice, e.Service, e.Holder, e.OpenedAt); err != nil {
			return r, err
		}
		tx.TouchedAt("episode", e.ID, r.Person, r.PCN, "opened")
	case err != nil:
		return r, err
	default:
		if err := HoldUnheld(tx, e.ID, holder); err != nil {
			return r, err
		}
	}
	if r.ReceivedAt.IsZero() || r.ReceivedAt.After(tx.Now) {
		r.ReceivedAt = tx.Now
	}
	r.ID, r.Episode, r.State, r.ReceivedBy = tx.NewID(), e.ID, "open", tx.Actor.Name
	_, err = tx.Exec("INSERT INTO request ("+requestColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,'open',NULL,'','')",
		r.ID, r.Person, r.PCN, r.Practice, r.Way, r.Service, r.Words, string(answers), r.ReceivedAt, r.ReceivedBy, r.Episode)
	tx.TouchedAt("request", r.ID, r.Person, r.PCN, r.Way)
	return r, err
}

// Hold says who holds the person from now on.
func Hold(tx *gate.Tx, episodeID, holder string) error {
	_, err := tx.Exec("UPDATE episode SET holder = $1, version = version + 1 WHERE id = $2", holder, episodeID)
	return err
}

// HoldUnheld says who holds the person from now on, unless somebody does.
// Whoever sees a person, or is to see them, holds them: nobody may be seen and
// stand in nobody's list. An empty holder changes nothing.
func HoldUnheld(tx *gate.Tx, episodeID, holder string) error {
	if holder == "" {
		return nil
	}
	_, err := tx.Exec("UPDATE episode SET holder = $1, version = version + 1 WHERE id = $2 AND holder = '' AND state = 'open'", holder, episodeID)
	return err
}

// OfPerson gives the episodes of a person, the open ones first, then the
// newest. The caller has made sure that the person is within the scope.
func OfPerson(tx *gate.Tx, personID string) ([]Episode, error) {
	ids, err := person.Same(tx, personID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	return db.All[Episode](tx.Tx, "SELECT "+episodeColumns+" FROM episode WHERE person IN "+a.In(ids)+" ORDER BY state DESC, opened_at DESC", a.List...)
}

// OtherWay is somebody who was shown another way, and whether they were told.
type OtherWay struct {
	ID        string
	Person    string
	PCN       string `db:"pcn"`
	Practice  string
	Words     string
	Criterion string
	Onward    string
	Urgent    bool
	Told      string // who was told
	ToldHow   string
	ByUser    string
	ByName    string
	At        calendar.Instant
}

const otherColumns = "id, person, pcn, practice, words, criterion, onward, urgent, told, told_how, by_user, by_name, at"

// ShowAnotherWay records that somebody who asked was shown another way: a
// criterion that wasn't met, or help needed today. Person may be "" when the
// caller could not be identified. It answers with the record's id.
type ShowAnotherWay struct {
	Person, PCN, Practice string
	Words                 string // in the caller's words
	Criterion             string // the criterion that was not met; "" when urgent
	Onward                string // where they were shown
	Urgent                bool
	Told                  string // who was told: "the person", "their mother"
	ToldHow               string // "by telephone", "at the desk"
}

// Needs names the permission.
func (ShowAnotherWay) Needs() access.Permission { return access.Book }

// Do writes it down.
func (c ShowAnotherWay) Do(_ context.Context, tx *gate.Tx) (string, error) {
	var check fault.Check
	check.Require(strings.TrimSpace(c.Told) != "", "told", "Say who was told: nobody is turned away without being told where to go")
	check.Require(strings.TrimSpace(c.Onward) != "", "onward", "Say where the person was shown")
	check.Require(len([]rune(c.Words)) <= 4000, "words", "The reason must be at most 4,000 characters")
	check.Require(len([]rune(c.Told)) <= 200 && len([]rune(c.ToldHow)) <= 200, "told", "Who was told must be at most 200 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	if !tx.Scope.InNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if c.Person != "" {
		p, err := person.Load(tx, c.Person)
		if err != nil {
			return "", err
		}
		c.Person, c.Practice = p.ID, p.Practice
	}
	id := tx.NewID()
	_, err := tx.Exec("INSERT INTO other_way ("+otherColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
		id, c.Person, c.PCN, c.Practice, c.Words, c.Criterion, c.Onward, c.Urgent, c.Told, c.ToldHow, tx.Actor.ID, tx.Actor.Name, tx.Now)
	what := "shown another way"
	if c.Urgent {
		what = "passed to urgent help"
	}
	tx.TouchedAt("other way", id, c.Person, c.PCN, what)
	return id, err
}

// OtherWays gives what a person was shown instead, newest first. The caller
// has made sure that the person is within the scope.
func OtherWays(tx *gate.Tx, personID string) ([]OtherWay, error) {
	ids, err := person.Same(tx, personID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	return db.All[OtherWay](tx.Tx, "SELECT "+otherColumns+" FROM other_way WHERE person IN "+a.In(ids)+" ORDER BY at DESC", a.List...)
}

// ShownOf asks what a person was shown instead of a booking.
type ShownOf struct{ Person string }

// Needs names the permission.
func (ShownOf) Needs() access.Permission { return access.SeeEpisode }

// Ask lists it, newest first.
func (q ShownOf) Ask(_ context.Context, tx *gate.Tx) ([]OtherWay, error) {
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return nil, err
	}
	tx.Saw(p.ID, "where they were shown instead")
	return OtherWays(tx, p.ID)
}
