package episode

import (
	"slices"
	"strings"

	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// Reasons are the ways in which an episode ends.
var Reasons = []string{
	"Done: what was agreed is reached",
	"Goes on with the GP",
	"Goes on with NHS Talking Therapies",
	"Goes on with a secondary mental health team",
	"Goes on with a voluntary or community service",
	"The person does not want to go on",
	"Advice was given, and that was enough",
	"Not reached after the agreed attempts",
	"Moved away",
	"Died",
}

// Ending says how an episode ends: why, where the person goes on, and who
// told them, how. Nobody is closed without having been told; after a death
// nobody has to be.
type Ending struct{ Why, Onward, Told string }

// Check says what is missing.
func (e Ending) Check() error {
	var c fault.Check
	c.Require(slices.Contains(Reasons, e.Why), "why", "Choose how the episode ends")
	c.Require(strings.TrimSpace(e.Told) != "" || e.Why == "Died", "told", "Say who told the person, how and when: nobody is closed without being told")
	c.Require(len([]rune(e.Told)) <= 1000, "told", "Who told the person must be at most 1,000 characters")
	c.Require(len([]rune(e.Onward)) <= 1000, "onward", "Where they go on must be at most 1,000 characters")
	return c.Err()
}

// Close ends an open episode and its requests, inside the command of a room
// that has looked for loose ends. version is the one that was read.
func Close(tx *gate.Tx, e Episode, version int, how Ending) error {
	if err := how.Check(); err != nil {
		return err
	}
	if e.State != "open" || e.Version != version {
		return fault.Moved("Somebody else changed this episode since you opened the page")
	}
	why := how.Why
	if o := strings.TrimSpace(how.Onward); o != "" {
		why += ". " + o
	}
	if _, err := tx.Exec("UPDATE episode SET state = 'closed', closed_at = $1, closed_why = $2, told = $3, version = version + 1 WHERE id = $4", tx.Now, why, strings.TrimSpace(how.Told), e.ID); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE request SET state = 'ended', ended_at = $1, ended_why = $2, told = $3 WHERE episode = $4 AND state = 'open'", tx.Now, why, strings.TrimSpace(how.Told), e.ID)
	tx.TouchedAt("episode", e.ID, e.Person, e.PCN, "closed: "+how.Why)
	return err
}
