package episode

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// QuickReturn is the way of somebody who comes back within the weeks that the
// agreement says: a new episode, linked to the one before.
const QuickReturn = "quick return"

// Return links an episode to the one before it.
type Return struct {
	Episode       string
	BeforeEpisode string
	Person        string
	PCN           string `db:"pcn"`
	At            calendar.Instant
	ByID          string
	ByName        string
}

// Link writes down, inside the command that took somebody back, which episode
// a new one follows.
func Link(tx *gate.Tx, e Episode, before string) error {
	_, err := tx.Exec("INSERT INTO episode_return (episode, before_episode, person, pcn, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)",
		e.ID, before, e.Person, e.PCN, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("episode", e.ID, e.Person, e.PCN, "a quick return after an earlier episode")
	return err
}

// Returns gives the quick returns among episodes, by the new episode.
func Returns(tx *gate.Tx, episodes []string) (map[string]Return, error) {
	out := map[string]Return{}
	if len(episodes) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Return](tx.Tx, "SELECT episode, before_episode, person, pcn, at, by_id, by_name FROM episode_return WHERE episode IN "+a.In(episodes), a.List...)
	for _, r := range list {
		out[r.Episode] = r
	}
	return out, err
}
