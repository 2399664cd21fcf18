package e2e

import (
	"strings"
	"testing"

	"footbridge/internal/calendar"
)

// Thursday, half past four: a refusal. It is on the practitioner's page with a
// clock and the words why; beside it what that team did with others, and two
// doors that fit. Until somebody told him it can't be closed; another door is
// prepared with what was written before; on Friday he is rung, and it ends.
func TestARefusalEndsWithAWordToThePerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		w.clock.Set(calendar.MustInstant("2026-11-25T16:30:00Z"))
		p := begin(t, w, "Leah Whitcombe", script)
		dean := w.person("Dean Ashworth").ID
		refused := w.first("SELECT id FROM onward_request WHERE person = '" + dean + "' AND state = 'came back'")
		p.to("/today")
		p.says("came back", "1 is yours to look after")
		p.to("/onward?show=came-back")
		p.press("ASHWORTH, Dean, Pier Community Mental Health Team")
		p.says("Does not meet what we are there for", "Leah Whitcombe looks after it, by Friday 27 November 2026", "has not been told", "Accepted 6 of 2", "Severnside Talking Therapies")

		p.press("Say how it ends")
		p.choose("How does it end?", "Kept here")
		p.press("End it")
		p.says("Write what the person was told")

		p.to("/onward/" + refused)
		p.press("Choose another door")
		p.says("For another door after", "Why not those", "Nothing else orders them")
		p.to("/people/" + dean + "/onward/to/" + w.first("SELECT id FROM service_entry WHERE name = 'Severnside Talking Therapies'") + "?after=" + refused)
		p.says("What was written for them is taken over", "nobody has asked the person")
		if got := js[string](p, `document.querySelector("textarea[name=goals]").value`); got != "“To fetch my daughter from school”" {
			t.Fatalf("of what was written is left: %q", got)
		}
		p.choose("What does the person answer?", "Yes")
		p.choose("Sent as", "Entered in their system")
		p.press("Prepare it")
		p.says("It has not been sent yet", "Not sent yet")
		p.press("Mark as sent")
		p.press("Mark as sent")
		p.says("Enter the reference that their system gave")
		p.fill("Their reference", "ST-20777")
		p.press("Mark as sent")
		p.says("Recorded as sent", "ST-20777")

		w.clock.Set(calendar.MustInstant("2026-11-26T09:10:00Z"))
		w.tokens["leah"] = "" // a new day, a new session
		p.signedIn("leah")
		p.to("/onward/" + refused)
		p.press("Tell Dean Ashworth, and record it")
		p.fill("How", "by telephone, at ten past nine")
		p.press("Record it")
		p.says("Told.", "by telephone, at ten past nine")
		p.press("Say how it ends")
		p.choose("How does it end?", "Another door: a new onward request")
		p.press("End it")
		p.says("It has ended", "Another door", "Severnside Talking Therapies")
		if n := len(w.rows("SELECT id FROM onward_request WHERE state = 'ended' AND NOT answered_for")); n != 0 {
			t.Fatalf("%d ended without a word", n)
		}
		p.to("/today")
		if got := p.text(); strings.Contains(got, "yours to look after") {
			t.Fatal("it is still on today's page")
		}
	})
}
