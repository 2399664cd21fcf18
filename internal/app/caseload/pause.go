package caseload

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// PauseReasons are why nothing is planned for a time.
var PauseReasons = []string{
	"The person is away",
	"The person is in hospital",
	"The person asks for a break",
	"Waits for another service to begin",
	"Work, family or an exam comes first for now",
	"Something else",
}

// MaxPauseWeeks is the longest pause; after it, it is agreed anew or ends.
const MaxPauseWeeks = 12

// Pause is a time in which nothing is planned, agreed with the person. It
// never stops the four-week clock, and the person keeps somebody who holds
// them.
type Pause struct {
	ID        string
	Episode   string
	Person    string
	PCN       string `db:"pcn"`
	Why       string
	Words     string
	FromDay   calendar.Date
	UntilDay  calendar.Date // the last day
	Told      string
	At        calendar.Instant
	ByID      string
	ByName    string
	EndedAt   calendar.Instant // zero while it goes on
	EndedName string
	EndedWhy  string
	Version   int
}

const pauseColumns = "id, episode, person, pcn, why, words, from_day, until_day, told, at, by_id, by_name, ended_at, ended_name, ended_why, version"

// Over gives by how many days a pause is past its last day, negative while it
// goes on.
func (p Pause) Over(today calendar.Date) int { return today.DaysSince(p.UntilDay) }

// openPauses gives the pauses of episodes that have not ended.
func openPauses(tx *gate.Tx, episodes []string) (map[string]*Pause, error) {
	out := map[string]*Pause{}
	if len(episodes) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Pause](tx.Tx, "SELECT "+pauseColumns+" FROM caseload_pause WHERE ended_at IS NULL AND episode IN "+a.In(episodes), a.List...)
	for i := range list {
		out[list[i].Episode] = &list[i]
	}
	return out, err
}

// openOf gives the open episode of a person in their network.
func openOf(tx *gate.Tx, p person.Person) (episode.Episode, error) {
	list, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return episode.Episode{}, err
	}
	i := slices.IndexFunc(list, func(e episode.Episode) bool { return e.State == "open" && e.PCN == p.PCN })
	if i < 0 {
		return episode.Episode{}, fault.Missing("open episode")
	}
	return list[i], nil
}

// Begin pauses a person's open episode until a day, agreed with them. Faults
// name the fields why, words, until and told. It answers with the pause's id.
type Begin struct {
	Person     string
	Why, Words string
	Until      calendar.Date
	Told       string // who agreed it with the person, and how
}

// Needs names the permission.
func (Begin) Needs() access.Permission { return access.WriteCare }

// Do checks and writes. Somebody whom nobody holds can't be paused.
func (c Begin) Do(_ context.Context, tx *gate.Tx) (string, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return "", err
	}
	e, err := openOf(tx, p)
	if err != nil {
		return "", err
	}
	if e.Holder == "" {
		return "", fault.Wrong("why", "Nobody holds %s yet. Take the request first: somebody who is paused has a practitioner", p.Name())
	}
	c.Words, c.Told = strings.TrimSpace(c.Words), strings.TrimSpace(c.Told)
	var check fault.Check
	check.Require(slices.Contains(PauseReasons, c.Why), "why", "Choose why")
	check.Require(c.Why != PauseReasons[len(PauseReasons)-1] || c.Words != "", "words", "Say what it is")
	check.Require(len([]rune(c.Words)) <= 1000, "words", "This must be at most 1,000 characters")
	check.Require(!c.Until.IsZero(), "until", "Enter the last day of the pause: a pause without an end is how somebody is forgotten")
	check.Require(c.Until.IsZero() || c.Until.After(tx.Today()), "until", "The last day must be after today")
	check.Require(!c.Until.After(tx.Today().AddDays(7*MaxPauseWeeks)), "until", "A pause is at most %d weeks long, until %s; then it is agreed again", MaxPauseWeeks, tx.Today().AddDays(7*MaxPauseWeeks).Medium())
	check.Require(c.Told != "", "told", "Say who agreed it with the person, and how")
	check.Require(len([]rune(c.Told)) <= 1000, "told", "This must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	open, err := openPauses(tx, []string{e.ID})
	if err != nil {
		return "", err
	}
	if x := open[e.ID]; x != nil {
		return "", fault.Moved("%s has paused this already, until %s. End that pause first", x.ByName, x.UntilDay.Medium())
	}
	id := tx.NewID()
	tx.TouchedAt("pause", id, p.ID, e.PCN, "paused until "+c.Until.Long())
	_, err = tx.Exec("INSERT INTO caseload_pause ("+pauseColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,NULL,'','',1)",
		id, e.ID, p.ID, e.PCN, c.Why, c.Words, tx.Today(), c.Until, c.Told, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return id, err
}

// End ends a pause, early or after its day, with what is planned now.
type End struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (End) Needs() access.Permission { return access.WriteCare }

// Do ends it.
func (c End) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	x, p, err := loadPause(tx, c.ID)
	if err != nil {
		return false, err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Why != "", "ended", "Say what happens now")
	check.Require(len([]rune(c.Why)) <= 1000, "ended", "This must be at most 1,000 characters")
	if err := check.Err(); err != nil {
		return false, err
	}
	if !x.EndedAt.IsZero() {
		return false, fault.Moved("%s has ended this pause already, at %s", x.EndedName, x.EndedAt.Long())
	}
	if x.Version != c.Version {
		return false, fault.Moved("Somebody else changed this pause since you opened the page")
	}
	tx.TouchedAt("pause", x.ID, p.ID, x.PCN, "the pause ended")
	return true, endPause(tx, x.ID, c.Why)
}

func endPause(tx *gate.Tx, id, why string) error {
	_, err := tx.Exec("UPDATE caseload_pause SET ended_at = $1, ended_name = $2, ended_why = $3, version = version + 1 WHERE id = $4", tx.Now, tx.Actor.Name, why, id)
	return err
}

// EndPauses ends the pause of an episode inside the command that closes it.
func EndPauses(tx *gate.Tx, episodeID string) error {
	open, err := openPauses(tx, []string{episodeID})
	if x := open[episodeID]; err == nil && x != nil {
		return endPause(tx, x.ID, "The episode was closed")
	}
	return err
}

// PauseOf gives the pause of an episode that has not ended, nil when there is
// none.
func PauseOf(tx *gate.Tx, episodeID string) (*Pause, error) {
	open, err := openPauses(tx, []string{episodeID})
	return open[episodeID], err
}

func loadPause(tx *gate.Tx, id string) (Pause, person.Person, error) {
	x, err := db.One[Pause](tx.Tx, "pause", "SELECT "+pauseColumns+" FROM caseload_pause WHERE id = $1", id)
	if err != nil {
		return x, person.Person{}, err
	}
	p, err := person.Load(tx, x.Person)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("pause")
	}
	return x, p, err
}
