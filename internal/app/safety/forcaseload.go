package safety

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// Review is when the safety plan that holds is to be looked at again.
type Review struct {
	ID       string // of the version
	Person   string
	OnDay    calendar.Date
	ReviewOn calendar.Date // zero when no day is set
}

// Reviews gives the newest safety plan that holds of each of some people, by
// every id under which their records stand, without looking at the scope.
// People without a plan are left out; what the plan says is not read.
func Reviews(tx *gate.Tx, people []string) (map[string]Review, error) {
	out := map[string]Review{}
	if len(people) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Review](tx.Tx, `SELECT t.id, t.person, t.on_day, t.review_on FROM safety_text t LEFT JOIN safety_withdrawn w ON w.of_id = t.id
		WHERE t.kind = 'plan' AND w.of_id IS NULL AND t.person IN `+a.In(people)+" ORDER BY t.recorded_at, t.version", a.List...)
	for _, r := range list {
		out[r.Person] = r
	}
	return out, err
}

// ReviewOf gives the newest safety plan that holds of one person; false when
// there is none.
func ReviewOf(tx *gate.Tx, p person.Person) (Review, bool, error) {
	ids, err := person.Same(tx, p.ID)
	if err != nil {
		return Review{}, false, err
	}
	all, err := Reviews(tx, ids)
	var last Review
	for _, r := range all {
		if last.ID == "" || r.OnDay.After(last.OnDay) || r.OnDay == last.OnDay && r.ID > last.ID {
			last = r
		}
	}
	return last, last.ID != "", err
}

// Holders gives the recipients of a safety plan in words, the latest first:
// who has it, and never what it says.
func Holders(tx *gate.Tx, id string) ([]string, error) {
	list, err := handedOf(tx, id)
	var out []string
	for _, h := range list {
		if h.WithdrawnAt.IsZero() {
			out = append(out, h.Recipient())
		}
	}
	return out, err
}

// DraftKinds are the kinds of draft of this room, and Subjects what the drafts
// about a person are about.
func DraftKinds() (out []string) {
	for _, o := range Outlines {
		out = append(out, DraftKind(o.Kind))
	}
	return out
}

// DraftSubjects says what the drafts about a person are about.
func DraftSubjects(person string) (out []string) {
	for _, o := range Outlines {
		out = append(out, DraftSubject(o.Kind, person))
	}
	return out
}
