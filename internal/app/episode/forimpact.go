package episode

import (
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// AllIn gives every episode and every request of a network, by the time when
// they began, without the words of the people and without looking at the
// scope.
func AllIn(tx *gate.Tx, pcn string) ([]Episode, []Request, error) {
	episodes, err := db.All[Episode](tx.Tx, "SELECT id, person, pcn, practice, service, holder, opened_at, state, closed_at, closed_why, version FROM episode WHERE pcn = $1 ORDER BY opened_at, id", pcn)
	if err != nil {
		return nil, nil, err
	}
	requests, err := db.All[Request](tx.Tx, "SELECT id, person, pcn, practice, way, service, received_at, episode, state, ended_at, ended_why FROM request WHERE pcn = $1 ORDER BY received_at, id", pcn)
	return episodes, requests, err
}

// NetworksOf gives the networks in which people ever made a request, by the
// ids of their records.
func NetworksOf(tx *gate.Tx, people []string) ([]string, error) {
	var out []string
	for part := range slices.Chunk(people, 4000) {
		var a db.Args
		list, err := db.All[string](tx.Tx, "SELECT DISTINCT pcn FROM request WHERE person IN "+a.In(part)+" ORDER BY pcn", a.List...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Networks gives every network that has a request.
func Networks(tx *gate.Tx) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT pcn FROM request ORDER BY pcn")
}
