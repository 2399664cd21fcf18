package e2e

import (
	"fmt"
	"strings"
	"testing"

	"footbridge/internal/app/mdt"
	"footbridge/internal/app/register"
	"footbridge/internal/demo"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A meeting about ten people by keyboard alone: the focus is in the first
// field, Tab and the first letters of a choice are all that it takes, Enter
// goes to the next person; the minutes have everybody.
func TestMeetingByKeyboard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.first("SELECT id FROM mdt_meeting WHERE state = 'planned' ORDER BY on_day")
	people := w.rows("SELECT id FROM person WHERE pcn = '" + demo.PCN + "' AND died IS NULL AND merged_into = '' ORDER BY id LIMIT 12")
	for _, p := range people[:10] {
		do(w, "leah", mdt.Bring{Person: p, Question: "What do we do?"})
	}
	p := w.open(t, "leah", true)
	p.to("/meetings/" + id)
	p.tabTo("Open the meeting and make the list")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.waitFor(`document.body.textContent.includes("The list is made")`)
	all := len(ask(w, "leah", mdt.One{ID: id}).List)
	if all < 10 {
		t.Fatalf("only %d people are on the list", all)
	}
	p.tabTo("Name")
	p.keys("Leah\tPractitioner\tPier Health")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.waitFor(`document.body.textContent.includes("Leah is written down")`)
	p.tabTo("Begin with the first person")
	p.follow(chromedp.KeyEvent(kb.Enter))
	for n := 1; n <= 10; n++ {
		p.waitFor(fmt.Sprintf(`location.pathname.endsWith("/person/%d") && document.activeElement.name === "what"`, n))
		p.keys(fmt.Sprintf("Decision number %d", n))
		p.keys("\tThe PCN")
		p.keys("\t30\t11\t2026")
		p.follow(chromedp.KeyEvent(kb.Enter))
	}
	p.waitFor(`!location.pathname.endsWith("/person/10")`)
	m := ask(w, "leah", mdt.One{ID: id})
	for _, e := range m.List[:10] {
		if e.Standing != mdt.Decided || len(e.Decisions) != 1 || e.Decisions[0].Ask == "" {
			t.Errorf("person %d: %s, %d decisions", e.Nr, e.Standing, len(e.Decisions))
		}
	}
	p.to("/meetings/" + id)
	p.tabTo("End the meeting")
	p.follow(chromedp.KeyEvent(kb.Enter))
	p.waitFor(`document.body.textContent.includes("The meeting has ended")`)
	p.to("/meetings/" + id + "/minutes")
	for n := 1; n <= 10; n++ {
		p.says(fmt.Sprintf("%d of %d.", n, all), fmt.Sprintf("Decision number %d", n))
	}
	if got := js[int](p, `document.querySelectorAll("section.app-keep").length`); got != all {
		t.Errorf("the minutes have %d blocks for %d people", got, all)
	}
}

// The demo's register has all five kinds, and nobody without a holder; the
// file is the list.
func TestNobodyWithoutAHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := ask(w, "lead", register.Bridge{PCN: demo.PCN})
	for _, r := range b.Rows {
		if r.Nobody() {
			t.Errorf("nobody holds %s: %+v", r.Who.Name(), r.Lines)
		}
	}
	for _, k := range register.Kinds {
		if b.Counts[k.Key] == 0 {
			t.Errorf("the demo has nobody who is: %s", k.Text)
		}
	}
	if q := ask(w, "lead", register.Well{PCN: demo.PCN, Show: "quiet"}); len(q.List) < 3 {
		t.Errorf("%d people have not been told for three weeks", len(q.List))
	}
	a := w.as("lead").get("/register.csv")
	if lines := strings.Count(a.Text, "\r\n"); lines < len(b.Rows)+1 {
		t.Errorf("the file has %d lines for %d people", lines, len(b.Rows))
	}
}
