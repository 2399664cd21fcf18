package physical

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// OnNow gives the newest entry of everybody of a network who is on the
// register of severe mental illness, in remission or not, as far as is known
// here, without looking at the scope.
func OnNow(tx *gate.Tx, pcn string) ([]Flag, error) {
	list, err := db.All[Flag](tx.Tx, "SELECT "+flagColumns+" FROM smi_register WHERE pcn = $1 ORDER BY at, id", pcn)
	last := map[string]Flag{}
	for _, f := range list {
		last[f.Person] = f
	}
	var out []Flag
	for _, f := range list {
		if last[f.Person].ID == f.ID && f.On() {
			out = append(out, f)
		}
	}
	return out, err
}
