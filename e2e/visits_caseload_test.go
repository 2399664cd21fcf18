package e2e

// caseloadVisits are the pages of caseloads, supervision, goodbyes, and of
// texts for the GP record.
func caseloadVisits(w *world) map[string][]visit {
	first := w.first
	leah := first("SELECT id FROM practitioner WHERE name = 'Leah Whitcombe'")
	tomasz := first("SELECT id FROM practitioner WHERE name = 'Tomasz Wolski'")
	held := first("SELECT person FROM episode WHERE state = 'open' AND holder = '" + leah + "' AND practice = 'L81016' AND id NOT IN (SELECT episode FROM caseload_pause) AND person NOT IN (SELECT person FROM booking WHERE state = 'booked' AND day >= '2026-11-25') AND person NOT IN (SELECT person FROM waiting WHERE state = 'waiting') ORDER BY id")
	booked := first("SELECT person FROM booking WHERE day > '2026-11-25' AND state = 'booked' AND practitioner = '" + leah + "' ORDER BY id")
	reviewed := first("SELECT e.person FROM episode e JOIN safety_text t ON t.person = e.person WHERE e.state = 'open' AND t.kind = 'plan' ORDER BY e.id")
	paused := first("SELECT person FROM caseload_pause WHERE ended_at IS NULL ORDER BY until_day")
	over := first("SELECT id FROM caseload_handover")
	flag := first("SELECT id FROM supervision_flag WHERE state = 'open' ORDER BY id")
	talked := first("SELECT id FROM supervision_flag WHERE state = 'talked' ORDER BY id")
	said := first("SELECT episode FROM goodbye_summary WHERE kind = 'gp'")
	unsaid := first("SELECT id FROM episode WHERE state = 'closed' AND id NOT IN (SELECT episode FROM goodbye_summary) AND holder = '" + leah + "' ORDER BY id DESC")
	back := first("SELECT person FROM goodbye_summary WHERE kind = 'gp'")
	returned := first("SELECT person FROM episode_return")
	contact := first("SELECT id FROM contact WHERE withdrawn_at IS NULL AND practitioner = '" + leah + "' AND practice = 'L81016' ORDER BY started_at DESC")
	copied := first("SELECT of_id FROM copied_text WHERE kind = 'contact' AND of_id IN (SELECT id FROM contact WHERE practice = 'L81016') ORDER BY id")
	note := first("SELECT id FROM triage_note ORDER BY id")
	post := first("SELECT id FROM post WHERE practitioner = '" + leah + "'")
	unset := first("SELECT id FROM post WHERE practitioner = '" + tomasz + "'")
	return map[string][]visit{
		"GET /caseload": {
			{name: "caseload", who: "leah", path: "/caseload"}, {name: "caseload-team", who: "lead", path: "/caseload"}, {name: "caseload-quiet", who: "leah", path: "/caseload?list=quiet&weeks=2"},
			{name: "caseload-paused", who: "leah", path: "/caseload?list=paused"}, {name: "caseload-flagged", who: "supervisor", path: "/caseload?list=flagged"}, {name: "caseload-clock", who: "leah", path: "/caseload?list=clock-14&sort=name"},
			{name: "caseload-unsigned", who: "lead", path: "/caseload?list=unsigned"}, {name: "caseload-better", who: "lead", path: "/caseload?list=not-better"}, {name: "caseload-none", who: "tomasz", path: "/caseload?list=paused"},
			{name: "caseload-nobody", who: "lead", path: "/caseload?list=nobody"},
		},
		"GET /caseload/hand-over":      {{name: "hand-over-caseload", who: "lead", path: "/caseload/hand-over?practitioner=" + tomasz}, {name: "hand-over-own", who: "leah", path: "/caseload/hand-over"}},
		"GET /caseload/handovers":      {{name: "hand-overs", who: "lead", path: "/caseload/handovers"}},
		"GET /caseload/handovers/{id}": {{name: "handed", who: "lead", path: "/caseload/handovers/" + over}, {name: "handed-to-me", who: "leah", path: "/caseload/handovers/" + over}},
		"GET /people/{id}/pause":       {{name: "pause", who: "leah", path: "/people/" + held + "/pause"}, {name: "pause-end", who: "leah", path: "/people/" + paused + "/pause"}},
		"GET /flags":                   {{name: "flags", who: "supervisor", path: "/flags"}, {name: "flags-own", who: "leah", path: "/flags?state=talked"}, {name: "flags-none", who: "tomasz", path: "/flags"}},
		"GET /flags/{id}":              {{name: "flag-talk", who: "supervisor", path: "/flags/" + flag}, {name: "flag-own", who: "leah", path: "/flags/" + flag}, {name: "flag-talked", who: "lead", path: "/flags/" + talked}},
		"GET /people/{id}/flag":        {{name: "flag-raise", who: "leah", path: "/people/" + held + "/flag"}},
		"GET /people/{id}/close":       {{name: "goodbye", who: "leah", path: "/people/" + held + "/close"}, {name: "goodbye-settle", who: "leah", path: "/people/" + booked + "/close"}, {name: "goodbye-carry", who: "leah", path: "/people/" + reviewed + "/close"}},
		"GET /people/{id}/return":      {{name: "return", who: "reception", path: "/people/" + back + "/return"}, {name: "return-any", who: "leah", path: "/people/" + back + "/return?with=another"}, {name: "return-open", who: "leah", path: "/people/" + returned + "/return"}},
		"GET /goodbyes/{episode}/{kind}": {
			{name: "summary-gp", who: "leah", path: "/goodbyes/" + said + "/gp"}, {name: "summary-person", who: "leah", path: "/goodbyes/" + said + "/person"},
			{name: "summary-unsaved", who: "leah", path: "/goodbyes/" + unsaid + "/gp"}, {name: "summary-read", who: "gp", path: "/goodbyes/" + said + "/gp"},
		},
		"GET /goodbyes/{episode}/{kind}/print": {{name: "summary-print", who: "leah", path: "/goodbyes/" + said + "/gp/print"}, {name: "summary-print-large", who: "leah", path: "/goodbyes/" + said + "/person/print?size=large"}},
		"GET /contacts/{id}/text":              {{name: "contact-text", who: "leah", path: "/contacts/" + contact + "/text"}, {name: "contact-text-copied", who: "gp", path: "/contacts/" + copied + "/text"}},
		"GET /not-copied":                      {{name: "not-copied", who: "leah", path: "/not-copied"}, {name: "not-copied-other", who: "lead", path: "/not-copied?practitioner=" + tomasz}},
		"GET /triage-notes/{id}/text":          {{name: "triage-text", who: "leah", path: "/triage-notes/" + note + "/text"}},
		"GET /team/{id}/capacity":              {{name: "capacity", who: "manager", path: "/team/" + post + "/capacity"}, {name: "capacity-unset", who: "lead", path: "/team/" + unset + "/capacity"}},
	}
}
