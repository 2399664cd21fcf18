// Package gate is the one door to the data. Whatever is done or asked goes
// actor → permission → scope → transaction → audit line → commit, in this
// order and nowhere else. Only code under internal/app can import it, so only
// rooms can declare commands and queries.
package gate

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Command is something that changes the records. R is what the caller learns;
// it must survive JSON, because a command that is sent twice with one key
// answers the second time from what it said the first time.
type Command[R any] interface {
	// Needs names the permission.
	Needs() access.Permission
	// Do decides and writes, inside the transaction.
	Do(ctx context.Context, tx *Tx) (R, error)
}

// Query is something that is asked. It can't write.
type Query[R any] interface {
	Needs() access.Permission
	Ask(ctx context.Context, tx *Tx) (R, error)
}

// Gate holds the database and the clock that everyone is handed.
type Gate struct {
	DB    *db.DB
	Clock calendar.Clock
	Log   *slog.Logger
	fails func() error // a test's way to make a commit fail
}

// Tx is an open transaction with who is asking, where they may, and when it
// is. It carries one instant for everything that it writes.
type Tx struct {
	*db.Tx
	Actor access.Actor
	Scope access.Scope
	Now   calendar.Instant

	lines  []Line
	nobody string
}

// Today is the London date of the transaction's instant.
func (t *Tx) Today() calendar.Date { return t.Now.Date() }

// Line is what one audit line says beside who, what and when.
type Line struct {
	Kind   string // of the subject: "booking", "person", "agreement"
	ID     string // of the subject
	Person string // the person served whose record it is, if any
	Org    string // the practice or network concerned, if any
	Detail string // what happened, without anything clinical
}

// Touched says which record a command changed. Every command says so at least
// once, or says that it touched nobody and why.
func (t *Tx) Touched(kind, id, person, detail string) {
	t.lines = append(t.lines, Line{Kind: kind, ID: id, Person: person, Detail: detail})
}

// TouchedAt is Touched with the organisation concerned.
func (t *Tx) TouchedAt(kind, id, person, org, detail string) {
	t.lines = append(t.lines, Line{Kind: kind, ID: id, Person: person, Org: org, Detail: detail})
}

// Saw says whose record a query shows.
func (t *Tx) Saw(person, detail string) {
	t.lines = append(t.lines, Line{Kind: "person", ID: person, Person: person, Detail: detail})
}

// Listed says which list a query shows: its filter, and how many rows.
func (t *Tx) Listed(kind, filter string, count int) {
	t.lines = append(t.lines, Line{Kind: kind + " list", Detail: fmt.Sprintf("%s: %d", filter, count)})
}

// Nobody says that no record about anybody was touched or seen, and why that
// is so. Nothing is written to the audit.
func (t *Tx) Nobody(why string) { t.nobody = why }

// NewID makes an opaque identifier: 26 letters and digits that sort by the
// time they were made.
func (t *Tx) NewID() string { return newID(t.Now) }

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

func newID(now calendar.Instant) string {
	var b [26]byte
	ms := now.Time().UnixMilli()
	for i := 9; i >= 0; i-- {
		b[i] = crockford[ms&31]
		ms >>= 5
	}
	var r [16]byte
	rand.Read(r[:])
	for i, c := range r {
		b[10+i] = crockford[c&31]
	}
	return string(b[:])
}

type keyed struct{}

// WithKey gives the commands that are done with this context an idempotency
// key: each of them, done twice by the same actor, happens once.
func WithKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyed{}, key)
}

type requested struct{}

// WithRequest gives the audit lines the identifier of the request.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requested{}, id)
}

func valueOf(ctx context.Context, key any) string {
	s, _ := ctx.Value(key).(string)
	return s
}

// Name gives a command or a query its name in the audit: "diary.Book".
func Name(v any) string {
	t := reflect.TypeOf(v)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	pkg := t.PkgPath()
	return pkg[strings.LastIndexByte(pkg, '/')+1:] + "." + t.Name()
}

func (g *Gate) enter(actor access.Actor, what any, p access.Permission) (access.Scope, error) {
	if !access.Known(p) {
		return access.Scope{}, fmt.Errorf("%s needs the unknown permission %q", Name(what), p)
	}
	if !actor.May(p) {
		g.Log.Warn("refused", "actor", actor.ID, "action", Name(what), "permission", string(p))
		return access.Scope{}, fault.Refused("Your role can't do this")
	}
	scope := actor.Scope(p)
	if scope.Empty() {
		g.Log.Warn("refused: empty scope", "actor", actor.ID, "action", Name(what))
		return access.Scope{}, fault.Refused("Your role can't do this here")
	}
	return scope, nil
}

// Do runs a command.
func Do[R any](ctx context.Context, g *Gate, actor access.Actor, cmd Command[R]) (R, error) {
	var answer R
	scope, err := g.enter(actor, cmd, cmd.Needs())
	if err != nil {
		return answer, err
	}
	name, key := Name(cmd), valueOf(ctx, keyed{})
	err = g.DB.Write(ctx, func(raw *db.Tx) error {
		var zero R
		answer = zero
		tx := &Tx{Tx: raw, Actor: actor, Scope: scope, Now: g.Clock.Now()}
		if key != "" {
			said, done, err := db.Maybe[string](raw, "SELECT answer FROM idempotency WHERE actor = $1 AND key = $2 AND action = $3", actor.ID, key, name)
			if err != nil {
				return err
			}
			if done {
				return json.Unmarshal([]byte(said), &answer)
			}
		}
		var err error
		if answer, err = cmd.Do(ctx, tx); err != nil {
			return err
		}
		if len(tx.lines) == 0 && tx.nobody == "" {
			return fmt.Errorf("%s touched nobody and does not say so: not committed", name)
		}
		if key != "" {
			said, err := json.Marshal(answer)
			if err != nil {
				return err
			}
			if _, err := raw.Exec("INSERT INTO idempotency (actor, key, action, answer, made_at) VALUES ($1, $2, $3, $4, $5)",
				actor.ID, key, name, string(said), tx.Now); err != nil {
				return err
			}
		}
		if err := appendAudit(tx, "do", name, valueOf(ctx, requested{})); err != nil {
			return err
		}
		if g.fails != nil {
			return g.fails()
		}
		return nil
	})
	if err != nil {
		var zero R
		return zero, err
	}
	return answer, nil
}

// Ask runs a query. When it saw somebody's record, the answer is handed over
// only after the audit line is written.
func Ask[R any](ctx context.Context, g *Gate, actor access.Actor, q Query[R]) (R, error) {
	var answer R
	scope, err := g.enter(actor, q, q.Needs())
	if err != nil {
		return answer, err
	}
	name := Name(q)
	var seen *Tx
	err = g.DB.Read(ctx, func(raw *db.Tx) error {
		var zero R
		answer = zero
		seen = &Tx{Tx: raw, Actor: actor, Scope: scope, Now: g.Clock.Now()}
		var err error
		if answer, err = q.Ask(ctx, seen); err != nil {
			return err
		}
		if len(seen.lines) == 0 && seen.nobody == "" {
			return fmt.Errorf("%s does not say whom it showed: not answered", name)
		}
		return nil
	})
	if err == nil && len(seen.lines) > 0 {
		err = g.DB.Write(ctx, func(raw *db.Tx) error {
			tx := &Tx{Tx: raw, Actor: actor, Now: seen.Now, lines: seen.lines}
			return appendAudit(tx, "ask", name, valueOf(ctx, requested{}))
		})
	}
	if err != nil {
		var zero R
		return zero, err
	}
	return answer, nil
}

// FailCommits makes every commit from now on fail with err; nil ends it. It is
// there for tests of what a failing commit leaves behind: nothing.
func (g *Gate) FailCommits(err error) {
	if err == nil {
		g.fails = nil
		return
	}
	g.fails = func() error { return err }
}

// Forget drops idempotency keys older than a week; nobody's Back button is
// that old.
func Forget(tx *Tx) error {
	_, err := tx.Exec("DELETE FROM idempotency WHERE made_at < $1", tx.Now.Add(-7*24*time.Hour))
	return err
}
