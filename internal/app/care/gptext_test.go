package care

import (
	"strings"
	"testing"
)

func TestGPTextFits(t *testing.T) {
	long := strings.Repeat("word ", 200)
	for name, c := range map[string]struct {
		parts []GPLine
		want  string
	}{
		"empty parts are left out": {[]GPLine{{"A", "x"}, {"B", "  "}, {"C", "y"}}, "A: x\nC: y"},
		"no markup, one space":     {[]GPLine{{"A", "x\r\n\r\n  y   z"}}, "A: x\ny z"},
		"nothing":                  {nil, ""},
	} {
		if got := GPText(c.parts); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	var many []GPLine
	for range 100 {
		many = append(many, GPLine{"Line", long})
	}
	got := strings.Split(GPText(many), "\n")
	if len(got) != MaxGPLines || !strings.HasPrefix(got[len(got)-1], "(Shortened") {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-1])
	}
	for _, line := range got {
		if len([]rune(line)) > MaxGPLine {
			t.Errorf("%d characters", len([]rune(line)))
		}
	}
}
