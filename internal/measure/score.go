package measure

import (
	"fmt"
	"math"
	"slices"

	"footbridge/internal/fault"
)

// NotAnswered stands for a missing answer, declined ones included. It is
// never counted as 0.
const NotAnswered = -1

// Safety is what the safety item says.
type Safety string

// SafetyZero and SafetyNotAnswered never mean safe.
const (
	SafetyNone        Safety = "" // the instrument has no safety item
	SafetyNotAnswered Safety = "not answered"
	SafetyZero        Safety = "zero"     // answered with 0
	SafetyPositive    Safety = "positive" // above 0: a named human acknowledges it
)

// Case is where a total stands to the published cut-off.
type Case string

// CaseUnknown is for a missing total or an instrument without a cut-off.
const (
	CaseUnknown Case = ""
	CaseBelow   Case = "below"
	CaseAt      Case = "at or above"
)

// Result is a scored questionnaire.
type Result struct {
	Code, Version string
	// Total is nil unless every answer is there, or it could be prorated.
	Total     *int
	Max       int
	Answered  int
	Items     int
	Complete  bool
	Prorated  bool // Total stands for more answers than were given
	ScoreOnly bool // entered as a total; no answers were seen
	Band      string
	Case      Case
	Safety    Safety
	// SafetyItem is the number of the safety item, 0 when there is none.
	SafetyItem int
	Subscales  []Subscale
	// PatternMet is set for an instrument with a symptom pattern whose
	// answers are complete. It is information, never a diagnosis.
	PatternMet  *bool
	Information []string
	Why         string // how the total came about, or why there is none
	Source      string
}

// Subscale is one scored part.
type Subscale struct {
	Key, Title string
	Score      *int // nil while an answer is missing
	Max        int
	// Present of Needed items are present, for a part of a symptom pattern.
	Present, Needed int
	Offer           string // an instrument to offer because of the score
}

// Score scores the answers in the order of the items, as they stand on paper:
// reversed items are turned round here. A missing answer is NotAnswered. A
// wrong number of answers and an answer that the item doesn't have are
// Invalid faults.
func Score(inst *Instrument, answers []int) (Result, error) {
	if len(answers) != len(inst.Items) {
		return Result{}, fault.Wrong("answers", "%s has %d items, not %d", inst.Name, len(inst.Items), len(answers))
	}
	r := Result{
		Code: inst.Code, Version: inst.Version, Max: inst.Max, Items: len(inst.Items),
		SafetyItem: inst.Safety, Source: inst.Source,
	}
	points := make([]int, len(answers)) // after turning round; only where answered
	sum := 0
	for i, item := range inst.Items {
		a := answers[i]
		if a == NotAnswered {
			continue
		}
		if !inst.allows(item, a) {
			return Result{}, fault.Wrong(fmt.Sprintf("item-%d", item.Number), "Item %d of %s has no answer %d: the answers go from 0 to %d", item.Number, inst.Name, a, inst.highest(item))
		}
		points[i] = a
		if item.Reversed {
			points[i] = inst.highest(item) - a
		}
		sum += points[i]
		r.Answered++
		if item.Inform != "" && a > 0 {
			r.Information = append(r.Information, fmt.Sprintf("Item %d: %s", item.Number, item.Inform))
		}
	}
	r.Complete = r.Answered == r.Items
	r.Safety = safety(inst, answers)
	r.total(inst, sum)
	r.subscales(inst, answers, points)
	return r, nil
}

func safety(inst *Instrument, answers []int) Safety {
	i := slices.IndexFunc(inst.Items, func(item Item) bool { return item.Number == inst.Safety })
	switch {
	case inst.Safety == 0 || i < 0:
		return SafetyNone
	case answers[i] == NotAnswered:
		return SafetyNotAnswered
	case answers[i] > 0:
		return SafetyPositive
	default:
		return SafetyZero
	}
}

// total sets the total, or says why there is none.
func (r *Result) total(inst *Instrument, sum int) {
	missing := r.Items - r.Answered
	switch {
	case missing == 0:
		r.set(inst, sum)
		r.Why = fmt.Sprintf("sum of %d items", r.Items)
	case missing <= inst.MayMiss && r.Answered > 0:
		exact := float64(sum) * float64(r.Items) / float64(r.Answered)
		r.Prorated = true
		r.set(inst, int(math.Floor(exact+0.5)))
		r.Why = fmt.Sprintf("prorated: %d of %d answered, %d × %d ÷ %d = %.1f, rounded", r.Answered, r.Items, sum, r.Items, r.Answered, exact)
	default:
		r.Why = fmt.Sprintf("incomplete, %d of %d", r.Answered, r.Items)
	}
}

func (r *Result) set(inst *Instrument, total int) {
	r.Total = &total
	r.Band = inst.band(total)
	if inst.Case.At > 0 {
		r.Case = CaseBelow
		if total >= inst.Case.At {
			r.Case = CaseAt
		}
	}
}

func (r *Result) subscales(inst *Instrument, answers, points []int) {
	pattern, met := false, true
	for _, def := range inst.Subscales {
		s := Subscale{Key: def.Key, Title: def.Title, Needed: def.Needed}
		score, missing := 0, false
		for i, item := range inst.Items {
			if !def.has(item.Number) {
				continue
			}
			s.Max += inst.highest(item)
			score += points[i]
			missing = missing || answers[i] == NotAnswered
			if def.Needed > 0 && answers[i] >= def.Present {
				s.Present++
			}
		}
		if !missing {
			s.Score = &score
			if def.OfferAt > 0 && score >= def.OfferAt {
				s.Offer = def.Offer
			}
		}
		if def.Needed > 0 {
			pattern = true
			met = met && s.Present >= def.Needed
		}
		r.Subscales = append(r.Subscales, s)
	}
	if pattern && r.Complete {
		r.PatternMet = &met
	}
}

// FromTotal gives the result for a total that was entered without answers,
// from a letter or a paper form. Its safety item counts as not answered. A
// total out of range is an Invalid fault.
func FromTotal(inst *Instrument, total int) (Result, error) {
	if total < 0 || total > inst.Max {
		return Result{}, fault.Wrong("total", "%s goes from 0 to %d", inst.Name, inst.Max)
	}
	r := Result{
		Code: inst.Code, Version: inst.Version, Max: inst.Max, Items: len(inst.Items), ScoreOnly: true,
		SafetyItem: inst.Safety, Source: inst.Source, Why: "entered as a total, without the answers",
	}
	if inst.Safety > 0 {
		r.Safety = SafetyNotAnswered
	}
	r.set(inst, total)
	return r, nil
}
