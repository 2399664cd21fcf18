package care

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// LooseEnds asks what is still open before a person's episode can be closed.
type LooseEnds struct{ Person string }

// Ends is the answer: the open episode and what hangs on it.
type Ends struct {
	Person  person.Person
	Episode episode.Episode
	Loose   diary.PersonBookings // Coming and Waiting have to be settled first
	Clock   Clock
}

// Free says that nothing is left to settle.
func (e Ends) Free() bool { return len(e.Loose.Coming) == 0 && e.Loose.Waiting == nil }

// Needs names the permission.
func (LooseEnds) Needs() access.Permission { return access.WriteCare }

// Ask gathers them; NotFound when no episode is open.
func (q LooseEnds) Ask(ctx context.Context, tx *gate.Tx) (Ends, error) {
	return looseEnds(ctx, tx, q.Person)
}

func looseEnds(ctx context.Context, tx *gate.Tx, id string) (Ends, error) {
	var out Ends
	p, err := person.Load(tx, id)
	if err != nil {
		return out, err
	}
	out.Person = p
	tx.Saw(p.ID, "loose ends before closing")
	list, err := episode.OfPerson(tx, p.ID)
	if err != nil {
		return out, err
	}
	if len(list) == 0 || list[0].State != "open" {
		return out, fault.Missing("open episode")
	}
	for _, e := range list {
		if e.State == "open" {
			out.Episode = e
		}
	}
	if out.Loose, err = (diary.OfPerson{Person: p.ID}).Ask(ctx, tx); err != nil {
		return out, err
	}
	out.Clock, err = ClockOf{Person: p.ID}.Ask(ctx, tx)
	return out, err
}

// CloseEpisode ends a person's open episode. A booking to come or a place on
// the waiting list has to be settled first, and the person has to be told.
type CloseEpisode struct {
	Person  string
	Version int
	Ending  episode.Ending
}

// Needs names the permission.
func (CloseEpisode) Needs() access.Permission { return access.WriteCare }

// Do closes it.
func (c CloseEpisode) Do(ctx context.Context, tx *gate.Tx) (bool, error) {
	e, err := looseEnds(ctx, tx, c.Person)
	if err != nil {
		return false, err
	}
	if !e.Free() {
		return false, fault.Wrong("", "There is still a booking to come or a place on the waiting list: settle it first")
	}
	return true, episode.Close(tx, e.Episode, c.Version, c.Ending)
}
