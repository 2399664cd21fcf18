package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

func openFacts(t *testing.T) *app.App {
	t.Helper()
	a, err := app.Open(context.Background(), app.Config{
		Database: filepath.Join(t.TempDir(), "f.db"), Clock: calendar.Fixed(calendar.MustInstant("2026-11-23T08:02:00Z")),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestCoverageOfAnEmptyDatabaseIsTheSnapshot(t *testing.T) {
	a, ctx := openFacts(t), context.Background()
	var out bytes.Buffer
	if err := (&coverageCmd{At: "2026-07-01", Format: "csv", Sort: "code"}).Run(ctx, a, &out); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\r\n"); n != 1299 {
		t.Errorf("%d lines", n)
	}
	out.Reset()
	if err := (&coverageCmd{At: "2026-07-01", Format: "json", ICB: "QUY"}).Run(ctx, a, &out); err != nil {
		t.Fatal(err)
	}
	var said struct{ PCNs []struct{ Status string } }
	if err := json.Unmarshal(out.Bytes(), &said); err != nil || len(said.PCNs) != 21 {
		t.Errorf("%d networks, %v", len(said.PCNs), err)
	}
	out.Reset()
	if err := (&coverageCmd{At: "2020-01-01", Format: "csv"}).Run(ctx, a, &out); err != nil || strings.Count(out.String(), "\r\n") != 1 {
		t.Errorf("before all facts: %q, %v", out.String(), err)
	}
	for _, c := range []coverageCmd{{At: "yesterday", Format: "csv"}, {At: "2026-07-01", Format: "csv", ICB: "QXX"}} {
		if err := c.Run(ctx, a, &out); err == nil || fault.KindOf(err) == fault.Internal {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestImportOfWhatIsNoPublication(t *testing.T) {
	a, ctx := openFacts(t), context.Background()
	var out bytes.Buffer
	page := filepath.Join(t.TempDir(), "gp-reg-pat-prac-map.zip")
	if err := os.WriteFile(page, []byte("<html>Not found</html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{page, filepath.Join(t.TempDir(), "nothing.zip"), t.TempDir()} {
		for _, err := range []error{
			(&importListSizesCmd{Files: []string{file}}).Run(ctx, a, &out),
			(&importWorkforceCmd{File: file}).Run(ctx, a, &out),
		} {
			if !fault.Is(err, fault.Invalid) || out.Len() > 0 {
				t.Errorf("%s: %v, %q", file, err, out.String())
			}
		}
	}
}
