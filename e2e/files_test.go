package e2e

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"footbridge/internal/app/export"
)

// A manager asks for a file, leaves, comes back when it is ready, and takes it.
func TestFiles(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, script bool) {
		w := newWorld(t)
		p := begin(t, w, "Grace Adeyemi", script)
		p.to("/files")
		p.press("Contract evidence: the records of a quarter")
		p.press("Prepare the file")
		p.says("Say what you need the file for")
		p.fill("What do you need it for?", "For the board of 3 December")
		p.press("Prepare the file")
		p.says("It waits for its turn", "You can leave it", "For the board of 3 December")
		p.to("/network")
		for {
			did, err := (&export.Worker{App: w.app, Log: slog.New(slog.DiscardHandler)}).Step(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if !did {
				break
			}
		}
		p.to("/files")
		p.says("Ready")
		id := w.first("SELECT id FROM export_job WHERE source = 'evidence'")
		p.to("/files/" + id)
		p.says("Download (CSV", "It is kept until")
		a := w.as("manager").get("/files/" + id + "/download")
		if a.StatusCode != 200 || !strings.Contains(a.Text, "Contract evidence: the records of a quarter") || !strings.Contains(a.Text, "For the board of 3 December") || !strings.Contains(a.Text, "counts_toward") {
			t.Errorf("%d: %.400s", a.StatusCode, a.Text)
		}
		if b := w.as("lead").get("/files/" + id + "/download"); b.StatusCode != 404 {
			t.Errorf("somebody else: %d", b.StatusCode)
		}
	})
}
