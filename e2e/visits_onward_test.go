package e2e

import (
	"footbridge/internal/app/account"
	"footbridge/internal/app/onward"
)

// onwardVisits are the pages of the directory and of onward access.
func onwardVisits(w *world) map[string][]visit {
	service := func(name string) string {
		return w.first("SELECT id FROM service_entry WHERE name = '" + name + "'")
	}
	request := func(state string) string {
		return w.first("SELECT id FROM onward_request WHERE state = '" + state + "' ORDER BY prepared_at DESC")
	}
	cmht, old, doubted, bridges, housing := service("Pier Community Mental Health Team"), service("Tuesday Women"), service("Weston Men’s Shed"), service("Bridges to Work"), service("Housing advice desk")
	dean, marta := w.person("Dean Ashworth").ID, w.person("Marta Kowalska").ID
	back, ready, sent, waiting, ended, first := request("came back"), request("ready"), request("sent"), request("waiting"), request("ended"), request("first seen")
	letter := w.first("SELECT id FROM onward_request WHERE way = 'letter' AND state <> 'ready' ORDER BY prepared_at DESC")
	do(w, "leah", account.SaveDraft{Kind: onward.DraftKind, Subject: onward.DraftSubject(marta, housing), Body: "reason=Has+a+notice"})
	return map[string][]visit{
		"GET /directory": {{name: "", who: "leah", path: "/directory"}, {name: "directory-stale", who: "reception", path: "/directory?show=stale"}, {name: "directory-retired", who: "manager", path: "/directory?show=retired"},
			{name: "directory-narrow", who: "link", path: "/directory?age=17&kind=talking"}, {name: "directory-none", who: "supervisor", path: "/directory?words=zebra"}},
		"GET /directory/new":       one("link", "/directory/new"),
		"GET /directory/import":    one("manager", "/directory/import"),
		"GET /directory/rules":     one("lead", "/directory/rules"),
		"GET /directory/{id}":      {{name: "", who: "leah", path: "/directory/" + cmht}, {name: "service-stale", who: "reception", path: "/directory/" + old}, {name: "service-doubted", who: "link", path: "/directory/" + doubted}, {name: "service-changed", who: "supervisor", path: "/directory/" + bridges}},
		"GET /directory/{id}/edit": one("link", "/directory/"+cmht+"/edit"),
		"GET /people/{id}/onward": {{name: "", who: "leah", path: "/people/" + dean + "/onward"}, {name: "choose-reception", who: "reception", path: "/people/" + marta + "/onward?kind=voluntary"},
			{name: "choose-after", who: "leah", path: "/people/" + dean + "/onward?after=" + w.first("SELECT id FROM onward_request WHERE person = '"+dean+"' AND state = 'came back'")}},
		"GET /people/{id}/onward/list": {{name: "", who: "link", path: "/people/" + marta + "/onward/list?services=" + cmht + "&services=" + old}, {name: "list-large", who: "reception", path: "/people/" + dean + "/onward/list?size=large&services=" + old}, {name: "list-empty", who: "leah", path: "/people/" + dean + "/onward/list"}},
		"GET /people/{id}/onward/to/{service}": {{name: "", who: "leah", path: "/people/" + dean + "/onward/to/" + cmht}, {name: "prepare-stale", who: "leah", path: "/people/" + marta + "/onward/to/" + old},
			{name: "prepare-draft", who: "leah", path: "/people/" + marta + "/onward/to/" + housing}},
		"GET /onward": {{name: "", who: "leah", path: "/onward"}, {name: "onward-came-back", who: "lead", path: "/onward?show=came-back"}, {name: "onward-quiet", who: "gp", path: "/onward?show=no-reply"}, {name: "onward-none", who: "supervisor", path: "/onward?show=came-back&state=ready"}},
		"GET /onward/{id}": {{name: "", who: "leah", path: "/onward/" + back}, {name: "request-ready", who: "leah", path: "/onward/" + ready}, {name: "request-sent", who: "leah", path: "/onward/" + sent}, {name: "onward-waiting", who: "leah", path: "/onward/" + waiting},
			{name: "onward-ended", who: "supervisor", path: "/onward/" + ended}, {name: "onward-first-seen", who: "lead", path: "/onward/" + first}, {name: "onward-corrected", who: "tomasz", path: "/onward/" + w.first("SELECT request FROM onward_event WHERE what = 'correct'")}},
		"GET /onward/{id}/letter": one("leah", "/onward/"+letter+"/letter"),
		"GET /onward/{id}/mail":   one("leah", "/onward/"+ready+"/mail"),
		"GET /onward/{id}/{step}": {{name: "", who: "leah", path: "/onward/" + sent + "/note"}, {name: "step-sent", who: "leah", path: "/onward/" + ready + "/sent"}, {name: "step-tell-back", who: "leah", path: "/onward/" + back + "/tell"}, {name: "step-tell", who: "leah", path: "/onward/" + waiting + "/tell"},
			{name: "step-end", who: "lead", path: "/onward/" + back + "/end"}, {name: "step-pass", who: "lead", path: "/onward/" + back + "/pass"}, {name: "step-wrong", who: "leah", path: "/onward/" + sent + "/wrong"}},
	}
}
