package diary

import (
	"context"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Cell is one slot on a week grid or a day list. Booking and Who are nil for
// a person whom the visitor may not see: the slot is only "Booked" then.
type Cell struct {
	Slot
	Booking *Booking
	Who     *person.Person
}

// Week asks for a week of a network's diary, or of one practitioner or place.
type Week struct {
	PCN, Practitioner, Place string
	Monday                   calendar.Date
	Days                     int // 7 when left out; 1 is a day list
}

// Days is the answer: every slot of each day, in order.
type Days struct {
	Set
	Days []DayCells
}

// DayCells is one day of a diary.
type DayCells struct {
	Day     calendar.Date
	Holiday string
	Cells   []Cell
}

// Free counts the free slots of the day that haven't begun.
func (d DayCells) Free() int { return d.count("free") }

// Booked counts the booked slots of the day.
func (d DayCells) Booked() int { return d.count("booked") }

func (d DayCells) count(state string) int {
	n := 0
	for _, c := range d.Cells {
		if c.State == state {
			n++
		}
	}
	return n
}

// Needs names the permission.
func (Week) Needs() access.Permission { return access.SeeDiary }

// Ask gathers the slots and the bookings in them.
func (q Week) Ask(_ context.Context, tx *gate.Tx) (Days, error) {
	var out Days
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	if q.Days <= 0 || q.Days > 31 {
		q.Days = 7
	}
	last := q.Monday.AddDays(q.Days - 1)
	var a db.Args
	where := "pcn = " + a.Add(q.PCN) + " AND day >= " + a.Add(q.Monday) + " AND day <= " + a.Add(last)
	if q.Practitioner != "" {
		where += " AND practitioner = " + a.Add(q.Practitioner)
	}
	if q.Place != "" {
		where += " AND place = " + a.Add(q.Place)
	}
	slots, err := db.All[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE "+where+" AND state <> 'withdrawn' ORDER BY starts_at, practitioner, id", a.List...)
	if err != nil {
		return out, err
	}
	bookings, err := db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE "+where+" AND state = 'booked'", a.List...)
	if err != nil {
		return out, err
	}
	if out.Set, err = set(tx, q.PCN); err != nil {
		return out, err
	}
	ids := make([]string, len(bookings))
	bySlot := map[string]*Booking{}
	for i := range bookings {
		ids[i] = bookings[i].Person
		bySlot[bookings[i].Slot] = &bookings[i]
	}
	people, err := nameable(tx, ids)
	if err != nil {
		return out, err
	}
	for d := q.Monday; !d.After(last); d = d.AddDays(1) {
		day := DayCells{Day: d}
		day.Holiday, _ = calendar.IsBankHoliday(d)
		for _, s := range slots {
			if s.Day != d {
				continue
			}
			c := Cell{Slot: s, Booking: bySlot[s.ID]}
			if c.Booking != nil {
				if p, ok := people[c.Booking.Person]; ok {
					c.Who = &p
				} else {
					c.Booking = nil
				}
			}
			day.Cells = append(day.Cells, c)
		}
		out.Days = append(out.Days, day)
	}
	tx.Listed("booking", strings.TrimSpace("diary "+q.PCN+" from "+q.Monday.String()+" "+q.Practitioner), len(people))
	return out, nil
}

// Card is one booking with everything that its pages say.
type Card struct {
	Booking          Booking
	Person           person.Person
	PlaceName        string
	PlaceAddress     string
	GettingThere     string
	PractitionerName string
	RoleType         string
	RingsFrom        string
	Does             string
	Urgent           []network.UrgentRoute
	History          []Booking // the bookings before it, the first one first
	Practice         string    // the practice's name
}

// Told are the urgent routes that a person is told: those for staff are left
// out.
func (c Card) Told() []network.UrgentRoute {
	var out []network.UrgentRoute
	for _, r := range c.Urgent {
		if !r.StaffOnly {
			out = append(out, r)
		}
	}
	return out
}

// ByID asks for one booking: the confirmation, to read out and to print.
type ByID struct{ ID string }

// Needs names the permission.
func (ByID) Needs() access.Permission { return access.SeeDiary }

// Ask gathers it; a booking of somebody outside the scope is not found.
func (q ByID) Ask(_ context.Context, tx *gate.Tx) (Card, error) {
	b, p, err := load(tx, q.ID)
	if err != nil {
		return Card{}, err
	}
	tx.Saw(p.ID, "booking")
	c := Card{Booking: b, Person: p}
	s, err := set(tx, b.PCN)
	if err != nil {
		return c, err
	}
	place, who := s.PlaceByID[b.Place], s.ByID[b.Practitioner]
	c.PlaceName, c.PlaceAddress, c.GettingThere = place.Name, place.Address, place.GettingThere
	c.PractitionerName, c.RoleType, c.RingsFrom, c.Does = who.Name, who.RoleType, who.RingsFrom, who.Does
	if c.Urgent, err = network.RoutesFor(tx, b.PCN, b.Practice); err != nil {
		return c, err
	}
	if c.Practice, err = network.NameOf(tx, network.KindPractice, b.Practice, tx.Today()); err != nil && !fault.Is(err, fault.NotFound) {
		return c, err
	}
	for before := b.MovedFrom; before != "" && len(c.History) < 50; {
		old, found, err := db.Maybe[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE id = $1", before)
		if err != nil {
			return c, err
		}
		if !found {
			break
		}
		c.History = append([]Booking{old}, c.History...)
		before = old.MovedFrom
	}
	return c, nil
}

// OfPerson asks for all bookings of a person, the next one first, then the
// past ones from the newest.
type OfPerson struct{ Person string }

// PersonBookings is the answer to OfPerson.
type PersonBookings struct {
	Coming  []Row
	Past    []Row
	Waiting *Waiting
}

// Row is a booking with the names that go with it.
type Row struct {
	Booking
	PlaceName, PractitionerName string
}

// Needs names the permission.
func (OfPerson) Needs() access.Permission { return access.SeeDiary }

// Ask gathers them.
func (q OfPerson) Ask(_ context.Context, tx *gate.Tx) (PersonBookings, error) {
	var out PersonBookings
	p, err := person.Load(tx, q.Person)
	if err != nil {
		return out, err
	}
	tx.Saw(p.ID, "bookings")
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return out, err
	}
	var a db.Args
	list, err := db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE person IN "+a.In(ids)+" ORDER BY starts_at", a.List...)
	if err != nil || len(list) == 0 && p.PCN == "" {
		return out, err
	}
	s, err := set(tx, p.PCN)
	if err != nil {
		return out, err
	}
	for _, b := range list {
		r := Row{b, s.PlaceByID[b.Place].Name, s.ByID[b.Practitioner].Name}
		if b.State == "booked" && b.EndsAt.After(tx.Now) && b.Happened == "" {
			out.Coming = append(out.Coming, r)
		} else {
			out.Past = append([]Row{r}, out.Past...)
		}
	}
	out.Waiting, err = waitsFor(tx, p.ID, p.PCN)
	return out, err
}
