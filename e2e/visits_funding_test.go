package e2e

import (
	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
)

// fundingVisits are the pages of the money.
func fundingVisits(w *world) map[string][]visit {
	first := w.first
	claim := func(where string) string { return first("SELECT id FROM funding_claim WHERE " + where) }
	paid, approved, queried := claim("state = 'paid' AND pcn = '"+pcn+"' ORDER BY month DESC"), claim("state = 'approved'"), claim("state = 'queried'")
	leah := first("SELECT id FROM post WHERE practitioner = (SELECT id FROM practitioner WHERE name = 'Leah Whitcombe')")
	tomasz := first("SELECT id FROM post WHERE practitioner = (SELECT id FROM practitioner WHERE name = 'Tomasz Wolski')")
	load := first("SELECT id FROM funding_load ORDER BY loaded_at DESC")
	absence := do(w, "manager", funding.AddAbsence{PCN: pcn, Post: leah, Kind: "sickness", From: calendar.MustDate("2026-11-09"), Last: calendar.MustDate("2026-11-13"), Percent: 1_000_000})
	open := "/claims/2026-10"
	return map[string][]visit{
		"GET /claims": {{who: "manager", path: "/claims"}, {name: "claims-lead", who: "lead", path: "/claims"}, {name: "claims-before", who: "manager", path: "/claims?year=2024"},
			{name: "claims-charity", who: "manager2", path: "/claims"}, {name: "claims-independent", who: "manager3", path: "/claims"}},
		"GET /claims/{claim}": {
			{name: "claim-open", who: "manager", path: open}, {name: "claim-lead", who: "lead", path: open}, {name: "claim-paid", who: "manager", path: "/claims/" + paid},
			{name: "claim-queried", who: "manager", path: "/claims/" + queried}, {name: "claim-approved-icb", who: "icb", path: "/claims/" + approved}, {name: "claim-not-begun", who: "manager", path: "/claims/2026-11"},
			{name: "claim-independent", who: "manager3", path: "/claims/2026-10"}, {name: "claim-adjusted", who: "manager2", path: "/claims/" + claim("number = 1 AND pcn = 'U65207'")},
		},
		"GET /claims/{claim}/print":                         {{name: "claim-print", who: "icb", path: "/claims/" + paid + "/print"}},
		"GET /claims/{claim}/post/{post}":                   {{name: "claim-pay", who: "manager", path: open + "/post/" + tomasz}, {name: "claim-pay-closed", who: "manager", path: "/claims/2026-05/post/" + tomasz}, {name: "claim-pay-first", who: "manager", path: "/claims/2026-11/post/" + leah}},
		"GET /claims/{claim}/post/{post}/absence":           {{name: "claim-absence", who: "manager", path: open + "/post/" + tomasz + "/absence"}},
		"GET /claims/{claim}/post/{post}/absence/{absence}": {{name: "claim-absence-error", who: "manager", path: "/claims/2026-11/post/" + leah + "/absence/" + absence}},
		"GET /claims/{claim}/evidence/{post}":               {{name: "claim-evidence", who: "manager", path: open + "/evidence/" + tomasz}},
		"GET /funding/year": {
			{name: "funding-year", who: "manager", path: "/funding/year"}, {name: "funding-year-before", who: "manager", path: "/funding/year?year=2025"}, {name: "funding-year-charity", who: "manager2", path: "/funding/year"}, {name: "funding-year-independent", who: "manager3", path: "/funding/year"}, {name: "funding-year-icb", who: "icb", path: "/funding/year?network=" + pcn},
			{name: "funding-year-try", who: "manager", path: "/funding/year?band=6&service=adult&position=later&start=2027-01&wte=1&annual=56000"},
			{name: "funding-year-try-blocked", who: "manager", path: "/funding/year?band=8a&service=adult&position=later&start=2027-01&wte=1&annual=70000"},
			{name: "funding-year-try-wrong", who: "manager", path: "/funding/year?band=6&service=adult&position=later&start=2027-01&wte=1&annual=lots", says: 422},
		},
		"GET /funding/year/sum":                  {{name: "funding-sum", who: "manager", path: "/funding/year/sum"}, {name: "funding-sum-icb", who: "icb", path: "/funding/year/sum?year=2025&network=" + pcn}},
		"GET /funding/caps":                      {{name: "funding-caps", who: "icb", path: "/funding/caps"}, {name: "funding-caps-manager", who: "manager", path: "/funding/caps"}},
		"GET /funding/caps/new":                  {{name: "funding-caps-new", who: "icb", path: "/funding/caps/new"}, {name: "funding-caps-new-admin", who: "admin", path: "/funding/caps/new"}},
		"GET /funding/caps/{id}":                 {{name: "funding-cap", who: "admin", path: "/funding/caps/" + load}},
		"GET /funding/settings":                  {{name: "funding-settings", who: "manager", path: "/funding/settings"}, {name: "funding-settings-icb", who: "icb", path: "/funding/settings"}, {name: "funding-settings-lead", who: "lead", path: "/funding/settings"}},
		"GET /funding/settings/post/{post}":      {{name: "funding-terms", who: "manager", path: "/funding/settings/post/" + tomasz}},
		"GET /funding/settings/post/{post}/paid": {{name: "funding-paid", who: "manager", path: "/funding/settings/post/" + tomasz + "/paid"}},
		"GET /funding/settings/wants":            {{name: "funding-wants", who: "icb", path: "/funding/settings/wants"}},
		"GET /funding/board":                     {{name: "funding-board", who: "icb", path: "/funding/board"}, {name: "funding-board-before", who: "icb", path: "/funding/board?year=2024"}},
		"GET /funding/return-check":              {{name: "funding-return", who: "manager", path: "/funding/return-check"}},
	}
}
