package plan

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Ended is a goal that ended, and how often it was rated.
type Ended struct {
	ID, Person string
	How        string // "met", "partly", "let go"
	OnDay      calendar.Date
	First      int // how far it was met at first and at last, 0 to 10
	Last       int
	Ratings    int
}

// EndedIn gives the goals of a network that ended, by day, without looking at
// the scope. What was only reworded goes on; what was entered in error is left
// out.
func EndedIn(tx *gate.Tx, pcn string) ([]Ended, error) {
	list, err := db.All[Ended](tx.Tx, `SELECT g.id, g.person, e.how, e.on_day FROM goal g JOIN goal_ended e ON e.goal = g.id
		WHERE g.pcn = $1 AND e.how <> 'reworded' AND g.id NOT IN (SELECT of_id FROM plan_withdrawn) ORDER BY e.on_day, g.id`, pcn)
	if err != nil || len(list) == 0 {
		return list, err
	}
	type rating struct {
		Goal string
		Met  int
	}
	rated, err := db.All[rating](tx.Tx, `SELECT r.goal, r.met FROM goal g JOIN goal_rated r ON r.goal = g.id
		WHERE g.pcn = $1 AND r.id NOT IN (SELECT of_id FROM plan_withdrawn) ORDER BY r.on_day, r.recorded_at, r.id`, pcn)
	by := map[string][]int{}
	for _, r := range rated {
		by[r.Goal] = append(by[r.Goal], r.Met)
	}
	for i, e := range list {
		if n := len(by[e.ID]); n > 0 {
			list[i].First, list[i].Last, list[i].Ratings = by[e.ID][0], by[e.ID][n-1], n
		}
	}
	return list, err
}
