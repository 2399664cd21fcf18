package e2e

import (
	"testing"

	"footbridge/internal/app/message"
	"footbridge/internal/post"
)

// messageVisits are the pages of messages.
func messageVisits(w *world) map[string][]visit {
	in := func(where string) string { return w.first("SELECT id FROM message WHERE " + where + " ORDER BY id") }
	dean, marta := w.person("Dean Ashworth").ID, w.person("Marta Kowalska").ID
	some := w.first("SELECT person FROM message_consent WHERE matter = 'text' AND answer = 'yes' ORDER BY id")
	return map[string][]visit{
		"GET /messages": {{name: "", who: "leah", path: "/messages"}, {name: "messages-sent", who: "lead", path: "/messages?show=sent"}, {name: "messages-print", who: "leah", path: "/messages?show=print"},
			{name: "messages-waiting", who: "reception", path: "/messages?show=waiting"}, {name: "messages-narrow", who: "gp", path: "/messages?show=sent&channel=letter&kind=reminder"}, {name: "messages-withdrawn", who: "leah", path: "/messages?show=withdrawn"}},
		"GET /messages/{id}": {{name: "", who: "leah", path: "/messages/" + in("state = 'not certain'")}, {name: "message-dead", who: "lead", path: "/messages/" + in("state = 'dead'")},
			{name: "message-sent", who: "leah", path: "/messages/" + in("state = 'sent' AND channel = 'text'")}, {name: "message-letter", who: "leah", path: "/messages/" + in("channel = 'letter' AND state = 'waiting'")}},
		"GET /messages/print":       {{name: "", who: "leah", path: "/messages/print"}, {name: "print-none", who: "reception2", path: "/messages/print?letter=none"}},
		"GET /wordings":             {{name: "", who: "manager", path: "/wordings"}, {name: "wordings-practice", who: "lead", path: "/wordings?practice=L81016"}},
		"GET /wordings/one":         {{name: "", who: "manager", path: "/wordings/one?kind=confirmed&channel=email"}, {name: "wording-text", who: "lead", path: "/wordings/one?kind=ring+us&channel=text&language=Polish"}, {name: "wording-new", who: "manager", path: "/wordings/one?kind=reminder&channel=text&language=Welsh"}},
		"GET /people/{id}/messages": {{name: "", who: "leah", path: "/people/" + some + "/messages"}, {name: "person-messages-none", who: "gp", path: "/people/" + dean + "/messages"}, {name: "person-messages-lead", who: "lead", path: "/people/" + marta + "/messages"}},
		"GET /people/{id}/message":  {{name: "", who: "leah", path: "/people/" + some + "/message"}, {name: "compose-look", who: "leah", path: "/people/" + some + "/message?kind=ring+us"}, {name: "compose-not", who: "reception", path: "/people/" + marta + "/message?kind=ring+us"}},
	}
}

// After booking, the desk reads the message exactly as it goes and sends it
// with one press; in the demo it is shown, not sent. Letters are printed
// together, and somebody says that they were posted.
func TestMessagesFromTheDesk(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		booking := w.first(`SELECT b.id FROM booking b JOIN message_consent c ON c.person = b.person AND c.matter = 'text' AND c.answer = 'yes'
			WHERE b.state = 'booked' AND b.starts_at > '2026-11-25T23:00:00' AND NOT EXISTS (SELECT 1 FROM message m WHERE m.about = 'booking:' || b.id AND m.channel = 'text' AND m.kind <> 'reminder') ORDER BY b.starts_at`)
		p := begin(t, w, "Leah Whitcombe", script)
		p.to("/bookings/" + booking)
		p.says("Message to the person", "your appointment", "01632 960100")
		p.press("Send this text")
		p.says("The message to the person is in the outbox", "Waiting")
		sender := post.Sender{App: w.app, Carriers: map[string]post.Carrier{message.Email: post.Shown{}, message.Text: post.Shown{}}}
		if _, err := sender.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.to("/bookings/" + booking)
		p.says("Shown, not sent")
		p.to("/messages?show=sent")
		p.says("This is a demo: nothing is sent", "Shown, not sent")

		p.to("/messages?show=print")
		p.press("Print these letters")
		p.says("each on a page of its own", "Page 1 of 1", "You are still on our list")
		if n := js[int](p, `document.querySelectorAll("article.app-letter").length`); n == 0 {
			t.Fatalf("%d letters", n)
		}
		js[bool](p, `(document.querySelector("input[name=letters]").checked = true)`)
		p.press("These were posted")
		p.says("1 letter is recorded as posted", "Posted")
	})
}
