package measure

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/fault"
)

// Filled is a questionnaire as somebody answered it.
type Filled struct {
	Result
	Answers []int // in the order of the scored items, NotAnswered where missing
	// Recorded is the total that the response itself states, nil when none.
	// It is never used; Result.Total is worked out anew.
	Recorded *string
	// Differs: Recorded is another number than the total.
	Differs bool
	// Refused says why there is no total, besides missing answers.
	Refused []string
	// Safeties is what each safety item says, by the number of the item.
	Safeties map[int]Safety
	Notes    []string
}

// answer is one answer of a response.
type answer struct {
	system, code, display string
	number                string
	weight                *int
}

// Fill reads a FHIR R4 QuestionnaireResponse and scores it. A response that
// answers what the questionnaire doesn't ask, or twice what is asked once, is
// an Invalid fault. An answer that can't be weighed gives no total.
func (imp *Imported) Fill(text []byte) (Filled, error) {
	r, err := readJSON("response", text)
	if err != nil {
		return Filled{}, err
	}
	if kind := str(r, "resourceType"); kind != "QuestionnaireResponse" {
		return Filled{}, fault.Wrong("response", "The file for --response is no FHIR QuestionnaireResponse, but “%s”", kind)
	}
	f := Filled{}
	switch status := str(r, "status"); status {
	case "entered-in-error":
		f.Refused = append(f.Refused, "The response was entered in error")
	case "in-progress":
		f.Notes = append(f.Notes, "The response is still in progress.")
	}
	of, version, _ := strings.Cut(str(r, "questionnaire"), "|")
	if of != "" && imp.URL != "" && of != imp.URL && !strings.HasPrefix(of, "#") {
		f.Notes = append(f.Notes, fmt.Sprintf("The response names the questionnaire %s, and this one is %s; the items fit.", of, imp.URL))
	}
	if version != "" && imp.Version != "" && version != imp.Version {
		f.Notes = append(f.Notes, fmt.Sprintf("The response is of version %s, and the questionnaire has version %s.", version, imp.Version))
	}
	given := map[string][]answer{}
	if err := imp.gather(list(r, "item"), given); err != nil {
		return Filled{}, err
	}
	if a := given[imp.total]; imp.total != "" && len(a) > 0 {
		f.Recorded = &a[0].number
	}
	known := make([]bool, len(imp.scored)) // answered, whatever it weighs
	for i, q := range imp.scored {
		if len(given[q.link]) > 1 {
			return Filled{}, fault.Wrong("response", "Item %s is answered %d times", q.link, len(given[q.link]))
		}
		value := NotAnswered
		if len(given[q.link]) == 1 {
			a := given[q.link][0]
			c, ok := q.find(a)
			switch {
			case !ok:
				f.Refused = append(f.Refused, fmt.Sprintf("Item %s is answered with “%s”, which is none of its answers", q.link, first(a.display, a.code, a.number)))
				known[i] = true
			case c.declined:
			case c.weight == nil:
				f.Refused = append(f.Refused, fmt.Sprintf("The answer “%s” of item %s has no weight", c.name(), q.link))
				known[i] = true
			case a.weight != nil && *a.weight != *c.weight:
				f.Refused = append(f.Refused, fmt.Sprintf("The answer “%s” of item %s weighs %d in the response and %d in the questionnaire", c.name(), q.link, *a.weight, *c.weight))
				value = max(*a.weight, *c.weight)
				known[i] = true
			default:
				value = *c.weight
			}
		}
		f.Answers = append(f.Answers, value)
	}
	return imp.score(f, known)
}

// Weigh scores answers that are given as weights, in the order of the scored
// items.
func (imp *Imported) Weigh(answers []int) (Filled, error) {
	return imp.score(Filled{Answers: answers}, make([]bool, len(answers)))
}

// score scores, unless the questionnaire or an answer refuses: then what was
// answered and the safety items are still told.
func (imp *Imported) score(f Filled, known []bool) (Filled, error) {
	inst := imp.Instrument
	refused := append(slices.Clone(imp.Refused), f.Refused...)
	f.Refused = refused
	if len(refused) == 0 {
		var err error
		if f.Result, err = Score(inst, f.Answers); err != nil {
			return Filled{}, err
		}
		if f.Complete {
			f.Why = imp.Rule
		}
	} else {
		f.Result = Result{
			Code: inst.Code, Version: inst.Version, Max: inst.Max, Items: len(inst.Items), SafetyItem: inst.Safety,
			Source: inst.Source, Why: strings.Join(refused, ". "),
		}
		for i, a := range f.Answers {
			if a != NotAnswered || i < len(known) && known[i] {
				f.Answered++
			}
		}
		f.Complete = f.Items > 0 && f.Answered == f.Items
	}
	f.Safeties = map[int]Safety{}
	f.Safety = SafetyNone
	for _, n := range imp.SafetyItems {
		state := SafetyNotAnswered
		if n <= len(f.Answers) {
			a := f.Answers[n-1]
			if n <= len(inst.Items) && inst.Items[n-1].Reversed && a != NotAnswered {
				a = inst.highest(inst.Items[n-1]) - a
			}
			switch {
			case a > 0, n <= len(known) && known[n-1]: // an answer nobody can weigh is asked about
				state = SafetyPositive
			case a == 0:
				state = SafetyZero
			}
		}
		f.Safeties[n] = state
		if f.Safety == SafetyNone || state == SafetyPositive || state == SafetyNotAnswered && f.Safety == SafetyZero {
			if f.Safety != SafetyPositive {
				f.Safety, f.SafetyItem = state, n
			}
		}
	}
	if f.Recorded != nil && f.Total != nil {
		n, odd := whole(*f.Recorded)
		f.Differs = odd != "" || *n != *f.Total
	}
	return f, nil
}

// gather takes the answers, at whatever depth they stand.
func (imp *Imported) gather(items []map[string]any, given map[string][]answer) error {
	for _, item := range items {
		link := str(item, "linkId")
		if imp.all[link] == nil {
			return fault.Wrong("response", "The response answers item %s, which the questionnaire does not ask", link)
		}
		for _, a := range list(item, "answer") {
			got := answer{}
			switch {
			case object(a, "valueCoding") != nil:
				c := coded(object(a, "valueCoding"))
				got = answer{system: c.system, code: c.code, display: c.display, weight: c.weight}
			case object(a, "valueQuantity") != nil:
				got.number = num(object(a, "valueQuantity"), "value")
			default:
				for _, name := range []string{"valueInteger", "valueDecimal", "valueString", "valueDate", "valueTime"} {
					if s := num(a, name); s != "" {
						got.number, got.code = s, s
					}
				}
				if b, ok := a["valueBoolean"].(bool); ok {
					got.code = fmt.Sprint(b)
				}
			}
			if got != (answer{}) {
				given[link] = append(given[link], got)
			}
			if err := imp.gather(list(a, "item"), given); err != nil {
				return err
			}
		}
		if err := imp.gather(list(item, "item"), given); err != nil {
			return err
		}
	}
	return nil
}

// find gives the option that was chosen: by code and code system, by code
// alone where a system is missing, and by its words where the code is.
func (q *question) find(a answer) (choice, bool) {
	for _, match := range []func(choice) bool{
		func(c choice) bool { return a.code != "" && c.code == a.code && c.system == a.system },
		func(c choice) bool { return a.code != "" && c.code == a.code && (c.system == "" || a.system == "") },
		func(c choice) bool { return a.code == "" && a.display != "" && c.display == a.display },
	} {
		if i := slices.IndexFunc(q.options, match); i >= 0 {
			return q.options[i], true
		}
	}
	if a.system != "" || a.code != "" {
		c := choice{system: a.system, code: a.code}
		if strings.HasSuffix(c.system, "data-absent-reason") {
			c.declined = true
			return c, true
		}
	}
	if n, err := json.Number(a.number).Int64(); err == nil && q.low != nil {
		for _, c := range q.options {
			if c.weight != nil && int64(*c.weight) == n {
				return c, true
			}
		}
	}
	return choice{}, false
}
