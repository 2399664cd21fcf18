package funding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Noted is what is said about one piece of evidence.
type Noted struct{ Item, There, Note string }

// NoteEvidence says of pieces of evidence for a post that they are there, and
// where, or that they are not needed, and why. Faults name the fields there-0
// and note-0 of the first one, and so on.
type NoteEvidence struct {
	PCN   string
	Month calendar.Month
	Post  string
	Items []Noted
}

// Needs names the permission.
func (NoteEvidence) Needs() access.Permission { return access.KeepFunding }

// Do checks and writes.
func (c NoteEvidence) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	v, err := own(tx, c.PCN)
	if err != nil {
		return false, err
	}
	if _, err := workforce.PostByID(tx, c.PCN, c.Post); err != nil {
		return false, err
	}
	wants, err := wantsOf(tx, v.icb)
	if err != nil {
		return false, err
	}
	w := wantsIn(wants, c.Month)
	var check fault.Check
	check.Require(len(c.Items) > 0, "there-0", "Say of at least one piece whether it is there")
	for i, x := range c.Items {
		if w == nil || !slices.Contains(w.Items(), x.Item) {
			return false, fault.Missing("piece of evidence")
		}
		note, ok := tidy(x.Note, 500)
		check.Require(slices.Contains([]string{"yes", "no", "not needed"}, x.There), fmt.Sprintf("there-%d", i), "%s: say whether it is there", x.Item)
		check.Require(ok, fmt.Sprintf("note-%d", i), "%s: what you write must be 500 characters or fewer", x.Item)
		check.Require(x.There == "no" || note != "", fmt.Sprintf("note-%d", i), "%s: say where it is kept, or why it is not needed", x.Item)
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	closed, err := change(tx, c.PCN, c.Month, "the evidence was changed")
	if err != nil {
		return false, err
	}
	if closed {
		return false, fault.Moved("The claim of %s is closed", c.Month.Long())
	}
	for _, x := range c.Items {
		if _, err = tx.Exec("INSERT INTO funding_evidence (id, pcn, month, post, item, there, note, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
			tx.NewID(), c.PCN, c.Month, c.Post, x.Item, x.There, strings.TrimSpace(x.Note), tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
			return false, err
		}
	}
	tx.TouchedAt("evidence", c.Post, "", c.PCN, fmt.Sprintf("%s: %d pieces", c.Month, len(c.Items)))
	return true, nil
}
