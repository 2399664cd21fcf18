package bench

import (
	"regexp"
	"strings"
	"testing"
)

// What grows with the years and with the networks.
const grows = "person|person_name|person_change|person_consent|name_variant|booking|slot|contact|contact_text|measure_taken|assessment|care_plan|episode|request|waiting|other_way|audit|user_session|idempotency|draft"

var (
	wholeTable = regexp.MustCompile(`^SCAN (` + grows + `|[bcenprs])( |$)`)
	wholePast  = regexp.MustCompile(`^SEARCH (slot|booking|contact|audit) USING .*\(\w+=\? AND \w+<\?\)`)
)

// No statement of the pages that people open all day reads a growing table
// from end to end, nor a network's whole past: SQLite says so itself.
func TestNoPageReadsEverything(t *testing.T) {
	h := open(t, copied(t, made(t)))
	pages := h.pages(t)
	var list []said
	for _, p := range pages {
		seen := watch(h.App, func() { h.page(t, p.user, p.path) })
		if len(seen) < 4 {
			t.Fatalf("%s: only %d statements were seen", p.path, len(seen))
		}
		list = append(list, seen...)
	}
	list = append(list, watch(h.App, h.bookOnce(t))...)
	bookings := 0
	for _, s := range list {
		if strings.HasPrefix(s.text, "BEGIN") || s.text == "COMMIT" {
			continue
		}
		if strings.HasPrefix(s.text, "INSERT INTO booking ") {
			bookings++
		}
		for _, step := range plan(t, h, s) {
			if wholeTable.MatchString(step) || wholePast.MatchString(step) {
				t.Errorf("%s\n\tin %s", step, strings.Join(strings.Fields(s.text), " "))
			}
		}
	}
	if bookings != 1 {
		t.Errorf("%d bookings were seen, not 1", bookings)
	}
	// The test itself must be able to see it.
	for _, bad := range []string{"SELECT id FROM booking WHERE wishes = ''", "SELECT modes FROM slot WHERE pcn = 'x' AND day <= '2026-01-01'"} {
		found := false
		for _, step := range plan(t, h, said{text: bad}) {
			found = found || wholeTable.MatchString(step) || wholePast.MatchString(step)
		}
		if !found {
			t.Errorf("not noticed: %s", bad)
		}
	}
}

func plan(t *testing.T, h *house, s said) []string {
	t.Helper()
	rows, err := h.bare.Query("EXPLAIN QUERY PLAN "+s.text, s.args...)
	if err != nil {
		t.Fatalf("%v in %s", err, s.text)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		out = append(out, detail)
	}
	return out
}
