package person

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// Behind gives the person of a private link, by whatever id their record had
// when it was made, without looking at the scope: the link itself is the
// permission. Only the room of private links calls it.
func Behind(tx *gate.Tx, id string) (Person, error) {
	list, err := db.All[Person](tx.Tx, `WITH RECURSIVE up (id, next) AS (
		SELECT p.id, p.merged_into FROM person p WHERE p.id = $1
		UNION SELECT p.id, p.merged_into FROM up JOIN person p ON p.id = up.next)
		SELECT `+list("p")+` FROM up JOIN person p ON p.id = up.id WHERE up.next = ''`, id)
	if err == nil && len(list) == 0 {
		err = fault.Missing("person")
	}
	if err != nil {
		return Person{}, err
	}
	return list[0], nil
}
