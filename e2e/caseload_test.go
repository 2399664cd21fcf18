package e2e

import (
	"strings"
	"testing"

	"footbridge/internal/calendar"
)

// Somebody whose episode has ended rings again within the agreed weeks:
// straight back in, to the same practitioner, seen, and said goodbye to with
// both summaries printed.
func TestComesBackAndGoesWell(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		back := w.first("SELECT person FROM goodbye_summary WHERE kind = 'gp'")
		before := w.count("episode_return")
		p := begin(t, w, "Sam Okafor", script)
		p.to("/people/" + back)
		p.press("Quick return")
		p.says("come straight back", "who knows them", "Needs help today")
		js[bool](p, `(() => { document.querySelector("input[name=slot]").checked = true; return true })()`)
		js[bool](p, `(() => { document.querySelector("input[name=mode]").checked = true; return true })()`)
		p.fill("Why do they come back?", "The nights again")
		if js[bool](p, `!!document.querySelector("input[name=over]")`) {
			p.fill("Why over the allowance?", "Comes back within the agreed weeks")
		}
		p.press("Book straight back in")
		p.says("a quick return", "The nights again")
		b := w.first("SELECT b.id FROM booking b JOIN episode_return r ON r.episode = b.episode WHERE r.person = '" + back + "'")
		if n := w.count("episode_return"); n != before+1 {
			t.Fatalf("%d quick returns", n)
		}

		ends := calendar.MustInstant(w.first("SELECT ends_at FROM booking WHERE id = '" + b + "'"))
		w.clock.Set(ends)
		p = begin(t, w, "Leah Whitcombe", script)
		p.to("/bookings/" + b + "/contact")
		p.fill("What happened", "Talked about the nights. She knows what helped in summer.")
		p.press("Sign the note")
		p.says("The note is signed", "Nobody has marked it as copied")
		p.press("Copy for the GP record")
		p.says("Nothing is sent by itself")
		if got := js[string](p, `document.querySelector("textarea").value`); !strings.Contains(got, "Mental health practitioner contact") || !strings.Contains(got, "She knows what helped") {
			t.Fatalf("the text is %q", got)
		}
		p.choose("I copied it into", "GP record")
		p.press("Mark as copied")
		p.says("Marked as copied", "Copied into the GP record: Leah Whitcombe")

		p.to("/people/" + back)
		p.press("Say goodbye")
		p.choose("How does it end?", "Done: what was agreed is reached")
		p.choose("Where does the person go on?", "Nowhere else: they can come back to us")
		p.choose("How?", "In the room")
		p.press("Close the episode")
		p.says("Summary for the GP record", "Put together from the record")
		if got := js[string](p, `document.querySelector("textarea[name=body]").value`); !strings.Contains(got, "Why they came, in their words: The nights again") {
			t.Fatalf("the summary is %q", got)
		}
		p.press("Save")
		p.says("Saved as version 1")
		p.press("On one sheet")
		p.says("Printed", "Leah Whitcombe")
		e := w.first("SELECT episode FROM goodbye ORDER BY at DESC")
		p.to("/goodbyes/" + e + "/person")
		p.press("Save")
		p.press("In large print")
		p.says("Our time together", "If it gets worse", "111, then option 2", "How to come back")
		if !js[bool](p, `!!document.querySelector(".app-sheet--large")`) {
			t.Error("the print is not large")
		}
	})
}

// Somebody leaves: nobody is left behind. One without a practitioner stops the
// whole step; then each is told.
func TestLeaverHandsOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		tomasz := w.first("SELECT id FROM practitioner WHERE name = 'Tomasz Wolski'")
		held := len(w.rows("SELECT id FROM episode WHERE state = 'open' AND holder = '" + tomasz + "'"))
		p := begin(t, w, "Mark Holloway", script)
		p.to("/team/" + w.first("SELECT id FROM post WHERE practitioner = '"+tomasz+"'") + "/end")
		p.says("still held by Tomasz Wolski")
		p.press("Hand the caseload over")
		p.says("everybody gets somebody, or nothing happens")
		p.choose("For how long?", "For good: a leaver")
		p.fill("Why?", "Moves to another team")
		p.press("Hand everybody over")
		p.says("has nobody yet")
		if n := len(w.rows("SELECT id FROM episode WHERE state = 'open' AND holder = '" + tomasz + "'")); n != held {
			t.Fatalf("%d of %d are held after nothing was done", n, held)
		}
		js[bool](p, `(() => { const s = document.querySelector("select[name=all]"); s.value = [...s.options].find((o) => o.text.startsWith("Leah")).value; return true })()`)
		p.press("Hand everybody over")
		p.says("Everybody is handed over. Now they are told", "0 of")
		p.fill("Who told them, and how?", "I rang and told her")
		p.press("Mark as told")
		p.says("Marked as told", "1 of")
		if n := len(w.rows("SELECT id FROM episode WHERE state = 'open' AND holder = '" + tomasz + "'")); n != 0 {
			t.Errorf("%d are still held", n)
		}
	})
}
