package care

import (
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/policy"
)

// Fact is what a caseload shows of an open episode.
type Fact struct {
	Clock  policy.State
	SeenOn calendar.Date // of the last contact in the episode, zero when nobody was seen
}

// Facts gives what a caseload shows of episodes, by their ids, in a fixed
// number of statements, however many there are. people are those whom the
// actor may see, by the id that the episode has; the episodes of others are
// left out.
func Facts(tx *gate.Tx, people map[string]person.Person, episodes []episode.Episode) (map[string]Fact, error) {
	out := make(map[string]Fact, len(episodes))
	g, err := gather(tx, people)
	if err != nil {
		return nil, err
	}
	for _, e := range episodes {
		if _, ok := g.who[e.Person]; !ok {
			continue
		}
		f := Fact{Clock: g.clock(e, tx.Today())}
		for _, h := range g.events[e.ID] {
			if h.Part == "contact" && h.Day.After(f.SeenOn) {
				f.SeenOn = h.Day
			}
		}
		out[e.ID] = f
	}
	return out, nil
}

// Signed gives the signed contacts of bookings, by the booking.
func Signed(tx *gate.Tx, bookings []string) (map[string]string, error) {
	out := map[string]string{}
	if len(bookings) == 0 {
		return out, nil
	}
	type row struct{ ID, Booking string }
	var a db.Args
	list, err := db.All[row](tx.Tx, "SELECT id, booking FROM contact WHERE booking IN "+a.In(bookings)+" AND booking <> '' AND withdrawn_at IS NULL", a.List...)
	for _, r := range list {
		out[r.Booking] = r.ID
	}
	return out, err
}

// DraftKinds are the kinds of draft of this room that have a person's words.
var DraftKinds = []string{DraftContact, DraftAmendment, DraftAssessment, DraftPlan}

// ContactFor gives a contact and its person for a room above; anybody else's
// is not found.
func ContactFor(tx *gate.Tx, id string) (Contact, person.Person, error) { return loadContact(tx, id) }

// Course is what happened in one episode, for the room that says goodbye.
type Course struct {
	Contacts    int
	Minutes     int
	FirstOn     calendar.Date
	LastOn      calendar.Date
	Assessments []Assessment // that hold, the newest first
	Plans       []Plan
}

// CourseOf gives it, without looking at the scope.
func CourseOf(tx *gate.Tx, episodeID string) (Course, error) {
	var c Course
	list, err := db.All[Contact](tx.Tx, "SELECT "+contactColumns+" FROM contact WHERE episode = $1 AND withdrawn_at IS NULL ORDER BY day", episodeID)
	if err != nil {
		return c, err
	}
	for _, x := range list {
		c.Contacts, c.Minutes, c.LastOn = c.Contacts+1, c.Minutes+x.Minutes, x.Day
		if c.FirstOn.IsZero() {
			c.FirstOn = x.Day
		}
	}
	if c.Assessments, err = db.All[Assessment](tx.Tx, "SELECT "+assessmentColumns+" FROM assessment WHERE episode = $1 AND withdrawn_at IS NULL ORDER BY on_day DESC, id DESC", episodeID); err != nil {
		return c, err
	}
	c.Plans, err = db.All[Plan](tx.Tx, "SELECT "+planColumns+" FROM care_plan WHERE episode = $1 AND withdrawn_at IS NULL ORDER BY on_day DESC, id DESC", episodeID)
	return c, err
}
