// Package db is the small interface behind which both engines stand: SQLite
// inside the program, PostgreSQL when one machine isn't enough. SQL is written
// once, in PostgreSQL's dialect and the common subset; translate.go turns it
// into SQLite's. Only code under internal/app can import this package.
package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"footbridge/internal/fault"
)

// Engine names one of the two engines.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open database: one connection that writes on SQLite, a pool on
// PostgreSQL, and a pool of readers.
type DB struct {
	Engine Engine
	write  *sql.DB
	read   *sql.DB
	path   string
	watch  atomic.Pointer[func(string, []any)]
}

// Watch calls see with each statement from now on, in the engine's dialect,
// and with "BEGIN", "BEGIN IMMEDIATE" and "COMMIT"; nil ends it. The
// benchmarks run what they saw bare, and tests look at the plans.
func (d *DB) Watch(see func(statement string, args []any)) {
	if see == nil {
		d.watch.Store(nil)
		return
	}
	d.watch.Store(&see)
}

func (d *DB) seen(statement string, args []any) {
	if see := d.watch.Load(); see != nil {
		(*see)(statement, args)
	}
}

// Open opens the database named by dsn: a postgres:// URL, or the path of a
// SQLite file, which is made when it isn't there. It does not migrate.
func Open(ctx context.Context, dsn string) (*DB, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return openPostgres(ctx, dsn)
	}
	return openSQLite(ctx, strings.TrimPrefix(dsn, "sqlite:"))
}

func openPostgres(ctx context.Context, dsn string) (*DB, error) {
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	pool.SetMaxOpenConns(12)
	pool.SetMaxIdleConns(12)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, unavailable(err)
	}
	return &DB{Engine: Postgres, write: pool, read: pool}, nil
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	// The pragmas stand in the DSN so that every pooled connection has them.
	base := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"cache_size(-16000)", "temp_store(MEMORY)",
	}}
	w := url.Values{"_pragma": base["_pragma"], "_txlock": {"immediate"}}
	r := url.Values{"_pragma": append(append([]string{}, base["_pragma"]...), "query_only(1)")}
	// A path may hold any character; as a URI it must be escaped.
	uri := "file:" + (&url.URL{Path: path}).EscapedPath()
	writer, err := keepStatements(uri + "?" + w.Encode())
	if err != nil {
		return nil, err
	}
	reader, err := keepStatements(uri + "?" + r.Encode())
	if err != nil {
		return nil, err
	}
	write := sql.OpenDB(writer)
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, unavailable(fmt.Errorf("open %s: %w", path, err))
	}
	read := sql.OpenDB(reader)
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	return &DB{Engine: SQLite, write: write, read: read, path: path}, nil
}

// Close closes every connection.
func (d *DB) Close() error {
	if d.read != d.write {
		d.read.Close()
	}
	return d.write.Close()
}

// Loosely runs fn without waiting for the disk at each commit; a power cut in
// between loses the last commits and breaks nothing. From its return on every
// commit waits again, and the first one makes all before it durable. For what
// can be made anew: the demo's history.
func (d *DB) Loosely(ctx context.Context, fn func() error) error {
	if d.Engine != SQLite {
		return fn()
	}
	if _, err := d.write.ExecContext(ctx, "PRAGMA synchronous = NORMAL"); err != nil {
		return classify(err)
	}
	err := fn()
	_, back := d.write.ExecContext(context.WithoutCancel(ctx), "PRAGMA synchronous = FULL")
	return errors.Join(err, classify(back))
}

// Bulk is Loosely for very many rows: the engine keeps more of the file in
// memory meanwhile, and copies its journal back less often.
func (d *DB) Bulk(ctx context.Context, fn func() error) error {
	return d.Loosely(ctx, func() error {
		if d.Engine != SQLite {
			return fn()
		}
		set := func(ctx context.Context, pragmas ...string) error {
			for _, p := range pragmas {
				if _, err := d.write.ExecContext(ctx, "PRAGMA "+p); err != nil {
					return classify(err)
				}
			}
			return nil
		}
		if err := set(ctx, "cache_size = -400000", "wal_autocheckpoint = 50000"); err != nil {
			return err
		}
		err := fn()
		return errors.Join(err, set(context.WithoutCancel(ctx), "cache_size = -16000", "wal_autocheckpoint = 1000", "wal_checkpoint(TRUNCATE)"))
	})
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.read.PingContext(ctx); err != nil {
		return unavailable(err)
	}
	return nil
}

// Tx is an open transaction. Rooms see it only through the gate.
type Tx struct {
	ctx    context.Context
	tx     *sql.Tx
	engine Engine
	db     *DB
}

const writeTime = 60 * time.Second

// Write runs fn in a write transaction: one writer at a time, over all
// processes. On SQLite it is BEGIN IMMEDIATE; on PostgreSQL the first
// statement locks audit_head, before the snapshot is taken, inside a
// SERIALIZABLE transaction. A rule checked in Go therefore holds on both, and
// the audit chain has one order. fn is run again when the engine asks for it.
//
// The caller's cancellation is not followed: a closed tab must not leave a
// save half abandoned.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	var err error
	for attempt := range 8 {
		if attempt > 0 {
			time.Sleep(time.Duration(attempt*attempt) * 5 * time.Millisecond)
		}
		if err = d.writeOnce(ctx, fn); err == nil || !again(err) {
			break
		}
	}
	return classify(err)
}

func (d *DB) writeOnce(ctx context.Context, fn func(*Tx) error) (err error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if gone(err) {
			// The server under this connection can't write any more: throw the
			// connection away, or the pool hands it out for ever.
			conn.Raw(func(any) error { return driver.ErrBadConn }) //nolint:errcheck // the error is the request
		}
		conn.Close()
	}()
	var opts *sql.TxOptions
	if d.Engine == Postgres {
		opts = &sql.TxOptions{Isolation: sql.LevelSerializable}
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	if d.Engine == Postgres {
		if _, err := tx.ExecContext(ctx, "LOCK TABLE audit_head IN EXCLUSIVE MODE"); err != nil {
			return err
		}
	}
	d.seen("BEGIN IMMEDIATE", nil)
	if err := fn(&Tx{ctx, tx, d.Engine, d}); err != nil {
		return err
	}
	d.seen("COMMIT", nil)
	if err := tx.Commit(); err != nil {
		return unsure{err}
	}
	return nil
}

// unsure marks an error of the commit itself: when the connection broke then,
// nobody knows whether it took place, so it is not run again.
type unsure struct{ error }

func (u unsure) Unwrap() error { return u.error }

// Read runs fn in a read-only transaction with one view of the data.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for range 3 {
		if err = d.readOnce(ctx, fn); err == nil || !again(err) && !broken(err) {
			break
		}
	}
	return classify(err)
}

func (d *DB) readOnce(ctx context.Context, fn func(*Tx) error) (err error) {
	conn, err := d.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if gone(err) {
			conn.Raw(func(any) error { return driver.ErrBadConn }) //nolint:errcheck // the error is the request
		}
		conn.Close()
	}()
	var opts *sql.TxOptions
	if d.Engine == Postgres {
		opts = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	d.seen("BEGIN", nil)
	defer d.seen("COMMIT", nil)
	return fn(&Tx{ctx, tx, d.Engine, d})
}

// Exec runs one statement and gives the number of rows it touched.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	text := t.sql(query)
	t.db.seen(text, args)
	res, err := t.tx.ExecContext(t.ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("%w\n%s", err, firstLine(query))
	}
	return res.RowsAffected()
}

// Engine says which engine is under the transaction. Rooms don't branch on
// it; the bulk loader does.
func (t *Tx) Engine() Engine { return t.engine }

func (t *Tx) sql(query string) string {
	if t.engine == SQLite {
		return Translate(query)
	}
	return query
}

// Rows runs a query whose rows are read one at a time.
func (t *Tx) Rows(query string, args ...any) (*sql.Rows, error) {
	text := t.sql(query)
	t.db.seen(text, args)
	rows, err := t.tx.QueryContext(t.ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, firstLine(query))
	}
	return rows, nil
}

func firstLine(q string) string {
	q = strings.Join(strings.Fields(q), " ")
	if len(q) > 160 {
		q = q[:160] + "…"
	}
	return "in: " + q
}

// again reports whether the engine asks for the transaction to be run anew.
func again(err error) bool {
	var pg *pgconn.PgError
	var commit unsure
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01" || pg.Code == "25006" || dropped(pg.Code) && !errors.As(err, &commit)
	}
	if errors.As(err, &commit) {
		return false
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xff == sqlite3.SQLITE_BUSY
	}
	return errors.Is(err, driver.ErrBadConn)
}

// gone reports whether the connection must not be used again.
func gone(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && dropped(pg.Code)
}

func dropped(code string) bool {
	return code == "25006" || code == "57P01" || strings.HasPrefix(code, "08")
}

// broken reports whether the way to the server broke.
func broken(err error) bool {
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn)
}

// classify turns what an engine says into a fault: a broken uniqueness is a
// conflict, a broken check is a defect of ours, a full disk or a lost server
// is unavailable.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch {
		case pg.Code == "23505", pg.Code == "23P01":
			return &fault.Error{Kind: fault.Conflict, Message: "Somebody else saved the same thing a moment ago", Cause: err}
		case pg.Code == "40001", pg.Code == "40P01", dropped(pg.Code), strings.HasPrefix(pg.Code, "53"), pg.Code == "57P03", pg.Code == "3D000":
			return unavailable(err)
		}
		return err
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return &fault.Error{Kind: fault.Conflict, Message: "Somebody else saved the same thing a moment ago", Cause: err}
		}
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
			sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return unavailable(err)
		}
		return err
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || errors.Is(err, errClosed) || broken(err) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, context.DeadlineExceeded) {
		return unavailable(err)
	}
	return err
}

// errClosed is what database/sql says once the pool is closed; it has no
// exported name.
var errClosed = func() error {
	d := sql.OpenDB(closedConnector{})
	d.Close()
	return d.Ping()
}()

type closedConnector struct{}

func (closedConnector) Connect(context.Context) (driver.Conn, error) { return nil, driver.ErrBadConn }
func (closedConnector) Driver() driver.Driver                        { return nil }

func unavailable(err error) error {
	return &fault.Error{Kind: fault.Unavailable, Message: "Footbridge can't reach or write its records at the moment", Cause: err}
}
