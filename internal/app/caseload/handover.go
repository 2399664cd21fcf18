package caseload

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/supervision"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Why a caseload is handed over.
const (
	Leave  = "leave"  // for a time; those who are still open go back
	Leaver = "leaver" // for good
)

// Handover is one caseload that was handed over.
type Handover struct {
	ID           string
	PCN          string `db:"pcn"`
	Practitioner string // whose caseload it was
	Kind         string
	Why          string
	BackOn       calendar.Date // of a leave; zero for good
	At           calendar.Instant
	ByID         string
	ByName       string
	ReturnedAt   calendar.Instant
	ReturnedBy   string
	ReturnedName string
}

const handoverColumns = "id, pcn, practitioner, kind, why, back_on, at, by_id, by_name, returned_at, returned_by, returned_name"

// Handed is one person of a hand-over.
type Handed struct {
	Handover       string
	Episode        string
	Person         string
	ToPractitioner string
	EpisodeVersion int // of the episode, after the hand-over
	ToldAt         calendar.Instant
	ToldName       string
	ToldHow        string
	Back           string // "yes", "no" when something had changed since, "" before
}

const handedColumns = "handover, episode, person, to_practitioner, episode_version, told_at, told_name, told_how, back"

// Choice is to whom one person goes. Version is the episode's, as it was read.
type Choice struct {
	Episode string
	Version int
	To      string
}

// HandOver hands a whole caseload over, in one step: everybody whom the
// practitioner holds in the network gets somebody in post, or nothing happens.
// Flags go with the person, pauses stay. A leaver signs their drafts first.
// Faults name kind, why, back and, for one person, "to-" and the episode. It
// answers with the hand-over's id.
type HandOver struct {
	PCN          string
	Practitioner string
	Kind         string
	Why          string
	BackOn       calendar.Date
	Choices      []Choice
}

// Needs names the permission.
func (HandOver) Needs() access.Permission { return access.HandCaseload }

// mayHand gives the practitioner whose caseload it is: one's own, or anybody's
// for a team lead.
func mayHand(tx *gate.Tx, pcn, practitioner string) (workforce.Practitioner, error) {
	if !tx.Scope.InNetwork(pcn) {
		return workforce.Practitioner{}, fault.Missing("network")
	}
	own, err := workforce.Own(tx, tx.Actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return own, err
	}
	if practitioner == "" {
		practitioner = own.ID
	}
	if (own.ID == "" || practitioner != own.ID) && !tx.Actor.Holds(access.TeamLead) {
		return own, fault.Missing("caseload")
	}
	return workforce.InNetwork(tx, pcn, practitioner)
}

// Do checks everything before it writes anything.
func (c HandOver) Do(_ context.Context, tx *gate.Tx) (string, error) {
	from, err := mayHand(tx, c.PCN, c.Practitioner)
	if err != nil {
		return "", err
	}
	held, err := episode.HeldBy(tx, c.PCN, from.ID)
	if err != nil {
		return "", err
	}
	people, err := peopleOf(tx, held)
	if err != nil {
		return "", err
	}
	team, err := workforce.InPost(tx, c.PCN, tx.Today())
	if err != nil {
		return "", err
	}
	c.Why = strings.TrimSpace(c.Why)
	var check fault.Check
	check.Require(c.Kind == Leave || c.Kind == Leaver, "kind", "Choose whether it is for a time or for good")
	check.Require(c.Why != "", "why", "Say why, for everybody who reads it later")
	check.Require(len([]rune(c.Why)) <= 1000, "why", "This must be at most 1,000 characters")
	if c.Kind == Leave {
		check.Require(!c.BackOn.IsZero(), "back", "Enter the day on which they come back, as far as it is known")
		check.Require(c.BackOn.IsZero() || c.BackOn.After(tx.Today()), "back", "The day must be after today")
	} else {
		c.BackOn = calendar.Date{}
	}
	check.Require(len(held) > 0, "kind", "%s holds nobody in this network: there is nothing to hand over", from.Name)
	chosen := map[string]Choice{}
	for _, x := range c.Choices {
		chosen[x.Episode] = x
	}
	var stale bool
	for _, e := range held {
		x, ok := chosen[e.ID]
		delete(chosen, e.ID)
		name := "Somebody whom you can't see"
		if p, seen := people[e.Person]; seen {
			name = p.Name()
		}
		ready := ok && x.To != from.ID && slices.ContainsFunc(team, func(p workforce.Practitioner) bool { return p.ID == x.To })
		check.Require(ready, "to-"+e.ID, "%s has nobody yet: choose a practitioner who is in post", name)
		stale = stale || ok && x.Version != e.Version
	}
	if c.Kind == Leaver {
		drafts, err := draftsOf(tx, from, people)
		if err != nil {
			return "", err
		}
		for _, d := range drafts {
			check.Fail("drafts", "%s has a note about %s that is not signed, saved %s. Sign it first, or throw it away", from.Name, d.Who.Name(), d.SavedAt.Long())
		}
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if stale || len(chosen) > 0 {
		return "", fault.Moved("Somebody of this caseload was changed since you opened the page. Nothing was handed over; look through the list again")
	}
	h := Handover{ID: tx.NewID(), PCN: c.PCN, Practitioner: from.ID, Kind: c.Kind, Why: c.Why}
	var back any
	if !c.BackOn.IsZero() {
		back = c.BackOn
	}
	if _, err := tx.Exec("INSERT INTO caseload_handover ("+handoverColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULL,'','')",
		h.ID, h.PCN, h.Practitioner, h.Kind, h.Why, back, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return "", err
	}
	names := map[string]string{}
	for _, p := range team {
		names[p.ID] = p.Name
	}
	for _, x := range c.Choices {
		i := slices.IndexFunc(held, func(e episode.Episode) bool { return e.ID == x.Episode })
		e := held[i]
		version, err := episode.HoldFrom(tx, e, x.Version, x.To)
		if err != nil {
			return "", err
		}
		if _, err := tx.Exec("INSERT INTO caseload_handed ("+handedColumns+") VALUES ($1,$2,$3,$4,$5,NULL,'','','')", h.ID, e.ID, e.Person, x.To, version); err != nil {
			return "", err
		}
		tx.TouchedAt("episode", e.ID, e.Person, e.PCN, "handed over from "+from.Name+" to "+names[x.To])
		if err := moveFlags(tx, e.Person, from.ID, x.To, tx.Now); err != nil {
			return "", err
		}
	}
	return h.ID, nil
}

func moveFlags(tx *gate.Tx, personID, from, to string, before calendar.Instant) error {
	ids, err := person.Same(tx, personID)
	if fault.Is(err, fault.NotFound) {
		ids, err = []string{personID}, nil
	}
	if err != nil {
		return err
	}
	_, err = supervision.MoveFlags(tx, ids, from, to, before)
	return err
}

func peopleOf(tx *gate.Tx, list []episode.Episode) (map[string]person.Person, error) {
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.Person
	}
	return person.Many(tx, ids)
}

// Writing is a draft of a practitioner about somebody whom they hold.
type Writing struct {
	account.Begun
	Who person.Person
}

// draftsOf gives the drafts that the practitioner has begun about people.
func draftsOf(tx *gate.Tx, from workforce.Practitioner, people map[string]person.Person) ([]Writing, error) {
	once := map[string]person.Person{}
	for _, p := range people {
		once[p.ID] = p
	}
	var survivors []string
	for id := range once {
		survivors = append(survivors, id)
	}
	slices.Sort(survivors)
	records, err := person.Records(tx, survivors)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, list := range records {
		ids = append(ids, list...)
	}
	slices.Sort(ids)
	took, err := diary.TookPlace(tx, ids)
	if err != nil {
		return nil, err
	}
	coming, err := diary.Coming(tx, ids)
	if err != nil {
		return nil, err
	}
	begun, err := begunAbout(tx, survivors, records, append(took, coming...))
	if err != nil {
		return nil, err
	}
	var out []Writing
	for _, id := range survivors {
		for _, d := range begun[id] {
			if from.UserID != "" && d.Author == from.UserID {
				out = append(out, Writing{d, once[id]})
			}
		}
	}
	return out, nil
}

// Sheet asks for what the page of a hand-over needs.
type Sheet struct{ PCN, Practitioner string }

// Plan is the answer: everybody who is held, and what hangs on them.
type Plan struct {
	PCN    string
	From   workforce.Practitioner
	Team   []workforce.Practitioner // whom one may choose
	Held   []Mover
	Drafts []Writing
	HeldBy map[string]int // how many each holds now
	Agreed map[string]workforce.Capacity
}

// Mover is one person of a caseload that is to be handed over.
type Mover struct {
	Episode episode.Episode
	Who     person.Person
	Coming  []Appointment
	Pause   *Pause
	Flags   int
}

// Appointment is a booking to come, and whether it stays: it stays with the
// practitioner of the slot, so one with whoever goes has to be booked again.
type Appointment struct {
	diary.Booking
	With  string // the practitioner's name
	Again bool   // with the one who goes: must be booked again
}

// Needs names the permission.
func (Sheet) Needs() access.Permission { return access.HandCaseload }

// Ask gathers it.
func (q Sheet) Ask(_ context.Context, tx *gate.Tx) (Plan, error) {
	out := Plan{PCN: q.PCN, HeldBy: map[string]int{}}
	from, err := mayHand(tx, q.PCN, q.Practitioner)
	if err != nil {
		return out, err
	}
	out.From = from
	team, err := workforce.InPost(tx, q.PCN, tx.Today())
	if err != nil {
		return out, err
	}
	for _, p := range team {
		if p.ID != from.ID {
			out.Team = append(out.Team, p)
		}
	}
	open, err := episode.OpenIn(tx, q.PCN)
	if err != nil {
		return out, err
	}
	var held []episode.Episode
	var episodes []string
	for _, e := range open {
		out.HeldBy[e.Holder]++
		if e.Holder == from.ID {
			held = append(held, e)
			episodes = append(episodes, e.ID)
		}
	}
	if out.Agreed, err = workforce.Capacities(tx, q.PCN); err != nil {
		return out, err
	}
	people, err := peopleOf(tx, held)
	if err != nil {
		return out, err
	}
	coming, err := comingOf(tx, people, from.ID)
	if err != nil {
		return out, err
	}
	pauses, err := openPauses(tx, episodes)
	if err != nil {
		return out, err
	}
	var ids []string
	for id := range people {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	flags, err := supervision.OpenFlags(tx, ids)
	if err != nil {
		return out, err
	}
	for _, e := range held {
		p := people[e.Person] // of somebody out of scope it is empty; they are handed over all the same
		out.Held = append(out.Held, Mover{e, p, coming[p.ID], pauses[e.ID], len(flags[e.Person])})
	}
	slices.SortStableFunc(out.Held, func(a, b Mover) int { return strings.Compare(a.Who.FormalName(), b.Who.FormalName()) })
	out.Drafts, err = draftsOf(tx, from, people)
	tx.Listed("episode", "to hand over, "+from.Name+", "+q.PCN, len(out.Held))
	return out, err
}

// comingOf gives the bookings to come of people, by the surviving id.
func comingOf(tx *gate.Tx, people map[string]person.Person, goes string) (map[string][]Appointment, error) {
	survivor := map[string]string{}
	var survivors, ids []string
	for _, p := range people {
		if survivor[p.ID] == "" {
			survivor[p.ID] = p.ID
			survivors = append(survivors, p.ID)
		}
	}
	slices.Sort(survivors)
	records, err := person.Records(tx, survivors)
	if err != nil {
		return nil, err
	}
	for root, list := range records {
		for _, id := range list {
			survivor[id] = root
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	list, err := diary.Coming(tx, ids)
	if err != nil {
		return nil, err
	}
	var with []string
	for _, b := range list {
		with = append(with, b.Practitioner)
	}
	names, err := workforce.Known(tx, with)
	out := map[string][]Appointment{}
	for _, b := range list {
		id := survivor[b.Person]
		out[id] = append(out[id], Appointment{b, names[b.Practitioner].Name, b.Practitioner == goes})
	}
	return out, err
}

// loadHandover gives a hand-over of a network that the actor may see.
func loadHandover(tx *gate.Tx, id string) (Handover, []Handed, error) {
	h, err := db.One[Handover](tx.Tx, "hand-over", "SELECT "+handoverColumns+" FROM caseload_handover WHERE id = $1", id)
	if err != nil {
		return h, nil, err
	}
	if !tx.Scope.InNetwork(h.PCN) {
		return Handover{}, nil, fault.Missing("hand-over")
	}
	list, err := db.All[Handed](tx.Tx, "SELECT "+handedColumns+" FROM caseload_handed WHERE handover = $1 ORDER BY episode", id)
	return h, list, err
}
