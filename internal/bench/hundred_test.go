package bench

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/diary"
	"footbridge/internal/demo"
)

// times is how much more there is in the larger file.
const times = 100

// multiplied gives the demo's file with a hundred times its people and
// everything that stands with them. Every odd copy is another network with the
// same people's names; every even one is the demo network's own past: other
// people of the same practices, a year earlier each, closed and over. So
// the pages show the same as before, among a hundred times the rows.
func multiplied(b testing.TB, file string) string {
	b.Helper()
	to := copied(b, file)
	_, write := pools(b, to)
	ctx := context.Background()
	c, err := write.Conn(ctx)
	must(b, err)
	defer c.Close()
	do := func(query string) {
		b.Helper()
		if _, err := c.ExecContext(ctx, query); err != nil {
			b.Fatalf("%v in %s", err, query)
		}
	}
	do("PRAGMA synchronous = OFF")
	do("BEGIN IMMEDIATE")
	do("CREATE TEMP TABLE copy AS WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < " + strconv.Itoa(times-1) + ") SELECT k, k % 2 = 0 AS past FROM n")
	const (
		id    = "id||'-'||k" // every copy has ids of its own
		own   = "CASE WHEN past THEN %[1]s ELSE %[1]s||'-'||k END"
		day   = "CASE WHEN past THEN date(%[1]s, '-'||(182*k)||' days') ELSE %[1]s END"
		at    = "CASE WHEN past THEN strftime('%%Y-%%m-%%dT%%H:%%M:%%S.000000Z', %[1]s, '-'||(182*k)||' days') ELSE %[1]s END"
		token = "CASE WHEN past THEN 'q'||k||%[1]s ELSE %[1]s END"
		other = "past = 0"
	)
	// What each column becomes; a column that isn't named is copied. A network's
	// own past has the same network, practices, practitioners and places.
	network := map[string]string{"pcn": own, "practice": own, "practitioner": own, "place": own, "holder": own}
	person := map[string]string{"person": "person||CASE WHEN person = '' THEN '' ELSE '-'||k END"}
	type rule struct {
		table, only string
		columns     map[string]string
	}
	rules := []rule{
		{"practitioner", other, map[string]string{"id": id, "user_id": own}},
		{"post", other, map[string]string{"id": id}},
		{"place", other, map[string]string{"id": id}},
		{"clinic", other, map[string]string{"id": id}},
		{"agreement", other, map[string]string{"id": id}},
		{"urgent_route", other, map[string]string{"id": id}},
		{"person", "", map[string]string{
			"id": id, "given": "CASE WHEN past THEN 'Q'||k||given ELSE given END", "family": "CASE WHEN past THEN 'Q'||k||family ELSE family END",
			"sort_name": token, "nhs_number": "CASE WHEN past AND nhs_number <> '' THEN 'Q'||k||nhs_number ELSE nhs_number END",
			"born_on": "CASE WHEN past THEN date(born_on, '-75 years') ELSE born_on END",
		}},
		{"person_name", "", map[string]string{"token": token, "person_id": "person_id||'-'||k"}},
		{"person_change", "", map[string]string{"id": id}},
		{"request", "", map[string]string{"id": id, "episode": "episode||'-'||k", "received_at": at, "state": "CASE WHEN past THEN 'ended' ELSE state END",
			"ended_at": "CASE WHEN past THEN coalesce(ended_at, received_at) ELSE ended_at END"}},
		{"episode", "", map[string]string{"id": id, "opened_at": at, "state": "CASE WHEN past THEN 'closed' ELSE state END",
			"closed_at": "CASE WHEN past THEN coalesce(closed_at, opened_at) ELSE closed_at END"}},
		{"slot", "", map[string]string{"id": id, "clinic": own, "day": day, "starts_at": at, "ends_at": at}},
		{"booking", "", map[string]string{"id": id, "slot": "slot||'-'||k", "episode": "episode||'-'||k", "day": day, "week": day, "starts_at": at, "ends_at": at, "booked_at": at}},
		{"waiting", "", map[string]string{"id": id, "since": at, "state": "CASE WHEN past AND state = 'waiting' THEN 'left' ELSE state END"}},
		{"contact", "", map[string]string{"id": id, "episode": "episode||'-'||k", "booking": "CASE WHEN booking = '' THEN '' ELSE booking||'-'||k END", "day": day, "started_at": at}},
		{"contact_text", "", map[string]string{"contact": "contact||'-'||k", "started_at": at}},
		{"measure_taken", "", map[string]string{"id": id, "episode": "episode||'-'||k", "on_day": day}},
		{"assessment", "", map[string]string{"id": id, "episode": "episode||'-'||k", "on_day": day}},
		{"care_plan", "", map[string]string{"id": id, "episode": "episode||'-'||k", "on_day": day}},
		{"other_way", "", map[string]string{"id": id, "at": at}},
		{"absence", "", map[string]string{"id": id, "from_at": at, "to_at": at}},
		{"draft", "", map[string]string{"author": "author||'-'||k"}},
		{"audit", "", map[string]string{"seq": "seq + k * (SELECT seq FROM audit_head)", "at": at}},
	}
	// Tables that came later: whatever is about a person, in the other networks,
	// as well as it goes. (What is open there is not closed by a copy, so the
	// network's own past would not be the past.)
	known := "person_merge,person_consent"
	for _, r := range rules {
		known += "," + r.table
	}
	for _, t := range listed(b, c.QueryRowContext(ctx, "SELECT group_concat(m.name) FROM sqlite_master m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'person') AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'id')").Scan) {
		if !strings.Contains(","+known+",", ","+t+",") {
			rules = append(rules, rule{t, other, map[string]string{"id": id, "episode": "episode||'-'||k", "request": "request||'-'||k", "contact": "contact||'-'||k", "grp": "grp||'-'||k"}})
		}
	}
	for _, t := range rules {
		columns := listed(b, c.QueryRowContext(ctx, "SELECT group_concat(name) FROM pragma_table_info('"+t.table+"')").Scan)
		values := make([]string, len(columns))
		for i, name := range columns {
			values[i] = name
			for _, m := range []map[string]string{network, person, t.columns} {
				if v, ok := m[name]; ok && (name != "practice" || t.table != "place") {
					values[i] = v
				}
			}
			if strings.Contains(values[i], "%[1]s") {
				values[i] = fmt.Sprintf(values[i], name)
			}
		}
		only := t.only
		if only == "" {
			only = "true"
		}
		do("INSERT OR IGNORE INTO " + t.table + " (" + strings.Join(columns, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM " + t.table + ", copy WHERE " + only)
	}
	do("INSERT INTO name_variant SELECT 'q'||k||variant, 'q'||k||token FROM name_variant, copy WHERE past")
	do("INSERT INTO user_session SELECT id||'-'||k, token||'-'||k, user_id, device, address, started_at, seen_at, ends_at, locked, ended_at, ended_why FROM user_session, copy")
	do("INSERT INTO idempotency SELECT 'a'||(seq % 20), 'key'||seq, 'diary.Book', '{}', at FROM audit LIMIT 50000")
	do("UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1)")
	do("COMMIT")
	do("PRAGMA wal_checkpoint(TRUNCATE)")
	return to
}

func listed(b testing.TB, scan func(...any) error) []string {
	b.Helper()
	var s string
	must(b, scan(&s))
	return strings.Split(s, ",")
}

// BenchmarkHundredTimes is the pages of a network among a hundred times the
// data, beside the same pages without it.
func BenchmarkHundredTimes(b *testing.B) {
	small := open(b, copied(b, made(b)))
	large := open(b, multiplied(b, made(b)))
	for _, t := range []string{"person", "booking", "slot", "contact", "audit"} {
		b.Logf("%s: %s → %s", t, small.text(b, "SELECT count(*) FROM "+t), large.text(b, "SELECT count(*) FROM "+t))
	}
	for _, c := range small.pages(b) {
		b.Run(c.what, func(b *testing.B) {
			if s, l := small.page(b, c.user, c.path), large.page(b, c.user, c.path); s != l {
				b.Errorf("the page has %d bytes, and %d among a hundred times the data: it isn't the same page", s, l)
			}
			pair(b, "At 100 times the data: "+c.what, 100, "1.3",
				func() { large.page(b, c.user, c.path) }, func() { small.page(b, c.user, c.path) })
		})
	}
	b.Run("A booking", func(b *testing.B) {
		pair(b, "At 100 times the data: a booking and its cancelling", 60, "1.3", large.bookOnce(b), small.bookOnce(b))
	})
}

type page struct{ what, user, path string }

// pages are the pages that people open all day.
func (h *house) pages(b testing.TB) []page {
	marta := h.marta(b)
	seen := h.text(b, "SELECT person FROM contact WHERE pcn = '"+demo.PCN+"' GROUP BY person ORDER BY count(*) DESC, person LIMIT 1")
	name := url.QueryEscape(h.text(b, "SELECT given||' '||family FROM person WHERE id = '"+seen+"'"))
	return []page{
		{"Today", "leah", "/today"},
		{"Slot search", "reception", "/book/" + marta + "/slots"},
		{"Find a person by name", "leah", "/people?words=" + name},
		{"Find a person by name and date of birth", "reception", "/people?words=kowalska+14+3+1992"},
		{"Find a person by year of birth", "leah", "/people?words=1992"},
		{"Find a person with a slip", "reception", "/people?words=kowalskka"},
		{"A person's page", "leah", "/people/" + seen},
		{"Week grid", "leah", "/diary"},
		{"Waiting list", "reception", "/waiting"},
		{"Requests", "leah", "/requests"},
		{"Requests, as reception", "reception", "/requests"},
		{"Moving on at 18", "leah", "/requests/moving-on"},
		{"Caseload", "leah", "/caseload"},
		{"A person's contacts and measures", "leah", "/people/" + seen + "/record/care"},
		{"A person's assessment, goals and plans", "leah", "/people/" + seen + "/record/plans"},
		{"A person's physical health", "leah", "/people/" + seen + "/record/physical"},
		{"A person's scores", "leah", "/people/" + seen + "/scores"},
		{"A person's safety", "leah", "/people/" + seen + "/safety"},
		{"Physical health of the network", "leah", "/physical"},
		{"Groups", "leah", "/groups"},
		{"Inbox", "leah", "/inbox"},
		{"Measures due", "leah", "/measures/due"},
		{"Plans to look at again", "leah", "/plans/review"},
		{"Advice desk", "leah", "/advice"},
		{"Asks", "leah", "/asks"},
		{"Onward access", "leah", "/onward"},
		{"Directory", "leah", "/directory"},
		{"Team meetings", "leah", "/meetings"},
		{"Meeting decisions", "leah", "/decisions"},
		{"Bridge register", "leah", "/register"},
		{"Waiting well", "leah", "/waiting-well"},
		{"Waiting well, as reception", "reception", "/waiting-well"},
		{"Messages", "leah", "/messages"},
		{"Teaching", "leah", "/teaching"},
	}
}

// bookOnce gives what books a slot straight in and cancels it again.
func (h *house) bookOnce(b testing.TB) func() {
	ctx, who, person := context.Background(), h.users["reception"], h.free(b)
	slot := freeFirsts(b, h.dsn)[5]
	return func() {
		k, err := app.Do(ctx, h.App, who, booking(person, slot))
		must(b, err)
		_, err = app.Do(ctx, h.App, who, diary.Cancel{Booking: k.ID, Version: k.Version, AskedBy: "the person", Why: "Feels better"})
		must(b, err)
	}
}

// free gives somebody of reception's practice who has no appointment ahead.
func (h *house) free(b testing.TB) string {
	return h.text(b, "SELECT min(id) FROM person WHERE practice = 'L81016' AND born_on < '2000-01-01' AND id NOT IN (SELECT person FROM booking WHERE state = 'booked' AND ends_at > '"+now.String()+"')")
}
