package workforce

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// Lived is what people with lived experience said about what they need, and
// what was changed because of it. It names a group, never a person.
type Lived struct {
	ID      string
	Version int
	PCN     string `db:"pcn"`
	Who     string // "Carers’ group at the hub, nine people"
	OnDay   calendar.Date
	Words   string
	Changed string // "" while nothing was
	Owner   string
	At      calendar.Instant
	ByID    string
	ByName  string
}

const livedColumns = "id, version, pcn, who, on_day, words, changed, owner, at, by_id, by_name"

// LivedExperience asks what was said in a network, the latest first.
type LivedExperience struct{ PCN string }

// Needs names the permission.
func (LivedExperience) Needs() access.Permission { return access.SeeWorkforce }

// Ask lists the latest version of each.
func (q LivedExperience) Ask(_ context.Context, tx *gate.Tx) ([]Lived, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	list, err := db.All[Lived](tx.Tx, "SELECT "+livedColumns+" FROM lived_experience WHERE pcn = $1 ORDER BY on_day DESC, id DESC, version DESC", q.PCN)
	list = slices.CompactFunc(list, func(a, b Lived) bool { return a.ID == b.ID })
	tx.Listed("lived experience", q.PCN, len(list))
	return list, err
}

// RecordLived writes down what was said, or, with an ID and the version that
// was read, what was changed because of it. Faults name who, on, words,
// changed and owner. It answers with the id.
type RecordLived struct {
	PCN, ID                    string
	Version                    int
	Who, Words, Changed, Owner string
	On                         calendar.Date
}

// Needs names the permission.
func (RecordLived) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes a version.
func (c RecordLived) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("network")
	}
	if c.ID == "" {
		c.ID = tx.NewID()
	} else {
		last, err := db.All[Lived](tx.Tx, "SELECT "+livedColumns+" FROM lived_experience WHERE id = $1 AND pcn = $2 ORDER BY version DESC LIMIT 1", c.ID, c.PCN)
		if err != nil {
			return "", err
		}
		if len(last) == 0 {
			return "", fault.Missing("record")
		}
		if last[0].Version != c.Version {
			return "", fault.Moved("%s changed it at %s. Nothing was overwritten", last[0].ByName, last[0].At.Long())
		}
	}
	c.Who, c.Words, c.Changed, c.Owner = strings.TrimSpace(c.Who), strings.TrimSpace(c.Words), strings.TrimSpace(c.Changed), strings.TrimSpace(c.Owner)
	var check fault.Check
	check.Require(c.Who != "" && len([]rune(c.Who)) <= 200, "who", "Enter which group said it, at most 200 characters")
	check.Require(!c.On.IsZero(), "on", "Enter the day")
	check.Require(!c.On.After(tx.Today()), "on", "The day must be today or in the past")
	check.Require(c.Words != "" && len([]rune(c.Words)) <= 2000, "words", "Enter what was said, at most 2000 characters")
	check.Require(len([]rune(c.Changed)) <= 2000, "changed", "What was changed must be at most 2000 characters")
	check.Require(c.Owner != "" && len([]rune(c.Owner)) <= 200, "owner", "Enter who sees to it, at most 200 characters")
	for _, f := range [][2]string{{"who", c.Who}, {"words", c.Words}, {"changed", c.Changed}} {
		check.Require(!hasNumber(f[1]), f[0], "Leave out NHS numbers: nobody must be recognised")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	_, err := tx.Exec("INSERT INTO lived_experience ("+livedColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)", c.ID, c.Version+1, c.PCN, c.Who, c.On, c.Words, c.Changed, c.Owner, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("lived experience", c.ID, "", c.PCN, "recorded")
	return c.ID, err
}

// hasNumber reports whether a text holds ten digits in a row that are an NHS
// number, with or without spaces.
func hasNumber(s string) bool {
	run := ""
	for _, r := range s + "." {
		switch {
		case r >= '0' && r <= '9':
			run += string(r)
		case r == ' ' || r == '-':
		default:
			for i := 0; i+10 <= len(run); i++ {
				if _, err := nhs.ParseNumber(run[i : i+10]); err == nil {
					return true
				}
			}
			run = ""
		}
	}
	return false
}
