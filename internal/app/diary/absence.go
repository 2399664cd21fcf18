package diary

import (
	"context"
	"fmt"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Absence is time when a practitioner isn't there (leave), or that is kept
// free in a clinic (block).
type Absence struct {
	ID           string
	PCN          string `db:"pcn"`
	Practitioner string
	Kind         string
	FromAt, ToAt calendar.Instant
	Why          string
	ByName       string
	At           calendar.Instant
	EndedAt      calendar.Instant
}

// Words says what the absence is on a diary.
func (a Absence) Words() string {
	if a.Why == "" {
		return a.Kind
	}
	return a.Kind + ": " + a.Why
}

const absenceColumns = "id, pcn, practitioner, kind, from_at, to_at, why, by_name, at, ended_at"

// absences gives what takes a practitioner out of one network's diary from a
// day up to and including another.
func absences(tx *gate.Tx, pcn, practitioner string, from, to calendar.Date) ([]Absence, error) {
	start, err := calendar.On(from, 0)
	if err != nil {
		return nil, err
	}
	end, err := calendar.On(to.AddDays(1), 0)
	if err != nil {
		return nil, err
	}
	return db.All[Absence](tx.Tx, "SELECT "+absenceColumns+" FROM absence WHERE practitioner = $1 AND pcn = $4 AND ended_at IS NULL AND from_at < $2 AND to_at > $3 ORDER BY from_at, id", practitioner, end, start, pcn)
}

// What is to become of a booking whose time falls away.
const (
	Keep    = "keep"    // it stays as it is
	Rewait  = "waiting" // it is cancelled by the service, and the person goes to the top of the waiting list
	MustAsk = ""        // nobody has decided yet
)

// Displaced is one booking that a change concerns.
type Displaced struct {
	Booking Booking
	Person  person.Person
}

// Effect is what a change would do, before it is done.
type Effect struct {
	Bookings []Displaced
	Free     int // free slots that would fall away
}

// Sentence says the effect as the interruption page does.
func (e Effect) Sentence() string {
	people := fmt.Sprintf("%d people have bookings", len(e.Bookings))
	if len(e.Bookings) == 1 {
		people = "1 person has a booking"
	}
	if len(e.Bookings) == 0 {
		people = "Nobody has a booking"
	}
	return fmt.Sprintf("%s in this time, and %d free slots would fall away.", people, e.Free)
}

// AbsenceEffect asks what an absence would do. With a Kind the absence is
// checked as AddAbsence would.
type AbsenceEffect struct {
	PCN, Practitioner, Kind, Why string
	From, To                     calendar.Instant
}

// Needs names the permission.
func (AbsenceEffect) Needs() access.Permission { return access.KeepDiary }

// Ask gives the bookings that fall into it.
func (q AbsenceEffect) Ask(_ context.Context, tx *gate.Tx) (Effect, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return Effect{}, fault.Missing("network")
	}
	if q.Kind != "" {
		if err := (AddAbsence{PCN: q.PCN, Practitioner: q.Practitioner, Kind: q.Kind, From: q.From, To: q.To, Why: q.Why}).check(tx); err != nil {
			return Effect{}, err
		}
	}
	return effect(tx, "practitioner = $1 AND pcn = $2 AND starts_at < $3 AND ends_at > $4", q.Practitioner, q.PCN, q.To, q.From)
}

// effect finds the bookings and the free slots still to come that a condition
// on slots picks. Only people within the scope are named, and only to
// somebody who may open a person's page.
func effect(tx *gate.Tx, where string, args ...any) (Effect, error) {
	var e Effect
	args = append(args, tx.Now)
	where += fmt.Sprintf(" AND starts_at > $%d", len(args))
	list, err := db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE state = 'booked' AND happened = '' AND slot IN (SELECT id FROM slot WHERE state = 'booked' AND "+where+") ORDER BY starts_at, id", args...)
	if err != nil {
		return e, err
	}
	ids := make([]string, len(list))
	for i, b := range list {
		ids[i] = b.Person
	}
	people, err := nameable(tx, ids)
	if err != nil {
		return e, err
	}
	for _, b := range list {
		e.Bookings = append(e.Bookings, Displaced{b, people[b.Person]})
	}
	e.Free, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM slot WHERE state = 'free' AND "+where, args...)
	tx.Listed("booking", "that a change concerns", len(list))
	return e, err
}

// AddAbsence takes a practitioner out of the diary for a time. Every booking
// in it needs a decision; a booking that was made since the effect was shown
// makes it a Conflict, and nothing is changed.
type AddAbsence struct {
	PCN, Practitioner, Kind string
	From, To                calendar.Instant
	Why                     string
	Decisions               map[string]string // by booking: Keep or Rewait
}

// Needs names the permission.
func (AddAbsence) Needs() access.Permission { return access.KeepDiary }

// Do writes the absence, blocks the free slots and acts on each booking.
func (c AddAbsence) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if err := c.check(tx); err != nil {
		return "", err
	}
	a := Absence{ID: tx.NewID(), PCN: c.PCN, Practitioner: c.Practitioner, Kind: c.Kind, FromAt: c.From, ToAt: c.To, Why: strings.TrimSpace(c.Why)}
	if _, err := tx.Exec("INSERT INTO absence ("+absenceColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULL)", a.ID, a.PCN, a.Practitioner, a.Kind, a.FromAt, a.ToAt, a.Why, tx.Actor.Name, tx.Now); err != nil {
		return "", err
	}
	e, err := effect(tx, "practitioner = $1 AND pcn = $2 AND starts_at < $3 AND ends_at > $4", c.Practitioner, c.PCN, c.To, c.From)
	if err != nil {
		return "", err
	}
	if err := displace(tx, e.Bookings, c.Decisions, a.Words()); err != nil {
		return "", err
	}
	_, err = tx.Exec("UPDATE slot SET state = 'blocked', why = $1 WHERE practitioner = $2 AND pcn = $3 AND starts_at < $4 AND ends_at > $5 AND state = 'free'", a.Words(), c.Practitioner, c.PCN, c.To, c.From)
	tx.TouchedAt("absence", a.ID, "", c.PCN, fmt.Sprintf("%s from %s, %d bookings concerned", c.Kind, c.From.Long(), len(e.Bookings)))
	return a.ID, err
}

func (c AddAbsence) check(tx *gate.Tx) error {
	var check fault.Check
	if _, err := workforce.InNetwork(tx, c.PCN, c.Practitioner); err != nil {
		check.Fail("practitioner", "Choose a practitioner of this network")
	}
	check.Require(c.Kind == "leave" || c.Kind == "block", "kind", "Choose leave or a block-out")
	check.Require(!c.From.IsZero() && !c.To.IsZero() && c.From.Before(c.To), "to", "The end must be after the beginning")
	check.Require(c.To.IsZero() || c.To.After(tx.Now), "to", "This time is over")
	check.Require(c.To.Sub(c.From) <= hours(24*400), "to", "An absence can be at most 400 days long")
	check.Require(len([]rune(c.Why)) <= 200, "why", "The reason must be at most 200 characters")
	return check.Err()
}

// nameable gives the people whom the actor may see by name: those within the
// scope, for somebody who may open a person's page at all.
func nameable(tx *gate.Tx, ids []string) (map[string]person.Person, error) {
	if !tx.Actor.May(access.SeePerson) {
		return map[string]person.Person{}, nil
	}
	return person.Many(tx, ids)
}

// displace acts on each booking as it was decided.
func displace(tx *gate.Tx, list []Displaced, decisions map[string]string, why string) error {
	for _, d := range list {
		switch decisions[d.Booking.ID] {
		case Keep:
		case Rewait:
			service, err := db.One[string](tx.Tx, "slot", "SELECT service FROM slot WHERE id = $1", d.Booking.Slot)
			if err != nil {
				return err
			}
			if err := end(tx, d.Booking, "cancelled", "the service", why, ""); err != nil {
				return err
			}
			if err := wait(tx, Waiting{
				Person: d.Booking.Person, PCN: d.Booking.PCN, Practice: d.Booking.Practice, Service: service, Kind: d.Booking.Kind, Mode: d.Booking.Mode,
				Words: d.Booking.Words, Wishes: d.Booking.Wishes, Since: d.Booking.BookedAt, ByName: tx.Actor.Name,
			}); err != nil {
				return err
			}
			tx.TouchedAt("booking", d.Booking.ID, d.Booking.Person, d.Booking.PCN, "cancelled by the service and put on the waiting list: "+why)
		default:
			return fault.Moved("Say for each booking what is to happen. Somebody may have been booked since you looked")
		}
	}
	return nil
}

// EndAbsence takes an absence back; its blocked slots are free again.
type EndAbsence struct{ PCN, ID string }

// Needs names the permission.
func (EndAbsence) Needs() access.Permission { return access.KeepDiary }

// Do ends it.
func (c EndAbsence) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("absence")
	}
	a, err := db.One[Absence](tx.Tx, "absence", "SELECT "+absenceColumns+" FROM absence WHERE id = $1 AND pcn = $2", c.ID, c.PCN)
	if err != nil {
		return false, err
	}
	if !a.EndedAt.IsZero() {
		return false, fault.Moved("That absence was taken back already")
	}
	if _, err := tx.Exec("UPDATE absence SET ended_at = $1 WHERE id = $2", tx.Now, a.ID); err != nil {
		return false, err
	}
	slots, err := db.All[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE practitioner = $1 AND pcn = $2 AND state = 'blocked' AND starts_at < $3 AND ends_at > $4 AND starts_at > $5 AND why = $6 ORDER BY starts_at, id",
		a.Practitioner, a.PCN, a.ToAt, a.FromAt, tx.Now, a.Words())
	if err != nil {
		return false, err
	}
	others, err := absences(tx, a.PCN, a.Practitioner, a.FromAt.Date(), a.ToAt.Date())
	if err != nil {
		return false, err
	}
	for _, s := range slots { // what another absence covers stays blocked
		state, why := "free", ""
		for _, o := range others {
			if o.FromAt.Before(s.EndsAt) && s.StartsAt.Before(o.ToAt) {
				state, why = "blocked", o.Words()
			}
		}
		if _, err := tx.Exec("UPDATE slot SET state = $1, why = $2 WHERE id = $3", state, why, s.ID); err != nil {
			return false, err
		}
	}
	tx.TouchedAt("absence", a.ID, "", a.PCN, "taken back")
	return true, err
}

// Absences lists a network's absences that aren't over.
type Absences struct{ PCN string }

// Needs names the permission.
func (Absences) Needs() access.Permission { return access.SeeDiary }

// Ask lists them.
func (q Absences) Ask(_ context.Context, tx *gate.Tx) ([]Absence, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	tx.Nobody("when practitioners are away")
	return db.All[Absence](tx.Tx, "SELECT "+absenceColumns+" FROM absence WHERE pcn = $1 AND ended_at IS NULL AND to_at > $2 ORDER BY from_at", q.PCN, tx.Now)
}
