package onward

import (
	"fmt"
	"slices"
	"strings"

	"footbridge/internal/app/person"
	"footbridge/internal/calendar"
	"footbridge/internal/nhs"
)

// How a criterion stands for a person.
const (
	Met      = "met"
	NotMet   = "not met"
	NotKnown = "not known"
)

// Verdict is one criterion of a service for one person, with the words that
// the page shows. What isn't known is never "not met".
type Verdict struct {
	Key    string // "age", "practice", "area", "sex", "interpreter", "formats"
	Answer string // Met, NotMet or NotKnown
	Words  string
}

// Fits checks what can be checked of whom a service is for. A service without
// such criteria gives none. It decides nothing: a person chooses.
func Fits(s Body, p person.Person, today calendar.Date) []Verdict {
	var out []Verdict
	add := func(key, answer, format string, args ...any) {
		out = append(out, Verdict{key, answer, fmt.Sprintf(format, args...)})
	}
	if s.AgeFrom > 0 || s.AgeTo > 0 {
		age, rule := p.Age(today), s.Ages()
		switch {
		case age < 0:
			add("age", NotKnown, "For people aged %s; the date of birth is not known", rule)
		case p.BornApprox && near(age, s):
			add("age", NotKnown, "For people aged %s; the date of birth is a guess, about %d years", rule, age)
		case s.inAge(age):
			add("age", Met, "For people aged %s: %d", rule, age)
		default:
			add("age", NotMet, "For people aged %s; this person is %d", rule, age)
		}
	}
	if len(s.Practices) > 0 {
		switch {
		case p.Practice == "":
			add("practice", NotKnown, "For people of certain practices; this person’s practice is not known")
		case slices.Contains(s.Practices, p.Practice):
			add("practice", Met, "For people of this person’s practice")
		default:
			add("practice", NotMet, "For people of other practices")
		}
	}
	if len(s.Areas) > 0 {
		code, err := nhs.ParsePostcode(p.Postcode)
		rule := strings.Join(s.Areas, ", ")
		switch {
		case p.Postcode == "" || err != nil || code.IsPseudo():
			add("area", NotKnown, "For people who live in %s; where this person lives is not known", rule)
		case slices.Contains(s.Areas, code.Outward()):
			add("area", Met, "For people who live in %s: %s", rule, code.Outward())
		default:
			add("area", NotMet, "For people who live in %s; this person lives in %s", rule, code.Outward())
		}
	}
	if s.Sex != "" {
		rule := map[string]string{"female": "women", "male": "men"}[s.Sex]
		switch p.Sex {
		case s.Sex:
			add("sex", Met, "Only for %s", rule)
		case "female", "male":
			add("sex", NotMet, "Only for %s", rule)
		default:
			add("sex", NotKnown, "Only for %s; what is right for this person is not recorded: ask", rule)
		}
	}
	needs := func(key, offered, what, need string) {
		switch offered {
		case "yes":
			add(key, Met, "%s: %s", what, need)
		case "no":
			add(key, NotMet, "Has no %s; this person needs: %s", strings.ToLower(what), need)
		default:
			add(key, NotKnown, "Whether there is %s is not known; this person needs: %s", article(what), need)
		}
	}
	if p.Interpreter {
		language := p.Language
		if language == "" {
			language = "an interpreter"
		}
		needs("interpreter", s.Interpreter, "Interpreter", language)
	}
	if p.Format != "" {
		needs("formats", s.Formats, "Accessible format", p.Format)
	}
	return out
}

func article(what string) string { return "an " + strings.ToLower(what) }

// Ages are the ages of a service in words, "" when it has none.
func (b Body) Ages() string {
	switch {
	case b.AgeFrom > 0 && b.AgeTo > 0:
		return fmt.Sprintf("%d to %d", b.AgeFrom, b.AgeTo)
	case b.AgeFrom > 0:
		return fmt.Sprintf("%d or over", b.AgeFrom)
	case b.AgeTo > 0:
		return fmt.Sprintf("up to %d", b.AgeTo)
	}
	return ""
}

func (b Body) inAge(age int) bool { return age >= b.AgeFrom && (b.AgeTo == 0 || age <= b.AgeTo) }

// near reports whether one year more or less would make a difference.
func near(age int, b Body) bool {
	return b.inAge(age) != b.inAge(age-1) || b.inAge(age) != b.inAge(age+1)
}

// Standing puts verdicts together: NotMet when one is not met, else NotKnown
// when one is not known, else Met.
func Standing(list []Verdict) string {
	out := Met
	for _, v := range list {
		if v.Answer == NotMet {
			return NotMet
		}
		if v.Answer == NotKnown {
			out = NotKnown
		}
	}
	return out
}
