package measure

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Scoring is a scoring block: what a named clinical lead confirms about an
// imported questionnaire that doesn't say it itself. Only sums are scored;
// a total by a table or a mean is recorded as a score, never worked out.
type Scoring struct {
	ConfirmedBy    string        `json:"confirmed_by"` // the clinical lead's name
	ConfirmedOn    calendar.Date `json:"confirmed_on"`
	Questionnaire  string        `json:"questionnaire"` // its address; checked when there
	Version        string        `json:"version"`       // of the questionnaire; checked when there
	Name           string        `json:"name"`
	Items          []ScoredItem  `json:"items"` // in order
	HigherIsBetter bool          `json:"higher_is_better"`
	MayMiss        int           `json:"may_miss"` // how many answers may be missing for a prorated total
	Bands          []struct {
		From int    `json:"from"`
		Name string `json:"name"`
	} `json:"bands"`
	Case *struct {
		At     int    `json:"at"`
		Source string `json:"source"`
	} `json:"case"`
	Subscales []struct {
		Key   string   `json:"key"`
		Title string   `json:"title"`
		Items []string `json:"items"`
	} `json:"subscales"`
	Safety []string `json:"safety_items"` // link IDs
	Change []struct {
		Key    string `json:"key"`
		By     int    `json:"by"`
		Source string `json:"source"`
	} `json:"change"`
	Source string `json:"source"`
}

// ScoredItem is one item of a scoring block.
type ScoredItem struct {
	Link     string         `json:"link_id"`
	Reversed bool           `json:"reversed"`
	Weights  map[string]int `json:"weights"` // by the code of the answer; "true" and "false" for a yes or no
	Min      *int           `json:"min"`     // for an item that is answered with a number
	Max      *int           `json:"max"`
}

// label would call a person something: no band may.
var label = regexp.MustCompile(`(?i)\brisk\b|\bdanger`)

// ParseScoring reads a scoring block. A block that contradicts itself is an
// Invalid fault. One that nobody confirmed is read: the questionnaire then
// refuses to be scored.
func ParseScoring(text []byte) (*Scoring, error) {
	if _, err := readJSON("scoring", text); err != nil {
		return nil, err
	}
	var b Scoring
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		return nil, fault.Wrong("scoring", "The scoring block can’t be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	var c fault.Check
	c.Require(len(b.Items) > 0, "items", "A scoring block names the items that are scored")
	var links []string
	for _, item := range b.Items {
		c.Require(item.Link != "" && !slices.Contains(links, item.Link), "items", "Each item has a link_id of its own, and “%s” has not", item.Link)
		links = append(links, item.Link)
		c.Require((item.Min == nil) == (item.Max == nil) && (item.Min == nil || *item.Min >= 0 && *item.Max > *item.Min && *item.Max <= 1000), "items", "Item %s goes from min to max, whole numbers from 0", item.Link)
		for code, w := range item.Weights {
			c.Require(w >= 0 && w <= 1000, "items", "Answer %s of item %s weighs a whole number from 0", code, item.Link)
		}
	}
	for i, band := range b.Bands {
		c.Require(band.Name != "" && (i == 0 || band.From > b.Bands[i-1].From), "bands", "Bands have a name and are in order")
		c.Require(!label.MatchString(band.Name), "bands", "The band “%s” would be a label for a person: Footbridge shows no such thing", band.Name)
	}
	c.Require(b.Case == nil || b.Case.At > 0 && b.Case.Source != "", "case", "A cut-off is above 0 and has a source")
	for _, t := range b.Change {
		c.Require(t.By > 0 && t.Source != "", "change", "A threshold for change is above 0 and has a source")
	}
	for _, s := range b.Subscales {
		c.Require(s.Title != "" && len(s.Items) > 0, "subscales", "A subscale has a title and items")
		c.Require(!label.MatchString(s.Title), "subscales", "The subscale “%s” would be a label for a person: Footbridge shows no such thing", s.Title)
		for _, id := range s.Items {
			c.Require(slices.Contains(links, id), "subscales", "Item %s of subscale %s is not scored", id, s.Title)
		}
	}
	for _, id := range b.Safety {
		c.Require(slices.Contains(links, id), "safety_items", "The safety item %s is not scored", id)
	}
	c.Require(b.MayMiss >= 0 && b.MayMiss < max(1, len(b.Items)), "may_miss", "Not all answers may be missing")
	return &b, c.Err()
}

// byBlock makes the instrument as the block says.
func (imp *Imported) byBlock(b *Scoring) error {
	if b.Questionnaire != "" && b.Questionnaire != imp.URL {
		return fault.Wrong("scoring", "The scoring block is for %s, and the questionnaire is %s", b.Questionnaire, first(imp.URL, "without an address"))
	}
	if b.Version != "" && b.Version != imp.Version {
		return fault.Wrong("scoring", "The scoring block is for version %s, and the questionnaire has version %s", b.Version, first(imp.Version, "none"))
	}
	for _, item := range b.Items {
		q := imp.all[item.Link]
		if q == nil || q.kind == "group" || q.kind == "display" {
			return fault.Wrong("scoring", "The scoring block names item %s, which the questionnaire does not ask", item.Link)
		}
		q.low, q.high = item.Min, item.Max
		if q.kind == "boolean" {
			q.options = []choice{{code: "true"}, {code: "false"}}
		}
		if q.low != nil && len(q.options) == 0 {
			for n := *q.low; n <= *q.high; n++ {
				v := n
				q.options = append(q.options, choice{code: fmt.Sprint(n), weight: &v})
			}
		}
		for i := range q.options {
			c := &q.options[i]
			for _, name := range []string{c.code, c.display} {
				if w, ok := item.Weights[name]; ok && name != "" {
					if c.weight != nil && *c.weight != w {
						imp.note("Answer “%s” of item %s weighs %d by the scoring block, and %d in the questionnaire.", c.name(), q.link, w, *c.weight)
					}
					v := w
					c.weight, c.odd = &v, ""
					break
				}
			}
		}
		if len(q.options) == 0 {
			imp.refuse("Item %s has no answers with weights", q.link)
		}
		imp.scored = append(imp.scored, q)
	}
	for _, q := range imp.order {
		if q.total() && imp.isTotal(q) && imp.total == "" {
			imp.total = q.link
		}
		if len(q.options) > 0 && !slices.Contains(imp.scored, q) {
			imp.note("Item %s is not scored, by the scoring block.", q.link)
		}
	}
	imp.build(true)
	inst := imp.Instrument
	for i, item := range b.Items {
		inst.Items[i].Reversed = item.Reversed
	}
	inst.Name, inst.Title = first(b.Name, inst.Name), first(b.Name, inst.Title)
	inst.HigherIsBetter, inst.MayMiss = b.HigherIsBetter, b.MayMiss
	for _, band := range b.Bands {
		inst.Bands = append(inst.Bands, Band{band.From, band.Name})
	}
	if b.Case != nil {
		inst.Case = Cut{b.Case.At, b.Case.Source}
	}
	for _, t := range b.Change {
		inst.Thresholds = append(inst.Thresholds, Threshold{first(t.Key, t.Source), t.By, t.Source})
	}
	for _, s := range b.Subscales {
		def := SubscaleDef{Key: first(s.Key, s.Title), Title: s.Title}
		for _, id := range s.Items {
			def.Items = append(def.Items, slices.Index(imp.Links, id)+1)
		}
		inst.Subscales = append(inst.Subscales, def)
	}
	if strings.TrimSpace(b.ConfirmedBy) == "" {
		imp.refuse("No clinical lead has confirmed the scoring block: confirmed_by is missing")
		return nil
	}
	imp.ConfirmedBy = b.ConfirmedBy
	imp.Rule = "sum of weights, by the scoring block that " + b.ConfirmedBy + " confirmed"
	if !b.ConfirmedOn.IsZero() {
		imp.Rule += " on " + b.ConfirmedOn.Medium()
	}
	inst.Source = first(b.Source, "The scoring block that "+b.ConfirmedBy+" confirmed")
	return nil
}

// total reports whether the item could hold the total.
func (q *question) total() bool { return q.numeric && (q.locked || q.expression != "") }
