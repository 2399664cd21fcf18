package e2e

// supervisionVisits are the pages of supervision, of contract evidence, and
// the landing pages of who looks after many posts.
func supervisionVisits(w *world) map[string][]visit {
	first := w.first
	post := func(name string) string {
		return first("SELECT id FROM post WHERE practitioner = (SELECT id FROM practitioner WHERE name = '" + name + "')")
	}
	leah, tomasz := post("Leah Whitcombe"), post("Tomasz Wolski")
	session := func(state, order string) string {
		return first("SELECT s.id FROM supervision_session s JOIN supervision_seat t ON t.session = s.id WHERE s.kind = 'clinical' AND t.state = '" + state + "' AND t.post = '" + leah + "' ORDER BY s.on_day " + order)
	}
	held, planned := session("held", "DESC"), session("planned", "")
	offered := first("SELECT s.id FROM supervision_session s JOIN supervision_seat t ON t.session = s.id WHERE s.kind = 'clinical' AND t.state = 'offered'")
	peer := first("SELECT id FROM supervision_session WHERE kind = 'peer' ORDER BY id")
	concern := first("SELECT id FROM supervision_concern WHERE state = 'open'")
	return map[string][]visit{
		"GET /supervision":                   {{name: "supervision", who: "supervisor", path: "/supervision"}, {name: "supervision-own", who: "leah", path: "/supervision"}, {name: "supervision-manager", who: "manager", path: "/supervision"}, {name: "supervision-charity", who: "manager2", path: "/supervision"}, {name: "supervision-independent", who: "supervisor3", path: "/supervision"}},
		"GET /supervision/pack":              {{name: "governance-sheet", who: "supervisor", path: "/supervision/pack"}, {name: "governance-sheet-post", who: "manager", path: "/supervision/pack?post=" + leah}, {name: "governance-sheet-now", who: "leah", path: "/supervision/pack?quarter=2026-Q4"}, {name: "governance-sheet-empty", who: "lead", path: "/supervision/pack?quarter=2025-Q1"}},
		"GET /supervision/sessions":          {{name: "supervision-rows", who: "supervisor", path: "/supervision/sessions?quarter=2026-Q3&kind=clinical&state=held"}, {name: "supervision-rows-none", who: "supervisor", path: "/supervision/sessions?quarter=2026-Q3&kind=team&state=missed"}},
		"GET /supervision/group":             {{name: "supervision-group", who: "supervisor", path: "/supervision/group"}},
		"GET /supervision/mentors":           {{name: "gp-mentors", who: "manager", path: "/supervision/mentors"}},
		"GET /supervision/concerns":          {{name: "concerns", who: "lead", path: "/supervision/concerns"}},
		"GET /supervision/concerns/{id}":     {{name: "concern", who: "supervisor", path: "/supervision/concerns/" + concern}},
		"GET /supervision/posts/{id}":        {{name: "supervision-post", who: "supervisor", path: "/supervision/posts/" + leah}, {name: "supervision-post-own", who: "tomasz", path: "/supervision/posts/" + tomasz}, {name: "supervision-post-manager", who: "manager", path: "/supervision/posts/" + tomasz}},
		"GET /supervision/posts/{id}/write":  {{name: "supervision-write", who: "supervisor", path: "/supervision/posts/" + leah + "/write"}, {name: "supervision-write-planned", who: "leah", path: "/supervision/posts/" + leah + "/write?session=" + planned}},
		"GET /supervision/posts/{id}/plan":   {{name: "supervision-plan", who: "lead", path: "/supervision/posts/" + leah + "/plan"}},
		"GET /supervision/posts/{id}/review": {{name: "supervision-review", who: "supervisor", path: "/supervision/posts/" + leah + "/review"}},
		"GET /supervision/sessions/{id}": {
			{name: "supervision-session", who: "leah", path: "/supervision/sessions/" + held}, {name: "supervision-session-manager", who: "manager", path: "/supervision/sessions/" + held},
			{name: "supervision-session-offered", who: "supervisor", path: "/supervision/sessions/" + offered}, {name: "supervision-session-planned", who: "supervisor", path: "/supervision/sessions/" + planned}, {name: "supervision-session-group", who: "tomasz", path: "/supervision/sessions/" + peer},
		},
		"GET /supervision/sessions/{id}/change": {{name: "supervision-change", who: "leah", path: "/supervision/sessions/" + held + "/change"}},
		"GET /evidence":                         {{name: "evidence", who: "manager", path: "/evidence"}, {name: "evidence-post", who: "leah", path: "/evidence?post=" + leah}, {name: "evidence-before", who: "lead", path: "/evidence?quarter=2025-Q2"}},
		"GET /evidence/rows":                    {{name: "evidence-rows", who: "supervisor", path: "/evidence/rows?rule=direct"}, {name: "evidence-rows-manager", who: "manager", path: "/evidence/rows?letter=a"}, {name: "evidence-rows-none", who: "manager", path: "/evidence/rows?quarter=2025-Q2"}},
		"GET /network":                          {{name: "network-own", who: "manager", path: "/network"}, {name: "network-charity", who: "manager2", path: "/network"}, {name: "network-independent", who: "manager3", path: "/network"}, {name: "network-lead", who: "lead", path: "/network"}},
		"GET /board":                            {{name: "board", who: "icb", path: "/board"}},
		"GET /board/supervision":                {{name: "board-supervision", who: "icb", path: "/board/supervision"}},
	}
}
