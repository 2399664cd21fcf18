package e2e

// liaisonVisits are the pages of the advice desk, of asks, of hand-overs in
// the room, of local notes and of teaching, in each state, for each side.
func liaisonVisits(w *world) map[string][]visit {
	first := w.first
	advice := func(where string) string {
		return "/advice/" + first("SELECT id FROM advice WHERE "+where+" ORDER BY asked_at DESC")
	}
	open, late, nobody := advice("state = 'open' AND person <> '' AND taken_by = ''"), advice("state = 'open' AND taken_by <> ''"), advice("state = 'open' AND person = ''")
	answered, answeredNobody := advice("state = 'answered' AND person <> ''"), advice("state = 'answered' AND person = ''")
	became, booked, closed := advice("turned = 'triage'"), advice("turned = 'booking'"), advice("state = 'closed' AND person <> ''")
	noted := advice("state = 'closed' AND person = ''")
	note := "/notes/" + first("SELECT note FROM local_note_text WHERE title LIKE 'Yearly%'")
	ask := func(state, more string) string {
		return "/asks/" + first("SELECT id FROM ask WHERE state = '"+state+"' "+more+" ORDER BY asked_at DESC")
	}
	session, withdrawn := first("SELECT id FROM teaching WHERE feedback <> '' AND withdrawn_at IS NULL"), first("SELECT id FROM teaching WHERE withdrawn_at IS NOT NULL")
	marta, kofi := w.person("Marta Kowalska").ID, w.person("Kofi Mensah-Bright").ID
	return map[string][]visit{
		"GET /advice": {{name: "", who: "leah", path: "/advice"}, {name: "advice-gp", who: "gp", path: "/advice"}, {name: "advice-deputy", who: "tomasz", path: "/advice?show=deputy"}, {name: "advice-none", who: "gp", path: "/advice?show=unread&pcn=none"},
			{name: "advice-ended", who: "supervisor", path: "/advice?show=ended"}},
		"GET /advice/new": {{name: "", who: "gp", path: "/advice/new"}, {name: "advice-new-person", who: "gp", path: "/advice/new?person=" + marta}, {name: "advice-new-practitioner", who: "leah", path: "/advice/new?teaching=" + session}},
		"GET /advice/{id}": {{name: "advice-open", who: "leah", path: open}, {name: "advice-late", who: "tomasz", path: late}, {name: "advice-nobody", who: "gp", path: nobody}, {name: "advice-answered", who: "gp", path: answered}, {name: "advice-answered-nobody", who: "leah", path: answeredNobody},
			{name: "advice-became", who: "gp", path: became}, {name: "advice-booked", who: "leah", path: booked}, {name: "advice-closed", who: "supervisor", path: closed}, {name: "advice-noted", who: "leah", path: noted}},
		"GET /advice/{id}/answer":  {{name: "", who: "leah", path: open + "/answer"}, {name: "advice-answer-again", who: "leah", path: answered + "/answer"}, {name: "advice-answer-ended", who: "leah", path: closed + "/answer"}},
		"GET /advice/{id}/triage":  one("gp", open+"/triage"),
		"GET /advice/{id}/booking": {{name: "", who: "gp", path: open + "/booking"}, {name: "advice-booking-practitioner", who: "leah", path: answered + "/booking"}},
		"GET /advice/{id}/close":   {{name: "", who: "gp", path: open + "/close"}, {name: "advice-close-answered", who: "leah", path: answered + "/close"}},
		"GET /advice/{id}/note":    {{name: "", who: "leah", path: nobody + "/note"}, {name: "advice-note-person", who: "leah", path: answered + "/note"}},
		"GET /advice/settings":     one("manager", "/advice/settings"),
		"GET /notes":               {{name: "", who: "gp", path: "/notes"}, {name: "notes-found", who: "pharmacist", path: "/notes?words=olanzapine"}, {name: "notes-nothing", who: "gp", path: "/notes?words=nothing+of+the+kind"}, {name: "notes-due", who: "leah", path: "/notes?show=due"}},
		"GET /notes/{id}":          {{name: "", who: "leah", path: note}, {name: "note-gp", who: "gp", path: note}},
		"GET /notes/{id}/change":   one("leah", note+"/change"),

		"GET /people/{id}/in-the-room": {{name: "", who: "gp", path: "/people/" + marta + "/in-the-room"}, {name: "in-the-room-young", who: "gp", path: "/people/" + kofi + "/in-the-room"}},
		"GET /in-the-room":             {{name: "in-the-room-list", who: "leah", path: "/in-the-room"}, {name: "in-the-room-list-gp", who: "gp", path: "/in-the-room"}},

		"GET /asks": {{name: "", who: "pharmacist", path: "/asks"}, {name: "asks-late", who: "link", path: "/asks?show=late"}, {name: "asks-sent", who: "leah", path: "/asks?show=sent"}, {name: "asks-team", who: "leah", path: "/asks?show=team"},
			{name: "asks-ended", who: "pharmacist", path: "/asks?show=ended"}, {name: "asks-reception", who: "reception", path: "/asks"}, {name: "asks-none", who: "reception2", path: "/asks"}},
		"GET /asks/new": {{name: "", who: "leah", path: "/asks/new?person=" + marta}, {name: "asks-new-nobody", who: "reception", path: "/asks/new"}},
		"GET /asks/{id}": {{name: "ask-asked", who: "pharmacist", path: ask("asked", "AND owner_role = 'pharmacist'")}, {name: "ask-accepted", who: "link", path: ask("accepted", "")}, {name: "ask-returned", who: "gp", path: ask("returned", "")},
			{name: "ask-answered", who: "leah", path: ask("answered", "")}, {name: "ask-ended", who: "leah", path: ask("ended", "")}, {name: "ask-reception", who: "reception", path: ask("asked", "AND owner_role = 'reception'")}},

		"GET /teaching":      {{name: "", who: "leah", path: "/teaching"}, {name: "teaching-manager", who: "manager", path: "/teaching"}},
		"GET /teaching/new":  one("leah", "/teaching/new"),
		"GET /teaching/{id}": {{name: "", who: "leah", path: "/teaching/" + session}, {name: "teaching-withdrawn", who: "lead", path: "/teaching/" + withdrawn}},
	}
}
