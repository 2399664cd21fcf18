package diary

import (
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/message"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// A booking is confirmed once by each channel, with the words that were seen;
// its reminder comes once, two working days before, to those who agreed; a
// booking that ends takes along what waits.
func TestConfirmAndRemind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		machine := access.System("test")
		do(t, h, manager, message.SetSender{PCN: "A01", Phone: "01632 960100"})
		made := do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday, time.Thursday)})
		agree := func(b Booking, reminders string) {
			t.Helper()
			p := ask(t, h, reception, person.Open{ID: b.Person}).Person
			d := p.Details()
			d.Phone = "07700 900123"
			do(t, h, reception, person.Change{ID: p.ID, Version: p.Version, Details: d, Why: "asked"})
			p = ask(t, h, reception, person.Open{ID: b.Person}).Person
			do(t, h, reception, person.SetNeeds{ID: p.ID, Version: p.Version, SafeText: "yes"})
			do(t, h, reception, message.Agree{Person: p.ID, Answers: map[string]string{message.Text: "yes", message.Reminders: reminders}})
		}
		text := func(b Booking) message.Preview {
			t.Helper()
			for _, p := range ask(t, h, reception, Confirmations{Booking: b.ID}).Previews {
				if p.Channel == message.Text {
					return p
				}
			}
			return message.Preview{}
		}
		slots := h.slots(t, made.ID, "2026-12-01")
		asked, unasked, ends := h.book(t, reception, slots[0].ID), h.book(t, reception, slots[1].ID), h.book(t, reception, slots[2].ID)
		agree(asked, "yes")
		agree(ends, "yes")
		agree(unasked, "no")

		p := text(asked)
		if !p.May || p.Kind != message.Confirmed || !strings.Contains(p.Body, "Tuesday 1 December 2026 at 09:00") || !strings.Contains(p.Body, "01632 960100") {
			t.Fatalf("%+v", p)
		}
		do(t, h, reception, Confirm{Booking: asked.ID, Channel: message.Text, Seal: p.Seal()})
		refuse(t, h, reception, Confirm{Booking: asked.ID, Channel: message.Text, Seal: p.Seal()}, fault.Conflict)
		refuse(t, h, reception, Confirm{Booking: unasked.ID, Channel: message.Text, Seal: "something else"}, fault.Conflict)
		refuse(t, h, outsiders[1], Confirm{Booking: unasked.ID, Channel: message.Text}, fault.NotFound)

		if r := do(t, h, machine, Remind{}); r.Queued != 0 {
			t.Errorf("a week before: %+v", r)
		}
		h.clock.Advance(4 * 24 * time.Hour) // Friday: Tuesday is two working days ahead
		if r := do(t, h, machine, Remind{}); r.Queued != 2 || r.Not != 1 {
			t.Errorf("two working days before: %+v", r)
		}
		if r := do(t, h, machine, Remind{}); r.Queued != 0 {
			t.Errorf("reminded twice: %+v", r)
		}
		do(t, h, reception, Cancel{Booking: ends.ID, Version: ends.Version, AskedBy: "the person", Why: "better"})
		c := ask(t, h, reception, Confirmations{Booking: ends.ID})
		if len(c.Messages) != 1 || c.Messages[0].State != message.Withdrawn || c.Previews[0].Kind != message.Cancelled {
			t.Errorf("after it ended: %+v", c.Messages)
		}
		sent := 0
		for {
			m := do(t, h, machine, message.Take{Channels: []string{message.Text}, Lease: time.Minute})
			if m.ID == "" {
				break
			}
			if m.About != asked.about() {
				t.Errorf("sent about %s", m.About)
			}
			sent++
			do(t, h, machine, message.Settle{ID: m.ID, Handing: m.Handing, Outcome: message.Took, How: message.HowText})
		}
		if sent != 2 {
			t.Errorf("%d sent: the confirmation and the reminder", sent)
		}
	})
}
