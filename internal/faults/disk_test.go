package faults

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
	"footbridge/internal/web"
)

// served is a site over an open app, with somebody signed in.
func served(t *testing.T, a *app.App, c *demo.Cast, who string) (*visitor, string) {
	t.Helper()
	ctx := context.Background()
	if _, err := app.Do(ctx, a, access.System("test"), account.MarkDemo{}); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(web.New(a, web.Config{Demo: true}))
	t.Cleanup(s.Close)
	v, err := enter(s.URL, c.Actors[who].ID)
	if err != nil {
		t.Fatal(err)
	}
	return v, s.URL
}

func (v *visitor) page(t *testing.T, method, path string, form url.Values) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// wants says that a page is the clear one: what happened, that nothing was
// changed, a reference number, and no word of the database.
func wants(t *testing.T, status int, body string) {
	t.Helper()
	if status != http.StatusServiceUnavailable {
		t.Errorf("status %d", status)
	}
	for _, w := range []string{"can’t reach its records", "can't reach its records", "can&#39;t reach its records"} {
		if strings.Contains(body, w) {
			for _, not := range []string{"SQLITE", "sqlite", "pgconn", "SQLSTATE", "disk is full", "goroutine"} {
				if strings.Contains(body, not) {
					t.Errorf("the page says %q", not)
				}
			}
			if !strings.Contains(body, "Nothing was changed") || !strings.Contains(body, "Reference number") {
				t.Error("the page does not say that nothing was changed, or has no reference number")
			}
			return
		}
	}
	t.Errorf("not the clear page:\n%.600s", body)
}

// A disk that fills up: a clear page, nothing half done, and when there is
// room again the work goes on.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", dir).CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no small disk to be had: %v %s", err, out)
		}
		t.Skipf("NOT TESTED: a small disk needs root (mount -t tmpfs): %s", out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() }) //nolint:errcheck // the folder goes anyway
	ctx := context.Background()
	database := filepath.Join(dir, "full.db")
	a, err := app.Open(ctx, app.Config{Database: database})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	c, err := demo.Stage(ctx, a, 3)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := served(t, a, c, "leah")
	filler := filepath.Join(dir, "filler")
	fill(t, filler)
	add := url.Values{"given": {"Ada"}, "family": {strings.Repeat("Longname ", 10)}, "address": {strings.Repeat("x", 1500)}}
	var refused error
	for i := range 400 { // until the last free page of the file is used
		_, refused = app.Do(ctx, a, c.Actors["leah"], account.SaveDraft{Kind: "filling", Subject: strings.Repeat("s", i+1), Body: strings.Repeat(add.Get("address"), 20)})
		if refused != nil {
			break
		}
	}
	if !fault.Is(refused, fault.Unavailable) {
		t.Fatalf("a full disk says %v", refused)
	}
	before := lines(t, a)
	status, body := v.page(t, http.MethodPost, "/drafts", url.Values{"kind": {"x"}, "subject": {"y"}, "saves": {"0"}, "body": {strings.Repeat("z", 200000)}})
	wants(t, status, body)
	if after := lines(t, a); after != before {
		t.Errorf("%d audit lines became %d on a full disk", before, after)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Do(ctx, a, c.Actors["leah"], account.SaveDraft{Kind: "x", Subject: "y", Body: "there is room again"}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if chain, err := a.Verify(ctx); err != nil || chain.Broken != 0 {
		t.Errorf("chain %+v %v", chain, err)
	}
}

func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 64<<10)
	for size := len(block); size > 0; {
		if _, err := f.Write(block[:size]); err != nil {
			size /= 2
		}
	}
}

func lines(t *testing.T, a *app.App) int64 {
	t.Helper()
	chain, err := a.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return chain.Lines
}

// A commit that fails, for whatever reason, leaves nothing, on both engines.
func TestFailingCommit(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		a, err := app.Open(ctx, app.Config{Database: dsn, Clock: calendar.Fixed(calendar.MustInstant("2026-11-23T08:02:00Z"))})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		c, err := demo.Stage(ctx, a, 2)
		if err != nil {
			t.Fatal(err)
		}
		f, err := app.Ask(ctx, a, c.Actors["leah"], diary.Search{PCN: demo.PCN, Person: c.People[0]})
		if err != nil {
			t.Fatal(err)
		}
		before := lines(t, a)
		book := diary.Book{Person: c.People[0], Slot: f.Offers[0].ID, Mode: f.Offers[0].ModeList()[0], Words: "x"}
		a.FailCommits(errors.New("the cable was pulled"))
		_, err = app.Do(ctx, a, c.Actors["leah"], book)
		if fault.KindOf(err) != fault.Internal || err == nil {
			t.Errorf("got %v", err)
		}
		if _, err := app.Ask(ctx, a, c.Actors["leah"], person.Open{ID: c.People[0]}); err != nil {
			t.Errorf("a query: %v", err)
		}
		a.FailCommits(nil)
		if after := lines(t, a); after != before+1 { // the query's own line
			t.Errorf("%d lines became %d", before, after)
		}
		if _, err := app.Do(ctx, a, c.Actors["leah"], book); err != nil {
			t.Errorf("once it works again: %v", err)
		}
	})
}

// A database that is gone is a clear page; nothing panics. On PostgreSQL it
// is really gone: dropped under the server's open connections.
func TestDatabaseGone(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		a, err := app.Open(ctx, app.Config{Database: dsn})
		if err != nil {
			t.Fatal(err)
		}
		c, err := demo.Stage(ctx, a, 1)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := served(t, a, c, "leah")
		if strings.HasPrefix(dsn, "postgres") {
			engines.Drop(t, dsn)
		} else {
			a.Close()
		}
		t.Cleanup(func() { a.Close() })
		status, body := v.page(t, http.MethodGet, "/account", nil)
		wants(t, status, body)
		status, body = v.page(t, http.MethodGet, "/healthz", nil)
		wants(t, status, body)
	})
}

// A file that can only be read opens with a clear error, or serves nothing
// that would have to be written down.
func TestReadOnlyFile(t *testing.T) {
	ctx := context.Background()
	database := filepath.Join(t.TempDir(), "ro.db")
	c := stage(t, database, 1)
	_ = c
	dir := filepath.Dir(database)
	ro := t.TempDir()
	if out, err := exec.Command("mount", "--bind", dir, ro).CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no read-only folder to be had: %v %s", err, out)
		}
		t.Skipf("NOT TESTED: a read-only folder needs root: %s", out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", ro).Run() }) //nolint:errcheck // the folder goes anyway
	if out, err := exec.Command("mount", "-o", "remount,ro,bind", ro).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	a, err := app.Open(ctx, app.Config{Database: filepath.Join(ro, "ro.db")})
	if err == nil {
		defer a.Close()
		_, err = app.Do(ctx, a, c.Actors["leah"], account.SaveDraft{Kind: "x", Subject: "y", Body: "z"})
	}
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("a read-only file says %v", err)
	}
}
