package measures

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/link"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// ReviewWeeks is how often a measure is looked at again where a network has
// said nothing else. It is a local habit to begin with, no national rule.
const ReviewWeeks = 4

// Day is who reads the inbox on a weekday.
type Day struct {
	Weekday   int // 1 is Monday, 7 Sunday
	Reader    string
	UntilTime calendar.TimeOfDay
	Deputy    string // "" for nobody

	ReaderName string `db:"-"`
	DeputyName string `db:"-"`
}

// Name of the weekday.
func (d Day) Name() string { return time.Weekday(d.Weekday % 7).String() }

// Rota is how a network reads what comes in over private links.
type Rota struct {
	PCN         string
	ReviewWeeks int
	Set         bool // the network has said so; otherwise ReviewWeeks is the beginning
	ChangedAt   calendar.Instant
	ChangedName string
	Version     int
	Days        []Day // of the weekdays on which somebody reads
	Away        []string
}

// rotaOf reads it.
func rotaOf(tx *gate.Tx, pcn string) (Rota, error) {
	type row struct {
		ReviewWeeks, Version int
		ChangedAt            calendar.Instant
		ChangedName          string
	}
	r := Rota{PCN: pcn, ReviewWeeks: ReviewWeeks}
	x, found, err := db.Maybe[row](tx.Tx, "SELECT review_weeks, version, changed_at, changed_name FROM inbox_rule WHERE pcn = $1", pcn)
	if err != nil {
		return r, err
	}
	if found {
		r.Set, r.ReviewWeeks, r.Version, r.ChangedAt, r.ChangedName = true, x.ReviewWeeks, x.Version, x.ChangedAt, x.ChangedName
	}
	if r.Days, err = db.All[Day](tx.Tx, "SELECT weekday, reader, until_time, deputy FROM inbox_day WHERE pcn = $1 ORDER BY weekday", pcn); err != nil || len(r.Days) == 0 {
		return r, err
	}
	var ids []string
	for _, d := range r.Days {
		ids = append(ids, d.Reader, d.Deputy)
	}
	names, err := workforce.Known(tx, ids)
	if err != nil {
		return r, err
	}
	for i, d := range r.Days {
		r.Days[i].ReaderName, r.Days[i].DeputyName = names[d.Reader].Name, names[d.Deputy].Name
	}
	r.Away, err = diary.Away(tx, pcn)
	return r, err
}

// On gives who reads on a day; false when nobody does. On a bank holiday
// nobody does, whatever its weekday.
func (r Rota) On(day calendar.Date) (Day, bool) {
	if _, holiday := calendar.IsBankHoliday(day); holiday {
		return Day{}, false
	}
	wd := int(day.Weekday())
	if wd == 0 {
		wd = 7
	}
	i := slices.IndexFunc(r.Days, func(d Day) bool { return d.Weekday == wd })
	if i < 0 {
		return Day{}, false
	}
	return r.Days[i], true
}

// Now gives who reads at this moment and until when: the deputy when the
// reader is on leave. It is false outside those hours, and when neither is
// there. Answers that come before are read the same day.
func (r Rota) Now(now calendar.Instant) (Day, bool) {
	d, ok := r.On(now.Date())
	if ok && slices.Contains(r.Away, d.Reader) {
		d.Reader, d.ReaderName = d.Deputy, d.DeputyName
		ok = d.Reader != "" && !slices.Contains(r.Away, d.Reader)
	}
	return d, ok && now.TimeOfDay() < d.UntilTime
}

// Next gives the next day after today on which somebody reads, within four
// weeks; zero when there is none.
func (r Rota) Next(today calendar.Date) calendar.Date {
	for i := 1; i <= 28; i++ {
		if _, ok := r.On(today.AddDays(i)); ok {
			return today.AddDays(i)
		}
	}
	return calendar.Date{}
}

// Owner says who answers for what waits at this moment: today's reader; the
// deputy when the stated time has passed or the reader is on leave.
func (r Rota) Owner(now calendar.Instant) (id, words string) {
	d, ok := r.On(now.Date())
	if !ok {
		return "", "Nobody is down to read today: whoever sees this takes it"
	}
	away := slices.Contains(r.Away, d.Reader)
	if !away && now.TimeOfDay() < d.UntilTime {
		return d.Reader, d.ReaderName + " reads today until " + d.UntilTime.String()
	}
	why := "the time until which " + d.ReaderName + " reads, " + d.UntilTime.String() + ", has passed"
	if away {
		why = d.ReaderName + " is on leave"
	}
	if d.Deputy == "" {
		return "", "Nobody stands in, and " + why + ": whoever sees this takes it"
	}
	return d.Deputy, d.DeputyName + " stands in: " + why
}

// Until lists the last days, from today, up to which a link can work so that
// somebody reads on every day of it; and says why there are no more.
func (r Rota) Until(now calendar.Instant) (days []calendar.Date, why string) {
	today := now.Date()
	for i := 0; i <= link.MaxDays; i++ {
		day := today.AddDays(i)
		d, ok := r.On(day)
		switch {
		case !ok && len(r.Days) == 0:
			return nil, "Your network has not said who reads what comes in over private links. The manager or the team lead says so under Inbox settings"
		case !ok:
			why = "Nobody reads the inbox on " + day.Long()
			if name, is := calendar.IsBankHoliday(day); is {
				why += " (" + name + ")"
			}
			return days, why
		case i == 0 && now.TimeOfDay() >= d.UntilTime:
			return nil, fmt.Sprintf("The inbox is read until %s today, and that has passed", d.UntilTime)
		}
		days = append(days, day)
	}
	return days, ""
}

// Inbox settings.

// Settings asks how a network reads its inbox, for the page that changes it.
type Settings struct{ PCN string }

// SettingsPage is the answer to Settings.
type SettingsPage struct {
	Rota
	Team []workforce.Practitioner // who can read: the practitioners in post
}

// Needs names the permission.
func (Settings) Needs() access.Permission { return access.KeepInbox }

// Ask gathers it.
func (q Settings) Ask(_ context.Context, tx *gate.Tx) (SettingsPage, error) {
	var s SettingsPage
	if !tx.Scope.WholeNetwork(q.PCN) {
		return s, fault.Missing("network")
	}
	tx.Nobody("who reads an inbox; nobody served is named")
	var err error
	if s.Rota, err = rotaOf(tx, q.PCN); err != nil {
		return s, err
	}
	s.Team, err = workforce.InPost(tx, q.PCN, tx.Today())
	return s, err
}

// SetInbox says who reads the inbox on which weekdays until when, who stands
// in, and after how many weeks a measure is due again. A weekday that is left
// out is not read. Faults name reader-1 … deputy-7, until-1 … and weeks.
type SetInbox struct {
	PCN         string
	Version     int
	ReviewWeeks int
	Days        []Day
}

// Needs names the permission.
func (SetInbox) Needs() access.Permission { return access.KeepInbox }

// Do checks and writes. Links that are out stay as they are: on a day that is
// no longer read they take no answers.
func (c SetInbox) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return false, fault.Missing("network")
	}
	old, err := rotaOf(tx, c.PCN)
	if err != nil {
		return false, err
	}
	if old.Version != c.Version {
		return false, fault.Moved("%s changed this at %s, since you opened the page", old.ChangedName, old.ChangedAt.Long())
	}
	team, err := workforce.InPost(tx, c.PCN, tx.Today())
	if err != nil {
		return false, err
	}
	in := func(id string) bool {
		return slices.ContainsFunc(team, func(p workforce.Practitioner) bool { return p.ID == id })
	}
	var check fault.Check
	check.Require(c.ReviewWeeks >= 1 && c.ReviewWeeks <= 52, "weeks", "Enter the weeks as a number from 1 to 52")
	var before []int
	for _, d := range c.Days {
		n := fmt.Sprint(d.Weekday)
		check.Require(d.Weekday >= 1 && d.Weekday <= 7 && !slices.Contains(before, d.Weekday), "reader-"+n, "A weekday stands once")
		before = append(before, d.Weekday)
		check.Require(in(d.Reader), "reader-"+n, "%s: choose a practitioner in post", d.Name())
		check.Require(d.UntilTime > 0 && d.UntilTime.IsValid(), "until-"+n, "%s: enter until what time the inbox is read, for example 16:00", d.Name())
		check.Require(d.Deputy == "" || in(d.Deputy) && d.Deputy != d.Reader, "deputy-"+n, "%s: choose another practitioner in post, or nobody", d.Name())
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("DELETE FROM inbox_day WHERE pcn = $1", c.PCN); err != nil {
		return false, err
	}
	var said []string
	for _, d := range c.Days {
		if _, err := tx.Exec("INSERT INTO inbox_day (pcn, weekday, reader, until_time, deputy) VALUES ($1,$2,$3,$4,$5)", c.PCN, d.Weekday, d.Reader, d.UntilTime, d.Deputy); err != nil {
			return false, err
		}
		said = append(said, d.Name()+" until "+d.UntilTime.String())
	}
	tx.TouchedAt("inbox", c.PCN, "", c.PCN, fmt.Sprintf("the inbox is read %s; a measure is due every %d weeks", strings.Join(said, ", "), c.ReviewWeeks))
	_, err = tx.Exec("INSERT INTO inbox_rule (pcn, review_weeks, changed_at, changed_name, version) VALUES ($1,$2,$3,$4,1) ON CONFLICT (pcn) DO UPDATE SET review_weeks = excluded.review_weeks, changed_at = excluded.changed_at, changed_name = excluded.changed_name, version = inbox_rule.version + 1", c.PCN, c.ReviewWeeks, tx.Now, tx.Actor.Name)
	return true, err
}
