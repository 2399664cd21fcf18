package nhs

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Identifier is something in a text by which somebody could be known.
type Identifier struct {
	Kind string // "a number like an NHS number", "a date", "a telephone number", …
	Text string // as it stands in the text
	At   int    // where it begins, in bytes
}

var (
	emailAddress = regexp.MustCompile(`(?i)[\p{L}\p{N}._%+'-]+\s?@\s?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+`)
	postcodeLike = regexp.MustCompile(`(?i)\b(GIR ?0AA|[A-Z]{1,2}[0-9][0-9A-Z]?[ \x{a0}]{0,2}[0-9][ABD-HJLNP-UW-Z]{2})\b`)
	dayFirst     = regexp.MustCompile(`\b(0?[1-9]|[12][0-9]|3[01])[ ]?[./\-–][ ]?(0?[1-9]|1[0-2])[ ]?[./\-–][ ]?([0-9]{4}|[0-9]{2})\b`)
	yearFirst    = regexp.MustCompile(`\b(18|19|20)[0-9]{2}[./\-–](0?[1-9]|1[0-2])[./\-–](0?[1-9]|[12][0-9]|3[01])\b`)
	months       = `(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)`
	dayMonth     = regexp.MustCompile(`(?i)\b(0?[1-9]|[12][0-9]|3[01])(st|nd|rd|th)?[ ,.-]{1,2}(of )?` + months + `[ ,.-]{1,2}'?([0-9]{4}|[0-9]{2})\b`)
	monthDay     = regexp.MustCompile(`(?i)\b` + months + `[ .]{1,2}(0?[1-9]|[12][0-9]|3[01])(st|nd|rd|th)?,? ?([0-9]{4})\b`)
	bornOn       = regexp.MustCompile(`(?i)(\bd\.?o\.?b\b|\bdate of birth\b|\bborn (on|in)\b)[^\n]{0,20}?[0-9]{2,4}`)
	titled       = regexp.MustCompile(`\b(Mr|Mrs|Miss|Ms|Mx)\.? +\p{Lu}[\p{L}'’-]+`)
)

// Identifiers finds in a text what could say who somebody is: numbers like an
// NHS number (ten digits, however they are spaced, whether or not the check
// digit fits: a slip of the keyboard still points at somebody), telephone
// numbers, whole dates, dates of birth, postcodes, e-mail addresses, and a
// title with a name. They come in the order of the text. It knows no names:
// whoever keeps the records looks for those.
func Identifiers(text string) []Identifier {
	var out []Identifier
	add := func(kind string, from, to int) {
		if t := strings.TrimSpace(text[from:to]); t != "" {
			out = append(out, Identifier{kind, t, from})
		}
	}
	for _, p := range []struct {
		kind string
		re   *regexp.Regexp
	}{
		{"an e-mail address", emailAddress}, {"a postcode", postcodeLike}, {"a whole date", dayFirst}, {"a whole date", yearFirst}, {"a whole date", dayMonth},
		{"a whole date", monthDay}, {"a date of birth", bornOn}, {"a title and a name", titled},
	} {
		for _, m := range p.re.FindAllStringIndex(text, -1) {
			add(p.kind, m[0], m[1])
		}
	}
	runs(text, add)
	slices.SortStableFunc(out, func(a, b Identifier) int { return cmp.Compare(a.At, b.At) })
	return out
}

// runs finds long rows of digits with little between them.
func runs(text string, add func(kind string, from, to int)) {
	from, to, gap := -1, 0, 0
	var digits strings.Builder
	plus := false
	end := func() {
		d := digits.String()
		switch n := len(d); {
		case from < 0:
		case plus && n >= 9 || strings.HasPrefix(d, "0") && n >= 10 && n <= 15 || strings.HasPrefix(d, "44") && n >= 11 && n <= 14:
			add("a telephone number", from, to)
		case n >= 10:
			add("a number like an NHS number", from, to)
		}
		from, gap, plus = -1, 0, false
		digits.Reset()
	}
	before := rune(0)
	for i, r := range text {
		switch {
		case unicode.IsDigit(r):
			if from < 0 {
				from, plus = i, before == '+'
			}
			digits.WriteByte(byte('0' + digitValue(r)))
			to, gap = i+utf8.RuneLen(r), 0
		case from >= 0 && (unicode.IsSpace(r) && r != '\n' || strings.ContainsRune("-–‑./()\u200b\u200c\u200d\u2060\ufeff", r)):
			if gap++; gap > 3 {
				end()
			}
		default:
			end()
		}
		before = r
	}
	end()
}

// digitValue is the value of a decimal digit of any script: each script's ten
// digits stand in a row, and Unicode begins each row at its zero.
func digitValue(r rune) int {
	if r <= '9' {
		return int(r - '0')
	}
	zero := r
	for n := 0; n < 9 && unicode.IsDigit(zero-1); n++ {
		zero--
	}
	return int(r-zero) % 10
}
