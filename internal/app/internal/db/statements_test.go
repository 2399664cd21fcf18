package db

import (
	"context"
	"fmt"
	"testing"

	"footbridge/internal/engines"
)

// The same statement while its rows are still read, more statements than are
// kept, and a schema that changes under a statement that was kept.
func TestStatementsAreKept(t *testing.T) {
	ctx := context.Background()
	d, err := Open(ctx, engines.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	const q = "SELECT n FROM number WHERE n >= $1 ORDER BY n"
	if err := d.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec("CREATE TABLE number (n INTEGER PRIMARY KEY)"); err != nil {
			return err
		}
		for i := range 5 {
			if _, err := tx.Exec("INSERT INTO number (n) VALUES ($1)", i); err != nil {
				return err
			}
		}
		outer, err := tx.Rows(q, 2)
		if err != nil {
			return err
		}
		defer outer.Close()
		var seen []int
		for outer.Next() {
			var n int
			if err := outer.Scan(&n); err != nil {
				return err
			}
			inner, err := All[int](tx, q, 3)
			if err != nil {
				return err
			}
			seen = append(seen, n*10+len(inner))
		}
		if got := fmt.Sprint(seen); got != "[22 32 42]" {
			t.Errorf("a statement within its own rows: %s", got)
		}
		return outer.Err()
	}); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		if err := d.Read(ctx, func(tx *Tx) error {
			for i := range 2 * keptStatements {
				n, err := One[int](tx, "sum", fmt.Sprintf("SELECT count(*) + %d FROM number", i))
				if err != nil || n != 5+i {
					t.Errorf("round %d, statement %d: %d, %v", round, i, n, err)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec("ALTER TABLE number ADD COLUMN word TEXT NOT NULL DEFAULT 'x'")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(ctx, func(tx *Tx) error {
		list, err := All[int](tx, q, 0)
		if err == nil && len(list) != 5 {
			t.Errorf("after the schema changed: %v", list)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// One that fails says so each time, and the next one is not hurt.
	for range 3 {
		if err := d.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO number (n) VALUES ($1)", 4)
			return err
		}); err == nil {
			t.Fatal("the same number twice")
		}
	}
	if err := d.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO number (n) VALUES ($1)", 5)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
