package table

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Pier Health": "Pier Health", "=1+1": "'=1+1", "+44 7700": "'+44 7700", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx", "'x": "''x",
		"-": "'-", "-x": "'-x", "-1+2": "'-1+2", "-12.05": "-12.05", "-3": "-3", "12.5": "12.5", "-.5": "'-.5", "-5.": "'-5.", "-1.2.3": "'-1.2.3", "- 1": "'- 1", "x=1": "x=1",
	} {
		if got := Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever is written, no cell of the file begins like a formula, and what was
// text is there again without the apostrophe.
func FuzzSafe(f *testing.F) {
	for _, s := range []string{"=1", "-1", "\t", "''", "a,b\"c\r\nd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Safe(s)
		if got != s && got != "'"+s {
			t.Fatalf("Safe(%q) = %q", s, got)
		}
		if got != "" && strings.ContainsRune("=+@\t\r\n", rune(got[0])) || got != "" && got[0] == '-' && !number(got) {
			t.Fatalf("%q is a formula", got)
		}
	})
}

func TestWriter(t *testing.T) {
	var out strings.Builder
	w := NewWriter(&out, Head{{"File", "A table"}, {"Why", "=why"}}, []string{"name", "number"})
	w.Row("a, \"b\"", "1")
	w.Row("=x", "-2")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffFile,A table\r\nWhy,'=why\r\n\r\nname,number\r\n\"a, \"\"b\"\"\",1\r\n'=x,-2\r\n"
	if out.String() != want {
		t.Errorf("%q\nwant %q", out.String(), want)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 5 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
