package calendar

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"time"
)

// ContractYear is a year of the GP contract, from 1 April to 31 March. Its
// value is the year in which it begins: 2026 is 2026/27.
type ContractYear int

// ContractYearOf gives the contract year that d is in.
func ContractYearOf(d Date) ContractYear {
	if d.month < time.April {
		return ContractYear(d.year - 1)
	}
	return ContractYear(d.year)
}

// ParseContractYear reads "2026/27".
func ParseContractYear(s string) (ContractYear, error) {
	if len(s) == 7 && s[4] == '/' {
		if n, ok := digits(s[:4], 4); ok && n > 0 && ContractYear(n).String() == s {
			return ContractYear(n), nil
		}
	}
	return 0, invalid(nil, "%s is not a contract year like 2026/27", strconv.Quote(s))
}

// String gives "2026/27".
func (y ContractYear) String() string { return fmt.Sprintf("%04d/%02d", int(y), (int(y)+1)%100) }

// Start gives 1 April.
func (y ContractYear) Start() Date { return NewDate(int(y), time.April, 1) }

// End gives 31 March, the last day.
func (y ContractYear) End() Date { return NewDate(int(y)+1, time.March, 31) }

// Contains reports whether d is in the year.
func (y ContractYear) Contains(d Date) bool { return !d.IsZero() && ContractYearOf(d) == y }

// Months gives the twelve months from April to March.
func (y ContractYear) Months() []Month {
	months := make([]Month, 12)
	for i := range months {
		months[i] = Month{int(y), time.April}.Add(i)
	}
	return months
}

// Month is a calendar month. The zero value means unset.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf gives the month that d is in.
func MonthOf(d Date) Month { return Month{d.year, d.month} }

// ParseMonth reads "2026-07".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || len(s) != 7 || t.Year() < 1 {
		return Month{}, invalid(nil, "%s is not a month like 2026-07", strconv.Quote(s))
	}
	return Month{t.Year(), t.Month()}, nil
}

// IsZero reports whether the month is unset.
func (m Month) IsZero() bool { return m == Month{} }

// String gives "2026-07", and "" when unset.
func (m Month) String() string { return m.format("2006-01") }

// Long gives "July 2026".
func (m Month) Long() string { return m.format("January 2006") }

func (m Month) format(layout string) string {
	if m.IsZero() {
		return ""
	}
	return m.First().midnight().Format(layout)
}

// First gives the first day.
func (m Month) First() Date {
	if m.IsZero() {
		return Date{}
	}
	return NewDate(m.Year, m.Month, 1)
}

// Last gives the last day.
func (m Month) Last() Date {
	if m.IsZero() {
		return Date{}
	}
	return NewDate(m.Year, m.Month+1, 0)
}

// Days gives how many days the month has.
func (m Month) Days() int { return m.Last().Day() }

// Add gives the month n months later.
func (m Month) Add(n int) Month { return MonthOf(m.First().AddMonths(n)) }

// Contains reports whether d is in the month.
func (m Month) Contains(d Date) bool { return !d.IsZero() && MonthOf(d) == m }

// Compare gives -1, 0 or +1.
func (m Month) Compare(other Month) int { return m.First().Compare(other.First()) }

// Before reports whether m is earlier than other.
func (m Month) Before(other Month) bool { return m.Compare(other) < 0 }

// Scan reads text "2026-07", NULL and "" as unset.
func (m *Month) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m = Month{}
		return nil
	case string:
		return m.UnmarshalText([]byte(v))
	case []byte:
		return m.UnmarshalText(v)
	default:
		return fmt.Errorf("calendar: can't read a month from %T", src)
	}
}

// Value writes text "2026-07", and NULL when unset.
func (m Month) Value() (driver.Value, error) {
	if m.IsZero() {
		return nil, nil
	}
	return m.String(), nil
}

// MarshalText writes "2026-07", and "" when unset.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	parsed, err := ParseMonth(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
