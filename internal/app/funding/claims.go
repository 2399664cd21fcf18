package funding

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// change makes sure that something of a month may be changed. A claim that was
// complete is a draft again; one that is with the ICB stays as it is until the
// ICB has answered. closed says that the month was approved.
func change(tx *gate.Tx, pcn string, m calendar.Month, why string) (closed bool, err error) {
	c, err := monthClaim(tx, pcn, m)
	if err != nil || c == nil {
		return false, err
	}
	switch c.State {
	case Submitted:
		return false, fault.Moved("The claim of %s is with the ICB and can’t be changed now. If something is wrong, ask the ICB to query it", m.Long())
	case Complete:
		return false, step(tx, c, Draft, why)
	case Approved, Paid:
		return true, nil
	}
	return false, nil
}

// changeBetween is change for every month that some days lie in.
func changeBetween(tx *gate.Tx, pcn string, from, last calendar.Date) error {
	list, err := db.All[Claim](tx.Tx, "SELECT "+claimColumns+" FROM funding_claim WHERE pcn = $1 AND number = 0 AND month BETWEEN $2 AND $3 AND state IN ('complete', 'submitted')", pcn, calendar.MonthOf(from), calendar.MonthOf(last))
	if err != nil {
		return err
	}
	for _, c := range list {
		if _, err := change(tx, pcn, c.Month, "something in the month was changed"); err != nil {
			return err
		}
	}
	return nil
}

func changeFrom(tx *gate.Tx, pcn string, from calendar.Month) error {
	return changeBetween(tx, pcn, from.First(), calendar.MustDate("2200-01-01"))
}

// step moves a claim on and keeps what was said.
func step(tx *gate.Tx, c *Claim, to State, words string) error {
	c.State, c.Version = to, c.Version+1
	if _, err := tx.Exec("UPDATE funding_claim SET state = $1, version = $2 WHERE id = $3", to, c.Version, c.ID); err != nil {
		return err
	}
	return say(tx, c, words)
}

func say(tx *gate.Tx, c *Claim, words string) error {
	tx.TouchedAt("claim", c.ID, "", c.PCN, c.Month.String()+": "+string(c.State))
	_, err := tx.Exec("INSERT INTO funding_said (claim, version, state, words, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7)", c.ID, c.Version, c.State, words, tx.Now, tx.Actor.ID, tx.Actor.Name)
	return err
}

// begin begins a claim.
func begin(tx *gate.Tx, v view, m calendar.Month, number int, state State, words string) (Claim, error) {
	c := Claim{ID: tx.NewID(), PCN: v.pcn, ICB: v.icb, Month: m, Number: number, State: state, Version: 1, MadeAt: tx.Now}
	if _, err := tx.Exec("INSERT INTO funding_claim (id, pcn, icb, month, number, state, version, round, total, made_at, sent_by) VALUES ($1,$2,$3,$4,$5,$6,1,0,0,$7,'')", c.ID, c.PCN, c.ICB, c.Month, c.Number, c.State, tx.Now); err != nil {
		return c, err
	}
	return c, say(tx, &c, words)
}

// moved tells who moved a claim on.
func moved(tx *gate.Tx, c Claim, version int, from ...State) error {
	if c.Version == version && slices.Contains(from, c.State) {
		return nil
	}
	last, _, err := db.Maybe[Said](tx.Tx, "SELECT version, state, words, at, by_name FROM funding_said WHERE claim = $1 AND version = $2", c.ID, c.Version)
	if err != nil {
		return err
	}
	return fault.Moved("The claim is now “%s”: %s did that on %s", c.State.Words(), last.ByName, last.At.Long())
}

// ownClaim loads a claim of the actor's own network.
func ownClaim(tx *gate.Tx, id string) (Claim, view, error) {
	c, err := loadClaim(tx, id)
	if err != nil {
		return c, view{}, err
	}
	v, err := own(tx, c.PCN)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("claim")
	}
	return c, v, err
}

// boardClaim loads a claim that was sent to the actor's ICB.
func boardClaim(tx *gate.Tx, id string) (Claim, error) {
	c, err := loadClaim(tx, id)
	if err == nil && (!slices.Contains(tx.Scope.ICBs, c.ICB) || c.SentAt.IsZero()) {
		err = fault.Missing("claim")
	}
	return c, err
}

// MakeComplete says that nothing is missing in a month; the claim can be sent
// then. Version is the one that was read, 0 when there was no claim yet. It
// answers with the claim's id. What is missing is a fault that lists it.
type MakeComplete struct {
	PCN     string
	Month   calendar.Month
	Version int
}

// Needs names the permission.
func (MakeComplete) Needs() access.Permission { return access.KeepFunding }

// Do checks and writes.
func (c MakeComplete) Do(_ context.Context, tx *gate.Tx) (string, error) {
	v, err := own(tx, c.PCN)
	if err != nil {
		return "", err
	}
	if c.Month.IsZero() || c.Month.First().After(tx.Today()) {
		return "", fault.Wrong("month", "A claim is made for a month that has begun")
	}
	was, err := monthClaim(tx, c.PCN, c.Month)
	if err != nil {
		return "", err
	}
	switch {
	case was != nil:
		if err := moved(tx, *was, c.Version, Draft); err != nil {
			return "", err
		}
	case c.Version != 0:
		return "", fault.Moved("The claim is not there any more")
	}
	s := Sheet{PCN: c.PCN, Month: c.Month, Whole: true}
	b, err := read(tx, v, c.Month, c.Month)
	if err != nil {
		return "", err
	}
	if err := s.present(tx, b); err != nil {
		return "", err
	}
	if err := needs(s.Missing); err != nil {
		return "", err
	}
	if was == nil {
		n, err := begin(tx, v, c.Month, 0, Complete, "Everything is there")
		return n.ID, err
	}
	return was.ID, step(tx, was, Complete, "Everything is there")
}

// needs makes a fault of what is missing.
func needs(list []Missing) error {
	var check fault.Check
	for _, m := range list {
		if m.Who != "" {
			m.What = m.Who + ": " + m.What
		}
		check.Fail("complete", "%s", m.What)
	}
	return check.Err()
}

// Reopen makes a draft of a claim that was complete, with a reason.
type Reopen struct {
	ID      string
	Version int
	Why     string
}

// Needs names the permission.
func (Reopen) Needs() access.Permission { return access.KeepFunding }

// Do checks and moves it.
func (c Reopen) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	cl, _, err := ownClaim(tx, c.ID)
	if err != nil {
		return false, err
	}
	if cl.Adjustment() {
		return false, fault.Moved("An adjustment claim has no month to open again")
	}
	if err := moved(tx, cl, c.Version, Complete); err != nil {
		return false, err
	}
	why, ok := tidy(c.Why, 500)
	if why == "" || !ok {
		return false, fault.Wrong("why", "Say why, in 500 characters or fewer")
	}
	return true, step(tx, &cl, Draft, why)
}

// Submit sends a claim to the ICB. It is worked out once more, and every line is
// kept as it is now. Of an adjustment the lines were kept when it was drafted.
type Submit struct {
	ID      string
	Version int
}

// Needs names the permission.
func (Submit) Needs() access.Permission { return access.KeepFunding }

// Do works it out and sends it.
func (c Submit) Do(_ context.Context, tx *gate.Tx) (claim.Pence, error) {
	cl, v, err := ownClaim(tx, c.ID)
	if err != nil {
		return 0, err
	}
	from := Complete
	if cl.Adjustment() {
		from = Draft
	}
	if err := moved(tx, cl, c.Version, from); err != nil {
		return 0, err
	}
	return send(tx, v, &cl, "Sent to the ICB")
}

// Answer answers the ICB's question and sends the claim again, worked out anew.
type Answer struct {
	ID      string
	Version int
	Words   string
}

// Needs names the permission.
func (Answer) Needs() access.Permission { return access.KeepFunding }

// Do works it out and sends it.
func (c Answer) Do(_ context.Context, tx *gate.Tx) (claim.Pence, error) {
	cl, v, err := ownClaim(tx, c.ID)
	if err != nil {
		return 0, err
	}
	if err := moved(tx, cl, c.Version, Queried); err != nil {
		return 0, err
	}
	words, ok := tidy(c.Words, 2000)
	if words == "" || !ok {
		return 0, fault.Wrong("words", "Answer the question, in 2,000 characters or fewer")
	}
	return send(tx, v, &cl, words)
}

// send works a claim out, keeps every line under the next round, and gives it
// to the ICB.
func send(tx *gate.Tx, v view, c *Claim, words string) (claim.Pence, error) {
	if !c.Adjustment() {
		s := Sheet{PCN: c.PCN, Month: c.Month, Whole: true}
		b, err := read(tx, v, c.Month, c.Month)
		if err != nil {
			return 0, err
		}
		if err := s.present(tx, b); err != nil {
			return 0, err
		}
		if err := needs(s.Missing); err != nil {
			return 0, err
		}
		c.Round++
		c.Total = s.Total
		for _, w := range s.Works {
			if w.Independent {
				continue
			}
			if err := keep(tx, c, w, 0); err != nil {
				return 0, err
			}
		}
	}
	if _, err := tx.Exec("UPDATE funding_claim SET round = $1, total = $2, sent_at = $3, sent_by = $4 WHERE id = $5", c.Round, int64(c.Total), tx.Now, tx.Actor.ID, c.ID); err != nil {
		return 0, err
	}
	return c.Total, step(tx, c, Submitted, words)
}

// keep writes one post and month into a claim's round. before is what was
// claimed for it until now.
func keep(tx *gate.Tx, c *Claim, w Worked, before claim.Pence) error {
	k := w.Claim
	due := *k.Scheme
	if _, err := tx.Exec(`INSERT INTO funding_item (claim, round, post, month, pcn, who, role, band, actual, cap, lower_of, above, share, before, due, scheme, provider)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
		c.ID, c.Round, w.Post.ID, w.Month, c.PCN, w.Post.Name, w.Post.Role, w.Post.Band,
		int64(*k.Actual), int64(*k.Cap), int64(*k.Lower), int64(*k.AboveCap), int64(*k.SharePct), int64(before), int64(due), int64(due-before), int64(*k.Provider)); err != nil {
		return err
	}
	for i, l := range k.Lines {
		if _, err := tx.Exec(`INSERT INTO funding_line (claim, round, post, month, seq, what, from_day, last_day, amount, sum_text, rule, source, url, confidence)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
			c.ID, c.Round, w.Post.ID, w.Month, i, l.What, l.From, l.Last, int64(l.Amount), l.Sum, l.Rule, l.Source.Name, l.Source.URL, l.Source.Confidence); err != nil {
			return err
		}
	}
	return nil
}
