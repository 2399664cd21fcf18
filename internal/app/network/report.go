package network

import (
	"fmt"
	"strings"

	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Outcome says what became of one thing in an import.
type Outcome string

// The outcomes. A note changes nothing: it says what somebody should know.
const (
	Added        Outcome = "added"
	Changed      Outcome = "changed"
	Ended        Outcome = "ended"
	RejectedLine Outcome = "rejected"
	Note         Outcome = "note"
)

// Outcomes lists them in the order of a page.
func Outcomes() []Outcome { return []Outcome{Added, Changed, Ended, RejectedLine, Note} }

// ReportLine is one line of an import's report.
type ReportLine struct {
	Outcome  Outcome
	Kind     string // of the organisation: practice, pcn …; "" for a note about the file
	Code     string
	File     string // the CSV, where one line of it is meant
	FileLine int    // the head line being 1; 0 when no line is meant
	What     string // a sentence without a full stop
}

// Report is what an import did.
type Report struct {
	Run       string // the run's identifier
	Kind      string // "list sizes", "workforce", "deprivation", "postcodes" or "snapshot"
	AsOf      calendar.Date
	Files     string
	Added     int
	Changed   int
	Ended     int
	Rejected  int
	Unchanged int // practices, or networks of a workforce file
	Lines     []ReportLine
}

// Nothing reports whether the import changed no fact.
func (r Report) Nothing() bool { return r.Added+r.Changed+r.Ended == 0 }

// Summary says what the import did, in one sentence without a full stop.
func (r Report) Summary() string {
	what := map[string]string{"list sizes": "List sizes of ", "workforce": "Workforce of ", "snapshot": "Built-in facts of ", "postcodes": "Postcodes as read on "}[r.Kind] + r.AsOf.Medium() + ": "
	if r.Kind == "deprivation" {
		what = fmt.Sprintf("Deprivation scores, IMD %d: ", r.AsOf.Year())
	}
	if r.Nothing() {
		what += "nothing changed"
	} else {
		what += fmt.Sprintf("%s added, %s changed, %s ended", count(r.Added), count(r.Changed), count(r.Ended))
	}
	if r.Rejected > 0 {
		what += ", " + counted(r.Rejected, "line", "lines") + " rejected"
	}
	return what
}

// Progress is told how far an import is; done of total rows within a stage.
// A command may be run again when the database asks for it: stages then
// begin anew.
type Progress func(stage string, done, total int)

// work is one import inside its transaction.
type work struct {
	tx       *gate.Tx
	report   Report
	progress Progress
	mayEnd   bool
}

func (w *work) tell(stage string, done, total int) {
	if w.progress != nil {
		w.progress(stage, done, total)
	}
}

func (w *work) line(o Outcome, kind, code, file string, at int, what string) {
	switch o {
	case Added:
		w.report.Added++
	case Changed:
		w.report.Changed++
	case Ended:
		w.report.Ended++
	case RejectedLine:
		w.report.Rejected++
	}
	w.report.Lines = append(w.report.Lines, ReportLine{o, kind, code, file, at, what})
}

func (w *work) note(format string, args ...any) {
	w.line(Note, "", "", "", 0, fmt.Sprintf(format, args...))
}

func (w *work) rejected(list []Rejected, kind string) {
	for _, r := range list {
		w.line(RejectedLine, kind, r.Code, r.File, r.Line, r.Reason)
	}
}

// write fills a table and tells how far it is.
func (w *work) write(stage, head string, r *rows) error {
	done, total := 0, r.len()
	w.tell(stage, 0, total)
	return r.run(w.tx, head+" VALUES ", "", nil, func(n int) { done += n; w.tell(stage, done, total) })
}

// extract notes that a publication of a day was read; again reports whether
// it had been read before.
func (w *work) extract(kind string, day calendar.Date) (again bool, err error) {
	n, err := w.tx.Exec("INSERT INTO network_extract (kind, as_of, run) VALUES ($1, $2, $3) ON CONFLICT (kind, as_of) DO NOTHING", kind, day, w.report.Run)
	return n == 0, err
}

// finish writes the run and its lines, and the one audit line.
func (w *work) finish() (Report, error) {
	r := w.report
	if _, err := w.tx.Exec(`INSERT INTO import_run (id, kind, as_of, files, actor, actor_name, at, added, changed, ended, rejected, unchanged)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`,
		r.Run, r.Kind, r.AsOf, r.Files, w.tx.Actor.ID, w.tx.Actor.Name, w.tx.Now, r.Added, r.Changed, r.Ended, r.Rejected, r.Unchanged); err != nil {
		return Report{}, err
	}
	var lines rows
	for i, l := range r.Lines {
		lines.add(r.Run, i+1, string(l.Outcome), l.Kind, l.Code, l.File, l.FileLine, l.What)
	}
	if err := w.write("Writing the report", "INSERT INTO import_line (run, seq, outcome, kind, code, file, file_line, what)", &lines); err != nil {
		return Report{}, err
	}
	w.tx.Touched("import", r.Run, "", r.Summary())
	return r, nil
}

func joined(files ...string) string {
	var out []string
	for _, f := range files {
		if f != "" {
			out = append(out, f)
		}
	}
	return strings.Join(out, ", ")
}

// Reason gives why a line was rejected, "" for every other outcome.
func (l ReportLine) Reason() string {
	if l.Outcome != RejectedLine {
		return ""
	}
	return l.What
}
