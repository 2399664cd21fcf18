package calendar

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // Europe/London without files on the machine
)

var london = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

// Instant is a moment, to the microsecond. The zero value means unset,
// prints as "" and sorts before every real moment. Instants compare with ==.
type Instant struct{ micros int64 } // since 1 January of the year 1, UTC

// epoch is the Unix time, in microseconds, of the zero Instant.
var epoch = time.Time{}.UnixMicro()

const isoInstant = "2006-01-02T15:04:05.000000Z"

// At gives the moment t, with anything below a microsecond cut off. The zero
// time gives the zero Instant.
func At(t time.Time) Instant { return Instant{t.UnixMicro() - epoch} }

// ParseInstant reads RFC 3339 ("2026-03-03T10:20:00Z", any offset).
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return Instant{}, invalid(nil, "%s is not a moment like 2026-03-03T10:20:00Z", strconv.Quote(s))
	}
	return At(t), nil
}

// MustInstant is ParseInstant for tables and tests; it panics when wrong.
func MustInstant(s string) Instant {
	i, err := ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

// IsZero reports whether the moment is unset.
func (i Instant) IsZero() bool { return i == Instant{} }

// Time gives the moment in UTC, the zero time when unset.
func (i Instant) Time() time.Time { return time.UnixMicro(i.micros + epoch).UTC() }

// London gives the moment as a clock in England shows it.
func (i Instant) London() time.Time { return time.UnixMicro(i.micros + epoch).In(london) }

// Date gives the calendar day in London, unset when i is unset.
func (i Instant) Date() Date {
	if i.IsZero() {
		return Date{}
	}
	return dateOf(i.London())
}

// TimeOfDay gives what a clock in London shows, cut to the minute.
func (i Instant) TimeOfDay() TimeOfDay {
	t := i.London()
	return TimeOfDay(t.Hour()*60 + t.Minute())
}

// Clock gives "10:20" in London.
func (i Instant) Clock() string {
	if i.IsZero() {
		return ""
	}
	return i.TimeOfDay().String()
}

// Long gives "Tuesday 3 March 2026, 10:20" in London.
func (i Instant) Long() string {
	if i.IsZero() {
		return ""
	}
	return i.Date().Long() + ", " + i.Clock()
}

// Medium gives "3 March 2026, 10:20" in London.
func (i Instant) Medium() string {
	if i.IsZero() {
		return ""
	}
	return i.Date().Medium() + ", " + i.Clock()
}

// String gives fixed-width UTC, "2026-03-03T10:20:00.000000Z", so that the
// order of the text is the order of time; "" when unset.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	return i.Time().Format(isoInstant)
}

// Add gives the moment d later. An unset moment stays unset.
func (i Instant) Add(d time.Duration) Instant {
	if i.IsZero() {
		return i
	}
	return Instant{i.micros + d.Microseconds()}
}

// Sub gives how much later i is than other; 0 when one of them is unset.
func (i Instant) Sub(other Instant) time.Duration {
	if i.IsZero() || other.IsZero() {
		return 0
	}
	return i.Time().Sub(other.Time())
}

// Compare gives -1, 0 or +1.
func (i Instant) Compare(other Instant) int {
	switch {
	case i.micros < other.micros:
		return -1
	case i.micros > other.micros:
		return 1
	default:
		return 0
	}
}

// Before reports whether i is earlier than other.
func (i Instant) Before(other Instant) bool { return i.micros < other.micros }

// After reports whether i is later than other.
func (i Instant) After(other Instant) bool { return i.micros > other.micros }

// Equal is ==.
func (i Instant) Equal(other Instant) bool { return i == other }

// Scan reads a database value: text in the fixed or any RFC 3339 form, a
// time, or NULL and "" for unset.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
		return nil
	case time.Time:
		*i = At(v)
		return nil
	case string:
		return i.UnmarshalText([]byte(v))
	case []byte:
		return i.UnmarshalText(v)
	default:
		return fmt.Errorf("calendar: can't read a moment from %T", src)
	}
}

// Value writes the fixed-width text of String, and NULL when unset.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.String(), nil
}

// MarshalText writes the fixed-width text of String.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads RFC 3339, and "" as unset.
func (i *Instant) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = Instant{}
		return nil
	}
	parsed, err := ParseInstant(string(text))
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}
