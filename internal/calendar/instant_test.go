package calendar

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

func TestInstantWords(t *testing.T) {
	for _, tt := range []struct{ in, date, clock, long, medium string }{
		{"2026-03-03T10:20:00Z", "2026-03-03", "10:20", "Tuesday 3 March 2026, 10:20", "3 March 2026, 10:20"},
		{"2026-07-01T10:20:00Z", "2026-07-01", "11:20", "Wednesday 1 July 2026, 11:20", "1 July 2026, 11:20"},
		{"2026-07-01T23:30:00Z", "2026-07-02", "00:30", "Thursday 2 July 2026, 00:30", "2 July 2026, 00:30"},
	} {
		i := MustInstant(tt.in)
		if i.Date().String() != tt.date || i.Clock() != tt.clock || i.Long() != tt.long || i.Medium() != tt.medium {
			t.Errorf("%s: %s, %s, %s, %s", tt.in, i.Date(), i.Clock(), i.Long(), i.Medium())
		}
	}
	var none Instant
	if none.Long()+none.Clock()+none.Medium()+none.String() != "" || !none.Date().IsZero() || !none.Time().IsZero() {
		t.Error("an unset moment says something")
	}
}

func TestInstantStored(t *testing.T) {
	want := At(time.Date(2026, 3, 3, 10, 20, 30, 123456789, time.UTC))
	if want.String() != "2026-03-03T10:20:30.123456Z" {
		t.Fatalf("String = %s", want)
	}
	for _, src := range []any{
		"2026-03-03T10:20:30.123456Z", []byte("2026-03-03T11:20:30.123456+01:00"),
		time.Date(2026, 3, 3, 12, 20, 30, 123456000, time.FixedZone("", 7200)),
	} {
		var got Instant
		if err := got.Scan(src); err != nil || got != want {
			t.Errorf("Scan(%v) = %v, %v", src, got, err)
		}
	}
	got := want
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", got, err)
	}
	if got.Scan(1.5) == nil || got.Scan("2026-03-03 10:20") == nil || got.Scan("0000-12-31T23:00:00Z") == nil {
		t.Error("nonsense was read as a moment")
	}
	if At(time.Time{}) != (Instant{}) {
		t.Error("the zero time is not the unset moment")
	}
	if At(time.Unix(0, 0)).IsZero() {
		t.Error("1970 is unset")
	}
	if v, _ := (Instant{}).Value(); v != nil {
		t.Errorf("Value of unset = %v", v)
	}
	text, err := json.Marshal([]Instant{want, {}})
	if err != nil || string(text) != `["2026-03-03T10:20:30.123456Z",""]` {
		t.Errorf("JSON = %s, %v", text, err)
	}
	var back []Instant
	if err := json.Unmarshal(text, &back); err != nil || back[0] != want || !back[1].IsZero() {
		t.Errorf("back = %v, %v", back, err)
	}
}

func TestOn(t *testing.T) {
	for _, tt := range []struct{ date, time, want, err string }{
		{"2026-03-03", "10:20", "2026-03-03T10:20:00.000000Z", ""},
		{"2026-07-01", "09:00", "2026-07-01T08:00:00.000000Z", ""},
		{"2026-07-01", "00:30", "2026-06-30T23:30:00.000000Z", ""},
		{"2026-03-29", "00:59", "2026-03-29T00:59:00.000000Z", ""},
		{"2026-03-29", "01:30", "", "01:30 does not exist on Sunday 29 March 2026: the clocks go forward"},
		{"2026-03-29", "02:00", "2026-03-29T01:00:00.000000Z", ""},
		{"2026-10-25", "00:59", "2026-10-24T23:59:00.000000Z", ""},
		{"2026-10-25", "01:30", "2026-10-25T00:30:00.000000Z", ""}, // the first of the two
		{"2026-10-25", "02:00", "2026-10-25T02:00:00.000000Z", ""},
	} {
		got, err := On(MustDate(tt.date), MustTime(tt.time))
		if tt.err != "" {
			if fault.Says(err) != tt.err {
				t.Errorf("%s %s: %v, want %q", tt.date, tt.time, err, tt.err)
			}
		} else if err != nil || got.String() != tt.want {
			t.Errorf("%s %s = %s, %v, want %s", tt.date, tt.time, got, err, tt.want)
		}
	}
	if _, err := On(Date{}, 0); !fault.Is(err, fault.Invalid) {
		t.Error("no date has a midnight")
	}
	if _, err := On(MustDate("2026-01-01"), MustTime("23:50").Add(20)); !fault.Is(err, fault.Invalid) {
		t.Error("24:10 is a time")
	}
}

func TestOnAgreesWithLondon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(2000, time.January, 1).AddDays(rapid.IntRange(0, 13000).Draw(t, "day"))
		clock := TimeOfDay(rapid.IntRange(0, 24*60-1).Draw(t, "minute"))
		i, err := On(d, clock)
		if err != nil {
			if d.Month() != time.March || d.Weekday() != time.Sunday || clock.Hour() != 1 {
				t.Fatalf("%s %s: %v", d, clock, err)
			}
			return
		}
		if i.Date() != d || i.TimeOfDay() != clock {
			t.Fatalf("%s %s became %s", d, clock, i.Long())
		}
		if before := i.Add(-time.Hour); before.Date() == d && before.TimeOfDay() == clock {
			t.Fatalf("%s %s: the second of two", d, clock)
		}
	})
}

func TestInstantProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := MustInstant("2026-01-01T00:00:00Z")
		a := base.Add(time.Duration(rapid.Int64Range(-1<<50, 1<<50).Draw(t, "a")) * time.Microsecond)
		b := base.Add(time.Duration(rapid.Int64Range(-1<<50, 1<<50).Draw(t, "b")) * time.Microsecond)
		if (a.String() < b.String()) != a.Before(b) || a.Before(b) != b.After(a) || a.Compare(b) != -b.Compare(a) {
			t.Fatalf("order of %s and %s", a, b)
		}
		if a.Add(b.Sub(a)) != b {
			t.Fatalf("%s + (%s - it) = %s", a, b, a.Add(b.Sub(a)))
		}
		if back, err := ParseInstant(a.String()); err != nil || back != a || At(a.Time()) != a {
			t.Fatalf("%s came back as %s, %v", a, back, err)
		}
	})
}

func TestParseTime(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"9:05", "09:05"},
		{"09:05", "09:05"},
		{"0905", "09:05"},
		{"905", "09:05"},
		{"9.05", "09:05"},
		{" 23:59 ", "23:59"},
		{"0:00", "00:00"},
		{"", ""},
		{"9", ""},
		{"24:00", ""},
		{"9:5", ""},
		{"9:60", ""},
		{"-9:05", ""},
		{"9:05pm", ""},
		{"12345", ""},
		{"9::05", ""},
	} {
		got, err := ParseTime(tt.in)
		if tt.want == "" && err == nil || tt.want != "" && (err != nil || got.String() != tt.want) {
			t.Errorf("ParseTime(%q) = %v, %v, want %q", tt.in, got, err, tt.want)
		}
	}
	if got := MustTime("23:50").Add(20); got.IsValid() || got.String() != "24:10" {
		t.Errorf("23:50 + 20 = %s", got)
	}
	var clock TimeOfDay
	if err := clock.Scan([]byte("14:30")); err != nil || clock != NewTime(14, 30) {
		t.Errorf("Scan = %v, %v", clock, err)
	}
	if clock.Scan(nil) == nil || clock.Scan("") == nil {
		t.Error("no time was read as midnight")
	}
	if v, err := clock.Value(); v != "14:30" || err != nil {
		t.Errorf("Value = %v, %v", v, err)
	}
	if _, err := TimeOfDay(1440).Value(); err == nil {
		t.Error("24:00 was stored")
	}
	if text, err := json.Marshal(clock); string(text) != `"14:30"` || err != nil {
		t.Errorf("JSON = %s, %v", text, err)
	}
}

func FuzzParseTime(f *testing.F) {
	f.Add("9:05")
	f.Fuzz(func(t *testing.T, s string) {
		clock, err := ParseTime(s)
		if err != nil {
			return
		}
		if back, err := ParseTime(clock.String()); err != nil || back != clock || !clock.IsValid() {
			t.Errorf("%q was read as %s", s, clock)
		}
	})
}

func TestClocks(t *testing.T) {
	start := MustInstant("2026-03-03T23:59:00Z")
	if Fixed(start).Now() != start {
		t.Error("a fixed clock moved")
	}
	m := NewManual(start)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { m.Advance(time.Second) })
	}
	all.Wait()
	if m.Now() != start.Add(50*time.Second) || Today(m).String() != "2026-03-03" {
		t.Errorf("the clock shows %s", m.Now())
	}
	if got := m.Advance(time.Hour); got != m.Now() || Today(m).String() != "2026-03-04" {
		t.Errorf("the clock shows %s", got)
	}
	m.Set(start)
	if m.Now() != start {
		t.Error("the clock was not set")
	}
	if d := time.Since(System{}.Now().Time()); d < 0 || d > time.Minute {
		t.Errorf("the system clock is off by %s", d)
	}
}
