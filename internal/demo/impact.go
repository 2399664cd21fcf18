package demo

import (
	"footbridge/internal/app/impact"
	"footbridge/internal/calendar"
)

// proof is what the manager knows about the figures: from when on something is
// different, and what the network assumes about a GP appointment.
func (w *world) proof() {
	this := calendar.MonthOf(w.now.Date())
	do(w, "manager", impact.NoteStep{PCN: PCN, Indicator: "attended", Month: this.Add(-1), Why: "A text reminds people the day before"})
	do(w, "manager", impact.Assume{PCN: PCN, Minutes: 11, Source: "Invented for the demo: the practices timed a week of appointments", From: this.Add(-3)})
}
