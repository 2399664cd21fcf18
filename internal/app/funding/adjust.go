package funding

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
)

// StaffPaid is a record that a practitioner was paid what a late rate brought
// them for some months.
type StaffPaid struct {
	ID        string
	Post      string
	FromMonth calendar.Month
	ToMonth   calendar.Month
	PaidOn    calendar.Date
	Amount    claim.Pence
	Note      string
	At        calendar.Instant
	ByName    string
}

const staffPaidColumns = "id, post, from_month, to_month, paid_on, amount, note, at, by_name"

// PayStaff records that a practitioner was paid the arrears of some months. An
// adjustment claim is drafted only afterwards. Faults name from, to, on, amount
// and note.
type PayStaff struct {
	PCN, Post string
	From, To  calendar.Month
	On        calendar.Date
	Amount    claim.Pence
	Note      string
}

// Needs names the permission.
func (PayStaff) Needs() access.Permission { return access.KeepFunding }

// Do checks and writes.
func (c PayStaff) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if _, err := own(tx, c.PCN); err != nil {
		return "", err
	}
	if _, err := workforce.PostByID(tx, c.PCN, c.Post); err != nil {
		return "", err
	}
	note, ok := tidy(c.Note, 500)
	var check fault.Check
	check.Require(!c.From.IsZero(), "from", "Enter the first month that was paid for")
	check.Require(!c.To.IsZero() && !c.To.Before(c.From), "to", "Enter the last month that was paid for, not before the first")
	check.Require(!c.On.IsZero() && !c.On.After(tx.Today()), "on", "Enter the day of the payment, not in the future")
	check.Require(c.Amount > 0 && c.Amount <= mostPay, "amount", "Enter what was paid, more than nought")
	check.Require(note != "" && ok, "note", "Say where the payslip is, in 500 characters or fewer")
	if err := check.Err(); err != nil {
		return "", err
	}
	id := tx.NewID()
	_, err := tx.Exec("INSERT INTO funding_staff_paid (id, pcn, post, from_month, to_month, paid_on, amount, note, at, by_id, by_name) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
		id, c.PCN, c.Post, c.From, c.To, c.On, int64(c.Amount), note, tx.Now, tx.Actor.ID, tx.Actor.Name)
	tx.TouchedAt("payment to staff", id, "", c.PCN, fmt.Sprintf("%s to %s", c.From, c.To))
	return id, err
}

// Difference is what a closed post and month comes to now, beside what was
// claimed for it.
type Difference struct {
	Worked
	claim.Adjustment
	Claimed claim.Pence // in the month's own claim
	Made    claim.Pence // in adjustments so far
	Blocked string      // why it can't be worked out now
}

// Differences are the closed months of a network that come out otherwise now.
type Differences struct {
	List  []Difference
	Ready claim.Pence // what can be claimed now
	Owed  claim.Pence // what waits for the payment of the staff
	Open  *Claim      // an adjustment claim that is not closed yet
}

// Waits lists the differences for which the staff payment is not recorded.
func (d Differences) Waits() (list []Difference) { return d.in(claim.AwaitingStaff) }

// Proposed lists those that the next adjustment claim has.
func (d Differences) Proposed() (list []Difference) { return d.in(claim.Proposed) }

func (d Differences) in(state claim.AdjustmentState) (list []Difference) {
	for _, x := range d.List {
		if x.State == state && x.Blocked == "" {
			list = append(list, x)
		}
	}
	return list
}

type sent struct {
	Claim  string
	Number int
	State  State
	SentAt calendar.Instant
	MadeAt calendar.Instant
	Item
}

// differences compares every closed month with what it comes to now. What was
// claimed so far is the month's own claim with the adjustments that are closed;
// while an adjustment is open, nothing more is proposed for what it has.
func differences(tx *gate.Tx, v view) (Differences, error) {
	var out Differences
	list, err := db.All[sent](tx.Tx, `SELECT c.id AS claim, c.number, c.state, c.made_at, c.sent_at, i.post, i.who, i.role, i.band, i.month, i.before, i.due, i.scheme
		FROM funding_item i JOIN funding_claim c ON c.id = i.claim AND c.round = i.round
		WHERE i.pcn = $1 AND (c.number > 0 OR c.state IN ('approved', 'paid')) ORDER BY i.month, i.who, i.post, c.number, c.made_at`, v.pcn)
	if err != nil || len(list) == 0 {
		return out, err
	}
	open, err := db.All[Claim](tx.Tx, "SELECT "+claimColumns+" FROM funding_claim WHERE pcn = $1 AND number > 0 AND state NOT IN ('approved', 'paid') ORDER BY made_at", v.pcn)
	if err != nil {
		return out, err
	}
	if len(open) > 0 {
		out.Open = &open[0]
	}
	paid, err := db.All[StaffPaid](tx.Tx, "SELECT "+staffPaidColumns+" FROM funding_staff_paid WHERE pcn = $1 ORDER BY at", v.pcn)
	if err != nil {
		return out, err
	}
	b, err := read(tx, v, list[0].Month, list[len(list)-1].Month)
	if err != nil {
		return out, err
	}
	posts := map[string]workforce.Held{}
	for _, p := range b.posts {
		posts[p.ID] = p
	}
	list = append(list, forgotten(b, list)...)
	slices.SortStableFunc(list, func(a, b sent) int {
		return cmp.Or(a.Month.Compare(b.Month), cmp.Compare(a.Who, b.Who), cmp.Compare(a.Post, b.Post))
	})
	for n := 0; n < len(list); {
		s := list[n]
		d := Difference{}
		var adjusted []claim.Pence
		var since calendar.Instant // what the staff were paid counts from here on
		for ; n < len(list) && list[n].Post == s.Post && list[n].Month == s.Month; n++ {
			x := list[n]
			switch {
			case x.Number == 0:
				d.Claimed = x.Scheme
				since = x.SentAt
			case x.State.Closed():
				d.Made += x.Scheme
				since = x.MadeAt
			default:
				d.Made += x.Scheme
				adjusted = append(adjusted, x.Scheme)
				since = x.MadeAt
			}
		}
		p, ok := posts[s.Post]
		if !ok {
			continue
		}
		d.Worked = b.work(p, s.Month, false)
		if !d.Known() {
			d.Blocked = d.Worked.Why()
			d.Adjustment.Why = d.Blocked
			out.List = append(out.List, d)
			continue
		}
		base := d.Claimed + d.Made
		for _, a := range adjusted {
			base -= a
		}
		var on calendar.Date
		for _, r := range paid {
			if r.Post == s.Post && !s.Month.Before(r.FromMonth) && !r.ToMonth.Before(s.Month) && r.At.After(since) {
				on = r.PaidOn
			}
		}
		d.Adjustment = claim.Adjust(s.Month, base, d.Scheme(), on, adjusted)
		if d.State == claim.NoChange {
			continue
		}
		if d.State == claim.AlreadyMade && d.Claimed+d.Made == d.Scheme() {
			continue
		}
		out.List = append(out.List, d)
		switch d.State {
		case claim.Proposed:
			out.Ready += d.Difference
		case claim.AwaitingStaff:
			out.Owed += d.Difference
		}
	}
	return out, nil
}

// forgotten lists the posts that were held in a closed month and are in no
// claim of it, although their pay is known: nothing was claimed for them.
func forgotten(b *book, list []sent) (more []sent) {
	closed := map[calendar.Month]sent{}
	in := map[slot]bool{}
	for _, s := range list {
		in[slot{s.Post, s.Month}] = true
		if s.Number == 0 {
			closed[s.Month] = s
		}
	}
	for m, s := range closed {
		for _, p := range b.posts {
			if _, paid := b.pays[slot{p.ID, m}]; !paid || in[slot{p.ID, m}] || !held(p, m) {
				continue
			}
			more = append(more, sent{Number: 0, State: s.State, SentAt: s.SentAt, Item: Item{Post: p.ID, Who: p.Name, Month: m}})
		}
	}
	return more
}

// Late asks which closed months of a network come out otherwise now.
type Late struct{ PCN string }

// Needs names the permission.
func (Late) Needs() access.Permission { return access.SeeFunding }

// Ask compares them.
func (q Late) Ask(_ context.Context, tx *gate.Tx) (Differences, error) {
	v, err := reach(tx, q.PCN, access.SeeFunding)
	if err != nil {
		return Differences{}, err
	}
	if !v.own {
		return Differences{}, fault.Missing("network")
	}
	d, err := differences(tx, v)
	tx.Listed("difference", q.PCN, len(d.List))
	return d, err
}

// DraftAdjustment drafts one adjustment claim with everything that can be
// claimed after the fact: all posts, all closed months. While it is open there
// is no second one. It answers with the claim's id.
type DraftAdjustment struct{ PCN string }

// Needs names the permission.
func (DraftAdjustment) Needs() access.Permission { return access.KeepFunding }

// Do works it out and keeps every line.
func (c DraftAdjustment) Do(_ context.Context, tx *gate.Tx) (string, error) {
	v, err := own(tx, c.PCN)
	if err != nil {
		return "", err
	}
	d, err := differences(tx, v)
	if err != nil {
		return "", err
	}
	if d.Open != nil {
		return "", fault.Moved("There is an adjustment claim already, made on %s: it is “%s”. The next one can be drafted when the ICB has approved it", d.Open.MadeAt.Date().Medium(), d.Open.State.Words())
	}
	list := d.Proposed()
	if len(list) == 0 {
		if len(d.Waits()) > 0 {
			return "", fault.Wrong("complete", "The staff are paid first: record the payment, then the adjustment can be drafted")
		}
		return "", fault.Wrong("complete", "There is nothing to adjust: every closed month comes out as it was claimed")
	}
	m := calendar.MonthOf(tx.Today())
	number, err := db.One[int](tx.Tx, "number", "SELECT CAST(coalesce(max(number), 0) + 1 AS bigint) FROM funding_claim WHERE pcn = $1 AND month = $2", c.PCN, m)
	if err != nil {
		return "", err
	}
	cl, err := begin(tx, v, m, number, Draft, fmt.Sprintf("Drafted: %d lines, %s", len(list), d.Ready))
	if err != nil {
		return "", err
	}
	cl.Round = 1
	for _, x := range list {
		if err := keep(tx, &cl, x.Worked, x.Original); err != nil {
			return "", err
		}
		cl.Total += x.Difference
	}
	_, err = tx.Exec("UPDATE funding_claim SET round = 1, total = $1 WHERE id = $2", int64(cl.Total), cl.ID)
	return cl.ID, err
}
