package calendar

import (
	"testing"
	"time"

	"footbridge/internal/fault"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// easter gives Easter Sunday by the anonymous Gregorian computus.
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return NewDate(year, time.Month(n/31), n%31+1)
}

func firstMonday(year int, month time.Month) Date {
	return NewDate(year, month, 1).AddDays(6).Monday()
}

// ruled gives the bank holidays of a year by the standing rules, without
// what was proclaimed for one year only.
func ruled(year int) map[Date]string {
	days := map[Date]string{
		easter(year).AddDays(-2):                goodFriday,
		easter(year).AddDays(1):                 easterMonday,
		firstMonday(year, time.May):             earlyMay,
		NewDate(year, time.May, 31).Monday():    spring,
		NewDate(year, time.August, 31).Monday(): summer,
	}
	substitute := func(d Date, name string) {
		for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || days[d] != "" {
			d = d.AddDays(1)
		}
		days[d] = name
	}
	substitute(NewDate(year, time.January, 1), newYear)
	// When Christmas is a Sunday, Boxing Day keeps its Monday.
	if NewDate(year, time.December, 25).Weekday() == time.Sunday {
		substitute(NewDate(year, time.December, 26), boxing)
		substitute(NewDate(year, time.December, 25), christmas)
	} else {
		substitute(NewDate(year, time.December, 25), christmas)
		substitute(NewDate(year, time.December, 26), boxing)
	}
	return days
}

func TestBankHolidaysFollowTheRules(t *testing.T) {
	want := make(map[string]string)
	for year := firstHolidayYear; year <= lastHolidayYear; year++ {
		for d, name := range ruled(year) {
			want[d.String()] = name
		}
	}
	// Proclaimed for one year only.
	delete(want, "2020-05-04")
	want["2020-05-08"] = "Early May bank holiday (VE day)"
	delete(want, "2022-05-30")
	want["2022-06-02"] = spring
	want["2022-06-03"] = "Platinum Jubilee bank holiday"
	want["2022-09-19"] = "Bank Holiday for the State Funeral of Queen Elizabeth II"
	want["2023-05-08"] = "Bank holiday for the coronation of King Charles III"
	got := make(map[string]string)
	for d, name := range bankHolidays {
		got[d.String()] = name
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the table is not what the rules say (-rules +table):\n%s", diff)
	}
}

func TestEaster(t *testing.T) {
	for _, s := range []string{"2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05"} {
		if d := MustDate(s); easter(d.Year()) != d {
			t.Errorf("Easter %d = %s, want %s", d.Year(), easter(d.Year()), s)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	for _, tt := range []struct {
		from string
		n    int
		want string // empty: unknown
	}{
		{"2026-04-02", 1, "2026-04-07"}, // over Easter
		{"2026-04-07", -1, "2026-04-02"},
		{"2026-07-03", 5, "2026-07-10"},
		{"2026-07-04", 0, "2026-07-04"}, // a Saturday stays
		{"2026-07-04", 1, "2026-07-06"},
		{"2026-12-24", 1, "2026-12-29"}, // Boxing Day's substitute is Monday 28
		{"2021-12-24", 1, "2021-12-29"},
		{"2028-12-29", 1, ""},
		{"2019-01-02", -2, ""},
	} {
		got, err := AddWorkingDays(MustDate(tt.from), tt.n)
		if tt.want == "" {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s + %d = %s, %v, want unknown", tt.from, tt.n, got, err)
			}
		} else if err != nil || got.String() != tt.want {
			t.Errorf("%s + %d = %s, %v, want %s", tt.from, tt.n, got, err, tt.want)
		}
	}
	if n, err := WorkingDaysBetween(MustDate("2026-04-02"), MustDate("2026-04-07")); n != 1 || err != nil {
		t.Errorf("over Easter: %d, %v", n, err)
	}
	if n, err := WorkingDaysBetween(MustDate("2026-04-07"), MustDate("2026-04-02")); n != -1 || err != nil {
		t.Errorf("back over Easter: %d, %v", n, err)
	}
	if _, err := WorkingDaysBetween(MustDate("2028-12-01"), MustDate("2029-01-02")); !fault.Is(err, fault.Invalid) {
		t.Errorf("2029 is known: %v", err)
	}
	if name, ok := IsBankHoliday(MustDate("2026-12-28")); name != boxing || !ok {
		t.Errorf("28 December 2026 = %q, %v", name, ok)
	}
	if IsWorkingDay(MustDate("2026-12-25")) || IsWorkingDay(MustDate("2026-07-05")) || IsWorkingDay(Date{}) || !IsWorkingDay(MustDate("2026-12-24")) {
		t.Error("working days")
	}
	if HolidaysKnown(MustDate("2018-12-31")) || HolidaysKnown(MustDate("2029-01-01")) || HolidaysKnown(Date{}) || !HolidaysKnown(MustDate("2028-12-31")) {
		t.Error("known years")
	}
}

func TestWorkingDayProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(2019, time.February, 1).AddDays(rapid.IntRange(0, 3200).Draw(t, "day"))
		n := rapid.IntRange(1, 100).Draw(t, "n")
		later, err := AddWorkingDays(d, n)
		if err != nil {
			t.Fatal(err)
		}
		if !IsWorkingDay(later) || !later.After(d) {
			t.Fatalf("%s + %d = %s", d, n, later)
		}
		if count, err := WorkingDaysBetween(d, later); err != nil || count != n {
			t.Fatalf("from %s to %s: %d, want %d, %v", d, later, count, n, err)
		}
		if IsWorkingDay(d) {
			if back, err := AddWorkingDays(later, -n); err != nil || back != d {
				t.Fatalf("%s and back: %s, %v", d, back, err)
			}
		}
	})
}
