package db

import (
	"container/list"
	"context"
	"database/sql/driver"
	"strings"

	"modernc.org/sqlite"
)

// On SQLite a statement is parsed and planned anew each time it is run, which
// costs about as much as running it. The connections here keep the statements
// that they ran last, compiled. PostgreSQL's driver does so by itself.
const (
	keptStatements = 96
	longestKept    = 4096 // characters; a longer one has a list in it that won't come again
)

type keeper struct{ driver.Connector }

func keepStatements(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return keeper{c}, err
}

// engineConn is what a connection of the engine can do.
type engineConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if full, ok := c.(engineConn); ok {
		return &keepingConn{engineConn: full, byText: map[string]*list.Element{}, order: list.New()}, nil
	}
	return c, nil
}

// keepingConn is a connection with the statements that it ran last, the
// latest in front. database/sql lets one goroutine at a time use it.
type keepingConn struct {
	engineConn
	byText map[string]*list.Element
	order  *list.List
}

type kept struct {
	text string
	stmt compiled
	busy bool // its rows are being read
}

type compiled interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// take gives the compiled statement, or nil when it is one that isn't kept or
// whose rows are still being read: then it is run without.
func (c *keepingConn) take(ctx context.Context, text string) (*kept, error) {
	if e, ok := c.byText[text]; ok {
		c.order.MoveToFront(e)
		if k := e.Value.(*kept); !k.busy {
			return k, nil
		}
		return nil, nil
	}
	if len(text) > longestKept || !strings.HasPrefix(text, "SELECT") && !strings.HasPrefix(text, "INSERT") &&
		!strings.HasPrefix(text, "UPDATE") && !strings.HasPrefix(text, "WITH") {
		return nil, nil
	}
	s, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	stmt, ok := s.(compiled)
	if !ok {
		return nil, s.Close()
	}
	k := &kept{text: text, stmt: stmt}
	c.byText[text] = c.order.PushFront(k)
	for e := c.order.Back(); e != nil && c.order.Len() > keptStatements; {
		before := e.Prev()
		if old := e.Value.(*kept); !old.busy && old != k {
			c.order.Remove(e)
			delete(c.byText, old.text)
			if err := old.stmt.Close(); err != nil {
				return nil, err
			}
		}
		e = before
	}
	return k, nil
}

// ExecContext runs a statement without rows.
func (c *keepingConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	k, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	if k == nil {
		return c.engineConn.ExecContext(ctx, text, args)
	}
	return k.stmt.ExecContext(ctx, args)
}

// QueryContext runs a statement with rows.
func (c *keepingConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	k, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	if k == nil {
		return c.engineConn.QueryContext(ctx, text, args)
	}
	rows, err := k.stmt.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	k.busy = true
	return &keptRows{rows, k}, nil
}

// Close closes the statements, then the connection.
func (c *keepingConn) Close() error {
	for e := c.order.Front(); e != nil; e = e.Next() {
		e.Value.(*kept).stmt.Close() //nolint:errcheck // the connection ends
	}
	return c.engineConn.Close()
}

type keptRows struct {
	driver.Rows
	of *kept
}

// Close lets the statement be used again.
func (r *keptRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
