package liaison

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// notYours is what somebody reads who is not the owner.
func notYours(r Request) error { return fault.Refused("This ask stands with %s", r.OwnerName) }

// Accept accepts an ask: the actor owns it by name from now on.
type Accept struct {
	ID      string
	Version int
}

// Needs names the permission.
func (Accept) Needs() access.Permission { return access.Asks }

// Do accepts it.
func (c Accept) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	r, _, err := changeAsk(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if !r.mine(tx.Actor) {
		return false, notYours(r)
	}
	if r.State != Asked {
		return false, fault.Moved("This ask is not waiting to be accepted: %s", r.Standing())
	}
	r.State, r.AcceptedName, r.AcceptedAt = Accepted, tx.Actor.Name, tx.Now
	r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName = "", "", tx.Actor.ID, tx.Actor.Name
	return true, r.keep(tx, "accepted", "")
}

// AnswerAsk answers an ask and ends it. When it is about a person, it says who
// told them, or why they need not be told. It need not have been accepted
// first.
//
// Faults name the fields answer, told and untold.
type AnswerAsk struct {
	ID      string
	Version int
	Answer  string
	Telling
	Saves int // of the draft, that the writer knew of
}

// Needs names the permission.
func (AnswerAsk) Needs() access.Permission { return access.Asks }

// Do answers it and ends the draft.
func (c AnswerAsk) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	r, p, err := changeAsk(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if !r.mine(tx.Actor) {
		return false, notYours(r)
	}
	if r.State == Returned {
		return false, fault.Moved("This ask came back to you. Ask somebody again, or end it")
	}
	var check fault.Check
	text(&check, &c.Answer, "answer", "Write the answer")
	c.Telling.check(&check, p)
	if err := check.Err(); err != nil {
		return false, err
	}
	if err := endDraft(tx, DraftAsk, r.ID, c.Saves, c.Answer); err != nil {
		return false, err
	}
	r.State, r.Answer, r.Told, r.Untold, r.EndedName, r.EndedAt = AskAnswered, c.Answer, c.Told, c.Untold, tx.Actor.Name, tx.Now
	r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName = "", "", tx.Actor.ID, tx.Actor.Name
	return true, r.keep(tx, "answered", "")
}

// ReturnAsk gives an ask back with a reason. It comes to somebody by name with
// a new day: whoever asked, unless another is chosen.
//
// Faults name the fields back, to and due.
type ReturnAsk struct {
	ID      string
	Version int
	Why     string
	To      string // a value of the owners' list that names somebody; "" is whoever asked
	DueOn   calendar.Date
}

// Needs names the permission.
func (ReturnAsk) Needs() access.Permission { return access.Asks }

// Do returns it.
func (c ReturnAsk) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	r, _, err := changeAsk(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if !r.mine(tx.Actor) {
		return false, notYours(r)
	}
	if r.State == Returned {
		return false, fault.Moved("This ask came back already. Ask somebody again, or end it")
	}
	var check fault.Check
	line(&check, &c.Why, "back", "Say why it comes back: whoever gets it has to know")
	if c.DueOn.IsZero() { // a new clock, in any case
		if c.DueOn, err = calendar.AddWorkingDays(tx.Today(), 2); err != nil {
			return false, err
		}
	}
	due(&check, tx, c.DueOn)
	if c.To != "" {
		if err := r.own(tx, &check, c.To); err != nil {
			return false, err
		}
		check.Require(r.OwnerUser != "", "to", "Choose somebody by name")
	} else {
		r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName = "", "", r.AskedBy, r.AskedName
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	r.State, r.ReturnedWhy, r.DueOn, r.AcceptedName, r.AcceptedAt = Returned, c.Why, c.DueOn, "", calendar.Instant{}
	if err := account.EndDraft(tx, DraftAsk, r.ID); err != nil {
		return false, err
	}
	return true, r.keep(tx, "came back to "+r.OwnerName+", by "+r.DueOn.Medium(), c.Why)
}

// PassOn asks somebody else, or the same again, for what came back. A
// practitioner may also pass on what waits with a role or with somebody who is
// away.
//
// Faults name the fields owner, due and words.
type PassOn struct {
	ID      string
	Version int
	Owner   string
	DueOn   calendar.Date
	Words   string // what to know beside the question
}

// Needs names the permission.
func (PassOn) Needs() access.Permission { return access.Asks }

// Do passes it on.
func (c PassOn) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	r, _, err := changeAsk(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if !r.mine(tx.Actor) && r.AskedBy != tx.Actor.ID && !(tx.Actor.Holds(access.Practitioner) && tx.Scope.WholeNetwork(r.PCN)) {
		return false, notYours(r)
	}
	var check fault.Check
	line(&check, &c.Words, "words", "")
	due(&check, tx, c.DueOn)
	if err := r.own(tx, &check, c.Owner); err != nil {
		return false, err
	}
	if err := check.Err(); err != nil {
		return false, err
	}
	r.State, r.DueOn, r.AcceptedName, r.AcceptedAt = Asked, c.DueOn, "", calendar.Instant{}
	return true, r.keep(tx, "asked of "+r.OwnerName+", by "+r.DueOn.Medium(), c.Words)
}

// EndAsk ends an ask without an answer, with a reason: by whoever asked, or by
// whom it came back to.
//
// Faults name the fields why, told and untold.
type EndAsk struct {
	ID      string
	Version int
	Why     string
	Telling
}

// Needs names the permission.
func (EndAsk) Needs() access.Permission { return access.Asks }

// Do ends it.
func (c EndAsk) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	r, p, err := changeAsk(tx, c.ID, c.Version)
	if err != nil {
		return false, err
	}
	if r.AskedBy != tx.Actor.ID && !(r.State == Returned && r.mine(tx.Actor)) {
		return false, fault.Refused("Only %s, who asked, can end this without an answer. Give it back with a reason instead", r.AskedName)
	}
	var check fault.Check
	line(&check, &c.Why, "why", "Say why it ends without an answer")
	c.Telling.check(&check, p)
	if err := check.Err(); err != nil {
		return false, err
	}
	r.State, r.Answer, r.Told, r.Untold, r.EndedName, r.EndedAt = AskEnded, c.Why, c.Told, c.Untold, tx.Actor.Name, tx.Now
	return true, r.keep(tx, "ended without an answer", c.Why)
}

// What the list of asks can be narrowed to.
const (
	AsksMine  = "mine"
	AsksLate  = "late" // mine, and the day has passed
	AsksSent  = "sent" // those that I asked and that are not ended
	AsksTeam  = "team" // every one that is not ended; for practitioners
	AsksEnded = "ended"
)

// AskList asks for the asks of the actor in a network.
type AskList struct {
	PCN  string
	Show string // AsksMine when left out
}

// Asks is the answer: what is due first stands first.
type Asks struct {
	List   []AskItem
	Counts map[string]int
	Team   bool // the actor may see everybody's
}

// Needs names the permission.
func (AskList) Needs() access.Permission { return access.Asks }

// Ask lists them.
func (q AskList) Ask(_ context.Context, tx *gate.Tx) (Asks, error) {
	out := Asks{Counts: map[string]int{}}
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("network")
	}
	out.Team = tx.Actor.Holds(access.Practitioner) && tx.Scope.WholeNetwork(q.PCN)
	if q.Show == "" || q.Show == AsksTeam && !out.Team {
		q.Show = AsksMine
	}
	open, err := db.All[Request](tx.Tx, "SELECT "+askColumns+" FROM ask WHERE pcn = $1 AND state IN ('asked', 'accepted', 'returned') ORDER BY due_on, id", q.PCN)
	if err != nil {
		return out, err
	}
	all, err := askItems(tx, open)
	if err != nil {
		return out, err
	}
	for _, i := range all {
		for _, show := range []string{AsksMine, AsksLate, AsksSent, AsksTeam} {
			if show == AsksMine && i.Mine || show == AsksLate && i.Mine && i.Late || show == AsksSent && i.Sent || show == AsksTeam && out.Team {
				out.Counts[show]++
				if q.Show == show {
					out.List = append(out.List, i)
				}
			}
		}
	}
	if q.Show == AsksEnded {
		ended, err := db.All[Request](tx.Tx, "SELECT "+askColumns+" FROM ask WHERE pcn = $1 AND state IN ('answered', 'ended') AND (asked_by = $2 OR owner_user = $2 OR ended_name = $3) ORDER BY ended_at DESC, id DESC LIMIT 200", q.PCN, tx.Actor.ID, tx.Actor.Name)
		if err != nil {
			return out, err
		}
		if out.List, err = askItems(tx, ended); err != nil {
			return out, err
		}
	}
	tx.Listed("ask", q.PCN+" "+q.Show, len(out.List))
	return out, nil
}

// askItems gives asks with what a list shows. Those about people who are not
// within the scope, and those about nobody that are no business of the
// actor's, are left out.
func askItems(tx *gate.Tx, list []Request) ([]AskItem, error) {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Person)
	}
	who, err := people(tx, ids)
	if err != nil {
		return nil, err
	}
	var out []AskItem
	for _, r := range list {
		i := AskItem{Request: r, Mine: r.Live() && r.mine(tx.Actor), Sent: r.AskedBy == tx.Actor.ID, Late: r.Late(tx.Today())}
		if !r.business(tx) {
			continue
		}
		if r.Person != "" {
			p, ok := who[r.Person]
			if !ok {
				continue
			}
			i.Who = &p
		}
		out = append(out, i)
	}
	return out, nil
}

// AskByID asks for one ask with its history.
type AskByID struct{ ID string }

// FullAsk is the answer to AskByID.
type FullAsk struct {
	AskItem
	Events  []Event
	Owners  []Owned // to whom it may be passed on
	MayPass bool
	MayEnd  bool
	Draft   *account.Draft
}

// Needs names the permission.
func (AskByID) Needs() access.Permission { return access.Asks }

// Ask gathers it.
func (q AskByID) Ask(ctx context.Context, tx *gate.Tx) (FullAsk, error) {
	var f FullAsk
	r, p, err := loadAsk(tx, q.ID)
	if err != nil {
		return f, err
	}
	practice := ""
	if p != nil {
		tx.Saw(p.ID, "an ask")
		practice = p.Practice
	} else {
		tx.Listed("ask", "one ask about nobody", 1)
	}
	f.AskItem = AskItem{Request: r, Who: p, Mine: r.Live() && r.mine(tx.Actor), Sent: r.AskedBy == tx.Actor.ID, Late: r.Late(tx.Today())}
	if f.Events, err = eventsOf(tx, r.ID); err != nil {
		return f, err
	}
	f.MayPass = r.Live() && (f.Mine && r.State == Returned || f.Sent || tx.Actor.Holds(access.Practitioner) && tx.Scope.WholeNetwork(r.PCN))
	f.MayEnd = r.Live() && (f.Sent || r.State == Returned && f.Mine)
	if f.MayPass || f.Mine {
		if f.Owners, err = owners(tx, r.PCN, practice); err != nil {
			return f, err
		}
	}
	d, err := account.ReadDraft{Kind: DraftAsk, Subject: r.ID}.Ask(ctx, tx)
	if err == nil {
		f.Draft = &d
	} else if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return f, err
}
