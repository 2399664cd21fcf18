package e2e

import (
	"strings"
	"testing"

	"footbridge/internal/calendar"
)

// In the room with somebody: the assessment goes on from the last version, the
// browser is gone in the middle of it and nothing is lost; a goal is set and
// rated; an option is chosen; the plan is agreed, and the sheet has their
// words. The clock has both parts.
func TestAgreedTogether(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		w.clock.Set(calendar.MustInstant("2026-11-25T10:45:00Z"))
		p := begin(t, w, "Leah Whitcombe", script)
		whose := w.first("SELECT person FROM assessment_text WHERE version = 1 AND person NOT IN (SELECT person FROM plan_text WHERE kind = 'support') AND person IN (SELECT person FROM episode WHERE state = 'open') ORDER BY recorded_at DESC")
		versions := w.count("assessment_text")
		p.to("/people/" + whose)
		p.press("New version of the assessment")
		p.says("Begun from version 1", "stops the assessment part of the four-week clock")
		p.fill("How the person seems today, in words", "Laughs about the bus")
		p.fill("Alcohol", "A glass on Friday, since the spring")
		p.choose("Or: Alcohol", "As written")
		if script {
			p.waitFor(`document.querySelector("[data-draft-status]").textContent.includes("Draft saved")`)
			p = w.open(t, "", true)
			w.tokens["leah"] = ""
			p.signedIn("leah")
		} else {
			p.press("Save draft and add lines")
		}
		p.to("/people/" + whose)
		p.press("Go on with the assessment that you began")
		if got := js[string](p, `document.querySelector("textarea[name=seen]").value`); got != "Laughs about the bus" {
			t.Fatalf("of the draft is left: %q", got)
		}
		if w.count("assessment_text") != versions {
			t.Fatal("a draft is not a version")
		}
		p.press("Record as complete")
		p.says("The assessment is recorded as complete", "Laughs about the bus", "A glass on Friday")

		p.to("/people/" + whose + "/goals/new")
		p.fill("The goal, in the person’s own words", "Sing where people hear it")
		p.choose("Who chose it?", "The person")
		p.pick("How far is it met today?", "3")
		p.press("Set the goal")
		p.says("The goal is set", "Sing where people hear it", "25 November 2026 3")

		p.to("/people/" + whose + "/plans")
		p.press("Talk options through")
		p.fill("What we decide about", "How to begin")
		p.fill("Option", "The choir on Wednesdays")
		p.fill("What speaks for it, in my words", "Carol picks me up")
		p.pick("Choice", "Chosen")
		p.fill("Made with", "Her")
		p.press("Record the sheet of options")
		p.says("The sheet of options is recorded", "The choir on Wednesdays – for it: Carol picks me up – Chosen")

		p.to("/people/" + whose + "/plans")
		p.press("Make a care and support plan together")
		p.says("Sing where people hear it", "An agreed plan stops the plan part")
		p.fill("About me, and what matters to me", "I am the alto")
		p.fill("What", "Ring Carol")
		p.pick("Who does it", "The person")
		p.fill("Made with", "Her")
		p.choose("Does the person agree to the plan?", "Yes, it is agreed")
		p.press("Record the care and support plan")
		p.says("The care and support plan is recorded", "Agreed with", "Ring Carol")
		p.press("The sheet for the person")
		p.says("My care and support plan", "I am the alto", "Sing where people hear it", "Ring Carol", "Agreed on 25 November 2026")
		if strings.Contains(js[string](p, `document.querySelector("article").textContent`), "What else we agree to do") {
			t.Error("the sheet has a heading that belongs to the form")
		}
		p.to("/people/" + whose + "/clock")
		if got := js[string](p, `[...document.querySelectorAll(".app-clock li")].map(x => x.innerText.replace(/\s+/g, " ")).join("; ")`); strings.Contains(got, "assessment Still missing") || !strings.Contains(got, "Agreed plan or intervention 25 November 2026") {
			t.Errorf("the clock: %q", got)
		}
	})
}
