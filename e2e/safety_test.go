package e2e

import (
	"testing"

	"footbridge/internal/calendar"
)

// In the room: the screen is turned, the plan is made together, the browser is
// gone in the middle of it, and nothing is lost; step six may stay empty. He
// takes it on one sheet in large print. The next version shows what changed.
func TestSafetyPlanTogether(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		w.clock.Set(calendar.MustInstant("2026-11-25T10:45:00Z"))
		p := begin(t, w, "Leah Whitcombe", script)
		dean := w.person("Dean Ashworth").ID
		versions := w.count("safety_text")
		p.to("/people/" + dean)
		p.press("Make a safety plan together")
		p.says("in the person’s own words", "promises nothing to anybody")
		p.fill("1. How I notice that it is getting harder", "The canal path")
		p.fill("Name", "Dad")
		p.fill("How to reach them", "Ring, not text")
		if script {
			p.waitFor(`document.querySelector("[data-draft-status]").textContent.includes("Draft saved")`)
			p = w.open(t, "", true)
			w.tokens["leah"] = ""
			p.signedIn("leah")
		} else {
			p.press("Save draft and add lines")
		}
		p.to("/people/" + dean)
		p.press("Go on with the safety plan that you began")
		if got := js[string](p, `document.querySelector("textarea[name=signs]").value + "; " + document.querySelector("input[name=help-1-reach]").value`); got != "The canal path; Ring, not text" {
			t.Fatalf("of the draft is left: %q", got)
		}
		if w.count("safety_text") != versions {
			t.Fatal("a draft is not a version")
		}
		p.choose("Which of the practice’s list", "NHS 111, mental health option")
		p.fill("Made with", "Dean")
		p.press("Record the safety plan")
		p.says("The safety plan is recorded", "Not established yet", "The canal path", "Nobody has been given it yet")
		p.press("The plan on one sheet, or on a phone")
		p.says("My safety plan", "Not ready yet", "111, then option 2", "checked on 20 November 2026")
		p.press("Large print")
		if !js[bool](p, `!!document.querySelector(".app-sheet--large")`) {
			t.Fatal("the print is not large")
		}
		p.press("Record who has it")
		p.choose("Given to", "Dean Ashworth")
		p.choose("How", "On paper")
		p.press("Record who has it")
		p.says("Recorded who has the plan", "On paper, 25 November 2026")

		w.clock.Set(calendar.MustInstant("2026-11-25T11:00:00Z"))
		p.press("New version from this one")
		p.says("Begun from version 1 of 25 November 2026")
		p.fill("2. What I can do on my own", "Mend something")
		p.press("Record the safety plan")
		p.press("What changed since version 1")
		p.says("New: Mend something", "The same in both")
		if n := w.count("safety_text"); n != versions+2 {
			t.Fatalf("%d versions more", n-versions)
		}
	})
}
