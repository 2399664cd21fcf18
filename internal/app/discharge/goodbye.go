package discharge

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Destinations are where somebody goes on, value and text.
var Destinations = []string{
	"Nowhere else: they can come back to us",
	"The GP practice",
	"NHS Talking Therapies",
	"A secondary mental health team",
	"Social prescribing or a community group",
	"Another service",
	"Nobody knows",
	"They have died",
}

// ToldWays are how a person was told.
var ToldWays = []string{"in the room", "on the telephone", "by video", "by letter", "by text message", "through somebody they agreed to"}

// Carried is who has a loose end from the goodbye on, and why.
type Carried struct {
	Key   string // of the loose end
	Owner string
	Why   string
}

// SayGoodbye closes a person's open episode. What has to be settled is settled
// first; what is carried names who has it; the person has been told by
// somebody, somehow, on a day, except after a death. Version is the episode's,
// as it was read. Faults name why, destination, onward, teller, how, told-on,
// and "owner-" and "why-" with a loose end's key. It answers with the episode.
type SayGoodbye struct {
	Person      string
	Version     int
	Why         string // one of episode.Reasons
	Destination string // one of Destinations
	Onward      string // the service and who expects them
	Teller      string // who told the person
	How         string // one of ToldWays
	ToldOn      calendar.Date
	Carry       []Carried
}

// Needs names the permission.
func (SayGoodbye) Needs() access.Permission { return access.WriteCare }

// Do checks and closes.
func (c SayGoodbye) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	k, err := caseOf(tx, c.Person)
	if err != nil {
		return "", err
	}
	e := k.Episode
	ends, err := looseEnds(ctx, tx, k)
	if err != nil {
		return "", err
	}
	for _, l := range ends {
		if l.How == Settle {
			return "", fault.Wrong("", "Settle this first: %s", l.Says)
		}
	}
	died := c.Why == "Died"
	c.Onward, c.Teller = strings.TrimSpace(c.Onward), strings.TrimSpace(c.Teller)
	var check fault.Check
	check.Require(slices.Contains(episode.Reasons, c.Why), "why", "Choose how it ends")
	if died {
		c.Destination = "They have died"
	}
	check.Require(slices.Contains(Destinations, c.Destination), "destination", "Choose where the person goes on")
	check.Require(c.Destination != "Another service" || c.Onward != "", "onward", "Write which service, and who expects them")
	check.Require(len([]rune(c.Onward)) <= 800, "onward", "This must be at most 800 characters")
	told := ""
	if !died || c.Teller != "" {
		check.Require(c.Teller != "", "teller", "Say who told the person: nobody is closed without being told")
		check.Require(len([]rune(c.Teller)) <= 300, "teller", "This must be at most 300 characters")
		check.Require(slices.Contains(ToldWays, c.How), "how", "Choose how they were told")
		check.Require(!c.ToldOn.IsZero(), "told-on", "Enter the day on which they were told")
		check.Require(!c.ToldOn.After(tx.Today()), "told-on", "The day must be today or in the past")
		told = c.Teller + ", " + c.How + ", " + c.ToldOn.Medium()
	}
	carried := map[string]Carried{}
	for _, x := range c.Carry {
		carried[x.Key] = x
	}
	var over []Carried
	for _, l := range ends {
		if l.How != Carry {
			continue
		}
		x := carried[l.Key()]
		x.Key, x.Owner, x.Why = l.Key(), strings.TrimSpace(x.Owner), strings.TrimSpace(x.Why)
		check.Require(x.Owner != "" || died, "owner-"+x.Key, "Say who has this from now on: %s", l.Says)
		check.Require(x.Why != "" || died, "why-"+x.Key, "Say why it goes there, or what was agreed: %s", l.Says)
		check.Require(len([]rune(x.Owner)) <= 300 && len([]rune(x.Why)) <= 800, "why-"+x.Key, "This is too long")
		over = append(over, x)
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	onward := c.Destination
	if c.Onward != "" {
		onward += ": " + c.Onward
	}
	if err := episode.Close(tx, e, c.Version, episode.Ending{Why: c.Why, Onward: onward, Told: told}); err != nil {
		return "", err
	}
	if err := caseload.EndPauses(tx, e.ID); err != nil {
		return "", err
	}
	id := tx.NewID()
	if _, err := tx.Exec("INSERT INTO goodbye (id, episode, person, pcn, why, destination, onward, told, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
		id, e.ID, k.Person.ID, e.PCN, c.Why, c.Destination, c.Onward, told, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	for _, l := range ends {
		if l.How != Carry {
			continue
		}
		i := slices.IndexFunc(over, func(x Carried) bool { return x.Key == l.Key() })
		if _, err := tx.Exec("INSERT INTO goodbye_carried (goodbye, kind, of_id, says, owner, why) VALUES ($1,$2,$3,$4,$5,$6)", id, l.Kind, l.ID, l.Says, over[i].Owner, over[i].Why); err != nil {
			return "", err
		}
	}
	tx.TouchedAt("episode", e.ID, k.Person.ID, e.PCN, "goodbye said")
	return e.ID, nil
}

// Before asks what the page of a goodbye needs.
type Before struct{ Person string }

// Desk is the answer.
type Desk struct {
	Person    person.Person
	Episode   episode.Episode
	Ends      []LooseEnd
	Clock     care.Clock
	Summaries map[string]Version // the newest of each kind that was saved
	Weeks     int                // of the quick return, 0 when none is agreed
}

// Of gives the loose ends that are dealt with in one way.
func (d Desk) Of(how string) []LooseEnd {
	var out []LooseEnd
	for _, l := range d.Ends {
		if l.How == how {
			out = append(out, l)
		}
	}
	return out
}

// Free reports that nothing has to be settled first.
func (d Desk) Free() bool { return len(d.Of(Settle)) == 0 }

// Needs names the permission.
func (Before) Needs() access.Permission { return access.WriteCare }

// Ask gathers it; NotFound when no episode is open.
func (q Before) Ask(ctx context.Context, tx *gate.Tx) (Desk, error) {
	var d Desk
	k, err := caseOf(tx, q.Person)
	if k.Person.ID != "" {
		tx.Saw(k.Person.ID, "loose ends before closing")
	}
	if err != nil {
		return d, err
	}
	d.Person, d.Episode = k.Person, k.Episode
	if d.Ends, err = looseEnds(ctx, tx, k); err != nil {
		return d, err
	}
	if d.Clock, err = (care.ClockOf{Person: k.Person.ID}).Ask(ctx, tx); err != nil {
		return d, err
	}
	if d.Summaries, err = newest(tx, k.Episode.ID); err != nil {
		return d, err
	}
	d.Weeks, err = returnWeeks(tx, k.Episode.PCN)
	return d, err
}

// returnWeeks gives for how many weeks the agreement lets people come back
// without a new request; 0 when that is not agreed.
func returnWeeks(tx *gate.Tx, pcn string) (int, error) {
	a, err := network.AgreementOn(tx, pcn, tx.Today())
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return a.Terms.ReturnWeeks, err
}

// Said is a goodbye that was said.
type Said struct {
	ID          string
	Episode     string
	Person      string
	PCN         string `db:"pcn"`
	Why         string
	Destination string
	Onward      string
	Told        string
	At          calendar.Instant
	ByID        string
	ByName      string
	Carried     []Over `db:"-"`
}

// Over is a loose end that was carried over.
type Over struct{ Goodbye, Kind, OfID, Says, Owner, Why string }

const saidColumns = "id, episode, person, pcn, why, destination, onward, told, at, by_id, by_name"

func saidOf(tx *gate.Tx, episodes []string) (map[string]Said, error) {
	out := map[string]Said{}
	if len(episodes) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Said](tx.Tx, "SELECT "+saidColumns+" FROM goodbye WHERE episode IN "+a.In(episodes), a.List...)
	if err != nil || len(list) == 0 {
		return out, err
	}
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	var b db.Args
	over, err := db.All[Over](tx.Tx, "SELECT goodbye, kind, of_id, says, owner, why FROM goodbye_carried WHERE goodbye IN "+b.In(ids)+" ORDER BY kind, of_id", b.List...)
	for _, s := range list {
		for _, o := range over {
			if o.Goodbye == s.ID {
				s.Carried = append(s.Carried, o)
			}
		}
		out[s.Episode] = s
	}
	return out, err
}
