package outline

import (
	"net/url"
	"strings"
)

// Line is one line of a part, beside another version of it.
type Line struct {
	Text string
	Only bool // it does not stand in the other version
}

// Compared is one part of two versions side by side.
type Compared struct {
	Part
	Before, Now []Line
}

// Compare gives the parts in which two versions differ, and the titles of
// those that say the same.
func Compare(o Outline, before, now Body) (changed []Compared, same []string) {
	for _, p := range o.Parts {
		a, b := before.LinesOf(p), now.LinesOf(p)
		c := Compared{p, beside(a, b), beside(b, a)}
		differs := len(a) != len(b)
		for _, l := range append(append([]Line{}, c.Before...), c.Now...) {
			differs = differs || l.Only
		}
		switch {
		case differs:
			changed = append(changed, c)
		case len(b) > 0:
			same = append(same, p.Title)
		}
	}
	return changed, same
}

func beside(these, those []string) []Line {
	has := map[string]bool{}
	for _, l := range those {
		has[l] = true
	}
	var out []Line
	for _, l := range these {
		out = append(out, Line{l, !has[l]})
	}
	return out
}

// Other is what another window has under a part.
type Other struct{ Title, Text string }

// Unsent lists what a kept draft says that what is sent does not, part by
// part.
func Unsent(o Outline, kept, sent url.Values) []Other {
	theirs, mine := Read(o, kept.Get), Read(o, sent.Get)
	var out []Other
	for _, p := range o.Parts {
		have := plain(strings.Join(mine.LinesOf(p), " "))
		var missing []string
		for _, line := range theirs.LinesOf(p) {
			if !strings.Contains(have, plain(line)) {
				missing = append(missing, line)
			}
		}
		if len(missing) > 0 {
			out = append(out, Other{p.Title, strings.Join(missing, "\n")})
		}
	}
	return out
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
