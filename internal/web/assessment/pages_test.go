package assessment_test

import (
	"strings"
	"testing"

	"footbridge/internal/engines"
)

// In the room: what was said, what there is none of, what they declined to
// say, and what nobody asked stay four different things on every page; the
// next version begins from it; it is on the person's page; it can be taken
// back.
func TestTheAssessment(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		people := "/people/" + h.dean
		write := people + "/assessment/new"
		a := h.get("leah", write)
		h.says(a, 200, "what stays empty is recorded as not asked", "What matters not begun", "Safeguarding and capacity", "No answer is no consent", "Never shown online", "stops the assessment part of the four-week clock")
		if !strings.Contains(a.body, `data-draft-kind="full assessment"`) || strings.Contains(a.body, " checked ") {
			t.Error("no draft, or something is chosen before anybody did")
		}
		h.says(h.post("leah", write), 422, "Nothing is written yet")
		a = h.post("leah", write, "drugs-said", "none", "drugs", "Smokes", "matters", "To sing")
		h.says(a, 422, "something is written here, and “Asked: none” is chosen", "To sing", "Smokes")
		typed := []string{"matters", "To <b>sing</b> again", "drugs-said", "none", "children-said", "declined", "children", "Not with him here", "capacity-said", "assumed",
			"safeguarding-1-concern", "Her brother takes her pension", "safeguarding-1-told", "She, today", "safeguarding-1-referral", "being decided"}
		h.says(h.post("leah", write, append(typed, "action", "save")...), 303)
		h.says(h.get("leah", write), 200, "Draft saved", "1 of 2 answered", "Throw the draft away")
		h.says(h.get("leah", people), 200, "Go on with the assessment that you began")
		if a := h.get("leah", "/drafts/full-assessment:"+h.dean); a.to != write {
			t.Errorf("the list of drafts leads to %q", a.to)
		}
		a = h.post("leah", write, append(typed, "saves", "1")...)
		h.says(a, 303)
		one := a.to
		a = h.get("gp", one)
		h.says(a, 200, "Assessment of 4 November 2026", "Version 1, complete on 4 November 2026", "To <b>sing</b> again", "Smoking, drugs, gambling Asked: none", "pregnancy Asked: declined to say Not with him here", "Alcohol Not asked", "No reason to doubt it",
			"Her brother takes her pension – told by She, today – referral: Being decided", "Never shown online", "How the person seems today, in words Nothing written")
		h.never(a, "<b>sing", "/withdraw", "/new")
		h.says(h.get("gp", people), 200, "What is known from the assessment of 4 November 2026", "pregnancy Asked: declined to say", "Physical health, and what it means from day to day Not asked", "Her brother takes her pension")

		h.at("2026-11-11T10:45:00Z")
		a = h.get("leah", write)
		h.says(a, 200, "Begun from version 1 of 4 November 2026", "To <b>sing</b> again")
		next := []string{"version", "1", "from", strings.TrimPrefix(one, "/assessments/"), "on-day", "11", "matters", "To sing again", "drugs-said", "declined", "alcohol", "None", "children", "Two girls, 7 and 9"}
		a = h.post("leah", write, next...)
		h.says(a, 303)
		two := a.to
		h.says(h.get("leah", two+"/changes"), 200, "Gone: Asked: none", "New: Asked: declined to say", "Gone: Not asked", "New: Asked, and answered New: None", "The same in both")
		h.says(h.get("leah", one), 200, "There is a newer version")
		h.says(h.get("leah", one+"/changes"), 303)
		h.says(h.get("leah", people+"/assessments"), 200, "version 2 Present", "version 1")
		// Somebody who began from version 1 is shown version 2.
		h.says(h.post("tomasz", write, append(next, "matters", "His words")...), 422, "Leah Whitcombe recorded version 2", "What you wrote is below", "His words")
		h.says(h.post("leah", two+"/withdraw"), 422, "Say why")
		h.says(h.post("leah", two+"/withdraw", "why", "Another person"), 303)
		h.says(h.get("leah", two), 200, "Entered in error", "Another person")
		h.says(h.get("leah", "/people/"+h.People[1]+"/assessment/new"), 200, "has no open episode")
		for _, path := range []string{write, one, people + "/assessments"} {
			if a := h.get("reception", path); a.status != 403 && a.status != 404 {
				t.Errorf("reception at %s: %d", path, a.status)
			}
			if a := h.get("other", path); a.status != 403 && a.status != 404 {
				t.Errorf("an outsider at %s: %d", path, a.status)
			}
		}
	})
}
