package e2e

import (
	"testing"
	"time"

	"footbridge/internal/calendar"
)

const sentence = "Sleeps three hours, walks by the canal. We agreed to ring his sister together on Friday."

// The practitioner's morning: who is coming, arrived, the note, the crash of
// the browser in the middle of it, signed, amended, and the clock.
func TestPractitioner(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		w.clock.Set(calendar.MustInstant("2026-11-25T09:05:00Z"))
		p := begin(t, w, "Leah Whitcombe", script)
		if p.path() != "/today" {
			t.Fatalf("the practitioner lands on %s", p.path())
		}
		p.says("ASHWORTH, Dean", "booked")
		contacts := w.count("contact")
		p.press("Arrived: Dean Ashworth")
		p.says("arrived")
		p.press("Write the note of Dean Ashworth")
		p.says("In their words")
		p.fill("What happened", sentence)
		if script {
			// Nobody presses anything: the page saves by itself, and then the
			// whole browser is gone, and so is the session.
			p.waitFor(`document.querySelector("[data-draft-status]").textContent.includes("Draft saved")`)
			at := p.path()
			p = w.open(t, "", true)
			w.tokens["leah"] = ""
			p.signedIn("leah")
			p.to(at)
		} else {
			p.press("Save draft")
			p.press("Sign out")
			p.press("Sign in as Leah Whitcombe")
			p.press("Go on with the note, saved 09:05")
		}
		if got := js[string](p, `document.querySelector("textarea[name=note]").value`); got != sentence {
			t.Fatalf("of the draft is left: %q", got)
		}
		if w.count("contact") != contacts {
			t.Fatal("a draft is not a contact")
		}
		p.pick("How the contact took place", "ace to face")
		p.fill("Time it began", "09:00")
		p.fill("Minutes", "40")
		p.press("Sign the note")
		p.says("signed")
		if n := w.count("contact"); n != contacts+1 {
			t.Fatalf("%d contacts more; %s", n-contacts, p.text())
		}
		p.to("/contacts/" + w.rows("SELECT id FROM contact ORDER BY signed_at DESC, id DESC")[0])
		p.says("canal", "40 minutes")
		p.press("Amend")
		p.fill("What happened", "Sleeps four hours. The rest as above.")
		p.press("Sign the amendment")
		p.says("There is a problem")
		p.fill("Why it is amended", "The wrong number of hours")
		p.press("Sign the amendment")
		p.says("Sleeps four hours")
		p.to("/contacts/" + w.rows("SELECT id FROM contact ORDER BY signed_at DESC, id DESC")[0])
		p.says("Sleeps four hours", "The wrong number of hours", sentence)
		p.to("/people/" + w.person("Dean Ashworth").ID + "/clock")
		p.says("First attended contact 25 November 2026", "missing: outcome score, meaningful assessment")
	})
}

// A session that locked itself in the middle of writing: what is sent is kept,
// shown after unlocking, and sent with one press.
func TestLockedWhileWriting(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		dean := w.person("Dean Ashworth").ID
		before := w.count("waiting")
		p := w.open(t, "reception", script)
		p.to("/wait/" + dean)
		p.fill("Why do they come?", "Can’t face work, and cries on the telephone, four weeks now")
		w.clock.Advance(21 * time.Minute)
		p.press("Put on the waiting list")
		p.says("Footbridge is locked", "What you sent is kept")
		if script {
			for _, wrong := range p.flaws(1280) {
				t.Errorf("locked: %s", wrong)
			}
			p.picture("unlock", 1280)
		}
		p.press("Unlock")
		p.says("You were sending this", "cries on the telephone")
		if script {
			for _, wrong := range p.flaws(1280) {
				t.Errorf("held: %s", wrong)
			}
			p.picture("unlock-held", 1280)
		}
		p.press("Send it now")
		p.says("On the waiting list")
		if n := w.count("waiting"); n != before+1 {
			t.Errorf("%d entries more", n-before)
		}
		p.to("/account")
		if js[bool](p, `document.querySelector("main").textContent.includes("Look at it")`) {
			t.Error("what was sent is still held")
		}
	})
}
