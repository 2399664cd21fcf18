package diary

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Booking is somebody's appointment. A booking that was moved or cancelled
// stays, with who, when and why.
type Booking struct {
	ID           string
	Slot         string
	Person       string
	Episode      string
	PCN          string `db:"pcn"`
	Practice     string
	Practitioner string
	Place        string
	Kind         string
	Mode         string
	Day          calendar.Date
	StartsAt     calendar.Instant
	EndsAt       calendar.Instant
	Week         calendar.Date
	Counts       string
	OverWhy      string
	Words        string // why they come, in the person's words
	Wishes       string
	State        string // "booked", "moved", "cancelled"
	BookedBy     string
	BookedName   string
	BookedAt     calendar.Instant
	EndedAt      calendar.Instant
	EndedBy      string
	EndedName    string
	AskedBy      string
	EndedWhy     string
	MovedFrom    string
	MovedTo      string
	Arrival      string // "", "arrived", "late", "did not attend"
	ArrivedAt    calendar.Instant
	Happened     string // "", "yes", "no"
	HappenedWhy  string
	Version      int
}

const bookingColumns = "id, slot, person, episode, pcn, practice, practitioner, place, kind, mode, day, starts_at, ends_at, week, counts, over_why, words, wishes, state, booked_by, booked_name, booked_at, ended_at, ended_by, ended_name, asked_by, ended_why, moved_from, moved_to, arrival, arrived_at, happened, happened_why, version"

// Status says in a word or two how a booking stands; a page shows it as a tag.
func (b Booking) Status() string {
	switch {
	case b.State == "moved":
		return "Moved"
	case b.State == "cancelled":
		return "Cancelled"
	case b.Arrival == "did not attend":
		return "Did not attend"
	case b.Happened == "yes":
		return "Seen"
	case b.Happened == "no":
		return "Did not happen"
	case b.Arrival == "arrived":
		return "Arrived"
	case b.Arrival == "late":
		return "Arrived late"
	}
	return "Booked"
}

// StatusColour is the colour of the status's tag; one meaning a colour.
func (b Booking) StatusColour() string {
	switch b.Status() {
	case "Booked":
		return "blue"
	case "Arrived", "Arrived late":
		return "purple"
	case "Seen":
		return "green"
	case "Did not attend", "Did not happen":
		return "orange"
	}
	return "grey"
}

// Minutes is the booked length.
func (b Booking) Minutes() int { return int(b.EndsAt.Sub(b.StartsAt).Minutes()) }

// Book books a person straight into a slot, without a referral.
type Book struct {
	Person  string
	Slot    string
	Mode    string
	Words   string           // why they come, in their own words
	Wishes  string           // "a woman; a late bus"
	Answers []episode.Answer // the agreement's criteria as they were answered
	OverWhy string           // why over the limit, when it is

	way string // how the person comes, when it is not the usual way: see BookBack
}

// Needs names the permission.
func (Book) Needs() access.Permission { return access.Book }

// Do decides whether the booking may be made and makes it. The slot, the
// criteria and the allowance are looked at inside the transaction, so that a
// hundred receptions racing for ten slots make ten bookings.
func (c Book) Do(_ context.Context, tx *gate.Tx) (Booking, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return Booking{}, err
	}
	s, err := slotIn(tx, c.Slot)
	if err != nil {
		return Booking{}, err
	}
	if s.PCN != p.PCN {
		return Booking{}, fault.Missing("slot")
	}
	c.Words, c.Wishes, c.OverWhy = strings.TrimSpace(c.Words), strings.TrimSpace(c.Wishes), strings.TrimSpace(c.OverWhy)
	var check fault.Check
	check.Require(c.Words != "", "words", "Write down why the person comes, in their words")
	check.Require(len([]rune(c.Words)) <= 4000, "words", "The reason must be at most 4,000 characters")
	check.Require(len([]rune(c.Wishes)) <= 1000, "wishes", "Wishes must be at most 1,000 characters")
	check.Require(len([]rune(c.OverWhy)) <= 1000, "over", "The reason must be at most 1,000 characters")
	check.Require(slices.Contains(s.ModeList(), c.Mode), "mode", "Choose how the person will be seen: %s", strings.Join(s.ModeList(), ", "))
	if err := check.Err(); err != nil {
		return Booking{}, err
	}
	if s.State != "free" || !s.StartsAt.After(tx.Now) {
		return Booking{}, taken(s)
	}
	a, err := network.AgreementOn(tx, s.PCN, tx.Today())
	if err != nil {
		return Booking{}, fault.Refused("No agreement is in force for this network, so nothing can be booked without a referral")
	}
	own := tx.Actor.Holds(access.Practitioner)
	if err := mayBook(tx, a.Terms, s, p, own); err != nil {
		return Booking{}, err
	}
	if !own {
		if err := criteriaMet(a.Terms, s.Service, p, s.Day, c.Answers); err != nil {
			return Booking{}, err
		}
	}
	if err := freeThen(tx, p, s, ""); err != nil {
		return Booking{}, err
	}
	counts, err := c.counts(tx, a.Terms, p, s, own, "")
	if err != nil {
		return Booking{}, err
	}
	way := episode.DirectBooking
	if own {
		way = episode.WalkIn
	}
	if c.way != "" {
		way = c.way
	}
	e, err := episode.Open(tx, p.ID, s.PCN, s.Service)
	if fault.Is(err, fault.NotFound) || err == nil && !own {
		r, rerr := episode.Receive(tx, episode.Request{Person: p.ID, PCN: s.PCN, Practice: p.Practice, Way: way, Service: s.Service, Words: c.Words, Answers: c.Answers}, s.Practitioner)
		if rerr != nil {
			return Booking{}, rerr
		}
		e.ID = r.Episode
	} else if err != nil {
		return Booking{}, err
	}
	b := Booking{
		ID: tx.NewID(), Slot: s.ID, Person: p.ID, Episode: e.ID, PCN: s.PCN, Practice: p.Practice, Practitioner: s.Practitioner, Place: s.Place,
		Kind: s.Kind, Mode: c.Mode, Day: s.Day, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Week: s.Day.Monday(), Counts: counts, OverWhy: c.OverWhy,
		Words: c.Words, Wishes: c.Wishes, State: "booked", BookedBy: tx.Actor.ID, BookedName: tx.Actor.Name, BookedAt: tx.Now, Version: 1,
	}
	if counts != CountsOver {
		b.OverWhy = ""
	}
	if err := insertBooking(tx, b); err != nil {
		return Booking{}, err
	}
	if _, err := tx.Exec("UPDATE waiting SET state = 'booked', ended_at = $1, ended_why = 'booked', version = version + 1 WHERE person = $2 AND pcn = $3 AND state = 'waiting'", tx.Now, p.ID, s.PCN); err != nil {
		return Booking{}, err
	}
	tx.TouchedAt("booking", b.ID, p.ID, s.PCN, "booked for "+s.StartsAt.Long()+", counts: "+counts)
	return b, nil
}

func (c Book) counts(tx *gate.Tx, t network.Terms, p person.Person, s Slot, own bool, except string) (string, error) {
	if own {
		return CountsOwn, nil
	}
	if s.Kind == "duty" {
		return CountsReleased, nil
	}
	n, err := db.One[int](tx.Tx, "count", `SELECT count(*) FROM booking WHERE pcn = $1 AND practice = $2 AND week = $3 AND state = 'booked' AND counts IN ('allowance', 'over') AND id <> $4`,
		s.PCN, p.Practice, s.Day.Monday(), except)
	if err != nil {
		return "", err
	}
	v := Judge(t, p.Practice, n, s.StartsAt, tx.Now)
	if v.Counts == "" {
		return "", &fault.Error{Kind: fault.Invalid, Message: v.Says, Fields: []fault.Field{{Name: "slot", Message: v.Says}}}
	}
	if v.Reason && c.OverWhy == "" {
		return "", fault.Wrong("over", "Give a reason for going over the allowance of that week")
	}
	return v.Counts, nil
}

// mayBook says whether this role may book this slot under the agreement.
func mayBook(tx *gate.Tx, t network.Terms, s Slot, p person.Person, own bool) error {
	if own {
		return nil
	}
	if !slices.ContainsFunc(t.Bookers, tx.Actor.Holds) {
		return fault.Refused("The agreement does not let your role book directly")
	}
	if s.Kind == "follow" {
		return fault.Refused("Follow-up appointments are booked by the practitioner")
	}
	if s.Kind == "duty" && s.Day != tx.Today() {
		return fault.Refused("Duty slots are booked on the day itself")
	}
	if s.Day.After(tx.Today().AddDays(7 * t.HorizonWeeks)) {
		return fault.Wrong("slot", "The agreement lets practices book up to %d weeks ahead", t.HorizonWeeks)
	}
	return nil
}

// Judged is one criterion as it stands for a person.
type Judged struct {
	network.Criterion
	Met   string // "yes", "no", "not known"
	Known bool   // read from the record; nobody has to be asked
}

// JudgeCriteria says how each criterion of a service stands for a person on a
// day. Age is read from the date of birth; the rest is as it was answered.
func JudgeCriteria(svc network.Service, p person.Person, day calendar.Date, answers []episode.Answer) []Judged {
	out := make([]Judged, 0, len(svc.Criteria))
	for _, k := range svc.Criteria {
		j := Judged{Criterion: k, Met: "not known"}
		switch k.Rule {
		case "age from", "age to":
			if !p.BornOn.IsZero() {
				age := p.BornOn.Age(day)
				j.Known = true
				j.Met = "no"
				if k.Rule == "age from" && age >= k.Age || k.Rule == "age to" && age <= k.Age {
					j.Met = "yes"
				}
			}
		default:
			for _, a := range answers {
				if a.Key == k.Key && (a.Met == "yes" || a.Met == "no") {
					j.Met = a.Met
				}
			}
		}
		out = append(out, j)
	}
	return out
}

func criteriaMet(t network.Terms, service string, p person.Person, day calendar.Date, answers []episode.Answer) error {
	svc, ok := t.ServiceFor(service)
	if !ok {
		return fault.Refused("The agreement does not have this service")
	}
	for _, j := range JudgeCriteria(svc, p, day, answers) {
		if j.Met == "no" {
			return fault.Wrong("criteria", "This service is for people who are: %s. Instead: %s", j.Text, j.Onward)
		}
	}
	return nil
}

// freeThen makes sure that the person has nothing else at that time, and not
// a first appointment already.
func freeThen(tx *gate.Tx, p person.Person, s Slot, except string) error {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return err
	}
	var a db.Args
	list, err := db.All[Booking](tx.Tx, "SELECT "+bookingColumns+" FROM booking WHERE person IN "+a.In(ids)+" AND state = 'booked' AND id <> "+a.Add(except)+
		" AND ends_at > "+a.Add(tx.Now)+" ORDER BY starts_at", a.List...)
	if err != nil {
		return err
	}
	for _, b := range list {
		if b.StartsAt.Before(s.EndsAt) && s.StartsAt.Before(b.EndsAt) {
			return fault.Moved("%s has another appointment at that time, %s", p.Name(), b.StartsAt.Long())
		}
		if s.Kind == "first" && b.Kind == "first" && b.PCN == s.PCN {
			return fault.Moved("%s is booked already, for %s. Move that booking instead", p.Name(), b.StartsAt.Long())
		}
	}
	return nil
}

func insertBooking(tx *gate.Tx, b Booking) error {
	n, err := tx.Exec("UPDATE slot SET state = 'booked' WHERE id = $1 AND state = 'free'", b.Slot)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Moved("This slot was taken a moment ago. Nothing was booked; choose another one")
	}
	_, err = tx.Exec("INSERT INTO booking ("+bookingColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,'booked',$19,$20,$21,NULL,'','','','',$22,'','',NULL,'','',1)`,
		b.ID, b.Slot, b.Person, b.Episode, b.PCN, b.Practice, b.Practitioner, b.Place, b.Kind, b.Mode, b.Day, b.StartsAt, b.EndsAt, b.Week, b.Counts, b.OverWhy,
		b.Words, b.Wishes, b.BookedBy, b.BookedName, b.BookedAt, b.MovedFrom)
	return err
}

// load gives a booking whose person is within the scope.
func load(tx *gate.Tx, id string) (Booking, person.Person, error) {
	b, err := db.One[Booking](tx.Tx, "booking", "SELECT "+bookingColumns+" FROM booking WHERE id = $1", id)
	if err != nil {
		return b, person.Person{}, err
	}
	p, err := person.Load(tx, b.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("booking")
	}
	return b, p, err
}
