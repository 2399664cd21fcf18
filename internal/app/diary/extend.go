package diary

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// extend makes the slots of a clinic that aren't made yet, up to MakeWeeks
// from today. Bank holidays have no slots; in leave they are made blocked, so
// that the diary shows the gap.
func extend(tx *gate.Tx, k Clinic) (made int, skipped []string, err error) {
	until := tx.Today().AddDays(7 * MakeWeeks)
	if !k.ToDay.IsZero() && k.ToDay.Before(until) {
		until = k.ToDay
	}
	from := k.MadeUntil.AddDays(1)
	if from.Before(tx.Today()) {
		from = tx.Today() // a slot in the past would count as one that stayed empty
	}
	if until.Before(from) {
		return 0, nil, nil
	}
	plan, err := Lay(k)
	if err != nil {
		return 0, nil, err
	}
	away, err := absences(tx, k.PCN, k.Practitioner, from, until)
	if err != nil {
		return 0, nil, err
	}
	p := k.Pattern
	p.From, p.To = k.FromDay, k.ToDay
	insert := newSlotInsert(tx)
	for _, day := range p.Dates(from, until) {
		times, why := on(day, plan)
		skipped = append(skipped, why...)
		for _, s := range times {
			starts, ends := s.starts, s.ends
			if !starts.After(tx.Now) {
				continue
			}
			state, why := "free", ""
			for _, a := range away {
				if a.FromAt.Before(ends) && starts.Before(a.ToAt) {
					state, why = "blocked", a.Words()
				}
			}
			if err := insert.add(k, s.kind, day, starts, ends, state, why); err != nil {
				return made, skipped, err
			}
			made++
		}
	}
	if err := insert.flush(); err != nil {
		return made, skipped, err
	}
	_, err = tx.Exec("UPDATE clinic SET made_until = $1 WHERE id = $2", until, k.ID)
	return made, skipped, err
}

// timed is one slot of a session on a day.
type timed struct {
	kind         string
	starts, ends calendar.Instant
}

// on puts the plan of a session on a day: nothing on a bank holiday, and in
// the night in which the clocks go forward nothing in the hour that is left
// out, nor what would begin before the slot before it has ended.
func on(day calendar.Date, plan []Planned) (times []timed, skipped []string) {
	if name, holiday := calendar.IsBankHoliday(day); holiday {
		return nil, []string{day.Long() + ": " + name}
	}
	var last calendar.Instant
	for _, s := range plan {
		starts, err := calendar.On(day, s.Starts)
		if err == nil && starts.Before(last) {
			err = fault.Wrong("starts", "%s on %s is not used: the clocks go forward during the slot before it", s.Starts, day.Long())
		}
		if err != nil {
			skipped = append(skipped, fault.Says(err))
			continue
		}
		last = starts.Add(time.Duration(s.Minutes) * time.Minute)
		times = append(times, timed{s.Kind, starts, last})
	}
	return times, skipped
}

// clashes tells which other clinics use the same room at the same time, and
// when the practitioner would be in two places at once.
func clashes(tx *gate.Tx, k Clinic) ([]string, error) {
	type clash struct {
		Day          calendar.Date
		Practitioner string
		N            int
	}
	list, err := db.All[clash](tx.Tx, `SELECT s.day, s.practitioner, count(*) AS n FROM slot mine
		JOIN slot s ON s.pcn = mine.pcn AND s.day = mine.day AND s.clinic <> mine.clinic AND s.starts_at < mine.ends_at AND mine.starts_at < s.ends_at
		JOIN clinic c ON c.id = s.clinic
		WHERE mine.clinic = $1 AND mine.state <> 'withdrawn' AND s.state <> 'withdrawn' AND ((s.place = mine.place AND c.room = $2 AND c.room <> '') OR s.practitioner = $3)
		GROUP BY s.day, s.practitioner ORDER BY s.day LIMIT 5`, k.ID, k.Room, k.Practitioner)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range list {
		ids = append(ids, c.Practitioner)
	}
	names, err := workforce.Known(tx, ids)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range list {
		if c.Practitioner == k.Practitioner {
			out = append(out, c.Day.Long()+": the same practitioner has another clinic then")
		} else {
			out = append(out, c.Day.Long()+": "+names[c.Practitioner].Name+" uses "+k.Room+" then")
		}
	}
	return out, nil
}

// slotInsert writes many slots in few statements.
type slotInsert struct {
	tx   *gate.Tx
	rows []string
	args db.Args
}

func newSlotInsert(tx *gate.Tx) *slotInsert { return &slotInsert{tx: tx} }

const slotColumns = "id, clinic, pcn, practitioner, place, service, kind, modes, day, starts_at, ends_at, state, why"

func (i *slotInsert) add(k Clinic, kind string, day calendar.Date, starts, ends calendar.Instant, state, why string) error {
	values := []any{i.tx.NewID(), k.ID, k.PCN, k.Practitioner, k.Place, k.Service, kind, strings.Join(k.Modes, ","), day, starts, ends, state, why}
	marks := make([]string, len(values))
	for n, v := range values {
		marks[n] = i.args.Add(v)
	}
	i.rows = append(i.rows, "("+strings.Join(marks, ",")+")")
	if len(i.rows) == 100 {
		return i.flush()
	}
	return nil
}

func (i *slotInsert) flush() error {
	if len(i.rows) == 0 {
		return nil
	}
	_, err := i.tx.Exec("INSERT INTO slot ("+slotColumns+") VALUES "+strings.Join(i.rows, ",")+" ON CONFLICT (clinic, starts_at) DO NOTHING", i.args.List...)
	i.rows, i.args = nil, db.Args{}
	return err
}

// Extend makes the slots of every clinic that reach up to MakeWeeks from
// today. The server does it at its start and once a day.
type Extend struct{}

// Needs names the permission.
func (Extend) Needs() access.Permission { return access.Import }

// Do makes them and answers with how many.
func (Extend) Do(_ context.Context, tx *gate.Tx) (int, error) {
	until := tx.Today().AddDays(7 * MakeWeeks)
	list, err := clinics(tx, "made_until < $1 AND (to_day IS NULL OR to_day > made_until) ORDER BY id", until)
	if err != nil {
		return 0, err
	}
	total, made := 0, map[string]int{}
	for _, k := range list {
		n, _, err := extend(tx, k)
		if err != nil {
			return total, err
		}
		total += n
		made[k.PCN] += n
	}
	if err := gate.Forget(tx); err != nil {
		return total, err
	}
	if total == 0 {
		tx.Nobody("every clinic has its slots")
	}
	for _, pcn := range slices.Sorted(maps.Keys(made)) {
		tx.TouchedAt("slots", "", "", pcn, fmt.Sprintf("%d made for the weeks ahead", made[pcn]))
	}
	return total, nil
}

// Made asks what came of a clinic: its slots from today on, the days on which
// it has none and why, and what it clashes with.
type Made struct{ Clinic string }

// Needs names the permission.
func (Made) Needs() access.Permission { return access.KeepDiary }

// Ask counts.
func (q Made) Ask(_ context.Context, tx *gate.Tx) (ClinicMade, error) {
	tx.Nobody("how a clinic is set up")
	k, err := clinicIn(tx, q.Clinic)
	if err != nil {
		return ClinicMade{}, err
	}
	made := ClinicMade{ID: k.ID}
	if made.Slots, err = db.One[int](tx.Tx, "count", "SELECT count(*) FROM slot WHERE clinic = $1 AND state <> 'withdrawn' AND day >= $2", k.ID, tx.Today()); err != nil {
		return made, err
	}
	plan, err := Lay(k)
	if err != nil {
		return made, err
	}
	for _, day := range k.Pattern.Dates(tx.Today(), k.MadeUntil) {
		_, why := on(day, plan)
		made.Skipped = append(made.Skipped, why...)
	}
	made.Clashes, err = clashes(tx, k)
	return made, err
}
