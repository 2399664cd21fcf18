package episode

import (
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// ReceivedEarlier puts the moment of receiving of a request that was made in
// this transaction back to when the person was first asked about: a question
// to the advice desk that became a request. The clock then counts once, from
// the question. An episode that this request opened is opened then, too.
func ReceivedEarlier(tx *gate.Tx, r Request, at calendar.Instant) error {
	if at.IsZero() || !at.Before(r.ReceivedAt) {
		return nil
	}
	if _, err := tx.Exec("UPDATE request SET received_at = $1 WHERE id = $2", at, r.ID); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE episode SET opened_at = $1 WHERE id = $2 AND opened_at = $3", at, r.Episode, tx.Now)
	return err
}

// MadeNow gives the request of an episode that was received in this
// transaction; false when there is none.
func MadeNow(tx *gate.Tx, episodeID string) (Request, bool, error) {
	all, err := Requests(tx, []string{episodeID})
	for _, r := range all[episodeID] {
		if r.ReceivedAt == tx.Now && r.State == "open" {
			return r, true, err
		}
	}
	return Request{}, false, err
}
