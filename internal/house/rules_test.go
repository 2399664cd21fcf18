package house

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"footbridge/internal/policy"
)

// Every dated rule, with its source and how sure it is, is a golden page:
// whoever changes a rule sees it. No two versions of a rule overlap, and a gap
// between them says why.
func TestRulesPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Rules\n\nGenerated from `internal/policy` by a test; don't edit. A rule holds from its first day to before its last one. How sure: H, published by NHS England, NHS Digital or Parliament; M-H, several good secondary sources that agree; M, trade press, local medical committee, training hub or ICB page; L, one weak source, or arithmetic of our own. What is not here was not found, and is never guessed: it is loaded by those who have it.\n")
	cell := strings.NewReplacer("|", "\\|", "\n", " ").Replace
	for _, r := range policy.All() {
		fmt.Fprintf(&b, "\n## %s\n\n`%s`. %s\n", r.Title, r.ID, r.What)
		if len(r.Versions) == 0 {
			b.WriteString("\nNot set for any year.\n")
			continue
		}
		b.WriteString("\n| from | to | what it says | source | how sure |\n|---|---|---|---|---|\n")
		for i, v := range r.Versions {
			to := "open"
			if !v.To.IsZero() {
				to = v.To.String()
			}
			source := v.Source.Name
			if v.Source.URL != "" {
				source += ", " + v.Source.URL
			}
			if v.Source.Note != "" {
				source += ". " + v.Source.Note
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", v.From, to, cell(v.Value), cell(source), v.Source.Confidence)
			if i == 0 {
				continue
			}
			before := r.Versions[i-1]
			if before.To.IsZero() || before.To.After(v.From) {
				t.Errorf("%s: two versions hold on %s", r.ID, v.From)
			}
			if before.To.Before(v.From) && !explains(r, i) {
				t.Errorf("%s: nothing says why no version holds on %s", r.ID, before.To)
			}
		}
		for _, g := range r.Gaps {
			fmt.Fprintf(&b, "\nNothing from %s to %s: %s\n", g.From, g.To, g.Why)
		}
	}
	golden(t, "rules.md", b.String())
}

func explains(r policy.Listing, i int) bool {
	for _, g := range r.Gaps {
		if g.From == r.Versions[i-1].To && g.To == r.Versions[i].From && g.Why != "" {
			return true
		}
	}
	return false
}

// No rule stands unused: each is asked by some code, beside being listed on the
// page of sources.
func TestNoRuleIsUnused(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^var ([A-Z]\w+) = Rule\[`)
	var names []string
	var inside, outside strings.Builder
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		if !strings.HasPrefix(f.path, "internal/policy/") {
			outside.WriteString(f.text)
			continue
		}
		for _, m := range declared.FindAllStringSubmatch(f.text, -1) {
			names = append(names, m[1])
		}
		if !strings.HasSuffix(f.path, "/rule.go") { // which lists them all
			inside.WriteString(f.text)
		}
	}
	if len(names) != len(policy.All()) {
		t.Errorf("%d rules are declared and %d are listed", len(names), len(policy.All()))
	}
	for _, n := range names {
		// A rule that a function of the package asks is used through it.
		asked := regexp.MustCompile(`\b` + n + `\.(On|Versions|ID|List)\b`)
		if shownOnly[n] != "" {
			continue
		}
		if !strings.Contains(outside.String(), "policy."+n+".") && !asked.MatchString(inside.String()) {
			t.Errorf("nothing asks the rule %s: use it, or say in shownOnly why it is only shown", n)
		}
	}
}

// shownOnly are the rules that may stand on the page of sources for those who
// decide, and decide nothing in the program; and why.
var shownOnly = map[string]string{
	"RoleTypes":           "a post’s service is adults or children; the rule says that both are funded alike",
	"Supervision":         "guidance, not contract: the plan of supervision follows the post’s model",
	"SupervisionLocal":    "one area’s model, which others may take",
	"PhysicalHealthCheck": "the year’s list is part of the indicators that are worked out",
	"FourWeekCYP":         "the children’s clock is measured nationally and not shown to anybody here",
}
