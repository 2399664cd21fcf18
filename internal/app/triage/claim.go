package triage

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Claim takes a request that nobody has taken, or whose practitioner has left:
// the practitioner holds it from now on. When two press at once one gets it, and the other is told who.
type Claim struct {
	ID      string
	Version int
}

// Needs names the permission.
func (Claim) Needs() access.Permission { return access.WriteCare }

// Do takes it.
func (c Claim) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	own, err := me(tx)
	if err != nil {
		return false, err
	}
	if h.Request.State == "open" && h.Episode.Holder == own.ID {
		return false, fault.Moved("You have taken this request already")
	}
	team, err := workforce.InPost(tx, h.Request.PCN, tx.Today())
	if err != nil {
		return false, err
	}
	if h.Request.State == "open" && inPost(team, h.Episode.Holder) {
		names, err := workforce.Known(tx, []string{h.Episode.Holder})
		if err != nil {
			return false, err
		}
		since := h.Episode.OpenedAt
		if !h.Record.TakenAt.IsZero() {
			since = h.Record.TakenAt
		}
		return false, fault.Moved("%s has taken this request, at %s", names[h.Episode.Holder].Name, since.Long())
	}
	if h, err = change(tx, c.ID, c.Version); err != nil {
		return false, err
	}
	if err := h.holdBy(tx, own.ID); err != nil {
		return false, err
	}
	return true, happened(tx, h, "taken", "")
}

// holdBy gives the request to a practitioner, "" back to nobody, and keeps the record.
func (h *held) holdBy(tx *gate.Tx, practitioner string) error {
	if h.Episode.Holder != practitioner {
		if err := episode.Hold(tx, h.Episode.ID, practitioner); err != nil {
			return err
		}
		h.Episode.Holder, h.Episode.Version = practitioner, h.Episode.Version+1
		h.Record.TakenAt = tx.Now
	}
	if practitioner == "" {
		h.Record.TakenAt = calendar.Instant{}
	}
	return h.keep(tx)
}

// GiveBack puts a request that one has taken back into the queue, with a
// reason. It keeps its place: the received time stays. Somebody who has been
// seen, or has a booking to come, is not given back.
type GiveBack struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (GiveBack) Needs() access.Permission { return access.WriteCare }

// Do gives it back.
func (c GiveBack) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	own, err := me(tx)
	if err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "back", "Say why you give it back, for whoever takes it next")
	if err := check.Err(); err != nil {
		return false, err
	}
	if h.Episode.Holder != own.ID {
		return false, fault.Moved("You don't hold this request any more")
	}
	seen, err := contacts(tx, []string{h.Episode.ID})
	if err != nil {
		return false, err
	}
	if !seen[h.Episode.ID].Day.IsZero() {
		return false, fault.Wrong("back", "You have seen this person already, so the request can't go back into the queue. Pass it up to the team lead if somebody else should take over")
	}
	list, err := cards(tx, h.Request.PCN, []episode.Request{h.Request})
	if err != nil {
		return false, err
	}
	if list[0].Booked() {
		return false, fault.Wrong("back", "There is an appointment on %s: move or cancel it first", list[0].NextAt.Long())
	}
	if err := h.holdBy(tx, ""); err != nil {
		return false, err
	}
	return true, happened(tx, h, "given back to the queue", c.Why)
}

// PassUp passes a request up to the team lead, once, with a reason. Nothing
// is declined by it: the request stays where it is.
type PassUp struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (PassUp) Needs() access.Permission { return access.WriteCare }

// Do passes it up.
func (c PassUp) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, err := load(tx, c.ID)
	if err != nil {
		return false, err
	}
	if !h.Record.PassedAt.IsZero() {
		return false, fault.Moved("%s has passed this request up already, at %s", h.Record.PassedName, h.Record.PassedAt.Long())
	}
	if h, err = change(tx, c.ID, c.Version); err != nil {
		return false, err
	}
	var check fault.Check
	line(&check, &c.Why, "up", "Say what the team lead should decide, and why")
	if err := check.Err(); err != nil {
		return false, err
	}
	h.Record.PassedAt, h.Record.PassedName, h.Record.PassedWhy = tx.Now, tx.Actor.Name, c.Why
	if err := h.keep(tx); err != nil {
		return false, err
	}
	return true, happened(tx, h, "passed up to the team lead", c.Why)
}

// AnswerPassed is the team lead's answer to what was passed up; they may give
// the request to a practitioner in post.
type AnswerPassed struct {
	ID      string
	Version int
	Answer  string
	Holder  string // a practitioner, "" leaves it as it is
}

// Needs names the permission.
func (AnswerPassed) Needs() access.Permission { return access.AnswerPassed }

// Do answers.
func (c AnswerPassed) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	h, err := change(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if h.Record.PassedAt.IsZero() {
		return false, fault.Wrong("answer", "Nobody has passed this request up")
	}
	if !h.Record.AnsweredAt.IsZero() {
		return false, fault.Moved("%s has answered already, at %s", h.Record.AnsweredName, h.Record.AnsweredAt.Long())
	}
	var check fault.Check
	line(&check, &c.Answer, "answer", "Write what was decided")
	if err := check.Err(); err != nil {
		return false, err
	}
	what := "answered by the team lead"
	h.Record.AnsweredAt, h.Record.AnsweredName, h.Record.Answer = tx.Now, tx.Actor.Name, c.Answer
	holder := h.Episode.Holder
	if c.Holder != "" {
		team, err := workforce.InPost(tx, h.Request.PCN, tx.Today())
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(team, func(p workforce.Practitioner) bool { return p.ID == c.Holder })
		if i < 0 {
			return false, fault.Wrong("holder", "Choose a practitioner who is in post in this network")
		}
		holder, what = c.Holder, what+", given to "+team[i].Name
	}
	if err := h.holdBy(tx, holder); err != nil {
		return false, err
	}
	return true, happened(tx, h, what, c.Answer)
}
