package episode

import (
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// Further ways in which a person comes, entered by a practitioner.
const (
	StepDown     = "step-down from secondary care"
	Transition   = "transition from children’s services"
	SelfReferral = "self-referral" // where the agreement lets people ask for themselves
)

// Ways are all the ways in, in the order of a list to choose from.
var Ways = []string{DirectBooking, WalkIn, HandOver, SelfReferral, StepDown, Transition, QuickReturn}

// OpenRequests gives the open requests of a network, the longest first,
// without looking at the scope: the caller shows only those whose people it
// may see.
func OpenRequests(tx *gate.Tx, pcn string) ([]Request, error) {
	list, err := db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM request WHERE pcn = $1 AND state = 'open' ORDER BY received_at, id", pcn)
	return withAnswers(list, err)
}

// RequestByID gives a request, without looking at the scope.
func RequestByID(tx *gate.Tx, id string) (Request, error) {
	r, err := db.One[Request](tx.Tx, "request", "SELECT "+requestColumns+" FROM request WHERE id = $1", id)
	if err != nil {
		return r, err
	}
	return r, r.readAnswers()
}

// RequestsOf gives every request of people by all the ids under which their
// records stand, the newest first, without looking at the scope.
func RequestsOf(tx *gate.Tx, people []string) ([]Request, error) {
	var a db.Args
	list, err := db.All[Request](tx.Tx, "SELECT "+requestColumns+" FROM request WHERE person IN "+a.In(people)+" ORDER BY received_at DESC, id DESC", a.List...)
	return withAnswers(list, err)
}

func withAnswers(list []Request, err error) ([]Request, error) {
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := list[i].readAnswers(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// LastOpen reports whether a request is the only open one of its episode:
// when it ends, the episode closes.
func LastOpen(tx *gate.Tx, r Request) (bool, error) {
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM request WHERE episode = $1 AND state = 'open' AND id <> $2", r.Episode, r.ID)
	return n == 0, err
}

// EndRequest ends one open request, inside the command of a room that has
// looked for loose ends. The episode closes with its last open request; while
// another one is open it stays.
func EndRequest(tx *gate.Tx, r Request, how Ending) error {
	if err := how.Check(); err != nil {
		return err
	}
	if r.State != "open" {
		return fault.Moved("This request has ended already: %s", r.EndedWhy)
	}
	last, err := LastOpen(tx, r)
	if err != nil {
		return err
	}
	if last {
		all, err := ByID(tx, []string{r.Episode})
		if err != nil {
			return err
		}
		e := all[r.Episode]
		return Close(tx, e, e.Version, how)
	}
	why := how.Why
	if o := strings.TrimSpace(how.Onward); o != "" {
		why += ". " + o
	}
	tx.TouchedAt("request", r.ID, r.Person, r.PCN, "ended: "+how.Why)
	_, err = tx.Exec("UPDATE request SET state = 'ended', ended_at = $1, ended_why = $2, told = $3 WHERE id = $4", tx.Now, why, strings.TrimSpace(how.Told), r.ID)
	return err
}

// OpenInService gives the open episodes of one service of a network, the oldest
// first, without looking at the scope.
func OpenInService(tx *gate.Tx, pcn, service string) ([]Episode, error) {
	return db.All[Episode](tx.Tx, "SELECT "+episodeColumns+" FROM episode WHERE pcn = $1 AND service = $2 AND state = 'open' ORDER BY opened_at, id", pcn, service)
}
