package e2e

import (
	"footbridge/internal/app/mdt"
	"footbridge/internal/demo"
)

// mdtVisits are the pages of the team meetings, of the bridge register and of
// waiting well.
func mdtVisits(w *world) map[string][]visit {
	meeting := func(state, order string) string {
		return w.first("SELECT id FROM mdt_meeting WHERE state = '" + state + "' ORDER BY on_day " + order)
	}
	open, planned, over, cancelled := meeting("planned", ""), meeting("planned", "DESC"), meeting("ended", "DESC"), meeting("cancelled", "")
	do(w, "leah", mdt.Begin{ID: open, Version: 1})
	do(w, "leah", mdt.Arrive{ID: open, Name: "Leah Whitcombe", Role: "Mental health practitioner", Organisation: "Pier Health"})
	seat := func(where string) string {
		return "/meetings/" + over + "/person/" + w.first("SELECT nr FROM mdt_entry WHERE meeting = '"+over+"' AND "+where+" ORDER BY nr")
	}
	decision := func(where string) string {
		return "/decisions/" + w.first("SELECT id FROM mdt_decision WHERE "+where+" ORDER BY at")
	}
	marta := w.person("Marta Kowalska").ID
	waits := w.first("SELECT person FROM waiting_update ORDER BY at DESC")
	return map[string][]visit{
		"GET /meetings":       {{name: "", who: "leah", path: "/meetings"}, {name: "meetings-gp", who: "gp", path: "/meetings"}, {name: "meetings-supervisor", who: "supervisor", path: "/meetings"}},
		"GET /meetings/new":   one("lead", "/meetings/new"),
		"GET /meetings/rules": one("lead", "/meetings/rules"),
		"GET /meetings/{id}": {{name: "", who: "leah", path: "/meetings/" + open}, {name: "meeting-planned", who: "lead", path: "/meetings/" + planned}, {name: "meeting-over", who: "tomasz", path: "/meetings/" + over},
			{name: "meeting-cancelled", who: "supervisor", path: "/meetings/" + cancelled}, {name: "meeting-gp", who: "gp", path: "/meetings/" + open}},
		"GET /meetings/{id}/minutes": {{name: "", who: "leah", path: "/meetings/" + over + "/minutes"}, {name: "minutes-open", who: "lead", path: "/meetings/" + open + "/minutes"}},
		"GET /meetings/{id}/person/{n}": {{name: "", who: "leah", path: "/meetings/" + open + "/person/1"}, {name: "seat-decided", who: "leah", path: seat("standing = 'decided'")}, {name: "seat-none", who: "supervisor", path: seat("standing = 'none'")},
			{name: "seat-carried", who: "lead", path: seat("standing = 'carried'")}},
		"GET /meetings/{id}/person/{n}/told": {{name: "", who: "leah", path: seat("standing = 'decided' AND told_on IS NULL") + "/told"}, {name: "told-already", who: "lead", path: seat("told_on IS NOT NULL") + "/told"}},
		"GET /decisions": {{name: "", who: "leah", path: "/decisions"}, {name: "decisions-pharmacist", who: "pharmacist", path: "/decisions"}, {name: "decisions-link", who: "link", path: "/decisions?all=yes"},
			{name: "decisions-none", who: "supervisor", path: "/decisions?owner=Nobody+here"}, {name: "decisions-list", who: "lead", path: "/decisions?all=yes&meeting=" + over}},
		"GET /decisions/{id}":      {{name: "", who: "leah", path: decision("state = 'open' AND ask = ''")}, {name: "decision-replaced", who: "supervisor", path: decision("state = 'replaced'")}, {name: "decision-pharmacist", who: "pharmacist", path: decision("state = 'open' AND replaces <> ''")}},
		"GET /people/{id}/meeting": one("link", "/people/"+marta+"/meeting"),
		"GET /register": {{name: "bridge", who: "leah", path: "/register"}, {name: "register-nobody", who: "lead", path: "/register?show=nobody"}, {name: "register-transition", who: "supervisor", path: "/register?show=transition"},
			{name: "register-gp", who: "gp", path: "/register?show=smi"}},
		"GET /waiting-well": {{name: "", who: "leah", path: "/waiting-well?show=quiet"}, {name: "well-reception", who: "reception", path: "/waiting-well"}, {name: "well-none", who: "gp", path: "/waiting-well?show=due&practice=none"}},
		"GET /waiting-well/{person}": {{name: "", who: "leah", path: "/waiting-well/" + waits}, {name: "well-one-none", who: "reception", path: "/waiting-well/" + marta},
			{name: "well-one-lead", who: "lead", path: "/waiting-well/" + waits + "?pcn=" + demo.PCN}},
	}
}
