package house

import (
	"fmt"
	"strings"
	"testing"

	"footbridge/internal/app/evidence"
	"footbridge/internal/app/supervision"
	"footbridge/internal/policy"
)

// What counts toward which function of the contract, and how supervision is
// counted, is a golden page: whoever changes a rule sees it.
func TestEvidencePage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What counts as contract evidence, and how supervision is counted\n\nGenerated from `internal/app/evidence`, `internal/app/supervision` and `internal/policy` by a test; don't edit.\n\n## The functions (section B14.2)\n")
	letters := []map[string]bool{}
	for _, v := range policy.Functions.Versions {
		until := "no end known"
		if !v.To.IsZero() {
			until = "until " + v.To.AddDays(-1).Medium()
		}
		fmt.Fprintf(&b, "\nFrom %s, %s. Source: %s. %s\n\n", v.From.Medium(), until, v.Source.Name, v.Source.Note)
		has := map[string]bool{}
		for _, f := range v.Value {
			has[f.Key] = true
			fmt.Fprintf(&b, "- (%s) %s\n", f.Key, f.Text)
		}
		letters = append(letters, has)
	}
	b.WriteString("\n## What counts toward them\n\nEach record counts once, under the first line that fits. " + evidence.Confidence + "\n\n| work | text from 2021 | text from 2023 | when, and for whom |\n|---|---|---|---|\n")
	for _, r := range evidence.Rules {
		if !letters[0][r.Early] || !letters[1][r.Late] {
			t.Errorf("%s counts toward a letter that is not in the text", r.Text)
		}
		fmt.Fprintf(&b, "| %s | (%s) | (%s) | %s |\n", r.Text, r.Early, r.Late, r.When)
	}
	b.WriteString("\n## What is due in supervision\n\n" + supervision.DueRule + "\n\nA line “as agreed” has no number and is never due. The plan of a week, month or quarter is the one that stood on its last day. On the sheet of a network a session of a group counts once, and check-ins belong to the quarter in which their week begins.\n")
	golden(t, "evidence.md", b.String())
}
