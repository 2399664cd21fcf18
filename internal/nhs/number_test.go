package nhs

import (
	"fmt"
	"strings"
	"testing"

	"footbridge/internal/fault"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	const ok = Number("9990000018")
	for _, s := range []string{
		"9990000018", "999 000 0018", " 999-000-0018 ", "999\u00a0000\u00a00018", "999\u2009000\u202f0018",
		"999–000–0018", "999‑000‑0018", "999\t000\n0018", "\u200b9990000018\ufeff",
	} {
		if n, err := ParseNumber(s); err != nil || n != ok {
			t.Errorf("ParseNumber(%q) = %q, %v", s, n, err)
		}
	}
	for _, tt := range []struct{ in, says string }{
		{"", "Enter an NHS number"},
		{" - ", "Enter an NHS number"},
		{"999000001", "NHS number is too short: it has 9 numbers, and must have 10"},
		{"4", "NHS number is too short: it has 1 number, and must have 10"},
		{"99900000187", "NHS number is too long: it has 11 numbers, and must have 10"},
		{"999000001O", "NHS number must only include numbers, not letters"},
		{"٩٩٩٠٠٠٠٠١٨", "NHS number must only include numbers and spaces"},
		{"999/000/0018", "NHS number must only include numbers and spaces"},
		{"9990000019", "NHS number is not right: check for numbers that were mistyped or swapped"},
		{"0000000000", "NHS number can’t be the same number 10 times"},
		{"9999999999", "NHS number can’t be the same number 10 times"},
	} {
		n, err := ParseNumber(tt.in)
		if fault.Says(err) != tt.says || n != "" || !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseNumber(%q) = %q, %v, want %q", tt.in, n, err, tt.says)
		}
	}
}

func TestCheckDigitTenIsRefused(t *testing.T) {
	refused := 0
	for stem := range 2000 {
		nine := fmt.Sprintf("401%06d", stem)
		valid := 0
		for d := range 10 {
			if _, err := ParseNumber(nine + fmt.Sprint(d)); err == nil {
				valid++
			}
		}
		if valid > 1 {
			t.Fatalf("%s has %d check digits", nine, valid)
		}
		if valid == 0 {
			refused++
		}
	}
	if refused < 150 || refused > 210 { // one in eleven
		t.Errorf("%d of 2000 have no check digit", refused)
	}
}

func TestNumberFindsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := string(MakeInvented(rapid.IntRange(0, 5000).Draw(t, "i")))
		at, d := rapid.IntRange(0, 9).Draw(t, "at"), byte('0'+rapid.IntRange(0, 9).Draw(t, "digit"))
		if d != n[at] {
			if got, err := ParseNumber(n[:at] + string(d) + n[at+1:]); err == nil {
				t.Fatalf("%s is one digit from %s", got, n)
			}
		}
		if at < 9 && n[at] != n[at+1] {
			if got, err := ParseNumber(n[:at] + string(n[at+1]) + string(n[at]) + n[at+2:]); err == nil {
				t.Fatalf("%s is one swap from %s", got, n)
			}
		}
	})
}

func TestInvented(t *testing.T) {
	last := Number("")
	for i := range 3000 {
		n := MakeInvented(i)
		if got, err := ParseNumber(string(n)); err != nil || got != n || !Invented(n) || n <= last {
			t.Fatalf("number %d is %s after %s, %v", i, n, last, err)
		}
		last = n
	}
	if n := MakeInvented(0); n != "9990000018" {
		t.Errorf("the first is %s", n)
	}
	if Invented("4010232137") || Invented("") {
		t.Error("a real number is called invented")
	}
	defer func() {
		if recover() == nil {
			t.Error("there is a number -1")
		}
	}()
	MakeInvented(-1)
}

func TestNumberShownAndStored(t *testing.T) {
	n := Number("9990000018")
	if n.Format() != "999\u00a0000\u00a00018" || Number("").Format() != "" {
		t.Errorf("Format = %q", n.Format())
	}
	if v, err := n.Value(); v != "9990000018" || err != nil {
		t.Errorf("Value = %v, %v", v, err)
	}
	if v, err := Number("").Value(); v != nil || err != nil {
		t.Errorf("Value of unknown = %v, %v", v, err)
	}
	got := n
	if err := got.Scan(nil); err != nil || got != "" {
		t.Errorf("Scan(nil) = %q, %v", got, err)
	}
	if err := got.Scan([]byte("9990000018")); err != nil || got != n {
		t.Errorf("Scan = %q, %v", got, err)
	}
	if got.Scan(9990000018) == nil {
		t.Error("a number was read from an int")
	}
	if strings.Contains(n.LogValue().String(), "999") {
		t.Error("the log shows the number")
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("999 000 0018")
	f.Add("999-000-0018")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			if n != "" || !fault.Is(err, fault.Invalid) {
				t.Errorf("%q, %v", n, err)
			}
			return
		}
		if again, err := ParseNumber(n.Format()); err != nil || again != n || len(n) != 10 {
			t.Errorf("%q was read as %q", s, n)
		}
	})
}
