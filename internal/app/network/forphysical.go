package network

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// CameFrom lists the networks to which practices of a network, present or
// past, have belonged as well: where else records of its people may stand.
func CameFrom(tx *gate.Tx, pcn string) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT pcn FROM membership WHERE pcn <> $1 AND practice IN (SELECT practice FROM membership WHERE pcn = $1) ORDER BY 1", pcn)
}
