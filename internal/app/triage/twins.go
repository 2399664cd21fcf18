package triage

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/fault"
)

// Twins asks who among people in the queue may be on record twice, for the
// part of the list that a page shows: found before anybody takes the request,
// so that nobody is worked on twice. It answers by person.
type Twins struct{ People []string }

// Needs names the permission.
func (Twins) Needs() access.Permission { return access.SeeEpisode }

// Ask looks for them; at most a hundred people at once. NotFound when none of
// them is within the scope.
func (q Twins) Ask(_ context.Context, tx *gate.Tx) (map[string][]person.Hit, error) {
	ids := q.People
	if len(ids) > 100 {
		ids = ids[:100]
	}
	found, err := person.Many(tx, ids)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && len(ids) > 0 {
		return nil, fault.Missing("person")
	}
	var list []person.Person
	for _, p := range found {
		list = append(list, p)
	}
	out, err := person.Twins(tx, list)
	tx.Listed("person", "who in the queue may be on record twice", len(out))
	return out, err
}
