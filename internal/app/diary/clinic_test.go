package diary

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

func TestLay(t *testing.T) {
	plain := Clinic{Purpose: "ongoing", Starts: clock("09:00"), Ends: clock("12:00"), FirstMinutes: 45, FollowMinutes: 30, Firsts: 2}
	for _, c := range []struct {
		name   string
		change func(*Clinic)
		want   string // the slots, or the fields that are wrong
	}{
		{"first appointments, then follow-ups", func(*Clinic) {}, "09:00 first 45, 09:45 first 45, 10:30 follow 30, 11:00 follow 30, 11:30 follow 30"},
		{"none across the break", func(c *Clinic) { c.BreakAt, c.BreakMinutes = "10:00", 15 }, "09:00 first 45, 10:15 first 45, 11:00 follow 30, 11:30 follow 30"},
		{"a break at the start", func(c *Clinic) { c.BreakAt, c.BreakMinutes = "09:00", 60 }, "10:00 first 45, 10:45 first 45, 11:30 follow 30"},
		{"what is too short at the end stays unused", func(c *Clinic) { c.Ends = clock("10:40") }, "09:00 first 45, 09:45 first 45"},
		{"a follow-up where no first fits", func(c *Clinic) { c.Ends, c.Firsts = clock("10:15"), 5 }, "09:00 first 45, 09:45 follow 30"},
		{"duty slots of the follow-up length", func(c *Clinic) {
			c.Purpose, c.Ends, c.FollowMinutes, c.FirstMinutes = "duty", clock("09:30"), 15, 0
		}, "09:00 duty 15, 09:15 duty 15"},
		{"no follow-up at all", func(c *Clinic) { c.Firsts, c.Ends = 0, clock("10:00") }, "09:00 follow 30, 09:30 follow 30"},
		{"backwards", func(c *Clinic) { c.Ends = clock("08:00") }, "wrong: ends"},
		{"too short for anything", func(c *Clinic) { c.Ends = clock("09:20") }, "wrong: ends"},
		{"lengths", func(c *Clinic) { c.FirstMinutes, c.FollowMinutes, c.Firsts = 4, 181, 21 }, "wrong: follow first firsts"},
		{"a break outside", func(c *Clinic) { c.BreakAt, c.BreakMinutes = "11:50", 30 }, "wrong: break"},
		{"a break that is no time", func(c *Clinic) { c.BreakAt, c.BreakMinutes = "ten", 10 }, "wrong: break"},
		{"a break without a length", func(c *Clinic) { c.BreakAt = "10:00" }, "wrong: break"},
	} {
		k := plain
		c.change(&k)
		plan, err := Lay(k)
		var parts []string
		for _, s := range plan {
			parts = append(parts, fmt.Sprintf("%s %s %d", s.Starts, s.Kind, s.Minutes))
		}
		got := strings.Join(parts, ", ")
		if err != nil {
			got = "wrong:"
			for _, f := range fault.FieldsOf(err) {
				got += " " + f.Name
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever is asked for, slots never overlap, never cross the break, and lie
// inside the session.
func TestLayProperties(t *testing.T) {
	laid := 0
	rapid.Check(t, func(r *rapid.T) {
		k := Clinic{
			Purpose: rapid.SampledFrom([]string{"ongoing", "duty"}).Draw(r, "purpose"),
			Starts:  calendar.TimeOfDay(rapid.IntRange(0, 1430).Draw(r, "starts")), Ends: calendar.TimeOfDay(rapid.IntRange(1, 1439).Draw(r, "ends")),
			FirstMinutes: rapid.IntRange(5, 240).Draw(r, "first"), FollowMinutes: rapid.IntRange(5, 180).Draw(r, "follow"), Firsts: rapid.IntRange(0, 20).Draw(r, "firsts"),
		}
		if rapid.Bool().Draw(r, "break") {
			k.BreakAt, k.BreakMinutes = calendar.TimeOfDay(rapid.IntRange(0, 1439).Draw(r, "at")).String(), rapid.IntRange(1, 120).Draw(r, "minutes")
		}
		plan, err := Lay(k)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				r.Fatal(err)
			}
			return
		}
		laid++
		last, firsts := k.Starts, 0
		for _, s := range plan {
			end := s.Starts.Add(s.Minutes)
			if s.Starts < last || end > k.Ends {
				r.Fatalf("%v overlaps or lies outside %v to %v", s, last, k.Ends)
			}
			if k.BreakAt != "" {
				if at := clock(k.BreakAt); s.Starts < at.Add(k.BreakMinutes) && end > at {
					r.Fatalf("%v crosses the break at %v", s, at)
				}
			}
			if s.Kind == "first" {
				firsts++
			}
			last = end
		}
		if firsts > k.Firsts || k.Purpose == "duty" && slices.ContainsFunc(plan, func(p Planned) bool { return p.Kind != "duty" }) {
			r.Fatalf("%d first appointments of %d: %v", firsts, k.Firsts, plan)
		}
	})
	if laid == 0 {
		t.Error("no session was laid out")
	}
}

// In the night of 28 March 2027 the hour from 01:00 does not exist.
func TestANightClinicWhenTheClocksChange(t *testing.T) {
	k := Clinic{Purpose: "duty", Starts: clock("00:15"), Ends: clock("04:00"), FollowMinutes: 30}
	plan, err := Lay(k)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day    string
		want   string
		skips  int
		reason string
	}{
		{"2027-03-27", "00:15 00:45 01:15 01:45 02:15 02:45 03:15", 0, ""},
		{"2027-03-28", "00:15 00:45 02:15 02:45 03:15", 2, "clocks go forward"},
		{"2026-10-25", "00:15 00:45 01:15 01:45 02:15 02:45 03:15", 0, ""},
	} {
		times, skipped := on(day(c.day), plan)
		var got []string
		for i, s := range times {
			got = append(got, s.starts.Clock())
			if i > 0 && s.starts.Before(times[i-1].ends) {
				t.Errorf("%s: %s overlaps", c.day, s.starts)
			}
			if s.ends.Sub(s.starts) != 30*time.Minute {
				t.Errorf("%s: %s is %s long", c.day, s.starts, s.ends.Sub(s.starts))
			}
		}
		if strings.Join(got, " ") != c.want || len(skipped) != c.skips || c.skips > 0 && !strings.Contains(skipped[0], c.reason) {
			t.Errorf("%s: %v, %v", c.day, got, skipped)
		}
	}
	// A slot that runs into the missing hour pushes out what would overlap it.
	k.FollowMinutes = 90
	plan, _ = Lay(k)
	times, _ := on(day("2027-03-28"), plan)
	for i := 1; i < len(times); i++ {
		if times[i].starts.Before(times[i-1].ends) {
			t.Errorf("overlap: %v", times)
		}
	}
}

func TestAClinicHasItsSlots(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.clinic(time.Monday, time.Friday)
		made := do(t, h, manager, AddClinic{Clinic: k})
		// 14 weeks from 24 November 2026: Christmas Day and 28 December (in
		// lieu of Boxing Day) and New Year's Day have none.
		if made.Slots != (28-3)*4 || len(made.Skipped) != 3 || len(made.Clashes) != 0 {
			t.Errorf("made %d, skipped %q, clashes %q", made.Slots, made.Skipped, made.Clashes)
		}
		if len(made.Skipped) > 0 && !strings.HasPrefix(made.Skipped[0], "Friday 25 December 2026: Christmas") {
			t.Errorf("skipped %q", made.Skipped)
		}
		if s := h.slots(t, made.ID, "2026-12-25"); len(s) != 0 {
			t.Errorf("slots at Christmas: %v", s)
		}
		if again := ask(t, h, lead, Made{Clinic: made.ID}); again.Slots != made.Slots || !slices.Equal(again.Skipped, made.Skipped) {
			t.Errorf("asked again: %+v", again)
		}
		if w := ask(t, h, supervisor, Week{PCN: "A01", Monday: day("2026-12-21")}); w.Days[4].Holiday == "" || len(w.Days[4].Cells) != 0 || len(w.Days) != 7 {
			t.Errorf("the week of Christmas: %+v", w.Days)
		}
		// As days pass the weeks ahead are filled, once.
		h.clock.Advance(7 * 24 * time.Hour)
		if n := do(t, h, access.System("test"), Extend{}); n != 8 {
			t.Errorf("a week later %d slots were made", n)
		}
		if n := do(t, h, access.System("test"), Extend{}); n != 0 {
			t.Errorf("made twice: %d", n)
		}
	})
}

func TestASlotInThePastIsNotMade(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.clinic(time.Monday, time.Friday)
		k.FromDay, k.ToDay, k.Starts, k.Ends = day("2026-11-02"), day("2026-11-27"), clock("07:00"), clock("09:00")
		made := do(t, h, manager, AddClinic{Clinic: k})
		var got []string
		for _, s := range h.slots(t, made.ID, "") {
			got = append(got, s.StartsAt.String()[:16])
		}
		if want := "2026-11-23T08:30 2026-11-27T07:00 2026-11-27T07:45 2026-11-27T08:30"; strings.Join(got, " ") != want {
			t.Errorf("it is 08:02 on 23 November: %v", got)
		}
	})
}

func TestClashes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday)})
		second, elsewhere := h.appoint(t, "Ola Second", "u-2"), do(t, h, manager, AddPlace{PCN: "A01", Name: "Hub"})
		k := h.clinic(time.Tuesday)
		k.Practitioner = second
		if made := do(t, h, manager, AddClinic{Clinic: k}); len(made.Clashes) != 5 || made.Clashes[0] != "Tuesday 24 November 2026: Mo Healey uses Room 1 then" {
			t.Errorf("the same room: %q", made.Clashes)
		}
		k.Room, k.FromDay = "Room 2", k.FromDay.AddDays(1)
		k.Starts, k.Ends = clock("13:00"), clock("15:00")
		if made := do(t, h, manager, AddClinic{Clinic: k}); len(made.Clashes) != 0 {
			t.Errorf("another room, another time: %q", made.Clashes)
		}
		k = h.clinic(time.Tuesday)
		k.Place, k.Room = elsewhere, ""
		if made := do(t, h, manager, AddClinic{Clinic: k}); len(made.Clashes) != 5 || !strings.Contains(made.Clashes[0], "the same practitioner") {
			t.Errorf("in two places at once: %q", made.Clashes)
		}
	})
}

func TestAClinicIsChecked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for field, change := range map[string]func(*Clinic){
			"practitioner": func(k *Clinic) { k.Practitioner = "nobody" },
			"place":        func(k *Clinic) { k.Place = "nowhere" },
			"service":      func(k *Clinic) { k.Service = "all" },
			"purpose":      func(k *Clinic) { k.Purpose = "" },
			"modes":        func(k *Clinic) { k.Modes = []string{"letter"} },
			"from":         func(k *Clinic) { k.FromDay = calendar.Date{} },
			"to":           func(k *Clinic) { k.ToDay = k.FromDay.AddDays(-1) },
			"weekdays":     func(k *Clinic) { k.Pattern.Weekdays = nil },
			"every":        func(k *Clinic) { k.Pattern.Every = 0 },
			"room":         func(k *Clinic) { k.Room = strings.Repeat("x", 101) },
			"ends":         func(k *Clinic) { k.Ends = k.Starts },
		} {
			k := h.clinic(time.Monday)
			change(&k)
			err := refuse(t, h, manager, AddClinic{Clinic: k}, fault.Invalid)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestPlaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		change := ChangePlace{PCN: "A01", ID: h.place, Version: 1, Name: "Old Market, upstairs", Practice: "P10001", Active: true}
		do(t, h, practitioner, change)
		if err := refuse(t, h, manager, change, fault.Conflict); !strings.Contains(fault.Says(err), "Old Market, upstairs") {
			t.Errorf("stale: %v", err)
		}
		change.Version = 2
		for _, wrong := range []func(*ChangePlace){func(c *ChangePlace) { c.Name = " " }, func(c *ChangePlace) { c.Practice = "P20001" }, func(c *ChangePlace) { c.Address = strings.Repeat("x", 501) }} {
			c := change
			wrong(&c)
			refuse(t, h, manager, c, fault.Invalid)
		}
		refuse(t, h, manager, AddPlace{PCN: "A01", Name: "Hub", Practice: "P20001"}, fault.Invalid)
		do(t, h, manager, AddClinic{Clinic: h.clinic(time.Monday)})
		change.Active = false
		if err := refuse(t, h, manager, change, fault.Invalid); !strings.Contains(fault.Says(err), "Clinics are held") {
			t.Errorf("closed under a clinic: %v", err)
		}
	})
}

func TestClinicOutsiders(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := do(t, h, manager, AddClinic{Clinic: h.clinic(time.Tuesday)})
		booked := h.book(t, reception, h.slots(t, made.ID, "2026-12-01")[0].ID)
		for _, who := range outsiders {
			refuse(t, h, who, AddClinic{Clinic: h.clinic(time.Monday)}, fault.NotFound)
			refuse(t, h, who, AddPlace{PCN: "A01", Name: "x"}, fault.NotFound)
			refuse(t, h, who, ChangePlace{PCN: "A01", ID: h.place, Version: 1, Name: "x"}, fault.NotFound)
			refuse(t, h, who, ChangePlace{PCN: "B01", ID: h.place, Version: 1, Name: "x"}, fault.NotFound)
			refuse(t, h, who, ChangeClinic{ID: made.ID, Version: 1, From: day("2026-12-01")}, fault.NotFound)
			refuse(t, h, who, AddAbsence{PCN: "A01", Practitioner: h.mo, Kind: "leave", From: h.Clock.Now(), To: h.Clock.Now().Add(hours(48))}, fault.NotFound)
			refuse(t, h, who, AddAbsence{PCN: "B01", Practitioner: h.mo, Kind: "leave", From: h.Clock.Now(), To: h.Clock.Now().Add(hours(48))}, fault.Invalid)
		}
		hidden(t, h, Week{PCN: "A01", Monday: day("2026-11-30")})
		hidden(t, h, Diary{PCN: "A01"})
		hidden(t, h, OneClinic{ID: made.ID})
		hidden(t, h, Made{Clinic: made.ID})
		hidden(t, h, ClinicEffect{ID: made.ID, From: day("2026-12-01")})
		hidden(t, h, AbsenceEffect{PCN: "A01", Practitioner: h.mo, From: h.Clock.Now(), To: h.Clock.Now().Add(hours(24 * 30))})
		hidden(t, h, Absences{PCN: "A01"})
		// The practice's own reception reads the name, the neighbour only that
		// the slot is taken; the manager opens nobody's record.
		for _, c := range []struct {
			who   access.Actor
			named bool
		}{{reception, true}, {riverside, false}, {manager, false}, {practitioner, true}} {
			cell := ask(t, h, c.who, Week{PCN: "A01", Monday: day("2026-11-30")}).Days[1].Cells[0]
			if cell.State != "booked" || (cell.Who != nil) != c.named || (cell.Booking != nil) != c.named || c.named && cell.Who.ID != booked.Person {
				t.Errorf("%s sees %+v", c.who.ID, cell)
			}
		}
		e := ask(t, h, manager, ClinicEffect{ID: made.ID, From: day("2026-12-01")})
		if len(e.Bookings) != 1 || e.Bookings[0].Person.ID != "" {
			t.Errorf("the manager's effect names people: %+v", e)
		}
	})
}
