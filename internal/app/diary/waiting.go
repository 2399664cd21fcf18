package diary

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Waiting is somebody who waits for a slot.
type Waiting struct {
	ID           string
	Person       string
	PCN          string `db:"pcn"`
	Practice     string
	Service      string
	Kind         string
	Mode         string // "" is any
	Place        string // "" is any
	Practitioner string // "" is any
	Words        string
	Wishes       string
	NoticeHours  int // how much notice they need
	Since        calendar.Instant
	ByName       string
	State        string
	EndedAt      calendar.Instant
	EndedWhy     string
	Offers       int
	Version      int
}

const waitingColumns = "id, person, pcn, practice, service, kind, mode, place, practitioner, words, wishes, notice_hours, since, by_name, state, ended_at, ended_why, offers, version"

// Fits says whether a free slot suits somebody who waits.
func (w Waiting) Fits(s Slot, now calendar.Instant) bool {
	return w.PCN == s.PCN && w.Service == s.Service && w.Kind == s.Kind &&
		(w.Mode == "" || slices.Contains(s.ModeList(), w.Mode)) &&
		(w.Place == "" || w.Place == s.Place) && (w.Practitioner == "" || w.Practitioner == s.Practitioner) &&
		s.StartsAt.Sub(now) >= hours(w.NoticeHours)
}

func waitingOf(tx *gate.Tx, personID, pcn string) (Waiting, bool, error) {
	return db.Maybe[Waiting](tx.Tx, "SELECT "+waitingColumns+" FROM waiting WHERE person = $1 AND pcn = $2 AND state = 'waiting'", personID, pcn)
}

// waitsFor gives a person's entry on the waiting list, nil when there is none.
func waitsFor(tx *gate.Tx, personID, pcn string) (*Waiting, error) {
	w, waits, err := waitingOf(tx, personID, pcn)
	if !waits {
		return nil, err
	}
	return &w, err
}

func wait(tx *gate.Tx, w Waiting) error {
	if _, waits, err := waitingOf(tx, w.Person, w.PCN); err != nil || waits {
		return err
	}
	w.ID = tx.NewID()
	if w.Since.IsZero() {
		w.Since = tx.Now
	}
	_, err := tx.Exec("INSERT INTO waiting ("+waitingColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,'waiting',NULL,'',0,1)",
		w.ID, w.Person, w.PCN, w.Practice, w.Service, w.Kind, w.Mode, w.Place, w.Practitioner, w.Words, w.Wishes, w.NoticeHours, w.Since, w.ByName)
	tx.TouchedAt("waiting", w.ID, w.Person, w.PCN, "put on the waiting list")
	return err
}

// Wait puts somebody on the waiting list.
type Wait struct {
	Person, Service, Kind, Mode, Place, Practitioner, Words, Wishes string
	NoticeHours                                                     int
}

// Needs names the permission.
func (Wait) Needs() access.Permission { return access.WaitingList }

// Do puts them on it; somebody who waits already is told so.
func (c Wait) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	p, err := person.Load(tx, c.Person)
	if err != nil {
		return false, err
	}
	if p.PCN == "" {
		return false, fault.Refused("This person's practice is in no network")
	}
	var check fault.Check
	check.Require(strings.TrimSpace(c.Words) != "", "words", "Write down why the person comes, in their words")
	check.Require(len([]rune(c.Words)) <= 4000, "words", "The reason must be at most 4,000 characters")
	check.Require(len([]rune(c.Wishes)) <= 1000, "wishes", "Wishes must be at most 1,000 characters")
	check.Require(c.Mode == "" || slices.Contains(Modes, c.Mode), "mode", "Choose how the person can be seen")
	check.Require(c.NoticeHours >= 0 && c.NoticeHours <= 336, "notice", "Notice must be from 0 to 336 hours")
	if err := check.Err(); err != nil {
		return false, err
	}
	if w, waits, err := waitingOf(tx, p.ID, p.PCN); err != nil {
		return false, err
	} else if waits {
		return false, fault.Moved("%s is on the waiting list already, since %s", p.Name(), w.Since.Long())
	}
	if c.Service == "" {
		c.Service = "adult"
	}
	if c.Kind == "" {
		c.Kind = "first"
	}
	return true, wait(tx, Waiting{Person: p.ID, PCN: p.PCN, Practice: p.Practice, Service: c.Service, Kind: c.Kind, Mode: c.Mode, Place: c.Place,
		Practitioner: c.Practitioner, Words: strings.TrimSpace(c.Words), Wishes: strings.TrimSpace(c.Wishes), NoticeHours: c.NoticeHours, ByName: tx.Actor.Name})
}

// StopWaiting takes somebody off the waiting list; why says who told them, or
// what they decided.
type StopWaiting struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (StopWaiting) Needs() access.Permission { return access.WaitingList }

// Do takes them off.
func (c StopWaiting) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	w, err := db.One[Waiting](tx.Tx, "entry on the waiting list", "SELECT "+waitingColumns+" FROM waiting WHERE id = $1", c.ID)
	if err != nil {
		return false, err
	}
	if _, err := person.Load(tx, w.Person); err != nil {
		return false, fault.Missing("entry on the waiting list")
	}
	if w.State != "waiting" || w.Version != c.Version {
		return false, fault.Moved("Somebody else changed this entry since you opened the page")
	}
	if strings.TrimSpace(c.Why) == "" || len([]rune(c.Why)) > 1000 {
		return false, fault.Wrong("why", "Say why, and who told the person, in at most 1,000 characters")
	}
	_, err = tx.Exec("UPDATE waiting SET state = 'left', ended_at = $1, ended_why = $2, version = version + 1 WHERE id = $3", tx.Now, strings.TrimSpace(c.Why), w.ID)
	tx.TouchedAt("waiting", w.ID, w.Person, w.PCN, "taken off the waiting list")
	return true, err
}

// Waits is one row of the waiting list.
type Waits struct {
	Waiting
	Who  person.Person
	Fits int // free slots that suit, within the agreement's horizon
}

// WaitingListOf asks for the people who wait, the longest first; with a slot,
// for those whom it suits.
type WaitingListOf struct{ PCN, Slot string }

// Waiters is the answer: only people within the scope are named.
type Waiters struct {
	Slot *Offer
	List []Waits
	All  int // how many wait in the whole network
}

// Needs names the permission.
func (WaitingListOf) Needs() access.Permission { return access.WaitingList }

// Ask lists them.
func (q WaitingListOf) Ask(_ context.Context, tx *gate.Tx) (Waiters, error) {
	var out Waiters
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	list, err := db.All[Waiting](tx.Tx, "SELECT "+waitingColumns+" FROM waiting WHERE pcn = $1 AND state = 'waiting' ORDER BY since, id LIMIT 500", q.PCN)
	if err != nil {
		return out, err
	}
	out.All = len(list)
	free, err := db.All[Slot](tx.Tx, "SELECT "+slotColumns+" FROM slot WHERE pcn = $1 AND state = 'free' AND starts_at > $2 AND day >= $3 AND day <= $4 ORDER BY starts_at", q.PCN, tx.Now, tx.Today(), tx.Today().AddDays(28))
	if err != nil {
		return out, err
	}
	if q.Slot != "" {
		s, err := slotIn(tx, q.Slot)
		if err != nil {
			return out, err
		}
		all, err := set(tx, q.PCN)
		if err != nil {
			return out, err
		}
		o := Found{Choices: all, Own: true}.offer(s, "", tx.Now)
		out.Slot = &o
	}
	ids := make([]string, len(list))
	for i, w := range list {
		ids[i] = w.Person
	}
	people, err := person.Many(tx, ids)
	if err != nil {
		return out, err
	}
	for _, w := range list {
		p, ok := people[w.Person]
		if !ok || out.Slot != nil && !w.Fits(out.Slot.Slot, tx.Now) {
			continue
		}
		row := Waits{Waiting: w, Who: p}
		for _, s := range free {
			if w.Fits(s, tx.Now) {
				row.Fits++
			}
		}
		out.List = append(out.List, row)
	}
	tx.Listed("waiting", "network "+q.PCN, len(out.List))
	return out, nil
}
