package measure

import (
	"fmt"
	"slices"
	"strings"
)

// Extras gives the questions of the questionnaire that are asked and never
// scored, numbered after the scored ones. The values of their answers are only
// their places, from 0.
func (imp *Imported) Extras() []Item {
	var out []Item
	for _, q := range imp.order {
		if len(q.options) == 0 || q.link == imp.total || slices.Contains(imp.scored, q) {
			continue
		}
		item := Item{Number: len(imp.scored) + len(out) + 1, Text: q.text, Theme: q.text}
		for i, c := range q.options {
			item.Options = append(item.Options, Option{Value: i, Text: c.name()})
		}
		out = append(out, item)
	}
	return out
}

// NotAsked says why the questionnaire can't be put to somebody on a screen in
// its exact words, as whole sentences; none when it can. It may still be
// recorded from a response or as a total.
func (imp *Imported) NotAsked() []string {
	why := slices.Clone(imp.Refused)
	for _, q := range imp.order {
		if q.link == imp.total {
			continue
		}
		var weights []int
		declined := 0
		for _, c := range q.options {
			if c.declined {
				declined++
			}
			if c.weight != nil {
				weights = append(weights, *c.weight)
			}
		}
		slices.Sort(weights)
		switch {
		case strings.TrimSpace(q.text) == "":
			why = append(why, fmt.Sprintf("Item %s has no words", q.link))
		case q.depends:
			why = append(why, fmt.Sprintf("Item %s is asked only on a condition, which is not looked at here", q.link))
		case q.repeats:
			why = append(why, fmt.Sprintf("Item %s can be answered several times, which is not asked here", q.link))
		case len(q.options) == 0 && !q.locked:
			why = append(why, fmt.Sprintf("Item %s is answered in the person’s own words or with a number, which is not asked here", q.link))
		case slices.Contains(imp.scored, q) && len(slices.Compact(slices.Clone(weights))) != len(weights):
			why = append(why, fmt.Sprintf("Two answers of item %s weigh the same", q.link))
		case declined > 0:
			why = append(why, fmt.Sprintf("Item %s has an answer that says why there is none, which stands here as “Left blank”", q.link))
		}
	}
	return why
}

// Line is an item as the page of an imported questionnaire shows it.
type Line struct {
	Link, Text string
	Kind       string // as in FHIR: "choice", "decimal"
	Scored     bool
	Total      bool // the item for the total
	Options    []Weighed
}

// Weighed is an answer with what it weighs; nil for none.
type Weighed struct {
	Code, Text string
	Weight     *int
}

// Lines gives every item that can be answered, in order.
func (imp *Imported) Lines() []Line {
	var out []Line
	for _, q := range imp.order {
		l := Line{Link: q.link, Text: q.text, Kind: q.kind, Scored: slices.Contains(imp.scored, q), Total: q.link == imp.total}
		for _, c := range q.options {
			l.Options = append(l.Options, Weighed{c.code, c.name(), c.weight})
		}
		out = append(out, l)
	}
	return out
}
