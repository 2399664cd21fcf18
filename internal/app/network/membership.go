package network

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// The kinds of organisation that NameOf knows.
const (
	KindPractice = "practice"
	KindPCN      = "pcn"
	KindSubICB   = "sub-icb"
	KindICB      = "icb"
	KindRegion   = "region"
)

// Practice is a GP practice as it was on a day. PCN is "" when it was in no
// network.
type Practice struct {
	Code     string
	Name     string
	Postcode string
	PCN      string
}

// inForce is the part of a WHERE that picks the rows of table alias t that
// hold on the day in placeholder day.
func inForce(t, day string) string {
	return t + ".from_day <= " + day + " AND (" + t + ".to_day IS NULL OR " + t + ".to_day > " + day + ")"
}

// NetworkOf gives the PCN of a practice on a day; "" when the practice was
// published without a network (the placeholder U). A practice that nobody
// published for that day is not found.
func NetworkOf(tx *gate.Tx, practice string, day calendar.Date) (pcn string, err error) {
	return db.One[string](tx.Tx, "practice", "SELECT m.pcn FROM membership m WHERE m.practice = $1 AND "+inForce("m", "$2"), practice, day)
}

const practiceColumns = `SELECT m.practice AS code, o.name, o.postcode, m.pcn
	FROM membership m JOIN organisation o ON o.kind = 'practice' AND o.code = m.practice AND `

// PracticesOf lists the member practices of a PCN on a day, by name. The list
// is empty when there is no such network on that day.
func PracticesOf(tx *gate.Tx, pcn string, day calendar.Date) ([]Practice, error) {
	if pcn == "" {
		return nil, nil
	}
	list, err := db.All[Practice](tx.Tx, practiceColumns+inForce("o", "$2")+
		" WHERE m.pcn = $1 AND "+inForce("m", "$2")+" ORDER BY o.name, m.practice", pcn, day)
	for i := range list {
		list[i].Name = PlainName(list[i].Name)
	}
	return list, err
}

// PracticeOn gives one practice as it was on a day. The error is NotFound
// when it was not published for that day.
func PracticeOn(tx *gate.Tx, practice string, day calendar.Date) (Practice, error) {
	p, err := db.One[Practice](tx.Tx, "practice", practiceColumns+inForce("o", "$2")+
		" WHERE m.practice = $1 AND "+inForce("m", "$2"), practice, day)
	p.Name = PlainName(p.Name)
	return p, err
}

// NameOf gives the name of an organisation on a day, in plain letters; kind is
// one of the Kind constants. The error is NotFound when there is none.
func NameOf(tx *gate.Tx, kind, code string, day calendar.Date) (string, error) {
	name, ok, err := db.Maybe[string](tx.Tx, "SELECT o.name FROM organisation o WHERE o.kind = $1 AND o.code = $2 AND "+inForce("o", "$3"), kind, code, day)
	if err == nil && !ok {
		err = fault.Missing("organisation")
	}
	return PlainName(name), err
}

// BoardsOf lists the codes of the ICBs of a PCN on a day, sorted. Nearly
// every network has one; a network whose practices are in two ICBs has both.
func BoardsOf(tx *gate.Tx, pcn string, day calendar.Date) ([]string, error) {
	if pcn == "" {
		return nil, nil
	}
	return db.All[string](tx.Tx, "SELECT DISTINCT m.icb FROM membership m WHERE m.pcn = $1 AND "+inForce("m", "$2")+" ORDER BY 1", pcn, day)
}

// NetworksIn lists the codes of the PCNs with a practice in an ICB on a day,
// sorted.
func NetworksIn(tx *gate.Tx, icb string, day calendar.Date) ([]string, error) {
	return db.All[string](tx.Tx, "SELECT DISTINCT m.pcn FROM membership m WHERE m.pcn <> '' AND m.icb = $1 AND "+inForce("m", "$2")+" ORDER BY 1", icb, day)
}
