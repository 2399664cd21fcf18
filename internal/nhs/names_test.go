package nhs

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{" -' ", ""},
		{"O'Brien", "obrien"},
		{"O’Brien", "obrien"},
		{"OʼBrien", "obrien"},
		{"O´Brien", "obrien"},
		{"O`Brien", "obrien"},
		{"OBrien", "obrien"},
		{"Smith-Jones", "smith|jones"},
		{"Smith‑Jones", "smith|jones"},
		{"Anne  Marie\u00a0Smith", "anne|marie|smith"},
		{"José Núñez", "jose|nunez"},
		{"Jose\u0301", "jose"},
		{"Weiß", "weiss"},
		{"WEISS", "weiss"},
		{"Søren Ærø", "soren|aero"},
		{"Łukasz Đorđević", "lukasz|dordevic"},
		{"Nguyễn Thị", "nguyen|thi"},
		{"İbrahim Yıldız", "ibrahim|yildiz"},
		{"Jo\u00adhn", "john"},
		{"ﬁona", "fiona"},
		{"Ｓｍｉｔｈ", "smith"},
		{"محمد علي", "محمد|علي"},
		{"שָׁלוֹם", "שָׁלוֹם"},
		{"Йосип", "йосип"},
		{"王 小明", "王|小明"},
		{"D'Souza, Maria (née King)", "dsouza|maria|nee|king"},
		{"John 3rd", "john|3rd"},
	} {
		got := Fold(tt.in)
		if strings.Join(got, "|") != strings.Join(Fold(tt.want), "|") || (tt.want != "שָׁלוֹם" && strings.Join(got, "|") != tt.want) {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := Fold("שָׁלוֹם"); len(got) != 1 || !strings.ContainsRune(got[0], '\u05b8') {
		t.Errorf("Hebrew lost its vowels: %q", got)
	}
}

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"smith", "smith", true},
		{"smith", "smyth", true},
		{"smith", "simth", true},
		{"smith", "smiht", true},
		{"smith", "mith", true},
		{"smith", "smithe", true},
		{"smith", "xsmith", true},
		{"smith", "smth", true},
		{"smith", "smythe", false},
		{"smith", "htims", false},
		{"ann", "anne", false}, // too short to guess
		{"li", "lo", false},
		{"li", "li", true},
		{"anna", "anne", true},
		{"abcd", "badc", false},
		{"núñez", "nuñez", true},
		{"smith", "jones", false},
		{"", "", true},
	} {
		if got := Near(tt.a, tt.b); got != tt.want || Near(tt.b, tt.a) != tt.want {
			t.Errorf("Near(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

func TestMatches(t *testing.T) {
	name := Fold("Siobhán O’Brien-Smith")
	for query, want := range map[string]bool{
		"siob": true, "obrein": true, "smith siobhan": true, "jones siobhan": false, "": false,
	} {
		if got := Matches(Fold(query), name); got != want {
			t.Errorf("%q matches %q: %v", query, name, got)
		}
	}
}

// distance is the optimal string alignment distance, the slow way.
func distance(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			if i == 0 || j == 0 {
				d[i][j] = i + j
				continue
			}
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestNearIsDistanceOne(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 4, 7, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if want := distance([]rune(a), []rune(b)) <= 1; Near(a, b) != want {
			t.Fatalf("Near(%q, %q) = %v", a, b, !want)
		}
	})
}

func FuzzFold(f *testing.F) {
	f.Add("O’Brien-Smith")
	f.Add("שָׁלוֹם")
	f.Fuzz(func(t *testing.T, s string) {
		words := Fold(s)
		for _, w := range words {
			if w == "" || utf8.ValidString(s) && strings.ContainsAny(w, " '-") {
				t.Errorf("Fold(%q) = %q", s, words)
			}
		}
		if again := Fold(strings.Join(words, " ")); utf8.ValidString(s) && !slices.Equal(again, words) {
			t.Errorf("Fold(%q) = %q, and again %q", s, words, again)
		}
	})
}
