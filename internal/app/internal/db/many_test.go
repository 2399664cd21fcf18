package db

import (
	"context"
	"strings"
	"testing"

	"footbridge/internal/engines"
)

// However many rows there are, each is written once, with what all of them
// share, and SQLite keeps the statements compiled.
func TestMany(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		d, err := Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if err := d.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		wide := "(@, 'wide', @, true" + strings.Repeat(", NULL", 20) + ")"
		columns := "row_of (n, word, note, yes"
		schema := "CREATE TABLE row_of (n bigint, word TEXT, note TEXT, yes boolean"
		for i := range 20 {
			c := string(rune('a' + i))
			columns += ", " + c + c
			schema += ", " + c + c + " TEXT"
		}
		columns += ")"
		if d.Engine == SQLite {
			schema = strings.NewReplacer("bigint", "INTEGER", "boolean", "INTEGER").Replace(schema)
		}
		err = d.Write(ctx, func(tx *Tx) error {
			if _, err := tx.Exec(schema + ")"); err != nil {
				return err
			}
			d.Watch(func(text string, _ []any) {
				if d.Engine == SQLite && strings.HasPrefix(text, "INSERT") && len(text) > longestKept {
					t.Errorf("a statement of %d characters is compiled each time", len(text))
				}
			})
			defer d.Watch(nil)
			from := 0
			for _, n := range []int{0, 1, 7, 8, 9, 63, 700, 5000} {
				m := tx.Many(columns, wide)
				for i := range n {
					if err := m.Add(from+i, "note"); err != nil {
						return err
					}
				}
				if err := m.Done(); err != nil {
					return err
				}
				from += n
				type sum struct{ Rows, Different, Highest, Shared int }
				got, err := One[sum](tx, "sum", "SELECT count(*) AS rows, count(DISTINCT n) AS different, coalesce(max(n), -1) AS highest, count(CASE WHEN word = 'wide' AND note = 'note' AND yes AND tt IS NULL THEN 1 END) AS shared FROM row_of")
				if err != nil {
					return err
				}
				if want := (sum{from, from, from - 1, from}); got != want {
					t.Errorf("after %d more: %+v, want %+v", n, got, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
