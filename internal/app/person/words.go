package person

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// asked is what somebody typed into the one search field, understood.
type asked struct {
	Number string          // a right NHS number, or ""
	Wrong  string          // what is wrong with a number that is none
	Dates  []calendar.Date // any of these; two for a year of two digits
	Years  []int           // any of these
	Words  []string        // all of these, folded
	Names  string          // the words as typed
	Notes  []string        // what could not be used, in sentences
}

// The forms in which numbers and dates are typed. What is taken out of the
// text is no name.
const months = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

var (
	numberForm  = regexp.MustCompile(`(?:^|[^\d/.-])(\d{3}[ -]?\d{3}[ -]?\d{4})(?:$|[^\d/.-])`)
	longForm    = regexp.MustCompile(`\b\d{9,}\b`)
	isoForm     = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b`)
	plainForm   = regexp.MustCompile(`\b(\d{1,2})(?: ?[-/.] ?| )(\d{1,2})(?: ?[-/.] ?| )(\d{4}|\d{2})\b`)
	wordForm    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?[ .-]*(?:of )?(` + months + `)[ .,-]*(\d{4}|\d{2})\b`)
	reverseForm = regexp.MustCompile(`(?i)\b(` + months + `)[ .]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})\b`)
	packedForm  = regexp.MustCompile(`\b(?:\d{8}|\d{6})\b`)
	yearForm    = regexp.MustCompile(`\b(?:18|19|20)\d{2}\b`)
	digitsForm  = regexp.MustCompile(`\b\d+\b`)
)

// salutations are left out when there are other words.
var salutations = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "master"}

// understand takes numbers and dates out of what was typed; the rest is
// names, in any order.
func understand(typed string, today calendar.Date) asked {
	var q asked
	s := norm.NFKC.String(clean(typed))
	s = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-").Replace(s)
	number := func(text string) {
		n, err := nhs.ParseNumber(text)
		if err != nil {
			q.Wrong = fault.Says(err)
		}
		q.Number = string(n)
	}
	switch digits := onlyDigits(s); {
	case len(digits) >= 9 && digits != "":
		number(digits)
		s = ""
	default:
		if m := numberForm.FindStringSubmatchIndex(s); m != nil {
			number(s[m[2]:m[3]])
			s = s[:m[2]] + " " + s[m[3]:]
		} else if m := longForm.FindStringIndex(s); m != nil {
			number(s[m[0]:m[1]])
			s = s[:m[0]] + " " + s[m[1]:]
		}
	}
	take := func(form *regexp.Regexp, day, month, year int) {
		for {
			m := form.FindStringSubmatchIndex(s)
			if m == nil {
				return
			}
			part := func(i int) string { return s[m[2*i]:m[2*i+1]] }
			dates := datesOf(part(day), part(month), part(year), today)
			if len(dates) == 0 {
				q.Notes = append(q.Notes, fmt.Sprintf("%s is not a real date of birth, so it was left out", s[m[0]:m[1]]))
			}
			q.Dates = append(q.Dates, dates...)
			s = s[:m[0]] + " " + s[m[1]:]
		}
	}
	take(isoForm, 3, 2, 1)
	take(wordForm, 1, 2, 3)
	take(reverseForm, 2, 1, 3)
	take(plainForm, 1, 2, 3)
	s = packedForm.ReplaceAllStringFunc(s, func(d string) string {
		dates := datesOf(d[:2], d[2:4], d[4:], today)
		if len(d) == 8 {
			dates = append(dates, datesOf(d[6:], d[4:6], d[:4], today)...)
		}
		if len(dates) == 0 {
			q.Notes = append(q.Notes, d+" is not a real date of birth, so it was left out")
		}
		q.Dates = append(q.Dates, dates...)
		return " "
	})
	s = yearForm.ReplaceAllStringFunc(s, func(y string) string {
		n, _ := strconv.Atoi(y)
		q.Years = append(q.Years, n)
		return " "
	})
	s = digitsForm.ReplaceAllStringFunc(s, func(d string) string {
		q.Notes = append(q.Notes, d+" is neither a date, a year nor an NHS number, so it was left out")
		return " "
	})
	if len(q.Dates) > 0 {
		q.Years = nil
	}
	q.Names = strings.Join(strings.Fields(s), " ")
	q.Words = words(q.Names)
	if names := slices.DeleteFunc(slices.Clone(q.Words), func(w string) bool { return slices.Contains(salutations, w) }); len(names) > 0 {
		q.Words = names
	}
	if len(q.Words) > 8 {
		q.Words = q.Words[:8]
	}
	return q
}

// onlyDigits gives the digits of a text that has nothing else but spaces and
// dashes, "" for any other, and for a date.
func onlyDigits(s string) string {
	if strings.Trim(s, "0123456789 -") != "" || isoForm.MatchString(s) || plainForm.MatchString(s) && !numberForm.MatchString(s) {
		return ""
	}
	return strings.NewReplacer(" ", "", "-", "").Replace(s)
}

// datesOf reads a day, a month and a year of four or two digits. Two digits
// may be of this century or of the last; whatever can be a date of birth is
// given.
func datesOf(day, month, year string, today calendar.Date) []calendar.Date {
	years := []string{year}
	if len(year) == 2 {
		years = []string{"19" + year, "20" + year}
	}
	var out []calendar.Date
	for _, y := range years {
		d, err := calendar.ParseForm(day, month, y)
		if err == nil && !d.After(today) && !d.Before(today.AddYears(-oldest)) {
			out = append(out, d)
		}
	}
	return out
}

// enough reports whether there is something to look for: a number, a date, a
// year, or a word of two letters. Other scripts write names with one.
func (q asked) enough() bool {
	if q.Number != "" || q.Wrong != "" || len(q.Dates)+len(q.Years) > 0 {
		return true
	}
	return slices.ContainsFunc(q.Words, func(w string) bool {
		r, _ := utf8.DecodeRuneInString(w)
		return utf8.RuneCountInString(w) > 1 || unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	})
}

// start gives what was typed as the beginning of a new record. Before a comma
// stands the family name; without one it is the last word.
func (q asked) start() Details {
	d := Details{NHSNumber: q.Number}
	if len(q.Dates) == 1 {
		d.BornOn = q.Dates[0]
	}
	family, given, comma := strings.Cut(q.Names, ",")
	family, given = strings.TrimSpace(family), strings.TrimSpace(given)
	if !comma {
		all := slices.DeleteFunc(strings.Fields(q.Names), func(w string) bool {
			return slices.Contains(salutations, strings.ToLower(strings.Trim(w, ".")))
		})
		family, given = "", ""
		if len(all) > 0 {
			family, given = all[len(all)-1], strings.Join(all[:len(all)-1], " ")
		}
	}
	d.Family, d.Given = capital(family), capital(given)
	return d
}

// capital gives a name that was typed in small letters its capitals.
func capital(s string) string {
	if s != strings.ToLower(s) {
		return s
	}
	before := ' '
	return strings.Map(func(r rune) rune {
		b := before
		before = r
		if b == ' ' || b == '-' || b == '\'' || b == '’' {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

// Begin gives what somebody typed into the search as the beginning of a new
// record: names with their capitals, the date of birth and the NHS number when
// they were typed in full.
func Begin(typed string, today calendar.Date) Details { return understand(typed, today).start() }
