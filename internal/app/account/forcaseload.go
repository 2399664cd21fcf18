package account

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Begun says that somebody is writing something, and never what: a draft is
// its author's own.
type Begun struct {
	Author  string // a user
	Name    string
	Kind    string
	Subject string
	SavedAt calendar.Instant
}

// BegunAbout gives the drafts of everybody about some subjects, of some kinds,
// without their texts, the oldest first. The caller has made sure that the
// subjects are within the scope.
func BegunAbout(tx *gate.Tx, kinds, subjects []string) ([]Begun, error) {
	if len(kinds) == 0 || len(subjects) == 0 {
		return nil, nil
	}
	var a db.Args
	return db.All[Begun](tx.Tx, "SELECT d.author, coalesce(u.name, '') AS name, d.kind, d.subject, d.saved_at FROM draft d LEFT JOIN app_user u ON u.id = d.author WHERE d.kind IN "+
		a.In(kinds)+" AND d.subject IN "+a.In(subjects)+" ORDER BY d.saved_at, d.kind, d.subject", a.List...)
}
