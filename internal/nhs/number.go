// Package nhs holds what the whole NHS shares: the NHS number, organisation
// codes, postcodes, the few national code lists that Footbridge uses, and
// how names are compared.
package nhs

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"unicode"

	"footbridge/internal/fault"
)

// Number is an NHS number: ten digits without spaces, check digit right.
// The empty Number means not known. Make one with ParseNumber.
type Number string

// ParseNumber reads an NHS number. Spaces of any kind and dashes between the
// digits are tolerated. The error is Invalid and says in a sentence what is
// wrong; the sentence never repeats the number.
func ParseNumber(s string) (Number, error) {
	var b strings.Builder
	letters, others := false, false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsSpace(r) || unicode.Is(unicode.Dash, r) || unicode.Is(unicode.Cf, r):
		case unicode.IsLetter(r):
			letters = true
		default:
			others = true
		}
	}
	d := b.String()
	switch {
	case letters:
		return "", wrong("NHS number must only include numbers, not letters")
	case others:
		return "", wrong("NHS number must only include numbers and spaces")
	case d == "":
		return "", wrong("Enter an NHS number")
	case len(d) < 10:
		return "", wrong("NHS number is too short: it has %s, and must have 10", numbers(len(d)))
	case len(d) > 10:
		return "", wrong("NHS number is too long: it has %s, and must have 10", numbers(len(d)))
	case strings.Count(d, d[:1]) == 10:
		return "", wrong("NHS number can’t be the same number 10 times")
	}
	check, ok := checkDigit(d[:9])
	if !ok || d[9] != check {
		return "", wrong("NHS number is not right: check for numbers that were mistyped or swapped")
	}
	return Number(d), nil
}

func numbers(n int) string {
	if n == 1 {
		return "1 number"
	}
	return fmt.Sprintf("%d numbers", n)
}

func wrong(format string, args ...any) error {
	return &fault.Error{Kind: fault.Invalid, Message: fmt.Sprintf(format, args...)}
}

// checkDigit gives the modulus 11 check digit of nine digits; not ok when it
// would be 10, for then no number is issued (NHS Data Dictionary, NHS NUMBER).
func checkDigit(nine string) (byte, bool) {
	sum := 0
	for i := range nine {
		sum += int(nine[i]-'0') * (10 - i)
	}
	switch check := 11 - sum%11; check {
	case 11:
		return '0', true
	case 10:
		return 0, false
	default:
		return '0' + byte(check), true
	}
}

// Format gives "485 777 3456" with non-breaking spaces, "" when not known.
func (n Number) Format() string {
	if len(n) != 10 {
		return string(n)
	}
	return string(n[:3] + "\u00a0" + n[3:6] + "\u00a0" + n[6:])
}

// LogValue keeps the number out of logs.
func (Number) LogValue() slog.Value { return slog.StringValue("NHS number") }

// Scan reads a database value: text, or NULL for not known.
func (n *Number) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*n = ""
	case string:
		*n = Number(v)
	case []byte:
		*n = Number(v)
	default:
		return fmt.Errorf("nhs: can't read an NHS number from %T", src)
	}
	return nil
}

// Value writes the ten digits, and NULL when not known.
func (n Number) Value() (driver.Value, error) {
	if n == "" {
		return nil, nil
	}
	return string(n), nil
}

// Invented reports whether n is in the range that is never issued, from
// 999 000 0000 (NHS Digital guidance on test data). Demonstrations and tests
// use no others.
func Invented(n Number) bool { return len(n) == 10 && n[:3] == "999" }

// MakeInvented gives the i-th valid number, from 0, counted upward from
// 999 000 0000 and passing over those that have no check digit. It panics
// when i is negative or beyond the last of them (more than 900,000).
func MakeInvented(i int) Number {
	// The very last stem, nine nines, would give one digit ten times.
	for stem, seen := InventedFrom, 0; i >= 0 && stem < InventedFrom+Inventable; stem++ {
		n, ok := InventedOn(stem)
		if !ok {
			continue
		}
		if seen == i {
			return n
		}
		seen++
	}
	panic("nhs: there is no such invented number")
}

// InventedFrom is the first stem of the range of invented numbers, Inventable
// how many stems it has.
const (
	InventedFrom = 999_000_000
	Inventable   = 999_999
)

// InventedOn gives the number whose first nine digits are the stem; ok is
// false for the one stem in eleven that has no check digit.
func InventedOn(stem int) (n Number, ok bool) {
	sum := 0
	for rest, weight := stem, 2; rest > 0; rest, weight = rest/10, weight+1 {
		sum += rest % 10 * weight
	}
	check := (11 - sum%11) % 11
	if check == 10 {
		return "", false
	}
	return Number(strconv.Itoa(stem*10 + check)), true
}
