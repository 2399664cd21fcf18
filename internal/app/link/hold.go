package link

import (
	"context"
	"slices"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/policy"
)

// Look asks what a token opens, before anybody has confirmed anything. Pass is
// what the browser was given when it did, Address where the visitor comes
// from, for throttling.
type Look struct{ Token, Pass, Address string }

// Seen is the answer to Look. Nothing in it is about the person.
type Seen struct {
	Found     bool // the link exists and works
	Unknown   bool // there is no such link at all: counts as a guess
	Link      string
	Confirmed bool // this browser has confirmed the date of birth
	Purpose   string
	Urgent    []network.UrgentRoute // of the person's practice, or the national ones
}

// Needs names the permission.
func (Look) Needs() access.Permission { return access.OpenLink }

// Ask looks it up. An address from which too many links were tried that don't
// exist is told of none, but for those that its browser has opened already.
func (q Look) Ask(_ context.Context, tx *gate.Tx) (Seen, error) {
	tx.Nobody("nobody's record is shown before the date of birth is confirmed")
	s := Seen{}
	for _, r := range policy.NationalRoutes.Routes {
		s.Urgent = append(s.Urgent, network.UrgentRoute{Label: r.Label, Number: r.Number, Hours: r.Hours, WhoFor: r.WhoFor})
	}
	l, found, err := db.Maybe[Link](tx.Tx, "SELECT "+columns+" FROM private_link WHERE token_hash = $1", hashed(q.Token))
	if err != nil {
		return s, err
	}
	if s.Unknown = !found; !found || l.State(tx.Now) != Open {
		return s, nil
	}
	confirmed, err := passes(tx, l.ID, hashed(q.Pass))
	if err != nil {
		return s, err
	}
	if !confirmed {
		n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM private_link_guess WHERE address_hash = $1 AND at > $2", hashed("from "+q.Address), tx.Now.Add(-GuessSpan))
		if err != nil || n >= GuessLimit {
			return s, err
		}
	}
	p, err := person.Behind(tx, l.Person)
	if err != nil {
		return s, err
	}
	if s.Urgent, err = urgent(tx, p); err != nil {
		return s, err
	}
	s.Found, s.Link, s.Confirmed, s.Purpose = true, l.ID, confirmed, l.Purpose
	return s, nil
}

// urgent gives where somebody can turn today: the routes of their practice,
// without those that are for whoever works here.
func urgent(tx *gate.Tx, p person.Person) ([]network.UrgentRoute, error) {
	list, err := network.RoutesFor(tx, p.PCN, p.Practice)
	return slices.DeleteFunc(list, func(r network.UrgentRoute) bool { return r.StaffOnly }), err
}

// Pass gives the actor's pass as it is kept, for HolderOf.
func Pass(secret string) string { return hashed(secret) }

func passes(tx *gate.Tx, link, pass string) (bool, error) {
	_, found, err := db.Maybe[string](tx.Tx, "SELECT link FROM private_link_pass WHERE pass_hash = $1 AND link = $2 AND given_at > $3", pass, link, tx.Now.Add(-PassFor))
	return found, err
}

// Guess notes that an address tried a link that does not exist.
type Guess struct{ Address string }

// Needs names the permission.
func (Guess) Needs() access.Permission { return access.OpenLink }

// Do notes it, and drops what is older than a day.
func (c Guess) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("a link that does not exist is about nobody")
	if _, err := tx.Exec("DELETE FROM private_link_guess WHERE at < $1", tx.Now.Add(-24*time.Hour)); err != nil {
		return false, err
	}
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM private_link_guess WHERE address_hash = $1 AND at > $2", hashed("from "+c.Address), tx.Now.Add(-GuessSpan))
	if err != nil || n > GuessLimit {
		return false, err // enough is known
	}
	_, err = tx.Exec("INSERT INTO private_link_guess (address_hash, at) VALUES ($1,$2)", hashed("from "+c.Address), tx.Now)
	return true, err
}

// Confirm is the holder of a link confirming the person's date of birth. The
// third wrong one locks the link, and whoever made it sees so.
type Confirm struct{ Born calendar.Date }

// Confirmed is the answer to Confirm. Pass is for the browser's cookie, "" when
// the date was wrong; Left is how many tries are left then.
type Confirmed struct {
	Pass string `json:"-"`
	Left int
}

// Needs names the permission.
func (Confirm) Needs() access.Permission { return access.UseLink }

// Do compares; a wrong date is counted and no fault, so that it is kept.
func (c Confirm) Do(_ context.Context, tx *gate.Tx) (Confirmed, error) {
	if c.Born.IsZero() {
		return Confirmed{}, fault.Wrong("born", "Enter your date of birth")
	}
	l, p, err := ofScope(tx)
	if err != nil {
		return Confirmed{}, err
	}
	if c.Born != p.BornOn {
		l.Wrong++
		var locked any
		said := "a wrong date of birth at a private link"
		if l.Wrong >= MaxTries {
			locked, said = tx.Now, said+": locked"
		}
		tx.TouchedAt("private link", l.ID, p.ID, l.PCN, said)
		_, err := tx.Exec("UPDATE private_link SET wrong = $1, locked_at = $2 WHERE id = $3", l.Wrong, locked, l.ID)
		return Confirmed{Left: max(0, MaxTries-l.Wrong)}, err
	}
	pass := newToken()
	first := l.OpenedAt
	if first.IsZero() {
		first = tx.Now
	}
	if _, err := tx.Exec("UPDATE private_link SET opened_at = $1, seen_at = $2, opens = opens + 1, wrong = 0 WHERE id = $3", first, tx.Now, l.ID); err != nil {
		return Confirmed{}, err
	}
	tx.TouchedAt("private link", l.ID, p.ID, l.PCN, "opened a private link: "+l.Purpose)
	_, err = tx.Exec("INSERT INTO private_link_pass (pass_hash, link, given_at) VALUES ($1,$2,$3)", hashed(pass), l.ID, tx.Now)
	return Confirmed{Pass: pass, Left: MaxTries}, err
}

// ofScope gives the link that the actor holds while it works, and its person.
func ofScope(tx *gate.Tx) (Link, person.Person, error) {
	l, found, err := db.Maybe[Link](tx.Tx, "SELECT "+columns+" FROM private_link WHERE id = $1 AND id <> ''", tx.Scope.Link)
	if err == nil && (!found || l.State(tx.Now) != Open) {
		err = fault.Missing("private link")
	}
	if err != nil {
		return l, person.Person{}, err
	}
	p, err := person.Behind(tx, l.Person)
	return l, p, err
}

// Holding is who is there behind a link that was opened with the date of
// birth.
type Holding struct {
	Link   Link
	Person person.Person
	Urgent []network.UrgentRoute
	Draft  string // what was answered so far, "" when nothing
	Saved  calendar.Instant
}

// Held gives the link that the actor holds, for a purpose: inside the commands
// and queries of the room to which the purpose belongs, which need UseLink.
// Everything else is not found: another purpose, a link that is used, over,
// locked or withdrawn, and a browser that has not confirmed the date of birth.
func Held(tx *gate.Tx, purpose string) (Holding, error) {
	var h Holding
	var err error
	if h.Link, h.Person, err = ofScope(tx); err != nil {
		return h, err
	}
	ok, err := passes(tx, h.Link.ID, tx.Actor.Session)
	if err != nil {
		return h, err
	}
	if !ok || h.Link.Purpose != purpose {
		return h, fault.Missing("private link")
	}
	if h.Urgent, err = urgent(tx, h.Person); err != nil {
		return h, err
	}
	type draft struct {
		Body    string
		SavedAt calendar.Instant
	}
	d, _, err := db.Maybe[draft](tx.Tx, "SELECT body, saved_at FROM private_link_draft WHERE link = $1", h.Link.ID)
	h.Draft, h.Saved = d.Body, d.SavedAt
	return h, err
}

// Keep keeps what the holder has answered so far.
func Keep(tx *gate.Tx, h Holding, body string) error {
	if len(body) > MaxDraft {
		return fault.Wrong("answer", "This is too long to keep")
	}
	tx.TouchedAt("private link", h.Link.ID, h.Person.ID, h.Link.PCN, "kept what was answered so far")
	_, err := tx.Exec("INSERT INTO private_link_draft (link, body, saved_at) VALUES ($1,$2,$3) ON CONFLICT (link) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at", h.Link.ID, body, tx.Now)
	return err
}

// Finish uses a link up.
func Finish(tx *gate.Tx, h Holding) error {
	if _, err := tx.Exec("UPDATE private_link SET done_at = $1 WHERE id = $2", tx.Now, h.Link.ID); err != nil {
		return err
	}
	tx.TouchedAt("private link", h.Link.ID, h.Person.ID, h.Link.PCN, "used a private link: "+h.Link.Purpose)
	return forget(tx, h.Link.ID)
}
