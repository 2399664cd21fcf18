package e2e

import (
	"footbridge/internal/app/feedback"
)

// feedbackVisits are the pages of what people say about how it was.
func feedbackVisits(w *world) map[string][]visit {
	marta := w.person("Marta Kowalska").ID
	texts := ask(w, "manager", feedback.ToRead{PCN: pcn, State: feedback.Waiting}).List
	hidden := ask(w, "manager", feedback.ToRead{PCN: pcn, State: feedback.Hidden}).List
	return map[string][]visit{
		"GET /people/{id}/feedback": {{name: "", who: "reception", path: "/people/" + marta + "/feedback"}, {name: "feedback-offer-asked", who: "leah", path: "/people/" + w.first("SELECT person FROM feedback_asked WHERE how = 'link' ORDER BY asked_at LIMIT 1") + "/feedback"}},
		"GET /feedback":             {{name: "", who: "leah", path: "/feedback"}, {name: "feedback-manager", who: "manager", path: "/feedback"}, {name: "feedback-none", who: "supervisor", path: "/feedback?quarter=2025-Q4"}},
		"GET /feedback/paper":       {{name: "", who: "reception", path: "/feedback/paper?practice=L81016&service=adult&month=2026-11"}, {name: "feedback-paper-blank", who: "reception", path: "/feedback/paper"}},
		"GET /feedback/enter":       one("reception", "/feedback/enter"),
		"GET /feedback/calls":       {{name: "", who: "leah", path: "/feedback/calls"}, {name: "feedback-calls-done", who: "reception", path: "/feedback/calls?show=done"}},
		"GET /feedback/read":        {{name: "", who: "manager", path: "/feedback/read"}, {name: "feedback-read-shown", who: "lead", path: "/feedback/read?show=shown"}, {name: "feedback-read-hidden", who: "manager", path: "/feedback/read?show=hidden"}},
		"GET /feedback/read/{id}":   {{name: "", who: "manager", path: "/feedback/read/" + texts[0].ID}, {name: "feedback-text-hidden", who: "manager", path: "/feedback/read/" + hidden[0].ID}},
	}
}
