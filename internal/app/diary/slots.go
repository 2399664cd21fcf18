package diary

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Slot is one appointment that can be had, or was.
type Slot struct {
	ID           string
	Clinic       string
	PCN          string `db:"pcn"`
	Practitioner string
	Place        string
	Service      string
	Kind         string // "first", "follow", "duty"
	Modes        string
	Day          calendar.Date
	StartsAt     calendar.Instant
	EndsAt       calendar.Instant
	State        string // "free", "booked", "blocked", "withdrawn"
	Why          string
}

// Minutes is the length of the slot.
func (s Slot) Minutes() int { return int(s.EndsAt.Sub(s.StartsAt).Minutes()) }

// ModeList gives the ways in which a person can be seen in the slot.
func (s Slot) ModeList() []string { return strings.Split(s.Modes, ",") }

// Offer is a free slot as reception sees it.
type Offer struct {
	Slot
	PlaceName        string
	GettingThere     string
	PractitionerName string
	RoleType         string
	Gender           string
	Does             string
	DoesNot          string
	Verdict          Verdict
}

// Search asks for the free slots that a person can have: soonest first,
// across the network, with the practice's allowance in plain sight.
type Search struct {
	PCN, Person        string
	Service            string // "adult" when left out
	Kind               string // "first", "follow" or "duty"; "first" when left out
	Place              string
	Practitioner       string
	Gender             string
	Mode               string
	FromDay            calendar.Date
	After              string // the last slot of the page before
	Limit              int    // 12 when left out
	WithoutReleasedNow bool
}

// Found is the answer to Search.
type Found struct {
	Person    person.Person
	Agreement network.Agreement
	Allowance []Allowance // this week and the next, then up to the horizon
	Offers    []Offer
	More      string // the slot after which the next page begins
	Until     calendar.Date
	Duty      int // free duty slots today
	Choices   Set
	Own       bool     // the visitor books their own clinic: no allowance counts
	Waiting   *Waiting // the person's entry on the waiting list, if any
	Booked    *Booking // the person's first appointment to come, if any: they can't have a second one
}

// Needs names the permission.
func (Search) Needs() access.Permission { return access.Book }

// Ask searches.
func (q Search) Ask(_ context.Context, tx *gate.Tx) (Found, error) {
	var f Found
	if !tx.Scope.InNetwork(q.PCN) {
		return f, fault.Missing("network")
	}
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return f, err
	}
	f.Person = p
	tx.Saw(p.ID, "free slots for booking")
	if f.Agreement, err = network.AgreementOn(tx, q.PCN, tx.Today()); err != nil {
		return f, err
	}
	if q.Service == "" {
		q.Service = "adult"
	}
	if q.Kind == "" {
		q.Kind = "first"
	}
	if q.Limit <= 0 || q.Limit > 60 {
		q.Limit = 12
	}
	f.Own = tx.Actor.Holds(access.Practitioner)
	t := f.Agreement.Terms
	f.Until = tx.Today().AddDays(7 * t.HorizonWeeks)
	if f.Choices, err = set(tx, q.PCN); err != nil {
		return f, err
	}
	if f.Allowance, err = standing(tx, t, q.PCN, p.Practice, q.Service, t.HorizonWeeks+1); err != nil {
		return f, err
	}
	if f.Waiting, err = waitsFor(tx, p.ID, q.PCN); err != nil {
		return f, err
	}
	if f.Booked, err = bookedFirst(tx, p, q.PCN); err != nil {
		return f, err
	}
	if f.Duty, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM slot WHERE pcn = $1 AND kind = 'duty' AND state = 'free' AND service = $2 AND starts_at > $3 AND day = $4", q.PCN, q.Service, tx.Now, tx.Today()); err != nil {
		return f, err
	}
	slots, err := q.free(tx, f)
	if err != nil {
		return f, err
	}
	if len(slots) > q.Limit {
		slots = slots[:q.Limit]
		f.More = slots[len(slots)-1].ID
	}
	for _, s := range slots {
		f.Offers = append(f.Offers, f.offer(s, p.Practice, tx.Now))
	}
	return f, nil
}

// bookedFirst gives a person's first appointment to come, nil when there is
// none.
func bookedFirst(tx *gate.Tx, p person.Person, pcn string) (*Booking, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var a db.Args
	b, found, err := db.Maybe[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE person IN "+a.In(ids)+" AND state = 'booked' AND kind = 'first' AND pcn = "+a.Add(pcn)+
		" AND ends_at > "+a.Add(tx.Now)+" ORDER BY starts_at LIMIT 1", a.List...)
	if !found {
		return nil, err
	}
	return &b, err
}

func (f Found) offer(s Slot, practice string, now calendar.Instant) Offer {
	o := Offer{Slot: s}
	place, who := f.Choices.PlaceByID[s.Place], f.Choices.ByID[s.Practitioner]
	o.PlaceName, o.GettingThere = place.Name, place.GettingThere
	o.PractitionerName, o.RoleType, o.Gender, o.Does, o.DoesNot = who.Name, who.RoleType, who.Gender, who.Does, who.DoesNot
	switch {
	case f.Own:
		o.Verdict = Verdict{Counts: CountsOwn}
	case s.Kind == "duty":
		o.Verdict = Verdict{Counts: CountsReleased, Says: "A duty call today"}
	default:
		used := 0
		for _, a := range f.Allowance {
			if a.Week == s.Day.Monday() {
				used = a.Used
			}
		}
		o.Verdict = Judge(f.Agreement.Terms, practice, used, s.StartsAt, now)
	}
	return o
}

func (q Search) free(tx *gate.Tx, f Found) ([]Slot, error) {
	var a db.Args
	from := tx.Now
	if !q.FromDay.IsZero() {
		if start, err := calendar.On(q.FromDay, 0); err == nil && start.After(from) {
			from = start
		}
	}
	until := f.Until
	if q.Kind == "duty" {
		until = tx.Today()
	}
	where := "state = 'free' AND pcn = " + a.Add(q.PCN) + " AND kind = " + a.Add(q.Kind) + " AND starts_at > " + a.Add(from) +
		" AND service = " + a.Add(q.Service) + " AND day >= " + a.Add(from.Date()) + " AND day <= " + a.Add(until) // the days, so that no slot of the past is read
	if q.Place != "" {
		where += " AND place = " + a.Add(q.Place)
	}
	if q.Gender != "" && q.Practitioner == "" {
		var ids []string
		for _, p := range f.Choices.ByID {
			if p.Gender == q.Gender {
				ids = append(ids, p.ID)
			}
		}
		slices.Sort(ids)
		where += " AND practitioner IN " + a.In(ids)
	}
	if q.Practitioner != "" {
		where += " AND practitioner = " + a.Add(q.Practitioner)
	}
	if slices.Contains(Modes, q.Mode) {
		where += " AND ',' || modes || ',' LIKE " + a.Add("%,"+q.Mode+",%")
	}
	if q.After != "" {
		after, found, err := db.Maybe[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE id = $1 AND pcn = $2", q.After, q.PCN)
		if err != nil {
			return nil, err
		}
		if found {
			at := a.Add(after.StartsAt)
			where += " AND (starts_at > " + at + " OR starts_at = " + at + " AND id > " + a.Add(after.ID) + ")"
		}
	}
	return db.All[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE "+where+" ORDER BY starts_at, id LIMIT "+a.Add(q.Limit+1), a.List...)
}

// slotIn loads a slot of the networks in the scope.
func slotIn(tx *gate.Tx, id string) (Slot, error) {
	s, err := db.One[Slot](tx.Tx, "slot", "SELECT "+slotColumns+" FROM slot WHERE id = $1", id)
	if err == nil && !tx.Scope.InNetwork(s.PCN) {
		return Slot{}, fault.Missing("slot")
	}
	return s, err
}

// OneOffer asks for one free slot for a person, with what counts: the page on
// which the answers are checked before it is booked.
type OneOffer struct{ Person, Slot string }

// Needs names the permission.
func (OneOffer) Needs() access.Permission { return access.Book }

// Ask gives the slot; a slot that was taken in the meantime is a Conflict.
func (q OneOffer) Ask(_ context.Context, tx *gate.Tx) (Found, error) {
	var f Found
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return f, err
	}
	s, err := slotIn(tx, q.Slot)
	if err != nil {
		return f, err
	}
	tx.Saw(p.ID, "booking about to be made")
	f.Person, f.Own = p, tx.Actor.Holds(access.Practitioner)
	if s.PCN != p.PCN {
		return f, fault.Missing("slot")
	}
	if f.Agreement, err = network.AgreementOn(tx, s.PCN, tx.Today()); err != nil {
		return f, err
	}
	if f.Choices, err = set(tx, s.PCN); err != nil {
		return f, err
	}
	if f.Allowance, err = standing(tx, f.Agreement.Terms, s.PCN, p.Practice, s.Service, f.Agreement.Terms.HorizonWeeks+1); err != nil {
		return f, err
	}
	if f.Waiting, err = waitsFor(tx, p.ID, s.PCN); err != nil {
		return f, err
	}
	f.Offers = []Offer{f.offer(s, p.Practice, tx.Now)}
	if s.State != "free" || !s.StartsAt.After(tx.Now) {
		return f, taken(s)
	}
	return f, nil
}

func taken(s Slot) error {
	return fault.Moved("The slot on %s was taken a moment ago. Nothing was booked; choose another one", s.StartsAt.Long())
}
