package e2e

import (
	"footbridge/internal/app/measures"
	"footbridge/internal/app/safety"
)

// measuresVisits are the pages of questionnaires and private links.
func measuresVisits(w *world) map[string][]visit {
	first := w.first
	whose := w.booking("booked").Person
	scored := first("SELECT person FROM measure_taken WHERE withdrawn_at IS NULL AND code = 'phq-9' ORDER BY id")
	lined := first("SELECT person FROM measure_taken WHERE total IS NOT NULL GROUP BY person, code HAVING count(*) > 1 ORDER BY person")
	linked := first("SELECT person FROM private_link ORDER BY id")
	waiting := first("SELECT id FROM measure_answer WHERE state = 'waiting'")
	fresh := first("SELECT id FROM measure_answer WHERE state = 'new'")
	done := first("SELECT id FROM measure_answer WHERE state = 'done'")
	imported, total := first("SELECT id FROM instrument WHERE kind = 'imported'"), first("SELECT id FROM instrument WHERE kind = 'total'")
	plan := first("SELECT id FROM safety_text WHERE kind = 'plan' AND version = 2 ORDER BY recorded_at DESC")
	give := do(w, "leah", measures.GiveLink{Person: whose, Instrument: "gad-7", Until: w.app.Today()})
	shown := do(w, "leah", safety.GiveLink{ID: plan, Until: w.app.Today().AddDays(7)})
	return map[string][]visit{
		"GET /people/{id}/measure": {{name: "", who: "leah", path: "/people/" + whose + "/measure"}, {name: "measure-given", who: "leah", path: "/people/" + linked + "/measure"}},
		"GET /people/{id}/measure/{code}": {{name: "", who: "leah", path: "/people/" + whose + "/measure/phq-9"}, {name: "measure-paper", who: "leah", path: "/people/" + whose + "/measure/yp-core?how=paper"},
			{name: "measure-total", who: "leah", path: "/people/" + whose + "/measure/core-10?how=total"}, {name: "measure-response", who: "leah", path: "/people/" + whose + "/measure/" + imported + "?how=response"}},
		"GET /people/{id}/measure/{code}/link":  {{name: "", who: "leah", path: "/people/" + whose + "/measure/phq-9/link"}, {name: "measure-link-not", who: "leah", path: "/people/" + whose + "/measure/yp-core/link"}},
		"GET /people/{id}/measure/{code}/paper": {{name: "", who: "leah", path: "/people/" + whose + "/measure/phq-9/paper"}, {name: "measure-paper-not", who: "leah", path: "/people/" + whose + "/measure/" + imported + "/paper"}},
		"GET /people/{id}/scores":               {{name: "", who: "leah", path: "/people/" + scored + "/scores"}, {name: "scores-lines", who: "leah", path: "/people/" + lined + "/scores"}, {name: "scores-given", who: "leah", path: "/people/" + linked + "/scores"}},
		"GET /inbox":                            {{name: "", who: "leah", path: "/inbox"}, {name: "inbox-done", who: "lead", path: "/inbox?show=done"}},
		"GET /inbox/settings":                   one("manager", "/inbox/settings"),
		"GET /inbox/{id}":                       {{name: "inbox-waiting", who: "leah", path: "/inbox/" + waiting}, {name: "inbox-new", who: "leah", path: "/inbox/" + fresh}, {name: "inbox-dealt", who: "supervisor", path: "/inbox/" + done}},
		"GET /measures/due":                     {{name: "", who: "leah", path: "/measures/due"}, {name: "measures-due-ahead", who: "lead", path: "/measures/due?ahead=yes&kind=review"}, {name: "measures-due-none", who: "gp", path: "/measures/due?practitioner=nobody"}},
		"GET /instruments":                      one("lead", "/instruments"),
		"GET /instruments/new":                  {{name: "", who: "lead", path: "/instruments/new"}, {name: "instruments-new-total", who: "manager", path: "/instruments/new?kind=total"}},
		"GET /instruments/{id}":                 {{name: "instrument-imported", who: "lead", path: "/instruments/" + imported}, {name: "instrument-total", who: "lead", path: "/instruments/" + total}, {name: "instrument-manager", who: "manager", path: "/instruments/" + total}},
		"GET /links/{id}/withdraw":              one("leah", "/links/"+give.ID+"/withdraw"),
		"GET /safety/{id}/link":                 one("leah", "/safety/"+plan+"/link"),
		"GET /p/{token}":                        {{name: "private-born", who: "", path: "/p/" + give.Token}, {name: "private-gone", who: "", path: "/p/nothing", says: 404}, {name: "private-plan", who: "", path: "/p/" + shown.Token}},
	}
}
