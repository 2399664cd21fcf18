package calendar

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// TimeOfDay is what a clock on the wall shows, in minutes since midnight.
// The zero value is midnight; a time that may be missing is a pointer or a
// sql.Null.
type TimeOfDay int

// NewTime gives hour:minute.
func NewTime(hour, minute int) TimeOfDay { return TimeOfDay(hour*60 + minute) }

// ParseTime reads "9:05", "09:05", "0905", "905" or "9.05", 24 hours, with
// spaces round it. The error is Invalid and continues a sentence.
func ParseTime(s string) (TimeOfDay, error) {
	wrong := invalid(nil, "must be a time like 09:05 or 14:30")
	s = strings.TrimSpace(s)
	hour, minute, cut := strings.Cut(s, ":")
	if !cut {
		hour, minute, cut = strings.Cut(s, ".")
	}
	if !cut {
		if len(s) != 3 && len(s) != 4 {
			return 0, wrong
		}
		hour, minute = s[:len(s)-2], s[len(s)-2:]
	}
	h, ok1 := digits(hour, 2)
	m, ok2 := digits(minute, 2)
	if !ok1 || !ok2 || len(minute) != 2 || h > 23 || m > 59 {
		return 0, wrong
	}
	return NewTime(h, m), nil
}

// MustTime is ParseTime for tables and tests; it panics when wrong.
func MustTime(s string) TimeOfDay {
	t, err := ParseTime(s)
	if err != nil {
		panic(err)
	}
	return t
}

// Hour gives the hour.
func (t TimeOfDay) Hour() int { return int(t) / 60 }

// Minute gives the minute of the hour.
func (t TimeOfDay) Minute() int { return int(t) % 60 }

// IsValid reports whether t is from 00:00 to 23:59.
func (t TimeOfDay) IsValid() bool { return t >= 0 && t < 24*60 }

// String gives "09:05".
func (t TimeOfDay) String() string {
	if t < 0 {
		return "-" + (-t).String()
	}
	return fmt.Sprintf("%02d:%02d", t.Hour(), t.Minute())
}

// Add gives the time so many minutes later. It does not wrap round midnight:
// 23:50 plus 20 is 24:10, which is not valid and which On refuses.
func (t TimeOfDay) Add(minutes int) TimeOfDay { return t + TimeOfDay(minutes) }

// Scan reads text "09:05". NULL is an error: midnight is not "no time".
func (t *TimeOfDay) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return t.UnmarshalText([]byte(v))
	case []byte:
		return t.UnmarshalText(v)
	case nil:
		return fmt.Errorf("calendar: a time of day is NULL; scan into sql.Null[TimeOfDay]")
	default:
		return fmt.Errorf("calendar: can't read a time of day from %T", src)
	}
}

// Value writes text "09:05".
func (t TimeOfDay) Value() (driver.Value, error) {
	if !t.IsValid() {
		return nil, fmt.Errorf("calendar: %d minutes is not a time of day", int(t))
	}
	return t.String(), nil
}

// MarshalText writes "09:05".
func (t TimeOfDay) MarshalText() ([]byte, error) {
	if !t.IsValid() {
		return nil, fmt.Errorf("calendar: %d minutes is not a time of day", int(t))
	}
	return []byte(t.String()), nil
}

// UnmarshalText reads "09:05".
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, err := ParseTime(string(text))
	if err != nil {
		return invalid(nil, "%s is not a time of day like 09:05", strconv.Quote(string(text)))
	}
	*t = parsed
	return nil
}

// On gives the moment at which clocks in London show t on the day d. In the
// night in which the clocks go forward an hour does not exist and is an
// Invalid fault; in the night in which they go back an hour comes twice, and
// the first one is meant.
func On(d Date, t TimeOfDay) (Instant, error) {
	if d.IsZero() {
		return Instant{}, invalid(nil, "There is no date")
	}
	if !t.IsValid() {
		return Instant{}, invalid(nil, "%s is not a time of day", t)
	}
	wall := d.midnight().Add(time.Duration(t) * time.Minute)
	// The offset before any change near the moment comes first: in autumn
	// that is summer time, which is the first of the two.
	for _, near := range [...]time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(near).In(london).Zone()
		i := At(wall.Add(-time.Duration(offset) * time.Second))
		if i.Date() == d && i.TimeOfDay() == t {
			return i, nil
		}
	}
	return Instant{}, invalid(nil, "%s does not exist on %s: the clocks go forward", t, d.Long())
}
