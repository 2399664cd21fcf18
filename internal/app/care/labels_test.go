package care

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoRiskLabels holds the first of the never-do list: no risk value, label,
// colour or sort key, in no table and on no page, not even an internal one.
func TestNoRiskLabels(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)(high|medium|moderate|low|no|at|overall|suicide|current)[ _-]risk\b|risk[ _-]?(score|level|label|rating|category|band|colou?r|flag|status|assessment|factor)|\b(risk)\s+(TEXT|bigint|boolean|int|string)\b|\.Risk\b|Risk\s+(string|int|bool)|\bRAG\b|red[ -]amber|\bsafe to discharge\b|\b(is|are|was|appears) safe\b`)
	for _, sample := range []string{"high risk", "risk_score bigint", "RiskLevel string", "medium-risk", "Risk string", "low_risk boolean", "risk TEXT NOT NULL"} {
		if !forbidden.MatchString(sample) {
			t.Fatalf("the test does not see %q", sample)
		}
	}
	files := []string{"../internal/db/migrations/0009_care.sql"}
	for _, pattern := range []string{"*.go", "../../web/care/*.go", "../../web/care/*.html"} {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	looked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "labels_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		looked++
		for i, line := range strings.Split(string(text), "\n") {
			if m := forbidden.FindString(line); m != "" && !strings.Contains(line, `"no risk", "negative"`) {
				t.Errorf("%s:%d says %q", name, i+1, m)
			}
		}
	}
	if looked < 8 {
		t.Fatalf("only %d files were looked at", looked)
	}
}
