package safety

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits, in characters and rows.
const (
	MaxWords = 10_000
	MaxCell  = 300
	MaxRows  = 20
)

// Body is what was written under the parts of an outline, by their keys.
type Body struct {
	Words  map[string]string     `json:"words,omitempty"`
	Chosen map[string]string     `json:"chosen,omitempty"` // of parts that are Asked or Agreed
	Rows   map[string][][]string `json:"rows,omitempty"`   // cells in the order of the columns
	Routes []Route               `json:"routes,omitempty"` // services of the practice that the person chose
}

// Route is a service as its number stood when the plan was made.
type Route struct {
	Key       string        `json:"key"`
	Label     string        `json:"label"`
	Number    string        `json:"number"`
	Hours     string        `json:"hours"`
	CheckedOn calendar.Date `json:"checkedOn,omitzero"` // zero: nobody here has checked it
}

// routesOf gives what of the urgent routes may stand on a plan: those for
// people, and none that are for whoever works here.
func routesOf(list []network.UrgentRoute) []Route {
	var out []Route
	for _, r := range list {
		if r.StaffOnly {
			continue
		}
		key := r.ID
		if key == "" {
			key = r.Label
		}
		out = append(out, Route{key, r.Label, r.Number, r.Hours, r.CheckedOn})
	}
	return out
}

// now gives a route as the practice's list has it now: its number may have
// been checked again, been changed, or have left the list.
func (r Route) now(list []Route) (Route, bool) {
	for _, by := range []func(Route) bool{func(x Route) bool { return x.Key == r.Key }, func(x Route) bool { return x.Label == r.Label }} {
		if i := slices.IndexFunc(list, by); i >= 0 {
			return list[i], true
		}
	}
	return Route{}, false
}

// Read takes a body out of a form's fields: the part's key for words, "-said"
// after it for what is chosen, and "-1-name" for the cell of a first row.
func Read(o Outline, get func(string) string) Body {
	b := Body{Words: map[string]string{}, Chosen: map[string]string{}, Rows: map[string][][]string{}}
	for _, p := range o.Parts {
		if s := get(p.Key); s != "" {
			b.Words[p.Key] = s
		}
		if s := get(p.Key + "-said"); s != "" {
			b.Chosen[p.Key] = s
		}
		if len(p.Cols) == 0 {
			continue
		}
		for i := 1; i <= MaxRows; i++ {
			row, any := make([]string, len(p.Cols)), false
			for j, c := range p.Cols {
				row[j] = get(Cell(p, i, c))
				any = any || row[j] != ""
			}
			if any {
				b.Rows[p.Key] = append(b.Rows[p.Key], row)
			}
		}
	}
	return b
}

// Cell names the field of a cell; the first row is 1.
func Cell(p Part, row int, c Col) string { return fmt.Sprintf("%s-%d-%s", p.Key, row, c.Key) }

// Fields is the other way round: the form's fields of a body.
func (b Body) Fields(o Outline) url.Values {
	out := url.Values{}
	for _, p := range o.Parts {
		if s := b.Words[p.Key]; s != "" {
			out.Set(p.Key, s)
		}
		if s := b.Chosen[p.Key]; s != "" {
			out.Set(p.Key+"-said", s)
		}
		for i, row := range b.Rows[p.Key] {
			for j, c := range p.Cols {
				out.Set(Cell(p, i+1, c), row[j])
			}
		}
	}
	for _, r := range b.Routes {
		out.Add("routes", r.Key)
	}
	return out
}

// Empty reports whether a part has nothing under it: it is not established
// yet.
func (b Body) Empty(p Part) bool {
	return b.Words[p.Key] == "" && b.Chosen[p.Key] == "" && len(b.Rows[p.Key]) == 0 && (p.Shape != Services || len(b.Routes) == 0)
}

// Lines gives what stands under a part line by line, to be read beside those
// of another version.
func (b Body) Lines(p Part) []string {
	var out []string
	if s := b.Chosen[p.Key]; s != "" {
		out = append(out, ChosenText(p, s))
	}
	for _, l := range strings.Split(b.Words[p.Key], "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	if p.Shape == Services {
		for _, r := range b.Routes {
			out = append(out, join(", ", r.Label, r.Number, r.Hours))
		}
	}
	for _, row := range b.Rows[p.Key] {
		var cells []string
		for i, c := range p.Cols {
			switch {
			case row[i] == "":
			case c.Said != nil:
				cells = append(cells, c.Said[row[i]])
			default:
				cells = append(cells, c.Before+row[i])
			}
		}
		out = append(out, strings.Join(cells, " – "))
	}
	return out
}

// ChosenText puts what was chosen into words.
func ChosenText(p Part, value string) string {
	switch {
	case p.Shape == Asked && value == WasAsked:
		return "Asked"
	case p.Shape == Asked && value == NotAsked:
		return "Not asked"
	case p.Shape == Asked && value == WasntTold:
		return "The person declined to say"
	case value == "yes":
		return "Yes"
	case value == "partly":
		return "Partly"
	}
	return "No"
}

func join(sep string, words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), sep)
}

// check notes what is wrong with a body.
func (b Body) check(o Outline, check *fault.Check) {
	some := len(b.Routes) > 0
	for _, p := range o.Parts {
		words, said := b.Words[p.Key], b.Chosen[p.Key]
		some = some || words != "" || len(b.Rows[p.Key]) > 0
		check.Require(len([]rune(words)) <= MaxWords, p.Key, "“%s” must be at most 10,000 characters", p.Title)
		switch p.Shape {
		case Asked:
			check.Require(slices.Contains([]string{WasAsked, NotAsked, WasntTold}, said), p.Key+"-said", "%s: choose whether it was asked", p.Title)
			check.Require(said != WasAsked || words != "", p.Key, "%s: write what the person said", p.Title)
			check.Require(said == WasAsked || words == "" || said == WasntTold, p.Key+"-said", "%s: something is written here, so choose “Asked” or “Declined”", p.Title)
		case Agreed:
			check.Require(slices.Contains([]string{"yes", "partly", "no"}, said), p.Key+"-said", "Choose whether the person sees it this way")
			check.Require(said == "yes" || said == "" || words != "", p.Key, "Say what the person sees otherwise, and why")
		}
		check.Require(len(b.Rows[p.Key]) <= MaxRows, p.Key, "“%s” can have at most 20 lines", p.Title)
		for i, row := range b.Rows[p.Key] {
			if len(row) != len(p.Cols) {
				check.Fail(p.Key, "“%s” can't be read", p.Title)
				continue
			}
			for j, c := range p.Cols {
				check.Require(len([]rune(row[j])) <= MaxCell, Cell(p, i+1, c), "%s must be at most 300 characters", c.Title)
				check.Require(row[j] == "" || len(c.Choices) == 0 || slices.Contains(c.Choices, row[j]), Cell(p, i+1, c), "%s: choose one", c.Title)
			}
			check.Require(row[0] != "", Cell(p, i+1, p.Cols[0]), "%s, line %d: this is empty", p.Title, i+1)
		}
	}
	check.Require(some, o.Parts[0].Key, "Nothing is written yet. Any part may stay empty, but not all of them")
}
