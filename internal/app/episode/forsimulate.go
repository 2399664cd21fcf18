package episode

import "footbridge/internal/app/internal/gate"

// BulkEpisodes writes the episodes of a simulated year.
func BulkEpisodes(tx *gate.Tx, list []Episode) error {
	m := tx.Many("episode ("+episodeColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		e := &list[i]
		if err := m.Add(e.ID, e.Person, e.PCN, e.Practice, e.Service, e.Holder, e.OpenedAt, e.State, e.ClosedAt, e.ClosedWhy, e.Told, e.Version); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkRequests writes the requests of a simulated year. AnswersText stands for
// the answers.
func BulkRequests(tx *gate.Tx, list []Request) error {
	m := tx.Many("request ("+requestColumns+")", "(@,@,@,@,@,@,@,@,@,@,@,@,@,@,@)")
	for i := range list {
		r := &list[i]
		if err := m.Add(r.ID, r.Person, r.PCN, r.Practice, r.Way, r.Service, r.Words, r.AnswersText, r.ReceivedAt, r.ReceivedBy, r.Episode, r.State, r.EndedAt, r.EndedWhy, r.Told); err != nil {
			return err
		}
	}
	return m.Done()
}

// BulkReturns writes which episodes of a simulated year follow which.
func BulkReturns(tx *gate.Tx, list []Return) error {
	m := tx.Many("episode_return (episode, before_episode, person, pcn, at, by_id, by_name)", "(@,@,@,@,@,@,@)")
	for _, r := range list {
		if err := m.Add(r.Episode, r.BeforeEpisode, r.Person, r.PCN, r.At, r.ByID, r.ByName); err != nil {
			return err
		}
	}
	return m.Done()
}
