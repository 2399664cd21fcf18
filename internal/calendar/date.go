// Package calendar holds days, times and the clock that everyone is handed.
//
// A Date is a day on the calendar, an Instant a moment, a TimeOfDay what a
// clock on the wall in England shows. Nothing here reads the machine's clock
// except System. Weeks run Monday to Sunday; every zone question is answered
// for Europe/London from time zone data that is built in.
package calendar

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"footbridge/internal/fault"
)

// Date is a day on the calendar, without a time or a zone. The zero value
// means unset, prints as "" and sorts before every real day. Dates compare
// with ==.
type Date struct {
	year  int
	month time.Month
	day   int
}

const isoDate = "2006-01-02"

// NewDate gives the day. Values out of range are carried over as time.Date
// does: 30 February is 1 or 2 March. What a person typed goes through
// ParseDate or ParseForm, which refuse that.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// dateOf gives the day that t shows in t's own zone.
func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-07-01" and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(isoDate, s)
	if err != nil || len(s) != len(isoDate) || t.Year() < 1 {
		return Date{}, invalid(nil, "%s is not a date like 2026-07-01", strconv.Quote(s))
	}
	return dateOf(t), nil
}

// MustDate is ParseDate for tables and tests; it panics on a wrong date.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// ParseForm reads the three boxes of the NHS date input. Spaces round the
// values are tolerated, the month may be a name ("Feb", "february"), the year
// has four digits. The error is Invalid; its message continues a sentence
// that starts with the name of the date ("must include a month") and its
// fields "day", "month" and "year" say which boxes are wrong.
func ParseForm(day, month, year string) (Date, error) {
	day, month, year = strings.TrimSpace(day), strings.TrimSpace(month), strings.TrimSpace(year)
	var missing []string
	for _, part := range [...]struct{ name, value string }{{"day", day}, {"month", month}, {"year", year}} {
		if part.value == "" {
			missing = append(missing, part.name)
		}
	}
	switch len(missing) {
	case 1:
		return Date{}, invalid(missing, "must include a %s", missing[0])
	case 2:
		return Date{}, invalid(missing, "must include a %s and %s", missing[0], missing[1])
	case 3:
		return Date{}, invalid(missing, "must include a day, month and year")
	}
	y, ok := digits(year, 4)
	if !ok || len(year) != 4 {
		return Date{}, invalid([]string{"year"}, "must have a year with 4 numbers")
	}
	m, ok := formMonth(month)
	if !ok {
		return Date{}, invalid([]string{"month"}, "must be a real date")
	}
	d, ok := digits(day, 2)
	if !ok || d < 1 || d > 31 {
		return Date{}, invalid([]string{"day"}, "must be a real date")
	}
	if y < 1 {
		return Date{}, invalid([]string{"year"}, "must be a real date")
	}
	date := NewDate(y, m, d)
	if date != (Date{y, m, d}) {
		return Date{}, invalid([]string{"day", "month", "year"}, "must be a real date")
	}
	return date, nil
}

// formMonth reads a month as a number or as an English name of which at
// least three letters are given.
func formMonth(s string) (time.Month, bool) {
	if n, ok := digits(s, 2); ok {
		return time.Month(n), n >= 1 && n <= 12
	}
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	if len(s) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), s) || (m == time.September && s == "sept") {
			return m, true
		}
	}
	return 0, false
}

// digits reads 1 to most ASCII digits.
func digits(s string, most int) (int, bool) {
	if s == "" || len(s) > most || strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsDigit(r) }) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// invalid gives an Invalid fault; fields are the parts that are wrong.
func invalid(fields []string, format string, args ...any) error {
	e := &fault.Error{Kind: fault.Invalid, Message: fmt.Sprintf(format, args...)}
	for _, f := range fields {
		e.Fields = append(e.Fields, fault.Field{Name: f, Message: e.Message})
	}
	return e
}

// Year gives the year, 0 when unset.
func (d Date) Year() int { return d.year }

// Month gives the month, 0 when unset.
func (d Date) Month() time.Month { return d.month }

// Day gives the day of the month, 0 when unset.
func (d Date) Day() int { return d.day }

// IsZero reports whether the date is unset.
func (d Date) IsZero() bool { return d == Date{} }

// midnight gives the day's first moment in UTC, for arithmetic only.
func (d Date) midnight() time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
}

func (d Date) format(layout string) string {
	if d.IsZero() {
		return ""
	}
	return d.midnight().Format(layout)
}

// String gives "2026-03-03", and "" when unset.
func (d Date) String() string { return d.format(isoDate) }

// Long gives "Tuesday 3 March 2026".
func (d Date) Long() string { return d.format("Monday 2 January 2006") }

// Medium gives "3 March 2026".
func (d Date) Medium() string { return d.format("2 January 2006") }

// Short gives "Tue 3 Mar".
func (d Date) Short() string { return d.format("Mon 2 Jan") }

// Weekday gives the day of the week; it means nothing for an unset date.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// AddDays gives the day n days later. An unset date stays unset, here and in
// AddMonths, AddYears and Monday.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return NewDate(d.year, d.month, d.day+n)
}

// AddMonths gives the same day n months later, or the last day of that month
// when it is shorter: 31 January plus one month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := NewDate(d.year, d.month+time.Month(n), 1)
	last := NewDate(first.year, first.month+1, 0)
	return Date{first.year, first.month, min(d.day, last.day)}
}

// AddYears gives the same day n years later; 29 February becomes
// 28 February in a common year.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// DaysSince gives how many days d is after other, negative when before.
// 0 when one of them is unset.
func (d Date) DaysSince(other Date) int {
	if d.IsZero() || other.IsZero() {
		return 0
	}
	return int((d.midnight().Unix() - other.midnight().Unix()) / 86400)
}

// Compare gives -1, 0 or +1.
func (d Date) Compare(other Date) int {
	switch {
	case d == other:
		return 0
	case d.year != other.year:
		return sign(d.year - other.year)
	case d.month != other.month:
		return sign(int(d.month - other.month))
	default:
		return sign(d.day - other.day)
	}
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Equal is ==.
func (d Date) Equal(other Date) bool { return d == other }

// Monday gives the Monday of the week that d is in.
func (d Date) Monday() Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// Age gives completed years on the day on for a person born on d. Someone
// born on 29 February is a year older on 1 March in a common year. It is -1
// when a date is unset or on is before birth.
func (d Date) Age(on Date) int {
	if d.IsZero() || on.IsZero() || on.Before(d) {
		return -1
	}
	age := on.year - d.year
	if on.month < d.month || (on.month == d.month && on.day < d.day) {
		age--
	}
	return age
}

// Scan reads a database value: text "2006-01-02", a time (its own calendar
// day), or NULL and "" for unset.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = dateOf(v)
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return fmt.Errorf("calendar: can't read a date from %T", src)
	}
}

// Value writes text "2006-01-02", and NULL when unset.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// MarshalText writes "2006-01-02", and "" when unset.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
