package export

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// States of a file.
const (
	Waiting = "waiting"
	Running = "running"
	Ready   = "ready"
	Failed  = "failed"
	Over    = "over" // it was kept for a week and deleted
)

// KeptDays is how long a file is kept after it is ready.
const KeptDays = 7

// MaxOpen is how many files one person can have in preparation.
const MaxOpen = 5

// Job is a file that somebody asked for.
type Job struct {
	ID        string
	Source    string
	Title     string
	Params    string // as JSON
	Words     string // what was chosen, in words
	Org       string // the organisation that it is about, "" for none
	ByID      string
	ByName    string
	Why       string
	AskedAt   calendar.Instant
	State     string
	Attempts  int
	Done      int // lines written
	Total     int // lines that there will be, 0 while that is not known
	Bytes     int
	ReadyAt   calendar.Instant
	KeepUntil calendar.Instant
	Failed    string
}

const columns = "id, source, title, params, words, org, by_id, by_name, why, asked_at, state, attempts, done, total, bytes, ready_at, keep_until, failed"

// Open reports whether it is still being prepared.
func (j Job) Open() bool { return j.State == Waiting || j.State == Running }

// Percent is how much of it is written, -1 while nobody can say.
func (j Job) Percent() int {
	if j.Total <= 0 {
		return -1
	}
	return min(100, j.Done*100/j.Total)
}

func (j Job) params() (p Params, err error) {
	err = json.Unmarshal([]byte(j.Params), &p)
	return p, err
}

// Prepare asks for a file. Faults name source, why and the source's fields.
type Prepare struct {
	Source string
	Params Params
	Why    string
}

// Needs is what the source needs.
func (c Prepare) Needs() access.Permission { return needs(c.Source) }

// Do puts it into the queue. It answers with the file's id.
func (c Prepare) Do(ctx context.Context, tx *gate.Tx) (string, error) {
	s, ok := find(c.Source)
	if !ok {
		return "", fault.Wrong("source", "Choose what the file is to have")
	}
	if !tx.Actor.May(access.PrepareFiles) {
		return "", fault.Refused("Your role can't prepare files")
	}
	kept := Params{"pcn": c.Params["pcn"]}
	var check fault.Check
	var words []string
	if s.Fields != nil {
		fields, err := s.Fields(ctx, tx, kept)
		if err != nil {
			return "", err
		}
		for _, f := range fields {
			i := slices.IndexFunc(f.Options, func(o Option) bool { return o.Value == c.Params[f.Name] })
			check.Require(i >= 0, f.Name, "Choose one: %s", f.Label)
			if i >= 0 {
				kept[f.Name] = f.Options[i].Value
				words = append(words, f.Label+": "+f.Options[i].Text)
			}
		}
	}
	c.Why = strings.TrimSpace(c.Why)
	check.Require(c.Why != "", "why", "Say what you need the file for; it stands in the audit")
	check.Require(len([]rune(c.Why)) <= 500, "why", "Use at most 500 characters")
	if err := check.Err(); err != nil {
		return "", err
	}
	org, err := s.Check(ctx, tx, kept)
	if err != nil {
		return "", err
	}
	open, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM export_job WHERE by_id = $1 AND state IN ('waiting', 'running')", tx.Actor.ID)
	if err != nil {
		return "", err
	}
	if open >= MaxOpen {
		return "", fault.Moved("You have %d files in preparation. Wait for one of them", open)
	}
	params, err := json.Marshal(kept)
	if err != nil {
		return "", err
	}
	actor, err := json.Marshal(access.Actor{ID: tx.Actor.ID, Name: tx.Actor.Name, Grants: tx.Actor.Grants})
	if err != nil {
		return "", err
	}
	j := Job{ID: tx.NewID(), Title: s.Title, Words: strings.Join(words, "; ")}
	tx.TouchedAt("file", j.ID, "", org, "asked for "+j.what()+", because: "+c.Why)
	_, err = tx.Exec("INSERT INTO export_job ("+columns+", actor, worker, lease_until) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'waiting',0,0,0,0,NULL,NULL,'',$11,'',NULL)",
		j.ID, s.Key, j.Title, string(params), j.Words, org, tx.Actor.ID, tx.Actor.Name, c.Why, tx.Now, string(actor))
	return j.ID, err
}

// what names a file in a sentence.
func (j Job) what() string {
	if j.Words == "" {
		return "the file “" + j.Title + "”"
	}
	return "the file “" + j.Title + "” (" + j.Words + ")"
}

// Choice is a source that the asker may have.
type Choice struct {
	Key, Title, Definition string
	Columns                []string
	Fields                 []Field
}

// Choices asks what one can have a file of; with Source only that one, with
// its fields.
type Choices struct {
	PCN    string
	Source string
}

// Needs is what the source needs.
func (q Choices) Needs() access.Permission { return needs(q.Source) }

// Ask lists them.
func (q Choices) Ask(ctx context.Context, tx *gate.Tx) ([]Choice, error) {
	tx.Nobody("what can become a file is about nobody")
	if !tx.Actor.May(access.PrepareFiles) {
		return nil, fault.Refused("Your role can't prepare files")
	}
	var out []Choice
	for _, s := range sources {
		if q.Source == "" && tx.Actor.May(s.Needs) && (s.Alone || q.PCN != "") {
			out = append(out, Choice{Key: s.Key, Title: s.Title, Definition: s.Definition, Columns: s.Columns})
		}
	}
	if s, ok := find(q.Source); ok {
		c := Choice{Key: s.Key, Title: s.Title, Definition: s.Definition, Columns: s.Columns}
		if !s.Alone && !tx.Scope.InNetwork(q.PCN) {
			return nil, fault.Missing("network")
		}
		if s.Fields != nil {
			var err error
			if c.Fields, err = s.Fields(ctx, tx, Params{"pcn": q.PCN}); err != nil {
				return nil, err
			}
		}
		return []Choice{c}, nil
	}
	if q.Source != "" {
		return nil, fault.Missing("file of this kind")
	}
	return out, nil
}

// Mine lists one's own files, the newest first.
type Mine struct{}

// Needs names the permission.
func (Mine) Needs() access.Permission { return access.PrepareFiles }

// Ask lists them: those of the last four weeks.
func (Mine) Ask(_ context.Context, tx *gate.Tx) ([]Job, error) {
	tx.Nobody("one's own list of files")
	list, err := db.All[Job](tx.Tx, "SELECT "+columns+" FROM export_job WHERE by_id = $1 AND asked_at > $2 ORDER BY asked_at DESC, id DESC", tx.Actor.ID, tx.Now.Add(-28*24*time.Hour))
	for i := range list {
		list[i].State = list[i].stands(tx)
	}
	return list, err
}

// stands is the state as of now: a file whose week has passed is over before
// it is deleted.
func (j Job) stands(tx *gate.Tx) string {
	if j.State == Ready && !tx.Now.Before(j.KeepUntil) {
		return Over
	}
	return j.State
}

// One asks how one of one's own files stands.
type One struct{ ID string }

// Needs names the permission.
func (One) Needs() access.Permission { return access.PrepareFiles }

// Ask loads it; somebody else's is not found.
func (q One) Ask(_ context.Context, tx *gate.Tx) (Job, error) {
	tx.Nobody("one's own file, without what is in it")
	return own(tx, q.ID)
}

func own(tx *gate.Tx, id string) (Job, error) {
	j, err := db.One[Job](tx.Tx, "file", "SELECT "+columns+" FROM export_job WHERE id = $1 AND by_id = $2", id, tx.Actor.ID)
	j.State = j.stands(tx)
	return j, err
}

// mayHave gives a file that is ready and that the asker may still have.
func mayHave(ctx context.Context, tx *gate.Tx, id, source string) (Job, error) {
	j, err := own(tx, id)
	if err != nil {
		return j, err
	}
	s, ok := find(source)
	if !ok || j.Source != source || !tx.Actor.May(access.PrepareFiles) {
		return j, fault.Missing("file")
	}
	switch {
	case j.State == Over:
		return j, fault.Moved("This file was kept for %d days and is deleted. Ask for it again", KeptDays)
	case j.State != Ready:
		return j, fault.Moved("This file is not ready yet")
	}
	p, err := j.params()
	if err != nil {
		return j, err
	}
	if _, err := s.Check(ctx, tx, p); err != nil {
		return j, err
	}
	return j, nil
}

// Download takes a file: the audit says who, what and why. Its parts are then
// asked for one by one.
type Download struct{ ID, Source string }

// Taken is the answer to Download.
type Taken struct {
	Name         string
	Parts, Bytes int
}

// Needs is what the source needs.
func (c Download) Needs() access.Permission { return needs(c.Source) }

// Do checks again what the asker may have.
func (c Download) Do(ctx context.Context, tx *gate.Tx) (Taken, error) {
	j, err := mayHave(ctx, tx, c.ID, c.Source)
	if err != nil {
		return Taken{}, err
	}
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM export_part WHERE job = $1", j.ID)
	tx.TouchedAt("file", j.ID, "", j.Org, "downloaded "+j.what()+", because: "+j.Why)
	return Taken{Name: j.Source + "-" + j.ReadyAt.Date().String() + ".csv", Parts: n, Bytes: j.Bytes}, err
}

// PartOf asks for one part of a file that is being downloaded.
type PartOf struct {
	ID, Source string
	Seq        int // from 0
}

// Needs is what the source needs.
func (q PartOf) Needs() access.Permission { return needs(q.Source) }

// Ask gives it.
func (q PartOf) Ask(ctx context.Context, tx *gate.Tx) (string, error) {
	tx.Nobody("the download itself is audited")
	j, err := mayHave(ctx, tx, q.ID, q.Source)
	if err != nil {
		return "", err
	}
	return db.One[string](tx.Tx, "part of the file", "SELECT body FROM export_part WHERE job = $1 AND seq = $2", j.ID, q.Seq)
}
