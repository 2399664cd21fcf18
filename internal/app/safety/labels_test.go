package safety

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// levels are the words with which one would sort people by danger: no column,
// value, label, key or colour of that kind stands in this room, its tables, its
// pages or the demo's stories.
var levels = regexp.MustCompile(`(?i)risk|severity|scor(e|ing)|levels?\b|level_|level[A-Z]|\bstratif|\bacuity\b|\bgrade[ds]?\b|\bgrading\b|\brating\b|\btier\b|\bband\b|red[ -]amber|\bRAG\b|\b(high|medium|moderate|low)[ _-](concern|danger|priority|likelihood)|tag "(red|orange|yellow|green|pink)"|\b(is|are|was|appears|deemed) safe\b|\bno[- ]suicide\b|\bcontract\b`)

func TestNoLevelsAnywhere(t *testing.T) {
	for _, sample := range []string{"risk TEXT NOT NULL", "safety_level bigint", "RiskLevel string", "Severity int", "score bigint", "high concern", `{{tag "red" "Now"}}`, "medium risk", "overall_risk", "ORDER BY severity", "ScoreOf"} {
		if !levels.MatchString(sample) {
			t.Errorf("the test does not see %q", sample)
		}
	}
	for _, fine := range []string{"what makes it harder now", "The person declined to say", "low mood and no sleep", "safe contact"} {
		if levels.MatchString(fine) {
			t.Errorf("the test sees something in %q", fine)
		}
	}
	looked := 0
	for _, pattern := range []string{"*.go", "../internal/db/migrations/*safety*.sql", "../../web/safety/*.go", "../../web/safety/*.html", "../../demo/safety.go"} {
		list, err := filepath.Glob(pattern)
		if err != nil || len(list) == 0 {
			t.Fatalf("nothing in %s: %v", pattern, err)
		}
		for _, name := range list {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			looked++
			for i, line := range strings.Split(string(text), "\n") {
				if m := levels.FindString(line); m != "" {
					t.Errorf("%s:%d says %q: %s", name, i+1, m, strings.TrimSpace(line))
				}
			}
		}
	}
	if looked < 12 {
		t.Fatalf("only %d files were looked at", looked)
	}
	for _, o := range Outlines {
		for _, p := range o.Parts {
			if levels.MatchString(p.Key + " " + p.Title + " " + p.Help) {
				t.Errorf("%s: %s", o.Kind, p.Title)
			}
		}
	}
}
