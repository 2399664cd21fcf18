package plan

import "footbridge/internal/app/internal/gate"

// BulkGoal is a goal of a simulated year with its ratings, all set by one
// practitioner.
type BulkGoal struct {
	Goal
	ByID  string
	Rated []Rating
}

// BulkGoals writes the goals of a simulated year.
func BulkGoals(tx *gate.Tx, list []BulkGoal) error {
	m := tx.Many("goal (id, person, pcn, words, chosen_by, set_on, came_from, recorded_at, by_id, by_name)", "(@,@,@,@,@,@,'',@,@,@)")
	for i := range list {
		g := &list[i]
		if err := m.Add(g.ID, g.Person, g.PCN, g.Words, g.ChosenBy, g.SetOn, g.RecordedAt, g.ByID, g.ByName); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("goal_rated (id, goal, met, on_day, recorded_at, by_id, by_name)", "(@,@,@,@,@,@,@)")
	for i := range list {
		g := &list[i]
		for _, r := range g.Rated {
			if err := m.Add(r.ID, g.ID, r.Met, r.OnDay, r.RecordedAt, g.ByID, r.ByName); err != nil {
				return err
			}
		}
	}
	return m.Done()
}
