package export

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/table"
)

const (
	lease     = 2 * time.Minute // after which a process that says nothing is thought dead
	maxTries  = 3
	partBytes = 64 << 10
)

// open is the WHERE of what a process may take: what waits, and what another
// one began and says nothing about any more.
const open = "(state = 'waiting' OR state = 'running' AND lease_until < $1)"

// Pending asks whether anything is to be prepared.
type Pending struct{}

// Needs names the permission.
func (Pending) Needs() access.Permission { return access.RunExports }

// Ask counts.
func (Pending) Ask(_ context.Context, tx *gate.Tx) (int, error) {
	tx.Nobody("a number of files")
	return db.One[int](tx.Tx, "count", "SELECT count(*) FROM export_job WHERE "+open, tx.Now)
}

// Given is a file that a process has taken to prepare; the ID is "" when there
// is none.
type Given struct {
	Job
	Actor string // who asked, as JSON
}

// Take takes the file that has waited longest. A file whose process died is
// begun anew, three times at most.
type Take struct{ Worker string }

// Needs names the permission.
func (Take) Needs() access.Permission { return access.RunExports }

// Do takes it.
func (c Take) Do(_ context.Context, tx *gate.Tx) (Given, error) {
	tx.Nobody("asking for a file and downloading it are audited")
	if _, err := tx.Exec("UPDATE export_job SET state = 'failed', failed = $2 WHERE state = 'running' AND lease_until < $1 AND attempts >= $3",
		tx.Now, "It was cut off several times. Ask for it again; if it happens again, tell whoever runs Footbridge", maxTries); err != nil {
		return Given{}, err
	}
	g, found, err := db.Maybe[Given](tx.Tx, "SELECT "+columns+", actor FROM export_job WHERE "+open+" ORDER BY asked_at, id LIMIT 1", tx.Now)
	if err != nil || !found {
		return Given{}, err
	}
	// What an earlier process has written is written again.
	if _, err := tx.Exec("DELETE FROM export_part WHERE job = $1", g.ID); err != nil {
		return Given{}, err
	}
	_, err = tx.Exec("UPDATE export_job SET state = 'running', worker = $1, lease_until = $2, attempts = attempts + 1, done = 0, total = 0 WHERE id = $3", c.Worker, tx.Now.Add(lease), g.ID)
	return g, err
}

// mine reports whether the worker still holds the file.
func mine(tx *gate.Tx, job, worker string) error {
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM export_job WHERE id = $1 AND worker = $2 AND state = 'running'", job, worker)
	if err == nil && n == 0 {
		err = fault.Moved("another process prepares this file")
	}
	return err
}

// Put keeps one part of a file and says how far it is.
type Put struct {
	Job, Worker string
	Seq         int
	Body        string
	Done, Total int
}

// Needs names the permission.
func (Put) Needs() access.Permission { return access.RunExports }

// Do keeps it.
func (c Put) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	tx.Nobody("asking for a file and downloading it are audited")
	if err := mine(tx, c.Job, c.Worker); err != nil {
		return false, err
	}
	if _, err := tx.Exec("INSERT INTO export_part (job, seq, body) VALUES ($1,$2,$3) ON CONFLICT (job, seq) DO UPDATE SET body = excluded.body", c.Job, c.Seq, c.Body); err != nil {
		return false, err
	}
	_, err := tx.Exec("UPDATE export_job SET done = $1, total = $2, lease_until = $3 WHERE id = $4", c.Done, c.Total, tx.Now.Add(lease), c.Job)
	return true, err
}

// Finish says that a file is ready, or why it could not be made.
type Finish struct {
	Job, Worker       string
	Parts, Rows, Size int
	Failed            string
}

// Needs names the permission.
func (Finish) Needs() access.Permission { return access.RunExports }

// Do says so.
func (c Finish) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if err := mine(tx, c.Job, c.Worker); err != nil {
		return false, err
	}
	j, err := db.One[Job](tx.Tx, "file", "SELECT "+columns+" FROM export_job WHERE id = $1", c.Job)
	if err != nil {
		return false, err
	}
	if c.Failed != "" {
		c.Parts = 0
	}
	if _, err := tx.Exec("DELETE FROM export_part WHERE job = $1 AND seq >= $2", c.Job, c.Parts); err != nil {
		return false, err
	}
	if c.Failed != "" {
		tx.TouchedAt("file", j.ID, "", j.Org, "could not prepare "+j.what())
		_, err = tx.Exec("UPDATE export_job SET state = 'failed', failed = $1, lease_until = NULL WHERE id = $2", c.Failed, c.Job)
		return true, err
	}
	tx.TouchedAt("file", j.ID, "", j.Org, "prepared "+j.what())
	_, err = tx.Exec("UPDATE export_job SET state = 'ready', lease_until = NULL, done = $1, total = $1, bytes = $2, ready_at = $3, keep_until = $4 WHERE id = $5",
		c.Rows, c.Size, tx.Now, tx.Now.Add(KeptDays*24*time.Hour), c.Job)
	return true, err
}

// Forget deletes files whose week has passed. That they were there stays.
type Forget struct{}

// Needs names the permission.
func (Forget) Needs() access.Permission { return access.RunExports }

// Do deletes. It answers with how many.
func (Forget) Do(_ context.Context, tx *gate.Tx) (int, error) {
	tx.Nobody("files that nobody needs any more")
	if _, err := tx.Exec("DELETE FROM export_part WHERE job IN (SELECT id FROM export_job WHERE state = 'ready' AND keep_until <= $1)", tx.Now); err != nil {
		return 0, err
	}
	n, err := tx.Exec("UPDATE export_job SET state = 'over' WHERE state = 'ready' AND keep_until <= $1", tx.Now)
	return int(n), err
}

// Read reads the lines of a source as whoever asked for them, and hands the
// file over in parts. It is a query of its own so that the asker's permission
// and scope hold, and everything is read as of one moment.
type Read struct {
	Source string
	Params Params
	Head   table.Head
	Part   func(seq int, body string, done, total int) error // nil in a test of who may
}

// Written is the answer to Read.
type Written struct{ Parts, Rows, Size int }

// Needs is what the source needs.
func (q Read) Needs() access.Permission { return needs(q.Source) }

// Ask reads.
func (q Read) Ask(ctx context.Context, tx *gate.Tx) (Written, error) {
	var w Written
	s, ok := find(q.Source)
	if !ok || !tx.Actor.May(access.PrepareFiles) {
		return w, fault.Missing("file of this kind")
	}
	if _, err := s.Check(ctx, tx, q.Params); err != nil {
		return w, err
	}
	rows, err := s.Rows(ctx, tx, q.Params)
	if err != nil {
		return w, err
	}
	var buffer bytes.Buffer
	send := func() error {
		body := buffer.String()
		buffer.Reset()
		w.Parts++
		w.Size += len(body)
		return q.Part(w.Parts-1, body, w.Rows, rows.Total)
	}
	out := table.NewWriter(&buffer, q.Head, s.Columns)
	for line, err := range rows.Each {
		if err != nil {
			return w, err
		}
		out.Row(line...)
		w.Rows++
		if buffer.Len() >= partBytes {
			if err := out.Flush(); err != nil { // a part ends where a line does
				return w, err
			}
			if err := send(); err != nil {
				return w, err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return w, err
	}
	tx.Listed("file", s.Title, w.Rows)
	return w, send()
}

// Self is the actor of the preparing.
var Self = access.System("Footbridge, preparing files")

// Worker prepares files, one at a time. Several programs over one database may
// each run one: a file is given to one of them.
type Worker struct {
	App   *app.App
	Log   *slog.Logger
	Pause time.Duration // between two looks; 2 seconds when zero
	name  string
}

// Run prepares until ctx ends. A file that is being prepared then is begun
// anew by another process, or by this one after it has started again.
func (w *Worker) Run(ctx context.Context) {
	pause := w.Pause
	if pause <= 0 {
		pause = 2 * time.Second
	}
	for {
		did, err := w.Step(ctx)
		if err != nil && ctx.Err() == nil {
			w.Log.Error("preparing a file", "error", err)
		}
		if did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// Step prepares the next file; false when there is none.
func (w *Worker) Step(ctx context.Context) (bool, error) {
	if w.Log == nil {
		w.Log = slog.Default()
	}
	if w.name == "" {
		w.name = rand.Text()
	}
	n, err := app.Ask(ctx, w.App, Self, Pending{})
	if err != nil || n == 0 {
		return false, err
	}
	g, err := app.Do(ctx, w.App, Self, Take{Worker: w.name})
	if err != nil || g.ID == "" {
		return false, err
	}
	return true, w.prepare(ctx, g)
}

func (w *Worker) prepare(ctx context.Context, g Given) error {
	var actor access.Actor
	p, err := g.params()
	if err == nil {
		err = json.Unmarshal([]byte(g.Actor), &actor)
	}
	if err != nil {
		return err
	}
	s, _ := find(g.Source)
	written, err := app.Ask(ctx, w.App, actor, Read{Source: g.Source, Params: p, Head: head(g.Job, s, w.App.Now()), Part: func(seq int, body string, done, total int) error {
		_, err := app.Do(ctx, w.App, Self, Put{Job: g.ID, Worker: w.name, Seq: seq, Body: body, Done: done, Total: total})
		return err
	}})
	end := Finish{Job: g.ID, Worker: w.name, Parts: written.Parts, Rows: written.Rows, Size: written.Size}
	switch {
	case ctx.Err() != nil || fault.Is(err, fault.Unavailable):
		return err // it is taken up again when the lease has passed
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Denied):
		end.Failed = "What the file was to have is not there any more, or you may not see it any more"
	case err != nil:
		w.Log.Error("preparing a file", "file", g.ID, "source", g.Source, "error", err)
		end.Failed = "It could not be made. Ask for it again; if it happens again, tell whoever runs Footbridge"
	}
	_, err = app.Do(ctx, w.App, Self, end)
	return err
}

// head is the definition on top of a file.
func head(j Job, s Source, now calendar.Instant) table.Head {
	h := table.Head{{"File", j.Title}, {"What it is", s.Definition}}
	if j.Words != "" {
		h = append(h, [2]string{"Chosen", j.Words})
	}
	if j.Org != "" {
		h = append(h, [2]string{"About", j.Org})
	}
	return append(h, [2]string{"Prepared for", j.ByName + ", " + now.Long()}, [2]string{"Why", j.Why})
}
