package care

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// A note that is being written is there after the server was killed, to the
// last sentence.
func TestDraftSurvivesRestart(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", calendar.Today(h.clock))
		note := strings.Repeat("She told me about the canal. ", 900) + "The last sentence – with “quotes”, ümlauts & = signs."
		body := url.Values{"note": {note}, "minutes": {"50"}}.Encode()
		ctx := context.Background()
		one, err := app.Open(ctx, app.Config{Database: dsn, Clock: h.clock})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := app.Do(ctx, one, mo, account.SaveDraft{Kind: DraftContact, Subject: b.ID, Body: body}); err != nil {
			t.Fatal(err)
		}
		one.Close()
		two, err := app.Open(ctx, app.Config{Database: dsn, Clock: h.clock})
		if err != nil {
			t.Fatal(err)
		}
		defer two.Close()
		sheet, err := app.Ask(ctx, two, mo, Desk{Booking: b.ID})
		if err != nil || sheet.Draft == nil {
			t.Fatalf("no draft after a restart: %v", err)
		}
		if v, _ := url.ParseQuery(sheet.Draft.Body); v.Get("note") != note {
			t.Error("the draft lost something")
		}
		if other, err := app.Ask(ctx, two, nia, Desk{Booking: b.ID}); err != nil || other.Draft != nil {
			t.Errorf("a colleague reads the draft: %v", err)
		}
	})
}

func TestTwoWindows(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		b := h.book(t, reception, kasia, h.mo, "first", calendar.Today(h.clock))
		h.at("2026-11-02T12:00:00Z")
		save := func(saves int, note string) account.SaveDraft {
			return account.SaveDraft{Kind: DraftContact, Subject: b.ID, Saves: saves, Body: url.Values{"note": {note}}.Encode()}
		}
		do(t, h, mo, save(0, "One"))
		do(t, h, mo, save(1, "One, and two"))
		if err := fails(t, h, mo, save(1, "One, other")); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second window overwrote the first: %v", err)
		}
		sign := SignContact{Booking: b.ID, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: "One, other", Saves: 1}
		if err := fails(t, h, mo, sign); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "another window") {
			t.Errorf("signing threw the other window's text away: %v", err)
		}
		if h.rows(t, "contact") != 0 || h.rows(t, "draft") != 1 || ask(t, h, mo, Desk{Booking: b.ID}).Booking.Happened != "" {
			t.Error("a refused signature left something")
		}
		// A draft that lagged behind the same window is no conflict.
		sign.Note, sign.Saves = "One, and two,\r\n and three", 1
		if err := fails(t, h, mo, func() SignContact { s := sign; s.Note = "Nothing of it"; return s }()); !fault.Is(err, fault.Conflict) {
			t.Errorf("%v", err)
		}
		do(t, h, mo, sign)
	})
}

func TestEveryFormHasItsDraft(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		kasia := h.add(t, "Katarzyna", "Kowalska", "1992-03-12", "P10001")
		today := calendar.Today(h.clock)
		b := h.book(t, reception, kasia, h.mo, "first", today)
		h.at("2026-11-02T12:00:00Z")
		id := h.sign(t, mo, b, "Seen")
		keep := func(kind, subject, field string) {
			do(t, h, mo, account.SaveDraft{Kind: kind, Subject: subject, Body: url.Values{field: {"so far"}}.Encode()})
		}
		for _, x := range []struct {
			kind, subject, field string
			send                 func() error
		}{
			{DraftAssessment, "person:" + kasia, "note", func() error {
				return try(h, CompleteAssessment{Person: kasia, On: today, Note: "so far, so good", Saves: 1})
			}},
			{DraftPlan, "person:" + kasia, "summary", func() error {
				return try(h, AgreePlan{Person: kasia, On: today, Summary: "so far, so good", Saves: 1})
			}},
			{DraftAmendment, id, "note", func() error {
				return try(h, AmendContact{ID: id, Version: 1, Mechanism: nhs.FaceToFace, StartedAt: b.StartsAt, Minutes: 45, Note: "so far, so good", Why: "x", Saves: 1})
			}},
			{measures.Draft, kasia + ":gad-7", "item-1", func() error {
				return try(h, measures.Take{Person: kasia, Instrument: "gad-7", On: today, Answers: []int{1, 1, 1, 1, 1, 1, 1}})
			}},
		} {
			keep(x.kind, x.subject, x.field)
			if s := ask(t, h, mo, SheetOf{Person: kasia, Draft: x.kind, Subject: x.subject}); s.Draft == nil {
				t.Errorf("%s: the draft is not on its form", x.kind)
			}
			if err := x.send(); err != nil {
				t.Errorf("%s: %v", x.kind, err)
			}
			if n := h.rows(t, "draft"); n != 0 {
				t.Errorf("%s: the draft outlived what was sent", x.kind)
			}
		}
	})
}
