package house

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/web/site"
)

var update = flag.Bool("update", false, "write the generated pages anew")

// golden compares a generated page with the one that is committed.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(root(t), "docs", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(old) != text {
		t.Errorf("docs/%s does not say what is true now. Look at the difference, and if it is meant: go test ./internal/house -update", name)
	}
}

// Role × permission is a golden page: whoever changes it sees it.
func TestPermissionsPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Who may do what\n\nGenerated from `internal/access/permissions.go` by a test; don't edit. A role is held at a place (its practice, network, provider or ICB), and reaches only what belongs there.\n\n")
	roles := append([]access.Role{access.Public}, access.Roles()...)
	b.WriteString("| permission | what it lets one do |")
	for _, r := range roles {
		name := site.RoleName(r)
		if r == access.Public {
			name = "Not signed in"
		}
		b.WriteString(" " + name + " |")
	}
	b.WriteString("\n|---|---|" + strings.Repeat(":-:|", len(roles)) + "\n")
	for _, p := range access.Permissions() {
		fmt.Fprintf(&b, "| `%s` | %s |", p, access.Purpose(p))
		for _, r := range roles {
			mark := " "
			if access.Allows(r, p) {
				mark = "yes"
			}
			b.WriteString(" " + mark + " |")
		}
		b.WriteString("\n")
	}
	golden(t, "permissions.md", b.String())
}

func TestUnknownAnswersNo(t *testing.T) {
	if access.Known("diary.anything") || access.Allows(access.Admin, "diary.anything") || access.Allows("owner", access.Book) {
		t.Error("an unknown permission or role answers no")
	}
	if !(access.Actor{}).Scope(access.Book).Empty() || (access.Actor{}).May(access.Book) {
		t.Error("the zero actor may nothing")
	}
	for _, p := range access.Permissions() {
		if access.Purpose(p) == "" {
			t.Errorf("%s does not say what it is for", p)
		}
	}
}
