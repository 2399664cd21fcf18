package diary

import (
	"encoding/json"
	"strings"

	"footbridge/internal/app/internal/gate"
)

// BulkPlaces writes the places of a simulated network.
func BulkPlaces(tx *gate.Tx, list []Place) error {
	m := tx.Many("place ("+placeColumns+")", "(@,@,@,@,@,@,true,1)")
	for _, p := range list {
		if err := m.Add(p.ID, p.PCN, p.Name, p.Practice, p.Address, p.GettingThere); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkClinics writes the clinics of a simulated network. Their slots come with
// BulkSlots, up to MadeUntil.
func BulkClinics(tx *gate.Tx, list []Clinic) error {
	m := tx.Many("clinic ("+clinicColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,@,@,'',0,@,NULL,@,1)")
	for _, k := range list {
		pattern, err := json.Marshal(k.Pattern)
		if err != nil {
			return err
		}
		if err := m.Add(k.ID, k.PCN, k.Practitioner, k.Place, k.Room, k.Service, k.Purpose, strings.Join(k.Modes, ","), string(pattern), k.Starts, k.Ends,
			k.FirstMinutes, k.FollowMinutes, k.Firsts, k.FromDay, k.MadeUntil); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkSlots writes the slots of a simulated year.
func BulkSlots(tx *gate.Tx, list []Slot) error {
	m := tx.Many("slot ("+slotColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		s := &list[i]
		if err := m.Add(s.ID, s.Clinic, s.PCN, s.Practitioner, s.Place, s.Service, s.Kind, s.Modes, s.Day, s.StartsAt, s.EndsAt, s.State, s.Why); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkBookings writes the bookings of a simulated year; their slots are there.
func BulkBookings(tx *gate.Tx, list []Booking) error {
	m := tx.Many("booking ("+bookingColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,'',@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		b := &list[i]
		if err := m.Add(b.ID, b.Slot, b.Person, b.Episode, b.PCN, b.Practice, b.Practitioner, b.Place, b.Kind, b.Mode, b.Day, b.StartsAt, b.EndsAt, b.Week, b.Counts, b.OverWhy, b.Words,
			b.State, b.BookedBy, b.BookedName, b.BookedAt, b.EndedAt, b.EndedBy, b.EndedName, b.AskedBy, b.EndedWhy, b.MovedFrom, b.MovedTo, b.Arrival, b.ArrivedAt, b.Happened, b.HappenedWhy, b.Version); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkAbsences writes the leaves of a simulated year; the slots in them are
// blocked already.
func BulkAbsences(tx *gate.Tx, list []Absence) error {
	m := tx.Many("absence ("+absenceColumns+")", "(@,@,@,@,@,@,@,@,@,NULL)")
	for _, a := range list {
		if err := m.Add(a.ID, a.PCN, a.Practitioner, a.Kind, a.FromAt, a.ToAt, a.Why, a.ByName, a.At); err != nil {
			return err
		}
	}
	return m.Done()
}
