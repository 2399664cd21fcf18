package e2e

import (
	"strings"
	"testing"

	"footbridge/internal/calendar"
)

// On the person's own phone: the practitioner makes a link, the person opens
// it with their date of birth, answers one question at a time, loses the
// signal, goes on, and sends. An answer above 0 to the ninth is no score until
// somebody has acknowledged it.
func TestPrivateLink(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		w.clock.Set(calendar.MustInstant("2026-11-25T10:45:00Z"))
		p := begin(t, w, "Leah Whitcombe", script)
		dean := w.person("Dean Ashworth")
		scores, answers := w.count("measure_taken"), w.count("measure_answer")
		p.to("/people/" + dean.ID + "/measure")
		p.choose("Which", "PHQ-9")
		p.choose("How", "Give a private link for a phone")
		p.press("Continue")
		p.says("doesn’t text it", "Leah Whitcombe reads until 17:00", "Nobody reads the inbox on Saturday 28 November 2026")
		p.press("Make the link")
		p.says("The address is shown this once", "asked for your date of birth")
		address := js[string](p, `document.querySelector(".app-address").textContent`)
		path := address[strings.Index(address, "/p/"):]
		if script {
			p.picture("private-made", 1280)
		}
		p.to("/people/" + dean.ID + "/scores")
		p.says("Not opened yet; works until")

		phone := w.open(t, "", script)
		phone.size(360)
		phone.to(path)
		phone.says("Your date of birth", "If you need help now")
		if body := phone.text(); strings.Contains(body, "Ashworth") || strings.Contains(body, "PHQ") || strings.Contains(body, "Dean") {
			t.Fatalf("it says who they are before they have said it: %s", body)
		}
		born := func(d calendar.Date) {
			phone.fill("Day", d.String()[8:])
			phone.fill("Month", d.String()[5:7])
			phone.fill("Year", d.String()[:4])
			phone.press("Continue")
		}
		born(dean.BornOn.AddDays(1))
		phone.says("You have 2 more tries")
		born(dean.BornOn)
		phone.says("Questions for you", "Leah Whitcombe reads what you send today, until 17:00", "If you need help now", "No permission required")
		if script {
			phone.picture("private-begin", 360)
		}
		phone.press("Start")
		for i, answer := range []string{"Several days", "Several days", "Not at all", "Several days"} {
			phone.choose("", answer)
			phone.press("Continue")
			if i == 1 && script {
				phone.picture("private-question", 360)
				for _, wrong := range phone.flaws(360) {
					t.Errorf("a question: %s", wrong)
				}
			}
		}
		phone.to(path) // the signal was gone
		phone.press("Go on")
		phone.says("Question 5 of 10")
		for _, answer := range []string{"Not at all", "Several days", "Not at all", "Not at all", "Several days"} {
			phone.choose("", answer)
			phone.press("Continue")
		}
		phone.press("Leave this out")
		phone.says("Check your answers", "1 question is left out", "If you need help now")
		if script {
			phone.picture("private-check", 360)
			for _, wrong := range phone.flaws(360) {
				t.Errorf("the check: %s", wrong)
			}
		}
		phone.press("Send my answers")
		phone.says("Thank you", "We want to talk with you about one of your answers", "Leah Whitcombe reads it today, by 17:00", "If you need help now")
		if script {
			phone.picture("private-thanks", 360)
		}
		if body := phone.text(); strings.Contains(body, "Total") || strings.Contains(body, "moderate") || strings.Contains(body, " of 27") {
			t.Errorf("the person is shown a score: %s", body)
		}
		phone.to(path)
		phone.says("This link does not open", "Ring your GP surgery")
		if w.count("measure_taken") != scores || w.count("measure_answer") != answers+1 {
			t.Fatal("it is a score before anybody has seen it")
		}

		p.to("/today")
		p.says("with an answer to talk about today")
		p.press("came in to read")
		p.press("ASHWORTH, Dean, PHQ-9")
		p.says("Item 9 was answered “Several days”", "It is no score until a named person has acknowledged it")
		p.press("I am dealing with this now")
		p.press("Acknowledge as Leah Whitcombe")
		p.says("say who was told")
		p.fill("Who was told", "Dean, by telephone")
		p.fill("What was done", "Talked; he comes in at three")
		p.press("Acknowledge as Leah Whitcombe")
		p.says("Dealt with")
		p.to("/people/" + dean.ID + "/scores")
		p.says("5 of 27", "answered by the person over a private link", "Told: Dean, by telephone")
		if w.count("measure_taken") != scores+1 {
			t.Error("it is no score")
		}
	})
}
