package calendar

import (
	"time"

	"footbridge/internal/fault"
)

// HolidaySource says where the table of bank holidays comes from.
const HolidaySource = "GOV.UK, UK bank holidays, England and Wales, https://www.gov.uk/bank-holidays (Open Government Licence v3.0)"

// firstHolidayYear and lastHolidayYear bound the table.
const (
	firstHolidayYear = 2019
	lastHolidayYear  = 2028
)

// bankHolidays is England and Wales, as published.
var bankHolidays = holidayTable(map[int][]holiday{
	2019: {{1, 1, newYear}, {4, 19, goodFriday}, {4, 22, easterMonday}, {5, 6, earlyMay}, {5, 27, spring}, {8, 26, summer}, {12, 25, christmas}, {12, 26, boxing}},
	2020: {{1, 1, newYear}, {4, 10, goodFriday}, {4, 13, easterMonday}, {5, 8, "Early May bank holiday (VE day)"}, {5, 25, spring}, {8, 31, summer}, {12, 25, christmas}, {12, 28, boxing}},
	2021: {{1, 1, newYear}, {4, 2, goodFriday}, {4, 5, easterMonday}, {5, 3, earlyMay}, {5, 31, spring}, {8, 30, summer}, {12, 27, christmas}, {12, 28, boxing}},
	2022: {{1, 3, newYear}, {4, 15, goodFriday}, {4, 18, easterMonday}, {5, 2, earlyMay}, {6, 2, spring}, {6, 3, "Platinum Jubilee bank holiday"}, {8, 29, summer}, {9, 19, "Bank Holiday for the State Funeral of Queen Elizabeth II"}, {12, 26, boxing}, {12, 27, christmas}},
	2023: {{1, 2, newYear}, {4, 7, goodFriday}, {4, 10, easterMonday}, {5, 1, earlyMay}, {5, 8, "Bank holiday for the coronation of King Charles III"}, {5, 29, spring}, {8, 28, summer}, {12, 25, christmas}, {12, 26, boxing}},
	2024: {{1, 1, newYear}, {3, 29, goodFriday}, {4, 1, easterMonday}, {5, 6, earlyMay}, {5, 27, spring}, {8, 26, summer}, {12, 25, christmas}, {12, 26, boxing}},
	2025: {{1, 1, newYear}, {4, 18, goodFriday}, {4, 21, easterMonday}, {5, 5, earlyMay}, {5, 26, spring}, {8, 25, summer}, {12, 25, christmas}, {12, 26, boxing}},
	2026: {{1, 1, newYear}, {4, 3, goodFriday}, {4, 6, easterMonday}, {5, 4, earlyMay}, {5, 25, spring}, {8, 31, summer}, {12, 25, christmas}, {12, 28, boxing}},
	2027: {{1, 1, newYear}, {3, 26, goodFriday}, {3, 29, easterMonday}, {5, 3, earlyMay}, {5, 31, spring}, {8, 30, summer}, {12, 27, christmas}, {12, 28, boxing}},
	2028: {{1, 3, newYear}, {4, 14, goodFriday}, {4, 17, easterMonday}, {5, 1, earlyMay}, {5, 29, spring}, {8, 28, summer}, {12, 25, christmas}, {12, 26, boxing}},
})

const (
	newYear      = "New Year’s Day"
	goodFriday   = "Good Friday"
	easterMonday = "Easter Monday"
	earlyMay     = "Early May bank holiday"
	spring       = "Spring bank holiday"
	summer       = "Summer bank holiday"
	christmas    = "Christmas Day"
	boxing       = "Boxing Day"
)

type holiday struct {
	month time.Month
	day   int
	name  string
}

func holidayTable(years map[int][]holiday) map[Date]string {
	table := make(map[Date]string)
	for year, list := range years {
		for _, h := range list {
			table[Date{year, h.month, h.day}] = h.name
		}
	}
	return table
}

// HolidaysKnown reports whether d is in a year for which the bank holidays
// are in the table. Outside it nothing is guessed.
func HolidaysKnown(d Date) bool { return d.year >= firstHolidayYear && d.year <= lastHolidayYear }

// IsBankHoliday gives the name of the bank holiday in England and Wales on
// d. A substitute day has the name of the holiday that it stands for. Where
// HolidaysKnown is false, ok is false and means unknown.
func IsBankHoliday(d Date) (name string, ok bool) {
	name, ok = bankHolidays[d]
	return name, ok
}

// IsWorkingDay reports whether d is Monday to Friday and no bank holiday.
// Where HolidaysKnown is false only the weekday is known.
func IsWorkingDay(d Date) bool {
	if d.IsZero() || d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		return false
	}
	_, off := bankHolidays[d]
	return !off
}

// AddWorkingDays gives the n-th working day after d, or before it when n is
// negative; d itself, working day or not, when n is 0. It is an Invalid
// fault when the way leads through a year whose bank holidays are unknown.
func AddWorkingDays(d Date, n int) (Date, error) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if !HolidaysKnown(d) {
			return Date{}, unknownHolidays(d)
		}
		if IsWorkingDay(d) {
			n--
		}
	}
	return d, nil
}

// WorkingDaysBetween counts the working days after a up to and including b,
// negative when b is before a. It is an Invalid fault when a day between
// them is in a year whose bank holidays are unknown.
func WorkingDaysBetween(a, b Date) (int, error) {
	if b.Before(a) {
		n, err := WorkingDaysBetween(b, a)
		return -n, err
	}
	n := 0
	for at := a; at.Before(b); {
		at = at.AddDays(1)
		if !HolidaysKnown(at) {
			return 0, unknownHolidays(at)
		}
		if IsWorkingDay(at) {
			n++
		}
	}
	return n, nil
}

func unknownHolidays(d Date) error {
	if d.IsZero() {
		return &fault.Error{Kind: fault.Invalid, Message: "There is no date to count working days from"}
	}
	return invalid(nil, "The bank holidays of %d are not known, so working days can't be counted", d.year)
}
