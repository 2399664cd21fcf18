package e2e

import (
	"strconv"
	"testing"
)

// The network's manager: which entitlement is followed and why; a draft of the
// agreement, the fair-share replay, both signatures.
func TestManager(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Grace Adeyemi", script)
		p.says("Pier Health", "100,120")
		p.to("/coverage/networks/" + pcn + "/adopt")
		p.fill("Number of posts", "2.5")
		p.fill("Day", "1")
		p.fill("Month", "4")
		p.fill("Year", "2026")
		p.fill("Who decided this?", "The network’s board on 3 March 2026")
		p.fill("Why?", "The half post is paid by the network alone")
		p.press("Record")
		p.says("2.5", "The network’s board")

		p.press("Agreement")
		p.says("Draft of version 2", "Version 1")
		p.press("Change the draft")
		p.fill("Graham Road Surgery", "5")
		p.press("Save and play the last 12 weeks again")
		p.says("Fair-share replay", "Graham Road Surgery", "Empty slots")
		p.press("Go on to sign")
		p.says("Sign for the network?", "A change to the draft drops your signature")
		p.press("Sign the agreement")
		p.says("signed by Grace Adeyemi")

		lead := begin(t, w, "Mark Holloway", script)
		lead.press("Agreement")
		lead.press("Go on to sign")
		lead.says("Grace Adeyemi has signed for the other side")
		lead.press("Sign the agreement")
		lead.says("Begins later")
		if got := w.rows("SELECT count(*) FROM agreement WHERE pcn = '" + pcn + "' AND state = 'signed' AND network_signed_by <> '' AND provider_signed_by <> ''")[0]; got != "2" {
			t.Errorf("%s agreements signed by both", got)
		}
	})
}

// A change to a series shows its effect first: nothing is changed before each
// booking has been decided about.
func TestManagerEndsAClinic(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Grace Adeyemi", script)
		clinic := w.rows("SELECT id FROM clinic WHERE room = 'Room 4' AND purpose = 'ongoing'")[0]
		before := w.done()
		p.to("/clinics/" + clinic + "/end")
		p.fill("Day", "26")
		p.fill("Month", "11")
		p.fill("Year", "2026")
		p.press("See what changes")
		booked, err := strconv.Atoi(w.rows("SELECT count(*) FROM booking b JOIN slot s ON s.id = b.slot WHERE b.state = 'booked' AND s.clinic = ? AND s.day >= '2026-11-26'", clinic)[0])
		if err != nil || booked == 0 {
			t.Fatalf("%d bookings, %v", booked, err)
		}
		noun := " people have bookings"
		if booked == 1 {
			noun = " person has"
		}
		p.says(strconv.Itoa(booked)+noun, "Nothing is changed until")
		if w.done() != before {
			t.Error("looking at the effect did something")
		}
	})
}
