package e2e

// courseVisits are the pages of competences, courses, groups, overrides and
// physical health.
func courseVisits(w *world) map[string][]visit {
	first := w.first
	leah, tomasz := first("SELECT id FROM practitioner WHERE name = 'Leah Whitcombe'"), first("SELECT id FROM practitioner WHERE name = 'Tomasz Wolski'")
	person := func(family string) string { return first("SELECT id FROM person WHERE family = '" + family + "'") }
	bethan, wendy, gareth, off := person("Cartwright-Lowe"), person("Arkwright-Shaw"), person("Pemberton-Rice"), person("Fairweather-Quist")
	course := first("SELECT id FROM course WHERE kind = 'behavioural-activation'")
	sleep := first("SELECT id FROM course WHERE kind = 'cbt-i'")
	ended := first("SELECT course FROM course_end")
	session := first("SELECT id FROM course_session WHERE course = '" + course + "' AND attended = 'no'")
	group := first("SELECT id FROM course_group")
	grouped := first("SELECT id FROM course WHERE grp = '" + group + "'")
	meeting := func(nth string) string {
		return "/registers/" + first("SELECT id FROM course_meeting WHERE grp = '"+group+"' AND nth = "+nth)
	}
	competence := first("SELECT id FROM competence WHERE practitioner = '" + leah + "' AND id NOT IN (SELECT competence FROM competence_end)")
	check := first("SELECT id FROM physical_check WHERE person = '" + wendy + "'")
	return map[string][]visit{
		"GET /team/{id}/competences":                    {{name: "competences", who: "lead", path: "/team/" + leah + "/competences"}, {name: "competences-own", who: "leah", path: "/team/" + leah + "/competences"}, {name: "competences-ended", who: "supervisor", path: "/team/" + tomasz + "/competences"}},
		"GET /team/{id}/competences/{competence}/end":   {{name: "competences-end", who: "lead", path: "/team/" + leah + "/competences/" + competence + "/end"}},
		"GET /interventions":                            {{name: "", who: "lead", path: "/interventions"}, {name: "interventions-not", who: "leah", path: "/interventions?words=counselling"}, {name: "interventions-none", who: "leah", path: "/interventions?words=xyz"}},
		"GET /people/{id}/courses/new":                  {{name: "course-new", who: "leah", path: "/people/" + bethan + "/courses/new"}},
		"GET /courses/{id}":                             {{name: "course", who: "leah", path: "/courses/" + course}, {name: "course-override", who: "supervisor", path: "/courses/" + sleep}, {name: "course-ended", who: "gp", path: "/courses/" + ended}, {name: "course-group", who: "leah", path: "/courses/" + grouped}},
		"GET /courses/{id}/session":                     {{name: "course-session", who: "leah", path: "/courses/" + course + "/session"}, {name: "course-session-gate", who: "leah", path: "/courses/" + sleep + "/session"}},
		"GET /courses/{id}/review":                      {{name: "course-review", who: "leah", path: "/courses/" + course + "/review"}},
		"GET /courses/{id}/end":                         {{name: "course-end", who: "leah", path: "/courses/" + course + "/end"}},
		"GET /courses/{id}/sheet":                       {{name: "course-sheet", who: "leah", path: "/courses/" + course + "/sheet"}},
		"GET /courses/{id}/sessions/{session}/withdraw": {{name: "course-withdraw", who: "leah", path: "/courses/" + course + "/sessions/" + session + "/withdraw"}},
		"GET /groups":                                   {{name: "groups", who: "leah", path: "/groups"}, {name: "groups-supervisor", who: "supervisor", path: "/groups"}},
		"GET /groups/new":                               {{name: "group-new", who: "leah", path: "/groups/new"}},
		"GET /groups/{id}":                              {{name: "group", who: "leah", path: "/groups/" + group}},
		"GET /groups/{id}/join":                         {{name: "group-join", who: "leah", path: "/groups/" + group + "/join?words=kowal"}, {name: "group-join-person", who: "leah", path: "/groups/" + group + "/join?person=" + bethan}},
		"GET /registers/{id}":                           {{name: "register", who: "leah", path: meeting("3")}, {name: "register-written", who: "leah", path: meeting("1")}, {name: "register-supervisor", who: "supervisor", path: meeting("4")}},
		"GET /overrides":                                {{name: "overrides", who: "supervisor", path: "/overrides"}, {name: "overrides-all", who: "lead", path: "/overrides?show=all"}},

		"GET /people/{id}/physical":             {{name: "physical", who: "leah", path: "/people/" + wendy + "/physical"}, {name: "physical-due", who: "leah", path: "/people/" + gareth + "/physical"}, {name: "physical-off", who: "gp", path: "/people/" + off + "/physical"}, {name: "physical-none", who: "leah", path: "/people/" + bethan + "/physical"}},
		"GET /people/{id}/physical/check":       {{name: "physical-check", who: "leah", path: "/people/" + gareth + "/physical/check"}, {name: "physical-check-bp", who: "leah", path: "/people/" + gareth + "/physical/check?element=bp"}, {name: "physical-check-bmi", who: "leah", path: "/people/" + gareth + "/physical/check?element=bmi"}, {name: "physical-check-smoking", who: "leah", path: "/people/" + gareth + "/physical/check?element=smoking"}},
		"GET /people/{id}/physical/register":    {{name: "physical-flag", who: "leah", path: "/people/" + wendy + "/physical/register"}},
		"GET /people/{id}/physical/ask":         {{name: "physical-ask", who: "leah", path: "/people/" + gareth + "/physical/ask"}},
		"GET /physical/checks/{check}/withdraw": {{name: "physical-withdraw", who: "leah", path: "/physical/checks/" + check + "/withdraw"}},
		"GET /physical":                         {{name: "physical-list", who: "leah", path: "/physical"}, {name: "physical-list-bp", who: "gp", path: "/physical?show=due-bp"}, {name: "physical-list-nobody", who: "leah", path: "/physical?show=late"}, {name: "physical-list-indicator", who: "leah", path: "/physical?indicator=MH003&state=missing&year=2026"}},
		"GET /physical/qof":                     {{name: "physical-qof", who: "leah", path: "/physical/qof"}, {name: "physical-qof-before", who: "supervisor", path: "/physical/qof?year=2025"}},
	}
}
