package house

import (
	"fmt"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app/impact"
)

// The catalogue of figures is a golden page: whoever changes a definition sees
// it, and has to give it a version.
func TestFiguresPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Catalogue of figures\n\nGenerated from `internal/app/impact` by a test; don't edit. Pages and files read the same list. A changed definition is a new version from a month on; earlier months keep theirs.\n")
	for _, g := range impact.Groups {
		fmt.Fprintf(&b, "\n## %s\n", g)
		for _, x := range impact.In(g) {
			if !access.Known(x.Rows) {
				t.Errorf("%s: rows for %q", x.Key, x.Rows)
			}
			fmt.Fprintf(&b, "\n### %s\n\n%s. In %s; %s; a %s. Source: %s. The rows open with `%s`.\n", x.Name, x.Plain, x.Unit, x.Direction, x.Kind, x.Source, x.Rows)
			for _, v := range x.Versions {
				fmt.Fprintf(&b, "\n- Version %d, for months from %s: %s\n  - counts: %s\n  - does not count: %s\n", v.Number, v.From.Long(), v.Exact, v.Inclusions, v.Exclusions)
			}
			if x.Lag > 0 {
				fmt.Fprintf(&b, "\nA month is shown %d days after its end.\n", x.Lag)
			}
		}
	}
	golden(t, "figures.md", b.String())
}
