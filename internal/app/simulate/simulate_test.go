package simulate

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/caseload"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/discharge"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/app/triage"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

var (
	now  = calendar.MustInstant("2026-11-30T09:00:00Z")
	spec = Spec{Networks: 3, Requests: 900, From: calendar.NewDate(2025, 11, 30), To: calendar.NewDate(2026, 11, 30), Seed: 1}
)

func open(t testing.TB, dsn string) *app.App {
	t.Helper()
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: calendar.NewManual(now), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func raw(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres") {
		driver = "pgx"
	}
	d, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// sound are counts of what must never be, in words.
var sound = []struct{ what, query string }{
	{"a booked slot that nobody booked", "SELECT count(*) FROM slot s WHERE state = 'booked' AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.slot = s.id AND b.state = 'booked')"},
	{"a booking in a slot that is not booked", "SELECT count(*) FROM booking b JOIN slot s ON s.id = b.slot WHERE b.state = 'booked' AND s.state <> 'booked'"},
	{"a person in two appointments at once", "SELECT count(*) FROM booking a JOIN booking b ON a.person = b.person AND a.id < b.id AND a.state = 'booked' AND b.state = 'booked' AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"},
	{"a practitioner in two slots at once", "SELECT count(*) FROM slot a JOIN slot b ON a.practitioner = b.practitioner AND a.day = b.day AND a.id < b.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"},
	{"a slot on a weekend's day", "SELECT count(*) FROM slot WHERE day IN ('2026-01-03', '2026-01-04', '2026-04-03', '2026-12-25')"},
	{"a booking made after it began", "SELECT count(*) FROM booking WHERE booked_at >= starts_at"},
	{"a booking made before the request", "SELECT count(*) FROM booking b JOIN request r ON r.episode = b.episode WHERE b.booked_at < r.received_at"},
	{"a booking that ended before it was made or after it began", "SELECT count(*) FROM booking WHERE state <> 'booked' AND (ended_at < booked_at OR ended_at > starts_at)"},
	{"a booking that was moved to nowhere", "SELECT count(*) FROM booking b WHERE state = 'moved' AND NOT EXISTS (SELECT 1 FROM booking n WHERE n.id = b.moved_to AND n.moved_from = b.id)"},
	{"a booking over the limit without a reason", "SELECT count(*) FROM booking WHERE (counts = 'over') <> (over_why <> '')"},
	{"a contact before the request", "SELECT count(*) FROM contact c JOIN request r ON r.episode = c.episode WHERE c.started_at < r.received_at"},
	{"a contact of a booking that did not take place", "SELECT count(*) FROM contact c JOIN booking b ON b.id = c.booking WHERE b.happened <> 'yes'"},
	{"a booking that took place without a contact", "SELECT count(*) FROM booking b WHERE happened = 'yes' AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.booking = b.id)"},
	{"a booking to come of a closed episode", "SELECT count(*) FROM booking b JOIN episode e ON e.id = b.episode WHERE e.state = 'closed' AND b.state = 'booked' AND b.starts_at > e.closed_at"},
	{"an appointment of the past that nobody marked", "SELECT count(*) FROM booking WHERE state = 'booked' AND starts_at < '2026-11-30T00:00:00Z' AND arrival = ''"},
	{"something of the future", "SELECT (SELECT count(*) FROM contact WHERE signed_at >= '2026-11-30T00:00:00Z') + (SELECT count(*) FROM request WHERE received_at >= '2026-11-30T00:00:00Z') + (SELECT count(*) FROM booking WHERE booked_at >= '2026-11-30T00:00:00Z' OR happened <> '' AND starts_at >= '2026-11-30T00:00:00Z') + (SELECT count(*) FROM goodbye WHERE at >= '2026-11-30T00:00:00Z') + (SELECT count(*) FROM advice_answer WHERE at >= '2026-11-30T00:00:00Z') + (SELECT count(*) FROM onward_event WHERE at >= '2026-11-30T00:00:00Z')"},
	{"two episodes of one person at once", "SELECT count(*) FROM episode a JOIN episode b ON a.person = b.person AND a.id <> b.id AND a.opened_at <= b.opened_at AND (a.closed_at IS NULL OR a.closed_at > b.opened_at)"},
	{"an episode that was closed without a goodbye", "SELECT count(*) FROM episode e WHERE (state = 'closed') <> EXISTS (SELECT 1 FROM goodbye g WHERE g.episode = e.id)"},
	{"a request that does not end with its episode", "SELECT count(*) FROM request r JOIN episode e ON e.id = r.episode WHERE (r.state = 'ended') <> (e.state = 'closed')"},
	{"a person whose name can't be found", "SELECT count(*) FROM person p WHERE (SELECT count(*) FROM person_name n WHERE n.person_id = p.id) < 2"},
	{"a word without its slips", "SELECT count(*) FROM person_name n WHERE length(token) > 4 AND NOT EXISTS (SELECT 1 FROM name_variant v WHERE v.token = n.token)"},
	{"a safety item that nobody acknowledged", "SELECT count(*) FROM measure_taken WHERE code = 'phq-9' AND answers LIKE '%,1]' AND ack_at IS NULL"},
	{"a contact within a pause", "SELECT count(*) FROM contact c JOIN caseload_pause p ON p.episode = c.episode WHERE c.started_at > p.at AND (p.ended_at IS NULL OR c.started_at < p.ended_at)"},
	{"a pause that outlives its episode", "SELECT count(*) FROM caseload_pause p JOIN episode e ON e.id = p.episode WHERE e.closed_at IS NOT NULL AND (p.ended_at IS NULL OR p.ended_at > e.closed_at)"},
	{"an onward request without its events", "SELECT count(*) FROM onward_request r WHERE version <> (SELECT count(*) FROM onward_event e WHERE e.request = r.id) OR (sent_on IS NULL) <> (state = 'ready')"},
}

// What is made up holds what the commands would have held, is marked as a
// demo, and is the same for the same seed.
func TestYear(t *testing.T) {
	made := spec
	list, err := england(&made)
	if err != nil {
		t.Fatal(err)
	}
	var want Counts
	for i, n := range list {
		want.add(live(made, i, len(list), n).counts())
	}
	want.First = always
	engines.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		a := open(t, dsn)
		n, err := Year(ctx, a, spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n.Networks != 3 || n.Requests != 900 {
			t.Errorf("made %+v", n)
		}
		if n != want {
			t.Errorf("the same seed made %+v, then %+v", want, n)
		}
		d := raw(t, dsn)
		for _, s := range sound {
			var bad int
			if err := d.QueryRow(s.query).Scan(&bad); err != nil {
				t.Fatalf("%s: %v", s.what, err)
			}
			if bad != 0 {
				t.Errorf("%s: %d", s.what, bad)
			}
		}
		for table, want := range map[string]int{"request": n.Requests, "person": n.People, "slot": n.Slots, "booking": n.Bookings, "contact": n.Contacts, "contact_text": n.Contacts, "assessment": n.Assessments, "care_plan": n.Plans, "measure_taken": n.Measures,
			"triage_request": n.Triaged, "goodbye": n.Goodbyes, "advice": n.Advice, "ask": n.Asks, "onward_request": n.Onward, "teaching": n.Taught, "focus_fact": n.Focus, "caseload_pause": n.Pauses, "goal": n.Goals, "practitioner": n.Practitioners, "agreement": 3} {
			var got int
			if err := d.QueryRow("SELECT count(*) FROM " + table).Scan(&got); err != nil || got != want {
				t.Errorf("%s has %d rows, %d were counted (%v)", table, got, want, err)
			}
		}
		if c, err := a.Verify(ctx); err != nil || c.Broken != 0 {
			t.Errorf("the audit chain: %+v, %v", c, err)
		}
		looked(t, a, d)

		// Made twice is refused, and nothing is added.
		if _, err := Year(ctx, a, spec, nil); !fault.Is(err, fault.Denied) {
			t.Errorf("a second year: %v", err)
		}
	})
}

// looked opens what the people of a network open first.
func looked(t *testing.T, a *app.App, d *sql.DB) {
	t.Helper()
	ctx := context.Background()
	var user, name, practitioner string
	if err := d.QueryRow("SELECT u.id, u.name, p.id FROM app_user u JOIN practitioner p ON p.user_id = u.id JOIN post o ON o.practitioner = p.id WHERE o.pcn = '"+always+"' AND o.service = 'adult' ORDER BY p.id LIMIT 1").Scan(&user, &name, &practitioner); err != nil {
		t.Fatal(err)
	}
	me := access.Actor{ID: user, Name: name, Grants: []access.Grant{{Role: access.Practitioner, Place: access.Network, Code: always, Networks: []string{always}}}}
	today, err := app.Ask(ctx, a, me, care.Today{PCN: always, Practitioner: practitioner, Day: a.Today()})
	if err != nil {
		t.Fatal(err)
	}
	if len(today.Team) == 0 || len(today.Clocks)+len(today.Quiet) == 0 {
		t.Errorf("today: %d in the team, %d clocks, %d quiet", len(today.Team), len(today.Clocks), len(today.Quiet))
	}
	week, err := app.Ask(ctx, a, me, diary.Week{PCN: always, Practitioner: practitioner, Monday: a.Today().Monday()})
	if err != nil || len(week.Days) == 0 {
		t.Errorf("the week: %d days, %v", len(week.Days), err)
	}
	list, err := app.Ask(ctx, a, me, caseload.Of{PCN: always, Practitioner: practitioner})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) == 0 {
		t.Error("nobody is on the caseload")
	}
	if _, err := app.Ask(ctx, a, me, triage.Queue{PCN: always}); err != nil {
		t.Error(err)
	}
	agreement, err := app.Ask(ctx, a, me, network.SignedAgreement{PCN: always})
	if err != nil || agreement.InForce == nil {
		t.Errorf("the agreement: %v", err)
	}
	rows, err := d.Query("SELECT person FROM episode WHERE pcn = '" + always + "' ORDER BY id LIMIT 40")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	rows.Close()
	for _, id := range ids {
		p, err := app.Ask(ctx, a, me, person.Open{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		found, err := app.Ask(ctx, a, me, person.Find{Words: p.Person.Given + " " + p.Person.Family + " " + p.Person.BornOn.String()})
		if err != nil || len(found.Hits) == 0 {
			t.Errorf("%s is not found: %v", p.Person.Name(), err)
		}
		if _, err := app.Ask(ctx, a, me, care.Story{Person: id}); err != nil {
			t.Error(err)
		}
		if _, err := app.Ask(ctx, a, me, care.ClockOf{Person: id}); err != nil {
			t.Error(err)
		}
		if _, err := app.Ask(ctx, a, me, discharge.Before{Person: id}); err != nil && !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	}
}

// Another seed makes another year, and a network's year is its own: what is
// made beside it changes nothing.
func TestSeeds(t *testing.T) {
	one := spec
	one.Networks, one.Requests = 1, 300
	list, err := england(&one)
	if err != nil {
		t.Fatal(err)
	}
	a, b := live(one, 0, 1, list[0]), live(one, 0, 1, list[0])
	if a.counts() != b.counts() || a.people[7] != b.people[7] || a.bookings[99] != b.bookings[99] {
		t.Error("the same seed made two years")
	}
	one.Seed = 2
	if c := live(one, 0, 1, list[0]); c.counts() == a.counts() {
		t.Error("two seeds made the same year")
	}
}

// All of England: every network takes part, each by its size.
func TestEngland(t *testing.T) {
	all := spec
	all.Networks, all.Requests = 0, 2_000_000
	list, err := england(&all)
	if err != nil {
		t.Fatal(err)
	}
	sum, least := 0, 1_000_000
	for _, n := range list {
		sum += n.requests
		least = min(least, n.requests)
	}
	if len(list) != 1298 || sum != 2_000_000 || least < 1 {
		t.Errorf("%d networks with %d requests, the fewest %d", len(list), sum, least)
	}
}

// What can't be made is refused with what to do.
func TestRefused(t *testing.T) {
	for what, s := range map[string]Spec{
		"a year that ends tomorrow":     {From: spec.From, To: spec.To.AddDays(1)},
		"a year that ends first":        {From: spec.To, To: spec.From},
		"a year without bank holidays":  {From: calendar.NewDate(1990, 1, 1), To: calendar.NewDate(1991, 1, 1)},
		"a negative number of networks": {Networks: -1, From: spec.From, To: spec.To},
	} {
		if err := s.check(now.Date()); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	dsn := engines.SQLite(b)
	a := open(b, dsn)
	s := spec
	s.Networks, s.Requests = 6, 9_000
	n, err := Year(context.Background(), a, s, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n.Rows)/b.Elapsed().Seconds(), "rows/s")
}
