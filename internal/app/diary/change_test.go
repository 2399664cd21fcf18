package diary

import (
	"strings"
	"testing"
	"time"

	"footbridge/internal/fault"
)

func TestAChangeToASeries(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday)})
		before := h.book(t, reception, h.slots(t, made.ID, "2026-12-01")[0].ID)
		stays := h.book(t, reception, h.slots(t, made.ID, "2026-12-08")[0].ID)
		goes := h.book(t, riverside, h.slots(t, made.ID, "2026-12-15")[1].ID)

		later := h.clinic(time.Tuesday)
		later.Starts, later.Ends = clock("09:15"), clock("12:15")
		change := ChangeClinic{ID: made.ID, Version: 1, From: day("2026-12-02"), New: &later}
		// What is wrong is told with the effect, before anybody decides.
		wrong := later
		wrong.Modes = nil
		hiddenFrom := h.lines(t)
		if _, err := askErr(h, ClinicEffect{ID: made.ID, Version: 1, From: day("2026-12-02"), New: &wrong}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a wrong clinic has an effect: %v", err)
		}
		if h.lines(t) != hiddenFrom {
			t.Error("a refused effect left a line")
		}
		e := ask(t, h, lead, ClinicEffect{ID: made.ID, Version: 1, From: day("2026-12-02"), New: &later})
		if len(e.Bookings) != 2 || e.Bookings[0].Booking.ID != stays.ID || !strings.HasPrefix(e.Sentence(), "2 people have bookings") {
			t.Errorf("effect: %+v", e)
		}
		refuse(t, h, manager, change, fault.Conflict)
		change.Decisions = map[string]string{stays.ID: Keep, goes.ID: Rewait, before.ID: Rewait}
		changed := do(t, h, manager, change)

		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "booked free free free" {
			t.Errorf("the day before the change: %s", s)
		}
		if s := states(h.slots(t, made.ID, "2026-12-08")); s != "booked withdrawn withdrawn withdrawn" {
			t.Errorf("the old series: %s", s)
		}
		// 09:00 to 09:45 is kept, so the new 09:15 can't be given away.
		if s := states(h.slots(t, changed.ID, "2026-12-08")); s != "blocked free free free" {
			t.Errorf("the new series where a booking was kept: %s", s)
		}
		if s := states(h.slots(t, changed.ID, "2026-12-15")); s != "free free free free" {
			t.Errorf("the new series: %s", s)
		}
		if w := h.waits(t); len(w) != 1 || w[0].Person != goes.Person {
			t.Errorf("waiting: %+v", w)
		}
		refuse(t, h, manager, change, fault.Conflict) // the version that was read is gone
		// The kept booking's slot is no longer part of any clinic.
		do(t, h, reception, Cancel{Booking: stays.ID, Version: 1, AskedBy: "the person", Why: "better"})
		if s := states(h.slots(t, made.ID, "2026-12-08")); s != "withdrawn withdrawn withdrawn withdrawn" {
			t.Errorf("after the kept one was cancelled: %s", s)
		}
		// The person of the first week was not asked about and is still booked.
		if b := read[string](t, h, "SELECT state FROM booking WHERE id = $1", before.ID); b[0] != "booked" {
			t.Errorf("a booking before the change is %s", b)
		}

		// Ended, the clinic has no slots from that day on and gets none.
		k := ask(t, h, manager, OneClinic{ID: changed.ID})
		do(t, h, manager, ChangeClinic{ID: changed.ID, Version: k.Version, From: day("2026-12-20")})
		if n := read[int](t, h, "SELECT count(*) FROM slot WHERE clinic = $1 AND day >= $2 AND state <> 'withdrawn'", changed.ID, "2026-12-20"); n[0] != 0 {
			t.Errorf("%d slots after the end", n[0])
		}
		refuse(t, h, manager, ChangeClinic{ID: changed.ID, Version: k.Version + 1, From: day("2026-12-20")}, fault.Invalid)
		refuse(t, h, manager, ChangeClinic{ID: changed.ID, Version: k.Version + 1, From: day("2026-11-22")}, fault.Invalid)
		refuse(t, h, reception, ChangeClinic{ID: changed.ID, Version: k.Version + 1, From: day("2026-12-01")}, fault.Denied)
	})
}

// A clinic every second week keeps its weeks, in whatever week it is changed.
func TestAChangedFortnightKeepsItsWeeks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.clinic(time.Thursday)
		k.Pattern.Every = 2 // 26 November, 10 December …
		made := do(t, h, manager, AddClinic{Clinic: k})
		k.Room = "Room 9"
		changed := do(t, h, manager, ChangeClinic{ID: made.ID, Version: 1, From: day("2026-12-01"), New: &k})
		first := h.slots(t, changed.ID, "")[0]
		if first.Day != day("2026-12-10") || len(h.slots(t, changed.ID, "2026-12-17")) != 0 {
			t.Errorf("the first day after the change is %s", first.Day.Long())
		}
	})
}

// A change that begins today leaves the morning as it was.
func TestAChangeFromToday(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.clinic(time.Tuesday)
		made := do(t, h, manager, AddClinic{Clinic: k})
		booked := h.book(t, reception, h.slots(t, made.ID, "2026-11-24")[0].ID)
		h.clock.Set(at("2026-11-24", "10:35")) // 09:00, 09:45 and 10:30 have begun
		k.Room = "Room 9"
		e := ask(t, h, manager, ClinicEffect{ID: made.ID, From: day("2026-11-24")})
		if len(e.Bookings) != 0 {
			t.Errorf("an appointment that has begun is asked about: %+v", e)
		}
		changed := do(t, h, manager, ChangeClinic{ID: made.ID, Version: 1, From: day("2026-11-24"), New: &k})
		if s := states(h.slots(t, made.ID, "2026-11-24")); s != "booked free free withdrawn" {
			t.Errorf("the old series today: %s", s)
		}
		if s := h.slots(t, changed.ID, "2026-11-24"); len(s) != 1 || s[0].StartsAt.Clock() != "11:15" {
			t.Errorf("the new series today: %+v", s)
		}
		if b := read[string](t, h, "SELECT state FROM booking WHERE id = $1", booked.ID); b[0] != "booked" {
			t.Errorf("this morning's booking is %s", b)
		}
	})
}
