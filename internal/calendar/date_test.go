package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

func TestParseForm(t *testing.T) {
	for _, tt := range []struct{ day, month, year, want, err, fields string }{
		{"29", "2", "1980", "1980-02-29", "", ""},
		{" 1 ", "Feb", " 1980", "1980-02-01", "", ""},
		{"1", "september", "2001", "2001-09-01", "", ""},
		{"01", "Sept.", "2001", "2001-09-01", "", ""},
		{"31", "12", "0001", "0001-12-31", "", ""},
		{"", "", "", "", "must include a day, month and year", "day month year"},
		{"1", "", "1980", "", "must include a month", "month"},
		{"1", " ", "", "", "must include a month and year", "month year"},
		{"", "x", "", "", "must include a day and year", "day year"},
		{"29", "2", "1981", "", "must be a real date", "day month year"},
		{"31", "4", "1981", "", "must be a real date", "day month year"},
		{"0", "4", "1981", "", "must be a real date", "day"},
		{"1", "13", "1981", "", "must be a real date", "month"},
		{"1", "Ju", "1981", "", "must be a real date", "month"},
		{"1", "Febtober", "1981", "", "must be a real date", "month"},
		{"1st", "4", "1981", "", "must be a real date", "day"},
		{"+1", "4", "1981", "", "must be a real date", "day"},
		{"1", "4", "81", "", "must have a year with 4 numbers", "year"},
		{"1", "4", "19811", "", "must have a year with 4 numbers", "year"},
		{"1", "4", "٢٠٢٦", "", "must have a year with 4 numbers", "year"},
		{"1", "4", "0000", "", "must be a real date", "year"},
	} {
		got, err := ParseForm(tt.day, tt.month, tt.year)
		if tt.err == "" {
			if err != nil || got.String() != tt.want {
				t.Errorf("ParseForm(%q, %q, %q) = %v, %v, want %s", tt.day, tt.month, tt.year, got, err, tt.want)
			}
			continue
		}
		names := ""
		for _, f := range fault.FieldsOf(err) {
			names += f.Name + " "
		}
		if fault.Says(err) != tt.err || names != tt.fields+" " || !fault.Is(err, fault.Invalid) || !got.IsZero() {
			t.Errorf("ParseForm(%q, %q, %q) = %v, %v (fields %q), want %q in %q", tt.day, tt.month, tt.year, got, err, names, tt.err, tt.fields)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-7-1", "2026-02-30", "01/02/2026", "2026-07-01T00:00:00Z", " 2026-07-01", "0000-01-01", "12026-01-01"} {
		if d, err := ParseDate(s); err == nil || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
}

func TestDateWords(t *testing.T) {
	d := NewDate(2026, time.March, 3)
	for _, tt := range []struct{ got, want string }{
		{d.String(), "2026-03-03"},
		{d.Long(), "Tuesday 3 March 2026"},
		{d.Medium(), "3 March 2026"},
		{d.Short(), "Tue 3 Mar"},
		{Date{}.String() + Date{}.Long() + Date{}.Medium() + Date{}.Short(), ""},
		{NewDate(2026, time.February, 30).String(), "2026-03-02"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestAddMonthsAndYears(t *testing.T) {
	for _, tt := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2028-02-29", 48, "2032-02-29"},
		{"2026-05-31", 0, "2026-05-31"},
	} {
		if got := MustDate(tt.from).AddMonths(tt.months); got.String() != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
	if got := MustDate("2028-02-29").AddYears(1).String(); got != "2029-02-28" {
		t.Errorf("29 February plus a year = %s", got)
	}
	if d := (Date{}); !d.AddDays(3).IsZero() || !d.AddMonths(3).IsZero() || !d.AddYears(1).IsZero() || !d.Monday().IsZero() {
		t.Error("an unset date did not stay unset")
	}
}

func TestAge(t *testing.T) {
	for _, tt := range []struct {
		born, on string
		want     int
	}{
		{"2008-02-29", "2026-02-28", 17},
		{"2008-02-29", "2026-03-01", 18},
		{"2008-02-29", "2028-02-29", 20},
		{"2008-07-01", "2026-06-30", 17},
		{"2008-07-01", "2026-07-01", 18},
		{"2026-07-01", "2026-07-01", 0},
		{"2026-07-02", "2026-07-01", -1},
		{"1926-12-31", "2026-01-01", 99},
	} {
		if got := MustDate(tt.born).Age(MustDate(tt.on)); got != tt.want {
			t.Errorf("born %s, on %s: %d, want %d", tt.born, tt.on, got, tt.want)
		}
	}
	if (Date{}).Age(MustDate("2026-01-01")) != -1 || MustDate("2026-01-01").Age(Date{}) != -1 {
		t.Error("the age of nobody is a number")
	}
}

func TestDateStored(t *testing.T) {
	d := MustDate("2026-07-01")
	for _, src := range []any{"2026-07-01", []byte("2026-07-01"), time.Date(2026, 7, 1, 23, 30, 0, 0, time.FixedZone("x", -7200))} {
		var got Date
		if err := got.Scan(src); err != nil || got != d {
			t.Errorf("Scan(%v) = %v, %v", src, got, err)
		}
	}
	for _, src := range []any{nil, ""} {
		got := d
		if err := got.Scan(src); err != nil || !got.IsZero() {
			t.Errorf("Scan(%v) = %v, %v", src, got, err)
		}
	}
	got := d
	if got.Scan(7) == nil || got.Scan("yesterday") == nil || got != d {
		t.Error("nonsense was read as a date")
	}
	if v, err := d.Value(); v != "2026-07-01" || err != nil {
		t.Errorf("Value = %v, %v", v, err)
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("Value of unset = %v, %v", v, err)
	}
	type box struct{ A, B Date }
	text, err := json.Marshal(box{A: d})
	if err != nil || string(text) != `{"A":"2026-07-01","B":""}` {
		t.Errorf("JSON = %s, %v", text, err)
	}
	var back box
	if err := json.Unmarshal(text, &back); err != nil || back != (box{A: d}) {
		t.Errorf("back = %v, %v", back, err)
	}
}

// anyDate draws a day between 1900 and 2100.
func anyDate(t *rapid.T, label string) Date {
	return NewDate(1900, time.January, 1).AddDays(rapid.IntRange(0, 73000).Draw(t, label))
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate(t, "a"), anyDate(t, "b")
		n := b.DaysSince(a)
		if a.AddDays(n) != b {
			t.Fatalf("%s + %d days is not %s", a, n, b)
		}
		if (n > 0) != b.After(a) || (n < 0) != b.Before(a) || (n == 0) != a.Equal(b) || a.Compare(b) != -b.Compare(a) {
			t.Fatalf("order of %s and %s", a, b)
		}
		if (a.String() < b.String()) != a.Before(b) {
			t.Fatalf("the order of text is not the order of time: %s, %s", a, b)
		}
		if m := a.Monday(); m.Weekday() != time.Monday || a.DaysSince(m) < 0 || a.DaysSince(m) > 6 {
			t.Fatalf("Monday of %s is %s", a, m)
		}
		if back, err := ParseDate(a.String()); err != nil || back != a {
			t.Fatalf("%s came back as %s, %v", a, back, err)
		}
		if n >= 0 {
			age := a.Age(b)
			if a.AddYears(age).After(b) || !a.AddYears(age+2).After(b) {
				t.Fatalf("born %s, on %s: %d", a, b, age)
			}
			if b2 := b.AddDays(1); a.Age(b2) < age || a.Age(b2) > age+1 {
				t.Fatalf("age jumps from %d to %d on %s", age, a.Age(b2), b2)
			}
		}
	})
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-07-01")
	f.Add("0001-01-01")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q was read as %s", s, d)
		}
	})
}

func FuzzParseForm(f *testing.F) {
	f.Add("29", "2", "1980")
	f.Add("1", "may", "2000")
	f.Fuzz(func(t *testing.T, day, month, year string) {
		d, err := ParseForm(day, month, year)
		if (err == nil) == d.IsZero() || (err != nil && !fault.Is(err, fault.Invalid)) {
			t.Errorf("%v, %v", d, err)
		}
		if err == nil {
			if back, err := ParseDate(d.String()); err != nil || back != d {
				t.Errorf("%v is not a day", d)
			}
		}
	})
}
