package care

import (
	"context"
	"strings"
	"testing"

	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/measure"
	"footbridge/internal/nhs"
)

func TestSignAndAmend(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		day := calendar.Today(h.clock).AddDays(2)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", day)

		early := SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: "Before it began"}
		if err := fails(t, h, mo, early); fault.FieldsOf(err)[0].Name != "started" {
			t.Errorf("a note before the appointment: %v", err)
		}
		h.at("2026-11-04T10:00:00Z")
		do(t, h, mo, account.SaveDraft{Kind: DraftContact, Subject: b.ID, Body: "note=Sleeps+badly"})
		for field, c := range map[string]SignContact{
			"mechanism": {Booking: b.ID, Mechanism: "77", StartedAt: b.StartsAt, Minutes: 45, Note: "x"},
			"minutes":   {Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 0, Note: "x"},
			"note":      {Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: " \n"},
			"started":   {Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt.Add(-25 * 3600e9), Minutes: 45, Note: "x"},
		} {
			err := fails(t, h, mo, c)
			if f := fault.FieldsOf(err); !fault.Is(err, fault.Invalid) || len(f) != 1 || f[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if h.rows(t, "contact") != 0 || h.rows(t, "draft") != 1 {
			t.Fatal("a refused note left something, or took the draft")
		}
		var id string
		h.left(t, "signing", []string{"do care.SignContact booking: took place: yes", "do care.SignContact contact: signed a contact"}, func() {
			id = do(t, h, mo, SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 50, Note: "Sleeps badly since the move.", Saves: 1})
		})
		if h.rows(t, "draft") != 0 {
			t.Error("the draft outlived the signed note")
		}
		card := ask(t, h, mo, diary.ByID{ID: b.ID})
		if card.Booking.Happened != "yes" || card.Booking.Arrival != "arrived" {
			t.Errorf("the booking is %q, %q", card.Booking.Happened, card.Booking.Arrival)
		}
		if err := fails(t, h, nia, SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 50, Note: "Again"}); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Mo Healey signed") {
			t.Errorf("a second note for one booking: %v", err)
		}

		// Nia amends Mo's note; what Mo wrote stays, and who changed it is said.
		if err := fails(t, h, nia, AmendContact{ID: id, Version: 1, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 50, Note: "Sleeps badly since the death of her dog."}); fault.FieldsOf(err)[0].Name != "why" {
			t.Errorf("amended without a reason: %v", err)
		}
		h.left(t, "amending", []string{"do care.AmendContact contact: amended a contact"}, func() {
			do(t, h, nia, AmendContact{ID: id, Version: 1, Mechanism: nhs.Telephone, StartedAt: b.StartsAt, Minutes: 40, Note: "Sleeps badly since the death of her dog.", Why: "She told me the right reason"})
		})
		if err := fails(t, h, mo, AmendContact{ID: id, Version: 1, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 50, Note: "Mine", Why: "Late"}); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Nia Bell changed this note") {
			t.Errorf("the lost update: %v", err)
		}
		if err := fails(t, h, mo, AmendContact{ID: id, Version: 2, Mechanism: nhs.Telephone, StartedAt: b.StartsAt, Minutes: 40, Note: "Sleeps badly since the death of her dog. ", Why: "Nothing"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an amendment that changes nothing: %v", err)
		}
		var one OneContact
		h.left(t, "reading", []string{"ask care.ContactByID person: a contact and its note"}, func() { one = ask(t, h, clinician, ContactByID{ID: id}) })
		if len(one.Texts) != 2 || one.Texts[0].Note != "Sleeps badly since the move." || one.Texts[0].ByName != "Mo Healey" || one.Texts[0].Minutes != 50 {
			t.Errorf("the first version reads %+v", one.Texts)
		}
		if now := one.Present(); now.ByName != "Nia Bell" || now.Why == "" || one.Mechanism != nhs.Telephone || one.Minutes != 40 || len(one.Before()) != 1 {
			t.Errorf("the present version reads %+v", now)
		}
		err := h.DB.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE contact_text SET note = 'forged' WHERE version = 1")
			return err
		})
		if err == nil {
			t.Error("a signed version could be overwritten")
		}

		// Entered in error: struck through, readable, and the appointment is free for its note.
		if err := fails(t, h, mo, Withdraw{Kind: KindContact, ID: id}); fault.FieldsOf(err)[0].Name != "why" {
			t.Errorf("withdrawn without a reason: %v", err)
		}
		do(t, h, mo, Withdraw{Kind: KindContact, ID: id, Why: "Wrong person"})
		if err := fails(t, h, mo, Withdraw{Kind: KindContact, ID: id, Why: "Again"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("withdrawn twice: %v", err)
		}
		if err := fails(t, h, mo, AmendContact{ID: id, Version: 2, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 50, Note: "Mine", Why: "Late"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("amended after it was withdrawn: %v", err)
		}
		story := ask(t, h, mo, Story{Person: kasia})
		if len(story.Contacts) != 1 || story.Contacts[0].WithdrawnWhy != "Wrong person" || len(story.Contacts[0].Texts) != 2 {
			t.Errorf("what was withdrawn reads %+v", story.Contacts)
		}
		h.sign(t, mo, b, "The right person this time.")
	})
}

func TestNotAttendedIsNotTurnedIntoSeen(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", calendar.Today(h.clock).AddDays(1))
		h.at("2026-11-03T14:00:00Z")
		marked := do(t, h, mo, diary.Arrive{Booking: b.ID, Version: b.Version, Arrival: "did not attend"})
		err := fails(t, h, mo, SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: "Was here"})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "did not attend") {
			t.Errorf("a note for somebody who did not attend: %v", err)
		}
		// The call afterwards is a contact of its own, in the episode that is open.
		do(t, h, mo, SignContact{Person: kasia, Mechanism: nhs.Telephone, StartedAt: h.Clock.Now().Add(-10 * 60e9), Minutes: 10, Note: "Rang; she had missed the bus."})
		do(t, h, mo, diary.Happened{Booking: b.ID, Version: marked.Version, Happened: "no", Why: "Missed the bus"})
		if n := h.rows(t, "episode"); n != 1 {
			t.Errorf("%d episodes", n)
		}
	})
}

func TestUnplannedOpensAnEpisode(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kid := h.add(t, "Kit", "Young", "2010-06-01", "P10002")
		c := SignContact{Person: kid, Mechanism: nhs.FaceToFace, StartedAt: h.Clock.Now().Add(-1800e9), Minutes: 20, Note: "Came with his mother."}
		if err := fails(t, h, mo, c); fault.FieldsOf(err)[0].Name != "words" {
			t.Errorf("a walk-in without their words: %v", err)
		}
		c.Words = "I can't go to school"
		h.left(t, "a walk-in", []string{
			"do care.SignContact episode: opened", "do care.SignContact request: walk-in or duty call", "do care.SignContact contact: signed a contact",
		}, func() { do(t, h, mo, c) })
		c.Words = ""
		do(t, h, mo, c) // the episode is open now
		k := ask(t, h, reception2(), ClockOf{Person: kid})
		if !k.Open || len(k.Requests) != 1 || k.Requests[0].Way != episode.WalkIn || k.Requests[0].Service != "cyp" || k.Variant.String() != "children and young people" {
			t.Errorf("the clock of the walk-in: %+v", k)
		}
	})
}

func TestEmailNeverStopsTheClock(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", calendar.Today(h.clock).AddDays(28))
		late := h.add(t, "Lena", "Late", "1990-01-01", "P10001")
		b2 := h.book(t, reception, late, h.mo, "first", calendar.Today(h.clock).AddDays(29))

		if k := ask(t, h, reception, ClockOf{Person: kasia}); k.Start.String() != "2026-11-02" || k.Due().String() != "2026-11-30" || len(k.Missing()) != 4 || k.Days != 0 || !k.Running() {
			t.Errorf("at the start: %+v", k.State)
		}
		h.at("2026-11-10T09:00:00Z")
		full := []int{1, 1, 1, 1, 1, 1, 1, 1, 0}
		for _, id := range []string{kasia, late} {
			for _, m := range []nhs.Mechanism{nhs.Email, nhs.TextMessage, nhs.InstantMessage} {
				do(t, h, mo, SignContact{Person: id, Mechanism: m, StartedAt: h.Clock.Now(), Minutes: 5, Note: "Wrote back."})
			}
			do(t, h, mo, measures.Take{Person: id, Instrument: "phq-9", On: calendar.Today(h.clock), Answers: full})
			do(t, h, mo, CompleteAssessment{Person: id, On: calendar.Today(h.clock), Note: "By letter, with her sister."})
			do(t, h, mo, AgreePlan{Person: id, On: calendar.Today(h.clock), Summary: "Walks, and a sleep diary"})
		}
		k := ask(t, h, mo, ClockOf{Person: kasia})
		if k.Stopped || strings.Join(k.Missing(), ", ") != "first contact" || k.Days != 8 {
			t.Errorf("after e-mails: %s", k.Sentence)
		}
		h.at("2026-11-30T15:00:00Z")
		id := h.sign(t, mo, b, "Seen on day 28.")
		if k = ask(t, h, mo, ClockOf{Person: kasia}); !k.Stopped || k.Days != 28 || !k.Within || k.Stop.String() != "2026-11-30" {
			t.Errorf("on day 28: %s", k.Sentence)
		}
		h.at("2026-12-01T15:00:00Z")
		h.sign(t, mo, b2, "Seen on day 29.")
		if k := ask(t, h, mo, ClockOf{Person: late}); !k.Stopped || k.Days != 29 || k.Within {
			t.Errorf("on day 29: %s", k.Sentence)
		}
		// It turns out that the contact was an e-mail: the clock runs again.
		do(t, h, mo, AmendContact{ID: id, Version: 1, Mechanism: nhs.Email, StartedAt: b.StartsAt, Minutes: 5, Note: "Was an e-mail.", Why: "Wrong way chosen"})
		if k = ask(t, h, mo, ClockOf{Person: kasia}); k.Stopped || k.Days != 29 {
			t.Errorf("after the amendment: %s", k.Sentence)
		}
		// The list and the page agree.
		if _, err := gate.Ask(context.Background(), h.Gate, mo, clockList{t, k}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWithdrawnPartsDoNotCount(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		today := calendar.Today(h.clock)
		if err := fails(t, h, mo, AgreePlan{Person: kasia, On: today, Summary: "x"}); !strings.Contains(err.Error(), "no open episode") {
			t.Errorf("a plan for somebody who has not come: %v", err)
		}
		b := h.book(t, reception, kasia, h.mo, "first", today)
		h.at("2026-11-02T12:00:00Z")
		contact := h.sign(t, mo, b, "Seen.")
		scored := do(t, h, mo, measures.Take{Person: kasia, Instrument: "core-10", On: today, ScoreOnly: true, Total: 17})
		assessed := do(t, h, mo, CompleteAssessment{Person: kasia, On: today, Note: "Done."})
		planned := do(t, h, mo, AgreePlan{Person: kasia, On: today, Summary: "Walks", Goals: "See my sister\n\nSleep"})
		if k := ask(t, h, mo, ClockOf{Person: kasia}); !k.Stopped || k.Days != 0 {
			t.Fatalf("%s", k.Sentence)
		}
		for i, w := range []Withdraw{{KindContact, contact, "x"}, {KindMeasure, scored, "x"}, {KindAssessment, assessed, "x"}, {KindPlan, planned, "x"}} {
			do(t, h, nia, w)
			if k := ask(t, h, mo, ClockOf{Person: kasia}); k.Stopped || len(k.Missing()) != i+1 {
				t.Errorf("%s withdrawn: %s", w.Kind, k.Sentence)
			}
		}
		story := ask(t, h, mo, Story{Person: kasia})
		if len(story.Plans) != 1 || strings.Join(story.Plans[0].GoalList(), "|") != "See my sister|Sleep" || story.Plans[0].WithdrawnName != "Nia Bell" || story.Assessments[0].Note != "Done." || ask(t, h, mo, measures.Kept{Person: kasia}).Scores[0].WithdrawnWhy != "x" {
			t.Errorf("what was withdrawn can't be read: %+v", story)
		}
		// An incomplete questionnaire has no total and stops nothing.
		do(t, h, mo, measures.Take{Person: kasia, Instrument: "gad-7", On: today, Answers: []int{1, 1, measure.NotAnswered, 1, 1, 1, 1}})
		if k := ask(t, h, mo, ClockOf{Person: kasia}); len(k.Missing()) != 4 {
			t.Errorf("an incomplete questionnaire counts: %s", k.Sentence)
		}
	})
}
