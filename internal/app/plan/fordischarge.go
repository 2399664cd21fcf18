package plan

import (
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
)

// OpenActions gives what a person's plans say is to be done and that nobody
// has settled. The person must be within the scope.
func OpenActions(tx *gate.Tx, p person.Person) ([]Action, error) {
	list, err := actionsOf(tx, p)
	var out []Action
	for _, a := range list {
		if a.State == StateOpen || a.State == "" {
			out = append(out, a)
		}
	}
	return out, err
}
