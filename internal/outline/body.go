package outline

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// Limits, in characters and lines.
const (
	MaxWords = 10_000
	MaxCell  = 300
	MaxLong  = 2_000
	MaxRows  = 20
)

// Body is what was written under the parts of an outline, by their keys.
type Body struct {
	Words map[string]string     `json:"words,omitempty"`
	Said  map[string]string     `json:"said,omitempty"` // the answers of parts that are Asked
	Rows  map[string][][]string `json:"rows,omitempty"` // cells in the order of the columns
}

// Cell names the field of a cell; the first row is 1.
func Cell(p Part, row int, c Col) string { return fmt.Sprintf("%s-%d-%s", p.Key, row, c.Key) }

// Read takes a body out of a form's fields: the part's key for words, "-said"
// after it for the answer, and "-1-name" for the cell of a first row. Holes
// between rows are closed.
func Read(o Outline, get func(string) string) Body {
	b := Body{Words: map[string]string{}, Said: map[string]string{}, Rows: map[string][][]string{}}
	for _, p := range o.Parts {
		if p.Shape == Taken {
			continue
		}
		if s := get(p.Key); s != "" && p.Shape != Lines {
			b.Words[p.Key] = s
		}
		if s := get(p.Key + "-said"); s != "" && p.Shape == Asked {
			b.Said[p.Key] = s
		}
		for i := 1; i <= MaxRows && len(p.Cols) > 0; i++ {
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

// Fields is the other way round: the form's fields of a body. An answer "not
// asked" is not filled in: whoever goes on from an earlier version can write
// what is said now without first taking it back.
func (b Body) Fields(o Outline) url.Values {
	out := url.Values{}
	for _, p := range o.Parts {
		if p.Shape == Taken {
			continue
		}
		if s := b.Words[p.Key]; s != "" {
			out.Set(p.Key, s)
		}
		if s := b.Said[p.Key]; s != "" && s != NotAsked {
			out.Set(p.Key+"-said", s)
		}
		for i, row := range b.Rows[p.Key] {
			for j, c := range p.Cols {
				if j < len(row) && row[j] != "" {
					out.Set(Cell(p, i+1, c), row[j])
				}
			}
		}
	}
	return out
}

// Settle says what was meant where no answer was chosen: text is what was
// said, and an empty part was not asked. Days are written as they are kept.
func (b Body) Settle(o Outline) Body {
	out := Body{Words: map[string]string{}, Said: map[string]string{}, Rows: map[string][][]string{}}
	for _, p := range o.Parts {
		if s := strings.TrimSpace(b.Words[p.Key]); s != "" {
			out.Words[p.Key] = s
		}
		for _, row := range b.Rows[p.Key] {
			row = slices.Clone(row)
			for j := range row {
				row[j] = strings.TrimSpace(row[j])
				if j < len(p.Cols) && p.Cols[j].Day {
					if d, err := ParseDay(row[j]); err == nil {
						row[j] = d.String()
					}
				}
			}
			out.Rows[p.Key] = append(out.Rows[p.Key], row)
		}
		if p.Shape != Asked {
			continue
		}
		said := b.Said[p.Key]
		if _, asked := p.Answer(WasAsked); said == "" && asked && (out.Words[p.Key] != "" || len(out.Rows[p.Key]) > 0) {
			said = WasAsked
		} else if said == "" && out.Words[p.Key] == "" && len(out.Rows[p.Key]) == 0 {
			said = NotAsked
		}
		if said != "" {
			out.Said[p.Key] = said
		}
	}
	return out
}

// Empty reports whether a part has nothing under it.
func (b Body) Empty(p Part) bool {
	return b.Words[p.Key] == "" && b.Said[p.Key] == "" && len(b.Rows[p.Key]) == 0
}

// SaidText puts the answer to a part into words: "" where what was said stands
// in the text.
func (b Body) SaidText(p Part) string {
	a, ok := p.Answer(b.Said[p.Key])
	if !ok || a.Value == WasAsked {
		return ""
	}
	return a.Text
}

// LinesOf gives what stands under a part line by line. What somebody said
// begins with a line that says so: their words never read like an answer.
func (b Body) LinesOf(p Part) []string {
	var out []string
	if a, ok := p.Answer(b.Said[p.Key]); ok {
		out = append(out, a.Text)
	}
	for _, l := range strings.Split(b.Words[p.Key], "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return append(out, b.RowLines(p)...)
}

// RowLines gives the rows of a part, each as a line.
func (b Body) RowLines(p Part) []string {
	var out []string
	for _, row := range b.Rows[p.Key] {
		var cells []string
		for i, c := range p.Cols {
			if i < len(row) && row[i] != "" {
				cells = append(cells, c.Says(row[i]))
			}
		}
		out = append(out, strings.Join(cells, " – "))
	}
	return out
}

// Check notes what is wrong with a body that is settled. Any part may stay
// empty, but not all of them.
func (b Body) Check(o Outline, check *fault.Check) {
	some, first := false, ""
	for _, p := range o.Parts {
		words, said := b.Words[p.Key], b.Said[p.Key]
		if first == "" && p.Shape != Taken {
			if first = p.Key; p.Shape == Lines {
				first = Cell(p, 1, p.Cols[0])
			}
		}
		some = some || words != "" || len(b.Rows[p.Key]) > 0 || said != "" && said != NotAsked
		check.Require(len([]rune(words)) <= MaxWords, p.Key, "“%s” must be at most 10,000 characters", p.Title)
		if p.Shape == Asked {
			a, ok := p.Answer(said)
			check.Require(ok, p.Key+"-said", "%s: choose an answer", p.Title)
			check.Require(!ok || !a.Must || words != "" || len(b.Rows[p.Key]) > 0, p.Key, "%s: write what was said", p.Title)
			check.Require(!ok || a.May || words == "" && len(b.Rows[p.Key]) == 0, p.Key+"-said", "%s: something is written here, and “%s” is chosen. Take one of them back", p.Title, a.Text)
		}
		b.checkRows(p, check)
	}
	check.Require(some, first, "Nothing is written yet. Any part may stay empty, but not all of them")
}

func (b Body) checkRows(p Part, check *fault.Check) {
	check.Require(len(b.Rows[p.Key]) <= MaxRows, p.Key, "“%s” can have at most 20 lines", p.Title)
	if p.Shape == Taken {
		return
	}
	for i, row := range b.Rows[p.Key] {
		if len(row) != len(p.Cols) {
			check.Fail(p.Key, "“%s” can’t be read", p.Title)
			continue
		}
		for j, c := range p.Cols {
			most := MaxCell
			if c.Long {
				most = MaxLong
			}
			name := Cell(p, i+1, c)
			check.Require(len([]rune(row[j])) <= most, name, "%s must be at most %d characters", c.Title, most)
			check.Require(row[j] == "" || len(c.Choices) == 0 || slices.Contains(c.Choices, row[j]), name, "%s: choose one", c.Title)
			check.Require(j > 0 && !c.Must || row[j] != "", name, "%s, line %d: %s is empty", p.Title, i+1, strings.ToLower(c.Title))
			if c.Day && row[j] != "" {
				_, err := ParseDay(row[j])
				check.Require(err == nil, name, "%s must be a day, for example 4/12/2026", c.Title)
			}
		}
	}
}

// ParseDay reads a day as people write it in one field: 4/12/2026, 4 12 2026,
// 4 December 2026, or as it is kept, 2026-12-04.
func ParseDay(s string) (calendar.Date, error) {
	if d, err := calendar.ParseDate(s); err == nil {
		return d, nil
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' || r == '-' || r == ' ' })
	if len(parts) != 3 {
		return calendar.Date{}, fault.Wrong("day", "Enter a day, for example 4/12/2026")
	}
	return calendar.ParseForm(parts[0], parts[1], parts[2])
}
