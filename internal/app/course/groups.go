package course

import (
	"context"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
)

// Groups asks for the groups of a network.
type Groups struct{ PCN string }

// Summary is one of them.
type Summary struct {
	Group
	Team    []workforce.Practitioner
	Members int
	Held    int      // meetings whose register was written
	Planned int      // meetings in all
	Next    *Meeting // the first one without a register
}

// Needs names the permission.
func (Groups) Needs() access.Permission { return access.SeeCare }

// Ask lists them; a practice alone has none.
func (q Groups) Ask(_ context.Context, tx *gate.Tx) ([]Summary, error) {
	if !tx.Scope.WholeNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	list, err := groupsOf(tx, q.PCN)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, g := range list {
		ids[i] = g.ID
	}
	var args db.Args
	in := args.In(ids)
	type led struct{ Grp, Practitioner string }
	leads, err := db.All[led](tx.Tx, "SELECT grp, practitioner FROM course_group_practitioner WHERE grp IN "+in, args.List...)
	if err != nil {
		return nil, err
	}
	type size struct {
		Grp string
		N   int
	}
	sizes, err := db.All[size](tx.Tx, "SELECT grp, count(*) AS n FROM course WHERE grp IN "+in+" AND id NOT IN (SELECT course FROM course_end) GROUP BY grp", args.List...)
	if err != nil {
		return nil, err
	}
	meetings, err := db.All[Meeting](tx.Tx, fromMeeting+"WHERE m.grp IN "+in+" ORDER BY m.on_day", args.List...)
	if err != nil {
		return nil, err
	}
	var who []string
	for _, l := range leads {
		who = append(who, l.Practitioner)
	}
	names, err := workforce.Known(tx, who)
	if err != nil {
		return nil, err
	}
	var out []Summary
	for _, g := range list {
		s := Summary{Group: g}
		for _, l := range leads {
			if l.Grp == g.ID {
				s.Team = append(s.Team, names[l.Practitioner])
			}
		}
		slices.SortFunc(s.Team, func(a, b workforce.Practitioner) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
		for _, n := range sizes {
			if n.Grp == g.ID {
				s.Members = n.N
			}
		}
		for i, m := range meetings {
			if m.Grp != g.ID {
				continue
			}
			s.Planned++
			if m.Saved() {
				s.Held++
			} else if s.Next == nil {
				s.Next = &meetings[i]
			}
		}
		out = append(out, s)
	}
	tx.Listed("group", q.PCN, len(out))
	return out, nil
}
