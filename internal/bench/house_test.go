package bench

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/web"
)

// now is a Wednesday morning with a clinic.
var now = calendar.MustInstant("2026-11-04T08:40:00Z")

var quiet = slog.New(slog.DiscardHandler)

// house is an open Footbridge with the demo's people and its site.
type house struct {
	*app.App
	dsn   string
	bare  *sql.DB // the same records, for looking things up
	site  http.Handler
	users map[string]access.Actor
	desk  map[string]string // session cookies by user
}

// made is the demo's file, made once in a folder that TestMain removes.
func made(b testing.TB) string {
	b.Helper()
	if cached == "" {
		dir, err := os.MkdirTemp("", "footbridge-bench-")
		must(b, err)
		file := filepath.Join(dir, "demo.db")
		a, err := app.Open(context.Background(), app.Config{Database: file, Clock: calendar.NewManual(now), Log: quiet})
		must(b, err)
		_, err = demo.Make(context.Background(), a, 1)
		must(b, err)
		must(b, a.Close())
		cached = file
	}
	return cached
}

var cached string

// copied gives a copy of a closed SQLite file.
func copied(b testing.TB, file string) string {
	b.Helper()
	in, err := os.Open(file)
	must(b, err)
	defer in.Close()
	to := engines.SQLite(b)
	out, err := os.Create(to)
	must(b, err)
	_, err = io.Copy(out, in)
	must(b, err)
	must(b, out.Close())
	return to
}

// demoOn gives the demo on an engine.
func demoOn(b testing.TB, engine string) string {
	if engine == "sqlite" {
		return copied(b, made(b))
	}
	dsn := engines.Postgres(b)
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: calendar.NewManual(now), Log: quiet})
	must(b, err)
	_, err = demo.Make(context.Background(), a, 1)
	must(b, err)
	must(b, a.Close())
	return dsn
}

func open(b testing.TB, dsn string) *house {
	b.Helper()
	a, err := app.Open(context.Background(), app.Config{Database: dsn, Clock: calendar.NewManual(now), Log: quiet})
	must(b, err)
	b.Cleanup(func() { a.Close() })
	h := &house{App: a, dsn: dsn, users: map[string]access.Actor{}, desk: map[string]string{}}
	h.bare, _ = pools(b, dsn)
	h.site = web.New(a, web.Config{Log: quiet, Demo: true})
	for _, u := range []struct {
		name  string
		role  access.Role
		place access.Place
		code  string
	}{{"leah", access.Practitioner, access.Network, demo.PCN}, {"reception", access.Reception, access.Practice, "L81016"}} {
		id := h.text(b, "SELECT id FROM app_user WHERE username = '"+u.name+"'")
		h.users[u.name] = access.Actor{ID: id, Name: u.name, Grants: []access.Grant{{Role: u.role, Place: u.place, Code: u.code, Networks: []string{demo.PCN}}}}
		in, err := app.Do(context.Background(), a, access.Nobody(), account.EnterAs{UserID: id, Device: "bench", Address: "127.0.0.1"})
		must(b, err)
		h.desk[u.name] = in.Token
	}
	return h
}

// text gives the one value that a statement finds.
func (h *house) text(b testing.TB, query string) string {
	b.Helper()
	var s string
	if err := h.bare.QueryRow(query).Scan(&s); err != nil {
		b.Fatalf("%v in %s", err, query)
	}
	return s
}

// page gets a page as one of the users, and gives its length.
func (h *house) page(b testing.TB, user, path string) int {
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(&http.Cookie{Name: "footbridge", Value: h.desk[user]})
	w := httptest.NewRecorder()
	h.site.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "</html>") {
		b.Fatalf("%s as %s: %d", path, user, w.Code)
	}
	return w.Body.Len()
}

// marta is a person with a story, whom reception of her practice sees.
func (h *house) marta(b testing.TB) string {
	return h.text(b, "SELECT id FROM person WHERE given = 'Marta' AND family = 'Kowalska' AND pcn = '"+demo.PCN+"'")
}

// pools opens the same records with database/sql alone, as Footbridge opens
// them: one that reads, one that writes.
func pools(b testing.TB, dsn string) (read, write *sql.DB) {
	b.Helper()
	driver, r, w := "pgx", dsn, dsn
	if !strings.HasPrefix(dsn, "postgres") {
		pragmas := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-16000)", "temp_store(MEMORY)"}}
		driver, r = "sqlite", "file:"+dsn+"?"+pragmas.Encode()
		w = r
	}
	read, err := sql.Open(driver, r)
	must(b, err)
	write, err = sql.Open(driver, w)
	must(b, err)
	write.SetMaxOpenConns(1)
	b.Cleanup(func() { read.Close(); write.Close() })
	return read, write
}
