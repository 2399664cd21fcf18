package care

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// QuietDays is after how many days without a contact, an appointment or a
// place on the waiting list an episode is shown as having no next step. It
// orders the practitioner's own list and decides nothing.
const QuietDays = 14

// clockSteps are the days of a running clock from which it is shown.
var clockSteps = []int{29, 28, 21, 14}

// Today asks for a practitioner's day: who comes, what is unsigned, who has
// no next step, and whose clock runs long.
type Today struct {
	PCN          string
	Practitioner string        // the actor's own when left out, else the network's first in post
	Day          calendar.Date // today when left out
}

// Day is the answer to Today.
type Day struct {
	PCN          string
	Day          calendar.Date
	Today        bool
	Holiday      string // the name of the bank holiday, ""
	Practitioner workforce.Practitioner
	Own          bool // it is the actor's own day
	Team         []workforce.Practitioner
	Coming       []Coming
	Elsewhere    int // appointments with people whom the actor can't see
	Drafts       []Unsigned
	NotCopied    int // own signed contacts that nobody has marked as copied; see NotCopied
	Quiet        []Held
	Clocks       []Held
	NextClinic   calendar.Date   // of the practitioner, after the day; set when nobody comes
	Inbox        measures.ToRead // what came in over private links and waits, on today's page
}

// Coming is one appointment of the day.
type Coming struct {
	diary.Booking
	Who         person.Person
	PlaceName   string
	Never       bool // nobody here has seen or reached the person before
	LastContact calendar.Date
	Clock       policy.State
	Contact     string           // the signed note, ""
	DraftAt     calendar.Instant // of the actor's own draft, zero when there is none
	Safety      []measures.Score // safety items above 0 since the last contact, with who acknowledged them
}

// Unsigned is one of the actor's own drafts of a contact.
type Unsigned struct {
	Subject string
	SavedAt calendar.Instant
	Who     *person.Person // nil when the person can't be seen any more
	Booking *diary.Booking // nil when unplanned
}

// Held is an open episode that the practitioner holds.
type Held struct {
	Episode     episode.Episode
	Who         person.Person
	LastContact calendar.Date // zero when there was none
	NextAt      calendar.Instant
	Waiting     bool
	Clock       policy.State
	Step        int // the day of the clock from which it is shown: 14, 21, 28, and 29 for later
}

// Needs names the permission.
func (Today) Needs() access.Permission { return access.SeeCare }

// Ask gathers the day in a fixed number of statements, however many come.
func (q Today) Ask(_ context.Context, tx *gate.Tx) (Day, error) {
	d := Day{PCN: q.PCN, Day: q.Day}
	if !tx.Scope.InNetwork(q.PCN) {
		return d, fault.Missing("network")
	}
	if d.Day.IsZero() {
		d.Day = tx.Today()
	}
	d.Today = d.Day == tx.Today()
	d.Holiday, _ = calendar.IsBankHoliday(d.Day)
	if err := q.whose(tx, &d); err != nil {
		return d, err
	}
	bookings, err := diary.OfDay(tx, d.PCN, d.Practitioner.ID, d.Day)
	if err != nil {
		return d, err
	}
	drafts, drafted, err := ownContacts(tx)
	if err != nil {
		return d, err
	}
	var held []episode.Episode
	if d.Today {
		if held, err = episode.HeldBy(tx, d.PCN, d.Practitioner.ID); err != nil {
			return d, err
		}
		if tx.Scope.WholeNetwork(d.PCN) {
			if d.Inbox, err = measures.Waiting(tx, d.PCN); err != nil {
				return d, err
			}
		}
	}
	people, err := person.Many(tx, everybody(bookings, drafted, drafts, held))
	if err != nil {
		return d, err
	}
	g, err := gather(tx, people)
	if err != nil {
		return d, err
	}
	standings, err := diary.Standings(tx, d.PCN, g.ids())
	if err != nil {
		return d, err
	}
	places, err := diary.PlaceNames(tx, d.PCN)
	if err != nil {
		return d, err
	}
	g.standings = standings
	for _, b := range bookings {
		who, seen := people[b.Person]
		if !seen {
			d.Elsewhere++
			continue
		}
		d.Coming = append(d.Coming, g.coming(tx, b, who, places[b.Place], drafts))
	}
	if err := safety(tx, d.Coming); err != nil {
		return d, err
	}
	if d.Own {
		d.Drafts = g.unsigned(drafts, drafted, people, d.Coming)
		left, err := notCopied(tx, d.PCN, d.Practitioner.ID)
		if err != nil {
			return d, err
		}
		d.NotCopied = len(left)
	}
	g.held(tx, &d, held)
	if len(bookings) == 0 {
		if d.NextClinic, err = diary.NextClinicDay(tx, d.PCN, d.Practitioner.ID, d.Day); err != nil {
			return d, err
		}
	}
	tx.Listed("booking", strings.TrimSpace("day of "+d.Practitioner.Name+", "+d.PCN+", "+d.Day.String()), len(d.Coming))
	if n := len(d.Drafts) + len(d.Quiet) + len(d.Clocks); n > 0 {
		tx.Listed("episode", "unsigned, without a next step or with a long clock, "+d.PCN, n)
	}
	return d, nil
}

// whose finds the practitioner whose day it is. Another network's is not
// found.
func (q Today) whose(tx *gate.Tx, d *Day) error {
	var err error
	if d.Team, err = workforce.InPost(tx, q.PCN, tx.Today()); err != nil {
		return err
	}
	own := ""
	if me, err := workforce.Own(tx, tx.Actor.ID); err == nil {
		own = me.ID
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	want := q.Practitioner
	if want == "" && slices.ContainsFunc(d.Team, func(p workforce.Practitioner) bool { return p.ID == own }) {
		want = own
	}
	if want == "" && len(d.Team) > 0 {
		want = d.Team[0].ID
	}
	if want != "" {
		if d.Practitioner, err = workforce.InNetwork(tx, q.PCN, want); err != nil {
			return err
		}
	}
	d.Own = want != "" && want == own
	return nil
}

// ownContacts gives the actor's own drafts of contacts by what they are about,
// and the bookings among them.
func ownContacts(tx *gate.Tx) (map[string]account.Draft, []diary.Booking, error) {
	list, err := account.Drafts{}.Ask(context.Background(), tx)
	if err != nil {
		return nil, nil, err
	}
	out := map[string]account.Draft{}
	var ids []string
	for _, d := range list {
		if d.Kind != DraftContact {
			continue
		}
		out[d.Subject] = d
		if !strings.HasPrefix(d.Subject, "person:") {
			ids = append(ids, d.Subject)
		}
	}
	bookings, err := diary.Some(tx, ids)
	return out, bookings, err
}

// everybody gives the ids of all the people that a day is about, each once.
func everybody(bookings, drafted []diary.Booking, drafts map[string]account.Draft, held []episode.Episode) []string {
	set := map[string]bool{}
	for _, b := range bookings {
		set[b.Person] = true
	}
	for _, b := range drafted {
		set[b.Person] = true
	}
	for subject := range drafts {
		if id, ok := strings.CutPrefix(subject, "person:"); ok {
			set[id] = true
		}
	}
	for _, e := range held {
		set[e.Person] = true
	}
	ids := make([]string, 0, len(set))
	for id := range set {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// ids gives every id under which the gathered people's records stand.
func (g gathered) ids() []string {
	ids := make([]string, 0, len(g.who))
	for id := range g.who {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// standing puts together how the appointments of all records of a person
// stand.
func (g gathered) standing(p person.Person) diary.Standing {
	out := diary.Standing{Person: p.ID}
	for _, id := range g.records[p.ID] {
		s := g.standings[id]
		if !s.NextAt.IsZero() && (out.NextAt.IsZero() || s.NextAt.Before(out.NextAt)) {
			out.NextAt = s.NextAt
		}
		if s.LastSeen.After(out.LastSeen) {
			out.LastSeen = s.LastSeen
		}
		out.Waiting = out.Waiting || s.Waiting
	}
	return out
}

// lastContact gives the last day up to and including a day on which somebody
// saw or reached the person, the contact of one booking left aside; zero when
// nobody has.
func (g gathered) lastContact(p person.Person, except string, until calendar.Date) calendar.Date {
	var last calendar.Date
	for _, e := range g.byPerson[p.ID] {
		for _, h := range g.events[e.ID] {
			if h.Part == "contact" && (except == "" || h.Booking != except) && !h.Day.After(until) && h.Day.After(last) {
				last = h.Day
			}
		}
	}
	return last
}

func (g gathered) coming(tx *gate.Tx, b diary.Booking, who person.Person, place string, drafts map[string]account.Draft) Coming {
	c := Coming{Booking: b, Who: who, PlaceName: place, LastContact: g.lastContact(who, b.ID, b.Day), DraftAt: drafts[b.ID].SavedAt}
	if seen := g.standing(who).LastSeen; seen.Before(b.Day) && seen.After(c.LastContact) {
		c.LastContact = seen
	}
	c.Never = c.LastContact.IsZero()
	for _, e := range g.byPerson[who.ID] {
		if e.ID == b.Episode {
			c.Clock = g.clock(e, tx.Today())
		}
	}
	for _, h := range g.events[b.Episode] {
		if h.Part == "contact" && h.Booking == b.ID {
			c.Contact = h.ID
		}
	}
	return c
}

// safety reads the safety items above 0 that were acknowledged since each
// person was last seen, so that nobody walks into the room unaware.
func safety(tx *gate.Tx, list []Coming) error {
	if len(list) == 0 {
		return nil
	}
	episodes := make([]string, len(list))
	for i, c := range list {
		episodes[i] = c.Episode
	}
	found, err := measures.Acknowledged(tx, episodes)
	if err != nil {
		return err
	}
	for i := range found {
		for j := range list {
			if list[j].Episode == found[i].Episode && !found[i].OnDay.Before(list[j].LastContact) {
				list[j].Safety = append(list[j].Safety, found[i])
			}
		}
	}
	return nil
}

func (g gathered) unsigned(drafts map[string]account.Draft, drafted []diary.Booking, people map[string]person.Person, coming []Coming) []Unsigned {
	var out []Unsigned
	for subject, d := range drafts {
		if slices.ContainsFunc(coming, func(c Coming) bool { return c.ID == subject }) {
			continue // shown with the appointment
		}
		u := Unsigned{Subject: subject, SavedAt: d.SavedAt}
		id, unplanned := strings.CutPrefix(subject, "person:")
		if !unplanned {
			for i, b := range drafted {
				if b.ID == subject {
					u.Booking, id = &drafted[i], b.Person
				}
			}
		}
		if p, ok := people[id]; ok {
			u.Who = &p
		} else {
			u.Booking = nil
		}
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b Unsigned) int {
		if c := b.SavedAt.Compare(a.SavedAt); c != 0 {
			return c
		}
		return strings.Compare(a.Subject, b.Subject)
	})
	return out
}

// held fills in who has no next step and whose clock runs long.
func (g gathered) held(tx *gate.Tx, d *Day, list []episode.Episode) {
	for _, e := range list {
		who, ok := g.who[e.Person]
		if !ok {
			continue
		}
		s := g.standing(who)
		h := Held{Episode: e, Who: who, LastContact: g.lastContact(who, "", tx.Today()), NextAt: s.NextAt, Waiting: s.Waiting, Clock: g.clock(e, tx.Today())}
		if s.LastSeen.After(h.LastContact) {
			h.LastContact = s.LastSeen
		}
		quietSince := h.LastContact
		if quietSince.IsZero() {
			quietSince = e.OpenedAt.Date()
		}
		if h.NextAt.IsZero() && !h.Waiting && tx.Today().DaysSince(quietSince) >= QuietDays {
			d.Quiet = append(d.Quiet, h)
		}
		if !h.Clock.Start.IsZero() && !h.Clock.Stopped && !h.Clock.Ended {
			for _, step := range clockSteps {
				if h.Clock.Days >= step {
					h.Step = step
					d.Clocks = append(d.Clocks, h)
					break
				}
			}
		}
	}
	slices.SortStableFunc(d.Clocks, func(a, b Held) int { return b.Clock.Days - a.Clock.Days })
}
