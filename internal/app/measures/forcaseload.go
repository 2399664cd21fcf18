package measures

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/measure"
)

// Pair is the first and the last of one questionnaire in an episode.
type Pair struct {
	Name            string
	FirstOn, LastOn calendar.Date
	Change          measure.Change
}

// NotBetter reports that there was no reliable improvement. It orders a list
// that somebody looks through, and decides nothing.
func (p Pair) NotBetter() bool {
	return p.Change.Verdict == measure.NoReliableChange || p.Change.Verdict == measure.Deteriorated
}

// PairsOf gives, by episode, the first and the last of each questionnaire,
// true pairs only, without looking at the scope.
func PairsOf(tx *gate.Tx, episodes []string) (map[string][]Pair, error) {
	out := map[string][]Pair{}
	if len(episodes) == 0 {
		return out, nil
	}
	var a db.Args
	list, err := db.All[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE episode IN "+a.In(episodes)+" AND withdrawn_at IS NULL ORDER BY episode, on_day DESC, recorded_at DESC, id DESC", a.List...)
	if err != nil {
		return nil, err
	}
	if err := readAll(tx, list); err != nil {
		return nil, err
	}
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Episode == list[from].Episode {
			to++
		}
		out[list[from].Episode] = Pairs(list[from:to])
		from = to
	}
	return out, nil
}

// Pairs gives, of the scores of one episode, the newest first, the first and
// the last of each questionnaire. Only true pairs are compared.
func Pairs(list []Score) []Pair {
	own := append([]Score(nil), list...)
	pair(own)
	var out []Pair
	done := map[string]bool{}
	for _, s := range own {
		if done[s.Code] || !s.WithdrawnAt.IsZero() || s.Instrument == nil {
			continue
		}
		done[s.Code] = true
		switch {
		case s.SinceFirst != nil:
			out = append(out, Pair{s.Instrument.Name, s.FirstOn, s.OnDay, *s.SinceFirst})
		case s.SincePrior != nil:
			out = append(out, Pair{s.Instrument.Name, s.PriorOn, s.OnDay, *s.SincePrior})
		}
	}
	return out
}

// OfEpisode gives the scores of an episode that hold, the newest first,
// without looking at the scope.
func OfEpisode(tx *gate.Tx, episode string) ([]Score, error) {
	list, err := db.All[Score](tx.Tx, "SELECT "+scoreColumns+" FROM measure_taken WHERE episode = $1 AND withdrawn_at IS NULL ORDER BY on_day DESC, recorded_at DESC, id DESC", episode)
	if err != nil {
		return nil, err
	}
	return list, readAll(tx, list)
}
