package measures

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/measure"
)

// Scored is one questionnaire in one episode: when it was first answered, and
// what came of it when there is a true pair.
type Scored struct {
	Episode, Person string
	Name, Version   string
	FirstOn, LastOn calendar.Date
	Paired          bool
	Verdict         measure.Verdict // of the pair
}

// ScoredIn gives, for a network, each questionnaire of each episode that has a
// total, without looking at the scope. Pairs are those of Pairs: the same
// version, answered by the same, within the episode.
func ScoredIn(tx *gate.Tx, pcn string) ([]Scored, []Outcome, error) {
	list, err := db.All[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE pcn = $1 AND withdrawn_at IS NULL ORDER BY episode, on_day DESC, recorded_at DESC, id DESC", pcn)
	if err != nil {
		return nil, nil, err
	}
	if err := readAll(tx, list); err != nil {
		return nil, nil, err
	}
	var out []Scored
	var outcomes []Outcome
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Episode == list[from].Episode {
			to++
		}
		pairs := map[string]Pair{}
		for _, p := range Pairs(list[from:to]) {
			pairs[p.Name] = p
		}
		at := map[string]int{}
		for _, s := range list[from:to] {
			if s.Total != nil {
				outcomes = append(outcomes, Outcome{ID: s.ID, Episode: s.Episode, OnDay: s.OnDay})
			}
			if s.Instrument == nil || s.Result.Total == nil {
				continue
			}
			i, known := at[s.Instrument.Name]
			if !known {
				i = len(out)
				at[s.Instrument.Name] = i
				one := Scored{Episode: s.Episode, Person: s.Person, Name: s.Instrument.Name, Version: s.InstrumentVersion, LastOn: s.OnDay}
				if p, ok := pairs[s.Instrument.Name]; ok {
					one.Paired, one.Verdict, one.LastOn = true, p.Change.Verdict, p.LastOn
				}
				out = append(out, one)
			}
			out[i].FirstOn = s.OnDay
		}
		from = to
	}
	return out, outcomes, nil
}
