package person

import (
	"context"
	"errors"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// ErrAlike is the cause of the Conflict with which Add answers when somebody
// alike is on record. Ask Alike who, show them, and send Add again with Sure
// when it is someone else.
var ErrAlike = errors.New("somebody alike is on record")

// Add puts a person on record. The practice must be within the actor's scope.
// It answers with the new id. An NHS number that is on record in the network
// is Invalid; somebody alike is a Conflict with ErrAlike, unless Sure.
type Add struct {
	Details
	Sure bool
}

// Needs names the permission.
func (Add) Needs() access.Permission { return access.EditPerson }

// Do checks and writes.
func (c Add) Do(_ context.Context, tx *gate.Tx) (string, error) {
	var check fault.Check
	d := c.Details.checked(&check, tx.Today())
	pcn, err := registered(tx, &check, d.Practice)
	if err != nil {
		return "", err
	}
	if check.Err() == nil {
		if err := numberFree(tx, &check, d.NHSNumber, d.Practice, pcn, ""); err != nil {
			return "", err
		}
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	if !c.Sure {
		alike, err := alikeTo(tx, d)
		if err != nil {
			return "", err
		}
		if len(alike) > 0 {
			return "", &fault.Error{Kind: fault.Conflict, Message: "Somebody alike is on record already. Look whether it is the same person", Cause: ErrAlike}
		}
	}
	p := Person{ID: tx.NewID(), Version: 1, CreatedAt: tx.Now, ChangedAt: tx.Now, ChangedBy: tx.Actor.Name}
	d.into(&p, pcn)
	if err := insert(tx, p); err != nil {
		return "", err
	}
	said := "added the person"
	if c.Sure {
		said += "; looked at others who are alike and said that it is someone else"
	}
	tx.TouchedAt("person", p.ID, p.ID, p.Practice, said)
	return p.ID, nil
}

// Practices asks at which practices the actor may put people on record today:
// the own ones, and every member of a whole network. By name.
type Practices struct{}

// Needs names the permission.
func (Practices) Needs() access.Permission { return access.EditPerson }

// Ask lists them.
func (Practices) Ask(_ context.Context, tx *gate.Tx) ([]network.Practice, error) {
	tx.Nobody("practices are published")
	var out []network.Practice
	for _, code := range tx.Scope.Practices {
		p, err := network.PracticeOn(tx, code, tx.Today())
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	for _, pcn := range tx.Scope.PCNs {
		members, err := network.PracticesOf(tx, pcn, tx.Today())
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			known := false
			for _, o := range out {
				known = known || o.Code == m.Code
			}
			if !known {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// practiceNames gives the published names of the practices of some people.
func practiceNames(tx *gate.Tx, hits []Hit) error {
	names := map[string]string{}
	for i := range hits {
		code := hits[i].Practice
		if _, ok := names[code]; !ok {
			name, err := practiceName(tx, code)
			if err != nil {
				return err
			}
			names[code] = name
		}
		hits[i].PracticeName = names[code]
	}
	return nil
}

// practiceName gives a practice's name, its code when it is published no more.
func practiceName(tx *gate.Tx, code string) (string, error) {
	name, err := network.NameOf(tx, network.KindPractice, code, tx.Today())
	if fault.Is(err, fault.NotFound) {
		return code, nil
	}
	return name, err
}
