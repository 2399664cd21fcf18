package diary

import (
	"strings"
	"testing"
	"time"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

func at(on, clock string) calendar.Instant {
	i, err := calendar.On(calendar.MustDate(on), calendar.MustTime(clock))
	if err != nil {
		panic(err)
	}
	return i
}

func states(list []Slot) string {
	var out []string
	for _, s := range list {
		out = append(out, s.State)
	}
	return strings.Join(out, " ")
}

// waits is a person's entry on the waiting list, as a test looks at it.
type waits struct {
	Person, Practice, Service, Kind, State string
	Since                                  calendar.Instant
}

func (h *house) waits(t testing.TB) []waits {
	t.Helper()
	return read[waits](t, h, "SELECT person, practice, service, kind, state, since FROM waiting ORDER BY since, id")
}

func TestLeaveAsksForEachBooking(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday, time.Wednesday)})
		tue, wed := h.slots(t, made.ID, "2026-12-01"), h.slots(t, made.ID, "2026-12-02")
		goes := h.book(t, reception, tue[0].ID)
		h.clock.Advance(time.Minute)
		stays, other := h.book(t, riverside, tue[2].ID), h.book(t, reception, wed[0].ID)

		leave := AddAbsence{PCN: "A01", Practitioner: h.mo, Kind: "leave", Why: "annual leave", From: at("2026-12-01", "00:00"), To: at("2026-12-02", "00:00")}
		e := ask(t, h, practitioner, AbsenceEffect{PCN: "A01", Practitioner: h.mo, From: leave.From, To: leave.To})
		if len(e.Bookings) != 2 || e.Free != 2 || e.Bookings[0].Person.ID != goes.Person || e.Sentence() != "2 people have bookings in this time, and 2 free slots would fall away." {
			t.Errorf("effect: %+v", e)
		}
		// Nobody decided, one decided, somebody was booked since: nothing changes.
		refuse(t, h, practitioner, leave, fault.Conflict)
		leave.Decisions = map[string]string{goes.ID: Rewait}
		refuse(t, h, practitioner, leave, fault.Conflict)
		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "booked free booked free" {
			t.Errorf("after refusals: %s", s)
		}
		leave.Decisions[stays.ID] = Keep
		id := do(t, h, practitioner, leave)
		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "blocked blocked booked blocked" {
			t.Errorf("in the leave: %s", s)
		}
		if s := states(h.slots(t, made.ID, "2026-12-02")); s != "booked free free free" {
			t.Errorf("the day after: %s", s)
		}
		// Whose booking fell away is on the waiting list since it was made.
		if w := h.waits(t); len(w) != 1 || w[0] != (waits{goes.Person, "P10001", "adult", "first", "waiting", goes.BookedAt}) {
			t.Errorf("waiting: %+v", w)
		}
		b := read[Booking](t, h, "SELECT "+bookingColumns+" FROM booking WHERE id = $1", goes.ID)[0]
		if b.State != "cancelled" || b.AskedBy != "the service" || b.EndedWhy != "leave: annual leave" || b.EndedName != "u-mhp" {
			t.Errorf("the booking: %+v", b)
		}
		// A booking that was kept and is cancelled later is not offered again.
		do(t, h, riverside, Cancel{Booking: stays.ID, Version: 1, AskedBy: "the person", Why: "better"})
		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "blocked blocked blocked blocked" {
			t.Errorf("after the kept one was cancelled: %s", s)
		}
		if list := ask(t, h, reception, Absences{PCN: "A01"}); len(list) != 1 || list[0].Words() != "leave: annual leave" {
			t.Errorf("absences: %+v", list)
		}
		// Taken back, the slots are free again, once.
		do(t, h, practitioner, EndAbsence{PCN: "A01", ID: id})
		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "free free free free" {
			t.Errorf("after the leave was taken back: %s", s)
		}
		refuse(t, h, practitioner, EndAbsence{PCN: "A01", ID: id}, fault.Conflict)
		refuse(t, h, practitioner, EndAbsence{PCN: "A01", ID: "nothing"}, fault.NotFound)
		for _, who := range outsiders {
			refuse(t, h, who, EndAbsence{PCN: "A01", ID: id}, fault.NotFound)
		}
		if other.ID == "" || len(ask(t, h, reception, Absences{PCN: "A01"})) != 0 {
			t.Error("an absence that was taken back is listed")
		}
	})
}

// Two absences over one slot: taking one back leaves what the other covers.
func TestAnAbsenceFreesOnlyWhatNoOtherCovers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday)})
		block := func(from, to, why string) string {
			return do(t, h, manager, AddAbsence{PCN: "A01", Practitioner: h.mo, Kind: "block", Why: why, From: at("2026-12-01", from), To: at("2026-12-01", to)})
		}
		first := block("09:00", "11:00", "training")
		second := block("10:00", "12:00", "training")
		do(t, h, manager, EndAbsence{PCN: "A01", ID: first})
		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "free blocked blocked blocked" { // 09:00, 09:45, 10:30, 11:15
			t.Errorf("with the second one left: %s", s)
		}
		do(t, h, manager, EndAbsence{PCN: "A01", ID: second})
		if s := states(h.slots(t, made.ID, "2026-12-01")); s != "free free free free" {
			t.Errorf("with none left: %s", s)
		}
	})
}

// Weeks that are made later are blocked in leave that was entered earlier.
func TestSlotsMadeIntoLeaveAreBlocked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		do(t, h, manager, AddAbsence{PCN: "A01", Practitioner: h.mo, Kind: "leave", From: at("2026-12-01", "10:00"), To: at("2026-12-02", "00:00")})
		made := do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday)})
		if s := h.slots(t, made.ID, "2026-12-01"); states(s) != "free blocked blocked blocked" || s[1].Why != "leave" {
			t.Errorf("made into leave: %+v", s)
		}
	})
}

func TestAYoungPersonWaitsForTheirOwnService(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.clinic(time.Tuesday)
		k.Service = "cyp"
		made := do(t, h, manager, AddClinic{Clinic: k})
		b := h.book(t, reception, h.slots(t, made.ID, "2026-12-01")[0].ID)
		do(t, h, manager, AddAbsence{PCN: "A01", Practitioner: h.mo, Kind: "leave", From: at("2026-12-01", "00:00"), To: at("2026-12-02", "00:00"), Decisions: map[string]string{b.ID: Rewait}})
		if w := h.waits(t); len(w) != 1 || w[0].Service != "cyp" {
			t.Errorf("waiting: %+v", w)
		}
	})
}

func TestAnAbsenceIsChecked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		good := AddAbsence{PCN: "A01", Practitioner: h.mo, Kind: "leave", From: at("2026-12-01", "00:00"), To: at("2026-12-02", "00:00")}
		for field, change := range map[string]func(*AddAbsence){
			"practitioner": func(a *AddAbsence) { a.Practitioner = "nobody" },
			"kind":         func(a *AddAbsence) { a.Kind = "sick" },
			"to":           func(a *AddAbsence) { a.To = a.From },
			"why":          func(a *AddAbsence) { a.Why = strings.Repeat("x", 201) },
		} {
			a := good
			change(&a)
			err := refuse(t, h, manager, a, fault.Invalid)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		for _, over := range [][2]calendar.Instant{{at("2026-11-01", "00:00"), at("2026-11-02", "00:00")}, {at("2026-12-01", "00:00"), at("2028-12-01", "00:00")}} {
			a := good
			a.From, a.To = over[0], over[1]
			refuse(t, h, manager, a, fault.Invalid)
		}
		refuse(t, h, reception, good, fault.Denied)
		refuse(t, h, supervisor, good, fault.Denied)
	})
}
