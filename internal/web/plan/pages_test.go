package plan_test

import (
	"regexp"
	"strings"
	"testing"

	"footbridge/internal/app/plan"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
)

// Goals: set, rated, reworded, ended.
func TestGoals(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		people := "/people/" + h.dean
		h.says(h.get("leah", people+"/goals"), 200, "No goal is set at present")
		h.says(h.post("leah", people+"/goals/new", "words", "Go to <i>the shop</i>"), 422, "Choose who chose this goal", "Go to <i>the shop</i>")
		h.says(h.post("leah", people+"/goals/new", "words", "Go to <i>the shop</i>", "chosen", "person", "met", "2"), 303)
		a := h.get("leah", people+"/goals")
		h.says(a, 200, "Go to <i>the shop</i>", "Chosen by the person, 4 November 2026", "10, fully met")
		h.never(a, "<i>the shop")
		id := regexp.MustCompile(`name="met-([^"]+)"`).FindStringSubmatch(a.body)[1]
		h.says(h.post("leah", people+"/goals"), 422, "Rate at least one goal")
		h.at("2026-11-11T10:45:00Z")
		h.says(h.post("leah", people+"/goals", "met-"+id, "5", "on-day", "11"), 303)
		h.says(h.get("gp", people+"/goals"), 200, "Goal rating went from 2 to 5: reliable improvement", "A change of 3 or more is called reliable: NHSDigital")
		h.says(h.get("leah", people), 200, "Go to <i>the shop</i> , 5 of 10 on 11 November 2026")
		end := "/goals/" + id + "/end"
		h.says(h.get("leah", end), 200, "The new goal begins without the ratings of this one")
		h.says(h.post("leah", end, "how", "reworded", "words", "Go to <i>the shop</i>", "chosen", "person", "on-day", "11"), 422, "These are the same words")
		h.says(h.post("leah", end, "how", "reworded", "words", "Do the week’s shopping", "chosen", "together", "on-day", "11"), 303)
		a = h.get("leah", people+"/goals")
		h.says(a, 200, "Do the week’s shopping", "Before, it was: Go to", "Worded anew", "Not rated yet")
		h.says(h.get("leah", end), 303)
		rating := regexp.MustCompile(`/plans/([^/"]+)/withdraw">Entered in error<span class="nhsuk-u-visually-hidden">: rating 5`).FindStringSubmatch(a.body)[1]
		h.says(h.get("leah", "/plans/"+rating+"/withdraw"), 200, "Rating 5 of 10 on 11 November 2026")
		h.says(h.post("leah", "/plans/"+rating+"/withdraw", "why", "Slipped"), 303)
		a = h.get("gp", people+"/goals")
		h.says(a, 200, "Slipped")
		h.never(a, "reliable improvement", "/end", "/withdraw")
	})
}

// The care and support plan from the form to the sheet; what is to be done; who
// has it; the list of reviews.
func TestTheCareAndSupportPlan(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		people := "/people/" + h.dean
		write := people + "/plans/support/new"
		do(h, h.Actors["leah"], plan.SetGoal{Person: h.dean, Words: "Sing at Christmas", ChosenBy: "person", On: calendar.MustDate("2026-11-04"), Rated: true, Met: 4})
		h.says(h.get("leah", people+"/plans"), 200, "None yet. Made together", "nothing is prescribed here", "Nothing is open")
		a := h.get("leah", write)
		h.says(a, 200, "Turn the screen and write it together", "Sing at Christmas , 4 of 10", "An agreed plan stops the plan part", "Does the person agree to the plan?")
		if !strings.Contains(a.body, `data-draft-kind="plan support"`) {
			t.Error("no draft")
		}
		typed := []string{"about", "My <b>daughter</b>", "with", "Dean", "review-day", "18", "review-month", "11", "review-year", "2026", "agreed", "yes", "agreedon-day", "4", "agreedon-month", "11", "agreedon-year", "2026",
			"new-1-what", "Ring the choir", "new-1-who", "person", "new-1-by", "6/11/2026"}
		h.says(h.post("leah", write, append(typed, "agreed", "")...), 422, "Choose whether the person agrees", "My <b>daughter</b>")
		h.says(h.post("leah", write, append(typed, "agreed", "not yet")...), 422, "Say why it is not agreed yet")
		h.says(h.post("leah", write, append(typed, "new-1-by", "soon")...), 422, "By when must be a day")
		h.says(h.post("leah", write, append(typed, "action", "save")...), 303)
		h.says(h.get("leah", people), 200, "Go on with the care and support plan that you began")
		if a := h.get("leah", "/drafts/plan-support:"+h.dean); a.to != write {
			t.Errorf("the list of drafts leads to %q", a.to)
		}
		a = h.post("leah", write, append(typed, "saves", "1")...)
		h.says(a, 303)
		one := a.to
		a = h.get("gp", one)
		h.says(a, 200, "Personalised care and support plan of 4 November 2026", "Version 1, made with Dean", "on 4 November 2026.", "My <b>daughter</b>", "Sing at Christmas – chosen by the person – 4 of 10 on 4 November 2026", "Ring the choir – ", "by 6 November 2026 – not done yet", "Not yet", "There is no safety plan; nobody has to have one")
		h.never(a, "<b>daughter", "What else we agree to do", "/given")
		h.says(h.get("leah", one+"/sheet"), 200, "My care and support plan", "Agreed on 4 November 2026", "We look at it again on 18 November 2026", "This is mine: I can change it whenever I like", "Large print")
		if !strings.Contains(h.get("leah", one+"/sheet?size=large").body, "app-sheet--large") {
			t.Error("large print is not chosen")
		}
		h.says(h.post("leah", one+"/given", "to", "family", "named", "Ron, father", "how", "paper"), 422, "nobody has asked the person. Say why it was shared all the same", "Check before you record this")
		h.says(h.post("leah", one+"/given", "to", "person", "how", "paper"), 303)
		h.says(h.get("leah", one), 200, "On paper, 4 November 2026")

		h.at("2026-11-18T10:45:00Z")
		a = h.get("leah", people)
		h.says(a, 200, "Ring the choir", "Overdue", "A review was due on 18 November 2026")
		action := regexp.MustCompile(`/actions/([^"]+)"`).FindStringSubmatch(a.body)[1]
		h.says(h.get("leah", "/plans/review"), 200, "Due now (1)", "Everybody’s (1)", "Leah Whitcombe (1)", "Review was due on 18 November 2026")
		h.says(h.get("leah", "/plans/review?show=soon"), 200, "No plan is in this list")
		h.says(h.get("leah", "/actions/"+action), 200, "Ring the choir", "Overdue")
		h.says(h.post("leah", "/actions/"+action, "state", "dropped", "on-day", "18"), 422, "Say why it is no longer needed")
		h.says(h.post("leah", "/actions/"+action, "state", "done", "on-day", "18"), 303)
		h.says(h.post("tomasz", "/actions/"+action, "state", "done", "on-day", "18"), 422, "Leah Whitcombe has said already")
		h.says(h.get("leah", people+"/plans"), 200, "done on 18 November 2026")
		a = h.post("leah", write, "about", "My daughter", "with", "Dean", "version", "1", "from", strings.TrimPrefix(one, "/plans/"), "on-day", "18", "agreed", "not yet", "notagreed", "Wants to sleep on it")
		h.says(a, 303)
		h.says(h.get("leah", a.to), 200, "Not agreed yet: Wants to sleep on it")
		h.says(h.get("leah", a.to+"/changes"), 200, "Gone: My <b>daughter</b>", "New: My daughter")
		h.says(h.get("leah", a.to+"/withdraw"), 200, "It stays readable")
		h.says(h.get("leah", one+"/withdraw"), 200, "It no longer counts for the clock")
		h.says(h.post("leah", one+"/withdraw", "why", "Another person"), 303)
		for _, path := range []string{people + "/plans", write, one, one + "/sheet", people + "/goals", "/actions/" + action} {
			if a := h.get("reception", path); a.status != 403 && a.status != 404 {
				t.Errorf("reception at %s: %d", path, a.status)
			}
		}
	})
}

// Options side by side, the person's own plans, and medicines.
func TestTheOtherKinds(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		people := "/people/" + h.dean
		a := h.post("leah", people+"/plans/options/new", "about", "Sleep", "matters", "A clear head", "with", "Dean", "options-1-option", "Tablets", "options-1-for", "Works for my sister", "options-1-against", "I was <u>tired</u>", "options-1-choice", "not now", "options-1-who", "person",
			"options-2-option", "Sleep group", "options-2-choice", "chosen", "options-2-who", "together")
		h.says(a, 303)
		h.says(h.get("leah", a.to), 200, "Tablets – for it: Works for my sister – against it: I was <u>tired</u> – Not now – chosen by: The person")
		h.says(h.get("leah", a.to+"/sheet"), 200, "What I can choose from", "Tablets For it Works for my sister Against it", "Not now , chosen by: The person", "Sleep group Chosen")
		h.never(h.get("leah", people+"/plans/options/new"), "Tablets")
		if got := h.get("leah", people+"/plans/options/new?from="+strings.TrimPrefix(a.to, "/plans/")); !strings.Contains(got.body, `value="Tablets"`) {
			t.Error("going on from a sheet begins on an empty page")
		}
		h.says(h.get("leah", people+"/plans/options/new?from=guess"), 404)
		for kind, title := range map[string]string{"self": "My self-management plan", "well": "My staying-well plan"} {
			a := h.post("leah", people+"/plans/"+kind+"/new", "signs", "I stop humming", "when-1-if", "I stop humming", "when-1-then", "ring Carol", "with", "Dean")
			h.says(a, 303)
			h.says(h.get("leah", a.to+"/sheet?size=large"), 200, title, "When I stop humming – ring Carol", "Not yet")
		}
		h.says(h.get("leah", people+"/plans/score/new"), 404)

		med := people + "/plans/medicines/new"
		a = h.get("leah", med)
		h.says(a, 200, "Footbridge prescribes nothing and checks no doses", "only while you are recorded as a prescriber")
		h.never(a, "own-1-what")
		note := []string{"taken-1-what", "Sertraline", "taken-1-how", "every morning", "taken-1-source", "Told by him", "elsewhere-1-what", "To be halved", "elsewhere-1-who", "Dr Patel", "elsewhere-1-when", "2/11/2026"}
		h.says(h.post("leah", med, append(note, "own-1-what", "Sleep tablets", "own-1-where", "On paper")...), 422, "You are not recorded as a prescriber on this day")
		do(h, h.Actors["lead"], workforce.AddCompetence{PCN: demo.PCN, Practitioner: h.Practitioners["leah"], Kind: workforce.Prescriber, Qualification: "Independent prescriber", Supervisor: "Dr Patel", Gained: calendar.MustDate("2026-11-01")})
		h.says(h.get("leah", med), 200, "Advised or prescribed by me")
		a = h.post("leah", med, append(note, "own-1-what", "Sleep tablets", "own-1-where", "On paper")...)
		h.says(a, 303)
		h.says(h.get("gp", a.to), 200, "Sertraline – every morning – source: Told by him", "To be halved – by Dr Patel – 2 November 2026", "Sleep tablets – written on: On paper – by Leah Whitcombe – 4 November 2026", "checks no doses")
		h.says(h.get("leah", a.to+"/sheet"), 303)
	})
}
