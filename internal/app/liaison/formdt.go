package liaison

import (
	"slices"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// OwnersFor gives who can be asked to do something about a person. The person
// is within the caller's scope.
func OwnersFor(tx *gate.Tx, p person.Person) ([]Owned, error) { return owners(tx, p.PCN, p.Practice) }

// AskWithin asks a member of the team to do something about a person, inside
// the command of a room above that decided it. The owner is one of OwnersFor.
func AskWithin(tx *gate.Tx, p person.Person, owner Owned, question string, on calendar.Date) (string, error) {
	r := Request{ID: tx.NewID(), PCN: p.PCN, Practice: p.Practice, Person: p.ID, Question: question, OwnerRole: owner.Role, OwnerPractice: owner.Code, OwnerUser: owner.User, OwnerName: owner.Text, DueOn: on}
	if len(tx.Actor.Grants) > 0 {
		r.AskedRole = tx.Actor.Grants[0].Role
	}
	if i := slices.IndexFunc(tx.Actor.Grants, func(g access.Grant) bool { return access.Allows(g.Role, access.Asks) }); i >= 0 {
		r.AskedRole = tx.Actor.Grants[i].Role
	}
	if _, err := tx.Exec("INSERT INTO ask ("+askColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,'asked','',NULL,'','','','','',NULL,1)",
		r.ID, r.PCN, r.Practice, r.Person, r.Question, r.OwnerRole, r.OwnerPractice, r.OwnerUser, r.OwnerName, r.DueOn, tx.Actor.ID, tx.Actor.Name, r.AskedRole, tx.Now); err != nil {
		return "", err
	}
	tx.TouchedAt("ask", r.ID, r.Person, r.PCN, "asked of "+r.OwnerName)
	return r.ID, noted(tx, "ask", r.ID, "asked of "+r.OwnerName+", by "+r.DueOn.Medium(), "")
}

// SettleWithin ends an ask inside the command of the room that gave it, as
// answered or without an answer; one that has ended stays as it is.
func SettleWithin(tx *gate.Tx, id string, answered bool, words, untold string) error {
	r, err := db.One[Request](tx.Tx, "ask", "SELECT "+askColumns+" FROM ask WHERE id = $1", id)
	if fault.Is(err, fault.NotFound) || err == nil && !r.Live() {
		return nil
	}
	if err != nil {
		return err
	}
	what := "ended"
	if r.State = AskEnded; answered {
		r.State, what = AskAnswered, "answered"
	}
	r.Answer, r.Untold, r.EndedName, r.EndedAt = words, untold, tx.Actor.Name, tx.Now
	return r.keep(tx, what, "")
}

// AsksByID gives asks by their ids, without looking at the scope.
func AsksByID(tx *gate.Tx, ids []string) (map[string]Request, error) {
	out := map[string]Request{}
	for part := range slices.Chunk(ids, 5000) {
		var a db.Args
		list, err := db.All[Request](tx.Tx, "SELECT "+askColumns+" FROM ask WHERE id IN "+a.In(part), a.List...)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			out[r.ID] = r
		}
	}
	return out, nil
}

// LiveAbout gives the asks about people of a network that still wait for
// somebody, the first day first, without looking at the scope.
func LiveAbout(tx *gate.Tx, pcn string) ([]Request, error) {
	return db.All[Request](tx.Tx, "SELECT "+askColumns+" FROM ask WHERE pcn = $1 AND person <> '' AND state IN ('asked', 'accepted', 'returned') ORDER BY due_on, id", pcn)
}
