package network

import (
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// ScoreRow is the deprivation score of one practice.
type ScoreRow struct {
	Line     int
	Practice string
	Score    float64
}

// Scores is "Deprivation score (IMD)" of GP practices in one edition of the
// Index of Multiple Deprivation (OHID, Fingertips): the mean of where the
// registered patients live. More is more deprived.
type Scores struct {
	File     string
	Year     int
	Rows     []ScoreRow
	Rejected []Rejected
	Lines    int
}

// ParseDeprivation reads the file. Errors as for ParseMapping.
func ParseDeprivation(name string, in io.Reader) (*Scores, error) {
	t, err := newTable(name, in)
	if err != nil {
		return nil, err
	}
	if err := t.need(&deprivationLayout); err != nil {
		return nil, err
	}
	s, first := &Scores{File: name}, map[string]int{}
	cCode, cYear, cScore := t.at["PRACTICE_CODE"], t.at["IMD_YEAR"], t.at["IMD_SCORE"]
	for {
		ok, short, err := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		if short {
			s.Rejected = append(s.Rejected, t.reject("", "the line has "+strconv.Itoa(len(t.record))+" columns, not "+strconv.Itoa(len(t.head))))
			continue
		}
		year, err := strconv.Atoi(t.col(cYear))
		switch {
		case err != nil || year < 2004 || year > 2100:
			return nil, bad(name, "line %d: %q is not the year of an index of deprivation", t.line, clip(t.col(cYear), 20))
		case s.Year != 0 && s.Year != year:
			return nil, bad(name, "the file mixes two years: %d, and %d on line %d", s.Year, year, t.line)
		}
		s.Year = year
		practice := t.col(cCode)
		// The highest published score of a practice is below 70; the index of a
		// small area ends below 100.
		score, err := strconv.ParseFloat(t.col(cScore), 64)
		why := ""
		switch {
		case !code(practice, 6):
			practice, why = "", strconv.Quote(clip(practice, 20))+" is not a practice code"
		case err != nil || !(score >= 0 && score <= 100):
			why = strconv.Quote(clip(t.col(cScore), 20)) + " is not a score from 0 to 100"
		case first[practice] != 0:
			why = "the practice stands on line " + strconv.Itoa(first[practice]) + " already"
		}
		if why != "" {
			s.Rejected = append(s.Rejected, t.reject(practice, why))
			continue
		}
		practice = strings.Clone(practice)
		first[practice] = t.line
		s.Rows = append(s.Rows, ScoreRow{t.line, practice, score})
	}
	s.Lines = t.rows
	slices.SortFunc(s.Rows, func(a, b ScoreRow) int { return cmp.Compare(a.Practice, b.Practice) })
	return s, enough(name, len(s.Rows), t.rows, s.Rejected)
}

// ReadDeprivation opens the file, or the zip it is in, and parses it.
func ReadDeprivation(u Upload) (*Scores, error) {
	m, _, err := pick(u, &deprivationLayout)
	if err != nil {
		return nil, err
	}
	r, err := m.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return ParseDeprivation(m.name, r)
}

// ImportDeprivation takes over the scores of one year. Read again, what
// differs is changed and said line by line; a practice that is not in the
// file any more keeps its score unless MayEnd is set. All or nothing. The
// error is Invalid when the file can't be used.
type ImportDeprivation struct {
	*Scores
	MayEnd   bool
	Progress Progress
}

// Needs is access.Import.
func (ImportDeprivation) Needs() access.Permission { return access.Import }

// Do imports.
func (c ImportDeprivation) Do(_ context.Context, tx *gate.Tx) (Report, error) {
	if c.Scores == nil || len(c.Rows) == 0 {
		return Report{}, fault.Wrong("file", "Choose the file with the deprivation scores")
	}
	w := begin(tx, "deprivation", c.Progress)
	w.mayEnd = c.MayEnd
	w.report.AsOf = yearDay(c.Year)
	if err := w.deprivation(c.Scores); err != nil {
		return Report{}, err
	}
	return w.finish()
}

// yearDay is the day from which an edition of the index counts: the first of
// its year.
func yearDay(year int) calendar.Date { return calendar.NewDate(year, time.January, 1) }

func (w *work) deprivation(s *Scores) error {
	w.report.Files = joined(w.report.Files, s.File)
	before, err := scoresOf(w.tx, s.Year)
	if err != nil {
		return err
	}
	w.rejected(s.Rejected, KindPractice)
	var out rows
	gone := maps.Clone(before)
	added := 0
	for _, r := range s.Rows {
		old, was := before[r.Practice]
		delete(gone, r.Practice)
		switch {
		case was && old == r.Score:
			w.report.Unchanged++
			continue
		case was:
			w.line(Changed, KindPractice, r.Practice, s.File, r.Line, "deprivation score "+score(old)+" → "+score(r.Score))
		case len(before) > 0:
			w.line(Added, KindPractice, r.Practice, s.File, r.Line, "deprivation score "+score(r.Score))
		default:
			added++
		}
		out.add(s.Year, r.Practice, r.Score)
	}
	if added > 0 {
		// The first time there is nothing to compare with: one line says it.
		w.line(Added, KindPractice, "", s.File, 0, "Deprivation scores of "+counted(added, "practice", "practices")+", IMD "+strconv.Itoa(s.Year))
	}
	for _, r := range s.Rejected {
		delete(gone, r.Code)
	}
	if len(gone) > 0 && w.mayEnd {
		for _, p := range sortedKeys(gone) {
			w.line(Ended, KindPractice, p, "", 0, "Not in this file any more; its score was "+score(gone[p]))
			if _, err := w.tx.Exec("DELETE FROM practice_imd WHERE year = $1 AND practice = $2", s.Year, p); err != nil {
				return err
			}
		}
	} else if len(gone) > 0 {
		w.note("%s of IMD %d not in this file: the scores read before go on holding", counted(len(gone), "practice is", "practices are"), s.Year)
	}
	w.tell("Writing deprivation scores", 0, out.len())
	return out.run(w.tx, "INSERT INTO practice_imd (year, practice, score) VALUES ", " ON CONFLICT (year, practice) DO UPDATE SET score = excluded.score", nil, nil)
}

func score(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func scoresOf(tx *gate.Tx, year int) (map[string]float64, error) {
	type row struct {
		Practice string
		Score    float64
	}
	list, err := db.All[row](tx.Tx, "SELECT practice, score FROM practice_imd WHERE year = $1", year)
	out := make(map[string]float64, len(list))
	for _, r := range list {
		out[r.Practice] = r.Score
	}
	return out, err
}

// Deprivation is how deprived the places are in which a practice's patients
// live.
type Deprivation struct {
	Year  int     // of the index
	Score float64 // as published; more is more deprived
	Fifth int     // 1, the most deprived fifth of England's practices, to 5
}

// DeprivationOn gives every practice's deprivation by the latest index on or
// before the year of a day. The map is empty when none was read: not set. A
// practice that is missing from it has no published score.
func DeprivationOn(tx *gate.Tx, on calendar.Date) (map[string]Deprivation, error) {
	out := map[string]Deprivation{}
	year, known, err := db.Maybe[int](tx.Tx, "SELECT year FROM practice_imd WHERE year <= $1 ORDER BY year DESC LIMIT 1", on.Year())
	if err != nil || !known {
		return out, err
	}
	scores, err := scoresOf(tx, year)
	for p, f := range Fifths(scores) {
		out[p] = Deprivation{year, scores[p], f}
	}
	return out, err
}

// DeprivationOf is DeprivationOn for some practices only; their fifths are
// among all of England's practices all the same.
func DeprivationOf(tx *gate.Tx, practices []string, on calendar.Date) (map[string]Deprivation, error) {
	all, err := DeprivationOn(tx, on)
	out := map[string]Deprivation{}
	for _, p := range practices {
		if d, ok := all[p]; ok {
			out[p] = d
		}
	}
	return out, err
}

// Fifths divides practices into five parts of equal size by score, 1 being
// the highest scores, the most deprived. A practice's place is the number of
// practices with a higher score than its own, so that equal scores are in
// one fifth always: the more deprived one of those that they lie across.
func Fifths(scores map[string]float64) map[string]int {
	order := slices.SortedFunc(maps.Keys(scores), func(a, b string) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	out := make(map[string]int, len(order))
	higher := 0
	for i, p := range order {
		if i > 0 && scores[p] != scores[order[i-1]] {
			higher = i
		}
		out[p] = higher*5/len(order) + 1
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
