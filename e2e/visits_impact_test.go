package e2e

// impactVisits are the pages of the proof.
func impactVisits(_ *world) map[string][]visit {
	return map[string][]visit{
		"GET /impact":           {{name: "impact-month", who: "lead", path: "/impact"}, {name: "impact-month-manager", who: "manager", path: "/impact"}, {name: "impact-month-before", who: "lead", path: "/impact?month=2026-09"}},
		"GET /impact/provider":  {{name: "impact-provider", who: "lead", path: "/impact/provider"}},
		"GET /impact/board":     {{name: "impact-board", who: "icb", path: "/impact/board"}},
		"GET /impact/catalogue": {{name: "impact-catalogue", who: "manager", path: "/impact/catalogue"}},
		"GET /impact/rows": {
			{name: "impact-rows", who: "lead", path: "/impact/rows?figure=requests&from=2026-10&to=2026-10&part=n"}, {name: "impact-rows-manager", who: "manager", path: "/impact/rows?figure=requests&from=2026-10&to=2026-10&part=n"},
			{name: "impact-rows-none", who: "lead", path: "/impact/rows?figure=left&from=2026-10&to=2026-10&part=n"},
		},
		"GET /impact/figure/{key}": {
			{name: "impact-figure", who: "lead", path: "/impact/figure/attended"}, {name: "impact-figure-manager", who: "manager", path: "/impact/figure/four-week"},
			{name: "impact-figure-board", who: "icb", path: "/impact/figure/requests"}, {name: "impact-figure-provider", who: "lead", path: "/impact/figure/first-28?at=provider"},
		},
		"GET /impact/{group}": {
			{name: "impact-waiting", who: "lead", path: "/impact/waiting"}, {name: "impact-went", who: "manager", path: "/impact/went"}, {name: "impact-went-lead", who: "lead", path: "/impact/went"}, {name: "impact-outcomes", who: "lead", path: "/impact/outcomes"},
			{name: "impact-use", who: "supervisor", path: "/impact/use"}, {name: "impact-fairness", who: "lead", path: "/impact/fairness"}, {name: "impact-waiting-board", who: "icb", path: "/impact/waiting"}, {name: "impact-experience", who: "leah", path: "/impact/experience"},
		},
	}
}
