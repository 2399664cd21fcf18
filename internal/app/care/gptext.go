package care

import (
	"fmt"
	"strings"

	"footbridge/internal/app/measures"
	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
)

// MaxGPLines is the most lines that a text for the GP record has, and
// MaxGPLine the most characters in one.
const (
	MaxGPLines = 40
	MaxGPLine  = 400
)

// GPLine is one part of a text for the GP record: what it is, and the words.
// A part without words is left out.
type GPLine struct{ Title, Words string }

// GPText puts parts together as plain text, in the order in which they come:
// one part a line or a few, no markup, so that it pastes into any record.
// What is too long is cut at the end of its part, and the text says so.
func GPText(parts []GPLine) string {
	var out []string
	cut := false
	for _, p := range parts {
		words := strings.TrimSpace(strings.ReplaceAll(p.Words, "\r\n", "\n"))
		if words == "" {
			continue
		}
		for i, line := range strings.Split(words, "\n") {
			line = strings.Join(strings.Fields(line), " ")
			if line == "" {
				continue
			}
			if i == 0 && p.Title != "" {
				line = p.Title + ": " + line
			}
			if r := []rune(line); len(r) > MaxGPLine {
				line, cut = strings.TrimSpace(string(r[:MaxGPLine-1]))+"…", true
			}
			out = append(out, line)
		}
	}
	if len(out) > MaxGPLines-1 && (cut || len(out) > MaxGPLines) {
		out, cut = out[:MaxGPLines-1], true
	}
	if cut {
		out = append(out, "(Shortened. The whole text is in Footbridge.)")
	}
	return strings.Join(out, "\n")
}

// GPContact is what the text of a contact is made of.
type GPContact struct {
	Person  person.Person
	Contact Contact
	Text    Text // the version that holds
	Who     string
	Role    string
	Scores  []measures.Score // of that day
	Plans   []Plan           // agreed on that day
	NextAt  calendar.Instant
	NextBy  string // with whom
	// Share is the person's answer about sharing concerns about safety with
	// the GP practice; what was answered about safety is left out unless it
	// is "yes".
	Share string
}

// Parts gives the parts in their fixed order: when and how, with whom, what
// was said and done, the measures of the day, the plan, what is next, safety.
func (c GPContact) Parts() []GPLine {
	who := c.Who
	if c.Role != "" {
		who += ", " + strings.ToLower(c.Role)
	}
	lines := []GPLine{
		{"Mental health practitioner contact", fmt.Sprintf("%s, %s, %d minutes", c.Text.StartedAt.Long(), strings.ToLower(c.Text.Mechanism.Label()), c.Text.Minutes)},
		{"With", who},
		{"Person", c.Person.Name() + numbered(c.Person)},
		{"Note", c.Text.Note},
	}
	var scores, safety []string
	for _, s := range c.Scores {
		if s.Instrument == nil || !s.WithdrawnAt.IsZero() {
			continue
		}
		if s.Result.Total != nil {
			scores = append(scores, fmt.Sprintf("%s %d", s.Instrument.Name, *s.Result.Total))
		} else {
			scores = append(scores, s.Instrument.Name+": no total")
		}
		if !s.AckAt.IsZero() && c.Share == "yes" {
			safety = append(safety, fmt.Sprintf("%s, %s; told: %s; done: %s", s.Instrument.Name, s.SafetyWords(), s.AckTold, s.AckDone))
		}
	}
	lines = append(lines, GPLine{"Measures", strings.Join(scores, "; ")})
	for _, p := range c.Plans {
		if p.WithdrawnAt.IsZero() {
			lines = append(lines, GPLine{"Plan", p.Summary})
		}
	}
	next := "no appointment is booked"
	if !c.NextAt.IsZero() {
		next = "appointment " + c.NextAt.Long()
		if c.NextBy != "" {
			next += " with " + c.NextBy
		}
	}
	return append(lines, GPLine{"Next", next}, GPLine{"Safety", strings.Join(safety, "\n")})
}

func numbered(p person.Person) string {
	if n := p.Number(); n != "" {
		return ", NHS number " + strings.ReplaceAll(n, "\u00a0", " ")
	}
	return ""
}
