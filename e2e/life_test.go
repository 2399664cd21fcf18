package e2e

import (
	"strings"
	"testing"

	"footbridge/internal/calendar"
)

// Somebody whom nobody here knows, from the first call to a goodbye: added,
// booked straight in, seen, measured, assessed, a plan agreed, so that the
// clock stops; and told how to come back.
func TestNewPersonToGoodbye(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Sam Okafor", script)
		p.fill("Name, date of birth or NHS number", "Ingrid Sollars 3/4/1991")
		p.press("Search")
		p.press("Add")
		p.fill("Phone", "07700 900777")
		p.press("Add this person")
		id := w.person("Ingrid Sollars").ID
		p.to("/book/" + id)
		p.fill("Why do they come?", "“I sit in the car and can’t go in to work”")
		p.choose("Without a diagnosis of dementia", "Not known")
		p.press("Continue")
		slot := w.first("SELECT s.id FROM slot s JOIN practitioner p ON p.id = s.practitioner WHERE p.name = 'Leah Whitcombe' AND s.kind = 'first' AND s.state = 'free' AND s.starts_at > '2026-11-25T10:00:00Z' ORDER BY s.starts_at")
		p.to("/book/" + id + "/check?slot=" + slot)
		if js[bool](p, `!!document.querySelector("input[name=mode]:not([type=hidden])")`) {
			js[bool](p, `(() => { document.querySelector("input[name=mode]").checked = true; return true })()`)
		}
		if js[bool](p, `!!document.querySelector("[name=over]")`) {
			p.fill("Why over the allowance?", "New, and can’t wait")
		}
		if js[bool](p, `!!document.querySelector("textarea[name=words]") && document.querySelector("textarea[name=words]").value === ""`) {
			p.fill("Why do they come?", "“I sit in the car and can’t go in to work”")
		}
		p.press("Book it")
		if got := p.h1(); got != "Booked" {
			t.Fatalf("%s: %s", got, p.text())
		}
		b := w.first("SELECT id FROM booking WHERE person = '" + id + "'")

		// Seen.
		w.clock.Set(calendar.MustInstant(w.first("SELECT ends_at FROM booking WHERE id = '" + b + "'")))
		p = begin(t, w, "Leah Whitcombe", script)
		p.to("/bookings/" + b + "/contact")
		p.says("I sit in the car")
		p.fill("What happened", "Told me about the new manager. Cries on Sundays. Would like the car park to be just a car park.")
		p.press("Sign the note")
		p.says("signed")
		p.to("/people/" + id + "/clock")
		p.says("missing: outcome score, meaningful assessment, agreed care plan or intervention")

		// Measured: one question may stay open only with a reason; here all are answered.
		p.to("/people/" + id + "/measure/gad-7")
		js[bool](p, `(() => { for (let i = 1; i <= 7; i++) { const all = document.querySelectorAll("input[name=item-" + i + "]"); all[2].checked = true } return true })()`)
		p.press("Record")
		p.says("14")

		// Assessed and agreed, in a few words.
		p.to("/people/" + id + "/assessment")
		p.fill("What it found, in a few words", "Anxious at work since March; sleeps; two good friends; no physical illness. Wants to stay in the job.")
		p.press("Record")
		p.to("/people/" + id + "/plan")
		p.fill("What was agreed", "Talk to the manager with her sister’s help; the breathing; four talks here.")
		p.press("Record")
		p.to("/people/" + id + "/clock")
		if got := p.text(); strings.Contains(got, "missing:") || !strings.Contains(got, "stopped") {
			t.Fatalf("the clock: %s", got)
		}

		// Goodbye.
		p.to("/people/" + id)
		p.press("Say goodbye")
		p.choose("How does it end?", "Done: what was agreed is reached")
		p.choose("Where does the person go on?", "Nowhere else: they can come back to us")
		p.press("Close the episode")
		p.says("There is a problem") // nobody has told her, or how
		p.choose("How?", "In the room")
		p.press("Close the episode")
		p.says("Summary for the GP record")
		if got := js[string](p, `document.querySelector("textarea[name=body]").value`); !strings.Contains(got, "I sit in the car") || !strings.Contains(got, "GAD-7") {
			t.Errorf("the summary is %q", got)
		}
		p.to("/people/" + id)
		p.says("Ended")
		if n := len(w.rows("SELECT id FROM episode WHERE person = '" + id + "' AND state = 'open'")); n != 0 {
			t.Errorf("%d episodes are open", n)
		}
	})
}

// A young person moves on at 18: a planned hand-over with a day and an owner,
// and until somebody has taken it the list says so.
func TestTurningEighteen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Leah Whitcombe", script)
		p.to("/requests")
		p.press("Moving on at 18")
		p.says("ALDRIDGE, Noor", "Nobody on the adult side has taken it", "HARGREAVE, Poppy", "Leah Whitcombe has taken it", "Nobody is moved by a birthday")
		noor := w.person("Noor Aldridge").ID
		p.to("/requests/" + w.first("SELECT id FROM request WHERE person = '"+noor+"'"))
		p.says("The adult service takes over", "Dele Ige")
		p.press("Take it")
		p.says("You have taken this request")
		p.to("/requests/moving-on")
		if strings.Contains(p.text(), "Nobody on the adult side has taken it") {
			t.Error("it is taken, and the list says that nobody has")
		}
		// Somebody of 26 does not move on; somebody of 17 needs a day.
		p.to("/people/" + noor + "/hand-over")
		p.choose("How does the person come?", "Transition from children’s services")
		p.fill("Who hands over?", "Children’s service, Dele Ige")
		p.fill("What is it about?", "Asks for the same person twice")
		p.choose("What do you ask for?", "Triage")
		p.choose("How soon?", "Routine")
		p.fill("Why so soon?", "Planned")
		p.press("Hand over")
		p.says("Enter the day on which the adult service is to take over", "Open already for")
		dean := w.person("Dean Ashworth").ID
		p.to("/people/" + dean + "/hand-over")
		p.choose("How does the person come?", "Transition from children’s services")
		p.press("Hand over")
		p.says("A transition is for people from 17 to 25")
	})
}

// Somebody declines everything that can be declined. Each no is kept as a no,
// never as nothing and never as a nought; nobody is sent away for it, and it
// ends with what the person was told.
func TestDeclinesEverything(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Leah Whitcombe", script)
		joan := w.person("Joan Whittle").ID
		request := w.first("SELECT id FROM request WHERE person = '" + joan + "'")

		// Sharing: asked, and no.
		p.to("/people/" + joan + "/consent")
		p.choose("Share with whom?", "The GP practice")
		js[bool](p, `(() => { document.querySelector("input[name=topic]").checked = true; return true })()`)
		p.choose("What did the person answer?", "No")
		p.press("Record this answer")
		p.says("The GP practice", "No")

		// The triage: identity declined, safety declined.
		p.to("/requests/" + request + "/triage")
		p.choose("Identity, safe contact, language and needs", "Declined")
		p.choose("Agreed to share with those who need to know", "No")
		p.fill("What is happening now?", "Talks about the tablets and about nothing else. “I would rather not say.”")
		js[bool](p, `(() => { for (const r of document.querySelectorAll("input[name^=safety-][value=declined]")) r.checked = true; return true })()`)
		p.choose("Without a diagnosis of dementia", "Not known")
		p.choose("Does something have to happen at once?", "No")
		p.choose("How soon?", "Routine")
		p.fill("Why so soon?", "She asks for time")
		p.choose("What does it lead to?", "Advice only")
		p.choose("Does the request end here?", "Yes")
		p.pick("How does it end?", "The person does not want to go on")
		p.choose("You said what to do", "Yes")
		p.choose("Without the practitioner, what would have happened?", "Not known")
		p.press("Sign the note")
		p.says("There is a problem", "who told the person") // it can't end untold
		if got := js[string](p, `document.querySelector("textarea[name=situation]").value`); !strings.Contains(got, "I would rather not say") {
			t.Fatalf("what was typed is %q", got)
		}
		p.fill("Who told the person, how and when?", "I told her on the telephone today: she can come back without anybody’s referral")
		p.press("Sign the note")
		p.says("Ended")
		p.to("/requests/" + request)
		p.says("declined", "The person does not want to go on", "she can come back")
		if strings.Contains(p.text(), "asked: no") {
			t.Error("declined is shown as a no to the question")
		}
		p.to("/people/" + joan)
		p.says("Ended")
	})
}
