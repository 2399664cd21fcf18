package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to the present. Migrations only go forward; each
// runs in one transaction. Nodes that start together wait for each other.
func (d *DB) Migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	if _, err := d.write.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)"); err != nil {
		// Two nodes making it at the same instant: the second one finds it made.
		if _, again := d.write.ExecContext(ctx, "SELECT 1 FROM schema_version LIMIT 1"); again != nil {
			return classify(err)
		}
	}
	for _, f := range files {
		name := strings.TrimPrefix(f, "migrations/")
		version, err := strconv.Atoi(name[:4])
		if err != nil {
			return fmt.Errorf("migration %s: its name must begin with four digits", name)
		}
		body, err := migrations.ReadFile(f)
		if err != nil {
			return err
		}
		if err := d.migrateOne(ctx, version, name, string(body)); err != nil {
			return fmt.Errorf("migration %s: %w", name, classify(err))
		}
	}
	return nil
}

func (d *DB) migrateOne(ctx context.Context, version int, name, body string) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	if d.Engine == Postgres {
		if _, err := tx.ExecContext(ctx, "LOCK TABLE schema_version IN EXCLUSIVE MODE"); err != nil {
			return err
		}
	}
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM schema_version WHERE version = "+strconv.Itoa(version)).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	args := []any{}
	if d.Engine == Postgres {
		args = append(args, pgx.QueryExecModeSimpleProtocol) // several statements in one text
	}
	if _, err := tx.ExecContext(ctx, translateSchema(body, d.Engine), args...); err != nil {
		return err
	}
	insert := fmt.Sprintf("INSERT INTO schema_version (version, name) VALUES (%d, '%s')", version, name)
	if _, err := tx.ExecContext(ctx, insert); err != nil {
		return err
	}
	return tx.Commit()
}
