// Package diary is the room of clinics, slots and bookings: when and where a
// practitioner can be seen, who is booked straight in, and within which
// volumes.
package diary

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The ways in which a person can be seen.
var Modes = []string{"face to face", "telephone", "video", "home visit"}

// MakeWeeks is how far ahead slots are made.
const MakeWeeks = 14

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }

// Clinic is a practitioner's regular session at a place.
type Clinic struct {
	ID            string
	PCN           string `db:"pcn"`
	Practitioner  string
	Place         string
	Room          string
	Service       string
	Purpose       string // "ongoing" or "duty"
	ModesText     string `db:"modes" json:"-"`
	PatternText   string `db:"pattern" json:"-"`
	Starts, Ends  calendar.TimeOfDay
	FirstMinutes  int
	FollowMinutes int
	Firsts        int // how many first appointments a session begins with
	BreakAt       string
	BreakMinutes  int
	FromDay       calendar.Date
	ToDay         calendar.Date // the last day; zero while it goes on
	MadeUntil     calendar.Date // slots exist up to and including this day
	Version       int
	Modes         []string         `db:"-"`
	Pattern       calendar.Pattern `db:"-"`
}

const clinicColumns = "id, pcn, practitioner, place, room, service, purpose, modes, pattern, starts, ends, first_minutes, follow_minutes, firsts, break_at, break_minutes, from_day, to_day, made_until, version"

func clinics(tx *gate.Tx, where string, args ...any) ([]Clinic, error) {
	list, err := db.All[Clinic](tx.Tx, "SELECT "+clinicColumns+" FROM clinic WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		c.Modes = strings.Split(c.ModesText, ",")
		if err := json.Unmarshal([]byte(c.PatternText), &c.Pattern); err != nil {
			return nil, err
		}
		c.Pattern.From, c.Pattern.To = c.FromDay, c.ToDay
	}
	return list, nil
}

// Planned is one slot of a session before it has a day.
type Planned struct {
	Starts  calendar.TimeOfDay
	Minutes int
	Kind    string // "first", "follow" or "duty"
}

// Lay divides a session into slots: first appointments, then follow-ups, none
// across the break. A duty session is made of duty slots of the follow-up
// length. What is too short for a slot at the end stays unused.
func Lay(c Clinic) ([]Planned, error) {
	var check fault.Check
	check.Require(c.Starts.IsValid() && c.Ends.IsValid() && c.Starts < c.Ends, "ends", "The session must end after it starts")
	check.Require(c.FollowMinutes >= 5 && c.FollowMinutes <= 180, "follow", "A follow-up must be from 5 to 180 minutes")
	if c.Purpose != "duty" {
		check.Require(c.FirstMinutes >= 5 && c.FirstMinutes <= 240, "first", "A first appointment must be from 5 to 240 minutes")
		check.Require(c.Firsts >= 0 && c.Firsts <= 20, "firsts", "The number of first appointments must be from 0 to 20")
	}
	breakFrom, breakTo := calendar.TimeOfDay(-1), calendar.TimeOfDay(-1)
	if c.BreakAt != "" {
		at, err := calendar.ParseTime(c.BreakAt)
		check.Require(err == nil, "break", "Enter when the break begins, for example 10:30")
		check.Require(c.BreakMinutes > 0 && c.BreakMinutes <= 120, "break", "A break must be from 1 to 120 minutes")
		if err == nil {
			breakFrom, breakTo = at, at.Add(c.BreakMinutes)
			check.Require(at >= c.Starts && breakTo <= c.Ends, "break", "The break must lie inside the session")
		}
	}
	if err := check.Err(); err != nil {
		return nil, err
	}
	var out []Planned
	at, firsts := c.Starts, c.Firsts
	for {
		kind, minutes := "follow", c.FollowMinutes
		switch {
		case c.Purpose == "duty":
			kind = "duty"
		case firsts > 0:
			kind, minutes = "first", c.FirstMinutes
		}
		end := at.Add(minutes)
		if breakFrom >= 0 && at < breakTo && end > breakFrom {
			at = breakTo
			continue
		}
		if end > c.Ends {
			if kind == "first" && firsts > 0 { // no room for another first: the rest may hold follow-ups
				firsts = 0
				continue
			}
			break
		}
		out = append(out, Planned{at, minutes, kind})
		if kind == "first" {
			firsts--
		}
		at = end
	}
	if len(out) == 0 {
		return nil, fault.Wrong("ends", "No slot fits into this session")
	}
	return out, nil
}

// AddClinic sets up a clinic and makes its slots. It answers with its id and
// with clashes of the room, which are told and not refused: desks are shared.
type AddClinic struct{ Clinic Clinic }

// ClinicMade is the answer: the clinic, how many slots it has, and what it
// clashes with.
type ClinicMade struct {
	ID      string
	Slots   int
	Skipped []string // bank holidays and leave on which no slots were made
	Clashes []string // other clinics in the same room at the same time
}

// Needs names the permission.
func (AddClinic) Needs() access.Permission { return access.KeepDiary }

// Do checks the clinic and makes its slots for the weeks ahead.
func (c AddClinic) Do(_ context.Context, tx *gate.Tx) (ClinicMade, error) {
	k := c.Clinic
	if !tx.Scope.WholeNetwork(k.PCN) {
		return ClinicMade{}, fault.Missing("network")
	}
	if err := checkClinic(tx, k); err != nil {
		return ClinicMade{}, err
	}
	k.ID, k.Version = tx.NewID(), 1
	k.MadeUntil = k.FromDay.AddDays(-1)
	pattern, err := json.Marshal(k.Pattern)
	if err != nil {
		return ClinicMade{}, err
	}
	if _, err := tx.Exec("INSERT INTO clinic ("+clinicColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20)",
		k.ID, k.PCN, k.Practitioner, k.Place, k.Room, k.Service, k.Purpose, strings.Join(k.Modes, ","), string(pattern), k.Starts, k.Ends,
		k.FirstMinutes, k.FollowMinutes, k.Firsts, k.BreakAt, k.BreakMinutes, k.FromDay, k.ToDay, k.MadeUntil, 1); err != nil {
		return ClinicMade{}, err
	}
	made := ClinicMade{ID: k.ID}
	if made.Slots, made.Skipped, err = extend(tx, k); err != nil {
		return ClinicMade{}, err
	}
	if made.Clashes, err = clashes(tx, k); err != nil {
		return ClinicMade{}, err
	}
	tx.TouchedAt("clinic", k.ID, "", k.PCN, fmt.Sprintf("set up with %d slots", made.Slots))
	return made, nil
}

func checkClinic(tx *gate.Tx, k Clinic) error {
	var check fault.Check
	if _, err := workforce.InNetwork(tx, k.PCN, k.Practitioner); err != nil {
		check.Fail("practitioner", "Choose a practitioner of this network")
	}
	if _, err := db.One[string](tx.Tx, "place", "SELECT id FROM place WHERE id = $1 AND pcn = $2 AND active", k.Place, k.PCN); err != nil {
		check.Fail("place", "Choose a place of this network")
	}
	check.Require(k.Service == "adult" || k.Service == "cyp", "service", "Choose the service")
	check.Require(k.Purpose == "ongoing" || k.Purpose == "duty", "purpose", "Choose what the clinic is for")
	check.Require(len(k.Modes) > 0 && !slices.ContainsFunc(k.Modes, func(m string) bool { return !slices.Contains(Modes, m) }), "modes", "Choose at least one way in which people are seen")
	check.Require(len([]rune(k.Room)) <= 100, "room", "The room must be at most 100 characters")
	check.Require(!k.FromDay.IsZero(), "from", "Enter the first day of the clinic")
	check.Require(k.FromDay.IsZero() || !k.FromDay.Before(tx.Today().AddDays(-400)), "from", "The first day of the clinic is too long ago")
	check.Require(k.ToDay.IsZero() || !k.ToDay.Before(k.FromDay), "to", "The last day must not be before the first")
	check.Require(len(k.Pattern.Weekdays) > 0, "weekdays", "Choose at least one day of the week")
	check.Require(k.Pattern.Every >= 1 && k.Pattern.Every <= 8, "every", "A clinic is held every 1 to 8 weeks")
	if _, err := Lay(k); err != nil {
		for _, f := range fault.FieldsOf(err) {
			check.Fail(f.Name, "%s", f.Message)
		}
	}
	return check.Err()
}

// Diary asks for everything that stands behind a network's diary: places,
// clinics, and who is in post.
type Diary struct{ PCN string }

// Set is the answer to Diary.
type Set struct {
	Places        []Place
	PlaceByID     map[string]Place
	Clinics       []Clinic
	Practitioners []workforce.Practitioner
	ByID          map[string]workforce.Practitioner
	Practices     []network.Practice
}

// Needs names the permission.
func (Diary) Needs() access.Permission { return access.SeeDiary }

// Ask gathers them; another network's diary is not found.
func (q Diary) Ask(_ context.Context, tx *gate.Tx) (Set, error) {
	var s Set
	if !tx.Scope.InNetwork(q.PCN) {
		return s, fault.Missing("network")
	}
	tx.Nobody("clinics, places and names of practitioners")
	return set(tx, q.PCN)
}

func set(tx *gate.Tx, pcn string) (s Set, err error) {
	if s.Places, s.PlaceByID, err = places(tx, pcn); err != nil {
		return s, err
	}
	if s.Clinics, err = clinics(tx, "pcn = $1 ORDER BY starts, id", pcn); err != nil {
		return s, err
	}
	if s.Practitioners, err = workforce.InPost(tx, pcn, tx.Today()); err != nil {
		return s, err
	}
	ids := []string{}
	for _, c := range s.Clinics {
		ids = append(ids, c.Practitioner)
	}
	if s.ByID, err = workforce.Known(tx, ids); err != nil {
		return s, err
	}
	for _, p := range s.Practitioners {
		s.ByID[p.ID] = p
	}
	s.Practices, err = network.PracticesOf(tx, pcn, tx.Today())
	return s, err
}
