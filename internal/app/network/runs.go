package network

import (
	"context"
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Run is one import of the past.
type Run struct {
	ID        string
	Kind      string // "list sizes", "workforce", "deprivation", "postcodes" or "snapshot"
	AsOf      calendar.Date
	Files     string
	ActorName string
	At        calendar.Instant
	Added     int
	Changed   int
	Ended     int
	Rejected  int
	Unchanged int
}

// Summary says what the run did.
func (r Run) Summary() string {
	return Report{Kind: r.Kind, AsOf: r.AsOf, Added: r.Added, Changed: r.Changed, Ended: r.Ended, Rejected: r.Rejected}.Summary()
}

const runColumns = "id, kind, as_of, files, actor_name, at, added, changed, ended, rejected, unchanged"

// Imports lists the imports of the past, newest first.
type Imports struct{}

// Needs is access.Import.
func (Imports) Needs() access.Permission { return access.Import }

// Ask answers.
func (Imports) Ask(_ context.Context, tx *gate.Tx) ([]Run, error) {
	tx.Nobody(publishedFacts)
	return db.All[Run](tx.Tx, "SELECT "+runColumns+" FROM import_run ORDER BY at DESC, id DESC")
}

// RunReport is one import with the lines of its report that were asked for.
type RunReport struct {
	Run
	Counts map[Outcome]int // of all its lines
	Lines  []ReportLine
	Total  int // of the lines that the filter leaves
}

// ImportLines asks for the report of one import, line by line.
type ImportLines struct {
	Run     string
	Outcome Outcome // "" for all
	Limit   int     // at most this many; 0 for all
	Offset  int
}

// Needs is access.Import.
func (ImportLines) Needs() access.Permission { return access.Import }

// Ask answers.
func (q ImportLines) Ask(_ context.Context, tx *gate.Tx) (RunReport, error) {
	tx.Nobody(publishedFacts)
	out := RunReport{Counts: map[Outcome]int{}}
	run, err := db.One[Run](tx.Tx, "import", "SELECT "+runColumns+" FROM import_run WHERE id = $1", q.Run)
	if err != nil {
		return out, err
	}
	out.Run = run
	if q.Outcome != "" && !slices.Contains(Outcomes(), q.Outcome) {
		return out, fault.Wrong("outcome", "Choose one of the outcomes")
	}
	type counted struct {
		Outcome string
		N       int
	}
	counts, err := db.All[counted](tx.Tx, "SELECT outcome, count(*) AS n FROM import_line WHERE run = $1 GROUP BY outcome", q.Run)
	if err != nil {
		return out, err
	}
	for _, c := range counts {
		out.Counts[Outcome(c.Outcome)] = c.N
		if q.Outcome == "" || string(q.Outcome) == c.Outcome {
			out.Total += c.N
		}
	}
	var a db.Args
	where := "run = " + a.Add(q.Run)
	if q.Outcome != "" {
		where += " AND outcome = " + a.Add(string(q.Outcome))
	}
	if q.Limit <= 0 {
		q.Limit = 1 << 30
	}
	out.Lines, err = db.All[ReportLine](tx.Tx, "SELECT outcome, kind, code, file, file_line, what FROM import_line WHERE "+where+
		" ORDER BY seq LIMIT "+a.Add(q.Limit)+" OFFSET "+a.Add(max(0, q.Offset)), a.List...)
	return out, err
}
