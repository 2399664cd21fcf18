package hiring

import (
	"cmp"
	"fmt"
	"slices"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// Standing is a vacancy that is not over, with how far it is in numbers and
// without anybody's name.
type Standing struct {
	Vacancy
	Applied int // applications so far
	Done    int // checks that are done
}

// Far says how far the hire is.
func (s Standing) Far() string {
	words := s.State.Words()
	switch s.State {
	case Advertised:
		return fmt.Sprintf("%s until %s, %d applied so far", words, s.ClosesOn.Medium(), s.Applied)
	case Closed, Shortlisted, Interviewed:
		return fmt.Sprintf("%s, of %d who applied", words, s.Applied)
	case Checks:
		return fmt.Sprintf("%s: %d of %d are done", words, s.Done, len(CheckItems))
	}
	return words
}

// OpenVacancies lists the vacancies of a network that are not over, the one
// that is furthest first, without looking at the scope.
func OpenVacancies(tx *gate.Tx, pcn string) ([]Standing, error) {
	list, err := db.All[Vacancy](tx.Tx, "SELECT "+vacancyColumns+" FROM vacancy WHERE pcn = $1 AND state NOT IN ('started', 'withdrawn', 'unfilled') ORDER BY made_at, id", pcn)
	if err != nil {
		return nil, err
	}
	type count struct {
		Vacancy string
		N       int
	}
	done, err := db.All[count](tx.Tx, "SELECT c.vacancy, count(*) AS n FROM vacancy_check c JOIN vacancy v ON v.id = c.vacancy WHERE v.pcn = $1 GROUP BY c.vacancy", pcn)
	out := make([]Standing, len(list))
	for i, v := range list {
		out[i] = Standing{Vacancy: v, Applied: v.Numbered}
		for _, d := range done {
			if d.Vacancy == v.ID {
				out[i].Done = d.N
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Standing) int {
		return cmp.Compare(slices.Index(States, b.State), slices.Index(States, a.State))
	})
	return out, err
}
