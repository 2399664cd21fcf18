package main

import (
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/calendar"
)

func TestSimulateSpec(t *testing.T) {
	today := calendar.NewDate(2026, 11, 30)
	for _, tt := range []struct {
		c        simulateCmd
		from, to string // the day after the last one
		wrong    string
	}{
		{c: simulateCmd{Networks: "all"}, from: "2025-11-30", to: "2026-11-30"},
		{c: simulateCmd{Networks: "3", Year: "2025/26"}, from: "2025-04-01", to: "2026-04-01"},
		{c: simulateCmd{Networks: "1", From: "2026-01-01", To: "2026-06-30"}, from: "2026-01-01", to: "2026-07-01"},
		{c: simulateCmd{Networks: "none"}, wrong: "a number or “all”"},
		{c: simulateCmd{Networks: "3x"}, wrong: "a number or “all”"},
		{c: simulateCmd{Networks: "0"}, wrong: "a number or “all”"},
		{c: simulateCmd{Networks: "all", Year: "2025/26", From: "2026-01-01"}, wrong: "a year, or a first and a last day"},
		{c: simulateCmd{Networks: "all", Year: "2025/27"}, wrong: "2025/27"},
		{c: simulateCmd{Networks: "all", To: "yesterday"}, wrong: "yesterday"},
	} {
		s, err := tt.c.spec(today)
		switch {
		case tt.wrong != "":
			if err == nil || !strings.Contains(message(err), tt.wrong) {
				t.Errorf("%+v: %v", tt.c, err)
			}
		case err != nil || s.From.String() != tt.from || s.To.String() != tt.to:
			t.Errorf("%+v: from %s to %s, %v", tt.c, s.From, s.To, err)
		}
	}
}

// A year is not made where anybody is recorded.
func TestSimulateRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	args := []string{"--database", file, "simulate", "--networks", "1", "--requests", "20", "--year", "2025/26"}
	if out, errs, code := command(t, args...); code != 0 || !strings.Contains(out, "requests               20\n") {
		t.Fatalf("exit %d, %q, %q", code, out, errs)
	}
	if _, errs, code := command(t, args...); code != 1 || !strings.Contains(errs, "hold people already") {
		t.Errorf("exit %d, %q", code, errs)
	}
}
