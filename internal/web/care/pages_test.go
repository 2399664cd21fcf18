package care_test

import (
	"fmt"
	"strings"
	"testing"

	"footbridge/internal/calendar"
	"footbridge/internal/engines"
)

func TestTodayPage(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.booking.ID
		h.left([]string{"ask care.Today booking list: day of Mo Healey, A01, 2026-11-04: 1"}, func() {
			a := h.get("mo", "/today")
			h.says(a, 200, "Wednesday 4 November 2026, Mo Healey", "1 person is booked; 1 of them has never been seen here before",
				"09:00 to 09:45", "KOWALSKA, Katarzyna", "Born 12 March 1992", "34 years", "NHS number 999 000 0018", "Do not leave voicemail", "Interpreter: Polish",
				"First appointment, face to face, Old Market Surgery", "Never seen here before.", "Day 2 of 28. Still missing: first contact, outcome score",
				"can't &lt;b&gt;sleep&lt;/b&gt;", "Arrived", "Late", "Did not attend", "Happened", "It did not happen", "Write the note", "Booked", "Printed by Mo Healey",
				"None from before", "No clock of somebody whom Mo Healey holds has run for 14 days")
			if strings.Contains(a.body, "<b>sleep") {
				t.Error("what reception typed is markup")
			}
		})
		h.left([]string{"do diary.Arrive booking: late"}, func() {
			a := h.post("mo", "/bookings/"+id+"/arrival", "version", "1", "arrival", "late")
			h.says(a, 303)
			if !strings.HasPrefix(a.to, "/today") || !strings.HasSuffix(a.to, "#b-"+id) {
				t.Errorf("leads to %q", a.to)
			}
		})
		// Nia still has the page from before open.
		a := h.post("nia", "/bookings/"+id+"/arrival", "version", "1", "arrival", "did not attend", "practitioner", h.mo)
		h.says(a, 422, "Somebody else marked this booking: arrived late", "Take the mark back")
		a = h.post("mo", "/bookings/"+id+"/happened", "version", "2", "happened", "no")
		h.says(a, 422, "Say why the appointment did not take place", "There is a problem")
		if !strings.Contains(a.body, `href="#why-`+id+`"`) || !strings.Contains(a.body, `id="why-`+id+`"`) {
			t.Error("the summary does not lead to the field")
		}
		h.left([]string{"do diary.Happened booking: took place: no"}, func() {
			h.says(h.post("mo", "/bookings/"+id+"/happened", "version", "2", "happened", "no", "why-"+id, "Fire alarm"), 303)
		})
		h.says(h.get("mo", "/today"), 200, "Did not happen", "Why it did not happen: Fire alarm", "Take the mark back")
		h.says(h.post("mo", "/bookings/"+id+"/happened", "version", "3", "happened", ""), 303)

		// Reception marks too, and comes back to its own page.
		a = h.post("ruth", "/bookings/"+id+"/arrival", "version", "4", "arrival", "arrived", "return", "/diary?day=2026-11-04")
		h.says(a, 303)
		if a.to != "/diary?day=2026-11-04" {
			t.Errorf("leads to %q", a.to)
		}
		if a = h.post("ruth", "/bookings/"+id+"/arrival", "version", "5", "arrival", "late", "return", "//elsewhere.example"); a.to != "/" {
			t.Errorf("leads out to %q", a.to)
		}
		h.says(h.post("ruth", "/bookings/"+id+"/arrival", "version", "1", "arrival", "late"), 303)
		h.says(h.get("ruth", "/today"), 403)

		// Another day: why it is empty, and when the next clinic is.
		h.says(h.get("mo", "/today?day=2026-11-05"), 200, "Nobody is booked with Mo Healey on Thursday 5 November 2026", "The next clinic is on Monday 9 November 2026")
		h.says(h.get("nia", "/today"), 200, "Nobody is booked with Nia Bell", "No later clinic is set up")
		h.says(h.get("nia", "/today?practitioner="+h.mo), 200, "KOWALSKA")
		h.says(h.get("mo", "/today?day=nonsense"), 200, "Wednesday 4 November 2026")
		h.left(nil, func() {
			h.says(h.get("otto", "/today?pcn=A01&practitioner="+h.mo), 404)
			h.says(h.post("otto", "/bookings/"+id+"/arrival", "version", "6", "arrival", "arrived"), 404)
			h.says(h.post("otto", "/bookings/"+id+"/happened", "version", "6", "happened", "yes"), 404)
		})
	})
}

func TestWriteTheNoteWithoutScript(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		path := "/bookings/" + h.booking.ID + "/contact"
		h.left([]string{"ask care.Desk person: the form for a contact"}, func() {
			a := h.get("mo", path)
			h.says(a, 200, "Note of the appointment", "can't &lt;b&gt;sleep", "45 minutes booked", "Save draft", "Sign the note")
			for _, want := range []string{`value="01" selected`, `name="started"`, `value="09:00"`, `value="45"`, `data-draft-kind="contact"`, `data-draft-subject="` + h.booking.ID + `"`, `data-draft-saves="0"`} {
				if !strings.Contains(a.body, want) {
					t.Errorf("the form has no %s", want)
				}
			}
		})
		note := "She sleeps four hours.\r\n\r\nThe last sentence."
		a := h.post("mo", path, "action", "save", "saves", "0", "mechanism", "02", "started", "09:10", "minutes", "40", "note", note)
		h.says(a, 303)
		if a.to != path {
			t.Errorf("leads to %q", a.to)
		}
		a = h.get("mo", path)
		h.says(a, 200, "The last sentence.", "Draft saved Wednesday 4 November 2026, 10:00", "Throw the draft away")
		if !strings.Contains(a.body, `value="02" selected`) || !strings.Contains(a.body, `value="09:10"`) || !strings.Contains(a.body, `name="saves" value="1"`) {
			t.Error("the form does not have what was kept")
		}
		h.says(h.get("mo", "/today"), 200, "Go on with the note, saved 10:00")
		h.says(h.get("mo", "/today?day=2026-11-05"), 200, "Notes you have not signed", "KOWALSKA, Katarzyna , Wednesday 4 November 2026, 09:00")
		h.never(h.get("nia", path), "The last sentence.")
		if a := h.get("mo", "/drafts/"+h.booking.ID); a.to != path {
			t.Errorf("“go on writing” leads to %q", a.to)
		}
		h.says(h.get("nia", "/drafts/"+h.booking.ID), 404)

		// A second window that does not know of the first.
		a = h.post("mo", path, "action", "save", "saves", "0", "mechanism", "02", "started", "09:10", "minutes", "40", "note", "Something else")
		h.says(a, 422, "You have written in this draft in another window", "In another window you wrote", "The last sentence.", "Something else")
		if strings.Contains(a.body, "data-draft-kind") {
			t.Error("the script would overwrite the other window's draft")
		}
		a = h.post("mo", path, "action", "send", "saves", "0", "mechanism", "02", "started", "09:10", "minutes", "40", "note", "Something else")
		h.says(a, 422, "nothing was sent and nothing was overwritten", "The last sentence.", "Something else")
		if h.number("SELECT count(*) FROM contact") != 0 {
			t.Fatal("signed all the same")
		}
		// What is wrong is said at its field, and what was typed is kept.
		a = h.post("mo", path, "action", "send", "saves", "1", "mechanism", "", "started", "25:00", "minutes", "many", "note", note)
		h.says(a, 422, "must be a time like", "Minutes must be a whole number", "The last sentence.")
		a = h.post("mo", path, "action", "send", "saves", "1", "mechanism", "", "started", "09:10", "minutes", "0", "note", "")
		h.says(a, 422, "Choose how the contact took place", "Minutes must be from 1 to 600", "Write what happened before you sign")

		var contact string
		h.left([]string{
			"ask care.Desk person: the form for a contact", "do care.SignContact booking: took place: yes", "do care.SignContact contact: signed a contact",
		}, func() {
			a = h.post("mo", path, "action", "send", "saves", "1", "mechanism", "02", "started", "09:10", "minutes", "40", "note", note, "key", "ABCDEFGHIJKLMNOPQRST")
			h.says(a, 303)
			contact = a.to
		})
		// A double click signs once.
		if again := h.post("mo", path, "action", "send", "saves", "1", "mechanism", "02", "started", "09:10", "minutes", "40", "note", note, "key", "ABCDEFGHIJKLMNOPQRST"); again.to != contact {
			t.Errorf("sent twice: %d %q", again.status, again.to)
		}
		if h.number("SELECT count(*) FROM contact") != 1 || h.number("SELECT count(*) FROM draft") != 0 {
			t.Error("one press, one note, no draft left")
		}
		if a = h.get("mo", path); a.status != 303 || a.to != contact {
			t.Errorf("the form of a signed note leads to %q", a.to)
		}
		h.says(h.get("mo", contact), 200, "Telephone, Wednesday 4 November 2026, 09:10, 40 minutes, with Mo Healey", "The last sentence.", "Signed by Mo Healey")
		h.says(h.get("mo", "/today"), 200, "Read the signed note", "Seen")
		h.says(h.get("otto", contact), 404)
		h.says(h.get("ruth", contact), 403)
	})
}

func TestAmendPage(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		a := h.post("mo", "/bookings/"+h.booking.ID+"/contact", "action", "send", "saves", "0", "mechanism", "01", "started", "09:00", "minutes", "45", "note", "The first text")
		h.says(a, 303)
		path := a.to
		h.says(h.get("nia", path+"/amend"), 200, "What is signed now stays readable", "The first text")
		on := []string{"on-day", "4", "on-month", "11", "on-year", "2026", "started", "09:00", "minutes", "45", "mechanism", "01"}
		h.says(h.post("nia", path+"/amend", append(on, "action", "send", "saves", "0", "version", "1", "note", "The second text")...), 422, "Say why the note is amended", "The second text")
		h.left([]string{"ask care.ContactByID person: a contact and its note", "do care.AmendContact contact: amended a contact"}, func() {
			h.says(h.post("nia", path+"/amend", append(on, "action", "send", "saves", "0", "version", "1", "note", "The second text", "why", "A slip")...), 303)
		})
		// Mo's page is from before: what he typed is kept, and he sees what it says now.
		h.says(h.post("mo", path+"/amend", append(on, "action", "send", "saves", "0", "version", "1", "note", "Mo's own text", "why", "Mine")...), 422,
			"Nia Bell changed this note at", "What it says now", "The second text", "Mo's own text")
		h.says(h.post("mo", path+"/amend", append(on, "action", "save", "saves", "0", "version", "1", "note", "Mo's draft", "why", "")...), 303)
		h.says(h.get("mo", path), 200, "You still have a draft", "Mo's draft")
		h.says(h.post("mo", path+"/amend", append(on, "action", "discard", "saves", "1")...), 303)
		a = h.get("nia", path)
		h.says(a, 200, "Amended", "The second text", "Amended by Nia Bell", "Why: A slip", "Before it was amended", "The first text", "Signed by Mo Healey")
		if !strings.Contains(a.body, `<del class="app-struck">The first text</del>`) {
			t.Error("the earlier version is not struck through")
		}
		id := strings.TrimPrefix(path, "/contacts/")
		h.says(h.get("mo", "/entries/contact/"+id+"/withdraw"), 200, "Contact of 4 November 2026, recorded by Mo Healey")
		h.says(h.post("mo", "/entries/contact/"+id+"/withdraw", "why", ""), 422, "Say why this was entered in error")
		h.says(h.get("otto", "/entries/contact/"+id+"/withdraw"), 404)
		h.says(h.post("mo", "/entries/contact/"+id+"/withdraw", "why", "Wrong person"), 303)
		h.says(h.get("mo", path), 200, "Entered in error", "Wrong person", "The second text", "The first text")
		h.says(h.get("mo", "/entries/nonsense/"+id+"/withdraw"), 404)
	})
}

func TestMeasurePages(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		people := "/people/" + h.kasia
		h.says(h.get("mo", people+"/measure"), 200, "PHQ-9", "GAD-7", "CORE-10", "Enter a total that somebody worked out")
		h.says(h.get("mo", people+"/measure/phq-9"), 200, "Little interest or pleasure in doing things", "No permission required to reproduce", "Left blank", "how difficult have these problems made it", "If item 9 is answered above 0")
		h.says(h.get("mo", people+"/measure/core-10"), 200, "CC BY-ND 4.0", "I made plans to end my life")
		h.says(h.get("mo", people+"/measure/honos"), 404)
		day := []string{"on-day", "4", "on-month", "11", "on-year", "2026", "action", "send", "saves", "0"}
		all := func(value string, last string) []string {
			out := append([]string{}, day...)
			for i := 1; i <= 8; i++ {
				out = append(out, fmt.Sprintf("item-%d", i), value)
			}
			return append(out, "item-9", last)
		}
		a := h.post("mo", people+"/measure/phq-9", all("2", "1")...)
		h.says(a, 422, "say who was told", "say what was done")
		if n := strings.Count(a.body, " checked>"); n != 9 {
			t.Errorf("%d of 9 answers are kept", n)
		}
		if h.number("SELECT count(*) FROM measure_taken") != 0 {
			t.Fatal("saved silently")
		}
		h.left([]string{"ask measures.Desk person: the form for a questionnaire", "do measures.Take measure: recorded PHQ-9; its safety item was acknowledged"}, func() {
			h.says(h.post("mo", people+"/measure/phq-9", append(all("2", "1"), "told", "Dr Patel", "done", "Made a safety plan")...), 303)
		})
		h.says(h.post("mo", people+"/measure/phq-9", all("blank", "0")...), 303)
		h.says(h.post("mo", people+"/measure/phq-9", all("2", "7")...), 422, "has no answer 7")
		h.says(h.post("mo", people+"/measure/phq-9", all("2", "-1")...), 422, "Choose one of the answers")
		h.says(h.post("mo", people+"/measure/gad-7", append(day, "how", "total", "total", "")...), 422, "Enter the total, from 0 to 21")
		h.says(h.post("mo", people+"/measure/gad-7", append(day, "how", "total", "total", "0")...), 303)
		a = h.get("mo", people+"/scores")
		h.says(a, 200, "17 of 27", "published band: moderately severe", "Item 9 was answered “Several days” Told: Dr Patel . Done: Made a safety plan . Mo Healey, 4 November 2026, 10:00",
			"No total incomplete, 1 of 9", "Item 9 was answered with 0, which does not say", "0 of 21", "entered as a total, without the answers", "This questionnaire has none", "not answered")
		h.never(a, "safe.", "risk", "Risk")
		h.says(h.get("mo", "/today"), 200, "PHQ-9 of 4 November 2026: Item 9 was answered “Several days”. Acknowledged by Mo Healey", "Told: Dr Patel")
		h.says(h.get("otto", people+"/scores"), 404)
		h.says(h.get("ruth", people+"/scores"), 403)
		h.says(h.get("otto", people+"/measure/phq-9"), 404)
	})
}

func TestClockPagesAndThePersonsPage(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		people := "/people/" + h.kasia
		h.left([]string{"ask care.ClockOf person: the four-part clock"}, func() {
			h.says(h.get("ruth", people+"/clock"), 200, "The clock has run for 2 days and is due by 30 November 2026", "Still missing", "Monday 30 November 2026, day 28", "direct booking, taken by Ruth Reed",
				"NHS Digital, mental health monthly statistics, published code", "never stop it", "it is not a standard")
		})
		h.says(h.get("otto", people+"/clock"), 404)
		on := []string{"on-day", "4", "on-month", "11", "on-year", "2026", "action", "send", "saves", "0"}
		h.says(h.get("mo", people+"/assessment"), 200, "Complete an assessment", `in a few words`)
		h.says(h.post("mo", people+"/assessment", append(on, "note", "")...), 422, "Write in a few words what the assessment found")
		h.says(h.post("mo", people+"/assessment", append(on, "note", "Grief, and no sleep.")...), 303)
		h.says(h.post("mo", people+"/plan", "on-day", "31", "on-month", "2", "on-year", "2026", "action", "send", "summary", "Walks"), 422, "must be a real date", "Walks")
		h.says(h.post("mo", people+"/plan", append(on, "summary", "Walks", "goals", "See my sister")...), 303)
		h.says(h.post("mo", people+"/measure/gad-7", append(on, "how", "total", "total", "12")...), 303)
		h.says(h.get("mo", people+"/clock"), 200, "missing: first contact", "First attended contact Still missing")
		h.says(h.get("mo", people+"/contact"), 200, "Write down a contact", "Email and messages are recorded. They never stop the clock.")
		h.says(h.post("mo", people+"/contact", append(on, "mechanism", "05", "started", "09:30", "minutes", "5", "note", "Wrote to her")...), 303)
		h.says(h.get("mo", people+"/clock"), 200, "missing: first contact")
		h.says(h.post("mo", "/bookings/"+h.booking.ID+"/contact", "action", "send", "saves", "0", "mechanism", "01", "started", "09:00", "minutes", "45", "note", "Seen"), 303)
		h.says(h.get("mo", people+"/clock"), 200, "The clock stopped on 4 November 2026 after 2 days, within four weeks")
		h.left([]string{"ask person.Open person: opened the person's page", "ask care.Story person: contacts, assessments and plans", "ask measures.Kept person: scores of questionnaires"}, func() {
			h.says(h.get("mo", people), 200, "The four-week clock", "The clock stopped on 4 November 2026", "Contacts", "Wrote to her", "Email, 5 minutes", "Seen", "12 of 21", "Plan agreed on 4 November 2026", "See my sister", "Grief, and no sleep.")
		})
		// Reception sees the clock and nothing else of this room.
		a := h.get("ruth", people)
		h.says(a, 200, "The clock stopped on 4 November 2026")
		h.never(a, "Wrote to her", "Grief", "See my sister", "12 of 21")
		h.says(h.get("otto", people), 404)
		for _, path := range []string{"/contact", "/assessment", "/plan", "/measure"} {
			h.says(h.get("otto", people+path), 404)
			h.says(h.get("ruth", people+path), 403)
		}
	})
}

func TestEmptyPagesSayWhy(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		id := h.addSomeone("Ada", "Alone")
		people := "/people/" + id
		h.says(h.get("mo", people+"/clock"), 200, "No clock runs: there is no request")
		h.says(h.get("mo", people+"/scores"), 200, "No questionnaire has been taken. That is not a score of 0.")
		for _, path := range []string{"/measure", "/assessment", "/plan"} {
			h.says(h.get("mo", people+path), 200, "has no open episode")
		}
		h.says(h.get("mo", people), 200, "No clock runs: there is no request yet", "Nobody has written down a contact yet", "No questionnaire has been taken", "No assessment is completed")
		on := []string{"on-day", "4", "on-month", "11", "on-year", "2026", "action", "send", "saves", "0", "mechanism", "01", "started", "09:30", "minutes", "20", "note", "Walked in"}
		h.says(h.get("mo", people+"/contact"), 200, "Why they came, in their words")
		h.says(h.post("mo", people+"/contact", on...), 422, "Write down why the person came, in their words")
		h.says(h.post("mo", people+"/contact", append(on, "words", "I lost my job")...), 303)
		h.says(h.get("mo", people+"/clock"), 200, "walk-in or duty call")
	})
}

func TestDayListAtDay29(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.clock.Set(calendar.MustInstant("2026-12-01T09:00:00Z"))
		h.says(h.get("mo", "/today"), 200, "Longer than 28 days", "KOWALSKA, Katarzyna , day 29. Missing: first contact, outcome score, meaningful assessment, agreed care plan or intervention. No appointment ahead.",
			"Without a next step", "not seen yet; came on 2 November 2026", "Nobody is booked with Mo Healey on Tuesday 1 December 2026")
	})
}
