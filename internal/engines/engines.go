// Package engines gives tests a fresh database on each engine: a SQLite file
// and a database of a PostgreSQL server. The server is the one that
// FOOTBRIDGE_TEST_POSTGRES names (make test starts one for the whole run), or
// one that is started here, in a temporary folder, from Debian's binaries.
package engines

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // to make and drop databases
)

// Each runs test once on SQLite and once on PostgreSQL, each with an empty
// database.
func Each(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); test(t, Postgres(t)) })
}

// SQLite gives the path of a database file that isn't there yet.
func SQLite(t testing.TB) string {
	return filepath.Join(t.TempDir(), "footbridge.db")
}

// Postgres makes an empty database and gives its URL; it is dropped when the
// test ends.
func Postgres(t testing.TB) string {
	base := server(t)
	raw := make([]byte, 6)
	rand.Read(raw)
	name := "t_" + hex.EncodeToString(raw)
	admin(t, base, "CREATE DATABASE "+name)
	t.Cleanup(func() { admin(t, base, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Drop drops a database that Postgres made, under whoever is connected to it.
func Drop(t testing.TB, dsn string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	admin(t, server(t), "DROP DATABASE "+strings.TrimPrefix(u.Path, "/")+" WITH (FORCE)")
}

func admin(t testing.TB, base, statement string) {
	t.Helper()
	d, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	// Template databases are copied one at a time; a lock keeps parallel tests
	// from being told so.
	ctx := context.Background()
	conn, err := d.Conn(ctx)
	if err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(20260401)"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

var (
	once   sync.Once
	found  string
	absent string
)

func server(t testing.TB) string {
	t.Helper()
	once.Do(func() {
		if found = os.Getenv("FOOTBRIDGE_TEST_POSTGRES"); found != "" {
			return
		}
		var err error
		if found, err = Start(); err != nil {
			absent = err.Error()
		}
	})
	if found == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("no PostgreSQL: %s", absent)
		}
		t.Skipf("NOT TESTED ON POSTGRESQL: %s. Install it with: apt-get install postgresql-15", absent)
	}
	return found
}

// Start starts a PostgreSQL server of its own in a temporary folder, on a
// unix socket, and gives its URL. The server ends with this process.
func Start() (string, error) {
	bin := binaries()
	if bin == "" {
		return "", fmt.Errorf("no initdb under /usr/lib/postgresql")
	}
	dir, err := os.MkdirTemp("", "footbridge-pg-")
	if err != nil {
		return "", err
	}
	var as *syscall.Credential
	if os.Geteuid() == 0 { // the server refuses root
		u, err := user.Lookup("postgres")
		if err != nil {
			return "", err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", err
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	run := func(name string, args ...string) error {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		c.SysProcAttr = &syscall.SysProcAttr{Credential: as}
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", name, err, out)
		}
		return nil
	}
	if err := run("initdb", "-D", dir+"/data", "-A", "trust", "-U", "footbridge", "--no-sync", "-E", "UTF8"); err != nil {
		return "", err
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", dir+"/data", "-k", dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "max_connections=300", "-c", "autovacuum=off")
	server.Dir = dir
	server.SysProcAttr = &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGTERM}
	if err := server.Start(); err != nil {
		return "", err
	}
	base := "postgres:///postgres?host=" + url.QueryEscape(dir) + "&user=footbridge"
	for range 200 {
		d, err := sql.Open("pgx", base)
		if err == nil {
			err = d.Ping()
			d.Close()
			if err == nil {
				return base, nil
			}
		}
		exec.Command("sleep", "0.05").Run() //nolint:errcheck // only waits
	}
	return "", fmt.Errorf("the server in %s does not answer", dir)
}

func binaries() string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(dirs) == 0 {
		return ""
	}
	return strings.TrimSuffix(dirs[len(dirs)-1], "/initdb")
}
