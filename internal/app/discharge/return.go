package discharge

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Way says whether somebody can come straight back, without a new request.
type Way struct {
	Person person.Person
	Last   *episode.Episode // the last closed one in the person's network, nil when there is none
	Holder workforce.Practitioner
	InPost bool          // the same practitioner is still here
	Open   bool          // an episode is open already
	Weeks  int           // as agreed; 0 is not agreed
	Until  calendar.Date // the last day of the quick return
	Can    bool
}

// wayBack works it out. A death, or a person's practice in another network,
// ends it.
func wayBack(tx *gate.Tx, id string) (Way, error) {
	var w Way
	p, err := person.Load(tx, id)
	if err != nil {
		return w, err
	}
	w.Person = p
	list, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return w, err
	}
	for i, e := range list {
		w.Open = w.Open || e.State == "open"
		if e.State == "closed" && e.PCN == p.PCN && (w.Last == nil || e.ClosedAt.After(w.Last.ClosedAt)) {
			w.Last = &list[i]
		}
	}
	if p.PCN == "" || w.Last == nil {
		return w, nil
	}
	if w.Weeks, err = returnWeeks(tx, p.PCN); err != nil {
		return w, err
	}
	w.Until = w.Last.ClosedAt.Date().AddDays(7 * w.Weeks)
	w.Can = w.Weeks > 0 && !w.Open && p.Died.IsZero() && !w.Until.Before(tx.Today())
	team, err := workforce.InPost(tx, p.PCN, tx.Today())
	if err != nil {
		return w, err
	}
	w.InPost = slices.ContainsFunc(team, func(x workforce.Practitioner) bool { return x.ID == w.Last.Holder })
	known, err := workforce.Known(tx, []string{w.Last.Holder})
	w.Holder = known[w.Last.Holder]
	return w, err
}

// Back asks whether and how somebody can come straight back.
type Back struct {
	Person  string
	Another bool // slots of any practitioner
}

// Door is the answer, with the slots that are proposed: those of the same
// practitioner first.
type Door struct {
	Way
	Offers []diary.Offer
	Same   bool // the slots are those of the same practitioner
}

// Needs names the permission.
func (Back) Needs() access.Permission { return access.Book }

// Ask looks for slots only when the person can come back.
func (q Back) Ask(ctx context.Context, tx *gate.Tx) (Door, error) {
	w, err := wayBack(tx, q.Person)
	if err != nil {
		return Door{}, err
	}
	tx.Saw(w.Person.ID, "the way back after an episode")
	d := Door{Way: w}
	if !w.Can {
		return d, nil
	}
	s := diary.Search{PCN: w.Person.PCN, Person: w.Person.ID, Service: w.Last.Service, Limit: 8}
	if tx.Actor.Holds(access.Practitioner) {
		s.Kind = "follow"
	}
	if w.InPost && !q.Another {
		s.Practitioner, d.Same = w.Holder.ID, true
	}
	f, err := s.Ask(ctx, tx)
	if fault.Is(err, fault.NotFound) {
		return d, nil
	}
	d.Offers = f.Offers
	return d, err
}

// Return books somebody who left within the agreed weeks straight back in,
// without a new request from anybody: no criteria are asked again. It opens a
// new episode, linked to the one before; the ended one stays ended. Faults are
// those of a booking.
type Return struct {
	Person  string
	Slot    string
	Mode    string
	Words   string // why they come back, in their words
	OverWhy string
}

// Needs names the permission.
func (Return) Needs() access.Permission { return access.Book }

// Do checks and books.
func (c Return) Do(ctx context.Context, tx *gate.Tx) (diary.Booking, error) {
	w, err := wayBack(tx, c.Person)
	if err != nil {
		return diary.Booking{}, err
	}
	switch {
	case w.Last == nil:
		return diary.Booking{}, fault.Wrong("", "%s has not been here before, so there is nothing to come back to. Book in the usual way", w.Person.Name())
	case w.Open:
		return diary.Booking{}, fault.Moved("%s has an open episode already: book a further appointment instead", w.Person.Name())
	case w.Weeks == 0:
		return diary.Booking{}, fault.Wrong("", "The agreement has no weeks for a quick return. Book in the usual way")
	case !w.Can:
		return diary.Booking{}, fault.Wrong("", "The quick return ended on %s. Book in the usual way", w.Until.Medium())
	}
	b, err := diary.BookBack(ctx, tx, diary.Book{Person: c.Person, Slot: c.Slot, Mode: c.Mode, Words: strings.TrimSpace(c.Words), OverWhy: c.OverWhy})
	if err != nil {
		return b, err
	}
	all, err := episode.ByID(tx, []string{b.Episode})
	if err != nil {
		return b, err
	}
	return b, episode.Link(tx, all[b.Episode], w.Last.ID)
}
