package e2e

// planVisits are the pages of the assessment and of the plans: of somebody who
// has all of them, and of somebody who has none.
func planVisits(w *world) map[string][]visit {
	first := w.first
	marta := w.person("Marta Kowalska").ID
	full := first("SELECT id FROM assessment_text WHERE version = 2 ORDER BY recorded_at DESC")
	whose := first("SELECT person FROM assessment_text WHERE id = '" + full + "'")
	of := func(kind string) string {
		return first("SELECT id FROM plan_text WHERE kind = '" + kind + "' AND person = '" + whose + "' ORDER BY version DESC")
	}
	support, options, self, well, medicines := of("support"), of("options"), of("self"), of("well"), of("medicines")
	goal := first("SELECT id FROM goal g WHERE NOT EXISTS (SELECT 1 FROM goal_ended e WHERE e.goal = g.id) ORDER BY id")
	action := first("SELECT id FROM plan_action a WHERE person = '" + whose + "' AND by_day IS NOT NULL ORDER BY by_day")
	people := "/people/" + whose
	open := first("SELECT person FROM assessment_text WHERE person IN (SELECT person FROM episode WHERE state = 'open') ORDER BY recorded_at DESC")
	return map[string][]visit{
		"GET /people/{id}/assessments":    {{name: "", who: "leah", path: people + "/assessments"}, {name: "assessments-none", who: "gp", path: "/people/" + marta + "/assessments"}},
		"GET /people/{id}/assessment/new": {{name: "assessment-write", who: "leah", path: "/people/" + open + "/assessment/new"}, {name: "assessment-write-none", who: "leah", path: "/people/" + marta + "/assessment/new"}},
		"GET /assessments/{id}":           one("leah", "/assessments/"+full),
		"GET /assessments/{id}/changes":   one("leah", "/assessments/"+full+"/changes"),
		"GET /assessments/{id}/withdraw":  one("leah", "/assessments/"+full+"/withdraw"),

		"GET /people/{id}/plans": {{name: "plans", who: "leah", path: people + "/plans"}, {name: "plans-none", who: "leah", path: "/people/" + marta + "/plans"}},
		"GET /people/{id}/plans/{kind}/new": {{name: "plan-write", who: "leah", path: people + "/plans/support/new"}, {name: "plan-write-first", who: "leah", path: "/people/" + marta + "/plans/support/new"},
			{name: "plan-write-options", who: "leah", path: people + "/plans/options/new?from=" + options}, {name: "plan-write-well", who: "leah", path: people + "/plans/well/new"}, {name: "plan-write-medicines", who: "leah", path: people + "/plans/medicines/new"}},
		"GET /plans/review":          {{name: "", who: "leah", path: "/plans/review"}, {name: "plans-review-due", who: "supervisor", path: "/plans/review?show=due"}},
		"GET /plans/{id}":            {{name: "plan-read", who: "leah", path: "/plans/" + support}, {name: "plan-read-medicines", who: "leah", path: "/plans/" + medicines}, {name: "plan-read-options", who: "leah", path: "/plans/" + options}},
		"GET /plans/{id}/changes":    one("leah", "/plans/"+support+"/changes"),
		"GET /plans/{id}/sheet":      {{name: "plan-sheet", who: "leah", path: "/plans/" + support + "/sheet"}, {name: "plan-sheet-options", who: "leah", path: "/plans/" + options + "/sheet"}, {name: "plan-sheet-self", who: "leah", path: "/plans/" + self + "/sheet?size=large"}, {name: "plan-sheet-well", who: "leah", path: "/plans/" + well + "/sheet?size=large"}},
		"GET /plans/{id}/given":      one("leah", "/plans/"+support+"/given"),
		"GET /plans/{id}/withdraw":   {{name: "plan-withdraw", who: "leah", path: "/plans/" + support + "/withdraw"}, {name: "plan-withdraw-goal", who: "leah", path: "/plans/" + goal + "/withdraw"}},
		"GET /people/{id}/goals":     {{name: "goals", who: "leah", path: people + "/goals"}, {name: "goals-none", who: "gp", path: "/people/" + marta + "/goals"}},
		"GET /people/{id}/goals/new": one("leah", people+"/goals/new"),
		"GET /goals/{id}/end":        one("leah", "/goals/"+goal+"/end"),
		"GET /actions/{id}":          one("leah", "/actions/"+action),
	}
}
