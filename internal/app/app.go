// Package app is what can be done in Footbridge: App, Do and Ask. The rooms
// under it declare the commands and the queries; the front rooms, the FHIR
// face and the command line build those values and hand them in here.
package app

import (
	"context"
	"log/slog"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// App is an open Footbridge: its records and its clock.
type App struct{ gate gate.Gate }

// Config says what to open.
type Config struct {
	Database string         // a SQLite path or a postgres:// URL
	Clock    calendar.Clock // the system's when nil
	Log      *slog.Logger   // the default logger when nil
}

// Open opens the database and brings its schema to the present.
func Open(ctx context.Context, c Config) (*App, error) {
	if c.Clock == nil {
		c.Clock = calendar.System{}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	d, err := db.Open(ctx, c.Database)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return &App{gate: gate.Gate{DB: d, Clock: c.Clock, Log: c.Log}}, nil
}

// Close closes the database.
func (a *App) Close() error { return a.gate.DB.Close() }

// Ready tells whether the database answers.
func (a *App) Ready(ctx context.Context) error { return a.gate.DB.Ping(ctx) }

// Clock is the clock that everyone is handed.
func (a *App) Clock() calendar.Clock { return a.gate.Clock }

// Now is the present instant by the app's clock.
func (a *App) Now() calendar.Instant { return a.gate.Clock.Now() }

// Today is the present London date by the app's clock.
func (a *App) Today() calendar.Date { return a.gate.Clock.Now().Date() }

// Engine names the engine under the app: "sqlite" or "postgres".
func (a *App) Engine() string { return string(a.gate.DB.Engine) }

// Command is something that changes the records; see the rooms.
type Command[R any] = gate.Command[R]

// Query is something that is asked; see the rooms.
type Query[R any] = gate.Query[R]

// Do runs a command for an actor.
func Do[R any](ctx context.Context, a *App, actor access.Actor, cmd Command[R]) (R, error) {
	return gate.Do(ctx, &a.gate, actor, cmd)
}

// Ask runs a query for an actor.
func Ask[R any](ctx context.Context, a *App, actor access.Actor, q Query[R]) (R, error) {
	return gate.Ask(ctx, &a.gate, actor, q)
}

// WithKey gives the next command an idempotency key.
func WithKey(ctx context.Context, key string) context.Context { return gate.WithKey(ctx, key) }

// WithRequest gives the audit lines the identifier of a request.
func WithRequest(ctx context.Context, id string) context.Context { return gate.WithRequest(ctx, id) }

// NameOf gives a command or query its name in the audit: "diary.Book".
func NameOf(v any) string { return gate.Name(v) }

// Chain is what a walk over the audit found.
type Chain = gate.Chain

// Entry is one line of the audit.
type Entry = gate.Entry

// Verify walks the audit chain and names the first line that doesn't fit.
func (a *App) Verify(ctx context.Context) (Chain, error) { return a.gate.Verify(ctx) }

// FailCommits makes every commit fail with err until it is called with nil.
// Only tests of what a failing commit leaves behind call it.
func (a *App) FailCommits(err error) { a.gate.FailCommits(err) }

// Loosely runs fn without waiting for the disk at each commit. Only the making
// of the demo does: what it loses to a power cut is made anew.
func (a *App) Loosely(ctx context.Context, fn func() error) error { return a.gate.DB.Loosely(ctx, fn) }

// Bulk is Loosely for very many rows; only a simulated year is made with it.
func (a *App) Bulk(ctx context.Context, fn func() error) error { return a.gate.DB.Bulk(ctx, fn) }

// Watch calls see with each statement that the engine is given from now on,
// and with "BEGIN", "BEGIN IMMEDIATE" and "COMMIT"; nil ends it. Only
// benchmarks and tests call it.
func (a *App) Watch(see func(statement string, args []any)) { a.gate.DB.Watch(see) }

// At gives the same records under another clock. The demo makes its history
// with it, and tests let days pass.
func (a *App) At(c calendar.Clock) *App {
	b := &App{gate: gate.Gate{DB: a.gate.DB, Clock: c, Log: a.gate.Log}}
	return b
}
