package e2e

import (
	"strings"
	"testing"
)

// Reception gives a link, the person answers on their own phone and asks to be
// rung, the manager reads what they wrote before others see it, and reception
// rings. Nobody sees who it was.
func TestFeedback(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		dean := w.person("Dean Ashworth")
		answers := w.count("feedback_answer")
		p := begin(t, w, "Sam Okafor", script)
		p.to("/people/" + dean.ID)
		p.press("Ask how it was")
		p.says("kept without the person’s name")
		p.press("Make a link")
		p.says("The address is shown this once")
		address := js[string](p, `document.querySelector(".app-address").textContent`)

		phone := w.open(t, "", script)
		phone.size(360)
		phone.to(address[strings.Index(address, "/p/"):])
		born := dean.BornOn.String()
		phone.fill("Day", born[8:])
		phone.fill("Month", born[5:7])
		phone.fill("Year", born[:4])
		phone.press("Continue")
		phone.says("How was it for you?", "Nobody reads this today", "If you need help now", "kept without your name")
		if script {
			phone.picture("private-feedback", 360)
			for _, wrong := range phone.flaws(360) {
				t.Errorf("the form: %s", wrong)
			}
		}
		phone.press("Send")
		phone.says("Answer at least one question")
		phone.choose("Overall", "Very good")
		phone.fill("What could be better?", "A bell at the side door")
		phone.choose("Would you like to be rung", "I would like to be rung")
		phone.press("Send")
		phone.says("Thank you", "without your name", "like to be rung")
		if n := w.count("feedback_answer"); n != answers+1 {
			t.Fatalf("%d answers, not %d", n, answers+1)
		}

		m := begin(t, w, "Grace Adeyemi", script)
		m.to("/feedback")
		if strings.Contains(m.text(), "A bell at the side door") {
			t.Error("it is seen before anybody has read it")
		}
		m.to("/feedback/read")
		m.says("A bell at the side door")
		if strings.Contains(m.text(), "Ashworth") {
			t.Error("the reader sees who it was")
		}
		m.to("/feedback/read/" + w.first("SELECT id FROM feedback_text WHERE body = 'A bell at the side door'"))
		m.choose("May others see it?", "Show it to those who see what people said")
		m.press("Decide")
		m.to("/feedback")
		m.says("A bell at the side door")

		p.to("/feedback/calls")
		p.says("ASHWORTH, Dean")
	})
}
