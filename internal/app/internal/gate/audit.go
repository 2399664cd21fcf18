package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/calendar"
)

// Entry is one line of the audit: who did or saw what, when, to whose record.
// Hash covers the line and the hash of the line before.
type Entry struct {
	Seq       int64
	At        calendar.Instant
	Actor     string
	ActorName string
	Way       string // "do" or "ask"
	Action    string // "diary.Book"
	Kind      string
	Subject   string
	Person    string
	Org       string
	Detail    string
	Request   string
	Hash      string
}

const entryColumns = "seq, at, actor, actor_name, way, action, kind, subject, person, org, detail, request, hash"

// seal is the hash of an entry after the entry with hash before. Each field
// is preceded by its length, so that no two entries read the same.
func (e Entry) seal(before string) string {
	h := sha256.New()
	for _, f := range []string{before, strconv.FormatInt(e.Seq, 10), e.At.String(), e.Actor, e.ActorName, e.Way, e.Action,
		e.Kind, e.Subject, e.Person, e.Org, e.Detail, e.Request} {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return hex.EncodeToString(h.Sum(nil))
}

type head struct {
	Seq  int64
	Hash string
}

func appendAudit(tx *Tx, way, action, request string) error {
	if len(tx.lines) == 0 {
		return nil
	}
	h, err := db.One[head](tx.Tx, "audit head", "SELECT seq, hash FROM audit_head WHERE id = 1")
	if err != nil {
		return err
	}
	for _, l := range tx.lines {
		e := Entry{
			Seq: h.Seq + 1, At: tx.Now, Actor: tx.Actor.ID, ActorName: tx.Actor.Name, Way: way, Action: action,
			Kind: l.Kind, Subject: l.ID, Person: l.Person, Org: l.Org, Detail: l.Detail, Request: request,
		}
		e.Hash = e.seal(h.Hash)
		if _, err := tx.Exec("INSERT INTO audit ("+entryColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)",
			e.Seq, e.At, e.Actor, e.ActorName, e.Way, e.Action, e.Kind, e.Subject, e.Person, e.Org, e.Detail, e.Request, e.Hash); err != nil {
			return err
		}
		h = head{e.Seq, e.Hash}
	}
	_, err = tx.Exec("UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1", h.Seq, h.Hash)
	return err
}

// Chain is what a walk over the audit found.
type Chain struct {
	Lines  int64
	Broken int64  // the first line that does not fit, 0 when the chain is whole
	Why    string // what is wrong with it
}

// Verify walks the whole chain, a few thousand lines at a time, and names the
// first line that doesn't fit.
func (g *Gate) Verify(ctx context.Context) (Chain, error) {
	var c Chain
	err := g.DB.Read(ctx, func(tx *db.Tx) error {
		c = Chain{}
		before, last := "", int64(0)
		for {
			list, err := db.All[Entry](tx, "SELECT "+entryColumns+" FROM audit WHERE seq > $1 ORDER BY seq LIMIT 5000", last)
			if err != nil {
				return err
			}
			for _, e := range list {
				c.Lines++
				switch {
				case e.Seq != last+1:
					c.Broken, c.Why = last+1, fmt.Sprintf("line %d is missing", last+1)
				case e.seal(before) != e.Hash:
					c.Broken, c.Why = e.Seq, fmt.Sprintf("line %d was changed, or the line before it", e.Seq)
				}
				if c.Broken != 0 {
					return nil
				}
				before, last = e.Hash, e.Seq
			}
			if len(list) < 5000 {
				break
			}
		}
		h, err := db.One[head](tx, "audit head", "SELECT seq, hash FROM audit_head WHERE id = 1")
		if err != nil {
			return err
		}
		if h.Seq != last || h.Hash != before {
			c.Broken, c.Why = last+1, fmt.Sprintf("the chain ends at line %d, but %d lines were written", last, h.Seq)
		}
		return nil
	})
	return c, err
}

// History lists the audit lines about one person, newest first. The caller
// has made sure that the person is within the scope.
func History(tx *Tx, person string, limit, offset int) ([]Entry, error) {
	return db.All[Entry](tx.Tx, "SELECT "+entryColumns+" FROM audit WHERE person = $1 ORDER BY seq DESC LIMIT $2 OFFSET $3", person, limit, offset)
}

// LastLine is the number of the audit's last line.
func LastLine(tx *Tx) (int64, error) {
	h, err := db.One[head](tx.Tx, "audit head", "SELECT seq, hash FROM audit_head WHERE id = 1")
	return h.Seq, err
}

// DoneSince gives what commands touched after a line of the audit: each
// subject once, by kind, person and organisation.
func DoneSince(tx *Tx, seq int64) ([]Line, error) {
	return db.All[Line](tx.Tx, "SELECT DISTINCT kind, person, org FROM audit WHERE seq > $1 AND way = 'do' ORDER BY kind, person, org", seq)
}
