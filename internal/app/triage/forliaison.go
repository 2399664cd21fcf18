package triage

import (
	"context"

	"footbridge/internal/app/care"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// FromAdvice makes a request out of a question to the advice desk, inside the
// command of the desk, by the rule of HandOver. It was received when the
// question was asked, and the response time counts from then.
func FromAdvice(ctx context.Context, tx *gate.Tx, c HandOver, asked calendar.Instant) (string, error) {
	id, err := c.Do(ctx, tx)
	if err != nil {
		return "", err
	}
	h, err := load(tx, id)
	if err != nil {
		return "", err
	}
	if err := episode.ReceivedEarlier(tx, h.Request, asked); err != nil {
		return "", err
	}
	if h.Record.DueOn, err = calendar.AddWorkingDays(asked.Date(), h.Record.ResponseDays); err != nil {
		return "", err
	}
	if err := h.keep(tx); err != nil {
		return "", err
	}
	return id, happened(tx, h, "made from a question to the advice desk, received when it was asked", "")
}

// InRoom makes a request for somebody who is handed over in the room to a
// practitioner, inside the command that keeps both names. It answers with the
// request's id.
func InRoom(tx *gate.Tx, personID, words, from, to, toName string) (string, error) {
	p, err := person.Load(tx, personID)
	if err != nil {
		return "", err
	}
	if _, err := mayHandOver(tx, p); err != nil {
		return "", err
	}
	r, err := episode.Receive(tx, episode.Request{Person: p.ID, PCN: p.PCN, Practice: p.Practice, Way: episode.HandOver, Service: care.ServiceFor(p, tx.Today()), Words: words}, to)
	if err != nil {
		return "", err
	}
	h, err := load(tx, r.ID)
	if err != nil {
		return "", err
	}
	if h.Episode.Holder == "" {
		if err := episode.Hold(tx, h.Episode.ID, to); err != nil {
			return "", err
		}
		h.Episode.Holder = to
	}
	return r.ID, h.warm(tx, from, toName)
}

// Warm writes with a request, which a booking made in this transaction, that
// it was handed over in the room, and by whom to whom.
func Warm(tx *gate.Tx, request, from, toName string) error {
	h, err := load(tx, request)
	if err != nil {
		return err
	}
	return h.warm(tx, from, toName)
}

func (h *held) warm(tx *gate.Tx, from, toName string) error {
	h.Record.Asked, h.Record.FromWhom, h.Record.TakenAt = "", from+", in the room", tx.Now
	if err := h.keep(tx); err != nil {
		return err
	}
	return happened(tx, *h, "handed over in the room by "+from+" to "+toName, "")
}
