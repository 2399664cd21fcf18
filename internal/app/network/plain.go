package network

import (
	"slices"
	"strings"
	"unicode"
)

// shouted are the words of published names that stay in capitals.
var shouted = []string{"PCN", "NHS", "ICB", "GP", "HC", "UK", "MVMG", "BNSSG", "CIC", "LLP", "FABB", "FOSS", "II", "III", "IV"}

// small are the words that stay small inside a name.
var small = []string{"and", "at", "by", "for", "in", "of", "on", "the", "with"}

// PlainName writes a name that was published in capitals as one would write
// it: GRAHAM ROAD SURGERY becomes Graham Road Surgery. A name that has small
// letters already is left as it is.
func PlainName(name string) string {
	if strings.IndexFunc(name, unicode.IsLower) >= 0 {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		bare := strings.Trim(w, "().,&-'’")
		switch {
		case slices.Contains(shouted, bare), strings.IndexFunc(bare, unicode.IsDigit) >= 0 && strings.IndexFunc(bare, unicode.IsLetter) >= 0:
		case i > 0 && slices.Contains(small, strings.ToLower(bare)):
			words[i] = strings.ToLower(w)
		default:
			words[i] = capital(strings.ToLower(w))
		}
	}
	return strings.Join(words, " ")
}

// capital makes the first letter of a word, and of each part after a hyphen,
// a bracket or a dot, a capital; after an apostrophe only in O'Brien and its
// like.
func capital(w string) string {
	out := []rune(w)
	up := true
	for i, r := range out {
		if up && unicode.IsLetter(r) {
			out[i] = unicode.ToUpper(r)
		}
		up = r == '-' || r == '(' || r == '.' || r == '/' || r == '&' || (r == '\'' || r == '’') && i == 1
	}
	return string(out)
}
