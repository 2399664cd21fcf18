package network

import (
	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// NamesOf gives the names of organisations of a kind on a day, by code. Codes
// that were not published on the day are left out.
func NamesOf(tx *gate.Tx, place access.Place, codes []string, day calendar.Date) (map[string]string, error) {
	kind := map[access.Place]string{access.Practice: KindPractice, access.Network: KindPCN, access.ICB: KindICB}[place]
	type row struct{ Code, Name string }
	out := map[string]string{}
	if len(codes) == 0 {
		return out, nil
	}
	var a db.Args
	k, d := a.Add(kind), a.Add(day)
	list, err := db.All[row](tx.Tx, "SELECT o.code, o.name FROM organisation o WHERE o.kind = "+k+" AND "+inForce("o", d)+" AND o.code IN "+a.In(codes), a.List...)
	for _, r := range list {
		out[r.Code] = r.Name
	}
	return out, err
}

// ProvidersOf gives the providers that ever signed an agreement with a network.
func ProvidersOf(tx *gate.Tx, pcn string) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT provider FROM agreement WHERE pcn = $1 AND state = 'signed' ORDER BY provider", pcn)
}
