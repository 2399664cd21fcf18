package funding

import (
	"context"
	"fmt"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// Query asks the network something about a claim that it sent.
type Query struct {
	ID      string
	Version int
	Words   string
}

// Needs names the permission.
func (Query) Needs() access.Permission { return access.AnswerClaims }

// Do checks and asks.
func (c Query) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	cl, err := boardClaim(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := moved(tx, cl, c.Version, Submitted); err != nil {
		return false, err
	}
	words, ok := tidy(c.Words, 2000)
	if words == "" || !ok {
		return false, fault.Wrong("words", "Say what you ask the network, in 2,000 characters or fewer")
	}
	return true, step(tx, &cl, Queried, words)
}

// Approve approves a claim and closes the month. Nobody approves what they sent
// themselves.
type Approve struct {
	ID      string
	Version int
	Words   string // may be empty
}

// Needs names the permission.
func (Approve) Needs() access.Permission { return access.AnswerClaims }

// Do checks and closes it.
func (c Approve) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	cl, err := boardClaim(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := moved(tx, cl, c.Version, Submitted); err != nil {
		return false, err
	}
	if cl.SentBy == tx.Actor.ID {
		return false, fault.Refused("You sent this claim: somebody else approves it")
	}
	words, ok := tidy(c.Words, 2000)
	if !ok {
		return false, fault.Wrong("words", "What you say must be 2,000 characters or fewer")
	}
	if words == "" {
		words = "Approved"
	}
	if _, err := tx.Exec("INSERT INTO funding_closed (claim, pcn, month, number, round, total, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		cl.ID, cl.PCN, cl.Month, cl.Number, cl.Round, int64(cl.Total), tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return false, err
	}
	if _, err := tx.Exec("UPDATE funding_claim SET approved_at = $1 WHERE id = $2", tx.Now, cl.ID); err != nil {
		return false, err
	}
	if err := step(tx, &cl, Approved, words); err != nil {
		return false, err
	}
	if cl.Total == 0 {
		return true, step(tx, &cl, Paid, "Nothing is to be paid")
	}
	return true, nil
}

// Receive records what the ICB paid for a claim: the whole, or a part. It never
// goes beyond what was claimed. Of a claim that owes something back the amount
// is negative. Faults name on, amount and reference.
type Receive struct {
	ID        string
	Version   int
	On        calendar.Date
	Amount    claim.Pence
	Reference string
}

// Needs names the permission.
func (Receive) Needs() access.Permission { return access.AnswerClaims }

// Do checks and writes.
func (c Receive) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	cl, err := boardClaim(tx, c.ID)
	if err != nil {
		return false, err
	}
	if err := moved(tx, cl, c.Version, Approved); err != nil {
		return false, err
	}
	before, err := db.One[claim.Pence](tx.Tx, "sum", "SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM funding_received WHERE claim = $1", cl.ID)
	if err != nil {
		return false, err
	}
	rest := cl.Total - before
	reference, ok := tidy(c.Reference, 200)
	var check fault.Check
	check.Require(!c.On.IsZero() && !c.On.After(tx.Today()) && !c.On.Before(cl.ApprovedAt.Date()), "on", "Enter the day of the payment, from %s to today", cl.ApprovedAt.Date().Medium())
	check.Require(c.Amount != 0 && (c.Amount > 0) == (rest > 0) && max(c.Amount, -c.Amount) <= max(rest, -rest), "amount", "What is still to be paid is %s", rest)
	check.Require(reference != "" && ok, "reference", "Enter the reference of the payment, in 200 characters or fewer")
	if err := check.Err(); err != nil {
		return false, err
	}
	if _, err := tx.Exec("INSERT INTO funding_received (id, claim, paid_on, amount, reference, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
		tx.NewID(), cl.ID, c.On, int64(c.Amount), reference, tx.Now, tx.Actor.ID, tx.Actor.Name); err != nil {
		return false, err
	}
	to, words := Paid, fmt.Sprintf("Paid %s on %s, %s", c.Amount, c.On.Medium(), reference)
	if c.Amount != rest {
		to, words = Approved, fmt.Sprintf("A part, %s, was paid on %s, %s", c.Amount, c.On.Medium(), reference)
	}
	return to == Paid, step(tx, &cl, to, words)
}
