package person

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"footbridge/internal/fault"
)

// The most characters that a field holds.
const (
	maxName  = 200
	maxTitle = 40
	maxShort = 200
	maxText  = 500
	maxNote  = 1000
)

// clean makes one line of what was typed: no control characters, no marks
// that turn the direction of the text round it, one space between words. The
// letters themselves, and the joiners that some scripts need, stay.
func clean(s string) string { return strings.Join(strings.Fields(scrub(s)), " ") }

// cleanText is clean for several lines.
func cleanText(s string) string {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n")
	for i, l := range lines {
		lines[i] = clean(l)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func scrub(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError:
			return -1
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// fits notes when a text is longer than most characters.
func fits(c *fault.Check, field, what, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		c.Fail(field, "%s must be %d characters or fewer: it has %s", what, most, thousands(n))
	}
}

// thousands writes 5000 as 5,000.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// oneOf notes when s is none of the values.
func oneOf(c *fault.Check, field, s, message string, values ...string) {
	for _, v := range values {
		if s == v {
			return
		}
	}
	c.Fail(field, "%s", message)
}

// clip cuts a text for the audit.
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
