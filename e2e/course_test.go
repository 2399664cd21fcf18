package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"footbridge/internal/app/care"
	"footbridge/internal/app/physical"
	"footbridge/internal/nhs"
)

// The register of a group with six people, by keyboard alone: who came, who
// did not, a line about one, one text for all, one save.
func TestGroupRegisterByKeyboard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(t, "leah", true)
	p.to("/groups")
	p.tabTo("Better nights")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.tabTo("Session 3")
	p.follow(chromedp.KeyEvent(kb.Enter))
	if p.h1() != "Better nights, session 3" {
		t.Fatal(p.text())
	}
	for i := range 6 {
		p.tabTo("Attended")
		p.keys(" ")
		if i == 2 {
			p.keys(kb.ArrowDown)
		}
		if i == 4 {
			p.tabTo("Note about")
			p.keys("Asked for the sheet in large print")
		}
	}
	p.tabTo("What was done?")
	p.keys("Lying awake: getting up again after twenty minutes")
	p.tabTo("Sign for everybody")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.says("The register is written: 5 contacts are signed", "Did not attend", "Lying awake", "90 minutes")
	if n := w.count("contact"); n != 5 {
		t.Errorf("%d contacts", n)
	}
	if n := w.count("course_session"); n != 6 {
		t.Errorf("%d sessions", n)
	}
	// Of nobody's record but one does the line speak.
	if n := len(w.rows("SELECT contact FROM contact_text WHERE note LIKE '%large print%'")); n != 1 {
		t.Errorf("%d notes", n)
	}
}

func expect(t *testing.T, a answer, status int, words ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%d to %q: %.1500s", a.StatusCode, a.To(), textOf(a.Text))
	}
	said := strings.Join(strings.Fields(textOf(a.Text)), " ")
	for _, x := range words {
		if !strings.Contains(said, x) {
			t.Errorf("it does not say %q: %.2500s", x, said)
		}
	}
}

// A session by somebody whose competence has expired: what was typed is kept,
// a reason is asked for, the supervisor sees it and says that it was talked
// about.
func TestSessionWithoutCompetence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	leah, supervisor := w.as("leah"), w.as("supervisor")
	course := w.first("SELECT id FROM course WHERE kind = 'cbt-i'")
	person := w.first("SELECT person FROM course WHERE id = '" + course + "'")
	contact := do(w, "leah", care.SignContact{Person: person, Mechanism: nhs.Telephone, StartedAt: w.clock.Now().Add(-time.Hour), Minutes: 30, Note: "Third talk"})
	page := "/courses/" + course + "/session"
	expect(t, leah.get(page), 200, "No valid competence for CBT-I for insomnia", "Expired on 5 November 2026", "Get up at half past six")
	fields := []string{"version", "1", "saves", "0", "attended", "yes", "contact", contact, "done", "The bed is only for sleeping", "homework", "Out of bed after twenty minutes", "action", "send", "key", "AAAAAAAAAAAAAAAAAAAA"}
	expect(t, leah.post(page, "attended", "yes", "action", "send"), 422, "Write down what was done", "Choose the signed contact")
	expect(t, leah.post(page, fields...), 422, "Say why it was delivered all the same", "Out of bed after twenty minutes")
	fields = append(fields, "override", "In the middle of a course")
	for range 2 {
		if a := leah.post(page, fields...); a.StatusCode != 303 || a.To() != "/courses/"+course {
			t.Fatalf("%d %s", a.StatusCode, textOf(a.Text))
		}
	}
	if n := w.count("course_session"); n != 1 {
		t.Errorf("%d sessions", n)
	}
	expect(t, leah.get("/courses/"+course), 200, "Session 2 of 6", "Recorded without a valid competence: In the middle of a course")
	again := slices.Clone(fields)
	again[slices.Index(again, "AAAAAAAAAAAAAAAAAAAA")] = "BBBBBBBBBBBBBBBBBBBB"
	expect(t, leah.post(page, again...), 422, "Choose the signed contact")
	expect(t, supervisor.get("/overrides"), 200, "Not talked about yet (2)", "In the middle of a course", "DOYLE-MERCER, Kieran")
	id := w.first("SELECT id FROM course_override WHERE session IN (SELECT id FROM course_session WHERE contact = '" + contact + "')")
	expect(t, supervisor.post("/overrides/"+id, "mark", "talked about"), 422, "Write down what came of the talk")
	if a := supervisor.post("/overrides/"+id, "mark", "talked about", "words", "Renewal booked for 4 December"); a.StatusCode != 303 {
		t.Fatal(a.StatusCode)
	}
	expect(t, supervisor.get("/overrides?show=all"), 200, "Not talked about yet (1)", "Renewal booked for 4 December")
	expect(t, w.as("gp").get("/overrides"), 403)
	expect(t, w.as("gp").get("/groups"), 404)
	// A draft without a script, and the way back to it.
	if a := leah.post(page, "saves", "0", "version", "2", "done", "Begun and not finished", "action", "save"); a.StatusCode != 303 {
		t.Fatal(a.StatusCode)
	}
	expect(t, leah.get(page), 200, "Begun and not finished")
	if a := leah.get("/drafts/" + course); a.To() != page {
		t.Errorf("the draft leads to %q", a.To())
	}
	// The review, and the end that only people bring.
	expect(t, leah.post("/courses/"+course+"/review", "version", "2", "decision", "change", "planned", "1", "review", "1", "words", "x"), 422, "Planned sessions must be from 2")
	if a := leah.post("/courses/"+course+"/review", "version", "2", "decision", "end", "words", "Sleeps until six"); a.To() != "/courses/"+course+"/end" {
		t.Fatal(a.StatusCode, a.To())
	}
	expect(t, leah.post("/courses/"+course+"/end", "version", "3", "outcome", "Finished as planned", "words", "Well"), 422, "Say who told the person")
	if a := leah.post("/courses/"+course+"/end", "version", "3", "outcome", "Finished as planned", "words", "Sleeps until six", "told", "In the room"); a.StatusCode != 303 {
		t.Fatal(a.StatusCode)
	}
	expect(t, leah.get("/courses/"+course), 200, "Ended", "Sleeps until six")
}

// A check from the form: what is not plausible is not kept, what was typed is
// shown again; the list's counts are their lists, and the file is audited.
func TestPhysicalHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	leah := w.as("leah")
	id := w.first("SELECT id FROM person WHERE family = 'Pemberton-Rice'")
	page := "/people/" + id + "/physical"
	on := []string{"on-day", "25", "on-month", "11", "on-year", "2026", "answer", "done", "source", "us", "follow", ""}
	expect(t, leah.post(page+"/check", append([]string{"element", "bp", "first", "82", "second", "128"}, on...)...), 422, "The lower number must be below the upper one")
	expect(t, leah.post(page+"/check", append([]string{"element", "bp", "first", "about 120", "second", "80"}, on...)...), 422, "Enter a number")
	if a := leah.post(page+"/check", append([]string{"element", "bp", "first", "141", "second", "88"}, on...)...); a.To() != page {
		t.Fatal(a.StatusCode, textOf(a.Text))
	}
	expect(t, leah.get(page), 200, "141/88 mmHg", "Without a record since: Lipids")
	check := w.first("SELECT id FROM physical_check WHERE first = 141")
	expect(t, leah.post("/physical/checks/"+check+"/withdraw"), 422, "Say why this was entered in error")
	if a := leah.post("/physical/checks/"+check+"/withdraw", "why", "The neighbour’s"); a.To() != page {
		t.Fatal(a.StatusCode)
	}
	expect(t, leah.get(page), 200, "Entered in error", "The neighbour’s", "Due since 21 October 2026")
	expect(t, leah.post(page+"/register", "was", "old", "state", "remission", "on-day", "1", "on-month", "11", "on-year", "2026", "source", "GP"), 422, "Look again, then send")
	for _, s := range physical.Shows() {
		n := len(ask(w, "leah", physical.List{PCN: pcn, Show: s}).Rows)
		want := "Showing 1 person"
		if n != 1 {
			want = "Showing " + string(rune('0'+n)) + " people"
		}
		if n == 0 {
			want = "Nobody"
		}
		expect(t, leah.get("/physical?show="+s), 200, want)
	}
	before := len(w.rows("SELECT seq FROM audit WHERE kind = 'physical health export list'"))
	a := leah.get("/physical.csv")
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/csv") || strings.Count(a.Text, "\r\n") != 5 {
		t.Errorf("%s", a.Text)
	}
	if n := len(w.rows("SELECT seq FROM audit WHERE kind = 'physical health export list'")); n != before+1 {
		t.Errorf("%d audit lines", n-before)
	}
	expect(t, leah.get("/physical/qof?year=2025"), 200, "Points: 5. Thresholds: 40 to 90 per cent", "The GP record is the source for QOF")
	expect(t, leah.get("/physical/qof?year=2019"), 404)
	expect(t, leah.get("/physical/qof"), 200, "Points: not set")
}
