package nhs

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestIdentifiers(t *testing.T) {
	for text, want := range map[string]string{
		"999 000 0026":               "a number like an NHS number",
		"NHS number 9990000026.":     "a number like an NHS number",
		"999-000-0026":               "a number like an NHS number",
		"9 9 9 0 0 0 0 0 2 6":        "a number like an NHS number",
		"999 000 0027":               "a number like an NHS number", // the check digit does not fit: still somebody's
		"999\u00a0000\u00a00026":     "a number like an NHS number",
		"999\u200b000\u200b0026":     "a number like an NHS number",
		"٩٩٩ ٠٠٠ ٠٠٢٦":               "a number like an NHS number",
		"９９９ ０００ ００２６":               "a number like an NHS number",
		"ring 07700 900101":          "a telephone number",
		"ring 01632 960401":          "a telephone number",
		"+44 7700 900101":            "a telephone number",
		"+44 (0) 7700 900101":        "a telephone number",
		"(01632) 960-401":            "a telephone number",
		"12/03/1991":                 "a whole date",
		"12.3.91":                    "a whole date",
		"1991-03-12":                 "a whole date",
		"12 March 1991":              "a whole date",
		"the 3rd of April 1991":      "a whole date",
		"April 3, 1991":              "a whole date",
		"12-Mar-91":                  "a whole date",
		"DOB 1991":                   "a date of birth",
		"she was born in 1991":       "a date of birth",
		"date of birth: March 91":    "a date of birth",
		"lives in BS23 1AA":          "a postcode",
		"bs231aa":                    "a postcode",
		"marta.k@example.org":        "an e-mail address",
		"Marta O'Neil@example.co.uk": "an e-mail address",
		"Mrs Kowalska":               "a title and a name",
		"Mr. O’Brien":                "a title and a name",
	} {
		found := Identifiers(text)
		if len(found) == 0 {
			t.Errorf("%q: nothing was found", text)
			continue
		}
		if found[0].Kind != want {
			t.Errorf("%q: %s, not %s", text, found[0].Kind, want)
		}
		if !strings.Contains(text[found[0].At:], found[0].Text) {
			t.Errorf("%q: %q is not where it was said to be", text, found[0].Text)
		}
	}
	for _, fine := range []string{
		"", "Start with 10 mg, after 2 weeks 15 mg", "olanzapine 2.5 to 20 mg", "HbA1c 48 mmol/mol, weight 94 kg, +14 kg in 6 months", "review after 6 to 8 weeks",
		"guidance of March 2024", "CG178, NG222, section 1.3.6.1", "since 1991", "Ask Dr Marsh or the pharmacist", "PHQ-9 14, then 9", "111, then option 2", "999 or A&E", "4/7 for 2/52",
		"may 2 weeks be enough?", "BMI 31", "blood pressure 148/92 and 139/88", "one in 10 000", "the 10 000 step plan, 3 a week",
	} {
		if found := Identifiers(fine); len(found) > 0 {
			t.Errorf("%q: found %q, %s", fine, found[0].Text, found[0].Kind)
		}
	}
	many := Identifiers("Marta, born on 12/03/1992, 999 000 0026,\n07700 900101, BS23 1AA")
	if len(many) < 4 {
		t.Errorf("of several things only these were found: %v", many)
	}
}

// Whatever is typed: nothing breaks, what is found stands where it is said to
// stand, and a number that is put anywhere between words is always found.
func FuzzIdentifiers(f *testing.F) {
	for _, s := range []string{"", "999 000 0026", "x", "12/3/91", "+", "a@b.c", "\xff\xfe", "1234567890123456789", "Mr X", "٩"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, i := range Identifiers(before) {
			if i.At < 0 || i.At > len(before) || !strings.Contains(before[i.At:], i.Text) || i.Text == "" || i.Kind == "" {
				t.Fatalf("%q: %+v", before, i)
			}
		}
		if !utf8.ValidString(before) || !utf8.ValidString(after) {
			return
		}
		for _, secret := range []string{"999 000 0026", "07700 900101"} {
			if len(Identifiers(before+" , "+secret+" , "+after)) == 0 {
				t.Fatalf("%q was not found between %q and %q", secret, before, after)
			}
		}
	})
}
