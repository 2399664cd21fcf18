package e2e

// hiringVisits are the pages of posts, eligibility, hiring, inductions and the
// library.
func hiringVisits(w *world) map[string][]visit {
	in := func(state string) string { return w.first("SELECT id FROM vacancy WHERE state = '" + state + "'") }
	leah := w.first("SELECT id FROM practitioner WHERE name = 'Leah Whitcombe'")
	tomasz := w.first("SELECT id FROM practitioner WHERE name = 'Tomasz Wolski'")
	post := w.first("SELECT id FROM post WHERE practitioner = '" + tomasz + "'")
	credential := w.first("SELECT id FROM credential WHERE practitioner = '" + leah + "' AND kind = 'dbs'")
	said := w.first("SELECT id FROM lived_experience WHERE version = 2")
	induction := w.first("SELECT id FROM induction WHERE practitioner = '" + tomasz + "'")
	text, link := w.first("SELECT id FROM library_document WHERE kind = 'Embedding toolkit'"), w.first("SELECT id FROM library_document WHERE link <> ''")
	late := w.first("SELECT id FROM library_document WHERE kind = 'GP mentor summary'")
	closed, panel := in("closed"), in("shortlisted")
	var each []visit
	for _, s := range []string{"drafted", "advertised", "closed", "shortlisted", "interviewed", "offered", "checks", "started", "withdrawn", "unfilled"} {
		each = append(each, visit{name: "vacancy-" + s, who: "manager", path: "/hiring/" + in(s)})
	}
	each = append(each, visit{name: "vacancy-shortlister", who: "supervisor", path: "/hiring/" + closed}, visit{name: "vacancy-panel", who: "leah", path: "/hiring/" + panel})
	return map[string][]visit{
		"GET /team/models":                            {{name: "team-models", who: "manager", path: "/team/models"}, {name: "team-models-reception", who: "reception", path: "/team/models"}},
		"GET /team/lived-experience":                  {{name: "team-lived", who: "manager", path: "/team/lived-experience"}, {name: "team-lived-add", who: "lead", path: "/team/lived-experience?id=" + said}, {name: "team-lived-reception", who: "reception", path: "/team/lived-experience"}},
		"GET /team/expiring":                          {{name: "team-expiring", who: "lead", path: "/team/expiring"}, {name: "team-expiring-30", who: "leah", path: "/team/expiring?within=30"}, {name: "team-expiring-none", who: "supervisor", path: "/team/expiring?within=90"}},
		"GET /team/{id}":                              {{name: "team-post", who: "lead", path: "/team/" + post}, {name: "team-post-reception", who: "reception", path: "/team/" + post}},
		"GET /team/{id}/change":                       {{name: "team-change", who: "manager", path: "/team/" + post + "/change"}},
		"GET /team/{id}/grade":                        {{name: "team-grade", who: "manager", path: "/team/" + post + "/grade"}},
		"GET /team/{id}/eligibility":                  {{name: "team-eligibility", who: "lead", path: "/team/" + leah + "/eligibility"}, {name: "team-eligibility-own", who: "leah", path: "/team/" + leah + "/eligibility"}, {name: "team-eligibility-tomasz", who: "supervisor", path: "/team/" + tomasz + "/eligibility"}},
		"GET /team/{id}/eligibility/new":              {{name: "team-credential", who: "lead", path: "/team/" + leah + "/eligibility/new"}, {name: "team-credential-dbs", who: "manager", path: "/team/" + leah + "/eligibility/new?kind=dbs"}, {name: "team-credential-training", who: "lead", path: "/team/" + leah + "/eligibility/new?kind=training"}},
		"GET /team/{id}/eligibility/{credential}/end": {{name: "team-credential-end", who: "lead", path: "/team/" + leah + "/eligibility/" + credential + "/end"}},

		"GET /hiring":            {{name: "hiring", who: "manager", path: "/hiring"}, {name: "hiring-named", who: "gp", path: "/hiring"}, {name: "hiring-none", who: "reception", path: "/hiring"}},
		"GET /hiring/new":        {{name: "hiring-new", who: "lead", path: "/hiring/new"}},
		"GET /hiring/{id}":       each,
		"GET /hiring/{id}/text":  {{name: "hiring-text", who: "manager", path: "/hiring/" + in("drafted") + "/text"}, {name: "hiring-questions", who: "manager", path: "/hiring/" + closed + "/text"}},
		"GET /hiring/{id}/pack":  {{name: "hiring-pack", who: "manager", path: "/hiring/" + in("drafted") + "/pack"}, {name: "hiring-pack-gp", who: "gp", path: "/hiring/" + closed + "/pack"}},
		"GET /hiring/{id}/enter": {{name: "hiring-enter", who: "manager", path: "/hiring/" + in("advertised") + "/enter"}},
		"GET /hiring/{id}/candidate/{number}": {{name: "candidate-mark", who: "supervisor", path: "/hiring/" + closed + "/candidate/2"}, {name: "candidate-given", who: "gp", path: "/hiring/" + closed + "/candidate/2"}, {name: "candidate-apart", who: "gp", path: "/hiring/" + closed + "/candidate/1"},
			{name: "candidate-hidden", who: "manager", path: "/hiring/" + closed + "/candidate/2"}, {name: "candidate-interview", who: "leah", path: "/hiring/" + panel + "/candidate/1"}, {name: "candidate-done", who: "manager", path: "/hiring/" + in("interviewed") + "/candidate/1"}},
		"GET /hiring/{id}/start":   {{name: "hiring-start", who: "manager", path: "/hiring/" + in("checks") + "/start"}},
		"GET /inductions":          {{name: "inductions", who: "lead", path: "/inductions"}, {name: "inductions-practitioner", who: "leah", path: "/inductions"}},
		"GET /inductions/{id}":     {{name: "induction", who: "lead", path: "/inductions/" + induction}, {name: "induction-read", who: "tomasz", path: "/inductions/" + induction}},
		"GET /library":             {{name: "library", who: "manager", path: "/library"}, {name: "library-gp", who: "gp", path: "/library"}},
		"GET /library/new":         {{name: "library-new", who: "manager", path: "/library/new"}},
		"GET /library/{id}":        {{name: "library-document", who: "gp", path: "/library/" + text}, {name: "library-late", who: "lead", path: "/library/" + late}, {name: "library-link", who: "leah", path: "/library/" + link}},
		"GET /library/{id}/change": {{name: "library-change", who: "lead", path: "/library/" + text + "/change"}},
	}
}
