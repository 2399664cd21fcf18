package person

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// PageSize is how many lines a page of the history has.
const PageSize = 50

// Access asks who looked at a person's record and who changed it, newest
// first, including what happened to records that were merged into it. Page
// counts from 1.
type Access struct {
	ID   string
	Page int
}

// Looked is one line of that history.
type Looked struct {
	At      calendar.Instant
	Who     string
	WhoID   string
	Changed bool   // the record was changed; otherwise it was only seen
	What    string // in plain words
	Action  string // the command or query, for those who ask more closely
	Request string
	Org     string
	Details []Changed // what stood there before and after, for changes of this room
}

// History is the answer to Access.
type History struct {
	Person Person
	Lines  []Looked
	Page   int
	More   bool // older lines are on the next page
}

// Needs names the permission.
func (Access) Needs() access.Permission { return access.SeeAccess }

// Ask gathers the audit lines of the person and joins to each the changes that
// were made with it. Reading the history is a line of the history too.
func (q Access) Ask(_ context.Context, tx *gate.Tx) (History, error) {
	p, err := Load(tx, q.ID)
	if err != nil {
		return History{}, err
	}
	q.Page = min(max(q.Page, 1), 10_000)
	ids, err := sameAs(tx, p.ID)
	if err != nil {
		return History{}, err
	}
	skip := (q.Page - 1) * PageSize
	var all []gate.Entry
	for _, id := range ids {
		// One record is nearly always all; several are put together here.
		limit, offset := PageSize+1, skip
		if len(ids) > 1 {
			limit, offset = skip+PageSize+1, 0
		}
		list, err := gate.History(tx, id, limit, offset)
		if err != nil {
			return History{}, err
		}
		all = append(all, list...)
	}
	if len(ids) > 1 {
		slices.SortFunc(all, func(a, b gate.Entry) int { return int(b.Seq - a.Seq) })
		all = all[min(skip, len(all)):]
	}
	h := History{Person: p, Page: q.Page, More: len(all) > PageSize}
	all = all[:min(PageSize, len(all))]
	var changes []Changed
	if len(all) > 0 {
		if changes, err = changesAt(tx, ids, all[len(all)-1].At, all[0].At); err != nil {
			return History{}, err
		}
	}
	for _, e := range all {
		l := Looked{At: e.At, Who: e.ActorName, WhoID: e.Actor, Changed: e.Way == "do", What: plain(e), Action: e.Action, Request: e.Request, Org: e.Org}
		if slices.Contains(changing, e.Action) {
			for _, c := range changes {
				if c.At == e.At && c.ByID == e.Actor && c.Person == e.Person {
					l.Details = append(l.Details, c)
				}
			}
		}
		h.Lines = append(h.Lines, l)
	}
	tx.Saw(p.ID, "read who looked at the record")
	return h, nil
}

// changing are the commands that note what they change.
var changing = []string{gate.Name(Change{}), gate.Name(SetNeeds{}), gate.Name(Merge{}), gate.Name(Unmerge{})}

// plain says in words what an audit line says: its detail, or else the name
// of the action.
func plain(e gate.Entry) string {
	if e.Detail != "" {
		first, size := utf8.DecodeRuneInString(e.Detail)
		return string(unicode.ToUpper(first)) + e.Detail[size:]
	}
	if e.Way == "ask" {
		return "Looked at the record (" + e.Action + ")"
	}
	return "Changed the record (" + e.Action + ")"
}
