package link_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/link"
	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// house is the demo's network without a history, and a link to a questionnaire
// for its first person, who was born on the day Born.
type house struct {
	t     *testing.T
	app   *app.App
	clock *calendar.Manual
	raw   *sql.DB
	leah  access.Actor
	who   string
	born  calendar.Date
	made  link.Made
}

func open(t *testing.T, dsn string) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: calendar.NewManual(calendar.MustInstant("2026-11-04T10:00:00Z"))}
	var err error
	if h.app, err = app.Open(ctx, app.Config{Database: dsn, Clock: h.clock, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	driver := "sqlite"
	if strings.HasPrefix(dsn, "postgres") {
		driver = "pgx"
	}
	if h.raw, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.raw.Close(); h.app.Close() })
	cast, err := demo.Stage(ctx, h.app, 2)
	if err != nil {
		t.Fatal(err)
	}
	h.leah, h.who = cast.Actors["leah"], cast.People[0]
	r, err := app.Ask(ctx, h.app, h.leah, person.Open{ID: h.who})
	if err != nil {
		t.Fatal(err)
	}
	h.born = r.BornOn
	do(h, h.leah, care.SignContact{Person: h.who, Mechanism: nhs.Telephone, StartedAt: h.app.Now(), Minutes: 10, Note: "Rang", Words: "Can’t sleep"})
	h.made = h.link()
	return h
}

func (h *house) link() link.Made {
	return do(h, h.leah, measures.GiveLink{Person: h.who, Instrument: "gad-7", Until: h.app.Today().AddDays(2)})
}

func do[R any](h *house, who access.Actor, c app.Command[R]) R {
	h.t.Helper()
	r, err := app.Do(context.Background(), h.app, who, c)
	if err != nil {
		h.t.Fatalf("%T: %v", c, err)
	}
	return r
}

func (h *house) look(q link.Look) link.Seen {
	h.t.Helper()
	s, err := app.Ask(context.Background(), h.app, access.Nobody(), q)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) sheet(who access.Actor) error {
	_, err := app.Ask(context.Background(), h.app, who, measures.Sheet{})
	return err
}

func (h *house) state() link.Shown {
	h.t.Helper()
	s, err := app.Ask(context.Background(), h.app, h.leah, link.One{ID: h.made.ID})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// Of the token nothing is kept anywhere but its hash.
func TestOnlyAHash(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		token := strings.ReplaceAll(h.made.Token, "-", "")
		if len(token) != 26 { // of 5 bits each
			t.Fatalf("%q has %d letters", h.made.Token, len(token))
		}
		who := do(h, access.HolderOf(h.made.ID, ""), link.Confirm{Born: h.born})
		for _, q := range []string{"SELECT count(*) FROM private_link WHERE token_hash LIKE '%%%s%%' OR id = '%[1]s'", "SELECT count(*) FROM audit WHERE detail LIKE '%%%s%%' OR subject LIKE '%%%[1]s%%'", "SELECT count(*) FROM idempotency WHERE answer LIKE '%%%s%%'", "SELECT count(*) FROM private_link_pass WHERE pass_hash LIKE '%%%s%%'"} {
			for _, secret := range []string{token, h.made.Token, who.Pass} {
				var n int
				if err := h.raw.QueryRow(fmt.Sprintf(q, secret)).Scan(&n); err != nil || n != 0 {
					t.Errorf("%s: %d %v", q, n, err)
				}
			}
		}
		// Typed from paper: letters that read alike are the same.
		if !h.look(link.Look{Token: strings.ToUpper(token)}).Found {
			t.Error("in capitals and without the hyphens it is another one")
		}
		// The same form sent twice makes one link, and shows no token again.
		ctx := app.WithKey(context.Background(), "k")
		c := measures.GiveLink{Person: h.who, Instrument: "gad-7", Until: h.app.Today()}
		one, err1 := app.Do(ctx, h.app, h.leah, c)
		two, err2 := app.Do(ctx, h.app, h.leah, c)
		if err1 != nil || err2 != nil || one.ID != two.ID || one.Token == "" || two.Token != "" {
			t.Errorf("%v %v %v %v", one, two, err1, err2)
		}
	})
}

// Nothing is shown before the date of birth, and the third wrong one locks the
// link; whoever made it sees so.
func TestWrongDateOfBirthLocks(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		who := access.HolderOf(h.made.ID, "")
		if err := h.sheet(who); !fault.Is(err, fault.NotFound) {
			t.Fatalf("shown without the date of birth: %v", err)
		}
		if err := h.sheet(access.HolderOf(h.made.ID, link.Pass("guess"))); !fault.Is(err, fault.NotFound) {
			t.Fatalf("shown with a guessed pass: %v", err)
		}
		if _, err := app.Do(context.Background(), h.app, who, link.Confirm{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty date: %v", err)
		}
		for left := 2; left >= 0; left-- {
			if c := do(h, who, link.Confirm{Born: h.born.AddDays(left + 1)}); c.Pass != "" || c.Left != left {
				t.Fatalf("%+v", c)
			}
		}
		if s := h.state(); s.State != link.Locked || !strings.Contains(s.Words, "wrong three times") {
			t.Errorf("%s", s.Words)
		}
		if _, err := app.Do(context.Background(), h.app, who, link.Confirm{Born: h.born}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the right date opens a locked link: %v", err)
		}
		if h.look(link.Look{Token: h.made.Token}).Found {
			t.Error("a locked link is found")
		}
	})
}

// Wrong tries count only until the right one, so that a slip of the finger in
// spring does not lock the link in summer.
func TestExpiryUseAndWithdrawal(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		seen := h.look(link.Look{Token: h.made.Token})
		do(h, access.HolderOf(seen.Link, ""), link.Confirm{Born: h.born.AddDays(1)})
		pass := do(h, access.HolderOf(seen.Link, ""), link.Confirm{Born: h.born}).Pass
		who := access.HolderOf(seen.Link, link.Pass(pass))
		if err := h.sheet(who); err != nil {
			t.Fatal(err)
		}
		if s := h.state(); s.Opens != 1 || s.Wrong != 0 || s.OpenedAt.IsZero() {
			t.Errorf("%+v", s.Link)
		}
		if !h.look(link.Look{Token: h.made.Token, Pass: pass}).Confirmed {
			t.Error("this browser has confirmed")
		}
		other := h.link()
		if h.look(link.Look{Token: other.Token, Pass: pass}).Confirmed {
			t.Error("a pass opens another link")
		}
		h.clock.Advance(link.PassFor)
		if err := h.sheet(who); !fault.Is(err, fault.NotFound) {
			t.Errorf("a pass lasts for ever: %v", err)
		}
		// Used: once.
		who = access.HolderOf(seen.Link, link.Pass(do(h, access.HolderOf(seen.Link, ""), link.Confirm{Born: h.born}).Pass))
		do(h, who, measures.Tick{Key: "item-1", Value: "1"})
		do(h, who, measures.Send{})
		if h.look(link.Look{Token: h.made.Token}).Found || h.state().State != link.Used {
			t.Error("it can be used again")
		}
		var n int
		if err := h.raw.QueryRow("SELECT (SELECT count(*) FROM private_link_draft) + (SELECT count(*) FROM private_link_pass)").Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left of a link that is used: %v", n, err)
		}
		// Withdrawn: at once.
		h.made = other
		if _, err := app.Do(context.Background(), h.app, h.leah, link.Withdraw{ID: other.ID, Why: " "}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		do(h, h.leah, link.Withdraw{ID: other.ID, Why: "Wrong person"})
		if h.look(link.Look{Token: other.Token}).Found {
			t.Error("a withdrawn link opens")
		}
		if _, err := app.Do(context.Background(), h.app, h.leah, link.Withdraw{ID: other.ID, Why: "again"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		// Over: to the second.
		h.made = h.link()
		h.clock.Set(h.made.Until.Add(-time.Second))
		if !h.look(link.Look{Token: h.made.Token}).Found {
			t.Error("it ends early")
		}
		h.clock.Advance(time.Second)
		if h.look(link.Look{Token: h.made.Token}).Found || h.state().State != link.Over {
			t.Error("it does not end")
		}
	})
}

// An address that tries link after link is told of none, for a quarter of an
// hour; a browser that has opened its own goes on.
func TestGuessing(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		pass := do(h, access.HolderOf(h.made.ID, ""), link.Confirm{Born: h.born}).Pass
		for range link.GuessLimit {
			if !h.look(link.Look{Token: h.made.Token, Address: "10.0.0.1"}).Found {
				t.Fatal("too early")
			}
			do(h, access.Nobody(), link.Guess{Address: "10.0.0.1"})
		}
		if h.look(link.Look{Token: h.made.Token, Address: "10.0.0.1"}).Found {
			t.Error("guessing goes on for ever")
		}
		if !h.look(link.Look{Token: h.made.Token, Address: "10.0.0.2"}).Found || !h.look(link.Look{Token: h.made.Token, Pass: pass, Address: "10.0.0.1"}).Confirmed {
			t.Error("others are held up")
		}
		for range 10 { // enough is known: no more rows
			do(h, access.Nobody(), link.Guess{Address: "10.0.0.1"})
		}
		var n int
		if err := h.raw.QueryRow("SELECT count(*) FROM private_link_guess").Scan(&n); err != nil || n > link.GuessLimit+1 {
			t.Errorf("%d rows: %v", n, err)
		}
		h.clock.Advance(link.GuessSpan + time.Second)
		if !h.look(link.Look{Token: h.made.Token, Address: "10.0.0.1"}).Found {
			t.Error("it is not forgotten")
		}
	})
}

// The holder of a link can do nothing else in the house.
func TestHolderIsNobodyElse(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		pass := do(h, access.HolderOf(h.made.ID, ""), link.Confirm{Born: h.born}).Pass
		who := access.HolderOf(h.made.ID, link.Pass(pass))
		for _, p := range access.Permissions() {
			if who.May(p) != (p == access.UseLink) {
				t.Errorf("the holder may %s", p)
			}
		}
		if s := who.Scope(access.UseLink); len(s.Practices)+len(s.PCNs)+len(s.Networks) != 0 || s.Empty() {
			t.Errorf("%+v", s)
		}
		if _, err := app.Ask(context.Background(), h.app, who, person.Open{ID: h.who}); !fault.Is(err, fault.Denied) {
			t.Errorf("%v", err)
		}
		// Somebody whose date of birth is a guess can't confirm it.
		r, err := app.Ask(context.Background(), h.app, h.leah, person.Open{ID: h.who})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.raw.Exec("UPDATE person SET born_approx = true WHERE id = '" + r.ID + "'"); err != nil {
			t.Fatal(err)
		}
		if _, err := app.Do(context.Background(), h.app, h.leah, measures.GiveLink{Person: h.who, Instrument: "gad-7", Until: h.app.Today()}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
	})
}
