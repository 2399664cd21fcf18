package bench

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/app"
)

// said is one statement that the engine was given.
type said struct {
	text string
	args []any
}

// watch notes the statements of what f does.
func watch(a *app.App, f func()) []said {
	var out []said
	a.Watch(func(text string, args []any) { out = append(out, said{text, slices.Clone(args)}) })
	f()
	a.Watch(nil)
	return out
}

// replay runs statements bare: with database/sql, on the same records, in the
// same transactions, each row read and nothing made of it. The audit lines
// are written anew, after the last one there is. Compiled, each statement was
// compiled before, as in Footbridge; else database/sql does as it likes.
type replay struct {
	b           testing.TB
	list        []said
	read, write *sql.Conn
	postgres    bool
	compiled    map[string]*sql.Stmt
	at          *sql.Conn // the connection of the open transaction
	head        int64     // the last audit line
}

func bare(b testing.TB, dsn string, list []said, compiled bool) *replay {
	r := &replay{b: b, list: list, postgres: strings.HasPrefix(dsn, "postgres")}
	if len(list) < 3 {
		b.Fatalf("only %d statements were seen", len(list))
	}
	read, write := pools(b, dsn)
	var err error
	r.read, err = read.Conn(context.Background())
	must(b, err)
	r.write, err = write.Conn(context.Background())
	must(b, err)
	b.Cleanup(func() { r.read.Close(); r.write.Close() })
	must(b, r.write.QueryRowContext(context.Background(), "SELECT seq FROM audit_head").Scan(&r.head))
	if compiled {
		r.compiled = map[string]*sql.Stmt{}
	}
	return r
}

func (r *replay) run() {
	ctx := context.Background()
	var wrote int64
	for _, s := range r.list {
		switch {
		case s.text == "BEGIN":
			r.at = r.read
			if r.postgres {
				r.exec("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", nil)
			} else {
				r.exec("BEGIN", nil)
			}
		case s.text == "BEGIN IMMEDIATE":
			r.at, wrote = r.write, 0
			if r.postgres {
				r.exec("BEGIN ISOLATION LEVEL SERIALIZABLE", nil)
				r.exec("LOCK TABLE audit_head IN EXCLUSIVE MODE", nil)
			} else {
				r.exec("BEGIN IMMEDIATE", nil)
			}
		case strings.HasPrefix(s.text, "SELECT seq, hash FROM audit_head"):
			var hash string
			if r.compiled != nil {
				must(r.b, r.stmt(s.text).QueryRow().Scan(&r.head, &hash))
			} else {
				must(r.b, r.at.QueryRowContext(ctx, s.text).Scan(&r.head, &hash))
			}
		case strings.HasPrefix(s.text, "INSERT INTO audit "):
			wrote++
			args := slices.Clone(s.args)
			args[0] = r.head + wrote
			r.exec(s.text, args)
		case strings.HasPrefix(s.text, "UPDATE audit_head"):
			args := slices.Clone(s.args)
			args[0] = r.head + wrote
			r.exec(s.text, args)
			r.head, wrote = r.head+wrote, 0
		case strings.HasPrefix(s.text, "SELECT"), strings.HasPrefix(s.text, "WITH"):
			r.rows(s)
		default:
			r.exec(s.text, s.args)
		}
	}
}

func (r *replay) stmt(text string) *sql.Stmt {
	key := text
	if r.at == r.write {
		key = "write " + text
	}
	s, ok := r.compiled[key]
	if !ok {
		var err error
		s, err = r.at.PrepareContext(context.Background(), text)
		must(r.b, err)
		r.compiled[key] = s
	}
	return s
}

func (r *replay) exec(text string, args []any) {
	var err error
	if r.compiled != nil && len(args) > 0 {
		_, err = r.stmt(text).Exec(args...)
	} else {
		_, err = r.at.ExecContext(context.Background(), text, args...)
	}
	if err != nil {
		r.b.Fatalf("%v in %s", err, text)
	}
}

func (r *replay) rows(s said) {
	var rows *sql.Rows
	var err error
	if r.compiled != nil {
		rows, err = r.stmt(s.text).Query(s.args...)
	} else {
		rows, err = r.at.QueryContext(context.Background(), s.text, s.args...)
	}
	if err != nil {
		r.b.Fatalf("%v in %s", err, s.text)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	must(r.b, err)
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		must(r.b, rows.Scan(values...))
	}
	must(r.b, rows.Err())
}
