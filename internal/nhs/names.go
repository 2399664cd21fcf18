package nhs

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spelled are letters that have no accent that could be taken off, and how
// people type them; and the Greek final sigma.
var spelled = map[rune]string{
	'ß': "ss", 'ø': "o", 'æ': "ae", 'œ': "oe", 'ł': "l", 'đ': "d", 'ð': "d",
	'þ': "th", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ŧ': "t", 'ς': "σ",
}

// acute saves the spacing acute accent, often typed as an apostrophe: the
// normal form would take it for a space.
var acute = strings.NewReplacer("´", "'")

// Fold gives the words of a name for searching: lower case, Latin letters
// without accents, apostrophes gone (O’Brien and OBrien are obrien), cut at
// spaces, hyphens and every other mark. Letters of other scripts stay as they
// are, with their vowel signs. The order is kept; a name without letters has
// no words. Two names that are spelled differently only in these ways fold to
// the same words.
func Fold(name string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, norm.NFC.String(word.String()))
			word.Reset()
		}
	}
	latin := false // the last letter was Latin, so its marks are dropped
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKD.String(acute.Replace(name)))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			// Modifier letters stand for apostrophes: ʼ ʻ ʹ.
			if unicode.Is(unicode.Lm, r) && !unicode.Is(unicode.Arabic, r) && !unicode.In(r, unicode.Katakana, unicode.Hiragana, unicode.Han) {
				continue
			}
			latin = unicode.Is(unicode.Latin, r)
			if s, ok := spelled[r]; ok {
				word.WriteString(s)
			} else {
				word.WriteRune(r)
			}
		case unicode.Is(unicode.M, r):
			if !latin && word.Len() > 0 {
				word.WriteRune(r)
			}
		case isApostrophe(r) || unicode.Is(unicode.Cf, r):
		default:
			end()
		}
	}
	end()
	return words
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '‛', '`', '′':
		return true
	}
	return false
}

// Near reports whether two folded words are the same but for one slip of the
// keyboard: one letter wrong, missing or too many, or two neighbours swapped.
// Words of fewer than four letters must be equal, for with a slip everything
// is near everything.
func Near(a, b string) bool {
	if a == b {
		return true
	}
	if utf8.RuneCountInString(a) < 4 || utf8.RuneCountInString(b) < 4 {
		return false
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}

// Matches reports whether every word of query begins a word of name, or is
// near one. Both are folded. An empty query matches nothing.
func Matches(query, name []string) bool {
	for _, q := range query {
		found := false
		for _, n := range name {
			if strings.HasPrefix(n, q) || Near(q, n) {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return len(query) > 0
}
