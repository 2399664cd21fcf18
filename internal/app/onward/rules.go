package onward

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Rules are a network's local rules about its directory and onward access.
type Rules struct {
	PCN        string `db:"pcn"`
	Version    int    // 0 for those that hold until somebody sets others
	StaleDays  int    // an entry that nobody confirmed for longer asks to be confirmed
	QuietDays  int    // without a reply for so many days an onward request stands on a list
	ReturnDays int    // working days in which somebody looks after one that came back
	At         calendar.Instant
	ByName     string
}

// usual are the rules of a network that has set none. They are local practice,
// no national standard.
var usual = Rules{StaleDays: 90, QuietDays: 14, ReturnDays: 3}

func rulesOf(tx *gate.Tx, pcn string) (Rules, error) {
	r, found, err := db.Maybe[Rules](tx.Tx, "SELECT pcn, version, stale_days, quiet_days, return_days, at, by_name FROM onward_rules WHERE pcn = $1 ORDER BY version DESC LIMIT 1", pcn)
	if err == nil && !found {
		r = usual
		r.PCN = pcn
	}
	return r, err
}

// RulesOf asks for a network's rules.
type RulesOf struct{ PCN string }

// Needs names the permission.
func (RulesOf) Needs() access.Permission { return access.SeeDirectory }

// Ask gives them; another network's are not found.
func (q RulesOf) Ask(_ context.Context, tx *gate.Tx) (Rules, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return Rules{}, fault.Missing("network")
	}
	tx.Nobody("rules about services, not about people")
	return rulesOf(tx, q.PCN)
}

// SetRules sets a network's rules from now on. Version is the one that was
// read. Faults name the fields stale, quiet and return.
type SetRules struct {
	PCN                              string
	Version                          int
	StaleDays, QuietDays, ReturnDays int
}

// Needs names the permission.
func (SetRules) Needs() access.Permission { return access.OnwardRules }

// Do checks and writes a new version.
func (c SetRules) Do(_ context.Context, tx *gate.Tx) (int, error) {
	if !tx.Scope.InNetwork(c.PCN) {
		return 0, fault.Missing("network")
	}
	var check fault.Check
	check.Require(c.StaleDays >= 7 && c.StaleDays <= 730, "stale", "Enter a number of days between 7 and 730")
	check.Require(c.QuietDays >= 1 && c.QuietDays <= 180, "quiet", "Enter a number of days between 1 and 180")
	check.Require(c.ReturnDays >= 1 && c.ReturnDays <= 20, "return", "Enter a number of working days between 1 and 20")
	if err := check.Err(); err != nil {
		return 0, err
	}
	was, err := rulesOf(tx, c.PCN)
	if err != nil {
		return 0, err
	}
	if was.Version != c.Version {
		return 0, fault.Moved("%s changed these rules at %s. Look at them again", was.ByName, was.At.Long())
	}
	tx.TouchedAt("onward rules", c.PCN, "", c.PCN, "set the rules about the directory and onward access")
	_, err = tx.Exec("INSERT INTO onward_rules (pcn, version, stale_days, quiet_days, return_days, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
		c.PCN, c.Version+1, c.StaleDays, c.QuietDays, c.ReturnDays, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return c.Version + 1, err
}
