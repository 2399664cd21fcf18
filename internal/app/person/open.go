package person

import (
	"context"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
)

// Record is what a person's page shows.
type Record struct {
	Person
	PracticeName string
	Consents     []Consent // newest first, with those that no longer hold
	Merged       []Merged  // records that were merged into this one
}

// Open asks for a person's page. The id of a merged record gives the
// surviving one. Part says in a few words which page it is, for the audit:
// "the person's page" when left out.
type Open struct{ ID, Part string }

// Needs names the permission.
func (Open) Needs() access.Permission { return access.SeePerson }

// Ask loads it.
func (q Open) Ask(_ context.Context, tx *gate.Tx) (Record, error) {
	p, err := Load(tx, q.ID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Person: p}
	if r.PracticeName, err = practiceName(tx, p.Practice); err != nil {
		return Record{}, err
	}
	if r.Consents, err = Consents(tx, p.ID); err != nil {
		return Record{}, err
	}
	if r.Merged, err = merges(tx, p.ID); err != nil {
		return Record{}, err
	}
	if q.Part == "" {
		q.Part = "the person's page"
	}
	tx.Saw(p.ID, "opened "+q.Part)
	return r, nil
}
