package care

import (
	"testing"

	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

func TestToday(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		monday := calendar.Today(h.clock)
		wednesday := monday.AddDays(16) // 18 November
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		do(t, h, mo, person.SetNeeds{ID: kasia, Version: 1, Language: "Polish", Interpreter: true, SafePhone: "no"})
		rosa := h.add(t, "Rosa", "Quiet", "1970-05-05", "P10001")
		ivan := h.add(t, "Ivan", "Other", "1980-05-05", "P10002")
		first := h.book(t, reception, rosa, h.mo, "first", monday)
		h.at("2026-11-02T12:00:00Z")
		h.sign(t, mo, first, "Seen once, then nothing.")
		again := h.book(t, reception, kasia, h.mo, "first", wednesday)
		h.book(t, reception2(), ivan, h.mo, "first", wednesday)
		do(t, h, mo, account.SaveDraft{Kind: DraftContact, Subject: "person:" + rosa, Body: "note=Rang"})

		h.at("2026-11-18T08:30:00Z")
		do(t, h, mo, account.SaveDraft{Kind: DraftContact, Subject: again.ID, Body: "note=So+far"})
		do(t, h, reception, diary.Arrive{Booking: again.ID, Version: 1, Arrival: "arrived"})
		var day Day
		h.left(t, "the day", []string{
			"ask care.Today booking list: day of Mo Healey, A01, 2026-11-18: 2",
			"ask care.Today episode list: unsigned, without a next step or with a long clock, A01: 5",
		}, func() { day = ask(t, h, mo, Today{PCN: "A01"}) })
		if !day.Own || !day.Today || day.Practitioner.Name != "Mo Healey" || len(day.Team) != 2 || day.Elsewhere != 0 || len(day.Coming) != 2 {
			t.Fatalf("the day: %+v", day)
		}
		c := day.Coming[0]
		if c.Who.Name() != "Katarzyna Kowalska" || len(c.Who.Needs()) == 0 || c.Status() != "Arrived" || !c.Never || c.PlaceName != "Old Market Surgery" || c.DraftAt.IsZero() || c.Clock.Days != 16 || len(c.Clock.Missing()) != 4 {
			t.Errorf("who comes: %+v", c)
		}
		if len(day.Drafts) != 1 || day.Drafts[0].Who.Name() != "Rosa Quiet" || day.Drafts[0].Booking != nil {
			t.Errorf("unsigned: %+v", day.Drafts)
		}
		if len(day.Quiet) != 1 || day.Quiet[0].Who.Name() != "Rosa Quiet" || day.Quiet[0].LastContact != monday {
			t.Errorf("no next step: %+v", day.Quiet)
		}
		if len(day.Clocks) != 3 || day.Clocks[0].Step != 14 {
			t.Errorf("clocks: %+v", day.Clocks)
		}
		// Nia looks at Mo's day and does not see his drafts.
		other := ask(t, h, nia, Today{PCN: "A01", Practitioner: h.mo})
		if other.Own || len(other.Coming) != 2 || len(other.Drafts) != 0 || !other.Coming[0].DraftAt.IsZero() {
			t.Errorf("Mo's day for Nia: %+v", other)
		}
		// Her own is empty and says when she is next there.
		if own := ask(t, h, nia, Today{PCN: "A01"}); own.Practitioner.ID != h.nia || len(own.Coming) != 0 || own.NextClinic != wednesday.AddDays(1) {
			t.Errorf("Nia's day: %+v", own)
		}
		// A practice's clinician sees their own people only.
		gp := ask(t, h, otherGP, Today{PCN: "A01", Practitioner: h.mo})
		if len(gp.Coming) != 1 || gp.Coming[0].Who.Name() != "Ivan Other" || gp.Elsewhere != 1 || len(gp.Clocks) != 1 {
			t.Errorf("for another practice: %+v", gp)
		}
		// The waiting list is a next step; an appointment is one too.
		do(t, h, mo, diary.Wait{Person: rosa, Words: "again"})
		if d := ask(t, h, mo, Today{PCN: "A01"}); len(d.Quiet) != 0 {
			t.Errorf("somebody on the waiting list has no next step: %+v", d.Quiet)
		}
		// Signed: the note is there, and she is no stranger any more.
		h.at("2026-11-18T14:00:00Z")
		id := h.sign(t, mo, again, "So far, and to the end.")
		if d := ask(t, h, mo, Today{PCN: "A01"}); d.Coming[0].Contact != id || d.Coming[0].Status() != "Seen" || !d.Coming[0].DraftAt.IsZero() {
			t.Errorf("after signing: %+v", d.Coming[0])
		}
		h.at("2026-12-01T08:00:00Z")
		d := ask(t, h, mo, Today{PCN: "A01"})
		steps := map[string]int{}
		for _, k := range d.Clocks {
			steps[k.Who.Name()] = k.Step
		}
		if steps["Rosa Quiet"] != 29 || steps["Katarzyna Kowalska"] != 29 || d.Clocks[0].Clock.Within {
			t.Errorf("on day 29: %v", steps)
		}
		if _, err := h.askErr(mo, Today{PCN: "B01"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another network's day: %v", err)
		}
		if _, err := h.askErr(mo, Today{PCN: "A01", Practitioner: "nobody"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody's day: %v", err)
		}
	})
}

// A person whose records were merged has one clock and one story.
func TestMergedRecords(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		one := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		two := h.add(t, "Kasia", "Kowalska", "1992-03-12", "P10001")
		h.book(t, reception, two, h.mo, "first", calendar.Today(h.clock))
		h.at("2026-11-03T12:00:00Z")
		do(t, h, mo, SignContact{Person: two, Mechanism: nhs.Telephone, StartedAt: h.Clock.Now(), Minutes: 10, Note: "Rang."})
		do(t, h, mo, person.Merge{Keep: one, Drop: two, Why: "The same person"})
		for _, id := range []string{one, two} {
			s := ask(t, h, mo, Story{Person: id})
			if len(s.Contacts) != 1 || s.Person.ID != one || s.Clock.Start.IsZero() || len(s.Clock.Missing()) != 3 {
				t.Errorf("%+v", s.Clock.State)
			}
			if _, err := h.askErr2(mo, clockList{t, s.Clock}); err != nil {
				t.Error(err)
			}
		}
		if d := ask(t, h, mo, Today{PCN: "A01", Day: calendar.MustDate("2026-11-02")}); len(d.Coming) != 1 || d.Coming[0].Who.ID != one {
			t.Errorf("the day: %+v", d.Coming)
		}
	})
}
