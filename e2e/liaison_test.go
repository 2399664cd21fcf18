package e2e

import (
	"testing"

	"footbridge/internal/calendar"
)

// Between two home visits: a GP asks in three sentences on a telephone; the
// practitioner answers; the answer is copied with one press, and marked; and
// then the question becomes a booking, whose request was received when it was
// asked. With a script and without.
func TestAdviceOnAPhone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		w.clock.Set(calendar.MustInstant("2026-11-25T12:40:00Z"))
		p := begin(t, w, "Dr Helen Marsh", script)
		p.size(360)
		p.says("Advice desk", "Ask a question")
		dean := w.person("Ross Tallentire")
		requests, bookings := w.count("request"), w.count("booking")
		p.to("/people/" + dean.ID)
		p.press("Ask the advice desk")
		p.says("The answer comes within 2 working days", "Agreed to share with the network’s team")
		p.fill("Your question", "Stopped olanzapine after 14 kg. Well so far. What now?")
		p.choose("How soon", "Same day: the same day")
		p.press("Ask")
		p.says("Asked. The desk sees it at once", "Not answered yet", "Without an answer in time: Leah Whitcombe")
		id := w.first("SELECT id FROM advice ORDER BY asked_at DESC")

		w.clock.Set(calendar.MustInstant("2026-11-25T12:52:00Z"))
		w.tokens["leah"] = "" // a new session: the one before is locked
		desk := w.open(t, "", script)
		desk.signedIn("leah")
		desk.to("/advice")
		desk.says("New for your side")
		desk.to("/advice/" + id)
		desk.press("Take it")
		desk.says("You have taken this question")
		desk.press("Answer")
		desk.fill("2. Advice", "Don’t restart by telephone. We see him this week.")
		desk.press("Save draft")
		desk.says("Draft saved")
		desk.fill("3. Who does what", "Pharmacist: medication review")
		desk.fill("4. When to ask again", "If he sleeps less than four hours")
		desk.fill("How many minutes did it take?", "12")
		desk.press("Answer")
		desk.says("Answered. The practice sees it at once", "12 minutes", "not copied yet")

		p.to("/advice")
		p.says("New for your side")
		p.to("/advice/" + id)
		p.says("Who does what: Pharmacist: medication review", "GP record: not copied yet")
		p.press("Copy for the GP record")
		p.says("Marked as copied", "copied by Dr Helen Marsh")

		p.press("Turn into a booking")
		p.says("The clock counts from Wednesday 25 November 2026, 12:40")
		p.press("Book")
		p.says("Choose a slot")
		js[bool](p, `(document.querySelector("input[name=slot]").checked = true)`)
		p.fill("Who told the person", "I rang him")
		p.press("Book")
		p.says("Ross Tallentire")
		if a, b := w.count("request")-requests, w.count("booking")-bookings; a != 1 || b != 1 {
			t.Fatalf("%d requests and %d bookings more", a, b)
		}
		if at := w.first("SELECT received_at FROM request WHERE id = (SELECT request FROM advice WHERE id = '" + id + "')"); at[:16] != "2026-11-25T12:40" && at[:16] != "2026-11-25 12:40" {
			t.Fatalf("received %s", at)
		}
		p.to("/advice/" + id + "/booking")
		p.says("Became a booking")
	})
}
